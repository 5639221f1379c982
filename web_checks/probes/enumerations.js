// Runs of lines that begin like the items of a list, where no list is marked.
stepfree.probes.enumerations = () => {
  const MOST = 100;
  const FEWEST = 3; // lines: two may be chance
  const NUMBERED = 60; // characters: longer numbered lines are the paragraphs of a document
  const LINE = 200;
  const BULLET = /^[\u2022\u2023\u2043\u2219\u25A0-\u25FF\u2605\u2606\u2713\u2714\u2756\u2794\u27A2\u27A4\u00B7\u30FB]\s*(?=[\p{L}\p{N}"“‘(（《【])/u;
  const DASH = /^[-–—*＊]\s?(?=\p{L})/u;
  const NUMBER = /^[(（]?(\d{1,2})[.．、)）]\s*(?=\p{L})/u;
  const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';
  const MARKED = 'ul, ol, dl, menu, [role=list], [role=listbox], [role=menu], [role=tablist], [role=tree], select, code, kbd, samp, textarea, [contenteditable]';
  const sign = (line) => {
    if (line.length > LINE) return '';
    if (BULLET.test(line)) return [...line][0];
    if (DASH.test(line)) return line[0];
    const number = NUMBER.exec(line)?.[1] || (CIRCLED.includes(line[0]) && CIRCLED.indexOf(line[0]) + 1);
    return number && line.length <= NUMBERED ? `#${number}` : '';
  };
  const follows = (one, next) => next !== '' && (next.startsWith('#') ? one.startsWith('#') && Number(next.slice(1)) === Number(one.slice(1)) + 1 : next === one);
  // The longest run of signs that continue one another: [from, count].
  const run = (signs) => {
    let best = [0, 0];
    for (let from = 0; from < signs.length;) {
      let to = from + 1;
      while (signs[from] !== '' && to < signs.length && follows(signs[to - 1], signs[to])) to += 1;
      if (signs[from] !== '' && to - from > best[1]) best = [from, to - from];
      from = to;
    }
    return best;
  };
  const shown = (element) => {
    const node = axe.utils.getNodeFromTree(element);
    return Boolean(node && axe.commons.dom.isVisibleOnScreen(node) && axe.commons.dom.isVisibleToScreenReaders(node));
  };
  const isBlock = (element) => !/^(?:inline|contents|none)/.test(getComputedStyle(element).display);
  // Drawn before the line by the style sheet: "• ".
  const drawn = (element) => /^"([^"]*)"$/.exec(getComputedStyle(element, '::before').content)?.[1].trim() || '';
  const START = /^(?:[\p{S}\p{P}①-⑳]|\d{1,2}[.．、)）])/u; // a sieve: most blocks begin with a letter
  const begins = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && !node.data.trim()) node = walker.nextNode();
    return START.test(node?.data.trim() || '');
  };
  const found = [];
  const add = (element, lines, signs) => {
    const [from, count] = run(signs);
    if (count < FEWEST || !shown(element)) return;
    if (found.length >= MOST) stepfree.leaveOut();
    else found.push({ ...stepfree.target(element), lines: count, first: lines[from].slice(0, 60) });
  };
  // Blocks one after the other, each of one line.
  const CANNOT = 'h1, h2, h3, h4, h5, h6, [role=heading], [role=listitem], table, script, style';
  const line = (block) => {
    const mark = drawn(block);
    if (block.matches(CANNOT) || (!mark && !begins(block)) || block.querySelector(MARKED)) return '';
    const text = `${mark}${(block.innerText || '').trim()}`;
    return text.includes('\n') ? '' : text;
  };
  for (const element of document.querySelectorAll('body, body *')) {
    if (element.childElementCount < FEWEST || /^(?:table|tbody|thead|tfoot|tr|svg|g)$/.test(element.localName)) continue;
    const blocks = [...element.children].filter(isBlock);
    if (blocks.length < FEWEST || element.closest(MARKED)) continue;
    const lines = blocks.map(line);
    if (lines.filter(Boolean).length >= FEWEST) add(element, lines, lines.map(sign));
  }
  // Lines that line breaks make, in the block that holds nothing else.
  const holders = new Set(document.querySelectorAll('pre'));
  for (const element of document.querySelectorAll('br')) {
    let holder = element.parentElement;
    while (holder && holder !== document.body && !isBlock(holder)) holder = holder.parentElement;
    if (holder) holders.add(holder);
  }
  for (const element of holders) {
    if (element.closest(MARKED) || element.querySelector(MARKED) || [...element.querySelectorAll('*')].some((inner) => inner.localName !== 'br' && isBlock(inner))) continue;
    const lines = (element.innerText || '').split('\n').map((text) => text.trim()).filter(Boolean);
    if (lines.length >= FEWEST) add(element, lines, lines.map(sign));
  }
  return found;
};
