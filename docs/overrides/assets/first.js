// Runs before the first paint: colours the reader chose, and what the theme's own script expects to find.
const root = document.documentElement;
root.classList.replace("no-js", "js");
// The theme's script would add these to the page that is shown, whose every element would then be styled anew.
root.classList.add("js-focus-visible");
root.dataset.jsFocusVisible = "";

function colours() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("rex-colours");
  } catch {} // storage may be forbidden; the system's choice then holds
  const dark = chosen ? chosen === "slate" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mdColorScheme = dark ? "slate" : "default";
}
colours();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", colours);

document.addEventListener("click", (event) => {
  if (!event.target.closest(".rex-theme")) return;
  root.dataset.mdColorScheme = root.dataset.mdColorScheme === "slate" ? "default" : "slate";
  try {
    localStorage.setItem("rex-colours", root.dataset.mdColorScheme);
  } catch {}
});

// What one does with a page: copy its address, print it.
document.addEventListener("click", async (event) => {
  if (event.target.closest?.("[data-print]")) print();
  const copy = event.target.closest?.("[data-copy-link]");
  if (!copy) return;
  const published = document.querySelector("link[rel=canonical]")?.href;
  // A build that nobody has given an address bears one of the domain that stands for none (RFC 2606).
  const address = published && !new URL(published).hostname.endsWith(".example") ? published : location.href;
  await navigator.clipboard.writeText(address).then(
    () => (copy.textContent = copy.dataset.done),
    () => prompt("", address),
  );
});

// On paper stands where it is from, and with what choice.
addEventListener("beforeprint", () => {
  const day = new Date().toLocaleDateString(root.lang, { dateStyle: "long" });
  for (const paper of document.querySelectorAll(".rex-paper")) {
    paper.textContent = `${location.origin}${location.pathname}${location.search} · ${day} · CC BY 4.0`;
  }
});

// A link within the page is the browser's own business: under instant navigation it would sometimes change the address and not move.
let followed = "";
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link?.hash || link.pathname !== location.pathname || link.host !== location.host) return;
    const isPlain = !event.button && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const isHere = link.search === location.search;
    followed = isPlain && link.hash !== location.hash && (isHere || !link.search) ? link.hash : "";
    if (isHere) event.stopPropagation();
    else if (!link.search && isPlain) {
      // The theme has written links out as the address was when the page came: what the reader has chosen since then stays in it.
      event.preventDefault();
      event.stopPropagation();
      location.hash = link.hash;
    }
  },
  true,
);

// Told before the theme, which would scroll back after a link within the page if it has just noted the old place. Of Back and Forward it
// hears, unless somebody shows the new address on this page and says so by `preventDefault`.
addEventListener("popstate", (event) => {
  if (followed && followed === location.hash) {
    followed = "";
    event.stopImmediatePropagation();
  } else if (!document.dispatchEvent(new CustomEvent("rex-back", { cancelable: true }))) event.stopImmediatePropagation();
});
