"""From the corpus to what is searched: one document for each published or wanted case and each of its languages, one for
each term of the vocabulary, and one for each page that has a name.

Pure. What each part weighs in a ranking is the engine's affair; how a word is folded is the analysis's.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from babel import Locale
from babel.dates import format_date
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rex.core.body import CITATION
from rex.core.corpus import CaseFile, LocalCase
from rex.core.derive import Facts, years_of
from rex.core.grade import RANK
from rex.core.language import LANGUAGES
from rex.core.model import Case
from rex.core.vocabulary import Company, LocalisedList
from rex.search.model import PLACE, TERM, Document
from rex.search.words import word_lists


def build_documents(facts: Facts) -> list[Document]:
    """Every document: cases by id and language, then the terms. Drafts and withdrawn cases are in none."""
    cases = (
        _build(facts, file, file.in_language(lang))
        for file in facts.corpus.told.values()
        for lang in sorted({file.case.lang, *file.translations} & LANGUAGES.keys())
    )
    return [*cases, *_terms(facts), *_symptoms(facts), *_places(facts)]


def _terms(facts: Facts) -> Iterator[Document]:
    """Pillars, mistakes and fixes in each language, so that a question in their words finds the cases that have them."""
    vocabulary = facts.corpus.vocabulary
    for facet, table in (("pillar", vocabulary.pillars), ("mistake", vocabulary.mistakes), ("fix", vocabulary.fixes)):
        for term_id in table:
            term = table[term_id]
            for lang in LANGUAGES:
                yield _with_fingerprint(
                    Document(
                        id=f"{facet}:{term_id}",
                        lang=lang,
                        status=TERM,
                        title=term.label[lang],
                        summary=term.definition[lang],
                        names=term.synonyms[lang],
                        asked=_asked(term, lang),
                        text="\n".join(
                            getattr(term, "recognise", LocalisedList())[lang] + getattr(term, "practice", LocalisedList())[lang]
                        ),
                    )
                )


def _asked(entry: object, lang: str) -> tuple[str, ...]:
    return tuple(getattr(entry, "asked", LocalisedList())[lang])


def _symptoms(facts: Facts) -> Iterator[Document]:
    """Symptoms in each language."""
    for symptom_id, symptom in facts.corpus.vocabulary.symptoms.entries.items():
        signs = tuple(mistake.id for mistake in symptom.mistakes if mistake.strength == "sign")
        for lang in LANGUAGES:
            yield _with_fingerprint(
                Document(
                    id=f"symptom:{symptom_id}",
                    lang=lang,
                    status=TERM,
                    title=symptom.label[lang],
                    summary=symptom.meaning[lang],
                    signals=symptom.cores,
                    messages=symptom.messages,
                    asked=_asked(symptom, lang),
                    stack=symptom.software,
                    text=symptom.look_first[lang],
                    mistakes=signs,
                    possible=tuple(mistake.id for mistake in symptom.mistakes if mistake.id not in signs),
                )
            )


def _places(facts: Facts) -> Iterator[Document]:
    """Pages that are called something, in each language."""
    vocabulary = facts.corpus.vocabulary
    technologies = sorted({name for file in facts.corpus.told.values() for name in file.case.context.stack})
    countries = sorted({vocabulary.companies[company].country for company in facts.companies_shown})
    sectors = sorted({vocabulary.companies[company].sector for company in facts.companies_shown} & set(vocabulary.sectors))
    for lang in LANGUAGES:
        for company_id in facts.companies_shown:
            company = vocabulary.companies[company_id]
            yield _place("company", company_id, lang, company.name, *company.formerly)
        for event_id, event in vocabulary.events.entries.items():
            yield _place("event", event_id, lang, event.name)
        for sector in sectors:
            yield _place("sector", sector, lang, vocabulary.sectors[sector].label[lang])
        for technology in technologies:
            yield _place("stack", technology, lang, technology)
        for country in countries:
            yield _place(
                "country", country, lang, *dict.fromkeys((_country(country, lang), *(_country(country, other) for other in LANGUAGES)))
            )
        for path, names in word_lists(lang).pages.items():
            yield _place("page", path, lang, *names)


def _place(kind: str, subject: str, lang: str, title: str, *names: str) -> Document:
    return _with_fingerprint(Document(f"{kind}:{subject}", lang, PLACE, title, "", exact=(title, *names)))


def plain_text(markdown: str, lang: str) -> str:
    """The words of a body, one block a line, without markup, citations and the five headings all cases share."""
    shared = LANGUAGES[lang].sections
    lines = []
    for token in _parser().parse(markdown):
        if token.type in ("fence", "code_block"):
            lines += token.content.splitlines()
        elif token.type == "inline":
            text = " ".join(CITATION.sub("", _words(token)).split())
            if text.replace("'", "’") not in shared:
                lines.append(text)
    return "\n".join(line for line in lines if line.strip())


@cache
def _parser() -> MarkdownIt:
    # As in `rex.core.body`: a citation must never be taken for a link.
    return MarkdownIt("commonmark").enable("table").disable("reference")


def _words(inline: Token) -> str:
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in inline.children or [])


def _build(facts: Facts, file: CaseFile, local: LocalCase) -> Document:
    case, lang, vocabulary = local.case, local.lang, facts.corpus.vocabulary
    companies = [vocabulary.companies[company] for company in case.company if company in vocabulary.companies]
    names = tuple(dict.fromkeys(name for company in companies for name in (company.name, *company.formerly)))
    document = Document(
        id=file.id,
        lang=lang,
        status=case.status.value,
        title=case.title,
        summary=case.summary,
        signals=tuple(signal.text for signal in case.signals),
        symptoms=tuple(dict.fromkeys(signal.symptom for signal in case.signals if signal.symptom)),
        asked=case.asked,
        # Who asks for an organisation by its whole name wants its cases before those that use the same word.
        exact=(*_dates(case, lang), *dict.fromkeys(_NUMBERED.findall(local.body)), *names),
        names=names,
        about=tuple(dict.fromkeys(text for company in companies for text in _about(facts, company, lang))),
        stack=case.context.stack,
        text="\n".join([*_claims(case), plain_text(local.body, lang), *_event(facts, case)]),
        kind=case.kind.value,
        pillars=case.pillars,
        mistakes=tuple(dict.fromkeys(claim.id for claim in case.mistakes)),
        fixes=tuple(dict.fromkeys(claim.id for claim in case.fixes)),
        outcomes=tuple(sorted({claim.outcome.value for claim in case.fixes})),
        evidence=_evidence(facts, file),
        event=case.event or "",
        company=case.company,
        groups=tuple(dict.fromkeys(group for company in case.company for group in _groups(facts, company))),
        countries=tuple(dict.fromkeys(company.country for company in companies)),
        sectors=tuple(dict.fromkeys(company.sector for company in companies)),
        years=years_of(case),
    )
    return _with_fingerprint(document)


def _evidence(facts: Facts, file: CaseFile) -> int:
    """The best rank (0 is best) that a pair of mistake and fix of this case has over all cases; one more than the worst without any."""
    keys = ((mistake, fix.id) for fix in file.case.fixes for mistake in fix.corrects)
    return min((RANK[facts.pairs[key].grade] for key in keys if key in facts.pairs), default=len(RANK))


# Numbers of vulnerabilities and tickets, as people copy them.
_NUMBERED = re.compile(r"\b(?:CVE-[0-9]{4}-[0-9]{4,}|[A-Z]{2,8}-[0-9]{2,6})\b")
# Of a longer stretch people know the ends.
_MOST_DAYS = 14


# How else the day of a month is written in a language.
_MORE_DATES = {"en": ("MMMM d y",)}


def _dates(case: Case, lang: str) -> Iterator[str]:
    """The days on which it happened, as people write them."""
    days = [date.fromisoformat(day) for day in re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(case.date or ""))]
    if len(days) == 2 and 0 < (days[1] - days[0]).days <= _MOST_DAYS:
        days = [days[0] + timedelta(day) for day in range((days[1] - days[0]).days + 1)]
    for day in days:
        yield day.isoformat()
        for form in ("d MMMM y", *_MORE_DATES.get(lang, ())):
            yield format_date(day, form, locale=lang)


def _with_fingerprint(document: Document) -> Document:
    content = json.dumps(vars(document), ensure_ascii=False, sort_keys=True)
    return dataclasses.replace(document, fingerprint=sha256(content.encode()).hexdigest()[:20])


def _about(facts: Facts, company: Company, lang: str) -> Iterator[str]:
    if company.about:
        yield company.about[lang]
    sectors = facts.corpus.vocabulary.sectors
    if company.sector in sectors:
        yield sectors[company.sector].label[lang]
    yield _country(company.country, lang)


@cache
def _country(code: str, lang: str) -> str:
    return str(Locale.parse(lang).territories.get(code, code))


def _claims(case: Case) -> Iterator[str]:
    """What the page of the case says outside its body."""
    yield from (mistake.what for mistake in case.mistakes)
    yield from (fix.what for fix in case.fixes)
    yield from (impact.measure for impact in case.impact)
    yield from (result.measure for result in case.results)
    yield from case.unknown
    if case.detection:
        yield from (text for text in (case.detection.what, case.detection.diagnosis) if text)
    yield from (part.what for part in (case.disputed, case.response) if part)
    if case.caution:
        yield case.caution
    # People remember the title of a famous post-mortem, not ours.
    yield from (source.title for source in case.sources)


def _event(facts: Facts, case: Case) -> Iterator[str]:
    events = facts.corpus.vocabulary.events
    if case.event and case.event in events:
        yield events[case.event].name


def _groups(facts: Facts, company: str) -> Iterator[str]:
    """The company, its group, the group of that: a cycle is somebody else's finding and must not hang us."""
    table = facts.corpus.vocabulary.companies
    seen: set[str] = set()
    following: str | None = company
    while following and following not in seen:
        seen.add(following)
        yield following
        following = table[following].parent if following in table else None
