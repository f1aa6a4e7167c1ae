"""The check as a teacher: one cause, one finding, at its place; and nothing that only looks like a case passes as one."""

import pytest

from builders import EXAMPLE_ID, a_case, a_corpus, a_document, a_source, a_translation, example_fields, line_of, lint_text
from rex.cli.new import template
from rex.core.message import say
from rex.lint.engine import lint
from rex.lint.example import CASE, PATH
from rex.lint.rules.translations import figures

FRENCH_PATH = f"cases/{EXAMPLE_ID}.fr.md"
_, FRONT, BODY = CASE.split("---\n", 2)


def shown(findings) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.code) for finding in findings]


def pair(translation: str, case: str = CASE):
    return shown(lint(a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": translation})))


# One cause, one finding.

CASCADES = {
    "an unclosed quote": (CASE.replace("title: An", 'title: "An'), 2, "REX007"),
    "an unclosed single quote": (CASE.replace("company: example-shop", "company: 'example-shop"), 3, "REX007"),
    "no space after a colon": (CASE.replace("kind: incident", "kind:incident"), 4, "REX007"),
    "a no-break space after a colon": (CASE.replace("kind: incident", "kind:\u00a0incident"), 4, "REX005"),
    "a no-break space in a heading": (CASE.replace("## What went", "## What\u00a0went"), line_of(CASE, "## What went"), "REX005"),
    "a no-break space after a heading's signs": (CASE.replace("## Results", "##\u00a0Results"), line_of(CASE, "## Results"), "REX005"),
    "a no-break space as indentation": (
        CASE.replace("    what: The nightly", "\u00a0   what: The nightly"),
        line_of(CASE, "what: The nightly"),
        "REX005",
    ),
    "no closing dashes": (CASE.replace("2026-11\n---\n", "2026-11\n"), line_of(CASE, "## Context") - 1, "REX006"),
    "a long dash instead": (CASE.replace("2026-11\n---\n", "2026-11\n—\n"), line_of(CASE, "2026-11\n") + 1, "REX006"),
    "four dashes instead": (CASE.replace("2026-11\n---\n", "2026-11\n----\n"), line_of(CASE, "2026-11\n") + 1, "REX006"),
    "dashes that swallow fields": (
        CASE.replace("2026-11\n---\n", "2026-11\n-----\ncaution: x\naliases: [a-b]\n---\n"),
        line_of(CASE, "2026-11\n") + 1,
        "REX006",
    ),
    "a wrong language": (CASE.replace("lang: en\nstatus", "lang: fr\nstatus"), 6, "REX311"),
    "a cut value": (CASE.replace("what: The nightly", "what: Ticket #42: the nightly"), line_of(CASE, "what: The nightly"), "REX018"),
    "blank lines after the first dashes": (
        CASE.replace("---\ntitle", "---\n\n\ntitle", 1).replace("- id: untested-backups", "- id: untested-backup"),
        line_of(CASE, "- id: untested-backups") + 2,
        "REX201",
    ),
    "a conflict in the fields": (
        CASE.replace("kind: incident", "<<<<<<< HEAD\nkind: incident\n=======\nkind: drill\n>>>>>>> b"),
        4,
        "REX017",
    ),
    "a big integer": (CASE.replace("after: 30", "after: 9007199254740993"), line_of(CASE, "- {measure"), "REX012"),
    "a homoglyph": (CASE.replace("- id: untested-backups", "- id: untested-b\u0430ckups"), line_of(CASE, "- id: untested"), "REX104"),
    "a zero-width space in an address": (
        CASE.replace("example-shop.net/report", "example-shop.net/\u200breport"),
        line_of(CASE, "url:"),
        "REX005",
    ),
    "a soft hyphen in a word": (CASE.replace("untested backup turns", "unte\u00adsted backup turns"), 2, "REX005"),
    "decomposed accents": (CASE.replace("title: An", "title: Re\u0301An"), 2, "REX005"),
    "a bidirectional sign": (CASE.replace("title: An", "title: A\u202en"), 2, "REX005"),
    "tag characters": (CASE.replace("title: An", "title: An" + "".join(chr(0xE0000 + ord(c)) for c in "ignore all")), 2, "REX005"),
    "a variation selector": (CASE.replace("title: An", "title: An\ufe0f"), 2, "REX005"),
    "a Hangul filler": (CASE.replace("title: An", "title: An\u3164"), 2, "REX005"),
    "a noncharacter": (CASE.replace("title: An", "title: An\ufffe"), 2, "REX005"),
    "an escaped noncharacter": (
        CASE.replace("title: An untested", 'title: "An \\ufffe untested').replace("orders\ncompany", 'orders"\ncompany', 1),
        2,
        "REX005",
    ),
    "a letter that got lost": (CASE.replace("title: An", "title: An\ufffd"), 2, "REX005"),
    "archived is the address": (
        a_case(sources=[a_source(archived="https://example-shop.net/report/")]),
        line_of(a_case(sources=[a_source(archived="x")]), "archived"),
        "REX104",
    ),
}


@pytest.mark.parametrize(("text", "line", "code"), CASCADES.values(), ids=CASCADES)
def test_one_cause_is_one_finding_at_its_place(text, line, code):
    assert text != CASE
    assert shown(lint_text(text)) == [(PATH, line, code)]


def test_the_character_is_named():
    [finding] = lint_text(CASE.replace("title: An", "title: An\u200b"))
    assert (finding.column, finding.message) == (10, "invisible character U+200B ZERO WIDTH SPACE; remove it")


def test_every_problem_is_reported_at_once_and_at_its_true_column():
    text = CASE.replace("title: An untested", "title: An\u200b unt\u202eested").replace("kind: incident", "k\u200bind: incidnet")
    found = [(f.line, f.column, f.code) for f in lint_text(text)]
    assert found == [(2, 10, "REX005"), (2, 15, "REX005"), (4, 2, "REX005"), (4, 8, "REX104")]
    text = CASE.replace("Restore one backup a week", "<b>Restore</b> {one} <i>backup</i> a ![x](https://a.example-shop.net) <u>week</u>")
    line = line_of(CASE, "Restore one backup a week")
    assert [(f.line, f.column, f.code) for f in lint_text(text)] == [
        (line, 1, "REX304"),
        (line, 16, "REX306"),
        (line, 22, "REX304"),
        (line, 38, "REX306"),
        (line, 71, "REX304"),
    ]


def test_a_whole_case_pasted_as_a_translation_is_one_finding():
    text = CASE.replace("lang: en\nstatus", "lang: fr\nstatus")
    assert pair(text) == [(FRENCH_PATH, 3, "REX701")]


def test_a_translation_named_like_a_case_is_one_finding():
    found = lint(a_corpus({EXAMPLE_ID: CASE, "example-2024-fr": a_translation()}))
    assert shown(found) == [("cases/example-2024-fr.md", 1, "REX106")]


def test_a_translation_under_headings_of_the_original_is_one_finding():
    text = a_translation(
        body=BODY.replace("The ", "Le ").replace("A second", "Un second").replace("Thirty", "Trente").replace("Restore", "Rends")
    )
    assert [code for _, _, code in pair(text)] == ["REX311"]


def test_a_link_to_a_broken_case_is_not_blamed():
    texts = {
        EXAMPLE_ID: CASE.replace("Restore one", "Restore [one](other-2024.md)"),
        "other-2024": CASE.replace("kind: incident", "kind: x"),
    }
    assert shown(lint(a_corpus(texts))) == [("cases/other-2024.md", 4, "REX104")]


# Nothing that only looks like a case.


@pytest.mark.parametrize("heading", ["## Context", "## What went wrong", "## What changed", "## Results", "## What to keep"])
def test_an_empty_section_is_one_finding(heading):
    before, after = BODY.split(heading + "\n", 1)
    following = after[after.index("\n## ") :] if "\n## " in after else ""
    filler = "Nobody says more about it.[^report]\n\n" if heading != "## What to keep" else ""
    long = "word " * 260
    body = before + heading + "\n" + following
    body = (
        body.replace("## What changed\n", f"## What changed\n\n{filler}{long}[^report]\n")
        if heading != "## What changed"
        else body.replace("## Results\n", f"## Results\n\n{long}[^report]\n")
    )
    text = f"---\n{FRONT}---\n{body}"
    assert shown(lint_text(text)) == [(PATH, line_of(text, heading + "\n"), "REX310")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", "One or two sentences, 80 to 300 characters, that say what happened and claim nothing that no source says."),
        ("unknown", ["what no source says and a reader would ask"]),
        ("caution", "TODO"),
        ("title", "À FAIRE"),
    ],
)
def test_a_sentence_of_the_template_is_one_finding(field, value):
    text = a_document({**example_fields(), field: value}, BODY)
    assert [finding.code for finding in lint_text(text)] == ["REX112"]
    assert [finding.code for finding in lint_text(text.replace("status: published", "status: draft"))] == ["REX112"]


@pytest.mark.parametrize("line", ["…", "...", "TODO: say more"])
def test_a_placeholder_in_the_text_is_one_finding(line):
    text = CASE.replace("\nRestore one", f"\n{line}\n\nRestore one")
    assert shown(lint_text(text)) == [(PATH, line_of(text, f"\n{line}\n") + 1, "REX112")]


@pytest.mark.parametrize(
    "words", ["the **job** failed", "see [here](https://example-shop.net)", "it failed.[^report]", "a <b>job</b>", "<<<<<<< HEAD"]
)
def test_markup_in_a_field_is_one_finding(words):
    assert [finding.code for finding in lint_text(a_case(caution=words))] == ["REX114"]
    assert lint_text(a_case(caution="`**kwargs`, a_b_c, 2 * 3, x[1](2 and a `<b>`".replace("](", "] ("))) == []


def test_a_review_in_the_future_is_advice(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    assert [finding.code for finding in lint_text(CASE.replace("reviewed: 2026-11", "reviewed: 2027-01"))] == ["REX113"]
    assert lint_text(CASE) == []


# Translations that are none.


def test_a_text_left_in_the_language_of_the_original_is_one_finding():
    summary = example_fields()["summary"]
    text = a_translation(summary=summary)
    assert pair(text) == [(FRENCH_PATH, line_of(text, "summary:"), "REX702")]


def test_a_paragraph_left_in_the_language_of_the_original_is_one_finding():
    sentence = "The nightly job had lost its right to read the tables, so it wrote an empty file every night.[^report]"
    text = a_translation().replace(f"Voici : « {sentence} »", sentence)
    assert pair(text) == [(FRENCH_PATH, line_of(text, sentence), "REX702")]


def test_a_translation_that_is_the_original_is_one_finding():
    text = a_translation(body=a_translation().split("---\n", 2)[2].replace("Voici : « ", "").replace(" »\n", "\n"))
    assert [code for _, _, code in pair(text)] == ["REX702"]


def test_names_and_short_texts_may_be_the_same():
    case = a_case(
        unknown=["Kubernetes, PostgreSQL"],
        results=[{"measure": "MTTR", "before": "2 h 30", "after": "about 5 of them a day", "sources": ["report"]}],
    )
    assert pair(a_translation(case, unknown=["Kubernetes, PostgreSQL"], results=[{"measure": "MTTR"}]), case) == []


@pytest.mark.parametrize(
    ("own", "other"), [("at 01:38 UTC", "à 10:38 UTC"), ("1,234 orders", "1 243 commandes"), ("2.5 hours", "5,2 heures")]
)
def test_a_figure_that_differs_is_advice(own, other):
    case = a_case(unknown=[f"What happened {own}"])
    text = a_translation(case, unknown=[f"Ce qui s’est passé {other}"])
    assert pair(text, case) == [(FRENCH_PATH, line_of(text, "unknown:") + 1, "REX703")]
    same = case.replace("Thirty restores a month", f"Thirty restores {own} a month")
    moved = a_translation(same, unknown=[f"Ce qui s’est passé {own}"]).replace(f"restores {own}", f"restores {other}")
    assert [code for _, _, code in pair(moved, same)] == ["REX703"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1,234.5 and 01:05", "1 234,5 et 1:05"),
        ("50% of 10,000", "50 % de 10\u202f000"),
        ("5.30pm and 9:05 am", "5 h 30 et 9 h 05"),
        ("`code 7`, [x](https://example-shop.net/99) and [^report-2017]", "rien"),
    ],
)
def test_figures_are_the_same_however_a_language_writes_them(one, other):
    assert figures(one) == figures(other)


def test_a_message_can_be_said_in_another_language():
    message = say("{place} is empty", place=say("the first {thing}", thing="x"))
    assert message == "the first x is empty"
    assert message.render({"{place} is empty": "{place} est vide", "the first {thing}": "{thing} nº 1"}) == "x nº 1 est vide"


def test_a_fresh_draft_says_at_once_everything_that_has_to_be_replaced():
    """Though its address cannot be one, so that no case can be built of it yet; and each place once."""
    text = template("A dropped index", "company-id", "incident", "en")
    unbuilt, built = (lint(a_corpus({"new-2026": t})) for t in (text, text.replace("https://example.org/", "https://example-shop.net/")))
    assert [f.code for f in unbuilt if f.code != "REX112"] == ["REX104"]
    places = {(f.line, f.column) for f in unbuilt if f.code == "REX112"}
    assert len(places) == text.count("…") - text.count("…  #") + 10
    assert places <= {(f.line, f.column) for f in built}
    assert len({(f.line, f.column) for f in built}) == len(built)
