"""Files that lie where nobody reads them: each is a finding that says where it belongs or what it should be called."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from rex.core.document import Document
from rex.core.errors import START, Position, Problem
from rex.core.manifest import FOLDER as RELEASES
from rex.core.message import one_of, say
from rex.core.model import Ids
from rex.core.parse import did_you_mean, nearest, parse
from rex.core.reader import Reader
from rex.core.strict import Strict, Text
from rex.core.vocabulary import FOLDER as VOCABULARY
from rex.core.vocabulary import MODELS, Vocabulary

FOLDER = "cases"
REVIEWS = f"{FOLDER}/_reviews"
ADVICE = f"{REVIEWS}/advice.yml"

# What editors, file managers and version control leave behind; nobody means it as a case.
LEFTOVERS = (
    *("*~", "#*#", ".#*", "._*", "*.sw[a-p]", "*.orig", "*.rej", "*.bak", "*.tmp", "*.kate-swp", "4913"),
    *("Thumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", "Icon\r"),
)
# Other endings of a file in which somebody has written a case.
_OF_CASES = (".md", ".markdown", ".mdown", ".mkd", ".mdx")


class Reviewed(Strict):
    """What an editor saw and thought of the first fixes of a mistake."""

    fixes: Ids
    why: Text


def is_leftover(name: str) -> bool:
    """True for what nobody means as a file of the base."""
    return any(fnmatchcase(name, pattern) for pattern in LEFTOVERS)


def is_no_case(path: Path) -> bool:
    """Folders of ours, hidden files and leftovers; but a hidden case would silently be missing, so it is looked at."""
    if is_leftover(path.name):
        return True
    if path.name.startswith("_") and path.is_dir():
        return f"{FOLDER}/{path.name}" in (VOCABULARY, RELEASES, REVIEWS)
    return path.name.startswith((".", "_")) and not path.name.lower().endswith((*_OF_CASES, ".yml", ".yaml"))


def no_case(path: Path) -> Problem | None:
    """Why a file beside the cases is none, or `None` for a case."""
    name, stem = path.name, path.stem
    if path.is_dir() and path.suffix != ".md" and not path.is_symlink():  # where a link leads is asked before anything is opened
        return _stray(say("cases lie directly in `cases/`; move the files of this folder there"))
    if name.startswith((".", "_")) and name.lower().endswith(_OF_CASES):
        return _stray(say("a name that begins with `{sign}` hides this case; rename it, or move it out of `cases/`", sign=name[0]))
    if name.endswith(".md"):
        return None
    if path.suffix.lower() in (".yml", ".yaml") and (table := nearest(stem.lstrip("_"), list(MODELS))):
        path_meant = f"{VOCABULARY}/{table}.yml"
        return _stray(say("only cases and translations (`*.md`) belong here; did you mean `{path}`?", path=path_meant), path_meant)
    if path.suffix.lower() in (*_OF_CASES, ".txt", ".text", ".yml", ".yaml"):
        meant = f"{stem}.md"
        return _stray(say("only cases and translations (`*.md`) belong here; name it `{name}`, or move it", name=meant), meant)
    return _stray(say("only cases and translations (`*.md`) belong here; rename or move it"))


def unread(root: Path) -> Iterator[tuple[str, Problem]]:
    """Path and problem of each file of our own folders, and of each case elsewhere, that nobody would read."""
    tables = [f"{name}.yml" for name in MODELS]
    for folder, legal, pattern in (
        (VOCABULARY, one_of(tables), tables),
        (RELEASES, "`1.4.0.json`", ["*.json"]),
        (REVIEWS, "`advice.yml`", ["advice.yml"]),
    ):
        for path in sorted((root / folder).iterdir()) if (root / folder).is_dir() else ():
            if is_leftover(path.name) or path.name.startswith(".") or any(fnmatchcase(path.name, own) for own in pattern):
                continue
            if path.name.lower().endswith(_OF_CASES):
                yield f"{folder}/{path.name}", _stray(say("this is not read here; a case lies directly in `cases/`"))
                continue
            guess = None
            if path.suffix.lower() in (".yml", ".yaml", ".json") and (
                stem := nearest(path.stem.lower(), [Path(own).stem for own in pattern])
            ):
                guess = next(own for own in pattern if Path(own).stem == stem)
            message = say("this is not read; the folder holds {legal}{tail}", legal=legal, tail=did_you_mean(guess))
            yield f"{folder}/{path.name}", _stray(message, guess)
    for path in sorted(root.glob("*.[mM]*")):
        if path.name.lower().endswith(_OF_CASES) and path.is_file() and _begins_as_case(path):
            yield path.name, elsewhere(path.name)


def is_case(document: Document) -> bool:
    """True for a front matter that only a case has."""
    return {"company", "sources"} <= document.values.keys()


def elsewhere(name: str) -> Problem:
    """What to say of a case in another folder."""
    return _stray(say("this is a case, and nobody reads it here; move it to `{path}`", path=f"{FOLDER}/{Path(name).stem}.md"))


def _begins_as_case(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return False
    return start.startswith(b"---") and b"\ncompany:" in start


def _stray(message: str, suggestion: str | None = None) -> Problem:
    return Problem("stray-file", START, message, suggestion)


def problems_of_advice(root: Path, reader: Reader, vocabulary: Vocabulary) -> list[Problem]:
    """What is wrong with the advice as an editor last looked at it."""
    if not (root / ADVICE).is_file():
        return []
    reading = reader.file(root / ADVICE, root, front_matter=False)
    problems = list(reading.problems)
    for mistake, row in reading.document.entries() if reading.document else ():
        assert reading.document is not None
        if (mistake,) in reading.document.torn:
            continue
        if len(vocabulary.mistakes) and mistake not in vocabulary.mistakes.document.values:
            problems.append(_unknown(say("mistake"), mistake, vocabulary.meant("mistakes", mistake), reading.document.at_key(mistake)))
        problems += parse(row, Reviewed)[1]
        fixes = row.values.get("fixes") if isinstance(row.values, dict) else None
        for index, fix in enumerate(fixes if isinstance(fixes, list) else ()):
            if isinstance(fix, str) and len(vocabulary.fixes) and fix not in vocabulary.fixes.document.values:
                problems.append(_unknown(say("fix"), fix, vocabulary.meant("fixes", fix), row.at("fixes", index)))
    return problems


def _unknown(thing: str, term: str, guess: str | None, position: Position) -> Problem:
    message = say("unknown {thing} `{id}`{tail}{strange}", thing=thing, id=term, tail=did_you_mean(guess), strange=say(""))
    return Problem("unknown-term", position, message, guess)
