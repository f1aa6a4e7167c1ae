"""Where the base is."""

from pathlib import Path

from rex.core.errors import RexError

MARKER = "mkdocs.yml"


def find_root(start: Path) -> Path:
    """The nearest folder upwards from `start` that holds `mkdocs.yml`.

    Raises `RexError` if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return folder
    raise RexError(f"no {MARKER} in {start} or above it; go to the repository or pass --root DIR")
