"""`rex validate`, in this process and as a command of its own."""

import json
import os
import re
import subprocess
import sys

import pytest

from builders import EXAMPLE_ID, a_base, a_translation, line_of
from rex.cli.main import main
from rex.lint.example import CASE, PATH

LINE = re.compile(r"(cases/[^:]+):(\d+):(\d+): (REX\d{3}) (\S.*)")


def run(root, *arguments: str) -> int:
    return main(["validate", "--root", str(root), *arguments])


def found(output: str) -> list[tuple[str, int, str]]:
    """Path, line and code of each finding; every line at the margin must have the form that editors jump to."""
    matches = [LINE.fullmatch(line) for line in output.splitlines() if not line.startswith("  ")]
    assert all(matches), output
    return [(match[1], int(match[2]), match[4]) for match in matches]


def test_a_clean_base_says_nothing_and_exits_0(tmp_path, capsys):
    assert run(a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation()})) == 0
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", "2 files checked, 0 problems\n")


def test_one_finding_exits_1_and_is_counted_as_one(tmp_path, capsys):
    assert run(a_base(tmp_path, {EXAMPLE_ID: CASE.replace("kind: incident", "kind: incidnet")})) == 1
    output = capsys.readouterr()
    assert output.out == (
        f"{PATH}:4:7: REX104 `kind` cannot be 'incidnet'; did you mean `incident`?\n"
        "  4 | kind: incidnet\n"
        "    |       ^^^^^^^^ write `incident`\n"
        "    = see docs/maintaining/rules.md#rex104-unknown-value\n"
    )
    assert output.err == "1 file checked, 1 problem\n"


def test_every_problem_of_every_file_is_reported_in_one_run(tmp_path, capsys):
    texts = {
        "bytes-2024": b"---\ntitle: \xff\n---\n",
        "empty-2024": "",
        "fields-2024": CASE.replace("kind: incident", "kind: x").replace("state: applied", "state: q").replace("## Results", "## Reslts"),
        "good-2024": CASE,
        "good-2024.fr": a_translation().replace('"report"', '"raport"').replace("[^report]", "[^raport]", 1),
        "lost-2024.fr": a_translation(),
        "text-2024": CASE.replace("one backup", "<b>one</b> [backup](javascript:x)"),
    }
    root = a_base(tmp_path, texts, sectors="retail: {label: {en: Retail}}\nholding: [\n")
    assert run(root) == 1
    findings = found(capsys.readouterr().out)
    assert {path for path, _, _ in findings} >= {f"cases/{stem}.md" for stem in texts if stem != "good-2024"} | {
        "cases/_vocabulary/sectors.yml"
    }
    assert [(line, code) for path, line, code in findings if path == "cases/fields-2024.md"] == [
        (line_of(CASE, "kind:"), "REX104"),
        (line_of(CASE, "state:"), "REX104"),
        (line_of(CASE, "## Results"), "REX303"),
    ]
    assert [code for path, _, code in findings if path == "cases/text-2024.md"] == ["REX501", "REX304", "REX305"]
    assert findings == sorted(findings, key=lambda finding: finding[:2])


def test_json_has_the_same_findings_with_stable_keys(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE.replace("kind: incident", "kind: incidnet").replace("its orders.[^report]", "its orders.")})
    assert run(root) == 1
    text = found(capsys.readouterr().out)
    assert run(root, "--format", "json") == 1
    output = capsys.readouterr()
    findings = json.loads(output.out)
    assert [(item["path"], item["line"], item["code"]) for item in findings] == text
    assert {tuple(item) for item in findings} == {("path", "line", "column", "code", "name", "severity", "message", "suggestion", "help")}
    assert (findings[0]["suggestion"], findings[0]["severity"]) == ("incident", "error")


def test_json_of_a_clean_base_is_an_empty_list(tmp_path, capsys):
    assert run(a_base(tmp_path), "--format", "json") == 0
    output = capsys.readouterr()
    assert (json.loads(output.out), output.err) == ([], "")


@pytest.fixture
def two_broken(tmp_path):
    broken = CASE.replace("kind: incident", "kind: x")
    return a_base(tmp_path, {"a-2024": broken, "b-2024": broken}, sectors={"retail": {"label": {"en": "Retail"}}})


@pytest.mark.parametrize(
    ("paths", "reported"),
    [
        (["cases/a-2024.md"], {"cases/a-2024.md"}),
        (["cases/a-2024.md", "cases/b-2024.md"], {"cases/a-2024.md", "cases/b-2024.md"}),
        (["cases"], {"cases/a-2024.md", "cases/b-2024.md", "cases/_vocabulary/sectors.yml"}),
        (["."], {"cases/a-2024.md", "cases/b-2024.md", "cases/_vocabulary/sectors.yml"}),
        (["cases/_vocabulary"], {"cases/_vocabulary/sectors.yml"}),
        (["cases/_vocabulary/sectors.yml"], {"cases/_vocabulary/sectors.yml"}),
        (["cases/_vocabulary/events.yml"], set()),
    ],
)
def test_paths_choose_what_is_reported(two_broken, monkeypatch, capsys, paths, reported):
    monkeypatch.chdir(two_broken)
    assert main(["validate", *paths]) == (1 if reported else 0)
    assert {path for path, _, _ in found(capsys.readouterr().out)} == reported


def test_paths_are_meant_from_where_one_stands(two_broken, monkeypatch, capsys):
    monkeypatch.chdir(two_broken / "cases")
    assert main(["validate", "a-2024.md"]) == 1
    assert {path for path, _, _ in found(capsys.readouterr().out)} == {"cases/a-2024.md"}


@pytest.mark.parametrize("path", ["cases/missing-2024.md", "mkdocs.yml", "..", "/", "/etc/hostname", "cases/_releases"])
def test_a_path_that_means_nothing_is_misuse(two_broken, monkeypatch, capsys, path):
    monkeypatch.chdir(two_broken)
    assert main(["validate", path]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("rex validate: ") and output.err.count("\n") == 1


def test_the_root_is_the_nearest_folder_upwards(tmp_path, monkeypatch, capsys):
    root = a_base(tmp_path)
    monkeypatch.chdir(root / "cases" / "_vocabulary")
    assert main(["validate"]) == 0
    assert capsys.readouterr().err == "1 file checked, 0 problems\n"


def test_another_base_can_be_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "here").mkdir()
    root = a_base(tmp_path / "there", {"x-2024": "broken"})
    monkeypatch.chdir(tmp_path / "here")
    assert main(["validate"]) == 2
    assert "mkdocs.yml" in capsys.readouterr().err
    assert main(["validate", "--root", "../there"]) == 1
    assert found(capsys.readouterr().out) == [("cases/x-2024.md", 1, "REX006")]
    assert root.is_dir()


@pytest.mark.parametrize(
    "arguments", [["validate", "--root", "nowhere"], ["validate", "--format", "xml"], ["validate", "--colour"], ["valdate"], []]
)
def test_misuse_exits_2_with_one_explanation(tmp_path, monkeypatch, capsys, arguments):
    monkeypatch.chdir(a_base(tmp_path))
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == "" and output.err and "Traceback" not in output.err


def test_a_folder_without_cases_is_misuse(tmp_path, capsys):
    assert run(tmp_path) == 2
    assert "cases/" in capsys.readouterr().err


def test_help_exits_0(capsys):
    assert main(["validate", "--help"]) == 0
    assert "--format" in capsys.readouterr().out


def command(*arguments: str, cwd) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "rex.cli", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def test_the_command_itself_exits_0_1_and_2(tmp_path):
    root = a_base(tmp_path)
    clean = command("validate", cwd=root)
    assert (clean.returncode, clean.stdout, clean.stderr) == (0, "", "1 file checked, 0 problems\n")
    (root / PATH).write_bytes(CASE.encode().replace(b"title: An", b"title: \xe9"))
    broken = command("validate", cwd=root / "cases")
    assert (broken.returncode, found(broken.stdout)) == (1, [(PATH, 2, "REX002")])
    misused = command("validate", "nothing.md", cwd=root)
    assert (misused.returncode, misused.stdout, misused.stderr) == (2, "", "rex validate: nothing.md does not exist\n")


# What is broken, the text that replaces it, the code, and the text on the line where it is reported.
BREAKAGES = [
    ("---\ntitle", "\ufeff---\ntitle", "REX003", "---"),
    ("---\ntitle", "---\r\ntitle", "REX004", "---"),
    ("title: An", "title: \udcffAn", "REX002", "title:"),
    ("title: An", "title: A\u200en\u202e", "REX005", "title:"),
    ("title: An", "title: A\x00n", "REX005", "title:"),
    ("---\ntitle", "title", "REX006", "title"),
    ("reviewed: 2026-11\n---\n", "reviewed: 2026-11\n", "REX006", None),
    ("kind: incident", "kind: [incident", "REX007", None),
    ("kind: incident", "kind: in: cident", "REX007", "kind:"),
    ("kind: incident", "kind: 'incident", "REX007", None),
    ("  - id: report", "\t- id: report", "REX008", "\t- id: report"),
    ("lang: en\nstatus", "lang: en\nlang: fr\nstatus", "REX009", "lang: fr"),
    ("    read: full", "    read: full\n    read: part", "REX009", "    read: part"),
    ("kind: incident", "kind: !!str incident", "REX010", "kind:"),
    ("pillars: [automation]", "pillars: &p [automation]", "REX010", "pillars:"),
    ("pillars: [automation]", "pillars: *p", "REX010", "pillars:"),
    ("kind: incident", "<<: {kind: incident}\nkind: incident", "REX010", "<<:"),
    ("unknown: [", "unknown: [" + "[" * 40, "REX011", "unknown:"),
    ("after: 30", "after: 030", "REX012", "  - {measure:"),
    ("after: 30", "after: 1:30", "REX012", "  - {measure:"),
    ("after: 30", "after: 1_000", "REX012", "  - {measure:"),
    ("after: 30", "after: yes", "REX012", "  - {measure:"),
    ("signals:", "signal:", "REX101", "signal:"),
    ("    voice: company", "    voice: company\n    mood: calm", "REX101", "    mood:"),
    ("kind: incident\n", "", "REX102", "title:"),
    ("    read: full\n", "", "REX102", "  - id: report"),
    ("pillars: [automation]", "pillars: automation", "REX103", "pillars:"),
    ("title: An untested backup turns a disk failure into two days of lost orders", "title: 2024", "REX103", "title:"),
    ("mistakes:\n", "mistakes: none\nfoo:\n", "REX103", "mistakes:"),
    ("kind: incident", "kind: incidnet", "REX104", "kind:"),
    ("    voice: company", "    voice: vendor", "REX104", "    voice:"),
    ("lang: en\nstatus", "lang: de\nstatus", "REX104", "lang: de"),
    ("url: https://example-shop.net/report", "url: ftp://example-shop.net", "REX104", "    url:"),
    ("date: 2024-03-05", "date: 2024-02-30", "REX105", "date: 2024-02-30"),
    ("date: 2024-03-05", "date: 05/03/2024", "REX105", "date:"),
    ("date: 2024-03-05", "date: 2024/2023", "REX105", "date:"),
    ("    date: 2024-03-20", "    date: 2027-01", "REX105", "    date: 2027-01"),
    ("reviewed: 2026-11", "reviewed: 2026-13", "REX105", "reviewed:"),
    ("what: The nightly job wrote empty files.", 'what: " "', "REX107", '    what: " "'),
    ("company: example-shop", "company:", "REX107", "company:"),
    ("title: An untested", "title: An" + " untested" * 20, "REX108", "title:"),
    ("status: published", "status: withdrawn", "REX109", "status:"),
    ("pillars: [automation]\n", "", "REX109", "status:"),
    ("unknown: [how long the restore took]", "unknown: []", "REX110", "unknown:"),
    ("company: example-shop", "company: example-shopp", "REX201", "company:"),
    ("pillars: [automation]", "pillars: [automation, speed]", "REX201", "pillars:"),
    ("  - id: untested-backups", "  - id: untested-backup", "REX201", "  - id: untested-backup"),
    ("corrects: [untested-backups]", "corrects: [retry-storm]", "REX202", "    corrects:"),
    ("fixes: [automated-restore-testing], sources", "fixes: [chaos-engineering], sources", "REX203", "  - {measure:"),
    ("pillars: [automation]", "pillars: [automation, automation]", "REX204", "pillars:"),
    ("Restore one backup", "Restore [one](gone-2020.md) backup", "REX205", "Restore "),
    ("## Context\n", "", "REX301", None),
    ("## What changed\n", "## What went wrong\n", "REX303", None),
    ("## What to keep", "### What to keep", "REX303", "### What to keep"),
    ("Restore one", "Restore <em>one</em>", "REX304", "Restore "),
    ("Restore one", "Restore <img src=x onerror=1 one", "REX304", "Restore "),
    ("Restore one", "Restore [one](data:text/html,x)", "REX305", "Restore "),
    ("Restore one", "Restore [one](javascript:a b)", "REX305", "Restore "),
    ("Restore one", "Restore ![one](https://example-shop.net/i.png)", "REX306", "Restore "),
    ("Restore one", "Restore *one*{onclick=x}", "REX306", "Restore "),
    ("Restore one", "Restore `one", "REX306", "Restore "),
    ("\nRestore one", "\n[x]: https://example-shop.net\n\nRestore one", "REX306", "[x]:"),
    ("\nRestore one", "\n- [x]: javascript:x\n\nRestore one", "REX306", "- [x]:"),
    ("\nRestore one", "\n---\n\nRestore one", "REX306", None),
    ("Restore one", "Restore" + " one" * 700, "REX307", "## Context"),
    ("    sources: [report]\nfixes:", "fixes:", "REX401", "  - id: untested-backups"),
    ("    sources: [report]\nfixes:", "    sources: []\nfixes:", "REX401", "    sources: []"),
    ("    sources: [report]\nfixes:", "    sources: [raport]\nfixes:", "REX402", "    sources: [raport]"),
    ("every night.[^report]", "every night.[^raport]", "REX402", "The nightly job had"),
    ("every night.[^report]", "every night.", "REX404", "The nightly job had"),
    ("state: applied", "state: planned", "REX405", "    outcome:"),
]


@pytest.mark.parametrize(
    ("right", "wrong", "code", "where"), BREAKAGES, ids=[f"{code}-{number}" for number, (_, _, code, _) in enumerate(BREAKAGES)]
)
def test_each_way_to_break_a_case_is_reported_where_it_is(tmp_path, capsys, right, wrong, code, where):
    assert right in CASE
    text = CASE.replace(right, wrong, 1)
    assert run(a_base(tmp_path, {EXAMPLE_ID: text})) == 1
    output = capsys.readouterr()
    findings = found(output.out)
    assert "Traceback" not in output.err
    assert code in {found_code for _, _, found_code in findings}
    lines = [line for _, line, found_code in findings if found_code == code]
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    if where:
        shown = text.replace("\ufeff", "").replace("\r\n", "\n")
        needle = where if shown.startswith(where) else "\n" + where
        assert lines[0] == line_of(shown, needle) + needle.startswith("\n")


@pytest.mark.parametrize("size", [10, 100, 1000])
def test_a_case_that_is_cut_anywhere_gives_findings_and_no_traceback(tmp_path, capsys, size):
    assert run(a_base(tmp_path, {f"cut-{size}": CASE.encode()[:size], EXAMPLE_ID: CASE})) == 1
    output = capsys.readouterr()
    assert {path for path, _, _ in found(output.out)} == {f"cases/cut-{size}.md"}


def test_a_file_in_a_language_of_its_own_gives_one_finding(tmp_path, capsys):
    assert run(a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.de": a_translation()})) == 1
    assert found(capsys.readouterr().out) == [(f"cases/{EXAMPLE_ID}.de.md", 1, "REX106")]


def test_an_attack_on_the_reader_is_answered_at_once(tmp_path, capsys):
    texts = {"deep-2024": b"---\na: " + b"[" * 60_000, "huge-2024": b"x" * 10_000_000, "bomb-2024": b"---\na: &a [*a, *a]\n---\n"}
    assert run(a_base(tmp_path, {**texts, EXAMPLE_ID: CASE})) == 1
    # What the rest of such a file lacks is said, too; here only what was refused counts.
    assert [(path, code) for path, _, code in found(capsys.readouterr().out) if code.startswith("REX0")] == [
        ("cases/bomb-2024.md", "REX010"),
        ("cases/deep-2024.md", "REX006"),
        ("cases/huge-2024.md", "REX001"),
    ]


def test_warnings_are_shown_and_fail_only_when_asked(tmp_path, capsys):
    root = a_base(tmp_path, {"example-2024": CASE, "other-2024": CASE})
    assert run(root) == 0
    captured = capsys.readouterr()
    assert "cases/other-2024.md:1:1: REX501 warning:" in captured.out
    assert "0 problems, 1 warning" in captured.err
    assert run(root, "--strict-warnings") == 1
    assert run(root, "--format", "github") == 0
    assert "::warning file=cases/other-2024.md" in capsys.readouterr().out
