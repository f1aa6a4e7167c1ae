"""`rex diff`: a change to the base as its readers will see it, from a real repository of git."""

import subprocess
from pathlib import Path

import pytest

from builders import a_base, a_case, a_fix
from rex.cli.main import main


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    root = a_base(tmp_path / "base")
    git(root, "init", "--initial-branch", "main")
    git(root, "add", ".")
    git(root, "commit", "--message", "before")
    return root


def said(base: Path, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["diff", "HEAD", "--root", str(base)]) == 0
    return capsys.readouterr().out


def test_nothing_changed_is_a_heading_alone(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(base, capsys) == "## What this changes\n"


def test_a_new_case_names_its_pages_grades_and_near_duplicates(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = a_case(fixes=[a_fix("chaos-engineering", outcome="failed")], results=[])
    (base / "cases" / "other-2024.md").write_text(case, encoding="utf-8")
    out = said(base, capsys)
    assert "### New cases: 1\n\n- `other-2024`" in out
    assert "`chaos-engineering` against `untested-backups`: new → failed" in out
    assert "- `cases/other-2024.md` (new)" in out
    assert "- `mistakes/untested-backups.md`\n" in out
    assert "### Near duplicates" in out and "REX501" in out
    assert "Changed cases" not in out


def test_a_changed_outcome_moves_grade_and_first_line(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fixes = [a_fix(outcome="failed"), a_fix("chaos-engineering")]
    (base / "cases" / "example-2024.md").write_text(a_case(fixes=fixes, results=[]), encoding="utf-8")
    out = said(base, capsys)
    assert "### Changed cases: 1\n\n- `example-2024`" in out
    assert "`automated-restore-testing` against `untested-backups`" in out and "→ failed" in out
    assert "- `untested-backups`: `automated-restore-testing` → `chaos-engineering`" in out


def test_a_case_that_is_gone_is_named(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = base / "cases" / "other-2020.md"
    other.write_text(a_case(date="2020"), encoding="utf-8")
    git(base, "add", ".")
    git(base, "commit", "--message", "two")
    other.unlink()
    assert "### Cases that are gone: 1\n\n- `other-2020`" in said(base, capsys)


def test_problems_come_first(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "example-2024.md").write_text(a_case(kind="incidnet"), encoding="utf-8")
    assert "1 problem first" in said(base, capsys)


@pytest.mark.parametrize("rev", ["no-such-branch", "--output=x", "HEAD:cases"])
def test_what_git_does_not_know_is_one_line(base: Path, rev: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "--root", str(base), "--", rev]) == 2
    assert f"git knows no commit `{rev}` here" in capsys.readouterr().err
    assert not (base / "x").exists()
