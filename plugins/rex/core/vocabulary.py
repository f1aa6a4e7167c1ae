"""The closed vocabulary: pillars, mistakes, fixes, companies, sectors, events and symptoms, in both languages.

One YAML file each under `cases/_vocabulary/`. A term's pillars belong to the term, a company's sector and country
to the company: cases never repeat them. Labels of countries are not here (Unicode CLDR has them).
"""

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from rex.core.country import COUNTRIES
from rex.core.decoded import in_file
from rex.core.document import Document
from rex.core.errors import START, FieldError, Position, Problem
from rex.core.language import LANGUAGES, set_type
from rex.core.message import say, strange_letters
from rex.core.model import CompanyId, IdOf, Ids, MistakeId, PeriodText, Pillars, Size, Slug, Source, Url
from rex.core.parse import did_you_mean, nearest, parse
from rex.core.reader import READER, Reader
from rex.core.slug import is_slug, slugify
from rex.core.strict import TUPLE, Strict, Text, Texts

FOLDER = "cases/_vocabulary"


# Codes that are in use, and in no standard.
_OFTEN_MEANT = {"UK": "GB", "EN": "GB", "EL": "GR", "EU": "ZZ"}


def _checked_country(code: str) -> str:
    if code not in COUNTRIES:
        meant = _OFTEN_MEANT.get(code)
        message = say("`{code}` is the code of no country (ISO 3166-1 alpha-2){tail}", code=code, tail=did_you_mean(meant))
        raise FieldError("unknown-value", message, meant)
    return code


class Localised(Strict):
    """One text in each language of the base."""

    en: Text
    fr: Text

    def __getitem__(self, lang: str) -> str:
        text = getattr(self, lang)
        assert isinstance(text, str)
        return set_type(text, lang)


class LocalisedList(Strict):
    """A list of texts in each language of the base."""

    en: Texts = ()
    fr: Texts = ()

    def __getitem__(self, lang: str) -> tuple[str, ...]:
        texts = getattr(self, lang)
        assert isinstance(texts, tuple)
        return tuple(set_type(text, lang) for text in texts)


class Term(Strict):
    """What pillars, mistakes and fixes have in common."""

    label: Localised = Field(description="Name of the term.")
    definition: Localised = Field(description="One or two sentences.")
    synonyms: LocalisedList = Field(default=LocalisedList(), description="Other words people search for.")
    aliases: Ids = Field(default=(), description="Earlier ids of this term; terms that share one were split from it.")


class OutsideName(Strict):
    """What others call the same thing: a DORA capability, a NIST SSDF practice, a CWE, a pillar of a cloud provider."""

    name: Text = Field(description="Catalogue and name there.", examples=["DORA: Loosely coupled teams"])
    url: Url = Field(description="Its address there.")


class Pillar(Term):
    """One of the four words: culture, automation, measurement, sharing."""


OutsideNames = Annotated[tuple[OutsideName, ...], TUPLE]
_ASKED = "Short ways in which people ask for it, at most 80 characters each."
_SAME_AS = "Names of the same thing in catalogues of others."


class Mistake(Term):
    """A recurring anti-pattern."""

    pillars: Pillars = Field(description="Pillars it belongs to.")
    recognise: LocalisedList = Field(default=LocalisedList(), description="Observations by which a team knows it has this.")
    asked: LocalisedList = Field(default=LocalisedList(), description=_ASKED)
    same_as: OutsideNames = Field(default=(), description=_SAME_AS)


class Capability(Strict):
    """An entry of the capability catalogue at https://dora.dev/capabilities/."""

    capability: Text = Field(description="Its name there.")
    slug: Slug | None = Field(default=None, description="Last part of its address there.")
    fit: Annotated[str, StringConstraints(pattern=r"^(exact|closest)$")] = Field(
        description="`exact`, or `closest` where it covers the idea only in part."
    )


class Fix(Term):
    """A practice that corrects mistakes."""

    pillars: Pillars = Field(description="Pillars it belongs to.")
    practice: LocalisedList = Field(default=LocalisedList(), description="First steps.")
    not_when: LocalisedList = Field(default=LocalisedList(), description="When it is the wrong remedy.")
    effort: Localised | None = Field(default=None, description="What it cost, only as sources say.")
    effort_sources: Ids = Field(default=(), description="Cases whose sources tell the effort.")
    asked: LocalisedList = Field(default=LocalisedList(), description=_ASKED)
    same_as: OutsideNames = Field(default=(), description=_SAME_AS)
    dora: Annotated[tuple[Capability, ...], TUPLE] = Field(default=(), description="DORA capabilities; `[]` where the catalogue has none.")


class Sector(Strict):
    """A line of business."""

    label: Localised


class Company(Strict):
    """An organisation that a case speaks of."""

    name: Text = Field(description="Name it goes by.")
    sector: Annotated[Slug, IdOf("sectors")] = Field(description="Id from `sectors.yml`.")
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_checked_country)] = Field(
        description="Country of its head office (ISO 3166-1 alpha-2); `ZZ` where there is none."
    )
    size: Size | None = Field(default=None, strict=False, description="Size at the time of its cases; leave out if not known.")
    parent: CompanyId | None = Field(
        default=None, description="Id of the group it belongs to; companies of one group are not independent witnesses."
    )
    formerly: Texts = Field(default=(), description="Earlier or other names.")
    about: Localised | None = Field(default=None, description="What it does, in a neutral sentence.")
    url: Url | None = Field(default=None, description="Its own site.")
    aliases: Ids = Field(default=(), description="Earlier ids of this company.")


class Event(Strict):
    """A conference edition that told cases."""

    name: Text
    date: PeriodText | None = Field(default=None, description="As precise as its sources.")
    place: Localised | None = None
    about: Localised | None = Field(default=None, description="What is known of it, from its sources.")
    sources: Annotated[tuple[Source, ...], TUPLE] = Field(default=(), description="Same shape as in a case.")
    aliases: Ids = Field(default=(), description="Earlier ids of this event.")


class Strength(StrEnum):
    """How far a symptom points to a mistake."""

    SIGN = "sign"
    POSSIBLE = "possible"


class SymptomMistake(Strict):
    """A mistake that a symptom points to."""

    id: MistakeId = Field(description="Id from `mistakes.yml`.")
    strength: Strength = Field(
        strict=False, description="`sign`: the message itself says that this happened; `possible`: one cause among several."
    )


class SymptomSource(Strict):
    """Documentation, source code or a thread that shows the message."""

    url: Url
    title: Text
    publisher: Text
    where: Text | None = Field(default=None, description="Place in it: a heading, or words to look for.")


class Symptom(Strict):
    """What a program prints when something goes wrong, and where to look first."""

    label: Localised = Field(description="What it says, in words of people.")
    meaning: Localised = Field(description="One sentence.")
    software: Texts = Field(min_length=1, description="What prints it, in lower case, as in the `stack` of cases.")
    messages: Texts = Field(min_length=1, description="Literal lines; `<…>` marks a part that varies.")
    cores: Texts = Field(
        min_length=1, description="Shortest phrases of the messages that survive every wrapping; these are looked for in pasted lines."
    )
    mistakes: Annotated[tuple[SymptomMistake, ...], Field(min_length=1), TUPLE] = Field(description="Mistakes it points to.")
    look_first: Localised = Field(description="The first thing to look at; not a repair.")
    sources: Annotated[tuple[SymptomSource, ...], Field(min_length=1), TUPLE] = Field(description="Who shows the message.")
    asked: LocalisedList = Field(default=LocalisedList(), description="Short ways in which people ask for it; used by search only.")
    aliases: Ids = Field(default=(), description="Earlier ids of this symptom.")


Entry = TypeVar("Entry", bound=BaseModel)


@dataclass(frozen=True)
class Table(Generic[Entry]):
    """One file of the vocabulary. Order is the order of the file."""

    path: str
    entries: MappingProxyType[str, Entry]
    document: Document

    def __contains__(self, term_id: object) -> bool:
        return term_id in self.entries

    def __getitem__(self, term_id: str) -> Entry:
        return self.entries[term_id]

    def __iter__(self):  # type: ignore[no-untyped-def]  # Iterator[str]; spelled out it would shadow Mapping's
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def position(self, term_id: str) -> Position:
        return self.document.key_positions.get((term_id,), START)

    def renamed(self, old_id: str) -> tuple[str, ...]:
        """The current ids behind an alias: one for a term that was renamed, several for one that was split."""
        return tuple(key for key, entry in self.entries.items() if old_id in getattr(entry, "aliases", ()))


@dataclass(frozen=True)
class Vocabulary:
    """All tables. `problems` maps the path of a file to what is wrong in it."""

    pillars: Table[Pillar]
    mistakes: Table[Mistake]
    fixes: Table[Fix]
    companies: Table[Company]
    sectors: Table[Sector]
    events: Table[Event]
    symptoms: Table[Symptom]
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def meant(self, name: str, text: str) -> str | None:
        """The id in a table that somebody means who wrote its name, a synonym, an earlier id or another spelling of it."""
        table = self.tables()[name]
        wanted = slugify(text)
        if not wanted:
            return None
        found = [term_id for term_id, entry in table.entries.items() if wanted in _names_of(term_id, entry)]
        return found[0] if len(found) == 1 else nearest(wanted, list(table))

    def tables(self) -> dict[str, Table]:  # type: ignore[type-arg]  # tables of different entries
        """Every table by its name, which is also the stem of its file."""
        return {name: getattr(self, name) for name in MODELS}


def _names_of(term_id: str, entry: BaseModel) -> set[str]:
    """All that an entry is called, as slugs."""
    names = {term_id, *getattr(entry, "aliases", ()), *getattr(entry, "formerly", ()), getattr(entry, "name", "")}
    for own in ("label", "synonyms"):
        words: Any = getattr(entry, own, None)
        for lang in LANGUAGES if words is not None else ():
            names |= {words[lang]} if isinstance(words[lang], str) else set(words[lang])
    return {slugify(name) for name in names if name}


MODELS: dict[str, type[Strict]] = {
    "pillars": Pillar,
    "mistakes": Mistake,
    "fixes": Fix,
    "companies": Company,
    "sectors": Sector,
    "events": Event,
    "symptoms": Symptom,
}

_EMPTY = Document({})


def read_vocabulary(root: Path, reader: Reader = READER) -> Vocabulary:
    """Read every file of the vocabulary. A missing or broken one is an empty table with a problem."""
    problems: dict[str, list[Problem]] = {}
    tables: dict[str, Any] = {}
    for name, model in MODELS.items():
        path = f"{FOLDER}/{name}.yml"
        table, found = _read_table(root / path, path, model, root, reader)
        tables[name] = table
        if found:
            problems[path] = found
    return Vocabulary(**tables, problems=problems)


def _read_table(file: Path, path: str, model: type[Strict], base: Path, reader: Reader) -> tuple[Table[Strict], list[Problem]]:
    if not os.path.lexists(file):
        return Table(path, MappingProxyType({}), _EMPTY), [Problem("missing-file", START, say("the file {path} does not exist", path=path))]
    reading = reader.file(file, base, front_matter=False)
    if reading.document is None:
        return Table(path, MappingProxyType({}), _EMPTY), reading.problems
    document, problems = reading.document, list(reading.problems)
    entries: dict[str, Strict] = {}
    for term_id, described in document.entries():
        if not is_slug(term_id):
            message = say(
                "'{text}' is not an id; use lower-case words joined by hyphens{strange}", text=term_id, strange=strange_letters(term_id)
            )
            problems.append(in_file(Problem("file-name", document.at_key(term_id), message, slugify(term_id) or None), document.removed))
            continue
        if (term_id,) in document.torn:
            continue
        entry, found = parse(described, model)
        problems += (in_file(problem, document.removed) for problem in found)
        if entry is not None and not described.torn:
            entries[term_id] = entry
    return Table(path, MappingProxyType(entries), document), problems
