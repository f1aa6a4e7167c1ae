"""`rex validate`: every problem of every file, in one run. Warnings are shown and, unless asked, fail nothing."""

import argparse
import os
import sys
from pathlib import Path

from rex.core.corpus import FOLDER, Corpus, read_corpus
from rex.core.errors import RexError
from rex.core.message import one_line
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
    paths, passed_over = _chosen(corpus, arguments.paths) if arguments.paths else (None, [])
    findings = lint(corpus, paths)
    for line in passed_over:
        print(f"rex validate: passed over: {line}", file=sys.stderr)
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


def _chosen(corpus: Corpus, paths: list[Path]) -> tuple[set[str], list[str]]:
    """The files of the base that the given paths mean, and a line for each path that means none.

    A list often comes from version control or a pattern of the shell: what is deleted or foreign in it must not keep
    the rest from being checked. A list that means nothing at all is misuse: it would look clean.
    """
    known = {*corpus.files, *corpus.problems, *(table.path for table in corpus.vocabulary.tables().values())}
    chosen: set[str] = set()
    passed_over: list[str] = []
    for path in paths:
        reason, meant = _meant(corpus.root, path, known)
        chosen |= meant
        if reason:
            passed_over.append(f"{one_line(str(path))} {reason}")
    if not chosen:
        raise RexError("; ".join(passed_over[:3]))
    return chosen, passed_over


def _meant(root: Path, path: Path, known: set[str]) -> tuple[str, set[str]]:
    """What one path means: from where one stands, or, as findings print it, from the root of the base."""
    reason = "does not exist"
    for full in (Path.cwd() / path, root / path):
        # By its name first, so that a linked folder inside the base is what it is called here.
        for named in (Path(os.path.normpath(full)), Path(os.path.realpath(full))):
            candidate = named
            if not candidate.is_relative_to(root):
                reason = f"is not under {root}" if os.path.lexists(full) else reason
                continue
            cases = os.path.realpath(root / FOLDER)
            if candidate.is_relative_to(cases):
                candidate = root / FOLDER / candidate.relative_to(cases)
            relative = candidate.relative_to(root).as_posix()
            if meant := {name for name in known if name == relative or relative == "." or name.startswith(relative + "/")}:
                return "", meant
            if os.path.lexists(candidate):
                reason = "is neither a case nor a vocabulary file"
    return reason, set()
