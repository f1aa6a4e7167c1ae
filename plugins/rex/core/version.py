"""Which code this is: what was computed by another must not be used.

Only the standard library is imported here: to find that nothing has changed should take no time.
"""

import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def code_version() -> str:
    """A digest of our code and of what is installed beside it."""
    digest = blake2b(sys.version.encode(), digest_size=16)
    add_files(digest, _PACKAGE, (path for path in _PACKAGE.rglob("*") if path.suffix in (".py", ".j2", ".yml")))
    for folder in sorted({str(path) for path in map(Path, sys.path) if path.name == "site-packages" and path.is_dir()}):
        digest.update("\n".join(sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))).encode())  # noqa: PTH208  # names
    return digest.hexdigest()


def add_files(digest: Any, folder: Path, paths: Iterable[Path]) -> None:
    """Put names and contents of files below `folder` into a digest of `hashlib`."""
    for path in sorted(paths):
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
