"""The one description of a case. Schema, template, field reference and validator all come from here.

Each field carries its meaning as `description` and, where it helps, `examples`: the reference page prints
them. What a case *derives* (grades, related cases, years) is computed elsewhere and never a field.
Rules that look at two fields at once live in `rex.lint`, so that a broken case can still be described.
A field with words of a language is marked `Words()`; what a translation holds follows from that (`rex.core.translated`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, StringConstraints, WithJsonSchema, model_serializer
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from rex.core import address
from rex.core.dates import DateError, PartialDate, Period
from rex.core.errors import FieldError, IdError
from rex.core.message import say, strange_letters
from rex.core.slug import MAX_LENGTH, RESERVED, is_slug
from rex.core.strict import TUPLE, Strict, Text, Texts, to_tuple
from rex.core.translated import Words, texts_model


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
    NOT_DELIVERED = "not-delivered"

    @property
    def was_tried(self) -> bool:
        """True if the fix was in use, so that something can have come of it."""
        return self in (State.APPLIED, State.ALREADY_IN_PLACE)


class Outcome(StrEnum):
    """What came of a fix, according to its sources."""

    WORKED = "worked"
    PARTLY = "partly"
    FAILED = "failed"
    WORSENED = "worsened"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a fix was for."""

    STOPGAP = "stopgap"
    LASTING = "lasting"
    PRACTICE = "practice"


class NoticedBy(StrEnum):
    """Who or what first noticed that something was wrong."""

    ALERT = "alert"
    STAFF = "staff"
    USERS = "users"
    SUPPLIER = "supplier"
    AUDIT = "audit"
    CHANCE = "chance"


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


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else to_tuple(value)


def _year_as_text(value: object) -> object:
    # A bare year is the one date that YAML reads as a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_YEAR, _MONTH = "(?:19[0-9]{2}|20[0-9]{2}|2100)", "(?:0[1-9]|1[0-2])"
_LEAP = "(?:(?:19|20)(?:0[48]|[2468][048]|[13579][26])|2000)"
_DAY = (
    f"(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|{_LEAP}-02-29)"
)
_DATE = f"(?:{_YEAR}(?:-{_MONTH})?|{_DAY})"


def _schema_of_dates(pattern: str, *, bare_year: bool = True) -> WithJsonSchema:
    """What a schema can say of a date: that it is in the calendar. A bare year is a number there."""
    written = "YYYY, YYYY-MM or YYYY-MM-DD, in the calendar" if bare_year else "YYYY-MM or YYYY-MM-DD, in the calendar"
    text = {"type": "string", "pattern": pattern, "patternErrorMessage": f"Write {written}."}
    year = {"type": "integer", "minimum": 1900, "maximum": 2100}
    return WithJsonSchema({"anyOf": [text, year]} if bare_year else text, mode="validation")


def _checked_date(text: str) -> str:
    PartialDate.parse(text)
    return text


def _checked_period(text: str) -> str:
    Period.parse(text)
    return text


def _checked_month(text: str) -> str:
    if PartialDate.parse(text).month is None:
        raise DateError(say("'{text}' has no month; write YYYY-MM", text=text))
    return text


def _checked_slug(text: str) -> str:
    if not is_slug(text):
        message = say(
            "'{text}' is not an id; use lower-case words joined by hyphens, at most {limit} characters{strange}",
            text=text,
            limit=MAX_LENGTH,
            strange=strange_letters(text),
        )
        raise IdError("unknown-value", message)
    return text


def _checked_url(text: str) -> str:
    if reason := address.fault(text):
        raise FieldError("unknown-value", reason)
    return text


@dataclass(frozen=True)
class IdOf:
    """Marks an id of a table of the vocabulary. The schema says so in a comment, from which editors get their lists (`rex.core.editor`)."""

    table: str

    def __get_pydantic_json_schema__(self, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(core_schema), "$comment": f"id of {self.table}"}


# What `is_slug` says, but for the length.
SLUG_PATTERN = f"^(?!(?:{'|'.join(sorted(RESERVED))})$)[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[
    str,
    AfterValidator(_checked_slug),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": SLUG_PATTERN,
            "patternErrorMessage": "Write lower-case words joined by hyphens; a few names are taken by the site.",
            "maxLength": MAX_LENGTH,
        },
        mode="validation",
    ),
]
Url = Annotated[
    str,
    AfterValidator(_checked_url),
    WithJsonSchema(
        {
            "type": "string",
            "format": "uri",
            "maxLength": address.MAX_LENGTH,
            "pattern": address.PATTERN,
            "patternErrorMessage": "Write the full public address of a page, as the browser shows it.",
        }
    ),
]
DateText = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_checked_date), _schema_of_dates(f"^{_DATE}$")]
PeriodText = Annotated[str, BeforeValidator(_year_as_text), AfterValidator(_checked_period), _schema_of_dates(f"^{_DATE}(/{_DATE})?$")]
MonthText = Annotated[
    str, BeforeValidator(_year_as_text), AfterValidator(_checked_month), _schema_of_dates(f"^(?:{_YEAR}-{_MONTH}|{_DAY})$", bare_year=False)
]
LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Ids = Annotated[tuple[Slug, ...], TUPLE]
MistakeId = Annotated[Slug, IdOf("mistakes")]
FixId = Annotated[Slug, IdOf("fixes")]
MistakeIds = Annotated[tuple[MistakeId, ...], TUPLE]
Pillars = Annotated[tuple[Annotated[Slug, IdOf("pillars")], ...], TUPLE]
CompanyId = Annotated[Slug, IdOf("companies")]
Amount = int | float | Text | None


def _as_reference(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class Reference(Strict):
    """Where a claim comes from: the id of a source, and if possible the place in it."""

    id: Slug = Field(description="Id of a source of the case.")
    where: Annotated[str, StringConstraints(min_length=1, max_length=120, pattern=r"^[^\r\n]*\S[^\r\n]*$")] | None = Field(
        default=None,
        description="Place in the source: heading, page, minute, line or paragraph, in the source's own language.",
        examples=["Timeline, 02:30"],
    )

    @model_serializer
    def _as_written(self) -> str | dict[str, str]:
        return self.id if self.where is None else {"id": self.id, "where": self.where}


References = Annotated[
    tuple[Annotated[Reference, BeforeValidator(_as_reference, json_schema_input_type=Slug | Reference)], ...],
    TUPLE,
]
_SAY_SO = "Sources that say so: ids, or `{id: …, where: …}` with the place in the source."


def ids_of(references: Iterable[Reference]) -> tuple[str, ...]:
    """The sources that references name, each once."""
    return tuple(dict.fromkeys(reference.id for reference in references))


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
    promotional: bool = Field(
        default=False,
        description="A success story that a supplier, foundation or consultant publishes to promote something.",
    )
    note: Annotated[Text | None, Words()] = Field(
        default=None,
        description="What a reader should know about it: a part that was not accessible, a doubt about the company it speaks of.",
    )


class MistakeClaim(Strict):
    """One mistake of the vocabulary, as this case shows it."""

    id: MistakeId = Field(description="Id from `cases/_vocabulary/mistakes.yml`.")
    what: Annotated[Text, Words()] = Field(description="What happened here, in one or two sentences of your own.")
    no_fix_named: bool = Field(default=False, description="True if somebody looked, and no source names a fix for it.")
    sources: References = Field(description=_SAY_SO)


class FixClaim(Strict):
    """One fix of the vocabulary, as this case applied or planned it. With each mistake it corrects it makes an edge."""

    id: FixId = Field(description="Id from `cases/_vocabulary/fixes.yml`.")
    corrects: MistakeIds = Field(
        description="Mistakes of this case that it was used against; `[]` for a practice that helped but answers none of them."
    )
    role: Role | None = Field(
        default=None,
        strict=False,
        description="`stopgap` ended the incident, `lasting` keeps it from coming back, `practice` was there and helped; "
        "leave out if no source tells.",
    )
    state: State = Field(
        strict=False, description="How far it got; `not-delivered`: announced, and a later source shows that it was not done."
    )
    outcome: Outcome = Field(strict=False, description="What came of it; `unknown` unless a source says.")
    followed_up: MonthText | None = Field(
        default=None, description="Month in which somebody last looked for what became of it, YYYY-MM; for what is planned or unknown."
    )
    what: Annotated[Text, Words()] = Field(description="What was done here, in one or two sentences of your own.")
    sources: References = Field(description=_SAY_SO)


class Result(Strict):
    """A figure, or an observation in words, as the source gives it."""

    measure: Annotated[Text, Words()] = Field(description="What was measured.", examples=["deployments a month"])
    before: Annotated[Amount, Words(same=True)] = Field(default=None, description="Number or text; leave out where nobody said.")
    after: Annotated[Amount, Words(same=True)] = Field(default=None, description="Number or text; leave out where nobody said.")
    unit: Annotated[Text | None, Words(same=True)] = Field(default=None, examples=["%", "minutes"], description="Unit of both values.")
    period: Annotated[Text | None, Words(same=True)] = Field(default=None, description="When or over what time it was measured.")
    fixes: Annotated[tuple[FixId, ...], TUPLE] = Field(
        default=(), description="Fixes of this case to which the source credits the result; leave out if it does not."
    )
    mistakes: MistakeIds | None = Field(
        default=None,
        description="Mistakes of this case that the figure measures, `[]` for none. Left out: those of its fixes, if each corrects one.",
    )
    sources: References = Field(description=_SAY_SO)

    @property
    def is_measured(self) -> bool:
        """True if it says where things arrived, not only where they began."""
        return self.after is not None


class Impact(Strict):
    """A figure of the damage, as the source gives it."""

    measure: Annotated[Text, Words()] = Field(description="What was hit.", examples=["length of the outage"])
    value: Annotated[int | float | Text, Words(same=True)] = Field(description="Number or text, as the source gives it.")
    unit: Annotated[Text | None, Words(same=True)] = Field(default=None, examples=["hours"], description="Unit of the value.")
    period: Annotated[Text | None, Words(same=True)] = Field(default=None, description="When or over what time.")
    sources: References = Field(description=_SAY_SO)


class Signal(Strict):
    """What was seen, word for word, and the mistake that it points to."""

    text: Annotated[Text, StringConstraints(pattern=r"^[^\r\n]*$")] = Field(
        description="A literal error line, alert name or symptom that a source quotes, on one line.",
        examples=["FATAL:  sorry, too many clients already"],
    )
    mistake: MistakeId = Field(description="The mistake of this case that it shows.")
    symptom: Annotated[Slug, IdOf("symptoms")] | None = Field(
        default=None, description="Id from `cases/_vocabulary/symptoms.yml`, if it is one of those."
    )


class Detection(Strict):
    """How it was noticed and found."""

    by: NoticedBy = Field(strict=False, description="Who or what noticed first.")
    after: Annotated[Text | None, Words(same=True)] = Field(
        default=None, description="How long after the start, as the source says.", examples=["12 minutes"]
    )
    what: Annotated[Text, Words()] = Field(description="How it was noticed, in one or two sentences of your own.")
    diagnosis: Annotated[Text | None, Words()] = Field(default=None, description="What was looked at, and what misled.")
    sources: References = Field(description=_SAY_SO)


class Response(Strict):
    """What an organisation of the case answers."""

    who: Text = Field(description="Who answers: the organisation or the person, as the source names them.")
    date: DateText | None = Field(default=None, description="When; leave out if the source does not say.")
    what: Annotated[Text, Words()] = Field(description="The answer, in their words or in a fair summary.")
    sources: References = Field(description=_SAY_SO)


class Dispute(Strict):
    """A claim of the case that somebody contests."""

    what: Annotated[Text, Words()] = Field(description="Which claim, who contests it, and what they say instead.")
    sources: References = Field(description=_SAY_SO)


class Context(Strict):
    """What a reader compares with their own situation."""

    size: Size | None = Field(default=None, strict=False, description="Only if the organisation then had another size than its entry says.")
    stack: Texts = Field(
        default=(), description="Technologies a reader may search for, in lower case.", examples=[["kubernetes", "postgresql"]]
    )


class Case(Strict):
    """One REX: what an organisation did wrong or changed, and what came of it. The file name is its id."""

    title: Annotated[Text, StringConstraints(max_length=120), Words()] = Field(description="What happened, in at most 120 characters.")
    company: Annotated[
        tuple[CompanyId, ...],
        BeforeValidator(_one_or_many, json_schema_input_type=CompanyId | Annotated[list[CompanyId], Field(min_length=1)]),
        Field(min_length=1),
    ] = Field(description="Id from `cases/_vocabulary/companies.yml`, or a list of them.")
    kind: Kind = Field(strict=False, description="What sort of story it is.")
    event: Annotated[Slug, IdOf("events")] | None = Field(
        default=None, description="Id from `cases/_vocabulary/events.yml`: the conference that told it."
    )
    date: PeriodText | None = Field(description="When it happened: YYYY, YYYY-MM, YYYY-MM-DD or START/END; `null` if no source says.")
    lang: LanguageCode = Field(description="Language this file is written in.")
    status: Status = Field(strict=False, description="`draft` is checked but not shown; `wanted` asks for the lessons of a known talk.")
    summary: Annotated[Text, StringConstraints(min_length=80, max_length=300), Words()] = Field(
        description="One or two sentences, 80 to 300 characters."
    )
    pillars: Pillars = Field(default=(), description="`culture`, `automation`, `measurement`, `sharing`: those the sources speak of.")
    context: Context = Field(default=Context(), description="What a reader compares with their own situation.")
    signals: Annotated[tuple[Signal, ...], TUPLE] = Field(
        default=(), description="Literal error lines, alert names or symptoms that a source quotes."
    )
    asked: Annotated[tuple[Annotated[Text, StringConstraints(max_length=80)], ...], TUPLE, Words(own=True)] = Field(
        default=(),
        description="Three to fifteen short ways in which people would ask for this case, in the language of the file.",
    )
    caution: Annotated[Text | None, Words()] = Field(
        default=None,
        description="A doubt about the whole case, shown above it: an uncertain identification, sources that disagree.",
    )
    disputed: Dispute | None = Field(default=None, description="A claim that somebody contests, shown above the case.")
    response: Response | None = Field(default=None, description="What an organisation of the case answers, shown above it.")
    withdrawn_because: Annotated[Text | None, Words()] = Field(default=None, description="Why; only with `status: withdrawn`.")
    detection: Detection | None = Field(default=None, description="How it was noticed: incidents, near misses and drills.")
    impact: Annotated[tuple[Impact, ...], TUPLE] = Field(default=(), description="Figures of the damage.")
    mistakes: Annotated[tuple[MistakeClaim, ...], TUPLE] = Field(default=(), description="What went wrong.")
    fixes: Annotated[tuple[FixClaim, ...], TUPLE] = Field(default=(), description="What was done, planned or recommended.")
    results: Annotated[tuple[Result, ...], TUPLE] = Field(default=(), description="Figures and observations.")
    unknown: Annotated[Texts, Words()] = Field(default=(), description="What no source says and a reader would ask.")
    sources: Annotated[tuple[Source, ...], TUPLE, Words(called="source_notes")] = Field(description="Everything the case rests on.")
    reviewed: MonthText = Field(description="Day of the last change or comparison with the sources, YYYY-MM-DD; or its month.")
    aliases: Ids = Field(default=(), description="Earlier ids of this case.")

    @property
    def period(self) -> Period | None:
        return Period.parse(self.date) if self.date else None


Claim = Impact | MistakeClaim | FixClaim | Result | Detection | Dispute | Response


def claims_of(case: Case) -> Iterator[tuple[tuple[str | int, ...], Claim]]:
    """Everything that a case asserts and must name a source for, each with its place in the file."""
    for name in ("impact", "mistakes", "fixes", "results"):
        for index, claim in enumerate(getattr(case, name)):
            yield (name, index), claim
    for name in ("detection", "disputed", "response"):
        if (part := getattr(case, name)) is not None:
            yield (name,), part


class Translation(texts_model(Case)):  # type: ignore[misc]  # the words of a case, made from its model
    """The texts of a case in another language. Structure is inherited, so it cannot disagree."""

    original: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")] = Field(
        description="Fingerprint of the original's texts that this translates; `rex translate` writes it."
    )
    reviewed: MonthText = Field(description="Day of the last change or comparison with the original, YYYY-MM-DD; or its month.")


def schema_of(model: type[Strict]) -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a model, from the model itself."""
    return model.model_json_schema()
