"""Ids that are also file names, URLs and anchors."""

import re

from rex.core.text import fold

MAX_LENGTH = 80
# The id of a new case is its address for ever: short enough to be said.
SHORT = 40

# Names that a file system or the site already uses; a case called `index` would overwrite the list of cases.
RESERVED = frozenset(
    (
        *("index", "search", "tags", "assets", "pagefind", "api", "data", "feed", "admin", "404", "sitemap", "robots"),
        *("con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))),
    )
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str) -> bool:
    """True for lower-case ASCII words joined by single hyphens, at most 80 characters, not a reserved name."""
    return len(text) <= MAX_LENGTH and text not in RESERVED and _SLUG.fullmatch(text) is not None


def slugify(text: str) -> str:
    """The nearest slug to a title, or `""` where nothing of it can be kept.

    `slugify(slugify(x)) == slugify(x)` for every text.
    """
    words = re.findall(r"[a-z0-9]+", fold(text).encode("ascii", "ignore").decode())
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    slug = slug or (words[0][:MAX_LENGTH] if words else "")
    return f"{slug}-case" if slug in RESERVED else slug


# Words that lead on to others, in the languages of the base: an id neither begins nor ends with one.
_SMALL = frozenset(
    (
        "a an the of to in on at by for from with without within into onto over under up off out during after before since until "
        "while when where which who whose that this these those and or but nor so as if than then its their his her our your my "
        "is are was were be been has have had not no because about between through via per le la les l un une du de des d et ou "
        "mais donc ni car au aux en dans par pour sur sous sans avec chez vers entre pendant depuis avant apres lors lorsque "
        "quand qui que qu quoi dont ce cet cette ces c se s sa son ses leur leurs nos notre ne n pas plus est sont etait etaient "
        "ete ont avait y il elle ils elles contre malgre jusqu jusque comme si "
    ).split()
)
_ARTICLES = frozenset("a an the le la les l un une des its his her their our sa son ses leur leurs".split())
# The article that a vowel cuts short, and the `s` of an owner.
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)[’']|[’']s\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:!?–—(]\s|\s[–—(]|\s:|[.]\s")


def short_slug(title: str) -> str:
    """An id from the first words of a title that belong together, in at most 40 characters."""
    plain = _ELIDED.sub(" ", title)
    words = _without_article(slugify(plain))
    clause = _without_article(slugify(_CLAUSE.split(plain, maxsplit=1)[0]))
    if len("-".join(clause)) <= SHORT and _weight(clause) > 1 and clause[0] not in _SMALL:
        words = clause
    kept = words[:1]
    for word in words[1:]:
        if len("-".join((*kept, word))) > SHORT:
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1] in _SMALL:
        kept.pop()
    if following := words[len(kept) : len(kept) + 1]:
        # The last phrase goes on: without an object its verb is left out, without its end all of it, if enough stays.
        start = next((index for index in range(len(kept) - 1, 0, -1) if kept[index] in _SMALL), 0)
        if kept[start] in _ARTICLES and start + 2 < len(kept):
            start += 2  # the object of a verb stays with it
        start = len(kept) - 1 if following[0] in _ARTICLES or kept[-1].isdecimal() else len(kept) if following[0] in _SMALL else start
        while start > 1 and kept[start - 1] in _SMALL:
            start -= 1
        if _weight(kept[:start]) > 1:
            kept = kept[:start]
    return slugify("-".join(kept)[:SHORT])


def _without_article(slug: str) -> list[str]:
    words = [word for word in slug.split("-") if word]
    while len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    return words


def _weight(words: list[str]) -> int:
    return sum(word not in _SMALL for word in words)
