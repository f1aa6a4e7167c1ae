"""What every kind of test shares: where the repository is, and its site, built once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from served import BROWSER_ARGUMENTS, browser_path, serving

# A busy machine is no reason to fail: nothing here judges speed.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

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


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    with serving(built / "site") as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test on any console error, failed request or request to another host."""
    opened = browser.new_page(base_url=address)
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None)
    opened.on("request", lambda request: troubles.append(f"elsewhere: {request.url}") if not request.url.startswith(address) else None)
    yield opened
    opened.close()
    assert troubles == []


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff before you commit it")
