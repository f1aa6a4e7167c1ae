"""Text and markup, told apart by their type: a `str` is text and is escaped, an `Md` is what our own code wrote.

Every escape gives HTML entities, which mean the character itself in Markdown, in HTML inside Markdown, in raw HTML and in an
attribute in double quotes. So one escape is right wherever a template puts a text, and no template has to choose.
"""

import posixpath
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape as escape_html
from string import Formatter
from typing import Any

from jinja2.runtime import Macro as JinjaMacro
from markupsafe import Markup

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_BREAKS = re.compile(r"[\t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_NO_BREAK = "\u00a0\u202f\u2007"
_SPACES = re.compile(rf"(?:(?![{_NO_BREAK}])[\s\x1c-\x1f\x85\u2028\u2029])+")
# Characters that HTML or some Markdown dialect gives a meaning; entities, because not every renderer knows every escape.
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in '\\*_[]{}<>|~^$`"'} | {ord("&"): "&amp;"}
# Renderers keep such characters for marks of their own.
_ENTITIES |= dict.fromkeys((*range(32), 127), "�")
# What would begin a heading, a list, a quotation or a block of another kind.
_LINE_START = re.compile(r"^(?P<space> ?)(?:(?P<sign>[#>+=:!-])|(?P<number>\d+)(?P<end>[.)]))")
# What ends a link destination, begins another piece of Markdown, or could not stand in an attribute.
_URL_ENTITIES = {ord(character): f"%{ord(character):02X}" for character in " \\()<>*\"'`{}|^\x7f"} | {
    number: f"%{number:02X}" for number in range(0x20)
}


class Md(Markup):
    """Markdown or HTML that our own code wrote. A `str` that is added, joined or formatted into it is escaped on the way."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> "Md":
        """Anything as markup: what is markup already stays as it is."""
        return plain(s)

    def format(self, *args: Any, **kwargs: Any) -> "Md":
        """As `Markup.format`; a field that is nothing but a name, as most are, is filled in without the parser of formats."""
        fields = _fields_of(self)
        if fields is None:
            return super().format(*args, **kwargs)
        filled = []
        for text, name in fields:
            filled.append(text)
            if name is not None:
                value = args[name] if isinstance(name, int) else kwargs[name]
                if not isinstance(value, (Md, str, int)):
                    return super().format(*args, **kwargs)
                filled.append(value if isinstance(value, Md) else plain(format(value)))
        return str.__new__(Md, "".join(filled))


@lru_cache(maxsize=10_000)
def _fields_of(form: str) -> tuple[tuple[str, int | str | None], ...] | None:
    """The texts of a format, each with the field that follows it; `None` where a field is more than a name or a number."""
    found: list[tuple[str, int | str | None]] = []
    count = 0
    for text, name, spec, conversion in Formatter().parse(str(form)):
        if name is None:
            found.append((text, None))
        elif spec or conversion or not (name == "" or name.isidentifier() or (name.isascii() and name.isdecimal())):
            return None
        elif name.isidentifier():
            found.append((text, name))
        else:
            found.append((text, int(name or count)))
            count += 1
    return tuple(found)


def plain(value: object) -> Md:
    """A text as markup that shows exactly this text, on one line; `code` in backticks becomes code, with its own text escaped."""
    return value if isinstance(value, Md) else _plain(str(value))


@lru_cache(maxsize=100_000)
def _plain(text: str) -> Md:
    # Text, then marks, code, text, marks, code, text ...
    pieces = _CODE.split(_SPACES.sub(" ", text))
    for index in range(0, len(pieces), 3):
        pieces[index] = pieces[index].translate(_ENTITIES).replace("://", "&#58;//")
    for index in range(2, len(pieces), 3):
        pieces[index - 1 : index + 1] = ["", f"<code>{pieces[index].translate(_ENTITIES)}</code>"]
    return Md(
        _LINE_START.sub(lambda match: f"{match['space']}{match['number'] or ''}&#{ord(match['sign'] or match['end'])};", "".join(pieces))
    )


def code(text: str) -> Md:
    """A literal text, all of it code, on one line; its spaces stay, since somebody may search for them."""
    return Md(f"<code>{_BREAKS.sub(' ', text).strip().translate(_ENTITIES)}</code>")


def attribute(text: str) -> Md:
    """A text for an attribute in double quotes or for the title of a link, on one line and without the marks of code.

    Markup is refused: an attribute would show its tags.
    """
    if isinstance(text, Md):
        raise TypeError(f"an attribute takes text, not markup: {text!r}")
    return Md(_SPACES.sub(" ", text.replace("`", "")).strip().translate(_ENTITIES).replace("'", "&#39;"))


def anchor(name: str) -> Md:
    """A name of our own as the id of an element."""
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise ValueError(f"not an id: {name!r}")
    return Md(name)


def url(address: str) -> Md:
    """A web address as the destination of a link, in Markdown and in HTML.

    Raises `ValueError` for anything but http and https; the model has refused it long before.
    """
    if not re.match(r"https?://", address):
        raise ValueError(f"not a web address: {address!r}")
    escaped = address.translate(_URL_ENTITIES)
    # Two underscores could begin strong emphasis.
    return Md(escaped.replace("_", "%5F") if "__" in escaped else escaped)


def joined(parts: Iterable[object]) -> str:
    """What `~` means in a template: markup if any part is, with all others escaped; else text."""
    items = list(parts)
    if any(isinstance(item, Md) for item in items):
        return Md("").join(map(plain, items))
    return "".join(map(str, items))


def joined_by(parts: Iterable[object], between: str = "") -> Md:
    """What `join` means in a template: each part is escaped before they meet, so that none can end what another began."""
    return plain(between).join(map(plain, parts))


class Macro(JinjaMacro):
    """A macro of our templates: what it returns is markup."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:
        return Md(super()._invoke(arguments, autoescape))


@cache
def relative(target: str, page: str) -> str:
    """Path of `target` as seen from `page`, both relative to the root of one language."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


@cache
def built(target: str, page: str) -> str:
    """Address of the built `target` as seen from the built `page`, both with an address that ends in a slash."""
    return posixpath.relpath(_folder(target) or ".", _folder(page) or ".") + "/"


def built_from_file(target: str, page: str) -> str:
    """The same as seen from the file of the page, for hosts that turn links in HTML themselves."""
    return posixpath.relpath(_folder(target) or ".", posixpath.dirname(page) or ".") + "/"


def _folder(path: str) -> str:
    stem = path.removesuffix(".md")
    return posixpath.dirname(stem) if posixpath.basename(stem) == "index" else stem


def meta(text: str) -> str:
    """A text of a page's front matter, as double-quoted YAML.

    Themes put titles and descriptions into HTML as they are, so they are escaped here.
    """
    escaped = escape_html(_SPACES.sub(" ", text), quote=False).replace('"', "&quot;").replace("\\", "&#92;")
    return '"' + escaped.translate(dict.fromkeys(range(32), "�")) + '"'
