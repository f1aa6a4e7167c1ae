"""From the derived facts to records: what is published about each case, term and organisation.

Pure, and in a fixed order: the same base gives the same bytes.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from rex.core.corpus import CaseFile, LocalCase
from rex.core.derive import Facts, Pair, years_of
from rex.core.grade import FORMER
from rex.core.language import LANGUAGES
from rex.core.model import Case, Claim, Context, References, Source, Status, ids_of
from rex.core.translated import Shape, WordField, fields_of, parts_of
from rex.core.vocabulary import Fix, Localised, LocalisedList, Mistake
from rex.data.addresses import Addresses
from rex.data.records import (
    RECORDS,
    CaseRecord,
    CompanyRecord,
    CountsRecord,
    DoraRecord,
    EdgeRecord,
    EventRecord,
    FixRecord,
    GraphRecord,
    LinkRecord,
    MistakeRecord,
    NodeRecord,
    OutsideNameRecord,
    PairRecord,
    PillarRecord,
    PlaceRecord,
    RelatedRecord,
    SectorRecord,
    SignalRecord,
    SymptomMistakeRecord,
    SymptomRecord,
    SymptomSourceRecord,
    Texts,
    TogetherRecord,
)

DORA = "https://dora.dev/capabilities/"


@dataclass(frozen=True)
class Records:
    """Everything that is published, each list sorted by id."""

    cases: tuple[CaseRecord, ...]
    mistakes: tuple[MistakeRecord, ...]
    fixes: tuple[FixRecord, ...]
    pillars: tuple[PillarRecord, ...]
    companies: tuple[CompanyRecord, ...]
    sectors: tuple[SectorRecord, ...]
    events: tuple[EventRecord, ...]
    symptoms: tuple[SymptomRecord, ...]


def build_records(facts: Facts, addresses: Addresses) -> Records:
    """All records of a base that the linter has found clean. Drafts are in none of them."""
    vocabulary = facts.corpus.vocabulary
    return Records(
        cases=tuple(build_case(facts, file, addresses) for file in facts.corpus.shown.values()),
        mistakes=tuple(_mistake(facts, term, addresses) for term in sorted(vocabulary.mistakes)),
        fixes=tuple(_fix(facts, term, addresses) for term in sorted(vocabulary.fixes)),
        pillars=tuple(_pillar(facts, term, addresses) for term in sorted(vocabulary.pillars)),
        companies=tuple(_company(facts, company, addresses) for company in facts.companies_shown),
        sectors=tuple(SectorRecord(id=sector, label=texts_of(vocabulary.sectors[sector].label)) for sector in sorted(vocabulary.sectors)),
        events=tuple(_event(facts, event, addresses) for event in sorted(vocabulary.events)),
        symptoms=tuple(_symptom(facts, symptom, addresses) for symptom in sorted(vocabulary.symptoms)),
    )


def texts_of(localised: Localised) -> Texts:
    """Each language's text, with its typography."""
    return {lang: localised[lang] for lang in LANGUAGES}


def _lists_of(localised: LocalisedList) -> dict[str, tuple[str, ...]]:
    return {lang: localised[lang] for lang in LANGUAGES}


def languages_of(file: CaseFile) -> tuple[str, ...]:
    """The languages a case is written in, the original's first."""
    return (file.case.lang, *sorted(set(file.translations) - {file.case.lang}))


def fingerprint_of(file: CaseFile) -> str:
    """Sixteen hexadecimal digits over everything the files of a case say, in every language."""
    texts = [_content_of(file.in_language(lang)) for lang in languages_of(file)]
    return sha256(json.dumps(texts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _content_of(local: LocalCase) -> list[Any]:
    # Without defaults: a new optional field of the model must not make every case look changed.
    return [local.lang, local.case.model_dump(mode="json", exclude_defaults=True), local.body]


def build_case(facts: Facts, file: CaseFile, addresses: Addresses) -> CaseRecord:
    """One case with its texts side by side."""
    languages = languages_of(file)
    local = {lang: file.in_language(lang) for lang in languages}

    whole = {lang: local[lang].case for lang in languages}

    case = file.case
    if case.status is Status.WITHDRAWN:
        return _withdrawn(file, languages, whole, addresses)
    related = facts.related(file.id) if case.status is Status.PUBLISHED else []
    return CaseRecord(
        id=file.id,
        status=case.status,
        pages=addresses.pages("case", file.id),
        markdown={lang: addresses.twin(lang, "case", file.id) for lang in addresses.languages},
        languages=languages,
        fingerprint=fingerprint_of(file),
        **_values(whole, without=("lang", "status", "reviewed")),
        seen=case.signals,
        years=years_of(case),
        body={lang: local[lang].body for lang in languages},
        related=tuple(RelatedRecord(id=near.case, reason=near.reason, mistakes=near.mistakes, fixes=near.fixes) for near in related),
        reviewed=max(local[lang].reviewed for lang in languages),
    )


def _values(items: Mapping[str, BaseModel], without: Collection[str] = ()) -> dict[str, Any]:
    """The fields of a model as its record has them: each text in every language, references as ids and places."""
    first = next(iter(items.values()))
    values = {name: getattr(first, name) for name in type(first).model_fields if name not in without}
    for field in fields_of(type(first)):
        values[field.name] = _beside(field, items)
    if isinstance(first, Claim):
        values["sources"] = ids_of(first.sources)
        values["places"] = _places(first.sources)
    if isinstance(first, Case):
        values["signals"] = tuple(signal.text for signal in first.signals)
    if isinstance(first, Source):
        values["first_hand"] = first.voice.is_first_hand
    return values


def _places(references: References) -> tuple[PlaceRecord, ...]:
    known = any(reference.where for reference in references)
    return tuple(PlaceRecord(source=reference.id, where=reference.where) for reference in references) if known else ()


def _beside(field: WordField, items: Mapping[str, BaseModel]) -> Any:
    """A field with words in each language: a map as soon as one of them is a text, else the value itself."""
    given = {lang: getattr(item, field.name) for lang, item in items.items()}
    if field.shape is Shape.TEXTS:
        return tuple(dict(zip(given, texts, strict=True)) for texts in zip(*given.values(), strict=True))
    if field.shape is Shape.OWN:
        return given
    if field.inner is not None and field.shape is Shape.PART:
        return RECORDS[field.inner](**_values(given)) if all(given.values()) else None
    if field.inner is not None:
        return tuple(RECORDS[field.inner](**_values(parts)) for parts in parts_of(field, items))
    return given if any(isinstance(value, str) for value in given.values()) else next(iter(given.values()))


def _withdrawn(file: CaseFile, languages: tuple[str, ...], whole: Mapping[str, Case], addresses: Addresses) -> CaseRecord:
    """What stays of a case that was taken back: that it existed, and why it went. Its claims are not repeated."""
    return CaseRecord(
        id=file.id,
        status=file.case.status,
        pages=addresses.pages("case", file.id),
        markdown={},
        languages=languages,
        fingerprint=fingerprint_of(file),
        title={},
        summary={},
        company=(),
        kind=file.case.kind,
        years=(),
        pillars=(),
        context=Context(),
        signals=(),
        seen=(),
        asked={},
        withdrawn_because={lang: case.withdrawn_because for lang, case in whole.items()},
        impact=(),
        mistakes=(),
        fixes=(),
        results=(),
        unknown=(),
        sources=(),
        body={},
        related=(),
        reviewed=file.case.reviewed,
        aliases=file.case.aliases,
    )


def _term(facts: Facts, kind: str, term_id: str, term: Mistake | Fix, cases: list[str], addresses: Addresses) -> dict[str, Any]:
    return {
        "id": term_id,
        "pages": addresses.pages(kind, term_id),
        "label": texts_of(term.label),
        "definition": texts_of(term.definition),
        "synonyms": _lists_of(term.synonyms),
        "aliases": term.aliases,
        "cases": tuple(cases),
        "years": facts.span(cases),
        "asked": _lists_of(term.asked),
        "same_as": tuple(OutsideNameRecord(name=other.name, url=other.url) for other in term.same_as),
    }


def _pair(pair: Pair, other: str) -> PairRecord:
    edges = (
        EdgeRecord(
            case=e.case,
            state=e.state,
            outcome=e.outcome,
            first_hand=e.is_first_hand,
            measured=e.is_measured,
            role=e.role,
            promotional=e.is_promotional,
        )
        for e in pair.edges
    )
    return PairRecord(
        id=other,
        grade=pair.grade,
        former_grade=FORMER[pair.grade],
        counts=CountsRecord(**asdict(pair.counts)),
        score=None if pair.score is None else round(pair.score, 3),
        edges=tuple(edges),
    )


def _mistake(facts: Facts, term_id: str, addresses: Addresses) -> MistakeRecord:
    term = facts.corpus.vocabulary.mistakes[term_id]
    cases = facts.by_mistake.get(term_id, [])
    return MistakeRecord(
        **_term(facts, "mistake", term_id, term, cases, addresses),
        pillars=term.pillars,
        recognise=_lists_of(term.recognise),
        signals=tuple(
            SignalRecord(signal=signal.text, case=case_id, symptom=signal.symptom) for case_id, signal in facts.signals_of(term_id)
        ),
        symptoms=tuple(symptom for symptom, _ in facts.symptoms_of(term_id)),
        fixes=tuple(_pair(pair, pair.fix) for pair in facts.fixes_for(term_id)),
        comes_with=tuple(TogetherRecord(id=other, cases=count) for other, count in facts.comes_with(term_id)),
        has_supported_fix=term_id not in facts.figures.mistakes_without_supported_fix,
    )


def _fix(facts: Facts, term_id: str, addresses: Addresses) -> FixRecord:
    term = facts.corpus.vocabulary.fixes[term_id]
    cases = facts.by_fix.get(term_id, [])
    untied = (case_id for case_id in cases if any(fix.id == term_id and not fix.corrects for fix in facts.corpus.cases[case_id].case.fixes))
    return FixRecord(
        **_term(facts, "fix", term_id, term, cases, addresses),
        pillars=term.pillars,
        practice=_lists_of(term.practice),
        not_when=_lists_of(term.not_when),
        effort=texts_of(term.effort) if term.effort else None,
        effort_sources=term.effort_sources,
        dora=tuple(DoraRecord(capability=c.capability, url=f"{DORA}{c.slug}/" if c.slug else None, fit=c.fit) for c in term.dora),
        mistakes=tuple(_pair(pair, pair.mistake) for pair in facts.mistakes_for(term_id)),
        untied=tuple(untied),
    )


def _pillar(facts: Facts, term_id: str, addresses: Addresses) -> PillarRecord:
    term = facts.corpus.vocabulary.pillars[term_id]
    return PillarRecord(
        id=term_id,
        pages=addresses.pages("pillar", term_id),
        label=texts_of(term.label),
        definition=texts_of(term.definition),
        cases=tuple(facts.by_pillar.get(term_id, [])),
    )


def _company(facts: Facts, company_id: str, addresses: Addresses) -> CompanyRecord:
    company = facts.corpus.vocabulary.companies[company_id]
    return CompanyRecord(
        **company.model_dump(exclude={"about", "aliases"}),
        id=company_id,
        about=texts_of(company.about) if company.about else None,
        cases=tuple(facts.by_company.get(company_id, [])),
        pages=addresses.pages("company", company_id),
    )


def _event(facts: Facts, event_id: str, addresses: Addresses) -> EventRecord:
    event = facts.corpus.vocabulary.events[event_id]
    return EventRecord(
        id=event_id,
        name=event.name,
        date=event.date,
        place=texts_of(event.place) if event.place else None,
        about=texts_of(event.about) if event.about else None,
        cases=tuple(facts.by_event.get(event_id, [])),
        pages=addresses.pages("event", event_id),
    )


def _symptom(facts: Facts, symptom_id: str, addresses: Addresses) -> SymptomRecord:
    symptom = facts.corpus.vocabulary.symptoms[symptom_id]
    stood = facts.by_symptom.get(symptom_id, [])
    return SymptomRecord(
        id=symptom_id,
        pages=addresses.pages("symptom", symptom_id),
        **{name: texts_of(getattr(symptom, name)) for name in ("label", "meaning", "look_first")},
        **{name: getattr(symptom, name) for name in ("software", "messages", "cores", "aliases")},
        mistakes=tuple(SymptomMistakeRecord(id=pointer.id, strength=pointer.strength) for pointer in symptom.mistakes),
        sources=tuple(SymptomSourceRecord(**source.model_dump()) for source in symptom.sources),
        asked=_lists_of(symptom.asked),
        signals=tuple(SignalRecord(signal=signal.text, case=case_id, symptom=symptom_id) for case_id, signal in stood),
    )


def build_graph(records: Records) -> GraphRecord:
    """Nodes and arrows; an arrow from a fix to a mistake carries the grade and the cases behind it."""
    published = [case for case in records.cases if case.status is Status.PUBLISHED]
    nodes = [
        *(NodeRecord(id=f"case:{case.id}", type="case", label=case.title) for case in published),
        *(NodeRecord(id=f"mistake:{term.id}", type="mistake", label=term.label) for term in records.mistakes),
        *(NodeRecord(id=f"fix:{term.id}", type="fix", label=term.label) for term in records.fixes),
        *(NodeRecord(id=f"pillar:{term.id}", type="pillar", label=term.label) for term in records.pillars),
        *(NodeRecord(id=f"company:{c.id}", type="company", label=dict.fromkeys(LANGUAGES, c.name)) for c in records.companies),
    ]
    links = []
    for case in published:
        links += [LinkRecord(source=f"case:{case.id}", target=f"mistake:{claim.id}", type="shows") for claim in case.mistakes]
        links += [LinkRecord(source=f"case:{case.id}", target=f"fix:{claim.id}", type="uses") for claim in case.fixes]
        links += [LinkRecord(source=f"case:{case.id}", target=f"company:{company}", type="at") for company in case.company]
        links += [LinkRecord(source=f"case:{case.id}", target=f"pillar:{pillar}", type="belongs-to") for pillar in case.pillars]
    terms = (*(("mistake", term) for term in records.mistakes), *(("fix", term) for term in records.fixes))
    for kind, term in terms:
        links += [LinkRecord(source=f"{kind}:{term.id}", target=f"pillar:{pillar}", type="belongs-to") for pillar in term.pillars]
    for mistake in records.mistakes:
        links += [
            LinkRecord(
                source=f"fix:{pair.id}",
                target=f"mistake:{mistake.id}",
                type="corrects",
                grade=pair.grade,
                cases=tuple(edge.case for edge in pair.edges),
            )
            for pair in mistake.fixes
        ]
    return GraphRecord(nodes=tuple(nodes), links=tuple(sorted(links, key=lambda link: (link.type, link.source, link.target))))
