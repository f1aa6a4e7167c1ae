// The button that prints the checklist alone: the style sheet prints nothing else while its heading is the target. On paper stands where it is from.
document$.subscribe(() => {
  for (const paper of document.querySelectorAll(".rex-paper")) {
    const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    paper.textContent = `${location.origin}${location.pathname}${location.search} · ${day} · CC BY 4.0`;
  }
  for (const button of document.querySelectorAll(".rex-print")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      location.hash = button.closest(".rex-checklist").querySelector("h2").id;
      print();
    });
  }
});
