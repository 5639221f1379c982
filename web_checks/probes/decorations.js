// Images that are seen but kept from assistive technology, those of them that look like content, and images of text.
stepfree.probes.decorations = () => {
  const SMALL = 8; // CSS px: less is a spacer or a tracking dot
  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width >= SMALL && box.height >= SMALL && axe.commons.dom.isVisibleOnScreen(element);
  };
  const hiddenBy = (element) => {
    const role = (element.getAttribute('role') || '').trim().split(/\s+/)[0];
    if (role === 'none' || role === 'presentation') return 'role';
    if (element.getAttribute('aria-hidden') === 'true') return 'aria-hidden';
    return element.closest('[aria-hidden=true]') ? 'ancestor' : '';
  };
  const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  let spoken = null;
  // What a screen reader says elsewhere on the page: an image may repeat it.
  const said = (name) => {
    if (spoken === null) {
      const names = [...document.querySelectorAll('img[alt]:not([aria-hidden=true], [role=none], [role=presentation]), [aria-label]')]
        .filter((element) => !element.closest('[aria-hidden=true]')).map((element) => `${element.getAttribute('aria-label') || ''} ${element.getAttribute('alt') || ''}`);
      spoken = fold(`${document.body.innerText} ${names.join(' ')}`);
    }
    return spoken.includes(fold(name));
  };
  const hidden = [];
  for (const element of document.querySelectorAll('img[alt], svg, canvas')) {
    if (element.localName === 'svg' && element.parentElement?.closest('svg')) continue;
    const by = hiddenBy(element);
    const name = element.localName === 'img' ? element.alt.trim()
      : element.localName === 'svg' ? (element.getAttribute('aria-label') || element.querySelector(':scope > title')?.textContent || '').trim()
        : (element.getAttribute('aria-label') || '').trim();
    if (!by || !name || !shown(element)) continue;
    const control = element.closest('a[href], button, [role=link], [role=button]');
    const virtual = control && axe.utils.getNodeFromTree(control);
    hidden.push({
      ...stepfree.target(element), name: name.slice(0, 300), by, said: said(name),
      named: Boolean(virtual && axe.commons.text.accessibleTextVirtual(virtual).trim()),
    });
  }
  // Drawings written into the page's own source can be read: their text elements are text in an image.
  const texts = [];
  const drawn = (address) => {
    const found = /^data:image\/svg\+xml([^,]*),(.*)$/s.exec(address || '');
    if (!found) return '';
    try {
      const source = /;base64/i.test(found[1]) ? atob(found[2]) : decodeURIComponent(found[2].replace(/%(?![0-9a-f]{2})/gi, '%25'));
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      return [...parsed.querySelectorAll('text')].map((text) => text.textContent).join(' ').replace(/\s+/g, ' ').trim();
    } catch { return ''; }
  };
  for (const element of document.querySelectorAll('img, input[type=image], object, embed, svg image')) {
    const address = element.currentSrc || element.src || element.data || element.href?.baseVal;
    const text = typeof address === 'string' && address.startsWith('data:image/svg') ? drawn(address) : '';
    if (!text || !shown(element)) continue;
    const hints = [element.id, element.getAttribute('class'), element.getAttribute('alt'), element.closest('[class*=logo i], [id*=logo i]') ? 'logo' : ''];
    texts.push({ ...stepfree.target(element), text: text.slice(0, 300), hints: hints.filter(Boolean).join(' ').slice(0, 300) });
  }
  // Images with an empty alternative that stand where pages put what they want to show.
  const LARGE = 300 * 200; // CSS px²: ornaments are smaller
  const CONTENT = 'article, main, [role=main], .TRS_Editor, [class*=article i], [class*=detail i], [id*=zoom i], [id*=article i]';
  const silent = [];
  for (const element of document.querySelectorAll('img[alt]')) {
    if (element.alt.trim() !== '' || element.closest('a[href], button, nav, header, footer, [aria-hidden=true]') || !shown(element)) continue;
    if (element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')) continue;
    const figure = element.closest('figure');
    const caption = figure?.querySelector('figcaption')?.innerText.trim() || '';
    const only = Boolean(caption) && figure.innerText.trim() === caption && figure.querySelectorAll('img, svg, video, canvas, table').length === 1;
    const box = element.getBoundingClientRect();
    const large = box.width * box.height >= LARGE && (element.closest(CONTENT)?.innerText.trim().length || 0) >= 200;
    // A tooltip says what the image is about to those who can rest a pointer on it, and to nobody else.
    const tip = element.title.trim();
    if (only || large || tip) silent.push({ ...stepfree.target(element), caption: only ? caption.slice(0, 200) : '', tip: tip.slice(0, 200) });
  }
  return { hidden, texts, silent };
};
