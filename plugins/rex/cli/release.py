"""`rex release`: record what a release contains, so that `changes.json` can say what is new since."""

import argparse
import sys
from pathlib import Path

from rex.cli.clean import read_clean_corpus
from rex.core.dates import DateError, PartialDate
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.data.releases import FOLDER, build_manifest


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("version", help="its number, such as 1.4.0")
    parser.add_argument("--date", required=True, metavar="YYYY-MM-DD", help="the day of the release")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    try:
        if PartialDate.parse(arguments.date).day is None:
            raise DateError(f"'{arguments.date}' has no day; write YYYY-MM-DD")
    except DateError as error:
        raise RexError(str(error)) from error
    manifest = build_manifest(Facts(read_clean_corpus(root, "nothing was written")), arguments.version, arguments.date)
    target = root / FOLDER / f"{manifest.version}.json"
    if target.exists():
        raise RexError(f"{target} exists; a release is never recorded twice")
    target.parent.mkdir(exist_ok=True)
    target.write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")
    print(f"{target}: {len(manifest.cases)} cases, {len(manifest.pairs)} graded pairs", file=sys.stderr)
    return 0
