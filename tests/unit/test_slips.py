"""Slips of people who write a case: `¦` marks the very place of each finding, and nothing else is said.

A row is what stands in the example case, what somebody writes instead, and what the first finding proposes or a piece of what it says.
"""

import pytest

from builders import EXAMPLE_ID, a_base, a_corpus, a_translation, as_yaml, line_of, vocabulary_tables
from rex.core.corpus import read_corpus
from rex.core.dates import DateError, Period, as_iso
from rex.core.frontmatter import read_bytes
from rex.core.other_words import field_meant, language_meant, value_meant
from rex.lint.engine import lint
from rex.lint.example import CASE, PATH
from rex.lint.mend import mend_texts

FRENCH_PATH = f"cases/{EXAMPLE_ID}.fr.md"
LESSON = "Restore one backup a week"
SENTENCE = "so it wrote an empty file every night.[^report]"


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and where they stood."""
    places = []
    while (at := text.find("¦")) >= 0:
        places.append((text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)))
        text = text[:at] + text[at + 1 :]
    return text, places


YAML = {
    "a semicolon for a colon": ("kind: incident", "¦kind; incident", "needs a colon"),
    "an equals sign for a colon": ("kind: incident", "¦kind= incident", "needs a colon"),
    "no colon at all": ("kind: incident", "¦kind incident", "needs a colon"),
    "bold at the start of a value": ("what: The nightly", "what: ¦**The** nightly", "put the value in quotes"),
    "text after a closing quote": ("publisher: Example Shop", "publisher: 'Example's ¦shop'".replace("s ¦", "¦s "), "closing quote"),
    "a field too far to the right": ("    what: The nightly", "     ¦what: The nightly", "belongs in column 5"),
    "a field too far to the left": ("    what: The nightly", "   ¦what: The nightly", ""),
    "a directive": ("---\ntitle", "---\n¦%YAML 1.2\ntitle", "remove it"),
    "the end of a document": ("kind: incident", "¦...\nkind: incident", "remove it"),
    "a folded text that is not indented": ("summary: >-\n  An invented", "summary: >-\n¦An invented", "is indented"),
    "a colon in an entry of a list": (
        "unknown: [how long the restore took]",
        "unknown:\n  - ¦how long the restore took: nobody says",
        "whole text in quotes",
    ),
    "a no-break space before a colon": ("reviewed: 2026-11", "¦reviewed\u00a0: 2026-11", "reviewed"),
    "a field in French": ("    publisher: Example", "    ¦éditeur: Example", "publisher"),
    "a field with a hyphen": ("title: An untested", "¦titre: An untested", "title"),
}
IDS = {
    "the label of a mistake": ("  - id: untested-backups", "  - id: ¦Untested backups, in English", "untested-backups"),
    "its French label": ("  - id: untested-backups", "  - id: ¦untested backups, en français", "untested-backups"),
    "capitals": ("  - id: untested-backups", "  - id: ¦Untested-Backups", "untested-backups"),
    "underscores": ("  - id: untested-backups", "  - id: ¦untested_backups", "untested-backups"),
    "spaces": ("  - id: untested-backups", "  - id: ¦untested backups", "untested-backups"),
    "a fix for a mistake": ("  - id: untested-backups", "  - id: ¦automated-restore-testing", "is a fix, not a mistake"),
    "a pillar with a capital": ("pillars: [automation]", "pillars: [¦Automation]", "automation"),
    "the name of a company": ("company: example-shop", "company: ¦Example Shop", "example-shop"),
    "a source with its caret": ("    sources: [report]\nfixes", "    sources: [¦^report]\nfixes", "report"),
    "a source by its address": ("    sources: [report]\nfixes", "    sources: [¦https://example-shop.net/report]\nfixes", "report"),
    "an id of a source with a capital": ("  - id: report", "  - id: ¦Report", "report"),
    "an everyday word for a value": ("state: applied", "state: ¦done", "applied"),
    "a French word for a value": ("state: applied", "state: ¦appliqué", "applied"),
    "success": ("outcome: worked", "outcome: ¦success", "worked"),
    "the press": ("voice: company", "voice: ¦press", "journalist"),
    "the name of a language": ("    lang: en", "    lang: ¦English", "en"),
    "a language with its country": ("lang: en\nstatus", "lang: ¦en-US\nstatus", "en"),
    "one status, many fields": ("status: published", "status: ¦wanted", "does not go with"),
}
MORE = {
    "a value of several words": ("kind: incident", "kind: ¦Incident report", "incident"),
    "ids in a row": ("company: example-shop", "company: ¦example-shop, example-group", "[example-shop, example-group]"),
    "a field of a claim in the singular": ("    sources: [report]\nfixes", "    ¦source: [report]\nfixes", "sources"),
    "a name for an id": ("  - id: report", "  - ¦name: report", "id"),
    "a link for an address": ("url: https://example-shop.net/report", "url: ¦[R](https://example-shop.net/report)", "address alone"),
    "yes for true": ("    read: full", "    read: full\n    promotional: ¦yes", "true"),
    "stars for the end": ("reviewed: 2026-11\n---", "reviewed: 2026-11\n¦***", "its end is exactly `---`"),
    "dashes with spaces for the end": ("reviewed: 2026-11\n---", "reviewed: 2026-11\n¦– – –", "its end is exactly `---`"),
    "an at sign": ("what: The nightly", "what: ¦@night the", "put the value in quotes"),
}
QUOTES = {
    "a kind": ("kind: incident", "kind: ¦“incident”", "incident"),
    "a date": ("date: 2024-03-05", "date: ¦« 2024-03-05 »", "2024-03-05"),
    "a language": ("    lang: en", "    lang: ¦“en”", "en"),
    "an address": ("url: https://example-shop.net/report", "url: ¦“https://example-shop.net/report”", "https://example-shop.net/report"),
    "an id": ("  - id: untested-backups", "  - id: ¦„untested-backups“", "untested-backups"),
    "an id in a list": ("pillars: [automation]", "pillars: [¦“automation”]", "automation"),
    "a claim": ("what: The nightly job wrote empty files.", "what: ¦“The nightly job wrote empty files.”", "The nightly job wrote"),
    "a title": (
        "title: An untested backup turns a disk failure into two days of lost orders",
        "title: ¦« An untested backup; two days of orders lost »",
        "An untested backup; two",
    ),
    "a colon": ("what: The nightly job wrote empty files.", "what: “The job¦: it wrote nothing.”", "whole value in quotes"),
}
AT_ONCE = {
    "a value and an unknown id": ("kind: incident", "kind: ¦accidental", "  - id: untested-backups", "  - id: ¦nobody-knew-it"),
    "a value and a heading": ("kind: incident", "kind: ¦accidental", "## Results", "¦## Result"),
    "a value and a citation": ("kind: incident", "kind: ¦accidental", "its orders.[^report]", "its orders.¦[^nowhere]"),
    "a value and HTML": ("kind: incident", "kind: ¦accidental", LESSON, f"¦<b>{LESSON}"),
}
TEXT = {
    "a heading of another name": ("## Results", "¦## Outcome", "Results"),
    "a heading in bold": ("## Results", "¦**Results**", "write `## Results`"),
    "a heading that is underlined": ("## Results", "¦Results\n-------", "write `## Results`"),
    "text above the first heading": ("\n## Context", "\n¦Some words before.\n\n## Context", "under no heading"),
    "brackets without a caret": (SENTENCE, SENTENCE.replace("[^", "¦["), "[^report]"),
    "a space after the caret": (SENTENCE, SENTENCE.replace("[^", "¦[^ "), "`[^report]`"),
    "round brackets": (SENTENCE, SENTENCE.replace("[^report]", "¦(^report)"), "`[^report]`"),
    "the caret outside": (SENTENCE, SENTENCE.replace("[^report]", "¦^[report]"), "`[^report]`"),
    "two sources in one": (SENTENCE, SENTENCE.replace("[^report]", "¦[^report, report]"), "`[^report][^report]`"),
    "a citation that nothing closes": (SENTENCE, SENTENCE.replace("[^report]", "¦[^report"), "`[^report]`"),
    "a link of a wiki": (LESSON, f"See ¦[[example-2024]]. {LESSON}", "[text](its-id.md)"),
    "a template": (LESSON, f"See ¦{{{{ name }}}}. {LESSON}", "put braces in backticks"),
    "a citation with an address": (SENTENCE, SENTENCE.replace("[^report]", "¦[^report](https://example-shop.net)"), "`[^report]`"),
    "a number for a source": (SENTENCE, SENTENCE + "¦[1]", "leads to no source"),
    "a row with too many cells": (LESSON, f"| a | b |\n| --- | --- |\n¦| 1 | 2 | 3 |\n\n{LESSON}", "3 cells"),
    "a table that is none": (LESSON, f"| a | b |\n¦| --- |\n| 1 | 2 |\n\n{LESSON}", "1 parts"),
    "bullets of a word processor": (LESSON, f"¦• one\n• two\n\n{LESSON}", "begins no list"),
    "dashes of a word processor": (LESSON, f"¦– one\n– two\n\n{LESSON}", "begins no list"),
    "an entity": (LESSON, f"Now¦&nbsp;{LESSON}", "type the character"),
    "a note of a forge": (LESSON, f"> ¦[!NOTE]\n> x\n\n{LESSON}", "would be shown"),
    "a task list": (LESSON, f"- ¦[ ] one\n\n{LESSON}", "would be shown"),
    "a struck word": (LESSON, f"¦~~Never~~ {LESSON}", "would be shown"),
    "a marked word": (LESSON, f"¦==Always== {LESSON}", "would be shown"),
    "a picture by its name": (LESSON, f"¦:tada: {LESSON}", "would be shown"),
    "a link the other way round": (LESSON, f"¦(Always)[https://example-shop.net] {LESSON}", "other way round"),
    "a link with a space": (LESSON, f"[Always]¦ (https://example-shop.net) {LESSON}", "no space"),
    "a case by its id": (LESSON, f"[Always](¦example-2024) {LESSON}", "example-2024.md"),
    "a case by its address": (LESSON, f"[Always](¦/en/cases/example-2024/) {LESSON}", "example-2024.md"),
    "a reminder in a sentence": (LESSON, f"Soon (¦TODO: when?) {LESSON}", "reminder"),
}
HARMLESS = [
    "Array `a[1]`, `[report]`, `x ~~ y`, 3 == 4, a::b::c, R&D; AT&T, 10:30:45 and std::vector.",
    "– One thought that begins with a dash.",
    "| a \\| b | c |\n| --- | --- |\n| 1 | `2` |",
    "It waits (see `TODO: later`) for [a list](https://example-shop.net/a_(b)).",
]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [*YAML.values(), *IDS.values(), *TEXT.values(), *QUOTES.values(), *MORE.values()],
    ids=[*YAML, *IDS, *TEXT, *QUOTES, *MORE],
)
def test_a_slip_is_one_finding_at_its_very_place_with_its_cure(right, wrong, said):
    assert right in CASE
    text, places = marked(CASE.replace(right, wrong, 1))
    found = lint(a_corpus({EXAMPLE_ID: text}))
    assert [(finding.line, finding.column) for finding in found] == places
    assert said in (found[0].suggestion or "") or said in found[0].message
    mended = mend_texts(a_corpus({EXAMPLE_ID: text}), {PATH: text})[PATH]
    assert mended == text or lint(a_corpus({EXAMPLE_ID: mended})) == []


@pytest.mark.parametrize(("right", "wrong", "said"), QUOTES.values(), ids=QUOTES)
def test_marks_around_a_whole_value_are_taken_away(right, wrong, said):
    text, _ = marked(CASE.replace(right, wrong, 1))
    mended = mend_texts(a_corpus({EXAMPLE_ID: text}), {PATH: text})[PATH]
    assert not set("“”„«»") & set(mended)


@pytest.mark.parametrize("words", ["“Full” and “empty”", "The alert said “full”", "« Plein » et « vide »"])
def test_marks_inside_a_value_stay(words):
    assert lint(a_corpus({EXAMPLE_ID: CASE.replace("what: The nightly job wrote empty files.", f"what: {words}")})) == []
    quoted = CASE.replace("title: What happened", "title: “What happened”\n    note: What happened")
    assert lint(a_corpus({EXAMPLE_ID: quoted})) == []


@pytest.mark.parametrize(("right", "wrong", "also", "also_wrong"), AT_ONCE.values(), ids=AT_ONCE)
def test_a_fault_of_a_field_hides_nothing(right, wrong, also, also_wrong):
    text, places = marked(CASE.replace(right, wrong, 1).replace(also, also_wrong, 1))
    assert [(finding.line, finding.column) for finding in lint(a_corpus({EXAMPLE_ID: text}))] == places


# Faults in the places that no slip of YAML above touches: a field, an id, a heading, a citation.
BESIDE = {
    "voice: company": "voice: ¦compagny",
    "  - id: automated-restore-testing": "  - id: ¦automated-restore-tests",
    "## Results": "¦## Result",
    "its orders.[^report]": "its orders.¦[^nowhere]",
}
MORE_YAML = {
    "a quote left open": ("title: An untested", 'title: ¦"An untested'),
    "a bracket left open": ("pillars: [automation]", "pillars: ¦[automation"),
    "no space after the colon": ("kind: incident", "kind:¦incident"),
    "a colon in a value": ("title: An untested", "title: An¦: untested"),
    "a tab": ("    what: The nightly", "¦\twhat: The nightly"),
    "an anchor": ("kind: incident", "kind: ¦&kind incident"),
    "a tag": ("date: 2024-03-05", "date: ¦!!str 2024-03-05"),
    "a field of a source": ("    publisher: Example", "    ¦publisher; Example"),
    "the language": ("lang: en\nstatus", "¦lang; en\nstatus"),
    "an item of a list": ("unknown: [how long the restore took]", "unknown:\n  - ¦@how long\n  - how much"),
    "a conflict": ("kind: incident", "¦<<<<<<< HEAD\nkind: incident\n=======\nkind: drill\n>>>>>>> theirs"),
    "dashes that are no end": ("kind: incident", "¦-----\nkind: incident"),
    "no end": ("reviewed: 2026-11\n---\n\n## Context", "reviewed: 2026-11\n\n¦## Context"),
    "no beginning": ("---\ntitle", "¦title"),
    "two in one file": ("kind: incident\ndate: 2024-03-05", "¦kind; incident\ndate: ¦@2024-03-05"),
    "two in one list": ("    state: applied\n    outcome: worked", "    ¦state = applied\n    outcome: ¦@worked"),
}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [*(row[:2] for row in YAML.values()), *MORE_YAML.values()],
    ids=[*YAML, *MORE_YAML],
)
def test_a_fault_of_yaml_hides_nothing_and_is_not_said_twice(right, wrong):
    assert right in CASE
    text = CASE.replace(right, wrong, 1)
    for beside, beside_wrong in BESIDE.items():
        text = text.replace(beside, beside_wrong, 1)
    text, places = marked(text)
    found = lint(a_corpus({EXAMPLE_ID: text}))
    assert [(finding.line, finding.column) for finding in found] == places, [finding.message for finding in found]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("title: ", "title: ¦@"), ("reviewed: 2026-11", "¦reviewed; 2026-11"), ("summary: ", "summary: ¦'")],
)
def test_a_fault_of_yaml_in_a_translation_hides_nothing(right, wrong):
    text = a_translation().replace(right, wrong, 1).replace("## Résultats", "¦## Résultat", 1).replace("[^report]", "¦[^nowhere]", 1)
    text, places = marked(text)
    found = lint(a_corpus({EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": text}))
    assert [(finding.line, finding.column) for finding in found] == places, [finding.message for finding in found]


def test_an_entry_of_the_vocabulary_that_cannot_be_read_hides_no_other(tmp_path):
    text = as_yaml(vocabulary_tables()["mistakes"])
    wrong = text.replace("en: What retry storm is.", "en: What¦: retry storm is.").replace("- automation", "- ¦automatisation", 1)
    wrong, places = marked(wrong)
    found = lint(read_corpus(a_base(tmp_path, mistakes=wrong)))
    assert [(finding.path, finding.line, finding.column) for finding in found] == sorted(
        ("cases/_vocabulary/mistakes.yml", *place) for place in places
    )


@pytest.mark.parametrize("words", HARMLESS)
def test_what_only_looks_like_a_slip_is_none(words):
    assert lint(a_corpus({EXAMPLE_ID: CASE.replace(LESSON, f"{words}\n\n{LESSON}")})) == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(("12 May 2023", "2023-05-12"), ("May 12, 2023", "2023-05-12"), ("1er juin 2023", "2023-06-01"), ("août 2023", "2023-08")),
        *(("20230512", "2023-05-12"), ("2023-05-12T10:00:00Z", "2023-05-12"), ("13.05.2023", "2023-05-13"), ("10/2026", "2026-10")),
        *(
            ("2023\u201105\u201112", "2023-05-12"),
            ("Sept. 2023", "2023-09"),
            ("jui 2023", None),
            ("05/03/2024", None),
            ("spring 2023", None),
        ),
        *(("31 April 2023", None), ("2023-05-12", None), ("", None)),
    ],
)
def test_a_date_in_another_form_is_read_only_where_it_can_mean_one_thing(text, iso):
    assert as_iso(text) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        *(
            ("2023-05-12 to 2023-05-13", "2023-05-12/2023-05-13"),
            ("juin 2023 – juillet 2023", "2023-06/2023-07"),
            ("2023-2024", "2023/2024"),
        ),
        *(("2023-05-12/13", "2023-05-12/2023-05-13"), ("2023/24", None), ("May to June", None)),
    ],
)
def test_a_span_in_another_form_gets_a_proposal(text, iso):
    with pytest.raises(DateError) as caught:
        Period.parse(text)
    assert caught.value.suggestion == iso


def test_two_days_that_could_be_meant_are_both_named():
    [finding] = lint(a_corpus({EXAMPLE_ID: CASE.replace("date: 2024-03-05", "date: 05.03.2024")}))
    assert finding.suggestion is None and "2024-03-05 or 2024-05-03" in finding.message


def test_other_words_mean_one_thing_or_nothing():
    assert value_meant(" Réussi ", ["worked", "failed"]) == "worked"
    assert value_meant("partial", ["partly", "part"]) is None
    assert (language_meant("Français"), language_meant("pt_BR"), language_meant("elvish")) == ("fr", "pt", None)
    assert (field_meant("Éditeur", ["publisher", "title"]), field_meant("mistakes", ["x"])) == ("publisher", None)


FRENCH = {
    "English in a field": (
        "measure: fr restores checked",
        "measure: ¦restores that were made by the team and had been checked with the list",
        "REX704",
    ),
    "English in the text": ("Voici : « Restore", "¦Restore", "REX704"),
    "French without accents": ("Voici : « Restore", "¦Il faut tester la sauvegarde, la equipe a eu un probleme. « Restore", "REX705"),
}


@pytest.mark.parametrize(("right", "wrong", "code"), FRENCH.values(), ids=FRENCH)
def test_a_translation_in_another_language_or_without_accents_is_said_once(right, wrong, code):
    french = a_translation()
    assert right in french
    more = " and then the team was asked to write down what it had done with the list.\n" if code == "REX704" and "Voici" in right else "\n"
    french, places = marked(french.replace(right, wrong, 1))
    row = line_of(french, "how long it took.")
    lines = french.split("\n")
    lines[row - 1] = lines[row - 1].replace(" »", more.rstrip("\n")) if more != "\n" else lines[row - 1]
    found = lint(a_corpus({EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": "\n".join(lines)}))
    assert [(f.path, f.line, f.column, f.code) for f in found] == [(FRENCH_PATH, *place, code) for place in places]


def test_a_quotation_may_keep_its_language():
    french = a_translation().replace("Voici : « Restore", "Le rapport dit : « Restore")
    assert lint(a_corpus({EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": french})) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_of_two_bytes_a_letter_is_one_finding(encoding):
    assert [(p.name, p.message) for p in read_bytes(CASE.encode(encoding)).problems] == [
        ("not-utf-8", "the file is UTF-16; save it as UTF-8")
    ]


@pytest.mark.parametrize("name", ["example-2024.FR", "example-2024.french", "example-2024.fr.fr"])
def test_of_a_file_with_a_strange_ending_only_the_name_is_said(name):
    found = lint(a_corpus({EXAMPLE_ID: CASE, name: CASE}))
    assert [(finding.path, finding.code) for finding in found] == [(f"cases/{name}.md", "REX106")]


def test_a_fault_of_an_original_is_not_said_in_its_translation():
    text, places = marked(CASE.replace("its orders.[^report]", "its orders.¦[^Report]", 1))
    found = lint(a_corpus({EXAMPLE_ID: text, f"{EXAMPLE_ID}.fr": a_translation()}))
    assert [(finding.path, finding.line, finding.column) for finding in found] == [(PATH, *place) for place in places]


def test_nobody_belongs_to_itself(tmp_path):
    companies = vocabulary_tables()["companies"]
    companies["example-shop"]["parent"] = "example-shop"
    [finding] = lint(read_corpus(a_base(tmp_path, companies=companies)))
    assert (finding.path, finding.code) == ("cases/_vocabulary/companies.yml", "REX201") and "itself" in finding.message
