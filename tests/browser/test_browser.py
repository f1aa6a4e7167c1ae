"""The built site in a real browser: search, cross-links, language, colours, phone, and no request to anybody else."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from served import arrive


def test_links_between_case_and_mistake_go_both_ways(page: Page) -> None:
    page.goto("/en/cases/gitlab-2017/")
    title = page.locator("h1").inner_text()
    page.locator(".rex-claims a", has_text="Untested backups").click()
    expect(page.locator("h1")).to_contain_text("Untested backups")
    page.locator("#__content, article").first.get_by_role("link", name=title.strip()).last.click()
    expect(page).to_have_url(re.compile(r"/en/cases/gitlab-2017/$"))


def test_a_citation_leads_to_its_source_on_the_page(page: Page) -> None:
    page.goto("/en/cases/gitlab-2017/")
    page.wait_for_load_state("networkidle")
    page.locator("article sup a").first.click()
    assert re.search(r"#s\d+$", page.url)
    expect(page.locator(f"#{page.url.split('#')[1]}")).to_be_in_viewport()


def test_a_citation_leads_there_though_the_theme_has_just_noted_the_old_place(page: Page) -> None:
    # The theme notes it in the history a moment after each scrolling; sometimes that is just now.
    page.add_init_script("addEventListener('popstate', () => history.replaceState({ x: 0, y: 0 }, ''), true)")
    page.goto("/en/cases/gitlab-2017/")
    page.wait_for_load_state("networkidle")
    page.locator("article sup a").first.click()
    expect(page.locator(f"#{page.url.split('#')[1]}")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["", "cases/gitlab-2017/", "mistakes/untested-backups/", "matrix/", "evidence/"])
def test_the_language_switch_stays_on_the_page(page: Page, path: str) -> None:
    page.goto(f"/en/{path}")
    page.locator(".rex-language").click()
    expect(page).to_have_url(re.compile(rf"/fr/{path}$"))
    assert page.locator("html").get_attribute("lang") == "fr"
    page.locator(".rex-language").click()
    expect(page).to_have_url(re.compile(rf"/en/{path}$"))


def test_the_colours_switch_and_stay_switched(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/en/")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "default")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto("/en/mistakes/")
    expect(page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_instant_navigation_keeps_page_and_search_alive(page: Page) -> None:
    arrive(page, "/en/cases/")
    page.evaluate("window.stillHere = true")
    page.locator("article a[href*='gitlab-2017']").first.click()
    expect(page).to_have_url(re.compile(r"/en/cases/gitlab-2017/$"))
    expect(page.locator("h1")).to_contain_text("GitLab")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Cases")
    page.keyboard.press("/")
    page.keyboard.type("gitlab backups")
    result = page.locator("#rex-search li a", has_text="GitLab").first
    expect(result).to_be_visible()
    result.click()
    expect(page.locator("#rex-search")).to_be_hidden()
    expect(page.locator("h1")).to_contain_text("GitLab")
    page.locator(".rex-header-search").click()
    expect(page.locator("#rex-search")).to_be_visible()
    assert page.evaluate("window.stillHere"), "the page was loaded anew: instant navigation is off"


def test_a_click_before_the_sitemap_has_come_loads_the_whole_page(page: Page) -> None:
    page.route("**/sitemap.xml", lambda route: None)  # never answered
    page.goto("/en/cases/")
    page.evaluate("window.stillHere = true")
    page.locator(".rex-nav").get_by_role("link", name="Fixes").click()
    expect(page.locator("h1")).to_contain_text("Fixes")
    assert page.evaluate("window.stillHere === undefined")


def test_the_font_is_our_own(page: Page) -> None:
    page.goto("/en/")
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px Inter'))")


def test_the_entrance_leads_to_both_languages(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(re.compile(r"/fr/$"))


def test_pages_can_be_read_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/cases/gitlab-2017/")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".rex-header-search")).to_be_hidden()
    expect(page.locator(".rex-no-script")).to_be_visible()
    context.close()
