"""A case that gets lost on the way is named."""

from functools import cache
from pathlib import Path

import pytest

from conftest import REPOSITORY, our_corpus, our_facts
from rex.core.errors import RexError
from rex.core.model import Status
from rex.pages.build import build_pages, find_orphans, read_written
from rex.pages.page import Page
from rex.site.counts import check_counts


@cache
def pages_of_ours() -> tuple[Page, ...]:
    return tuple(build_pages(our_facts(), "en", read_written(REPOSITORY, "en")))


def test_a_lost_page_a_lost_file_and_a_short_index_are_each_named(built: Path, tmp_path: Path) -> None:
    corpus = our_corpus()
    pages = {page.path: page for page in pages_of_ours()}
    site = built / "site" / "en"
    findable = sum(file.case.status in (Status.PUBLISHED, Status.WANTED) for file in corpus.shown.values())
    check_counts(corpus, pages, site, expected=7, indexed=7, ranked=findable)
    with pytest.raises(RexError, match=r"6 pages in the search index, 7 expected"):
        check_counts(corpus, pages, site, expected=7, indexed=6, ranked=findable)
    with pytest.raises(RexError, match=rf"{findable - 1} cases in the ranked index, {findable} expected"):
        check_counts(corpus, pages, site, expected=7, indexed=7, ranked=findable - 1)
    lost = {path: page for path, page in pages.items() if path != "cases/gitlab-2017.md"}
    with pytest.raises(RexError, match=r"cases without a page: gitlab-2017$"):
        check_counts(corpus, lost, site, expected=7, indexed=7, ranked=findable)
    with pytest.raises(RexError, match=r"pages that were not written"):
        check_counts(corpus, pages, tmp_path, expected=7, indexed=7, ranked=findable)


def test_an_orphan_is_a_generated_page_without_a_link_to_it() -> None:
    written, pages = read_written(REPOSITORY, "en"), pages_of_ours()
    assert find_orphans(pages, written) == []
    alone = [page for page in pages if page.path == "cases/gitlab-2017.md"]
    assert find_orphans(alone, {}) == ["cases/gitlab-2017.md"]
    assert find_orphans(alone, {"about.md": "See [it](cases/gitlab-2017.md)."}) == []
