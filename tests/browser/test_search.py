"""Search as a reader has it: on the really built site, by mouse, keyboard and address, on a desk and on a phone, in both languages."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from rex.search.text.log_lines import is_pasted, normalise
from rex.search.text.log_lines import words as symptom_words
from rex.search.text.tokens import compounds, deliberate, words

FIELD = "#rex-search-q"
LOG = """2031-02-11 02:14:55,881 ERROR [pool-3-thread-7] o.e.Store - write /srv/data/7f3a9c/segment_000231 failed
java.io.IOException: No space left on device
        at java.base/sun.nio.ch.FileDispatcherImpl.write0(Native Method)"""


def opened(page: Page, path: str = "/en/") -> Locator:
    """The dialog, opened on a page with the keyboard, once its index is there."""
    page.goto(path)
    page.keyboard.press("/")
    expect(page.locator(FIELD)).to_be_focused()
    return page.locator("#rex-search")


def cases(page: Page) -> Locator:
    return page.locator(".rex-hits-cases a.rex-hit")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def settled(page: Page) -> None:
    page.locator(".rex-search-view[aria-busy=false] .rex-search-status:not(:empty)").wait_for()


@pytest.mark.parametrize(("lang", "question"), [("en", "gitlab backups"), ("fr", "gitlab sauvegardes")])
def test_nothing_is_fetched_before_search_is_opened_and_a_result_leads_to_its_case(page: Page, lang: str, question: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"/{lang}/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in requests if "search" in url or "pagefind" in url]
    page.locator(".rex-header-search").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.type(question)
    first = cases(page).first
    expect(first).to_contain_text("GitLab")
    assert not [url for url in requests if "pagefind" in url]
    first.click()
    expect(dialog).to_be_hidden()
    expect(page.locator("h1")).to_contain_text("GitLab")


@pytest.mark.parametrize("keys", ["/", "Control+k", "Meta+k"])
def test_the_keyboard_alone_is_enough(page: Page, keys: str) -> None:
    page.goto("/en/mistakes/")
    button = page.locator(".rex-header-search")
    button.focus()
    page.keyboard.press(keys)
    dialog = page.get_by_role("dialog")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.type("kubernetes dns")
    settled(page)
    page.keyboard.press("ArrowDown")
    expect(dialog.locator("a.rex-hit").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.locator("a.rex-hit").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator(FIELD)).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    expect(page).to_have_url(re.compile(r"/en/mistakes/$"))


@pytest.mark.parametrize(("asked_for", "heading"), [("roblox", "Roblox"), ("axa", "AXA"), ("DevOps REX 2017", "DevOps REX 2017")])
def test_enter_opens_the_first_answer(page: Page, asked_for: str, heading: str) -> None:
    opened(page)
    page.keyboard.type(asked_for)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(heading)


def test_names_lead_to_their_page_before_cases(page: Page) -> None:
    page.goto("/fr/?q=La+Poste")
    settled(page)
    expect(page.locator(".rex-search-results h2").first).to_have_text("Aller à")
    expect(page.locator(".rex-hits-places a.rex-hit").first).to_have_text("La Poste")
    expect(cases(page).first).to_contain_text("La Poste")


def test_nothing_sure_is_said_and_the_nearest_stand_apart(page: Page) -> None:
    page.goto("/en/?q=recette+de+la+tarte+aux+pommes")
    settled(page)
    expect(page.locator(".rex-search-status")).to_have_text("Nothing sure; these are the nearest cases.")
    expect(page.locator("#rex-hits-cases")).to_have_text("Nearest")
    assert page.locator(".rex-hits-terms").count() == 0
    assert cases(page).count() <= 5


def test_a_paste_with_quotation_marks_is_no_phrase(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto("/en/?q=" + quote('ERROR: connection to server at "db.internal", port 5432 failed: FATAL:  sorry, too many clients already'))
    settled(page)
    expect(page.locator(".rex-hits-terms li").first).to_contain_text("Symptom")
    assert not [url for url in requests if "pagefind" in url]


def test_cases_are_sorted_and_the_address_says_so(page: Page) -> None:
    page.goto("/en/?q=backups")
    settled(page)
    page.locator(".rex-search-sort select").select_option("year")
    expect(page).to_have_url(re.compile(r"sort=year"))
    settled(page)
    years = [int(re.findall(r"(20\d\d)(?: ·|$)", text)[0]) for text in page.locator(".rex-hits-cases .rex-hit-facts").all_inner_texts()]
    assert years == sorted(years, reverse=True)


def test_who_changes_the_language_keeps_the_search(page: Page) -> None:
    page.goto("/en/search/?q=backups")
    settled(page)
    page.locator("a.rex-language").click()
    expect(page.locator(FIELD)).to_have_value("backups")
    assert "/fr/search/" in page.url


def test_a_word_of_five_thousand_letters_overruns_nothing(page: Page) -> None:
    opened(page)
    page.locator(FIELD).fill("x" * 5000)
    settled(page)
    assert page.evaluate("document.querySelector('.rex-search-main').scrollWidth <= document.querySelector('.rex-search-main').clientWidth")


@pytest.mark.parametrize("typed", ["backup AND restore", "back*", "title:backup"])
def test_what_is_no_syntax_is_said(page: Page, typed: str) -> None:
    page.goto("/en/?q=" + quote(typed))
    settled(page)
    expect(page.locator(".rex-search-notes p").first).to_contain_text(re.compile("no operators|stands for nothing|one part of a case"))


def test_a_slash_that_is_typed_is_a_slash(page: Page) -> None:
    opened(page)
    page.keyboard.type("CI/CD")
    expect(page.locator(FIELD)).to_have_value("CI/CD")


def test_results_are_cases_with_company_year_kind_passage_and_badges(page: Page) -> None:
    page.goto("/en/?q=gitlab+database+directory")
    settled(page)
    row = page.locator(".rex-hits-cases li").first
    expect(row.locator(".rex-hit-facts")).to_contain_text("GitLab · 2017 · Incident")
    expect(row.locator("mark").first).to_be_visible()
    expect(row.locator(".rex-badge").first).to_be_visible()
    links = cases(page).evaluate_all("links => links.map((link) => link.href)")
    assert len(links) == len(set(links))
    assert "¶" not in page.locator(".rex-search-main").inner_text()


def test_mistakes_and_fixes_are_found_too(page: Page) -> None:
    page.goto("/en/?q=untested+backups")
    settled(page)
    terms = page.locator(".rex-hits-terms li")
    expect(terms.first).to_contain_text("Untested backups")
    expect(terms.first).to_contain_text(re.compile(r"Mistake · \d+ case"))
    expect(terms.first).to_contain_text("Best-graded fix")


def test_facets_narrow_count_and_can_be_taken_back(page: Page) -> None:
    opened(page)
    page.keyboard.type("database")
    settled(page)
    status = page.locator(".rex-search-status")
    before = status.inner_text()
    box = page.locator("input[data-facet=pillar][data-value=culture]")
    promised = int(box.locator("xpath=..").locator(".rex-count").inner_text())
    box.check()
    expect(status).to_contain_text(re.compile(rf"^{promised} case"))
    kind = page.locator("input[data-facet=kind][data-value=incident]")
    kind.locator("xpath=ancestor::details[1]/summary").click()
    promised = int(kind.locator("xpath=..").locator(".rex-count").inner_text())
    kind.check()
    expect(status).to_contain_text(re.compile(rf"^{promised} case"))
    assert asked(page) == {"q": ["database"], "pillar": ["culture"], "kind": ["incident"]}
    page.locator(".rex-chip", has_text="Culture").click()
    expect(box).not_to_be_checked()
    expect(page.locator(".rex-chip")).to_have_count(1)
    page.locator(".rex-clear").click()
    expect(status).to_have_text(before)
    expect(page.locator(FIELD)).to_be_focused()


def test_counts_are_those_of_the_lists(page: Page, built: Path) -> None:
    head = json.loads((built / "site/en/search/index.json").read_text(encoding="utf-8"))
    facet = next(facet for facet in head["facets"] if facet["id"] == "mistake")
    opened(page)
    page.locator(".rex-search-facets").wait_for()
    for place, (mistake, label) in list(enumerate(facet["values"]))[:5]:
        expected = sum(place in places for places in facet["entries"][: head["cases"]])
        row = page.locator(f"input[data-facet=mistake][data-value={mistake}]").locator("xpath=..")
        expect(row).to_contain_text(label)
        expect(row.locator(".rex-count")).to_have_text(str(expected))


def test_an_address_opens_what_it_holds_and_back_undoes_step_by_step(page: Page) -> None:
    page.goto("/en/matrix/")
    page.keyboard.press("/")
    page.keyboard.type("backup")
    settled(page)
    expect(page).to_have_url(re.compile(r"/en/matrix/\?q=backup$"))
    page.locator("input[data-facet=pillar][data-value=sharing]").check()
    expect(page).to_have_url(re.compile(r"q=backup&pillar=sharing$"))
    address, count = page.url, page.locator(".rex-search-status").inner_text()
    page.go_back()
    expect(page.locator("input[data-facet=pillar][data-value=sharing]")).not_to_be_checked()
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/en/matrix/$"))
    page.goto("/en/")
    page.goto(address)
    expect(page.locator(FIELD)).to_have_value("backup")
    expect(page.locator("input[data-facet=pillar][data-value=sharing]")).to_be_checked()
    expect(page.locator(".rex-search-status")).to_have_text(count)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/en/matrix/$"))


def test_an_answer_to_fewer_letters_is_not_said_to_be_the_answer(page: Page) -> None:
    """An answer may come while somebody types on: the search is done when the last letters have theirs."""
    opened(page)
    page.locator(".rex-search-view").wait_for()
    page.evaluate(
        """() => {
          window.done = [];
          const view = document.querySelector(".rex-search-view");
          const field = document.querySelector("#rex-search-q");
          const note = () => view.ariaBusy === "false" && window.done.push([field.value, location.search]);
          new MutationObserver(note).observe(view, { attributes: true, attributeFilter: ["aria-busy"] });
        }"""
    )

    def late(route: Route) -> None:
        page.wait_for_timeout(250)
        route.continue_()

    page.route("**/t/*.json", late)
    page.keyboard.type("robl")
    page.wait_for_timeout(200)
    page.keyboard.type("ox consul", delay=60)
    settled(page)
    assert page.evaluate("window.done") == [["roblox consul", "?q=roblox+consul"]]


def test_back_from_a_result_returns_to_the_search_without_a_reload(page: Page) -> None:
    opened(page)
    page.evaluate("window.stays = true")
    page.keyboard.type("roblox consul")
    settled(page)
    cases(page).first.click()
    expect(page.locator("h1")).to_contain_text("Roblox")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert page.evaluate("window.stays"), "instant navigation must not reload"
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("roblox consul")
    expect(cases(page).first).to_contain_text("Roblox")
    # And once more on the page that has come without a load.
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_search_is_busy_from_the_first_letter_on(page: Page) -> None:
    opened(page)
    page.keyboard.type("roblox")
    settled(page)
    busy = page.locator(FIELD).evaluate(
        """field => {
            field.value += " consul";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            return field.closest("[aria-busy]").ariaBusy;
        }"""
    )
    assert busy == "true"
    settled(page)
    expect(cases(page).first).to_contain_text("Roblox")


def test_nothing_found_offers_words_the_wanted_page_and_how_to_contribute(page: Page) -> None:
    page.goto("/fr/?q=zzqxj+sauvgarde+wwvvxx+qqppzz")
    settled(page)
    expect(page.locator(".rex-search-status")).to_have_text("Rien de sûr ; voici les cas les plus proches.")
    ways = page.locator(".rex-ways a")
    assert [urlsplit(link).path for link in ways.evaluate_all("links => links.map((link) => link.href)")][:2] == [
        "/fr/wanted/",
        "/fr/contribute/",
    ]
    page.locator(".rex-meant .rex-offer", has_text="sauvegarde").first.click()
    expect(page.locator(FIELD)).to_have_value("zzqxj sauvegarde wwvvxx qqppzz")


def test_a_slip_is_forgiven_and_said(page: Page) -> None:
    page.goto("/en/?q=kuberntes+dns")
    settled(page)
    expect(page.locator(".rex-search-notes")).to_contain_text("No case has “kuberntes”; searched for kubernetes instead.")
    expect(cases(page).first).to_contain_text("Zalando")


def test_a_pasted_log_with_other_numbers_finds_the_case_that_quotes_it(page: Page) -> None:
    opened(page, "/fr/")
    page.locator(FIELD).fill(LOG)
    settled(page)
    # Two cases quote it.
    expect(cases(page).first).to_contain_text(re.compile("Open Food Facts|mybinder"))
    expect(page.locator(".rex-hits-cases li").first.locator(".rex-quoted")).to_have_text("cite ce message")
    expect(page.locator(".rex-search-notes")).to_contain_text("message d’erreur")


def test_an_exact_phrase_is_looked_for_in_every_page(page: Page) -> None:
    page.goto('/en/?q="name+no+people+involved"')
    settled(page)
    page.goto('/en/?q="closed+vocabulary"')
    pages = page.locator(".rex-search-pages")
    expect(pages.locator("[role=status]")).not_to_be_empty()
    page.goto("/en/?q=Grand+Rex")
    settled(page)
    page.get_by_role("button", name="Search the full text of every page").click()
    expect(pages.locator("a.rex-hit").first).to_be_visible()


@pytest.mark.parametrize("path", ["/en/?q=database&pillar=culture", "/fr/search/?q=sauvegarde"])
@pytest.mark.parametrize("width", [320, 400])
def test_on_a_phone_it_fills_the_screen_and_nothing_overflows(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(path)
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    view = page.locator(".rex-search-view")
    assert view.evaluate("element => element.scrollWidth <= element.clientWidth")
    if "search/" not in path:
        box = page.get_by_role("dialog").bounding_box()
        assert box is not None
        assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, width, 640)
    drawer = page.locator(".rex-search-drawer")
    assert not drawer.evaluate("element => element.open")
    drawer.locator("> summary").click()
    expect(page.locator("input[data-facet=pillar]").first).to_be_visible()


def test_dark_colours_are_dark(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page)
    shade = page.get_by_role("dialog").evaluate("element => getComputedStyle(element).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", shade)[:3])) < 200, shade


def test_the_search_page_searches_in_itself(page: Page) -> None:
    page.goto("/en/search/")
    expect(page.locator("#rex-search-here .rex-search-view")).to_be_visible()
    page.locator(".rex-examples a").first.click()
    expect(cases(page).first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert asked(page)["q"]
    page.keyboard.press("Control+k")
    expect(page.locator(FIELD)).to_be_focused()


def test_without_javascript_the_search_page_leads_to_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/")
    page.locator(".rex-no-script a").click()
    expect(page.locator("h1")).to_contain_text("Search")
    expect(page.locator("main noscript p")).to_be_visible()
    page.get_by_role("link", name="Look through all cases").click()
    expect(page).to_have_url(re.compile(r"/en/cases/$"))
    context.close()


def test_it_is_named_announced_and_described_for_screen_readers(page: Page) -> None:
    dialog = opened(page)
    expect(dialog).to_have_attribute("aria-label", "Search")
    expect(page.get_by_role("textbox", name="What are you looking for?")).to_be_focused()
    page.keyboard.type("cobol")
    settled(page)
    expect(dialog.get_by_role("status").first).to_have_text(re.compile(r"\d"))
    expect(dialog.get_by_role("list", name="Cases")).to_be_visible()
    assert dialog.get_by_role("group", name="Pillar").count()


def test_the_focus_stays_in_the_dialog(page: Page) -> None:
    opened(page)
    page.keyboard.type("consul")
    settled(page)
    stops = set()
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 10:
        page.keyboard.press(key)
        stops.add(page.evaluate("document.activeElement.closest('#rex-search, body').id"))
    # Beyond the last stop lies the browser's own bar, for which the body stands.
    assert stops <= {"rex-search", ""}
    assert "rex-search" in stops
    page.locator(FIELD).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_scripts_and_index_are_of_one_build(page: Page, built: Path) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    opened(page)
    page.locator(".rex-search-facets").wait_for()
    scripts = json.loads((built / "site/en/search/index.json").read_text(encoding="utf-8"))["scripts"]
    assert scripts
    for name in ("search.js", "search-engine.js", "search.css"):
        assert fetched.count(f"{name}?{scripts}") == 1
        assert name not in fetched


def test_pressing_the_keys_again_changes_nothing(page: Page) -> None:
    opened(page)
    page.keyboard.type("cons")
    for keys in ("Control+k", "Meta+k"):
        page.keyboard.press(keys)
    page.keyboard.type("ul")
    expect(page.locator(FIELD)).to_have_value("consul")
    settled(page)
    expect(cases(page).first).to_contain_text("Roblox")


def test_the_slash_opens_it_again_even_where_the_browser_still_holds_the_focus_in_it(page: Page) -> None:
    opened(page)
    page.locator(".rex-search-facets").wait_for()  # the search has come and put its own field in the place of the bare one
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    # What a key does before the browser has painted without the dialog.
    page.locator(FIELD).dispatch_event("keydown", {"key": "/"})
    expect(page.get_by_role("dialog")).to_be_visible()


def test_pages_that_come_without_a_load_leave_one_search_and_one_index(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if re.search(r"/search[-./]", request.url) else None)
    page.goto("/en/")
    page.evaluate("window.stays = true")
    for place in ("Mistakes", "Cases", "Fixes"):
        page.locator("header").get_by_role("link", name=place, exact=True).first.click()
        expect(page).to_have_url(re.compile(f"/en/{place.lower()}/$"))
        expect(page.locator("h1")).to_contain_text(place)
    for _ in range(2):
        page.keyboard.press("Control+k")
        expect(page.locator(FIELD)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("consul")
    settled(page)
    page.go_back()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page).to_have_url(re.compile("/en/fixes/$"))
    assert page.evaluate("window.stays")
    assert len([url for url in fetched if url.endswith("/search/index.json")]) == 1
    assert len([url for url in fetched if "/search.js?" in url]) == 1
    page.locator(".rex-language").click()
    expect(page).to_have_url(re.compile("/fr/"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="Que cherchez-vous ?")).to_be_focused()


def test_what_cannot_be_loaded_is_said_and_tried_again(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto("/en/")
    page.keyboard.press("/")
    page.keyboard.type("consul")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text("The search could not be loaded. Are you online?")
    expect(dialog.get_by_role("button", name="Close")).to_be_visible()
    page.unroute("**/search/index.json")
    page.get_by_role("button", name="Try again").click()
    expect(cases(page).first).to_contain_text("Roblox")
    expect(page.locator(FIELD)).to_have_value("consul")
    # And when a later part of the index does not come.
    page.route("**/t/*.json", lambda route: route.abort())
    page.locator(FIELD).fill("certificate")
    expect(page.locator(".rex-search-status")).to_have_text("The search could not be loaded. Are you online?")
    expect(cases(page)).to_have_count(0)
    page.unroute("**/t/*.json")
    page.get_by_role("button", name="Try again").click()
    expect(cases(page).first).to_be_visible()
    expect(page.locator(FIELD)).to_be_focused()
    page.close()


def test_a_script_that_did_not_come_is_fetched_again_on_the_search_page(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address)
    for part in ("search.js", "search-engine.js", "search.css"):
        page.route(f"**/assets/{part}?*", lambda route: route.abort())
        page.goto("/fr/search/?q=consul")
        expect(page.locator("#rex-search-here [role=status]")).to_have_text("La recherche n’a pas pu être chargée. Êtes-vous en ligne ?")
        page.unroute(f"**/assets/{part}?*")
        page.get_by_role("button", name="Réessayer").click()
        expect(cases(page).first).to_contain_text("Roblox")
    page.close()


def test_a_slow_answer_says_that_it_is_on_its_way(page: Page) -> None:
    opened(page)
    page.locator(".rex-search-facets").wait_for()
    held: list[Route] = []
    page.route("**/t/*.json", lambda route: held.append(route))
    page.keyboard.type("certificate")
    expect(page.locator(".rex-search-status")).to_have_text("Searching…")
    for route in held:
        route.continue_()
    expect(page.locator(".rex-search-status")).to_contain_text("cases")
    expect(page.locator(".rex-search-view")).not_to_have_attribute("data-slow", "")


def test_a_filter_that_the_base_does_not_know_leaves_nothing(page: Page) -> None:
    page.goto("/en/?q=gitlab&company=nobody")
    settled(page)
    expect(page.locator(".rex-search-status")).to_have_text("No results with these filters.")
    page.locator(".rex-chip", has_text="nobody").click()
    expect(cases(page).first).to_contain_text("GitLab")


def test_values_stand_by_what_they_would_give(page: Page) -> None:
    page.goto("/en/?q=database")
    settled(page)
    counts = page.locator("input[data-facet=fix]").locator("xpath=ancestor::li[not(@hidden)]").locator(".rex-count").all_inner_texts()
    assert len(counts) > 3
    assert counts == sorted(counts, key=int, reverse=True)


def test_pages_with_the_exact_phrase_stand_first(page: Page) -> None:
    page.goto('/en/?q="monitoring blind spot"')
    settled(page)
    hits = page.locator(".rex-search-main a.rex-hit")
    expect(page.locator(".rex-search-pages a.rex-hit")).to_have_count(5)
    assert hits.first.evaluate("link => Boolean(link.closest('.rex-search-pages'))")
    expect(cases(page).first).to_be_visible()
    page.get_by_role("button", name="Show more pages").click()
    expect(page.locator(".rex-search-pages a.rex-hit").nth(5)).to_be_focused()
    assert "¶" not in page.locator(".rex-search-main").inner_text()


def test_a_log_of_ten_thousand_bytes_is_answered_and_its_address_can_be_sent(page: Page) -> None:
    frames = "".join(f"        at org.example.Part{number}.run(Part{number}.java:{number})\n" for number in range(150))
    noise = "".join(
        f"2031-02-11 02:14:{number % 60:02},881 INFO [pool-{number}] request {number} from 10.0.0.{number} done\n" for number in range(60)
    )
    log = noise + LOG + "\n" + frames
    assert len(log) > 10_000
    opened(page)
    page.locator(FIELD).fill(log)
    settled(page)
    expect(cases(page).first).to_contain_text("Open Food Facts")
    expect(page).to_have_url(re.compile("q="))
    assert len(page.url) < 4000
    page.goto(page.url)
    settled(page)
    expect(page.locator(".rex-hits-cases li").first.locator(".rex-quoted")).to_be_visible()
    expect(cases(page).first).to_contain_text("Open Food Facts")


@pytest.mark.parametrize(
    "spellings",
    [
        ("œuvre", "oeuvre", "l’œuvre", "L'OEUVRE", "d'œuvre"),
        ("équipe", "equipe", "l’équipe", "qu’équipe", "L'ÉQUIPE"),
        ("configuration", "con\ufb01guration"),
        ("nœud", "noeud", "le nœud"),
    ],
)
def test_elisions_accents_and_ligatures_change_nothing(page: Page, spellings: tuple[str, ...]) -> None:
    page.goto("/fr/search/")
    found = []
    for spelling in spellings:
        page.locator(FIELD).fill("")
        page.locator(".rex-search-hint").wait_for()
        page.locator(FIELD).fill(spelling)
        settled(page)
        found.append(cases(page).evaluate_all("links => links.map((link) => link.href)"))
    assert found[0]
    assert all(one == found[0] for one in found)


@pytest.mark.parametrize(("width", "height"), [(1280, 820), (360, 740)])
@pytest.mark.parametrize("path", ["/en/search/", "/fr/search/?q=sauvegarde"])
def test_nothing_jumps_on_the_search_page(page: Page, path: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => (window.moved += entry.value)))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    page.goto(path)
    page.locator(".rex-search-view[aria-busy=false]").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.05


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_python_and_javascript_read_words_and_symptoms_alike(page: Page, lang: str, repository: Path) -> None:
    lines = [LOG, "L’œuvre de l'équipe; the team's post-mortem, k8s & data centers: organize Montréal naïve ÉTÉ straße max_retries"]
    lines += re.findall(r"ask: (.+)", (repository / "tests/relevance/questions.yml").read_text(encoding="utf-8"))
    lines += ["a\tb\r\nc", "10.0.0.1:443 [2001:db8::1]:80 0xdeadbeef", "", "   ", "é" * 50, "ﬁn ² Ⅳ İstanbul"]
    lines += ["OOMKilled by NumericValueOutOfRange in HTTPServer; GitHub", "crêpes, contrôle, naïve, garçon, e\u0302tre"]
    page.goto(f"/{lang}/")
    found = page.evaluate(
        """async ([lang, lines]) => {
          const { open } = await import(`/${lang}/assets/search-engine.js`);
          const engine = await open(new URL(`/${lang}/search/`, location));
          return lines.map((line) => ({
            words: engine.reader.words(line).map((one) => one[0]),
            left: engine.logs.normalise(line),
            pasted: engine.logs.isPasted(line),
            compounds: [...engine.reader.compounds(line)].map(([word, parts]) => [word, parts.filter((part) => !engine.stop.has(part))]),
            signs: Object.fromEntries([...engine.reader.deliberate(line)].filter(([, signs]) => signs.length)),
            symptoms: engine.logs.normalise(line).map((left) => engine.logs.words(left)),
          }));
        }""",
        [lang, lines],
    )
    for line, one in zip(lines, found, strict=True):
        left = normalise(line)
        assert one["words"] == [word for word, _, _ in words(line)], line
        assert one["left"] == left, line
        assert one["pasted"] is is_pasted(line), line
        assert {word: tuple(parts) for word, parts in one["compounds"] if parts} == compounds(line), line
        assert {word: set(signs) for word, signs in one["signs"].items()} == deliberate(line), line
        assert one["symptoms"] == [symptom_words(text) for text in left], line
