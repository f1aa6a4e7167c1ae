"""Giving another id to something of the base: every place that names it follows, and the old id stays as an alias.

Files are changed as text, at the positions that the reader gives, so that comments and order stay. Releases stay as they
were written. Nothing is written here: `plan` says what each file would be.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rex.core.beside import ADVICE
from rex.core.corpus import FOLDER, Corpus
from rex.core.document import Document, Loc
from rex.core.errors import Position, Problem, RexError
from rex.core.files import MAX_FILE_BYTES, read_limited
from rex.core.frontmatter import read_bytes
from rex.core.language import LANGUAGES
from rex.core.reader import READER
from rex.core.slug import is_slug

_ANY = "*"
# Table of the vocabulary by kind; a case is a file. Pillars and sectors belong to the whole base and keep their ids.
TABLES = {"mistake": "mistakes", "fix": "fixes", "company": "companies", "event": "events", "symptom": "symptoms"}
KINDS = ("case", *TABLES)
# Folder of the pages of a kind: in addresses, and below `docs/<lang>/` for what people have written.
_PAGES = {"case": "cases", **TABLES}

_Patterns = tuple[tuple[str, ...], ...]
_IN_CASES: Mapping[str, _Patterns] = {
    "mistake": (
        *(("mistakes", _ANY, "id"), ("fixes", _ANY, "corrects", _ANY), ("signals", _ANY, "mistake")),
        ("results", _ANY, "mistakes", _ANY),
    ),
    "fix": (("fixes", _ANY, "id"), ("results", _ANY, "fixes", _ANY)),
    "company": (("company",), ("company", _ANY)),
    "event": (("event",),),
    "symptom": (("signals", _ANY, "symptom"),),
}
# In a translation, mistakes and fixes are keys: their texts stand by id.
_KEYS_IN_TRANSLATIONS: Mapping[str, str] = {"mistake": "mistakes", "fix": "fixes"}
_IN_TABLES: Mapping[str, Mapping[str, _Patterns]] = {
    "case": {"fixes": ((_ANY, "effort_sources", _ANY),)},
    "mistake": {"symptoms": ((_ANY, "mistakes", _ANY, "id"),)},
    "company": {"companies": ((_ANY, "parent"),)},
}


@dataclass
class Plan:
    """What a new id changes: texts by path (relative to the root), and files that get another name."""

    kind: str
    old: str
    new: str
    texts: dict[str, str] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.moves


def kind_of(corpus: Corpus, term: str, kind: str | None = None) -> str | None:
    """What is called `term`; `None` if nothing is. Raises `RexError` if several things are, and `kind` does not choose."""
    found = [name for name in KINDS if term in _ids(corpus, name) and kind in (None, name)]
    if len(found) > 1:
        raise RexError(f"`{term}` is the id of more than one thing ({', '.join(found)}); choose with --kind")
    return found[0] if found else None


def _ids(corpus: Corpus, kind: str) -> frozenset[str]:
    return corpus.originals if kind == "case" else frozenset(corpus.vocabulary.tables()[TABLES[kind]])


def _alias_holders(corpus: Corpus, kind: str, alias: str) -> tuple[str, ...]:
    """The ids of today behind an earlier one."""
    if kind == "case":
        return tuple(file.id for file in corpus.cases.values() if alias in file.case.aliases)
    return corpus.vocabulary.tables()[TABLES[kind]].renamed(alias)


def plan(corpus: Corpus, old: str, new: str, kind: str | None = None) -> Plan:
    """What follows from calling `old` `new`. Empty if that was done before. Raises `RexError` where it cannot be done."""
    if not is_slug(new):
        raise RexError(f"'{new}' cannot be an id; use lower-case words joined by hyphens, at most 80 characters")
    found = kind_of(corpus, old, kind)
    if found is None:
        for name in KINDS if kind is None else (kind,):
            if new in _ids(corpus, name) and _alias_holders(corpus, name, old) == (new,):
                done = Plan(name, old, new)
                _in_pages(corpus.root, done)  # what a run that was stopped has left
                return done
        for name in ("pillars", "sectors"):
            if old in corpus.vocabulary.tables()[name]:
                raise RexError(f"`{old}` is one of the {name}, which the pages people have written rest on; its id stays")
        raise RexError(f"nothing is called `{old}`; it can be the id of a {', '.join(KINDS[:-1])} or {KINDS[-1]}")
    if old == new:
        raise RexError(f"`{old}` is its id already")
    if new in _ids(corpus, found):
        raise RexError(f"another {found} is called `{new}` already; to make one of two, edit the files and keep the other id as an alias")
    if others := [holder for holder in _alias_holders(corpus, found, new) if holder != old]:
        raise RexError(f"`{new}` is an earlier id of the {found} `{others[0]}`, and its old address leads there")
    made = Plan(found, old, new)
    _in_cases(corpus, made)
    _in_vocabulary(corpus, made)
    _in_reviews(corpus.root, made)
    _in_pages(corpus.root, made)
    return made


# -- where ids stand ---------------------------------------------------------------------------------------------------


def _in_cases(corpus: Corpus, made: Plan) -> None:
    for path in corpus.files:
        if not path.endswith(".md"):
            continue
        stem, _, lang = path.removeprefix(f"{FOLDER}/").removesuffix(".md").partition(".")
        text = _read(corpus.root, path)
        document = read_bytes(text.encode()).document
        if document is None or not document.is_whole:
            raise RexError(f"{path} cannot be read; see `rex validate`")
        if lang:
            name = _KEYS_IN_TRANSLATIONS.get(made.kind)
            places = [at for loc, at in document.key_positions.items() if name and loc == (name, made.old)]
        else:
            places = list(_places(document, _IN_CASES.get(made.kind, ()), made.old))
        changed = _replaced(text, places, made.old, made.new, path)
        if made.kind == "case":
            changed = _linked(changed, made.old, made.new)
            if stem == made.old:
                made.moves[path] = f"{FOLDER}/{made.new}{f'.{lang}' if lang else ''}.md"
                if not lang:
                    changed = _with_aliases(changed, (), document, made)
        if changed != text:
            made.texts[path] = changed


def _in_vocabulary(corpus: Corpus, made: Plan) -> None:
    for name, table in corpus.vocabulary.tables().items():
        patterns = _IN_TABLES.get(made.kind, {}).get(name, ())
        own = TABLES.get(made.kind) == name
        places = list(_places(table.document, patterns, made.old))
        if not table.document.is_whole:
            raise RexError(f"{table.path} cannot be read; see `rex validate`")
        if not own and not places:
            continue
        text = _read(corpus.root, table.path)
        if own:
            places.append(table.document.key_positions[(made.old,)])
        changed = _replaced(text, places, made.old, made.new, table.path)
        if own:
            changed = _with_aliases(changed, (made.old,), table.document, made)
        made.texts[table.path] = changed


def _in_reviews(root: Path, made: Plan) -> None:
    """What an editor has looked at speaks of mistakes and fixes by id."""
    if made.kind not in ("mistake", "fix") or not (root / ADVICE).is_file():
        return
    document = READER.file(root / ADVICE, root, front_matter=False).document
    if document is None or not document.is_whole:
        raise RexError(f"{ADVICE} cannot be read")
    if made.kind == "mistake":
        places = [at for loc, at in document.key_positions.items() if loc == (made.old,)]
    else:
        places = list(_places(document, ((_ANY, "fixes", _ANY),), made.old))
    if places:
        made.texts[ADVICE] = _replaced(_read(root, ADVICE), places, made.old, made.new, ADVICE)


def _in_pages(root: Path, made: Plan) -> None:
    """Links of written pages, and written pages about the thing itself."""
    folder = _PAGES[made.kind]
    link = re.compile(rf"(?<![\w-]){folder}/{re.escape(made.old)}(?![\w-])")
    named = f"{made.old}.md"
    for lang in LANGUAGES:
        for file in sorted((root / "docs" / lang).rglob("*.md")):
            path = file.relative_to(root).as_posix()
            text = _read(root, path)
            changed = link.sub(f"{folder}/{made.new}", text)
            if file.parent.name == folder:
                changed = _linked(changed, made.old, made.new)
                if file.name == named:
                    made.moves[path] = f"docs/{lang}/{folder}/{made.new}.md"
            if changed != text:
                made.texts[path] = changed


def _places(document: Document, patterns: _Patterns, old: str) -> Iterator[Position]:
    for loc, position in document.positions.items():
        if any(_fits(loc, pattern) for pattern in patterns) and _value(document.values, loc) == old:
            yield position


def _fits(loc: Loc, pattern: tuple[str, ...]) -> bool:
    return len(loc) == len(pattern) and all(wanted in (_ANY, part) for part, wanted in zip(loc, pattern, strict=True))


def _value(values: object, loc: tuple[Hashable, ...]) -> object:
    for part in loc:
        values = values[part] if isinstance(values, dict) else values[int(str(part))] if isinstance(values, list) else None
    return values


# -- changing text -----------------------------------------------------------------------------------------------------


def _read(root: Path, path: str) -> str:
    data = read_limited(root / path, MAX_FILE_BYTES, root)
    if isinstance(data, Problem):
        raise RexError(f"{path}: {data.message}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RexError(f"{path} is not UTF-8; see `rex validate`") from error


def _replaced(text: str, places: list[Position], old: str, new: str, path: str) -> str:
    """The text with `new` at each place. Raises `RexError` if `old` does not stand there: guessing would spoil the file."""
    lines = text.split("\n")
    for place in sorted(set(places), key=lambda place: (place.line, -place.column)):
        line = lines[place.line - 1]
        start = place.column - 1 + (line[place.column - 1 : place.column] in ("'", '"'))
        if not line.startswith(old, start):
            raise RexError(f"{path}:{place.line}:{place.column}: expected `{old}` here; write it on one line, without escapes")
        lines[place.line - 1] = line[:start] + new + line[start + len(old) :]
    return "\n".join(lines)


def _linked(text: str, old: str, new: str) -> str:
    """Links to a file of the same folder."""
    return re.sub(rf"(\]\(<?|^\[[^\]\n]+\]: +<?){re.escape(old)}\.md(?=[)>#\s]|$)", rf"\g<1>{new}.md", text, flags=re.MULTILINE)


def _with_aliases(text: str, entry: Loc, document: Document, made: Plan) -> str:
    """The text with the old id among the aliases of the file, or of one entry of a table, and without the new one."""
    lines = text.split("\n")
    known = _value(document.values, entry)
    earlier = known.get("aliases") or [] if isinstance(known, dict) else []
    value = f"[{', '.join([*(alias for alias in earlier if alias != made.new), made.old])}]"
    indent = "  " * len(entry)
    key = document.key_positions.get((*entry, "aliases"))
    if key is not None:
        places = [document.positions[(*entry, "aliases", index)].line for index in range(len(earlier))]
        last = max([key.line, *places])
        while "[" in (listed := "\n".join(lines[key.line - 1 : last])[key.column - 1 :]) and "]" not in listed:
            last += 1
        block = "\n".join(lines[key.line - 1 : last])
        start = block[: key.column - 1]
        if places and "[" not in block[key.column - 1 :]:
            lines[key.line - 1 : last] = [f"{start}aliases: {value}"]
        else:
            rest = re.sub(r"aliases:[^\[\n]*(\[[^\]]*\])?", f"aliases: {value}", block[key.column - 1 :], count=1)
            lines[key.line - 1 : last] = (start + rest).split("\n")
        return "\n".join(lines)
    if not entry:
        lines.insert(document.body_line - 2, f"aliases: {value}")
        return "\n".join(lines)
    first = document.key_positions[entry].line
    following = [position.line for loc, position in document.key_positions.items() if len(loc) == 1 and position.line > first]
    end = min(following, default=len(lines) + 1) - 1
    while end > first and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    if document.positions[entry].line == first:
        # The entry stands between braces.
        head, brace, tail = lines[end - 1].rpartition("}")
        lines[end - 1] = f"{head}, aliases: {value}{brace}{tail}"
    else:
        lines.insert(end, f"{indent}aliases: {value}")
    return "\n".join(lines)
