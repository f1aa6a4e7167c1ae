"""Where the base is, and where caches are."""

import os
from hashlib import sha256
from pathlib import Path

from rex.core.errors import RexError

MARKER = "mkdocs.yml"
# Folder of the base for what is being made; the lock in it is held by whoever makes it.
WORK = "build"


def find_root(start: Path) -> Path:
    """The nearest folder upwards from `start` that holds `mkdocs.yml`.

    Raises `RexError` if there is none.
    """
    for folder in (start, *start.parents):
        if (folder / MARKER).is_file():
            return folder
    raise RexError(f"no {MARKER} in {start} or above it; go to the repository or pass --root DIR")


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


def build_cache(root: Path) -> Path | None:
    """Where the builds of this base keep what they have computed; `None` where nothing can be kept.

    Never inside the base: what lies there can come from a stranger.
    """
    try:
        folder = cache_folder().resolve()
    except (RexError, OSError):
        return None
    if folder.is_relative_to(root.resolve()):
        return None
    return folder / "build" / sha256(os.fsencode(root.resolve())).hexdigest()[:16]
