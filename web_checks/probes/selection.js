// Rows of tabs and links of which one stands out by its class and its looks: the one that is chosen, or is this page.
stepfree.probes.selection = () => {
  const MOST = 100;
  const FEWEST = 3; // items: of two, which one is chosen cannot be seen by the looks
  const LONGEST = 20; // characters: a longer text is no tab
  const STATE = /^(?:(?:is-)?(?:active|current|cur|curr|selected|sel|on|now|checked)|.+[-_](?:active|current|cur|selected|on|this)|current[-_]\w+)$/i;
  const EXPOSED = ['current', 'selected', 'pressed', 'checked', 'expanded'].map((state) => `[aria-${state}]`).join(', ');
  const TOLD = /当前|已选|选中|選中|\b(?:current|selected)\b/i;
  const CONTROL = 'a, button, [role=tab], [role=button], [onclick], [onmouseover], input[type=button]';
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const marked = (item) => [...item.classList].some((word) => STATE.test(word));
  const control = (item) => (item.matches(CONTROL) ? item : item.querySelector(CONTROL));
  const SEEN = ['color', 'backgroundColor', 'backgroundImage', 'fontWeight', 'borderTopColor', 'borderBottomColor', 'borderBottomWidth', 'textDecorationLine'];
  const look = (item) => [...new Set([item, control(item) || item])].map((part) => {
    const style = getComputedStyle(part);
    return SEEN.map((name) => style[name]).join(' ');
  }).join(' | ');
  const shown = (item) => {
    const node = axe.utils.getNodeFromTree(item);
    return Boolean(node && axe.commons.dom.isVisibleOnScreen(node) && axe.commons.dom.isVisibleToScreenReaders(node));
  };
  const clickable = (item) => control(item) !== null || getComputedStyle(item).cursor === 'pointer';
  const found = [];
  const groups = new Set();
  const templates = new Set(); // one of a kind
  for (const item of document.querySelectorAll('body [class]')) {
    const holder = item.parentElement;
    if (!marked(item) || groups.has(holder) || item.closest('select, svg')) continue;
    groups.add(holder);
    const alike = [...holder.children].filter((one) => one.localName === item.localName && one.textContent.trim() !== '');
    if (alike.length < FEWEST || alike.filter(marked).length !== 1) continue;
    const items = alike.filter((one) => squeeze(one.innerText) !== '');
    if (items.length < FEWEST || !items.includes(item)) continue;
    if (items.some((one) => squeeze(one.innerText).length > LONGEST) || !items.every(clickable) || !items.every(shown)) continue;
    // What is no link among links is heard as another thing.
    if ((control(item)?.localName || '') !== (control(items.find((one) => one !== item))?.localName || '')) continue;
    const others = new Set(items.filter((one) => one !== item).map(look));
    if (others.has(look(item)) || others.size > items.length / 2) continue;
    const link = control(item);
    const exposed = item.closest(EXPOSED) !== null || item.querySelector(`${EXPOSED}, input:checked`) !== null
      || TOLD.test(`${item.textContent} ${link?.getAttribute('aria-label') || ''} ${link?.title || ''}`);
    const template = `${stepfree.path(holder)} ${exposed}`;
    if (templates.has(template)) continue;
    templates.add(template);
    if (found.length >= MOST) { stepfree.leaveOut(); continue; }
    found.push({
      ...stepfree.target(item),
      text: squeeze(item.innerText),
      items: items.length,
      leads: Boolean(link && link.localName === 'a' && /^(?!#|javascript:)./i.test(link.getAttribute('href') || '')),
      exposed,
    });
  }
  return found;
};
