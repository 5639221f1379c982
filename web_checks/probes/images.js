// Images that assistive technology meets, with the name it hears.
stepfree.probes.images = () => {
  const NEAR = 400; // characters: a longer text beside an image is no caption
  const seen = [];
  const words = (element) => (element && !element.querySelector('img') ? element.innerText : '')?.replace(/\s+/g, ' ').trim() || '';
  // The texts right before and after an image, wrappers that hold nothing else aside, and its caption.
  const beside = (element) => {
    let outer = element;
    while (outer.parentElement && outer.parentElement !== document.body && outer.parentElement.children.length === 1
      && !outer.parentElement.innerText?.trim()) outer = outer.parentElement;
    return [element.closest('figure')?.querySelector('figcaption'), outer.previousElementSibling, outer.nextElementSibling]
      .map(words).filter((text) => text && text.length <= NEAR);
  };
  const titles = [document.title, document.title.split(/[-_|–—]/)[0], ...[...document.querySelectorAll('h1')].map(words)]
    .map((title) => title.trim()).filter(Boolean).slice(0, 12);
  for (const element of document.querySelectorAll('img, input[type=image], area[href], [role=img], svg[role=img]')) {
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    if (['presentation', 'none'].includes(axe.commons.aria.getRole(virtual))) continue;
    const link = element.closest('a[href], button, [role=link], [role=button]');
    seen.push({
      ...stepfree.target(element),
      name: stepfree.name(element).trim(),
      written: element.getAttribute('alt') ?? '',
      beside: beside(element),
      titles,
      control: link !== null,
      source: element.currentSrc || element.src || '',
      // Text beside the image in the same link or button: there the image's own name is not the only one.
      alone: !link || axe.utils.getNodeFromTree(link) == null
        || stepfree.name(link).trim() === stepfree.name(element).trim(),
    });
  }
  return seen;
};
