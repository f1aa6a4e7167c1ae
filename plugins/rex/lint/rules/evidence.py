"""REX4xx: each claim has its source, each source its use, each translation its original."""

from collections.abc import Iterator, Sequence

from rex.core.body import Body
from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position, Problem
from rex.core.language import FACTUAL_SECTIONS, LANGUAGES, RESULTS_SECTION, normalise_apostrophes
from rex.core.model import Outcome, State, Status
from rex.core.parse import did_you_mean, nearest
from rex.lint.rule import Example, Rule

_CLAIM_LISTS = ("impact", "mistakes", "fixes", "results")


def _claims(file: CaseFile) -> Iterator[tuple[str, int, Sequence[str]]]:
    for name in _CLAIM_LISTS:
        for index, claim in enumerate(getattr(file.case, name)):
            yield name, index, claim.sources


def _without_source(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    for name, index, sources in _claims(file):
        if not sources:
            yield Problem(
                "claim-without-source", file.document.at(name, index), f"{name}[{index}] names no source; add its id to `sources`"
            )


def _unknown_sources(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    known = [source.id for source in file.case.sources]
    for name, index, sources in _claims(file):
        for number, source in enumerate(sources):
            if source not in known:
                guess = nearest(source, known)
                tail = did_you_mean(guess) or "; add it to `sources:`"
                position = file.document.at(name, index, "sources", number)
                yield Problem(
                    "unknown-source", position, f"{name}[{index}] names source `{source}`, which the case does not list{tail}", guess
                )
    yield from _unknown_citations(file.body, known)


def _unknown_citations(body: Body, known: list[str]) -> Iterator[Problem]:
    for citation in body.citations:
        if citation.source not in known:
            guess = nearest(citation.source, known)
            tail = did_you_mean(guess) or "; add it to `sources:`"
            message = f"the text cites `{citation.source}`, which the case does not list{tail}"
            yield Problem("unknown-source", Position(citation.line, citation.column), message, guess)


def _uncited(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    cited = {source for _, _, sources in _claims(file) for source in sources}
    cited |= {citation.source for citation in file.body.citations}
    for index, source in enumerate(file.case.sources):
        if source.id not in cited:
            yield Problem(
                "uncited-source", file.document.at("sources", index, "id"), f"nothing cites source `{source.id}`; cite it or remove it"
            )


def _uncited_paragraphs(body: Body, file: CaseFile, lang: str) -> Iterator[Problem]:
    if file.case.status is not Status.PUBLISHED or lang not in LANGUAGES:
        return
    titles = [normalise_apostrophes(title) for title in LANGUAGES[lang].sections]
    for block in body.blocks:
        # By the name of its heading, not by its number: a missing section must not shift the others.
        title = normalise_apostrophes(body.headings[block.section].text) if block.section >= 0 else ""
        section = titles.index(title) if title in titles else -1
        if section not in FACTUAL_SECTIONS or block.is_cited or block.is_quote_or_code:
            continue
        if section == RESULTS_SECTION and not file.case.results:
            continue  # that nobody published a figure is not a claim
        yield Problem("uncited-paragraph", Position(block.line, 1), "this paragraph cites no source; add `[^source-id]`")


def _impatient_outcomes(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    for index, fix in enumerate(file.case.fixes):
        if fix.state in (State.PLANNED, State.RECOMMENDED) and fix.outcome is not Outcome.UNKNOWN:
            message = f"fix `{fix.id}` is only {fix.state}, so its outcome can only be `unknown`"
            yield Problem("outcome-before-application", file.document.at("fixes", index, "outcome"), message, "unknown")


def _stale(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if translation.translation.original != file.fingerprint:
        message = (
            f"translates an earlier text of {file.path}; bring it up to date, "
            f'then run `rex translate {file.id} {translation.lang}` (writes `original: "{file.fingerprint}"`)'
        )
        yield Problem("stale-translation", translation.document.at("original"), message, file.fingerprint)


def _incomplete(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    texts, case, at = translation.translation, file.case, translation.document.at
    keyed = {
        "mistakes": (texts.mistakes, [claim.id for claim in case.mistakes]),
        "fixes": (texts.fixes, [claim.id for claim in case.fixes]),
        "source_notes": (texts.source_notes, [source.id for source in case.sources if source.note]),
    }
    for name, (given, wanted) in keyed.items():
        for term in wanted:
            if term not in given:
                yield Problem("incomplete-translation", at(name), f"`{name}` lacks `{term}`, which {file.path} has")
        for term in given:
            if term not in wanted:
                guess = nearest(term, [w for w in wanted if w not in given])
                position = translation.document.at_key(name, term)
                yield Problem(
                    "incomplete-translation", position, f"`{name}` has `{term}`, which {file.path} has not{did_you_mean(guess)}", guess
                )
    for name in ("impact", "results", "unknown"):
        has, needs = len(getattr(texts, name)), len(getattr(case, name))
        if has != needs:
            yield Problem("incomplete-translation", at(name), f"`{name}` has {has} entries, {file.path} has {needs}")
    for name in ("caution", "withdrawn_because"):
        if (getattr(texts, name) is None) != (getattr(case, name) is None):
            verb = "lacks" if getattr(texts, name) is None else "has"
            yield Problem("incomplete-translation", at(name), f"{verb} `{name}`, unlike {file.path}")


def _other_citations(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    known = [source.id for source in file.case.sources]
    yield from _unknown_citations(translation.body, known)
    yield from _uncited_paragraphs(translation.body, file, translation.lang)
    own = {citation.source for citation in file.body.citations}
    here = {citation.source for citation in translation.body.citations}
    for source in sorted(own - here):
        message = f"the text of {file.path} cites `{source}`, this translation does not"
        yield Problem("other-citations", Position(translation.document.body_line, 1), message)
    for citation in translation.body.citations:
        if citation.source in known and citation.source not in own:
            message = f"cites `{citation.source}`, which the text of {file.path} does not"
            yield Problem("other-citations", Position(citation.line, citation.column), message)


RULES = (
    Rule(
        "REX401",
        "claim-without-source",
        "A claim nobody can check is worth nothing here.",
        "Name the source, or move the claim to `unknown`.",
        Example("sources: [report]\nfixes:", "sources: []\nfixes:"),
        check_case=_without_source,
    ),
    Rule(
        "REX402",
        "unknown-source",
        "A citation must lead to something the reader can open.",
        "Use the id of an entry under `sources:`.",
        Example("sources: [report]\nfixes:", "sources: [raport]\nfixes:"),
        check_case=_unknown_sources,
    ),
    Rule(
        "REX403",
        "uncited-source",
        "A source that backs nothing lends weight to a case that it does not have.",
        "Cite it where it belongs, or remove it.",
        Example(
            "reviewed: 2026-11",
            "  - {id: other, url: https://example.org/other, title: Other, publisher: Example,"
            " lang: en, voice: journalist, read: full}\nreviewed: 2026-11",
        ),
        check_case=_uncited,
    ),
    Rule(
        "REX404",
        "uncited-paragraph",
        "In the first four sections every paragraph, list item and table states facts; each must lead to its source.",
        "Add `[^source-id]` after the sentence it backs.",
        Example("The shop kept one copy of its orders.[^report]", "The shop kept one copy of its orders."),
        check_case=lambda file, corpus: _uncited_paragraphs(file.body, file, file.case.lang),
    ),
    Rule(
        "REX405",
        "outcome-before-application",
        "What was only planned or advised cannot have worked or failed yet.",
        "Set `outcome: unknown`, or `state: applied` if a source says so.",
        Example("state: applied", "state: planned"),
        check_case=_impatient_outcomes,
    ),
    Rule(
        "REX406",
        "stale-translation",
        "The original has changed since; the two languages may now say different things.",
        "Update the translation, then let `rex translate` write the new fingerprint.",
        check_translation=_stale,
        needs_clean_original=True,
    ),
    Rule(
        "REX407",
        "incomplete-translation",
        "A reader would get some claims in one language and some in another.",
        "Give each text of the original its translation, no more and no less.",
        check_translation=_incomplete,
        needs_clean_original=True,
    ),
    Rule(
        "REX408",
        "other-citations",
        "A translation must rest on the same sources as its original.",
        "Cite the same sources in both texts.",
        check_translation=_other_citations,
        needs_clean_original=True,
    ),
)
