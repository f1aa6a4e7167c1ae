// Opens the search: by its buttons, `/`, Ctrl or Cmd+K, or an address that holds a question. Everything else of it is fetched then.
// With instant navigation this runs once and pages come and go: events are caught where they bubble up to.

const base = new URL("..", import.meta.url);
/** @type {any} */
const dialog = document.getElementById("rex-search");

let loading;
let tries = 0;

/** The search itself, fetched at its first use, with its style sheet. */
function search() {
  loading ??= fetched().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function fetched() {
  const home = new URL("search/", base);
  const answer = await fetch(new URL("index.json", home), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const head = await answer.json();
  // Index and scripts are of one build then, whatever a cache still has. Some browsers remember that a script did not come: another try
  // needs another address.
  const part = (name) => new URL(`${name}?${head.scripts}${tries ? `-${tries}` : ""}`, import.meta.url);
  const parts = [import(part("search.js").href), import(part("search-engine.js").href), style(part("search.css"))];
  tries += 1;
  const [view, engine] = await Promise.all(parts);
  return view.start(dialog, base, await engine.open(home, head));
}

function style(url) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: url, onload: resolve });
    link.onerror = () => {
      link.remove();
      reject(new Error(`no ${url}`));
    };
    // Not in the head: instant navigation puts the next page's head in its place.
    document.body.append(link);
  });
}

/** The search, once it has come. */
let view;

/** Says what becomes of the search where it will stand; with `again`, a button to try once more. */
function tell(place, text, again) {
  const status = place.querySelector("[role=status]");
  status.textContent = text;
  place.querySelector(".rex-again")?.remove();
  if (!again) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "rex-again", textContent: dialog.dataset.again });
  button.addEventListener("click", again);
  status.after(button);
}

/** Does something with the search. Until it has come, the bare field takes what is typed; who closes that has changed their mind. */
function act(what) {
  if (view) {
    what(view);
    return;
  }
  const place = document.getElementById("rex-search-here") ?? dialog;
  tell(place, dialog.dataset.loading);
  if (place === dialog) {
    if (!dialog.open) dialog.showModal();
    // The button that was pressed is gone.
    document.getElementById("rex-search-q").focus();
  }
  search().then(
    (loaded) => {
      view = loaded;
      if (place !== dialog || dialog.open) what(view);
    },
    (error) => {
      tell(place, dialog.dataset.failed, () => act(what));
      console.warn(error);
    },
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
    act((loaded) => loaded.open(asked ? url : undefined));
  },
  true,
);

addEventListener("keydown", (event) => {
  // A browser may leave the focus in a dialog that has just been closed until it paints again.
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]") && !event.target.closest("dialog:not([open])");
  if (!view && event.key === "Enter" && event.target.closest?.("#rex-search-q")) {
    // Typed faster than the search could come.
    event.preventDefault();
    act((loaded) => loaded.enter());
    return;
  }
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const combination = event.key?.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!slash && !combination) return;
  event.preventDefault();
  act((loaded) => loaded.open());
});

document.addEventListener("rex-back", () => {
  if (view || asks(new URL(location.href))) act((loaded) => loaded.follow());
});

// The other language shows what this page shows: what was chosen and asked for stands in the address, as ids, and is taken along.
for (const event of ["pointerdown", "focusin", "click"]) {
  addEventListener(
    event,
    ({ target }) => {
      const link = target.closest?.(".rex-language");
      if (!link) return;
      const url = new URL(link.href);
      url.search = location.search;
      url.hash = location.hash;
      link.href = url.href;
    },
    true,
  );
}

/** Marks in the contents which part of the page is being read, and says so in the bar that opens them on a phone. */
function spy() {
  const contents = document.getElementById("contents");
  if (!contents) return;
  const links = [...contents.querySelectorAll("a")];
  const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
  const here = document.querySelector(".rex-toc-open b");
  let waiting = 0;
  const mark = () => {
    waiting = 0;
    if (!contents.isConnected) return;
    const line = innerHeight / 4;
    const passed = parts.map((part) => Boolean(part) && part.getBoundingClientRect().top <= line);
    const now = passed.lastIndexOf(true);
    links.forEach((link, index) => {
      if (index === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    here.textContent = links[now]?.textContent ?? "";
  };
  const soon = () => {
    if (contents.isConnected) waiting ||= requestAnimationFrame(mark);
    else removeEventListener("scroll", soon);
  };
  addEventListener("scroll", soon, { passive: true });
  soon();
}

// On the way down: a click on a link within the page is stopped before it arrives there.
addEventListener(
  "click",
  ({ target }) => {
    const contents = target.closest?.("#contents a") && document.getElementById("contents");
    if (contents?.matches(":popover-open")) contents.hidePopover();
  },
  true,
);

// A new page, by a load or by instant navigation.
function arrive() {
  spy();
  if (document.getElementById("rex-search-here") || asks(new URL(location.href))) act((loaded) => loaded.arrive());
}
if (typeof document$ !== "undefined") document$.subscribe(arrive);
else arrive();
