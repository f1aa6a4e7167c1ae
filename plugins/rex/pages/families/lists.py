"""Lists that a reader narrows down: by what, and what each row has of it."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rex.core.model import Kind, Outcome
from rex.core.text import fold
from rex.pages.families.choice import COMMON, Option
from rex.pages.view import View


@dataclass(frozen=True)
class Choice:
    """A property to choose by: its name in the address, what it is called, its values."""

    name: str
    label: str
    options: tuple[Option, ...]


class Listing(ABC):
    """`names` are the properties; a list says how to get the ids that one of its rows has of each."""

    names: tuple[str, ...] = ()

    def __init__(self, view: View) -> None:
        self.view = view

    @abstractmethod
    def ids(self) -> list[str]:
        """The rows, in the order in which they stand without a script."""

    @abstractmethod
    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        """What a row has of each property."""

    def choices(self) -> list[Choice]:
        """Each property with the values that occur."""
        found: dict[str, Counter[str]] = {name: Counter() for name in self.names}
        for row in self.ids():
            for name, values in self.values(row).items():
                found[name].update(set(values))
        return [Choice(name, self.view.words(f"filter.labels.{name}"), tuple(self._options(name, found[name]))) for name in self.names]

    def _options(self, name: str, counter: Counter[str]) -> Iterable[Option]:
        view, words, vocabulary = self.view, self.view.words, self.view.vocabulary
        text_of: dict[str, Callable[[str], str]] = {
            "pillar": lambda value: view.label("pillar", value),
            "kind": lambda value: words(f"case_kind.{value}"),
            "sector": lambda value: str(vocabulary.sectors[value].label[view.lang]),
            "country": words.country,
            "outcome": lambda value: words(f"outcome.{value}"),
            "stack": lambda value: value.replace("_", " "),
            "evidence": lambda value: words(f"grade.{value}"),
            "mistake": lambda value: view.label("mistake", value),
            "fix": lambda value: view.label("fix", value),
        }
        order = {
            "pillar": list(vocabulary.pillars),
            "kind": list(Kind),
            "outcome": list(Outcome),
            "evidence": [grade.value for grade in view.grades],
        }
        options = [Option(value, text_of[name](value), count) for value, count in counter.items() if name != "stack" or count >= COMMON]
        if name in order:
            return sorted(options, key=lambda option: order[name].index(option.value))
        return sorted(options, key=lambda option: (fold(option.text), option.value))


class Cases(Listing):
    """Every case, latest first."""

    names = ("kind", "sector", "pillar", "outcome", "stack")

    def ids(self) -> list[str]:
        return [file.id for file in self.view.facts.latest_first()]

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        case = self.view.facts.corpus.cases[row].case
        companies = self.view.vocabulary.companies
        return {
            "kind": (case.kind,),
            "sector": tuple(dict.fromkeys(companies[company].sector for company in case.company)),
            "pillar": case.pillars,
            "outcome": tuple(dict.fromkeys(fix.outcome for fix in case.fixes)),
            # The words of a technology become one: values stand apart by spaces.
            "stack": tuple(item.replace(" ", "_") for item in case.context.stack),
        }


class Companies(Listing):
    """Every organisation, by its name."""

    names = ("sector", "country")

    def ids(self) -> list[str]:
        return self.view.companies_by_name()

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        company = self.view.vocabulary.companies[row]
        return {"sector": (company.sector,), "country": (company.country,)}


class Events(Listing):
    """Every event, in the order of the vocabulary."""

    def ids(self) -> list[str]:
        return list(self.view.vocabulary.events)

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        return {}


class Mistakes(Listing):
    """Every mistake, those of most cases first."""

    names = ("pillar", "evidence")

    def ids(self) -> list[str]:
        return self.view.by_use(self.view.vocabulary.mistakes)

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        best = self.view.best_fix(row)
        return {"pillar": self.view.vocabulary.mistakes[row].pillars, "evidence": (best.grade.value,) if best else ()}


class Fixes(Listing):
    """Every fix, those of most cases first."""

    names = ("pillar", "evidence")

    def ids(self) -> list[str]:
        return self.view.by_use_of_fix(self.view.vocabulary.fixes)

    def values(self, row: str) -> dict[str, tuple[str, ...]]:
        found = tuple(dict.fromkeys(pair.grade.value for pair in self.view.facts.mistakes_for(row)))
        return {"pillar": self.view.vocabulary.fixes[row].pillars, "evidence": found}
