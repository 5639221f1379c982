// What the elements are of which the browser tells assistive technology that they take the focus.
(() => {
  // Names of these are axe's business.
  const NATIVE = 'a[href], area[href], button, input, select, textarea, summary, iframe, frame, object, embed, audio, video';
  const ROLES = ['button', 'link', 'menuitem', 'checkbox', 'menuitemcheckbox', 'menuitemradio', 'radio', 'switch', 'option',
    'combobox', 'listbox', 'searchbox', 'slider', 'spinbutton', 'textbox', 'tab', 'treeitem', 'tooltip', 'dialog',
    'alertdialog', 'meter', 'progressbar', 'img'].map((role) => `[role=${role}]`).join(', ');
  // Something that is read out when the focus comes: words, or a picture with an alternative.
  const speaks = (element) => (element.innerText || '').trim() !== '' || [...element.querySelectorAll('[alt], [aria-label], [aria-labelledby], [title], title, input, select, textarea')]
    .some((part) => part.matches('input, select, textarea') || ['alt', 'aria-label', 'aria-labelledby', 'title'].some((name) => (part.getAttribute(name) || '').trim() !== '') || part.textContent.trim() !== '');
  axe.setup(document.documentElement);
  try {
    return stepfree.exposed.map((element) => ({
      ...stepfree.target(element), editable: element.isContentEditable === true, speaks: speaks(element),
      // Part of an edited text, or out of the tab order: nobody comes to it by itself.
      ours: (element.tabIndex >= 0 || (element.isContentEditable && !element.hasAttribute('tabindex'))) && !element.matches(NATIVE) && !element.matches(ROLES) && stepfree.onPage(element)
        && !element.parentElement?.isContentEditable && element.closest('[aria-hidden=true]') === null
        && element !== document.body && element !== document.documentElement,
    }));
  } finally { axe.teardown(); }
})()
