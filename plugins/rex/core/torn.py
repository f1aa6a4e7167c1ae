"""YAML with a fault in it, taken apart: the smallest piece that cannot be read is cut out, so that all beside it can be.

Lines keep their numbers. What a piece says is not guessed; its place is known, so that nobody misses there what may stand in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from rex.core.errors import Problem

# Stands where a value was cut out. Characters for private use have been taken out of every file before.
HOLE = "\ue000"
# More faults than these in one file are told when the first are mended.
MAX_HOLES = 50
MAX_LEVELS = 4

_HEAD = re.compile(r"( *)(?:(?P<item>-)(?: +|$)|(?P<key>[\w.-]+|\"[^\"]*\"|'[^']*'):(?: +|$))")
_NAMES = re.compile(r"^ *(?:- *)*[\"']?(\w[\w-]*)", re.M)

# The fault of some lines, of which the first has this number (from 0); `None` if they can be read.
Fault = Callable[[str, int], Problem | None]


@dataclass(frozen=True)
class Torn:
    """`text` is `None` where nothing helps; `names` are the words with which lines begin that were cut out."""

    text: str | None
    problems: list[Problem]
    names: frozenset[str]


def torn(text: str, problem: Problem, offset: int, fault: Fault) -> Torn:
    """The text without what is at fault, and what to say of each such piece. `problem` is the fault of the whole."""
    lines = text.split("\n")
    holes = _holes(lines, 0, len(lines), fault, MAX_LEVELS)
    own = [hole for hole in holes if hole[0] <= problem.position.line - offset - 1 < hole[1]]
    for chosen in (own, holes):
        mended = _without(lines, chosen)
        if chosen and fault(mended, 0) is None:
            problems = [problem] if chosen is own else _told(lines, chosen, fault)
            return Torn(mended, problems, _names(lines, chosen))
    # A line that belongs to no field.
    row = min(max(problem.position.line - offset - 1, 0), len(lines) - 1)
    mended = "\n".join([*lines[:row], "", *lines[row + 1 :]])
    return Torn(mended if fault(mended, 0) is None else None, [problem], _names(lines, [(row, row + 1)]))


def without_lines(text: str, first: int, last: int) -> tuple[str, frozenset[str]]:
    """The text with some lines (from 0) emptied, and the words with which these began."""
    lines = text.split("\n")
    return "\n".join([*lines[:first], *[""] * (last - first), *lines[last:]]), _names(lines, [(first, last)])


def _told(lines: list[str], holes: list[tuple[int, int]], fault: Fault) -> list[Problem]:
    """One problem for each hole, as it is without the others; an alias is what its anchor brings with it."""
    found = []
    for hole in holes:
        first = max((row for row in range(hole[0] + 1) if (head := _HEAD.match(lines[row])) and not head[1] and head["key"]), default=0)
        last = next((row for row in range(hole[1], len(lines)) if _HEAD.match(lines[row]) and lines[row][0] != " "), len(lines))
        others = [other for other in holes if other != hole and first <= other[0] < last]
        if told := fault("\n".join(_without(lines, others).split("\n")[first:last]), first):
            found.append(told)
    anchored = any("anchor" in told.message for told in found)
    return [told for told in found if not (anchored and told.message.startswith("alias "))]


def _names(lines: list[str], holes: list[tuple[int, int]]) -> frozenset[str]:
    return frozenset(name for first, last in holes for name in _NAMES.findall("\n".join(lines[first:last])))


def _without(lines: list[str], holes: list[tuple[int, int]]) -> str:
    kept = list(lines)
    for first, last in holes:
        # The first of the pieces that begin in this line is the whole of it.
        head = _opening(lines[first])
        kept[first:last] = [f"{head}{HOLE}" if head else "", *[""] * (last - first - 1)]
    return "\n".join(kept)


def _opening(line: str) -> str:
    """What stands before the value of a line: `- ` and the name of a field."""
    end = 0
    while match := _HEAD.match(line, end):
        end = match.end()
        if match["key"]:
            break
    return line[:end] if end < len(line) or line.endswith(" ") or not end else f"{line} "


def _holes(lines: list[str], first: int, last: int, fault: Fault, levels: int) -> list[tuple[int, int]]:
    """First and last line (from 0, the last excluded) of the smallest pieces that cannot be read on their own."""
    parts = _parts(lines, first, last)
    found: list[tuple[int, int]] = []
    for start, end in parts:
        if len(found) >= MAX_HOLES or fault("\n".join(lines[start:end]), start) is None:
            continue
        head = _HEAD.match(lines[start])
        inner: list[tuple[int, int]] = []
        if levels and head and head["item"]:
            at = head.start("item")
            line, lines[start] = lines[start], f"{lines[start][:at]} {lines[start][at + 1 :]}"
            inner = _holes(lines, start, end, fault, levels - 1)
            lines[start] = line
        elif levels and head and not lines[start][head.end() :].strip():
            inner = _holes(lines, start + 1, end, fault, levels - 1)
        if inner and fault("\n".join(_without(lines, inner).split("\n")[start:end]), start) is None:
            found += inner
        else:
            found.append((start, end))
    return found


def _parts(lines: list[str], first: int, last: int) -> list[tuple[int, int]]:
    """The fields of a mapping, or the items of a list: each from its first line to the next one; none if the lines are neither."""
    heads: list[int] = []
    indent = -1
    for row in range(first, last):
        line = lines[row]
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        own = len(line) - len(line.lstrip(" "))
        head = _HEAD.match(line)
        if indent < 0:
            if head is None:
                if own == 0 and first == 0:
                    continue  # above the first field of all
                return []
            indent, is_item = own, bool(head["item"])
        if own < indent and indent:
            return []
        if head is not None and own == indent and bool(head["item"]) == is_item:
            heads.append(row)
    return list(zip(heads, [*heads[1:], last], strict=True)) if heads else []
