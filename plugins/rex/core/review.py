"""When somebody should look again for what became of a fix: 6, 12 and 24 months after the case."""

from collections.abc import Iterator
from dataclasses import dataclass

from rex.core.corpus import CaseFile
from rex.core.dates import PartialDate
from rex.core.derive import Facts, years_of
from rex.core.model import Case, FixClaim, Outcome, State

# Months after the end of a case at which somebody looks again.
CLOCK = (6, 12, 24)
# Whose log tells what became of a plan.
_REPOSITORIES = ("//github.com/", "//gitlab.com/", "//codeberg.org/")


@dataclass(frozen=True)
class Look:
    """A fix to look at again. Months are counted from year 0; `due` is the month of the look, `searches` what to search for."""

    case: str
    fix: str
    state: State
    due: int
    last: str | None
    searches: tuple[str, ...]

    @property
    def due_month(self) -> str:
        """`2026-11`."""
        return f"{(self.due - 1) // 12:04d}-{(self.due - 1) % 12 + 1:02d}"


def month_number(text: str) -> int:
    """`2026-11` or `2026` as a number of months; a year without a month ends in December."""
    date = PartialDate.parse(text)
    return date.year * 12 + (date.month or 12)


def ended(case: Case) -> int | None:
    """The month in which a case ended; of an undated one, the latest year of its sources."""
    if case.period:
        year, month, _ = case.period.end.last_day
        return year * 12 + month
    years = years_of(case)
    return max(years) * 12 + 12 if years else None


def due(fix: FixClaim, end: int) -> int | None:
    """The month in which to look for what became of a fix, or `None` if that is known or the clock has run out."""
    if fix.outcome is not Outcome.UNKNOWN or fix.state is State.NOT_DELIVERED:
        return None
    last = month_number(fix.followed_up) if fix.followed_up else 0
    return next((end + months for months in CLOCK if end + months > last), None)


def unwatched(case: Case) -> list[int]:
    """Places of the fixes that were only planned, more than a year before the last review, and at which nobody has looked since."""
    end = ended(case)
    if end is None:
        return []
    now = month_number(case.reviewed)
    planned = enumerate(case.fixes)
    return [index for index, fix in planned if fix.state is State.PLANNED and not fix.followed_up and now - end > 12]


def looks(facts: Facts, now: str) -> list[Look]:
    """Every fix that is due by the month `now`, the longest overdue first."""
    found = [look for file in facts.corpus.published.values() for look in _looks_at(facts, file) if look.due <= month_number(now)]
    return sorted(found, key=lambda look: (look.due, look.case, look.fix))


def _looks_at(facts: Facts, file: CaseFile) -> Iterator[Look]:
    end = ended(file.case)
    vocabulary = facts.corpus.vocabulary
    names = [vocabulary.companies[company].name for company in file.case.company if company in vocabulary.companies]
    repositories = dict.fromkeys(
        source.url for source in file.case.sources if any(host in source.url for host in _REPOSITORIES) and source.voice.is_first_hand
    )
    for fix in file.case.fixes:
        month = None if end is None else due(fix, end)
        if month is None:
            continue
        label = vocabulary.fixes[fix.id].label["en"] if fix.id in vocabulary.fixes else fix.id
        searches = (*(f"{name} {label.lower()}" for name in names), *(f"the log of {url}" for url in list(repositories)[:2]))
        yield Look(file.id, fix.id, fix.state, month, fix.followed_up, searches)
