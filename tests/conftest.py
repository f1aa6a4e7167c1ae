"""What every kind of test shares: where the repository is, two bases really built, once for all workers, and a browser."""

import functools
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, Page, sync_playwright

from hostile import a_rich_base, add_site
from rex.core.corpus import Corpus, read_corpus
from rex.core.derive import Facts
from rex.site.parallel import can_fork
from served import BROWSER_ARGUMENTS, browser_path, serving

# A busy machine is no reason to fail: nothing here judges speed. `--all` tries ten times as many examples.
settings.register_profile("patient", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=1000)

REPOSITORY = Path(__file__).resolve().parent.parent
# Enough for every type of page: a case that the written pages link to, and one told at a conference.
SMALL = ("gitlab-2017", "axa-france-2017")


@functools.cache
def our_corpus() -> Corpus:
    """Our own base, read once a process: a test that only asks it needs no reading of its own."""
    return read_corpus(REPOSITORY)


@functools.cache
def our_facts() -> Facts:
    """What follows from it."""
    return Facts(our_corpus())


# Fixtures for which a whole site is built or a browser is started.
COSTLY = {"built", "address", "rich", "page", "browser"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew; read the diff before you commit it")
    parser.addoption("--all", action="store_true", help="also run what takes long: tests marked `long`, ten times the examples")
    parser.addoption("--built", type=Path, metavar="DIR", help="test the site in DIR/site as it is instead of building one")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes long, and runs only with --all")
    settings.load_profile("thorough" if config.getoption("--all") else "patient")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is long; keep both workers busy while the site is built: one module that needs it first, the others last."""
    if not config.getoption("--all"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
    costly = dict.fromkeys(item.path for item in items if COSTLY & set(getattr(item, "fixturenames", ())))
    first = next(iter(costly), None)
    items.sort(key=lambda item: 0 if item.path == first else 1 + (item.path in costly))


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


def small_copy_of_the_base(target: Path) -> Path:
    """The same with only the cases `SMALL` and those that they link to: builds in a fifth of the time."""
    copy_of_the_base(target)
    files = {path: path.name.partition(".")[0] for path in (target / "cases").glob("*.md")}
    kept, wanted = set(), set(SMALL)
    while wanted:
        kept |= wanted
        texts = [path.read_text(encoding="utf-8") for path, case in files.items() if case in wanted]
        wanted = {case for text in texts for case in re.findall(r"\]\(([a-z0-9-]+)\.md", text)} - kept
    for path, case in files.items():
        if case not in kept:
            path.unlink()
    return target


@functools.cache
def _warm() -> "subprocess.Popen[str]":
    """The process that the commands of this worker are forked from; see `warm.py`. It ends when nobody can ask any more."""
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("warm.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )


def forked(*arguments: str, environment: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """What the warm process answers when it has run a command."""
    asked = {"argv": arguments, "environment": {**os.environ, **environment}, "folder": str(Path.cwd()), **more}
    asking, answering = _warm().stdin, _warm().stdout
    assert asking
    assert answering
    print(json.dumps(asked), file=asking, flush=True)
    answer: dict[str, Any] = json.loads(answering.readline())
    return answer


def rex(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, forked from a warm one where the system can fork."""
    if not can_fork():
        return started_rex(*arguments, **{"PYTHONHASHSEED": "0", **environment})
    done = forked(*arguments, environment=environment)
    return subprocess.CompletedProcess(arguments, done["code"], done["out"], done["err"])


def started_rex(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The same as a user starts it, so that the environment can also say how Python itself begins."""
    return subprocess.run(
        [sys.executable, "-m", "rex.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


def _built_once(name: str, copy: Callable[[Path], Path], factory: pytest.TempPathFactory, worker: str) -> Path:
    """A base that the first worker builds and the others wait for."""
    shared = factory.mktemp(name) if worker == "master" else factory.getbasetemp().parent / name
    with FileLock(f"{shared}.lock"):
        done = shared / "done"
        if not done.is_file():
            shutil.rmtree(shared, ignore_errors=True)
            shared.mkdir()
            # Nobody builds here again, so nothing has to be kept.
            result = started_rex("build", "--fresh", "--root", str(copy(shared)), PYTHONHASHSEED="1")
            assert result.returncode == 0, result.stdout + result.stderr
            done.touch()
    return shared


@pytest.fixture(scope="session")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Our own base, really built; the folder that holds `site/`. No test writes into it."""
    given: Path | None = request.config.getoption("--built")
    return given.resolve() if given else _built_once("built", copy_of_the_base, tmp_path_factory, worker_id)


def _rich_base(target: Path) -> Path:
    """Every type of page and every field, in a base that is built in seconds."""
    words = {"culture": "Culture", "untested backups, en français": "Réponse pendant l’incident"}
    root = a_rich_base(target, lambda name, text: words.get(text, text))
    add_site(root)
    return root


@pytest.fixture(scope="session")
def rich_built(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A small base with every type of page, really built. No test writes into it."""
    return _built_once("rich", _rich_base, tmp_path_factory, worker_id)


@pytest.fixture(scope="session")
def rich(rich_built: Path) -> Iterator[str]:
    """The address of its site."""
    with serving(rich_built / "site") as address:
        yield address


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


@contextmanager
def watched(opened: Page, address: str) -> Iterator[Page]:
    """A page that fails its test on any console error, failed request or request to another host."""
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None)
    opened.on("request", lambda request: troubles.append(f"elsewhere: {request.url}") if not request.url.startswith(address) else None)
    yield opened
    opened.close()
    assert troubles == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that is watched, of our own base."""
    with watched(browser.new_page(base_url=address), address) as opened:
        yield opened


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str, int | float], None]:
    """Note a figure of this run for `make trust`, which writes them into a page; elsewhere nobody asks."""
    path = os.environ.get("REX_FIGURES")

    noted = itertools.count()

    def note(name: str, value: int | float) -> None:
        if path:
            # Where the figure belongs on the page: in the order of the file, whichever test ends first.
            place = [request.node.location[1], next(noted)]
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(json.dumps([request.node.path.stem, name, value, place]) + "\n")

    return note
