"""What a reader sees, measured: heights, places and pixels, not attributes. On a small base, so that it is built in seconds."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, rich: str) -> Iterator[Page]:
    opened = browser.new_page(base_url=rich, viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()


def heights(page: Page, selector: str) -> dict[str, float]:
    """Text to height of each element that takes any room."""
    found = page.locator(selector).evaluate_all("all => all.map(e => [e.textContent.trim(), e.getBoundingClientRect().height])")
    return {text: height for text, height in found if height}


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


def test_the_heads_of_the_matrix_stay_below_the_head_of_the_page(page: Page) -> None:
    page.goto("en/matrix/")
    page.evaluate("document.querySelector('.rex-board').style.height = '3000px'")
    page.mouse.wheel(0, 1200)
    # Not `wait_for_function`, which polls by `eval`: our policy forbids that.
    page.evaluate("new Promise(done => { const look = () => scrollY > 300 ? done() : requestAnimationFrame(look); look(); })")
    head, top = page.locator(".rex-board thead th").nth(1).bounding_box(), page.locator(".rex-top").bounding_box()
    assert head and top
    assert abs(head["y"] - (top["y"] + top["height"])) < 12


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
