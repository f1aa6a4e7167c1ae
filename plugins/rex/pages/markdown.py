"""Small pieces of Markdown: escaping, links, badges, citations. Text in, text out; no corpus, no files."""

import posixpath
import re
from html import escape as escape_html

_CODE = re.compile(r"(`[^`\n]+`)")
# Characters that some Markdown dialect gives a meaning; entities, because not every renderer knows every escape.
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "\\*_[]{}<>|~^$"} | {ord("&"): "&amp;"}
_LINE_START = re.compile(r"^(\s*)([#>+=:!-]|\d+[.)])", re.MULTILINE)


def plain(text: str) -> str:
    """Text of a field as Markdown that shows exactly this text; `code` in backticks stays code.

    The result is one line.
    """
    pieces = _CODE.split(" ".join(re.split(r"[ \t\n\r\f\v]+", text.strip())))
    for index in range(0, len(pieces), 2):
        pieces[index] = pieces[index].translate(_ENTITIES).replace("`", "&#96;").replace("://", "&#58;//")
    joined = "".join(pieces)
    return _LINE_START.sub(
        lambda m: (
            m.group(1) + "".join(f"&#{ord(c)};" for c in m.group(2)[:1]) + m.group(2)[1:]
            if not m.group(2)[0].isdigit()
            else m.group(1) + m.group(2)[:-1] + f"&#{ord(m.group(2)[-1])};"
        ),
        joined,
    )


def attribute(text: str) -> str:
    """Text inside a double-quoted HTML attribute or Markdown link title, on one line."""
    return (
        escape_html(" ".join(text.replace("`", "").split()), quote=True).replace("[", "&#91;").replace("]", "&#93;").replace("\\", "&#92;")
    )


def url(address: str) -> str:
    """A web address as a Markdown link destination."""
    return (
        address.replace(" ", "%20")
        .replace("(", "%28")
        .replace(")", "%29")
        .replace("<", "%3C")
        .replace(">", "%3E")
        .replace("*", "%2A")
        .replace("_", "%5F" if "__" in address else "_")
    )


def relative(target: str, page: str) -> str:
    """Path of `target` as seen from `page`, both relative to the root of one language."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def meta(text: str) -> str:
    """A text of a page's front matter, as double-quoted YAML.

    Themes put titles and descriptions into HTML as they are, so they are escaped here.
    """
    escaped = escape_html(text, quote=False).replace('"', "&quot;")
    return '"' + escaped.replace("\\", "&#92;").replace("\n", " ") + '"'
