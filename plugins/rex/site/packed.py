"""A folder of files as one piece of bytes, so that a store can keep it."""

import json
from pathlib import Path


def packed(folder: Path) -> bytes:
    """Every file below `folder`: a line that lists path and size of each, then their contents."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
    head = json.dumps([(path, len(content)) for path, content in files.items()])
    return b"\n".join((head.encode(), b"".join(files.values())))


def unpack(pack: bytes, folder: Path) -> None:
    """Write what `packed` has put together below `folder`."""
    head, _, contents = pack.partition(b"\n")
    place = 0
    for path, size in json.loads(head):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(contents[place : place + size])
        place += size
