// Links that assistive technology meets: their name, where they lead, and the text that belongs to them.
stepfree.probes.links = () => {
  const LONG = 400;       // characters of context kept
  const TITLE_BAR = 60;   // characters: more than this beside a link is content, not a title
  const SHORT = 40;       // a longer name is judged by its length alone
  const PHRASING = /^(?:a|abbr|acronym|b|bdi|bdo|big|button|cite|code|data|dfn|em|font|i|img|ins|kbd|label|mark|picture|q|s|samp|small|span|strong|sub|sup|svg|text|time|tspan|u|var|wbr)$/;
  const roots = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
  }
  const every = (selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
  const parentOf = (element) => element.parentElement || element.getRootNode().host || null;
  const squeeze = (text) => text.replace(/\s+/g, ' ').trim().slice(0, LONG);
  const heard = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || /^(?:script|style|noscript|template)$/.test(node.localName)) return '';
    if (node.getAttribute('aria-hidden') === 'true' || node.hidden) return '';
    if (node.localName === 'img') return ` ${node.alt} `;
    return [...node.childNodes].map(heard).join('');
  };
  // Asked of a list item or cell for each link inside it; a layout table's cell may hold half the page.
  const remembered = (work) => {
    const known = new WeakMap();
    return (element) => { if (!known.has(element)) known.set(element, work(element)); return known.get(element); };
  };
  const whole = remembered((element) => squeeze(heard(element)));
  // What a block says itself: its text and inline children, not the blocks inside it, which are contexts of their own.
  const said = (block, link) => squeeze([...block.childNodes]
    .filter((node) => node.nodeType !== Node.ELEMENT_NODE || node === link || PHRASING.test(node.localName)).map(heard).join(' '));
  const saidToAll = remembered((block) => said(block, null));
  const own = (block, link) => (PHRASING.test(link.localName) ? saidToAll(block) : said(block, link));
  const within = (element, names, roles) => {
    for (let at = parentOf(element); at; at = parentOf(at)) {
      const role = at.getAttribute('role');
      if (role ? roles.includes(role) : names.includes(at.localName)) return at;
    }
    return null;
  };
  const block = (element) => {
    let at = parentOf(element);
    while (at && PHRASING.test(at.localName) && /^(?:inline|contents)$/.test(getComputedStyle(at).display)) at = parentOf(at);
    return at;
  };
  const described = (element) => {
    const ids = (element.getAttribute('aria-describedby') || '').split(/\s+/).filter(Boolean);
    const said = ids.map((id) => element.getRootNode().getElementById?.(id)).filter(Boolean).map((other) => other.textContent);
    return squeeze([...said, element.getAttribute('title') || '', element.getAttribute('aria-description') || ''].join(' '));
  };
  const headers = remembered((cell) => {
    try { return squeeze(axe.commons.table.getHeaders(cell).map((header) => header.textContent).join(' ')); } catch { return ''; }
  });
  // The programmatically determined context, as WCAG and ACT define it: block, list items, cell with its headers, description.
  const context = (element) => {
    const parts = [described(element)];
    const container = block(element);
    if (container) parts.push(own(container, element));
    for (let item = within(element, ['li'], ['listitem']); item; item = within(item, ['li'], ['listitem'])) parts.push(whole(item));
    const cell = within(element, ['td', 'th'], ['cell', 'gridcell']);
    if (cell) parts.push(whole(cell), headers(cell));
    return parts.filter(Boolean);
  };
  const headings = every('h1, h2, h3, h4, h5, h6, [role=heading]').filter((heading) => heading.textContent.trim() || heading.querySelector('img[alt]'));
  const before = (parent, element) => {
    const range = document.createRange();
    range.setStart(parent, 0);
    range.setEndBefore(element);
    return range.toString();
  };
  // Beside the link in its own block, only other blocks can be a title: the rest is its context already.
  const blocksBefore = (parent, element) => [...parent.children].filter((child) => !PHRASING.test(child.localName)
    && child.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && !child.contains(element)).map(heard).join(' ');
  // A heading before the link in the same part of the page, or a title in the same bar: a person gets it, the definition does not.
  const titled = (element, name) => {
    const container = block(element);
    let at = element;
    let boxed = false; // a list item or cell is a context of its own: what stands outside is not its title
    for (let steps = 0; steps < 5; steps += 1) {
      const parent = parentOf(at);
      if (!parent || /^(?:body|main|html)$/.test(parent.localName)) break;
      if (headings.some((heading) => parent.contains(heading)
        && heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) return 'heading';
      boxed ||= /^(?:li|td|th|dd)$/.test(parent.localName);
      if (!boxed && steps < 3) {
        const text = squeeze(parent === container ? blocksBefore(parent, element) : before(parent, element))
          .toLowerCase().replaceAll(name.toLowerCase(), '').trim();
        if (text.length > 1 && text.length <= TITLE_BAR) return 'title';
      }
      at = parent;
    }
    return element.parentElement && headings.some((heading) => heading.parentElement === document.body
      && heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) ? 'heading' : '';
  };
  const GOES = /(?:location(?:\.href)?\s*[+]?=\s*|(?:window\.)?open\(\s*|location\.(?:assign|replace)\(\s*)(["'])(.*?)\1/;
  const address = (element) => {
    const written = element.getAttribute('href') ?? element.getAttributeNS('http://www.w3.org/1999/xlink', 'href');
    const goes = written === null || /^(?:javascript:|#?$)/i.test(written.trim())
      ? GOES.exec(`${written || ''};${element.getAttribute('onclick') || ''}`)?.[2] : written;
    if (!goes) return '';
    try { return new URL(goes, document.baseURI).href; } catch { return ''; }
  };
  const seen = [];
  const named = new Map();
  for (const element of every('a, area[href], [role=link]')) {
    const role = element.getAttribute('role');
    if (role ? role !== 'link' : !element.hasAttribute('href') && !element.hasAttribute('xlink:href')) continue;
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    const name = stepfree.name(element).trim();
    if (!name) continue;
    const link = { element, name: name.slice(0, LONG), address: address(element) };
    seen.push(link);
    const key = name.toLowerCase();
    named.set(key, (named.get(key) || new Set()).add(link.address));
  }
  return seen.map(({ element, name, address: href }) => {
    const short = name.length <= SHORT;
    // Selectors and contexts cost; a link that cannot be at fault needs neither.
    const telling = short || named.get(name.toLowerCase()).size > 1;
    const around = telling ? context(element) : [];
    const bare = short && around.every((text) => text.length <= name.length + TITLE_BAR);
    return {
      ...(telling ? stepfree.target(element) : { selector: '', snippet: '', path: stepfree.path(element) }),
      name,
      address: href,
      context: around,
      titled: bare ? titled(element, name) : '',
      base: document.URL,
    };
  });
};
