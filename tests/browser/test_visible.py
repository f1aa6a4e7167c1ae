"""What a reader sees, measured: heights, places and pixels, not attributes. On a small base, so that it is built in seconds."""

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from conftest import rex
from hostile import a_rich_base, add_site
from seen import EVERY_TYPE, heights, settled
from served import BelowAPath, BelowAPathInEachLanguage, serving


@pytest.fixture
def page(browser: Browser, rich: str) -> Iterator[Page]:
    opened = browser.new_page(base_url=rich, viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def test_the_filter_of_the_diagnosis_leaves_only_what_was_asked_for_and_in_sight(page: Page) -> None:
    page.goto("en/diagnose/")
    assert len(heights(page, ".rex-topic-name")) == 3
    page.fill("#rex-symptom", "retry")
    assert list(heights(page, ".rex-topic-name")) == ["retry storm, in English"]
    box = page.locator(".rex-topic:visible").bounding_box()
    assert box and box["y"] + box["height"] < 900
    page.fill("#rex-symptom", "")
    assert len(heights(page, ".rex-topic-name")) == 3


def test_a_list_shows_after_back_what_its_fields_say(page: Page) -> None:
    page.goto("en/companies/")
    page.select_option(".rex-filter [name=sector]", "retail")
    assert list(heights(page, ".rex-list tbody a")) == ["Example Shop"]
    assert page.url.endswith("?sector=retail")
    page.click(".rex-list tbody a:visible")
    page.wait_for_url("**/example-shop/")
    page.go_back()
    page.wait_for_url("**/companies/?sector=retail")
    expect(page.locator(".rex-filter [name=sector]")).to_have_value("retail")
    expect(page.locator(".rex-list tbody tr:visible")).to_have_count(1)


def test_back_while_the_next_page_is_still_coming_keeps_the_list(page: Page) -> None:
    page.goto("en/companies/")
    page.select_option(".rex-filter [name=sector]", "retail")
    coming: list[Route] = []
    page.route("**/example-shop/", lambda route: coming.append(route))
    page.click(".rex-list tbody a:visible")
    page.wait_for_url("**/example-shop/")
    page.go_back()
    page.wait_for_url("**/companies/?sector=retail")
    page.wait_for_timeout(200)
    for route in coming:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".rex-list tbody tr:visible")).to_have_count(1)
    page.wait_for_timeout(500)
    expect(page.locator(".rex-filter [name=sector]")).to_have_value("retail")


def test_the_address_of_a_list_means_the_same_afresh_and_in_the_other_language(page: Page, rich: str) -> None:
    for lang in ("en", "fr"):
        page.goto(f"{lang}/cases/?outcome=failed&sort=2-&find=disk" if lang == "en" else f"{lang}/cases/?outcome=failed")
        assert page.locator(".rex-filter [name=outcome]").input_value() == "failed"
        assert 0 < len(heights(page, ".rex-list tbody tr")) < page.locator(".rex-list tbody tr").count()


@pytest.mark.parametrize("selector", [".rex-theme", ".rex-header-search", ".rex-menu", ".rex-brand"])
def test_icons_are_seen_with_forced_colours(browser: Browser, rich: str, selector: str) -> None:
    opened = browser.new_page(base_url=rich, viewport={"width": 800, "height": 600}, forced_colors="active")
    opened.goto("en/mistakes/")
    box = opened.locator(selector).bounding_box()
    assert box
    left = {"x": box["x"] + 4, "y": box["y"] + 4, "width": min(36, box["width"] - 8), "height": box["height"] - 8}
    picture = Image.open(io.BytesIO(opened.screenshot(clip=left))).convert("L")  # type: ignore[arg-type]
    darkest, lightest = picture.getextrema()
    assert int(lightest) - int(darkest) > 100  # type: ignore[arg-type]
    opened.close()


def test_an_apostrophe_in_a_heading_of_the_matrix_takes_the_room_of_an_apostrophe(page: Page) -> None:
    page.goto("fr/matrix/")
    measure = """() => {
      const link = document.querySelector(".rex-board thead a");
      link.textContent = "l’incident";
      const size = (from, to) => {
        const range = document.createRange();
        range.setStart(link.firstChild, from);
        range.setEnd(link.firstChild, to);
        return range.getBoundingClientRect().height;
      };
      return [size(1, 2), size(3, 4)];
    }"""
    apostrophe, letter = page.evaluate(measure)
    assert 0 < apostrophe < letter


def test_every_number_of_the_matrix_is_on_paper(page: Page) -> None:
    page.goto("en/matrix/")
    numbers = page.locator(".rex-board td a").count()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    seen = page.locator(".rex-board td a").evaluate_all(
        "all => all.map(e => e.getBoundingClientRect()).filter(b => b.height && b.right <= 720).length"
    )
    assert seen == numbers >= 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 720


def test_a_cell_of_the_matrix_says_what_came_of_the_fix_and_closes_at_the_top(page: Page) -> None:
    page.goto("en/matrix/")
    page.click(".rex-board td a >> nth=0")
    dialog, close = page.locator(".rex-behind").bounding_box(), page.locator(".rex-behind [data-close]").bounding_box()
    assert dialog and close
    assert close["y"] - dialog["y"] < 40
    assert "worked" in page.locator(".rex-behind-grade").inner_text()
    page.click(".rex-behind [data-close]")
    assert page.locator(".rex-behind").bounding_box() is None


def test_the_question_three_examples_and_a_whole_case_stand_above_the_fold(page: Page) -> None:
    page.goto("en/")
    for selector in ("h1", ".rex-find", ".rex-chips", ".rex-brief"):
        box = page.locator(selector).bounding_box()
        assert box and box["y"] + box["height"] <= 900, selector
    assert page.locator(".rex-chips a").count() == 3
    assert page.locator(".rex-chips a code").count() == 1
    assert list(heights(page, ".rex-brief dt")) == ["Mistake", "Fix", "Did it hold?", "Source"]
    expect(page.locator(".rex-brief dd a[rel=external]")).to_have_attribute("href", "https://example-shop.net/report")


def test_two_fixes_that_are_ticked_stand_side_by_side_and_the_address_keeps_them(page: Page) -> None:
    page.goto("en/mistakes/untested-backups/")
    assert page.locator(".rex-compare section").count() == 0
    page.locator(".rex-tried .rex-tick").last.wait_for()
    for box in page.locator(".rex-tried .rex-tick").all():
        box.check()
    expect(page.locator(".rex-compare section")).to_have_count(2)
    first, second = (one.bounding_box() for one in page.locator(".rex-compare section").all())
    assert first and second
    assert first["y"] == second["y"] and first["x"] + first["width"] < second["x"]
    # The same row stands at the same height in both.
    for told in ("What the cases say", "First steps"):
        rows = page.locator(".rex-compare dt", has_text=told).evaluate_all("all => all.map(e => e.getBoundingClientRect().y)")
        assert rows[0] == rows[1]
    expect(page.locator(".rex-compare")).to_contain_text("Begin.")
    assert page.url.endswith("?compare=automated-restore-testing,blameless-postmortem")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 1440, "height": 900})
    page.click(".rex-language")
    page.wait_for_url("**/fr/mistakes/untested-backups/?compare=automated-restore-testing,blameless-postmortem")
    expect(page.locator(".rex-compare section")).to_have_count(2)
    page.locator(".rex-tried .rex-tick").first.uncheck()
    expect(page.locator(".rex-compare section")).to_have_count(0)


def test_several_checklists_become_one_to_print_or_to_take_along(browser: Browser, rich: str) -> None:
    context = browser.new_context(base_url=rich, permissions=["clipboard-read", "clipboard-write"], viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("en/checklists/")
    assert not heights(page, ".rex-combined")
    page.get_by_label("Add to my list: untested backups").first.check()
    page.get_by_label("Add to my list: retry storm").first.check()
    page.click(".rex-bar-bottom a")
    expect(page.locator(".rex-combined h2")).to_be_in_viewport()
    assert page.locator(".rex-combined li label").count() == 4
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator(".rex-combined [role=status]")).to_have_text("Copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.count("- [ ] ") == 4 and "?list=untested-backups,retry-storm>, CC BY 4.0" in text
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as an issue template").click()
    assert download.value.path().read_text(encoding="utf-8").startswith('---\nname: "Checklist: untested backups')
    page.evaluate("location.hash = 'list'")
    page.pdf()
    page.emulate_media(media="print")
    assert not heights(page, "h1, .rex-crumbs, .rex-occasion, .rex-bar-bottom, .rex-combined button")
    assert any("CC BY 4.0" in text for text in heights(page, ".rex-combined .rex-paper"))
    assert len(heights(page, ".rex-combined h4")) == 4
    context.close()


def test_the_contents_open_on_a_phone_lead_to_a_part_and_say_where_one_is(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("en/cases/full-2024/")
    assert not heights(page, "#contents a")
    page.click(".rex-toc-open")
    assert len(heights(page, "#contents a")) > 8
    page.click("#contents a >> text=Open questions")
    assert not heights(page, "#contents a")
    heading, bar = page.locator("#unknown").bounding_box(), page.locator(".rex-toc-open").bounding_box()
    assert heading and bar
    assert bar["y"] + bar["height"] <= heading["y"] < 400
    expect(page.locator(".rex-toc-open b")).to_have_text("Open questions")


def test_the_keyboard_is_at_the_contents_of_a_case_before_its_text(page: Page) -> None:
    page.goto("en/cases/full-2024/")
    tabs = 0
    while not page.evaluate("Boolean(document.activeElement.closest('#contents'))"):
        page.keyboard.press("Tab")
        tabs += 1
        assert tabs <= 15
    page.keyboard.press("Enter")
    page.mouse.wheel(0, 900)
    expect(page.locator("#contents [aria-current]")).to_have_count(1)


@pytest.mark.parametrize("path", ["cases/?outcome=failed", "matrix/?pillar=automation", "diagnose/?see=retry-storm"])
def test_the_other_language_keeps_what_was_chosen(page: Page, path: str) -> None:
    page.goto(f"en/{path}")
    page.click(".rex-language")
    page.wait_for_url(f"**/fr/{path}")


@pytest.mark.parametrize(("old", "new"), [("timeline", "years"), ("flows", "matrix")])
def test_the_address_of_a_page_that_was_taken_in_leads_on(page: Page, old: str, new: str) -> None:
    page.goto(f"fr/{old}/")
    page.wait_for_url(f"**/fr/{new}/")


@pytest.mark.parametrize("script", [True, False])
def test_the_entrance_is_a_page_in_the_look_of_the_site_that_offers_both_languages(browser: Browser, rich: str, script: bool) -> None:
    context = browser.new_context(base_url=rich, java_script_enabled=script, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("/")
    for name, lang in (("English", "en"), ("Français", "fr")):
        box = page.get_by_role("link", name=name, exact=True).bounding_box()
        assert box and box["height"] >= 24 and box["y"] + box["height"] <= 800
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("href", f"{lang}/")
    assert "Newsreader" in page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


@pytest.fixture(scope="module")
def below_a_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that was built for an address below a path."""
    root = a_rich_base(tmp_path_factory.mktemp("below"), lambda _, text: text)
    add_site(root)
    addresses = {f"REX_SITE_URL_{lang.upper()}": f"https://host.example{BelowAPath.FOLDER}/{lang}/" for lang in ("en", "fr")}
    done = rex("build", "--root", str(root), **addresses)
    assert done.returncode == 0, done.stderr
    return root / "site"


@pytest.mark.parametrize("kind", [BelowAPath, BelowAPathInEachLanguage])
@pytest.mark.parametrize(
    ("lang", "title", "list_of", "report"),
    [("en", "Page not found", "Mistakes", "Report a broken link"), ("fr", "Page introuvable", "Erreurs", "Signaler un lien mort")],
)
def test_who_is_lost_below_a_path_is_answered_in_the_language_of_the_address(
    browser: Browser, below_a_path: Path, kind: type[BelowAPath], lang: str, title: str, list_of: str, report: str
) -> None:
    with serving(below_a_path, kind) as server:
        opened = browser.new_page(viewport={"width": 360, "height": 800})
        lost = f"{server}{kind.FOLDER}/{lang}/cases/no/such/page/"
        answer = opened.goto(lost)
        assert answer and answer.status == 404
        assert title in opened.locator("h1").inner_text()
        assert ("Page not found" in opened.locator("body").inner_text()) == (lang == "en")
        assert opened.evaluate("document.documentElement.lang") == lang
        assert (
            opened.locator("h1")
            .evaluate("e => document.fonts.check(`16px Newsreader`) && getComputedStyle(e).fontFamily")
            .startswith("Newsreader")
        )
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360
        link = opened.get_by_role("link", name=report)
        expect(link).to_be_visible()
        assert lost.encode() in unquote_to_bytes(link.get_attribute("href") or "")
        opened.locator("main input[name=q]:visible").fill("disk")
        opened.locator("main input[name=q]:visible").press("Enter")
        opened.wait_for_url(f"**{kind.FOLDER}/{lang}/search/?q=disk")
        opened.locator(".rex-search-results a.rex-hit").first.wait_for()
        opened.goto(lost)
        opened.locator("main").get_by_role("link", name=list_of).click()
        opened.wait_for_url(f"**{kind.FOLDER}/{lang}/mistakes/")
        expect(opened.locator("h1")).to_have_text(list_of)
        opened.close()


def test_who_is_lost_above_the_languages_is_answered_in_both(browser: Browser, below_a_path: Path) -> None:
    with serving(below_a_path, BelowAPath) as server:
        opened = browser.new_page(viewport={"width": 360, "height": 800})
        opened.goto(f"{server}{BelowAPath.FOLDER}/no/such/page")
        for text in ("Page not found", "Page introuvable", "Report a broken link", "Signaler un lien mort"):
            expect(opened.locator("main")).to_contain_text(text)
        assert len(heights(opened, ".choose > li")) == 2
        opened.close()


def test_a_build_without_an_address_says_so_where_one_would_cite_it(page: Page) -> None:
    page.goto("en/cases/full-2024/")
    expect(page.locator(".rex-cite-as")).to_contain_text("This build is not published yet")
    assert "devops-rex.example" not in page.locator("article").inner_text()
    for kind in ("bib", "csl.json"):
        assert "devops-rex.example" not in page.request.get(f"en/cases/full-2024.{kind}").text()


def at(page: Page, selector: str) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of what can be seen at this place of the screen."""
    box = page.locator(selector).bounding_box()
    assert box
    return box["x"], box["x"] + box["width"], box["y"], box["y"] + box["height"]


@pytest.mark.parametrize("width", [1152, 1440, 1920])
def test_the_heads_of_our_matrix_stay_with_the_page_and_with_their_columns(browser: Browser, address: str, width: int) -> None:
    opened = browser.new_page(base_url=address, viewport={"width": width, "height": 900})
    settled(opened, "fr/matrix/")
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    columns = opened.locator(".rex-board thead th").count()
    box = opened.locator(".rex-matrix")
    # Nothing but the page scrolls down.
    assert box.evaluate("box => box.scrollHeight - box.clientHeight") <= 0
    opened.locator(".rex-board tbody th").nth(30).evaluate("row => row.scrollIntoView({block: 'center'})")
    _, _, _, below = at(opened, ".rex-top")
    for left, column in ((0, 3), (9999, columns)):
        box.evaluate("(box, left) => { box.scrollLeft = left }", left)
        opened.wait_for_timeout(200)
        head, cell = f".rex-heads th:nth-child({column})", f".rex-board tbody tr:nth-child(31) > :nth-child({column})"
        assert at(opened, head)[:2] == pytest.approx(at(opened, cell)[:2], abs=1.5)
        assert at(opened, head)[2] == pytest.approx(below, abs=2)
        expect(opened.locator(cell)).to_be_in_viewport(ratio=0.9)
        # What one points at is the head, and the names of the rows are in sight too.
        name = opened.locator(f".rex-board thead th:nth-child({column}) a").text_content()
        x, y = (at(opened, head)[0] + at(opened, head)[1]) / 2, at(opened, head)[3] - 20
        assert opened.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('th').textContent", [x, y]) == name
        assert at(opened, ".rex-board tbody tr:nth-child(31) > th")[0] >= 0
    if width < 1920:
        expect(opened.get_by_text("Le tableau défile vers la droite")).to_be_attached()
    # With the last row the heads leave: they never lie on what follows.
    opened.evaluate("scrollTo(0, 999999)")
    assert at(opened, ".rex-heads")[3] <= at(opened, ".rex-matrix")[3] + 2, "lies on what follows"
    opened.close()


def test_the_heads_of_a_filtered_matrix_are_those_of_its_columns_and_stay_off_paper(browser: Browser, address: str) -> None:
    opened = browser.new_page(base_url=address, viewport={"width": 1440, "height": 900})
    settled(opened, "en/matrix/")
    every = list(heights(opened, ".rex-heads th"))
    opened.select_option(".rex-choices [name=kind]", "programme")
    expect(opened.locator(".rex-filter-status")).to_contain_text("links")
    opened.wait_for_timeout(200)
    kept = list(heights(opened, ".rex-board thead th"))
    assert list(heights(opened, ".rex-heads th")) == kept
    assert 1 < len(kept) < len(every)
    opened.emulate_media(media="print")
    assert not heights(opened, ".rex-heads")
    assert at(opened, ".rex-board")[2] >= at(opened, ".rex-legend-grades")[3]
    opened.close()


def test_everything_to_press_is_as_large_as_a_finger_needs(browser: Browser, rich: str) -> None:
    """24 by 24 pixels; of a box with a label, the label; a link within a sentence may be as high as its line."""
    opened = browser.new_page(base_url=rich, viewport={"width": 360, "height": 800}, has_touch=True)
    small = {}
    for path in EVERY_TYPE:
        settled(opened, f"en/{path}")
        small[path] = opened.locator("button, select, input, textarea, summary, a").evaluate_all(
            """all => all.filter(e => e.checkVisibility() && !(e.matches("a") && getComputedStyle(e).display === "inline")).flatMap(e => {
              const box = (e.closest("label") ?? e.closest("li:has(> a.rex-hit)") ?? e).getBoundingClientRect();
              const name = `${e.tagName} ${e.className} ${e.textContent.slice(0, 20)}`;
              return box.width && (box.width < 23.9 || box.height < 23.9) ? [`${name} ${box.width}x${box.height}`] : [];
            })"""
        )
    opened.close()
    assert {path: found for path, found in small.items() if found} == {}


# Path to what is looked at there.
MARKS = {
    "evidence/": (".rex-ladder .rex-badge",),
    "matrix/": (".rex-legend-grades .rex-badge", ".rex-choice select"),
    "mistakes/untested-backups/": (".rex-tried .rex-tick", ".rex-tried .rex-badge", ".rex-flows"),
    "mistakes/untested-backups/?compare=automated-restore-testing,blameless-postmortem": (".rex-compare section",),
    "cases/full-2024/": (".rex-map svg",),
    "cases/": (".rex-filter select",),
    "tried/": (".rex-list tbody .rex-badge",),
    "diagnose/": ("details.rex-topic > summary",),
    "checklists/": (".rex-occasion .rex-tick",),
    "years/": (".rex-heat td a",),
    "years/2024/": (".rex-unit",),
    "coverage/": (".rex-gauge",),
    "search/?q=disk": (".rex-search-facets input",),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_fields_are_seen_with_forced_colours(browser: Browser, rich: str, scheme: str) -> None:
    opened = browser.new_page(
        base_url=rich,
        viewport={"width": 1280, "height": 900},
        forced_colors="active",
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    for path, selectors in MARKS.items():
        settled(opened, f"en/{path}")
        for selector in selectors:
            for one in opened.locator(f"{selector}:visible").all()[:6]:
                darkest, lightest = Image.open(io.BytesIO(one.screenshot())).convert("L").getextrema()
                assert int(lightest) - int(darkest) > 100, (path, selector)  # type: ignore[arg-type]
            assert opened.locator(f"{selector}:visible").count(), (path, selector)
    opened.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_without_a_script_every_page_can_be_read_and_shows_nothing_that_does_nothing(browser: Browser, rich: str, lang: str) -> None:
    context = browser.new_context(base_url=rich, java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    idle = {}
    for path in EVERY_TYPE:
        page.goto(f"{lang}/{path}")
        assert page.locator("main h1").first.bounding_box() and page.locator("article a:visible").count() >= 2, path
        dead = page.locator("main :is(button, select, input:not(.rex-checklist *), textarea):not([popovertarget]):visible")
        idle[path] = [one.evaluate("e => e.outerHTML.slice(0, 80)") for one in dead.all()]
    assert {path: found for path, found in idle.items() if found} == {}
    page.goto(f"{lang}/diagnose/")
    page.locator("details.rex-topic > summary").first.click()
    page.locator(".rex-topic-more").first.click()
    page.wait_for_url("**/mistakes/*/")
    context.close()


def test_nothing_moves_by_itself_for_those_who_do_not_want_it(browser: Browser, rich: str) -> None:
    opened = browser.new_page(base_url=rich, reduced_motion="reduce")
    for path in EVERY_TYPE:
        settled(opened, f"en/{path}")
        moving = opened.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap(e => ["", "::before", "::after"].map(part => getComputedStyle(e, part)))
              .filter(s => parseFloat(s.transitionDuration) > 0 || s.animationName !== "none" || s.scrollBehavior === "smooth").length"""
        )
        assert moving == 0, path
    opened.close()


def test_where_one_is_comes_before_what_one_recognises(page: Page) -> None:
    page.goto("en/diagnose/")
    context, recognise = page.locator("#context").bounding_box(), page.locator("#recognise").bounding_box()
    result = page.locator("#result").bounding_box()
    assert context and recognise and result
    assert context["y"] < recognise["y"] < 900
    assert result["x"] > recognise["x"] and result["y"] < 900


def test_a_diagnosis_begins_from_a_symptom_and_from_a_search(page: Page) -> None:
    page.goto("en/symptoms/pg-restore-too-short/")
    page.get_by_role("link", name="Start a diagnosis from here").click()
    page.wait_for_url("**/diagnose/?see=*")
    page.locator(".rex-told-mistakes li").first.wait_for()
    page.goto("en/search/?q=backups")
    page.get_by_role("link", name="Start a diagnosis from these mistakes").click()
    page.wait_for_url("**/diagnose/?see=*untested-backups*")
    expect(page.locator(".rex-told-mistakes")).to_contain_text("untested backups")


def test_a_list_without_results_says_so_and_is_cleared_by_one_button(page: Page) -> None:
    page.goto("en/cases/")
    clear = page.locator(".rex-filter").get_by_role("button", name="Clear")
    expect(clear).to_be_hidden()
    page.fill(".rex-filter [name=find]", "zzqxj")
    assert not heights(page, ".rex-list tbody tr")
    expect(page.locator(".rex-filter output")).to_have_text("No results with these filters.")
    clear.click()
    assert heights(page, ".rex-list tbody tr")
    assert page.url.endswith("/en/cases/")
    expect(clear).to_be_hidden()


def test_contents_that_name_each_of_two_hundred_stories_are_not_in_the_way(browser: Browser, address: str) -> None:
    opened = browser.new_page(base_url=address, viewport={"width": 1280, "height": 900})
    opened.goto("en/tried/")
    assert 3 <= opened.locator("#contents a:visible").count() <= 30
    opened.close()


def test_the_stories_of_what_failed_go_with_their_rows_on_the_screen_and_on_paper(page: Page) -> None:
    page.goto("en/tried/")
    page.locator(".rex-stories[data-ready]").wait_for()
    all_of_them = page.locator(".rex-later").count()
    assert len(heights(page, ".rex-stories tbody tr")) == page.locator(".rex-later:visible").count() == all_of_them > 1
    page.emulate_media(media="print")
    assert len(heights(page, ".rex-stories tbody tr")) == all_of_them
    assert not heights(page, ".rex-later")
    page.emulate_media(media="screen")
    page.select_option(".rex-filter [name=outcome]", "failed")
    left = page.locator(".rex-stories tbody tr:visible a").evaluate_all("all => all.map(a => a.hash.slice(1))")
    assert 0 < len(left) < all_of_them
    for media in ("screen", "print"):
        page.emulate_media(media=media)  # type: ignore[arg-type]
        assert page.locator(".rex-later:visible h3").evaluate_all("all => all.map(e => e.id)") == left
    page.pdf()
    assert "tried/?outcome=failed ·" in next(iter(heights(page, ".rex-paper")))
