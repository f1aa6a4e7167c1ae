"""`make lighthouse`: the four marks of Lighthouse on a phone, for the pages readers meet most. Needs Node; serves `site/` compressed.

Marks for speed depend on the machine, so this is no test; the others should be 100.
"""

import functools
import gzip
import http.server
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "scripts" / "lighthouse"
PAGES = ("en/", "fr/cases/gitlab-2017/", "en/mistakes/untested-backups/", "fr/matrix/")
MARKS = ("performance", "accessibility", "best-practices", "seo")
COMPRESSED = {".html", ".css", ".js", ".xml", ".json", ".svg"}


class Compressed(http.server.SimpleHTTPRequestHandler):
    """As a real server would do: text compressed, files kept by the browser."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix not in COMPRESSED or not path.is_file():
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def log_message(self, *args: object) -> None:
        pass


def main() -> int:
    """Prints one line a page; fails if a mark other than speed is below 100."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--silent"], cwd=FOLDER, check=True)
    browser = (ROOT / ".venv" / ".browser").read_text(encoding="utf-8").strip()
    environment = {**os.environ, "CHROME_PATH": browser}
    flags = "--headless=new --no-sandbox --disable-quic --disable-background-networking"
    failed = False
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Compressed, directory=str(ROOT / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for page in PAGES:
            address = f"http://127.0.0.1:{server.server_port}/{page}"
            command = ["npx", "lighthouse", address, "--quiet", "--output=json", f"--chrome-flags={flags}"]
            done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=True)
            report = json.loads(done.stdout)
            marks = {name: round(100 * report["categories"][name]["score"]) for name in MARKS}
            shift = report["audits"]["cumulative-layout-shift"]["displayValue"]
            print(f"{page:32}", *(f"{name} {mark}" for name, mark in marks.items()), f"layout shift {shift}", sep="  ", flush=True)
            missed = [
                f"{audit['id']}: {audit['title']}"
                for name in MARKS[1:]
                for reference in report["categories"][name]["auditRefs"]
                if reference["weight"] and (audit := report["audits"][reference["id"]])["score"] not in (1, None)
            ]
            for line in missed:
                print(f"  {line}")
            failed = failed or bool(missed)
        server.shutdown()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
