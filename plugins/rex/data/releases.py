"""What each release contained, and what has changed since: the memory that files of today do not have.

A release leaves one small manifest in `cases/_releases/`: fingerprints and grades, no texts. `rex release` writes it.
"""

from pathlib import Path

from rex.core import manifest
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.grade import Grade
from rex.core.manifest import FOLDER, VERSION, CaseState, Manifest, PairState
from rex.core.model import Status
from rex.data.build import fingerprint_of
from rex.data.records import Record

__all__ = ["FOLDER", "CaseState", "Changes", "ChangesFile", "Manifest", "PairState", "Regraded", "build_changes", "build_manifest"]


class Regraded(Record):
    """A pair whose grade is another one now; `before` is null for a pair that is new, `after` for one that is gone."""

    mistake: str
    fix: str
    before: Grade | None
    after: Grade | None


class Changes(Record):
    """What has changed from one release to today. Each list holds ids."""

    since: str
    date: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    removed: tuple[str, ...]
    regraded: tuple[Regraded, ...]


class ChangesFile(Record):
    """Newest release first."""

    version: str
    licence: str
    releases: tuple[Changes, ...]


def build_manifest(facts: Facts, version: str, date: str) -> Manifest:
    """The base as it is now. Raises `RexError` for a version that is not `X.Y.Z`."""
    if not VERSION.fullmatch(version):
        raise RexError(f"`{version}` is not a version; write three numbers, such as 1.4.0")
    return Manifest(
        version=version,
        date=date,
        cases={file.id: CaseState(status=file.case.status, fingerprint=fingerprint_of(file)) for file in facts.corpus.shown.values()},
        pairs=tuple(PairState(mistake=pair.mistake, fix=pair.fix, grade=pair.grade) for pair in facts.pairs.values()),
    )


def read_manifests(root: Path) -> list[Manifest]:
    """Every release, newest first; none where there is no folder. Raises `RexError` that names an unreadable file."""
    found, problems = manifest.read_manifests(root)
    for path, problem in problems.items():
        raise RexError(f"{path}: {problem.message}")
    return found


def build_changes(before: Manifest, now: Manifest) -> Changes:
    """The difference of two states. A call that was answered (wanted, then published) is new."""

    def shown(manifest: Manifest, *statuses: Status) -> set[str]:
        return {case_id for case_id, state in manifest.cases.items() if state.status in statuses}

    published = shown(now, Status.PUBLISHED)
    earlier = shown(before, Status.PUBLISHED)
    grades_before = {(pair.mistake, pair.fix): pair.grade for pair in before.pairs}
    grades_now = {(pair.mistake, pair.fix): pair.grade for pair in now.pairs}
    pairs = sorted(grades_before.keys() | grades_now.keys())
    return Changes(
        since=before.version,
        date=before.date,
        new=tuple(sorted(published - earlier)),
        changed=tuple(sorted(i for i in published & earlier if now.cases[i].fingerprint != before.cases[i].fingerprint)),
        withdrawn=tuple(sorted(shown(now, Status.WITHDRAWN) - shown(before, Status.WITHDRAWN))),
        removed=tuple(sorted(before.cases.keys() - now.cases.keys())),
        regraded=tuple(
            Regraded(mistake=mistake, fix=fix, before=was, after=is_now)
            for mistake, fix in pairs
            if (was := grades_before.get((mistake, fix))) != (is_now := grades_now.get((mistake, fix)))
        ),
    )
