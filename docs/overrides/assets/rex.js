// The search dialog. Loads Pagefind only when a reader opens it, so that a page costs nothing more.
// With instant navigation this runs once and pages come and go: the dialog stays, buttons are caught where they bubble up to.

const dialog = document.getElementById("rex-search");
const input = dialog.querySelector("input");
const status = dialog.querySelector(".rex-search-status");
const list = dialog.querySelector(".rex-search-results");
const SHOWN = 12;
const index = new URL(dialog.dataset.index, document.baseURI);

let engine;
let latest = 0;

function load() {
  engine ??= import(index).catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

function open() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  load().catch(() => (status.textContent = dialog.dataset.failed));
}

// Excerpts come from Pagefind as text with <mark> around the hits; everything else is escaped by it.
function row(result) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = result.url;
  const title = document.createElement("strong");
  title.textContent = result.meta.title;
  const text = document.createElement("span");
  text.innerHTML = result.excerpt;
  link.append(title, text);
  item.append(link);
  return item;
}

async function search() {
  const words = input.value.trim();
  const turn = ++latest;
  if (!words) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  status.textContent = dialog.dataset.searching;
  try {
    const pagefind = await load();
    const found = await pagefind.debouncedSearch(words, {}, 120);
    if (found === null || turn !== latest) return;
    const results = await Promise.all(found.results.slice(0, SHOWN).map((result) => result.data()));
    if (turn !== latest) return;
    list.replaceChildren(...results.map(row));
    const count = found.results.length;
    status.textContent = count ? `${count} ${count === 1 ? dialog.dataset.one : dialog.dataset.many}` : dialog.dataset.none;
  } catch {
    status.textContent = dialog.dataset.failed;
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".rex-open-search")) open();
});
list.addEventListener("click", (event) => {
  if (event.target.closest("a")) dialog.close();
});
input.addEventListener("input", search);
dialog.querySelector(".rex-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
dialog.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  list.querySelector("a")?.focus();
});
dialog.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [input, ...list.querySelectorAll("a")];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    next.focus();
    event.preventDefault();
  }
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const combination = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
  if (slash || combination) {
    event.preventDefault();
    open();
  }
});

