"""Valid HTML, by the Nu Html Checker: every built page of every language."""

import subprocess
from pathlib import Path


def test_every_page_is_valid_html(built: Path, repository: Path) -> None:
    record = repository / ".venv" / ".checker"
    assert record.is_file(), "run `make test`, which finds or installs the checker"
    java, jar = record.read_text(encoding="utf-8").split()
    command = [java, "-Xss4m", "-jar", jar, "--errors-only", "--format", "gnu", "--skip-non-html", str(built / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:4000]


def test_the_checker_sees_an_error(tmp_path: Path, repository: Path) -> None:
    java, jar = (repository / ".venv" / ".checker").read_text(encoding="utf-8").split()
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>x</title><p></div>', encoding="utf-8")
    assert subprocess.run([java, "-jar", jar, str(page)], capture_output=True, check=False).returncode != 0
