"""What an editor answered for, and what moved since."""

from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base, a_case, a_fix
from rex.cli.main import main
from rex.core.advice import read_advice
from rex.core.beside import ADVICE
from rex.core.errors import RexError

RESTORE, CHAOS = "automated-restore-testing", "chaos-engineering"


def base(folder: Path, *fixes: str) -> Path:
    return a_base(folder, {EXAMPLE_ID: a_case(fixes=[a_fix(fix) for fix in fixes], results=[])})


def test_what_nobody_looked_at_fails_the_check_and_one_command_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = base(tmp_path, RESTORE)
    assert main(["advice", "--check", "--root", str(root)]) == 1
    assert "untested-backups: automated-restore-testing (before: never looked at)" in capsys.readouterr().out
    assert main(["advice", "--root", str(root)]) == 0, "without --check it only tells"
    assert main(["advice", "--accept", "--root", str(root)]) == 2
    assert "say --why" in capsys.readouterr().err
    assert main(["advice", "--accept", "untested-backups", "--why", "It was tried.", "--root", str(root)]) == 0
    assert main(["advice", "--check", "--root", str(root)]) == 0
    assert read_advice(root)["untested-backups"].why == "It was tried."
    assert main(["validate", "--root", str(root)]) == 0, "the file is none of the cases"


def test_a_new_order_and_a_fix_that_is_gone_are_moves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = base(tmp_path / "one", RESTORE)
    assert main(["advice", "--accept", "--why", "It was tried.", "--root", str(root)]) == 0
    for fixes, told in (([RESTORE, CHAOS], "automated-restore-testing, chaos-engineering"), ([], "none")):
        other = base(tmp_path / str(len(fixes)), *fixes)
        (other / ADVICE).parent.mkdir(parents=True)
        (other / ADVICE).write_bytes((root / ADVICE).read_bytes())
        capsys.readouterr()
        assert main(["advice", "--check", "--root", str(other)]) == 1
        assert f"untested-backups: {told} (before: automated-restore-testing)" in capsys.readouterr().out
        assert main(["advice", "--accept", "--root", str(other)]) == 0, "a known mistake keeps its line"
        assert main(["advice", "--check", "--root", str(other)]) == 0


def test_a_file_that_says_something_else_is_refused(tmp_path: Path) -> None:
    root = base(tmp_path, RESTORE)
    (root / ADVICE).parent.mkdir(parents=True)
    (root / ADVICE).write_text("untested-backups: {fixes: x}\n", encoding="utf-8")
    with pytest.raises(RexError, match="untested-backups"):
        read_advice(root)
