"""Which code this is: another code or another library is another version, and nothing else is."""

from pathlib import Path

import pytest

from rex.core.version import code_version


def test_a_library_that_is_installed_changes_the_version_and_other_files_do_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    monkeypatch.syspath_prepend(installed)
    first = code_version.__wrapped__()
    (installed / "notes.txt").write_text("nothing", encoding="utf-8")
    (installed / "__pycache__").mkdir()
    assert code_version.__wrapped__() == first
    (installed / "library-1.0.dist-info").mkdir()
    assert code_version.__wrapped__() != first
