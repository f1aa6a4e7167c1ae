"""Time: one year, the timeline, and the heat map of pillars and years."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from rex.core.chronology import Chronology, Year, chronology
from rex.core.derive import years_of
from rex.core.model import Kind
from rex.pages import charts
from rex.pages.markup import Md
from rex.pages.view import View

_SHADES = 5


class Years:
    """Cases in their years; each case counts once, in the year it began."""

    def __init__(self, view: View) -> None:
        self.view = view

    @cached_property
    def chronology(self) -> Chronology:
        return chronology(self.view.facts)

    @cached_property
    def year(self) -> Year:
        """The year that this page is about."""
        return self.chronology[int(self.view.subject)]

    def neighbours(self) -> list[str]:
        """The years before and after that have something to tell, where there are any; `""` stands for none."""
        told = [str(year.year) for year in self.chronology.told]
        place = told.index(self.view.subject)
        return [told[place - 1] if place else "", told[place + 1] if place + 1 < len(told) else ""]

    def latest_first(self) -> list[Year]:
        """Every year, those without a case too."""
        return list(reversed(self.chronology.years))

    def cell(self, year: int, pillar: str) -> tuple[str, ...]:
        return self.chronology.cells.get((year, pillar), ())

    def shade(self, year: int, pillar: str) -> int:
        """From 1 to 5, for the colour of a cell that is not empty; the number itself stands in it."""
        most = max(map(len, self.chronology.cells.values()))
        return 1 + (_SHADES - 1) * (len(self.cell(year, pillar)) - 1) // max(1, most - 1)

    @property
    def kinds(self) -> list[Kind]:
        return list(Kind)

    def kinds_of(self, cases: Iterable[str]) -> list[tuple[Kind, int]]:
        """How many of these cases are of each kind that occurs."""
        found = Counter(self.view.facts.corpus.cases[case].case.kind for case in cases)
        return [(kind, found[kind]) for kind in Kind if found[kind]]

    def bar(self, year: Year) -> Md:
        """The cases of a year by kind, on the scale of the fullest year."""
        most = max(len(other.began) for other in self.chronology.years)
        return charts.bar([charts.Part(kind, count) for kind, count in self.kinds_of(year.began)], most)

    def in_words(self, cases: Iterable[str]) -> str:
        """`4 incidents, 1 transformation`."""
        words = self.view.words
        return ", ".join(words(f"n_kind.{kind}", n=count) for kind, count in self.kinds_of(cases))

    def until(self, case: str) -> str:
        """The last year of a case that went on for more than one; else nothing."""
        own = self.view.facts.corpus.cases[case].case
        years = years_of(own)
        return str(years[-1]) if own.period and years[-1] != years[0] else ""

    def is_dated(self, case: str) -> bool:
        return self.view.facts.corpus.cases[case].case.period is not None
