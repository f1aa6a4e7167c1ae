"""Folding: what people type who are in a hurry. One fold for search, likeness, slugs and sorting; no language, no engine."""

import re
import unicodedata
from functools import lru_cache

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "þ": "th"})


@lru_cache(maxsize=1 << 17)
def fold(text: str) -> str:
    """Lower case, ligatures undone, accents gone."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(character for character in plain if not unicodedata.combining(character)).casefold()


_WRAPPED = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|‘([^‘]+)’|”([^”]+)”")


def unwrapped(text: str) -> str | None:
    """What stands in typographic quotation marks that go around the whole of a text; `None` where they do not."""
    match = _WRAPPED.fullmatch(text.strip())
    return next(part for part in match.groups() if part is not None).strip() or None if match else None
