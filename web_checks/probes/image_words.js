// Images large enough to hold words, and what is written beside them. Logos are left out: they may be images.
(() => {
  const MOST = 5;
  const WIDE = 200; // CSS px
  const HIGH = 60;
  const TEXT = 100000; // characters of the page
  const LOGO = /logo|brand|标志|徽标|会徽|国徽/i;
  const logo = (element) => LOGO.test(['id', 'class', 'alt', 'src'].map((name) => element.getAttribute(name) || '').join(' '))
    || element.closest('[class*=logo i], [id*=logo i]') !== null;

  stepfree.image_words = {
    // How many are left out, and the page's text.
    find: () => {
      const sources = new Set();
      const images = [];
      axe.setup(document.documentElement);
      try {
        for (const element of document.querySelectorAll('img, input[type=image]')) {
          const { width, height } = element.getBoundingClientRect();
          if (width < WIDE || height < HIGH || logo(element) || sources.has(element.currentSrc || element.src)) continue;
          if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
          sources.add(element.currentSrc || element.src);
          images.push({
            element, facts: { ...stepfree.target(element), beside: [...stepfree.written(element), stepfree.around(element)] },
          });
        }
      } finally { axe.teardown(); }
      stepfree.image_words.taken = stepfree.photographs(images.slice(0, MOST));
      return { left_out: Math.max(0, images.length - MOST), text: (document.body?.innerText || '').slice(0, TEXT) };
    },
  };
})()
