"""What a rule is. The rules themselves are in `rex.lint.rules`, the running of them in `rex.lint.engine`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position, Problem


class Severity(StrEnum):
    """An error keeps pages from being right; a warning is advice. Both are findings."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `path` is relative to the root of the base, with `/`."""

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: Severity
    message: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Example:
    """The same lines of the example case, right and wrong. `path` is the file they stand in."""

    right: str
    wrong: str
    path: str = "cases/example-2024.md"


CheckCase = Callable[[CaseFile, Corpus], Iterator[Problem]]
CheckTranslation = Callable[[TranslationFile, CaseFile, Corpus], Iterator[Problem]]
CheckCorpus = Callable[[Corpus], Iterator[tuple[str, Problem]]]


@dataclass(frozen=True)
class Rule:
    """Everything about a rule. One without a check is found while the file is read.

    `name` is the wrong thing, so that "unknown-term" reads as what was seen.
    """

    code: str
    name: str
    why: str
    cure: str
    example: Example | None = None
    check_case: CheckCase | None = None
    check_translation: CheckTranslation | None = None
    check_corpus: CheckCorpus | None = None
    # A comparison with the original waits until the original itself is clean: there is nothing to compare with before.
    needs_clean_original: bool = False
    severity: Severity = Severity.ERROR

    def problem(self, position: Position, message: str, suggestion: str | None = None) -> Problem:
        """A problem that carries this rule's name."""
        return Problem(self.name, position, message, suggestion)
