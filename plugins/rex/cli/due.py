"""`rex due`: fixes to look at again, 6, 12 and 24 months after their case, with the searches to make."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path

from rex.core.corpus import read_base
from rex.core.dates import DateError, PartialDate
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.review import CLOCK, looks


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", metavar="YYYY-MM", help="due by this month (default: the current one)")
    parser.add_argument(
        "--limit", type=int, default=20, metavar="N", help="show so many, the longest overdue first (default: 20; 0 for all)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    by = arguments.by or datetime.now(UTC).strftime("%Y-%m")
    try:
        if PartialDate.parse(by).month is None:
            raise DateError(f"'{by}' has no month")
    except DateError as error:
        raise RexError(f"--by: {error}; write YYYY-MM") from error
    found = looks(Facts(read_base(root)), by)
    shown = found[: arguments.limit] if arguments.limit > 0 else found
    if arguments.json:
        rows = [{"case": x.case, "fix": x.fix, "state": x.state, "due": x.due_month, "last": x.last, "searches": x.searches} for x in shown]
        print(json.dumps({"total": len(found), "items": rows}, ensure_ascii=False, indent=2))
        return 0
    for look in shown:
        print(f"{look.due_month}  cases/{look.case}.md  {look.fix}  ({look.state}{f', last looked at {look.last}' if look.last else ''})")
        for search in look.searches:
            print(f"         {search}")
    months = ", ".join(map(str, CLOCK))
    print(f"{len(found)} fixes due by {by} ({len(shown)} shown); a look is due {months} months after the end of a case")
    return 0
