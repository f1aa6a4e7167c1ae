"""`rex release`: record what a release contains, so that `changes.json` can say what is new since."""

import argparse
import sys
from pathlib import Path

from rex.cli.clean import read_clean_corpus
from rex.core.dates import DateError, PartialDate
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.writing import write_new_file
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
    try:
        write_new_file(target, manifest.model_dump_json(indent=1) + "\n")
    except FileExistsError as error:
        raise RexError(f"{target} exists; a release is never recorded twice") from error
    print(f"{target}: {len(manifest.cases)} cases, {len(manifest.pairs)} graded pairs", file=sys.stderr)
    return 0
