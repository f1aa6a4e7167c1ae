// Long tables that can be narrowed down and sorted. Without this script they are plain tables, complete and in order.
// What is chosen stands in the address, so that it can be shared and is right after Back.

import { addressWith, fold, onBack, onEachPage } from "./base.js";

function start(list, signal) {
  const table = list.querySelector("table");
  const body = table.tBodies[0];
  const original = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];
  let texts;
  // A row that leads to a story on the same page: the story goes with it.
  const stories = new Map(original.map((row) => [row, document.getElementById(row.querySelector("a")?.hash.slice(1))?.closest(".rex-later")]));
  const textOf = (row, column) => row.cells[column].textContent.trim();
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  const bar = list.querySelector(".rex-filter");
  const input = bar?.querySelector("input");
  const count = bar?.querySelector("output");
  const clear = bar?.querySelector("[type=reset]");
  // What a row has of each choice stands in it, as ids: so an address means the same in every language.
  const choices = [...(bar?.querySelectorAll("select") ?? [])].map((select) => ({ name: select.name, select }));
  const valuesOf = (row, name) => (row.dataset[name] ?? "").split(" ");
  list.dataset.ready = "yes";

  const buttons = heads.map((cell) => {
    const button = cell.querySelector("button") ?? Object.assign(document.createElement("button"), { type: "button", textContent: cell.textContent });
    cell.replaceChildren(button);
    return button;
  });

  function show() {
    if (!bar) return; // a short table, that can only be sorted
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    if (wanted.length) texts ??= new Map(original.map((row) => [row, fold(row.textContent)]));
    let shown = 0;
    for (const row of original) {
      const chosen = choices.every(({ name, select }) => !select.value || valuesOf(row, name).includes(select.value));
      row.hidden = !chosen || !wanted.every((word) => texts.get(row).includes(word));
      const story = stories.get(row);
      if (story) story.hidden = row.hidden;
      if (!row.hidden) shown += 1;
    }
    list.toggleAttribute("data-narrowed", shown < original.length);
    count.textContent = shown ? `${shown} ${list.dataset.shown}` : list.dataset.none;
    clear.hidden = !wanted.length && choices.every(({ select }) => !select.value);
  }

  function sort(order) {
    const column = Number.parseInt(order, 10) - 1;
    for (const head of heads) head.removeAttribute("aria-sort");
    const rows = [...original];
    if (heads[column]) {
      const down = order.endsWith("-");
      heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((one, other) => collator.compare(textOf(one, column), textOf(other, column)) * (down ? -1 : 1));
    }
    // Rows that are moved, be it to where they were, are laid out again.
    if (rows.some((row, index) => row !== body.rows[index])) body.append(...rows);
  }

  // The address is the only state.
  function read() {
    const asked = new URL(location.href).searchParams;
    if (input) input.value = asked.get("find") ?? "";
    for (const { name, select } of choices) {
      const value = asked.get(name) ?? "";
      select.value = [...select.options].some((option) => option.value === value) ? value : "";
    }
    sort(asked.get("sort") ?? "");
    show();
  }

  function remember(values) {
    history.replaceState(history.state, "", addressWith(values));
    read();
  }

  input?.addEventListener("input", () => remember({ find: input.value }), { signal });
  for (const { name, select } of choices) select.addEventListener("change", () => remember({ [name]: select.value }), { signal });
  for (const [column, button] of buttons.entries()) {
    button.addEventListener(
      "click",
      () => remember({ sort: `${column + 1}${heads[column].getAttribute("aria-sort") === "ascending" ? "-" : ""}` }),
      { signal },
    );
  }
  bar?.addEventListener("submit", (event) => event.preventDefault(), { signal });
  bar?.addEventListener(
    "reset",
    (event) => {
      event.preventDefault();
      remember({ find: "", ...Object.fromEntries(choices.map(({ name }) => [name, ""])) });
      input.focus();
    },
    { signal },
  );
  // A browser may fill the form again after the page was shown.
  addEventListener("pageshow", read, { signal });
  onBack(read, signal);
  read();
}

onEachPage((signal) => {
  for (const list of document.querySelectorAll(".rex-list")) start(list, signal);
});
