// Two or three fixes against one mistake, side by side: rows of the table are ticked, and what the page says of them stands in columns.
// The address holds the choice.

import { addressWith, make, onBack, onEachPage } from "./base.js";

const MOST = 3;

/** What the page tells under the heading of a fix, and under that of its failures. */
function told(fix) {
  return [fix, `${fix}-failed`].flatMap((id) => {
    const found = [];
    let next = document.getElementById(id)?.nextElementSibling;
    while (next && !/^H[1-6]$/.test(next.tagName)) {
      found.push(next.cloneNode(true));
      next = next.nextElementSibling;
    }
    return found;
  });
}

/** First steps, and when it is the wrong remedy, from the published data; without them the comparison is a row shorter. */
async function more(fix, lang) {
  try {
    const answer = await fetch(new URL(`../../data/v1/fixes/${fix}.json`, import.meta.url));
    const record = answer.ok ? await answer.json() : {};
    return { steps: record.practice?.[lang] ?? [], wrong: record.not_when?.[lang] ?? [] };
  } catch {
    return { steps: [], wrong: [] };
  }
}

function start(table, signal) {
  const words = table.dataset;
  const lang = document.documentElement.lang;
  const heads = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent);
  const place = document.querySelector(".rex-compare");
  const status = place.querySelector("[role=status]");
  const columns = place.querySelector("div");
  // The theme can tell of the same page twice.
  for (const old of table.querySelectorAll(".rex-tick")) old.remove();
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => {
    const link = row.querySelector("th a");
    const box = make("input", { type: "checkbox", className: "rex-tick", set: { "aria-label": words.tick.replace("{fix}", link.textContent) } });
    link.before(box, " ");
    return { row, box, fix: link.hash.slice(1), name: link.textContent };
  });
  let asked = 0;

  async function show() {
    asked += 1;
    const own = asked;
    const chosen = rows.filter(({ box }) => box.checked);
    for (const { box } of rows) box.disabled = !box.checked && chosen.length >= MOST;
    status.textContent = chosen.length < 2 ? words.how : words.shown.replace("{n}", String(chosen.length));
    if (chosen.length < 2) {
      columns.replaceChildren();
      return;
    }
    const others = await Promise.all(chosen.map(({ fix }) => more(fix, lang)));
    if (own !== asked || signal.aborted) return;
    const list = (title, items) => [make("dt", { textContent: title }), make("dd", {}, items.length ? make("ul", {}, ...items.map((text) => make("li", { textContent: text }))) : "–")];
    columns.replaceChildren(
      ...chosen.map(({ row, fix, name }, index) =>
        make("section", { set: { "aria-label": name } },
          make("h3", {}, make("a", { href: `#${fix}`, textContent: name })),
          make("dl", {},
            ...[...row.cells].slice(1).flatMap((cell, column) => [make("dt", { textContent: heads[column + 1] }), make("dd", {}, ...[...cell.childNodes].map((node) => node.cloneNode(true)))]),
            make("dt", { textContent: words.told }), make("dd", {}, ...told(fix)),
            ...list(words.steps, others[index].steps),
            ...list(words.wrong, others[index].wrong)))),
    );
  }

  function read() {
    const wanted = new Set((new URL(location.href).searchParams.get("compare") ?? "").split(",").slice(0, MOST));
    for (const { box, fix } of rows) box.checked = wanted.has(fix);
    show();
  }

  for (const { box } of rows) {
    box.addEventListener("change", () => {
      history.replaceState(history.state, "", addressWith({ compare: rows.filter((one) => one.box.checked).map(({ fix }) => fix).join(",") }));
      show();
    }, { signal });
  }
  onBack(read, signal);
  read();
}

onEachPage((signal) => {
  const table = document.querySelector(".rex-tried");
  if (table && document.querySelector(".rex-compare")) start(table, signal);
});
