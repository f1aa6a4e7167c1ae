"""The questions themselves: enough of them, both languages, and about cases that exist."""

from collections import Counter
from pathlib import Path

import pytest

from relevance.measure import KINDS, Question, Score, below_gate, judge, read_questions, report
from rex.core.corpus import read_corpus
from rex.core.language import LANGUAGES
from rex.core.model import Status


def test_questions_are_about_cases_that_search_may_show(repository: Path) -> None:
    corpus = read_corpus(repository)
    known = {file.id for file in corpus.shown.values() if file.case.status in (Status.PUBLISHED, Status.WANTED)}
    for question in read_questions():
        assert set(question.expect) <= known, question.id
        assert (question.kind == "nothing") is (not question.expect), question.id


def test_questions_are_many_different_and_in_both_languages() -> None:
    questions = read_questions()
    assert len({question.id for question in questions}) == len({question.ask for question in questions}) == len(questions)
    langs = Counter(question.lang for question in questions)
    assert set(langs) == set(LANGUAGES)
    assert abs(langs["en"] - langs["fr"]) <= 0.1 * len(questions)
    for lang in LANGUAGES:
        assert {question.kind for question in questions if question.lang == lang} == set(KINDS)
    assert all(question.why for question in questions)


@pytest.mark.parametrize(
    ("expect", "found", "recall", "rank"),
    [
        (("a",), ("a", "b"), 1.0, 1.0),
        (("a", "b"), ("x", "b", "y"), 0.5, 0.5),
        (("a",), tuple("vwxyza"), 0.0, 1 / 6),
        (tuple("abcdefg"), tuple("abcde"), 1.0, 1.0),
        (tuple("abcdefg"), tuple("abxyz"), 0.4, 1.0),
        (("a",), (), 0.0, 0.0),
        ((), (), 1.0, 1.0),
        ((), ("a",), 0.0, 0.0),
    ],
)
def test_a_question_is_judged_by_its_first_five(expect: tuple[str, ...], found: tuple[str, ...], recall: float, rank: float) -> None:
    score = Score(Question("q", "en", "word", "x", expect, "because"), found)
    assert score.recall == pytest.approx(recall)
    assert score.reciprocal_rank == pytest.approx(rank)


def test_an_engine_that_finds_nothing_does_not_pass() -> None:
    scores = judge(read_questions(), lambda lang, text: [])
    assert len(below_gate(scores)) == 2 * len(LANGUAGES)
    assert "absent:" in report("none", scores)
