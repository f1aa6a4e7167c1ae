"""The built site, served, and one browser for all tests that look at it."""

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
PUBLISHED = "https://devops-rex.example"


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


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    handler = functools.partial(AtHome, directory=str(built / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser(repository: Path) -> Iterator[Browser]:
    record = repository / ".venv" / ".browser"
    assert record.is_file(), "run `make test`, which finds or installs a browser"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=record.read_text(encoding="utf-8").strip(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test on any console error, failed request or request to another host."""
    opened = browser.new_page(base_url=address)
    troubles: list[str] = []
    opened.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("requestfailed", lambda request: troubles.append(f"failed: {request.url}") if request.failure != "net::ERR_ABORTED" else None)
    opened.on("request", lambda request: troubles.append(f"elsewhere: {request.url}") if not request.url.startswith(address) else None)
    yield opened
    opened.close()
    assert troubles == []
