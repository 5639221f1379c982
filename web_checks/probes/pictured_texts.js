// Text over pictures: which texts they are, hiding their letters so that what lies behind can be photographed, and the
// luminance of that. Colours that cannot be told (see-through, blended, shadowed) are left out, and so is text over a
// picture that did not load: the colour seen in its place is not what people see.
(() => {
  const MOST_ALIKE = 3; // of one component
  const MOST = 60;
  const REASONS = new Set(['bgImage', 'imgNode', 'bgOverlap', 'bgGradient', 'pseudoContent']);
  const colour = (text) => {
    const parts = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(text);
    return parts && parts.slice(1).map(Number);
  };
  const plain = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.opacity !== '1' || style.filter !== 'none' || style.mixBlendMode !== 'normal') return false;
    }
    const own = getComputedStyle(element);
    return own.textShadow === 'none' && parseFloat(own.webkitTextStrokeWidth) === 0 && own.backgroundClip !== 'text';
  };
  const lines = (element) => {
    const range = document.createRange();
    return [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.data))
      .flatMap((node) => { range.selectNodeContents(node); return [...range.getClientRects()]; });
  };
  const inView = (box) => box.width >= 4 && box.height >= 4
    && box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  // What is painted behind a text, from the top down to the first plain colour: boxes that it stands in or lies over.
  const opaque = (element) => colour(getComputedStyle(element).backgroundColor) !== null;
  const behind = (element) => {
    const grounds = new Set();
    for (let at = element; at; at = at.parentElement) {
      grounds.add(at);
      if (opaque(at)) break;
    }
    for (const box of lines(element)) {
      for (const across of [0.02, 0.5, 0.98]) {
        const stack = document.elementsFromPoint(box.left + across * box.width, box.top + box.height / 2);
        for (const at of stack.slice(Math.max(0, stack.indexOf(element)))) {
          grounds.add(at);
          if (opaque(at)) break;
        }
      }
    }
    return [...grounds];
  };
  const texts = [];
  const saved = [];
  const decode = async (picture) => {
    const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    return context;
  };
  const linear = (channel) => (channel <= 10.31475 ? channel / 3294.6 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
  const share = (sorted, part) => sorted[Math.round(part * (sorted.length - 1))];

  stepfree.pictured = {
    // answer: axe's on colour contrast; decided: selectors of texts that another rule judges. Returns how many texts are
    // to be looked at, and how many are left out.
    find: (answer, decided) => {
      if (stepfree.unstyled()) return [0, 0]; // its pictures may have been brought by the style sheet that is missing
      const alike = new Map();
      let left_out = 0;
      const others = new Set(decided);
      axe.setup(document.documentElement);
      try {
        for (const node of JSON.parse(answer).flatMap((rule) => rule.incomplete)) {
          if (!node.checks.some(([, , facts]) => facts && REASONS.has(facts.messageKey)) || others.has(node.selector)) continue;
          const element = node.selector.includes(' >>> ') ? null : document.querySelector(node.selector);
          const known = alike.get(node.path) || 0;
          if (!element || !plain(element)) continue;
          const style = getComputedStyle(element);
          const own = colour(style.webkitTextFillColor);
          if (!own || lines(element).length === 0) continue;
          if (known >= MOST_ALIKE || texts.length >= MOST) { left_out += 1; continue; }
          alike.set(node.path, known + 1);
          texts.push({ element, facts: {
            ...stepfree.target(element), colour: own, size: parseFloat(style.fontSize), weight: Number(style.fontWeight),
          } });
        }
      } finally { axe.teardown(); }
      return [texts.length, left_out];
    },
    // Brings the first text not yet looked at into view; returns the numbers of those that can be looked at there.
    next: (done) => {
      const rest = texts.map((_, index) => index).filter((index) => !done.includes(index));
      if (rest.length === 0) return [];
      texts[rest[0]].element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      const here = rest.filter((index) => lines(texts[index].element).every(inView));
      return here.includes(rest[0]) ? here : [rest[0], ...here];
    },
    // Those whose pictures have all loaded.
    loaded: async (numbers) => {
      const sure = await Promise.all(numbers.map((index) => Promise.all(behind(texts[index].element).map(stepfree.loaded))));
      return numbers.filter((_, at) => sure[at].every(Boolean));
    },
    hide: (numbers) => {
      for (const { element } of numbers.map((index) => texts[index])) {
        saved.push([element, element.getAttribute('style')]);
        for (const [name, value] of [['transition', 'none'], ['color', 'transparent'], ['-webkit-text-fill-color', 'transparent']]) {
          element.style.setProperty(name, value, 'important');
        }
      }
    },
    show: () => {
      const back = saved.splice(0).reverse();
      for (const [element, style] of back) {
        element.setAttribute('style', style ?? '');
        element.style.setProperty('transition', 'none', 'important');
        void getComputedStyle(element).color; // or the letters would fade in
        if (style === null) element.removeAttribute('style'); else element.setAttribute('style', style);
      }
    },
    // Pictures (PNG, base64) of the viewport before the letters were hidden, while they were and after.
    measure: async (numbers, ...pictures) => {
      const [shown, bare, after] = await Promise.all(pictures.map(decode));
      return numbers.flatMap((index) => {
        const { element, facts } = texts[index];
        const boxes = lines(element);
        if (boxes.length === 0 || !boxes.every(inView)) return [];
        const grounds = [];
        let letters = 0;
        let still = true;
        for (const box of boxes) {
          const place = [Math.round(box.left), Math.round(box.top), Math.round(box.width), Math.round(box.height)];
          const [one, other, again] = [shown, bare, after].map((context) => context.getImageData(...place).data);
          for (let at = 0; at < one.length; at += 4) {
            const far = Math.max(...[0, 1, 2].map((channel) => Math.abs(one[at + channel] - other[at + channel])));
            if (far > 4) letters += 1;
            still &&= one[at] === again[at] && one[at + 1] === again[at + 1] && one[at + 2] === again[at + 2];
            grounds.push(0.2126 * linear(other[at]) + 0.7152 * linear(other[at + 1]) + 0.0722 * linear(other[at + 2]));
          }
        }
        if (!still) return [];
        grounds.sort((a, b) => a - b);
        return [{
          ...facts, letters: letters / grounds.length,
          darkest: grounds[0], dark: share(grounds, 0.1), light: share(grounds, 0.9), lightest: grounds.at(-1),
        }];
      });
    },
  };
})()
