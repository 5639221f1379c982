// The text of each language that the page declares, and stretches of other scripts that nothing marks.
stepfree.probes.languages = () => {
  const ENOUGH = 6000;  // characters of one language: more would not change the verdict
  const STRETCHES = 20;
  const SKIPPED = /^(?:script|style|noscript|template|code|kbd|samp|pre|var|math|textarea)$/;
  const pieces = [];
  const stretches = [];
  const strange = {
    // Scripts that cannot be the declared language's own. A word is tried from its beginning only: from each of its
    // letters, a word of a megabyte would take for ever.
    zh: /(?:(?!\p{Script=Han})(?!\p{Script=Latin})(?!\p{Script=Greek})\p{L}[\p{M}\s\u0F0B\u200C\u200D]*){8,}|(?<![A-Za-z])(?:[A-Za-z][A-Za-z'’\-]*[\s,;:"“”()]+){7,}[A-Za-z]+/u,
    other: /(?:(?!\p{Script=Latin})(?!\p{Script=Greek})\p{L}[\p{M}\s\u0F0B\u200C\u200D]*){8,}/u,
  };
  const native = /^(?:zh|ja|ko|cmn|yue|wuu|bo|ug|mn|ii|za|ru|uk|bg|sr|mk|kk|ky|ar|fa|ur|he|hi|bn|ta|te|th|lo|my|km|ka|hy|el|am)\b/i;
  const add = (piece, text) => { if (piece.length < ENOUGH) { piece.text.push(text); piece.length += text.length; } };
  const walk = (element, current) => {
    if (SKIPPED.test(element.localName) || !element.checkVisibility({ visibilityProperty: true })) return;
    let piece = current;
    const declared = element.getAttribute('lang')?.trim();
    if (declared && element !== document.documentElement) {
      piece = { element, lang: declared, text: [], length: 0 };
      pieces.push(piece);
    }
    // Names that stand in no text node: alternatives and ARIA labels, with what they refer to even where that is hidden.
    if (/^(?:img|area|input)$/.test(element.localName) || element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')) {
      const virtual = axe.utils.getNodeFromTree(element);
      if (virtual && axe.commons.dom.isVisibleToScreenReaders(virtual)) add(piece, stepfree.name(element));
    }
    for (const child of [...(element.shadowRoot?.childNodes ?? []), ...element.childNodes]) {
      if (child.nodeType === Node.ELEMENT_NODE) walk(child, piece);
      else if (child.nodeType === Node.TEXT_NODE && child.data.trim()) {
        add(piece, child.data.trim());
        if (piece !== current || child.data.length < 8 || stretches.length >= STRETCHES) continue;
        const rule = /^(?:zh|cmn|yue|wuu)\b/i.test(piece.lang) ? strange.zh : native.test(piece.lang) ? null : strange.other;
        const found = rule && rule.exec(child.data);
        if (found) stretches.push({ ...stepfree.target(element), lang: piece.lang, text: found[0].slice(0, 400) });
      }
    }
  };
  const page = { element: document.documentElement, lang: document.documentElement.getAttribute('lang')?.trim() || '', text: [], length: 0 };
  pieces.push(page);
  if (document.body) walk(document.body, page);
  if (window.top === window) add(page, document.title);
  return {
    pieces: pieces.filter((piece) => piece.length > 0).map((piece) => (
      { ...stepfree.target(piece.element), lang: piece.lang, page: piece === page, text: piece.text.join('\n') })),
    stretches,
  };
};
