"""Whatever writes is killed at each of its steps on the disk: the old result stands or the new one, and the next try succeeds."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from builders import a_case, a_site_base, a_translation
from conftest import forked

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are ended by signal")

# What each command writes, as its reader sees it; beside it stand files that nobody reads.
COMMANDS: dict[str, tuple[list[str], str]] = {
    "validate --fix": (["validate", "--fix"], "cases"),
    "translate": (["translate", "example-2024", "fr"], "cases"),
    "release": (["release", "1.0.0", "--date", "2026-01-01"], "cases"),
    "new": (["new", "A new case"], "cases"),
    "build": (["build", "--fresh"], "site"),
}
# Looks for words that only the case has that came last.
INDEX, ASK = ["index"], ["search", "cellar"]
# How many of the steps of a command are tried in every run, and with `--all`.
SAMPLE, MOST = 2, 780
# A build takes long: two processes share its steps.
SHARES = {"build": 2}


@pytest.fixture
def ender(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Runs a command and kills it at a step on the disk; see `warm.py`."""

    def ended(argv: list[str], at: int, below: Path) -> dict[str, Any]:
        done = forked(*argv, environment={"REX_CACHE_DIR": str(tmp_path / "cache")}, at=at, below=str(below))
        return done | {"killed": done["code"] == -signal.SIGKILL}

    return ended


def seen(root: Path, folder: str) -> dict[str, bytes]:
    """What a reader of the folder finds: its files, but for hidden ones, which are being written."""
    top = root / folder
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for path in sorted(top.rglob("*"))
        if path.is_file() and not path.match(".*.tmp")
    }


def a_start(folder: Path, name: str) -> Path:
    case = a_case()
    second = a_case(title="Another disk fails in another cellar")
    if "--fix" in name:
        second = second.replace("kind: incident", "kind:\u00a0incident")
    stale = {"original": "12345678"} if name == "translate" else {}
    return a_site_base(folder, {"example-2024": case, "second-2024": second, "example-2024.fr": a_translation(case, **stale)})


# One command stands for those that write single files; a build is killed in every run by `tests/integration/test_written_whole.py`.
@pytest.mark.parametrize(
    ("name", "share"),
    [
        pytest.param(name, share, marks=() if name == "validate --fix" else pytest.mark.long)
        for name in COMMANDS
        for share in range(SHARES.get(name, 1))
    ],
)
def test_a_kill_at_any_step_leaves_the_old_or_the_new(
    name: str,
    share: int,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    ender: Callable[..., dict[str, Any]],
    figure: Callable[[str, int], None],
) -> None:
    words, folder = COMMANDS[name]
    start = a_start(tmp_path / "start", name)
    if name == "build":  # there is an old site, of one case less
        (start / "cases/second-2024.md").rename(tmp_path / "second")
        assert ender([*words, "--root", str(start)], 0, start)["code"] == 0
        (tmp_path / "second").rename(start / "cases/second-2024.md")
    whole = tmp_path / "whole"
    shutil.copytree(start, whole, symlinks=True)
    done = ender([*words, "--root", str(whole)], 0, whole)
    assert done["code"] in (0, 1), name
    old, new = seen(start, folder), seen(whole, folder)
    assert old != new, "the command writes something"
    steps = range(1, done["steps"] + 1)
    full = request.config.getoption("--all")
    if not full:
        steps = sorted({steps[place * (len(steps) - 1) // (SAMPLE - 1)] for place in range(SAMPLE)})
    elif len(steps) > MOST:
        steps = sorted({steps[place * (len(steps) - 1) // (MOST - 1)] for place in range(MOST)})
    steps = list(steps)[share :: SHARES.get(name, 1)]
    sources = seen(start, "cases")
    root = tmp_path / "tried"
    shutil.copytree(start, root, symlinks=True)
    killed = 0
    for at in steps:
        state = ender([*words, "--root", str(root)], at, root)
        killed += state["killed"]
        found = seen(root, folder)
        files = sorted(found) if name in ("validate --fix", "translate") else []
        if files:  # each file for itself
            assert all(found[path] in (old.get(path), new.get(path)) for path in files), (name, at)
        else:
            assert found in (old, new), (name, at)
        if folder != "cases":
            assert seen(root, "cases") == sources, (name, at)
        if found != old:
            shutil.rmtree(root)
            shutil.copytree(start, root, symlinks=True)
    # Two processes that write at once do not always take the same number of steps.
    assert killed >= len(steps) - 5
    assert ender([*words, "--root", str(root)], 0, root)["code"] in (0, 1), "what was left is in nobody's way"
    assert seen(root, folder) == new
    figure(f"kills of `rex {name}`, each at another step on the disk", killed)
    figure("results that were neither the old nor the new", 0)


def test_a_kill_at_any_step_of_the_index_leaves_one_that_answers(
    tmp_path: Path, request: pytest.FixtureRequest, ender: Callable[..., dict[str, Any]], figure: Callable[[str, int], None]
) -> None:
    root, kept = a_start(tmp_path / "base", "index"), tmp_path / "cache"
    last = root / "cases/second-2024.md"
    text = last.read_text(encoding="utf-8")
    steps = ender([*INDEX, "--root", str(root)], 0, kept)["steps"]
    killed = 0
    for at in range(1, steps + 1) if request.config.getoption("--all") else (steps // 2,):
        last.unlink()
        assert ender([*INDEX, "--root", str(root)], 0, root)["code"] == 0
        last.write_text(text, encoding="utf-8")
        killed += ender([*INDEX, "--root", str(root)], at, kept)["killed"]
        assert ender([*ASK, "--root", str(root)], 0, root)["code"] == 0, at
    assert killed
    figure("kills of `rex index`, each at another step on the disk", killed)
