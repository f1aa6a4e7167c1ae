"""The strict reader: bytes in; values with their positions, or problems, out. And its counterpart, the writer.

Ordinary YAML readers turn `no` into False, `012` into 10 and `1:30` into 90, keep the last of two equal keys,
and can be made to eat all memory by aliases or to crash by deep nesting. Here every scalar has one meaning or is
a problem, and the guards run before any loader sees the text. The result never depends on which YAML library
is compiled in. What the fields *mean* is not known here.
"""

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from rex.core.errors import START, Position, Problem

MAX_FILE_BYTES = 256 * 1024
MAX_YAML_CHARACTERS = 64 * 1024
MAX_YAML_CHARACTERS_VOCABULARY = 256 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000

Loc = tuple[Hashable, ...]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"-?(?:0|[1-9]\d*)\.\d+", re.ASCII)
# What YAML 1.1 or 1.2 readers resolve to something else than the text (https://yaml.org/type/).
_AMBIGUOUS = re.compile(
    r"(?:y|n|yes|no|on|off)"
    r"|True|TRUE|False|FALSE|Null|NULL"
    r"|[-+]?0[0-9_]+|[-+]?0[xXoObB][0-9a-fA-F_]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[-+]?[0-9]+_[0-9_]+|[-+]?[0-9][0-9_]*\.[0-9_]*_[0-9_]*|[-+]?[0-9][0-9_]*_[0-9_]*\.[0-9_]*"
    r"|\+[0-9.]+|[-+]?\.[0-9]+|[-+]?[0-9]+\.|[-+]?[0-9.]+[eE][-+]?[0-9]+"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
)
_AMBIGUOUS_ANY_CASE = re.compile(r"y|n|yes|no|on|off", re.IGNORECASE)

# Invisible characters that reorder or hide text (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing).
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
# Controls, and the two separators that YAML takes for line ends and nobody else does.
_UNSEEN = ("Cc", "Zl", "Zp")


@dataclass(frozen=True)
class Document:
    """A file that could be read.

    `values` is plain data; `positions` and `key_positions` give, for each path of keys and indexes into it, where
    the value and its key stand in the file. `doubtful` holds the paths whose scalar already is a problem.
    """

    values: dict[str, Any]
    positions: dict[Loc, Position]
    key_positions: dict[Loc, Position]
    body: str = ""
    body_line: int = 1
    doubtful: frozenset[Loc] = frozenset()

    def at(self, *loc: Hashable) -> Position:
        """Where the value at `loc` stands, or the nearest thing above it."""
        path: Loc = loc
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, START)

    def at_key(self, *loc: Hashable) -> Position:
        """Where the key at `loc` stands, or the nearest value above it."""
        return self.key_positions.get(loc) or self.at(*loc)


@dataclass
class Reading:
    """`document` is `None` when nothing could be read; problems can accompany a document."""

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)


def is_ambiguous(text: str) -> bool:
    """True for a bare scalar that YAML readers disagree about; who writes YAML has to quote it."""
    return bool(_AMBIGUOUS.fullmatch(text) or _AMBIGUOUS_ANY_CASE.fullmatch(text))


class _Dumper(yaml.SafeDumper):
    """PyYAML writes `&id001` when one object stands twice; our own reader refuses that."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # PyYAML leaves `y` and `1e234567` (a possible fingerprint) bare; our own reader refuses that too.
        return self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if is_ambiguous(text) else None)


_Dumper.add_representer(str, _Dumper.represent_text)


def write_text(values: dict[str, Any], body: str) -> str:
    """A file that this reader reads back to the same values and body: front matter, then text."""
    post = frontmatter.Post(body, **values)
    return frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=100, Dumper=_Dumper) + "\n"


def read_file(path: Path, *, front_matter: bool = True) -> Reading:
    """Read one case file, or with `front_matter=False` one YAML file.

    Never raises: bad content, and a file that cannot be opened, are problems like any other.
    """
    try:
        # Asked before opening: a named pipe would wait for ever, and a folder or a dead link is no file.
        if not path.is_file():
            return Reading(problems=[Problem("unreadable-file", START, "this is not a regular file")])
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            message = f"the file has {size:,} bytes; at most {MAX_FILE_BYTES:,} are read"
            return Reading(problems=[Problem("file-too-large", START, message)])
        data = path.read_bytes()
    except OSError as error:
        return Reading(problems=[Problem("unreadable-file", START, f"the file cannot be read: {error.strerror}")])
    return read_bytes(data, front_matter=front_matter)


def read_bytes(data: bytes, *, front_matter: bool = True) -> Reading:
    """Read the bytes of a case file (`---`, YAML, `---`, Markdown) or of a YAML file. Never raises."""
    problems: list[Problem] = []
    if len(data) > MAX_FILE_BYTES:
        return Reading(
            problems=[Problem("file-too-large", START, f"the file has {len(data):,} bytes; at most {MAX_FILE_BYTES:,} are read")]
        )
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem("byte-order-mark", START, "the file starts with a byte-order mark; save it as UTF-8 without BOM"))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        return Reading(problems=[*problems, Problem("not-utf-8", Position(line, column), message)])
    if "\r" in text:
        position = _position_of(text, text.index("\r"))
        problems.append(Problem("carriage-return", position, "lines end in CR; save the file with Unix line ends (LF)"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if (hidden := _first_invisible(text)) is not None:
        message = _invisible_message(text[hidden])
        return Reading(problems=[*problems, Problem("invisible-character", _position_of(text, hidden), message)])

    if not front_matter:
        return _read_yaml(text, 0, problems, "", 1, MAX_YAML_CHARACTERS_VOCABULARY)
    block, body, body_line, problem = _split(text)
    if problem:
        return Reading(problems=[*problems, problem])
    return _read_yaml(block, 1, problems, body, body_line, MAX_YAML_CHARACTERS)


def _first_invisible(text: str) -> int | None:
    """Index of the first character that a reader cannot see, line ends and tabs apart."""
    for index, character in enumerate(text):
        if character in _BIDI or (character not in "\n\t" and unicodedata.category(character) in _UNSEEN):
            return index
    return None


def _invisible_message(character: str) -> str:
    name = unicodedata.name(character, "control character")
    return f"invisible character U+{ord(character):04X} ({name.lower()}); remove it"


def _position_of(text: str, index: int) -> Position:
    return Position(text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


def _split(text: str) -> tuple[str, str, int, Problem | None]:
    """Front matter, body, line on which the body begins."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        message = "the file does not begin with front matter; its first line must be `---`"
        return "", "", 1, Problem("missing-front-matter", START, message)
    closing = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), None)
    if closing is None:
        message = "the front matter has no end; close it with a line `---`"
        return "", "", 1, Problem("missing-front-matter", Position(len(lines), 1), message)
    block, _ = YAMLHandler().split(text)
    return block.removeprefix("\n"), "\n".join(lines[closing:]), closing + 1, None


def _read_yaml(text: str, offset: int, problems: list[Problem], body: str, body_line: int, limit: int) -> Reading:
    """Compose and convert; `offset` is the number of lines in the file before the YAML text."""
    problem = _guard(text, offset, limit)
    if problem:
        return Reading(problems=[*problems, problem])
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        return Reading(problems=[*problems, _syntax_problem(error, offset)])
    if not isinstance(root, yaml.MappingNode):
        message = "expected `field: value` lines" + ("" if root is None else ", found something else")
        return Reading(problems=[*problems, Problem("yaml-syntax", Position(offset + 1, 1), message)])
    converter = _Converter(offset)
    values = converter.convert(root, ())
    document = Document(values, converter.positions, converter.key_positions, body, body_line, frozenset(converter.doubtful))
    return Reading(document, [*problems, *converter.problems])


def _guard(text: str, offset: int, limit: int) -> Problem | None:
    """Refuse what could hurt a loader, and what YAML has but we do not want. Walks events, so it never recurses."""
    if len(text) > limit:
        message = f"{len(text):,} characters of YAML; at most {limit:,} are read"
        return Problem("file-too-large", Position(offset + 1, 1), message)
    for number, line in enumerate(text.split("\n"), offset + 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            return Problem("tab-indent", Position(number, indent.index("\t") + 1), "a tab indents this line; YAML wants spaces")
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            assert mark is not None
            position = Position(mark.line + 1 + offset, mark.column + 1)
            if isinstance(event, yaml.AliasEvent):
                return Problem("yaml-feature", position, f"alias `*{event.anchor}`; repeat the value instead")
            if isinstance(event, yaml.NodeEvent) and event.anchor:
                return Problem("yaml-feature", position, f"anchor `&{event.anchor}`; anchors and aliases are not used here")
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
                return Problem("yaml-feature", position, f"tag `{event.tag}`; tags are not used here")
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return Problem("yaml-feature", position, "a second YAML document; one is expected")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            nodes += isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
            if depth > MAX_DEPTH:
                return Problem("yaml-too-deep", position, f"nested more than {MAX_DEPTH} levels deep")
            if nodes > MAX_NODES:
                return Problem("yaml-too-deep", position, f"more than {MAX_NODES:,} values")
    except yaml.YAMLError as error:
        return _syntax_problem(error, offset)
    return None


_HINTS = (
    ("mapping values are not allowed", "`: ` inside a value; put the whole value in quotes"),
    ("could not find expected ':'", "a line without `field: value`; check quotes and indentation above it"),
    ("did not find expected ',' or ", "a `[` or `{` is not closed, or a comma is missing"),
    ("expected ',' or ", "a `[` or `{` is not closed, or a comma is missing"),
    ("unexpected end of stream", "a quote, `[` or `{` is not closed"),
    ("expected the node content", "a `[` or `{` is not closed"),
    ("cannot start any token", "this character cannot begin a value; put the value in quotes"),
    ("expected <block end>", "the indentation does not fit the lines above"),
    ("did not find expected key", "the indentation does not fit the lines above, or a value needs quotes"),
    ("did not find expected '-' indicator", "the indentation does not fit the list above"),
    ("unknown escape character", "a `\\` in double quotes starts an escape; use single quotes"),
    ("did not find expected node content", "a value is missing, or this character needs quotes"),
)


def _syntax_problem(error: yaml.YAMLError, offset: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    position = Position(mark.line + 1 + offset, mark.column + 1) if mark else Position(offset + 1, 1)
    raw = str(getattr(error, "problem", None) or error).splitlines()[0]
    hint = next((text for needle, text in _HINTS if needle in raw), None)
    return Problem("yaml-syntax", position, f"not valid YAML: {hint}" if hint else f"not valid YAML: {raw}")


class _Converter:
    """Nodes to values. One pass; remembers where each value and key stood."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.positions: dict[Loc, Position] = {}
        self.key_positions: dict[Loc, Position] = {}
        self.problems: list[Problem] = []
        self.doubtful: set[Loc] = set()

    def _position(self, node: yaml.Node) -> Position:
        return Position(node.start_mark.line + 1 + self.offset, node.start_mark.column + 1)

    def convert(self, node: yaml.Node, loc: Loc) -> Any:
        self.positions[loc] = self._position(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*loc, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            position = self._position(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem("yaml-feature", position, "a list or mapping used as a field name"))
                continue
            key = key_node.value
            if key == "<<":
                self.problems.append(Problem("yaml-feature", position, "merge key `<<`; write the fields out"))
                continue
            if key in values:
                first = self.key_positions[(*loc, key)]
                self.problems.append(Problem("duplicate-key", position, f"`{key}` stands twice; it was already given on line {first.line}"))
                continue
            self.key_positions[(*loc, key)] = position
            values[key] = self.convert(value_node, (*loc, key))
        return values

    def _scalar(self, node: yaml.ScalarNode, loc: Loc) -> Any:
        text: str = node.value
        if (hidden := _first_invisible(text)) is not None:
            # Written as an escape (`"\\x07"`), it was not yet there when the bytes were looked at.
            self.problems.append(Problem("invisible-character", self._position(node), _invisible_message(text[hidden])))
            self.doubtful.add(loc)
            return ""
        if node.style:  # quoted or block: always text (plain is None or "", by loader)
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            if len(text) <= 18:
                return int(text)
            return self._doubt(node, loc, text)
        if _FLOAT.fullmatch(text):
            if repr(float(text)) == text:
                return float(text)
            return self._doubt(node, loc, text)
        if is_ambiguous(text):
            return self._doubt(node, loc, text)
        return text

    def _doubt(self, node: yaml.ScalarNode, loc: Loc, text: str) -> str:
        message = f'`{text}` does not mean the same to every YAML reader; put it in quotes: "{text}"'
        self.problems.append(Problem("ambiguous-value", self._position(node), message, f'"{text}"'))
        self.doubtful.add(loc)
        return text
