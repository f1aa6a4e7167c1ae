"""Every engine that readers meet, as something to open: name to a context that gives its `ask`.

A new engine is one function and one row in `ENGINES`; runner and gate take it from there.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from relevance.measure import Ask, Question
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.core.language import LANGUAGES
from rex.search.documents import build_documents
from rex.search.embedded.engine import WhooshEngine
from rex.search.model import EmptyQueryError, Query
from served import BROWSER_ARGUMENTS, browser_path, serving


@contextmanager
def whoosh(root: Path) -> Iterator[Ask]:
    """What `rex search` answers, with an index made for the occasion."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index")
        engine.refresh(build_documents(Facts(read_corpus(root))))

        def ask(lang: str, text: str) -> Sequence[str]:
            try:
                return [hit.document.id for hit in engine.search(Query(text)).hits]
            except EmptyQueryError:
                return []

        yield ask


@contextmanager
def browser(root: Path) -> Iterator[Ask]:
    """What the search of the built site shows; `root` holds `site/` as built by `rex build`."""
    with serving(root / "site") as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        yield typing(chromium, address)
        chromium.close()


# What the search page does with a question, without the field and the screen. Ten cases are what it shows at first.
ANSWERS = """async ([lang, questions]) => {
  const head = await (await fetch(`/${lang}/search/index.json`)).json();
  const { open } = await import(`/${lang}/assets/search-engine.js?${head.scripts}`);
  const engine = await open(new URL(`/${lang}/search/`, location), head);
  const found = [];
  for (const question of questions) {
    const { results } = await engine.search(question);
    const cases = engine.filter(results, {}).kept.filter((result) => result.number < engine.cases).slice(0, 10);
    const rows = await Promise.all(cases.map((result) => engine.entry(result.number)));
    found.push(rows.map((row) => row.url.split("/").at(-2)));
  }
  return found;
}"""


def calling(chromium: Browser, address: str, questions: Sequence[Question]) -> Ask:
    """All questions put to the engine of a served site at once, in a real browser."""
    page = chromium.new_page(base_url=address)
    page.goto("/en/about/")
    answers: dict[tuple[str, str], Sequence[str]] = {}
    for lang in LANGUAGES:
        asked = list(dict.fromkeys(question.ask for question in questions if question.lang == lang))
        answers |= {(lang, text): found for text, found in zip(asked, page.evaluate(ANSWERS, [lang, asked]), strict=True)}
    page.close()
    return lambda lang, text: answers[lang, text]


def typing(chromium: Browser, address: str) -> Ask:
    """Questions typed into the search page of a served site, in a real browser, and the cases read off the screen."""
    pages = {}
    for lang in LANGUAGES:
        pages[lang] = chromium.new_page(base_url=address)
        pages[lang].goto(f"/{lang}/search/")
        pages[lang].locator("#rex-search-here #rex-search-q").wait_for()

    def ask(lang: str, text: str) -> Sequence[str]:
        page = pages[lang]
        # Another question must not be answered by what was shown for the last one.
        page.locator("#rex-search-q").fill("")
        page.locator(".rex-search-hint").wait_for()
        page.locator("#rex-search-q").fill(text)
        page.locator(".rex-search-view[aria-busy=false] .rex-search-status:not(:empty)").wait_for()
        links = page.locator(".rex-hits-cases a.rex-hit").evaluate_all("links => links.map((link) => link.pathname)")
        return [link.rstrip("/").rpartition("/")[2] for link in links]

    return ask


ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[Ask]]] = {"whoosh": whoosh, "browser": browser}
