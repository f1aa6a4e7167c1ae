"""The form for a case: what somebody types becomes a file that the linter accepts, and nothing that anybody wrote becomes markup."""

import copy
import json
import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, Page, expect

from builders import a_case, a_vocabulary, example_body, example_fields, lint_text
from rex.core.frontmatter import read_bytes
from rex.core.issue import forms, read_body
from rex.core.model import Case, schema_of
from rex.lint.engine import errors

READY = ".rex-give[data-ready]"
HOSTILE = '"><img src=x onerror="xq()"><script>xq()</script>'
WORDS = "The shop kept one copy of its orders and nobody had ever tried to put it back on another machine before that day. "


@pytest.fixture
def page(browser: Browser, rich: str) -> Iterator[Page]:
    context = browser.new_context(base_url=rich, permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(8_000)
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    yield opened
    context.close()
    assert troubles == []


def arrive(page: Page, query: str = "", lang: str = "en") -> None:
    page.goto(f"/{lang}/contribute/{query}")
    expect(page.locator(READY)).to_be_visible()


def pick(page: Page, button: str, word: str) -> None:
    """Choose from the list that a button opens, by typing and Enter: no mouse is needed."""
    page.get_by_role("button", name=button).last.click()
    page.keyboard.type(word)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".rex-pick")).to_have_count(0)


def fill(page: Page) -> None:
    """A whole case, as somebody would type it."""
    page.get_by_label("Title", exact=True).fill("A restore: never tried # before")
    pick(page, "Choose an organisation…", "shop")
    page.get_by_label("Kind of story").select_option("incident")
    page.get_by_label("When", exact=True).fill("2024-03-05")
    page.get_by_label("Summary").fill(
        "A shop lost two days of orders when a disk failed: the nightly copy had been empty for weeks, and nobody knew."
    )
    page.get_by_text("automation, in English").click()
    page.get_by_label("Name of the file").fill("example-shop-restore-2024")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Short name").fill("report")
    page.get_by_label("Address", exact=True).fill("https://example-shop.net/report")
    page.get_by_label("Its own title").fill("What happened to our “orders”")
    page.get_by_label("Who published it").fill("Example Shop")
    page.get_by_label("Language", exact=True).fill("en")
    page.get_by_label("Who speaks").select_option("company")
    page.get_by_label("How much of it you read").select_option("full")
    page.get_by_role("button", name="Add a mistake").click()
    pick(page, "Choose a mistake…", "backup")
    item = page.locator("fieldset", has=page.get_by_text("Mistake 1", exact=True))
    item.get_by_label("What happened here").fill("The nightly job wrote empty files.")
    item.get_by_text("report: What happened").click()
    item.get_by_label("Place in report").fill("Timeline, 02:30")
    page.get_by_role("button", name="Add a fix").click()
    pick(page, "Choose a fix…", "restore")
    item = page.locator("fieldset", has=page.get_by_text("Fix 1", exact=True))
    item.get_by_text("untested backups, in English").last.click()
    item.get_by_label("How far it got").select_option("applied")
    item.get_by_label("What came of it").select_option("worked")
    item.get_by_label("What was done here").fill("Every night the last copy is put back on a spare machine.")
    item.get_by_text("report: What happened").click()
    for name in ("Context", "What went wrong", "What changed", "Results"):
        area = page.get_by_label(name, exact=True)
        area.fill(f"{name}. {WORDS * 2}")
        area.press("End")
        page.locator(".rex-field", has=area).get_by_role("button", name="Cite report").click()
    page.get_by_label("What to keep").fill(WORDS * 3)
    page.get_by_label("What no source says").fill("how long the restore took")


def file_of(page: Page) -> str:
    return page.locator(".rex-send pre").last.text_content() or ""


def test_a_case_written_in_the_form_is_a_file_that_the_linter_accepts(page: Page) -> None:
    arrive(page)
    fill(page)
    expect(page.locator(".rex-count")).to_have_text("Everything is there.")
    text = file_of(page)
    assert [finding.message for finding in errors(lint_text(text))] == []
    assert "sources: [{id: report, where:" in text
    opener = page.get_by_role("link", name="Open as a pull request")
    address = urlsplit(opener.get_attribute("href") or "")
    assert address.path.endswith("/new/main/cases")
    assert parse_qs(address.query) == {"filename": ["example-shop-restore-2024.md"], "value": [text]}
    page.get_by_role("button", name="Copy the text").click()
    expect(page.locator(".rex-send")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == text
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    assert download.value.suggested_filename == "example-shop-restore-2024.md"
    page.get_by_text("As readers will see it").click()
    expect(page.locator(".rex-shown h4").first).to_be_in_viewport()


def test_what_was_typed_is_there_again_and_can_be_thrown_away(page: Page) -> None:
    arrive(page)
    page.get_by_label("Title", exact=True).fill("A title")
    page.get_by_role("button", name="Add a source").click()
    page.get_by_label("Short name").fill("report")
    expect(page.locator(".rex-give-status")).to_have_text("Kept in this browser.")
    page.reload()
    expect(page.get_by_label("Title", exact=True)).to_have_value("A title")
    expect(page.get_by_label("Short name")).to_have_value("report")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("")


def test_a_fault_is_said_beside_its_field_when_the_field_is_left(page: Page) -> None:
    arrive(page, lang="fr")
    summary = page.get_by_label("Résumé")
    assert page.locator(".rex-wrong:visible").count() == 0
    summary.fill("Trop court.")
    summary.press("Tab")
    wrong = page.locator(".rex-field", has=summary).locator(".rex-wrong")
    expect(wrong).to_have_text("Trop court : au moins 80 caractères.".replace(" :", "\u00a0:"))
    box, told = summary.bounding_box(), wrong.bounding_box()
    assert box and told and 0 <= told["y"] - box["y"] - box["height"] < 20
    summary.fill("Une boutique a perdu deux jours de commandes quand un disque est tombé en panne, la sauvegarde étant vide.")
    expect(wrong).to_be_hidden()


def test_what_became_of_a_fix_is_told_from_its_case(page: Page) -> None:
    page.goto("/en/cases/full-2024/")
    page.get_by_role("link", name="What became of this?").click()
    expect(page.locator(READY)).to_be_visible()
    expect(page.locator(".rex-give")).to_contain_text("Until now: planned, outcome unknown.")
    page.get_by_label("What came of it").select_option("failed")
    page.get_by_label("What happened to it").fill("It was given up after a month.")
    page.get_by_label("Short name").fill("later")
    expect(page.locator(".rex-send pre")).to_contain_text("outcome: failed")
    expect(page.locator(".rex-send pre")).to_contain_text("sources: [report, later]")
    href = page.get_by_role("link", name="Send as an issue").get_attribute("href") or ""
    query = parse_qs(urlsplit(href).query)
    assert query["title"] == ["full-2024: blameless-postmortem"]
    # What the page sends, the repository reads as its own form; what is not filled in yet is said.
    told = read_body(query["body"][0], forms(a_vocabulary()))
    assert told.form is not None and told.form.file == "follow-up"
    expected = {"case": "full-2024", "fix": "blameless-postmortem", "outcome": "failed", "told": "It was given up after a month."}
    assert {name: told.answers[name] for name in expected} == expected
    assert told.troubles and all("has no answer" in trouble for trouble in told.troubles)
    assert (page.get_by_role("link", name="Change the file yourself").get_attribute("href") or "").endswith("/edit/main/cases/full-2024.md")


def test_a_case_leads_to_a_form_that_begins_from_its_mistakes(page: Page) -> None:
    page.goto("/en/cases/full-2024/")
    page.get_by_role("link", name="Did this happen to you?").click()
    expect(page.locator(READY)).to_be_visible()
    expect(page.get_by_role("button", name="untested backups, in English")).to_be_visible()
    assert "A disk fails" not in file_of(page)


@pytest.mark.parametrize(
    "query", [f"?case={HOSTILE}", f"?case=full-2024&fix={HOSTILE}", "?case=../../x", "?case=nowhere-2024", f"?mistake={HOSTILE}"]
)
def test_an_address_that_asks_for_nonsense_gives_an_empty_form(page: Page, query: str) -> None:
    arrive(page, query)
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    assert page.locator("img, script:not([src]):not([type])").count() == 0


@pytest.mark.parametrize(
    "draft",
    [
        {"id": HOSTILE, "front": {"title": HOSTILE, "sources": [{"id": HOSTILE, "title": HOSTILE}]}, "sections": [HOSTILE] * 5},
        {"id": 1, "front": {"sources": HOSTILE}, "sections": 3},
        {"front": {"company": [HOSTILE], "mistakes": [{"id": HOSTILE, "what": HOSTILE, "sources": []}], "fixes": []}},
        [HOSTILE],
    ],
)
def test_a_draft_that_somebody_else_wrote_stays_text(page: Page, draft: object) -> None:
    arrive(page)
    page.evaluate("draft => localStorage.setItem('rex-draft', JSON.stringify(draft))", draft)
    page.reload()
    expect(page.locator(READY)).to_be_visible()
    page.evaluate("for (const one of document.querySelectorAll('.rex-give details')) one.open = true")
    assert page.locator(".rex-give img, .rex-give script").count() == 0
    assert page.evaluate("typeof xq") == "undefined"


def test_what_is_typed_comes_back_from_the_file_as_it_was(page: Page) -> None:
    arrive(page)
    fill(page)
    strange = "no: # \u2028 'x' \"y\" \\ [z] {w} & * ! | > % @ ` \t-"
    page.get_by_label("What happened here").fill(strange)
    expect(page.locator(".rex-send pre").last).to_contain_text("no: #")
    reading = read_bytes(file_of(page).encode())
    assert reading.document is not None
    assert reading.document.values["mistakes"][0]["what"] == " ".join(strange.split())
    assert reading.document.values["title"] == "A restore: never tried # before"


def _broken() -> list[dict[str, object]]:
    """The example case, with each of its values taken away, or put to something of another kind."""
    found: list[dict[str, object]] = [example_fields()]

    def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
        for key, inner in pairs:
            yield (*path, key)
            yield from places(inner, (*path, key))

    for path in places(example_fields()):
        for other in (None, 7, "Not an id", [], True):
            fields = copy.deepcopy(example_fields())
            holder: object = fields
            for key in path[:-1]:
                holder = holder[key]  # type: ignore[index]
            if other is True:
                del holder[path[-1]]  # type: ignore[attr-defined]
            else:
                holder[path[-1]] = other  # type: ignore[index]
            found.append(fields)
    return found


def test_the_browser_reads_the_schema_as_python_does(page: Page) -> None:
    page.goto("/en/contribute/")
    schema, cases = schema_of(Case), _broken()
    validator = Draft202012Validator(schema)
    expected = [validator.is_valid(fields) for fields in cases]
    measure = """async ([schema, cases]) => {
      const { faults } = await import(new URL("../assets/schema.js", location.href).href);
      return cases.map((one) => !faults(schema, schema, one).length);
    }"""
    assert page.evaluate(measure, [schema, json.loads(json.dumps(cases))]) == expected
    assert expected.count(False) > 100


# A place in the front matter, and what neither the form nor the check takes there.
REFUSED: list[tuple[tuple[str | int, ...], object]] = [
    *((("date",), value) for value in ("2017-02-31", "2023-02-29", "2024-04-31", "2024-13", "12 May 2024", "2024-05/2024-03", "2099")),
    *((("sources", 0, "date"), value) for value in ("2024-02-30", "05/03/2024", "2099-01-01")),
    *(
        (("sources", 0, "url"), value)
        for value in (
            *(
                "https://localhost/x",
                "http://wiki.internal/",
                "https://a",
                "https://example.org/",
                "https://10.0.0.1/",
                "example-shop.net/a",
            ),
            *("https://user:word@example-shop.net/", "https://example-shop.net:99999/", "https://example-shop.net/a.", "https:///a"),
            *("https://example-shop.net/a b", "https://example-shop.net/%zz", "javascript:alert(1)", "<https://example-shop.net/a>"),
        )
    ),
    (("sources", 0, "archived"), "http://localhost/"),
    (("sources", 0, "accessed"), "2026-13"),
    (("sources", 0, "lang"), "English"),
    (("fixes", 0, "state"), "planned"),
    (("title",), "T" * 121),
    (("summary",), "Too short."),
]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_form_takes_and_refuses_what_the_check_takes_and_refuses(page: Page, lang: str) -> None:
    texts = re.split(r"^## .+$", example_body(), flags=re.MULTILINE)[1:]
    arrive(page, lang=lang)
    counted, done = page.locator(".rex-count"), re.compile("Everything is there|Tout y est")

    def show(fields: dict[str, object], sections: list[str]) -> None:
        draft = {"id": "a-case-2024", "front": {**fields, "company": ["example-shop"]}, "sections": sections}
        page.evaluate("draft => localStorage.setItem('rex-draft', JSON.stringify(draft))", draft)
        page.reload()
        expect(page.locator(READY)).to_be_visible()

    show(example_fields(), texts)
    expect(counted).to_have_text(done)
    for path, value in REFUSED if lang == "en" else REFUSED[::9]:
        fields = example_fields()
        holder: object = fields
        for key in path[:-1]:
            holder = holder[key]  # type: ignore[index]
        holder[path[-1]] = value  # type: ignore[index]
        assert errors(lint_text(a_case(**fields))), f"the check takes {path} {value}"
        show(fields, texts)
        expect(counted, f"the form takes {path} {value}").not_to_have_text(done)
    # A list needs a source for each item, and what nobody measured needs none.
    show(example_fields(), [texts[0] + "\n\n- one[^report]\n- two", *texts[1:]])
    expect(counted).not_to_have_text(done)
    show({name: value for name, value in example_fields().items() if name != "results"}, [*texts[:3], "No figure is known.", texts[4]])
    expect(counted).to_have_text(done)


def test_every_field_of_the_model_has_a_name_in_both_languages(page: Page) -> None:
    schema = schema_of(Case)
    # What an editor writes, or what comes after a case.
    ours = {"status", "reviewed", "aliases", "withdrawn_because", "disputed", "response"}
    later = {"Reference", "Response", "Dispute"}
    objects = {"Case": schema, **{name: part for name, part in schema["$defs"].items() if name not in later and "properties" in part}}
    for lang in ("en", "fr"):
        page.goto(f"/{lang}/contribute/")
        words = json.loads(page.locator("#rex-give-data").get_attribute("data-json") or "")["words"]["fields"]
        for name, part in objects.items():
            assert set(words[name]) == set(part["properties"]) - (ours if name == "Case" else set()), name


def test_no_field_is_wider_than_a_small_phone(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    arrive(page, lang="fr")
    page.get_by_role("button", name="Ajouter une source").click()
    page.get_by_role("button", name="Ajouter un remède").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.locator(".rex-give button:visible").evaluate_all("all => all.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 24


def test_without_javascript_the_page_says_what_to_do(browser: Browser, rich: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=rich)
    opened = context.new_page()
    opened.goto("/en/contribute/")
    expect(opened.get_by_text(re.compile("needs JavaScript. Without it, the other two doors"))).to_be_visible()
    expect(opened.locator(".rex-give")).to_be_hidden()
    context.close()
