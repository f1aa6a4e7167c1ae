"""Bytes to text: what is wrong with the bytes, characters that nobody sees, spaces that only look like one."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from rex.core.characters import SPACES, decomposed, hidden_runs, name_of, without_hidden
from rex.core.document import Removed
from rex.core.errors import START, Position, Problem, position_of
from rex.core.files import MAX_FILE_BYTES, too_large
from rex.core.message import say

# More findings of one kind in one file say nothing new.
MAX_OF_A_KIND = 50

# A space that looks like one and is none, where the form of the file depends on it: indentation, after a colon, a dash
# or the signs of a heading. In sentences French wants them.
_ODD_SPACE = re.compile(
    rf"^[ ]*[{SPACES}]|^[ ]*-[{SPACES}]|^[ ]*(?:- +)?[\"']?[\w.-]+[\"']?:[{SPACES}]"
    rf"|^#{{2,6}} .*?[{SPACES}]|^#{{1,6}}[{SPACES}]",
    re.M,
)


def decoded(data: bytes) -> tuple[str | None, list[Problem]]:
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
        position = position_of(text, text.index("\r"))
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


def without_unseen(text: str) -> tuple[str, Removed, list[Problem]]:
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
        problems.append(Problem("invisible-character", position_of(text, index), message))
        text = composed
    return text, removed, problems


def cleaned(text: str) -> tuple[str, Removed, list[Problem]]:
    """The same for a file whose form depends on ordinary spaces: one that only looks like it is a problem too."""
    text, removed, problems = without_unseen(text)
    pieces: list[str] = []
    done = 0
    for match in _ODD_SPACE.finditer(text):
        place = match.end() - 1
        if len(problems) < MAX_OF_A_KIND:
            problems.append(Problem("invisible-character", position_of(text, place), odd_space(text[place])))
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
