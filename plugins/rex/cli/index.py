"""`rex index`: build or refresh the search index; and where that index is, for the commands that search."""

import argparse
import os
import sys
from pathlib import Path

from rex.core.errors import RexError
from rex.search.engine import Changes
from rex.search.index import WhooshEngine, folder_for
from rex.search.snapshot import Snapshot, legal_ids, signature_of


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="index every case again, changed or not")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    engine = engine_for(root)
    changes, _ = refresh(root, engine, rebuild=arguments.rebuild)
    if changes.note:
        print(f"rex index: {changes.note}", file=sys.stderr)
    counts = f"{changes.added} added, {changes.changed} changed, {changes.removed} removed, {changes.unchanged} unchanged"
    # One document a case and language: the unit is said, so that nobody takes the sum for the number of cases.
    print(f"{counts} (texts: each case once a language){'; all indexed again' if arguments.rebuild else ''}")
    print(f"index: {engine.path}")
    return 0


def engine_for(root: Path) -> WhooshEngine:
    """The engine for a base. Raises `RexError` if the cache folder lies inside it."""
    return WhooshEngine(folder_for(root, cache_folder()))


def cache_folder() -> Path:
    """`$REX_CACHE_DIR`, else `devops-rex` in `$XDG_CACHE_HOME` or `~/.cache`."""
    chosen = os.environ.get("REX_CACHE_DIR")
    if chosen:
        return Path(chosen).absolute()
    shared = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG specification: a relative path is to be ignored.
    if Path(shared).is_absolute():
        return Path(shared) / "devops-rex"
    try:
        return Path.home() / ".cache" / "devops-rex"
    except RuntimeError as error:
        raise RexError("no home folder for the search index; set REX_CACHE_DIR") from error


def refresh(root: Path, engine: WhooshEngine, *, rebuild: bool = False) -> tuple[Changes, Snapshot]:
    """Bring the index up to date with the files."""
    # Late: reading cases needs the whole model, and a search in a fresh index does not.
    from rex.core.corpus import read_corpus
    from rex.core.derive import Facts
    from rex.search.documents import build_documents

    # Before reading: whoever writes a file meanwhile makes the next search look again.
    signature = signature_of(root)
    corpus = read_corpus(root)
    snapshot = Snapshot(signature, legal_ids(corpus))
    return engine.refresh(build_documents(Facts(corpus)), memo=snapshot.dump(), rebuild=rebuild), snapshot
