"""Advice as an editor last looked at it: the first fixes of each mistake, with a line on why they may stand there.

`cases/_reviews/advice.yml` maps a mistake to `fixes` (ids, in order) and `why`. What a new case moves shows here, so that
nobody finds out from a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rex.core.beside import ADVICE, Reviewed
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.reader import READER

# How many fixes of a mistake an editor answers for: those on the first screen of its page.
FIRST = 3


@dataclass(frozen=True)
class Moved:
    """A mistake whose first fixes are others than those an editor looked at; `before` is `None` if nobody has."""

    mistake: str
    before: tuple[str, ...] | None
    now: tuple[str, ...]


def first_fixes(facts: Facts) -> dict[str, tuple[str, ...]]:
    """The fixes that helped somewhere, most evidence first, of every mistake that has any."""
    found = {m: tuple(pair.fix for pair in facts.fixes_for(m) if pair.helped)[:FIRST] for m in facts.corpus.vocabulary.mistakes}
    return {mistake: fixes for mistake, fixes in found.items() if fixes}


def read_advice(root: Path) -> dict[str, Reviewed]:
    """The file, or nothing if there is none. Raises `RexError` for one that cannot be read."""
    path = root / ADVICE
    if not path.is_file():
        return {}
    document = READER.file(path, root, front_matter=False).document
    if document is None or not document.is_whole:
        raise RexError(f"{ADVICE} cannot be read; see `rex validate`")
    found = {}
    for mistake, value in document.values.items():
        try:
            found[str(mistake)] = Reviewed.model_validate(value)
        except ValueError as error:
            raise RexError(f"{ADVICE}: `{mistake}` needs `fixes` (a list of ids) and `why` (a line)") from error
    return found


def moved(now: dict[str, tuple[str, ...]], reviewed: dict[str, Reviewed]) -> list[Moved]:
    """What an editor has to look at again."""
    names: Iterable[str] = sorted(now.keys() | reviewed.keys())
    pairs = ((name, reviewed[name].fixes if name in reviewed else None, now.get(name, ())) for name in names)
    return [Moved(name, before, after) for name, before, after in pairs if before != after]
