"""What a case body says about itself: its sections, paragraphs, citations, links, and what must not be in it.

Markdown is read by a CommonMark parser, never by patterns over the raw text, so that code stays code.
Nothing is rendered here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

CITATION = re.compile(r"\[\^([^\]\s^]+)\]")

# What follows is looked for in each line, outside code, because the site's renderer (Python-Markdown) sees markup
# where CommonMark sees text: definitions inside lists, attribute lists, tags that never end, targets with spaces.
_PREFIX = r"^(?:[\s>*+:-]|\d+[.)])*"
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_FENCE = re.compile(_PREFIX + r"(?:```|~~~)")
_OPENING_FENCE = re.compile(r"(`{3,}|~{3,})[\w.+#-]*")
# A label may begin on an earlier line, hence the second half.
_DEFINITION = re.compile(_PREFIX + r"\[(?:[^\]\\]|\\.)*\]:|^[^\[]*\]:")
_EXTENSION = re.compile(_PREFIX + r"(?:!!!|\?\?\?|///|:::|===[ !+]*\"|\[TOC\]\s*$)|-8<-|^[\s>]*:\s", re.IGNORECASE)
_TAG_LIKE = re.compile(r"<(?!https?://[^\s<>\"]+>)[A-Za-z/!?][^\s>]*>?")
_STRANGE_TARGET = re.compile(r"\]\((?!\s*(?:https?://\S|[\w.-]+\.md[#)]))")
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str
    line: int


@dataclass(frozen=True)
class Citation:
    """`[^source]` in the text; `line` is a line of the file."""

    source: str
    line: int
    column: int


@dataclass(frozen=True)
class Link:
    target: str
    line: int


@dataclass(frozen=True)
class Block:
    """A paragraph, table, fence or whole top-level list item, and whether it cites something."""

    section: int
    line: int
    is_cited: bool
    is_quote_or_code: bool


@dataclass(frozen=True)
class Oddity:
    """Markup that has no place in a case: `name` is the rule, `text` what was found."""

    name: str
    text: str
    line: int


@dataclass(frozen=True)
class Body:
    """`sections` counts from 0 at the first heading; blocks before it are in section -1."""

    text: str
    headings: tuple[Heading, ...]
    citations: tuple[Citation, ...]
    links: tuple[Link, ...]
    blocks: tuple[Block, ...]
    oddities: tuple[Oddity, ...]
    words: int


@cache
def _parser() -> MarkdownIt:
    # Link definitions stay text: the citation `[^id]` must never be taken for a link.
    parser = MarkdownIt("commonmark").enable("table").disable("reference")
    # Unsafe targets must be seen as links, to be refused; by default they silently become text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    return parser


def parse_body(text: str, first_line: int = 1) -> Body:
    """Describe a Markdown body whose first line is line `first_line` of its file. Never raises."""
    tokens = _parser().parse(text)
    lines = text.split("\n")
    headings: list[Heading] = []
    links: list[Link] = []
    blocks: list[Block] = []
    oddities: list[Oddity] = []
    words = 0
    section = -1
    for index, token in enumerate(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "heading_open":
            content = tokens[index + 1].content
            headings.append(Heading(int(token.tag[1]), content, line))
            section += 1
        elif token.type == "html_block":
            oddities.append(Oddity("raw-html", token.content.strip().split("\n")[0], line))
        elif token.type == "hr":
            oddities.append(Oddity("stray-markup", "a horizontal rule", line))
        elif token.type in ("fence", "code_block"):
            if token.level == 0:
                blocks.append(Block(section, line, False, True))
            if not _is_plain_fence(token, lines):
                oddities.append(
                    Oddity("stray-markup", "code that is indented, not closed or has options (put it between two lines ```)", line)
                )
        elif token.type == "inline":
            links += _links(token, line)
            oddities += _inline_oddities(token, line)
            if tokens[index - 1].type != "heading_open":
                words += len(_WORD.findall(_prose(token)))
        if token.type in ("paragraph_open", "table_open", "list_item_open", "blockquote_open") and _is_top(tokens, index):
            cited = any(CITATION.search(_prose(inner)) for inner in _inlines(tokens, index))
            blocks.append(Block(section, line, cited, token.type == "blockquote_open"))
    code = {row for token in tokens if token.type in ("fence", "code_block") and token.map for row in range(*token.map)}
    images = {oddity.line for oddity in oddities if oddity.text == "an image"}
    for row, raw in enumerate(lines, first_line):
        if row - first_line in code:
            continue
        oddities += _hidden_oddities(raw, row)
        if row not in images:
            links += _hidden_links(raw, row, links)
    citations = tuple(_citations(tokens, lines, first_line))
    return Body(text, tuple(headings), citations, tuple(links), tuple(blocks), _once_a_line(oddities), words)


def _is_top(tokens: list[Token], index: int) -> bool:
    """A paragraph of the text itself, or a list item that is not inside another one."""
    token = tokens[index]
    return token.level == (1 if token.type == "list_item_open" else 0)


def _inlines(tokens: list[Token], index: int) -> Iterator[Token]:
    """The inline tokens inside the block that opens at `index`."""
    opening = tokens[index]
    closing = opening.type.replace("_open", "_close")
    for token in tokens[index + 1 :]:
        if token.type == closing and token.level == opening.level:
            return
        if token.type == "inline":
            yield token


def _prose(token: Token) -> str:
    """Text of an inline token without its code and link targets."""
    return "".join(
        " " if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or [] if child.type != "code_inline"
    )


def _links(token: Token, line: int) -> Iterator[Link]:
    """Links with the line on which their target stands."""
    target = ""
    for child in token.children or []:
        if child.type == "link_open":
            target = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            yield Link(target, line)
        elif child.type in ("softbreak", "hardbreak"):
            line += 1


def _inline_oddities(token: Token, line: int) -> Iterator[Oddity]:
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "html_inline":
            yield Oddity("raw-html", child.content, line)
        elif child.type == "image":
            yield Oddity("stray-markup", "an image", line)


def _is_plain_fence(token: Token, lines: list[str]) -> bool:
    """A code block that begins and ends at the margin with equal fences: every renderer takes it for code."""
    if token.type != "fence" or token.map is None or token.level > 0:
        return False
    start = token.map[0]
    while start and not lines[start - 1].strip():
        start -= 1
        if lines[start]:
            return False  # Python-Markdown takes spaces above a fence for the beginning of indented code
    first, *inside, last = (lines[row].rstrip() for row in range(*token.map)) if token.map[1] - token.map[0] > 1 else ("", "")
    return bool(_OPENING_FENCE.fullmatch(first)) and last == token.markup and not any(_FENCE.match(line) for line in inside)


def _hidden_oddities(raw: str, line: int) -> Iterator[Oddity]:
    """What another renderer may find in a line that is no code block."""
    prose = _CODE_SPAN.sub("", raw)
    if _FENCE.match(raw):
        yield Oddity("stray-markup", "code inside a list, a quote or a sentence (put it between two lines ```)", line)
    elif "`" in prose or "\\`" in raw:
        yield Oddity("stray-markup", "a backtick without its partner on the same line", line)
    elif _DEFINITION.match(prose):
        yield Oddity("stray-markup", "a link or footnote definition", line)
    elif _EXTENSION.search(prose):
        yield Oddity("stray-markup", "a directive or definition list", line)
    elif "{" in prose:
        yield Oddity("stray-markup", "an attribute list in braces", line)
    if tag := _TAG_LIKE.search(prose):
        yield Oddity("raw-html", tag.group()[:20], line)


def _hidden_links(raw: str, line: int, seen: list[Link]) -> Iterator[Link]:
    """Targets that CommonMark takes for text, such as `javascript:a b`, beyond the unsafe links it has seen in this line."""
    prose = _CODE_SPAN.sub("`", raw)
    strange = [prose[match.end() :].partition(")")[0] for match in _STRANGE_TARGET.finditer(prose)]
    known = sum(link.line == line and bool(_STRANGE_TARGET.match(f"]({link.target})")) for link in seen)
    yield from (Link(target, line) for target in strange[known:])


def _once_a_line(oddities: list[Oddity]) -> tuple[Oddity, ...]:
    """The first of each kind in a line, in the order of lines: an opening and a closing tag are one mistake."""
    first: dict[tuple[int, str], Oddity] = {}
    for oddity in oddities:
        first.setdefault((oddity.line, oddity.name), oddity)
    return tuple(first[key] for key in sorted(first))


def _citations(tokens: list[Token], lines: list[str], first_line: int) -> Iterator[Citation]:
    for token in tokens:
        if token.type != "inline" or token.map is None:
            continue
        wanted = [match.group(1) for match in CITATION.finditer(_prose(token))]
        row, column = token.map[0], 0
        for source in wanted:
            needle = f"[^{source}]"
            while row < min(token.map[1], len(lines)) and lines[row].find(needle, column) < 0:
                row, column = row + 1, 0
            if row >= min(token.map[1], len(lines)):
                row, column = token.map[0], 0
                yield Citation(source, first_line + row, 1)
                continue
            column = lines[row].find(needle, column)
            yield Citation(source, first_line + row, column + 1)
            column += len(needle)
