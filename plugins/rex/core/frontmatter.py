"""The strict reader: bytes in; values with their positions, or problems, out. And its counterpart, the writer.

Ordinary YAML readers turn `no` into False, `012` into 10 and `1:30` into 90, keep the last of two equal keys,
and can be made to eat all memory by aliases or to crash by deep nesting. Here every scalar has one meaning or is
a problem, and the guards run before any loader sees the text. The result never depends on which YAML library
is compiled in. What the fields *mean* is not known here.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import frontmatter
import yaml

from rex.core.characters import SPACES, decomposed, hidden_runs, name_of, without_hidden
from rex.core.errors import START, Position, Problem
from rex.core.files import too_large
from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.message import say
from rex.core.torn import HOLE, torn, without_lines

MAX_FILE_BYTES = 512 * 1024
MAX_YAML_CHARACTERS = 64 * 1024
MAX_YAML_CHARACTERS_VOCABULARY = 512 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000
# Every reader of JSON keeps integers exact up to here (https://www.rfc-editor.org/rfc/rfc8259#section-6).
MAX_INTEGER = 2**53 - 1
# Each try to find the cause of an error reads the front matter again.
MAX_TRIES = 10
# More findings of one kind in one file say nothing new.
MAX_OF_A_KIND = 50

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

# A space that looks like one and is none, where the form of the file depends on it: indentation, after a colon, a dash
# or the signs of a heading. In sentences French wants them.
_ODD_SPACE = re.compile(
    rf"^[ ]*[{SPACES}]|^[ ]*-[{SPACES}]|^[ ]*(?:- +)?[\"']?[\w.-]+[\"']?:[{SPACES}]"
    rf"|^#{{2,6}} .*?[{SPACES}]|^#{{1,6}}[{SPACES}]",
    re.M,
)
_NO_SPACE = re.compile(r"^ *(?:- +)*([A-Za-z_]+):(?=[^\s:/])", re.M)
# Colons of other scripts, which look like ours.
_OTHER_COLON = re.compile(r"^ *(?:- +)*([A-Za-z_]+) ?([：﹕︓∶꞉ː])", re.M)
_OPEN_QUOTE = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|- +)([\"'])", re.M)
_OPEN_BRACKET = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|- +)([\[{])")
_NO_COLON = re.compile(r"^( *(?:- +)*)([a-z_]+)( *[;=] *| +)(?=[^\s:=;])")
_AFTER_QUOTE = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|(?=[\"']))(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*') *(?=[^\s,#\]}:])")
_FIELD = re.compile(r"^( *(?:- +)*)([\w-]+):(?: |$)")
_BLOCK = re.compile(r": +[>|][-+0-9]*\s*$")
_COMMENT = re.compile(r"( +)#(.?)")
# What somebody wrote who meant the end of the front matter.
_LONG_DASHES = re.compile(r"(?:-{4,}|[-–—]*[–—][-–—]*|--|[ ]+---)\s*")

# Columns, counted from 1, of the characters that were taken out of each line before it was read.
Removed = Mapping[int, list[int]]


@dataclass(frozen=True)
class Document:
    """A file that could be read.

    `values` is plain data; `marks` says where each of them stands, in their order: line and column, those of a key before
    those of its value. `doubtful` holds the paths whose scalar already is a problem, `empty` those where nothing stands
    after the colon. `torn` holds those that were cut out because they cannot be read, the whole file's among them as `()`;
    `lost` are words with which lines begin that were cut out. `digest` is that of the bytes, where a reader has worked it out.
    """

    values: dict[str, Any]
    marks: Sequence[int] = ()
    body: str = ""
    body_line: int = 1
    doubtful: frozenset[Loc] = frozenset()
    empty: frozenset[Loc] = frozenset()
    torn: frozenset[Loc] = frozenset()
    lost: frozenset[str] = frozenset()
    removed: Removed = field(default_factory=dict)
    digest: str = field(default="", compare=False)

    @cached_property
    def _places(self) -> tuple[dict[Loc, Position], dict[Loc, Position]]:
        """Position of each value and of each key, by its path. Only who has something to say of a file asks."""
        values: dict[Loc, Position] = {}
        keys: dict[Loc, Position] = {}
        marks = iter(self.marks)

        def walk(value: Any, loc: Loc) -> None:
            values[loc] = Position(next(marks), next(marks))
            if isinstance(value, dict):
                for key, inner in value.items():
                    keys[(*loc, key)] = Position(next(marks), next(marks))
                    walk(inner, (*loc, key))
            elif isinstance(value, list):
                for index, inner in enumerate(value):
                    walk(inner, (*loc, index))

        if self.marks:
            walk(self.values, ())
        return values, keys

    @property
    def positions(self) -> Mapping[Loc, Position]:
        """Where each value stands, by its path of keys and indexes."""
        return self._places[0]

    @property
    def key_positions(self) -> Mapping[Loc, Position]:
        """Where the key of each value stands, by the path of the value."""
        return self._places[1]

    def entries(self) -> Iterator[tuple[str, "Document"]]:
        """Each entry of the top level as a document of its own, whose positions are still those of the file."""
        doubtful, empty, torn = _by_entry(self.doubtful), _by_entry(self.empty), _by_entry(self.torn)
        done = 2
        for key, value in self.values.items():
            first = done + 2  # past the key
            done = first + _marks_of(value)
            marks = self.marks[first:done]
            yield key, Document(value, marks, doubtful=doubtful[key], empty=empty[key], torn=torn[key], lost=self.lost)

    @property
    def is_whole(self) -> bool:
        """True if nothing was cut out of it."""
        return not self.torn and not self.lost

    def is_torn(self, loc: Loc) -> bool:
        """True if the value at `loc`, what it stands in, or something in it was cut out."""
        return any(loc[: len(hole)] == hole[: len(loc)] for hole in self.torn)

    def at(self, *loc: Hashable) -> Position:
        """Where the value at `loc` stands, or the nearest thing above it."""
        path: Loc = loc
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, START)

    def at_key(self, *loc: Hashable) -> Position:
        """Where the key at `loc` stands, or the nearest value above it."""
        return self.key_positions.get(loc) or self.at(*loc)


def _by_entry(paths: frozenset[Loc]) -> defaultdict[Hashable, frozenset[Loc]]:
    """The paths below each key of the top level."""
    found: dict[Hashable, set[Loc]] = defaultdict(set)
    for loc in paths:
        if loc:
            found[loc[0]].add(loc[1:])
    return defaultdict(frozenset, {key: frozenset(below) for key, below in found.items()})


def _marks_of(value: Any) -> int:
    """How many numbers stand in `Document.marks` for a value and what is in it."""
    if isinstance(value, dict):
        return 2 + sum(2 + _marks_of(inner) for inner in value.values())
    return 2 + (sum(map(_marks_of, value)) if isinstance(value, list) else 0)


@dataclass
class Reading:
    """`document` is `None` when nothing could be read; problems can accompany a document.

    Invisible characters are problems and are taken out before the rest is read; `Document.removed` says where, so that
    other problems of the same line can be given their true column (`in_file`).
    """

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)


def is_ambiguous(text: str) -> bool:
    """True for a bare scalar that YAML readers disagree about; who writes YAML has to quote it."""
    return bool(_AMBIGUOUS.fullmatch(text) or _AMBIGUOUS_ANY_CASE.fullmatch(text))


# The one in C, eight times faster, is part of every wheel.
_Base: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Base):  # type: ignore[misc]
    """PyYAML writes `&id001` when one object stands twice; our own reader refuses that."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # PyYAML leaves `y` and `1e234567` (a possible fingerprint) bare; our own reader refuses that too.
        node: yaml.ScalarNode = self.represent_scalar("tag:yaml.org,2002:str", text, style='"' if is_ambiguous(text) else None)
        return node


_Dumper.add_representer(str, _Dumper.represent_text)


def as_yaml(value: Any, *, flow: bool = False, width: int = 100) -> str:
    """Plain data as YAML that this reader reads back to the same."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=flow)
    return text


def write_text(values: dict[str, Any], body: str) -> str:
    """A file that this reader reads back to the same values and body: front matter, then text."""
    post = frontmatter.Post(body, **values)
    return frontmatter.dumps(post, sort_keys=False, allow_unicode=True, width=100, Dumper=_Dumper) + "\n"


def read_bytes(data: bytes, *, front_matter: bool = True) -> Reading:
    """Read the bytes of a case file (`---`, YAML, `---`, Markdown) or of a YAML file. Never raises."""
    text, problems = _decoded(data)
    if text is None:
        return Reading(problems=problems)
    text, removed, found = _cleaned(text)
    problems += found
    if not front_matter:
        reading = _read_yaml(text, 0, problems, "", 1, MAX_YAML_CHARACTERS_VOCABULARY)
    else:
        reading = _read_front(text, problems)
    # Given again for the characters that were taken out before: the problems of the reader say where they stand in the file.
    known = {id(problem) for problem in found}
    reading.problems = [problem if id(problem) in known else in_file(problem, removed) for problem in reading.problems]
    if reading.document is not None and removed:
        reading.document = replace(reading.document, removed=removed)
    return reading


def read_page(data: bytes) -> Reading:
    """Read the bytes of a written page: Markdown, with front matter or without. Never raises."""
    text, problems = _decoded(data)
    if text is None:
        return Reading(problems=problems)
    text, _, found = _without_hidden(text)
    problems += found
    if text.split("\n", 1)[0].rstrip() != "---":
        return Reading(Document({}, body=text), problems)
    return _read_front(text, problems)


def _decoded(data: bytes) -> tuple[str | None, list[Problem]]:
    """The text of a file with `\\n` at the end of its lines, and what is wrong with its bytes; `None` if they are no text."""
    problems: list[Problem] = []
    if len(data) > MAX_FILE_BYTES:
        return None, [too_large(len(data), MAX_FILE_BYTES)]
    # Of 16 bits a letter, every other byte of our first lines is zero.
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:64:2].count(0) > 8 or data[1:64:2].count(0) > 8:
        return None, [Problem("not-utf-8", START, say("the file is UTF-16; save it as UTF-8"))]
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(Problem("byte-order-mark", START, say("the file starts with a byte-order mark; save it as UTF-8 without BOM")))
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = say("byte {byte} is not UTF-8; save the file as UTF-8", byte=f"0x{data[error.start]:02X}")
        return None, [*problems, Problem("not-utf-8", Position(line, column), message)]
    if "\r" in text:
        position = _position_of(text, text.index("\r"))
        message = say("lines end in CR; save the file with Unix line ends (LF)")
        problems.append(Problem("carriage-return", position, message))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, problems


def in_file(problem: Problem, removed: Removed) -> Problem:
    """The same problem with the column it has in the file as it is, invisible characters included."""
    columns = removed.get(problem.position.line)
    if not columns:
        return problem
    column = problem.position.column
    for taken in columns:
        if taken > column:
            break
        column += 1
    return replace(problem, position=Position(problem.position.line, column))


def _without_hidden(text: str) -> tuple[str, Removed, list[Problem]]:
    """The text without what cannot be seen, with composed letters; where that stood, and a problem for each place."""
    problems: list[Problem] = []
    removed: dict[int, list[int]] = defaultdict(list)
    line, line_start, done = 1, 0, 0
    for start, end in hidden_runs(text):
        if (breaks := text.count("\n", done, start)) > 0:
            line, line_start = line + breaks, text.rindex("\n", done, start) + 1
        done = start
        column = start - line_start + 1
        if len(problems) < MAX_OF_A_KIND:
            problems.append(Problem("invisible-character", Position(line, column), invisible(text[start:end])))
        removed[line].extend(range(column, column + end - start))
    if removed:
        text = without_hidden(text)
    if (index := decomposed(text)) is not None:
        composed = unicodedata.normalize("NFC", text)
        message = say(
            "an accented letter is written as two characters here ({character} follows it); save the file with composed letters (NFC)",
            character=name_of(text[index + 1]),
        )
        problems.append(Problem("invisible-character", _position_of(text, index), message))
        text = composed
    return text, removed, problems


def _cleaned(text: str) -> tuple[str, Removed, list[Problem]]:
    """The same for a file whose form depends on ordinary spaces: one that only looks like it is a problem too."""
    text, removed, problems = _without_hidden(text)
    pieces: list[str] = []
    done = 0
    for match in _ODD_SPACE.finditer(text):
        place = match.end() - 1
        if len(problems) < MAX_OF_A_KIND:
            problems.append(Problem("invisible-character", _position_of(text, place), odd_space(text[place])))
        pieces += (text[done:place], " ")
        done = match.end()
    return plain_spaces("".join((*pieces, text[done:]))) if pieces else text, removed, problems


def plain_spaces(text: str) -> str:
    """The text with an ordinary space wherever the form of the file needs one."""
    # A heading can hold several; each pass takes the first of a line, and no line has more than it has spaces.
    before = ""
    while before != text:
        before, text = text, _ODD_SPACE.sub(lambda match: match.group()[:-1] + " ", text)
    return text


def invisible(run: str) -> str:
    """What to say of one or more invisible characters in a row."""
    if len(run) == 1:
        return say("invisible character {character}; remove it", character=name_of(run))
    return say("invisible character {character} and {count} more after it; remove them", character=name_of(run[0]), count=len(run) - 1)


def odd_space(character: str) -> str:
    """What to say of a space that is not the ordinary one."""
    return say("{character} where an ordinary space must stand; type the space again", character=name_of(character))


def _position_of(text: str, index: int) -> Position:
    return Position(text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)


# A body that begins inside the front matter shows that its end is missing; to YAML a heading is only a comment.
_HEADINGS = frozenset(normalise_apostrophes(title) for language in LANGUAGES.values() for title in language.sections)


def _is_heading(line: str) -> bool:
    return normalise_apostrophes(line[3:].strip()) in _HEADINGS


def _read_front(text: str, problems: list[Problem]) -> Reading:
    """Front matter and body. The end of the first is the first line that is `---` and nothing else, or what was meant as that."""
    lines = text.split("\n")
    first = 1
    closing = next((number for number, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---":
        message = say("the file does not begin with front matter; its first line must be `---`")
        problems.append(Problem("missing-front-matter", START, message))
        first = next((number for number, line in enumerate(lines) if line.strip()), 0)
        if lines[first].rstrip() == "---":
            first += 1
            closing = next((number for number, line in enumerate(lines[first:], first + 1) if line.rstrip() == "---"), None)
        if not _FIELD.match(lines[first]) or closing is None:
            return Reading(problems=problems)
    end = closing
    above = lines[first : closing - 1 if closing else None]
    heading = next((row for row, line in enumerate(above, first + 1) if line.startswith("## ") and _is_heading(line)), None)
    dashes = next((row for row, line in enumerate(above[: heading and heading - first], first + 1) if _LONG_DASHES.fullmatch(line)), None)
    if dashes:
        message = say("the line `{line}` does not end the front matter; its end is exactly `---`", line=lines[dashes - 1].rstrip())
        problems.append(Problem("missing-front-matter", Position(dashes, 1), message))
        lines[dashes - 1] = ""
        # What follows is still fields if the end comes later.
        end = dashes if heading or not closing else closing
    elif heading:
        message = say("the front matter has no end; put a line `---` before the heading `{heading}`", heading=lines[heading - 1].strip())
        problems.append(Problem("missing-front-matter", Position(heading, 1), message))
        end = heading - 1
    if end is None:
        message = say("the front matter has no end; close it with a line `---`")
        return Reading(problems=[*problems, Problem("missing-front-matter", Position(len(lines), 1), message)])
    front = lines[first : end - 1 if lines[end - 1].rstrip() in ("---", "") else end]
    return _read_yaml("\n".join(front), first, problems, "\n".join(lines[end:]), end + 1, MAX_YAML_CHARACTERS)


def _read_yaml(text: str, offset: int, problems: list[Problem], body: str, body_line: int, limit: int) -> Reading:
    """Compose and convert; `offset` is the number of lines in the file before the YAML text. What is at fault is told and cut out."""
    lost: frozenset[str] = frozenset()
    if conflict := conflict_in(text, offset):
        problems.append(conflict)
        markers = [row for row, line in enumerate(text.split("\n")) if _CONFLICT.fullmatch(line)]
        text, lost = without_lines(text, markers[0], markers[-1] + 1)
    if len(text) > limit:
        message = say("{size} characters of YAML; at most {limit} are read", size=len(text), limit=limit)
        return Reading(problems=[*problems, Problem("file-too-large", Position(offset + 1, 1), message)])
    if problem := _guard(text, offset):
        rest = torn(text, problem, offset, lambda part, above: _guard(part, offset + above))
        problems += rest.problems
        lost |= rest.names
        if rest.text is None:
            return Reading(Document({}, body=body, body_line=body_line, torn=frozenset([()])), problems)
        text = rest.text
    root = yaml.compose(text, Loader=_LOADER)
    if not isinstance(root, yaml.MappingNode):
        if not lost:
            message = say("expected `field: value` lines") if root is None else say("expected `field: value` lines, found something else")
            problems.append(Problem("yaml-syntax", Position(offset + 1, 1), message))
        return Reading(Document({}, body=body, body_line=body_line, torn=frozenset([()])), problems)
    converter = _Converter(offset, text)
    values = converter.convert(root, ())
    doubtful, empty, holes = frozenset(converter.doubtful), frozenset(converter.empty), frozenset(converter.torn)
    document = Document(values, tuple(converter.marks), body, body_line, doubtful, empty, holes, lost)
    return Reading(document, [*problems, *converter.problems])


_CONFLICT = re.compile(r"^(?:<{7}(?: .*)?|>{7}(?: .*)?|={7}|\|{7}(?: .*)?)$", re.M)


def conflict_in(text: str, offset: int) -> Problem | None:
    """The first marker that git leaves where two changes met; `offset` lines stand before the text."""
    # The line of equals signs alone may be somebody's ruler.
    match = next((match for match in _CONFLICT.finditer(text) if match.group()[0] != "="), None)
    if match is None:
        return None
    position = _position_of(text, match.start())
    message = say("a merge conflict is left here; keep one of the two texts and remove the lines `<<<<<<<`, `=======`, `>>>>>>>`")
    return Problem("merge-conflict", Position(position.line + offset, 1), message)


def _guard(text: str, offset: int) -> Problem | None:
    """Refuse what could hurt a loader, and what YAML has but we do not want. Walks events, so it never recurses."""
    for number, line in enumerate(text.split("\n"), offset + 1):
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            message = say("a tab indents this line; YAML wants spaces")
            return Problem("tab-indent", Position(number, indent.index("\t") + 1), message)
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            assert mark is not None
            position = Position(mark.line + 1 + offset, mark.column + 1)
            if isinstance(event, yaml.AliasEvent):
                return Problem("yaml-feature", position, say("alias `*{name}`; repeat the value instead", name=event.anchor))
            if isinstance(event, yaml.NodeEvent) and event.anchor:
                message = say("anchor `&{name}`; anchors and aliases are not used here", name=event.anchor)
                return Problem("yaml-feature", position, message)
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
                return Problem("yaml-feature", position, say("tag `{tag}`; tags are not used here", tag=_as_written(event.tag)))
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return Problem("yaml-feature", position, say("a second YAML document; one is expected"))
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            nodes += isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
            if depth > MAX_DEPTH:
                return Problem("yaml-too-deep", position, say("nested more than {limit} levels deep", limit=MAX_DEPTH))
            if nodes > MAX_NODES:
                return Problem("yaml-too-deep", position, say("more than {limit} values", limit=MAX_NODES))
    except yaml.YAMLError as error:
        return _syntax_problem(error, text, offset)
    return None


def _as_written(tag: str) -> str:
    """A tag as the author typed it: the reader has put in the long form."""
    return "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag


_HINTS = (
    ("alphabetic or numeric character", say("`*` and `&` cannot begin a value; put the value in quotes")),
    ("expected <document start>", say("a line that begins with `...` or `%` is no field; remove it")),
    ("mapping values are not allowed", say("`: ` inside a value; put the whole value in quotes")),
    ("could not find expected ':'", say("a line without `field: value`; check quotes and indentation above it")),
    ("did not find expected ',' or ", say("a `[` or `{{` is not closed, or a comma is missing")),
    ("expected ',' or ", say("a `[` or `{{` is not closed, or a comma is missing")),
    ("unexpected end of stream", say("a quote, `[` or `{{` is not closed")),
    ("expected the node content", say("a `[` or `{{` is not closed")),
    ("cannot start any token", say("this character cannot begin a value; put the value in quotes")),
    ("expected <block end>", say("the indentation does not fit the lines above")),
    ("did not find expected key", say("the indentation does not fit the lines above, or a value needs quotes")),
    ("did not find expected '-' indicator", say("the indentation does not fit the list above")),
    ("escape c", say("a `\\` in double quotes starts an escape; use single quotes")),
    ("hexdecimal number", say("a `\\` in double quotes starts an escape; use single quotes")),
    ("comment or line break", say("`|` or `>` announces lines of text below; to begin a value with it, put the value in quotes")),
    ("indentation indicator", say("`|` or `>` announces lines of text below; to begin a value with it, put the value in quotes")),
    ("block sequence entries", say("`- ` begins an item only on a line of its own; put the value in quotes")),
    ("mapping keys are not allowed", say("`? ` cannot begin a value; put the value in quotes")),
    ("tab character", say("a tab stands here; YAML wants spaces")),
    ("document indicator", say("a line that begins with `...` or `%` is no field; remove it")),
    ("directive", say("a line that begins with `...` or `%` is no field; remove it")),
    ("YAML document", say("a line that begins with `...` or `%` is no field; remove it")),
    ("URI", say("`!` cannot begin a value; put the value in quotes")),
    ("tag handle", say("`!` cannot begin a value; put the value in quotes")),
    ("whitespace or line break", say("`!` cannot begin a value; put the value in quotes")),
    ("expected '>'", say("`!` cannot begin a value; put the value in quotes")),
    ("did not find expected node content", say("a value is missing, or this character needs quotes")),
)


_OTHERWISE = say("something here cannot be read; put the value in quotes")


def _syntax_problem(error: yaml.YAMLError, text: str, offset: int) -> Problem:
    """What is wrong where YAML cannot be read: at its cause, where that can be told, not where the reader gave up."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    raw = str(getattr(error, "problem", None) or error).splitlines()[0]
    if "end of stream" in raw and context is not None:
        mark = context  # the quote or bracket that nothing closes, not the end of the file
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if "alphabetic or numeric character" in raw:
        column -= column > 0  # the sign itself, not what follows it
    if "expected <document start>" in raw:
        ends = [number for number, own in enumerate(text.split("\n")[: line + 1]) if own.startswith(("...", "%"))]
        line, column = (ends[-1], 0) if ends else (line, column)
    if cause := _cause(text, line):
        index, message = cause
        position = _position_of(text, index)
        return Problem("yaml-syntax", Position(position.line + offset, position.column), say("not valid YAML: {reason}", reason=message))
    hint = next((hint for needle, hint in _HINTS if needle in raw), None)
    return Problem("yaml-syntax", Position(line + 1 + offset, column + 1), say("not valid YAML: {reason}", reason=hint or _OTHERWISE))


def _cause(text: str, last: int) -> tuple[int, str] | None:
    """Index and explanation of the slip that made line `last` (from 0) unreadable: a quote left open, a missing space."""
    lines = text.split("\n")
    start = tries = 0
    for number, line in enumerate(lines[: last + 1]):
        if tries > MAX_TRIES:
            return None
        if (match := _OPEN_QUOTE.match(line)) and match.group(1) not in line[match.end() :]:
            tries += 1
            mended = "\n".join([*lines[:number], line + match.group(1), *lines[number + 1 :]])
            if _gets_further(mended, last):
                return start + match.end() - 1, say("this quote is not closed; put another one at the end of the value")
        if number and _BLOCK.search(lines[number - 1]) and line.strip():
            above = len(lines[number - 1]) - len(lines[number - 1].lstrip())
            if len(line) - len(line.lstrip()) <= above and not _FIELD.match(line):
                return start + above, say("the text of a `>-` or `|` is indented; put spaces before each of its lines")
        if number == last and (match := _AFTER_QUOTE.match(line)):
            return start + match.end(), say("text stands after the closing quote; put the whole value in one pair of quotes")
        if number == last and (match := _FIELD.match(line)) and (fit := _fitting(lines, number, match.end(1), last)) is not None:
            message = say(
                "`{field}` begins in column {column}; it belongs in column {fit}", field=match[2], column=match.end(1) + 1, fit=fit + 1
            )
            return start + match.end(1), message
        if number >= last - 1 and (match := _NO_COLON.match(line)) and ": " not in line:
            mended = "\n".join([*lines[:number], f"{match[1]}{match[2]}: {line[match.end() :]}", *lines[number + 1 :]])
            if _gets_further(mended, last):
                return start + match.end(1), say("`{field}` needs a colon and a space after it", field=match[2])
        if match := _NO_SPACE.match(line):
            tries += 1
            mended = "\n".join([*lines[:number], line[: match.end()] + " " + line[match.end() :], *lines[number + 1 :]])
            if _gets_further(mended, last):
                return start + match.end(), say("`{field}:` needs a space after the colon", field=match.group(1))
        if match := _OTHER_COLON.match(line):
            tries += 1
            mended = "\n".join([*lines[:number], f"{line[: match.start(2)].rstrip()}: {line[match.end() :]}", *lines[number + 1 :]])
            if _gets_further(mended, last):
                message = say("{character} is not the colon that must stand after `{field}`", character=name_of(match[2]), field=match[1])
                return start + match.start(2), message
        if (match := _OPEN_BRACKET.match(line)) and (closing := unclosed(line[match.start(1) :])):
            tries += 1
            mended = "\n".join([*lines[:number], line + closing, *lines[number + 1 :]])
            if _gets_further(mended, last):
                return start + match.start(1), say(
                    "this `{sign}` is not closed; put `{closing}` at the end", sign=match[1], closing=closing
                )
        start += len(line) + 1
    return None


def _fitting(lines: list[str], number: int, column: int, last: int) -> int | None:
    """The column, from 0, in which a field can be read that begins in another one: that of the field above it."""
    above = next((match for own in reversed(lines[:number]) if (match := _FIELD.match(own))), None)
    if above is None or above.end(1) == column:
        return None
    fit = above.end(1)
    mended = "\n".join([*lines[:number], " " * fit + lines[number].lstrip(), *lines[number + 1 :]])
    return fit if _gets_further(mended, last) else None


def unclosed(text: str) -> str:
    """What would close the brackets that a text opens, outside quotes."""
    closing = ""
    for sign in re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", "", text):
        if sign in "[{":
            closing = ("]" if sign == "[" else "}") + closing
        elif closing and sign == closing[0]:
            closing = closing[1:]
    return closing


def _gets_further(text: str, last: int) -> bool:
    """True if nothing up to line `last` stops the reader any more."""
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if event.start_mark is not None and event.start_mark.line > last + 1:
                return True
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > last + 1
    return True


class _Converter:
    """Nodes to values. One pass; remembers where each value and key stood."""

    def __init__(self, offset: int, text: str) -> None:
        self.offset = offset
        self.lines = text.split("\n") if "#" in text else None
        self.marks: list[int] = []
        self.problems: list[Problem] = []
        self.doubtful: set[Loc] = set()
        self.empty: set[Loc] = set()
        self.torn: set[Loc] = set()

    def _position(self, node: yaml.Node) -> Position:
        return Position(node.start_mark.line + 1 + self.offset, node.start_mark.column + 1)

    def _mark(self, node: yaml.Node) -> None:
        self.marks += (node.start_mark.line + 1 + self.offset, node.start_mark.column + 1)

    def convert(self, node: yaml.Node, loc: Loc) -> Any:
        self._mark(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.convert(child, (*loc, index)) for index, child in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Any]:
        values: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            position = self._position(key_node)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem("yaml-feature", position, say("a list or mapping used as a field name")))
                continue
            key = key_node.value
            if key == "<<":
                self.problems.append(Problem("yaml-feature", position, say("merge key `<<`; write the fields out")))
                continue
            if key in values:
                message = say("`{field}` stands twice; it was already given on line {line}", field=key, line=str(lines[key]))
                self.problems.append(Problem("duplicate-key", position, message))
                continue
            self._mark(key_node)
            lines[key] = position.line
            values[key] = self.convert(value_node, (*loc, key))
        return values

    def _scalar(self, node: yaml.ScalarNode, loc: Loc) -> Any:
        text: str = node.value
        if text == HOLE:
            self.torn.add(loc)
            return None
        if runs := hidden_runs(text):
            # Written as an escape (`"\\x07"`), it was not yet there when the bytes were looked at.
            message = say("an escape stands for an {problem}", problem=invisible(text[slice(*runs[0])]))
            self.problems.append(Problem("invisible-character", self._position(node), message))
            self.doubtful.add(loc)
            return ""
        if node.style:  # quoted or block: always text (plain is None or "", by loader)
            return text
        if self.lines is not None and self._is_cut(node, text):
            position = Position(node.end_mark.line + 1 + self.offset, node.end_mark.column + 2)
            message = say("` #` begins a comment, so the value ends before it; put the whole value in quotes")
            self.problems.append(Problem("cut-value", position, message))
            self.doubtful.add(loc)
        if text in ("", "~", "null"):
            if not text:
                self.empty.add(loc)
            return None
        if text in ("true", "false"):
            return text == "true"
        if _INTEGER.fullmatch(text):
            if len(text) <= 18 and abs(int(text)) <= MAX_INTEGER:
                return int(text)
            return self._doubt(node, loc, text)
        if _FLOAT.fullmatch(text):
            if repr(float(text)) == text:
                return float(text)
            return self._doubt(node, loc, text)
        if is_ambiguous(text):
            return self._doubt(node, loc, text)
        return text

    def _is_cut(self, node: yaml.ScalarNode, text: str) -> bool:
        """True if what follows a bare value looks like its end, not like a comment (two spaces, `#`, a space)."""
        assert self.lines is not None
        line = self.lines[node.end_mark.line] if node.end_mark.line < len(self.lines) else ""
        match = _COMMENT.match(line, node.end_mark.column)
        if match is None or not text:
            return False
        spaces, after = match.groups()
        return after.strip() != "" or (len(spaces) == 1 and " " in text)

    def _doubt(self, node: yaml.ScalarNode, loc: Loc, text: str) -> str:
        message = say('`{text}` does not mean the same to every reader of YAML or JSON; put it in quotes: "{text}"', text=text)
        self.problems.append(Problem("ambiguous-value", self._position(node), message, f'"{text}"'))
        self.doubtful.add(loc)
        return text
