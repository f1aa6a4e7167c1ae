"""When things happened: cases by year, and pillars by year.

A case counts once, in the year it began, so that sums agree wherever they are shown. What went on for longer is kept
beside it. If nobody dated a case, the earliest of its sources stands in: pages say so.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rex.core.corpus import CaseFile
from rex.core.derive import Facts, years_of


@dataclass(frozen=True)
class Year:
    """The published cases that began in a year, and those that had begun before and were still going on."""

    year: int
    began: tuple[str, ...]
    going_on: tuple[str, ...]


@dataclass(frozen=True)
class Chronology:
    """`years` runs without a gap from the first year to the last, so that an empty year is seen to be empty.

    `cells` holds the cases by (year, pillar); `undated` those whose year is only that of a source.
    """

    years: tuple[Year, ...]
    cells: Mapping[tuple[int, str], tuple[str, ...]]
    undated: tuple[str, ...]

    def __getitem__(self, year: int) -> Year:
        return self.years[year - self.years[0].year]

    @property
    def told(self) -> list[Year]:
        """The years of which there is something to tell."""
        return [year for year in self.years if year.began or year.going_on]


def chronology(facts: Facts) -> Chronology:
    """Every published case in its year; cases of one year stand in the order in which they began."""
    files = sorted(facts.corpus.published.values(), key=_beginning)
    spans = {file.id: span for file in files if (span := years_of(file.case))}
    if not spans:
        return Chronology((), {}, ())
    first, last = min(years[0] for years in spans.values()), max(years[-1] for years in spans.values())
    years = tuple(
        Year(
            year,
            tuple(case for case, span in spans.items() if span[0] == year),
            tuple(case for case, span in spans.items() if span[0] < year <= span[-1] and facts.corpus.cases[case].case.period),
        )
        for year in range(first, last + 1)
    )
    cells = {
        (year.year, pillar): cases
        for year in years
        for pillar in facts.corpus.vocabulary.pillars
        if (cases := tuple(case for case in year.began if pillar in facts.corpus.cases[case].case.pillars))
    }
    return Chronology(years, cells, tuple(file.id for file in files if not file.case.period))


def _beginning(file: CaseFile) -> tuple[str, str]:
    # Text of a date sorts as the date does; a bare year comes before its months.
    return (file.case.date or "", file.id)
