// Neighbours that order, grid cells, floats or absolute positions show in the opposite order of their source.
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
  // Three parts and more of one row, seen from last to first: floated to the right one after the other, or reordered.
  const FEWEST = 3;
  const STOP = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex^="-"])';
  const turned = (container, style, own, floated) => {
    const placed = style.display.includes('grid') || (style.display.includes('flex')
      && (/reverse/.test(`${style.flexDirection} ${style.flexWrap}`) || own.some(({ order }) => order !== own[0].order)));
    const candidates = [...container.children].filter((child, index) => (
      (placed || floated[index]) && !/absolute|fixed/.test(own[index].position) && own[index].transform === 'none'));
    if (candidates.length < FEWEST) return null;
    const boxes = candidates.map((part) => part.getBoundingClientRect());
    const leftOf = (one, other) => one.right <= other.left + 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    let run = [];
    for (let index = 0; index <= candidates.length; index += 1) {
      if (index < candidates.length && (run.length === 0 || leftOf(boxes[index], boxes[index - 1]))) { run.push(candidates[index]); continue; }
      if (run.length >= FEWEST) break;
      run = index < candidates.length ? [candidates[index]] : [];
    }
    if (run.length < FEWEST || !run.every((part) => words(part) !== '' && axe.commons.dom.isVisibleOnScreen(part))) return null;
    const stops = run.filter((part) => part.matches(STOP) || part.querySelector(STOP) !== null).length;
    const [first, second] = [run[0], run[run.length - 1]].map((part) => [...words(part)].slice(0, LENGTH).join(''));
    return { first, second, parts: run.length, stops };
  };
  // A control among three and more that floats away from between its neighbours: it takes the focus before one that is
  // seen ahead of it. The first or the last of a row may well stand apart (更多 at its end).
  const strayed = (container, floated) => {
    const parts = [...container.children];
    const between = floated.findIndex((right, index) => right && index > 0 && index < parts.length - 1);
    if (between < 0 || !parts.every((part) => part.matches(STOP) && words(part) !== '' && axe.commons.dom.isVisibleOnScreen(part))) return null;
    const [left, here, next] = [between - 1, between, between + 1].map((index) => parts[index].getBoundingClientRect());
    const inRow = Math.min(left.bottom, here.bottom, next.bottom) - Math.max(left.top, here.top, next.top) > 1;
    if (!inRow || left.right > next.left + 1 || next.right > here.left + 1) return null;
    const [first, second] = [parts[between], parts[between + 1]].map((part) => [...words(part)].slice(0, LENGTH).join(''));
    return { first, second, parts: 2, stops: 2 };
  };
  const moved = (container, style, own) => {
    if (own.length < FEWEST) return null;
    const floated = own.map(({ float }) => float === 'right');
    return turned(container, style, own, floated) || strayed(container, floated);
  };
  // Texts that their positions set one over the other, in one column.
  const stacked = (container, own) => {
    const parts = [...container.children].filter((child, index) => (
      own[index].position === 'absolute' && !child.matches(APART) && axe.commons.dom.isVisibleOnScreen(child) && [...words(child)].length >= LENGTH));
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
    const own = [...container.children].map((child) => getComputedStyle(child));
    const texts = (/flex|grid/.test(style.display) ? swapped(container, style) : null)
      || (style.display.includes('grid') ? misplaced(container) : null) || stacked(container, own);
    const row = texts ? { first: texts[0], second: texts[1], parts: 2, stops: 0 } : moved(container, style, own);
    if (row && found.length >= MOST) stepfree.leaveOut();
    else if (row) found.push({ ...stepfree.target(container), ...row });
  }
  return found;
};
