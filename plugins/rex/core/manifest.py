"""Manifests of releases: what each release contained, as `rex release` writes it to `cases/_releases/`.

They arrive by pull request like any file, so they are read with the same distrust: bounded, and every fault is a problem.
"""

import json
import re
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rex.core.dates import DateError, PartialDate
from rex.core.document import Document
from rex.core.errors import START, Position, Problem
from rex.core.files import leaves, read_limited
from rex.core.frontmatter import read_bytes
from rex.core.grade import Grade
from rex.core.message import say
from rex.core.model import Status
from rex.core.parse import parse

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
    except ValidationError:
        return _fault(data)
    if not VERSION.fullmatch(manifest.version):
        reason = say("its version '{version}' is not three numbers such as 1.4.0", version=manifest.version)
        return _bad(reason, _at(data, "version"))
    if path.stem != manifest.version:
        reason = say("it is named `{name}` but is release {version}", name=path.name, version=manifest.version)
        return _bad(reason, _at(data, "version"))
    try:
        # An earlier manifest may lack the day; then there is nothing to say of it.
        if manifest.date:
            PartialDate.parse(manifest.date)
    except DateError as error:
        return _bad(error.message, _at(data, "date"))
    return manifest


def _fault(data: bytes) -> Problem:
    """The first thing that is wrong in the text of a manifest. A machine wrote it, so that one cure mends all: to write it again."""
    reading = read_bytes(data, front_matter=False)
    if of_file := next((problem for problem in reading.problems if problem.name in _OF_ANY_FILE), None):
        return of_file
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        position = Position(error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else START
        reason = say("it ends too early") if position == _end(data) else say("from here on it is no JSON")
        return _bad(reason, position)
    if not isinstance(values, dict):
        return _bad(say("something in it is of another kind"), START)
    known = reading.document if reading.document and reading.document.is_whole else Document(values)
    problems = sorted(parse(known, Manifest)[1], key=lambda problem: problem.position)
    return _bad(problems[0].message if problems else say("something in it is of another kind"), problems[0].position if problems else START)


_OF_ANY_FILE = ("not-utf-8", "byte-order-mark", "merge-conflict")


def _end(data: bytes) -> Position:
    lines = data.decode("utf-8", "replace").split("\n")
    return Position(len(lines), len(lines[-1]) + 1)


def _at(data: bytes, field: str) -> Position:
    document = read_bytes(data, front_matter=False).document
    return document.at(field) if document else START


def _bad(reason: str, position: Position) -> Problem:
    message = say("this is not what `rex release` writes: {reason}; delete the file and write it again", reason=reason)
    return Problem("bad-release", position, message)
