"""`rex advice`: which first fixes of a mistake are others than those an editor last looked at."""

import argparse
import sys
from pathlib import Path

import yaml

from rex.core.advice import first_fixes, moved, read_advice
from rex.core.beside import ADVICE, Reviewed
from rex.core.corpus import read_base
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.writing import write_file

_HEAD = """# The first fixes of each mistake as an editor last looked at them, and why they may stand there.
# `make check` says what has moved since; `rex advice --accept ID --why "…"` writes a row after reading the page.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="end with status 1 if something moved")
    parser.add_argument("--accept", nargs="*", metavar="ID", help="write these mistakes (none named: all that moved) as looked at")
    parser.add_argument(
        "--why", metavar="TEXT", help="one line on why these fixes may stand first; a known mistake keeps its line without it"
    )


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    now, reviewed = first_fixes(Facts(read_base(root))), read_advice(root)
    changes = moved(now, reviewed)
    if arguments.accept is not None:
        names = arguments.accept or [change.mistake for change in changes]
        _accept(root, names, arguments.why, now, reviewed)
        print(f"{ADVICE}: {len(names)} mistakes written as looked at", file=sys.stderr)
        return 0
    for change in changes:
        before = "never looked at" if change.before is None else ", ".join(change.before) or "none"
        print(f"{change.mistake}: {', '.join(change.now) or 'none'} (before: {before})")
    if changes:
        print(f'{len(changes)} moved; read their pages, then `rex advice --accept ID --why "…"`', file=sys.stderr)
    return 1 if changes and arguments.check else 0


def _accept(root: Path, names: list[str], why: str | None, now: dict[str, tuple[str, ...]], reviewed: dict[str, Reviewed]) -> None:
    rows = dict(reviewed)
    for name in names:
        if name not in now and name not in reviewed:
            raise RexError(f"no mistake `{name}` with a fix that helped")
        if name not in now:
            del rows[name]
            continue
        line = why or (reviewed[name].why if name in reviewed else None)
        if not line:
            raise RexError(f"say --why the first fixes of `{name}` may stand there")
        rows[name] = Reviewed(fixes=now[name], why=line)
    values = {name: {"fixes": list(row.fixes), "why": row.why} for name, row in sorted(rows.items())}
    write_file(root / ADVICE, _HEAD + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=140))
