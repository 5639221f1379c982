// Blocks of running text as they are set, and short blocks that look like headings of what follows.
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
  return { blocks, headings };
};
