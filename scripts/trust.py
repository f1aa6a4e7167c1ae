"""Run everything that is tried against hostile texts, damage and kills, and write the figures into `docs/maintaining/trust.md`.

Takes half an hour or more: `make trust`. Ends with what the tests say; the page is written only when all of them passed.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs/maintaining/trust.md"
# What is run, by the heading of its figures.
PARTS = {
    "test_payloads": ("Texts that want to run a script", "tests/trust/test_payloads.py"),
    "test_kills": ("Killed while it writes", "tests/trust/test_kills.py"),
    "test_mutations": ("Damaged files", "tests/unit/test_mutations.py"),
    "test_linear_patterns": ("Regular expressions", "tests/unit/test_linear_patterns.py"),
}
# Figures that say how long or how many at most are not added up.
_MOST = ("longest", "most")


def figures_of(lines: list[str]) -> dict[str, dict[str, float]]:
    """Heading to name to value; what several tests counted under one name is added up."""
    found: dict[str, dict[str, float]] = {part: {} for part in PARTS}
    for line in lines:
        part, name, value = json.loads(line)
        old = found[part].get(name, 0)
        found[part][name] = max(old, value) if name.startswith(_MOST) else old + value
    return found


def page(figures: dict[str, dict[str, float]]) -> str:
    """The page, as Markdown."""
    lines = [
        "<!-- Written by `make trust`; edit scripts/trust.py instead. -->",
        "",
        "# Trust, measured",
        "",
        "What was tried against the check, the build and the pages, and what came of it. The borders that this guards stand in the",
        "[threat model](threat-model.md). `make test` tries a sample of each; these figures are of everything, run with",
        f"`make trust` under Python {platform.python_version()} on {platform.system()}.",
    ]
    for part, (heading, path) in PARTS.items():
        lines += ["", f"## {heading}", "", f"`{path}`", "", "| What | Figure |", "| --- | ---: |"]
        lines += [f"| {name} | {value:,.6g} |" for name, value in figures[part].items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all, and write the page if nothing failed; returns what pytest returned."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures"
        tests = [test for _, test in PARTS.values()]
        command = [sys.executable, "-m", "pytest", "--all", "-n", str(os.cpu_count() or 1), "--dist", "worksteal", *tests]
        code = subprocess.run(command, cwd=REPOSITORY, env={**os.environ, "REX_FIGURES": str(path)}, check=False).returncode
        if code == 0:
            PAGE.write_text(page(figures_of(path.read_text(encoding="utf-8").splitlines())), encoding="utf-8", newline="\n")
            print(f"written: {PAGE.relative_to(REPOSITORY)}")
    return code


if __name__ == "__main__":
    sys.exit(main())
