"""What the published data looks like: one model for each kind of record, from which files, schemas and readers come.

A record holds what `rex.core.model` holds and what is derived from it, for people who have only the data. A text is a
map from language to text, so that a structure stands once and every language beside it. Nothing here writes a file.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rex.core.grade import Grade
from rex.core.model import Case, Context, Kind, Outcome, Read, Size, State, Status, Voice

VERSION = "v1"

Texts = dict[str, str]
# A number, or where one language needs a text (`unknown, at least 5`), what each language says.
Amounts = dict[str, int | float | str]
Amount = int | float | Amounts | None


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


class SourceRecord(Record):
    """A public page, talk or report on which claims rest."""

    id: str = Field(description="Unique within its case; claims and `body` (`[^id]`) cite it.")
    url: str
    title: str
    publisher: str
    date: str | None = None
    lang: str
    voice: Voice
    first_hand: bool = Field(description="True for `speaker`, `company` and `regulator`.")
    read: Read = Field(description="How much of it was read for the case.")
    by: tuple[str, ...] = ()
    archived: str | None = None
    accessed: str | None = None
    note: Texts | None = None


class ImpactRecord(Record):
    """A figure of the damage, as the source gives it."""

    measure: Texts
    value: int | float | Amounts
    unit: Texts | None = None
    period: Texts | None = None
    sources: tuple[str, ...]


class MistakeClaimRecord(Record):
    """A mistake as one case shows it."""

    id: str
    what: Texts
    sources: tuple[str, ...]


class FixClaimRecord(Record):
    """A fix as one case applied or planned it."""

    id: str
    corrects: tuple[str, ...] = Field(description="Mistakes of the same case that it was used against.")
    state: State
    outcome: Outcome
    what: Texts
    sources: tuple[str, ...]


class ResultRecord(Record):
    """A figure or an observation, as the source gives it."""

    measure: Texts
    before: Amount = None
    after: Amount = None
    unit: Texts | None = None
    period: Texts | None = None
    fixes: tuple[str, ...] = ()
    sources: tuple[str, ...]


class RelatedRecord(Record):
    """A case near this one, and why."""

    id: str
    reason: str
    mistakes: tuple[str, ...]
    fixes: tuple[str, ...]


class CaseRecord(Record):
    """One case in every language it is written in."""

    id: str
    status: Status
    pages: Texts = Field(description="Addresses of its page, by language of the site.")
    markdown: Texts = Field(description="Addresses of the same case as a file: front matter and text.")
    languages: tuple[str, ...] = Field(description="Languages in which its texts exist, the original's first.")
    fingerprint: str = Field(description="Changes when any text or structure of the case changes.")
    title: Texts
    summary: Texts
    company: tuple[str, ...] = Field(description="Ids from `companies.json`.")
    kind: Kind
    event: str | None = None
    date: str | None = Field(default=None, description="YYYY, YYYY-MM, YYYY-MM-DD or START/END, as precise as the sources.")
    years: tuple[int, ...] = Field(description="Years it touches; if nobody dated it, those of its sources.")
    pillars: tuple[str, ...]
    context: Context
    signals: tuple[str, ...] = Field(description="Literal error lines, alerts or symptoms.")
    caution: Texts | None = None
    withdrawn_because: Texts | None = None
    impact: tuple[ImpactRecord, ...]
    mistakes: tuple[MistakeClaimRecord, ...]
    fixes: tuple[FixClaimRecord, ...]
    results: tuple[ResultRecord, ...]
    unknown: tuple[Texts, ...]
    sources: tuple[SourceRecord, ...]
    body: Texts = Field(description="CommonMark with tables; `[^id]` cites a source.")
    related: tuple[RelatedRecord, ...]
    reviewed: str = Field(description="Month of the last comparison with the sources.")
    aliases: tuple[str, ...]


class EdgeRecord(Record):
    """One case saying that a fix was used against a mistake."""

    case: str
    state: State
    outcome: Outcome
    first_hand: bool
    measured: bool = Field(description="A result of the case is credited to this fix by a source.")


class PairRecord(Record):
    """A mistake and a fix that at least one case ties together; on a mistake's record `id` is the fix, and the reverse."""

    id: str
    grade: Grade
    edges: tuple[EdgeRecord, ...]


class TogetherRecord(Record):
    """A mistake often seen in the same cases."""

    id: str
    cases: int


class SignalRecord(Record):
    """What was seen, word for word, and in which case."""

    signal: str
    case: str


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


class MistakeRecord(TermRecord):
    """A recurring anti-pattern, with the fixes tried against it, best evidence first."""

    recognise: dict[str, tuple[str, ...]]
    signals: tuple[SignalRecord, ...]
    fixes: tuple[PairRecord, ...]
    comes_with: tuple[TogetherRecord, ...]
    has_supported_fix: bool


class FixRecord(TermRecord):
    """A practice, with the mistakes it was used against, best evidence first."""

    practice: dict[str, tuple[str, ...]]
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

    def text(texts: Any) -> Any:
        return texts[lang] if isinstance(texts, Mapping) else texts

    def item(entry: Record, *localised: str) -> dict[str, Any]:
        values = entry.model_dump(mode="json", exclude_none=True)
        return {name: text(value) if name in localised else value for name, value in values.items()}

    values: dict[str, Any] = {
        **{name: list(getattr(record, name)) for name in ("company", "pillars", "signals", "aliases")},
        **{name: getattr(record, name) for name in ("kind", "status", "event", "date", "reviewed", "context")},
        **{name: text(getattr(record, name)) for name in ("title", "summary", "caution", "withdrawn_because")},
        "lang": record.languages[0],
        "impact": [item(entry, "measure", "value", "unit", "period") for entry in record.impact],
        "mistakes": [item(entry, "what") for entry in record.mistakes],
        "fixes": [item(entry, "what") for entry in record.fixes],
        "results": [item(entry, "measure", "before", "after", "unit", "period") for entry in record.results],
        "unknown": [text(entry) for entry in record.unknown],
        "sources": [{k: v for k, v in item(entry, "note").items() if k != "first_hand"} for entry in record.sources],
    }
    return Case.model_validate(values), record.body[lang]
