"""What a rule is. The rules themselves are in `rex.lint.rules`, the running of them in `rex.lint.engine`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position
from rex.core.vocabulary import Vocabulary


class Severity(StrEnum):
    """An error keeps pages from being right; a warning is advice. Both are findings."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `path` is relative to the root of the base, with `/`. `suggestion` is what should stand there instead."""

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: Severity
    message: str
    suggestion: str | None = None


class Hit(NamedTuple):
    """What a check found: where, and what to say of it. The engine adds the rule."""

    position: Position
    message: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Example:
    """The same lines of the example case, right and wrong. `path` is the file they stand in."""

    right: str
    wrong: str
    path: str = "cases/example-2024.md"


@dataclass(frozen=True)
class Surroundings:
    """All that a check of one case may look at beside it: who checks the same case in the same surroundings finds the same.

    `shown` are the ids of the cases that readers see, `unread` of those that could not be read, which is said in their files.
    """

    vocabulary: Vocabulary
    shown: Sequence[str]
    unread: frozenset[str]


CheckCase = Callable[[CaseFile, Surroundings], Iterator[Hit]]
CheckTranslation = Callable[[TranslationFile, CaseFile, Surroundings], Iterator[Hit]]
CheckCorpus = Callable[[Corpus], Iterator[tuple[str, Hit]]]

_Case = TypeVar("_Case", bound=CheckCase)
_Translation = TypeVar("_Translation", bound=CheckTranslation)
_Corpus = TypeVar("_Corpus", bound=CheckCorpus)


@dataclass(frozen=True)
class Rule:
    """Everything about a rule. One without a check is found while the file is read.

    `name` is the wrong thing, so that "unknown-term" reads as what was seen. Checks are added by the decorators
    `case`, `translation`, `vocabulary` and `corpus`, right below the rule.
    """

    code: str
    name: str
    why: str
    cure: str
    example: Example | None = None
    since: str = "0.1.0"
    severity: Severity = Severity.ERROR
    # A comparison with the original, and advice about it, wait until the original itself is clean.
    needs_clean_original: bool = False
    case_checks: list[CheckCase] = field(default_factory=list)
    translation_checks: list[CheckTranslation] = field(default_factory=list)
    corpus_checks: list[CheckCorpus] = field(default_factory=list)
    vocabulary_checks: list[CheckCorpus] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Its place in `docs/maintaining/rules.md`."""
        return f"{self.code.lower()}-{self.name}"

    def case(self, check: _Case) -> _Case:
        """Decorator: a check of each case."""
        self.case_checks.append(check)
        return check

    def translation(self, check: _Translation) -> _Translation:
        """Decorator: a check of each translation beside its original."""
        self.translation_checks.append(check)
        return check

    def vocabulary(self, check: _Corpus) -> _Corpus:
        """Decorator: a check of the whole base whose hits all lie in files of the vocabulary."""
        self.vocabulary_checks.append(check)
        return check

    def corpus(self, check: _Corpus) -> _Corpus:
        """Decorator: a check of the whole base; it names the file of each hit."""
        self.corpus_checks.append(check)
        return check


@dataclass(frozen=True)
class Family:
    """Rules about one subject; their codes begin alike."""

    prefix: str
    about: str
    rules: list[Rule] = field(default_factory=list)

    def rule(
        self,
        number: int,
        name: str,
        why: str,
        cure: str,
        example: Example | None = None,
        *,
        since: str = "0.1.0",
        severity: Severity = Severity.ERROR,
        needs_clean_original: bool = False,
    ) -> Rule:
        """A new rule of this family. Numbers are never used again."""
        code = f"{self.prefix}{number:02d}"
        rule = Rule(code, name, why, cure, example, since, severity, needs_clean_original)
        self.rules.append(rule)
        return rule
