// The text of each language that the page declares, and stretches of other scripts that nothing marks.
stepfree.probes.languages = () => {
  const ENOUGH = 6000;  // characters of one language: more would not change the verdict
  const MOST_STRETCHES = 20; // of one script
  const SKIPPED = /^(?:script|style|noscript|template|code|kbd|samp|pre|var|math|textarea)$/;
  const MOST_LEFTWARD = 2000;
  const MOST_FITTING = 40; // blocks that run as they should: more of them would not change the verdict
  const MOST_DIRECTIONS = 400;
  const RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;
  const pieces = [];
  const stretches = [];
  const met = new Map(); // how many stretches of each script
  let asked = 0; // texts that may be one
  const scriptOf = (text) => (/\p{Script=Han}/u.test(text) ? 'Han' : /\p{Script=Latin}/u.test(text) ? 'Latin' : '');
  const leftward = new Set(); // elements with letters of scripts that run from right to left
  const strange = {
    // Scripts that cannot be the declared language's own. A word is tried from its beginning only: from each of its
    // letters, a word of a megabyte would take for ever.
    zh: /(?:(?!\p{Script=Han})(?!\p{Script=Latin})(?!\p{Script=Greek})\p{L}[\p{M}\s\u0F0B\u200C\u200D]*){8,}|(?<![A-Za-z])(?:[A-Za-z][A-Za-z'’\-]*[\s,;:"“”()]+){7,}[A-Za-z]+/u,
    other: /(?:(?!\p{Script=Latin})(?!\p{Script=Greek})\p{L}[\p{M}\s\u0F0B\u200C\u200D]*){6,}/u,
    // A sentence in Latin letters on a page in Latin letters: the detector says whether it is in the page's language.
    latin: /(?<!\p{L})(?:\p{Script=Latin}[\p{Script=Latin}\p{M}'’\-]*[\s,;:"“”()]+){7,}\p{Script=Latin}/u,
  };
  const native = /^(?:zh|ja|ko|cmn|yue|wuu|bo|ug|mn|ii|za|ru|uk|bg|sr|mk|kk|ky|ar|fa|ur|he|hi|bn|ta|te|th|lo|my|km|ka|hy|el|am)\b/i;
  // Two of these in eight words, and it is English: most of an English page need not be asked about.
  const ENGLISH = /(?<!\p{L})(?:the|of|and|to|for|with|that|this|are|was|were|be|been|by|from|it|its|or|you|your|we|our|they|not|have|has|will|which|at|on|is|in|as)(?!\p{L})/giu;
  const foreign = (text, lang) => {
    const sentence = strange.latin.exec(text);
    const words = sentence && /^en\b/i.test(lang) ? new Set((sentence[0].match(ENGLISH) || []).map((word) => word.toLowerCase())) : new Set();
    return words.size < 2 ? sentence : null;
  };
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
        if (RTL.test(child.data) && !leftward.has(element)) {
          if (leftward.size < MOST_LEFTWARD) leftward.add(element); else stepfree.leaveOut();
        }
        // Where no language is declared, nothing can be another one.
        if (piece !== current || child.data.length < 6 || !piece.lang) continue;
        asked += 1;
        const rule = /^(?:zh|cmn|yue|wuu)\b/i.test(piece.lang) ? strange.zh : native.test(piece.lang) ? null : strange.other;
        const found = rule && (rule.exec(child.data) || (rule === strange.other ? foreign(child.data, piece.lang) : null));
        if (!found) continue;
        const script = scriptOf(found[0]);
        met.set(script, (met.get(script) || 0) + 1);
        if (met.get(script) <= MOST_STRETCHES) stretches.push({ ...stepfree.target(element), lang: piece.lang, text: found[0].slice(0, 400) });
      }
    }
  };
  const page = { element: document.documentElement, lang: document.documentElement.getAttribute('lang')?.trim() || '', text: [], length: 0 };
  pieces.push(page);
  if (document.body) walk(document.body, page);
  if (window.top === window) add(page, document.title);
  // What most texts are in is the page's own language, whatever it declares: that is one fault, not one for each text.
  for (const count of met.values()) if (count > MOST_STRETCHES && count <= asked / 2) stepfree.leaveOut(count - MOST_STRETCHES);
  // Blocks nearly all of whose letters run one way while the block itself runs the other.
  const directions = [];
  const told = new Set();
  const tell = (block, text, rightToLeft) => {
    const letters = text.match(/\p{L}/gu) || [];
    const own = letters.filter((letter) => RTL.test(letter) === rightToLeft).length;
    const style = getComputedStyle(block);
    if (letters.length < 15 || own < 0.9 * letters.length || style.unicodeBidi === 'plaintext') return;
    const fits = (style.direction === 'rtl') === rightToLeft;
    if (fits && directions.length >= MOST_FITTING) return;
    if (directions.length >= MOST_DIRECTIONS) stepfree.leaveOut();
    else directions.push({ ...stepfree.target(block), rightToLeft, fits, text: text.trim().slice(0, 40) });
  };
  for (const element of leftward) {
    let block = element;
    while (block !== document.body && block.parentElement && /^inline(?!-block)|^contents/.test(getComputedStyle(block).display)) block = block.parentElement;
    if (!told.has(block)) tell(block, block.innerText || '', true);
    told.add(block);
  }
  for (const element of document.querySelectorAll('[dir=rtl i]')) {
    const parts = [...element.querySelectorAll('*'), element].filter((part) => getComputedStyle(part).direction === 'rtl' && part.checkVisibility({ visibilityProperty: true }));
    const text = parts.slice(0, 200).flatMap((part) => [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data)).join(' ');
    if (!RTL.test(text)) tell(element, text, false);
  }
  return {
    directions,
    pieces: pieces.filter((piece) => piece.length > 0).map((piece) => (
      { ...stepfree.target(piece.element), lang: piece.lang, page: piece === page, text: piece.text.join('\n') })),
    stretches,
  };
};
