"""What each figure of search is worth: `make ablation` sets one after the other to a value at which it does nothing, and prints what
becomes of the open questions as a table for `docs/maintaining/relevance.md`. With `INDEX=--index` also the figures of the index, each
of which needs an index of its own.
"""

import dataclasses
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean, median
from unittest import mock

from relevance.engines import our_base
from relevance.measure import NAMES, Question, Score, figures, read_questions, texts
from rex.search import impacts
from rex.search.embedded import WhooshEngine
from rex.search.model import Answer, Document, EmptyQueryError, IndexReader, Query
from rex.search.ranking import search
from rex.search.weights import PARTS, WEIGHTS, Weights

# The value at which a figure has no effect. Bounds (of time, of what is shown) have none.
NEUTRAL = {
    "neighbour": 0.0, "neighbour_covers": 1.0, "slip": 1.0, "least": 0.0, "everyday": 1.0, "asking": 0.0, "term": 0.0,
    "term_share": 0.0, "name": 0.0, "together": 0.0, "sure": 0.0, "place_share": 0.0, "clearly": 1.0,
}  # fmt: skip
# Of the index: every part of a document, and how soon more of the same stops mattering.
OF_THE_INDEX: dict[str, tuple[str, object]] = {
    **{f"PARTS[{part}] = 0": ("PARTS", {**PARTS, part: 0.0}) for part in PARTS},
    "SYNONYM = 0": ("SYNONYM", 0.0),
    "STATUS_WEIGHTS = 1": ("STATUS_WEIGHTS", {}),
    "SATURATION = 1.2": ("SATURATION", 1.2),
    "LENGTH_PENALTY = 0": ("LENGTH_PENALTY", 0.0),
}
COLUMNS = (
    "en recall", "en mrr", "fr recall", "fr mrr", "pasted recall", "nothing admitted", "answered", "harmless", "names", "language",
    "listed",
)  # fmt: skip


def asked(reader: IndexReader, text: str, weights: Weights) -> Answer:
    """One question; an empty one finds nothing."""
    try:
        return search(reader, Query(text, limit=10), weights)
    except EmptyQueryError:
        return Answer((), 0, sure=False)


def measured(reader: IndexReader, questions: Sequence[Question], weights: Weights = WEIGHTS) -> dict[str, float]:
    """All columns: figures of the questions, harmless lines that are no sure answer, names that find their page, first answers in the
    language of the question, and how many cases are listed in the median."""
    answers = [asked(reader, question.ask, weights) for question in questions]
    scores = [
        Score(question, tuple(hit.document.id for hit in one.hits), one.sure, tuple(hit.document.id for hit in one.terms))
        for question, one in zip(questions, answers, strict=True)
    ]
    spoken = [
        one.hits[0].document.lang == question.lang
        for question, one in zip(questions, answers, strict=True)
        if one.hits and question.kind in ("question", "phrase", "word", "accent")
    ]
    names = [[place.id for place in asked(reader, name, weights).places[:1]] == [page] for name, page in NAMES.items()]
    return figures(scores) | {
        "harmless": fmean(not asked(reader, line, weights).sure for line in texts("harmless")),
        "names": fmean(names),
        "language": fmean(spoken),
        "listed": median(one.total for one in answers if one.sure),
    }


def rows(documents: Sequence[Document], questions: Sequence[Question], *, index: bool) -> Iterator[tuple[str, dict[str, float]]]:
    """One a figure, as it is first."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index")
        engine.refresh(documents)
        for name, value in {"": 0.0, **NEUTRAL}.items():
            weights = dataclasses.replace(WEIGHTS, **{name: value}) if name else WEIGHTS
            label = f"{name} = {value:g}" if name else "as it is"
            yield label, engine.reading(lambda reader, weights=weights: measured(reader, questions, weights))  # type: ignore[misc]
    for label, (name, value) in OF_THE_INDEX.items() if index else ():
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(impacts, name, value):
            engine = WhooshEngine(Path(folder) / "index")
            engine.refresh(documents)
            yield label, engine.reading(lambda reader: measured(reader, questions))


def main(arguments: list[str]) -> None:
    """A table in Markdown."""
    questions = read_questions()
    print(f"| {len(questions)} questions | {' | '.join(COLUMNS)} |\n| --- |{' ---: |' * len(COLUMNS)}")
    for label, found in rows(our_base().documents, questions, index="--index" in arguments):
        shown = (f"{found[column]:.0f}" if column == "listed" else f"{found[column]:.3f}" for column in COLUMNS)
        print(f"| {label} | {' | '.join(shown)} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
