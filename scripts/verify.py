"""Build the base twice, as two people would, and compare every byte: `make verify`.

The second has another path, with a space and accents, another locale, time zone, seed of hashes and mask of new files, and no home.
Ends with 1 and the names of the files that differ.
"""

import argparse
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
# What a build reads; see `rex.site.stale`.
READ = ("cases", "docs")
ONE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
OTHER = {"TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "PYTHONHASHSEED": "4242", "HOME": "/nowhere", "SOURCE_DATE_EPOCH": "1"}


def built(base: Path, root: Path, changed: dict[str, str], umask: int) -> Path:
    """The site made from a copy of the base at `root`."""
    root.mkdir(parents=True)
    for name in READ:
        shutil.copytree(base / name, root / name, symlinks=True)
    for path in base.glob("mkdocs*.yml"):
        shutil.copy(path, root)
    command = [sys.executable, "-m", "rex.cli", "build", "--fresh", "--root", str(root)]
    subprocess.run(command, env={**os.environ, **changed}, umask=umask, check=True)
    return root / "site"


def differing(one: Path, other: Path) -> tuple[int, list[str]]:
    """How many files the two folders have together, and the names of those that are not the same in both."""
    names = sorted({path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()})
    _, different, missing = filecmp.cmpfiles(one, other, names, shallow=False)
    return len(names), sorted([*different, *missing])


def main() -> int:
    """Build twice and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=REPOSITORY, help="the base (default: this repository)")
    base = parser.parse_args().root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        one = built(base, Path(folder) / "one", ONE, 0o022)
        other = built(base, Path(folder) / "un autre café, là-bas", OTHER, 0o077)
        count, different = differing(one, other)
    print(f"{count} files, {len(different)} different" + "".join(f"\n  {name}" for name in different[:50]))
    return 1 if different or not count else 0


if __name__ == "__main__":
    sys.exit(main())
