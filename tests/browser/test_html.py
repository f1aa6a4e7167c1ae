"""Valid HTML, by the Nu Html Checker: built pages of every kind and language, and all of them with `--all`."""

import subprocess
from itertools import groupby
from pathlib import Path

import pytest


def test_every_page_is_valid_html(built: Path, repository: Path, request: pytest.FixtureRequest) -> None:
    record = repository / ".venv" / ".checker"
    assert record.is_file(), "run `make test`, which finds or installs the checker"
    java, jar = record.read_text(encoding="utf-8").split()
    command = [
        java,
        "-Xss4m",
        "-jar",
        jar,
        "--errors-only",
        "--format",
        "gnu",
        "--skip-non-html",
        *map(str, _pages(built / "site", request)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:4000]


def test_the_checker_sees_an_error(tmp_path: Path, repository: Path) -> None:
    java, jar = (repository / ".venv" / ".checker").read_text(encoding="utf-8").split()
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>x</title><p></div>', encoding="utf-8")
    assert subprocess.run([java, "-jar", jar, str(page)], capture_output=True, check=False).returncode != 0


def _pages(site: Path, request: pytest.FixtureRequest) -> list[Path]:
    """All pages, or the first of each folder and every 25th after it: pages of one kind are made by one template."""
    if request.config.getoption("--all"):
        return [site]
    pages = sorted(site.rglob("*.html"), key=lambda path: (path.parent.parent, path))
    return [page for _, folder in groupby(pages, lambda path: path.parent.parent) for page in list(folder)[::25]]
