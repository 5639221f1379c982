// The ways past the blocks that a site repeats on its pages: headings, landmarks, links inside the page.
stepfree.probes.bypass = () => {
  if (window.top !== window || !document.body) return null;
  const { isVisibleOnScreen, isVisibleToScreenReaders, isInTabOrder } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const role = (element) => { const node = virtual(element); return node ? axe.commons.aria.getRole(node) : null; };
  const before = (first, second) => Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const here = location.href.split('#')[0];
  const inside = (link) => link.href.split('#')[0] === here;
  const toSite = (link) => /^https?:/.test(link.href) && link.host === location.host && !inside(link);

  // One page alone does not show what the others repeat. By their roles these blocks are made to be repeated ...
  const BLOCKS = 'nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search]';
  const REPEATED = ['navigation', 'banner', 'contentinfo', 'complementary', 'search'];
  const TRAIL = /breadcrumb|crumb|position|location|面包屑|位置|pagination|pager|分页|page-?nav|toc|目录/i;
  const blocks = [];
  for (const element of document.querySelectorAll(BLOCKS)) {
    if (!REPEATED.includes(role(element)) || !shown(element)) continue;
    const label = `${element.className} ${element.id} ${element.getAttribute('aria-label') || ''}`;
    if (!TRAIL.test(label)) blocks.push(element);
  }
  // ... and so is a menu without a role: a list, a row or a line of short links, some of which lead to other pages.
  const LIST_WORD = 16, ROW_WORD = 8; // letters of a menu's label at most, on average: news have whole sentences
  const menu = (element, least, longest) => {
    if (!element || !shown(element) || element.querySelector('h1, h2, h3, h4, h5, h6, [role=heading]')) return false;
    const links = [...element.querySelectorAll('a')];
    const linked = links.reduce((sum, link) => sum + link.textContent.trim().length, 0);
    const all = element.textContent.replace(/\s+/g, '').length;
    const label = `${element.className} ${element.id} ${element.parentElement.className} ${element.parentElement.id}`;
    return links.length >= least && links.some(toSite) && linked >= all * 0.8 && linked / links.length <= longest && !TRAIL.test(label);
  };
  const lists = [...document.querySelectorAll('ul, ol, menu, dl')].filter((list) => menu(list, 2, LIST_WORD));
  const rows = new Set([...document.links].map((link) => link.closest('tr, p, div, center, section')));
  blocks.push(...lists, ...[...rows].filter((row) => row !== document.body && menu(row, 4, ROW_WORD)));
  const within = new Set(blocks);
  const answers = new WeakMap([[document, false]]);
  const repeated = (node) => {
    if (!node) return false;
    if (!answers.has(node)) answers.set(node, within.has(node) || repeated(node.parentNode));
    return answers.get(node);
  };
  const outermost = blocks.filter((block) => !repeated(block.parentNode));
  outermost.sort((a, b) => (before(a, b) ? -1 : 1));
  const first = outermost[0];

  // Perceivable text in the order of the page, with the block that repeats it.
  const MOST_TEXTS = 20000;
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!/[\p{L}\p{N}]/u.test(node.data) || /^(?:SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(node.parentElement.tagName)) continue;
    if (texts.length >= MOST_TEXTS) stepfree.leaveOut();
    else if (shown(node.parentElement)) texts.push({ node, repeated: repeated(node) });
  }
  const own = (entry) => Boolean(entry && first && !entry.repeated && before(first, entry.node));
  // Where the content begins, for the report: not at a stray word or link.
  const main = texts.filter(own);
  const start = main.find(({ node }) => node.data.trim().length >= 10 && !node.parentElement.closest('a')) || main[0];
  // The first text in or after an element; they stand in document order.
  const textAt = (element) => {
    let [low, high] = [0, texts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(element, texts[middle].node)) high = middle; else low = middle + 1;
    }
    return texts[low];
  };
  const textIn = (element) => { const entry = textAt(element); return entry && element.contains(entry.node) ? entry : undefined; };

  const headings = [];
  for (const element of document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading]')) {
    const node = virtual(element);
    if (!node || role(element) !== 'heading' || !isVisibleToScreenReaders(node)) continue;
    headings.push({
      ...stepfree.target(element),
      own: Boolean(first) && !repeated(element) && before(first, element) && isVisibleOnScreen(node),
    });
  }
  const landmarks = [];
  for (const element of document.querySelectorAll('main, form, section, nav, aside, header, footer, search, [role]')) {
    const node = virtual(element);
    const name = node && role(element);
    if (!['main', 'region', 'form', 'search', 'navigation', 'banner', 'contentinfo', 'complementary'].includes(name)) continue;
    if (isVisibleToScreenReaders(node)) landmarks.push({ ...stepfree.target(element), role: name, own: own(textIn(element)) });
  }
  const links = [];
  for (const element of document.querySelectorAll('a[href*="#"], area[href*="#"]')) {
    const node = virtual(element);
    const name = decodeURIComponent(element.hash.slice(1).replace(/%(?![0-9a-f]{2})/gi, '%25'));
    if (!name || !inside(element) || !node || !isInTabOrder(node) || !isVisibleToScreenReaders(node)) continue;
    const place = document.getElementById(name) || document.getElementsByName(name)[0] || null;
    links.push({
      ...stepfree.target(element),
      name: axe.commons.text.accessibleTextVirtual(node).trim(),
      found: place !== null || name.toLowerCase() === 'top',
      early: !start || before(element, start.node),
      own: place !== null && own(textAt(place)),
    });
  }
  // A control ahead of the content may move the focus or fold a block away; only trying it would tell.
  const SKIP = /skip|jump|main|content|menu|nav|collapse|hide|toggle|跳|正文|主要内容|内容区|直达|导航|菜单|收起|折叠|展开|隐藏/i;
  const controls = [];
  for (const element of document.querySelectorAll('button, summary, [role=button], [role=link], [aria-expanded], input[type=button], a[onclick]')) {
    const node = virtual(element);
    if (!node || !isVisibleToScreenReaders(node) || (start && !before(element, start.node))) continue;
    const handler = element.getAttribute('onclick') || '';
    const says = SKIP.test(axe.commons.text.accessibleTextVirtual(node)) || element.hasAttribute('aria-expanded') || element.localName === 'summary';
    if (says || /#|scroll|focus|display|hidden/i.test(handler)) controls.push(stepfree.target(element));
  }
  return {
    partOfSite: [...document.querySelectorAll('a[href], area[href]')].some(toSite),
    blocks: outermost.filter((block) => start && before(block, start.node)).map((block) => ({
      ...stepfree.target(block), role: role(block) || '', links: block.querySelectorAll('a[href]').length,
    })),
    words: main.reduce((sum, entry) => sum + entry.node.data.trim().length, 0),
    start: start ? stepfree.target(start.node.parentElement) : null,
    headings, landmarks, links, controls,
  };
};
