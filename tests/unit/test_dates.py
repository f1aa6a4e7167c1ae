"""Dates are as precise as written, and what is not in the calendar is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.dates import DateError, PartialDate, Period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2017", (2017, 1, 1), (2017, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2023-02", (2023, 2, 1), (2023, 2, 28)),
        ("1900-02", (1900, 2, 1), (1900, 2, 28)),
        ("2017-11-20", (2017, 11, 20), (2017, 11, 20)),
    ],
)
def test_a_date_covers_every_day_it_can_mean(text, first, last):
    parsed = PartialDate.parse(text)
    assert (parsed.first_day, parsed.last_day, str(parsed)) == (first, last, text)


@pytest.mark.parametrize(
    "text",
    [
        *"2023-02-29 2024-02-30 2024-04-31 2024-13 2024-00 2024-01-00 2024-1 2024-1-1 24 20240305 1899 2101".split(),
        *"05/03/2024 2024-03-05T10:00 2024- ٢٠٢٤".split(),
        "",
        " 2024",
        "2024 ",
        "2024\n",
        "March 2024",
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text):
    with pytest.raises(DateError, match=r"\w+ \w+"):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    "text", ["2016/2012", "2024-03/2024-02", "2024-03-05/2024-03-04", "2024/", "/2024", "2012/2013/2014", "2012 / 2013", "2012-2013"]
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(DateError):
        Period.parse(text)


@pytest.mark.parametrize(
    ("text", "years"),
    [("2012/2016", [2012, 2013, 2014, 2015, 2016]), ("2017", [2017]), ("2016-12/2017-01", [2016, 2017]), ("2024-03/2024", [2024])],
)
def test_a_period_touches_both_its_ends_and_what_lies_between(text, years):
    period = Period.parse(text)
    assert list(period.years) == years
    assert str(period) == text


def test_the_end_may_be_less_precise_than_the_start():
    assert Period.parse("2024-03-05/2024").end.last_day == (2024, 12, 31)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_of_the_calendar_is_read_and_written_alike(day):
    parsed = PartialDate.parse(day.isoformat())
    assert str(parsed) == day.isoformat()
    assert parsed.first_day == parsed.last_day == (day.year, day.month, day.day)


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{4}(-[0-9]{2}){0,2}(/[0-9]{4})?", fullmatch=True))
def test_any_text_is_a_period_or_a_date_error(text):
    try:
        assert str(Period.parse(text)) == text or text.count("/") == 1
    except DateError as error:
        assert str(error)
