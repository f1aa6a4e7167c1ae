"""What a build reads: only ordinary files of the base, and below `docs/<lang>/` only pages and pictures."""

import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from rex.core.errors import RexError
from rex.core.files import leaves
from rex.core.language import LANGUAGES

FOLDERS = ("cases", "docs")
# What may stand beside the written pages; MkDocs copies it as it is.
_ENDINGS = frozenset((".md", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif"))


def refuse_strange_files(root: Path) -> None:
    """Look at the kind of every file before any is opened.

    Raises `RexError` that names links out of the base, special files, and files that nobody would expect to be published.
    """
    found = [f"{path} {reason}" for folder in FOLDERS for path, reason in _strange(root / folder, root)]
    if not found:
        for code in LANGUAGES:
            folder = root / "docs" / code
            for path in sorted(folder.rglob("*")):
                name = path.relative_to(root).as_posix()
                if path.is_file() and PurePosixPath(name.lower()).suffix not in _ENDINGS:
                    found.append(f"{name} is neither a page nor a picture, and would be published as it is")
    if found:
        raise RexError("the base holds files that are not read: " + "; ".join(found[:20]))


def _strange(path: Path, root: Path) -> Iterator[tuple[str, str]]:
    """What must not be read here or below, as path and reason. Found by names and kinds only; nothing is opened."""
    try:
        mode = path.lstat().st_mode
    except OSError:  # nothing there
        return
    name = path.relative_to(root).as_posix()
    if stat.S_ISLNK(mode):
        if leaves(path, root):
            yield name, "is a symbolic link that leads out of the base"
        elif not path.is_file():
            yield name, "is a symbolic link to something that is no file"
    elif stat.S_ISDIR(mode):
        try:
            inside = sorted(path.iterdir())
        except OSError:  # whoever reads the folder says so
            return
        for entry in inside:
            yield from _strange(entry, root)
    elif not stat.S_ISREG(mode):
        yield name, "is no ordinary file"
