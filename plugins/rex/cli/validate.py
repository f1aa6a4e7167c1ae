"""`rex validate`: every problem of every file, in one run. Warnings are shown and, unless asked, fail nothing."""

import argparse
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from rex.cli.watch import times
from rex.core.corpus import FOLDER, Corpus, read_base
from rex.core.errors import Problem, RexError
from rex.core.files import MAX_FILE_BYTES, read_limited
from rex.core.language import LANGUAGES
from rex.core.message import one_line
from rex.lint.engine import errors, lint, lint_all
from rex.lint.mend import mend_all
from rex.lint.report import Context, as_full, as_github, as_gitlab, as_json, as_junit, as_sarif, as_summary, as_text
from rex.lint.rule import Finding
from rex.lint.wording import catalogue

_Report = Callable[[Sequence[Finding], Context], str]
# What people read, where paths are those of the terminal.
_FOR_PEOPLE: dict[str, _Report] = {"text": as_full, "short": as_text, "json": as_json}
# What a forge reads, where paths begin at the top of the repository.
_FOR_FORGES: dict[str, _Report] = {"github": as_github, "sarif": as_sarif, "gitlab": as_gitlab, "junit": as_junit}
_FORMATS = {**_FOR_PEOPLE, **_FOR_FORGES}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help="files or folders to report on (default: all)")
    parser.add_argument("--format", choices=tuple(_FORMATS), default="text", help="how to print findings (default: text)")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), default="en", help="language of the messages (default: en)")
    parser.add_argument("--changed-since", metavar="REV", help="report only on files that differ from this commit or branch of git")
    parser.add_argument("--strict-warnings", action="store_true", help="end with status 1 for warnings too, not only for errors")
    parser.add_argument("--fix", action="store_true", help="mend what has one right answer, then report on the rest")
    parser.add_argument("--diff", action="store_true", help="with --fix: show what would be mended and write nothing")
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until Ctrl+C")


def main(arguments: argparse.Namespace) -> int:
    if arguments.diff and not arguments.fix:
        raise RexError("--diff goes with --fix")
    if not arguments.watch:
        return _validate(arguments)
    while True:
        before = times(arguments.root, (FOLDER,))
        print("Checking", file=sys.stderr, flush=True)  # an editor forgets what it has shown
        _validate(arguments)
        print("Waiting for a change; Ctrl+C ends", file=sys.stderr, flush=True)
        while times(arguments.root, (FOLDER,)) == before:
            time.sleep(0.3)


def _validate(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    corpus = read_base(root)
    paths, passed_over = _chosen(corpus, arguments.paths) if arguments.paths else (None, [])
    if arguments.changed_since:
        changed = _changed(corpus, arguments.changed_since)
        paths = changed if paths is None else paths & changed
    for line in passed_over:
        print(f"rex validate: passed over: {line}", file=sys.stderr)
    if arguments.fix:
        mended = mend_all(root, paths, write=not arguments.diff)
        _print("".join(mended.diffs) if arguments.diff else "", "text")
        print(f"{mended.count} file{'' if mended.count == 1 else 's'} {'to mend' if arguments.diff else 'mended'}", file=sys.stderr)
        if arguments.diff:
            return 1 if mended.count else 0
        corpus = read_base(root)
    words = catalogue(arguments.lang)
    findings = lint_all(corpus, words) if paths is None else lint(corpus, paths, catalogue=words)
    files = sorted(corpus.files if paths is None else paths)
    context = _context(root, arguments, files)
    _print(_FORMATS[arguments.format](findings, context), arguments.format)
    if arguments.format == "github":
        _summarise(as_summary(findings, context))
    wrong = errors(findings)
    if arguments.format in ("text", "short", "github"):
        print(_counts(len(files), len(wrong), len(findings) - len(wrong)), file=sys.stderr)
    return 1 if wrong or (findings and arguments.strict_warnings) else 0


def _counts(files: int, wrong: int, warnings: int) -> str:
    text = f"{files} file{'' if files == 1 else 's'} checked, {wrong} problem{'' if wrong == 1 else 's'}"
    return text + (f", {warnings} warning{'' if warnings == 1 else 's'}" if warnings else "")


def _print(text: str, style: str) -> None:
    """To standard output; what machines read is UTF-8 with `\\n`, whatever the terminal."""
    if style not in ("text", "short") and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
    sys.stdout.write(text)
    sys.stdout.flush()


def _summarise(text: str) -> None:
    """To the page of the workflow, where GitHub gives a file for it."""
    if (target := os.environ.get("GITHUB_STEP_SUMMARY")) and text:
        with Path(target).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)


# -- paths -----------------------------------------------------------------------------------------------------------


def _context(root: Path, arguments: argparse.Namespace, files: Sequence[str]) -> Context:
    top = _top_of_repository(root) if arguments.format in _FOR_FORGES else Path.cwd().resolve()
    # From where one stands, if the base lies below; from the root of the base otherwise.
    prefix = f"{root.relative_to(top).as_posix()}/" if root != top and root.is_relative_to(top) else ""

    @cache
    def lines(path: str) -> tuple[str, ...]:
        data = read_limited(root / path, MAX_FILE_BYTES, root)
        return () if isinstance(data, Problem) else tuple(data.decode("utf-8-sig", "replace").splitlines())

    return Context(lambda path: prefix + path, lines, files, catalogue(arguments.lang), _repository(root))


def _top_of_repository(root: Path) -> Path:
    """Where the paths of a forge begin: what its runner says, or the nearest folder upwards with `.git`."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        if (folder := os.environ.get(name)) and root.is_relative_to(Path(folder).resolve()):
            return Path(folder).resolve()
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)


def _repository(root: Path) -> str:
    """The public address of the repository, where the build knows it too."""
    return os.environ.get("REX_REPOSITORY_URL", "")


def _changed(corpus: Corpus, revision: str) -> set[str]:
    """The files of the base that differ from `revision`, those that git does not know yet included."""
    root = corpus.root
    # Hard to take for an option, whatever it is called.
    base = ["git", "-C", str(root), "-c", "core.quotePath=false"]
    commands = (
        [*base, "diff", "--name-only", "-z", "--relative", "--end-of-options", revision, "--", FOLDER],
        [*base, "ls-files", "-z", "--others", "--exclude-standard", "--", FOLDER],
    )
    changed: set[str] = set()
    for command in commands:
        try:
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # fixed words and one revision
        except OSError as error:
            raise RexError(f"git cannot be run: {error.strerror}") from error
        if done.returncode:
            reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise RexError(f"git cannot compare with '{one_line(revision, 60)}': {one_line(reason[-1] if reason else 'it failed')}")
        changed |= {os.fsdecode(name) for name in done.stdout.split(b"\0") if name}
    # A changed original can make its translations stale, and the other way round.
    ids = {Path(name).name.partition(".")[0] for name in changed}
    return {path for path in _known(corpus) if path in changed or (path.count("/") == 1 and Path(path).name.partition(".")[0] in ids)}


def _known(corpus: Corpus) -> set[str]:
    return {*corpus.files, *corpus.problems, *(table.path for table in corpus.vocabulary.tables().values())}


def _chosen(corpus: Corpus, paths: list[Path]) -> tuple[set[str], list[str]]:
    """The files of the base that the given paths mean, and a line for each path that means none.

    A list often comes from version control or a pattern of the shell: what is deleted or foreign in it must not keep
    the rest from being checked. A list that means nothing at all is misuse: it would look clean.
    """
    known = _known(corpus)
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
