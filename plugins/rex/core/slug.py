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


def short_slug(title: str) -> str:
    """An id from the first words of a title, as many as fit into 40 characters."""
    slug = slugify(title)
    while len(slug) > SHORT and "-" in slug:
        slug = slug.rpartition("-")[0]
    return slugify(slug[:SHORT])
