"""Markdown to HTML, by the CommonMark parser with which the linter reads the cases: what was checked is what is shown.

Two readings. A *layout* is what our templates and the written pages say: CommonMark with tables and HTML, and two things that
Python-Markdown knows as well, so that hosts with that parser show an exported page alike: `{: #id .class }` at the end of a heading,
a paragraph or a list item, and `markdown="span"` on an element that stands on one line. The *body* of a case knows no HTML at all;
its citations are made by us, and what comes out is sanitised by an allow-list before it is put into its page.

Code is shown as it is, without colours: a highlighter's patterns can take for ever over a few bytes of a stranger.
"""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import unescape
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from rex.core.body import CITATION, commonmark
from rex.pages.markup import Md, built

# Citations side by side are one reference.
CITATIONS = re.compile(rf"{CITATION.pattern}(?:[ \t]*{CITATION.pattern})*")
# Where a template puts a part of the body of its case.
_SLOT = re.compile(r"<!-- body (\d+) -->\s*")
_ATTRIBUTES = re.compile(r"(?P<before>^|[ \t\n])\{:[ ]*(?P<list>[^{}\n]*)\}[ ]*$")
_ATTRIBUTE = re.compile(r'#(?P<id>[\w-]+)|\.(?P<class>[\w-]+)|(?<![\w-])(?P<name>[\w-]+)="(?P<value>[^"]*)"')
_SPAN = re.compile(r'<(\w+)((?:\s[^<>]*?)?) markdown="span"([^<>]*)>(.*?)</\1>')
_MARKDOWN = re.compile(r' markdown="[a-z1]+"')
_ID = re.compile(r'<[^<>]*?\sid="([^"]+)"')
_NOT_SLUG = re.compile(r"[^\w\s-]")

# What the body of a case can become, and nothing else.
_TAGS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "sup", "br"}
_TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}
_ALLOWED = {"*": set(), "a": {"href", "class", "rel"}, "code": {"class"}, "ol": {"start"}, "th": {"class"}, "td": {"class"}}
_ALLOWED |= {heading: {"id"} for heading in ("h2", "h3", "h4", "h5", "h6")}


@dataclass(frozen=True)
class Heading:
    """A heading with an id; `title` is plain text."""

    level: int
    id: str
    title: str


@dataclass(frozen=True)
class PageLink:
    """A link to a page of the same tree: its path, the place on it, and how it was written."""

    path: str
    anchor: str
    written: str


@dataclass(frozen=True)
class Rendered:
    """A piece of a page as HTML, with what can be linked to in it and what it links to."""

    html: str
    headings: tuple[Heading, ...] = ()
    links: tuple[PageLink, ...] = ()
    ids: frozenset[str] = frozenset()


@dataclass
class _Work:
    """What one rendering collects; the parser hands it to every rule as its `env`."""

    page: str
    bodies: Sequence[Rendered] = ()
    cite: Callable[[Sequence[str]], str] | None = None
    headings: list[Heading] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def done(self, html: str) -> Rendered:
        return Rendered(html, tuple(self.headings), tuple(self.links), frozenset(self.ids))


def render_layout(markdown: str, page: str, bodies: Sequence[Rendered] = ()) -> Rendered:
    """Markdown of ours as HTML. `page` is its path, from which links lead; `bodies` are put where the layout has a slot for them."""
    work = _Work(page, bodies)
    return work.done(_layout_parser().render(markdown, {"work": work}))


def render_body(markdown: str, page: str, cite: Callable[[Sequence[str]], str]) -> Rendered:
    """Markdown of a case, or of a part of it, as HTML that holds nothing but text. `cite` makes the reference to some sources."""
    work = _Work(page, cite=cite)
    html = _body_parser().render(markdown, {"work": work})
    return work.done(nh3.clean(html, tags=_TAGS, attributes=_ALLOWED, url_schemes={"http", "https"}, link_rel=None, strip_comments=True))


def slot(number: int) -> Md:
    """Where the body of that number goes."""
    return Md(f"<!-- body {number} -->")


def with_bodies(layout: str, bodies: Sequence[str]) -> str:
    """The layout with each of its slots replaced: one Markdown text, as a host of another kind gets it."""
    return re.sub(r"<!-- body (\d+) -->", lambda match: bodies[int(match[1])], layout)


def split_before(markdown: str, is_last: Callable[[str], bool]) -> tuple[str, str]:
    """A body in two: up to the heading that fits, and from there on."""
    tokens = _plain_parser().parse(markdown)
    lines = markdown.split("\n")
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and opening.map and is_last(inline.content):
            return "\n".join(lines[: opening.map[0]]).rstrip(), "\n".join(lines[opening.map[0] :])
    return markdown, ""


# -- the two parsers --------------------------------------------------------------------------------------------------


class _Renderer(RendererHTML):
    """HTML as CommonMark has it, but for the links to our own pages, ids of headings, columns without inline styles, and slots."""

    def html_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        work: _Work = env["work"]
        content = tokens[idx].content
        if found := _SLOT.fullmatch(content):
            body = work.bodies[int(found[1])]
            work.headings += body.headings
            work.links += body.links
            work.ids |= body.ids
            return body.html
        inline = _layout_parser().renderInline
        content = _SPAN.sub(lambda match: f"<{match[1]}{match[2]}{match[3]}>{inline(match[4], env)}</{match[1]}>", content)
        return self._told(content, work)

    def html_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return self._told(tokens[idx].content, env["work"])

    def _told(self, html: str, work: _Work) -> str:
        work.ids.update(_ID.findall(html))
        return _MARKDOWN.sub("", html)

    def heading_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        work: _Work = env["work"]
        token = tokens[idx]
        title = _text_of(tokens[idx + 1])
        label = str(token.attrs.pop("data-toc-label", "") or title)
        level = int(token.tag[1])
        if level > 1:
            name = str(token.attrs.get("id") or _unused(_slug(title), work.ids))
            token.attrs["id"] = name
            work.headings.append(Heading(level, name, label))
        if "id" in token.attrs:
            work.ids.add(str(token.attrs["id"]))
        return self.renderToken(tokens, idx, options, env)

    def list_item_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        if "id" in tokens[idx].attrs:
            env["work"].ids.add(str(tokens[idx].attrs["id"]))
        return self.renderToken(tokens, idx, options, env)

    def link_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        token, work = tokens[idx], env["work"]
        href = str(token.attrs["href"])
        if re.match(r"https?:", href):
            token.attrs["rel"] = "external"
        else:
            token.attrs["href"] = _address(href, work)
        return self.renderToken(tokens, idx, options, env)

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return self._cell(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return self._cell(tokens, idx, options, env)

    def _cell(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        style = str(tokens[idx].attrs.pop("style", ""))
        if style:
            tokens[idx].attrs["class"] = "rex-" + style.removeprefix("text-align:")
        return self.renderToken(tokens, idx, options, env)

    def citation(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        return str(env["work"].cite(tokens[idx].meta["sources"]))


@cache
def _layout_parser() -> MarkdownIt:
    parser = commonmark(renderer=_Renderer)
    # Pages link to the same places again and again.
    parser.validateLink = lru_cache(maxsize=100_000)(parser.validateLink)  # type: ignore[method-assign]
    parser.normalizeLink = lru_cache(maxsize=100_000)(parser.normalizeLink)  # type: ignore[method-assign]
    parser.core.ruler.before("inline", "attributes", _read_attributes)
    return parser


@cache
def _plain_parser() -> MarkdownIt:
    return commonmark()


@cache
def _body_parser() -> MarkdownIt:
    parser = commonmark(html=False, renderer=_Renderer)
    parser.inline.ruler.before("link", "citation", _read_citation)
    return parser


def _read_citation(state: StateInline, silent: bool) -> bool:
    """`[^a][^b]` as one token, whatever CommonMark would make of its brackets."""
    match = CITATIONS.match(state.src, state.pos)
    if not match or state.src[match.end() : match.end() + 1] == "(":
        return False
    if not silent:
        state.push("citation", "", 0).meta = {"sources": CITATION.findall(match.group())}
    state.pos = match.end()
    return True


def _read_attributes(state: StateCore) -> None:
    """`{: … }` at the end of a heading, a paragraph or a list item, before its text is read: entities in it are still entities."""
    for place, token in enumerate(state.tokens):
        match = _ATTRIBUTES.search(token.content) if token.type == "inline" else None
        if not match:
            continue
        opening = state.tokens[place - 1]
        if opening.type == "paragraph_open":
            if match["before"] != "\n":
                continue
            if place > 1 and state.tokens[place - 2].type == "list_item_open":
                opening = state.tokens[place - 2]
        elif opening.type != "heading_open":
            continue
        token.content = token.content[: match.start()].rstrip()
        for found in _ATTRIBUTE.finditer(match["list"]):
            if found["id"]:
                opening.attrs["id"] = found["id"]
            elif found["class"]:
                opening.attrs["class"] = f"{opening.attrs.get('class', '')} {found['class']}".strip()
            else:
                opening.attrs[found["name"]] = unescape(found["value"])


def _address(href: str, work: _Work) -> str:
    """A link to a page of ours as the address of the built page, seen from the page in work; it is remembered."""
    path, sign, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", href, re.DOTALL).groups()  # type: ignore[union-attr]  # fits everything
    anchor = rest.partition("#")[2] if sign == "?" else rest
    if not path:
        if sign == "#":
            work.links.append(PageLink(work.page, unescape(anchor), href))
        return href
    if path.startswith("/"):
        return href
    target = posixpath.normpath(posixpath.join(posixpath.dirname(work.page), path))
    if path.endswith(".md"):
        work.links.append(PageLink(target, unescape(anchor), href))
        return built(target, work.page) + sign + rest
    return _seen_from(target, work.page) + ("/" if path.endswith("/") else "") + sign + rest


@lru_cache(maxsize=100_000)
def _seen_from(target: str, page: str) -> str:
    return posixpath.relpath(target, built(page, "index.md").rstrip("/"))


def _text_of(inline: Token) -> str:
    """What a reader sees of an inline token, without its markup."""
    return "".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline")).strip()


def _slug(text: str) -> str:
    """An id for a heading, of letters and digits, as Python-Markdown makes it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", _NOT_SLUG.sub("", plain).strip().lower()) or "part"


def _unused(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        found, number = f"{name}_{number}", number + 1
    return found
