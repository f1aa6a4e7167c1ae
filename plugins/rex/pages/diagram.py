"""The picture of one case: its mistakes on the left, its fixes on the right, a line where a fix was used against a mistake.

The names are two HTML lists, so that they wrap and can be followed; only the lines are SVG. Rows of a list are equally high and both
lists fill the same height, so the middle of row i of n is at (i + ½) / n of it, whatever the width of the screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rex.core.model import FixClaim, MistakeClaim, Outcome


@dataclass(frozen=True)
class Node:
    """One row: the id of the claim, and its place in the list of the page (from 1)."""

    id: str
    number: int


@dataclass(frozen=True)
class Line:
    """From the middle of a mistake's row to that of a fix's row, in hundredths of the height."""

    start: int
    end: int
    look: str


@dataclass(frozen=True)
class Diagram:
    """Rows in the order in which they are drawn."""

    mistakes: tuple[Node, ...]
    fixes: tuple[Node, ...]
    lines: tuple[Line, ...]


def draw(mistakes: Sequence[MistakeClaim], fixes: Sequence[FixClaim]) -> Diagram:
    """Mistakes stay in the order of the case; fixes move beside the mistakes they correct, so that fewer lines cross."""
    row = {claim.id: number for number, claim in enumerate(mistakes)}

    def height(numbered: tuple[int, FixClaim]) -> tuple[float, int]:
        number, fix = numbered
        rows = [row[mistake] for mistake in fix.corrects if mistake in row]
        # A fix tied to no mistake stands below all others.
        return (sum(rows) / len(rows) if rows else len(row), number)

    ordered = sorted(enumerate(fixes), key=height)
    lines = [
        Line(_middle(row[mistake], len(mistakes)), _middle(place, len(ordered)), _look(fix))
        for place, (_, fix) in enumerate(ordered)
        for mistake in fix.corrects
        if mistake in row
    ]
    return Diagram(
        tuple(Node(claim.id, number) for number, claim in enumerate(mistakes, 1)),
        tuple(Node(fix.id, number + 1) for number, fix in ordered),
        tuple(lines),
    )


def _middle(row: int, rows: int) -> int:
    return round(100 * (row + 0.5) / rows)


def _look(fix: FixClaim) -> str:
    """Class of a line: how it went, or whether anything was done at all."""
    if fix.outcome is not Outcome.UNKNOWN:
        return fix.outcome
    return "done" if fix.state.was_tried else "idea"
