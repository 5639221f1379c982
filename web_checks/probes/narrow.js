(limit) => {
  const MOST = 20;
  const TWO_DIMENSIONAL = 'table, pre, canvas, svg, img, video, object, embed, iframe, map, math, [role=toolbar], [role=grid], [role=img], [role=application]';
  const scroller = document.scrollingElement || document.documentElement;
  const width = scroller.scrollWidth;
  const overflows = [];
  // What a box cuts off, or scrolls by itself, does not make the page scroll: if anything does, it is that box. What it
  // holds may just be gliding by.
  const boxed = (element) => {
    for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowX !== 'visible') return true;
    }
    return false;
  };
  if (width > limit + 1) {
    axe.setup(document.documentElement);
    try {
      for (const element of document.body.querySelectorAll('*')) {
        const box = element.getBoundingClientRect();
        const right = box.right + scroller.scrollLeft;
        if (box.width === 0 || box.height === 0 || right <= limit + 1) continue;
        const style = getComputedStyle(element);
        if (style.visibility !== 'visible' || style.position === 'fixed' || boxed(element)) continue;
        const parent = element.parentElement;
        // The outermost element that is too wide names the fault; its children are only carried along.
        if (parent !== document.body && parent.getBoundingClientRect().right + scroller.scrollLeft >= right) continue;
        overflows.push({ ...stepfree.target(element), right, twoDimensional: element.closest(TWO_DIMENSIONAL) !== null });
      }
    } finally { axe.teardown(); }
    overflows.sort((a, b) => b.right - a.right || (a.selector < b.selector ? -1 : 1));
  }
  return { width, overflows: overflows.slice(0, MOST), left_out: Math.max(0, overflows.length - MOST), unstyled: stepfree.unstyled() };
}
