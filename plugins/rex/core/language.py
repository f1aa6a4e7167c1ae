"""The languages of the base: one row each, and what depends on nothing but the language.

Words of the interface are not here (see `rex.pages`): this is what a case file itself must obey.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_NARROW = "\u202f"
_NBSP = "\u00a0"
# Digits in groups of three. What begins with more than three, such as a year, is no such number.
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?!\d)")
# Code, link destinations, citations and the delimiter row of a table are not prose.
_NOT_PROSE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`|\]\([^)\[\]\n]*\)|<https?://[^<>\n]*>|^(?=.[^|\n]*\|)[ \t:|-]++$)", re.S | re.M)


def set_french_spaces(text: str) -> str:
    """Make the spaces around French punctuation and within numbers unbreakable, so that nobody has to type them.

    Only an existing ordinary space is replaced: a narrow one before `;`, `!`, `?` and between digits, a full one before `:`,
    inside guillemets and before `%`. Code, link targets and table rulers stay as they are.
    (Imprimerie nationale, Lexique des règles typographiques, 2002.)
    """
    pieces = _NOT_PROSE.split(text)
    for index in range(0, len(pieces), 2):
        piece = re.sub(r" (?=[;!?](?!\[))", _NARROW, pieces[index])
        piece = re.sub(r" (?=[:»%](?![:-]))", _NBSP, piece)
        piece = re.sub(r"« ", f"«{_NBSP}", piece)
        pieces[index] = _GROUPED.sub(lambda number: number[0].replace(" ", _NARROW), piece)
    return "".join(pieces)


@dataclass(frozen=True)
class Language:
    """`sections` are the five headings of a case body, in the order in which they must stand.

    `set_type` gives a text the typography of the language; `per_cent` is what follows a number, `colon` what stands
    between a title and what it is about. `apostrophe` is what the keyboard's own becomes in a text.
    """

    code: str
    name: str
    sections: tuple[str, str, str, str, str]
    set_type: Callable[[str], str] = str
    per_cent: str = "%"
    colon: str = ": "
    apostrophe: str = "'"


LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", ("Context", "What went wrong", "What changed", "Results", "What to keep")),
        Language(
            "fr",
            "Français",
            ("Contexte", "Ce qui n’a pas marché", "Ce qui a changé", "Résultats", "Ce qu’il faut retenir"),
            set_french_spaces,
            f"{_NBSP}%",
            f"{_NBSP}: ",
            "’",
        ),
    )
}

DEFAULT_LANGUAGE = "en"

# Sections that state facts, hence need a source in each paragraph; the last one is the editors' own advice.
FACTUAL_SECTIONS = range(4)
RESULTS_SECTION = 3


def set_type(text: str, lang: str) -> str:
    """A text with the typography of its language; a language that this base does not know stays as it is."""
    language = LANGUAGES.get(lang)
    return language.set_type(text) if language else text


def normalise_apostrophes(text: str) -> str:
    """One apostrophe for comparing headings: people type both."""
    return text.replace("'", "’")
