// Images that assistive technology meets, with the name it hears.
stepfree.probes.images = () => {
  const seen = [];
  for (const element of document.querySelectorAll('img, input[type=image], area[href], [role=img], svg[role=img]')) {
    const virtual = axe.utils.getNodeFromTree(element);
    if (!virtual || !axe.commons.dom.isVisibleToScreenReaders(virtual)) continue;
    if (['presentation', 'none'].includes(axe.commons.aria.getRole(virtual))) continue;
    const link = element.closest('a[href], button, [role=link], [role=button]');
    seen.push({
      ...stepfree.target(element),
      name: axe.commons.text.accessibleTextVirtual(virtual).trim(),
      written: element.getAttribute('alt') ?? '',
      source: element.currentSrc || element.src || '',
      // Text beside the image in the same link or button: there the image's own name is not the only one.
      alone: !link || axe.utils.getNodeFromTree(link) == null
        || axe.commons.text.accessibleTextVirtual(axe.utils.getNodeFromTree(link)).trim()
          === axe.commons.text.accessibleTextVirtual(virtual).trim(),
    });
  }
  return seen;
};
