"""Every engine that readers meet, as something to open: name to a context that gives its `ask`.

A new engine is one function and one row in `ENGINES`; runner and gate take it from there.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from relevance.measure import Ask
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
        yield asking(chromium, address)
        chromium.close()


def asking(chromium: Browser, address: str) -> Ask:
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
