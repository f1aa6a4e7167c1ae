"""Find a Chromium for the browser tests, or install one; leaves its path in `.venv/.browser`.

In this order: one that has no window to draw, which opens a page in a third of the time, on the machine or from the system's package; any
other on the machine; the system's package of the whole browser; Playwright's download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Debian's names, of the program and of its package.
WINDOWLESS = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RECORD = Path(__file__).resolve().parent.parent / ".venv" / ".browser"


def on_this_machine(*names: str) -> str | None:
    """Path of a browser of these names that answers, or `None`."""
    for name in names:
        path = shutil.which(name) if name else None
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def from_system_package(name: str) -> str | None:
    """Debian's package of this name, if this user may install packages without being asked for a password."""
    if not shutil.which("apt-get"):
        return None
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode):
        return None
    print(f"Installing the system package `{name}` ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name]):
        if subprocess.run([*prefix, *command], env=environment, capture_output=True, check=False).returncode:
            return None
    return on_this_machine(name)


def from_playwright() -> str | None:
    """Playwright's own build."""
    print("Downloading Playwright's Chromium ...", flush=True)
    if subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def main() -> int:
    """Find or install, record, and say which."""
    path = (
        on_this_machine(os.environ.get("REX_BROWSER", ""), WINDOWLESS)
        or from_system_package(WINDOWLESS)
        or on_this_machine(*NAMES)
        or from_system_package(NAMES[0])
        or from_playwright()
    )
    if path is None:
        print("No Chromium could be found or installed. Install one, or name it in REX_BROWSER.", file=sys.stderr)
        return 1
    RECORD.write_text(path + "\n", encoding="utf-8")
    print(f"Browser for the tests: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
