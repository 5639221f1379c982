// Outlines the element that a selector names, brings it into view and returns the place of its picture (CSS px of the
// viewport); null when it cannot be seen. stepfree.unmark() takes the outline away again.
(selector, least, most, margin) => {
  let root = document;
  let element = null;
  const frames = [];
  for (const part of selector.split(' >>> ')) {
    if (element) {
      root = element.shadowRoot || element.contentDocument;
      if (!root) return null;
      if (!element.shadowRoot) frames.unshift(element);
    }
    element = root.querySelector(part);
    if (!element) return null;
  }
  if (['html', 'body', 'head', 'frameset'].includes(element.localName)) return null;
  element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
  const box = element.getBoundingClientRect();
  let { left, top } = box;
  for (const frame of frames) {
    const outer = frame.getBoundingClientRect();
    left += outer.left + frame.clientLeft;
    top += outer.top + frame.clientTop;
  }
  const shown = (start, size, end) => Math.min(start + size, end) - Math.max(start, 0);
  if (shown(left, box.width, innerWidth) < 1 || shown(top, box.height, innerHeight) < 1) return null;
  // Around small elements enough is shown to tell where they are; of large ones the beginning.
  const cut = (start, size, small, large, end) => {
    const wanted = Math.min(Math.max(size + 2 * margin, small), large, end);
    const from = size + 2 * margin > large ? start - margin : start + (size - wanted) / 2;
    return [Math.round(Math.min(Math.max(from, 0), end - wanted)), Math.round(wanted)];
  };
  const [x, width] = cut(left, box.width, least[0], most[0], innerWidth);
  const [y, height] = cut(top, box.height, least[1], most[1], innerHeight);
  const { style } = element;
  const before = ['outline', 'outline-offset'].map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
  stepfree.unmark = () => { for (const [name, value, priority] of before) style.setProperty(name, value, priority); };
  style.setProperty('outline', '3px solid #d4002a', 'important');
  style.setProperty('outline-offset', '2px', 'important');
  return { x, y, width, height };
}
