// Words and pictures that only the style sheet holds: the content of ::before and ::after.
stepfree.probes.generated = () => {
  const MOST = 40;
  const MOST_ELEMENTS = 8000;
  const PICTURE = 48; // CSS px each way: smaller ones are icons and bullets
  const WORD = /\p{Script=Han}{2,}|\p{L}{3,}/u;
  const fold = (text) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  const found = [];
  // What the element says without the style sheet.
  const says = (element) => fold([element.textContent, stepfree.name(element), element.title, element.getAttribute('aria-label')].filter(Boolean).join(' '));
  const look = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const content = style.content;
    if (content === 'none' || content === 'normal' || content === '""' || style.display === 'none' || style.visibility !== 'visible' || parseFloat(style.opacity) === 0) return null;
    // What stands after the slash is the alternative: content: url(seal.png) / "National seal".
    if (/\/\s*"/.test(content.replace(/url\("[^"]*"\)/g, 'url()'))) return null;
    const strings = [...content.replace(/url\("[^"]*"\)/g, '').matchAll(/(?<!\w\()"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]).join(' ').trim();
    // The names of an icon font's signs are written in letters and drawn as pictures.
    if (WORD.test(strings) && !/icon|symbol|awesome|glyph/i.test(style.fontFamily)) return says(element).includes(fold(strings)) ? null : { text: strings, picture: false };
    if (!content.startsWith('url(')) return null;
    const box = element.getBoundingClientRect();
    const bare = element.innerText.trim() === '' && says(element) === '';
    return bare && box.width >= PICTURE && box.height >= PICTURE && !element.closest('a[href], button') ? { text: '', picture: true } : null;
  };
  const all = document.querySelectorAll('body *:not(script, style, br, option, source, track, template, noscript)');
  for (const element of stepfree.first([...all], MOST_ELEMENTS)) {
    const facts = ['::before', '::after'].map((pseudo) => look(element, pseudo)).filter(Boolean);
    if (facts.length === 0 || element.closest('[aria-hidden=true]')) continue;
    const node = axe.utils.getNodeFromTree(element);
    if (!node || !axe.commons.dom.isVisibleOnScreen(node)) continue;
    if (found.length >= MOST) { stepfree.leaveOut(); continue; }
    found.push({ ...stepfree.target(element), text: facts.map((fact) => fact.text).filter(Boolean).join(' ').slice(0, 80), picture: facts.some((fact) => fact.picture) });
  }
  return found;
};
