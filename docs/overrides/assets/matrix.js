// The matrix, filtered. The page holds the whole table; this hides, counts and grades again what a filter leaves.
// What is chosen stands in the address, so that it can be shared, and Back undoes it.

import { addressWith, byStanding, caseLink, choicesIn, fits, make, onBack, onPages, speaker } from "./base.js";
import { grade } from "./grade.js";

const NAMES = ["pillar", "kind", "sector", "size"];

onPages(".rex-board", (table, base, signal) => {
  const form = document.querySelector(".rex-choices");
  const dialog = document.querySelector(".rex-behind");
  const status = form.querySelector(".rex-filter-status");
  const note = form.querySelector(".rex-filter-note");
  const clear = form.querySelector("[type=reset]");
  const say = speaker(base);
  const heads = [...table.tHead.rows[0].cells];
  const pairs = new Map();
  for (const edge of base.edges) {
    const key = `${edge.mistake}~${edge.fix}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  // Cells that hold a number, each with its pair.
  const cells = [...table.tBodies[0].rows].flatMap((row) =>
    [...row.cells].filter((cell) => cell.querySelector("small")).map((cell) => ({ cell, key: `${row.dataset.id}~${heads[cell.cellIndex].dataset.id}` })),
  );
  let chosen = {};
  let pushed = false; // did we open the dialog by adding to the history?

  const left = (key) => pairs.get(key).filter((edge) => fits(edge.case, chosen));

  function show() {
    const filtered = Object.values(chosen).some(Boolean);
    const rows = new Set();
    const columns = new Set();
    const cases = new Set();
    let edges = 0;
    for (const { cell, key } of cells) {
      const some = left(key);
      const link = cell.querySelector("a");
      link.hidden = !some.length;
      cell.className = "";
      if (!some.length) continue;
      const own = grade(some);
      const star = own === grade(pairs.get(key)) ? "" : "*";
      cell.className = `rex-cell-${own}`;
      link.firstChild.data = `${some.length} `;
      link.querySelector("small").textContent = say(`grade_letter.${own}`) + star;
      rows.add(cell.parentElement);
      columns.add(cell.cellIndex);
      some.forEach((edge) => cases.add(edge.case.id));
      edges += some.length;
    }
    for (const row of table.tBodies[0].rows) {
      row.hidden = !rows.has(row);
      for (const cell of row.cells) cell.hidden = cell.cellIndex > 0 && !columns.has(cell.cellIndex);
    }
    for (const head of heads.slice(1)) head.hidden = !columns.has(head.cellIndex);
    table.hidden = !edges;
    note.hidden = clear.disabled = !filtered;
    status.textContent = !filtered ? "" : edges ? say("reader.shown", { edges, all: base.edges.length, cases: say("n_cases", { n: cases.size }) }) : say("reader.none");
  }

  function open(key) {
    const some = byStanding(left(key));
    const [mistake, fix] = key.split("~");
    const whole = pairs.get(key);
    const own = grade(some);
    dialog.querySelector("h2").textContent = `${base.labels[mistake]} → ${base.labels[fix]}`;
    const parts = [say("n_cases", { n: some.length }), say(`grade.${own}`)];
    const more = [];
    if (some.length < whole.length) more.push(say("reader.filtered", { shown: some.length, all: whole.length }));
    if (grade(whole) !== own) more.push(say("reader.differs", { grade: say(`grade.${grade(whole)}`) }));
    dialog.querySelector(".rex-behind-grade").textContent = `${parts.join(", ")}. ${more.join(" ")}`;
    dialog.querySelector("ul").replaceChildren(
      ...some.map((edge) => make("li", {}, caseLink(base, edge.case), " ", make("span", { className: "rex-meta", textContent: `${edge.case.who} · ${say(`state.${edge.state}`)} · ${say(`outcome.${edge.outcome}`)}` }))),
    );
    const link = dialog.querySelector(".rex-behind-more");
    link.href = `${base.addresses.mistake.replace("{id}", mistake)}#${fix}`;
    link.textContent = say("reader.read");
    if (!dialog.open) dialog.showModal();
  }

  // The address is the only state: reading it sets the page, whoever changed it.
  function read() {
    chosen = choicesIn(location.href, form, NAMES);
    for (const name of NAMES) if (form.elements[name]) form.elements[name].value = chosen[name];
    show();
    const key = new URL(location.href).searchParams.get("cell");
    if (key && pairs.has(key) && left(key).length) open(key);
    else if (dialog.open) dialog.close();
  }

  function go(values) {
    history.pushState(null, "", addressWith(values));
    read();
  }

  form.addEventListener("change", () => go({ cell: "", ...Object.fromEntries(NAMES.map((name) => [name, form.elements[name]?.value])) }), { signal });
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    go({ cell: "", ...Object.fromEntries(NAMES.map((name) => [name, ""])) });
    form.querySelector("select").focus();
  }, { signal });
  form.addEventListener("submit", (event) => event.preventDefault(), { signal });
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    const found = cell && event.target.closest("a") && cells.find((one) => one.cell === cell);
    if (!found || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the theme would follow the link
    pushed = true;
    go({ cell: found.key });
  }, { signal });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close(), { signal });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { signal });
  dialog.addEventListener("close", () => {
    if (!new URL(location.href).searchParams.has("cell")) return;
    if (pushed) history.back();
    else history.replaceState(history.state, "", addressWith({ cell: "" }));
    pushed = false;
  }, { signal });
  onBack(table, read, signal);
  read();
});
