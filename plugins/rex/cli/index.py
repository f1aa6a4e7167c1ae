"""`rex index`: build or refresh the search index."""

import argparse
import sys
from pathlib import Path

from rex.search.embedded import open_index
from rex.search.model import Changes


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="index every case again, changed or not")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    index = open_index(root, lambda line: print(f"rex index: {line}", file=sys.stderr), always=True, rebuild=arguments.rebuild)
    changes = index.changes or Changes()
    counts = f"{changes.added} added, {changes.changed} changed, {changes.removed} removed, {changes.unchanged} unchanged"
    # One document a case and language: the unit is said, so that nobody takes the sum for the number of cases.
    print(f"{counts} (texts: each case once a language){'; all indexed again' if arguments.rebuild else ''}")
    print(f"index: {index.path}")
    return 0
