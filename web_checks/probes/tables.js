// Tables as the HTML table model sees them: header cells and the cells that they head, and tables without headers.
stepfree.probes.tables = () => {
  const { isVisibleOnScreen, isVisibleToScreenReaders } = axe.commons.dom;
  const virtual = (element) => axe.utils.getNodeFromTree(element);
  const seen = { tables: [], headers: [] };
  const isHeader = (cell) => cell.localName === 'th' || /^(?:row|column)header$/.test(cell.getAttribute('role') || '');
  // Slots of the table by row and column; a cell that spans several fills them all.
  const gridOf = (table) => {
    const grid = [];
    [...table.rows].forEach((row, y) => {
      grid[y] = grid[y] || [];
      let x = 0;
      for (const cell of row.cells) {
        while (grid[y][x]) x += 1;
        const down = Math.min(cell.rowSpan || table.rows.length - y, table.rows.length - y);
        for (let dy = 0; dy < down; dy += 1) {
          grid[y + dy] = grid[y + dy] || [];
          for (let dx = 0; dx < Math.min(cell.colSpan, 200); dx += 1) grid[y + dy][x + dx] = cell;
        }
        x += cell.colSpan;
      }
    });
    return grid;
  };
  const headed = (header, grid, groupOf) => {
    const cells = [...new Set(grid.flat().filter(Boolean))];
    const named = header.id && cells.some((cell) => cell !== header && (cell.getAttribute('headers') || '').split(/\s+/).includes(header.id));
    if (named) return true;
    const free = (cell) => cell && cell !== header && !cell.hasAttribute('headers');
    const scope = (header.getAttribute('scope') || '').toLowerCase();
    const role = header.getAttribute('role');
    const rows = grid.map((row, y) => (row.includes(header) ? y : -1)).filter((y) => y >= 0);
    const columns = [...new Set(rows.flatMap((y) => grid[y].map((cell, x) => (cell === header ? x : -1)).filter((x) => x >= 0)))];
    const last = Math.max(...rows);
    const below = () => grid.slice(last + 1).some((row) => columns.some((x) => free(row[x])));
    const beside = () => rows.some((y) => grid[y].slice(Math.max(...columns) + 1).some(free));
    // The header of a group of rows heads what stands in the group from its own row and column on.
    const within = () => grid.some((row, y) => y >= Math.min(...rows)
      && groupOf(y) === header.parentElement.parentElement
      && row.some((cell, x) => x >= Math.min(...columns) && free(cell)));
    if (scope === 'rowgroup') return within();
    if (scope.startsWith('col') || role === 'columnheader') return below();
    if (scope.startsWith('row') || role === 'rowheader') return beside();
    // Without a scope, a header in a row of headers alone heads its column; one that shares a row with data, its row.
    return rows.some((y) => grid[y].some((cell) => cell && !isHeader(cell))) ? beside() || below() : below();
  };
  const text = (cell) => cell.textContent.trim();
  const tellHeaders = (grid, cells, groupOf) => {
    const data = cells.some((cell) => !isHeader(cell));
    for (const cell of cells.filter(isHeader)) {
      const own = virtual(cell);
      if (!own || !['columnheader', 'rowheader'].includes(axe.commons.aria.getRole(own))) continue;
      if (text(cell) === '' || !isVisibleToScreenReaders(own) || !isVisibleOnScreen(own)) continue;
      seen.headers.push({ ...stepfree.target(cell), name: text(cell).slice(0, 60), cells: headed(cell, grid, groupOf), data });
    }
  };
  for (const table of document.querySelectorAll('table')) {
    const node = virtual(table);
    if (!node || !isVisibleToScreenReaders(node)) continue;
    const grid = gridOf(table);
    const cells = [...new Set(grid.flat().filter(Boolean))];
    if (cells.length === 0) continue;
    const role = axe.commons.aria.getRole(node);
    const layout = ['none', 'presentation'].includes(role);
    const marks = table.querySelectorAll(':scope > caption, :scope > * > tr > th, :scope > * > tr > [scope], :scope > * > tr > [headers]');
    const full = cells.filter((cell) => text(cell) !== '');
    seen.tables.push({
      ...stepfree.target(table),
      layout,
      marked: marks.length > 0 || Boolean((table.getAttribute('summary') || '').trim()),
      headers: cells.filter(isHeader).length,
      headed: Boolean(table.tHead && [...table.tHead.rows].some((row) => [...row.cells].some((cell) => text(cell) !== ''))),
      captioned: Boolean(table.caption && text(table.caption) !== ''),
      // An empty corner, and short words in the rest of a first row of plain cells: they name the columns.
      topless: grid.length >= 3 && grid[0].length >= 3 && grid[0].every((cell) => cell && !isHeader(cell) && !cell.hasAttribute('headers'))
        && text(grid[0][0]) === '' && !grid[0][0].querySelector('img, input') && grid[0].slice(1).every((cell) => text(cell) !== '' && text(cell).length <= 40),
      rows: grid.length,
      columns: Math.max(...grid.map((row) => row.length)),
      // What betrays data: short texts in an even grid; nested tables, pictures, forms and long texts betray layout.
      even: grid.filter((row) => row.filter(Boolean).length === grid[0].length).length / grid.length,
      short: full.length === 0 ? 0 : full.filter((cell) => text(cell).length <= 40).length / full.length,
      filled: full.length / cells.length,
      nested: table.querySelector('table') !== null || table.parentElement.closest('table') !== null,
      busy: cells.filter((cell) => cell.querySelector('ul, ol, form, input, select, div, h1, h2, h3, h4, p + p')).length / cells.length,
      linked: cells.filter((cell) => cell.querySelector('a, img')).length / cells.length,
      bordered: Number(table.getAttribute('border') || 0) > 0
        || cells.slice(0, 8).every((cell) => parseFloat(getComputedStyle(cell).borderBottomWidth) > 0),
    });
    if (layout || !['table', 'grid', 'treegrid'].includes(role)) continue;
    tellHeaders(grid, cells, (y) => table.rows[y].parentElement);
  }
  // Tables made of roles; one that counts its rows or columns itself may show a part of them only.
  const COUNTED = ['colcount', 'rowcount', 'colindex', 'rowindex', 'colspan', 'rowspan'].map((name) => `[aria-${name}]`).join(', ');
  const CELLS = '[role=cell], [role=gridcell], [role=columnheader], [role=rowheader]';
  for (const table of document.querySelectorAll('[role=table]:not(table), [role=grid]:not(table), [role=treegrid]:not(table)')) {
    const node = virtual(table);
    if (!node || !isVisibleToScreenReaders(node) || table.matches(COUNTED) || table.querySelector(`${COUNTED}, table, [aria-owns]`)) continue;
    const own = (selector, part) => [...part.querySelectorAll(selector)].filter((found) => found.parentElement.closest('[role=table], [role=grid], [role=treegrid]') === table);
    const rows = own('[role=row]', table);
    const grid = rows.map((row) => own(CELLS, row).filter((cell) => cell.parentElement.closest('[role=row]') === row));
    tellHeaders(grid, grid.flat(), (y) => rows[y].parentElement);
  }
  return seen;
};
