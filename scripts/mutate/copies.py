"""Which tests see a change, and which of them fails first in a copy of the tree that has it."""

import contextlib
import hashlib
import json
import os
import select
import shutil
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from operators import PACKAGE, REPOSITORY, Mutant

STATE = REPOSITORY / "build" / "mutants"
# No browser, nothing that needs a built site, and nothing that runs in another process, where no call is seen.
IN_PROCESS = ("counts", "fix", "golden", "hostile_content", "issue", "new", "numbers", "rename", "search_cli", "translate")
TESTS = ("tests/unit", *(f"tests/integration/test_{name}.py" for name in IN_PROCESS), "tests/relevance/test_figures.py")
COSTLY = {"built", "rich_built", "address", "rich", "page", "browser"}
# A test that takes longer does not run, and those of one mutant may take so long together (seconds without the mutant).
LONGEST_TEST = 15.0
BUDGET = 40.0


@pytest.hookimpl(trylast=True)
def cheap_alone(self: object, items: list[pytest.Item]) -> None:
    """Leave out the tests that need a built site or a browser."""
    items[:] = [item for item in items if not COSTLY & set(getattr(item, "fixturenames", ()))]


class Watching:
    """A plugin of pytest that notes which functions of the package each test calls, and how long it takes."""

    def __init__(self, root: Path) -> None:
        self.root = f"{root}{os.sep}"
        self.seen: set[Any] = set()
        self.calls: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.importing: dict[str, set[str]] = {}
        self.shared: dict[tuple[str, str], set[str]] = {}
        self.sharing: set[str] = set()

    def _note(self, frame: Any, event: str, _: object) -> None:
        if event == "call":
            self.seen.add(frame.f_code)

    def _during(self) -> set[str]:
        codes = [code for code in self.seen.copy() if code.co_filename.startswith(f"{self.root}{PACKAGE}")]
        return {f"{code.co_filename.removeprefix(self.root)}:{code.co_name}" for code in codes}

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Any:
        self.seen = set()
        sys.setprofile(self._note)
        result = yield
        sys.setprofile(None)
        if isinstance(collector, pytest.Module):
            self.importing[collector.nodeid] = self._during()
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> Any:
        before, self.seen = self.seen, set()
        result = yield
        if fixturedef.scope in ("module", "session"):
            self.shared[request.node.nodeid, fixturedef.argname] = self._during()
        self.seen |= before
        return result

    pytest_collection_modifyitems = cheap_alone

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> Any:
        conftest = sys.modules["conftest"]
        ours = [getattr(conftest, name) for name in ("our_corpus", "our_facts")]
        before = [one.cache_info()[:2] for one in ours]
        self.seen = set()
        sys.setprofile(self._note)
        result = yield
        sys.setprofile(None)
        file, names = item.nodeid.partition("::")[0], getattr(item, "fixturenames", ())
        self.calls[item.nodeid] = self._during() | self.importing.get(file, set())
        if before != [one.cache_info()[:2] for one in ours] or any((file, name) in self.shared for name in names):
            self.sharing.add(item.nodeid)
        for name in names:
            self.calls[item.nodeid] |= self.shared.get((file, name), set()) | self.shared.get(("", name), set())
        if nextitem is None or nextitem.path != item.path:
            # What is read once a process counts for each file that reads it.
            for one in ours:
                one.cache_clear()
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed:
            self.seconds[report.nodeid] += 1000

    def found(self) -> dict[str, Any]:
        """The tests, quickest first: seconds, what they call, whether they share what takes long; and the modules to load early."""
        ordered = sorted(self.calls, key=lambda test: self.seconds[test])
        ours = {path.name.removesuffix(".py") for folder in (PACKAGE, "tests", "scripts") for path in (REPOSITORY / folder).rglob("*.py")}
        modules = [name for name in sys.modules if name.partition(".")[0] not in {*ours, "rex", "relevance", "__main__"}]
        return {
            "tests": {test: [round(self.seconds[test], 3), sorted(self.calls[test]), test in self.sharing] for test in ordered},
            "modules": modules,
        }


class FirstFailure:
    """A plugin of pytest that keeps the name of the test that failed."""

    def __init__(self) -> None:
        self.test = ""

    # Whole files run where a test has another name after the change.
    pytest_collection_modifyitems = cheap_alone

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.test:
            self.test = report.nodeid

    def pytest_configure(self) -> None:
        """Few examples, and no search for the smallest one."""
        settings.register_profile(
            "mutants", deadline=None, database=None, derandomize=True, max_examples=50, phases=(Phase.explicit, Phase.generate)
        )
        settings.load_profile("mutants")


# What is loaded before pytest starts keeps its plain assertions.
EARLY = "ignore::pytest.PytestAssertRewriteWarning"
ARGUMENTS = ["-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist", "--no-header", "--tb=line", "-W", EARLY]


def _forked(work: Callable[[], object], limit: float) -> Any:
    """What the work returns in a process of its own, whose output goes nowhere; None if it takes too long or ends badly."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        try:
            result = json.dumps(work())
            with os.fdopen(write, "w", encoding="utf-8") as pipe:
                pipe.write(result)
        finally:
            os._exit(0)
    os.close(write)
    end = time.monotonic() + limit
    parts: list[bytes] = []
    while select.select([read], [], [], max(0.0, end - time.monotonic()))[0]:
        part = os.read(read, 1 << 16)
        if not part:
            break
        parts.append(part)
    os.close(read)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(b"".join(parts)) if parts else None


def _watch(root: Path, files: list[str]) -> dict[str, Any]:
    watching = Watching(root)
    pytest.main([*(item for item in ARGUMENTS if item != "-x"), "--basetemp", str(root / "tmp"), *files], plugins=[watching])
    return watching.found()


def watched(root: Path) -> dict[str, Any]:
    """What each test calls, in build/mutants/calls.json; only files of tests that have changed are watched again."""
    kept = STATE / "calls.json"
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {"files": {}, "modules": [], "tests": {}}
    paths = [path for name in TESTS for path in (sorted(root.glob(f"{name}/test_*.py")) or [root / name])]
    files = {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    stale = [name for name, digest in files.items() if known["files"].get(name) != digest]
    if stale:
        print(f"Watching which functions the tests of {len(stale)} files call ...", flush=True)
        found = _forked(lambda: _watch(root, stale), 3600)
        if found is None:
            raise SystemExit("The tests could not be watched.")
        tests = {test: there for test, there in known["tests"].items() if test.partition("::")[0] in files.keys() - set(stale)}
        tests = dict(sorted((tests | found["tests"]).items(), key=lambda item: item[1][0]))
        known = {"files": files, "modules": sorted({*known["modules"], *found["modules"]}), "tests": tests}
        kept.write_text(json.dumps(known), encoding="utf-8")
    return known


def _first_failure(root: Path, batches: list[list[str]]) -> str:
    """The first test that fails, or an empty text; the quick ones are collected and run before the others."""
    for batch in batches:
        failure = FirstFailure()
        command = [*ARGUMENTS, "--basetemp", str(root / "tmp")]
        code = pytest.main([*command, *batch], plugins=[failure])
        if code == pytest.ExitCode.USAGE_ERROR:
            # A test that is called after what has changed has another name now: its file says whether one fails.
            code = pytest.main([*command, *dict.fromkeys(test.partition("::")[0] for test in batch)], plugins=[failure])
        if code != pytest.ExitCode.OK:
            return failure.test or "it cannot be imported"
    return ""


class Copy:
    """A copy of the tree in which one file at a time is changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("plugins", "tests", "docs", "cases", "scripts", ".github"):
            shutil.copytree(
                REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "pictures", "node_modules", "*.egg-info")
            )
        for path in REPOSITORY.iterdir():
            if path.is_file():
                shutil.copy(path, root / path.name)
        self._stamp = int(time.time()) + 10
        os.chdir(root)
        sys.path[:0] = [f"{root}/plugins", f"{root}/tests", f"{root}/scripts"]
        # A changed file is never taken for its compiled original, nor kept for the next: its time differs each time.
        os.environ |= {"PYTHONPATH": f"{root}/plugins", "PYTHONDONTWRITEBYTECODE": "1", "REX_CACHE_DIR": f"{root}/cache"}

    def first_failure(self, mutant: Mutant | None, tests: list[str], limit: float) -> str:
        """The test that fails with the mutant, `time` if it does not end, or an empty text."""
        file = self.root / (mutant.path if mutant else "pyproject.toml")
        original, status = file.read_bytes(), file.stat()
        try:
            if mutant:
                file.write_text(mutant.text, encoding="utf-8")
                self._stamp += 2
                os.utime(file, (self._stamp, self._stamp))
            batches = [tests[:30], tests[30:]]
            found: str | None = _forked(lambda: _first_failure(self.root, [batch for batch in batches if batch]), limit)
        finally:
            file.write_bytes(original)
            os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        return "time" if found is None else found


def tests_for(mutant: Mutant, tests: dict[str, Any], budget: float) -> list[str]:
    """Those that call a function that sees the change, then those that call another of its file (what is kept is not called twice)."""
    wanted, file = set(mutant.seen_by), f"{mutant.path}:"
    direct = [test for test, (_, calls, _) in tests.items() if not wanted.isdisjoint(calls)]
    beside = [test for test, (_, calls, _) in tests.items() if wanted.isdisjoint(calls) and any(call.startswith(file) for call in calls)]
    kept = []
    # What several tests share takes long to make, whichever asks for it first.
    for test in sorted([*direct, *beside], key=lambda test: tests[test][2]):
        seconds = tests[test][0]
        if seconds <= LONGEST_TEST and budget > 0:
            budget -= seconds + 0.005
            kept.append(test)
    return kept
