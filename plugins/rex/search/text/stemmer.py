"""Word stems, by language: the Snowball stemmers that come with Whoosh.

They are plain functions of a word and know nothing of an index; beside `rex.search.embedded`, only this wrapper may import from
`whoosh`. Words arrive folded (see `rex.search.text.tokens`).
"""

from collections.abc import Callable
from functools import cache, lru_cache

from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.french import FrenchStemmer


@cache
def _stemmer(lang: str) -> Callable[[str], str]:
    stemmer = {"en": EnglishStemmer, "fr": FrenchStemmer}[lang]()
    stem: Callable[[str], str] = stemmer.stem
    return stem


# A base of 10,000 cases has some 60,000 distinct words; stemming one costs 30 times a look-up.
@lru_cache(maxsize=1 << 17)
def stem(word: str, lang: str) -> str:
    """The stem of a folded word; never empty."""
    # Log lines and identifiers are no words of a language: a digit inside means "leave it alone".
    if not word.isalpha() or len(word) < 3:
        return word
    return _stemmer(lang)(word) or word
