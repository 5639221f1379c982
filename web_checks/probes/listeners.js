// What the elements with listeners of their own are, and what looks like a control without one.
(() => {
  const NATIVE = 'a[href], area[href], button, input, select, textarea, summary, option, label, iframe, video, audio, object, embed, [contenteditable]';
  const MOST_LOOSE = 20;
  const tabbable = (element) => element.matches('a[href], area[href], button:not([disabled]), input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), summary, iframe, [contenteditable=""], [contenteditable=true], audio[controls], video[controls]')
    ? element.tabIndex >= 0 : element.hasAttribute('tabindex') && element.tabIndex >= 0;
  const inside = (element) => [...element.querySelectorAll('*')].some((child) => tabbable(child) && child.checkVisibility({ visibilityProperty: true }));
  const around = (element) => {
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      if (tabbable(parent) || parent.localName === 'label') return true;
    }
    return false;
  };
  const role = (element) => element.getAttribute('role') || '';
  const facts = (element) => {
    const box = element.getBoundingClientRect();
    return {
      ...stepfree.target(element), role: role(element), tag: element.localName, tabindex: element.hasAttribute('tabindex'),
      native: element.matches(NATIVE), tabbable: tabbable(element), shown: stepfree.onPage(element), inside: inside(element), around: around(element),
      pointer: getComputedStyle(element).cursor === 'pointer', hidden: element.closest('[aria-hidden="true"], [inert]') !== null,
      share: box.width * box.height / (innerWidth * innerHeight),
      text: (element.innerText || element.title || element.getAttribute('aria-label') || element.alt || '').trim().slice(0, 60),
      beside: element.parentElement !== null && inside(element.parentElement), disabled: Boolean(element.disabled),
    };
  };
  return () => {
    const listening = stepfree.listening;
    const rows = [];
    const loose = [];
    let left_out = 0;
    axe.setup(document.documentElement);
    try {
      const position = new Map(listening.map((element, index) => [element, index]));
      for (const element of listening) {
        const parents = [];
        for (let parent = element.parentElement; parent; parent = parent.parentElement) {
          if (position.has(parent)) parents.push(position.get(parent));
        }
        rows.push({ ...facts(element), parents, whole: element === document.body || element === document.documentElement });
      }
      for (const element of document.body.querySelectorAll('*')) {
        if (position.has(element) || element.matches(NATIVE) || tabbable(element)) continue;
        if (getComputedStyle(element).cursor !== 'pointer' || getComputedStyle(element.parentElement).cursor === 'pointer') continue;
        if (!stepfree.onPage(element) || around(element) || inside(element)) continue;
        if ([...position.keys()].some((other) => other !== document.body && other !== document.documentElement && other.contains(element))) continue;
        if (loose.length >= MOST_LOOSE) left_out += 1;
        else loose.push(facts(element));
      }
    } finally { axe.teardown(); }
    return { rows, loose, left_out };
  };
})()
