"""REX1xx: one field at a time. Most are found while the model is built (`rex.core.parse`)."""

import re
from collections.abc import Iterator

from rex.core import address
from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.dates import PartialDate
from rex.core.document import Document
from rex.core.errors import Position
from rex.core.language import LANGUAGES
from rex.core.message import Message, one_of, say
from rex.core.model import Status
from rex.core.parse import did_you_mean, nearest, wrapped
from rex.core.place import place
from rex.core.text import unwrapped
from rex.lint.rule import Example, Family, Hit, Severity, Surroundings
from rex.lint.texts import texts_in
from rex.lint.today import today
from rex.lint.unbuilt import unbuilt

FAMILY = Family("REX1", "one field: name, kind of value, date, length, address")

FAMILY.rule(
    1,
    "unknown-field",
    "A misspelt field would be ignored and what it says lost.",
    "Use the name of the field reference; the message proposes the nearest.",
    Example("signals:", "signal:"),
)
FAMILY.rule(
    2,
    "missing-field",
    "Pages show this field; without it they would have a hole.",
    "Add the field. Where nobody knows the answer, say so in `unknown`.",
    Example("kind: incident\n", ""),
)
FAMILY.rule(
    3,
    "wrong-type",
    "A list where text is expected, or a number where a list is, would be shown wrongly.",
    "Give the kind of value the message names; numbers that are text go in quotes.",
    Example("pillars: [automation]", "pillars: automation"),
)
unknown_value = FAMILY.rule(
    4,
    "unknown-value",
    "The value is not one of those that pages know how to show, or an address that nobody can open.",
    "Use one of the values the message lists; copy an address from the browser.",
    Example("kind: incident", "kind: incidnet"),
)


@unknown_value.case
def _language(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    lang = file.case.lang
    if lang not in LANGUAGES:
        guess = nearest(lang, list(LANGUAGES))
        message = say(
            "`lang` cannot be '{value}'; cases are written in {legal}{tail}",
            value=lang,
            legal=one_of(list(LANGUAGES)),
            tail=did_you_mean(guess),
        )
        yield Hit(file.document.at("lang"), message, guess)


@unknown_value.case
def _archived(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for index, source in enumerate(file.case.sources):
        if source.archived and address.plain(source.archived) == address.plain(source.url):
            message = say(
                "{place} is the address itself; give that of an archived copy, or remove the line",
                place=place(("sources", index, "archived")),
            )
            yield Hit(file.document.at("sources", index, "archived"), message)


impossible_date = FAMILY.rule(
    5,
    "impossible-date",
    "A date that is not in the calendar, ends before it starts or lies after the review cannot be right.",
    "Correct it; give only the precision the source gives.",
    Example("date: 2024-03-05", "date: 2024-02-30"),
)


@impossible_date.case
def _after_review(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    reviewed = PartialDate.parse(file.case.reviewed).last_day
    at = file.document.at
    if file.case.period and file.case.period.end.first_day > reviewed and file.case.status is not Status.WANTED:
        yield Hit(at("date"), say("`date` ends after the review of {month}", month=file.case.reviewed))
    for index, source in enumerate(file.case.sources):
        if source.date and PartialDate.parse(source.date).first_day > reviewed:
            message = say(
                "{place} ({date}) is later than the review of {month}",
                place=place(("sources", index, "date")),
                date=source.date,
                month=file.case.reviewed,
            )
            yield Hit(at("sources", index, "date"), message)


file_name = FAMILY.rule(
    6,
    "file-name",
    "The file name is the case's id and address for ever: it must be plain, and a translation must be found by it.",
    "Name a case `a-few-words-2017.md` and its translation `a-few-words-2017.fr.md`.",
)


@file_name.translation
def _self_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if translation.lang == file.case.lang:
        message = say("`{path}` is already in `{lang}`; a translation must be in another language", path=file.path, lang=translation.lang)
        yield Hit(translation.document.at(), message)


FAMILY.rule(
    7,
    "empty-text",
    "An empty field says nothing and shows as a hole.",
    "Fill it, or remove the line.",
    Example("what: The nightly job wrote empty files.", 'what: ""'),
)
FAMILY.rule(
    8,
    "text-length",
    "Titles and summaries appear in lists, search results and feeds, where there is room for so much and no more.",
    "Shorten or lengthen it.",
    Example("title: An untested backup turns a disk failure into two days of lost orders", "title: " + "Words " * 30),
)
status_conflict = FAMILY.rule(
    9,
    "status-conflict",
    "A call for lessons that lists lessons, or a withdrawal without a reason, would mislead the reader.",
    "Change the status or the field.",
    Example("status: published", "status: wanted"),
)


@status_conflict.case
def _status_fields(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    case, at = file.case, file.document.at
    if case.status is Status.WITHDRAWN and not case.withdrawn_because:
        yield Hit(at("status"), say("a withdrawn case needs `withdrawn_because`"))
    if case.status is not Status.WITHDRAWN and case.withdrawn_because:
        yield Hit(at("withdrawn_because"), say("`withdrawn_because` does not go with `status: {status}`", status=case.status))
    if case.status is Status.WANTED:
        told = [name for name in ("mistakes", "fixes", "results", "impact") if getattr(case, name)]
        if len(told) == 1:
            message = say("`{field}` does not go with `status: wanted`: its lessons are not known yet", field=told[0])
            yield Hit(at(told[0]), message)
        elif told:
            # One cause: the status.
            message = say("`status: wanted` does not go with {fields}: its lessons are not known yet", fields=one_of(told))
            yield Hit(at("status"), message)
    if case.status is Status.PUBLISHED:
        if not (case.mistakes or case.fixes):
            yield Hit(at("status"), say("a published case needs at least one mistake or fix"))
        if not case.pillars:
            yield Hit(at("pillars" if "pillars" in file.document.values else "status"), say("a published case needs `pillars`"))


nothing_unknown = FAMILY.rule(
    10,
    "nothing-unknown",
    "Every public account leaves questions open. Saying which is what makes the rest believable.",
    "Name at least one question that no source answers.",
    Example("unknown: [how long the restore took]", "unknown: []"),
)


@nothing_unknown.case
def _unknown(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if not file.case.unknown and file.case.status is Status.PUBLISHED:
        yield Hit(file.document.at("unknown"), say("`unknown` is empty; what would a reader ask that no source answers?"))


FAMILY.rule(
    11,
    "line-end",
    "Titles, claims and figures stand on one line in lists, tables, feeds and pictures; a line end would break them.",
    "Write the text on one line, or fold it with `>-`.",
    Example("what: The nightly job wrote empty files.", "what: |\n      The nightly job\n      wrote empty files."),
    since="0.2.0",
)
placeholder = FAMILY.rule(
    12,
    "placeholder",
    "A sentence of the template that nobody replaced would be published as what happened, and count as evidence.",
    "Replace it with what your source says, or remove the line.",
    Example("what: The nightly job wrote empty files.", "what: What happened here, in your own words."),
    since="0.2.0",
)

# What the templates of `rex new` and CONTRIBUTING say where an author has to write, in every language.
PLACEHOLDERS = re.compile(
    r"(?:TODO\b|FIXME\b|XXX\b|À FAIRE\b|lorem ipsum|n/a$|tb[acd]$|\?+$|…$|\.\.\.$"
    r"|One or two sentences, 80 to 300 characters|What happened here, in your own words|What was done here\.?$"
    r"|what no source says and a reader would ask|Its own title$|Who published it$|(?:company|mistake|fix)-id$"
    r"|Une ou deux phrases, de 80 à 300 caractères|Ce qui s’est passé ici, avec vos mots|Ce qui a été fait ici\.?$"
    r"|ce qu’aucune source ne dit et qu’un lecteur demanderait|Son propre titre$|Qui l’a publié$)",
    re.IGNORECASE,
)


@placeholder.case
def _placeholders(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _untouched(file.document, file.body.text)


@placeholder.translation
def _translated_placeholders(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _untouched(translation.document, translation.body.text)


@placeholder.corpus
def _placeholders_beside_other_faults(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    """In a case that cannot be built yet: a fresh draft says at once everything that has to be replaced."""
    for path, document in unbuilt(corpus):
        yield from ((path, hit) for hit in _untouched(document, document.body))


_CODE = re.compile(r"`[^`]*`")
_REMINDER = re.compile(r"\b(?:TODO|FIXME|TBD|XXX)\b(?=[:)\]]|$)")


def _untouched(document: Document, body: str) -> Iterator[Hit]:
    for loc, text in texts_in(document.values):
        if PLACEHOLDERS.match(text.strip()):
            yield Hit(document.at(*loc), say("{place} still says what the template says: '{text}'", place=place(loc), text=text))
    for row, line in enumerate(body.split("\n"), document.body_line):
        if line.strip() and PLACEHOLDERS.match(line.strip()) and (line.strip() in ("…", "...") or not line.strip().endswith(("…", "..."))):
            yield Hit(Position(row, 1), say("this line still says what the template says: '{text}'", text=line.strip()))
        elif match := _REMINDER.search(_CODE.sub(lambda code: " " * len(code.group()), line)):
            yield Hit(
                Position(row, match.start() + 1),
                say("`{text}` is a reminder to yourself; write what is still missing, or remove it", text=match.group()),
            )


future_review = FAMILY.rule(
    13,
    "future-review",
    "Nobody has compared the case with its sources in a month that has not come yet.",
    "Give the month in which you read the sources.",
    Example("reviewed: 2026-11", "reviewed: 2099-01"),
    since="0.2.0",
    severity=Severity.WARNING,
)


@future_review.case
def _future(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _in_the_future(file.document, file.case.reviewed)


@future_review.translation
def _translated_future(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _in_the_future(translation.document, translation.translation.reviewed)


def _in_the_future(document: Document, reviewed: str) -> Iterator[Hit]:
    if PartialDate.parse(reviewed).first_day > today():
        yield Hit(document.at("reviewed"), say("`reviewed` ({month}) lies in the future", month=reviewed))


markup = FAMILY.rule(
    14,
    "markup-in-text",
    "Fields are plain text: Markdown and citations in them are shown as they are typed.",
    "Write plain words; put a citation into `sources` and what is code into backticks.",
    Example("what: The nightly job wrote empty files.", 'what: "The nightly job **wrote empty files**.[^report]"'),
    since="0.2.0",
    severity=Severity.WARNING,
)
_MARKUP = re.compile(
    r"\[\^[^\]\s]{1,80}\]|\]\(|\*\*\S|(?<!\w)__\S|<{7}|>{7}|^#{1,6} |<(?:a|b|i|u|em|strong|br|p|div|span|script|img|code)\b[^>]{0,200}>",
    re.IGNORECASE,
)


@markup.case
def _markup_in_case(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _marked_up(file.document)


@markup.translation
def _markup_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _marked_up(translation.document)


def _marked_up(document: Document) -> Iterator[Hit]:
    for loc, text in texts_in(document.values):
        if "signals" in loc or "url" in loc or "archived" in loc:
            continue  # literal, whatever it says
        if match := _MARKUP.search(_CODE.sub("", text)):
            message = say("{place} holds markup (`{sign}`), which would be shown as it is", place=place(loc), sign=match.group())
            yield Hit(document.at(*loc), message)


undrawn_letter = FAMILY.rule(
    15,
    "undrawn-letter",
    "The picture beside a link to a case is drawn in a font of Latin letters; what it has no letter for stands there as an empty box.",
    "Write the title in Latin letters and common signs; another spelling of a name may stand in the text.",
    Example("title: An untested backup", "title: An untested 備份"),
    since="0.2.0",
    severity=Severity.WARNING,
)
# What the font of the pictures can draw; a test asks the font.
DRAWN = (
    " -~\u00a0-\u00ac\u00ae-\u0148\u014a-\u017f\u02b3\u1d49\u2009\u2011\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020\u2022\u2026\u202f\u2030"
    "\u2032\u2033\u2039\u203a\u2044\u20ac\u2116\u2122\u2190-\u2194\u2212\u2248\u2260\u2264\u2265\u2713\u2717"
)
_UNDRAWN = re.compile(f"[^{DRAWN}]")


@undrawn_letter.case
def _undrawn_title(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _undrawn(file.document, file.case.title)


@undrawn_letter.translation
def _undrawn_translated_title(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _undrawn(translation.document, translation.translation.title)


def _undrawn(document: Document, title: str) -> Iterator[Hit]:
    if letters := "".join(dict.fromkeys(_UNDRAWN.findall(title))):
        yield Hit(document.at("title"), say("the picture of this case cannot draw `{letters}`", letters=letters))


typographic_quotes = FAMILY.rule(
    16,
    "typographic-quotes",
    "YAML knows straight quotes only: the marks “ ” and « » around a whole value are shown to the reader, who takes it for a quotation.",
    "Write it without them, or in straight quotes where YAML needs some; name who is quoted where it is a quotation.",
    Example("what: The nightly job wrote empty files.", "what: “The nightly job wrote empty files.”"),
    since="0.2.0",
)
# Fields in words of their own; what sources and programs are called keeps its language and its marks.
OWN_WORDS = frozenset(("title", "summary", "caution", "what", "diagnosis", "measure", "unknown", "withdrawn_because"))


def own_texts(document: Document) -> Iterator[tuple[Position, Message, str]]:
    """Each text of a front matter in words of the file's own language: where it stands, what it is called, and the text."""
    for loc, text in texts_in(document.values):
        fields = [part for part in loc if isinstance(part, str)]
        is_claim = len(loc) == 2 and loc[0] in ("mistakes", "fixes")  # of a translation, by their ids
        if is_claim or (fields and fields[0] not in ("sources", "signals", "asked") and fields[-1] in OWN_WORDS):
            yield document.at(*loc), place(loc), text


@typographic_quotes.case
def _wrapped_in_case(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _wrapped(file.document)


@typographic_quotes.translation
def _wrapped_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _wrapped(translation.document)


@typographic_quotes.vocabulary
def _wrapped_in_vocabulary(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    for table in corpus.vocabulary.tables().values():
        for loc, text in texts_in(table.document.values):
            if len(loc) > 1 and loc[1] in ("name", "label", "definition", "meaning", "about") and (inner := unwrapped(text)):
                yield table.path, Hit(table.document.at(*loc), wrapped(place(loc[1:])), inner)


def _wrapped(document: Document) -> Iterator[Hit]:
    for position, name, text in own_texts(document):
        if inner := unwrapped(text):
            yield Hit(position, wrapped(name), inner)
