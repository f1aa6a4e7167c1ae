"""REX9xx: the ways in which people would ask (`asked`). Search alone reads them, so they must be short, differ, and assert nothing."""

from collections.abc import Iterator, Sequence

from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.document import Document
from rex.core.language import LANGUAGES
from rex.core.message import say
from rex.core.text import fold
from rex.lint.rule import Example, Family, Hit, Surroundings

FAMILY = Family("REX9", "questions: the ways in which people would ask")

FEWEST, MOST, LONGEST = 3, 15, 80

bad_question = FAMILY.rule(
    1,
    "bad-question",
    "`asked` helps people find a page by their own words. A long, repeated or asserting one helps nobody and has no source.",
    f"Write {FEWEST} to {MOST} different ways, each at most {LONGEST} characters and no sentence.",
    Example("unknown: [how long", "asked: [empty dump, Empty dump, no copy]\nunknown: [how long"),
    since="0.2.0",
)


def _wrong(asked: Sequence[str], document: Document, *loc: str) -> Iterator[Hit]:
    if asked and not FEWEST <= len(asked) <= MOST:
        message = say("{n} ways of asking; write {fewest} to {most}", n=len(asked), fewest=FEWEST, most=MOST)
        yield Hit(document.at(*loc), message)
    seen: set[str] = set()
    for index, text in enumerate(asked):
        if len(text) > LONGEST:
            message = say("this has {n} characters; at most {longest}, as people type it", n=len(text), longest=LONGEST)
            yield Hit(document.at(*loc, index), message)
        if text.rstrip().endswith((".", "…")):
            message = say("this is a sentence; write the words that somebody would type, without a claim")
            yield Hit(document.at(*loc, index), message)
        if fold(text) in seen:
            yield Hit(document.at(*loc, index), say("'{text}' stands there twice", text=text))
        seen.add(fold(text))


@bad_question.case
def _in_case(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _wrong(file.case.asked, file.document, "asked")


@bad_question.translation
def _in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return _wrong(translation.translation.asked, translation.document, "asked")


@bad_question.vocabulary
def _in_vocabulary(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    vocabulary = corpus.vocabulary
    for table in (vocabulary.mistakes, vocabulary.fixes, vocabulary.symptoms):
        for term in table:
            for lang in LANGUAGES:
                for hit in _wrong(getattr(table[term].asked, lang), table.document, term, "asked", lang):
                    yield table.path, hit
