// Buttons that stand in every row of a table or list and show the same word, with the names that they bear.
stepfree.probes.row_buttons = () => {
  const MOST = 100;
  const ROW = 'tr, li, [role=row], [role=listitem]';
  const BUTTON = 'button, [role=button], input[type=button], input[type=submit]';
  const squeeze = (text) => (text || '').replace(/\s+/g, ' ').trim();
  const shown = (element) => {
    const node = axe.utils.getNodeFromTree(element);
    return Boolean(node && axe.commons.dom.isVisibleOnScreen(node) && axe.commons.dom.isVisibleToScreenReaders(node));
  };
  // What a row is about: its words without those of its buttons.
  const worked = (row) => {
    const copy = row.cloneNode(true);
    for (const part of copy.querySelectorAll(`${BUTTON}, script, style, select`)) part.remove();
    return squeeze(copy.textContent);
  };
  const known = new Map();
  const about = (row) => {
    if (!known.has(row)) known.set(row, worked(row));
    return known.get(row);
  };
  const groups = new Map();
  for (const button of document.querySelectorAll(BUTTON)) {
    const row = button.parentElement?.closest(ROW);
    const text = squeeze(button.value || button.textContent);
    if (!row || !text || button.disabled || row.closest('[role=tablist], [role=menu], [role=menubar], [role=listbox], [role=toolbar], nav')) continue;
    const key = `${stepfree.path(row)} ${text}`;
    const rows = groups.get(key) || new Map();
    groups.set(key, rows.set(row, rows.get(row) || button));
  }
  const found = [];
  for (const rows of groups.values()) {
    if (rows.size < 2) continue;
    const several = [...rows].filter(([, button]) => shown(button));
    // Rows that say nothing, or all the same, do not make the buttons differ.
    const topics = new Set(several.slice(0, 10).map(([row]) => about(row)).filter((topic) => /[\p{L}\p{N}]/u.test(topic)));
    if (several.length < 2 || topics.size < 2) continue;
    if (found.length >= MOST) { stepfree.leaveOut(); continue; }
    const names = several.map(([, button]) => stepfree.name(button).trim());
    const descriptions = several.map(([, button]) => button.getAttribute('aria-describedby') || button.getAttribute('aria-description')).filter(Boolean);
    const described = new Set(descriptions).size === several.length;
    const [row, button] = several[0];
    found.push({ ...stepfree.target(button), name: names[0].slice(0, 40), topic: about(row).slice(0, 40), rows: several.length, names: new Set(names).size, described });
  }
  return found;
};
