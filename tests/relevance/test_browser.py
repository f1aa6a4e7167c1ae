"""The gate for the search of the site, typed and read in a real browser."""

from playwright.sync_api import Browser

from relevance.engines import asking
from relevance.measure import below_gate, judge, read_questions, report


def test_the_search_of_the_site_passes_the_gate(browser: Browser, address: str) -> None:
    scores = judge(read_questions(), asking(browser, address))
    assert below_gate(scores) == [], report("browser", scores)
