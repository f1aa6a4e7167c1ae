// The button that prints the checklist alone: the style sheet prints nothing else while its heading is the target.
document$.subscribe(() => {
  for (const button of document.querySelectorAll(".rex-print")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      location.hash = button.closest(".rex-checklist").querySelector("h2").id;
      print();
    });
  }
});
