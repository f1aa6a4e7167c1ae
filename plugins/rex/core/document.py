"""A file that could be read: its values, where each of them stands, and its text."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rex.core.errors import START, Position

Loc = tuple[Hashable, ...]
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
