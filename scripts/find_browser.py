"""Find a Chromium for the browser tests, or install one; leaves its path in `.venv/.browser`.

In this order: one already on the machine, the system's package where we may install it, Playwright's download.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RECORD = Path(__file__).resolve().parent.parent / ".venv" / ".browser"


def on_this_machine() -> str | None:
    """Path of a browser that answers, or `None`."""
    for name in (os.environ.get("REX_BROWSER", ""), *NAMES):
        path = shutil.which(name) if name else None
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def from_system_package() -> str | None:
    """Debian's `chromium`, if this user may install packages without being asked for a password."""
    if not shutil.which("apt-get"):
        return None
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and (not shutil.which("sudo") or subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode):
        return None
    print("No Chromium found; installing the system package `chromium` ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        if subprocess.run([*prefix, *command], env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            return None
    return on_this_machine()


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
    path = on_this_machine() or from_system_package() or from_playwright()
    if path is None:
        print("No Chromium could be found or installed. Install one, or name it in REX_BROWSER.", file=sys.stderr)
        return 1
    RECORD.write_text(path + "\n", encoding="utf-8")
    print(f"Browser for the tests: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
