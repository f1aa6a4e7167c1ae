"""Whether there is anything to do: what a site was made from, and what was made.

Everything a build reads goes into one digest: the files of the base by their content, the variables that the configuration
names, our code, the libraries. If that is what it was, and every file of the site is as the build left it, the site is up to date.
Only the standard library is imported here: to find that nothing has changed should take no time.
"""

import json
import os
import re
from hashlib import blake2b
from pathlib import Path

from rex.core.version import add_files
from rex.core.writing import write_file

_READ = ("cases", "docs")
_VARIABLE = re.compile(r"!ENV \[?\s*([A-Z][A-Z0-9_]*)")


def inputs_of(root: Path, version: str) -> str:
    """A digest of everything that a build of this base reads."""
    digest = blake2b(version.encode(), digest_size=16)
    configurations = sorted(root.glob("mkdocs*.yml"))
    add_files(digest, root, configurations)
    names = {name for path in configurations for name in _VARIABLE.findall(path.read_text(encoding="utf-8", errors="replace"))}
    digest.update(repr([(name, os.environ.get(name)) for name in sorted(names)]).encode())
    for folder in _READ:
        add_files(digest, root, (root / folder).rglob("*"))
    return digest.hexdigest()


def outputs_of(site: Path) -> str:
    """A digest of the names, sizes and times of the files of a site; whoever changes one changes it."""
    digest = blake2b(digest_size=16)
    for folder, folders, names in os.walk(site):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)  # noqa: PTH118  # ten thousands of them
            about = os.lstat(path)
            digest.update(f"{path}\0{about.st_size}\0{about.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def is_current(state: Path, root: Path, site: Path, version: str) -> bool:
    """Is the site what a build would make now? `state` is where the last whole build has left its digests."""
    try:
        known = json.loads(state.read_text(encoding="utf-8"))
        return bool(site.is_dir()) and known == {"inputs": inputs_of(root, version), "outputs": outputs_of(site)}
    except (OSError, ValueError):
        return False


def remember(state: Path, inputs: str, site: Path) -> None:
    """Leave the digests of a whole build; a cache that cannot be written is none."""
    try:
        write_file(state, json.dumps({"inputs": inputs, "outputs": outputs_of(site)}))
    except OSError:
        return
