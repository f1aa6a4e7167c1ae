"""Dates as precise as their source, and no more: a year, a month, a day, or a span of those.

Nothing here formats a date for a reader (see `rex.pages`) or asks what day it is today: the same files must
give the same answer tomorrow.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache

from rex.core.errors import FieldError
from rex.core.message import say

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class DateError(FieldError):
    """A text that is no date we accept; `str()` says why in a sentence part."""

    def __init__(self, message: str) -> None:
        super().__init__("impossible-date", message)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, optionally a month, optionally a day; `month` and `day` are `None` where nobody said."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    @cache
    def parse(cls, text: str) -> "PartialDate":
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601, reduced precision allowed).

        Raises `DateError` for any other form and for days that are not in the calendar.
        """
        match = _FORM.fullmatch(text)
        if not match:
            raise DateError(say("'{text}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD", text=text))
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if not 1900 <= year <= 2100:
            raise DateError(say("the year {year} is outside 1900 to 2100", year=str(year)))
        if month is not None and not 1 <= month <= 12:
            raise DateError(say("'{text}' has no month {month}; months run from 01 to 12", text=text, month=f"{month:02d}"))
        if day is not None and month is not None and not 1 <= day <= monthrange(year, month)[1]:
            days = str(monthrange(year, month)[1])
            raise DateError(say("'{text}' is not in the calendar; that month has {days} days", text=text, days=days))
        return cls(year, month, day)

    @property
    def first_day(self) -> tuple[int, int, int]:
        """The earliest day it can mean."""
        return (self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> tuple[int, int, int]:
        """The latest day it can mean."""
        month = self.month or 12
        return (self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


@dataclass(frozen=True)
class Period:
    """From `start` to `end`, both included; a single date has both equal."""

    start: PartialDate
    end: PartialDate

    @classmethod
    @cache
    def parse(cls, text: str) -> "Period":
        """Read a date, or `START/END` (ISO 8601 interval).

        Raises `DateError` when a part is no date or when the end lies before the start.
        """
        first, slash, second = text.partition("/")
        start = PartialDate.parse(first)
        end = PartialDate.parse(second) if slash else start
        if end.last_day < start.first_day:
            raise DateError(say("'{text}' ends before it starts", text=text))
        return cls(start, end)

    @property
    def years(self) -> range:
        """Every year it touches."""
        return range(self.start.year, self.end.year + 1)

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}/{self.end}"
