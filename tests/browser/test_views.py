"""The analytical pages in a real browser: the matrix and its filter, the diagnosis, drawings, checklists, phones, no script."""

import itertools
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import our_facts
from rex.core.coverage import size_of
from rex.core.derive import Facts
from rex.core.grade import Edge, grade
from rex.core.model import Outcome, Role, State
from served import arrive


@pytest.fixture(scope="module")
def facts(repository: Path) -> Facts:
    return our_facts()


# -- grades in the browser ---------------------------------------------------------------------------------------------


def random_edges(seed: int) -> list[Edge]:
    draw = random.Random(seed)
    groups = [frozenset("a"), frozenset("b"), frozenset("ab"), frozenset("c")]
    return [
        Edge(
            f"case-{index}",
            "m",
            "f",
            draw.choice(list(State)),
            # Two in three did something, so that every grade comes up.
            draw.choice([Outcome.WORKED, Outcome.WORKED, Outcome.PARTLY, Outcome.FAILED, Outcome.WORSENED, Outcome.UNKNOWN]),
            draw.choice(groups),
            draw.random() < 0.7,
            draw.random() < 0.4,
            draw.choice([None, None, *Role]),
            draw.random() < 0.2,
        )
        for index in range(draw.randint(1, 4))
    ]


def as_told(edge: Edge) -> dict[str, object]:
    """An edge with the names that the script uses."""
    return {
        "state": edge.state,
        "outcome": edge.outcome,
        "groups": sorted(edge.organisations),
        "firstHand": edge.is_first_hand,
        "measured": edge.is_measured,
        "stopgap": edge.is_stopgap,
        "promotional": edge.is_promotional,
    }


def test_the_browser_grades_as_python_does_whatever_the_edges(page: Page) -> None:
    page.goto("/en/matrix/")
    sets = [random_edges(seed) for seed in range(2000)]
    expected = [str(grade(edges)) for edges in sets]
    assert len(set(expected)) == 5, "the sample must reach every grade"
    found = page.evaluate(
        """async (sets) => {
          const { edgeOf, grade } = await import('/en/assets/grade.js');
          return sets.map((edges) => grade(edges.map(edgeOf)));
        }""",
        [[as_told(edge) for edge in edges] for edges in sets],
    )
    assert found == expected


def test_the_browser_counts_and_grades_every_pair_as_python_does_whole_and_filtered(page: Page, facts: Facts) -> None:
    companies = facts.corpus.vocabulary.companies
    cases = facts.corpus.published
    values = {
        "pillar": sorted(facts.corpus.vocabulary.pillars),
        "kind": sorted({str(file.case.kind) for file in cases.values()}),
        "sector": sorted({companies[one].sector for file in cases.values() for one in file.case.company}),
        "size": sorted({str(size) for file in cases.values() if (size := size_of(facts, file.case))}),
    }
    filters = [{}, *({name: value} for name, some in values.items() for value in some)]
    filters += [{"pillar": pillar, "kind": kind} for pillar, kind in itertools.product(values["pillar"], values["kind"])]

    def fits(case_id: str, chosen: dict[str, str]) -> bool:
        case = cases[case_id].case
        own = {
            "pillar": set(case.pillars),
            "kind": {str(case.kind)},
            "sector": {companies[one].sector for one in case.company},
            "size": {str(size_of(facts, case) or "")},
        }
        return all(value in own[name] for name, value in chosen.items())

    expected = []
    for chosen in filters:
        left = {key: [edge for edge in pair.edges if fits(edge.case, chosen)] for key, pair in facts.pairs.items()}
        expected.append({f"{m}~{f}": [len(edges), str(grade(edges))] for (m, f), edges in left.items() if edges})
    page.goto("/en/matrix/")
    found = page.evaluate(
        """async (filters) => {
          const [{ readBase, fits }, { grade }] = await Promise.all([import('/en/assets/base.js'), import('/en/assets/grade.js')]);
          const base = readBase();
          return filters.map((chosen) => {
            const pairs = {};
            for (const edge of base.edges) {
              if (fits(edge.case, chosen)) (pairs[`${edge.mistake}~${edge.fix}`] ??= []).push(edge);
            }
            return Object.fromEntries(Object.entries(pairs).map(([key, edges]) => [key, [edges.length, grade(edges)]]));
          });
        }""",
        filters,
    )
    assert found == expected


# -- matrix ------------------------------------------------------------------------------------------------------------


def shown(page: Page) -> dict[str, str]:
    """Text of every visible cell that holds a number, by `mistake~fix`."""
    return page.evaluate(
        """() => {
          const named = (cell) => cell.querySelector('a')?.pathname.split('/').at(-2);
          const heads = [...document.querySelectorAll('.rex-board thead th')].map(named);
          const cells = [...document.querySelectorAll('.rex-board tbody td')].filter((cell) => cell.querySelector('a')?.checkVisibility());
          return Object.fromEntries(cells.map((cell) => {
            const [number, letter] = cell.querySelector('a').textContent.trim().split(/\\s+/);
            return [`${named(cell.parentElement.cells[0])}~${heads[cell.cellIndex]}`, `${number} ${letter}`];
          }));
        }"""
    )


def test_the_matrix_is_filtered_by_the_address_and_back_undoes_it(page: Page, facts: Facts) -> None:
    page.goto("/en/matrix/")
    whole = shown(page)
    assert {key: int(text.split()[0]) for key, text in whole.items()} == {
        f"{m}~{f}": len(pair.edges) for (m, f), pair in facts.pairs.items()
    }
    page.locator(".rex-choices select[name=kind]").select_option("transformation")
    expect(page).to_have_url(re.compile(r"\?kind=transformation$"))
    transformations = {case for case, file in facts.corpus.published.items() if file.case.kind == "transformation"}
    expected = {f"{m}~{f}": n for (m, f), pair in facts.pairs.items() if (n := sum(edge.case in transformations for edge in pair.edges))}
    filtered = shown(page)
    assert {key: int(text.split()[0]) for key, text in filtered.items()} == expected
    links = sum(expected.values())
    expect(page.locator(".rex-filter-status")).to_contain_text(f"{links} of {len(facts.edges)} links")
    expect(page.locator(".rex-filter-note")).to_be_visible()
    page.locator(".rex-choices select[name=pillar]").select_option("culture")
    assert set(shown(page)) <= set(expected)
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    table = page.locator(".rex-board").element_handle()
    page.go_back()
    expect(page.locator(".rex-choices select[name=pillar]")).to_have_value("")
    expect(page.locator(".rex-filter-status")).to_contain_text(f"{links} of {len(facts.edges)} links")
    assert shown(page) == filtered
    page.go_back()
    expect(page).to_have_url(re.compile(r"/en/matrix/$"))
    expect(page.locator(".rex-filter-status")).to_be_empty()
    assert shown(page) == whole
    page.wait_for_load_state("networkidle")
    # The page stays what it is: nothing flashes, and nothing is fetched but the icon, for which Chromium asks at each address.
    assert table.evaluate("table => table.isConnected")
    assert [url for url in requests if not url.endswith("favicon.svg")] == []


def test_the_search_opens_and_closes_over_a_filtered_matrix(page: Page) -> None:
    page.goto("/en/matrix/?kind=transformation")
    filtered = shown(page)
    search = page.locator("#rex-search")
    page.keyboard.press("/")
    page.keyboard.type("backup")
    expect(page).to_have_url(re.compile(r"[?&]q=backup"))
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/en/matrix/\?kind=transformation$"))
    assert shown(page) == filtered
    # And once more: closing it by Back leaves it able to open again.
    page.keyboard.press("/")
    page.keyboard.type("restore")
    expect(page).to_have_url(re.compile(r"[?&]q=restore"))
    page.go_back()
    expect(search).to_be_hidden()
    page.keyboard.press("/")
    expect(search).to_be_visible()


def test_a_filtered_matrix_can_be_shared_and_cleared(page: Page) -> None:
    page.goto("/fr/matrix/?kind=transformation&size=large")
    expect(page.locator(".rex-choices select[name=size]")).to_have_value("large")
    filtered = shown(page)
    page.locator(".rex-choices [type=reset]").click()
    expect(page).to_have_url(re.compile(r"/fr/matrix/$"))
    assert len(shown(page)) > len(filtered)


def test_an_address_with_nonsense_shows_the_whole_matrix(page: Page, facts: Facts) -> None:
    page.goto("/en/matrix/?kind=%3Cscript%3E&sector=nowhere&cell=a~b")
    assert len(shown(page)) == len(facts.pairs)
    expect(page.locator(".rex-behind")).to_be_hidden()


def test_a_number_opens_its_cases_and_the_keyboard_closes_them(page: Page, facts: Facts) -> None:
    (mistake, fix), pair = max(facts.pairs.items(), key=lambda item: len(item[1].edges))
    page.goto("/en/matrix/")
    page.locator(f".rex-board a[href$='{mistake}/#{fix}']").click()
    dialog = page.locator(".rex-behind")
    expect(dialog).to_be_visible()
    expect(dialog.locator("li")).to_have_count(len(pair.edges))
    assert {link.get_attribute("href").split("/")[-2] for link in dialog.locator("li a").all()} == {edge.case for edge in pair.edges}
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/en/matrix/$"))
    page.goto(f"/en/matrix/?cell={mistake}~{fix}")
    expect(dialog).to_be_visible()
    dialog.locator(".rex-behind-more").click()
    expect(page).to_have_url(re.compile(rf"/en/mistakes/{mistake}/#{fix}$"))
    expect(page.locator(f"#{fix}")).to_be_in_viewport()


def test_the_matrix_works_when_reached_without_a_reload(page: Page) -> None:
    arrive(page, "/en/")
    page.evaluate("window.stayed = true")
    page.locator(".rex-menu").click()
    page.locator("#map a[href$='diagnose/']").click()
    page.locator("article a[href$='matrix/']").first.click()
    expect(page.locator("h1")).to_contain_text("Matrix")
    page.locator(".rex-choices select[name=pillar]").select_option("sharing")
    expect(page.locator(".rex-filter-status")).not_to_be_empty()
    assert page.evaluate("getComputedStyle(document.querySelector('.rex-board')).borderCollapse") == "separate"
    page.locator(".rex-board tbody th a").first.click()
    expect(page.locator(".rex-short-answer")).to_be_visible()
    page.go_back()
    expect(page.locator(".rex-choices select[name=pillar]")).to_have_value("sharing")
    assert page.evaluate("window.stayed"), "somewhere the whole page was loaded anew"


# -- diagnosis ---------------------------------------------------------------------------------------------------------


def test_a_diagnosis_ranks_fixes_by_grade_and_stays_in_the_address(page: Page, facts: Facts) -> None:
    page.goto("/en/diagnose/")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator("#rex-symptom").fill("restore")
    expect(page.locator(".rex-symptom-status")).to_contain_text("shown")
    topic = page.locator(".rex-topic[data-id=untested-backups]")
    expect(topic).to_have_attribute("open", "")
    topic.locator("label").first.click()
    page.locator("#rex-symptom").fill("")
    silos = page.locator(".rex-topic[data-id=dev-ops-silos]")
    if silos.get_attribute("open") is None:
        silos.locator("summary").click()
    silos.locator("input").nth(1).check()
    expect(page.locator(".rex-told-status")).to_contain_text("2 mistakes recognised")
    expect(page).to_have_url(re.compile(r"see=[^&]*untested-backups"))
    order = ["corroborated", "supported", "mixed", "announced"]
    badges = page.locator("ol.rex-told-fixes .rex-badge").all()
    grades = [re.search(r"rex-grade-(\w+)", badge.get_attribute("class")).group(1) for badge in badges]
    assert grades == sorted(grades, key=order.index)
    fixes = {link.get_attribute("href").split("/")[-2] for link in page.locator("ol.rex-told-fixes strong a").all()}
    tied = {fix: pair.grade for (mistake, fix), pair in facts.pairs.items() if mistake in ("untested-backups", "dev-ops-silos")}
    assert fixes == {fix for fix, own in tied.items() if own != "failed"} | (fixes & set(tied))
    for link in page.locator("ol.rex-told-cases > li > a").all():
        case = facts.corpus.published[link.get_attribute("href").split("/")[-2]].case
        assert {"untested-backups", "dev-ops-silos"} & {claim.id for claim in case.mistakes}
    # Chromium asks for the icon again whenever the address changes.
    assert [url for url in requests if not url.endswith("favicon.svg")] == []
    told = page.locator(".rex-told-body").inner_text()
    page.reload()
    expect(page.locator(".rex-told-status")).to_contain_text("2 mistakes recognised")
    assert page.locator(".rex-told-body").inner_text() == told


def test_the_context_brings_cases_like_ones_own_to_the_top_and_leaves_grades_alone(page: Page, facts: Facts) -> None:
    page.goto("/en/diagnose/?see=monitoring-blind-spot")
    badges = page.locator("ol.rex-told-fixes .rex-badge").all_inner_texts()
    page.locator("select[name=sector]").select_option("retail-ecommerce")
    first = page.locator("ol.rex-told-cases > li").first
    expect(first).to_contain_text("same sector")
    assert page.locator("ol.rex-told-fixes .rex-badge").all_inner_texts() == badges
    expect(page).to_have_url(re.compile("sector=retail-ecommerce"))


def test_the_diagnosis_can_be_made_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/fr/diagnose/")
    page.locator("#rex-symptom").focus()
    page.keyboard.type("sauvegarde")
    expect(page.locator(".rex-symptom-status")).not_to_be_empty()
    # The accents that one forgets are found all the same.
    page.locator("#rex-symptom").fill("demarrer")
    expect(page.locator(".rex-topic:not([hidden])").first).to_be_visible()
    page.locator("#rex-symptom").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'checkbox'"):
            break
    page.keyboard.press("Space")
    expect(page.locator(".rex-told-status")).to_contain_text("1 erreur reconnue")


def test_a_diagnosis_starts_again_from_nothing(page: Page) -> None:
    page.goto("/en/diagnose/?see=untested-backups,retry-storm.1&size=large")
    expect(page.locator(".rex-told-status")).to_contain_text("2 mistakes")
    page.locator(".rex-ask [type=reset]").click()
    expect(page.locator(".rex-told-status")).to_contain_text("Tick what you recognise")
    expect(page).to_have_url(re.compile(r"/en/diagnose/$"))
    assert page.locator(".rex-ask input:checked").count() == 0


def test_on_a_phone_the_result_is_one_tap_away(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/en/diagnose/")
    bar = page.locator(".rex-bar-bottom")
    expect(bar).to_be_hidden()
    page.locator(".rex-topic summary").first.click()
    page.locator(".rex-topic input").first.check()
    expect(bar).to_be_visible()
    bar.locator("a").click()
    expect(page.locator("#result")).to_be_in_viewport()


# -- drawings, checklists ----------------------------------------------------------------------------------------------


def test_a_band_of_a_mistake_leads_to_what_was_done(page: Page) -> None:
    arrive(page, "/en/mistakes/untested-backups/")
    node = page.locator(".rex-flows .rex-node").last
    name = node.locator("text").text_content() or ""
    node.click()
    target = page.locator(":target")
    expect(target).to_contain_text(name)
    expect(target).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_checklist_prints_on_one_page(page: Page, facts: Facts, lang: str) -> None:
    def length(mistake: str) -> int:
        term = facts.corpus.vocabulary.mistakes[mistake]
        steps = [facts.corpus.vocabulary.fixes[pair.fix].practice[lang][:3] for pair in facts.fixes_for(mistake)[:3]]
        return sum(map(len, itertools.chain(term.recognise[lang], *steps)))

    for mistake in sorted(facts.corpus.vocabulary.mistakes, key=length)[-3:]:
        page.goto(f"/{lang}/mistakes/{mistake}/#checklist")
        page.wait_for_load_state()
        pdf = page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "12mm"))
        assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1, mistake


def test_the_print_button_asks_for_the_checklist_alone(page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = location.hash; }")
    page.goto("/en/mistakes/untested-backups/")
    page.locator(".rex-print").click()
    assert page.evaluate("window.printed") == "#checklist"


@pytest.mark.parametrize("width", [360, 1280])
def test_an_address_within_a_long_page_leads_to_its_story(page: Page, width: int) -> None:
    """Stories far below are laid out late: that must not move the one that was asked for."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/en/tried/")
    stories = page.locator("article section h3")
    for index in (stories.count() // 2, stories.count() - 5):
        anchor = stories.nth(index).get_attribute("id")
        page.goto("about:blank")
        page.goto(f"/en/tried/#{anchor}")
        page.wait_for_timeout(300)
        top = page.locator(f"#{anchor}").evaluate("heading => heading.getBoundingClientRect().top")
        assert 0 <= top <= 200, anchor


# -- everywhere --------------------------------------------------------------------------------------------------------


def test_without_javascript_every_number_is_there_and_filters_are_not(browser: Browser, address: str, facts: Facts) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/en/matrix/")
    assert page.locator(".rex-board td a").count() == len(facts.pairs)
    expect(page.locator(".rex-choices")).to_be_hidden()
    first = page.locator(".rex-board td a").first
    fix = first.get_attribute("href").split("#")[1]
    first.click()
    expect(page.locator(f"#{fix}")).to_be_visible()
    page.goto("/fr/diagnose/")
    expect(page.locator("article noscript p")).to_contain_text("demande JavaScript")
    expect(page.locator("#rex-symptom")).to_be_hidden()
    expect(page.locator(".rex-topic-name").first).to_be_visible()
    page.locator("article noscript a").click()
    expect(page).to_have_url(re.compile(r"/fr/mistakes/$"))
    page.goto("/en/mistakes/untested-backups/")
    expect(page.locator(".rex-flows")).to_be_visible()
    context.close()
