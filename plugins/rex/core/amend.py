"""Changing a few values of a file and nothing else: comments, order, quotes and the text below stay as their authors wrote them.

What is new is written at the places that YAML gives, in the style of what stands around it.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import yaml

from rex.core.yaml_text import as_yaml

_ONE_LINE = 1_000_000


class Front:
    """The front matter of a file that the strict reader accepts; each change gives the text of the whole file anew."""

    def __init__(self, text: str) -> None:
        head, mark, rest = text.partition("\n---\n")
        self._lead, front = head.split("\n", 1)
        self._front = front + "\n"
        self._rest = mark.removeprefix("\n") + rest

    @property
    def text(self) -> str:
        """The whole file."""
        return f"{self._lead}\n{self._front}{self._rest}"

    def set(self, loc: tuple[Hashable, ...], value: Any, order: Sequence[str] = ()) -> None:
        """Give a field another value, or add it: after the last of those that `order` puts before it, else at the end."""
        name = str(loc[-1])
        node = self._node(loc[:-1])
        fields = {key.value: (key, held) for key, held in node.value}
        if name in fields:
            key, held = fields[name]
            new = self._pair(name, value, node, key.start_mark.column)
            # A value that is left out (`date:`) ends before the space that would come next.
            self._put(key.start_mark.index, max(self._end(held), key.end_mark.index + 1), new)
            return
        rank = {field: number for number, field in enumerate(order)}
        before = [pair for field, pair in fields.items() if rank.get(field, len(order)) < rank.get(name, len(order))]
        key, held = (before or list(fields.values()))[-1]
        if node.flow_style:
            self._put(self._end(held), self._end(held), ", " + self._pair(name, value, node, 0))
            return
        column = key.start_mark.column
        at = self._line_end(max(self._end(held), key.end_mark.index + 1))
        self._put(at, at, f"\n{' ' * column}{self._pair(name, value, node, column)}")

    def append(self, loc: tuple[Hashable, ...], item: Any) -> None:
        """One more item at the end of a list."""
        node = self._node(loc)
        if node.flow_style:
            new = as_yaml([item], flow=True, width=_ONE_LINE).strip()[1:-1]
            at = node.end_mark.index - 1 if not node.value else self._end(node.value[-1])
            self._put(at, at, f", {new}" if node.value else new)
            return
        at = self._line_end(self._end(node))
        indent = " " * node.start_mark.column
        lines = as_yaml([item]).rstrip("\n").split("\n")
        self._put(at, at, "".join(f"\n{indent}{line}" for line in lines))

    def _pair(self, name: str, value: Any, parent: Any, column: int) -> str:
        """`name: value`, as it stands at a column of its parent."""
        if parent.flow_style:
            return as_yaml({name: value}, flow=True, width=_ONE_LINE).strip()[1:-1]
        return as_yaml({name: value}).rstrip("\n").replace("\n", "\n" + " " * column)

    def _node(self, loc: tuple[Hashable, ...]) -> Any:
        node: Any = yaml.compose(self._front, Loader=yaml.SafeLoader)
        for part in loc:
            node = node.value[part] if isinstance(node, yaml.SequenceNode) else {key.value: held for key, held in node.value}[part]
        return node

    def _line_end(self, index: int) -> int:
        """The end of the line, behind a comment."""
        return self._front.index("\n", index)

    def _put(self, start: int, end: int, new: str) -> None:
        self._front = self._front[:start] + new + self._front[end:]

    def _end(self, node: Any) -> int:
        """Where a value ends. To YAML the end of a block is the beginning of what follows, behind blank lines and comments."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return max(self._end(last[1]), last[0].end_mark.index + 1) if isinstance(last, tuple) else self._end(last)
        end: int = node.end_mark.index
        if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
            while self._front[end - 1] in "\n ":
                end -= 1
        return end
