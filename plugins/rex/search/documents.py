"""From the corpus to what is searched: one document for each published or wanted case and each of its languages, and
one for each term of the vocabulary.

Pure. What each part weighs in a ranking is the engine's affair; how a word is folded is the analysis's.
"""

import dataclasses
import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from babel import Locale
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rex.core.body import CITATION
from rex.core.corpus import CaseFile, LocalCase
from rex.core.derive import Facts, years_of
from rex.core.language import LANGUAGES
from rex.core.model import Case, Status
from rex.core.vocabulary import Company, LocalisedList
from rex.search.model import TERM, Document


def build_documents(facts: Facts) -> list[Document]:
    """Every document: cases by id and language, then the terms. Drafts and withdrawn cases are in none."""
    cases = (
        _build(facts, file, file.in_language(lang))
        for file in facts.corpus.shown.values()
        if file.case.status in (Status.PUBLISHED, Status.WANTED)
        for lang in sorted({file.case.lang, *file.translations} & LANGUAGES.keys())
    )
    return [*cases, *_terms(facts)]


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
                        text="\n".join(
                            getattr(term, "recognise", LocalisedList())[lang] + getattr(term, "practice", LocalisedList())[lang]
                        ),
                    )
                )


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
    document = Document(
        id=file.id,
        lang=lang,
        status=case.status.value,
        title=case.title,
        summary=case.summary,
        signals=tuple(signal.text for signal in case.signals),
        names=tuple(dict.fromkeys(name for company in companies for name in (company.name, *company.formerly))),
        about=tuple(dict.fromkeys(text for company in companies for text in _about(facts, company, lang))),
        stack=case.context.stack,
        text="\n".join([*_claims(case), plain_text(local.body, lang), *_event(facts, case)]),
        kind=case.kind.value,
        pillars=case.pillars,
        mistakes=tuple(dict.fromkeys(claim.id for claim in case.mistakes)),
        fixes=tuple(dict.fromkeys(claim.id for claim in case.fixes)),
        company=case.company,
        groups=tuple(dict.fromkeys(group for company in case.company for group in _groups(facts, company))),
        countries=tuple(dict.fromkeys(company.country for company in companies)),
        sectors=tuple(dict.fromkeys(company.sector for company in companies)),
        years=years_of(case),
    )
    return _with_fingerprint(document)


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
