// The matrix, filtered. The page holds the whole table; this hides, counts and grades again what a filter leaves.
// What is chosen stands in the address, so that it can be shared, and Back undoes it.

import { addressWith, byStanding, caseLink, choicesIn, fits, make, onBack, onPages, speaker, standings } from "./base.js";
import { grade } from "./grade.js";

const NAMES = ["pillar", "kind", "sector", "size"];

/** The heads once more, above the table: those of a table that scrolls sideways cannot stay in sight while the page scrolls down. */
function keepHeads(table, signal) {
  const box = table.parentElement;
  let frame = box.parentElement.querySelector(".rex-stay");
  const slide = () => frame && (frame.scrollLeft = box.scrollLeft);
  const fit = () => {
    const { height } = table.tHead.getBoundingClientRect();
    if (frame) frame.hidden = !height;
    if (!height) return; // on a phone the table is a list
    if (!frame) {
      frame = make("div", { className: "rex-stay", set: { "aria-hidden": "true" } }, make("table", { className: "rex-heads" }, table.tHead.cloneNode(true)));
      for (const link of frame.querySelectorAll("a")) link.tabIndex = -1;
      box.before(frame);
    }
    const widths = [...table.tHead.rows[0].cells].map((head) => head.getBoundingClientRect().width);
    box.style.marginTop = `${-height}px`;
    frame.firstElementChild.style.width = `${table.offsetWidth}px`;
    frame.querySelectorAll("th").forEach((head, column) => {
      head.hidden = !widths[column];
      head.style.width = `${widths[column]}px`;
      head.style.height = `${height}px`;
    });
    slide();
  };
  box.addEventListener("scroll", slide, { passive: true, signal });
  const observer = new ResizeObserver(fit);
  observer.observe(table);
  signal.addEventListener("abort", () => observer.disconnect());
}

onPages(".rex-board", (table, base, signal) => {
  const form = document.querySelector(".rex-choices");
  const dialog = document.querySelector(".rex-behind");
  const status = form.querySelector(".rex-filter-status");
  const note = form.querySelector(".rex-filter-note");
  const clear = form.querySelector("[type=reset]");
  const say = speaker(base);
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  const pairs = new Map();
  for (const edge of base.edges) {
    const key = `${edge.mistake}~${edge.fix}`;
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(edge);
  }
  // Cells that hold a number, each with its pair, which its link names: …/mistakes/<mistake>/#<fix>
  const cells = rows.flatMap((row) =>
    [...row.cells].flatMap((cell, column) => {
      const link = column ? cell.firstElementChild : undefined;
      return link ? { row, column, cell, link, key: `${link.pathname.split("/").at(-2)}~${link.hash.slice(1)}` } : [];
    }),
  );
  keepHeads(table, signal);
  let chosen = {};
  let pushed = false; // did we open the dialog by adding to the history?

  const left = (key) => pairs.get(key).filter((edge) => fits(edge.case, chosen));

  function show() {
    const filtered = Object.values(chosen).some(Boolean);
    if (!filtered && clear.disabled) return; // the table is as the page brought it
    const keptRows = new Set();
    const keptColumns = new Set([0]);
    const cases = new Set();
    let edges = 0;
    for (const { row, column, cell, link, key } of cells) {
      const some = left(key);
      link.hidden = !some.length;
      cell.className = "";
      if (!some.length) continue;
      const own = grade(some);
      const star = own === grade(pairs.get(key)) ? "" : "*";
      cell.className = own;
      link.firstChild.data = `${some.length} `;
      link.querySelector("small").textContent = say(`grade_letter.${own}`) + star;
      keptRows.add(row);
      keptColumns.add(column);
      some.forEach((edge) => cases.add(edge.case.id));
      edges += some.length;
    }
    for (const row of rows) {
      row.hidden = !keptRows.has(row);
      [...row.cells].forEach((cell, column) => (cell.hidden = !keptColumns.has(column)));
    }
    heads.forEach((head, column) => (head.hidden = !keptColumns.has(column)));
    table.hidden = !edges;
    note.hidden = clear.disabled = !filtered;
    status.textContent = !filtered ? "" : edges ? say("reader.shown", { edges, all: base.edges.length, cases: say("n_cases", { n: cases.size }) }) : say("reader.none");
  }

  function open(key) {
    const some = byStanding(left(key));
    const [mistake, fix] = key.split("~");
    const all = pairs.get(key);
    const own = grade(some);
    dialog.querySelector("h2").textContent = `${base.labels[mistake]} → ${base.labels[fix]}`;
    const parts = [standings(some, say), say(`grade.${own}`)];
    const more = [];
    if (some.length < all.length) more.push(say("reader.filtered", { shown: some.length, all: all.length }));
    if (grade(all) !== own) more.push(say("reader.differs", { grade: say(`grade.${grade(all)}`) }));
    dialog.querySelector(".rex-behind-grade").textContent = `${parts.join(", ")}. ${more.join(" ")}`;
    dialog.querySelector("ul").replaceChildren(
      ...some.map((edge) => make("li", {}, caseLink(base, edge.case), " ", make("span", { className: "rex-meta", textContent: `${edge.case.who} · ${say(`state.${edge.state}`)} · ${say(`outcome.${edge.outcome}`)}` }))),
    );
    dialog.querySelector(".rex-behind-more").href = `${base.addresses.mistake.replace("{id}", mistake)}#${fix}`;
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

  const inForm = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name]?.value ?? ""]));
  form.addEventListener("change", () => go({ cell: "", ...inForm() }), { signal });
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
  onBack(read, signal);
  // A reader may have chosen before this script came.
  if (Object.values(inForm()).some(Boolean)) go(inForm());
  else read();
});
