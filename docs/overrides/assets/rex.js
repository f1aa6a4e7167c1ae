// Opens the search: by its buttons, `/`, Ctrl or Cmd+K, or an address that holds a question. Everything else of it is fetched then.
// With instant navigation this runs once and pages come and go: events are caught where they bubble up to.

const base = new URL("..", import.meta.url);
const dialog = document.getElementById("rex-search");

let loading;

/** The search itself, fetched at its first use, with its style sheet. */
function search() {
  loading ??= Promise.all([import(new URL("search.js", import.meta.url)), style(new URL("search.css", import.meta.url))])
    .then(([module]) => module.start(dialog, base))
    .catch((error) => {
      loading = undefined;
      dialog.querySelector("[role=status]").textContent = dialog.dataset.failed;
      throw error;
    });
  return loading;
}

function style(url) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url, onload: resolve, onerror: reject });
    // Not in the head: instant navigation puts the next page's head in its place.
    document.body.append(link);
  });
}

let view;

/** Does something with the search. Until it has come, the bare field takes what is typed; who closes that has changed their mind. */
function act(what) {
  if (view) return void what(view);
  const shown = !document.getElementById("rex-search-here");
  if (shown && !dialog.open) {
    dialog.querySelector("[role=status]").textContent = dialog.dataset.loading;
    dialog.showModal();
  }
  search().then(
    (loaded) => {
      view = loaded;
      if (!shown || dialog.open) what(view);
    },
    (error) => console.warn(error),
  );
}

/** Whether an address asks for a search: it then opens with it. */
const asks = (url) => url.searchParams.has("q");

addEventListener(
  "click",
  (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const opener = event.target.closest(".rex-open-search");
    const link = event.target.closest("a[href]");
    const url = link && !link.target && new URL(link.href);
    const asked = url && url.origin === base.origin && url.pathname.startsWith(base.pathname) && asks(url);
    if (!opener && !asked) return;
    // Before the theme's instant navigation sees the link.
    event.preventDefault();
    event.stopImmediatePropagation();
    act((view) => view.open(asked ? url : undefined));
  },
  true,
);

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (!view && event.key === "Enter" && dialog.contains(event.target)) {
    // Typed faster than the search could come.
    event.preventDefault();
    act((loaded) => loaded.enter());
    return;
  }
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const combination = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!slash && !combination) return;
  event.preventDefault();
  act((view) => view.open());
});

addEventListener("popstate", () => {
  if (view || asks(new URL(location))) act((view) => view.follow());
});

// A new page, by a load or by instant navigation.
function arrive() {
  if (document.getElementById("rex-search-here") || asks(new URL(location))) act((view) => view.arrive());
}
if (globalThis.document$) globalThis.document$.subscribe(arrive);
else arrive();
