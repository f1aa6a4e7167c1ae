"""REX4xx: each claim has its source, each source its use, each translation its original."""

import re
import sys
from collections.abc import Iterator

from rex.core.body import Body
from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position
from rex.core.language import FACTUAL_SECTIONS, LANGUAGES, RESULTS_SECTION, normalise_apostrophes
from rex.core.message import Message, say
from rex.core.model import Case, Outcome, Status, claims_of, ids_of
from rex.core.parse import did_you_mean, nearest
from rex.core.place import place
from rex.core.slug import slugify
from rex.core.strict import Strict
from rex.core.translated import Shape, WordField, fields_of, wanted_keys
from rex.lint.rule import Example, Family, Hit, Surroundings
from rex.lint.unbuilt import sources_of, stand_ins, translated_stand_ins

_CODE = re.compile(r"`[^`]*`")

FAMILY = Family("REX4", "evidence: claims and sources, translations")

claim_without_source = FAMILY.rule(
    1,
    "claim-without-source",
    "A claim nobody can check is worth nothing here.",
    "Name the source, or move the claim to `unknown`.",
    Example("sources: [report]\nfixes:", "sources: []\nfixes:"),
)


@claim_without_source.case
def _without_source(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for loc, claim in claims_of(file.case):
        if not claim.sources:
            yield Hit(file.document.at(*loc, "sources"), say("{place} names no source; add its id to `sources`", place=place(loc)))
    if not file.case.sources:
        yield Hit(file.document.at("sources"), say("a case needs at least one source"))


unknown_source = FAMILY.rule(
    2,
    "unknown-source",
    "A citation must lead to something the reader can open.",
    "Use the id of an entry under `sources:`.",
    Example("sources: [report]\nfixes:", "sources: [raport]\nfixes:"),
    needs_clean_original=True,
)


@unknown_source.case
def _unknown_sources(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    known = [source.id for source in file.case.sources]
    for loc, claim in claims_of(file.case):
        for number, reference in enumerate(claim.sources):
            if reference.id not in known:
                guess = nearest(reference.id, known)
                message = say(
                    "{place} names source `{id}`, which the case does not list{tail}",
                    place=place(loc),
                    id=reference.id,
                    tail=did_you_mean(guess) or say("; add it to `sources:`"),
                )
                yield Hit(file.document.at(*loc, "sources", number, *(("id",) if reference.where else ())), message, guess)
    yield from _unknown_citations(file.body, known, file.document.body_line)


@unknown_source.corpus
def _unknown_beside_other_faults(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    """In the text of a case that cannot be built yet."""
    for file in stand_ins(corpus):
        if ids := sources_of(file):  # what one of them was meant to be is right, too
            yield from ((file.path, hit) for hit in _unknown_citations(file.body, [*ids, *map(slugify, ids)], file.document.body_line))
    for translation, file in translated_stand_ins(corpus):
        if file.path not in corpus.problems:
            yield from ((translation.path, hit) for hit in _cited_in_translation(translation, file))


@unknown_source.translation
def _unknown_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _cited_in_translation(translation, file)


def _cited_in_translation(translation: TranslationFile, file: CaseFile) -> Iterator[Hit]:
    return _unknown_citations(translation.body, [source.id for source in file.case.sources], translation.document.body_line)


def _bracketed(body: Body, known: list[str]) -> Iterator[tuple[int, int, str]]:
    """Row and column, from 0, of the ids of sources in brackets without the `^`."""
    ids = "|".join(re.escape(one) for one in known)
    is_code = False
    for row, raw in enumerate(body.text.split("\n")) if known else ():
        is_code ^= raw.startswith(("```", "~~~"))
        for match in re.finditer(
            rf"(?<![\w\]^])\[({ids})\](?![(\w])|(?<=[\w.,;!?)»”])\[({ids})\](?![(\w])",
            "" if is_code else _CODE.sub(lambda code: " " * len(code.group()), raw),
        ):
            yield row, match.start(), match[1] or match[2]


def _unknown_citations(body: Body, known: list[str], first_line: int) -> Iterator[Hit]:
    for row, column, source in _bracketed(body, known):
        message = say("this is not how a source is cited; write `{citation}`", citation=f"[^{source}]")
        yield Hit(Position(first_line + row, column + 1), message, f"[^{source}]")
    for citation in body.citations:
        if citation.source not in known:
            guess = nearest(citation.source, known)
            tail = did_you_mean(guess) or say("; add it to `sources:`")
            message = say("the text cites `{id}`, which the case does not list{tail}", id=citation.source, tail=tail)
            yield Hit(Position(citation.line, citation.column), message, guess)


uncited_source = FAMILY.rule(
    3,
    "uncited-source",
    "A source that backs nothing lends weight to a case that it does not have.",
    "Cite it where it belongs, or remove it.",
    Example(
        "reviewed: 2026-11",
        "  - {id: other, url: https://example-shop.net/other, title: Other, publisher: Example,"
        " lang: en, voice: journalist, read: full}\nreviewed: 2026-11",
    ),
)


@uncited_source.case
def _uncited(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    cited = {source for _, claim in claims_of(file.case) for source in ids_of(claim.sources)}
    cited |= {citation.source for citation in file.body.citations}
    for index, source in enumerate(file.case.sources):
        if source.id not in cited:
            message = say("nothing cites source `{id}`; cite it or remove it", id=source.id)
            yield Hit(file.document.at("sources", index, "id"), message)


uncited_paragraph = FAMILY.rule(
    4,
    "uncited-paragraph",
    "In the first four sections every paragraph, list item and table states facts; each must lead to its source.",
    "Add `[^source-id]` after the sentence it backs.",
    Example("The shop kept one copy of its orders.[^report]", "The shop kept one copy of its orders."),
    needs_clean_original=True,
)


@uncited_paragraph.case
def _uncited_paragraphs(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _uncited_in(file.body, file, file.case.lang, file.document.body_line)


@uncited_paragraph.translation
def _uncited_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _uncited_in(translation.body, file, translation.lang, translation.document.body_line)


def _uncited_in(body: Body, file: CaseFile, lang: str, first_line: int) -> Iterator[Hit]:
    if file.case.status is not Status.PUBLISHED or lang not in LANGUAGES:
        return
    titles = [normalise_apostrophes(title) for title in LANGUAGES[lang].sections]
    # Who cites in the wrong form has been told how.
    nearly = {first_line + row for row, _, _ in _bracketed(body, [source.id for source in file.case.sources])}
    for block, following in zip(body.blocks, [*(block.line for block in body.blocks[1:]), sys.maxsize], strict=True):
        if any(block.line <= row < following for row in nearly):
            continue
        # By the name of its heading, not by its number: a missing section must not shift the others.
        title = normalise_apostrophes(body.headings[block.section].text) if block.section >= 0 else ""
        section = titles.index(title) if title in titles else -1
        if section not in FACTUAL_SECTIONS or block.is_cited or block.is_quote_or_code:
            continue
        if section == RESULTS_SECTION and not file.case.results:
            continue  # that nobody published a figure is not a claim
        yield Hit(Position(block.line, block.column), say("this paragraph cites no source; add `[^source-id]`"))


outcome_before_application = FAMILY.rule(
    5,
    "outcome-before-application",
    "What was only planned or advised cannot have worked or failed yet.",
    "Set `outcome: unknown`, or `state: applied` if a source says so.",
    Example("state: applied", "state: planned"),
)


@outcome_before_application.case
def _impatient_outcomes(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for index, fix in enumerate(file.case.fixes):
        if not fix.state.was_tried and fix.outcome is not Outcome.UNKNOWN:
            message = say("fix `{id}` is {state}, so its outcome can only be `unknown`", id=fix.id, state=fix.state)
            yield Hit(file.document.at("fixes", index, "outcome"), message, "unknown")


stale_translation = FAMILY.rule(
    6,
    "stale-translation",
    "The original has changed since; the two languages may now say different things.",
    "Update the translation, then let `rex translate` write the new fingerprint.",
    needs_clean_original=True,
)


@stale_translation.translation
def _stale(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if translation.translation.original != file.fingerprint:
        message = say(
            'translates an earlier text of {path}; bring it up to date, then run `{command}` (writes `original: "{fingerprint}"`)',
            path=file.path,
            command=f"rex translate {file.id} {translation.lang}",
            fingerprint=file.fingerprint,
        )
        yield Hit(translation.document.at("original"), message, file.fingerprint)


incomplete_translation = FAMILY.rule(
    7,
    "incomplete-translation",
    "A reader would get some claims in one language and some in another.",
    "Give each text of the original its translation, no more and no less.",
    needs_clean_original=True,
)


@incomplete_translation.translation
def _incomplete(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    texts, case, document = translation.translation, file.case, translation.document
    for field in fields_of(Case):
        for loc, message, guess in _differences(field, case, texts, file.path):
            # A key that is too much stands in the file; what is missing does not.
            position = document.at_key(*loc) if len(loc) > 1 else document.at(*loc)
            yield Hit(position, message, guess)


_Difference = tuple[tuple[str, ...], Message, str | None]


def _differences(field: WordField, original: Strict, texts: Strict, path: str) -> Iterator[_Difference]:
    """Where the words of a translation are more or fewer than those of the original."""
    name, given, has = field.called, getattr(texts, field.called), getattr(original, field.name)
    if field.shape is Shape.KEYED:
        wanted = wanted_keys(field, original)
        # What is nearly right is not missing too.
        meant = {nearest(term, [w for w in wanted if w not in given]) for term in given if term not in wanted}
        for term in wanted:
            if term not in given and term not in meant:
                yield (name,), say("`{field}` lacks `{id}`, which {path} has", field=name, id=term, path=path), None
        for term in given:
            if term not in wanted:
                guess = nearest(term, [w for w in wanted if w not in given])
                tail = did_you_mean(guess)
                yield (
                    (name, term),
                    say("`{field}` has `{id}`, which {path} has not{tail}", field=name, id=term, path=path, tail=tail),
                    guess,
                )
    elif field.shape in (Shape.ITEMS, Shape.TEXTS):
        if len(given) != len(has):
            message = say("`{field}` has {count} entries, {path} has {other}", field=name, count=len(given), path=path, other=len(has))
            yield (name,), message, None
    elif field.shape in (Shape.TEXT, Shape.PART) and not field.same:
        if given is None and has is not None:
            yield (name,), say("lacks `{field}`, unlike {path}", field=name, path=path), None
        elif given is not None and has is None:
            yield (name,), say("has `{field}`, unlike {path}", field=name, path=path), None
        elif field.shape is Shape.PART and has is not None:
            for part in field.fields:
                yield from ((((name, *loc), message, guess)) for loc, message, guess in _differences(part, has, given, path))


other_citations = FAMILY.rule(
    8,
    "other-citations",
    "A translation must rest on the same sources as its original.",
    "Cite the same sources in both texts.",
    needs_clean_original=True,
)


@other_citations.translation
def _other_citations(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    known = [source.id for source in file.case.sources]
    own = {citation.source for citation in file.body.citations}
    here = {citation.source for citation in translation.body.citations}
    for source in sorted(own - here):
        message = say("the text of {path} cites `{id}`, this translation does not", path=file.path, id=source)
        yield Hit(Position(translation.document.body_line, 1), message)
    for citation in translation.body.citations:
        if citation.source in known and citation.source not in own:
            message = say("cites `{id}`, which the text of {path} does not", id=citation.source, path=file.path)
            yield Hit(Position(citation.line, citation.column), message)
