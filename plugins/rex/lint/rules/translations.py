"""REX7xx: whether a translation is one."""

import re
from collections import Counter
from collections.abc import Iterator

from rex.core.body import CITATION, Body
from rex.core.corpus import CaseFile, TranslationFile
from rex.core.document import Document
from rex.core.errors import Position
from rex.core.language import LANGUAGES
from rex.core.message import Message, say
from rex.core.place import place
from rex.core.translated import skeleton
from rex.lint.rule import Example, Family, Hit, Severity, Surroundings
from rex.lint.rules.fields import own_texts
from rex.lint.texts import texts_in
from rex.lint.unbuilt import headed_in

FAMILY = Family("REX7", "translations: whether they are one, and say the same")

FAMILY.rule(
    1,
    "whole-case",
    "A translation holds only words; ids, dates and sources come from the original, so that the two cannot disagree.",
    "Start it with `rex translate`, or delete the fields that the original already has.",
    since="0.2.0",
)
untranslated = FAMILY.rule(
    2,
    "untranslated",
    "A text in the language of the original would be shown as if it were translated.",
    "Translate it. Names, commands and short texts may stay.",
    since="0.2.0",
    needs_clean_original=True,
)

# Stands for "not translated yet": no text has this fingerprint, so the skeleton cannot pass for a translation.
UNTRANSLATED = "00000000"
# Figures, units and times may be written alike.
_ALIKE = ("value", "before", "after", "unit", "period")
# Names and short labels are the same in both languages.
FEWEST_WORDS = 5
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"[^\W\d_]{2,}")


def _same(text: str, other: str) -> bool:
    return _folded(text) == _folded(other) and _is_sentence(text)


def _is_sentence(text: str) -> bool:
    """True for more than a name, a label or a line of code."""
    return len(_WORD.findall(_CODE.sub("", text))) >= FEWEST_WORDS


def _folded(text: str) -> str:
    return " ".join(CITATION.sub("", text).split()).casefold()


def _paragraphs(body: str, line: int) -> Iterator[tuple[int, str]]:
    """Each paragraph with the line on which it begins; code, tables and quotations are none."""
    is_code = False
    lines: list[str] = []
    for row, raw in enumerate([*body.split("\n"), ""], line):
        if raw.startswith("```"):
            is_code = not is_code
        elif raw.strip() and not is_code and not raw.startswith(("#", "|", ">")):
            lines.append(raw)
            continue
        if lines:
            yield row - len(lines), "\n".join(lines)
            lines = []


def unchanged(translation: TranslationFile, file: CaseFile) -> list[tuple[Position, str]]:
    """The texts that are still those of the original: where they stand and how they begin."""
    given = dict(texts_in(translation.document.values))
    found = [
        (translation.document.at(*loc), str(place(loc)))
        for loc, text in texts_in(skeleton(file.case))
        if loc[0] != "asked" and loc[-1] not in _ALIKE and loc in given and _same(given[loc], text)
    ]
    own = {_folded(text) for _, text in _paragraphs(file.body.text, 1)}
    for line, text in _paragraphs(translation.body.text, translation.document.body_line):
        if _folded(text) in own and _is_sentence(text):
            found.append((Position(line, 1), text[:40]))
    return found


def counted(translation: TranslationFile) -> int:
    """How many texts a translation has that could be unchanged."""
    texts = [text for _, text in texts_in(translation.document.values)]
    texts += [text for _, text in _paragraphs(translation.body.text, 1)]
    return sum(_is_sentence(text) for text in texts)


@untranslated.translation
def _untranslated(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if translation.lang == file.case.lang or translation.translation.original == UNTRANSLATED:
        return  # that nobody has begun is said by the fingerprint
    same = unchanged(translation, file)
    language = LANGUAGES[file.case.lang].name if file.case.lang in LANGUAGES else file.case.lang
    if len(same) > max(3, counted(translation) // 2):
        # One thing to say: nobody has begun.
        yield Hit(same[0][0], say("most of this translation is still the text of {path} ({language})", path=file.path, language=language))
        return
    for position, text in same:
        yield Hit(position, say("this text is still that of {path} ({language}): {text}", path=file.path, language=language, text=text))


other_figures = FAMILY.rule(
    3,
    "other-figures",
    "A figure that differs between the languages is wrong in one of them.",
    "Compare both with the source.",
    since="0.2.0",
    severity=Severity.WARNING,
    needs_clean_original=True,
)

_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f,.’'](?=\d{3}(?!\d))")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_TIME = re.compile(r"(?<![\d.])([01]?\d|2[0-4])\.([0-5]\d)(?![\d.])")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)\[\]\s]*\)|https?://\S+|\[\^[^\[\]]*\]")


def figures(text: str) -> Counter[str]:
    """The numbers of a text, however its language writes them: `1,234.5` and `1 234,5` are one."""
    text = _NOT_PROSE.sub(" ", text)
    # 17.30 is a time in one language and 17 h 30 in the other; two numbers in both.
    text = _TIME.sub(r"\1 \2", _DECIMAL.sub(".", _THOUSANDS.sub("", text)))
    return Counter(number.lstrip("0") or "0" for number in _NUMBER.findall(text))


@other_figures.translation
def _other_figures(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    given = dict(texts_in(translation.document.values))
    for loc, text in texts_in(skeleton(file.case)):
        if loc[0] != "asked" and loc in given and (different := _different(text, given[loc])):
            ours, theirs = different
            message = say("{place} says {ours}, {path} says {theirs}", place=place(loc), ours=ours, path=file.path, theirs=theirs)
            yield Hit(translation.document.at(*loc), message)
    ours_by_section, theirs_by_section = _sections(translation.body.text), _sections(file.body.text)
    if len(ours_by_section) != len(theirs_by_section):
        return
    for (row, own), (_, other) in zip(ours_by_section, theirs_by_section, strict=True):
        if different := _different(other, own):
            ours, theirs = different
            message = say("this section says {ours}, {path} says {theirs}", ours=ours, path=file.path, theirs=theirs)
            yield Hit(Position(translation.document.body_line + row, 1), message)


def _different(original: str, translated: str) -> tuple[str, str] | None:
    """What only the translation says and what only the original says, if each says something that the other does not."""
    own, other = figures(translated), figures(original)
    if own.keys() == other.keys():
        return None
    ours, theirs = sorted(own.keys() - _halves(other)), sorted(other.keys() - _halves(own))
    return (", ".join(ours[:5]), ", ".join(theirs[:5])) if ours and theirs else None


def _halves(numbers: Counter[str]) -> set[str]:
    """The numbers, and those that are the same hour of the other half of the day: 3 pm is 15 h."""
    hours = {int(number) for number in numbers if number.isdecimal() and int(number) <= 24}
    return {*numbers, *(str(hour + turn) for hour in hours for turn in (-12, 12))}


def _sections(body: str) -> list[tuple[int, str]]:
    """Line (from 0) and text of each section."""
    found: list[tuple[int, list[str]]] = []
    for row, line in enumerate(body.split("\n")):
        if line.startswith("## "):
            found.append((row, []))
        elif found:
            found[-1][1].append(line)
    return [(row, "\n".join(lines)) for row, lines in found]


other_language = FAMILY.rule(
    4,
    "other-language",
    "A reader who chose a language gets a sentence in another one, and search in that language does not find it.",
    "Translate it. A quotation may stay, in quotation marks; a command in backticks.",
    Example(
        "Restore one backup a week on a machine that has never seen the data, and write down how long it took.",
        "Restaurez une sauvegarde par semaine sur une machine qui n'a jamais vu les données, et notez le temps que cela a pris.",
    ),
    since="0.2.0",
    severity=Severity.WARNING,
)
without_accents = FAMILY.rule(
    5,
    "without-accents",
    "French without its accents is hard to read, and search takes some of its words for others.",
    "Write the accents.",
    since="0.2.0",
    severity=Severity.WARNING,
)

# Words that make up sentences, and stand in no other language of the base.
_SENTENCE_WORDS = {
    "en": frozenset(
        "the of and was were had has have that which with from they their this would could been after before when it is by to did".split()
    ),
    "fr": frozenset(
        "le la les des une est était dans pour que qui avec sur pas ont cette ces aux du et par il elle leur été avait au ne se".split()
    ),
}
# What is no word without its accents: `ou`, `a`, `arrete` are, and are not here.
_UNACCENTED = {
    "fr": {
        "equipe": "équipe",
        "equipes": "équipes",
        "systeme": "système",
        "systemes": "systèmes",
        "probleme": "problème",
        "problemes": "problèmes",
        "deja": "déjà",
        "apres": "après",
        "tres": "très",
        "meme": "même",
        "etait": "était",
        "etaient": "étaient",
        "ete": "été",
        "donnees": "données",
        "reseau": "réseau",
        "deploiement": "déploiement",
        "developpement": "développement",
        "derniere": "dernière",
        "premiere": "première",
        "resultats": "résultats",
        "methode": "méthode",
        "securite": "sécurité",
        "qualite": "qualité",
        "fevrier": "février",
        "decembre": "décembre",
        "francais": "français",
        "etre": "être",
        "peut-etre": "peut-être",
        "numero": "numéro",
        "periode": "période",
        "voila": "voilà",
    },
}
_QUOTED = re.compile(r"`[^`]*`|“[^”]*”|«[^»]*»|\"[^\"]*\"|\]\([^)]*\)|\[\^[^\]]*\]|https?://\S+|\*[^*]+\*")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FEWEST_SENTENCE_WORDS = 3


def language_of(text: str) -> str | None:
    """The language in which a text is written, if its small words leave no doubt."""
    words = [word.casefold() for word in _LETTERS.findall(_QUOTED.sub(" ", text))]
    counts = {lang: sum(word in small for word in words) for lang, small in _SENTENCE_WORDS.items()}
    best = max(counts, key=lambda lang: counts[lang])
    others = sum(count for lang, count in counts.items() if lang != best)
    return best if counts[best] >= FEWEST_SENTENCE_WORDS and counts[best] > 4 * others else None


def _own_texts(document: Document, body: Body) -> Iterator[tuple[Position, Message, str]]:
    """Everything that is said in words of the file's own language: where, what it is called, and the text."""
    yield from own_texts(document)
    for line, text in _paragraphs(body.text, document.body_line):
        yield Position(line, 1), say("this text"), text


def _in_words_of(document: Document, body: Body, lang: str) -> Iterator[Hit]:
    for position, name, text in _own_texts(document, body):
        if lang in LANGUAGES and (other := language_of(text)) and other != lang:
            message = say(
                "{place} is in {other}, and this file in {language}", place=name, other=LANGUAGES[other].name, language=LANGUAGES[lang].name
            )
            yield Hit(position, message)


@other_language.case
def _other_language(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if not headed_in(file.body, file.case.lang):
        yield from _in_words_of(file.document, file.body, file.case.lang)


@other_language.translation
def _other_language_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    # What is still the original's has been reported as that.
    same = {position for position, _ in unchanged(translation, file)}
    if translation.lang == file.case.lang:
        return
    if translation.translation.original != UNTRANSLATED and not headed_in(translation.body, translation.lang):
        found = _in_words_of(translation.document, translation.body, translation.lang)
        yield from (hit for hit in found if hit.position not in same)


@without_accents.case
def _without_accents(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _unaccented(file.document, file.body, file.case.lang)


@without_accents.translation
def _without_accents_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    yield from _unaccented(translation.document, translation.body, translation.lang)


def _unaccented(document: Document, body: Body, lang: str) -> Iterator[Hit]:
    right = _UNACCENTED.get(lang, {})
    for position, name, text in _own_texts(document, body) if right else ():
        words = (word.casefold() for word in _LETTERS.findall(_QUOTED.sub(" ", text)))
        if word := next((word for word in words if word in right), None):
            message = say("{place} has lost its accents: `{word}` is written `{right}`", place=name, word=word, right=right[word])
            yield Hit(position, message)
