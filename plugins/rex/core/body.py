"""What a case body says about itself: its sections, paragraphs, citations, links, and what must not be in it.

Markdown is read by a CommonMark parser, never by patterns over the raw text, so that code stays code.
Nothing is rendered here.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.message import Message, say

# Parsers of Markdown take quadratic time, or recurse, on text that no case needs. What a body may hold at most is looked
# at before any of them reads it; the largest body of the base has a tenth of it.
MAX_CHARACTERS = 64 * 1024
MAX_LINE = 10_000
MAX_LINES = 2_000
MAX_OF_EACH = {"[": 500, "]": 500, "`": 600, "*": 800, "_": 800, "<": 200, "|": 3_000, "{": 200, "\\": 500, "&": 500, "#": 1_000, "~": 300}
MAX_LEVELS = 6
MAX_INDENT = 24

CITATION = re.compile(r"\[\^([^\]\s^]+)\]")

# What follows is looked for in each line, outside code, because the site's renderer (Python-Markdown) sees markup
# where CommonMark sees text: definitions inside lists, attribute lists, tags that never end, targets with spaces.
_PREFIX = r"^(?:[\s>*+:-]|\d+[.)])*"
_CODE_SPAN = re.compile(r"(?<!`)(`{1,9})(?!`)(.+?)(?<!`)\1(?!`)")
_FENCE = re.compile(_PREFIX + r"(?:```|~~~)")
_OPENING_FENCE = re.compile(r"(`{3,}|~{3,})[A-Za-z0-9+#-]{0,20}")
# A label may begin on an earlier line, hence the second half.
_DEFINITION = re.compile(_PREFIX + r"\[(?:[^\]\\]|\\.)*\]:|^[^\[]*\]:")
_EXTENSION = re.compile(_PREFIX + r"(?:!!!|\?\?\?|///|:::|===[ !+]*\"|\[TOC\]\s*$)|-8<-|^[\s>]*:\s", re.IGNORECASE)
_TAG_LIKE = re.compile(r"<(?!https?://[^\s<>\"]+>)[A-Za-z/!?][^\s>]*>?")
_STRANGE_TARGET = re.compile(r"\]\((?!\s*(?:https?://\S|[\w.-]+\.md[#)]))")
_MARKERS = re.compile(r" *(?:(?:[-+*>]|[0-9]+[.)])(?:[ \t]+|$|(?=>)))*")
_MARKER = re.compile(r"[-+*>]|(?<![0-9])[0-9]+[.)]")
# The renderer takes a backslash away only before these signs.
_ODD_ESCAPE = re.compile(r"\\[^\\`*_{}\[\]()>#+.!|\w\s-]", re.ASCII)
# What somebody wrote who meant a citation: id in the second group, or a number as on other sites.
_NEARLY_CITED = re.compile(
    r"\[ *\^ +([\w-]+) *\]|\(\^([\w-]+)\)|\^\[([\w-]+)\](?!\()|\[\^([\w-]+(?:(?: *[,;] *| )\^?[\w-]+)+)\]|\[\^([\w-]+)\]\("
    r"|(?:(?<=[\w.,;!?)»”\]])|(?<=[\w.,;!?)»”\]] ))\[([0-9]{1,2})\](?![(\w:])"
    r"|\[\^([\w-]+)(?=$|[\s.,;:!?)])(?![^\[\]]*\])"
)
# Markup of other dialects, which is shown as it is typed.
_DIALECTS = (
    (re.compile(r"(?<![~\w])~~(?=\S)[^~]+~~(?!~)"), say("`~~` would be shown; write what is still true")),
    (re.compile(r"(?<![=\w])==(?=[^\s=])[^=]+==(?!=)"), say("`==` would be shown; write plain words")),
    (re.compile(r"(?<![\w:/`]):[a-z][a-z0-9_]{2,30}:(?![\w:/])"), say("`{text}` would be shown; write it in words")),
    (re.compile(r"(?<=^[-*+] )\[[ xX]\](?= )"), say("`{text}` would be shown; write in words whether it was done")),
    (re.compile(r"(?<=> )\[![A-Za-z]+\]"), say("`{text}` would be shown; write plain text")),
    (re.compile(r"\[\[[^\[\]]+\]\](?!\()"), say("`{text}` would be shown; to link to a case, write `[text](its-id.md)`")),
    (re.compile(r"\([^()]{1,200}\)\[https?://[^\]\s]*\]"), say("a link is `[text](address)`; here the brackets are the other way round")),
    (re.compile(r"(?<=\]) +\(https?://[^)\s]*\)"), say("a link has no space between `]` and `(`")),
    (
        re.compile(r"&(?:[A-Za-z]{2,10}|#[0-9]{1,6}|#[xX][0-9A-Fa-f]{1,6});"),
        say("`{text}` stands for a character; type the character itself"),
    ),
)
_TITLES = frozenset(normalise_apostrophes(title) for language in LANGUAGES.values() for title in language.sections)
_BULLET = re.compile(r"[ ]{0,3}([•‣▪●◦·]|[–—])[ \u00a0]")
_RULER = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_CONFLICT = re.compile(r"(?:<{7}|>{7}|\|{7})(?: .*)?|={7}")
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
    column: int = 1


@dataclass(frozen=True)
class Block:
    """A paragraph, table, fence or whole top-level list item, and whether it cites something."""

    section: int
    line: int
    is_cited: bool
    is_quote_or_code: bool
    column: int = 1


@dataclass(frozen=True)
class Oddity:
    """Markup that has no place in a case: `name` is the rule, `message` what to say of it."""

    name: str
    message: Message
    line: int
    column: int = 1


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


def commonmark(*, html: bool = True, renderer: type[RendererHTML] = RendererHTML) -> MarkdownIt:
    """The one reading of Markdown: CommonMark with tables. Pages are rendered by it, and bodies checked.

    Link definitions stay text: the citation `[^id]` must never be taken for a link.
    """
    return MarkdownIt("commonmark", {"html": html}, renderer_cls=renderer).enable("table").disable("reference")


@cache
def _parser() -> MarkdownIt:
    parser = commonmark()
    # Unsafe targets must be seen as links, to be refused; by default they silently become text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    # As it is written, so that what is wrong with it can be seen and found.
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return parser


def excess(text: str, first_line: int) -> Oddity | None:
    """What makes a body too large or too tangled to be read at all, with its place; linear, and before any parser."""
    if len(text) > MAX_CHARACTERS:
        message = say("the text has {size} characters; at most {limit} are read", size=len(text), limit=MAX_CHARACTERS)
        return Oddity("tangled-text", message, first_line)
    lines = text.split("\n")
    if len(lines) > MAX_LINES:
        message = say("the text has {size} lines; at most {limit} are read", size=len(lines), limit=MAX_LINES)
        return Oddity("tangled-text", message, first_line + MAX_LINES)
    for sign, limit in MAX_OF_EACH.items():
        if (count := text.count(sign)) > limit:
            line = next(row for row, raw in enumerate(lines) if sign in raw)
            message = say("`{sign}` stands {count} times in the text; at most {limit} are read", sign=sign, count=count, limit=limit)
            return Oddity("tangled-text", message, first_line + line, lines[line].index(sign) + 1)
    is_code = False
    for row, raw in enumerate(lines, first_line):
        if len(raw) > MAX_LINE:
            message = say("this line has {size} characters; at most {limit} are read", size=len(raw), limit=MAX_LINE)
            return Oddity("tangled-text", message, row)
        if raw.startswith(("```", "~~~")):
            is_code = not is_code
        prefix = _MARKERS.match(raw)
        assert prefix is not None
        levels = len(_MARKER.findall(prefix.group()))
        # What git leaves where two changes met is seven signs too, and has a rule of its own.
        most = 7 if _CONFLICT.fullmatch(raw) else MAX_LEVELS
        if levels > most or (not is_code and len(raw) - len(raw.lstrip()) > MAX_INDENT and raw.strip()):
            return Oddity("tangled-text", say("lists or quotations are nested too deep here"), row)
    return None


def parse_body(text: str, first_line: int = 1) -> Body:
    """Describe a Markdown body whose first line is line `first_line` of its file. Never raises.

    A body that is too large or too tangled is not read: it is empty, with one oddity that says so.
    """
    if too_much := excess(text, first_line):
        return Body("", (), (), (), (), (too_much,), 0)
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
            if token.markup == "-" and normalise_apostrophes(content) in _TITLES:
                message = say("a heading is one line: write `{heading}`", heading=f"## {content}")
                oddities.append(Oddity("read-differently", message, line))
            section += 1
        elif token.type == "html_block":
            oddities.append(_html(token.content.strip().split("\n")[0], line, _indent(lines, token) + 1))
        elif token.type == "hr":
            oddities.append(Oddity("stray-markup", say("a horizontal rule has no place in a case; remove the line"), line))
        elif token.type in ("fence", "code_block"):
            if token.level == 0:
                blocks.append(Block(section, line, False, True))
            if not _is_plain_fence(token, lines):
                message = say(
                    "code that is indented, not closed or has options; put it between two lines ```, the first with at most one word"
                )
                oddities.append(Oddity("stray-markup", message, line))
        elif token.type == "inline":
            links += _links(token, lines, first_line)
            oddities += _inline_oddities(token, lines, first_line)
            if tokens[index - 1].type != "heading_open":
                words += len(_WORD.findall(_prose(token)))
        if token.type in ("paragraph_open", "table_open", "list_item_open", "blockquote_open") and _is_top(tokens, index):
            cited = any(CITATION.search(_prose(inner)) or _NEARLY_CITED.search(_prose(inner)) for inner in _inlines(tokens, index))
            blocks.append(Block(section, line, cited, token.type == "blockquote_open", _indent(lines, token) + 1))
    code = {row for token in tokens if token.type in ("fence", "code_block") and token.map for row in range(*token.map)}
    oddities += _read_differently(tokens, lines, code, first_line)
    oddities += _torn(tokens, lines, code, first_line)
    images = {oddity.line for oddity in oddities if oddity.message.template == _IMAGE}
    strange = Counter(link.line for link in links if _STRANGE_TARGET.match(f"]({link.target})"))
    for row, raw in enumerate(lines, first_line):
        if row - first_line in code:
            continue
        oddities += _hidden_oddities(raw, row)
        if row not in images:
            links += _hidden_links(raw, row, strange[row])
    citations = tuple(_citations(tokens, lines, first_line))
    return Body(text, tuple(headings), citations, tuple(links), tuple(blocks), _each_once(oddities), words)


_IMAGE = "an image has no place in a case; link to it"


def _html(tag: str, line: int, column: int) -> Oddity:
    return Oddity("raw-html", say("raw HTML `{tag}`; write Markdown, or put it in backticks to show it", tag=tag[:40]), line, column)


def _indent(lines: list[str], token: Token) -> int:
    raw = lines[token.map[0]] if token.map and token.map[0] < len(lines) else ""
    return len(raw) - len(raw.lstrip())


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


class _Finger:
    """Follows an inline token through the lines it comes from, so that what is found in it gets its very place."""

    def __init__(self, token: Token, lines: list[str], first_line: int) -> None:
        self.row, end = token.map or [0, 1]
        self.last = min(end, len(lines)) - 1
        self.lines = lines
        self.first_line = first_line
        self.at = 0

    def down(self) -> None:
        """To the next line; the last one stays."""
        if self.row < self.last:
            self.row, self.at = self.row + 1, 0

    def find(self, *needles: str) -> tuple[int, int]:
        """Line and column of the first needle that stands behind the last one found, or the place reached so far."""
        raw = self.lines[self.row] if self.row < len(self.lines) else ""
        for needle in needles:
            if needle and (found := raw.find(needle, self.at)) >= 0:
                self.at = found + len(needle)
                return self.first_line + self.row, found + 1
        return self.first_line + self.row, min(self.at, max(len(raw) - 1, 0)) + 1


def _links(token: Token, lines: list[str], first_line: int) -> Iterator[Link]:
    """Links with the place where their target stands."""
    finger = _Finger(token, lines, first_line)
    target = ""
    for child in token.children or []:
        if child.type == "link_open":
            target = str(child.attrs.get("href", ""))
        elif child.type == "link_close":
            line, column = finger.find(f"]({target}", f"<{target}", "](", "<")
            raw = lines[line - first_line] if line - first_line < len(lines) else ""
            # Past the brackets, to the address itself.
            yield Link(target, line, column + 2 if raw.startswith("](", column - 1) else column + 1)
        elif child.type in ("softbreak", "hardbreak"):
            finger.down()


def _inline_oddities(token: Token, lines: list[str], first_line: int) -> Iterator[Oddity]:
    finger = _Finger(token, lines, first_line)
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            finger.down()
        elif child.type == "html_inline":
            yield _html(child.content, *finger.find(child.content.split("\n")[0]))
        elif child.type == "image":
            yield Oddity("stray-markup", say(_IMAGE), *finger.find("!["))


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
    # Code is blanked, not cut out, so that columns stay.
    prose = _CODE_SPAN.sub(lambda match: " " * len(match.group()), raw)
    if _FENCE.match(raw):
        message = say("code inside a list, a quote or a sentence; put it between two lines ``` of their own")
        yield Oddity("stray-markup", message, line, len(raw) - len(raw.lstrip()) + 1)
    elif "`" in prose or "\\`" in raw:
        column = (prose.index("`") if "`" in prose else raw.index("\\`")) + 1
        yield Oddity("stray-markup", say("a backtick without its partner on the same line"), line, column)
    else:
        if match := _DEFINITION.match(prose):
            message = say("a link or footnote definition has no place in a case; write `[text](address)`, and `[^source-id]` to cite")
            yield Oddity("stray-markup", message, line, match.group().find("[") + 1 or 1)
        elif match := _EXTENSION.search(prose):
            message = say("a directive or definition list has no place in a case; write plain Markdown")
            yield Oddity("stray-markup", message, line, match.start() + 1)
        for match in re.finditer(r"\{+[^{}]*", prose):
            message = say("an attribute list in braces has no place in a case; put braces in backticks")
            yield Oddity("stray-markup", message, line, match.start() + 1)
        for match in _NEARLY_CITED.finditer(prose):
            ids = re.findall(r"[\w-]+", match.group().strip("()"))
            if match.group(6):
                message = say("`{text}` leads to no source; write `[^source-id]` with the id of one", text=match.group())
            else:
                message = say("this is not how a source is cited; write `{citation}`", citation="".join(f"[^{one}]" for one in ids))
            yield Oddity("stray-markup", message, line, match.start() + 1)
        for pattern, template in _DIALECTS:
            for match in pattern.finditer(prose):
                yield Oddity("read-differently", say(template.template, text=match.group().strip()), line, match.start() + 1)
        for match in _ODD_ESCAPE.finditer(prose):
            message = say("the backslash before `{sign}` would be shown; remove it", sign=match.group()[1])
            yield Oddity("read-differently", message, line, match.start() + 1)
    for match in _TAG_LIKE.finditer(prose):
        yield _html(match.group()[:40], line, match.start() + 1)


def _torn(tokens: list[Token], lines: list[str], code: set[int], first_line: int) -> Iterator[Oddity]:
    """Lists and tables that were meant and are none, and rows whose last cells nobody would see."""
    tables = [token.map for token in tokens if token.type == "table_open" and token.map]
    rows = {row for start, end in tables for row in range(start, end)}
    last = -2
    for row, raw in enumerate(lines):
        if row in code or row in rows:
            continue
        if match := _BULLET.match(raw):
            sign = match.group(1)
            # A dash alone can begin a sentence; two lines that begin with it are a list.
            is_list = sign not in "–—" or any(_BULLET.match(lines[near]) for near in (row - 1, row + 1) if 0 <= near < len(lines))
            if is_list and last != row - 1:
                message = say("`{sign}` begins no list, and the lines would run together; write `-` and a space", sign=sign)
                yield Oddity("read-differently", message, first_line + row, raw.index(sign) + 1)
            last = row
        above = lines[row - 1] if row else ""
        if "|" in raw and _RULER.fullmatch(raw) and "|" in above.strip(" |") and not _RULER.fullmatch(above):
            message = say("this line has {count} parts, the head of the table {columns}", count=_cells(raw), columns=_cells(above))
            yield Oddity("read-differently", message, first_line + row)
    for start, end in tables:
        columns = _cells(lines[start])
        for row in range(start + 2, min(end, len(lines))):
            if lines[row].strip() and (count := _cells(lines[row])) != columns:
                message = say("this row has {count} cells, the head of the table {columns}", count=count, columns=columns)
                yield Oddity("read-differently", message, first_line + row)


def _cells(row: str) -> int:
    """How many cells a row of a table has."""
    inner = row.strip()
    inner = inner.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return len(re.split(r"(?<!\\)\|", inner))


def _hidden_links(raw: str, line: int, known: int) -> Iterator[Link]:
    """Targets that CommonMark takes for text, such as `javascript:a b`, beyond the `known` strange ones of this line."""
    prose = _CODE_SPAN.sub(lambda match: "`" * len(match.group()), raw)
    for match in list(_STRANGE_TARGET.finditer(prose))[known:]:
        end = prose.find(")", match.end())
        yield Link(prose[match.end() : end if end >= 0 else None][:200], line, match.end() + 1)


def _read_differently(tokens: list[Token], lines: list[str], code: set[int], first_line: int) -> Iterator[Oddity]:
    """Blocks that CommonMark and the site's renderer (Python-Markdown) read as different things."""

    def oddity(message: Message, row: int, column: int = 1) -> Oddity:
        return Oddity("read-differently", message, first_line + row, column)

    headings = {token.map[0] for token in tokens if token.type == "heading_open" and token.map}
    depth = 0
    item_rows: list[int] = []
    for index, token in enumerate(tokens):
        if token.type == "list_item_close":
            item_rows.pop()
        if token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        if token.map is None or (token.nesting != 1 and token.type != "fence"):
            continue
        row = token.map[0]
        is_list = token.type in ("bullet_list_open", "ordered_list_open")
        above = lines[row - 1] if row else ""
        indent = len(lines[row]) - len(lines[row].lstrip(" ")) if row < len(lines) else 0
        if is_list and token.markup == ")":
            yield oddity(say("a list with `1)` is shown as running text; write `1.`"), row, indent + 1)
        if (is_list or token.type == "table_open") and not item_rows and above.strip() and row - 1 not in headings:
            yield oddity(say("a blank line is missing above; without it the list or table is shown as running text"), row)
        if is_list and index and tokens[index - 1].type == token.type.replace("open", "close") and not above.strip():
            yield oddity(say("two lists follow each other with other signs; use one sign, or put a sentence between them"), row)
        if item_rows and row != item_rows[-1] and token.type != "list_item_open" and not 4 * depth <= indent < 4 * depth + 4:
            message = say("what belongs to a list item is indented by {spaces} spaces here; otherwise it is torn off", spaces=4 * depth)
            yield oddity(message, row, indent + 1)
        if token.type == "list_item_open":
            item_rows.append(row)
            if not _MARKERS.sub("", lines[row], count=1).strip():
                yield oddity(say("an empty list item; write its text on the same line, or remove it"), row)
        depth += is_list
    for row, raw in enumerate(lines):
        if row in code:
            continue
        text = _MARKERS.sub("", raw, count=1)
        if text.startswith("#") and row not in headings:
            message = say("a line that begins with `#` is shown as a heading; begin it with another word, or write `\\#`")
            yield oddity(message, row, len(raw) - len(text) + 1)
        if raw.endswith("\\"):
            yield oddity(say("a backslash at the end of a line would be shown; end the line with two spaces for a break"), row, len(raw))
        if "\t" in raw:
            yield oddity(say("a tab is shown differently everywhere; use spaces"), row, raw.index("\t") + 1)
        if _CONFLICT.fullmatch(raw) and raw[0] != "=":
            message = say("a merge conflict is left here; keep one of the two texts and remove the lines `<<<<<<<`, `=======`, `>>>>>>>`")
            yield Oddity("merge-conflict", message, first_line + row)


def _each_once(oddities: list[Oddity]) -> tuple[Oddity, ...]:
    """Each place once for each rule, in order; an opening and a closing tag are one mistake."""
    conflicts = {oddity.line for oddity in oddities if oddity.name == "merge-conflict"}
    first: dict[tuple[int, int, str], Oddity] = {}
    opened: set[str] = set()
    for oddity in sorted(oddities, key=lambda oddity: (oddity.line, oddity.column)):
        if oddity.line in conflicts and oddity.name != "merge-conflict":
            continue
        if oddity.name == "raw-html":
            tag = str(oddity.message.values["tag"])
            name = re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0].lower()
            if tag.startswith("</") and name in opened:
                continue
            opened.add(name)
        first.setdefault((oddity.line, oddity.column, oddity.name), oddity)
    return tuple(first.values())


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
