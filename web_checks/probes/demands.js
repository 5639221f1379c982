// What fields demand of an entry (to be filled in, a length, a form), and the words by them that may say so.
stepfree.probes.demands = () => {
  const MOST = 60;
  const LONGEST = 300; // characters of a row's text: more is not about one field
  const seen = (element) => { const node = axe.utils.getNodeFromTree(element); return Boolean(node && axe.commons.dom.isVisibleOnScreen(node)); };
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const drawn = (element) => ['::before', '::after'].map((part) => /^"([^"]*)"/.exec(getComputedStyle(element, part).content)?.[1] || '').join(' ');
  const TYPED = /^(?:text|email|tel|url|number|search|password|textarea|select-one|date)$/;
  const fields = stepfree.first([...document.querySelectorAll('input, textarea, select')]
    .filter((element) => TYPED.test(element.type) && !element.disabled && !element.readOnly && seen(element)), MOST);
  const formOf = (element) => element.form || document.body;
  const rowOf = (element) => {
    let row = element;
    // A part of the page with a heading of its own is more than a field's row.
    while (row.parentElement && !row.parentElement.matches('body, main, form, section, article, fieldset') && !row.parentElement.querySelector('h1, h2, h3, h4, h5, h6, [role=heading]')
      && !fields.some((other) => other !== element && row.parentElement.contains(other)) && row.parentElement.innerText.length <= LONGEST) row = row.parentElement;
    return row;
  };
  // Text that stands right before or after a field among others, up to the next field.
  const beside = (element) => ['previousSibling', 'nextSibling'].map((way) => {
    const texts = [];
    for (let at = element[way]; at && texts.length < 6; at = at[way]) {
      if (at.nodeType === Node.ELEMENT_NODE && (at.matches('input, select, textarea') || at.querySelector('input, select, textarea'))) break;
      texts.push(at.nodeType === Node.TEXT_NODE ? at.data : at.nodeType === Node.ELEMENT_NODE ? `${at.innerText || ''} ${drawn(at)}` : '');
    }
    return texts.join(' ');
  }).join(' ');
  const around = (element) => {
    const ids = `${element.getAttribute('aria-describedby') || ''} ${element.getAttribute('aria-labelledby') || ''}`.split(/\s+/).filter(Boolean);
    const row = rowOf(element);
    const parts = [...(element.labels || []), ...ids.map((id) => document.getElementById(id)), row === element ? null : row, element.closest('fieldset')?.querySelector('legend')].filter(Boolean);
    // A sign of the style sheet, or a little picture: red stars are drawn in many ways.
    const signs = parts.flatMap((part) => [part, ...part.querySelectorAll('*')]).slice(0, 60)
      .map((part) => `${drawn(part)} ${part.localName === 'img' ? `${part.alt} ${part.getAttribute('src')?.slice(0, 200) || ''}` : ''} ${/(?:^|[-_\s])(?:required|must|star|asterisk)(?:$|[-_\s])/i.test(part.getAttribute('class') || '') && part !== row ? '*' : ''}`);
    return squeeze([...parts.map((part) => part.innerText), ...signs, beside(element), element.placeholder, element.title, element.getAttribute('aria-label')].join(' '));
  };
  const forms = new Map();
  for (const element of fields) forms.set(formOf(element), [...(forms.get(formOf(element)) || []), element]);
  return fields.map((element) => {
    const mates = forms.get(formOf(element));
    const label = squeeze([...(element.labels || [])].map((one) => one.innerText).join(' ')) || element.getAttribute('aria-label') || element.placeholder || '';
    return {
      ...stepfree.target(element), kind: element.type, label: label.slice(0, 80), around: around(element).slice(0, 800),
      required: element.required || element.getAttribute('aria-required') === 'true',
      length: element.localName === 'textarea' && element.maxLength > 0 ? element.maxLength : 0,
      pattern: element.localName === 'input' && element.hasAttribute('pattern'),
      fresh: element.autocomplete === 'new-password',
      // A search box and a login need no star: everybody knows that they want an entry.
      plain: mates.length === 1 || (mates.length <= 3 && mates.filter((one) => one.type === 'password').length === 1),
      form: squeeze(formOf(element).innerText).slice(0, 3000),
    };
  });
};
