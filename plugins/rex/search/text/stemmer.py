"""Word stems, by language: the Snowball stemmers that come with Whoosh, and for French what they miss.

They are plain functions of a word and know nothing of an index; beside `rex.search.embedded`, only this wrapper may import from
`whoosh`. Words arrive folded (see `rex.search.text.tokens`).
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.french import FrenchStemmer

from rex.search.words import FORMS, WHOLE

# What the French stemmer takes for a form of a verb and is none, so that a plural or a feminine does not meet its singular: `clusters`,
# `silos`, `perdus`, `conflits`, `première`, `massif`. And the forms in -asse, which it takes for the past of another verb: `dépasse`.
_TO_THE_SINGULAR = (
    (re.compile(r"(?<=[a-z]{2}er)(?<!ier)s$|(?<=[a-z]{3}[ou])s$|(?<=[a-z]{2}it)s$"), ""),
    (re.compile(r"(?<=[a-z]{3})ier(?:s|es?)$"), "ier"),
    (re.compile(r"(?<=[a-z]{3})ifs?$"), "ive"),
    (re.compile(r"(?<=[a-z]{3}ass)(?:es?|ent|ait|aient)$"), "er"),
)
# It knows participles by accents that are gone, and few of the nouns that are made of verbs. So a word is first led back
# to its verb: `supprimées`, `plantent`, `redémarrage`, `livraison`, `migration`, `vérification`.
_TO_THE_VERB = (
    (re.compile(r"(?<=[a-z]{3})ees?$"), "e"),
    (re.compile(r"(?<=[a-z]{3})(?<!m)(?<!ai)ent$"), "er"),
    (re.compile(r"(?<=[a-z]{5})ages?$"), "er"),
    (re.compile(r"(?<=[a-z]{4})aisons?$"), "er"),
    (re.compile(r"(?:(?<=if)|(?<=publ))ications?$"), "ier"),
    (re.compile(r"(?<=[a-z]{4})(?<!ic)ations?$"), "er"),
    (re.compile(r"(?<=[a-z]{3})xions?$"), "cter"),
    (re.compile(r"(?<=[ai]b)ilites?$"), "le"),
)
# Verbs in -ier and -yer keep a letter in some of their forms: `vérifier` and `vérifié`, `déployer` and `déploie`.
_LAST = re.compile(r"(?<=[a-z]{4})[iy]$")


def _led_back(word: str) -> str:
    """A French word as the word that it is a form of, if it is one."""
    singular = word.removesuffix("s")
    for form in (word, singular, singular.removesuffix("e")):
        if form in FORMS:
            return FORMS[form]
    if word in WHOLE or singular in WHOLE:
        return word
    for pattern, by in (*_TO_THE_SINGULAR, *_TO_THE_VERB):
        found, times = pattern.subn(by, word)
        if times:
            return found
    return word


def _english() -> Callable[[str], str]:
    stem: Callable[[str], str] = EnglishStemmer().stem
    return stem


def _french() -> Callable[[str], str]:
    stem: Callable[[str], str] = FrenchStemmer().stem
    return lambda word: _LAST.sub("", stem(_led_back(word)))


_STEMMERS = {"en": _english, "fr": _french}


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    return _STEMMERS[lang]()


# A base of 10,000 cases has some 60,000 distinct words; stemming one costs 30 times a look-up.
@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word; never empty."""
    # Log lines and identifiers are no words of a language: a digit inside means "leave it alone".
    if not word.isalpha() or len(word) < 3:
        return word
    return _stemmer(lang)(word) or word
