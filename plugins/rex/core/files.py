"""Opening files that strangers have put into the base: never outside it, never more than a limit, never for ever."""

import os
from pathlib import Path

from rex.core.errors import START, Problem
from rex.core.message import say

MAX_FILE_BYTES = 512 * 1024


def refusal(path: Path, base: Path | None) -> Problem | None:
    """Why this path is not to be opened: it leads out of the base, or is no ordinary file."""
    if base is not None and leaves(path, base):
        return Problem("outside-link", START, say("this is a link that leads out of the base; put the file itself here"))
    if not path.is_file():
        # Asked before opening: a named pipe would wait for ever, and a folder or a dead link is no file.
        return Problem("unreadable-file", START, say("this is not a regular file"))
    return None


def leaves(path: Path, base: Path) -> bool:
    """True if following the links of `path` ends outside `base`."""
    # `realpath` and not `resolve`, which raises where links go round in a circle.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(base))


def read_limited(path: Path, limit: int, base: Path | None = None) -> bytes | Problem:
    """The bytes of a file of at most `limit` bytes, or what is wrong with it."""
    try:
        if problem := refusal(path, base):
            return problem
        size = path.stat().st_size
        if size <= limit:
            with path.open("rb") as file:
                data = file.read(limit + 1)  # a file of /proc says that it is empty and may never end
            size = len(data)
        if size > limit:
            return too_large(size, limit)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one"
        return Problem("unreadable-file", START, say("the file cannot be read: {reason}", reason=reason))
    return data


def too_large(size: int, limit: int) -> Problem:
    """The finding for a file above the limit."""
    return Problem("file-too-large", START, say("the file has {size} bytes; at most {limit} are read", size=size, limit=limit))
