// A link to something that is folded away opens what holds it.

function unfold() {
  let target;
  try {
    target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return;
  }
  const folded = target?.closest("details:not([open])");
  if (!(folded instanceof HTMLDetailsElement)) return;
  folded.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", unfold);
document$.subscribe(unfold);
