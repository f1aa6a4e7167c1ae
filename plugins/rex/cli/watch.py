"""What commands share that wait for an edit."""

import os
from collections.abc import Sequence
from pathlib import Path


def times(root: Path, folders: Sequence[str]) -> dict[str, int]:
    """When each file below these folders of the base was last written, by its path below `root`."""
    found = {}
    for top in folders:
        for folder, _, names in os.walk(root / top):
            for name in names:
                path = Path(folder, name)
                try:
                    found[path.relative_to(root).as_posix()] = path.lstat().st_mtime_ns
                except OSError:  # gone meanwhile
                    continue
    return found
