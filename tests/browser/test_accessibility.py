"""axe-core finds nothing on any type of page, in both languages and colour schemes; nothing is cut off or wider than the screen.

Rules look at how a page is made, so most are tried on a small base that has every type of page and every field, with every rule in
English and light colours, and with what other colours, widths and languages can break, contrast and the size of what is pressed, in dark
colours on a phone. On our own base a few pages are looked at, and the width of all of them; `--all` checks every rule everywhere there.
A page is opened once for all that is looked at.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import watched
from seen import EVERY_TYPE, lost_beside_the_paper, settle, settled, troubles, troubles_at_twice_the_size

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
WHAT_VARIES = {"type": "rule", "values": ["color-contrast", "target-size"]}
# Colours and width, with the rules that another than the first of them can break.
LOOKS = [("light", 1280, WHAT_VARIES), ("dark", 1280, CONTRAST), ("dark", 360, WHAT_VARIES)]
WIDTHS = [320, 360, 768, 3840]
# Of the small base.
TYPES = [
    *EVERY_TYPE,
    "404.html",
    "about/",
    "cases/withdrawn-2024/",
    "checklists/",
    "diagnose/",
    "mistakes/untested-backups/",
    "pillars/",
]
# What a reader may see of the search: nothing asked, results, filters open, the full text, a log, nothing found, nothing left.
SEARCHES = [
    "?q=",
    "?q=restore",
    "?q=disk&pillar=culture&kind=incident",
    '?q="a disk fails"',
    "?q=java.io.IOException: No space left on device",
    "?q=restroe",
    "?q=zzqxj sauvgarde wwvvxx qqppzz",
    "?q=disk&company=nobody",
    "search/",
    "search/?q=disk&pillar=sharing",
]
# Of our own: what people have written, at its real length.
WRITTEN = ["", "cases/gitlab-2017/", "mistakes/untested-backups/", "contribute/", "evidence/", "?q=backup"]
OURS = [
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
    "mistakes/hidden-dependency/",
    "fixes/observability/",
    "tried/",
    "glossary/",
    "coverage/",
    "years/",
    "years/2017/",
    "evidence/",
    "about/",
    "contribute/",
    "data/",
    "404.html",
]
# Of them, lists whose names need the room of a word on a phone, and what people print.
LISTS = {"cases/", "companies/", "events/", "fixes/", "mistakes/", "tried/"}
PRINTED = {"cases/", "cases/gitlab-2017/", "fixes/automated-restore-testing/", "tried/", "matrix/", "coverage/", "years/", "glossary/"}
OUR_SEARCHES = [
    "?q=backup",
    "?q=database&pillar=culture&kind=incident",
    "?q=java.io.IOException: No space left on device",
    "?q=kuberntes dns",
]


def tab_at(browser: Browser, address: str) -> Iterator[Page]:
    """One tab for all pages. The policy of the pages would stop a script from outside, even axe."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def small(browser: Browser, rich: str) -> Iterator[Page]:
    yield from tab_at(browser, rich)


@pytest.fixture(scope="module")
def ours(browser: Browser, address: str) -> Iterator[Page]:
    yield from tab_at(browser, address)


@pytest.fixture(scope="module")
def screen(browser: Browser, address: str) -> Iterator[Page]:
    with watched(browser.new_page(base_url=address), address) as opened:
        yield opened


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
    # The other language changes words and nothing of the colours: where words have least room is enough.
    for scheme, width, rules in LOOKS if thorough else LOOKS[::2] if lang == "en" else LOOKS[2:]:
        look(tab, scheme, width)
        everything = thorough or (lang, scheme) == ("en", "light")
        found += [(scheme, width, *complaint) for complaint in complaints(tab, where, EVERY_RULE if everything else rules)]
    return found


def assert_axe_finds_nothing(tab: Page, lang: str, path: str, *, thorough: bool = False) -> None:
    where = None
    if path.startswith(("?", "search/")):
        where = ".rex-search:has(.rex-search-view)"
        tab.locator(".rex-search-view[aria-busy=false]").wait_for()
        drawer = tab.locator(".rex-search-drawer")
        if not drawer.evaluate("element => element.open"):
            drawer.locator("> summary").click()
        tab.evaluate("document.querySelectorAll('.rex-facet').forEach((facet) => (facet.open = true))")
    assert complaints_in_every_look(tab, lang, where, thorough=thorough) == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", TYPES)
def test_any_type_of_page_is_whole_at_twice_the_size_and_axe_finds_nothing(small: Page, lang: str, path: str) -> None:
    arrive(small, f"/{lang}/{path}")
    settle(small)
    assert troubles_at_twice_the_size(small) == []
    assert_axe_finds_nothing(small, lang, path)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", SEARCHES)
def test_axe_finds_nothing_on_what_is_searched_for(small: Page, lang: str, path: str) -> None:
    arrive(small, f"/{lang}/{path}")
    assert_axe_finds_nothing(small, lang, path)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", WRITTEN)
def test_axe_finds_nothing_on_what_people_have_written(ours: Page, lang: str, path: str) -> None:
    arrive(ours, f"/{lang}/{path}")
    assert_axe_finds_nothing(ours, lang, path)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", OURS)
def test_a_page_fits_every_screen_and_the_paper(screen: Page, lang: str, path: str) -> None:
    screen.set_viewport_size({"width": WIDTHS[0], "height": 800})
    settled(screen, f"/{lang}/{path}")
    for width in WIDTHS:
        screen.set_viewport_size({"width": width, "height": 800})
        assert screen.evaluate("document.documentElement.scrollWidth") <= width
        if path in LISTS and width < 400:
            assert [one for one in troubles(screen) if not one.startswith("on each other")] == []
            names = screen.locator(".rex-list tbody tr > :first-child")
            assert names.evaluate_all("all => Math.min(...all.map(e => e.getBoundingClientRect().width))") >= 80
    if path in PRINTED and lang == "fr":
        assert lost_beside_the_paper(screen) == []


@pytest.mark.long
@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("path", OURS + OUR_SEARCHES)
def test_axe_finds_nothing_by_any_rule_in_any_look(ours: Page, lang: str, path: str) -> None:
    arrive(ours, f"/{lang}/{path}")
    assert_axe_finds_nothing(ours, lang, path, thorough=True)


def test_axe_sees_what_is_wrong(small: Page) -> None:
    arrive(small, "/en/about/")
    small.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=x><p id=pale>Pale</p>')")
    small.evaluate("document.getElementById('pale').style.color = '#eee'")
    small.evaluate(AXE)
    assert {rule for rule, _ in complaints(small, None, EVERY_RULE)} >= {"image-alt", "color-contrast"}
    assert {rule for rule, _ in complaints(small, None, WHAT_VARIES)} == {"color-contrast"}
