"""What the published data looks like: one model for each kind of record, from which files, schemas and readers come.

A record holds what `rex.core.model` holds and what is derived from it, for people who have only the data. A text is a
map from language to text, so that a structure stands once and every language beside it. Nothing here writes a file.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import Any, Union, get_args

from pydantic import BaseModel, ConfigDict, Field, create_model

from rex.core.grade import Grade
from rex.core.model import (
    Case,
    Detection,
    Dispute,
    FixClaim,
    Impact,
    MistakeClaim,
    Outcome,
    Reference,
    Response,
    Result,
    Role,
    Signal,
    Size,
    Source,
    State,
    Status,
)
from rex.core.translated import Shape, WordField, fields_of
from rex.core.vocabulary import Strength

VERSION = "v1"

Texts = dict[str, str]
# A number, or where one language needs a text (`unknown, at least 5`), what each language says.
Amounts = dict[str, int | float | str]


class Record(BaseModel):
    """Frozen and closed, as the files are: whoever reads them back learns of a field that is not in the contract."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CompanyRecord(Record):
    """An organisation, with what a case leaves to it."""

    id: str
    name: str
    sector: str = Field(description="Id from `sectors.json`.")
    country: str = Field(description="ISO 3166-1 alpha-2.")
    size: Size | None = None
    parent: str | None = Field(default=None, description="Id of the group it belongs to.")
    formerly: tuple[str, ...] = ()
    about: Texts | None = None
    url: str | None = Field(default=None, description="Its own site.")
    cases: tuple[str, ...] = ()
    pages: Texts = Field(default_factory=dict, description="Addresses of its page, by language.")


class PlaceRecord(Record):
    """A source of a claim, and the place in it, in the words of that source."""

    source: str
    where: str | None = None


_PLACES = "The same sources with the places in them; empty where no place is known."


def published(model: type[BaseModel], base: type[Record] = Record, without: Collection[str] = ()) -> Any:
    """The published form of a model of `rex.core`: its own fields, each text as a map from language to text.

    References become the ids of the sources and, beside them, the places in these sources.
    """
    words = {field.name: field for field in fields_of(model)}
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name in without:
            continue
        if info.annotation == tuple[Reference, ...] or Reference in _inner(info.annotation):
            fields[name] = (tuple[str, ...], Field(description="Ids of the sources that say so."))
            fields["places"] = (tuple[PlaceRecord, ...], Field(default=(), description=_PLACES))
            continue
        kind = _published_type(info.annotation, words.get(name))
        optional = type(None) in get_args(info.annotation)
        given = {"default": None} if optional else {"default": info.default} if isinstance(info.default, bool) else {}
        fields[name] = (kind, Field(description=info.description, **given))
    return create_model(f"Published{model.__name__}", __base__=base, **fields)


def _published_type(annotation: Any, field: WordField | None) -> Any:
    if field is None:
        return annotation
    if field.shape is Shape.OWN:
        return dict[str, tuple[str, ...]]
    if field.shape is Shape.TEXTS:
        return tuple[Texts, ...]
    if field.inner is not None:
        record = RECORDS[field.inner]
        return record | None if field.shape is Shape.PART else tuple[record, ...]  # type: ignore[valid-type]
    numbers = [kind for kind in (int, float) if kind in _inner(annotation)]
    text = Amounts if numbers else Texts
    return Union[(*numbers, text, *((type(None),) if type(None) in _inner(annotation) else ()))]


def _inner(annotation: Any) -> set[Any]:
    """An annotation and everything inside it."""
    return {annotation if isinstance(annotation, Hashable) else None}.union(*(_inner(part) for part in get_args(annotation)))


class SourceRecord(published(Source)):  # type: ignore[misc]  # made from the model
    """A public page, talk or report on which claims rest. Its id is unique within its case; claims and `body` (`[^id]`) cite it."""

    first_hand: bool = Field(description="True for `speaker`, `company` and `regulator`.")


class ImpactRecord(published(Impact)):  # type: ignore[misc]
    """A figure of the damage, as the source gives it."""


class ResponseRecord(published(Response)):  # type: ignore[misc]
    """What an organisation of the case answers."""


class DisputeRecord(published(Dispute)):  # type: ignore[misc]
    """A claim of the case that somebody contests."""


class DetectionRecord(published(Detection)):  # type: ignore[misc]
    """How it was noticed and found."""


class MistakeClaimRecord(published(MistakeClaim)):  # type: ignore[misc]
    """A mistake as one case shows it."""


class FixClaimRecord(published(FixClaim)):  # type: ignore[misc]
    """A fix as one case applied or planned it."""


class ResultRecord(published(Result)):  # type: ignore[misc]
    """A figure or an observation, as the source gives it."""


RECORDS: dict[type[BaseModel], type[Record]] = {
    Source: SourceRecord,
    Impact: ImpactRecord,
    Detection: DetectionRecord,
    Response: ResponseRecord,
    Dispute: DisputeRecord,
    MistakeClaim: MistakeClaimRecord,
    FixClaim: FixClaimRecord,
    Result: ResultRecord,
}


class RelatedRecord(Record):
    """A case near this one, and why."""

    id: str
    reason: str
    mistakes: tuple[str, ...]
    fixes: tuple[str, ...]


class _CaseHead(Record):
    """What stands first in every case."""

    id: str
    status: Status
    pages: Texts = Field(description="Addresses of its page, by language of the site.")
    markdown: Texts = Field(description="Addresses of the same case as a file: front matter and text.")
    languages: tuple[str, ...] = Field(description="Languages in which its texts exist, the original's first.")
    fingerprint: str = Field(description="Changes when any text or structure of the case changes.")


class CaseRecord(published(Case, _CaseHead, without=("lang", "status"))):  # type: ignore[misc]
    """One case in every language it is written in."""

    signals: tuple[str, ...] = Field(description="Literal error lines, alerts or symptoms.")
    seen: tuple[Signal, ...] = Field(description="The same signals, each with the mistake that it shows.")
    years: tuple[int, ...] = Field(description="Years it touches; if nobody dated it, those of its sources.")
    body: Texts = Field(description="CommonMark with tables; `[^id]` cites a source.")
    related: tuple[RelatedRecord, ...]


class EdgeRecord(Record):
    """One case saying that a fix was used against a mistake."""

    case: str
    state: State
    outcome: Outcome
    first_hand: bool
    measured: bool = Field(description="A result of the case measures this mistake and is credited to this fix by a source.")
    role: Role | None = Field(default=None, description="A stopgap ended the incident; it is no evidence that the mistake was mended.")
    promotional: bool = Field(default=False, description="Nobody tells it but sources that promote something.")


class CountsRecord(Record):
    """The edges of a pair by what became of the fix; each counts once."""

    helped: int
    partly: int
    failed: int = Field(description="Failed or made things worse.")
    unknown: int = Field(description="Planned, recommended, or used without a word on what came of it.")
    stopgap: int = Field(description="Ended the incident: no evidence for or against.")
    not_delivered: int = Field(description="Announced, and a later source shows that it was not done.")


class PairRecord(Record):
    """A mistake and a fix that at least one case ties together; on a mistake's record `id` is the fix, and the reverse."""

    id: str
    grade: Grade
    former_grade: str = Field(description="The grade in the words of release 0.1 (`proven`, `contested`, `reported`).")
    counts: CountsRecord
    score: float | None = Field(description="Tried evidence that it helps, 0 to 1; null if nobody has tried it. Lists are in this order.")
    edges: tuple[EdgeRecord, ...]


class TogetherRecord(Record):
    """A mistake often seen in the same cases."""

    id: str
    cases: int


class SignalRecord(Record):
    """What was seen, word for word, and in which case."""

    signal: str
    case: str
    symptom: str | None = Field(default=None, description="Id of the symptom that it is an instance of.")


class OutsideNameRecord(Record):
    """What others call the same thing."""

    name: str
    url: str


class DoraRecord(Record):
    """A capability of the DORA catalogue."""

    capability: str
    url: str | None = None
    fit: str = Field(description="`exact`, or `closest` where it covers the idea only in part.")


class TermRecord(Record):
    """What mistakes and fixes have in common."""

    id: str
    pages: Texts
    label: Texts
    definition: Texts
    synonyms: dict[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    pillars: tuple[str, ...]
    cases: tuple[str, ...] = Field(description="Cases that show it, latest first.")
    years: tuple[int, int] | None = Field(default=None, description="First and last year of those cases.")
    asked: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="Short ways in which people ask for it.")
    same_as: tuple[OutsideNameRecord, ...] = Field(default=(), description="Names of the same thing in catalogues of others.")


class MistakeRecord(TermRecord):
    """A recurring anti-pattern, with the fixes tried against it, best evidence first."""

    recognise: dict[str, tuple[str, ...]]
    signals: tuple[SignalRecord, ...]
    symptoms: tuple[str, ...] = Field(default=(), description="Symptoms that point to it, signs of it first.")
    fixes: tuple[PairRecord, ...]
    comes_with: tuple[TogetherRecord, ...]
    has_supported_fix: bool


class SymptomMistakeRecord(Record):
    """A mistake that a symptom points to."""

    id: str
    strength: Strength = Field(description="`sign`: the message itself says that this happened; `possible`: one cause among several.")


class SymptomSourceRecord(Record):
    """Who shows the message."""

    url: str
    title: str
    publisher: str
    where: str | None = None


class SymptomRecord(Record):
    """What a program prints when something goes wrong."""

    id: str
    pages: Texts
    label: Texts
    meaning: Texts
    software: tuple[str, ...]
    messages: tuple[str, ...] = Field(description="Literal lines; `<…>` marks a part that varies.")
    cores: tuple[str, ...] = Field(description="Phrases that are looked for in pasted lines, word for word and side by side.")
    mistakes: tuple[SymptomMistakeRecord, ...]
    look_first: Texts
    sources: tuple[SymptomSourceRecord, ...]
    asked: dict[str, tuple[str, ...]]
    aliases: tuple[str, ...]
    signals: tuple[SignalRecord, ...] = Field(description="Where it stood, latest first.")


class FixRecord(TermRecord):
    """A practice, with the mistakes it was used against, best evidence first."""

    practice: dict[str, tuple[str, ...]]
    not_when: dict[str, tuple[str, ...]] = Field(default_factory=dict, description="When it is the wrong remedy.")
    effort: Texts | None = Field(default=None, description="What it cost, as sources say.")
    effort_sources: tuple[str, ...] = Field(default=(), description="Cases whose sources tell the effort.")
    dora: tuple[DoraRecord, ...]
    mistakes: tuple[PairRecord, ...]
    untied: tuple[str, ...] = Field(description="Cases that used it without tying it to a mistake.")


class PillarRecord(Record):
    """One of the four words: culture, automation, measurement, sharing."""

    id: str
    pages: Texts
    label: Texts
    definition: Texts
    cases: tuple[str, ...]


class SectorRecord(Record):
    """A line of business."""

    id: str
    label: Texts


class EventRecord(Record):
    """A conference edition that told cases."""

    id: str
    name: str
    date: str | None = None
    place: Texts | None = None
    about: Texts | None = None
    cases: tuple[str, ...]
    pages: Texts


class NodeRecord(Record):
    """A case, mistake, fix, pillar or company of the graph; `id` is `<type>:<id>`."""

    id: str
    type: str
    label: Texts


class LinkRecord(Record):
    """An arrow of the graph. `shows`: case to mistake · `uses`: case to fix · `corrects`: fix to mistake, graded ·
    `belongs-to`: mistake, fix or case to pillar · `at`: case to company."""

    source: str
    target: str
    type: str
    grade: Grade | None = None
    cases: tuple[str, ...] = ()


class GraphRecord(Record):
    """Everything as nodes and arrows."""

    nodes: tuple[NodeRecord, ...]
    links: tuple[LinkRecord, ...]


class ListRecord(Record):
    """What every list file says of itself."""

    version: str = Field(description="Version of the format: the files under it only ever gain fields.")
    licence: str
    count: int


class CaseList(ListRecord):
    """Every case."""

    items: tuple[CaseRecord, ...]


class MistakeList(ListRecord):
    """Every mistake."""

    items: tuple[MistakeRecord, ...]


class FixList(ListRecord):
    """Every fix."""

    items: tuple[FixRecord, ...]


class SymptomList(ListRecord):
    """Every symptom."""

    items: tuple[SymptomRecord, ...]


class CompanyList(ListRecord):
    """Every organisation."""

    items: tuple[CompanyRecord, ...]


class PillarList(ListRecord):
    """The four pillars."""

    items: tuple[PillarRecord, ...]


class SectorList(ListRecord):
    """Every line of business."""

    items: tuple[SectorRecord, ...]


class EventList(ListRecord):
    """Every event."""

    items: tuple[EventRecord, ...]


def case_of(record: CaseRecord, lang: str) -> tuple[Case, str]:
    """The case and its body in one of the record's languages, as `rex.core` reads it from the files.

    The way back from `CaseRecord`: nothing that a contributor wrote is lost in the published data. Raises `KeyError`
    for a language that the record does not have, `pydantic.ValidationError` for a record that no case can be.
    """

    signals = [signal.model_dump() for signal in record.seen]
    values = _alone(record, Case, lang) | {"lang": record.languages[0], "date": record.date, "signals": signals}
    return Case.model_validate(values), record.body[lang]


def _alone(record: Any, model: type[BaseModel], lang: str) -> dict[str, Any]:
    """A record as its model reads it, in one language."""
    words = {field.name: field for field in fields_of(model)}
    values: dict[str, Any] = {}
    for name in model.model_fields.keys() & type(record).model_fields.keys():
        value = getattr(record, name)
        field = words.get(name)
        if field is not None and field.inner is not None and value is not None:
            items = [_alone(item, field.inner, lang) for item in (value if isinstance(value, tuple) else (value,))]
            values[name] = items if isinstance(value, tuple) else items[0]
        elif field is not None and field.shape is Shape.TEXTS:
            values[name] = [text[lang] for text in value]
        elif field is not None and isinstance(value, Mapping):
            values[name] = value[lang]
        else:
            values[name] = value
    if "places" in type(record).model_fields:
        values["sources"] = [{"id": place.source, "where": place.where} for place in record.places] or record.sources
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
