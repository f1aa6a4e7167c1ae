"""axe-core finds nothing on any type of page, in both languages and colour schemes; nothing is wider than the screen; pictures."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, BrowserContext

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
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
    "timeline/",
    "flows/",
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


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("dark", 360)], ids=str)
def context(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[BrowserContext]:
    """The policy of the pages would stop a script from outside, even this one."""
    scheme, width = request.param
    opened = browser.new_context(base_url=address, color_scheme=scheme, bypass_csp=True, viewport={"width": width, "height": 900})
    yield opened
    opened.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing(context: BrowserContext, lang: str) -> None:
    page = context.new_page()
    found = []
    for path in PAGES:
        page.goto(f"/{lang}/{path}")
        page.evaluate(AXE)
        result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", TAGS)
        assert result["passes"], "axe looked at something"
        found += [(path, violation["id"], node["html"][:200]) for violation in result["violations"] for node in violation["nodes"]]
    assert found == []


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


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing_in_the_open_search(context: BrowserContext, lang: str) -> None:
    page = context.new_page()
    found = []
    for path in SEARCHES:
        page.goto(f"/{lang}/{path}")
        page.locator(".rex-search-view[aria-busy=false]").wait_for()
        drawer = page.locator(".rex-search-drawer")
        if not drawer.evaluate("element => element.open"):
            drawer.locator("> summary").click()
        page.evaluate("document.querySelectorAll('.rex-facet').forEach((facet) => (facet.open = true))")
        page.evaluate(AXE)
        result = page.evaluate("tags => axe.run('.rex-search:has(.rex-search-view)', {runOnly: {type: 'tag', values: tags}})", TAGS)
        assert result["passes"], "axe looked at something"
        found += [(path, violation["id"], node["html"][:200]) for violation in result["violations"] for node in violation["nodes"]]
    assert found == []


@pytest.mark.parametrize("width", [320, 768, 3840])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_is_wider_than_the_screen(browser: Browser, address: str, lang: str, width: int) -> None:
    context = browser.new_context(base_url=address, viewport={"width": width, "height": 900})
    page = context.new_page()
    wide = []
    for path in PAGES:
        page.goto(f"/{lang}/{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(path)
    context.close()
    assert wide == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), [("desk", 1280), ("phone", 360)])
def test_pictures_are_kept_of_each_type_of_page(
    browser: Browser, address: str, repository: Path, lang: str, scheme: str, name: str, width: int
) -> None:
    folder = repository / "build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(base_url=address, color_scheme=scheme, viewport={"width": width, "height": 900})
    page = context.new_page()
    for path in (
        "",
        "cases/",
        "cases/gitlab-2017/",
        "mistakes/untested-backups/",
        "fixes/automated-restore-testing/",
        "matrix/",
        "diagnose/",
    ):
        page.goto(f"/{lang}/{path}")
        file = folder / f"{path.strip('/').replace('/', '-') or 'home'}-{name}-{scheme}-{lang}.png"
        page.screenshot(path=file)
        assert file.stat().st_size > 10_000
    context.close()
