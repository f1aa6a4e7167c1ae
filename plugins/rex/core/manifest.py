"""Manifests of releases: what each release contained, as `rex release` writes it to `cases/_releases/`.

They arrive by pull request like any file, so they are read with the same distrust: bounded, and every fault is a problem.
"""

import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rex.core.dates import DateError, PartialDate
from rex.core.errors import START, Problem
from rex.core.files import leaves, read_limited
from rex.core.grade import Grade
from rex.core.message import say
from rex.core.model import Status

FOLDER = "cases/_releases"
# Ten thousand cases and their pairs take less.
MAX_BYTES = 4 * 1024 * 1024

VERSION = re.compile(r"(?:0|[1-9]\d{0,4})(?:\.(?:0|[1-9]\d{0,4})){2}", re.ASCII)

_Short = Annotated[str, Field(max_length=100)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseState(_Part):
    """A case as a release contained it."""

    status: Status
    fingerprint: _Short


class PairState(_Part):
    """The grade of a fix against a mistake at a release."""

    mistake: _Short
    fix: _Short
    grade: Grade


class Manifest(_Part):
    """What a release contained."""

    version: str
    date: str
    cases: dict[_Short, CaseState]
    pairs: tuple[PairState, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts releases by version."""
        return tuple(int(part) for part in self.version.split("."))


def read_manifests(root: Path) -> tuple[list[Manifest], dict[str, Problem]]:
    """Every release, newest first, and by path what is wrong with those that cannot be read."""
    folder = root / FOLDER
    if not folder.is_dir():
        return [], {}
    if leaves(folder, root):
        return [], {FOLDER: Problem("outside-link", START, say("this is a link that leads out of the base; put the file itself here"))}
    found: list[Manifest] = []
    problems: dict[str, Problem] = {}
    for path in sorted(folder.glob("*.json")):
        manifest = _read(path, root)
        if isinstance(manifest, Problem):
            problems[f"{FOLDER}/{path.name}"] = manifest
        else:
            found.append(manifest)
    return sorted(found, key=lambda manifest: manifest.order, reverse=True), problems


def _read(path: Path, base: Path) -> Manifest | Problem:
    data = read_limited(path, MAX_BYTES, base)
    if isinstance(data, Problem):
        return data
    try:
        manifest = Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return _bad(say("{where}: {reason}", where=where or "the file", reason=first["msg"]))
    if not VERSION.fullmatch(manifest.version):
        return _bad(say("its version '{version}' is not three numbers such as 1.4.0", version=manifest.version))
    if path.stem != manifest.version:
        return _bad(say("it is named `{name}` but is release {version}", name=path.name, version=manifest.version))
    try:
        # An earlier manifest may lack the day; then there is nothing to say of it.
        if manifest.date:
            PartialDate.parse(manifest.date)
    except DateError as error:
        return _bad(error.message)
    return manifest


def _bad(reason: str) -> Problem:
    return Problem("bad-release", START, say("this is not what `rex release` writes: {reason}", reason=reason))
