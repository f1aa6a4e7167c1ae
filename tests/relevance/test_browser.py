"""The gate for the search of the site, typed and read in a real browser."""

from pathlib import Path

from relevance.engines import browser
from relevance.measure import below_gate, judge, read_questions, report


def test_the_search_of_the_site_passes_the_gate(built: Path) -> None:
    with browser(built) as ask:
        scores = judge(read_questions(), ask)
    assert below_gate(scores) == [], report("browser", scores)
