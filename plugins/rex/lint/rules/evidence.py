"""REX4xx: each claim has its source, each source its use, each translation its original."""

from collections.abc import Iterator

from rex.core.body import Body
from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position, Problem
from rex.core.language import FACTUAL_SECTIONS, LANGUAGES, RESULTS_SECTION, normalise_apostrophes
from rex.core.model import Case, Outcome, Status, claims_of, ids_of
from rex.core.parse import did_you_mean, nearest
from rex.core.place import place
from rex.core.strict import Strict
from rex.core.translated import Shape, WordField, fields_of, wanted_keys
from rex.lint.rule import Example, Rule


def _without_source(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    for loc, claim in claims_of(file.case):
        if not claim.sources:
            yield Problem("claim-without-source", file.document.at(*loc), f"{place(loc)} names no source; add its id to `sources`")


def _unknown_sources(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    known = [source.id for source in file.case.sources]
    for loc, claim in claims_of(file.case):
        for number, reference in enumerate(claim.sources):
            if reference.id not in known:
                guess = nearest(reference.id, known)
                tail = did_you_mean(guess) or "; add it to `sources:`"
                position = file.document.at(*loc, "sources", number, *(("id",) if reference.where else ()))
                yield Problem(
                    "unknown-source", position, f"{place(loc)} names source `{reference.id}`, which the case does not list{tail}", guess
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
    cited = {source for _, claim in claims_of(file.case) for source in ids_of(claim.sources)}
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
        if not fix.state.was_tried and fix.outcome is not Outcome.UNKNOWN:
            message = f"fix `{fix.id}` is {fix.state}, so its outcome can only be `unknown`"
            yield Problem("outcome-before-application", file.document.at("fixes", index, "outcome"), message, "unknown")


def _stale(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if translation.translation.original != file.fingerprint:
        message = (
            f"translates an earlier text of {file.path}; bring it up to date, "
            f'then run `rex translate {file.id} {translation.lang}` (writes `original: "{file.fingerprint}"`)'
        )
        yield Problem("stale-translation", translation.document.at("original"), message, file.fingerprint)


def _incomplete(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    texts, case, document = translation.translation, file.case, translation.document
    for field in fields_of(Case):
        for loc, message, guess in _differences(field, case, texts, file.path):
            # A key that is too much stands in the file; what is missing does not.
            position = document.at_key(*loc) if len(loc) > 1 else document.at(*loc)
            yield Problem("incomplete-translation", position, message, guess)


_Difference = tuple[tuple[str, ...], str, str | None]


def _differences(field: WordField, original: Strict, texts: Strict, path: str) -> Iterator[_Difference]:
    """Where the words of a translation are more or fewer than those of the original."""
    name, given, has = field.called, getattr(texts, field.called), getattr(original, field.name)
    if field.shape is Shape.KEYED:
        wanted = wanted_keys(field, original)
        for term in wanted:
            if term not in given:
                yield (name,), f"`{name}` lacks `{term}`, which {path} has", None
        for term in given:
            if term not in wanted:
                guess = nearest(term, [w for w in wanted if w not in given])
                yield (name, term), f"`{name}` has `{term}`, which {path} has not{did_you_mean(guess)}", guess
    elif field.shape in (Shape.ITEMS, Shape.TEXTS):
        if len(given) != len(has):
            yield (name,), f"`{name}` has {len(given)} entries, {path} has {len(has)}", None
    elif field.shape in (Shape.TEXT, Shape.PART) and not field.same:
        if (given is None) != (has is None):
            yield (name,), f"{'lacks' if given is None else 'has'} `{name}`, unlike {path}", None
        elif field.shape is Shape.PART and has is not None:
            for part in field.fields:
                yield from ((((name, *loc), message, guess)) for loc, message, guess in _differences(part, has, given, path))


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
            "  - {id: other, url: https://example-shop.net/other, title: Other, publisher: Example,"
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
