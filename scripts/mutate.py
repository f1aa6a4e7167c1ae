"""Change one thing in our code, run the tests that can see it, and count how often none of them fails.

Run by hand, since it takes half an hour: `make mutants`. A sample of changes (mutants) is drawn for each room, the same for the same
seed. Each is written into a copy of the tree, and the tests that call the changed function run there, from quick to slow, until one
fails. Nothing here changes the working tree but the page, docs/maintaining/mutants.md. What was found is kept in build/mutants, so that
a run that was stopped goes on: `--again` tries the survivors once more, `--fresh` everything. Survivors are explained in
scripts/mutants.yml.
"""

import argparse
import ast
import contextlib
import copy
import datetime
import hashlib
import importlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import Phase, settings

REPOSITORY = Path(__file__).resolve().parent.parent
STATE = REPOSITORY / "build" / "mutants"
PAGE = REPOSITORY / "docs" / "maintaining" / "mutants.md"
EXPLAINED = REPOSITORY / "scripts" / "mutants.yml"
PACKAGE = "plugins/rex"
ROOMS = {
    "core": ("core/*.py",),
    "data": ("data/*.py",),
    "pages": ("pages/*.py", "pages/families/*.py"),
    "search": ("search/ranking.py", "search/impacts.py", "search/query.py", "search/text/*.py"),
}
# No browser, nothing that needs a built site, and nothing that runs in another process, where no call is seen.
IN_PROCESS = ("counts", "fix", "golden", "hostile_content", "issue", "new", "numbers", "rename", "search_cli", "translate")
TESTS = ("tests/unit", *(f"tests/integration/test_{name}.py" for name in IN_PROCESS), "tests/relevance/test_figures.py")
COSTLY = {"built", "rich_built", "address", "rich", "page", "browser"}
# A test that takes longer does not run, and those of one mutant may take so long together (seconds without the mutant).
LONGEST_TEST = 15.0
BUDGET = 40.0
# What changes only speed is no mutant.
ONLY_SPEED = {"cache", "lru_cache"}

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, of which kind, and the whole text of the changed file."""

    room: str
    path: str
    scope: str
    line: int
    kind: str
    before: str
    after: str
    number: int
    text: str
    # Functions that hold the change, as `path:name`; those that mention what is set outside a function.
    seen_by: tuple[str, ...]

    @property
    def id(self) -> str:
        """The same as long as the changed place reads the same, wherever it stands in the file."""
        key = json.dumps([self.path, self.scope, self.kind, self.before, self.after, self.number])
        return hashlib.sha256(key.encode()).hexdigest()[:10]


# --- The operators ------------------------------------------------------------------------------------------------------------------------


def _changed(value: object) -> ast.expr | None:
    """Another constant of the same type."""
    if isinstance(value, bool):
        return ast.Constant(not value)
    if isinstance(value, int | float):
        return ast.Constant(value + 1)
    if isinstance(value, str):
        return ast.Constant(f"{value}XX")
    return None


def _name(node: ast.expr) -> str:
    """The last name of a decorator or a called function."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _swapped(node: Any, field: str, value: object) -> ast.AST:
    """A copy of the node with one field changed."""
    made = copy.copy(node)
    setattr(made, field, value)
    return made


def _without(items: list[Any], index: int) -> list[Any]:
    return items[:index] + items[index + 1 :]


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Every way in which a node is changed: the kind of change, and the node in its place."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARISONS:
            yield "comparison", _swapped(node, "ops", [COMPARISONS[type(op)]()])
        case ast.BoolOp(op=ast.And()):
            yield "boolean", _swapped(node, "op", ast.Or())
        case ast.BoolOp():
            yield "boolean", _swapped(node, "op", ast.And())
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in ARITHMETIC:
            yield "arithmetic", _swapped(node, "op", ARITHMETIC[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "not", operand
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) if not isinstance(test, ast.UnaryOp):
            yield "condition", _swapped(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[_, *_]):
            yield "filter", _swapped(node, "ifs", [])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield "return", _swapped(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield "call", ast.Pass()
        case ast.Break():
            yield "loop", ast.Continue()
        case ast.Continue():
            yield "loop", ast.Break()
        case ast.Constant(value=value) if (made := _changed(value)) is not None:
            yield "string" if isinstance(value, str) else "constant", made
        case ast.Set(elts=elts) | ast.Tuple(elts=elts) | ast.List(elts=elts) if len(elts) > 1:
            if not isinstance(getattr(node, "ctx", None), ast.Store) and all(isinstance(item, ast.Constant) for item in elts):
                for index in range(len(elts)):
                    yield "member", _swapped(node, "elts", _without(elts, index))
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        for index, decorator in enumerate(node.decorator_list):
            if _name(decorator) not in ONLY_SPEED:
                yield "decorator", _swapped(node, "decorator_list", _without(node.decorator_list, index))
    if isinstance(node, ast.FunctionDef):
        for field in ("defaults", "kw_defaults"):
            values = getattr(node.args, field)
            for index, value in enumerate(values):
                if isinstance(value, ast.Constant) and (other := _changed(value.value)) is not None:
                    arguments = _swapped(node.args, field, [*values[:index], other, *values[index + 1 :]])
                    yield "default", _swapped(node, "args", arguments)


def _parts(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None]]:
    """The nodes below one that may change, each with its place: no annotations, documentation or defaults (they have an operator)."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "type_params", "decorator_list", "defaults", "kw_defaults"):
            continue
        if isinstance(node, ast.keyword) and node.arg == "description":
            continue
        for index, item in enumerate(value) if isinstance(value, list) else [(None, value)]:
            documentation = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
            if isinstance(item, ast.AST) and not documentation and not isinstance(item, ast.Import | ast.ImportFrom):
                yield item, field, index


def _walk(node: ast.AST, scope: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, tuple[ast.AST, ...]]]:
    """Every node that may change: its parent, its place there, itself, and the functions and classes around it."""
    for child, field, index in _parts(node):
        yield node, field, index, child, scope
        inner = (*scope, child) if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.AnnAssign | ast.Assign) else scope
        yield from _walk(child, inner)


def _short(node: ast.AST, other: ast.AST) -> tuple[str, str]:
    """Both texts, cut to what differs; whole statements by their first line."""
    before, after = ast.unparse(node), ast.unparse(other)
    if "\n" in before or "\n" in after:
        pairs = zip(before.split("\n"), after.split("\n"), strict=False)
        return next(((old.strip(), new.strip()) for old, new in pairs if old != new), (before.split("\n")[0], after.split("\n")[0]))
    return before, after


def _bound(node: ast.AST) -> set[str]:
    """The names that a statement sets."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


def functions_by_name() -> dict[str, set[str]]:
    """For each name, the functions of the package that mention it, as `path:name`, or mention what is set with its help."""
    found: dict[str, set[str]] = defaultdict(set)
    made_of: dict[str, set[str]] = defaultdict(set)
    for file in sorted((REPOSITORY / PACKAGE).rglob("*.py")):
        path = file.relative_to(REPOSITORY).as_posix()
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for name in _mentioned(node):
                    found[name].add(f"{path}:{node.name}")
        for node in tree.body:
            for name in _bound(node):
                made_of[name] |= _mentioned(node) - {name}
    for _ in range(3):
        for name, parts in made_of.items():
            for part in parts:
                found[part] |= found[name]
    return found


def _mentioned(node: ast.AST) -> set[str]:
    """The names in a part of the code."""
    parts = [part for part in ast.walk(node) if isinstance(part, ast.Name | ast.Attribute)]
    return {part.id if isinstance(part, ast.Name) else part.attr for part in parts}


def mutants_of(room: str, path: Path, mentions: dict[str, set[str]], wanted: Collection[str] = ()) -> Iterator[Mutant]:
    """Every mutant of one file; the changed text only of those that are wanted."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(REPOSITORY).as_posix()
    numbers: Counter[tuple[str, ...]] = Counter()
    for parent, field, index, node, around in list(_walk(tree, ())):
        scopes = [*around, node] if isinstance(node, ast.FunctionDef | ast.ClassDef) else list(around)
        scope = ".".join(item.name for item in scopes if isinstance(item, ast.FunctionDef | ast.ClassDef))
        function = next((item.name for item in reversed(scopes) if isinstance(item, ast.FunctionDef)), None)
        bound = {item for outer in scopes for item in _bound(outer)} | {item.name for item in scopes if isinstance(item, ast.ClassDef)}
        for kind, other in changes(node):
            before, after = _short(node, other)
            key = (scope, kind, before, after)
            numbers[key] += 1
            seen_by = {f"{name}:{function}"} if function else {one for item in bound for one in mentions[item]}
            line = getattr(node, "lineno", getattr(parent, "lineno", 0))
            where = scope or ", ".join(sorted(bound))
            mutant = Mutant(room, name, where, line, kind, before, after, numbers[key], "", tuple(sorted(seen_by)))
            if mutant.id in wanted:
                _put(parent, field, index, other)
                mutant = replace(mutant, text=ast.unparse(ast.fix_missing_locations(tree)))
                _put(parent, field, index, node)
            yield mutant


def _put(parent: ast.AST, field: str, index: int | None, node: ast.AST) -> None:
    """Set a node at its place in its parent."""
    if index is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[index] = node


def sample(seed: int, count: int) -> tuple[list[Mutant], dict[str, int]]:
    """So many mutants of each room, one of each kind in turn, and how many there are in all. A change elsewhere moves none of them."""
    mentions = functions_by_name()
    drawn: list[Mutant] = []
    whole: dict[str, int] = {}
    for room, patterns in ROOMS.items():
        kinds: dict[str, list[Mutant]] = defaultdict(list)
        for pattern in patterns:
            for path in sorted((REPOSITORY / PACKAGE).glob(pattern)):
                for mutant in mutants_of(room, path, mentions):
                    kinds[mutant.kind].append(mutant)
        whole[room] = sum(map(len, kinds.values()))
        for mutants in kinds.values():
            mutants.sort(key=lambda mutant: hashlib.sha256(f"{seed} {mutant.id}".encode()).hexdigest())
        ranked = sorted((rank, kind) for kind, mutants in kinds.items() for rank in range(len(mutants)))
        chosen = [kinds[kind][rank] for rank, kind in ranked[:count]]
        ids = {mutant.id for mutant in chosen}
        paths = sorted({mutant.path for mutant in chosen})
        drawn += [mutant for path in paths for mutant in mutants_of(room, REPOSITORY / path, mentions, ids) if mutant.id in ids]
    return drawn, whole


# --- Running tests in a copy of the tree --------------------------------------------------------------------------------------------------


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

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if not COSTLY & set(getattr(item, "fixturenames", ()))]

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


# --- The run ------------------------------------------------------------------------------------------------------------------------------


def run(drawn: list[Mutant], done: dict[str, dict[str, Any]], again: bool, budget: float) -> list[dict[str, Any]]:
    """Try every mutant that has no result yet; each result, which is returned, is one line of build/mutants/results.jsonl."""
    made = []
    todo = [mutant for mutant in drawn if mutant.id not in done or (again and not done[mutant.id]["killed_by"])]
    # A run that is stopped has tried some of every room.
    todo.sort(key=lambda mutant: (mutant.id not in done, mutant.id))
    STATE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Copy(Path(folder).resolve())
        found = watched(tree.root)
        for name in found["modules"]:
            with contextlib.suppress(Exception):  # loading it early only saves time
                importlib.import_module(name)
        tests = found["tests"]
        with (STATE / "results.jsonl").open("a", encoding="utf-8") as results:
            for number, mutant in enumerate(todo, 1):
                chosen = tests_for(mutant, tests, budget)
                started = time.monotonic()
                failed = tree.first_failure(mutant, chosen, 60 + 8 * sum(tests[test][0] for test in chosen)) if chosen else ""
                record = {
                    "id": mutant.id,
                    "killed_by": failed,
                    "tests": len(chosen),
                    "seconds": round(time.monotonic() - started, 1),
                    "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
                }
                done[mutant.id] = record
                made.append(record)
                results.write(json.dumps(record) + "\n")
                results.flush()
                verdict = f"killed    {failed}" if failed else "SURVIVED"
                print(
                    f"{number}/{len(todo)} {described(mutant)}\n    {verdict} ({record['tests']} tests, {record['seconds']} s)", flush=True
                )
    return made


def described(mutant: Mutant) -> str:
    """One line about a mutant, for a reader."""
    return f"{mutant.id} {mutant.path}:{mutant.line} {mutant.scope} {mutant.kind}: {mutant.before!r} -> {mutant.after!r}"


def _code(text: str) -> str:
    """A text as code in one cell of a table."""
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`` {text if len(text) < 120 else text[:117] + '...'} ``"


def page(drawn: list[Mutant], whole: dict[str, int], records: list[dict[str, Any]], explained: dict[str, str], options: str) -> str:
    """The page, as Markdown."""
    done = {record["id"]: record for record in records}
    first = {record["id"]: record for record in reversed(records)}
    tried = [mutant for mutant in drawn if mutant.id in done]
    at_first = sum(bool(first[mutant.id]["killed_by"]) for mutant in tried)
    survivors = [mutant for mutant in tried if not done[mutant.id]["killed_by"]]
    latest = max((done[mutant.id]["date"] for mutant in tried), default="")
    lines = [
        "<!-- Written by `make mutants`; edit scripts/mutate.py and scripts/mutants.yml instead. -->",
        "",
        "# Mutants",
        "",
        "How much the tests notice: one thing in the code is changed, the tests that call the changed function run, and one of them",
        f"should fail. `make mutants{options}` draws the same sample again for the same code. Last run: {latest}. No test in a browser",
        "takes part, and none that needs a built site. [Why no ready-made tool](../decisions/20261130-our-own-mutants.md).",
        "",
        f"At the first try {at_first} of {len(tried)} were killed. What survived was read and got a test for its kind, so a new seed is",
        "the fairer measure of what is not drawn here.",
        "",
        "| Room | Possible mutants | Drawn | Tried | Killed | Share of those tried |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for room in [*ROOMS, "all"]:
        these = [mutant for mutant in tried if room in (mutant.room, "all")]
        killed = sum(bool(done[mutant.id]["killed_by"]) for mutant in these)
        possible = sum(whole.values()) if room == "all" else whole[room]
        asked = sum(room in (mutant.room, "all") for mutant in drawn)
        lines.append(f"| {room} | {possible:,} | {asked} | {len(these)} | {killed} | {killed / max(1, len(these)):.0%} |")
    lines += ["", "## By kind of change", "", "| Kind | Tried | Killed |", "| --- | ---: | ---: |"]
    for kind in sorted({mutant.kind for mutant in tried}):
        these = [mutant for mutant in tried if mutant.kind == kind]
        lines.append(f"| {kind} | {len(these)} | {sum(bool(done[mutant.id]['killed_by']) for mutant in these)} |")
    lines += ["", "## Survivors", "", "| Where | Change | Why it survives |", "| --- | --- | --- |"]
    for mutant in survivors:
        where = f"`{mutant.path.removeprefix(PACKAGE + '/')}` {_code(mutant.scope)}"
        why = explained.get(mutant.id, "**not explained yet**")
        lines.append(f"| {where} | {mutant.kind}: {_code(mutant.before)} → {_code(mutant.after)} | {why} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Draw, try, write the page; 1 if a room falls under the share that is asked for or a survivor has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=40, help="mutants of each room")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds of tests for one mutant")
    parser.add_argument("--at-least", type=float, default=0.85, help="share of killed mutants in each room")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--again", action="store_true", help="try the survivors of earlier runs again")
    parser.add_argument("--list", action="store_true", help="only print the survivors")
    parser.add_argument("--page", action="store_true", help="only write the page, of what was tried")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(STATE, ignore_errors=True)
    drawn, whole = sample(options.seed, options.count)
    known = STATE / "results.jsonl"
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    records = [json.loads(line) for line in lines]
    done = {record["id"]: record for record in records}
    if options.list:
        for mutant in drawn:
            if mutant.id in done and not done[mutant.id]["killed_by"]:
                print(described(mutant), f"({done[mutant.id]['tests']} tests)")
        return 0
    if not options.page:
        records += run(drawn, done, options.again, options.budget)
    explained: dict[str, str] = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8")) or {} if EXPLAINED.is_file() else {}
    asked = "" if (options.seed, options.count) == (11, 40) else f' ARGS="--seed {options.seed} --count {options.count}"'
    PAGE.write_text(page(drawn, whole, records, explained, asked), encoding="utf-8", newline="\n")
    print(f"written: {PAGE.relative_to(REPOSITORY)}")
    survivors = [mutant for mutant in drawn if mutant.id in done and not done[mutant.id]["killed_by"]]
    poor = [room for room in ROOMS if sum(mutant.room == room for mutant in survivors) > (1 - options.at_least) * options.count]
    return 1 if poor or any(mutant.id not in explained for mutant in survivors) else 0


if __name__ == "__main__":
    sys.exit(main())
