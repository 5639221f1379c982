// What appears while the mouse pointer rests on something, and what becomes of it.
(() => {
  const MOST_ELEMENTS = 4000;
  const MOST_OF_A_PATH = 2;
  const MOST_CONTROLS = 12;
  const TABBABLE = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  const LARGE = 0.3; // of the viewport: an area that listens for what is in it, not a trigger
  const REVEALING = ['display', 'visibility', 'opacity', 'height', 'max-height', 'clip-path', 'left', 'top', 'right', 'bottom', 'transform', 'scale'];
  const TIPPED = '[aria-haspopup]:not([aria-haspopup=false]), [aria-describedby], [data-toggle=tooltip], [data-bs-toggle=tooltip], [data-tooltip], [data-tip]';
  const triggers = [];
  let before = new WeakSet();
  let appeared = [];
  let scroll = [0, 0];

  // Then two frames, on a busy machine too: what the page planned for sooner has been drawn, and whatever fades in, out or
  // unrolls has done so. A page at rest draws none.
  const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 500); });
  const pause = async (wait) => {
    await new Promise((done) => { setTimeout(done, wait); });
    await frame();
    await frame();
    await stepfree.stilled();
  };
  // Of a box what no ancestor cuts off and the viewport shows.
  const shown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return null;
    const box = element.getBoundingClientRect();
    let [left, top, right, bottom] = [Math.max(box.left, 0), Math.max(box.top, 0), Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    for (let parent = element.parentElement; parent && right - left >= 4 && bottom - top >= 4; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflow === 'visible' || parent === document.body || parent === document.documentElement) continue;
      const frame = parent.getBoundingClientRect();
      [left, top, right, bottom] = [Math.max(left, frame.left), Math.max(top, frame.top), Math.min(right, frame.right), Math.min(bottom, frame.bottom)];
    }
    return right - left >= 4 && bottom - top >= 4 ? { left, top, right, bottom } : null;
  };
  const all = (most = MOST_ELEMENTS) => {
    const found = [];
    const visit = (root) => {
      for (const element of root.querySelectorAll('*')) {
        if (found.length >= most) return;
        if (element.closest('svg svg, svg > *, script, style, noscript, template')) continue;
        found.push(element);
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    if (document.body) visit(document.body);
    return found;
  };
  // Something to read, to see or to use; a line or an arrow that hovering draws is none of it.
  const SAYS = 'img, picture, svg, canvas, video, a[href], button, input, select, textarea';
  const says = (element) => (element.innerText || '').trim() !== '' || element.matches(SAYS) || element.querySelector(SAYS) !== null;

  const words = (element) => (element.innerText || '').trim()
    || [element, ...element.querySelectorAll('[alt], [aria-label], [title]')].map((part) => part.alt || part.getAttribute('aria-label') || part.title || '').find(Boolean)
    || element.localName;

  const split = (selectors) => {
    const parts = [''];
    let depth = 0;
    for (const character of selectors) {
      depth += { '(': 1, '[': 1, ')': -1, ']': -1 }[character] || 0;
      if (character === ',' && depth === 0) parts.push('');
      else parts[parts.length - 1] += character;
    }
    return parts;
  };
  const query = (selector) => { try { return [...document.querySelectorAll(selector)]; } catch { return []; } };
  // Triggers of style rules: what is hovered over in "li:hover > ul", where the list is there and not shown.
  const styled = () => {
    const found = new Set();
    const visit = (rules) => {
      for (const rule of rules) {
        if (rule.cssRules && rule.cssRules.length > 0) visit(rule.cssRules);
        if (!rule.selectorText || !rule.selectorText.includes(':hover')) continue;
        if (!REVEALING.some((property) => rule.style.getPropertyValue(property) !== '')) continue;
        for (const part of split(rule.selectorText)) {
          const at = part.indexOf(':hover');
          const rest = part.slice(at + ':hover'.length);
          if (at < 0 || !/[\s>+~]/.test(rest.trimEnd()) || /::?(?:before|after)/.test(rest)) continue;
          const hidden = query(part.replaceAll(':hover', '')).filter((element) => shown(element) === null);
          if (hidden.length === 0) continue;
          for (const trigger of query(part.slice(0, at) || '*')) {
            if (hidden.some((element) => trigger.contains(element) || trigger.parentElement?.contains(element))) found.add(trigger);
          }
        }
      }
    };
    for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
      try { visit(sheet.cssRules); } catch { /* another site's style sheet cannot be read */ }
    }
    return found;
  };
  // A point of a trigger where the pointer meets it and not what lies over it.
  const point = (element) => {
    const box = shown(element);
    if (!box) return null;
    for (const [across, down] of [[0.5, 0.5], [0.5, 0.2], [0.2, 0.5], [0.8, 0.5], [0.5, 0.8]]) {
      const x = box.left + across * (box.right - box.left), y = box.top + down * (box.bottom - box.top);
      const hit = element.getRootNode().elementFromPoint(x, y);
      if (hit && element.contains(hit)) return [x, y];
    }
    return null;
  };

  const outermost = (elements) => {
    const set = new Set(elements);
    return elements.filter((element) => {
      for (let parent = element.parentElement; parent; parent = parent.parentElement) if (set.has(parent)) return false;
      return true;
    });
  };
  const look = () => outermost(all().filter((element) => !before.has(element) && shown(element) !== null && says(element)));
  // What has appeared and is there, be it made anew.
  const still = () => {
    const paths = new Set(appeared.map((element) => stepfree.path(element)));
    const there = appeared.filter((element) => element.isConnected && shown(element) !== null);
    return there.length > 0 ? there : look().filter((element) => paths.has(stepfree.path(element)));
  };
  // Whether what appeared lies over text or a picture that was there before.
  const obscures = (element) => {
    const box = shown(element);
    if (!box) return false;
    for (let row = 0; row < 8; row += 1) {
      for (let column = 0; column < 12; column += 1) {
        const x = box.left + (column + 0.5) / 12 * (box.right - box.left), y = box.top + (row + 0.5) / 8 * (box.bottom - box.top);
        for (const under of document.elementsFromPoint(x, y)) {
          if (element.contains(under) || !before.has(under)) continue;
          if (/^(?:img|video|canvas|input|select|textarea|button|iframe|svg)$/.test(under.localName)) return true;
          for (const node of under.childNodes) {
            if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            if ([...range.getClientRects()].some((line) => x >= line.left && x <= line.right && y >= line.top && y <= line.bottom)) return true;
          }
        }
      }
    }
    return false;
  };

  stepfree.pointer = {
    begin: (most) => {
      scroll = [scrollX, scrollY];
      scrollTo(0, 0);
      stepfree.messages.watch(false);
      const heard = stepfree.listening.filter((element) => {
        const box = element.getBoundingClientRect();
        return element !== document.body && box.width * box.height < LARGE * innerWidth * innerHeight;
      });
      const scripted = new Set([...heard, ...query(TIPPED)]);
      const byStyle = styled();
      const paths = new Map();
      let left_out = 0;
      const elements = all(Infinity);
      for (const element of elements.slice(0, MOST_ELEMENTS)) {
        if (!scripted.has(element) && !byStyle.has(element)) continue;
        const path = stepfree.path(element);
        if (!point(element) || (paths.get(path) || 0) >= MOST_OF_A_PATH) continue;
        paths.set(path, (paths.get(path) || 0) + 1);
        if (triggers.length < most) triggers.push({ element, scripted: scripted.has(element) });
        else left_out += 1;
      }
      // Where something is hovered over, whatever else there is may be what appears, or opens more.
      if (triggers.length > 0) left_out += Math.max(0, elements.length - MOST_ELEMENTS);
      return { paths: triggers.map(({ element }) => stepfree.path(element)), left_out, unstyled: stepfree.unstyled() };
    },
    // What is there without hovering; null when the trigger is gone from under the pointer.
    ready: (index) => {
      before = new WeakSet(all().filter((element) => shown(element) !== null));
      return triggers[index].element.isConnected ? point(triggers[index].element) : null;
    },
    // How many things have appeared; again: of those that did so before and went with the pointer.
    look: async (wait, again) => {
      await pause(wait);
      const paths = new Set(appeared.map((element) => stepfree.path(element)));
      appeared = look().filter((element) => !again || paths.has(stepfree.path(element)));
      return appeared.length;
    },
    // How many of them are there no more, once the pointer is away; what stays is a tab, a slide or came by itself.
    gone: async (wait) => {
      await pause(wait);
      const there = new Set(still().map((element) => stepfree.path(element)));
      appeared = appeared.filter((element) => !there.has(stepfree.path(element)));
      return appeared.length;
    },
    // Whether some of it is still there.
    stays: async (wait) => {
      await pause(wait);
      return still().length > 0;
    },
    // The way to the place in the largest thing that is nearest: within the trigger first, then straight, a little inside.
    onto: (index, x, y) => {
      const area = (box) => (box.right - box.left) * (box.bottom - box.top);
      const [box] = appeared.map(shown).filter((one) => one !== null).sort((one, other) => area(other) - area(one));
      const from = shown(triggers[index].element);
      if (!box || !from) return null;
      const within = (place, low, high, most) => { const inset = Math.min(most, (high - low) / 2); return Math.min(Math.max(place, low + inset), high - inset); };
      const end = [within(x, box.left, box.right, 6), within(y, box.top, box.bottom, 6)];
      return [[within(end[0], from.left, from.right, 1), within(end[1], from.top, from.bottom, 1)], end];
    },
    // What has appeared, as a component.
    content: () => appeared.map((element) => stepfree.path(element)).join(' '),
    end: () => { scrollTo(...scroll); return stepfree.messages.seen(); },
    facts: (index) => {
      const { element, scripted } = triggers[index];
      const within = (other) => appeared.some((part) => part.contains(other));
      const stops = [...document.querySelectorAll(TABBABLE)].filter((stop) => stop.tabIndex >= 0);
      const controls = stops.filter((stop) => within(stop) && shown(stop) !== null).slice(0, MOST_CONTROLS);
      // What a person who works by keyboard would try: the trigger, what is around it, or a control inside it.
      const levers = stops.filter((stop) => !within(stop) && (stop.contains(element) || element.contains(stop)));
      const elsewhere = new Set(stops.filter((stop) => stop.href && !within(stop) && shown(stop) !== null).map((stop) => stop.href));
      const leads = (lever) => Boolean(lever.href) && !/^(?:#|javascript:|$)/i.test(lever.getAttribute('href').trim());
      axe.setup(document.documentElement);
      try {
        return {
          controls: controls.map((control) => stepfree.target(control)),
          elsewhere: controls.length > 0 && controls.every((control) => elsewhere.has(control.href)),
          focusable: levers.length > 0, leads: levers.some(leads),
          expands: [element, ...levers].some((one) => one.matches('[aria-haspopup], [aria-expanded]')),
          ...stepfree.target(element), scripted, obscures: appeared.some(obscures),
          text: words(appeared[0]).replace(/\s+/g, ' ').trim().slice(0, 60),
        };
      } finally { axe.teardown(); }
    },
  };
  return null;
})()
