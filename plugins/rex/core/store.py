"""What an earlier run has computed already, by what it was made from: what stands in a file, pieces of pages, pictures.

A piece is found by a digest of everything that it depends on: its inputs, our code, the versions of the libraries. So a piece is
never out of date; it is right or it is not there. The file lies outside the base, where no pull request can put one, and each piece
carries a check sum. A file that is torn or foreign is thrown away.
"""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Self

from rex.core.version import code_version

_SUM = 16
_SCHEMA = "CREATE TABLE IF NOT EXISTS pieces (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID"
# The number that says that a file is ours; SQLite keeps it in the head of the file.
_OURS = 0x52455831


class Store:
    """The pieces in one file. Without a file, everything is computed."""

    def __init__(self, file: Path | None, version: str) -> None:
        self.version = version.encode()
        self._new: dict[bytes, bytes] = {}
        self._used: set[bytes] = set()
        self._file = file
        self._base = _opened(file) if file else None

    @classmethod
    def of(cls, cache: Path | None, name: str) -> Self:
        """The pieces called `name` in a cache folder, made by our code as it is now; without a folder, none."""
        return cls(cache / f"{name}.sqlite", code_version()) if cache else cls(None, "")

    @property
    def is_kept(self) -> bool:
        """Is there anywhere to keep a piece?"""
        return self._base is not None

    def piece(self, kind: str, parts: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
        """The bytes made from `parts`, which are all that `make` looks at."""
        found = self.find(kind, parts)
        if found is None:
            found = make()
            self.keep(kind, parts, found)
        return found

    def find(self, kind: str, parts: tuple[object, ...]) -> bytes | None:
        """The bytes that were kept under `parts`, if any were."""
        if self._base is None:
            return None
        key = self._key(kind, parts)
        self._used.add(key)
        found = self._new.get(key) or self._found(key)
        return None if found is None else zlib.decompress(found[_SUM:])

    def keep(self, kind: str, parts: tuple[object, ...], value: bytes) -> None:
        """Keep these bytes under `parts`, in place of what is there."""
        if self._base is not None:
            key = self._key(kind, parts)
            self._used.add(key)
            self._new[key] = _packed(key, value)

    def _key(self, kind: str, parts: tuple[object, ...]) -> bytes:
        return blake2b(repr((kind, parts)).encode("utf-8", "surrogatepass"), key=blake2b(self.version).digest()).digest()

    def text(self, kind: str, parts: tuple[object, ...], make: Callable[[], str]) -> str:
        """The same for a text."""
        return self.piece(kind, parts, lambda: make().encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def close(self) -> None:
        """Keep what this build used, and nothing else."""
        if self._base is None:
            return
        with suppress(sqlite3.Error):
            with self._base:
                stale = [(key,) for (key,) in self._base.execute("SELECT key FROM pieces") if key not in self._used]
                self._base.executemany("DELETE FROM pieces WHERE key = ?", stale)
                self._base.executemany("INSERT OR REPLACE INTO pieces VALUES (?, 1, ?)", self._new.items())
            self._base.close()
        self._base = None

    def _found(self, key: bytes) -> bytes | None:
        assert self._base is not None
        try:
            row = self._base.execute("SELECT value FROM pieces WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._base = self._base and None  # torn: this build computes, the next one begins a new file
            if self._file:
                self._file.unlink(missing_ok=True)
            return None
        value = row[0] if row else None
        return value if isinstance(value, bytes) and value[:_SUM] == _sum(key, value[_SUM:]) else None


def _opened(file: Path) -> sqlite3.Connection | None:
    """The file, made anew if it is not one of ours; `None` where none can be."""
    for _ in range(2):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            base = sqlite3.connect(file, timeout=1)
            base.execute("PRAGMA synchronous = OFF")
            (ours,) = base.execute("PRAGMA application_id").fetchone()
            if ours != _OURS and base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise sqlite3.DatabaseError("not ours")
            base.execute(f"PRAGMA application_id = {_OURS}")
            base.execute(_SCHEMA)
            base.execute("SELECT key, used, value FROM pieces LIMIT 1").fetchone()
        except sqlite3.DatabaseError:
            with suppress(OSError):
                file.unlink(missing_ok=True)
        except OSError:
            return None
        else:
            return base
    return None


def _packed(key: bytes, value: bytes) -> bytes:
    packed = zlib.compress(value, 1)
    return _sum(key, packed) + packed


def _sum(key: bytes, packed: bytes) -> bytes:
    return blake2b(key + packed, digest_size=_SUM).digest()
