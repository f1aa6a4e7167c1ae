"""Matrix and diagnosis: what a reader can choose from."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rex.core.coverage import size_of
from rex.core.grade import Grade
from rex.core.model import Case, Kind, Size
from rex.core.text import fold
from rex.pages.markup import Md
from rex.pages.page_data import page_data
from rex.pages.view import View

# A technology of one case alone would single that case out, not filter.
COMMON = 2


@dataclass(frozen=True)
class Option:
    """A value of a filter, as its words and the number of cases that have it."""

    value: str
    text: str
    count: int


class Choice:
    """Filters with the values that occur, and the base for the script that applies them."""

    # Properties of cases that the script computes with.
    fields: tuple[str, ...] = ()

    def __init__(self, view: View) -> None:
        self.view = view

    def base(self) -> Md:
        return page_data(self.view, fields=self.fields)

    def options(self, name: str) -> list[Option]:
        """Values of one filter that at least one case has."""
        view, words, vocabulary = self.view, self.view.words, self.view.vocabulary
        if name == "pillar":
            return self._options(lambda case: case.pillars, vocabulary.pillars, lambda value: view.label("pillar", value))
        if name == "kind":
            return self._options(lambda case: [case.kind], Kind, lambda value: words(f"case_kind.{value}"))
        if name == "size":
            return self._options(lambda case: [size_of(view.facts, case) or ""], Size, lambda value: words(f"size.{value}"))
        if name == "sector":
            labels = {sector: vocabulary.sectors[sector].label[view.lang] for sector in vocabulary.sectors}
            order = sorted(labels, key=lambda sector: (fold(labels[sector]), sector))
            return self._options(lambda case: {vocabulary.companies[one].sector for one in case.company}, order, labels.__getitem__)
        assert name == "stack", name
        found = Counter(item for file in view.facts.corpus.published.values() for item in set(file.case.context.stack))
        return [Option(item, item, count) for item, count in sorted(found.items()) if count >= COMMON]

    def _options(self, values_of: Callable[[Case], Iterable[str]], order: Iterable[str], text_of: Callable[[str], str]) -> list[Option]:
        counter = Counter(value for file in self.view.facts.corpus.published.values() for value in set(values_of(file.case)))
        return [Option(value, text_of(value), counter[value]) for value in order if counter[value]]


class Matrix(Choice):
    """Mistakes as rows, fixes as columns, those of most cases first."""

    fields = ("groups", "pillars", "kind", "sectors", "size")

    def rows(self) -> list[str]:
        return self.view.by_use({pair.mistake for pair in self.view.facts.pairs.values()})

    def columns(self) -> list[str]:
        return self.view.by_use_of_fix({pair.fix for pair in self.view.facts.pairs.values()})

    def letter(self, grade: Grade) -> str:
        """First letter of a grade, so that colour is never the only sign."""
        return self.view.words(f"grade_letter.{grade}")


class Diagnose(Choice):
    """Everything a reader may recognise: mistakes by pillar, each under the first pillar it names."""

    fields = ("groups", "kind", "sectors", "size", "stack", "mistakes")

    def topics(self) -> list[tuple[str, list[str]]]:
        vocabulary = self.view.vocabulary
        return [
            (pillar, self.view.by_use(term for term in vocabulary.mistakes if vocabulary.mistakes[term].pillars[:1] == (pillar,)))
            for pillar in vocabulary.pillars
        ]
