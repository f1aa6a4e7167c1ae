"""`rex validate`: every problem of every file, in one run."""

import argparse
import sys
from pathlib import Path

from rex.core.corpus import Corpus, read_corpus
from rex.core.errors import RexError
from rex.lint.engine import lint
from rex.lint.report import as_json, as_text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="files or folders to report on (default: all)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print findings (default: text)")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    corpus = read_corpus(root)
    paths = _chosen(corpus, arguments.paths) if arguments.paths else None
    findings = lint(corpus, paths)
    sys.stdout.write(as_json(findings) if arguments.format == "json" else as_text(findings))
    if arguments.format == "text":
        checked = len(corpus.files) if paths is None else len(paths)
        count = len(findings)
        print(f"{checked} files checked, {count} problem{'' if count == 1 else 's'}", file=sys.stderr)
    return 1 if findings else 0


def _chosen(corpus: Corpus, paths: list[Path]) -> set[str]:
    """The files of the base that the given paths mean. A path that means none is misuse: it would look clean."""
    known = {*corpus.files, *(table.path for table in corpus.vocabulary.tables().values())}
    chosen: set[str] = set()
    for path in paths:
        full = path.resolve()
        if not full.exists():
            raise RexError(f"{path} does not exist")
        if not full.is_relative_to(corpus.root):
            raise RexError(f"{path} is not under {corpus.root}")
        relative = full.relative_to(corpus.root).as_posix()
        meant = {name for name in known if name == relative or relative == "." or name.startswith(relative + "/")}
        if not meant:
            raise RexError(f"{path} is neither a case nor a vocabulary file")
        chosen |= meant
    return chosen
