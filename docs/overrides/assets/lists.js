// Long tables that can be narrowed down and sorted. Without this script they are plain tables, complete and in order.

function start(list) {
  if (list.dataset.ready) return;
  list.dataset.ready = "yes";
  const table = list.querySelector("table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const words = list.dataset;

  const bar = document.createElement("form");
  bar.className = "rex-filter";
  bar.addEventListener("submit", (event) => event.preventDefault());
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = words.filter;
  input.setAttribute("aria-label", words.filter);
  bar.append(input);

  let select;
  if (words.choice) {
    const column = Number(words.choice) - 1;
    select = document.createElement("select");
    select.setAttribute("aria-label", table.tHead.rows[0].cells[column].textContent);
    const values = [...new Set(rows.map((row) => row.cells[column].textContent.trim()))].sort((a, b) => a.localeCompare(b));
    for (const value of ["", ...values]) select.add(new Option(value || words.all, value));
    bar.append(select);
  }
  const count = document.createElement("output");
  bar.append(count);
  list.prepend(bar);

  // Accents do not matter: a reader types "securite" as well as "sécurité".
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(rows.map((row) => [row, fold(row.textContent)]));

  function narrow() {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const chosen = !select?.value || row.cells[Number(words.choice) - 1].textContent.trim() === select.value;
      row.hidden = !chosen || !wanted.every((word) => texts.get(row).includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = `${shown} ${words.shown}`;
  }
  input.addEventListener("input", narrow);
  select?.addEventListener("change", narrow);
  narrow();

  for (const [column, cell] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = cell.getAttribute("aria-sort") === "ascending";
      for (const other of cell.parentElement.cells) other.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent.trim();
      rows.sort((a, b) => key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true }) * (down ? -1 : 1));
      body.append(...rows);
    });
  }
}

document$.subscribe(() => document.querySelectorAll(".rex-list").forEach(start));
