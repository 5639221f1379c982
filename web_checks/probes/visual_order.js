// Neighbours that order, grid cells or absolute positions show in the opposite order of their source.
stepfree.probes.visual_order = () => {
  const LENGTH = 20; // characters: less is a label, a date or a number
  const MOST = 100;
  const APART = 'nav, aside, header, footer, search, [role=navigation], [role=complementary], [role=banner], [role=contentinfo], [role=search]';
  const words = (element) => element.innerText.replace(/\s+/g, ' ').trim();
  const before = (one, other) => one.bottom <= other.top + 1
    || (one.right <= other.left + 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1);
  const swapped = (container, style) => {
    const reversed = style.display.includes('flex') && /reverse/.test(`${style.flexDirection} ${style.flexWrap}`);
    const parts = [...container.children].filter((child) => {
      const own = getComputedStyle(child);
      const box = child.getBoundingClientRect();
      return !/absolute|fixed/.test(own.position) && box.width > 1 && box.height > 1 && own.transform === 'none';
    });
    const orders = parts.map((part) => Number(getComputedStyle(part).order));
    if (!reversed && new Set(orders).size < 2) return null;
    const told = parts.map((part, index) => ({ part, order: orders[index] })).filter(({ part }) => (
      !part.matches(APART) && axe.commons.dom.isVisibleOnScreen(part) && [...words(part)].length >= LENGTH));
    for (let index = 1; index < told.length; index += 1) {
      const [first, second] = [told[index - 1], told[index]];
      if (!reversed && first.order <= second.order) continue;
      if (before(second.part.getBoundingClientRect(), first.part.getBoundingClientRect())) {
        return [words(first.part), words(second.part)].map((text) => [...text].slice(0, LENGTH).join(''));
      }
    }
    return null;
  };
  const FIELD = 'input:not([type=hidden]), select, textarea';
  const pair = (parts, unordered) => {
    for (let index = 1; index < parts.length; index += 1) {
      const [first, second] = [parts[index - 1], parts[index]];
      if (unordered(first, second)) return [words(first), words(second)].map((text) => [...text].slice(0, LENGTH).join(''));
    }
    return null;
  };
  // Fields that a grid puts where it likes.
  const misplaced = (container) => {
    const parts = [...container.children].filter((child) => child.querySelectorAll(FIELD).length === 1 && axe.commons.dom.isVisibleOnScreen(child));
    return pair(parts, (first, second) => before(second.getBoundingClientRect(), first.getBoundingClientRect()));
  };
  // Texts that their positions set one over the other, in one column.
  const stacked = (container) => {
    const parts = [...container.children].filter((child) => (
      getComputedStyle(child).position === 'absolute' && !child.matches(APART) && axe.commons.dom.isVisibleOnScreen(child) && [...words(child)].length >= LENGTH));
    return pair(parts, (first, second) => {
      const [one, other] = [first.getBoundingClientRect(), second.getBoundingClientRect()];
      return other.bottom <= one.top + 1 && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1;
    });
  };
  const found = [];
  for (const container of document.querySelectorAll('body, body *')) {
    if (container.childElementCount < 2) continue;
    const style = getComputedStyle(container);
    if (style.direction === 'rtl' || style.writingMode !== 'horizontal-tb') continue;
    const texts = (/flex|grid/.test(style.display) ? swapped(container, style) : null)
      || (style.display.includes('grid') ? misplaced(container) : null) || stacked(container);
    if (texts && found.length >= MOST) stepfree.leaveOut();
    else if (texts) found.push({ ...stepfree.target(container), first: texts[0], second: texts[1] });
  }
  return found;
};
