"""From text to stems: the one analysis that indexing, querying and passage picking share.

The order matters and was measured: fold first (case, ligatures, accents), then stop words, then stems. Stemming
before folding makes queries typed without accents miss most of their pairs. No engine and no files here.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from rex.core.text import fold
from rex.search.text.stemmer import stem
from rex.search.words import PAIRS, SPELLINGS, STOP_WORDS

Token = tuple[str, int, int]

# A word: letters and digits with the accents that may follow them as characters of their own. In front of it French
# elides (l’équipe), behind it English contracts (the team’s, don’t): both are swallowed, in both languages, since a
# query does not say which it is in. An underscore parts words, so that `pg_restore` is found by `restore`.
_APOSTROPHE = "['’ʼ‘]"
_LETTER = r"[^\W_]"
_WORD = re.compile(
    rf"(?<!{_LETTER})(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu){_APOSTROPHE}(?={_LETTER}{{2}})"
    rf"|(?P<word>{_LETTER}(?:{_LETTER}|[\u0300-\u036f])*)(?:{_APOSTROPHE}(?:s|t|d|m|ll|re|ve)(?!{_LETTER}))?",
    re.IGNORECASE,
)


_RUN = re.compile(rf"{_LETTER}+")
_NOT_PLAIN = re.compile("['’ʼ‘\u0300-\u036f]")


_BETWEEN = frozenset((" ", "-", "\u2010", "\u2011", "\u00a0"))
# British and American endings: organise and organize are one word.
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")


@lru_cache(maxsize=1 << 17)
def _canonical(word: str) -> str:
    """A word as it is typed, folded and in its one spelling."""
    folded = fold(word)
    found = SPELLINGS.get(folded) or (SPELLINGS.get(folded[:-1]) if folded.endswith("s") else None)
    return found or _IZE.sub("is", folded)


# With plurals, and by canonical words, so that most words need one look into a set.
_JOINED = {
    (_canonical(first), _canonical(last + plural)): _canonical(joined) for (first, last), joined in PAIRS.items() for plural in ("", "s")
}
_FIRST_OF_PAIR = frozenset(first for first, _ in _JOINED)
_LAST_OF_PAIR = frozenset(last for _, last in _JOINED)


def words(text: str) -> Iterable[Token]:
    """Folded words with their place in `text`; nothing is left out, and nothing depends on a language.

    Spellings of one thing come out the same: `post-mortem`, `post mortem` and `postmortem`; `k8s` and `kubernetes`.
    """
    held: Token | None = None
    for match in _WORD.finditer(text):
        typed = match["word"]
        # An elision on its own, or a letter that folds to nothing.
        if not typed or not (word := _canonical(typed)):
            continue
        start, end = match.span("word")
        if held is not None:
            if word in _LAST_OF_PAIR and (joined := _JOINED.get((held[0], word))) and text[held[2] : start] in _BETWEEN:
                held = (joined, held[1], end)
                continue
            yield held
        held = (word, start, end)
    if held is not None:
        yield held


def tokens(text: str, lang: str, *, only: frozenset[str] | None = None) -> list[Token]:
    """Stems of the words that carry meaning in `lang`, each with its place in `text`.

    `only` keeps these stems: a reader who looks for a few need not have the places of words in texts without any.
    """
    stop = STOP_WORDS[lang]
    if only is None:
        return [(stem(word, lang), start, end) for word, start, end in words(text) if word not in stop]
    # A stem begins as its word does, and stemming costs most.
    initials = frozenset(one[0] for one in only)
    wanted = {word for word in plain_words(text) if word[0] in initials and word not in stop and stem(word, lang) in only}
    return [(stem(word, lang), start, end) for word, start, end in words(text) if word in wanted] if wanted else []


def plain_words(text: str) -> list[str]:
    """The words that `words` gives, without their places and several times as fast: what indexing needs."""
    found: list[str] = []
    for line in text.split("\n"):
        # Without an apostrophe or a loose accent in it, a line is just runs of letters and digits.
        typed = _WORD.findall(line) if _NOT_PLAIN.search(line) else _RUN.findall(line)
        plain = list(filter(None, map(_canonical, typed)))
        # Whether two words stand close enough to be one, only their places tell.
        if not (_FIRST_OF_PAIR.isdisjoint(plain) or _LAST_OF_PAIR.isdisjoint(plain)) and any(pair in _JOINED for pair in pairwise(plain)):
            plain = [word for word, _, _ in words(line)]
        found += plain
    return found


def stems(text: str, lang: str) -> list[str]:
    """The stems that `tokens` gives, without their places."""
    stop = STOP_WORDS[lang]
    return [stem(word, lang) for word in plain_words(text) if word not in stop]


def meaningful_words(text: str) -> list[str]:
    """The words of a text in any language, in order, but for those that carry no meaning in one of the languages.

    Nobody means tea by `the`.
    """
    return [word for word, _, _ in words(text) if not any(word in stop for stop in STOP_WORDS.values())]


def query_words(text: str) -> list[str]:
    """The distinct meaningful words of a query, in order."""
    return list(dict.fromkeys(meaningful_words(text)))


# Where a name that is written as one word has its joints: `OOMKilled`, `NumericValueOutOfRange`, `HTTPServer`.
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Signs that nobody types by mistake: a word that was typed with one is no slip for a word without it.
_DELIBERATE = re.compile("[âêîôûëïüç]")


def compounds(text: str) -> dict[str, tuple[str, ...]]:
    """Words that machines write in humps, folded, with the meaningful words that they are made of.

    Two words with a capital each are more often the name of a product, which is one word.
    """
    found = {}
    for match in _WORD.finditer(text):
        parts = _JOINT.split(match["word"] or "")
        if len(parts) > 2 or (len(parts) == 2 and len(parts[0]) > 1 and parts[0].isupper()):
            found[_canonical(match["word"])] = tuple(word for word in query_words(" ".join(parts)) if len(word) > 2)
    return {word: parts for word, parts in found.items() if parts}


def capitals(text: str) -> frozenset[str]:
    """Words that were typed in capitals or with a digit, folded: abbreviations and names, unless all of the text is in capitals."""
    typed = [match["word"] for match in _WORD.finditer(text) if match["word"]]
    if all(word.isupper() for word in typed if len(word) > 1) and len(typed) > 2:
        return frozenset()
    return frozenset(_canonical(word) for word in typed if len(word) > 1 and (word.isupper() or not word.isalpha()))


def deliberate(text: str) -> dict[str, frozenset[str]]:
    """Words that were typed with a circumflex, a diaeresis or a cedilla, folded, and the letters that have it."""
    if text.isascii():
        return {}
    typed = (match["word"].lower() for match in _WORD.finditer(unicodedata.normalize("NFC", text)) if match["word"])
    return {_canonical(word): frozenset(letters) for word in typed if (letters := _DELIBERATE.findall(word))}


def stems_of(word: str) -> tuple[str, ...]:
    """The stems a word may have, as nobody says which language it is in."""
    return tuple(dict.fromkeys(stem(word, lang) for lang in STOP_WORDS))
