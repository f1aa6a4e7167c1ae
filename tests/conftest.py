"""What every kind of test shares: where the repository is, and its site, built once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


def copy_of_the_base(target: Path) -> Path:
    """The repository's own base without anything built; tests may break it as they like."""
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(REPOSITORY / name, target / name)
    for name in ("cases", "docs"):
        shutil.copytree(REPOSITORY / name, target / name)
    return target


def rex(*arguments: str, seed: str = "0", **environment: str) -> subprocess.CompletedProcess[str]:
    """The real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "rex.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": seed, **environment},
        check=False,
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own base, really built; the folder that holds `site/`."""
    root = copy_of_the_base(tmp_path_factory.mktemp("built"))
    done = rex("build", "--root", str(root), seed="1")
    assert done.returncode == 0, done.stderr
    return root


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff before you commit it")
