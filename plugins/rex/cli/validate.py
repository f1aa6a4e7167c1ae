"""`rex validate`: every problem of every file, in one run. Warnings are shown and, unless asked, fail nothing."""

import argparse
import sys
from pathlib import Path

from rex.core.corpus import Corpus, read_corpus
from rex.core.errors import RexError
from rex.lint.engine import errors, lint
from rex.lint.report import as_github, as_json, as_text

_FORMATS = {"text": as_text, "json": as_json, "github": as_github}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="files or folders to report on (default: all)")
    parser.add_argument("--format", choices=tuple(_FORMATS), default="text", help="how to print findings (default: text)")
    parser.add_argument("--strict-warnings", action="store_true", help="end with status 1 for warnings too, not only for errors")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    corpus = read_corpus(root)
    paths = _chosen(corpus, arguments.paths) if arguments.paths else None
    findings = lint(corpus, paths)
    sys.stdout.write(_FORMATS[arguments.format](findings))
    wrong = errors(findings)
    if arguments.format == "text":
        checked = len(corpus.files) if paths is None else len(paths)
        warnings = len(findings) - len(wrong)
        counts = f"{len(wrong)} problem{'' if len(wrong) == 1 else 's'}"
        if warnings:
            counts += f", {warnings} warning{'' if warnings == 1 else 's'}"
        print(f"{checked} files checked, {counts}", file=sys.stderr)
    return 1 if wrong or (findings and arguments.strict_warnings) else 0


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
