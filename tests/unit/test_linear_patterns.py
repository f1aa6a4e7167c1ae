"""No text keeps a pattern busy: each regular expression of the package reads long texts made of its own signs in linear time."""

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import rex

LONGEST = 10_000
SECONDS = 0.1
SIGNS = "a1 \t[]()`*_-#\"'<>&:/.|!{\u00e9\u00a0"


def _patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern that a module keeps, by its place."""
    found = {}
    for module in pkgutil.walk_packages(rex.__path__, "rex."):
        if module.name.endswith("__main__"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for place, pattern in enumerate(_within(value)):
                if isinstance(pattern.pattern, str):
                    found[f"{pattern.pattern} {pattern.flags}"] = (f"{module.name}.{name}[{place}]", pattern)
    return dict(found.values())


def _ways(module: str, name: str) -> list[str]:
    """How the module uses a pattern: from the start of a text only, or anywhere in it."""
    source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
    used = set(re.findall(rf"\b{name}\b(?:\.(match|fullmatch)\(|\.sub\([^\n]*, (count=1)\))", source))
    anchored = [way for found in used for way in found if way]
    others = re.findall(rf"\b{name}\b(?!\.match\(|\.fullmatch\(|\.sub\([^\n]*, count=1\)| = )", source)
    return sorted({"match" if way == "count=1" else way for way in anchored}) if anchored and not others else ["sub"]


def _within(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, frozenset, set)):
        for entry in value:
            yield from _within(entry)
    elif isinstance(value, dict):
        yield from _within(list(value.values()))


def _texts(pattern: re.Pattern[str]) -> Iterator[str]:
    own = "".join(dict.fromkeys(character for character in pattern.pattern if character.isprintable() and character not in "\\?+^$"))
    signs = dict.fromkeys(own[:16] + SIGNS)
    for sign in signs:
        yield sign * LONGEST
    for one in own[:5]:
        for other in own[:5]:
            if one != other:
                yield f"{one}{other}" * (LONGEST // 2)
        yield f"{one * (LONGEST // 2)}\n{one * (LONGEST // 2)}"
        yield f"a{one}" * 20 + f"{one} " * (LONGEST // 2)


PATTERNS = _patterns()


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_linear(name: str, figure: Callable[[str, int], None]) -> None:
    pattern = PATTERNS[name]
    module, _, variable = name.partition("[")[0].rpartition(".")
    ways = _ways(module, variable)
    longest = 0.0

    def spend(text: str) -> float:
        start = time.process_time()
        for way in ways:
            pattern.sub("", text) if way == "sub" else getattr(pattern, way)(text)
        return time.process_time() - start

    for text in _texts(pattern):
        spent = spend(text)
        if spent > SECONDS:  # once more: the machine may have been busy
            spent = spend(text)
        longest = max(longest, spent)
        assert spent < SECONDS, f"{pattern.pattern!r}: {spent:.2f} s on {text[:40]!r}…"
    figure("patterns tried", 1)
    figure("longest time of one over a text, in milliseconds", round(longest * 1000))
