"""Small pieces of Markdown: escaping, links, badges, citations. Text in, text out; no corpus, no files."""

import posixpath
import re
from html import escape as escape_html

_CODE = re.compile(r"(`[^`\n]+`)")
# Characters that some Markdown dialect gives a meaning; entities, because not every renderer knows every escape.
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "\\*_[]{}<>|~^$"} | {ord("&"): "&amp;"}
# What would begin a heading, a list, a quotation or a block of another kind.
_LINE_START = re.compile(r"^(?:(?P<sign>[#>+=:!-])|(?P<number>\d+)(?P<end>[.)]))")
_URL_ENTITIES = {ord(character): f"%{ord(character):02X}" for character in " ()<>*"}


def plain(text: str) -> str:
    """Text of a field as Markdown that shows exactly this text; `code` in backticks stays code.

    The result is one line.
    """
    pieces = _CODE.split(" ".join(re.split(r"[ \t\n\r\f\v]+", text.strip())))
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].translate(_ENTITIES).replace("`", "&#96;").replace("://", "&#58;//")
    return _LINE_START.sub(lambda match: f"{match['number'] or ''}&#{ord(match['sign'] or match['end'])};", "".join(pieces))


def attribute(text: str) -> str:
    """Text inside a double-quoted HTML attribute or Markdown link title, on one line."""
    return (
        escape_html(" ".join(text.replace("`", "").split()), quote=True).replace("[", "&#91;").replace("]", "&#93;").replace("\\", "&#92;")
    )


def url(address: str) -> str:
    """A web address as a Markdown link destination."""
    escaped = address.translate(_URL_ENTITIES)
    # Two underscores could begin strong emphasis.
    return escaped.replace("_", "%5F") if "__" in escaped else escaped


def relative(target: str, page: str) -> str:
    """Path of `target` as seen from `page`, both relative to the root of one language."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def built(target: str, page: str) -> str:
    """Address of the built `target` as seen from the built `page`, both with an address that ends in a slash."""

    def folder(path: str) -> str:
        stem = path.removesuffix(".md")
        return posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem

    return posixpath.relpath(folder(target) or ".", folder(page) or ".") + "/"


def meta(text: str) -> str:
    """A text of a page's front matter, as double-quoted YAML.

    Themes put titles and descriptions into HTML as they are, so they are escaped here.
    """
    escaped = escape_html(text, quote=False).replace('"', "&quot;")
    return '"' + escaped.replace("\\", "&#92;").replace("\n", " ") + '"'
