// What shows where a control is: borders, fills and icons of controls that the page styles itself, with the colours
// beside them. What the browser draws by itself (native checkboxes), and grounds of unknown colour, are left out.
stepfree.probes.boundaries = () => {
  const MOST = 300;
  const FIELDS = 'input:not([type=hidden], [type=checkbox], [type=radio], [type=range], [type=color], [type=file], [type=image], '
    + '[type=button], [type=submit], [type=reset]), textarea, select';
  const CHOICES = 'input[type=checkbox], input[type=radio], [role=checkbox]:not(input), [role=radio]:not(input)';
  const ICONS = 'button, a[href], [role=button]';
  // Null: a colour that cannot be told.
  const colour = (text) => {
    const parts = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(text);
    if (!parts) return null;
    const alpha = parts[4] === undefined ? 1 : Number(parts[4]);
    return { channels: parts.slice(1, 4).map(Number), clear: alpha === 0, solid: alpha === 1 };
  };
  // The colour that an element stands on: null when a picture or something see-through lies there.
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const own = colour(style.backgroundColor);
      if (style.backgroundImage !== 'none' || style.opacity !== '1' || !own) return null;
      if (own.solid) return own.channels;
      if (!own.clear) return null;
    }
    return [255, 255, 255];
  };
  const drawn = (element, part) => !['none', 'normal', ''].includes(getComputedStyle(element, part).content);
  // Pairs of colours that meet at an element's edge; null when it has an edge that cannot be told.
  const edges = (element) => {
    const style = getComputedStyle(element);
    const outside = ground(element.parentElement);
    if (!outside || style.boxShadow !== 'none' || style.borderImageSource !== 'none' || style.filter !== 'none') return null;
    const inside = ground(element);
    if (!inside || drawn(element, '::before') || drawn(element, '::after')) return null;
    const pairs = [[inside, outside]];
    for (const side of ['border-top', 'border-right', 'border-bottom', 'border-left', 'outline']) {
      const line = style.getPropertyValue(`${side}-style`);
      if (['none', 'hidden'].includes(line) || parseFloat(style.getPropertyValue(`${side}-width`)) === 0) continue;
      const own = colour(style.getPropertyValue(`${side}-color`));
      if (!own || (!own.solid && !own.clear)) return null;
      if (own.solid) pairs.push([own.channels, outside], [own.channels, inside]);
    }
    return pairs;
  };
  // A box drawn tightly around a field by its wrapper, or by what lies in it, shows the field as well.
  const boundary = (element) => {
    const box = element.getBoundingClientRect();
    let pairs = edges(element);
    let around = element.parentElement;
    for (let up = 0; pairs && up < 3 && around && around !== document.body; up += 1, around = around.parentElement) {
      if (around.getBoundingClientRect().height > box.height * 2.5) break;
      const more = [around, ...around.children].filter((part) => !part.contains(element) || part === around).map((part) => {
        const own = part.getBoundingClientRect();
        const covers = own.left <= box.left + 1 && own.right >= box.right - 1 && own.bottom >= box.bottom - 1;
        return covers ? edges(part) : [];
      });
      pairs = more.some((found) => found === null) ? null : [...pairs, ...more.flat()];
    }
    return pairs;
  };
  // Shows words: told from the markup, since asking for the words as shown costs. (Hidden, it shows no icon either.)
  const worded = (element) => !element.shadowRoot
    && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
  // Colours of an icon that is all that a control shows; null when they cannot be told.
  const icon = (element) => {
    if (element.querySelector('img, canvas, video, object, image, use, picture, [style*=background]') || element.innerText.trim()) return null;
    const on = ground(element);
    if (!on) return null;
    const colours = [];
    for (const part of [element, ...element.querySelectorAll('*')]) {
      const style = getComputedStyle(part);
      if (style.opacity !== '1' || style.filter !== 'none' || style.backgroundImage !== 'none' || style.maskImage !== 'none') return null;
      if (part.matches('path, rect, circle, ellipse, polygon, polyline, line')) {
        if (part.closest('defs, clipPath, mask')) continue;
        for (const paint of [style.fill, style.stroke].filter((paint) => paint !== 'none')) colours.push(colour(paint));
      }
      for (const pseudo of ['::before', '::after']) {
        if (!drawn(part, pseudo)) continue;
        const other = getComputedStyle(part, pseudo);
        // A sign of an icon font; anything else may be a box drawn by hand.
        if (!/^"[\u{e000}-\u{f8ff}]"$/u.test(other.content) || other.opacity !== '1') return null;
        colours.push(colour(other.color));
      }
      if (part !== element && part.localName !== 'svg' && !part.closest('svg') && !colour(style.backgroundColor)?.clear) return null;
    }
    if (colours.length === 0 || colours.some((found) => !found || !found.solid)) return null;
    return colours.map((found) => [found.channels, on]);
  };
  const found = [];
  for (const element of document.querySelectorAll(`${FIELDS}, ${CHOICES}, ${ICONS}`)) {
    if (element.matches(':disabled, [aria-disabled=true], [readonly]') || !element.parentElement) continue;
    const kind = element.matches(CHOICES) ? 'choice' : element.matches(FIELDS) ? 'field' : 'icon';
    if (kind === 'icon' && worded(element)) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 8 || box.height < 8 || !axe.commons.dom.isVisibleOnScreen(element)) continue;
    const style = getComputedStyle(element);
    // Drawn by the browser: exempt unless the page changes it.
    const native = element.localName === 'input';
    if (kind === 'choice' && (native ? style.appearance !== 'none' : element.innerText.trim() || element.querySelector('img, svg, canvas, *'))) continue;
    if (kind === 'field' && style.borderTopColor === 'rgb(118, 118, 118)' && style.borderTopStyle === (element.localName === 'input' ? 'inset' : 'solid')) continue;
    if (found.length >= MOST) { stepfree.leaveOut(); continue; }
    const pairs = kind === 'icon' ? icon(element) : boundary(element);
    if (pairs) found.push({ ...stepfree.target(element), kind, pairs });
  }
  return found;
};
