"""Pages written by people, below `docs/`: checked like cases, before anything makes pages of them."""

import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rex.core.beside import elsewhere, is_case
from rex.core.body import excess
from rex.core.errors import START, Position, Problem
from rex.core.files import MAX_FILE_BYTES, leaves, read_limited
from rex.core.frontmatter import conflict_in, read_page
from rex.core.language import LANGUAGES
from rex.core.message import Message, say

FOLDER = "docs"
# What may stand beside the written pages; MkDocs copies it as it is.
ENDINGS = frozenset((".md", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"))


def strange_files(path: Path, root: Path) -> Iterator[tuple[str, str, Message]]:
    """What must not be read at `path` or below: path, rule and reason. Found by names and kinds only; nothing is opened."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # nothing there
        return
    name = path.relative_to(root).as_posix()
    if stat.S_ISLNK(mode):
        if leaves(path, root):
            yield name, "outside-link", say("is a symbolic link that leads out of the base")
        elif not path.is_file():
            yield name, "unreadable-file", say("is a symbolic link to something that is no file")
    elif stat.S_ISDIR(mode):
        try:
            inside = sorted(path.iterdir())
        except OSError:  # whoever reads the folder says so
            return
        for entry in inside:
            yield from strange_files(entry, root)
    elif not stat.S_ISREG(mode):
        yield name, "unreadable-file", say("is no ordinary file")


def unexpected_files(root: Path) -> Iterator[tuple[str, str, Message]]:
    """Files beside the written pages that nobody would expect to be published, as `strange_files` has them."""
    for code in LANGUAGES:
        for path in sorted((root / FOLDER / code).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and PurePosixPath(name.lower()).suffix not in ENDINGS:
                yield name, "stray-file", say("is neither a page nor a picture, and would be published as it is")


def problems_of_written(root: Path) -> dict[str, list[Problem]]:
    """What is wrong with the files below `docs/`, by path."""
    strange = list(strange_files(root / FOLDER, root))
    if not strange:
        strange = list(unexpected_files(root))
    found: dict[str, list[Problem]] = {}
    for name, rule, reason in strange:
        found.setdefault(name, []).append(Problem(rule, START, reason))
    for code in LANGUAGES:
        folder = root / FOLDER / code
        # A link is looked at above, and may lead round in a circle.
        for path in sorted(folder.rglob("*.md")) if not folder.is_symlink() else ():
            name = path.relative_to(root).as_posix()
            if name not in found and (problems := _problems_of(path, root)):
                found[name] = problems
    return found


def _problems_of(path: Path, root: Path) -> list[Problem]:
    data = read_limited(path, MAX_FILE_BYTES, root)
    if isinstance(data, Problem):
        return [data]
    reading = read_page(data)
    if reading.document is None:
        return reading.problems
    if is_case(reading.document):
        return [elsewhere(path.name)]
    body, first = reading.document.body, reading.document.body_line
    problems = list(reading.problems)
    if (too_much := excess(body, first)) is not None:
        problems.append(Problem(too_much.name, Position(too_much.line, too_much.column), too_much.message))
    if (conflict := conflict_in(body, first - 1)) is not None:
        problems.append(conflict)
    return problems
