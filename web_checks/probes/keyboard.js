// What someone meets who works the page by keyboard: where the focus goes, what shows it, what covers it.
(() => {
  const MOST_SIGNED = 400;
  const MOST_NATIVES = 400;
  const QUIET = [120, 240]; // ms without a change before a picture is taken, and the cap
  const SAID = [350, 1500]; // the same for messages: entries are checked 0.3 s after they were made
  const CALM = new CSSStyleSheet();
  CALM.replaceSync('*, *::before, *::after { transition: none !important; caret-color: transparent !important; scroll-behavior: auto !important; }');
  const stops = [];
  const numbers = new Map();
  const plain = new WeakMap();
  let moves = [];
  let paused = [];
  let natives = [];
  let more = []; // controls that are not looked at, unless the walk comes to them
  let scroll = [0, 0];

  const active = () => {
    let element = document.activeElement;
    while (element && element.shadowRoot && element.shadowRoot.activeElement) element = element.shadowRoot.activeElement;
    return element && element !== document.body && element !== document.documentElement ? element : null;
  };
  // Capturing: the page's own handler, which may throw the focus away at once, comes later.
  const heard = (event) => { if (event.composedPath()[0].nodeType === 1) moves.push(event.composedPath()[0]); };
  // Elements that hear of the focus by scripts of their own, which may answer in a moment.
  let listening = new Set();
  const answers = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) if (listening.has(at) && (at === element || at.parentElement !== document.body)) return true;
    return false;
  };
  const pause = (ms) => new Promise((done) => { setTimeout(done, ms); });
  const isFrame = (element) => /^(?:iframe|frame|object|embed)$/.test(element.localName);

  const clear = (colour) => /^(?:transparent|rgba\(.*, 0\))$/.test(colour);
  const paint = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && (style.content === 'none' || style.content === 'normal')) return '';
    const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && !clear(style.outlineColor)
      ? [style.outlineStyle, style.outlineWidth, style.outlineColor, style.outlineOffset] : [];
    return [
      ...line, style.boxShadow, style.backgroundColor, style.backgroundImage, style.backgroundPosition, style.color,
      style.borderTopStyle, style.borderTopWidth, style.borderTopColor, style.borderBottomStyle, style.borderBottomWidth,
      style.borderBottomColor, style.borderLeftWidth, style.borderLeftColor, style.borderRightWidth,
      style.borderRightColor, style.textDecorationLine, style.textDecorationColor, style.transform, style.opacity,
      style.visibility, style.filter, style.fontWeight, style.width, style.height,
    ].join('|');
  };
  // How an element and what is around it are painted; a difference with and without focus is an indicator.
  const signature = (element) => {
    const parent = element.parentElement;
    const around = [element.nextElementSibling, element.firstElementChild, parent, parent && parent.parentElement, ...(element.labels || [])];
    return [paint(element), paint(element, '::before'), paint(element, '::after'),
      ...around.map((other) => (other ? paint(other) : ''))].join('\n');
  };
  const tabbable = (element) => element.tabIndex >= 0 && !element.disabled && !element.closest('[inert]')
    && (!/^(?:a|area)$/.test(element.localName) || element.hasAttribute('href') || element.hasAttribute('tabindex'))
    && !(element.localName === 'input' && element.type === 'hidden')
    && element.checkVisibility({ visibilityProperty: true });

  // Controls that the browser itself gives a place in the tab order, where everyone can see and use them.
  const MOST_MISSED = 40;
  const NATIVE = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  // A role promises what the browser does not give: the element takes no part in the tab order by itself.
  const ROLES = '[role=button], [role=link], [role=checkbox], [role=switch]';
  const promised = (element) => element.matches(ROLES) && !element.matches(NATIVE) && element.tabIndex < 0 && !element.hasAttribute('tabindex')
    && !element.closest('a[href], button, label, summary') && !element.querySelector(`${NATIVE}, [tabindex], iframe`);
  const COMPOSITE = ['tablist', 'menu', 'menubar', 'listbox', 'tree', 'treegrid', 'grid', 'radiogroup', 'toolbar', 'combobox', 'spinbutton', 'application', 'feed']
    .map((role) => `[role=${role}]`).join(', ') + ', [aria-activedescendant]';
  const usable = (element) => {
    const box = element.getBoundingClientRect();
    return (element.matches(NATIVE) || promised(element)) && !element.matches(':disabled, [readonly], [aria-disabled=true]') && !element.closest('[inert], [aria-hidden=true]')
      && (element.localName !== 'summary' || element === element.parentElement?.querySelector(':scope > summary'))
      && box.width >= 6 && box.height >= 6 && box.right + scrollX > 0 && box.bottom + scrollY > 0
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };
  const kindOf = (element) => {
    if (promised(element)) return 'role';
    if (element.localName === 'a') return /^(?:#|javascript:)/i.test(element.getAttribute('href').trim()) ? 'button' : 'link';
    return element.matches('select, textarea, input:not([type=button], [type=submit], [type=reset], [type=image])') ? 'field' : 'button';
  };
  // What the walk passed by, but for what another stop stands for: a member of its group, the same link, what is around it.
  const missed = () => {
    const reached = [...numbers.keys()].filter((element) => element.isConnected);
    const links = new Set(reached.map((element) => (element.localName === 'a' ? element.href : '')));
    const names = new Set(reached.map((element) => nameOf(element)));
    const groups = new Set(reached.map((element) => (element.type === 'radio' ? element.name : '')));
    const [start] = reached;
    const stands = (element) => element.closest(COMPOSITE) !== null || (element.localName === 'a' && links.has(element.href))
      || (element.type === 'radio' && groups.has(element.name)) || (nameOf(element) !== '' && names.has(nameOf(element)))
      || reached.some((other) => other.contains(element)) || element.parentElement?.querySelector('input[type=number]') !== null;
    // Among its likes, one of which Tab reaches, arrow keys may lead on.
    const roving = (element) => {
      let list = element.parentElement;
      for (let up = 0; up < 3 && list && list !== document.body; up += 1, list = list.parentElement) {
        if (reached.some((other) => list.contains(other) && stepfree.path(other) === stepfree.path(element))) return true;
      }
      return false;
    };
    const passed = natives.filter((element) => !numbers.has(element) && element.isConnected && usable(element) && !stands(element));
    const left_out = Math.max(0, passed.length - MOST_MISSED) + more.filter((element) => !numbers.has(element)).length;
    return { left_out, missed: passed.slice(0, MOST_MISSED)
      .map((element) => ({
        ...stepfree.target(element), tabindex: element.tabIndex, kind: kindOf(element), roving: roving(element), name: nameOf(element),
        before: Boolean(start) && (element.compareDocumentPosition(start) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0,
      })) };
  };

  const seenBox = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= 2 && box.height >= 2 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight
      && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  const opaque = (element, end) => {
    for (let layer = element; layer; layer = layer.parentElement) {
      const style = getComputedStyle(layer);
      const alpha = /rgba\(.*, ([\d.]+)\)/.exec(style.backgroundColor);
      if (parseFloat(style.opacity) < 0.95) return false;
      if (!clear(style.backgroundColor) && (!alpha || Number(alpha[1]) >= 0.95)) return true;
      if (/^(?:img|video|canvas|iframe)$/.test(layer.localName)) return true;
      if (layer === end) break;
    }
    return false;
  };
  // The box over an element when nothing of the element can be hit: fixed or sticky content of the page.
  const cover = (element) => {
    const style = getComputedStyle(element);
    if (style.pointerEvents === 'none' || !seenBox(element)) return null;
    let over = null;
    let inside = 0;
    for (const box of element.getClientRects()) {
      for (const across of [0.08, 0.29, 0.5, 0.71, 0.92]) {
        for (const down of [0.15, 0.5, 0.85]) {
          const x = box.left + across * box.width, y = box.top + down * box.height;
          if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
          inside += 1;
          const hit = element.getRootNode().elementFromPoint(x, y) || document.elementFromPoint(x, y);
          if (!hit || hit.contains(element) || element.contains(hit) || [...(element.labels || [])].some((label) => label.contains(hit))) return null;
          over = over || hit;
        }
      }
    }
    if (inside === 0) return null;
    for (let layer = over; layer && layer !== document.body && !layer.contains(element); layer = layer.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(layer).position)) return { layer, opaque: opaque(over, layer) };
    }
    return null;
  };

  // A picture that did not load leaves no place to show the focus on, nor does a script that was to fill the element:
  // that says nothing of the page.
  const whole = async (element) => {
    const area = element.localName === 'area' && element.closest('map');
    const parts = area ? [...document.querySelectorAll('img[usemap]')].filter((image) => image.useMap === `#${area.name}`)
      : [element, ...element.querySelectorAll('*')];
    return (await Promise.all(parts.map(stepfree.loaded))).every(Boolean);
  };

  const number = (element) => {
    if (!numbers.has(element)) {
      numbers.set(element, stops.length);
      stops.push({
        element, snippet: stepfree.snippet(element), path: stepfree.path(element), frame: isFrame(element),
        tabindex: element.tabIndex, shown: false, changed: false, cover: null, name: nameOf(element),
      });
    }
    return numbers.get(element);
  };
  const nameOf = (element) => [element.getAttribute('aria-label'), element.title, element.value, element.innerText]
    .filter((text) => typeof text === 'string').join(' ').trim().slice(0, 80);

  const measure = (element) => {
    const stop = stops[number(element)];
    stop.shown = stop.shown || seenBox(element);
    const before = plain.get(element);
    if (before !== undefined && before !== signature(element)) stop.changed = true;
    const found = cover(element);
    if (found && !stop.cover) stop.cover = { snippet: stepfree.snippet(found.layer), opaque: found.opaque };
    return stop;
  };

  stepfree.keyboard = {
    begin: () => {
      scroll = [scrollX, scrollY];
      scrollTo(0, 0);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, CALM];
      paused = document.getAnimations().filter((animation) => animation.playState === 'running');
      for (const animation of paused) animation.pause();
      active()?.blur();
      listening = new Set(stepfree.listening);
      let count = 0;
      let sticky = false;
      const visit = (root) => {
        for (const element of root.querySelectorAll('*')) {
          if (usable(element)) (natives.length < MOST_NATIVES ? natives : more).push(element);
          if (tabbable(element)) {
            count += 1;
            if (count <= MOST_SIGNED) plain.set(element, signature(element));
          }
          if (!sticky && /fixed|sticky/.test(getComputedStyle(element).position) && seenBox(element)) sticky = true;
          if (element.shadowRoot) visit(element.shadowRoot);
        }
      };
      visit(document);
      addEventListener('focus', heard, true);
      stepfree.messages.watch(true);
      return { tabbable: count, sticky, unstyled: stepfree.unstyled() };
    },
    // Where the focus came to rest after a key; moved: the element that was focused first and sent the focus away.
    look: async (wait, patient) => {
      // Timers of one page fire in the order of their times: whatever the page planned for sooner has happened then.
      await pause(wait);
      if (patient > wait && [...moves, active()].some((element) => element && answers(element))) await pause(patient - wait);
      const element = active();
      const [first] = moves;
      moves = [];
      const moved = first && first !== element && first.isConnected ? number(first) : -1;
      if (!element) return { stop: -1, here: document.hasFocus(), moved, frame: false };
      measure(element);
      return { stop: number(element), here: document.hasFocus(), moved, frame: isFrame(element) };
    },
    focus: async (index) => {
      const { element } = stops[index];
      const box = element.getBoundingClientRect();
      if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({ block: 'center' });
      element.focus({ preventScroll: true, focusVisible: true });
      await stepfree.rest(...QUIET);
      return active() === element;
    },
    unfocus: async () => {
      active()?.blur();
      await stepfree.rest(...QUIET);
      return active() === null;
    },
    end: async () => {
      active()?.blur();
      // What was said of the last stops, or of a field that was left, may take a moment.
      await stepfree.rest(...SAID);
      const messages = stepfree.messages.seen();
      removeEventListener('focus', heard, true);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== CALM);
      for (const animation of paused) animation.play();
      scrollTo(...scroll);
      const later = (one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
      const order = new Map(stops.map(({ element }) => element).sort(later).map((element, index) => [element, index]));
      axe.setup(document.documentElement);
      try {
        const walked = stops.map(({ element, ...facts }) => ({
          ...facts, order: order.get(element), selector: element.isConnected ? stepfree.selector(element) : '',
          dialog: element.closest('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]') !== null,
        }));
        return { stops: walked, ...missed(), messages };
      } finally { axe.teardown(); }
    },
    words: () => document.body.innerText.slice(0, 20000),
    choice: (index) => stops[index].element.matches('select, input, textarea, [contenteditable], [role=slider], [role=radio]'),
    // Stops of which only a picture can tell whether the focus shows.
    doubtful: async () => {
      const open = stops.map(({ element, path, shown, changed, frame }, stop) => ({ stop, path, element, ask: !frame && !(changed && shown) && element.isConnected }))
        .filter(({ ask }) => ask);
      const sound = await Promise.all(open.map(({ element }) => whole(element)));
      return open.filter((_, at) => sound[at]).map(({ stop, path, ask }) => ({ stop, path, ask }));
    },
  };
  return null;
})()
