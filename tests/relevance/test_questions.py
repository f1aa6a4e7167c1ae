"""The questions themselves: enough of them, both languages, and about cases that exist."""

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from conftest import our_corpus
from relevance.engines import Found
from relevance.measure import BLIND, KINDS, QUESTIONS, STRANGERS, Question, Score, figures, judge, read_questions, report, worse
from rex.core.language import LANGUAGES
from rex.core.model import Status


def test_questions_are_about_cases_that_search_may_show(repository: Path) -> None:
    corpus = our_corpus()
    known = {file.id for file in corpus.shown.values() if file.case.status in (Status.PUBLISHED, Status.WANTED)}
    known |= {f"symptom:{symptom}" for symptom in corpus.vocabulary.symptoms.entries}
    for question in chain.from_iterable(map(read_questions, (QUESTIONS, STRANGERS, BLIND))):
        assert set(question.expect) <= known, question.id
        assert (question.kind == "nothing") is (not question.expect), question.id


def test_strangers_are_quoted_with_their_address_and_nobody_twice() -> None:
    strangers = read_questions(STRANGERS)
    assert all(question.source.startswith("http") for question in strangers)
    asked = [question.ask for question in (*read_questions(), *strangers)]
    assert len(set(asked)) == len(asked)
    assert len({question.id for question in (*read_questions(), *strangers)}) == len(asked)


def test_questions_are_many_different_and_in_both_languages() -> None:
    questions = read_questions()
    assert len({question.id for question in questions}) == len({question.ask for question in questions}) == len(questions)
    langs = Counter(question.lang for question in questions)
    assert set(langs) == set(LANGUAGES)
    assert abs(langs["en"] - langs["fr"]) <= 0.1 * len(questions)
    assert len(questions) >= 400
    assert sum(question.id[3:].startswith("log-") or question.kind == "symptom" for question in questions) >= len(questions) / 3
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


def test_a_symptom_counts_among_the_first_two_terms() -> None:
    question = Question("q", "en", "symptom", "x", ("symptom:s", "a"), "because")
    assert Score(question, ("a",), terms=("symptom:s",)).recall == 1.0
    assert Score(question, ("a",), terms=("mistake:m", "fix:f", "symptom:s")).recall == 0.5
    assert Score(question, ("b",), terms=("mistake:m", "symptom:s")).reciprocal_rank == 0.5


def test_an_answer_that_is_not_sure_admits_that_nothing_answers() -> None:
    question = Question("q", "en", "nothing", "x", (), "because")
    assert Score(question, ("a",), sure=False).recall == 1.0
    assert Score(question, ("a",), sure=True).recall == 0.0


def test_what_is_worse_than_recorded_is_said() -> None:
    questions = read_questions()
    nothing = judge(questions, [Found() for _ in questions])
    assert figures(nothing)["en recall"] == 0.0
    assert figures(nothing)["nothing admitted"] == 1.0
    assert worse(figures(nothing), {"en recall": 0.9, "nothing admitted": 0.9}) == ["en recall: 0.000 was 0.900"]
    assert worse({"en recall": 0.897}, {"en recall": 0.9}) == []
    assert "absent:" in report("none", nothing)
