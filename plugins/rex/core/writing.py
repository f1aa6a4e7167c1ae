"""How files are written: beside their place, then moved into it.

Whoever is killed, or finds the disk full, leaves the old file or the new one, never half of one. The same for a whole
folder: it is made beside the old one, and the two are exchanged.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rex.core.errors import RexError

# What a file that is being written is called: hidden, so that no reader of the folder takes it for one of its files.
_BESIDE = ".{name}.{process}.tmp"
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux
_AT_FDCWD = -100


def write_file(path: Path, content: str | bytes) -> None:
    """Write a whole file, as UTF-8 with `\\n`. Its folder is made if need be.

    Raises `OSError`; the file that was there is then as it was.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(_BESIDE.format(name=path.name[:200], process=os.getpid()))
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def write_new_file(path: Path, content: str | bytes) -> None:
    """Write a file that must not be there yet.

    Raises `FileExistsError` if it is, and leaves it as it was.
    """
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "exists already", str(path))
    write_file(path, content)


def put_folder(new: Path, target: Path) -> None:
    """Put the folder `new` in the place of `target`, at once where the system can; what was there is removed.

    Both must be on one file system. Raises `RexError` where `target` cannot be replaced.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not os.path.lexists(target):
            new.rename(target)
            return
        if not _exchange(new, target):
            old = new.with_suffix(".old")
            target.rename(old)
            try:
                new.rename(target)
            except OSError:
                old.rename(target)
                raise
            new = old
    except OSError as error:
        raise RexError(f"{target} cannot be replaced by what was built: {error.strerror}; it may be a mount point") from error
    shutil.rmtree(new, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step of the file system; `False` where this system or file system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(code, os.strerror(code))


def recover_folder(work: Path, target: Path) -> None:
    """Clean `work` of what a killed `put_folder` left there: an old folder goes back to its place if that is empty."""
    for old in sorted(work.glob("*.old")):
        if not os.path.lexists(target):
            old.rename(target)
    for left in (*work.glob("*.old"), *work.glob("*.new")):
        # Somebody who was not told yet may still write there.
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def made_beside(target: Path, work: Path, name: str, lock: Path) -> Iterator[Path]:
    """A new folder `<name>.<process>.new` in `work`, in which to make what will take the place of `target`.

    One process at a time: whoever comes while the lock is held gets a `RexError`. What a killed one left is cleaned first, and what
    is left at the end goes.
    """
    with locked(lock, "a build of this base"):
        recover_folder(work, target)
        new = work / f"{name}.{os.getpid()}.new"
        new.mkdir(parents=True)
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def locked(path: Path, what: str) -> Iterator[None]:
    """Hold the lock at `path`; the system lets it go when the process ends, however it ends.

    Raises `RexError` if somebody else holds it, saying `what` is running.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii") as file:
        if not _lock(file.fileno()):
            file.seek(0)
            raise RexError(f"{what} is running already (process {file.read().strip() or 'unknown'}); wait until it has ended")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
