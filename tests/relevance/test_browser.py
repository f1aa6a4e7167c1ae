"""The gate for the search of the site, in a real browser: every question put to its engine, some typed and read off the screen."""

import itertools

import pytest
from playwright.sync_api import Browser

from relevance.engines import calling, typing
from relevance.measure import KINDS, Question, below_gate, judge, read_questions, report

QUESTIONS = read_questions()
# One of each kind, English and French in turn.
LANGS = dict(zip(KINDS, itertools.cycle(["en", "fr"]), strict=False))
SOME = [next(one for one in QUESTIONS if (one.kind, one.lang) == row) for row in LANGS.items()]


def test_the_search_of_the_site_passes_the_gate(browser: Browser, address: str) -> None:
    scores = judge(QUESTIONS, calling(browser, address, QUESTIONS))
    assert below_gate(scores) == [], report("browser", scores)


@pytest.mark.parametrize("questions", [SOME, pytest.param(QUESTIONS, marks=pytest.mark.long)], ids=["some", "all"])
def test_what_is_typed_shows_what_the_engine_answers(browser: Browser, address: str, questions: list[Question]) -> None:
    typed, called = typing(browser, address), calling(browser, address, questions)
    assert any(called(one.lang, one.ask) for one in questions)
    assert {one.id: typed(one.lang, one.ask) for one in questions} == {one.id: called(one.lang, one.ask) for one in questions}
