"use strict";
// Sorts and filters the tables that ask for it. Without it they are plain tables, and nothing is missing.
(() => {
  const words = document.getElementById("main").dataset;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const FEW = 12;

  // What a cell is ordered by: the number that it begins with, else its text; a figure that is none comes last.
  const worth = (row, column) => {
    const cell = row.cells[column];
    const text = (cell?.textContent ?? "").trim();
    const number = parseFloat(text.replace(/^[<±]\s*/, "").replace("−", "-").replaceAll(",", ""));
    const figure = cell?.matches(".n, .figure");
    return { text, number, empty: text === "" || text === "–" || (figure && Number.isNaN(number)) };
  };
  const order = (a, b) => {
    if (a.empty || b.empty) return a.empty - b.empty;
    const numbers = [Number.isNaN(a.number), Number.isNaN(b.number)];
    if (!numbers[0] && !numbers[1] && a.number !== b.number) return a.number - b.number;
    return numbers[0] - numbers[1] || collator.compare(a.text, b.text);
  };

  // The headings that stand over one column each, with its number, whatever they span.
  const headings = (head) => {
    const taken = [...head.rows].map(() => []);
    const found = [];
    [...head.rows].forEach((row, y) => {
      let x = 0;
      for (const cell of row.cells) {
        while (taken[y][x]) x += 1;
        for (let down = 0; down < cell.rowSpan; down += 1) {
          for (let right = 0; right < cell.colSpan; right += 1) taken[y + down][x + right] = true;
        }
        if (cell.colSpan === 1 && y + cell.rowSpan === head.rows.length) found.push([cell, x]);
        x += cell.colSpan;
      }
    });
    return found;
  };

  const sortable = (table, body) => {
    const columns = headings(table.tHead);
    for (const [heading, column] of columns) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const down = heading.getAttribute("aria-sort") === "ascending";
        columns.forEach(([other]) => other.removeAttribute("aria-sort"));
        heading.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].filter((row) => !row.classList.contains("whole"));
        const keyed = rows.map((row) => [worth(row, column), row]);
        keyed.sort(([a], [b]) => (a.empty || b.empty || !down ? order(a, b) : order(b, a)));
        body.prepend(...keyed.map(([, row]) => row));
      });
    }
  };

  const filterable = (table, body) => {
    const place = table.closest(".scroll") ?? table;
    const tool = document.createElement("p");
    const label = document.createElement("label");
    const input = document.createElement("input");
    const told = document.createElement("span");
    tool.className = "tool";
    input.type = "search";
    input.autocomplete = "off";
    if (table.caption?.id) input.setAttribute("aria-describedby", table.caption.id);
    told.setAttribute("role", "status");
    label.append(words.filter, " ", input);
    tool.append(label, " ", told);
    place.before(tool);
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
        shown += row.hidden ? 0 : 1;
      }
      told.textContent = wanted === "" ? "" : words.shown.replace("{n}", shown).replace("{total}", body.rows.length);
    });
  };

  for (const table of document.querySelectorAll("table.sort")) {
    const body = table.tBodies[0];
    if (!table.tHead || table.tBodies.length !== 1 || body.rows.length < 2) continue;
    sortable(table, body);
    if (body.rows.length > FEW) filterable(table, body);
  }
})();
