// Short texts with spaces inside a word, sentences that tell what to do by looks or place, the names of controls and of
// other things that a sentence may mean, and the signs that stand alone (★).
stepfree.probes.phrases = () => {
  const MOST = 40; // of each kind: a template's fault shows in the first few
  const MOST_THINGS = 400;
  // 通　知, 姓 名: two to four Han characters, each apart. W e l c o m e: four Latin letters or more, each apart.
  const SPACED = /^[\s\u3000\u00a0]*(?:\p{Script=Han}(?:[ \u3000\u00a0\u2002-\u200a]+\p{Script=Han}){1,3}|\p{Script=Latin}(?:[ \u00a0\u2002-\u200a]\p{Script=Latin}){3,})[\s\u3000\u00a0:：*]*$/u;
  // Only a sieve: web_checks/words.py knows the words that count.
  const SENSORY = /[左右]|[红绿蓝黄橙紫黑白灰粉]色|[圆方角星菱心]形|最?[大小]的|三角|五角星|星[星标]|方块|圆[点圈]|爱心|标[红蓝绿黄]|加粗|斜体|提示音|[滴嘀哔铃钟]声|\b(?:beep|tone|bell|chime|buzzer|bold|italics?|larger|star|dot|diamond|heart|circle|red|green|blue|yellow|orange|purple|black|white|gr[ae]y|pink|round|square|circular|triang\w+|rectang\w+|oval|left|right|big|large|small|bigger|smaller)\b/i;
  const spaced = [];
  const sensory = [];
  // Texts that are nothing but one sign from the blocks of arrows, shapes and symbols.
  const SIGN = /^\s*[\u25A0-\u25FF\u2605\u2606\u2660-\u2667\u2729-\u2730\u2764\u2B1B\u2B1C\u2B24\u2B50\u{1F31F}\u{1F53A}\u{1F53B}]\uFE0F?\s*$/u;
  const signs = new Set();
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const BLOCK = 'p, li, td, th, dd, dt, div, label, h1, h2, h3, h4, h5, h6, section, article, figcaption, legend, caption, body';
  const blocks = new Set();
  const walker = document.body && document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker?.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || /^(?:script|style|noscript|template|textarea|code|pre)$/.test(parent.localName)) continue;
    if (SIGN.test(node.data) && seen(parent)) signs.add(node.data.trim());
    if (node.data.length < 60 && SPACED.test(node.data) && seen(parent)) {
      const around = parent.textContent.trim();
      if (spaced.length >= MOST) stepfree.leaveOut();
      else spaced.push({ ...stepfree.target(parent), text: node.data.trim(), alone: around === node.data.trim() });
    }
    if (SENSORY.test(node.data)) {
      const block = parent.closest(BLOCK);
      if (blocks.has(block) || !seen(parent)) continue;
      blocks.add(block);
      const text = (block.innerText || '').replace(/\s+/g, ' ').trim();
      // A page's column is no sentence, and a control's own name gives no instruction about another.
      if (!text || text.length > 300 || parent.closest('a[href], button')) continue;
      if (sensory.length >= MOST) stepfree.leaveOut();
      else sensory.push({ ...stepfree.target(block), text, block, linked: block.querySelector('a[href]') !== null });
    }
  }
  // A sentence in one frame may mean what stands in another.
  const asked = sensory.length > 0 || window.top !== window || window.length > 0;
  const controls = !asked ? [] : [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=tab], [role=menuitem]')]
    .map((element) => ({ element, virtual: axe.utils.getNodeFromTree(element) }))
    .filter(({ virtual }) => virtual && axe.commons.dom.isVisibleToScreenReaders(virtual))
    .map(({ element }) => ({ element, name: stepfree.name(element).trim() }));
  // A link inside the sentence is not what the sentence points at.
  const outside = (block) => controls.filter(({ element }) => !block.contains(element)).map(({ name }) => name);
  // What else a sentence may call by a name: headings, pictures, parts of the page.
  const things = !asked ? [] : [...document.querySelectorAll('h1, h2, h3, h4, h5, h6, [role=heading], img[alt], [role=img], nav, [role=navigation], [aria-label]')]
    .slice(0, MOST_THINGS).filter((element) => {
      const virtual = axe.utils.getNodeFromTree(element);
      return virtual && axe.commons.dom.isVisibleToScreenReaders(virtual);
    })
    .map((element) => stepfree.name(element).trim().slice(0, 80))
    .concat([...document.querySelectorAll('[title]')].slice(0, MOST_THINGS).map((element) => element.title.trim().slice(0, 80))).filter(Boolean);
  return {
    spaced, signs: [...signs], things: [...new Set(things)], names: controls.map(({ name }) => name),
    sensory: sensory.map(({ block, ...phrase }) => ({ ...phrase, controls: outside(block) })),
  };
};
