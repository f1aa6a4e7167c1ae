"""Deliberate mistakes, one in each file: each real fault is one finding, at its place, and `--fix` leaves a clean or unchanged file.

The kinds are those that people and programs made when they tried to write a case; `test_teaching.py` holds what several findings
of one cause would have been.
"""

import pytest

from builders import EXAMPLE_ID, a_base, a_corpus, a_translation, a_vocabulary, as_yaml, vocabulary_tables
from rex.core.corpus import read_corpus
from rex.core.country import COUNTRIES, NOWHERE
from rex.lint.engine import errors, lint
from rex.lint.example import CASE
from rex.lint.mend import mend_texts

VOCABULARY = a_vocabulary()
PATH = f"cases/{EXAMPLE_ID}.md"
FRENCH = f"cases/{EXAMPLE_ID}.fr.md"
TRANSLATION = a_translation()
WHAT = "    what: The nightly job wrote empty files."
LESSON, RESULTS = "Restore one backup", "## Results"
URL, DATE, KIND, COMPANY = "url: https://example-shop.net/report", "date: 2024-03-05", "kind: incident", "company: example-shop"

# What stands in the example case, what somebody writes instead, the line of the fault and the rule.
IN_A_CASE: list[tuple[str, str, int, str]] = [
    ("what: The nightly job wrote empty files.", "what: The issue #12 says monitoring recorded", 15, "REX018"),
    ("title: An untested backup", "title: C #12 backup", 2, "REX018"),
    (WHAT, "    what: The job: it wrote nothing.", 15, "REX007"),
    ("title: An untested", "title: Failure: An untested", 2, "REX007"),
    (WHAT, "    what: #12 says so", 15, "REX107"),
    ("    what: The nightly", "\twhat: The nightly", 15, "REX008"),
    (KIND, "kind:incident", 4, "REX007"),
    (KIND, "kind:\xa0incident", 4, "REX005"),
    (KIND, "kind:\u202fincident", 4, "REX005"),
    (KIND, "kind\uff1a incident", 4, "REX007"),
    (WHAT, '    what: "The nightly job wrote empty files.', 15, "REX007"),
    (WHAT, "    what: 'The nightly job wrote empty files.", 15, "REX007"),
    ("pillars: [automation]", "pillars: [automation", 11, "REX007"),
    ("signals: [{text:", "signals: [text:", 12, "REX007"),
    (WHAT, "    what: * The job", 15, "REX007"),
    (WHAT, "    what: @team wrote", 15, "REX007"),
    (WHAT, "    what: %5 of jobs", 15, "REX007"),
    (WHAT, "    what: `job` wrote empty files", 15, "REX007"),
    (WHAT, "    what: &job wrote files", 15, "REX010"),
    (WHAT, "    what: !important wrote files", 15, "REX010"),
    ("title: An", "title: !!str An", 2, "REX010"),
    (WHAT, "    what: | The nightly", 15, "REX007"),
    (WHAT, "    what: > 5 files were empty", 15, "REX007"),
    (KIND, "kind: incident\nkind: drill", 5, "REX009"),
    ("    what: The nightly", "   what: The nightly", 15, "REX007"),
    (WHAT, "      what: The nightly job wrote empty files.", 15, "REX007"),
    ("    read: full", "    read: yes", 35, "REX104"),
    (KIND, "kind: yes", 4, "REX104"),
    ("    lang: en\n    voice", "    lang: no\n    voice", 33, "REX012"),
    (DATE, "date: 05/03/2024", 5, "REX105"),
    (DATE, "date: 21/10/2019", 5, "REX105"),
    (DATE, "date: 5.3.2024", 5, "REX105"),
    (DATE, "date: March 2024", 5, "REX105"),
    (DATE, "date: 2024-02-30", 5, "REX105"),
    (DATE, "date: 2024-13", 5, "REX105"),
    (DATE, "date: 2024-3-5", 5, "REX105"),
    (DATE, "date: 2024-05/2024-03", 5, "REX105"),
    (DATE, "date: 2024-03-05 02:30", 5, "REX105"),
    (DATE, "date: 1628", 5, "REX105"),
    ("    date: 2024-03-20", "    date:", 32, "REX107"),
    ("reviewed: 2026-11", "reviewed: 2031-01", 36, "REX113"),
    ("reviewed: 2026-11", "reviewed: 2026", 36, "REX105"),
    (KIND, "kind: incidnet", 4, "REX104"),
    (KIND, "kind: Incident", 4, "REX104"),
    (KIND, "kind: incident majeur", 4, "REX104"),
    ("status: published", "status: publish", 7, "REX104"),
    ("status: published", "status: PUBLISHED", 7, "REX104"),
    (COMPANY, "company: Example Shop", 3, "REX104"),
    (COMPANY, "company: acme", 3, "REX201"),
    (COMPANY, "company: exmaple-shop", 3, "REX201"),
    (COMPANY, "company: \xe9xample-shop", 3, "REX104"),
    (COMPANY, "company: ex\u0430mple-shop", 3, "REX104"),
    (COMPANY, "company: []", 3, "REX107"),
    ("pillars: [automation]", "pillars: automation", 11, "REX103"),
    ("pillars: [automation]", "pillars: [automatisation]", 11, "REX201"),
    ("pillars: [automation]", "pillars: [Automation]", 11, "REX104"),
    ("pillars: [automation]", "pillars: []", 11, "REX109"),
    ("  - id: untested-backups", "  - id: untested-backup", 14, "REX201"),
    ("  - id: untested-backups", "  - id: untested_backups", 14, "REX104"),
    ("  - id: automated-restore-testing", "  - id: automated-restore-tests", 18, "REX201"),
    ("corrects: [untested-backups]", "corrects: [untested-backup]", 19, "REX202"),
    ("corrects: [untested-backups]", "corrects: untested-backups", 19, "REX103"),
    ("state: applied", "state: aplied", 20, "REX104"),
    ("outcome: worked", "outcome: succes", 21, "REX104"),
    ("state: applied", "state: planned", 21, "REX405"),
    ("voice: company", "voice: compagny", 34, "REX104"),
    ("read: full", "read: all", 35, "REX104"),
    (URL, "url: example-shop.net/report", 29, "REX104"),
    (URL, "url: https://example-shop.net/a report", 29, "REX104"),
    (URL, "url: http://localhost:8080/x", 29, "REX104"),
    (URL, "url: https://user:pw@example-shop.net/", 29, "REX104"),
    (URL, "url: https:///report", 29, "REX104"),
    (URL, "url: https://[example-shop.net/report", 29, "REX104"),
    (URL, "url: https://example-shop.net:99999/report", 29, "REX104"),
    (URL, "url: https://example-shop.net/report.", 29, "REX104"),
    (URL, "url: <https://example-shop.net/report>", 29, "REX104"),
    (URL, "url: https://example.org/", 29, "REX104"),
    (URL, "url: javascript:alert(1)", 29, "REX104"),
    ("    sources: [report]", "    sources: [raport]", 16, "REX402"),
    ("    what: The nightly job wrote empty files.\n    sources: [report]", WHAT, 14, "REX401"),
    ("    sources: [report]", "    sources: []", 16, "REX401"),
    ("    sources: [report]", "    sources: report", 16, "REX103"),
    ("reviewed:", "reviewd:", 36, "REX101"),
    (KIND, "kind: incident\nseverity: high", 5, "REX101"),
    (KIND, "kind: incident\nresume: x", 5, "REX101"),
    ("title: An untested backup turns a disk failure into two days of lost orders\n", "", 2, "REX102"),
    ("kind: incident\n", "", 2, "REX102"),
    ("reviewed: 2026-11\n", "", 2, "REX102"),
    (
        "title: An untested backup",
        "title: " + "An untested backup " * 10,
        2,
        "REX108",
    ),
    ("title: An untested backup turns a disk failure into two days of lost orders", 'title: ""', 2, "REX107"),
    (WHAT, '    what: ""', 15, "REX107"),
    (WHAT, "    what:", 15, "REX107"),
    (WHAT, "    what: 12", 15, "REX103"),
    ("unknown: [how long the restore took]", "unknown: []", 26, "REX110"),
    ("unknown: [how long the restore took]", "unknown: how long", 26, "REX103"),
    ("after: 30", "after: 99999999999999999999", 25, "REX012"),
    ("after: 30", "after: 012", 25, "REX012"),
    (WHAT, "    what: What happened here, in your own words.", 15, "REX112"),
    (WHAT, "    what: Lorem ipsum dolor", 15, "REX112"),
    (WHAT, "    what: TODO", 15, "REX112"),
    ("The nightly job wrote", "The nightly\u200b job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u200c job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u200d job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u200e job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u200f job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u061c job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\xad job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u2060 job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u3164 job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u115f job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u2800 job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\ufffd job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\u202e job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\ue000 job wrote", 15, "REX005"),
    ("The nightly job wrote", "The nightly\U000e0049\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065 job wrote", 15, "REX005"),
    ("The shop kept one", "The shop\u200b kept one", 41, "REX005"),
    ("The nightly job wrote", "The nightly \x07job wrote", 15, "REX005"),
    (KIND, "<<<<<<< HEAD\nkind: incident\n=======\nkind: drill\n>>>>>>> x", 4, "REX017"),
    ("The shop kept one", "<<<<<<< HEAD\nThe shop kept one", 41, "REX017"),
    ("The shop kept one", ">>>>>>> theirs\n\nThe shop kept one", 41, "REX017"),
    ("The shop kept one copy of its orders.[^report]", "The shop kept one copy of its orders.", 41, "REX404"),
    ("its orders.[^report]", "its orders.[^raport]", 41, "REX402"),
    ("its orders.[^report]", "its orders.[^ report]", 41, "REX306"),
    ("its orders.[^report]", "its orders.[report]", 41, "REX402"),
    ("Restore one", "<b>Restore</b> one", 59, "REX304"),
    ("Restore one", "Restore<br>one", 59, "REX304"),
    ("Restore one", "<!-- x --> Restore one", 59, "REX304"),
    ("Restore one", "![x](y.png) Restore one", 59, "REX306"),
    ("Restore one", "[Restore](https://localhost/) one", 59, "REX305"),
    ("Restore one", "[Restore](nowhere-2020.md) one", 59, "REX205"),
    (RESULTS, "## Result", 53, "REX303"),
    (RESULTS, "### Results", 53, "REX303"),
    (RESULTS, "# Results", 53, "REX303"),
    (RESULTS, "##Results", 53, "REX309"),
    (RESULTS, "## results", 53, "REX303"),
    ("## Results\n", "", 56, "REX301"),
    (RESULTS, "## What changed\n\nMore.[^report]\n\n## Results", 53, "REX303"),
    (RESULTS, "## Timeline\n\nMore.[^report]\n\n## Results", 53, "REX303"),
    ("## What went", "## What\xa0went", 45, "REX005"),
    (RESULTS, "## R\xe9sultats", 53, "REX303"),
    ("Thirty restores a month are checked, where there were none.[^report]\n", "", 53, "REX310"),
    (LESSON, "Do this:\n- Restore one backup", 60, "REX309"),
    (LESSON, "1) Restore one backup\n", 59, "REX309"),
    (LESSON, "#hashtag Restore one backup", 59, "REX309"),
    (LESSON, "Look:\n| a | b |\n| --- | --- |\n| c | d |\n\nRestore one backup", 60, "REX309"),
    (LESSON, "Restore one backup\n====\n", 59, "REX303"),
    (LESSON, "```\nRestore one backup", 59, "REX306"),
    (LESSON, "[^x]: a note\n\nRestore one backup", 59, "REX306"),
    (LESSON, "Restore{: .x } one backup", 59, "REX306"),
    ("reviewed: 2026-11\n---", "reviewed: 2026-11\n\u2014", 37, "REX006"),
    ("reviewed: 2026-11\n---", "reviewed: 2026-11\n----", 37, "REX006"),
    ("reviewed: 2026-11\n---", "reviewed: 2026-11", 38, "REX006"),
    ("---\ntitle", "title", 1, "REX006"),
    ("---\ntitle", "\n---\ntitle", 1, "REX006"),
    ("lang: en\nstatus", "lang: fr\nstatus", 6, "REX311"),
    ("lang: en\nstatus", "lang: de\nstatus", 6, "REX104"),
    ("lang: en\nstatus", "lang: english\nstatus", 6, "REX104"),
    ("status: published", "status: withdrawn", 7, "REX109"),
    ("fixes:\n", "  - id: untested-backups\n    what: Again.\n    sources: [report]\nfixes:\n", 17, "REX204"),
    (
        "reviewed: 2026-11",
        "  - {id: report, url: https://example-shop.net/b, title: T, publisher: P, lang: en, voice: company, read: full}\n"
        "reviewed: 2026-11",
        36,
        "REX204",
    ),
    ("title: An", "title: e\u0301tude An", 2, "REX005"),
    ("The shop kept", "The cafe\u0301 kept", 41, "REX005"),
    ("mistake: untested-backups}]", "mistake: retry-storm}]", 12, "REX202"),
    (
        "sources: [report]",
        'sources: [{id: report, where: "' + "x" * 130 + '"}]',
        16,
        "REX108",
    ),
    (KIND, "kind: incident\nevent: nowhere", 5, "REX201"),
]


def broken(text: str, right: str, wrong: str) -> str:
    assert right in text
    return text.replace(right, wrong, 1)


@pytest.mark.parametrize(("right", "wrong", "line", "code"), IN_A_CASE, ids=range(len(IN_A_CASE)))
def test_a_fault_of_a_case_is_one_finding_at_its_place(right: str, wrong: str, line: int, code: str) -> None:
    found = lint(a_corpus({EXAMPLE_ID: broken(CASE, right, wrong)}, VOCABULARY))
    assert [(finding.line, finding.code) for finding in found] == [(line, code)], [finding.message for finding in found]


@pytest.mark.parametrize("number", range(0, len(IN_A_CASE), 6))
def test_mending_leaves_a_clean_file_or_the_file_as_it_was(number: int, request: pytest.FixtureRequest) -> None:
    for right, wrong, _, _ in IN_A_CASE[number : number + (6 if request.config.getoption("--all") else 2)]:
        text = broken(CASE, right, wrong)
        mended = mend_texts(a_corpus({EXAMPLE_ID: text}, VOCABULARY), {PATH: text})[PATH]
        assert mended == text or errors(lint(a_corpus({EXAMPLE_ID: mended}, VOCABULARY))) == [], wrong


def line_of_original() -> str:
    return next(line for line in TRANSLATION.split("\n") if line.startswith("original:"))


def block(name: str) -> str:
    """A field of the translation with all its lines."""
    start = TRANSLATION.index(f"\n{name}:") + 1
    lines = TRANSLATION[start:].split("\n")
    end = next(number for number, line in enumerate(lines[1:], 1) if line and line[0] not in " -")
    return "\n".join(lines[:end]) + "\n"


IN_A_TRANSLATION: list[tuple[str, str, int, str]] = [
    (block("title").split("\n")[0] + "\n", "", 2, "REX102"),
    (line_of_original(), "original: 12345678", 4, "REX103"),
    (line_of_original(), "original: 'abcdef12'", 4, "REX406"),
    (line_of_original() + "\n", "", 2, "REX102"),
    ("original:", "kind: incident\noriginal:", 4, "REX101"),
    ("  untested-backups:", "  untested-backup:", 6, "REX407"),
    ("  automated-restore-testing:", "  automated-restore-test:", 8, "REX407"),
    (block("mistakes"), "", 2, "REX407"),
    ("mistakes:\n", "mistakes:\n  retry-storm: Une tempête.\n", 6, "REX407"),
    (block("results"), "", 2, "REX407"),
    (block("unknown"), "unknown: [un, deux]\n", 11, "REX407"),
    ("- measure:", "- mesure:", 10, "REX101"),
    ("## Contexte", "## Context", 16, "REX303"),
    ("## Résultats", "## Resultats", 30, "REX303"),
    ("[^report]", "", 18, "REX404"),
    ("[^report]", "[^raport]", 18, "REX402"),
    ("summary: Une boutique inventée", "summary: Une boutique: elle", 3, "REX007"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "code"), IN_A_TRANSLATION, ids=range(len(IN_A_TRANSLATION)))
def test_a_fault_of_a_translation_is_one_finding_at_its_place(right: str, wrong: str, line: int, code: str) -> None:
    found = lint(a_corpus({EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": broken(TRANSLATION, right, wrong)}, VOCABULARY))
    assert [(f.path, f.line, f.code) for f in found] == [(FRENCH, line, code)], [finding.message for finding in found]


# A broken entry is its own fault alone: those who name it are not to blame.
IN_THE_VOCABULARY: list[tuple[str, str, str, str]] = [
    ("mistakes", "    fr: untested backups, en français\n", "", "REX102"),
    ("mistakes", "fr: untested backups, en français", "fr: ''", "REX107"),
    ("mistakes", "  pillars:\n  - automation", "  pillars: automation", "REX103"),
    ("mistakes", "- automation", "- automatisation", "REX201"),
    ("mistakes", "  definition:", "  defintion:", "REX101"),
    ("mistakes", "blame-culture:", "retry-storm:", "REX009"),
    ("mistakes", "en: What retry storm is.", "en: What: retry storm is.", "REX007"),
    ("mistakes", "backups-never-tested", "retry-storm", "REX204"),
    ("companies", "country: FR", "country: France", "REX104"),
    ("companies", "country: FR", "country: UK", "REX104"),
    ("companies", "country: FR", "country：FR", "REX007"),
    ("companies", "country: FR", "pays: FR", "REX101"),
    ("companies", "example-shop:\n", "Example_Shop:\n", "REX106"),
    ("companies", "name: Example Shop", "name: “Example Shop”", "REX116"),
    ("companies", "  name: Example Shop\n", '  name: Example Shop\n  about: {en: A shop., fr: "Une boutique.}\n', "REX007"),
    ("companies", "  name: Example Shop\n", "", "REX102"),
    ("companies", "name: Example Group", "name: Example shop", "REX503"),
    ("companies", "sector: retail", "sector: retial", "REX201"),
    ("companies", "parent: example-group", "parent: example-grup", "REX201"),
    ("events", "2024-06", "06/2024", "REX105"),
    ("symptoms", "id: untested-backups", "id: untested-backup", "REX201"),
    ("symptoms", "strength: sign", "strength: sure", "REX104"),
    ("symptoms", "title: Restore", "title: ''", "REX107"),
]


@pytest.mark.parametrize(("table", "right", "wrong", "code"), IN_THE_VOCABULARY, ids=range(len(IN_THE_VOCABULARY)))
def test_a_fault_of_the_vocabulary_is_one_finding_in_its_file(tmp_path, table: str, right: str, wrong: str, code: str) -> None:
    text = broken(as_yaml(vocabulary_tables()[table]), right, wrong)
    found = lint(read_corpus(a_base(tmp_path, **{table: text})))
    assert [(finding.path, finding.code) for finding in found] == [(f"cases/_vocabulary/{table}.yml", code)]
    gone = {row for row, line in enumerate(text.split("\n"), 1) if line not in as_yaml(vocabulary_tables()[table]).split("\n")}
    assert not gone or found[0].line in gone


def test_countries_are_those_of_the_names_that_we_show() -> None:
    from babel import Locale

    names = Locale("en").territories
    assert [code for code in COUNTRIES - {NOWHERE} if code not in names] == []
    assert names[NOWHERE] == "Unknown Region"
    # Reservations and groups that CLDR names too.
    others = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB"}
    assert {code for code in names if len(code) == 2 and code.isalpha()} - COUNTRIES == others
