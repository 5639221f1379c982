// Text whose spacing a style attribute fixes with !important, as it is computed where the text stands.
stepfree.probes.spacing = () => {
  const PROPERTIES = ['letter-spacing', 'word-spacing', 'line-height'];
  const seen = [];
  const texts = (root) => {
    const found = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.data.trim() && !found.has(node.parentElement)) found.set(node.parentElement, node);
    }
    return found;
  };
  const visible = (element, rects) => rects.length > 0
    && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    // Off the page above or to the left: nobody can scroll there.
    && [...rects].some((rect) => rect.right + scrollX > 0 && rect.bottom + scrollY > 0 && rect.width > 0 && rect.height > 0);
  for (const holder of document.querySelectorAll('[style*="important" i]')) {
    if (!(holder instanceof HTMLElement)) continue;
    const fixed = PROPERTIES.filter((property) => holder.style.getPropertyPriority(property) === 'important'
      && !/^(?:inherit|unset|revert|revert-layer)$/.test(holder.style.getPropertyValue(property)));
    if (fixed.length === 0) continue;
    for (const [element, node] of texts(holder)) {
      if (!(element instanceof HTMLElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = range.getClientRects();
      if (!visible(element, rects)) continue;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const lines = new Set([...rects].filter((rect) => rect.width > 0).map((rect) => Math.round(rect.top))).size;
      for (const property of fixed) {
        // The text may stand in a descendant that has a spacing of its own: then this declaration does not reach it.
        const own = property === 'line-height' && style.lineHeight === 'normal' ? 'normal' : style.getPropertyValue(property);
        let setter = element;
        while (setter !== holder && setter.style.getPropertyValue(property) === '') setter = setter.parentElement;
        if (setter !== holder) continue;
        const atHolder = getComputedStyle(holder).getPropertyValue(property);
        const factor = /^[\d.]+$/.test(holder.style.getPropertyValue(property).trim());
        if (!factor && own !== atHolder) continue;
        const pixels = own === 'normal' ? (property === 'line-height' ? size * 1.2 : 0) : parseFloat(own);
        seen.push({
          ...stepfree.target(element), property, lines, words: /\S\s+\S/.test(node.data),
          ratio: size > 0 ? Math.round((pixels / size) * 1000) / 1000 : 0,
        });
      }
    }
  }
  return seen;
};
