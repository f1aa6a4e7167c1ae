"""The last check of a build: a case may be refused with a reason, it can never silently be missing."""

from collections.abc import Collection
from pathlib import Path

from rex.core.corpus import Corpus
from rex.core.errors import RexError
from rex.core.model import Status


def check_counts(corpus: Corpus, pages: Collection[str], site: Path, *, expected: int, indexed: int, ranked: int) -> None:
    """Compare what was read with what was written. `pages` are the paths of those that we make, `expected` and `indexed` are numbers
    of pages in Pagefind's index, `ranked` of cases in ours.

    Raises `RexError` that names the first step at which something is missing, and what.
    """
    unread = sorted(corpus.originals - set(corpus.cases))
    if unread:
        raise RexError(f"cases that could not be read: {', '.join(unread)}")
    unbuilt = [case_id for case_id in corpus.shown if f"cases/{case_id}.md" not in pages]
    if unbuilt:
        raise RexError(f"cases without a page: {', '.join(unbuilt)}")
    unwritten = [path for path in pages if not (site / html_of(path)).is_file()]
    if unwritten:
        raise RexError(f"pages that were not written: {', '.join(sorted(unwritten))}")
    if indexed != expected:
        raise RexError(f"{indexed} pages in the search index, {expected} expected")
    findable = [case_id for case_id, file in corpus.shown.items() if file.case.status in (Status.PUBLISHED, Status.WANTED)]
    if ranked != len(findable):
        raise RexError(f"{ranked} cases in the ranked index, {len(findable)} expected")


def html_of(path: str) -> str:
    """Where MkDocs writes a page when directory URLs are on."""
    stem = path.removesuffix(".md")
    if stem == "index" or stem.endswith("/index"):
        return f"{stem}.html"
    return f"{stem}/index.html"
