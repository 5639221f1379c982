// Boxes that the page calls dialogs by class or id, shown or waiting to be opened, and what closes them.
stepfree.probes.dialogs = () => {
  const LOOKED_AT = 100; // boxes
  const CALLS = /(?:^|[-_\s])(?:modal|dialog|popup|lightbox|tanchuang|tanceng|dlg|pop-?(?:box|win|window))(?:$|[-_\s])|[a-z](?:Modal|Dialog|Popup|Lightbox)(?:$|[-_\s])/;
  const SIEVE = ['modal', 'dialog', 'popup', 'lightbox', 'tanchuang', 'tanceng', 'dlg', 'popbox', 'pop-box', 'popwin', 'pop-win']
    .map((word) => `[class*="${word}" i], [id*="${word}" i]`).join(', ');
  // What else is called a popup: it opens below its button and takes nobody's page away.
  const OTHER = /menu|nav|drop|tip|toast|picker|calendar|select|suggest/i;
  const ROLES = 'dialog, [role=dialog], [role=alertdialog]';
  const CLOSES = /(?:^|[-_\s])(?:close|guanbi|dismiss|cancel)|[a-z]Close(?:$|[-_\s])/i;
  const SAYS = /^(?:[×xX✕✖╳]|关闭|關閉|取消|我?知道了|close|cancel|ok)$/i;
  const WORKS = 'a[href], button, input, [tabindex]:not([tabindex^="-"])';
  const called = (element) => `${element.id} ${element.getAttribute('class') || ''}`;
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  // Only what holds next to nothing is asked for its text: asking every wrapper takes the square of their number.
  const text = (one) => ([...one.children].some((child) => child.childElementCount > 0) ? '' : squeeze(one.value || one.textContent));
  const closer = (box) => [...box.querySelectorAll('a, button, span, i, em, b, div, img, p, input')]
    .find((one) => CLOSES.test(called(one)) || SAYS.test(one.title || '') || SAYS.test(text(one)));
  const found = [];
  const taken = [];
  const paths = new Set();
  let looked = 0;
  for (const element of document.querySelectorAll(SIEVE)) {
    if (!CALLS.test(called(element)) || OTHER.test(called(element)) || taken.some((one) => one.contains(element))) continue;
    if (!/^(?:fixed|absolute)$/.test(getComputedStyle(element).position)) continue;
    if (looked >= LOOKED_AT) { stepfree.leaveOut(); continue; }
    looked += 1;
    const close = closer(element);
    const inner = squeeze(element.querySelector('h1, h2, h3, h4, h5, h6')?.textContent) || squeeze(element.textContent);
    if (!close || inner.length < 2) continue;
    taken.push(element);
    const path = stepfree.path(element);
    if (paths.has(path)) continue; // one template
    paths.add(path);
    found.push({
      ...stepfree.target(element),
      text: inner.slice(0, 40),
      shown: element.checkVisibility({ visibilityProperty: true, opacityProperty: true }),
      marked: element.closest(ROLES) !== null || element.querySelector(ROLES) !== null,
      closable: close.closest(WORKS) !== null || close.querySelector(WORKS) !== null,
    });
  }
  return found;
};
