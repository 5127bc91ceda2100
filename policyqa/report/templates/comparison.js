"use strict";
// Sorts a table by the column whose head is clicked; numbers (data-value) before words, empty cells last.
const keyOf = (row, column) => {
  const cell = row.cells[column];
  if (!cell) return [2, ""];
  if (cell.dataset.value) return [0, Number(cell.dataset.value)];
  const text = cell.dataset.text ?? cell.textContent.trim();
  return text === "" || cell.dataset.empty ? [2, ""] : [1, text];
};
const compare = (a, b, sign) => {
  if (a[0] !== b[0]) return a[0] - b[0];
  const order = a[0] === 0 ? a[1] - b[1] : String(a[1]).localeCompare(String(b[1]), "zh-CN");
  return sign * order;
};
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    head.tabIndex = 0;
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => compare(keyOf(a, column), keyOf(b, column), down ? -1 : 1));
      table.tBodies[0].append(...rows);
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
}
// On paper nobody can click: the quotes of figures are printed open, unless many regions leave no room for them.
let closed = [];
addEventListener("beforeprint", () => {
  const inside = document.body.classList.contains("wide") ? ".summary " : "";
  closed = [...document.querySelectorAll(`${inside}details.cell:not([open])`)];
  for (const one of closed) one.open = true;
});
addEventListener("afterprint", () => { for (const one of closed) one.open = false; });
