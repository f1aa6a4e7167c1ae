"""The way of a reader through the pages, what stays when JavaScript or the screen is missing, and what a page weighs."""

import gzip
import itertools
import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import our_corpus
from served import arrive


def test_from_home_to_a_case_its_mistake_a_fix_and_back(page: Page) -> None:
    page.goto("/en/")
    expect(page.locator("h1")).to_contain_text("Has somebody already made this mistake")
    page.locator(".rex-nav").get_by_role("link", name="Cases").click()
    page.locator("article td a", has_text="GitLab.com loses").click()
    expect(page.locator("h1")).to_contain_text("GitLab.com loses")
    page.locator(".rex-mistakes a", has_text="Untested backups").click()
    expect(page.locator("h1")).to_contain_text("Untested backups")
    page.locator("article h3 a", has_text="Automated restore testing").first.click()
    expect(page.locator("h1")).to_contain_text("Automated restore testing")
    page.locator("article a[href*='/cases/gitlab-2017/']").first.click()
    expect(page.locator("h1")).to_contain_text("GitLab.com loses")


def test_header_and_language_follow_the_page_without_a_reload(page: Page) -> None:
    arrive(page, "/en/cases/")
    page.evaluate("window.stillHere = true")
    page.locator(".rex-nav").get_by_role("link", name="Fixes").click()
    expect(page.locator(".rex-nav [aria-current]")).to_have_text("Fixes")
    assert page.evaluate("window.stillHere")
    page.locator(".rex-language").click()
    expect(page).to_have_url(re.compile(r"/fr/fixes/$"))


def test_the_menu_opens_and_leads_on_with_the_keyboard(page: Page) -> None:
    page.goto("/en/about/")
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Close").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Close")).to_be_hidden()


def test_every_tool_of_the_header_can_be_reached_on_the_narrowest_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/fr/cases/gitlab-2017/")
    boxes = [page.locator(tool).bounding_box() for tool in (".rex-brand", ".rex-language", ".rex-header-search", ".rex-theme", ".rex-menu")]
    edges = [(box["x"], box["x"] + box["width"]) for box in boxes if box]
    assert len(edges) == 5
    assert all(left >= before for (_, before), (left, _) in itertools.pairwise(edges)), edges
    assert edges[-1][1] <= 320


def test_the_skip_link_comes_first(page: Page) -> None:
    page.goto("/fr/cases/gitlab-2017/")
    page.keyboard.press("Tab")
    expect(page.locator(".rex-skip")).to_be_focused()
    expect(page.locator(".rex-skip")).to_be_in_viewport()


def test_the_list_of_cases_narrows_down_and_sorts(page: Page) -> None:
    page.goto("/fr/cases/")
    rows = page.locator("tbody tr:visible")
    all_rows = rows.count()
    page.get_by_role("searchbox", name="Filtrer cette liste").fill("gitlab")
    assert 0 < rows.count() < all_rows
    page.get_by_role("searchbox", name="Filtrer cette liste").fill("")
    page.locator("select[name=kind]").select_option("drill")
    assert 0 < rows.count() < all_rows
    page.locator("th button").nth(1).click()
    expect(page.locator("th").nth(1)).to_have_attribute("aria-sort", "ascending")


def test_a_line_of_the_picture_leads_to_what_happened(page: Page) -> None:
    page.goto("/en/cases/gitlab-2017/")
    case = our_corpus().cases["gitlab-2017"].case
    assert page.locator(".rex-map path").count() == sum(len(fix.corrects) for fix in case.fixes) > 3
    page.locator(".rex-map a", has_text="Untested backups").click()
    expect(page.locator("#m2")).to_be_in_viewport()


@pytest.mark.parametrize("width", [412, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "en/",
        "fr/cases/",
        "en/cases/gitlab-2017/",
        "fr/companies/",
        "en/checklists/",
        "fr/mistakes/retry-storm/",
        "en/mistakes/untested-backups/",
        "fr/tried/",
        "fr/diagnose/",
        "en/matrix/",
        "fr/contribute/",
        "en/search/",
    ],
)
def test_nothing_moves_while_a_page_is_loaded(page: Page, path: str, width: int) -> None:
    """On a slow machine, where one sees the page before its scripts have done their work."""
    page.set_viewport_size({"width": width, "height": 823})
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(f"/{path}")
    page.wait_for_timeout(1500)
    shift = page.evaluate(
        """() => new Promise(done => {
          const seen = [];
          const text = node => (node?.closest?.("*") ?? node?.parentElement)?.outerHTML.slice(0, 60);
          const note = entry => seen.push([entry.value, ...entry.sources.map(source => text(source.node))]);
          const observer = new PerformanceObserver(list => list.getEntries().forEach(note));
          observer.observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(seen), 300);
        })"""
    )
    assert shift == [], shift


@pytest.mark.parametrize("path", ["en/cases/", "fr/tried/", "fr/mistakes/retry-storm/"])
def test_rows_that_stand_in_order_are_not_laid_out_twice(page: Page, path: str) -> None:
    page.add_init_script(
        """window.moved = 0;
        new MutationObserver(all => all.forEach(({target, removedNodes}) => {
          if (target.matches?.(".rex-list tbody")) window.moved += removedNodes.length;
        })).observe(document, {childList: true, subtree: true});"""
    )
    arrive(page, f"/{path}")
    page.locator(".rex-list[data-ready]").wait_for()
    assert page.evaluate("window.moved") == 0
    page.locator(".rex-list th button").first.click()
    page.locator(".rex-list th button").first.click()
    assert page.evaluate("window.moved") >= page.locator(".rex-list tbody tr").count()


def test_a_case_prints_to_pdf_without_the_frame(browser: Browser, address: str, repository: Path) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/en/cases/gitlab-2017/")
    page.emulate_media(media="print")
    for gone in (".rex-top", ".rex-toc", "#map", ".rex-tools"):
        expect(page.locator(gone)).to_be_hidden()
    assert "https://" in page.evaluate("getComputedStyle(document.querySelector('#s1 > a'), '::after').content")
    folder = repository / "build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    assert page.pdf(path=folder / "case-en.pdf", format="A4").startswith(b"%PDF")
    page.close()


def test_a_first_visit_weighs_at_most_150_kilobytes_compressed(page: Page, built: Path) -> None:
    seen: dict[str, int] = {}
    page.on("response", lambda response: seen.__setitem__(response.url, len(gzip.compress(response.body()))) if response.ok else None)
    page.goto("/fr/cases/gitlab-2017/")
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".woff2") for url in seen)
    assert sum(seen.values()) <= 150_000, seen


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_case_page_is_light_as_it_is_sent(built: Path, lang: str) -> None:
    """Compressed: the median case at most 9 kB, the largest at most 14 kB. Facts are never left out to save bytes."""
    pages = (built / "site" / lang / "cases").glob("*/index.html")
    sizes = {path.parent.name: len(gzip.compress(path.read_bytes(), mtime=0)) for path in pages}
    assert len(sizes) > 100
    assert statistics.median(sizes.values()) <= 9_000
    assert {case: size for case, size in sizes.items() if size > 14_000} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_sign_of_a_warning_stands_beside_its_words(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/fr/cases/unisuper-2024/")
    room, sign = page.locator(".admonition-title").first.evaluate(
        """title => {
            const sign = getComputedStyle(title, "::before");
            return [parseFloat(getComputedStyle(title).paddingLeft), parseFloat(sign.left) + parseFloat(sign.width)];
        }"""
    )
    assert 0 < sign <= room
