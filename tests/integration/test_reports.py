"""Formats of `rex validate`, the paths in them, lists of paths, and git."""

import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base, a_translation, line_of
from rex.cli.main import main
from rex.lint.example import CASE, PATH
from rex.lint.report import MOST_ANNOTATIONS

BROKEN = CASE.replace("kind: incident", "kind: incidnet").replace("its orders.[^report]", "its orders.", 1)
ACCENTS = BROKEN.replace("title: An", "title: Été – An").replace("kind: incidnet", "kind: incidènt")


def output_of(capsys, *arguments: str) -> str:
    main(["validate", *arguments])
    return capsys.readouterr().out


def test_each_finding_shows_its_line_with_a_mark(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE.replace("its orders.[^report]", "its orders.[^raport]", 1)})
    lines = output_of(capsys, "--root", str(root)).splitlines()
    line = line_of(CASE, "The shop kept")
    assert lines[0].startswith(f"{PATH}:{line}:38: REX402 ")
    assert lines[1] == f"  {line} | The shop kept one copy of its orders.[^raport]"
    assert lines[2].index("^") - len(f"  {line} | ") == 37 and lines[2].endswith("write `report`")
    assert lines[3] == "     = see docs/maintaining/rules.md#rex402-unknown-source"


def test_a_place_far_to_the_right_is_shown_in_a_window(tmp_path, capsys):
    text = CASE.replace("since the job was written.[^report] The", "since {the} job was written.[^report] The", 1)
    root = a_base(tmp_path, {EXAMPLE_ID: text})
    lines = output_of(capsys, "--root", str(root)).splitlines()
    assert all(len(line) < 160 for line in lines)
    marked = lines[1][lines[2].index("^") :]
    assert marked.startswith("{")


def test_short_is_one_line_a_finding(tmp_path, capsys):
    lines = output_of(capsys, "--root", str(a_base(tmp_path, {EXAMPLE_ID: BROKEN})), "--format", "short").splitlines()
    assert len(lines) == 1 and lines[0].startswith(f"{PATH}:4:7: REX104 ")


def test_sarif_names_its_rules_and_places(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("REX_REPOSITORY_URL", "https://example-shop.net/repository")
    log = json.loads(output_of(capsys, "--root", str(a_base(tmp_path, {EXAMPLE_ID: BROKEN})), "--format", "sarif"))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    [result] = run["results"]
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "REX104"
    assert rules[result["ruleIndex"]]["helpUri"] == (
        "https://example-shop.net/repository/blob/main/docs/maintaining/rules.md#rex104-unknown-value"
    )
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == (PATH, {"startLine": 4, "startColumn": 7})
    assert result["level"] == "error" and len(result["partialFingerprints"]["rex/v1"]) == 64


def test_gitlab_findings_have_fingerprints_of_their_own(tmp_path, capsys):
    text = CASE.replace("Restore one", "<b>Restore</b> <b>one</b>")
    root = a_base(tmp_path, {EXAMPLE_ID: text, "other-2024": text})
    items = json.loads(output_of(capsys, "--root", str(root), "--format", "gitlab"))
    assert len({item["fingerprint"] for item in items}) == len(items) == 5
    assert {tuple(item) for item in items} == {("description", "check_name", "fingerprint", "severity", "location")}
    assert {item["severity"] for item in items} == {"major", "minor"}


def test_junit_has_a_test_for_each_file(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: BROKEN, f"{EXAMPLE_ID}.fr": a_translation()})
    suites = ElementTree.fromstring(output_of(capsys, "--root", str(root), "--format", "junit"))
    assert (suites.tag, suites.get("tests"), suites.get("failures")) == ("testsuites", "2", "1")
    [failure] = suites.iter("failure")
    assert "REX104" in failure.get("message") and PATH in failure.text


def test_github_annotates_the_worst_and_logs_the_rest(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    root = a_base(tmp_path, {f"case-{number}": BROKEN for number in range(15)})
    lines = output_of(capsys, "--root", str(root), "--format", "github").splitlines()
    annotations = [line for line in lines if line.startswith("::error ")]
    assert len(annotations) == MOST_ANNOTATIONS and len(lines) == 15
    assert all("cases/case-" in line.rpartition("::")[2] and "REX104" in line.rpartition("::")[2] for line in annotations)
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").count("REX104") == 15


@pytest.mark.parametrize(
    ("style", "encoding"),
    [
        *((style, "ascii") for style in ("json", "sarif", "gitlab", "junit", "github")),
        *(("github", encoding) for encoding in ("cp1252", "latin-1", "utf-8")),
    ],
)
def test_what_machines_read_is_utf8_whatever_the_terminal(tmp_path, style, encoding):
    root = a_base(tmp_path, {EXAMPLE_ID: ACCENTS})
    done = subprocess.run(
        [sys.executable, "-m", "rex.cli", "validate", "--root", str(root), "--format", style],
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert "incidènt" in done.stdout.decode("utf-8")
    assert b"\r" not in done.stdout


def test_messages_are_in_french_if_asked(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE.replace("kind: incident", "kind: incidnet")})
    out = output_of(capsys, "--root", str(root), "--lang", "fr")
    assert "`kind` ne peut pas être « incidnet » ; vouliez-vous dire `incident` ?" in out
    assert "écrivez `incident`" in out


# Paths.


@pytest.fixture
def inside(tmp_path, monkeypatch) -> Path:
    """A base in a sub-folder of a repository; one stands at the top."""
    (tmp_path / "top" / "kb").mkdir(parents=True)
    root = a_base(tmp_path / "top" / "kb", {EXAMPLE_ID: BROKEN})
    subprocess.run(["git", "init", "-q", str(tmp_path / "top")], check=True)
    monkeypatch.chdir(tmp_path / "top")
    return root


def test_paths_are_those_of_the_place_where_one_stands_and_can_be_given_back(inside, capsys):
    [line] = output_of(capsys, "--root", "kb", "--format", "short").splitlines()
    assert line.startswith(f"kb/{PATH}:4:7: ")
    assert output_of(capsys, "--root", "kb", "--format", "short", f"kb/{PATH}").splitlines() == [line]
    assert output_of(capsys, "--root", "kb", "--format", "short", PATH).splitlines() == [line]


@pytest.mark.parametrize("style", ["github", "sarif", "gitlab", "junit"])
@pytest.mark.parametrize("stand", [".", "kb", "kb/cases"])
def test_paths_of_a_forge_begin_at_the_top_of_the_repository(inside, monkeypatch, capsys, style, stand):
    monkeypatch.chdir(inside.parent / stand)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    assert f"kb/{PATH}" in output_of(capsys, "--root", str(inside), "--format", style)


def test_a_list_with_what_is_deleted_foreign_or_no_case_checks_the_rest(tmp_path, monkeypatch, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: BROKEN, "clean-2024": CASE})
    (root / "cases" / "_releases").mkdir()
    monkeypatch.chdir(root)
    everything = sorted(str(path.relative_to(root)) for path in (root / "cases").iterdir())
    for paths in (everything, [PATH, "cases/gone-2024.md"], ["mkdocs.yml", PATH], [PATH, "/etc/hostname"]):
        assert main(["validate", "--format", "short", *paths]) == 1
        output = capsys.readouterr()
        assert output.out.startswith(f"{PATH}:4:7: REX104 ")
        assert "passed over" in output.err


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example-shop.net"]
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def test_changed_since_reports_only_what_changed(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, "old-2024": BROKEN})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "a")
    assert main(["validate", "--root", str(root), "--changed-since", "HEAD"]) == 0
    (root / PATH).write_text(BROKEN, encoding="utf-8")
    (root / "cases" / "new-2024.md").write_text(BROKEN, encoding="utf-8")
    capsys.readouterr()
    assert main(["validate", "--root", str(root), "--format", "short", "--changed-since", "HEAD"]) == 1
    out = capsys.readouterr().out
    assert PATH in out and "cases/new-2024.md" in out and "cases/old-2024.md:" not in out


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=/tmp/x", "-p", ""])
def test_a_revision_that_git_does_not_know_is_misuse(tmp_path, capsys, revision):
    root = a_base(tmp_path)
    git(root, "init", "-q")
    assert main(["validate", "--root", str(root), f"--changed-since={revision or '~'}"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_watching_checks_again_after_a_change(tmp_path):
    root = a_base(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "rex.cli", "validate", "--root", str(root), "--watch", "--format", "short"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None and process.stdout is not None
        while "Waiting" not in process.stderr.readline():
            pass
        (root / PATH).write_text(BROKEN, encoding="utf-8")
        assert process.stdout.readline().startswith(f"{PATH}:4:7: REX104 ")
        process.terminate()
