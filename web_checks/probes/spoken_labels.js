// Controls with a name of their own in the markup, and the words that they show.
stepfree.probes.spoken_labels = () => {
  const ROLES = ['button', 'link', 'menuitem', 'menuitemcheckbox', 'menuitemradio', 'option', 'radio', 'checkbox', 'switch', 'tab', 'treeitem'];
  const seen = [];
  for (const element of document.querySelectorAll('[aria-label], [aria-labelledby]')) {
    const node = axe.utils.getNodeFromTree(element);
    if (!node || !ROLES.includes(axe.commons.aria.getRole(node)) || !axe.commons.dom.isVisibleOnScreen(node)) continue;
    const shown = axe.commons.text.visibleVirtual(node, false).replace(/\s+/g, ' ').trim();
    if (shown) seen.push({ ...stepfree.target(element), name: stepfree.name(element).trim(), shown: shown.slice(0, 300) });
  }
  return seen;
};
