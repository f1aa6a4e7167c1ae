"""What can be wrong: a problem in a file is data, an exception is for us or for the machine."""

from dataclasses import dataclass


class RexError(Exception):
    """Anything the command line reports in one line, without a traceback."""


class FieldError(ValueError):
    """A value that a field cannot have: `rule` is the rule it breaks, `message` a sentence part that says why.

    `suggestion` is what was meant, where that is certain.
    """

    def __init__(self, rule: str, message: str, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.suggestion = suggestion


class IdError(FieldError):
    """A text that has not the form of an id."""


@dataclass(frozen=True, order=True)
class Position:
    """Where something stands in a file; both count from 1, columns in characters."""

    line: int
    column: int


START = Position(1, 1)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file, named after the rule that explains it (see `rex.lint.rules`)."""

    name: str
    position: Position
    message: str
    suggestion: str | None = None


def position_of(text: str, index: int) -> Position:
    """The line and column of a character of a text."""
    return Position(text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)
