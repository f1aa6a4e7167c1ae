"""The preview as a web server on this machine: pages, data, and a script that loads a page again when something has changed."""

import mimetypes
import threading
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from urllib.parse import parse_qs, quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from rex.core.message import one_line
from rex.site.preview import Preview

# Below the root, where no language is.
_SCRIPT, _CHANGES = "_rex/reload.js", "_rex/changes"
# A browser that heard nothing for so many seconds asks again.
_PATIENCE = 30.0
_RELOAD = """\
const since = document.currentScript.dataset.since;
const ask = async () => {
  for (;;) {
    try {
      const answer = await fetch(`/_rex/changes?since=${since}`);
      if (answer.ok && (await answer.text()) !== since) return location.reload();
    } catch {
      await new Promise((wait) => setTimeout(wait, 1000));
    }
  }
};
ask();
"""


class Changes:
    """Counts changes, and lets browsers wait for the next one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def tell(self) -> None:
        """Something has changed."""
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, since: int, seconds: float = _PATIENCE) -> int:
        """The number of changes, as soon as it is not `since`, or after so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self.count != since, seconds)
            return self.count


def application(preview: Preview, changes: Changes, lang: str) -> WSGIApplication:
    """A WSGI application: the pages of a language in the folder of its code, the data files beside it."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "replace").lstrip("/")
        # Before the page is made: what changes meanwhile is a reason to load it again.
        count = changes.count
        status, kind, content = "200 OK", mimetypes.guess_type(path)[0] or "text/html", b""
        if path == _CHANGES:
            since = parse_qs(str(environ.get("QUERY_STRING", ""))).get("since", [""])[0]
            kind, content = "text/plain", str(changes.wait(int(since) if since.isascii() and since.isdecimal() else -1)).encode()
        elif path == _SCRIPT:
            content = _RELOAD.encode()
        elif not path or path == lang:
            start_response("302 Found", [("Location", f"/{lang}/"), ("Content-Length", "0")])
            return [b""]
        else:
            try:
                found = _found(preview, path, lang)
                if found is None and not path.endswith("/") and preview.has(f"{path.removeprefix(f'{lang}/')}/"):
                    start_response("302 Found", [("Location", f"/{quote(path)}/"), ("Content-Length", "0")])
                    return [b""]
                if found is None:
                    status, kind, found = "404 Not Found", "text/html", preview.missing()
                content = found
            except Exception as error:  # whatever it is, who writes must read it, and the next page is still served
                status, kind, content = "500 Internal Server Error", "text/plain", one_line(f"{type(error).__name__}: {error}").encode()
        if kind == "text/html":
            script = f'<script src="/{_SCRIPT}" data-since="{count}"></script>'.encode()
            before, end, after = content.rpartition(b"</body>")
            content = before + script + end + after
        text = kind.startswith("text/") or kind.endswith(("json", "javascript", "xml"))
        headers = [("Content-Type", f"{kind}; charset=utf-8" if text else kind), ("Content-Length", str(len(content)))]
        start_response(status, [*headers, ("Cache-Control", "no-store")])
        return [content]

    return answer


def _found(preview: Preview, path: str, lang: str) -> bytes | None:
    below = path.removeprefix(f"{lang}/")
    if below == path:
        return preview.data(path)
    found = preview.page(below)
    if found is None:
        found = preview.file(below)
    return preview.data(path) if found is None else found


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """What is asked for is no news."""


def server_of(app: WSGIApplication, port: int) -> WSGIServer:
    """A server of this machine only, not yet started. Raises `OSError` where the port cannot be had."""
    return make_server("127.0.0.1", port, app, _Server, _Quiet)
