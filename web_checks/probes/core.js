// Runs in stepfree's isolated world, before any script of the page; the page cannot see or change it.
globalThis.stepfree = (() => {
  const SNIPPET = 300;
  let changed = performance.now();
  const watch = () => {
    changed = performance.now();
    new MutationObserver(() => { changed = performance.now(); }).observe(document, {
      subtree: true, childList: true, attributes: true, characterData: true,
    });
  };
  watch();

  // When something that the page had asked for came, or failed: what it does with it (a script that starts a timer, an
  // answer that is turned over) may still be to come, though the DOM has not changed.
  let came = performance.now();
  const hasCome = () => { came = performance.now(); };
  for (const event of ['load', 'DOMContentLoaded']) document.addEventListener(event, hasCome, true);
  const BY_SCRIPTS = ['fetch', 'other', 'script', 'xmlhttprequest'];
  const answered = (entries) => { if (entries.some((entry) => BY_SCRIPTS.includes(entry.initiatorType))) hasCome(); };
  const requests = new PerformanceObserver((list) => answered(list.getEntries()));
  requests.observe({ type: 'resource' });

  // What the page asked for and did not get: style sheets, scripts, pictures. Nothing else tells it of other sites'.
  const failed = new WeakSet();
  addEventListener('error', (event) => {
    if (!(event.target instanceof Element)) return;
    failed.add(event.target);
    hasCome();
  }, true);

  const paths = new WeakMap();
  const step = (element) => {
    const tag = element.localName;
    // A class or id with digits in it is generated or numbers its element; either would split one template into many.
    const name = [...element.classList].find((word) => word.length < 30 && !/\d/.test(word));
    return name ? `${tag}.${name}` : tag;
  };
  // The chain of tags (and first plain class) from the root, without indexes: equal for all copies of one component.
  const path = (element) => {
    if (!element || element.nodeType !== 1) return '';
    let known = paths.get(element);
    if (known === undefined) {
      const parent = element.parentElement || element.getRootNode().host;
      known = parent ? `${path(parent)}>${step(element)}` : step(element);
      paths.set(element, known);
    }
    return known;
  };

  const snippet = (element) => {
    const html = element.outerHTML;
    if (html.length <= SNIPPET) return html;
    const open = element.cloneNode(false).outerHTML;
    return open.length <= SNIPPET ? `${open}…` : `${html.slice(0, SNIPPET)}…`;
  };

  // While the probes answer, the page stands still: what several of them ask of an element is worked out once.
  let known = null;
  const once = (kind, element, work) => {
    if (!known) return work(element);
    if (!known.has(kind)) known.set(kind, new WeakMap());
    const answers = known.get(kind);
    if (!answers.has(element)) answers.set(element, work(element));
    return answers.get(element);
  };

  // What axe tries to find a short selector grows with the fourth power of the depth: tables nested 80 deep, 8 s.
  const DEEP = 100;
  const isDeep = (element) => {
    let above = element;
    for (let steps = 0; above; steps += 1, above = above.parentElement) if (steps > DEEP) return true;
    return false;
  };
  const selector = (element) => once('selector', element, () => {
    const found = isDeep(element) ? axe.utils.getAncestry(element) : axe.utils.getSelector(element);
    return Array.isArray(found) ? found.join(' >>> ') : found;
  });

  // The accessible name as axe works it out, "" for what axe does not see; axe's view of the page must have been built.
  const name = (element) => once('name', element, () => {
    const virtual = axe.utils.getNodeFromTree(element);
    return virtual ? axe.commons.text.accessibleTextVirtual(virtual) : '';
  });

  const target = (element) => ({ selector: selector(element), snippet: snippet(element), path: path(element) });

  // A short animation or transition that runs: what it fades, moves or colours is not yet what it will be. One that goes
  // on for long, or for ever, is how the page is.
  const BRIEF = 2000; // ms
  let lively = false; // there is always another one, or none gets on (a frame far down the page): not waited for again
  const underWay = () => document.getAnimations().some((animation) => animation.playState === 'running'
    && animation.timeline === document.timeline && animation.effect.getComputedTiming().endTime <= BRIEF);

  // A page that says that it is loading is not yet what it will be, though nothing happens for a while.
  const LOADING = 1000; // ms without a change until it is believed no more
  const WAITS = '[aria-busy=true], progress:not([value]), [class~=loading i], [class~=spinner i], [class~=skeleton i], .el-loading-mask, .ant-spin-spinning, '
    + '.ant-skeleton, .layui-layer-loading, .ivu-spin, .weui-loading, .van-loading, .mint-spinner, .mui-spinner, .arco-spin, .t-loading, .n-spin';
  const SAYS_SO = /^(?:(?:正在|数据|數據|页面|頁面|内容|內容|努力)*(?:加载|加載|载入|載入)中?|请稍[候等后]|請稍[候等後]|loading)[\s,，.。…!！]*$/i;
  const loads = () => {
    const shows = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if ([...document.querySelectorAll(WAITS)].some(shows)) return true;
    const texts = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.data.length < 30 && SAYS_SO.test(node.data.trim()) && node.parentElement && shows(node.parentElement)) return true;
    }
    return false;
  };

  // Resolves when nothing has changed, come or been under way for `quiet` ms (true), or after `cap` ms (false); with how
  // many ms it took. What counts is time in which the page could have worked: where it was held up for long (a busy
  // machine, a long script), its own timers are still to come, and only two looks' worth of that is rest, or counts
  // towards the cap. A page that is held up again and again is given up on in the end.
  const LOOK = 25;
  const LONGEST = 4; // times the cap
  const rest = (quiet, cap) => new Promise((resolve) => {
    const start = performance.now();
    let [calm, worked, held, before] = [0, 0, 0, start];
    const look = () => {
      const now = performance.now();
      answered(requests.takeRecords());
      const busy = Math.max(changed, came);
      worked += Math.min(now - before, 2 * LOOK);
      calm = busy > before ? Math.min(now - busy, 2 * LOOK) : calm + Math.min(now - before, 2 * LOOK);
      before = now;
      const quietly = document.readyState !== 'loading' && calm >= quiet && (calm >= LOADING || !loads());
      if (quietly && (lively || !underWay())) resolve([true, worked]);
      else if (worked >= cap || now - start >= LONGEST * cap) resolve([false, worked]);
      else {
        if (quietly) {
          held += calm;
          lively = held > BRIEF;
          calm = 0;
        }
        setTimeout(look, LOOK);
      }
    };
    look();
  });
  // Resolves when no short animation is under way any more.
  const stilled = async () => {
    for (let looks = 0; !lively && underWay(); looks += 1) {
      lively = looks * LOOK >= BRIEF;
      await new Promise((done) => { setTimeout(done, LOOK); });
    }
  };
  const settled = (quiet, cap) => rest(quiet, cap).then(([calm]) => calm);

  // What a limit of the probe that is answering keeps it from looking at is counted here: not looked at is not fine.
  let leftOut = 0;
  const leaveOut = (count = 1) => { leftOut += count; };
  const first = (list, most) => {
    leaveOut(Math.max(0, list.length - most));
    return list.slice(0, most);
  };

  // The probes' answers as JSON; axe's view of the page (names, visibility) must have been built.
  const answers = (names) => {
    const result = {};
    known = new Map();
    for (const probe of names) {
      leftOut = 0;
      try {
        const seen = stepfree.probes[probe]();
        result[probe] = leftOut > 0 ? { seen, left_out: leftOut } : { seen };
      } catch (error) { result[probe] = { error: String(error) }; }
    }
    known = null;
    return JSON.stringify(result);
  };

  const observe = (names) => {
    axe.setup(document.documentElement);
    try { return answers(names); } finally { axe.teardown(); }
  };

  // Controls that everyone can find, shown on screen and met by assistive technology, with their names ("" = none).
  const controls = () => {
    const found = [];
    axe.setup(document.documentElement);
    try {
      const candidates = document.querySelectorAll('button, input:not([type=hidden]), select, textarea, summary, a[href], [role=button], '
        + '[role=switch], [role=checkbox], [role=link], [role=slider], [role=spinbutton], [role=menuitem], [role=tab], [tabindex]');
      for (const element of candidates) {
        const virtual = axe.utils.getNodeFromTree(element);
        if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual) || !axe.commons.dom.isVisibleOnScreen(virtual)) continue;
        found.push({ element, name: axe.commons.text.accessibleTextVirtual(virtual).trim().slice(0, 80) });
      }
    } finally { axe.teardown(); }
    return found;
  };

  // What a field is called where it is used: its label, else the words before it in its row, else its title.
  const label = (field) => {
    const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
    const named = (field.getAttribute('aria-labelledby') || '').split(/\s+/).filter(Boolean).map((id) => field.getRootNode().getElementById?.(id));
    const tied = [...named.filter(Boolean), ...(field.labels || [])].map((one) => {
      const copy = one.cloneNode(true);
      for (const control of copy.querySelectorAll('input, select, textarea, button, script, style')) control.remove();
      return squeeze(copy.textContent);
    }).filter(Boolean).join(' ');
    const before = () => {
      for (let at = field, steps = 0; at.parentElement && steps < 3; at = at.parentElement, steps += 1) {
        for (let other = at.previousSibling; other; other = other.previousSibling) {
          if (other.nodeType === Node.ELEMENT_NODE && (other.matches('input, select, textarea, script, style') || other.querySelector('input, select, textarea'))) return '';
          const said = squeeze(other.textContent);
          if (said) return said.slice(-40);
        }
        if (/^(?:form|tr|li|body)$/.test(at.parentElement.localName)) return '';
      }
      return '';
    };
    return (tied || squeeze(field.getAttribute('aria-label')) || before() || field.title || field.placeholder || '').slice(0, 80);
  };

  // In a sandbox without scripts no timer ever fires: neither axe nor a probe would come to an end.
  const scriptless = (frame) => frame.hasAttribute('sandbox') && !/(?:^|\s)allow-scripts(?:\s|$)/i.test(frame.getAttribute('sandbox'));

  // Frames of this document, shadow roots included, in document order.
  let frameElements = [];
  const childFrames = () => {
    frameElements = [];
    const collect = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (element.localName === 'iframe' || element.localName === 'frame') frameElements.push(element);
        if (element.shadowRoot) collect(element.shadowRoot);
      }
    };
    collect(document);
    if (frameElements.length === 0) return '[]';
    axe.setup(document.documentElement);
    try {
      return JSON.stringify(frameElements.map((element, index) => (
        { index, selector: selector(element), url: element.src || '', scriptless: scriptless(element) })));
    } finally { axe.teardown(); }
  };
  const frameElement = (index) => frameElements[index];

  // Without its style sheets a page shows neither its indicators nor where things stand.
  const unstyled = () => [...document.querySelectorAll('link[rel~=stylesheet i][href], style')].some((sheet) => {
    if (sheet.disabled || sheet.relList?.contains('alternate') || !matchMedia(sheet.media || 'all').matches) return false;
    if (failed.has(sheet) || sheet.localName === 'style') return failed.has(sheet);
    // Another site's rules cannot be counted: then it did load.
    try { return !(sheet.sheet && sheet.sheet.cssRules.length > 0); } catch { return false; }
  });

  // Whether the pictures of an element, drawn and behind, have loaded: asked of the browser again, which has them at
  // hand when they came. A picture that takes its time has not loaded.
  const PATIENCE = 2000;
  const arrivals = new Map();
  const arrived = (address) => {
    if (!arrivals.has(address)) {
      const picture = new Image();
      picture.src = address;
      const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, false); });
      arrivals.set(address, Promise.race([picture.decode().then(() => true, () => false), late]));
    }
    return arrivals.get(address);
  };
  const pictures = (element) => ['', '::before', '::after'].flatMap((part) => {
    const style = getComputedStyle(element, part || null);
    return [...`${style.backgroundImage} ${part && style.content}`.matchAll(/url\("((?:[^"\\]|\\.)*)"\)/g)]
      .map(([, address]) => address.replace(/\\(.)/g, '$1'));
  });
  const loaded = async (element) => {
    if (failed.has(element)) return false;
    if (element.localName === 'img') return element.complete && element.naturalWidth > 0;
    if (element.localName === 'video') return element.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    const drawn = element.localName === 'image' ? [element.href.animVal] : [];
    return (await Promise.all([...drawn, ...pictures(element)].map(arrived))).every(Boolean);
  };

  // Shown, on the page and not beside it, and large enough to be met.
  const onPage = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= 6 && box.height >= 6 && box.right + scrollX > 0 && box.bottom + scrollY > 0
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  // When the document last changed (ms since it was opened).
  const lastChange = () => changed;

  // Messages that appear while a probe works the page: toasts of known libraries, and short texts that sound like one.
  const TOASTS = '.layui-layer-msg, .el-message, .el-notification, .ant-message-notice, .ant-notification-notice, .ivu-message-notice, .ivu-notice-notice, '
    + '.arco-message, .t-message, .n-message, .van-toast, .van-notify, .weui-toast, .weui-toptips, .mui-toast-container, .mint-toast, .adm-toast, .nut-toast, .am-toast, .toast, .snackbar';
  const HINTS = ['error', 'toast', 'message', 'msg', 'notice', 'warn', 'tip'].map((word) => `[class*=${word} i], [id*=${word} i]`).join(', ');
  const SOUNDS = /不能为空|不能為空|不可为空|请(?:输入|填写|选择|先)|請(?:輸入|填寫|選擇)|必填|有误|错误|錯誤|不正确|格式|成功|失败|失敗|已(?:保存|提交|添加|加入|复制|收藏|发送)|required|invalid|error|please (?:enter|fill|choose|select)|saved|success|failed|copied|added/i;
  const LIVE = '[role=status], [role=alert], [role=log], [role=alertdialog], [aria-live=polite], [aria-live=assertive], output';
  const MOST_MESSAGES = 20;
  const messages = (() => {
    let old = new WeakSet();
    let found = new Map();
    let hints = true;
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const note = (element) => {
      if (found.size >= MOST_MESSAGES || old.has(element) || found.has(element) || !element.isConnected || !shown(element)) return;
      const text = (element.innerText || '').replace(/\s+/g, ' ').trim();
      const toast = element.matches(TOASTS);
      if (!text || text.length > (toast ? 200 : 60)) return;
      // What takes the focus, or holds something to operate, is more than a message.
      const told = element.id !== '' && document.activeElement?.matches(`[aria-describedby~="${CSS.escape(element.id)}"]`);
      if (!toast && (!hints || told || !SOUNDS.test(text) || element.querySelector('a[href], button, input, select, textarea') || element.matches('a, button, input, label'))) return;
      if (element.contains(document.activeElement) || [...found.keys()].some((other) => other.contains(element) || element.contains(other))) return;
      // The target is written down now: a toast is gone in a moment.
      const place = element.id ? `#${CSS.escape(element.id)}` : `${element.localName}${[...element.classList].map((word) => `.${CSS.escape(word)}`).join('')}`;
      found.set(element, { selector: place, snippet: snippet(element), path: path(element), text, live: element.closest(LIVE) !== null || element.querySelector(LIVE) !== null });
    };
    const observer = new MutationObserver((records) => {
      for (const record of records) {
        const added = record.type === 'childList' ? [...record.addedNodes] : [];
        const changed = record.target.nodeType === Node.ELEMENT_NODE ? record.target : record.target.parentElement;
        for (const element of [...added, changed]) {
          if (!element || element.nodeType !== Node.ELEMENT_NODE || found.size >= MOST_MESSAGES) continue;
          if (element.matches(HINTS) || element.matches(TOASTS)) note(element);
          if (element === changed && record.type === 'childList') continue;
          for (const inner of element.querySelectorAll(`${TOASTS}, ${HINTS}`)) note(inner);
        }
      }
    });
    // A hint that the pointer opens is hover content: with it only toasts count.
    const watch = (all) => {
      hints = all;
      found = new Map();
      old = new WeakSet([...document.querySelectorAll(`${TOASTS}, ${HINTS}`)].filter((element) => shown(element) && element.innerText?.trim()));
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['class', 'style', 'hidden'] });
    };
    // In an order that does not tell which of two came first: that may be a matter of milliseconds.
    const order = ({ selector, text }) => `${selector} ${text}`;
    const seen = () => {
      observer.disconnect();
      return [...found.values()].sort((one, other) => (order(one) < order(other) ? -1 : 1));
    };
    return { watch, seen };
  })();

  return { messages, path, snippet, selector, target, name, rest, settled, stilled, lastChange, onPage, leaveOut, first, answers, unstyled, loaded, observe, controls, label, childFrames, frameElement, probes: {} };
})();
