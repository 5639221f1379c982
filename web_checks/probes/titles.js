// The document's titles, its headings, and the text that they stand over.
stepfree.probes.titles = () => {
  const ENOUGH = 20000; // characters: what a page is about shows long before
  const AHEAD = 600; // characters after a heading: enough to see what kind of thing it stands over
  const BLOCK = 'p, li, td, th, dd, dt, div, section, article, main, aside, ul, ol, dl, table, body';
  const OTHER = 'img, svg, canvas, iframe, object, embed, video, audio, form, input, select, textarea, button, a[href]';
  // The first block of text after a heading, all text up to the next heading, and whether anything but text stands there.
  const follows = (element, next) => {
    // A box of the heading's own: what stands outside it may have nothing to do with the heading.
    let box = element.parentElement;
    for (let steps = 0; steps < 2 && box?.parentElement && box.parentElement !== document.body; steps += 1) box = box.parentElement;
    if (!box) return { first: '', section: '', plain: false };
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    walker.currentNode = element;
    let [first, section, plain, block] = ['', '', true, null];
    for (let node = walker.nextNode(); node && node !== next && section.length < AHEAD; node = walker.nextNode()) {
      if (element.contains(node)) continue;
      if (node.nodeType === Node.ELEMENT_NODE) {
        if (node.matches(OTHER) && node.checkVisibility()) plain = false;
        continue;
      }
      const parent = node.parentElement;
      if (!node.data.trim() || /^(?:script|style|noscript|template)$/.test(parent.localName) || !parent.checkVisibility({ visibilityProperty: true })) continue;
      block ??= parent.closest(BLOCK);
      if (parent.closest(BLOCK) === block) first += node.data;
      section += `${node.data} `;
    }
    const short = (text) => text.replace(/\s+/g, ' ').trim().slice(0, AHEAD);
    return { first: short(first), section: short(section), plain };
  };
  const found = [];
  for (const element of document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')) {
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || axe.commons.aria.getRole(virtual) !== 'heading' || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    const name = axe.commons.text.accessibleTextVirtual(virtual).trim();
    if (name) found.push({ element, name: name.slice(0, 300) });
  }
  const headings = found.map(({ element, name }, at) => ({ ...stepfree.target(element), name, ...follows(element, found[at + 1]?.element) }));
  const titles = [...document.querySelectorAll('title')]
    .filter((title) => title.namespaceURI === 'http://www.w3.org/1999/xhtml')
    .map((title) => ({ ...stepfree.target(title), text: title.textContent.trim().slice(0, 500) }));
  return {
    titles: document.documentElement.localName === 'html' ? titles : [],
    headings,
    text: (document.body?.innerText || '').slice(0, ENOUGH),
  };
};
