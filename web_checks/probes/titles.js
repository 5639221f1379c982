// The document's titles, its headings, and the text that they stand over.
stepfree.probes.titles = () => {
  const ENOUGH = 20000; // characters: what a page is about shows long before
  const headings = [];
  for (const element of document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')) {
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || axe.commons.aria.getRole(virtual) !== 'heading' || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    const name = axe.commons.text.accessibleTextVirtual(virtual).trim();
    if (name) headings.push({ ...stepfree.target(element), name: name.slice(0, 300) });
  }
  const titles = [...document.querySelectorAll('title')]
    .filter((title) => title.namespaceURI === 'http://www.w3.org/1999/xhtml')
    .map((title) => ({ ...stepfree.target(title), text: title.textContent.trim().slice(0, 500) }));
  return {
    titles: document.documentElement.localName === 'html' ? titles : [],
    headings,
    text: (document.body?.innerText || '').slice(0, ENOUGH),
  };
};
