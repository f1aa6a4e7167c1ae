"""Ten things that readers come for, from the home page to the answer, each with a limit on clicks.

A click on a link, a button or a box counts; typing, pasting and Enter do not. An answer counts only where it is on the screen.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect


class Reader:
    """Somebody at the home page, whose clicks are counted."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.clicks = page, 0
        page.goto(f"/{lang}/")
        page.wait_for_load_state("networkidle")

    def click(self, target: Locator) -> None:
        self.clicks += 1
        target.click()

    def choose(self, name: str, value: str) -> None:
        """Choose from a list: one click opens it, another takes."""
        self.clicks += 2
        self.page.locator(".rex-list[data-ready]").wait_for()
        self.page.locator(f"select[name={name}]").select_option(value)

    def ask(self, words: str) -> None:
        """Type or paste into the field of the home page."""
        self.page.fill(".rex-find input", words)
        self.page.press(".rex-find input", "Enter")
        self.page.locator(".rex-search-view[aria-busy=false] .rex-search-status:not(:empty)").wait_for()

    def sees(self, what: Locator) -> None:
        expect(what).to_be_visible()
        what.scroll_into_view_if_needed()
        expect(what).to_be_in_viewport()


@pytest.fixture
def english(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield Reader(context.new_page(), "en")
    context.close()


@pytest.fixture
def french(browser: Browser, address: str) -> Iterator[Reader]:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    yield Reader(context.new_page(), "fr")
    context.close()


def test_retries_made_it_worse_and_did_the_cure_hold(english: Reader) -> None:
    page = english.page
    english.ask("retries made the outage worse")
    english.click(page.locator(".rex-hits-terms a.rex-hit[href*='/mistakes/retry-storm/']"))
    expect(page.locator("h1")).to_contain_text("Retry storm")
    table = page.locator(".rex-tried table")
    english.sees(table.locator("tbody tr").first)
    heads = table.locator("thead th").all_inner_texts()
    assert any("Worked" in text for text in heads) and any("Failed" in text for text in heads)
    assert english.clicks <= 1


def test_a_pasted_log_line_leads_to_what_it_means_and_to_what_was_tried(english: Reader) -> None:
    page = english.page
    english.ask("2031-02-11 02:14:55 UTC [4711] ERROR: canceling statement due to lock timeout")
    english.click(page.locator(".rex-search-results a.rex-hit").first)
    english.sees(page.locator(".rex-short-answer", has_text="Look here first"))
    english.click(page.locator("article h3 a[href*='/mistakes/blocking-schema-change/']"))
    english.sees(page.locator(".rex-tried tbody tr").first)
    assert english.clicks <= 2


def test_evidence_for_blameless_post_mortems_in_french_on_a_phone(french: Reader) -> None:
    page = french.page
    french.ask("post-mortem sans reproche")
    french.click(page.locator(".rex-hits-terms a.rex-hit[href*='/fixes/blameless-postmortem/']"))
    french.sees(page.locator(".rex-short-answer"))
    expect(page.locator(".rex-short-answer")).to_contain_text("cas")
    assert french.clicks <= 1


def test_cases_of_banks(english: Reader) -> None:
    page = english.page
    english.click(page.locator(".rex-nav").get_by_role("link", name="Cases"))
    english.choose("sector", "banking-insurance")
    rows = page.locator(".rex-list tbody tr:visible")
    english.sees(rows.first)
    assert 3 < rows.count() < 40
    assert english.clicks <= 3


def test_a_checklist_before_a_migration(english: Reader) -> None:
    page = english.page
    english.click(page.locator(".rex-nav").get_by_role("link", name="Checklists"))
    english.click(page.locator("#migration ~ .rex-occasion").first.get_by_role("button", name="Take all of these"))
    english.sees(page.locator(".rex-combined h2"))
    assert page.locator(".rex-combined li label").count() > 15
    assert english.clicks <= 2


def test_two_fixes_compared(english: Reader) -> None:
    page = english.page
    english.click(page.locator(".rex-nav").get_by_role("link", name="Mistakes"))
    english.click(page.locator(".rex-list tbody a[href$='/retry-storm/'], .rex-list tbody a[href$='retry-storm/']").first)
    page.locator(".rex-tried .rex-tick").first.wait_for()
    for box in page.locator(".rex-tried .rex-tick").all()[:2]:
        english.click(box)
    english.sees(page.locator(".rex-compare section").last)
    assert english.clicks <= 4


def test_what_failed_for_others(english: Reader) -> None:
    page = english.page
    english.click(page.locator(".rex-nav").get_by_role("link", name="What failed"))
    english.choose("outcome", "failed")
    english.sees(page.locator(".rex-list tbody tr:visible").first)
    assert set(page.locator(".rex-list tbody tr:visible .rex-badge").all_inner_texts()) == {"failed"}
    assert english.clicks <= 3


def test_a_case_cited(english: Reader) -> None:
    page = english.page
    english.click(page.locator(".rex-brief").get_by_role("link", name="Read the whole case"))
    english.click(page.get_by_role("button", name="Copy the link"))
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith("/en/cases/gitlab-2017/")
    english.click(page.locator(".rex-casebar").get_by_role("link", name="Cite"))
    english.sees(page.locator(".rex-cite-as").get_by_role("link", name="BibTeX"))
    assert english.clicks <= 3


@pytest.mark.parametrize(("name", "kind"), [("DevOps REX 2017", "events"), ("La Poste", "companies")])
def test_everything_from_an_event_and_from_an_organisation(french: Reader, name: str, kind: str) -> None:
    page = french.page
    french.ask(name)
    french.click(page.locator(".rex-hits-places a.rex-hit").first)
    page.wait_for_url(f"**/fr/{kind}/**")
    # The address changes before the page does.
    expect(page.locator("article h1")).to_contain_text(name)
    french.sees(page.locator("article .rex-rows a, article li a").first)
    assert french.clicks <= 1


def test_a_filtered_link_opened_afresh_in_the_other_language(french: Reader) -> None:
    page = french.page
    page.goto("/fr/cases/?sector=banking-insurance&outcome=failed")
    shown = page.locator(".rex-list tbody tr:visible")
    expect(shown.first).to_be_visible()
    ids = page.locator(".rex-list tbody tr:visible td:first-child a:first-child").evaluate_all(
        "all => all.map(a => a.pathname.split('/').at(-2))"
    )
    french.click(page.locator(".rex-language"))
    page.wait_for_url("**/en/cases/?sector=banking-insurance&outcome=failed")
    expect(shown.first).to_be_visible()
    again = page.locator(".rex-list tbody tr:visible td:first-child a:first-child").evaluate_all(
        "all => all.map(a => a.pathname.split('/').at(-2))"
    )
    assert ids == again
    assert french.clicks <= 1
