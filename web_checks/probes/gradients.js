// Text on a gradient: the lightest and darkest colours that the gradient can have bound the contrast from both sides.
stepfree.probes.gradients = () => {
  const MOST = 200; // of one ground
  const seen = [];
  const rgba = (text) => {
    const parts = /^rgba?\(([^)]+)\)$/.exec(text);
    if (!parts) return null;
    const [red, green, blue, alpha = 1] = parts[1].split(/[\s,/]+/).map(Number);
    return { channels: [red, green, blue], alpha };
  };
  const bare = (style) => style.backgroundImage === 'none' && rgba(style.backgroundColor)?.alpha === 0;
  const whole = (style) => style.opacity === '1' && style.filter === 'none' && style.mixBlendMode === 'normal' && style.textShadow === 'none';
  const within = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  for (const ground of document.querySelectorAll('body *')) {
    const style = getComputedStyle(ground);
    // One layer that fills the box: what lies under it does not show.
    if (!/^(?:repeating-)?(?:linear|radial|conic)-gradient\((?!.*gradient\()/.test(style.backgroundImage)) continue;
    if (style.backgroundSize !== 'auto' || style.backgroundClip === 'text' || style.backgroundClip !== 'border-box') continue;
    const stops = (style.backgroundImage.match(/(?:rgba?|hsla?|color|lab|lch|oklab|oklch|color-mix)\([^()]*\)/g) || []).map(rgba);
    if (stops.length < 2 || stops.some((stop) => !stop || stop.alpha !== 1) || /\bin (?:hsl|hwb|lch|oklch|lab|oklab|xyz)/.test(style.backgroundImage)) continue;
    const box = ground.getBoundingClientRect();
    const walker = document.createTreeWalker(ground, NodeFilter.SHOW_TEXT);
    const tested = new Set();
    const more = new Set();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (tested.has(element) || !/[\p{L}\p{N}]/u.test(node.data)) continue;
      if (tested.size >= MOST) { more.add(element); continue; }
      const chain = [];
      for (let at = element; at !== ground; at = at.parentElement) chain.push(getComputedStyle(at));
      if (!chain.every((at) => bare(at) && whole(at) && !/absolute|fixed|sticky/.test(at.position)) || !whole(style)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      const virtual = axe.utils.getNodeFromTree(element);
      if (!virtual || !axe.commons.dom.isVisibleOnScreen(virtual) || text.width === 0 || !within(text, box)) continue;
      if (element.closest(':disabled, [aria-disabled=true], label:has(:disabled)')) continue;
      const own = chain[0] || style;
      const colour = rgba(own.webkitTextFillColor || own.color);
      if (!colour || colour.alpha !== 1) continue;
      tested.add(element);
      seen.push({
        ...stepfree.target(element), colour: colour.channels, stops: stops.map((stop) => stop.channels),
        size: parseFloat(own.fontSize), weight: Number(own.fontWeight),
      });
    }
    stepfree.leaveOut(more.size);
  }
  return seen;
};
