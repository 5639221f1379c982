// Semantics that the markup promises: summaries with their names, and ARIA properties where their role forbids them.
stepfree.probes.semantics = () => {
  const { isVisibleToScreenReaders, isFocusable } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const summaries = [];
  for (const element of document.querySelectorAll('details > summary')) {
    const node = virtual(element);
    // Only the first summary works the details; the others are text.
    if (element !== element.parentElement.querySelector(':scope > summary')) continue;
    if (!node || !isVisibleToScreenReaders(node)) continue;
    const pictures = [...element.querySelectorAll('img, svg, [role=img], [aria-label]')]
      .map((picture) => virtual(picture)).filter((picture) => picture && isVisibleToScreenReaders(picture))
      .map((picture) => axe.commons.text.accessibleTextVirtual(picture));
    const name = [axe.commons.text.accessibleTextVirtual(node), axe.commons.text.visibleVirtual(node, true), ...pictures];
    summaries.push({ ...stepfree.target(element), name: name.join(' ').trim() });
  }

  // WAI-ARIA 1.2, 5.2.8.6 and the roles' own tables; elements without a role of their own by HTML-AAM.
  const NAMES = ['aria-label', 'aria-labelledby', 'aria-braillelabel'];
  const ROLE_TEXTS = ['aria-roledescription', 'aria-brailleroledescription'];
  const NAMELESS = ['caption', 'code', 'deletion', 'emphasis', 'generic', 'insertion', 'none', 'paragraph', 'presentation', 'strong', 'subscript', 'superscript'];
  const OF_ELEMENT = {
    div: 'generic', span: 'generic', b: 'generic', i: 'generic', u: 'generic', small: 'generic', bdi: 'generic', bdo: 'generic',
    p: 'paragraph', em: 'emphasis', strong: 'strong', code: 'code', del: 'deletion', s: 'deletion', ins: 'insertion',
    sub: 'subscript', sup: 'superscript', caption: 'caption',
  };
  const prohibited = [];
  for (const element of document.querySelectorAll([...NAMES, ...ROLE_TEXTS].map((name) => `[${name}]`).join(', '))) {
    const node = virtual(element);
    if (!node || !isVisibleToScreenReaders(node)) continue;
    const stated = (element.getAttribute('role') || '').trim().toLowerCase().split(/\s+/)[0];
    const neutral = ['none', 'presentation'].includes(stated);
    // A focusable element, or one with a global property that is allowed, keeps its own role against role=none.
    const kept = neutral && (isFocusable(node) || element.getAttributeNames().some((name) => (
      name.startsWith('aria-') && name !== 'aria-hidden' && ![...NAMES, ...ROLE_TEXTS].includes(name))));
    if (kept) continue;
    const role = stated === '' ? OF_ELEMENT[element.localName] : stated;
    if (!NAMELESS.includes(role) || (stated !== '' && !axe.commons.aria.isValidRole(stated))) continue;
    const forbidden = ['generic', 'none', 'presentation'].includes(role) ? [...NAMES, ...ROLE_TEXTS] : NAMES;
    const attributes = forbidden.filter((name) => (element.getAttribute(name) || '').trim() !== '');
    if (attributes.length > 0) prohibited.push({ ...stepfree.target(element), role, attributes });
  }
  return { summaries, prohibited };
};
