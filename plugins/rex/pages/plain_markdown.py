"""A page as Markdown for reading: the text that its HTML was made from, without what only a browser needs.

The layout of a page is Markdown with elements around and between; here those become Markdown too, or go. Code stays as it is.
"""

import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urljoin

from rex.pages.markup import built

_CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\[\]\s]+)(?: \"[^\"]*\")?\)")
_ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*\{:[^{}\n]*\}[ \t]*$", re.MULTILINE)
# Decoration, controls and ways around: nothing that a text would keep.
_DROPPED = frozenset(("svg", "form", "button", "dialog", "script", "template", "noscript"))
_DROPPED_CLASSES = frozenset(("rex-crumbs", "rex-pager", "rex-dots", "rex-bar-bottom", "rex-told", "rex-legend"))
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))
_PAIRS = {"b": "**", "strong": "**", "em": "*", "i": "*", "code": "`"}
_BLOCKS = {"p", "div", "section", "ol", "ul", "dl", "table", "figure", "figcaption", "nav", "details", "summary", "fieldset", "header"}
# Characters that would be markup if they stood bare.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def plain_markdown(markdown: str, page: str, address: str) -> str:
    """The Markdown of the page at `page`, with links that start from `address`, where the page is published."""
    reader = _Reader(lambda href: urljoin(address, href))
    for index, piece in enumerate(_CODE.split(markdown)):
        if index % 2:
            reader.keep(piece)
        else:
            reader.feed(_LINK.sub(lambda match: f"]({urljoin(address, _of_built(match[1], page))})", _ATTRIBUTES.sub("", piece)))
    reader.close()
    lines = [line.rstrip() for line in "".join(reader.parts).strip().splitlines()]
    kept = [line for number, line in enumerate(lines) if line or (number and lines[number - 1])]
    return "\n".join([*kept, "", f"<{address}>"]) + "\n"


def _of_built(href: str, page: str) -> str:
    path, sign, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", href, re.DOTALL).groups()  # type: ignore[union-attr]  # fits everything
    if "://" in href or not path.endswith(".md"):
        return href
    folder = page.rpartition("/")[0]
    target = path
    while target.startswith("../"):
        target, folder = target[3:], folder.rpartition("/")[0]
    return built(f"{folder}/{target}".lstrip("/"), page) + sign + rest


class _Reader(HTMLParser):
    """Elements to Markdown; text passes, entities become the characters they stand for."""

    def __init__(self, absolute: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.absolute = absolute
        self.parts: list[str] = []
        self._dropping: list[str] = []
        self._links: list[str] = []
        self._cells = 0
        self._is_first_row = False
        self._in_code = False

    def keep(self, text: str) -> None:
        """A piece that is not looked into."""
        self.handle_data(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self._dropping or tag in _DROPPED or "hidden" in values or _DROPPED_CLASSES & set((values.get("class") or "").split()):
            if tag not in _VOID:
                self._dropping.append(tag)
            return
        if tag in _PAIRS:
            self.parts.append(_PAIRS[tag])
            self._in_code |= tag == "code"
        elif tag == "a":
            self._links.append(self.absolute(values.get("href") or ""))
            self.parts.append("[")
        elif tag == "br":
            self.parts.append("  ")
        elif tag in ("li", "dt"):
            self.parts.append("\n- ")
        elif tag == "dd":
            self.parts.append(": ")
        elif tag in ("h1", "h2", "h3", "h4"):
            self.parts.append(f"\n\n{'#' * int(tag[1])} ")
        elif tag == "table":
            self._is_first_row = True
            self.parts.append("\n\n")
        elif tag == "tr":
            self._cells = 0
            self.parts.append("\n|")
        elif tag in ("td", "th"):
            self._cells += 1
            self.parts.append(" ")
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag in _PAIRS:
            self.parts.append(_PAIRS[tag])
            self._in_code &= tag != "code"
        elif tag == "a" and self._links:
            self.parts.append(f"]({self._links.pop()})")
        elif tag in ("td", "th"):
            self.parts.append(" |")
        elif tag == "tr" and self._is_first_row:
            self._is_first_row = False
            self.parts.append("\n|" + " --- |" * self._cells)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self._character(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._character(unescape(f"&#{name};"))

    def _character(self, sign: str) -> None:
        self.handle_data(sign if self._in_code else _SPECIAL.sub(r"\\\1", sign))
