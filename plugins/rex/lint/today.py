"""Today, for the one rule that asks: advice about a month that has not come yet. Nothing that is built depends on it."""

import os
from datetime import UTC, datetime, timedelta


def today() -> tuple[int, int, int]:
    """The day after today, since it is tomorrow already somewhere; `SOURCE_DATE_EPOCH` stands for now where it is set."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = datetime.fromtimestamp(int(stamp), UTC) if stamp.isdecimal() else datetime.now(UTC)
    day = (now + timedelta(days=1)).date()
    return (day.year, day.month, day.day)
