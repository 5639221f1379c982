// What leads people through a site: its repeated blocks of links, search, site map, help, statement, easier modes.
stepfree.probes.wayfinding = () => {
  if (window.top !== window || !document.body) return null;
  const MOST_BLOCKS = 20, MOST_LINKS = 200, NAME = 40, MOST_TEXTS = 600, STATEMENT = 20000;
  const { isVisibleToScreenReaders } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const heard = (element) => { const node = virtual(element); return Boolean(node) && isVisibleToScreenReaders(node); };
  const nameOf = (element) => stepfree.name(element).replace(/\s+/g, ' ').trim();
  const hrefOf = (element) => (/^https?:|^tel:|^mailto:/.test(element.href) ? element.href : '');
  const follows = (first, second) => Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING);

  const MARKS = { nav: 'navigation', header: 'banner', footer: 'contentinfo', main: 'main', search: 'search' };
  // Old portals have no landmarks; their class names and ids say as much, with less authority.
  const CALLED = /^(?:site|page|main|top|g|m)?[-_]?(?:head(?:er)?|top(?:bar|nav)?|nav(?:bar|i|igation)?|menu|foot(?:er)?|bottom|daohang|dh|dhl)(?:[-_]?(?:bar|box|wrap|list|con(?:tent)?|inner|in|main|\d+))*$/i;
  const known = new WeakMap();
  const markOf = (element) => {
    if (!known.has(element)) {
      let mark = '';
      if (element.hasAttribute('role') || MARKS[element.localName]) {
        const node = virtual(element);
        const role = node ? axe.commons.aria.getRole(node) : null;
        if (Object.values(MARKS).includes(role)) mark = role;
      }
      if (!mark && /^(?:div|ul|ol|table|td|section|dl)$/.test(element.localName)
        && [element.id, ...element.classList].some((word) => CALLED.test(word))) mark = 'called';
      known.set(element, mark);
    }
    return known.get(element);
  };
  // The marked parts of the page around an element, innermost first.
  const around = (element) => {
    const marks = [];
    for (let at = element.parentElement; at; at = at.parentElement) if (markOf(at)) marks.push(at);
    return marks;
  };
  const main = [...document.querySelectorAll('main, [role=main]')].find((element) => markOf(element) === 'main' && heard(element)) || null;
  const placeOf = (element) => {
    if (!main) return '';
    if (main.contains(element)) return 'in';
    return follows(element, main) ? 'before' : 'after';
  };

  const blocks = new Map();
  const more = new Set();
  for (const link of document.querySelectorAll('a[href], area[href]')) {
    const marks = around(link);
    const block = marks.find((element) => markOf(element) !== 'main');
    if (!block || (markOf(block) === 'called' && marks.some((element) => markOf(element) === 'main'))) continue;
    if (!blocks.has(block) && blocks.size >= MOST_BLOCKS) { more.add(block); continue; }
    if (!blocks.has(block)) blocks.set(block, []);
    const links = blocks.get(block);
    if (!hrefOf(link) || !heard(link)) continue;
    if (links.length >= MOST_LINKS) stepfree.leaveOut();
    else links.push([nameOf(link).slice(0, NAME), hrefOf(link)]);
  }
  stepfree.leaveOut(more.size);
  // What tells a block from others of its kind on every page: its label, or an id that is not numbered.
  const label = (block) => (block.getAttribute('aria-label') || (/\d/.test(block.id) ? '' : block.id)).trim().slice(0, NAME);
  const tail = (block) => stepfree.path(block).split('>').slice(-2).join('>');

  // Names short enough to be a function's and not a headline's.
  const KINDS = {
    sitemap: /(?:网站|站点|站内)(?:地图|导航|索引)|^导航地图$|^地图导航$|\bsite\s?map\b|\ba\s?[-–]\s?z\b.{0,12}\b(?:index|list)?\b/i,
    statement: /无障碍(?:声明|说明|承诺)|^网站无障碍$|accessibility\s+(?:statement|policy|declaration)|^accessibility$/i,
    mode: /适老|长者|长辈|老年(?:人)?(?:模式|版|专[区栏])|关怀(?:版|模式)|关爱(?:版|模式)|亲情版|大字(?:版|号|体|模式)|无障碍(?:浏览|阅读|辅助|模式|版|通道|服务|工具|专区)|^(?:网站|信息)?无障碍$|\b(?:elder|senior)\w*\s+(?:mode|version)|\baccessibility\s+(?:mode|menu|tools?|version|options)\b/i,
    help: /联系(?:我们|方式)|帮助|客服|咨询|投诉|热线|^12345|信箱$|常见问题|问答|答疑|意见(?:反馈|建议)|^反馈$|使用说明|\bcontact\b|\bhelp\b|\bsupport\b|\bfaqs?\b|\bfeedback\b|\blive chat\b/i,
  };
  const SHORT = 14, SHORT_LATIN = 40;
  const CONTROLS = 'a, area[href], button, summary, [role=button], [role=link], input[type=button], [onclick]';
  const functions = [];
  for (const element of document.querySelectorAll(CONTROLS)) {
    const said = `${element.textContent} ${element.title} ${element.getAttribute('aria-label') || ''} ${element.value || ''} ${[...element.querySelectorAll('img[alt]')].map((image) => image.alt).join(' ')}`;
    const href = hrefOf(element);
    const direct = /^(?:tel|mailto):/.test(href);
    const kinds = Object.keys(KINDS).filter((kind) => KINDS[kind].test(said.replace(/\s+/g, ' ').trim()));
    if ((!direct && kinds.length === 0) || !heard(element)) continue;
    const name = nameOf(element);
    if (!direct && name.length > (/[\u3400-\u9fff]/.test(name) ? SHORT : SHORT_LATIN)) continue;
    const kind = direct ? 'help' : Object.keys(KINDS).find((each) => KINDS[each].test(name));
    if (!kind) continue;
    const repeated = around(element).some((mark) => markOf(mark) !== 'main');
    // In the text of one page, contact is that text's own.
    if (kind !== 'help' || repeated) functions.push({ ...stepfree.target(element), kind, name: name.slice(0, NAME), href, place: placeOf(element) });
  }

  // A field to search the site with: declared as such, or named so by itself or its form.
  const SEARCH = /搜索|检索|查找|搜一搜|关键[字词]|\bsearch\b|\bfind\b|keyword|(?:^|[^a-z])(?:q|wd|kw|searchword|keywords?)(?:$|[^a-z])/i;
  const search = [...document.querySelectorAll('input, [role=searchbox]')].find((field) => {
    if (!['text', 'search', undefined].includes(field.type) || !heard(field)) return false;
    const form = field.form;
    const said = [field.name, field.id, field.placeholder, field.title, field.value, nameOf(field), form?.id, form?.name, form?.action,
      form?.className, ...[...(form?.querySelectorAll('button, input[type=submit], input[type=image], input[type=button]') || [])].map((button) => `${button.value} ${button.title} ${button.textContent} ${button.getAttribute('aria-label') || ''}`)].join(' ');
    return field.type === 'search' || field.getAttribute('role') === 'searchbox' || around(field).some((mark) => markOf(mark) === 'search') || SEARCH.test(said);
  }) || null;

  // Size of the text people read: each text counted by its letters; the middle one.
  const sizes = [];
  const walker = document.createTreeWalker(main || document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && sizes.length < MOST_TEXTS; node = walker.nextNode()) {
    const letters = (node.data.match(/[\p{L}\p{N}]/gu) || []).length;
    const parent = node.parentElement;
    if (letters === 0 || /^(?:script|style|noscript|template)$/.test(parent.localName) || !parent.checkVisibility({ visibilityProperty: true })) continue;
    sizes.push([parseFloat(getComputedStyle(parent).fontSize) * (parent.currentCSSZoom || 1), letters]);
  }
  sizes.sort((a, b) => a[0] - b[0]);
  const half = sizes.reduce((sum, [, letters]) => sum + letters, 0) / 2;
  let counted = 0;
  const middle = sizes.find(([, letters]) => { counted += letters; return counted >= half; });

  const heading = [...document.querySelectorAll('h1, h2')].find(heard);
  const title = `${document.title.split(/[-_|–—]/)[0].trim()}\n${heading ? heading.textContent.trim() : ''}`;
  const states = title.split('\n').some((line) => line.length <= SHORT_LATIN && KINDS.statement.test(line));
  return {
    blocks: [...blocks].filter(([, links]) => links.length > 1).map(([block, links]) => ({
      ...stepfree.target(block), role: markOf(block), label: label(block), tail: tail(block), links,
    })),
    functions,
    search: search ? stepfree.target(search) : null,
    size: middle ? middle[0] : 0,
    statement: states ? (main || document.body).innerText.slice(0, STATEMENT) : '',
  };
};
