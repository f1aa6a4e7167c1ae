"""What is wrong where YAML cannot be read, told at its cause: a quote left open, a missing space, a field in the wrong column."""

import re

import yaml

from rex.core.characters import name_of
from rex.core.errors import Position, Problem, position_of
from rex.core.message import say

# Each try to find the cause of an error reads the front matter again.
MAX_TRIES = 10

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NO_SPACE = re.compile(r"^ *(?:- +)*([A-Za-z_]+):(?=[^\s:/])", re.M)
# Colons of other scripts, which look like ours.
_OTHER_COLON = re.compile(r"^ *(?:- +)*([A-Za-z_]+) ?([：﹕︓∶꞉ː])", re.M)
_OPEN_QUOTE = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|- +)([\"'])", re.M)
_OPEN_BRACKET = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|- +)([\[{])")
LINK_AS_VALUE = re.compile(r"^( *(?:- +)*[\w.-]+: +)\[[^\[\]]*\]\((https?://[^\s()]+)\) *$")
_NO_COLON = re.compile(r"^( *(?:- +)*)([a-z_]+)( *[;=] *| +)(?=[^\s:=;])")
_AFTER_QUOTE = re.compile(r"^ *(?:- +)*(?:[\w.-]+: +|(?=[\"']))(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*') *(?=[^\s,#\]}:])")
FIELD = re.compile(r"^( *(?:- +)*)([\w-]+):(?: |$)")
_BLOCK = re.compile(r": +[>|][-+0-9]*\s*$")

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


def syntax_problem(error: yaml.YAMLError, text: str, offset: int) -> Problem:
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
        position = position_of(text, index)
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
            if _gets_further(lines, number, line + match.group(1), last):
                return start + match.end() - 1, say("this quote is not closed; put another one at the end of the value")
        if number and _BLOCK.search(lines[number - 1]) and line.strip():
            above = len(lines[number - 1]) - len(lines[number - 1].lstrip())
            if len(line) - len(line.lstrip()) <= above and not FIELD.match(line):
                return start + above, say("the text of a `>-` or `|` is indented; put spaces before each of its lines")
        if number == last and (match := _AFTER_QUOTE.match(line)):
            return start + match.end(), say("text stands after the closing quote; put the whole value in one pair of quotes")
        if number == last and (match := FIELD.match(line)) and (fit := _fitting(lines, number, match.end(1), last)) is not None:
            message = say(
                "`{field}` begins in column {column}; it belongs in column {fit}", field=match[2], column=match.end(1) + 1, fit=fit + 1
            )
            return start + match.end(1), message
        if (
            number >= last - 1
            and (match := _NO_COLON.match(line))
            and ": " not in line
            and _gets_further(lines, number, f"{match[1]}{match[2]}: {line[match.end() :]}", last)
        ):
            return start + match.end(1), say("`{field}` needs a colon and a space after it", field=match[2])
        if match := _NO_SPACE.match(line):
            tries += 1
            if _gets_further(lines, number, f"{line[: match.end()]} {line[match.end() :]}", last):
                return start + match.end(), say("`{field}:` needs a space after the colon", field=match.group(1))
        if match := _OTHER_COLON.match(line):
            tries += 1
            if _gets_further(lines, number, f"{line[: match.start(2)].rstrip()}: {line[match.end() :]}", last):
                message = say("{character} is not the colon that must stand after `{field}`", character=name_of(match[2]), field=match[1])
                return start + match.start(2), message
        if number == last and (match := LINK_AS_VALUE.match(line)):
            return start + match.end(1), say("this is a link of Markdown; write the address alone")
        if (match := _OPEN_BRACKET.match(line)) and (closing := unclosed(line[match.start(1) :])):
            tries += 1
            if _gets_further(lines, number, line + closing, last):
                return start + match.start(1), say(
                    "this `{sign}` is not closed; put `{closing}` at the end", sign=match[1], closing=closing
                )
        start += len(line) + 1
    return None


def _fitting(lines: list[str], number: int, column: int, last: int) -> int | None:
    """The column, from 0, in which a field can be read that begins in another one: that of the field above it."""
    above = next((match for own in reversed(lines[:number]) if (match := FIELD.match(own))), None)
    if above is None or above.end(1) == column:
        return None
    fit = above.end(1)
    return fit if _gets_further(lines, number, " " * fit + lines[number].lstrip(), last) else None


def unclosed(text: str) -> str:
    """What would close the brackets that a text opens, outside quotes."""
    closing = ""
    for sign in re.sub(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", "", text):
        if sign in "[{":
            closing = ("]" if sign == "[" else "}") + closing
        elif closing and sign == closing[0]:
            closing = closing[1:]
    return closing


def _gets_further(lines: list[str], number: int, mended: str, last: int) -> bool:
    """True if nothing up to line `last` stops the reader any more once line `number` reads so."""
    text = "\n".join([*lines[:number], mended, *lines[number + 1 :]])
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if event.start_mark is not None and event.start_mark.line > last + 1:
                return True
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark is not None and mark.line > last + 1
    return True
