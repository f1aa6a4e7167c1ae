"""Drawings as inline SVG: numbers in, text out. No corpus, no words, no files.

Colours come from classes and thus from the theme; nothing here uses a `style` attribute, which a strict content
policy would drop. Links use `xlink:href`: themes that swap pages without reloading assign to `href` of every
element that has one, which an SVG link does not allow. Each drawing stands beside the same numbers as text.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rex.pages.markup import Md, attribute, plain


@dataclass(frozen=True)
class Part:
    """A part of a bar: how much, and the class that colours it."""

    name: str
    amount: int


def bar(parts: Iterable[Part], whole: int) -> Md:
    """One bar of stacked parts on a scale from 0 to `whole`. Decoration: the text beside it says the same."""
    rects, x = [], 0
    for part in parts:
        if part.amount:
            rects.append(f'<rect class="rex-fill-{part.name}" x="{x}" width="{part.amount}" height="1"/>')
            x += part.amount
    body = "".join(rects)
    return Md(
        f'<svg class="rex-gauge" viewBox="0 0 {whole} 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">{body}</svg>'
    )


@dataclass(frozen=True)
class Node:
    """One end of a flow: its text, what it leads to."""

    id: str
    text: str
    href: str


@dataclass(frozen=True)
class Flow:
    """A band from a left node to a right one, `amount` wide; `name` is the class that colours it."""

    left: str
    right: str
    amount: int
    name: str
    href: str
    title: str


_UNIT = 7  # height of an amount of one
_GAP = 7
_ROW = 15  # a node is at least as high as its text
_WIDTH = 1000
_INNER = (340, 660)  # where the bands begin and end
_BLOCK = 6


def flows(left: Sequence[Node], right: Sequence[Node], bands: Sequence[Flow], label: str) -> Md:
    """Two columns of nodes and the bands between them, on a canvas as high as the taller column.

    The left column keeps its order; the right one is put where its bands come from, so that fewer of them cross.
    """
    left_tops, left_end = _stack(left, {node.id: sum(band.amount for band in bands if band.left == node.id) for node in left})
    weights = {node.id: sum(band.amount for band in bands if band.right == node.id) for node in right}
    height_of = {node.id: top for node, (top, _) in zip(left, left_tops.values(), strict=True)}
    ordered = sorted(right, key=lambda node: (_centre(node.id, bands, height_of), node.id))
    right_tops, right_end = _stack(ordered, weights)
    height = max(left_end, right_end)
    left_tops = _spread(left_tops, left_end, height)
    right_tops = _spread(right_tops, right_end, height)
    rank = {node.id: index for index, node in enumerate(ordered)}
    order = {node.id: index for index, node in enumerate(left)}
    starts = _places(bands, left_tops, lambda band: band.left, lambda band: rank[band.right])
    ends = _places(bands, right_tops, lambda band: band.right, lambda band: order[band.left])
    drawn = []
    for node in left:
        own = "".join(_band(band, starts[band], ends[band]) for band in bands if band.left == node.id)
        drawn.append(f'<g class="rex-flow">{own}{_node(node, left_tops[node.id], at_left=True)}</g>')
    drawn = ['<g class="rex-left">', *drawn, "</g>"]
    drawn += [_node(node, right_tops[node.id], at_left=False) for node in ordered]
    return Md(
        f'<svg class="rex-flows" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{attribute(label)}">'
        # Hatching tells those bands apart that colour alone would not.
        '<defs><pattern id="rex-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="rex-hatch" width="3" height="6"/></pattern></defs>' + "".join(drawn) + "</svg>"
    )


def _stack(nodes: Sequence[Node], weights: dict[str, int]) -> tuple[dict[str, tuple[int, int]], int]:
    """Top and height of each node, one below the other, and where the last ends."""
    tops, y = {}, 0
    for node in nodes:
        size = max(_ROW, weights[node.id] * _UNIT)
        tops[node.id] = (y, size)
        y += size + _GAP
    return tops, max(0, y - _GAP)


def _spread(tops: dict[str, tuple[int, int]], end: int, height: int) -> dict[str, tuple[int, int]]:
    """The shorter column with its gaps widened to the height of the taller one."""
    spare, count = height - end, len(tops)
    if count < 2:
        return tops
    return {node: (top + spare * index // (count - 1), size) for index, (node, (top, size)) in enumerate(tops.items())}


def _centre(node: str, bands: Sequence[Flow], height_of: dict[str, int]) -> float:
    own = [band for band in bands if band.right == node]
    return sum(height_of[band.left] * band.amount for band in own) / max(1, sum(band.amount for band in own))


def _places(
    bands: Sequence[Flow], tops: dict[str, tuple[int, int]], end_of: Callable[[Flow], str], key: Callable[[Flow], int]
) -> dict[Flow, int]:
    """Where each band touches its node: bands of one node lie in the order of the other column."""
    found = {}
    for node, (top, size) in tops.items():
        own = sorted((band for band in bands if end_of(band) == node), key=key)
        y = top + (size - sum(band.amount for band in own) * _UNIT) // 2
        for band in own:
            found[band] = y
            y += band.amount * _UNIT
    return found


def _band(band: Flow, start: int, end: int) -> str:
    x0, x1 = _INNER[0] + _BLOCK, _INNER[1] - _BLOCK
    middle, thick = (x0 + x1) // 2, band.amount * _UNIT - 1
    there = f"C{middle} {start} {middle} {end} {x1} {end}"
    back = f"C{middle} {end + thick} {middle} {start + thick} {x0} {start + thick}"
    path = f"M{x0} {start}{there}v{thick}{back}z"
    title = attribute(band.title)
    # Keyboards and screen readers follow the table beneath, which has the same links in a better order.
    href = plain(band.href)
    return f'<a class="{band.name}" xlink:href="{href}" tabindex="-1"><title>{title}</title><path d="{path}"/></a>'


def _node(node: Node, place: tuple[int, int], *, at_left: bool) -> str:
    top, size = place
    x, anchor = (_INNER[0] - 8, ' text-anchor="end"') if at_left else (_INNER[1] + 8, "")
    block = _INNER[0] if at_left else _INNER[1] - _BLOCK
    return (
        f'<a class="rex-node" xlink:href="{plain(node.href)}"><rect x="{block}" y="{top}" width="{_BLOCK}" height="{size}"/>'
        f'<text x="{x}" y="{top + size // 2}"{anchor} dominant-baseline="central">{attribute(node.text)}</text></a>'
    )
