"""The gate for the embedded engine."""

from pathlib import Path

from relevance.engines import ENGINES
from relevance.measure import below_gate, judge, read_questions, report


def test_the_embedded_engine_passes_the_gate(repository: Path) -> None:
    with ENGINES["whoosh"](repository) as ask:
        scores = judge(read_questions(), ask)
    assert below_gate(scores) == [], report("whoosh", scores)
