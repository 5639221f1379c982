// Pictures that may be QR codes, and the links that may lead to the same place. Codes that open on hover, and those
// inside a larger picture, are not looked for.
(() => {
  const MOST = 12;
  const LEAST = 60; // CSS px
  const LARGEST = 600;
  const SQUARE = 1.25; // the longer side by the shorter one
  const LOOK = { margin: 8, small: 240 }; // CSS px: the code's quiet zone may be the page's; a small one is enlarged
  const SHOWN = 200; // characters of an attribute
  const HINT = /二[维維]码|二維碼|扫一扫|扫码|扫描|掃一掃|掃碼|掃描|微信|公众号|公眾號|小程序|微博|客户端|手机版|qr|wechat|weixin|wx|ewm|erweima|scan/i;

  const drawn = (element) => (element.matches('img, svg, canvas, input[type=image], object, embed')
    ? !element.parentElement?.closest('svg')
    : /url\(/.test(getComputedStyle(element).backgroundImage));
  const fits = ({ width, height }) => Math.min(width, height) >= LEAST && Math.max(width, height) <= LARGEST
    && Math.max(width, height) <= SQUARE * Math.min(width, height);
  const own = (element) => ['alt', 'title', 'aria-label', 'class', 'id', 'src']
    .map((name) => (element.getAttribute(name) || '').slice(0, SHOWN)).join(' ');

  stepfree.qr_codes = {
    // How many that are likely codes are left out, and where the page's links lead.
    find: () => {
      const likely = [];
      const others = [];
      axe.setup(document.documentElement);
      try {
        for (const element of document.body?.querySelectorAll('*') ?? []) {
          if (!fits(element.getBoundingClientRect()) || !drawn(element)) continue;
          if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
          const text = stepfree.around(element);
          const said = `${own(element)} ${element.parentElement.getAttribute('class') || ''} ${text}`;
          (HINT.test(said) ? likely : others).push({
            element, facts: { ...stepfree.target(element), beside: [...stepfree.written(element), text] },
          });
        }
        const codes = [...likely.slice(0, MOST), ...others.slice(0, Math.max(0, MOST - likely.length))];
        stepfree.qr_codes.taken = stepfree.photographs(codes, LOOK);
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
  };
})()
