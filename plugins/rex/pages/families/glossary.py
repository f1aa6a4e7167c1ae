"""The glossary: every term of the base, its words in all languages side by side."""

from dataclasses import dataclass

from rex.core.grade import Grade
from rex.core.language import LANGUAGES
from rex.core.model import Kind, Outcome, State, Voice
from rex.core.text import fold
from rex.pages.view import MOST_SYNONYMS, View
from rex.pages.words import words_of

# Words of the trade and of this base that are no entry of the vocabulary: `glossary.words` defines them.
_WORDS = ("rex", "cams", "case", "mistake", "fix", "pillar", "link", "grade", "source", "voice", "first-hand", "signal", "wanted")


@dataclass(frozen=True)
class Said:
    """A term in one language."""

    lang: str
    label: str
    definition: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A term in every language, that of the page first; `anchor` is its id on the page, `kind` its own page's, if any."""

    anchor: str
    said: tuple[Said, ...]
    kind: str = ""
    id: str = ""


class Glossary:
    """Sections of entries, each in the alphabetical order of the page's language."""

    def __init__(self, view: View) -> None:
        self.view = view
        own = view.lang
        self.languages = (own, *(code for code in LANGUAGES if code != own))

    def words(self) -> list[Entry]:
        """What a reader must know to read any page here."""
        return self._sorted([self._worded("word", word, "glossary.words") for word in _WORDS])

    def pillars(self) -> list[Entry]:
        return [self._term("pillar", term, self.view.vocabulary.pillars) for term in self.view.vocabulary.pillars]

    def mistakes(self) -> list[Entry]:
        return self._sorted([self._term("mistake", term, self.view.vocabulary.mistakes) for term in self.view.vocabulary.mistakes])

    def fixes(self) -> list[Entry]:
        return self._sorted([self._term("fix", term, self.view.vocabulary.fixes) for term in self.view.vocabulary.fixes])

    def scales(self) -> list[tuple[str, list[Entry]]]:
        """Closed lists whose order means something: it is kept."""
        return [
            ("kind", [self._pair("kind", value, "case_kind", "glossary.kinds") for value in Kind]),
            ("state", [self._pair("state", value, "state", "glossary.states") for value in State]),
            ("outcome", [self._pair("outcome", value, "outcome", "glossary.outcomes") for value in Outcome]),
            ("grade", [self._pair("grade", value, "grade", "grade_why") for value in Grade]),
            ("voice", [self._pair("voice", value, "voice", "glossary.voices") for value in Voice]),
        ]

    def _worded(self, anchor: str, word: str, key: str) -> Entry:
        said = tuple(Said(code, words_of(code)(f"{key}.{word}.label"), words_of(code)(f"{key}.{word}.text")) for code in self.languages)
        return Entry(f"{anchor}-{word}", said)

    def _pair(self, anchor: str, value: str, label: str, text: str) -> Entry:
        said = tuple(Said(code, words_of(code)(f"{label}.{value}"), words_of(code)(f"{text}.{value}")) for code in self.languages)
        return Entry(f"{anchor}-{value}", said)

    def _term(self, kind: str, term: str, table) -> Entry:  # type: ignore[no-untyped-def]  # tables of different entries
        entry = table[term]
        said = tuple(Said(code, entry.label[code], entry.definition[code], entry.synonyms[code][:MOST_SYNONYMS]) for code in self.languages)
        return Entry(term, said, kind, term)

    def _sorted(self, entries: list[Entry]) -> list[Entry]:
        return sorted(entries, key=lambda entry: (fold(entry.said[0].label), entry.anchor))
