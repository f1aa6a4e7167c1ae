"""What a finished page may hold, and what its reader's browser may do with it.

The policy is constant: it allows our own files and nothing that stands in a page. So nothing that a stranger wrote can
change it, and whatever it would have to be changed for ends the build instead: an inline script, an event attribute, a
frame, an address that runs. Two guards, then: the browser's, and this one before anything is published.

Pages are read by a strict grammar. After the minifier each `<` before a letter, `/`, `!` or `?` begins a tag with quoted
values that hold no such `<` themselves. What does not fit is a fault, so that no browser can see a tag which was not seen
here; and one pass without backtracking is enough.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from rex.core.errors import RexError

# `'wasm-unsafe-eval'` lets the search start its WebAssembly; it does not allow `eval`. The theme's style sheet draws
# icons from `data:` addresses.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'self'"
)
REFERRER = "strict-origin-when-cross-origin"
# In the page itself, since not every host lets us set headers. First in the head: it governs only what comes after it.
META = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><meta name="referrer" content="{REFERRER}">'
_HEAD = "<head>"

# Elements that a page of ours may hold: those of text, tables, our drawings and our controls.
ELEMENTS = frozenset(
    """html head meta title link script body noscript main article section nav header footer aside div p h1 h2 h3 h4 h5 h6 hr br wbr
    ul ol li dl dt dd blockquote pre code kbd samp var a em strong b i u s small mark sub sup abbr cite q dfn time data del ins span bdi bdo
    table caption colgroup col thead tbody tfoot tr th td figure figcaption picture img details summary dialog menu search
    form fieldset legend label input button select optgroup option datalist textarea output progress meter
    svg g path rect circle ellipse line polyline polygon text tspan defs desc use symbol pattern marker ruby rt rp""".split()
)
# The forms that our templates write, by class. One of method `dialog` is not sent anywhere.
FORMS = frozenset(("rex-find", "rex-ask", "rex-choices"))
# Types of scripts that are only data.
_DATA = frozenset(("application/json", "application/ld+json"))
_INPUTS_REFUSED = frozenset(("password", "file", "image"))
_ADDRESSES = frozenset(
    ("href", "src", "action", "poster", "data", "cite", "background", "longdesc", "manifest", "codebase", "xlink:href", "profile", "usemap")
)
_REFUSED_ATTRIBUTES = frozenset(("style", "srcdoc", "srcset", "imagesrcset", "ping", "formaction", "is", "slot", "nonce", "xmlns"))
# Relations of `<link>` that are only told, never fetched.
_TOLD = frozenset(("canonical", "alternate", "license", "author", "next", "prev", "edit"))
_SCHEMES = frozenset(("http", "https", "mailto"))

# A tag: where it begins, then what is neither a quote nor another beginning, or a quoted value.
_TAG = re.compile(r"""<(?=[A-Za-z/!?])(?>[^"'<>]++|"[^"]*"|'[^']*')*+>?""")
_PARTS = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)((?:\s.*)?)>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""\s*+([^\s"'<>/=]++)(?:=(?:"([^"]*+)"|'([^']*+)'|([^\s"'<>=`]++)))?+""")
_BEGINS = re.compile(r"<[A-Za-z/!?]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# What browsers leave out of an address before they look at its scheme.
_IGNORED = re.compile(r"[\x00-\x20]+")
_MOST = 20


@dataclass(frozen=True)
class Fault:
    """Something that must not stand in a page; `refresh` is the address of a page that sends its readers on."""

    what: str
    refresh: str | None = None


def with_policy(html: str) -> str:
    """The page with the policy and what belongs to it at the beginning of its head."""
    return html.replace(_HEAD, f"{_HEAD}{META}", 1)


def faults_of(html: str, *, moved: bool = False) -> list[str]:
    """What must not stand in this finished page, in the order of the tags; empty if all is well.

    `moved` says that it stands for an earlier address: only such a page may send readers on, and only within the site.
    """
    found: list[str] = []
    if not html.startswith(("<!doctype html><html", "<!doctype html>\n<html")) or f"{_HEAD}{META}" not in html[:1500]:
        found.append("it does not begin with a head that holds the policy")
    for tag in dict.fromkeys(_TAG.findall(html)):
        fault = _fault_of(tag)
        if fault is not None and not (moved and fault.refresh is not None and _is_own(fault.refresh)):
            found.append(fault.what)
            if len(found) == _MOST:
                break
    return found


def check_pages(pages: Iterable[tuple[str, str]], source_of: Callable[[str], str | None], moved: frozenset[str] = frozenset()) -> int:
    """Check finished pages, given as path and text; returns how many. `moved` are the paths that stand for earlier addresses.

    Raises `RexError` that names each page at fault with the file it comes from.
    """
    count, wrong = 0, []
    for path, html in pages:
        count += 1
        source = source_of(path)
        origin = f" (from {source})" if source else ""
        wrong += [f"{path}{origin}: {fault}" for fault in faults_of(html, moved=path in moved)]
        if len(wrong) >= _MOST:
            break
    if wrong:
        raise RexError("pages hold what no page of the site may hold:\n  " + "\n  ".join(wrong[:_MOST]))
    return count


@lru_cache(maxsize=50_000)
def _fault_of(tag: str) -> Fault | None:
    """What is wrong with one tag. Most stand on many pages."""
    if tag == "<!doctype html>":
        return None
    parts = _PARTS.fullmatch(tag)
    if not parts:
        return Fault(f"markup that cannot be read with certainty: {_short(tag)}")
    name = parts[1].lower()
    if name not in ELEMENTS:
        return Fault(f"an element `{name}`, which no page of ours has: {_short(tag)}")
    if tag.startswith("</"):
        return None if not parts[2].strip() else Fault(f"markup that cannot be read with certainty: {_short(tag)}")
    values = _attributes(parts[2])
    if values is None:
        return Fault(f"markup that cannot be read with certainty: {_short(tag)}")
    refresh = _refresh_of(name, values)
    if refresh is not None:
        return Fault(f"a page that sends its readers on: {_short(tag)}", refresh)
    reason = next(_reasons(name, values), None)
    return Fault(f"{reason}: {_short(tag)}") if reason else None


def _attributes(text: str) -> dict[str, str] | None:
    """Attributes of a tag, or `None` where they are not written as the grammar wants; a name that stands twice is not."""
    values: dict[str, str] = {}
    rest = text.rstrip()
    rest = rest.removesuffix("/") if not rest.endswith("=/") else rest
    place = 0
    while match := _ATTRIBUTE.match(rest, place):
        place = match.end()
        name = match[1].lower()
        value = match[2] or match[3] or match[4] or ""
        if name in values or _BEGINS.search(value):
            return None
        values[name] = unescape(value)
    return None if rest[place:].strip() else values


def _refresh_of(name: str, values: Mapping[str, str]) -> str | None:
    if name != "meta" or values.get("http-equiv", "").strip().lower() != "refresh":
        return None
    return values.get("content", "").partition("=")[2].strip(" \"'")


def _reasons(name: str, values: Mapping[str, str]) -> Iterator[str]:
    for attribute in values:
        if attribute.startswith("on"):
            yield f"an event attribute `{attribute}`"
        if attribute in _REFUSED_ATTRIBUTES and not (name == "svg" and attribute == "xmlns"):
            yield f"an attribute `{attribute}`, which no page of ours has"
    if name == "script" and "src" not in values and values.get("type", "").strip().lower() not in _DATA:
        yield "an inline script"
    if name == "meta" and "http-equiv" in values and values.get("content") != POLICY:
        yield "a `meta` that speaks to the browser"
    if name == "form" and values.get("method", "").lower() != "dialog":
        if not FORMS & set(values.get("class", "").split()):
            yield "a form that is none of ours"
        if values.get("method", "get").lower() != "get":
            yield "a form that sends what is typed"
    if name == "input" and values.get("type", "").lower() in _INPUTS_REFUSED:
        yield f"a field of type `{values['type']}`"
    link = name == "link" and set(values.get("rel", "").lower().split()) <= _TOLD
    told = link or name in ("a", "blockquote", "q", "ins", "del")
    for attribute in values.keys() & _ADDRESSES:
        if not _is_own(values[attribute]) and not (told and _leads_elsewhere(values[attribute])):
            yield f"an address that a page of ours must not have in `{attribute}`"


def _is_own(address: str) -> bool:
    """Does it lead to a file of this site, whatever a browser makes of it?"""
    plain = _IGNORED.sub("", address)
    return not _SCHEME.match(plain) and not plain.startswith("//") and "\\" not in plain.partition("?")[0]


def _leads_elsewhere(address: str) -> bool:
    scheme = _SCHEME.match(_IGNORED.sub("", address))
    return scheme is not None and scheme[1].lower() in _SCHEMES


def _short(tag: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in tag[:160]).split())
