"""The one description of a case. Schema, template, field reference and validator all come from here.

Each field carries its meaning as `description` and, where it helps, `examples`: the reference page prints
them. What a case *derives* (grades, related cases, years) is computed elsewhere and never a field.
Rules that look at two fields at once live in `rex.lint`, so that a broken case can still be described.
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from rex.core.dates import DateError, PartialDate, Period
from rex.core.slug import MAX_LENGTH, is_slug


class Kind(StrEnum):
    """What sort of story a case tells."""

    INCIDENT = "incident"
    NEAR_MISS = "near-miss"
    DRILL = "drill"
    TRANSFORMATION = "transformation"
    PROGRAMME = "programme"


class Status(StrEnum):
    """Where a case stands in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WANTED = "wanted"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """How far a fix got."""

    APPLIED = "applied"
    PLANNED = "planned"
    RECOMMENDED = "recommended"
    ALREADY_IN_PLACE = "already-in-place"


class Outcome(StrEnum):
    """What came of a fix, according to its sources."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"
    WORSENED = "worsened"
    UNKNOWN = "unknown"


class Voice(StrEnum):
    """Who speaks in a source."""

    SPEAKER = "speaker"
    COMPANY = "company"
    REGULATOR = "regulator"
    ATTENDEE = "attendee"
    JOURNALIST = "journalist"
    THIRD_PARTY = "third-party"

    @property
    def is_first_hand(self) -> bool:
        """Those who did the work, and those with the legal power to look into it."""
        return self in (Voice.SPEAKER, Voice.COMPANY, Voice.REGULATOR)


class Read(StrEnum):
    """How much of a source the author of the case has read."""

    FULL = "full"
    PART = "part"
    CITED = "cited"


class Size(StrEnum):
    """How big an organisation is (thresholds: European Commission Recommendation 2003/361/EC, by head count)."""

    VOLUNTEERS = "volunteers"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def _to_tuple(value: object) -> object:
    """YAML lists become tuples, so that models can be frozen and hashed."""
    return tuple(value) if isinstance(value, list) else value


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else _to_tuple(value)


def _year_as_text(value: object) -> object:
    # A bare year is the one date that YAML reads as a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _checked_date(text: str) -> str:
    PartialDate.parse(text)
    return text


def _checked_period(text: str) -> str:
    Period.parse(text)
    return text


def _checked_month(text: str) -> str:
    if PartialDate.parse(text).month is None:
        raise DateError(f"'{text}' has no month; write YYYY-MM")
    return text


def _checked_slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError(f"'{text}' is not an id; use lower-case words joined by hyphens, at most {MAX_LENGTH} characters")
    return text


_TUPLE = BeforeValidator(_to_tuple)
_DATE_SCHEMA = r"^\d{4}(-\d{2}(-\d{2})?)?$"

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Slug = Annotated[str, AfterValidator(_checked_slug)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
DateText = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_checked_date)]
PeriodText = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_checked_period)]
MonthText = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_checked_month)]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Texts = Annotated[tuple[Text, ...], _TUPLE]
Ids = Annotated[tuple[Slug, ...], _TUPLE]
Amount = int | float | Text | None


class Strict(BaseModel):
    """Frozen, and closed: an unknown field is an error, and no value is silently converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Source(Strict):
    """A public page, talk or report. Each claim names at least one."""

    id: Slug = Field(description="Short name by which claims and the body (`[^id]`) cite it.", examples=["chaos-conf-2018"])
    url: Url = Field(description="Public address.")
    title: Text = Field(description="Its own title, in its own language.")
    publisher: Text = Field(description="Who published it.")
    date: DateText | None = Field(default=None, description="Day, month or year of publication; leave out if the source does not say.")
    lang: LanguageCode = Field(description="Language of the source, two letters (ISO 639-1).")
    voice: Voice = Field(strict=False, description="Who speaks. `speaker`, `company` and `regulator` are first-hand.")
    read: Read = Field(
        strict=False, description="How much of it was read for this case: all of it, a part, or only a citation of it elsewhere."
    )
    by: Texts = Field(default=(), description="Authors or speakers, as the source names them.")
    archived: Url | None = Field(default=None, description="An archived copy.")
    accessed: MonthText | None = Field(default=None, description="Month in which it was last opened, YYYY-MM.")
    note: Text | None = Field(
        default=None,
        description="What a reader should know about it: a part that was not accessible, a doubt about the company it speaks of.",
    )


class MistakeClaim(Strict):
    """One mistake of the vocabulary, as this case shows it."""

    id: Slug = Field(description="Id from `cases/_vocabulary/mistakes.yml`.")
    what: Text = Field(description="What happened here, in one or two sentences of your own.")
    sources: Ids = Field(description="Ids of the sources that say so.")


class FixClaim(Strict):
    """One fix of the vocabulary, as this case applied or planned it. With each mistake it corrects it makes an edge."""

    id: Slug = Field(description="Id from `cases/_vocabulary/fixes.yml`.")
    corrects: Ids = Field(
        description="Mistakes of this case that it was used against; `[]` for a practice that helped but answers none of them."
    )
    state: State = Field(strict=False, description="How far it got.")
    outcome: Outcome = Field(strict=False, description="What came of it; `unknown` unless a source says.")
    what: Text = Field(description="What was done here, in one or two sentences of your own.")
    sources: Ids = Field(description="Ids of the sources that say so.")


class Result(Strict):
    """A figure, or an observation in words, as the source gives it."""

    measure: Text = Field(description="What was measured.", examples=["deployments a month"])
    before: Amount = Field(default=None, description="Number or text; leave out where nobody said.")
    after: Amount = Field(default=None, description="Number or text; leave out where nobody said.")
    unit: Text | None = Field(default=None, examples=["%", "minutes"], description="Unit of both values.")
    period: Text | None = Field(default=None, description="When or over what time it was measured.")
    fixes: Ids = Field(default=(), description="Fixes of this case to which the source credits the result; leave out if it does not.")
    sources: Ids = Field(description="Ids of the sources that say so.")

    @property
    def is_measured(self) -> bool:
        """True if it says where things arrived, not only where they began."""
        return self.after is not None


class Impact(Strict):
    """A figure of the damage, as the source gives it."""

    measure: Text = Field(description="What was hit.", examples=["length of the outage"])
    value: int | float | Text = Field(description="Number or text, as the source gives it.")
    unit: Text | None = Field(default=None, examples=["hours"], description="Unit of the value.")
    period: Text | None = Field(default=None, description="When or over what time.")
    sources: Ids = Field(description="Ids of the sources that say so.")


class Context(Strict):
    """What a reader compares with their own situation."""

    size: Size | None = Field(default=None, strict=False, description="Only if the organisation then had another size than its entry says.")
    stack: Texts = Field(
        default=(), description="Technologies a reader may search for, in lower case.", examples=[["kubernetes", "postgresql"]]
    )


class Case(Strict):
    """One REX: what an organisation did wrong or changed, and what came of it. The file name is its id."""

    title: Annotated[Text, StringConstraints(max_length=120)] = Field(description="What happened, in at most 120 characters.")
    company: Annotated[tuple[Slug, ...], BeforeValidator(_one_or_many), Field(min_length=1)] = Field(
        description="Id from `cases/_vocabulary/companies.yml`, or a list of them."
    )
    kind: Kind = Field(strict=False, description="What sort of story it is.")
    event: Slug | None = Field(default=None, description="Id from `cases/_vocabulary/events.yml`: the conference that told it.")
    date: PeriodText | None = Field(description="When it happened: YYYY, YYYY-MM, YYYY-MM-DD or START/END; `null` if no source says.")
    lang: LanguageCode = Field(description="Language this file is written in.")
    status: Status = Field(strict=False, description="`draft` is checked but not shown; `wanted` asks for the lessons of a known talk.")
    withdrawn_because: Text | None = Field(default=None, description="Why; only with `status: withdrawn`.")
    summary: Annotated[Text, StringConstraints(min_length=80, max_length=300)] = Field(
        description="One or two sentences, 80 to 300 characters."
    )
    pillars: Ids = Field(default=(), description="`culture`, `automation`, `measurement`, `sharing`: those the sources speak of.")
    context: Context = Field(default=Context(), description="What a reader compares with their own situation.")
    signals: Texts = Field(default=(), description="Literal error lines, alert names or symptoms that a source quotes.")
    caution: Text | None = Field(
        default=None,
        description="A doubt about the whole case, shown above it: an uncertain identification, sources that disagree.",
    )
    impact: Annotated[tuple[Impact, ...], _TUPLE] = Field(default=(), description="Figures of the damage.")
    mistakes: Annotated[tuple[MistakeClaim, ...], _TUPLE] = Field(default=(), description="What went wrong.")
    fixes: Annotated[tuple[FixClaim, ...], _TUPLE] = Field(default=(), description="What was done, planned or recommended.")
    results: Annotated[tuple[Result, ...], _TUPLE] = Field(default=(), description="Figures and observations.")
    unknown: Texts = Field(default=(), description="What no source says and a reader would ask.")
    sources: Annotated[tuple[Source, ...], _TUPLE] = Field(description="Everything the case rests on.")
    reviewed: MonthText = Field(description="Month of the last comparison with the sources, YYYY-MM.")
    aliases: Ids = Field(default=(), description="Earlier ids of this case.")

    @property
    def period(self) -> Period | None:
        return Period.parse(self.date) if self.date else None


class ResultText(Strict):
    """The words of one result; leave out what is the same in both languages."""

    measure: Text
    before: Text | None = None
    after: Text | None = None
    unit: Text | None = None
    period: Text | None = None


class ImpactText(Strict):
    """The words of one impact; leave out what is the same in both languages."""

    measure: Text
    value: Text | None = None
    unit: Text | None = None
    period: Text | None = None


class Translation(Strict):
    """The texts of a case in another language. Structure is inherited, so it cannot disagree."""

    title: Annotated[Text, StringConstraints(max_length=120)] = Field(description="As in the original.")
    summary: Annotated[Text, StringConstraints(min_length=80, max_length=300)] = Field(description="As in the original.")
    original: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")] = Field(
        description="Fingerprint of the original's texts that this translates; `rex translate` writes it."
    )
    caution: Text | None = Field(default=None, description="As in the original.")
    impact: Annotated[tuple[ImpactText, ...], _TUPLE] = Field(default=(), description="One entry for each impact, in the same order.")
    mistakes: dict[str, Text] = Field(default={}, description="Mistake id: text of `what`.")
    fixes: dict[str, Text] = Field(default={}, description="Fix id: text of `what`.")
    results: Annotated[tuple[ResultText, ...], _TUPLE] = Field(default=(), description="One entry for each result, in the same order.")
    unknown: Texts = Field(default=(), description="One text for each, in the same order.")
    source_notes: dict[str, Text] = Field(default={}, description="Source id: text of `note`, for the sources that have one.")
    withdrawn_because: Text | None = Field(default=None, description="As in the original.")
    reviewed: MonthText = Field(description="Month of the last comparison with the original, YYYY-MM.")


def schema_of(model: type[Strict]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a model, from the model itself."""
    return model.model_json_schema()
