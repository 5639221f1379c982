// What moves, swaps or changes its text while nobody touches the page.
(() => {
  const MOST_ELEMENTS = 4000;
  const MOST_TOUCHED = 300;
  const FEWEST = 8; // looks, on a machine so busy that each takes long
  return async (samples, every, films) => {
    const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });
    const shown = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const present = [...document.body.querySelectorAll('*')].filter((element) => !element.closest('svg svg, svg > *, script, style, head'));
    const elements = present.slice(0, MOST_ELEMENTS);
    const texts = new Map();
    const touched = new Set();
    const more = new Set();
    const start = performance.now();
    const places = new Map();
    const movers = new Map();
    const swaps = new Map();
    const sights = new Map();
    const scrolls = new Map();
    const scrolled = new Set();
    // By the page's clock, not by the number of looks: a busy machine looks less often.
    const span = samples > 1 ? samples * every : 0;
    let turn = 0;
    const note = (map, element, sample, distance) => {
      const known = map.get(element) || { samples: new Map(), distance: 0 };
      known.samples.set(sample, turn);
      known.distance += distance;
      map.set(element, known);
    };
    const inSight = (element) => shown(element) && element.getBoundingClientRect().width > 4;
    if (span > 0) for (const element of elements) sights.set(element, inSight(element));
    // What appears and disappears, however fast: looked at whenever its style or class changes.
    const look = (element, sample) => {
      if (!element.isConnected) return;
      const sight = inSight(element);
      if (sights.has(element) && sights.get(element) !== sight) note(swaps, element, sample, 0);
      sights.set(element, sight);
    };
    const observer = new MutationObserver((records) => {
      const now = performance.now() - start;
      for (const record of records) {
        const element = record.target.nodeType === Node.TEXT_NODE ? record.target.parentElement : record.target;
        if (!element || element.nodeType !== 1) continue;
        if (record.type === 'attributes') {
          if (touched.size < MOST_TOUCHED) touched.add(element);
          if (touched.has(element)) look(element, Math.floor(now / every));
          else more.add(element);
          continue;
        }
        const parts = [...record.addedNodes, ...record.removedNodes];
        const before = record.type === 'characterData' ? record.oldValue : [...record.removedNodes].map((node) => node.data).join('');
        const after = record.type === 'characterData' ? record.target.data : [...record.addedNodes].map((node) => node.data).join('');
        if (record.type === 'childList' && !parts.every((node) => node.nodeType === Node.TEXT_NODE)) continue;
        if (before.trim() === after.trim() || !shown(element) || element.matches('script, style, title')) continue;
        const known = texts.get(element) || { times: [], samples: [] };
        known.times.push(now);
        if (known.samples.length < 5) known.samples.push(after.trim().slice(0, 40));
        texts.set(element, known);
      }
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, characterDataOldValue: true, attributes: true, attributeFilter: ['style', 'class'] });

    // What moved in looks that follow each other, or within a second, is one move: a slide that glides in.
    const moves = (all) => {
      const found = [];
      for (const [sample, at] of [...all].sort(([a], [b]) => a - b)) {
        const last = found.at(-1);
        if (last && (at - last.turn <= 1 || sample - last.end <= 2)) Object.assign(last, { end: sample, turn: at, looks: last.looks + 1 });
        else found.push({ start: sample, end: sample, turn: at, looks: 1 });
      }
      return found;
    };
    const LONG = 4;
    const apart = (times) => times.some((time, index) => index > 0 && time - times[index - 1] <= span);
    // It moves again within the time that it is watched for, or is long on its way: the same wherever the watching began.
    const goesOn = (all) => {
      const found = moves(all);
      return found.some((move) => move.looks >= LONG && move.end - move.start >= LONG) || apart(found.map((move) => move.start * every));
    };
    // What the children of one element did.
    const together = (noted) => {
      const byParent = new Map();
      for (const [element, { samples: all }] of noted) byParent.set(element.parentElement, new Map([...(byParent.get(element.parentElement) || []), ...all]));
      return [...byParent.values()];
    };
    // Until when it is to be seen whether what moved or changed once does so again.
    const open = (now) => {
      const shifted = [...movers].filter(([element]) => [element, element.parentElement].some((one) => one && (touched.has(one) || scrolled.has(one) || one.getAnimations().length > 0)));
      const once = [shifted, [...swaps]].flatMap(together).filter((all) => !goesOn(all)).map((all) => moves(all)[0].start * every);
      const read = [...texts.values()].filter((known) => known.times.length === 1).map((known) => known.times[0]);
      return [...once, ...read].some((time) => time <= span && now <= time + span);
    };
    const on = () => {
      const now = performance.now() - start;
      return span > 0 && (now < span || turn < FEWEST || open(now));
    };
    for (turn = 0; turn === 0 || on(); turn += 1) {
      if (turn > 0) await wait(every);
      const sample = Math.floor((performance.now() - start) / every);
      const boxes = new Map();
      const box = (element) => {
        if (!boxes.has(element)) boxes.set(element, element.getBoundingClientRect());
        return boxes.get(element);
      };
      for (const element of elements) {
        if (!element.isConnected || !element.parentElement) continue;
        if (element.scrollTop !== 0 || element.scrollLeft !== 0 || scrolls.has(element)) {
          const offset = `${element.scrollTop} ${element.scrollLeft}`;
          if (scrolls.has(element) && scrolls.get(element) !== offset) scrolled.add(element);
          scrolls.set(element, offset);
        }
        const own = box(element), parent = box(element.parentElement);
        if (own.width < 4 || own.height < 4) { places.delete(element); continue; }
        // Against the parent, and by its middle: what is carried along or turns on the spot does not move by itself.
        const x = own.left + own.width / 2 - parent.left, y = own.top + own.height / 2 - parent.top;
        const last = places.get(element);
        places.set(element, { x, y, w: own.width, h: own.height });
        if (!last || Math.abs(last.w - own.width) > 2 || Math.abs(last.h - own.height) > 2) continue;
        const distance = Math.hypot(x - last.x, y - last.y);
        if (distance > 1.5 && shown(element)) note(movers, element, sample, distance);
      }
      for (const element of touched) look(element, sample);
    }
    observer.disconnect();

    // What is shifted by something that loads late does not move by itself: a style, an animation or a scroll position must.
    const driven = (element) => touched.has(element) || scrolled.has(element)
      || element.getAnimations().some((animation) => animation.playState === 'running');
    // Children that move or swap together are one moving thing: their parent.
    const things = new Map();
    const add = (kind, map) => {
      const byParent = new Map();
      for (const element of map.keys()) byParent.set(element.parentElement, [...(byParent.get(element.parentElement) || []), element]);
      for (const [parent, children] of byParent) {
        const many = children.length > 1 || kind === 'swap';
        const thing = many ? parent : children[0];
        if (![parent, ...children].some((element) => element && driven(element))) continue;
        if (!thing || !thing.isConnected || thing === document.body || thing === document.documentElement) continue;
        const all = new Map(children.flatMap((child) => [...map.get(child).samples]));
        // What comes once and goes again is a message.
        if (!goesOn(all) || (kind === 'swap' && children.length === 1 && all.size < 3)) continue;
        const distance = Math.max(...children.map((child) => map.get(child).distance));
        if (!things.has(thing)) things.set(thing, { kind, samples: [...all.keys()].sort((a, b) => a - b), distance });
      }
    };
    add('move', movers);
    add('swap', swaps);
    for (const video of document.querySelectorAll('video')) {
      if (!video.paused && !video.controls && shown(video)) things.set(video, { kind: 'video', samples: Array.from({ length: samples - 1 }, (_, index) => index + 1), distance: 0 });
    }

    // Image files that are films: they move whatever the page does.
    for (const image of document.images) {
      if (films.includes(image.currentSrc) && shown(image) && image.getBoundingClientRect().width > 4) {
        things.set(image, { kind: 'image', samples: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], distance: 0 });
      }
    }

    const all = stepfree.controls();
    // A close cross is often no control at all: any element that says so counts here (whether keys reach it is another rule).
    const closing = (element) => [...element.querySelectorAll('*')].some((child) => /关闭|關閉|close|×|✕|✖|╳/i
      .test([child.childElementCount === 0 ? child.textContent : '', child.title, child.alt, child.className, child.id, child.getAttribute('aria-label'), child.getAttribute('onclick')].join(' ')));
    // A control without a name may be the one that pauses. Those of a slide count whichever slide is shown just now.
    const nameless = (element) => [...element.querySelectorAll('a[href], button, input:not([type=hidden]), [role=button]')]
      .some((control) => ![control.textContent, control.title, control.value, control.alt, control.placeholder, control.getAttribute('aria-label')].join('').trim()
        && !control.hasAttribute('aria-labelledby') && !control.labels?.length && !control.querySelector('[alt]:not([alt=""]), [aria-label], title'));
    const near = (element) => {
      let area = element;
      for (let up = 0; up < 3 && area.parentElement && area.parentElement !== document.body; up += 1) area = area.parentElement;
      const elsewhere = (control) => [...things.keys()].some((thing) => !thing.contains(element) && thing.contains(control));
      const names = all.filter((control) => area.contains(control.element) && (control.name || !elsewhere(control.element))).map(({ name }) => name);
      return nameless(element) && !names.includes('') ? [...names, ''] : names;
    };
    const outer = (element) => { for (let parent = element.parentElement; parent; parent = parent.parentElement) if (things.has(parent)) return false; return true; };
    axe.setup(document.documentElement);
    try {
      // Its place and text differ from moment to moment: the bare tag is what is the same in every run.
      // In the order of the page: which of two moved first is a matter of chance.
      const inOrder = (found) => [...found].sort(([one], [other]) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
      const bare = (element) => { const tag = element.cloneNode(false); tag.removeAttribute('style'); return stepfree.snippet(tag); };
      const describe = (element) => ({ ...stepfree.target(element), snippet: bare(element), controls: near(element), closing: closing(element) });
      return {
        // What cannot move need not be looked at.
        left_out: samples > 1 ? Math.max(0, present.length - MOST_ELEMENTS) + more.size : 0,
        samples, controls: all.map(({ name }) => name).filter((name) => name),
        things: inOrder(things).filter(([element]) => outer(element)).map(([element, thing]) => {
          const box = element.getBoundingClientRect();
          return {
            ...describe(element), kind: thing.kind, moves: thing.samples.length, first: thing.samples[0], last: thing.samples.at(-1),
            distance: Math.round(thing.distance), floats: /fixed|absolute/.test(getComputedStyle(element).position),
            width: Math.round(box.width), height: Math.round(box.height), text: (element.innerText || '').trim().slice(0, 40),
            pictures: element.querySelectorAll('img, svg, canvas, video').length + (/^(?:img|video|canvas)$/.test(element.localName) ? 1 : 0),
          };
        }),
        texts: inOrder(texts).filter(([element, known]) => element.isConnected && apart(known.times)).map(([element, known]) => ({
          ...describe(element), changes: known.times.length, samples: known.samples,
        })),
      };
    } finally { axe.teardown(); }
  };
})()
