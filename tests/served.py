"""The built site as its readers get it: at an address of its own."""

import functools
import http.server
import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from playwright.sync_api import Page

PUBLISHED = "https://devops-rex.example"
BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
_RECORD = Path(__file__).resolve().parent.parent / ".venv" / ".browser"


class AtHome(http.server.SimpleHTTPRequestHandler):
    """Serves the site as if this were its public address: instant navigation goes only where the sitemap leads."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.name != "sitemap.xml" or not path.is_file():
            return super().send_head()
        text = path.read_text(encoding="utf-8").replace(PUBLISHED, f"http://{self.headers['Host']}").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        return io.BytesIO(text)

    def log_message(self, *args: object) -> None:
        pass


class BelowAPath(AtHome):
    """As a host does that knows one page for every address where nothing is, or one for each language: below a path."""

    FOLDER = "/devops-rex"
    of_each_language = False

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.FOLDER) if path.startswith(f"{self.FOLDER}/") else "/nothing")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        own = self.path.removeprefix(f"{self.FOLDER}/").split("/")[0] if self.of_each_language else ""
        text = Path(self.directory, own, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


class BelowAPathInEachLanguage(BelowAPath):
    """The same with a page of its own for each language."""

    of_each_language = True


@contextmanager
def serving(site: Path, kind: type[AtHome] = AtHome) -> Iterator[str]:
    """Address of a server for this folder, on this machine only."""
    handler = functools.partial(kind, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def free_port() -> int:
    """A port of this machine on which nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def browser_path() -> str:
    """The Chromium that `scripts/find_browser.py` found."""
    assert _RECORD.is_file(), "run `make test`, which finds or installs a browser"
    return _RECORD.read_text(encoding="utf-8").strip()


def arrive(page: Page, path: str) -> None:
    """Open a page and wait until links are followed without a reload: until the theme has the sitemap, a click loads the whole page."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
