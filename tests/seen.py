"""What a reader sees of a page, measured: heights, words that are cut off, what a screen or a sheet of paper has no room for."""

from playwright.sync_api import Page

# Every type of page of the small base that stands at an address of its own.
EVERY_TYPE = [
    "",
    "cases/",
    "cases/full-2024/",
    "cases/wanted-2024/",
    "checklists/?list=untested-backups,retry-storm",
    "companies/",
    "companies/example-shop/",
    "contribute/",
    "coverage/",
    "data/",
    "diagnose/?see=retry-storm",
    "events/",
    "events/example-conf-2024/",
    "evidence/",
    "fixes/",
    "fixes/automated-restore-testing/",
    "glossary/",
    "matrix/",
    "mistakes/",
    "mistakes/untested-backups/?compare=automated-restore-testing,blameless-postmortem",
    "pillars/culture/",
    "search/?q=disk",
    "symptoms/",
    "symptoms/pg-restore-too-short/",
    "tried/",
    "wanted/",
    "years/",
    "years/2024/",
]
# Size of text and width of a screen: twice the size by the zoom of the page, on a phone, and by larger text alone (WCAG 1.4.4, 1.4.10).
TWICE = [(640, "125%"), (360, "125%"), (1280, "250%")]
# Words of at most ten letters in several lines, text that an ancestor cuts off, and texts that lie on each other.
TROUBLES = """() => {
  const found = [], boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const rects = range => [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
  const within = (one, test) => {
    for (; one; one = one.parentElement) if (test(getComputedStyle(one))) return one;
  };
  for (let node; (node = walker.nextNode()); ) {
    const text = node.textContent, parent = node.parentElement;
    if (!text.trim() || !parent.checkVisibility({contentVisibilityAuto: true}) || parent.closest("script, option, svg, code")) continue;
    if (within(parent, style => style.clipPath !== "none")) continue;
    const range = document.createRange();
    if (getComputedStyle(parent).writingMode === "horizontal-tb")
      for (const {0: word, index} of text.matchAll(/\\p{L}{4,10}(?!\\p{L})/gu)) {
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        const lines = new Set(rects(range).map(box => Math.round(box.top)));
        if (lines.size > 1 && !/\\p{L}/u.test(text[index - 1] ?? "")) found.push(`broken: ${word}`);
      }
    range.selectNodeContents(node);
    const own = rects(range);
    const cutter = within(parent, style => /hidden|clip|auto|scroll/.test(style.overflowX));
    if (cutter && cutter !== document.documentElement && /hidden|clip/.test(getComputedStyle(cutter).overflowX)) {
      const frame = cutter.getBoundingClientRect();
      const out = own.some(box => box.right > frame.right + 2 || box.left < frame.left - 2);
      if (frame.width > 2 && out) found.push(`cut: ${text.trim().slice(0, 40)}`);
    }
    if (within(parent, style => /sticky|fixed/.test(style.position))) continue;
    own.forEach(box => boxes.push([box, parent, text.trim().slice(0, 30)]));
  }
  boxes.sort((one, other) => one[0].top - other[0].top);
  boxes.forEach(([box, parent, text], at) => {
    for (let next = at + 1; next < boxes.length && boxes[next][0].top < box.bottom - 3; next += 1) {
      const [other, owner, said] = boxes[next];
      const wide = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const high = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      if (owner !== parent && wide > 3 && high > 5) found.push(`on each other: ${text} | ${said}`);
    }
  });
  if (document.documentElement.scrollWidth > innerWidth) found.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
  return [...new Set(found)];
}"""


def heights(page: Page, selector: str) -> dict[str, float]:
    """Text to height of each element that takes any room."""
    found = page.locator(selector).evaluate_all("all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height])")
    return {text: height for text, height in found if height}


def settled(page: Page, path: str) -> None:
    """Open a page and wait until its scripts have done their work."""
    page.goto(path)
    settle(page)
    if "search/" in path:
        page.locator(".rex-search-view[aria-busy=false]").wait_for()


def settle(page: Page) -> None:
    page.evaluate("document.fonts.ready.then(() => new Promise(done => setTimeout(done, 150)))")


def troubles(page: Page) -> list[str]:
    """Words in several lines, texts that are cut off or lie on each other, a page wider than the screen."""
    found: list[str] = page.evaluate(TROUBLES)
    return found


def troubles_at_twice_the_size(page: Page) -> list[tuple[int, str, str]]:
    """What is cut off or on each other in a page that is open, when all is twice as large."""
    size_of_text = "size => document.documentElement.style.setProperty('font-size', size, 'important')"
    found = []
    for width, size in TWICE:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(size_of_text, size)
        found += [(width, size, one) for one in troubles(page) if size == "125%" or not one.startswith("broken")]
    page.evaluate(size_of_text, "")
    return found


def lost_beside_the_paper(page: Page) -> list[str]:
    """What is wider than a sheet of A4 with margins, what is kept on one sheet and fits on none, and what belongs to the screen alone.

    Whatever fits on no sheet would leave the sheet before it empty.
    """
    page.set_viewport_size({"width": 700, "height": 1000})
    page.emulate_media(media="print")
    found: list[str] = page.locator("article *").evaluate_all(
        """all => all.filter(e => e.checkVisibility()).flatMap(e => {
          const text = e.children.length ? "" : e.textContent.trim();
          const wide = text && e.getBoundingClientRect().right > 702 ? [`beyond: ${text.slice(0, 40)}`] : [];
          const high = getComputedStyle(e).breakInside === "avoid" && e.offsetHeight > 1000 ? [`high: ${e.outerHTML.slice(0, 60)}`] : [];
          return [...wide, ...high];
        })"""
    )
    if page.evaluate("document.documentElement.scrollWidth") > 700:
        found.append("wider than the paper")
    found += heights(page, ".rex-top, .rex-toc, .rex-toc-open, .rex-tools, .rex-filter, .rex-casebar")
    page.emulate_media(media="screen")
    return found
