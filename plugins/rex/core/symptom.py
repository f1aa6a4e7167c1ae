"""Whether a line that a program printed holds the core of a symptom.

A core is a short phrase. It is in a line if its words stand there side by side, whatever is between them: quotes,
brackets, figures. Apostrophes vanish, words made of digits only do not count, case and accents do not matter.
No engine and no language here; the browser does the same with the same few steps.
"""

import re
from collections.abc import Sequence

from rex.core.text import fold
from rex.core.vocabulary import Symptom

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['’‘`´]")


def phrase(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(word for word in _WORD.findall(fold(_APOSTROPHE.sub("", text))) if not word.isdigit())


def holds(line: Sequence[str], core: Sequence[str]) -> bool:
    """True if the words of `core` stand side by side in those of `line`."""
    # No word holds a space.
    return len(core) > 0 and f" {' '.join(core)} " in f" {' '.join(line)} "


def longest_core(line: Sequence[str], symptom: Symptom) -> int:
    """Words of the longest core of a symptom that a line holds; 0 if it holds none."""
    return max((len(core) for core in map(phrase, symptom.cores) if holds(line, core)), default=0)
