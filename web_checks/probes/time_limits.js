// Texts on screen that speak of time running out, and the controls around them.
stepfree.probes.time_limits = () => {
  const MOST = 100;
  const LONGEST = 200; // characters: longer texts report on time limits, they do not set them
  // Only a sieve: the rule knows what counts.
  const SIEVE = /\d\s*(?:秒|分钟|小时|s\b|sec|min|hour)|\d\s*[:：]\s*\d\d|超时|过期|失效|逾時|逾期|倒计时|倒計時|剩余时间|剩餘時間|未操作|无操作|expire|time[sd]?[- ]?out|time (?:left|remaining)|remaining time/i;
  const BLOCK = 'p, li, td, th, dd, dt, div, label, h1, h2, h3, h4, h5, h6, section, article, dialog, form, main, center, body';
  const shown = (element) => { const virtual = axe.utils.getNodeFromTree(element); return Boolean(virtual && axe.commons.dom.isVisibleOnScreen(virtual)); };
  const nameOf = (element) => stepfree.name(element).trim().slice(0, 60);
  const seen = new Set();
  const found = [];
  const walker = document.body && document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker?.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || /^(?:script|style|noscript|template|textarea|code|pre|option)$/.test(parent.localName)) continue;
    const block = parent.closest(BLOCK);
    if (!block || seen.has(block)) continue;
    seen.add(block);
    if (!SIEVE.test(block.textContent.slice(0, 4 * LONGEST))) continue;
    const text = (block.innerText || '').replace(/\s+/g, ' ').trim();
    if (text.length > LONGEST || !SIEVE.test(text) || block.closest('a[href], button') || !shown(block)) continue;
    if (found.length >= MOST) { stepfree.leaveOut(); continue; }
    // A number in an element of its own is there to be counted down.
    const counts = [...block.querySelectorAll('*')].some((part) => part.childElementCount === 0 && /^\d+\s*(?:秒|s)?$/i.test(part.textContent.trim()));
    found.push({ block, text, counts });
  }
  const controls = found.length === 0 ? [] : [...document.querySelectorAll('a[href], button, input[type=button], input[type=submit], summary, [role=button], [role=link]')]
    .filter(shown).map(nameOf).filter(Boolean);
  // The innermost block that says it.
  const texts = found.filter(({ block }) => !found.some((other) => other.block !== block && block.contains(other.block)))
    .map(({ block, ...facts }) => ({ ...stepfree.target(block), ...facts }));
  return { texts, controls, scripted: document.scripts.length > 0 };
};
