"""Warnings that send an editor back to the sources, and the clock of `rex due`."""

import json

import pytest

from builders import EXAMPLE_ID, a_base, a_case, a_corpus, a_fix, a_mistake, a_source, a_translation, lint_text
from rex.cli.main import main
from rex.cli.stats import TARGETS, numbers, targets
from rex.core.derive import Facts
from rex.core.review import looks

BACKUPS, STORM = "untested-backups", "retry-storm"


def warned(**changes: object) -> list[str]:
    return [finding.code for finding in lint_text(a_case(**changes)) if finding.code.startswith("REX8")]


def test_a_mistake_without_a_fix_is_rex801_until_somebody_says_that_none_is_named() -> None:
    both = [a_mistake(BACKUPS), a_mistake(STORM)]
    assert warned(mistakes=both) == ["REX801"]
    assert warned(mistakes=[both[0], both[1] | {"no_fix_named": True}]) == []
    assert warned(mistakes=both, status="draft") == []


def test_a_case_in_which_no_fix_corrects_anything_is_rex802() -> None:
    assert "REX802" in warned(fixes=[a_fix(corrects=[])], results=[])
    assert "REX802" not in warned(fixes=[], results=[])


def test_a_published_case_without_a_mistake_is_rex803() -> None:
    assert warned(mistakes=[], signals=[], fixes=[a_fix(corrects=[])], results=[]) == ["REX803"]


def test_a_mistake_that_only_a_stopgap_answers_is_rex804() -> None:
    stopgap = a_fix(role="stopgap", what="The copy is restored by hand.")
    assert warned(fixes=[stopgap], results=[]) == ["REX804"]
    assert warned(fixes=[stopgap, a_fix("chaos-engineering", role="lasting")], results=[]) == []
    assert warned(fixes=[stopgap | {"outcome": "unknown"}], results=[]) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"date": "2024-03-05"}, ["REX805"]),
        ({"date": "2025-11"}, []),  # a year has not passed
        ({"date": "2024-03-05", "followed_up": "2026-10"}, []),
        ({"date": "2024-03-05", "state": "recommended"}, []),
        ({"date": "2024-03-05", "state": "not-delivered"}, []),
    ],
)
def test_a_plan_older_than_a_year_at_which_nobody_looked_is_rex805(changes: dict[str, str], found: list[str]) -> None:
    date = changes.pop("date")
    fix = a_fix(outcome="unknown", **({"state": "planned"} | changes))
    sources = [a_source(date=date[:7])]
    assert warned(date=date, fixes=[fix], results=[], sources=sources, reviewed="2026-11") == found


def test_a_summary_that_names_no_fix_although_one_helped_is_rex806() -> None:
    silent = "An invented online shop lost two long days of purchases when a disk failed, and nobody had ever opened one of its tapes."
    assert warned(summary=silent) == ["REX806"]
    assert warned(summary=silent, fixes=[a_fix(outcome="unknown")], results=[]) == []


def due_by(month: str, **changes: str) -> list[str]:
    case = a_case(date="2024-01", fixes=[a_fix(**({"state": "planned", "outcome": "unknown"} | changes))], results=[])
    return [look.due_month for look in looks(Facts(a_corpus({EXAMPLE_ID: case})), month)]


def test_a_fix_is_due_half_a_year_a_year_and_two_years_after_its_case() -> None:
    assert due_by("2024-06") == []
    assert due_by("2024-07") == due_by("2030-01") == ["2024-07"]
    assert due_by("2030-01", followed_up="2024-07") == ["2025-01"]
    assert due_by("2030-01", followed_up="2025-06") == ["2026-01"]
    assert due_by("2025-12", followed_up="2025-06") == []
    assert due_by("2030-01", followed_up="2026-02") == [], "after two years nobody is sent again"


def test_advice_waits_until_the_case_is_clean() -> None:
    assert [f.code for f in lint_text(a_case(kind="incidnet", mistakes=[a_mistake(BACKUPS), a_mistake(STORM)]))] == ["REX104"]


def test_what_is_known_is_never_due() -> None:
    assert due_by("2030-01", state="applied", outcome="worked") == []
    assert due_by("2030-01", state="not-delivered") == []
    assert due_by("2030-01", state="applied") == ["2024-07"]


def test_the_command_names_case_fix_and_searches(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    source = a_source(url="https://github.com/example/shop")
    case = a_case(date="2024-01", sources=[source], fixes=[a_fix(state="planned", outcome="unknown")], results=[])
    root = str(a_base(tmp_path, {EXAMPLE_ID: case}))
    assert main(["due", "--by", "2026-11", "--root", root]) == 0
    printed = capsys.readouterr().out
    assert f"2024-07  cases/{EXAMPLE_ID}.md  automated-restore-testing  (planned)" in printed
    assert "Example Shop restore testing, in english" in printed and "the log of https://github.com/example/shop" in printed
    assert main(["due", "--by", "2024-06", "--json", "--root", root]) == 0
    assert json.loads(capsys.readouterr().out) == {"total": 0, "items": []}
    assert main(["due", "--by", "2026", "--root", root]) == 2
    assert "YYYY-MM" in capsys.readouterr().err


def test_statistics_name_their_targets_and_survive_a_base_without_an_outcome(tmp_path, capsys) -> None:  # type: ignore[no-untyped-def]
    case = a_case(fixes=[], results=[])
    assert set(targets(Facts(a_corpus({EXAMPLE_ID: case})))) == set(TARGETS)
    for texts in ({EXAMPLE_ID: case}, {}):
        root = a_base(tmp_path / str(len(texts)), texts)
        assert main(["stats", "--root", str(root)]) == 0
        assert "fixes with known outcome percent (target: at least 55)" in capsys.readouterr().out
    found = numbers(Facts(a_corpus({EXAMPLE_ID: a_case(mistakes=[a_mistake(BACKUPS), a_mistake(STORM)])})))
    assert (found["mistakes_answered_percent"], found["fixes_with_known_outcome_percent"]) == (50, 100)


def test_a_translation_is_compared_once_its_original_is_clean() -> None:
    changed = a_case(unknown=["whether anybody was told"])
    broken = a_case(unknown=["whether anybody was told"], pillars=["automaton"])
    french = {f"{EXAMPLE_ID}.fr": a_translation()}
    assert [f.code for f in lint_text(changed, **french)] == ["REX406"]
    assert [f.code for f in lint_text(broken, **french)] == ["REX201"], "first things first"


def test_the_log_of_a_repository_of_those_who_tell_is_searched() -> None:
    hosts = ("github.com", "gitlab.com", "codeberg.org", "example-shop.net")
    for host in hosts:
        own, foreign = f"https://{host}/shop/docs", f"https://{host}/somebody/notes"
        sources = [a_source(url=own), a_source("other", url=foreign, voice="journalist")]
        case = a_case(date="2024-01", sources=sources, fixes=[a_fix(state="planned", outcome="unknown")], results=[])
        [look] = looks(Facts(a_corpus({EXAMPLE_ID: case})), "2024-12")
        assert (f"the log of {own}" in look.searches) is (host != "example-shop.net")
        assert f"the log of {foreign}" not in look.searches
