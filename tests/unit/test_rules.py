"""The table of rules, and each rule on its own ground."""

import os
import random
from pathlib import Path

import pytest

from builders import (
    EXAMPLE_ID,
    a_base,
    a_case,
    a_corpus,
    a_fix,
    a_mistake,
    a_source,
    a_translation,
    a_vocabulary,
    both,
    line_of,
    lint_text,
    vocabulary_tables,
)
from rex.core.corpus import read_corpus
from rex.lint.engine import errors, lint
from rex.lint.example import CASE, PATH
from rex.lint.rule import Finding, Severity
from rex.lint.rules import BY_NAME, RULES

WITH_EXAMPLE = [rule for rule in RULES if rule.example]
FRENCH_PATH = f"cases/{EXAMPLE_ID}.fr.md"


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def shown(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.path, finding.code) for finding in findings]


def lint_pair(translation: str, case: str = CASE) -> list[Finding]:
    return lint(a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": translation}))


def test_rules_are_sorted_and_their_codes_and_names_unique():
    assert [rule.code for rule in RULES] == sorted({rule.code for rule in RULES})
    assert len(BY_NAME) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_why_it_exists_and_what_cures_it(rule):
    assert rule.code.startswith("REX") and len(rule.code) == 6
    assert rule.name == rule.name.lower() and " " not in rule.name
    assert rule.why.endswith(".") and rule.cure.endswith(".")


def test_the_example_case_is_clean():
    assert lint_text(CASE) == []


def test_the_example_case_and_its_translation_are_clean():
    assert lint_pair(a_translation()) == []


@pytest.mark.parametrize("rule", WITH_EXAMPLE, ids=lambda rule: rule.code)
def test_a_bad_example_triggers_exactly_its_own_rule(rule):
    assert CASE.count(rule.example.right) >= 1
    findings = lint_text(CASE.replace(rule.example.right, rule.example.wrong, 1))
    assert set(codes(findings)) == {rule.code}
    assert {(finding.name, finding.path, finding.severity) for finding in findings} == {(rule.name, PATH, rule.severity)}


def too_large() -> list[Finding]:
    return lint_text(CASE + "x" * 600_000)


def no_vocabulary_file(tmp_path) -> list[Finding]:
    return lint(read_corpus(a_base(tmp_path, events=None)))


def test_a_huge_file_is_rex001():
    assert codes(too_large()) == ["REX001"]


def test_a_missing_vocabulary_file_is_rex013(tmp_path):
    assert shown(no_vocabulary_file(tmp_path)) == [("cases/_vocabulary/events.yml", "REX013")]


def test_a_base_without_cases_is_rex013(tmp_path):
    assert shown(lint(read_corpus(a_base(tmp_path, {})))) == [("cases", "REX013")]


@pytest.mark.parametrize("stem", ["Example-2024", "an example", "example_2024", "index", "x" * 81, "example-2024.de"])
def test_a_file_name_that_is_no_id_is_rex106(stem):
    text = a_translation() if stem.endswith(".de") else CASE
    others = {EXAMPLE_ID: CASE} if stem.endswith(".de") else {}
    assert [code for path, code in shown(lint(a_corpus({stem: text, **others}))) if path == f"cases/{stem}.md"] == ["REX106"]


def test_a_translation_into_the_language_of_the_original_is_rex106():
    body = CASE.split("---\n", 2)[2]
    english = a_translation(body=body)
    found = lint(a_corpus({EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.en": english}))
    assert shown(found) == [(f"cases/{EXAMPLE_ID}.en.md", "REX106")]


def test_a_translation_without_its_original_is_rex206():
    assert shown(lint(a_corpus({"lost-2024.fr": a_translation(), EXAMPLE_ID: CASE}))) == [("cases/lost-2024.fr.md", "REX206")]


def test_advice_in_one_language_only_is_rex207():
    tables = vocabulary_tables()
    tables["mistakes"]["retry-storm"]["recognise"] = {"en": ["one", "two"], "fr": ["un"]}
    tables["fixes"]["chaos-engineering"]["practice"] = {"en": ["one"], "fr": ["un"]}
    findings = lint(a_corpus({EXAMPLE_ID: CASE}, a_vocabulary(**tables)))
    assert shown(findings) == [("cases/_vocabulary/mistakes.yml", "REX207")]


@pytest.mark.parametrize(
    ("table", "entry", "changes"),
    [
        ("mistakes", "retry-storm", {"pillars": ["speed"]}),
        ("fixes", "chaos-engineering", {"pillars": ["automatio"]}),
        ("companies", "example-shop", {"sector": "retaill"}),
        ("companies", "example-shop", {"parent": "nobody-at-all"}),
    ],
)
def test_an_unknown_id_in_the_vocabulary_is_rex201(table, entry, changes):
    tables = vocabulary_tables()
    tables[table][entry] |= changes
    assert shown(lint(a_corpus({EXAMPLE_ID: CASE}, a_vocabulary(**tables)))) == [(f"cases/_vocabulary/{table}.yml", "REX201")]


def test_an_alias_that_is_a_term_is_rex204():
    tables = vocabulary_tables()
    tables["mistakes"]["retry-storm"] |= {"aliases": ["blame-culture"]}
    assert codes(lint(a_corpus({EXAMPLE_ID: CASE}, a_vocabulary(**tables)))) == ["REX204"]


def test_two_names_that_differ_in_case_only_are_both_reported():
    findings = lint(a_corpus({"a-2024": CASE, "A-2024": CASE}))
    assert [path for path, code in shown(findings) if code == "REX204"] == ["cases/A-2024.md", "cases/a-2024.md"]


def test_an_entry_of_the_vocabulary_is_checked_like_a_case(tmp_path):
    tables = vocabulary_tables()
    tables["events"]["Bad Id"] = {"name": "x"}
    tables["companies"]["example-shop"] |= {"country": "France", "colour": "red"}
    del tables["pillars"]["culture"]["definition"]
    findings = lint(read_corpus(a_base(tmp_path, **tables)))
    by_file = {(Path(finding.path).stem, finding.code) for finding in findings}
    assert {("events", "REX106"), ("companies", "REX104"), ("companies", "REX101"), ("pillars", "REX102")} <= by_file


def test_a_translation_of_an_earlier_text_is_rex406():
    french = a_translation()
    changed = CASE.replace("The nightly job wrote empty files.", "The nightly job wrote nothing.")
    [finding] = lint_pair(french, changed)
    assert (finding.path, finding.code, finding.line) == (FRENCH_PATH, "REX406", line_of(french, "original:"))
    assert finding.suggestion == a_corpus({EXAMPLE_ID: changed}).cases[EXAMPLE_ID].fingerprint


INCOMPLETE = {
    "a mistake is missing": {"mistakes": {}},
    "a mistake is invented": {"mistakes": {"untested-backups": "x", "retry-storm": "other"}},
    "a fix is missing": {"fixes": {}},
    "a fix is invented": {"fixes": {"automated-restore-testing": "x", "chaos": "other"}},
    "a note is invented": {"source_notes": {"report": "x"}},
    "a result is missing": {"results": []},
    "an impact is invented": {"impact": [{"measure": "x"}]},
    "a question is missing": {"unknown": []},
    "a caution is invented": {"caution": "x"},
    "a reason is invented": {"withdrawn_because": "x"},
}


@pytest.mark.parametrize("changes", INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_translation_that_says_less_or_more_is_rex407(changes):
    assert shown(lint_pair(a_translation(**changes))) == [(FRENCH_PATH, "REX407")]


def test_a_caution_that_is_not_translated_is_rex407():
    case = a_case(caution="A doubt.")
    assert codes(lint_pair(a_translation(case), case)) == ["REX407"]
    assert codes(lint_pair(a_translation(case, caution="Un doute."), case)) == []


def test_a_misspelt_key_of_a_translation_gets_a_proposal():
    findings = lint_pair(a_translation(mistakes={"untested-backup": "x"}))
    assert [(finding.code, finding.suggestion) for finding in findings] == [("REX407", "untested-backups")]


def test_a_translation_that_cites_other_sources_is_rex408():
    sources = [a_source(), a_source("press", voice="journalist")]
    case = a_case(sources=sources, mistakes=[a_mistake(sources=["report", "press"])])
    more = a_translation(case).replace("its orders.[^report]", "its orders.[^report][^press]", 1)
    assert codes(lint_pair(more, case)) == ["REX408"]
    cited = case.replace("its orders.[^report]", "its orders.[^report][^press]", 1)
    less = a_translation(cited).replace("[^press]", "")
    assert codes(lint_pair(less, cited)) == ["REX408"]


def test_a_translated_paragraph_needs_its_source_too():
    assert codes(lint_pair(a_translation().replace("its orders.[^report]", "its orders.", 1))) == ["REX404"]


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("## Contexte\n", "## Context\n", "REX303"),
        ("## Ce qu’il faut retenir\n", "## Ce qu'il faut retenir\n", None),
        ("Restore one backup", "Restore <b>one</b> backup", "REX304"),
        ("Restore one backup", "Restore [one](javascript:x) backup", "REX305"),
        ("Restore one backup", "Restore *one*{.a} backup", "REX306"),
        ("Restore one backup", "Restore one" + " more" * 700, "REX307"),
        ("Restore one backup", "Restore [one](no-such-case.md) backup", "REX205"),
        ("its orders.[^report]", "its orders.[^raport]", "REX402"),
    ],
)
def test_the_body_of_a_translation_is_checked_like_that_of_a_case(right, wrong, code):
    text = a_translation()
    assert right in text
    found = set(codes(lint_pair(text.replace(right, wrong, 1))))
    assert found == ({code} if code else set())


def test_what_lies_beside_the_cases_is_rex015_and_what_is_no_file_rex014(tmp_path):
    root = a_base(tmp_path)
    (root / "cases" / "Upper-2024.MD").write_text(CASE, encoding="utf-8")
    (root / "cases" / "2024").mkdir()
    (root / "cases" / "folder-2024.md").mkdir()
    (root / "cases" / "dead-2024.md").symlink_to(root / "nowhere")
    os.mkfifo(root / "cases" / "pipe-2024.md")
    found = {finding.path: finding.code for finding in lint(read_corpus(root))}
    assert found == {
        "cases/2024": "REX015",
        "cases/Upper-2024.MD": "REX015",
        "cases/dead-2024.md": "REX014",
        "cases/folder-2024.md": "REX014",
        "cases/pipe-2024.md": "REX014",
    }


def test_a_translation_is_not_compared_with_an_original_that_is_broken():
    broken = CASE.replace("kind: incident", "kind: incident\nkind: drill", 1)
    assert codes(lint_pair(a_translation(), broken)) == ["REX009"]


def test_a_missing_section_does_not_shift_the_others():
    without = CASE.replace("## Results\n\nThirty restores a month are checked, where there were none.[^report]\n\n", "", 1)
    assert without != CASE
    assert codes(lint_text(without)) == ["REX301"]


def test_an_escape_cannot_smuggle_in_what_cannot_be_seen():
    for escape in ("\\x07", "\\0", "\\u202e", "\\e"):
        text = CASE.replace("what: The nightly job wrote empty files.", f'what: "The nightly{escape} job"', 1)
        assert codes(lint_text(text)) == ["REX005"], escape


def test_every_rule_is_shown_by_some_test():
    source = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.parent.glob("*/test_*.py")).lower()
    assert [rule.code for rule in RULES if not rule.example and rule.code.lower() not in source] == []


@pytest.mark.parametrize(
    ("right", "wrong", "suggestion"),
    [
        ("company: example-shop", "company: exampel-shop", "example-shop"),
        ("pillars: [automation]", "pillars: [automaton]", "automation"),
        ("  - id: untested-backups", "  - id: backups-never-tested", "untested-backups"),
        ("corrects: [untested-backups]", "corrects: [untested-bakups]", "untested-backups"),
        ("fixes: [automated-restore-testing], sources", "fixes: [automatic-restore-testing], sources", "automated-restore-testing"),
        ("    sources: [report]\nfixes:", "    sources: [repport]\nfixes:", "report"),
        ("its orders.[^report]", "its orders.[^raport]", "report"),
        ("## Results", "## Result", "Results"),
        ("Restore one backup", "Restore [one](exmple-2024.md) backup", "example-2024.md"),
    ],
)
def test_the_nearest_legal_value_is_proposed(right, wrong, suggestion):
    findings = lint_text(CASE.replace(right, wrong, 1))
    assert [finding.suggestion for finding in findings][:1] == [suggestion]
    assert suggestion in findings[0].message


def test_a_split_term_says_what_it_was_split_into():
    tables = vocabulary_tables()
    tables["mistakes"]["retry-storm"] |= {"aliases": ["backups-never-tested"]}
    case = CASE.replace("- id: untested-backups", "- id: backups-never-tested")
    [finding] = [f for f in lint(a_corpus({EXAMPLE_ID: case}, a_vocabulary(**tables))) if f.code == "REX201"]
    assert finding.message == "mistake `backups-never-tested` was split; use one of `untested-backups`, `retry-storm`"
    assert finding.suggestion is None


def test_a_renamed_term_says_its_new_name():
    findings = lint_text(CASE.replace("- id: untested-backups", "- id: backups-never-tested"))
    assert findings[0].message.startswith("mistake `backups-never-tested` is now called `untested-backups`")


@pytest.mark.parametrize(
    ("status", "changes", "code"),
    [
        ("withdrawn", {}, "REX109"),
        ("published", {"withdrawn_because": "x"}, "REX109"),
        ("published", {"pillars": []}, "REX109"),
        ("published", {"mistakes": [], "fixes": [], "results": [], "signals": []}, "REX109"),
        ("wanted", {}, "REX109"),
        ("draft", {"unknown": []}, None),
        ("withdrawn", {"withdrawn_because": "It named the wrong company."}, None),
    ],
)
def test_a_status_goes_with_some_fields_only(status, changes, code):
    assert set(codes(lint_text(a_case(status=status, **changes)))) == ({code} if code else set())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"date": "2027"}, "REX105"),
        ({"sources": [a_source(date="2026-12")]}, "REX105"),
        ({"sources": []}, "REX401"),
        ({"lang": "de"}, "REX104"),
        ({"fixes": [a_fix(state="recommended", outcome="worked")]}, "REX405"),
        ({"fixes": [a_fix(), a_fix()]}, "REX204"),
        ({"mistakes": [a_mistake(), a_mistake()]}, "REX204"),
        ({"sources": [a_source(), a_source()]}, "REX204"),
        ({"company": ["example-shop", "example-shop"]}, "REX204"),
        ({"event": "no-such-event"}, "REX201"),
    ],
)
def test_fields_must_fit_each_other(changes, code):
    assert code in codes(lint_text(a_case(**changes)))


@pytest.mark.parametrize("date", ["2026", "2026-11", "2026-11-30", "2020/2026"])
def test_what_may_lie_before_the_review_is_accepted(date):
    assert codes(lint_text(a_case(date=date))) == []


def test_a_link_to_another_case_is_fine_and_one_to_a_draft_is_not():
    linking = CASE.replace("Restore one backup", "Restore [one backup](other-2024.md)")
    inside = CASE.replace("Restore one backup", "Restore [one backup](other-2024.md#results)")
    assert codes(lint(a_corpus({EXAMPLE_ID: inside, "other-2024": CASE}))) == ["REX205", "REX501"]
    assert codes(lint(a_corpus({EXAMPLE_ID: linking, "other-2024": CASE}))) == ["REX501"]
    assert codes(lint(a_corpus({EXAMPLE_ID: linking, "other-2024": a_case(status="draft")}))) == ["REX205"]


def broken_texts() -> dict[str, str]:
    return {f"{rule.code.lower()}-2024": CASE.replace(rule.example.right, rule.example.wrong, 1) for rule in WITH_EXAMPLE}


def test_findings_are_sorted_and_say_nothing_twice():
    findings = lint(a_corpus(broken_texts()))
    keys = [(finding.path, finding.line, finding.column, finding.code, finding.message) for finding in findings]
    assert keys == sorted(set(keys))
    # REX204 takes the id of its own file for an alias; under another name that is no mistake.
    advice = {f"{rule.code.lower()}-2024" for rule in WITH_EXAMPLE if rule.severity is Severity.WARNING}
    expected = broken_texts().keys() - advice - {"rex204-2024"}
    assert {finding.path for finding in errors(findings)} == {f"cases/{stem}.md" for stem in expected}


def test_the_order_of_files_does_not_matter():
    items = list(broken_texts().items())
    expected = lint(a_corpus(dict(items)))
    random.Random(1).shuffle(items)
    assert lint(a_corpus(dict(items))) == expected


def test_some_paths_only_limit_what_is_reported_not_what_is_read():
    texts = {"a-2024": CASE.replace("kind: incident", "kind: x"), "b-2024": CASE.replace("Restore one", "Restore [x](a-2023.md) one")}
    assert shown(lint(a_corpus(texts), {"cases/b-2024.md"})) == [("cases/b-2024.md", "REX205")]
    assert lint(a_corpus(texts), set()) == []


def test_a_file_alone_has_the_findings_that_it_has_in_the_whole():
    tables = vocabulary_tables()
    tables["companies"]["example-shop"] |= {"sector": "retaill"}
    broken = broken_texts()
    corpus = a_corpus({**broken, f"{EXAMPLE_ID}.fr": a_translation(), EXAMPLE_ID: CASE}, a_vocabulary(**tables))
    whole = lint(corpus)
    paths = sorted({finding.path for finding in whole})
    assert len(paths) > len(broken) / 2 and any("_vocabulary" in path for path in paths)
    for path in [*paths, f"cases/{EXAMPLE_ID}.fr.md"]:
        assert lint(corpus, {path}) == [finding for finding in whole if finding.path == path]


def test_both_languages_of_a_text_are_needed():
    tables = vocabulary_tables()
    tables["sectors"]["retail"]["label"] = both("Retail", "Commerce")
    assert lint(a_corpus({EXAMPLE_ID: CASE}, a_vocabulary(**tables))) == []


def test_nothing_is_said_of_a_translation_as_stale_while_its_original_has_an_error():
    french = a_translation()
    changed = CASE.replace("one backup", "a single backup")
    assert codes(lint_pair(french, changed)) == ["REX406"]
    wrong = changed.replace("a single backup", "a <b>single</b> backup")
    assert codes(lint_pair(french, wrong)) == codes(lint(a_corpus({EXAMPLE_ID: wrong}))) != []
