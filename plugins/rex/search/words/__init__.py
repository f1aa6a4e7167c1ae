"""Words as data: what the YAML files beside this one say of each language, read once.

Adding a word is an edit of a file, never of code. `problems` is the lint over the files; a test runs it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from rex.core.language import LANGUAGES

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class WordLists:
    """The words of one language.

    `stop` carry no meaning, `asking` are words by which people ask, `everyday` are words of everyday speech. `spellings` maps a
    spelling to the word that is meant, `pairs` are two words that are as often written as one. Each line of `synonyms` is a group of
    words that people use for one another; `ambiguous` are those that stand in two groups. `known` are names, tools and abbreviations,
    `endings` what two forms of a word may end in, `whole` are words that end like a form of a verb and are none, `forms` maps a form to the
    word it is a form of, `pages` what the pages of the site are called, by path.
    """

    stop: frozenset[str]
    asking: frozenset[str]
    everyday: frozenset[str]
    spellings: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...]
    synonyms: tuple[str, ...]
    ambiguous: frozenset[str]
    known: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@cache
def word_lists(lang: str) -> WordLists:
    """The lists of one language, or those of the trade (`technical`), as the file has them."""
    found = read_blocks((_FOLDER / f"{lang}.yml").read_text(encoding="utf-8"))
    spellings = (line.partition(":") for line in found["spellings"])
    forms = (line.partition(":") for line in found.get("forms", []))
    pairs = (pair.partition("-") for pair in _words(found["pairs"]))
    return WordLists(
        stop=frozenset(_words(found["stop"])),
        asking=frozenset(_words(found["asking"])),
        everyday=frozenset(_words(found["everyday"])),
        spellings={spelling: meant for meant, _, others in spellings for spelling in others.split()},
        pairs=tuple((first, last) for first, _, last in pairs),
        synonyms=tuple(found["synonyms"]),
        ambiguous=frozenset(_words(found["ambiguous"])),
        known=frozenset(_words(found.get("known", []))),
        endings=frozenset(_words(found.get("endings", []))),
        whole=frozenset(_words(found.get("whole", []))),
        forms={form: word for word, _, others in forms for form in (word, *others.split())},
        pages={
            path: tuple(name.strip() for name in names.split(";"))
            for path, _, names in (line.partition(":") for line in found.get("pages", []))
        },
    )


def read_blocks(text: str) -> dict[str, list[str]]:
    """The lines below each key of a YAML file that holds nothing but literal blocks (`key: |`).

    A YAML parser says the same (a test compares), but loading one takes longer than a search.
    """
    blocks: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("  "):
            lines.append(line.strip())
        elif line.endswith(": |"):
            lines = blocks[line.removesuffix(": |")] = []
    return blocks


def _words(lines: list[str]) -> list[str]:
    return " ".join(lines).split()


_ALL = (*(word_lists(lang) for lang in LANGUAGES), word_lists("technical"))
# Nobody says which language a question is in: only stop words are kept apart by language, since stems need them so.
STOP_WORDS: Mapping[str, frozenset[str]] = {lang: word_lists(lang).stop for lang in LANGUAGES}
ASKING = frozenset().union(*(lists.asking for lists in _ALL))
EVERYDAY = frozenset().union(*(lists.everyday for lists in _ALL))
SPELLINGS: Mapping[str, str] = {spelling: meant for lists in _ALL for spelling, meant in lists.spellings.items()}
PAIRS: Mapping[tuple[str, str], str] = {pair: "".join(pair) for lists in _ALL for pair in lists.pairs}
# Names, tools and abbreviations: nobody's slip for another word.
TECHNICAL = frozenset().union(*(lists.known for lists in _ALL))
# What may follow the part of a word that two forms of it share; or nothing.
ENDINGS = frozenset().union(*(lists.endings for lists in _ALL)) | {""}
WHOLE = frozenset().union(*(lists.whole for lists in _ALL))
FORMS: Mapping[str, str] = {form: word for lists in _ALL for form, word in lists.forms.items()}
SYNONYMS = tuple(chain.from_iterable(lists.synonyms for lists in _ALL))


def problems(lists: WordLists) -> Iterator[str]:
    """What is wrong with the lists of a language, in words."""
    groups = Counter(word for group in lists.synonyms for word in set(group.split()))
    for word in sorted(lists.ambiguous | {word for word, times in groups.items() if times > 1}):
        if groups[word] < 2:
            yield f"ambiguous: '{word}' does not stand in two groups"
        elif word not in lists.ambiguous:
            yield f"synonyms: '{word}' stands in two groups; join them, or say that it is ambiguous"
    for group in lists.synonyms:
        members = group.split()
        if len(members) < 2:
            yield f"synonyms: '{group}' is a group of one"
        for word, times in Counter(members).items():
            if times > 1:
                yield f"synonyms: '{word}' stands twice in '{group}'"
            if word in lists.stop:
                yield f"synonyms: '{word}' in '{group}' is a stop word"
    for spelling, meant in lists.spellings.items():
        # Who looks for a few stems computes only those of words with the same first letter.
        if spelling[0] != meant[0]:
            yield f"spellings: '{spelling}' does not begin as '{meant}' does"
        if meant in lists.spellings:
            yield f"spellings: '{meant}' is itself a spelling of '{lists.spellings[meant]}'"
    for form, word in lists.forms.items():
        if form[0] != word[0]:
            yield f"forms: '{form}' does not begin as '{word}' does"
    for one, other in (("stop", "asking"), ("stop", "everyday"), ("asking", "everyday")):
        for word in sorted(getattr(lists, one) & getattr(lists, other)):
            yield f"{one}, {other}: '{word}' stands in both"
