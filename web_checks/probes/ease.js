// How easy a page is on older eyes and hands: its lines, the size of what is pressed, what floats over the text. Only
// pages for older people are measured: those that say so themselves, or where their mode was switched on.
(() => {
  const SAYS = /适老|长者|长辈|老年|老龄|敬老|关怀(?:版|模式)|关爱(?:版|模式)|亲情版|大字(?:版|号|体|模式)|无障碍|\b(?:elder|senior)|\baccessib/i;
  const ADDRESS = /elder|senior|(?:^|[^a-z])(?:old(?:er|age|man|people)?|aged|aging|ageing|care|wza|slh|shilao\w*|zhangzhe\w*|zhangbei\w*|changzhe\w*|lao(?:nian|ling)\w*|guanhuai\w*|guanai\w*|dazi\w*|wuzhangai\w*)(?:$|[^a-z])|accessib|barrier-?free/i;
  // A page in the mode offers the way out of it.
  const LEAVES = /(?:退出|关闭|离开).{0,4}(?:适老|长者|长辈|老年|关怀|关爱|亲情|大字|无障碍)|(?:返回|切换|回到|恢复|进入).{0,3}(?:普通|标准|常规|正常|通用|经典|原)(?:版|模式)|^(?:普通|标准|常规|正常|通用|经典)(?:版|模式)$/;
  const decoded = (address) => { try { return decodeURIComponent(address); } catch { return address; } };
  const forOlderPeople = () => {
    const address = decoded(`${location.host}${location.pathname}${location.search}${location.hash}`);
    const { documentElement: root, body } = document;
    const states = [root, body].flatMap((element) => [...element.attributes].map(({ name, value }) => (name === 'style' || name.startsWith('on') ? '' : `${name} ${value.slice(0, 200)}`)));
    if (SAYS.test(document.title) || SAYS.test(address) || ADDRESS.test(address) || states.some((state) => SAYS.test(state) || ADDRESS.test(state))) return true;
    if ([...document.querySelectorAll('h1')].some((heading) => SAYS.test(heading.textContent))) return true;
    return [...document.querySelectorAll('a, button, [role=button], [role=switch], [onclick]')].some((element) => {
      const said = element.textContent.trim() || element.title;
      return said.length <= 14 && LEAVES.test(said);
    });
  };
  const measured = () => {
    const MOST_TEXTS = 1000, MOST_TARGETS = 2000, MOST_FLOATS = 8, NAME = 40, SMALL = 44, LARGE = 60;
    const { isVisibleOnScreen } = axe.commons.dom;
    const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const nameOf = (element) => {
      const virtual = axe.utils.getNodeFromTree(element);
      return (virtual ? axe.commons.text.accessibleTextVirtual(virtual) : '').replace(/\s+/g, ' ').trim().slice(0, NAME);
    };

    // The pitch of lines over the height of letters, for texts that fill two lines or more; each counts by its lines.
    const pitches = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (node.data.trim().length < 20 || /^(?:script|style|noscript|template)$/.test(parent.localName) || !seen(parent)) continue;
      if (pitches.length >= MOST_TEXTS) { stepfree.leaveOut(); continue; }
      range.selectNodeContents(node);
      const tops = [...new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top * 10) / 10))].sort((a, b) => a - b);
      const size = parseFloat(getComputedStyle(parent).fontSize) * (parent.currentCSSZoom || 1);
      if (tops.length > 1 && size > 0) pitches.push([(tops.at(-1) - tops[0]) / (tops.length - 1) / size, tops.length]);
    }
    pitches.sort((a, b) => a[0] - b[0]);
    const half = pitches.reduce((sum, [, lines]) => sum + lines, 0) / 2;
    let counted = 0;
    const middle = pitches.find(([, lines]) => { counted += lines; return counted >= half; });

    // What is pressed; a link within a sentence has the size of its line and is left out.
    const inSentence = (element) => getComputedStyle(element).display === 'inline'
      && ([...element.parentElement.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join('').match(/\p{L}/gu) || []).length > 3;
    const targets = [];
    for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=tab], [role=menuitem]')) {
      if (!seen(element) || !isVisibleOnScreen(element) || inSentence(element)) continue;
      if (targets.length >= MOST_TARGETS) { stepfree.leaveOut(); continue; }
      const boxes = [element, ...element.querySelectorAll('img, svg')].map((part) => part.getBoundingClientRect());
      targets.push({ element, width: Math.max(...boxes.map((box) => box.width)), height: Math.max(...boxes.map((box) => box.height)) });
    }
    const below = (limit) => targets.filter(({ width, height }) => Math.min(width, height) < limit - 0.5);
    const least = below(SMALL).sort((a, b) => Math.min(a.width, a.height) - Math.min(b.width, b.height))[0];

    // Boxes fixed over the page; bars along its whole edge are navigation. What closes one says so.
    const CLOSE = /关闭|關閉|收起|不再显示|\bclose\b|\bdismiss\b|^[×✕✖✗xX╳]$/i;
    const CLOSE_CLASS = /(?:^|[-_\s])(?:btn|icon)?[-_]?close(?:$|[-_\s])|guanbi|shutdown/i;
    const floats = [];
    for (const element of document.body.querySelectorAll('*')) {
      const style = getComputedStyle(element);
      if (style.position !== 'fixed' || !seen(element)) continue;
      const box = element.getBoundingClientRect();
      const bar = box.width >= innerWidth * 0.9 && box.height < innerHeight / 2;
      if (bar || box.width < 60 || box.height < 60 || box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) continue;
      if (floats.some((other) => other.element.contains(element))) continue;
      if (floats.length >= MOST_FLOATS) { stepfree.leaveOut(); continue; }
      const close = [...element.querySelectorAll('a, button, span, i, em, img, div, [role=button]')].find((part) => seen(part)
        && (CLOSE.test((part.innerText || part.alt || part.title || part.getAttribute('aria-label') || '').trim().slice(0, 12)) || CLOSE_CLASS.test(`${part.id} ${part.getAttribute('class') || ''}`)));
      const shut = close?.getBoundingClientRect();
      floats.push({ element, name: (element.innerText || nameOf(element)).replace(/\s+/g, ' ').trim().slice(0, NAME), close: shut ? Math.min(shut.width, shut.height) : 0 });
    }

    // What calls itself an advertisement.
    const AD = /(?:^|[-_\s])(?:ads?|adv|advert\w*|guanggao|ggw|piaofu|piaochuang|duilian|couplet)(?:$|[-_\s\d])/i;
    const adverts = [...document.body.querySelectorAll('div, aside, section, iframe, ins, a, img')].filter((element) => seen(element)
      && (AD.test(`${element.id} ${element.getAttribute('class') || ''}`) || /^(?:广告|推广|赞助)$/.test((element.alt || element.title || '').trim())))
      .filter((element, at, all) => !all.some((other) => other !== element && other.contains(element)));
    return {
      line: middle ? Math.round(middle[0] * 100) / 100 : 0,
      targets: targets.length,
      below_small: below(SMALL).length,
      below_large: below(LARGE).length,
      least: least ? { name: nameOf(least.element), size: Math.round(Math.min(least.width, least.height) * 10) / 10 } : null,
      floats: floats.map(({ element, name, close }) => ({ ...stepfree.target(element), name, close })),
      adverts: adverts.length,
    };
  };
  stepfree.probes.ease = () => (window.top === window && document.body && forOlderPeople() ? measured() : null);
  stepfree.probes.ease_of_any = () => (document.body ? measured() : null);
})();
