// What happens to text when its spacing, the zoom or the orientation changes.
(() => {
  const MOST_TEXTS = 4000;
  const MOST_BOXES = 400;
  const SHEET = new CSSStyleSheet();
  // The user style that WCAG 2.2, 1.4.12 describes.
  SHEET.replaceSync(`*, *::before, *::after { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  const texts = [];
  let left_out = 0;

  const collect = () => {
    left_out = Math.max(0, boxes().length - MOST_BOXES);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!/[\p{L}\p{N}]/u.test(node.data)) continue;
      const parent = node.parentElement;
      if (!(parent instanceof HTMLElement) || parent.closest('script, style, noscript, option, textarea, marquee, [aria-hidden="true"]')) continue;
      if (texts.length >= MOST_TEXTS) left_out += 1;
      else texts.push(node);
    }
  };

  // Text in a box that is positioned, shifted or transformed inside its clip is carried along: a slide, a ticker.
  const carries = (style) => style.transform !== 'none' || style.translate !== 'none' || style.position === 'absolute'
    || parseFloat(style.marginLeft) < 0 || parseFloat(style.marginTop) < 0 || style.textIndent.startsWith('-')
    || (style.position === 'relative' && (parseFloat(style.left) !== 0 || parseFloat(style.top) !== 0) && style.left !== 'auto');

  // How an ancestor's overflow cuts the lines of a text: null when it does not, or when nothing of the text is seen.
  const cut = (node) => {
    const parent = node.parentElement;
    if (!parent || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(parent).fontSize);
    // The box of a line of text is higher than its letters: their ink lies within 0.4 em of the middle.
    let lines = [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0).map((rect) => {
      const middle = (rect.top + rect.bottom) / 2;
      return { left: rect.left, right: rect.right, top: middle - 0.4 * size, bottom: middle + 0.4 * size };
    });
    if (lines.length === 0 || size < 6) return null;
    let found = null;
    let skip = '';
    let carried = false;
    for (let element = parent; element && element !== document.body && element !== document.documentElement;
      element = element.assignedSlot || element.parentElement || element.getRootNode().host) {
      const style = getComputedStyle(element);
      const holds = style.position !== 'static' || style.transform !== 'none';
      if ((skip === 'absolute' && !holds) || (skip === 'fixed' && style.transform === 'none')) continue;
      skip = '';
      const clipX = /hidden|clip/.test(style.overflowX), clipY = /hidden|clip/.test(style.overflowY);
      if (style.display !== 'inline' && (style.overflowX !== 'visible' || style.overflowY !== 'visible')) {
        const outer = element.getBoundingClientRect();
        const box = {
          left: outer.left + element.clientLeft, top: outer.top + element.clientTop,
          right: outer.left + element.clientLeft + element.clientWidth, bottom: outer.top + element.clientTop + element.clientHeight,
        };
        if (outer.width < 4 || outer.height < 4) return null;
        // A box that scrolls shows all of its text in turn: from here on only its window counts.
        if (!clipX && style.overflowX !== 'visible') lines = lines.map((line) => ({ ...line, left: Math.max(line.left, box.left), right: Math.min(line.right, box.right) }));
        if (!clipY && style.overflowY !== 'visible') lines = lines.map((line) => ({ ...line, top: Math.max(line.top, box.top), bottom: Math.min(line.bottom, box.bottom) }));
        const shown = lines.filter((line) => (!clipX || (line.right > box.left + 1 && line.left < box.right - 1))
          && (!clipY || (line.bottom > box.top + 1 && line.top < box.bottom - 1)));
        if (shown.length === 0) return null;
        if (!found && clipX) {
          const over = Math.max(...shown.map((line) => Math.max(line.right - box.right, box.left - line.left)));
          const ellipsis = /nowrap|pre$/.test(style.whiteSpace) && style.textOverflow !== 'clip';
          if (over > 2 + 0.15 * size) found = { element, axis: 'x', over, clean: ellipsis, carried };
        }
        if (!found && clipY) {
          const over = Math.max(...lines.map((line) => Math.max(line.bottom - box.bottom, box.top - line.top)));
          const through = shown.some((line) => line.bottom > box.bottom + 0.1 * size || line.top < box.top - 0.1 * size);
          const used = style.lineHeight === 'normal' ? 1.2 * parseFloat(style.fontSize) : parseFloat(style.lineHeight);
          const clamped = style.webkitLineClamp !== 'none';
          // One whole line and no part of the next is a cut that the author meant.
          const one = !through && used >= outer.height - 1;
          if (over > 0.1 * size + 1) found = { element, axis: 'y', over, clean: one || clamped, carried };
        }
        lines = shown;
      }
      carried = carried || carries(style);
      if (style.position === 'absolute' || style.position === 'fixed') skip = style.position;
    }
    return found;
  };

  const measure = () => texts.map(cut);
  const answer = (cuts, before) => {
    const rows = [];
    axe.setup(document.documentElement);
    try {
      for (const [index, found] of cuts.entries()) {
        if (!found) continue;
        const parent = texts[index].parentElement;
        const first = before[index];
        rows.push({
          ...stepfree.target(parent), axis: found.axis, over: Math.round(found.over), clean: found.clean, carried: found.carried,
          already: Boolean(first && first.axis === found.axis && (!first.clean || found.clean)),
          elsewhere: parent.closest('a[href], [title]') !== null, text: texts[index].data.trim().slice(0, 60),
        });
      }
    } finally { axe.teardown(); }
    return rows;
  };

  const rotation = (element) => {
    const style = getComputedStyle(element);
    let angle = 0;
    if (style.transform !== 'none') {
      const matrix = new DOMMatrix(style.transform);
      angle += Math.atan2(matrix.b, matrix.a) * 180 / Math.PI;
    }
    const turn = /(-?[\d.]+)deg/.exec(style.rotate);
    if (turn && !/[xy]|\s\S+\s\S+\s/.test(style.rotate)) angle += Number(turn[1]);
    return angle;
  };

  const boxes = () => [document.documentElement, document.body, ...document.body.querySelectorAll(':scope > *, :scope > * > *')];

  let plain = [];
  const held = new Map();
  stepfree.adaptation = {
    // Text cut by wider spacing; the page's own motion is told from it by measuring before and after.
    spacing: () => {
      texts.length = 0;
      collect();
      plain = measure();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, SHEET];
      let spaced;
      try { spaced = measure(); } finally {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== SHEET);
      }
      const after = measure();
      const steady = spaced.map((found, index) => ((!plain[index]) === (!after[index]) ? found : null));
      return { texts: texts.length, left_out, cuts: answer(steady, plain) };
    },
    zoomed: () => ({ texts: texts.length, cuts: answer(measure(), plain) }),
    // The boxes that take up much room or hold most of the text, and how they are turned; the boxes are numbered in the order of their first sight.
    turned: () => {
      const rows = [];
      const large = innerWidth * innerHeight / 2;
      const most = document.body.innerText.trim().length / 2;
      axe.setup(document.documentElement);
      try {
        for (const element of boxes().slice(0, MOST_BOXES)) {
          const box = element.getBoundingClientRect();
          if (!element.checkVisibility({ visibilityProperty: true })) continue;
          const words = (element.innerText || '').trim().length;
          const small = element.parentElement && element !== document.body && box.width * box.height < large;
          if (words === 0 || (small && words <= most)) continue;
          if (!held.has(element)) held.set(element, held.size);
          rows.push({
            ...stepfree.target(element), number: held.get(element), angle: Math.round(rotation(element)),
            covers: getComputedStyle(element).position === 'fixed' && box.width * box.height > 1.6 * large
              ? element.innerText.trim().slice(0, 80) : '',
          });
        }
      } finally { axe.teardown(); }
      return rows;
    },
  };
  return null;
})()
