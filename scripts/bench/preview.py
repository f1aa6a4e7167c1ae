"""How long `rex serve` takes on this base until it serves, and from an edit to the page that shows it: `make bench`."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent.parent
EDITS = 7
READ = ("cases", "docs", "mkdocs.yml", "mkdocs.fr.yml")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _get(address: str) -> str:
    with urlopen(address, timeout=120) as answer:  # noqa: S310  # our own server
        return str(answer.read().decode())


def main() -> None:
    """Serve a copy, change the title of a source of one case a few times, and wait as an open page does."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base, port = Path(folder) / "base", _free_port()
        base.mkdir()
        for name in READ:
            (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, base / name)
        environment = {**os.environ, "REX_CACHE_DIR": f"{folder}/cache"}
        command = [sys.executable, "-m", "rex.cli", "serve", "--root", str(base), "--port", str(port)]
        for what in ("from nothing", "with what was read before"):
            start = time.perf_counter()
            with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
                try:
                    assert server.stderr is not None
                    if not any("Serving on" in line for line in server.stderr):
                        raise SystemExit("the preview did not start")
                    print(f"preview, {what:<27} {time.perf_counter() - start:6.2f} s")
                    if what != "from nothing":
                        _edit(base, f"http://127.0.0.1:{port}")
                finally:
                    server.terminate()


def _edit(base: Path, address: str) -> None:
    case = next(path for path in sorted((base / "cases").glob("*.md")) if "status: published" in path.read_text(encoding="utf-8"))
    text = case.read_text(encoding="utf-8")
    title = re.findall(r"^    title: (\w.*)$", text, re.M)[-1]
    page = f"{address}/en/cases/{case.name.removesuffix('.md')}/"
    seconds = []
    for number in range(EDITS):
        since = re.findall(r'data-since="(\d+)"', _get(page))[0]
        case.write_text(text.replace(f"title: {title}", f"title: {title} {number}edited", 1), encoding="utf-8")
        start = time.perf_counter()
        while f"{number}edited" not in _get(page):
            since = _get(f"{address}/_rex/changes?since={since}")
        seconds.append(time.perf_counter() - start)
    shown = f"{statistics.median(seconds):6.2f} s  ({min(seconds):.2f} to {max(seconds):.2f}, {EDITS} edits)"
    print(f"from an edit to the refreshed page  {shown}")


if __name__ == "__main__":
    main()
