"""The strict reader: bytes in; values with their positions, or problems, out. Its counterpart is `rex.core.yaml_text`.

Ordinary YAML readers turn `no` into False, `012` into 10 and `1:30` into 90, keep the last of two equal keys,
and can be made to eat all memory by aliases or to crash by deep nesting. Here every scalar has one meaning or is
a problem, and the guards run before any loader sees the text. The result never depends on which YAML library
is compiled in. What the fields *mean* is not known here.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from rex.core.characters import hidden_runs
from rex.core.decoded import cleaned, decoded, in_file, invisible, without_unseen
from rex.core.document import Document, Loc
from rex.core.errors import START, Position, Problem, position_of
from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.message import say
from rex.core.torn import HOLE, torn, without_lines
from rex.core.yaml_faults import FIELD, LOADER, syntax_problem
from rex.core.yaml_text import is_ambiguous

MAX_YAML_CHARACTERS = 64 * 1024
MAX_YAML_CHARACTERS_VOCABULARY = 512 * 1024
MAX_DEPTH = 20
MAX_NODES = 20_000
# Every reader of JSON keeps integers exact up to here (https://www.rfc-editor.org/rfc/rfc8259#section-6).
MAX_INTEGER = 2**53 - 1
_INTEGER = re.compile(r"-?(?:0|[1-9]\d*)", re.ASCII)
_FLOAT = re.compile(r"-?(?:0|[1-9]\d*)\.\d+", re.ASCII)
_COMMENT = re.compile(r"( +)#(.?)")
# What somebody wrote who meant the end of the front matter.
_LONG_DASHES = re.compile(r"(?:-{4,}|[-–—]*[–—][-–—]*|--|[ ]+---|[*_~`+]{3,}|[-–—](?: [-–—])+)\s*")


@dataclass
class Reading:
    """`document` is `None` when nothing could be read; problems can accompany a document.

    Invisible characters are problems and are taken out before the rest is read; `Document.removed` says where, so that
    other problems of the same line can be given their true column (`in_file`).
    """

    document: Document | None = None
    problems: list[Problem] = field(default_factory=list)


def read_bytes(data: bytes, *, front_matter: bool = True) -> Reading:
    """Read the bytes of a case file (`---`, YAML, `---`, Markdown) or of a YAML file. Never raises."""
    text, problems = decoded(data)
    if text is None:
        return Reading(problems=problems)
    text, removed, found = cleaned(text)
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
    text, problems = decoded(data)
    if text is None:
        return Reading(problems=problems)
    text, _, found = without_unseen(text)
    problems += found
    if text.split("\n", 1)[0].rstrip() != "---":
        return Reading(Document({}, body=text), problems)
    return _read_front(text, problems)


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
        if not FIELD.match(lines[first]) or closing is None:
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
    root = yaml.compose(text, Loader=LOADER)
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
    position = position_of(text, match.start())
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
        for event in yaml.parse(text, Loader=LOADER):
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
        return syntax_problem(error, text, offset)
    return None


def _as_written(tag: str) -> str:
    """A tag as the author typed it: the reader has put in the long form."""
    return "!!" + tag.removeprefix("tag:yaml.org,2002:") if tag.startswith("tag:yaml.org,2002:") else tag


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
