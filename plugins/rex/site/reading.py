"""What a build reads: only ordinary files of the base, and below `docs/<lang>/` only pages and pictures."""

from pathlib import Path

from rex.core.errors import RexError
from rex.core.written import strange_files, unexpected_files

FOLDERS = ("cases", "docs")


def refuse_strange_files(root: Path) -> None:
    """Look at the kind of every file before any is opened.

    Raises `RexError` that names links out of the base, special files, and files that nobody would expect to be published.
    """
    found = [f"{path} {reason}" for folder in FOLDERS for path, _, reason in strange_files(root / folder, root)]
    if not found:
        found = [f"{path} {reason}" for path, _, reason in unexpected_files(root)]
    if found:
        raise RexError("the base holds files that are not read: " + "; ".join(found[:20]))
