// Pictures that may be QR codes: which they are, one after the other in view, and their pixels in a picture of the
// viewport. Codes that open on hover, and those inside a larger picture, are not looked for.
(() => {
  const MOST = 12;
  const LEAST = 60; // CSS px
  const LARGEST = 600;
  const SQUARE = 1.25; // the longer side by the shorter one
  const QUIET = 8; // CSS px around the picture: the code's own margin may be the page's
  const NEAR = 200; // characters: a longer text around a picture is not about it alone
  const SMALL = 240; // CSS px: smaller ones are read at twice their size
  const PATIENCE = 2000; // ms for a picture to come
  const HINT = /二[维維]码|二維碼|扫一扫|扫码|扫描|掃一掃|掃碼|掃描|微信|公众号|公眾號|小程序|微博|客户端|手机版|qr|wechat|weixin|wx|ewm|erweima|scan/i;
  const codes = [];
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();

  const drawn = (element) => (element.matches('img, svg, canvas, input[type=image], object, embed')
    ? !element.parentElement?.closest('svg')
    : /url\(/.test(getComputedStyle(element).backgroundImage));
  const fits = ({ width, height }) => Math.min(width, height) >= LEAST && Math.max(width, height) <= LARGEST
    && Math.max(width, height) <= SQUARE * Math.min(width, height);
  const inView = (box) => box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
  // What is written around an element: the first text of what holds it, or right before and after it.
  const around = (element) => {
    let at = element;
    for (let steps = 0; at.parentElement && at.parentElement !== document.body && steps < 4; steps += 1) {
      const text = squeeze(at.parentElement.innerText);
      if (text && text.length <= NEAR) return text;
      if (text) break;
      at = at.parentElement;
    }
    return [at.previousElementSibling, at.nextElementSibling].map((other) => squeeze(other?.innerText))
      .filter((text) => text.length <= NEAR).join(' ');
  };
  const own = (element) => ['alt', 'title', 'aria-label', 'class', 'id', 'src']
    .map((name) => (element.getAttribute(name) || '').slice(0, NEAR)).join(' ');
  const come = (element) => (element.localName === 'img' && !element.complete
    ? Promise.race([element.decode().catch(() => {}), new Promise((done) => { setTimeout(done, PATIENCE); })]) : null);

  stepfree.codes = {
    // How many there are to look at, how many that are likely codes are left out, and where the page's links lead.
    find: () => {
      const likely = [];
      const others = [];
      axe.setup(document.documentElement);
      try {
        for (const element of document.body?.querySelectorAll('*') ?? []) {
          if (!fits(element.getBoundingClientRect()) || !drawn(element)) continue;
          if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
          const text = around(element);
          const said = `${own(element)} ${element.parentElement ? element.parentElement.className : ''} ${text}`;
          const name = ['alt', 'title', 'aria-label'].map((one) => squeeze(element.getAttribute(one)));
          (HINT.test(said) ? likely : others).push({
            element, facts: { ...stepfree.target(element), beside: [...name, text].filter(Boolean) },
          });
        }
        codes.push(...likely.slice(0, MOST), ...others.slice(0, Math.max(0, MOST - likely.length)));
        const links = [...document.querySelectorAll('a[href], area[href]')].filter((link) => {
          const virtual = axe.utils.getNodeFromTree(link);
          return virtual && axe.commons.dom.isVisibleToScreenReaders(virtual);
        }).map((link) => link.href);
        // The page itself, by the addresses it gives for itself: whoever reads it has come there.
        const itself = [document.URL, ...[...document.querySelectorAll('link[rel~=canonical i][href], link[rel~=alternate i][href]')]
          .map((link) => link.href)];
        return { left_out: Math.max(0, likely.length - MOST), links: [...new Set([...links, ...itself])] };
      } finally { axe.teardown(); }
    },
    // Brings the first one not yet looked at into view; returns the numbers of those that stand there, once they came.
    next: async (done) => {
      const rest = codes.map((_, index) => index).filter((index) => !done.includes(index));
      if (rest.length === 0) return [];
      codes[rest[0]].element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
      const here = rest.filter((index) => inView(codes[index].element.getBoundingClientRect()));
      await Promise.all(here.map((index) => come(codes[index].element)));
      return here.includes(rest[0]) ? here : [rest[0], ...here];
    },
    // picture: of the viewport (PNG, base64). Returns the grey bytes of those that stand in it.
    pixels: async (numbers, picture) => {
      const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      return numbers.flatMap((index) => {
        const box = codes[index].element.getBoundingClientRect();
        if (!inView(box)) return [];
        const left = Math.max(0, Math.floor(box.left) - QUIET);
        const top = Math.max(0, Math.floor(box.top) - QUIET);
        const width = Math.min(innerWidth, Math.ceil(box.right) + QUIET) - left;
        const height = Math.min(innerHeight, Math.ceil(box.bottom) + QUIET) - top;
        const scale = Math.max(width, height) < SMALL ? 2 : 1;
        const context = new OffscreenCanvas(width * scale, height * scale).getContext('2d');
        context.drawImage(bitmap, left, top, width, height, 0, 0, width * scale, height * scale);
        const { data } = context.getImageData(0, 0, width * scale, height * scale);
        let grey = '';
        for (let at = 0; at < data.length; at += 4) {
          grey += String.fromCharCode(Math.round(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]));
        }
        return [{ ...codes[index].facts, index, width: width * scale, height: height * scale, grey: btoa(grey) }];
      });
    },
  };
})()
