"""Pages that are kept are the pages that would be made: after any edit, and without making the others again."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import a_case, a_corpus, a_translation
from rex.core.derive import Facts
from rex.pages.build import Asked, PagesOnDemand, build_pages, make_page
from rex.pages.page import Page
from rex.pages.watched import Watched
from rex.site import kept
from rex.site.memo import Memo

Texts = dict[str, str]


def some_cases() -> Texts:
    texts = {f"case-{number}": a_case(title=f"An invented case, number {number}", date=f"20{10 + number}") for number in range(5)}
    return texts | {"example-2024": a_case(), "example-2024.fr": a_translation(a_case())}


def changed(texts: Texts, name: str, old: str, new: str) -> None:
    assert old in texts[name]
    texts[name] = texts[name].replace(old, new, 1)


EDITS: dict[str, Callable[[Texts], object]] = {
    "title": lambda texts: changed(texts, "case-2", "title: ", "title: Changed "),
    "outcome": lambda texts: changed(texts, "case-2", "outcome: worked", "outcome: failed"),
    "date": lambda texts: changed(texts, "case-3", "2013", "2021"),
    "body": lambda texts: changed(texts, "example-2024.fr", "Voici", "Voilà"),
    "draft": lambda texts: changed(texts, "case-4", "status: published", "status: draft"),
    "delete": lambda texts: texts.pop("case-0"),
    "rename": lambda texts: texts.update({"renamed": texts.pop("case-1")}),
    "add": lambda texts: texts.update({"added": a_case(title="A case that was added to the others")}),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_kept_pages_are_the_pages_that_would_be_made(tmp_path: Path, lang: str) -> None:
    texts = some_cases()
    edits = list(EDITS.items())
    random.Random(4).shuffle(edits)
    for name, edit in [("nothing yet", lambda texts: None), *edits]:
        edit(texts)
        facts, memo = Facts(a_corpus(texts)), Memo(tmp_path / "pages.sqlite", "this version")
        found = build_pages(facts, lang, {}, kept.Kept(facts, memo).make)
        memo.close()
        assert found == build_pages(Facts(a_corpus(texts)), lang, {}), name


@pytest.mark.parametrize("going", [len, lambda cases: [case for case in cases], lambda cases: [file for file in cases.values()]])  # noqa: C416
def test_who_goes_through_all_cases_has_asked_for_all(going: Callable[[object], object]) -> None:
    # Not by `list`, which asks for the length, too.
    watched = Watched(Facts(a_corpus(some_cases())))
    going(watched.corpus.cases)
    assert ("all", "corpus.cases") in watched.asked


def test_only_what_an_edit_touches_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def noted(facts: Facts, asked: Asked) -> Page:
        made.append(asked.path)
        return make_page(facts, asked)

    monkeypatch.setattr(kept, "make_page", noted)
    texts = some_cases()

    def pages_made() -> list[str]:
        made.clear()
        facts, memo = Facts(a_corpus(texts)), Memo(tmp_path / "pages.sqlite", "this version")
        build_pages(facts, "fr", {}, kept.Kept(facts, memo).make)
        memo.close()
        return list(made)

    everything = pages_made()
    assert pages_made() == []
    EDITS["body"](texts)
    again = pages_made()
    assert "cases/example-2024.md" in again
    assert "cases/case-0.md" not in pages_made()
    assert len(again) < len(everything) / 2


def test_what_nobody_could_watch_is_refused() -> None:
    watched = Watched(Facts(a_corpus(some_cases())))
    with pytest.raises(AttributeError):
        _ = watched.corpus.files  # type: ignore[attr-defined]


def test_pages_that_are_asked_for_one_by_one_are_all_pages() -> None:
    facts = Facts(a_corpus(some_cases()))
    whole = {page.path: page for page in build_pages(facts, "en", {})}
    asked = PagesOnDemand(facts, "en", {})
    assert len(asked) == len(whole)
    assert dict(asked) == whole
    assert "no/such/page.md" not in asked
