"""The content security policy of the finished pages: only our own files, and the inline scripts that are really there.

It is a `<meta>`, first in the head, because not every host lets us set headers. Nothing may change the pages afterwards.
"""

import base64
import hashlib
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

# `'wasm-unsafe-eval'` lets the search start its WebAssembly; it does not allow `eval`.
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'"
)
_HEAD = "<head>"
# Types a browser runs; any other, such as JSON, is only data.
_RUNS = frozenset(("", "module", "text/javascript", "application/javascript"))


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.texts: set[str] = set()
        self._parts: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and "src" not in values and (values.get("type") or "").lower() in _RUNS:
            self._parts = []

    def handle_data(self, data: str) -> None:
        if self._parts is not None:
            self._parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._parts is not None:
            self.texts.add("".join(self._parts))
            self._parts = None


def add_policy(files: Iterable[Path]) -> str:
    """Write one policy into all these pages, and return it.

    All pages get the same one, with the hashes of all of them: instant navigation keeps the policy of the page it started from.
    """
    found = _InlineScripts()
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(files)}
    for text in pages.values():
        found.reset()
        found.feed(text)
    hashes = sorted(base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found.texts)
    policy = _POLICY.format(hashes="".join(f" 'sha256-{digest}'" for digest in hashes))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    for path, text in pages.items():
        path.write_text(text.replace(_HEAD, f"{_HEAD}{meta}", 1), encoding="utf-8")
    return policy
