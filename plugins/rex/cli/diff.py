"""`rex diff REV`: what has changed since a commit, as readers will see it. Written for the summary of a pull request, in Markdown."""

import argparse
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from rex.core.corpus import FOLDER, Corpus, read_base, read_corpus
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.data.releases import build_changes, build_manifest
from rex.lint.engine import errors, lint
from rex.lint.report import as_text
from rex.pages.build import build_pages, read_written

# Lists are for people: of more, the rest is counted.
MOST = 20
NEAR_DUPLICATE = "REX501"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("rev", metavar="REV", help="the commit or branch of git to compare with, such as origin/main")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    with tempfile.TemporaryDirectory() as folder:
        extract(root, arguments.rev, Path(folder))
        before = read_corpus(Path(folder))
        now = read_base(root)
        print("\n".join(report(root, Path(folder), before, now)))
    return 0


def extract(root: Path, rev: str, folder: Path) -> None:
    """Put cases, vocabulary and written pages of a commit into `folder`. Raises `RexError` if git does not know it."""
    named = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}")
    if named is None:
        raise RexError(f"git knows no commit `{rev}` here")
    known = (_git(root, "ls-tree", "--name-only", named.decode().strip(), f"{FOLDER}/", "docs/") or b"").decode().splitlines()
    paths = [name for name in (FOLDER, "docs") if any(path.startswith(f"{name}/") for path in known)]
    if FOLDER not in paths:
        raise RexError(f"the commit `{rev}` has no folder `{FOLDER}` here")
    packed = _git(root, "archive", "--format=tar", named.decode().strip(), "--", *paths)
    if packed is None:
        raise RexError(f"git cannot read the commit `{rev}`")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def _git(root: Path, *words: str) -> bytes | None:
    """What git says; `None` if it fails."""
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=False)  # noqa: S603, S607  # our own words, no shell
    return done.stdout if done.returncode == 0 else None


def report(root: Path, folder: Path, before: Corpus, now: Corpus) -> Iterator[str]:
    """The lines of the summary."""
    yield "## What this changes"
    findings = lint(now)
    if wrong := errors(findings):
        yield f"\n{len(wrong)} problem{'s' if len(wrong) > 1 else ''} first: `rex validate` names them."
        return
    was, facts = Facts(before), Facts(now)
    changes = build_changes(build_manifest(was, "0.0.0", ""), build_manifest(facts, "0.0.0", ""))
    for what, ids in (
        ("New cases", changes.new),
        ("Changed cases", changes.changed),
        ("Withdrawn cases", changes.withdrawn),
        ("Cases that are gone", changes.removed),
    ):
        yield from _list(what, [f"`{case_id}`" for case_id in ids])
    grades = [f"`{pair.fix}` against `{pair.mistake}`: {pair.before or 'new'} → {pair.after or 'gone'}" for pair in changes.regraded]
    yield from _list("Grades that moved", grades)
    yield from _list("Mistakes that another fix is named first for", list(_first_lines(was, facts)))
    for lang in LANGUAGES:
        yield from _list(f"Pages that change (`{lang}`)", list(_pages(was, facts, folder, root, lang)))
    touched = {now.cases[case_id].path for case_id in {*changes.new, *changes.changed} if case_id in now.cases}
    near = [finding for finding in findings if finding.code == NEAR_DUPLICATE and finding.path in touched]
    if near:
        yield f"\n### Near duplicates\n\n````text\n{as_text(near).rstrip()}\n````"


def _list(title: str, items: Sequence[str]) -> Iterator[str]:
    if not items:
        return
    yield f"\n### {title}: {len(items)}\n"
    yield from (f"- {item}" for item in items[:MOST])
    if len(items) > MOST:
        yield f"- and {len(items) - MOST} more"


def _first_lines(was: Facts, facts: Facts) -> Iterator[str]:
    """The fix that stands first on the page of a mistake, where that is another one now."""

    def first(some: Facts, mistake: str) -> str | None:
        return next((pair.fix for pair in some.fixes_for(mistake)), None)

    for mistake in facts.corpus.vocabulary.mistakes:
        old, new = first(was, mistake), first(facts, mistake)
        if old != new:
            yield f"`{mistake}`: {f'`{old}`' if old else 'none'} → {f'`{new}`' if new else 'none'}"


def _pages(was: Facts, facts: Facts, folder: Path, root: Path, lang: str) -> Iterator[str]:
    """Paths of the generated pages that are new, gone or say something else."""
    old = {page.path: page.markdown for page in build_pages(was, lang, read_written(folder, lang))}
    new = {page.path: page.markdown for page in build_pages(facts, lang, read_written(root, lang))}
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            yield f"`{path}` (new)"
        elif path not in new:
            yield f"`{path}` (gone)"
        elif old[path] != new[path]:
            yield f"`{path}`"
