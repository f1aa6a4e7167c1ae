"""axe-core finds nothing on any type of page, in both languages and colour schemes; nothing is wider than the screen.

English in light colours is checked by every rule. What other colours, widths and languages can break, contrast and the size of
what is pressed, is checked in dark colours, on a phone, and in French on the pages that differ most; `--all` checks every rule everywhere.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
WHAT_VARIES = {"type": "rule", "values": ["color-contrast", "target-size"]}
# Colours and width, with the rules that another than the first of them can break.
LOOKS = [("light", 1280, WHAT_VARIES), ("dark", 1280, CONTRAST), ("dark", 360, WHAT_VARIES)]
WIDTHS = [320, 768, 3840]
PAGES = [
    "",
    "cases/",
    "cases/gitlab-2017/",
    "cases/aws-s3-2017/",
    "cases/radio-france-2017/",
    "companies/",
    "companies/gitlab/",
    "events/",
    "pillars/",
    "pillars/culture/",
    "wanted/",
    "mistakes/",
    "mistakes/untested-backups/",
    "fixes/",
    "fixes/automated-restore-testing/",
    "matrix/",
    "diagnose/",
    "checklists/?list=untested-backups,retry-storm",
    "mistakes/untested-backups/?compare=automated-restore-testing,backups-out-of-reach",
    "tried/",
    "glossary/",
    "coverage/",
    "years/",
    "evidence/",
    "about/",
    "contribute/",
    "data/",
    "404.html",
]
IN_FRENCH = [
    "",
    "cases/",
    "cases/gitlab-2017/",
    "mistakes/untested-backups/",
    "matrix/",
    "diagnose/",
    "years/",
    "contribute/",
    "checklists/",
    "evidence/",
]
# What a reader may see of the search: nothing asked, results, filters open, the full text, a log, nothing found, nothing left.
SEARCHES = [
    "?q=",
    "?q=backup",
    "?q=database&pillar=culture&kind=incident",
    '?q="monitoring blind spot"',
    "?q=java.io.IOException: No space left on device",
    "?q=kuberntes dns",
    "?q=zzqxj sauvgarde wwvvxx qqppzz",
    "?q=gitlab&company=nobody",
    "search/",
    "search/?q=backup&pillar=sharing",
]


@pytest.fixture(scope="module")
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """One tab for all pages. The policy of the pages would stop a script from outside, even axe."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    yield context.new_page()
    context.close()


def arrive(tab: Page, path: str) -> None:
    tab.emulate_media(color_scheme="light")
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(path)
    # Colours are looked at when they have changed, not while they do.
    tab.add_style_tag(content="*, ::before, ::after { transition: none !important; animation: none !important }")


def look(tab: Page, scheme: Any, width: int) -> None:
    """Show the page that is open in other colours and on another screen, as a reader's system does."""
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 900})
    expect(tab.locator("html")).to_have_attribute("data-md-color-scheme", "slate" if scheme == "dark" else "default")


def complaints(tab: Page, where: str | None, rules: dict[str, object]) -> list[tuple[str, str]]:
    # Of what passes, one element a rule is enough.
    result = tab.evaluate("([where, runOnly]) => axe.run(where ?? document, {runOnly, resultTypes: ['violations']})", [where, rules])
    assert result["passes"], "axe looked at something"
    return [(violation["id"], node["html"][:200]) for violation in result["violations"] for node in violation["nodes"]]


def complaints_in_every_look(tab: Page, lang: str, where: str | None, *, thorough: bool) -> list[tuple[object, ...]]:
    tab.evaluate(AXE)
    found: list[tuple[object, ...]] = []
    for scheme, width, rules in LOOKS:
        look(tab, scheme, width)
        everything = thorough or (lang, scheme) == ("en", "light")
        found += [(scheme, width, *complaint) for complaint in complaints(tab, where, EVERY_RULE if everything else rules)]
    return found


def assert_nothing_is_found_on(tab: Page, lang: str, path: str, *, thorough: bool = False) -> None:
    arrive(tab, f"/{lang}/{path}")
    if lang == "en" or path in IN_FRENCH or thorough:
        assert complaints_in_every_look(tab, lang, None, thorough=thorough) == []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def assert_nothing_is_found_in_the_search(tab: Page, lang: str, path: str, *, thorough: bool = False) -> None:
    arrive(tab, f"/{lang}/{path}")
    tab.locator(".rex-search-view[aria-busy=false]").wait_for()
    drawer = tab.locator(".rex-search-drawer")
    if not drawer.evaluate("element => element.open"):
        drawer.locator("> summary").click()
    tab.evaluate("document.querySelectorAll('.rex-facet').forEach((facet) => (facet.open = true))")
    assert complaints_in_every_look(tab, lang, ".rex-search:has(.rex-search-view)", thorough=thorough) == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(tab: Page, lang: str, path: str) -> None:
    assert_nothing_is_found_on(tab, lang, path)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", SEARCHES)
def test_axe_finds_nothing_in_the_open_search(tab: Page, lang: str, path: str) -> None:
    assert_nothing_is_found_in_the_search(tab, lang, path)


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing_by_any_rule_in_any_look(tab: Page, lang: str) -> None:
    for path in PAGES:
        assert_nothing_is_found_on(tab, lang, path, thorough=True)
    for path in SEARCHES:
        assert_nothing_is_found_in_the_search(tab, lang, path, thorough=True)


def test_axe_sees_what_is_wrong(tab: Page) -> None:
    arrive(tab, "/en/about/")
    tab.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=x><p id=pale>Pale</p>')")
    tab.evaluate("document.getElementById('pale').style.color = '#eee'")
    tab.evaluate(AXE)
    assert {rule for rule, _ in complaints(tab, None, EVERY_RULE)} >= {"image-alt", "color-contrast"}
    assert {rule for rule, _ in complaints(tab, None, WHAT_VARIES)} == {"color-contrast"}
