"""From what a body says about itself to hits of a rule."""

from collections.abc import Iterator

from rex.core.body import Body
from rex.core.errors import Position
from rex.lint.rule import Hit


def oddities(body: Body, name: str) -> Iterator[Hit]:
    """What the text holds that breaks the rule `name`."""
    return (Hit(Position(oddity.line, oddity.column), oddity.message) for oddity in body.oddities if oddity.name == name)
