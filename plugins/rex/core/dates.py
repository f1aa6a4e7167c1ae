"""Dates as precise as their source, and no more: a year, a month, a day, or a span of those.

Nothing here formats a date for a reader (see `rex.pages`) or asks what day it is today: the same files must
give the same answer tomorrow.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from functools import cache

from rex.core.errors import FieldError
from rex.core.message import Message, say
from rex.core.text import fold

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PERIOD = re.compile(rf"{_FORM.pattern}(?:/{_FORM.pattern})?", re.ASCII)

# Other ways in which people write a date; each is read only where it can mean one thing.
_SIGNS = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00a0": " ", "\u202f": " "})
_LOOSE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_WITH_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})[t ]\d{1,2}:\d{2}.*", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th|er)? )?([a-z]+)\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})", re.ASCII)
_BETWEEN = re.compile(r"\s(?:to|until|au|a|[-–—/])\s|\s?[–—/]\s?")
# Names of the months in the languages of the base, without accents; each can be cut after three letters or more.
_MONTHS = (
    *(("january", "janvier"), ("february", "fevrier"), ("march", "mars"), ("april", "avril"), ("may", "mai"), ("june", "juin")),
    *(("july", "juillet"), ("august", "aout"), ("september", "septembre"), ("october", "octobre"), ("november", "novembre")),
    ("december", "decembre"),
)


class DateError(FieldError):
    """A text that is no date we accept; `str()` says why in a sentence part."""

    def __init__(self, message: str, suggestion: str | None = None) -> None:
        super().__init__("impossible-date", message, suggestion)


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
            iso = as_iso(text)
            raise DateError(say("'{text}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD{tail}", text=text, tail=_tail(text, iso)), iso)
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
        if not _PERIOD.fullmatch(text):
            iso = as_iso(text) or _span_as_iso(text)
            message = say("'{text}' is not a date; write YYYY, YYYY-MM, YYYY-MM-DD or START/END{tail}", text=text, tail=_tail(text, iso))
            raise DateError(message, iso)
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


def as_iso(text: str) -> str | None:
    """A date in another form as `YYYY-MM-DD` or `YYYY-MM`, or `None` where it could be two (05/03/2024) or is none."""
    plain = fold(text.translate(_SIGNS)).strip()
    if match := _LOOSE.fullmatch(plain) or _COMPACT.fullmatch(plain) or _WITH_TIME.fullmatch(plain):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(plain):
        one, other, year = match.groups()
        if one != other and int(one) <= 12 and int(other) <= 12:
            return None
        day, month = (one, other) if int(other) <= 12 else (other, one)
    elif match := _MONTH_FIRST.fullmatch(plain):
        (month, year), day = match.groups(), None
    elif match := _IN_WORDS.fullmatch(plain):
        first, word, second, year = match.groups()
        found = [number for number, names in enumerate(_MONTHS, 1) if len(word) > 2 and any(name.startswith(word) for name in names)]
        if len(found) != 1 or (first and second):
            return None
        month, day = str(found[0]), first or second
    else:
        return _good(plain, text)
    return _good(f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else ""), text)


def _span_as_iso(text: str) -> str | None:
    """`START/END` for two dates that are joined in another way."""
    parts = _BETWEEN.split(" ".join(text.translate(_SIGNS).split()))
    if match := re.fullmatch(r"(\d{4})-(\d{4})", text):
        parts = list(match.groups())
    if len(parts) != 2:
        return None
    first, second = (part if _FORM.fullmatch(part) else as_iso(part) for part in parts)
    if first and second is None and re.fullmatch(r"\d{2}", parts[1]) and first.count("-"):
        second = f"{first[:-2]}{parts[1]}"  # 2024-05-12/13
    return _good(f"{first}/{second}", text) if first and second else None


def _good(iso: str, text: str) -> str | None:
    """What was meant, if it is a date and not what stands there already."""
    if iso == text or not _PERIOD.fullmatch(iso):
        return None
    try:
        Period.parse(iso)
    except DateError:
        return None
    return iso


def _tail(text: str, iso: str | None) -> Message:
    if iso:
        return say("; did you mean `{suggestion}`?", suggestion=iso)
    if match := _DAY_FIRST.fullmatch(text):
        one, other, year = match.groups()
        two = [iso for a, b in ((other, one), (one, other)) if (iso := _good(f"{year}-{int(a):02d}-{int(b):02d}", text))]
        if len(two) == 2:
            return say("; it can mean {one} or {other}", one=two[0], other=two[1])
    return say("")
