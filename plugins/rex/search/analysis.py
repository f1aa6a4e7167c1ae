"""From text to stems: the one analysis that indexing, querying and passage picking share.

The order matters and was measured: fold first (case, ligatures, accents), then stop words, then stems. Stemming
before folding makes queries typed without accents miss most of their pairs. No engine and no files here.
"""

import re
from collections.abc import Iterable

from rex.search.fold import fold
from rex.search.stemmer import stem

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


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Written folded. Words with a meaning at work (down, up, off, no, AI) are not in them.
STOP_WORDS: dict[str, frozenset[str]] = {
    "en": _set(
        """a about after all also am an and any are as at be because been before being both but by can could did do does
        doing don each few for from further had has have having he her here him his how i if in into is it its just me
        more most my never nor not of on once only or other our out own same she should so some such than that the their them
        then there these they this those through to too until very was we were what when where which while who whom why
        will with would you your"""
    ),
    "fr": _set(
        """a au aucun aucune aussi aux avaient avait avec avoir ayant ce ceci cela celle celles celui ces cet cette ceux
        chez comme comment dans de depuis des donc dont du elle elles en entre est et etaient etait etant ete etre eux
        fait faire furent fut il ils jamais je la le les leur leurs lors lui ma mais me meme memes mes moi mon ne ni nos notre
        nous on ont ou par pas pendant peut plus pour pourquoi puis quand que quel quelle quelles quels qui quoi sa sans
        se sera seront ses si soient soit son sont sous sur ta te tes toi ton tous tout toute toutes tres tu un une vers
        vos votre vous y"""
    ),
}


def words(text: str) -> Iterable[Token]:
    """Folded words with their place in `text`; nothing is left out, and nothing depends on a language."""
    for match in _WORD.finditer(text):
        word = match.group("word")
        if word:
            folded = fold(word)
            if folded:
                yield folded, match.start("word"), match.end("word")


def tokens(text: str, lang: str, *, initials: frozenset[str] | None = None) -> list[Token]:
    """Stems of the words that carry meaning in `lang`, each with its place in `text`.

    `initials` keeps only words that begin with one of these letters: a stem begins as its word does, so a reader
    that looks for a few stems need not compute all the others.
    """
    stop = STOP_WORDS[lang]
    return [
        (stem(word, lang), start, end) for word, start, end in words(text) if word not in stop and (initials is None or word[0] in initials)
    ]


def query_stems(text: str) -> list[tuple[str, ...]]:
    """For each distinct word of a query in any language, the stems it may have: a document with one of them matches.

    A word that carries no meaning in one of the languages is dropped: nobody means tea by `the`.
    """
    found = [
        tuple(dict.fromkeys(stem(word, lang) for lang in STOP_WORDS))
        for word, _, _ in words(text)
        if not any(word in stop for stop in STOP_WORDS.values())
    ]
    # `sauvegarde sauvegardes` is one word asked for twice.
    return list(dict.fromkeys(found))
