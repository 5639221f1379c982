// Runs in stepfree's isolated world, before any script of the page; the page cannot see or change it.
globalThis.stepfree = (() => {
  const SNIPPET = 300;
  let changed = performance.now();
  const watch = () => {
    changed = performance.now();
    new MutationObserver(() => { changed = performance.now(); }).observe(document, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
  };
  watch();

  const paths = new WeakMap();
  const step = (element) => {
    const tag = element.localName;
    // A class or id with digits in it is generated or numbers its element; either would split one template into many.
    const name = [...element.classList].find((word) => word.length < 30 && !/\d/.test(word));
    return name ? `${tag}.${name}` : tag;
  };
  // The chain of tags (and first plain class) from the root, without indexes: equal for all copies of one component.
  const path = (element) => {
    if (!element || element.nodeType !== 1) return '';
    let known = paths.get(element);
    if (known === undefined) {
      const parent = element.parentElement || element.getRootNode().host;
      known = parent ? `${path(parent)}>${step(element)}` : step(element);
      paths.set(element, known);
    }
    return known;
  };

  const snippet = (element) => {
    const html = element.outerHTML;
    if (html.length <= SNIPPET) return html;
    const open = element.cloneNode(false).outerHTML;
    return open.length <= SNIPPET ? `${open}…` : `${html.slice(0, SNIPPET)}…`;
  };

  const selector = (element) => {
    const found = axe.utils.getSelector(element);
    return Array.isArray(found) ? found.join(' >>> ') : found;
  };

  const target = (element) => ({ selector: selector(element), snippet: snippet(element), path: path(element) });

  // Resolves when the DOM has been quiet for `quiet` ms (true), or after `cap` ms (false).
  const settled = (quiet, cap) => new Promise((resolve) => {
    const start = performance.now();
    const look = () => {
      const now = performance.now();
      if (document.readyState !== 'loading' && now - Math.max(changed, start) >= quiet) resolve(true);
      else if (now - start >= cap) resolve(false);
      else setTimeout(look, 25);
    };
    look();
  });

  // The probes' answers as JSON; axe's view of the page (names, visibility) must have been built.
  const answers = (names) => {
    const result = {};
    for (const name of names) {
      try { result[name] = { seen: stepfree.probes[name]() }; } catch (error) { result[name] = { error: String(error) }; }
    }
    return JSON.stringify(result);
  };

  const observe = (names) => {
    axe.setup(document.documentElement);
    try { return answers(names); } finally { axe.teardown(); }
  };

  // Controls that everyone can find, shown on screen and met by assistive technology, with their names ("" = none).
  const controls = () => {
    const found = [];
    axe.setup(document.documentElement);
    try {
      const candidates = document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a[href], [role=button], '
        + '[role=switch], [role=checkbox], [role=link], [role=slider], [role=spinbutton], [role=menuitem], [role=tab], [tabindex]');
      for (const element of candidates) {
        const virtual = axe.utils.getNodeFromTree(element);
        if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual) || !axe.commons.dom.isVisibleOnScreen(virtual)) continue;
        found.push({ element, name: axe.commons.text.accessibleTextVirtual(virtual).trim().slice(0, 80) });
      }
    } finally { axe.teardown(); }
    return found;
  };

  // Frames of this document, shadow roots included, in document order.
  let frameElements = [];
  const childFrames = () => {
    frameElements = [];
    const collect = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === 'iframe' || element.localName === 'frame') frameElements.push(element);
        if (element.shadowRoot) collect(element.shadowRoot);
      }
    };
    collect(document);
    if (frameElements.length === 0) return '[]';
    axe.setup(document.documentElement);
    try {
      return JSON.stringify(frameElements.map((element, index) => ({ index, selector: selector(element), url: element.src || '' })));
    } finally { axe.teardown(); }
  };
  const frameElement = (index) => frameElements[index];

  // Without its style sheets a page shows neither its indicators nor where things stand.
  const unstyled = () => [...document.querySelectorAll('link[rel~=stylesheet i][href]')].some((link) => {
    // Another site's rules cannot be counted: then it did load.
    try { return !link.disabled && !(link.sheet && link.sheet.cssRules.length > 0); } catch { return false; }
  });

  // When the document last changed (ms since it was opened).
  const lastChange = () => changed;

  return { path, snippet, selector, target, settled, lastChange, answers, unstyled, observe, controls, childFrames, frameElement, probes: {} };
})();
