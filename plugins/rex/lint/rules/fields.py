"""REX1xx: one field at a time. Most are found while the model is built (`rex.core.parse`)."""

from collections.abc import Iterator

from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.dates import PartialDate
from rex.core.errors import Problem
from rex.core.language import LANGUAGES
from rex.core.model import Status
from rex.core.parse import nearest
from rex.lint.rule import Example, Rule


def _after_review(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    reviewed = PartialDate.parse(file.case.reviewed).last_day
    at = file.document.at
    if file.case.period and file.case.period.end.first_day > reviewed and file.case.status is not Status.WANTED:
        yield Problem("impossible-date", at("date"), f"`date` ends after the review of {file.case.reviewed}")
    for index, source in enumerate(file.case.sources):
        if source.date and PartialDate.parse(source.date).first_day > reviewed:
            message = f"`sources[{index}].date` ({source.date}) is later than the review of {file.case.reviewed}"
            yield Problem("impossible-date", at("sources", index, "date"), message)


def _language(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    lang = file.case.lang
    if lang not in LANGUAGES:
        guess = nearest(lang, list(LANGUAGES))
        yield Problem(
            "unknown-value", file.document.at("lang"), f"`lang` cannot be '{lang}'; cases are written in {' or '.join(LANGUAGES)}", guess
        )


def _self_translation(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if translation.lang == file.case.lang:
        message = f"`{file.path}` is already in `{translation.lang}`; a translation must be in another language"
        yield Problem("file-name", translation.document.at(), message)


def _status_fields(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    case, at = file.case, file.document.at
    if case.status is Status.WITHDRAWN and not case.withdrawn_because:
        yield Problem("status-conflict", at("status"), "a withdrawn case needs `withdrawn_because`")
    if case.status is not Status.WITHDRAWN and case.withdrawn_because:
        yield Problem("status-conflict", at("withdrawn_because"), f"`withdrawn_because` does not go with `status: {case.status}`")
    if case.status is Status.WANTED:
        for name in ("mistakes", "fixes", "results", "impact"):
            if getattr(case, name):
                yield Problem("status-conflict", at(name), f"`{name}` does not go with `status: wanted`: its lessons are not known yet")
    if case.status is Status.PUBLISHED:
        if not (case.mistakes or case.fixes):
            yield Problem("status-conflict", at("status"), "a published case needs at least one mistake or fix")
        if not case.pillars:
            yield Problem("status-conflict", at("status"), "a published case needs `pillars`")
    if not case.sources:
        yield Problem("claim-without-source", at("sources"), "a case needs at least one source")


def _unknown(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if not file.case.unknown and file.case.status is Status.PUBLISHED:
        yield Problem("nothing-unknown", file.document.at("unknown"), "`unknown` is empty; what would a reader ask that no source answers?")


RULES = (
    Rule(
        "REX101",
        "unknown-field",
        "A misspelt field would be ignored and what it says lost.",
        "Use the name of the field reference; the message proposes the nearest.",
        Example("signals:", "signal:"),
    ),
    Rule(
        "REX102",
        "missing-field",
        "Pages show this field; without it they would have a hole.",
        "Add the field. Where nobody knows the answer, say so in `unknown`.",
        Example("kind: incident\n", ""),
    ),
    Rule(
        "REX103",
        "wrong-type",
        "A list where text is expected, or a number where a list is, would be shown wrongly.",
        "Give the kind of value the message names; numbers that are text go in quotes.",
        Example("pillars: [automation]", "pillars: automation"),
    ),
    Rule(
        "REX104",
        "unknown-value",
        "The value is not one of those that pages know how to show.",
        "Use one of the values the message lists.",
        Example("kind: incident", "kind: incidnet"),
        check_case=_language,
    ),
    Rule(
        "REX105",
        "impossible-date",
        "A date that is not in the calendar, ends before it starts or lies after the review cannot be right.",
        "Correct it; give only the precision the source gives.",
        Example("date: 2024-03-05", "date: 2024-02-30"),
        check_case=_after_review,
    ),
    Rule(
        "REX106",
        "file-name",
        "The file name is the case's id and address for ever: it must be plain, and a translation must be found by it.",
        "Name a case `a-few-words-2017.md` and its translation `a-few-words-2017.fr.md`.",
        check_translation=_self_translation,
    ),
    Rule(
        "REX107",
        "empty-text",
        "An empty field says nothing and shows as a hole.",
        "Fill it, or remove the line.",
        Example("what: The nightly job wrote empty files.", 'what: ""'),
    ),
    Rule(
        "REX108",
        "text-length",
        "Titles and summaries appear in lists, search results and feeds, where there is room for so much and no more.",
        "Shorten or lengthen it.",
        Example("title: An untested backup turns a disk failure into two days of lost orders", "title: " + "Words " * 30),
    ),
    Rule(
        "REX109",
        "status-conflict",
        "A call for lessons that lists lessons, or a withdrawal without a reason, would mislead the reader.",
        "Change the status or the field.",
        Example("status: published", "status: wanted"),
        check_case=_status_fields,
    ),
    Rule(
        "REX110",
        "nothing-unknown",
        "Every public account leaves questions open. Saying which is what makes the rest believable.",
        "Name at least one question that no source answers.",
        Example("unknown: [how long the restore took]", "unknown: []"),
        check_case=_unknown,
    ),
    Rule(
        "REX111",
        "line-end",
        "Titles, claims and figures stand on one line in lists, tables, feeds and pictures; a line end would break them.",
        "Write the text on one line, or fold it with `>-`.",
        Example("what: The nightly job wrote empty files.", "what: |\n      The nightly job\n      wrote empty files."),
    ),
)
