"""What the reader's browser searches, for one language: our own ranked index of cases, mistakes and fixes, and Pagefind over
the finished HTML of every page.

The first answers a question within a few tens of kilobytes, knows spelling, symptoms and the words of the other language,
and counts facets. The second is only fetched for exact phrases and for pages written by people. Why both:
docs/decisions/20261124-two-browser-indexes.md. What the ranked index holds is in `rex.search.browser`; how an answer looks, in
`assets/search.js`.
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b, sha256
from pathlib import Path
from urllib.parse import urlencode

from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.grade import RANK
from rex.core.model import Outcome, State
from rex.core.store import Store
from rex.core.version import add_files
from rex.pages.page import PATHS
from rex.pages.words import words_of
from rex.search.browser.index import browser_index
from rex.search.browser.rows import Site
from rex.search.documents import build_documents
from rex.search.model import Document
from rex.site.packed import packed, unpack

# Lists only repeat what the pages they lead to say; a search would show everything twice.
SEARCHED_KINDS = frozenset(("case", "wanted", "pillar", "mistake", "fix", "company", "event", "evidence", "symptom", "contribute"))

# Not part of what a page says.
_NOT_TEXT = ".rex-crumbs, .rex-badge, .rex-cite, .rex-pager, .rex-tools, sup"

FOLDER = "search"
# What `assets/rex.js` fetches under an address that changes with it.
_SCRIPTS = ("search.js", "search-engine.js", "search.css")
# Where a reader can go whom search could not help.
_WAYS = (("wanted", "wanted.md"), ("contribute", "contribute.md"), ("cases", "cases/index.md"), ("mistakes", "mistakes/index.md"))


def build_pagefind(site: Path, store: Store | None = None) -> int:
    """Index the built site of one language into its `pagefind/` folder. Returns the number of pages indexed.

    Where `store` has the index of just these pages, it is taken from there. Raises `RexError` with Pagefind's own words if it fails.
    """
    target = site / "pagefind"
    if store is None or not store.is_kept:
        _run_pagefind(site)
    else:
        pages = blake2b(digest_size=20)
        add_files(pages, site, site.rglob("*.html"))
        kept = store.find("pagefind", (pages.hexdigest(), _NOT_TEXT))
        if kept is None:
            _run_pagefind(site)
            store.keep("pagefind", (pages.hexdigest(), _NOT_TEXT), packed(target))
        else:
            unpack(kept, target)
    entry = json.loads((target / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(int(language["page_count"]) for language in entry["languages"].values())


def _run_pagefind(site: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--silent", "--exclude-selectors", _NOT_TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments, no shell
    if done.returncode:
        raise RexError(f"Pagefind failed: {(done.stderr or done.stdout).strip()}")


def write_ranked_indexes(facts: Facts, sites: Mapping[str, tuple[Path, Collection[str]]], store: Store | None = None) -> dict[str, int]:
    """Write the ranked index of each language into the `search/` folder of its site. Returns the number of cases in each.

    `sites` has by language the folder of its site, and the names of the pages written by people: one of them may tell how to
    contribute. What all languages share is worked out once; `store` has what an earlier build has read of the documents.
    """
    documents = build_documents(facts)
    counts = {}
    for lang, (site, written) in sites.items():
        scripts = sha256(b"".join((site / "assets" / name).read_bytes() for name in _SCRIPTS)).hexdigest()[:12]
        files, counts[lang] = ranked_index(facts, lang, documents, written, scripts, store)
        for folder in sorted({(site / FOLDER / path).parent for path in files}):
            folder.mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            (site / FOLDER / path).write_bytes(text.encode())
    return counts


def ranked_index(
    facts: Facts, lang: str, documents: Iterable[Document], written: Iterable[str] = (), scripts: str = "", store: Store | None = None
) -> tuple[dict[str, str], int]:
    """Files of the index over these documents by path below `search/`, and the number of cases in it.

    `index.json` says which `scripts` read it, and what the interface is written with.
    """
    words = words_of(lang)
    head = {
        "scripts": scripts,
        "ways": [
            [words(f"search.none_{name}"), address.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"]
            for name, address in _WAYS
            if address in PATHS.values() or address in written
        ],
        "words": words.branch("search"),
        "badges": {
            "grade": {grade: [words(f"grade.{grade}"), words(f"grade_why.{grade}")] for grade in RANK},
            "outcome": {outcome: [words(f"outcome.{outcome}")] for outcome in Outcome},
            "state": {state: [words(f"state.{state}")] for state in State},
        },
    }
    return browser_index(facts, Site(words, _url), documents, head, store)


def _url(kind: str, subject: str) -> str:
    """Address of a page below its language. What has no page of its own is a search that is narrowed to it."""
    if kind == "page":
        return f"{subject}/"
    if kind not in PATHS:
        return f"{PATHS['search'].removesuffix('.md')}/?q=&{urlencode({kind: subject})}"
    return PATHS[kind].format(id=subject).removesuffix(".md") + "/"
