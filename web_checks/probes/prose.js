// Blocks of running text as they are set, short blocks that look like headings of what follows, and rows told apart by colour.
stepfree.probes.prose = () => {
  const { isVisibleOnScreen } = axe.commons.dom;
  const BLOCKS = /^(?:block|list-item|table-cell|flex|grid|flow-root|inline-block)$/;
  const MOST_BLOCKS = 3000;
  const entries = [];
  const seen = new Set();
  const more = new Set();
  const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!/[\p{L}\p{N}]/u.test(node.data) || /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE|TEXTAREA|OPTION)$/.test(node.parentElement.tagName)) continue;
    let block = node.parentElement;
    while (block !== document.body && block.parentElement && !BLOCKS.test(getComputedStyle(block).display)) block = block.parentElement;
    if (block === document.body || seen.has(block)) continue;
    if (seen.size >= MOST_BLOCKS) { more.add(block); continue; }
    seen.add(block);
    const inner = node.parentElement;
    const own = block.innerText.trim();
    const style = getComputedStyle(inner);
    entries.push({ block, inner, style, text: own, size: parseFloat(style.fontSize), weight: Number(style.fontWeight), align: getComputedStyle(block).textAlign });
  }
  stepfree.leaveOut(more.size);
  // The size that most letters of the page have.
  const letters = new Map();
  for (const entry of entries) letters.set(entry.size, (letters.get(entry.size) || 0) + entry.text.length);
  const usual = [...letters].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] || 16;

  const visible = (element) => { const node = axe.utils.getNodeFromTree(element); return Boolean(node && isVisibleOnScreen(node)); };
  const OUT = 'h1, h2, h3, h4, h5, h6, [role=heading], a, button, label, th, td, dt, li, legend, caption, figcaption, summary, nav, header, footer, aside, [role=button], [role=tab], [role=navigation], time';
  const blocks = [];
  const headings = [];
  entries.forEach((entry, index) => {
    const { block, inner, style, text } = entry;
    if (text.length >= 60 && visible(block)) {
      // Italic text inside a block counts when the block is all of it.
      const parts = () => [...block.querySelectorAll('*')].filter((part) => [...part.childNodes].some((child) => child.nodeType === 3 && child.data.trim() !== ''));
      const italic = (of) => of.fontStyle === 'italic';
      blocks.push({
        ...stepfree.target(block), letters: text.length, size: entry.size, justified: entry.align === 'justify',
        italic: italic(style) && parts().every((part) => italic(getComputedStyle(part))),
      });
    }
    // A date, a source or a caption may stand between a heading and the text below it.
    const BETWEEN = 2;
    const next = entries.slice(index + 1, index + 2 + BETWEEN).find((other, at, after) => other.text.length >= 60 && after.slice(0, at).every((small) => small.size < entry.size));
    if (text.length < 2 || text.length > 40 || !next || next.text.length < 60 || block.closest(OUT) || inner.closest(OUT) || /[。；;,，.!?！？]$/.test(text)) return;
    if (block.querySelector('a, input, select, img') || next.block.contains(block) || block.contains(next.block)) return;
    const whole = inner.innerText.trim() === text;
    const bold = whole && entry.weight >= 600 && next.weight < 600;
    const larger = whole && entry.size >= next.size * 1.2 && entry.size > usual;
    if ((bold || larger) && visible(block)) headings.push({ ...stepfree.target(block), text, bold, larger });
  });
  // Short neighbours that are alike but for the colour of their letters. A sign ahead of a text says it, too; what is
  // numbered or ends in a colon is a heading, whose colour means no more than that.
  const SAID = /^[-+\u00b1\u2190-\u2193\u25a0-\u25ff\u2600-\u27bf!！]|^[(（第]?[\d一二三四五六七八九十]+[、.．)）章节条]|[：:]$/;
  const COLOURED = 80; // of 255, between the strongest and the weakest primary: less is a grey
  const APART = 60; // degrees on the circle of hues
  const hue = (colour) => {
    const [red, green, blue] = colour.match(/[\d.]+/g).slice(0, 3).map(Number);
    const most = Math.max(red, green, blue);
    const range = most - Math.min(red, green, blue);
    if (range < COLOURED) return -1;
    const turn = most === red ? (green - blue) / range : most === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
    return (turn * 60 + 360) % 360;
  };
  const NO_TEXT = 'a, button, label, th, h1, h2, h3, h4, h5, h6, [role=heading], [role=button], [role=tab], [role=alert], pre, code, nav, header, footer';
  const rows = new Map();
  for (const entry of entries) {
    const { block, inner, style, text } = entry;
    if (text.length < 2 || text.length > 40 || SAID.test(text)) continue;
    const own = /^rgba?\(/.test(style.color) ? hue(style.color) : -1;
    if (own < 0 || inner.closest(NO_TEXT) || block.querySelector('a, button, input, img, svg')) continue;
    if (inner !== block && inner.innerText.trim() !== text) continue;
    const key = block.parentElement;
    rows.set(key, [...(rows.get(key) || []), { block, hue: own, text }]);
  }
  const MOST_TINTED = 100;
  const tinted = [];
  for (const [row, parts] of rows) {
    const other = parts.find((part) => part.block.localName === parts[0].block.localName
      && Math.min(Math.abs(part.hue - parts[0].hue), 360 - Math.abs(part.hue - parts[0].hue)) >= APART);
    if (!other || !visible(parts[0].block) || !visible(other.block)) continue;
    if (tinted.length >= MOST_TINTED) stepfree.leaveOut();
    else tinted.push({ ...stepfree.target(row), first: parts[0].text.slice(0, 40), second: other.text.slice(0, 40) });
  }
  return { blocks, headings, tinted };
};
