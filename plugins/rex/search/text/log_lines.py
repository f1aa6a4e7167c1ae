"""What is left of a pasted log line when everything that differs between two machines is dropped.

Somebody else's log has other times, hosts, numbers and paths around the same words. `normalise` removes the former
from the text and from the `signals` of the cases alike, and `share` says how much of a signal a text holds.

The rules are data, and in the common ground of Python (with `re.ASCII`) and JavaScript (without the `u` flag): no
look-behind, no named or referenced groups, no flags inside, `[0-9]` for digits. So `portable()` can hand the same table to the
browser, and a test can hold the two together. No engine here, and nothing that depends on a language.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rex.core.text import fold


@dataclass(frozen=True)
class Rule:
    """`pattern` is replaced by one space. With `pasted`, a match shows that the text comes from a machine."""

    name: str
    pattern: str
    pasted: bool = True


_TOP_LEVEL = "com|org|net|io|dev|app|cloud|fr|uk|de|eu|be|ch|ca|us|gov|edu|info|internal|local|localdomain|lan|corp|home|svc|test|example"
_DAY = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_ZONE = "Z|UTC|GMT|CES?T|[A-Z][SD]T|[+-][0-9]{2}:?[0-9]{2}"
_CLOCK = rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?(?: ?[AP]M\b)?(?: ?(?:{_ZONE})\b)?"
_PATH_CHARACTER = r"[A-Za-z0-9_.@%+=~$-]"

# In this order: what is longer, or contains the others, goes first.
RULES: tuple[Rule, ...] = (
    Rule("stack frame (Java, JavaScript)", r"^[ \t]*at (?:async )?[A-Za-z0-9_.$/<>\[\] @-]+ ?\([^()\n]*\)[ \t]*$"),
    Rule("stack frame (JavaScript, no name)", r"^[ \t]*at [a-z]{0,9}:?/[^ \n]+:[0-9]+:[0-9]+[ \t]*$"),
    Rule("stack frame (Python)", r'^[ \t]*File "[^"\n]*", line [0-9]+(?:, in [^ \n]+)?[ \t]*$'),
    Rule("stack frame (native, Go)", r"^(?:#[0-9]+ .*|goroutine [0-9]+ \[[^\]\n]*\]:|\t[^ \n]+\.go:[0-9]+.*)$"),
    Rule("frames left out", r"^[ \t]*\.\.\. [0-9]+ (?:common frames omitted|more)[ \t]*$"),
    Rule("address of a page", r"\b[a-z][a-z0-9+.-]{1,20}://[^ \t\n\"'<>)\]}]+"),
    Rule("e-mail address", r"\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}\b"),
    Rule("uuid", r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"),
    Rule("date and time", rf"\b[0-9]{{4}}[-/][0-9]{{2}}[-/][0-9]{{2}}(?:[T ,]{{1,3}}{_CLOCK})?"),
    Rule("date and time (web server)", rf"\b[0-9]{{1,2}}/(?:{_MONTH})/[0-9]{{4}}(?::[0-9]{{2}}){{0,3}}(?: [+-][0-9]{{4}})?"),
    Rule(
        "date and time (syslog)",
        rf"\b(?:(?:{_DAY}),? )?(?:(?:{_MONTH}) {{1,2}}[0-9]{{1,2}}|[0-9]{{1,2}} (?:{_MONTH}))(?: [0-9]{{4}})?,? {{1,2}}{_CLOCK}",
    ),
    Rule("IPv4 address", r"\b[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?::[0-9]+)?(?:/[0-9]+)?\b"),
    Rule("IPv6 or hardware address", r"\b(?=[a-f:]{0,9}[0-9])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b"),
    Rule("time", rf"\b{_CLOCK}"),
    Rule("hexadecimal address", r"\b0x[0-9a-f]+\b"),
    Rule("pod", r"-[0-9a-f]{8,10}-[a-z0-9]{5}\b"),
    Rule("hash", r"\b(?:sha(?:1|256|512):)?(?=[a-f]{0,64}[0-9])[0-9a-f]{7,128}\b"),
    Rule("token", r"\b(?=[A-Za-z+/_-]{0,99}[0-9])[A-Za-z0-9+/_-]{32,999}={0,2}"),
    Rule("host", rf"\b(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,9}}(?:{_TOP_LEVEL})\b(?!\.[A-Za-z0-9])(?::[0-9]+)?"),
    Rule("part of a path with a digit", rf"/{_PATH_CHARACTER}{{0,99}}[0-9]{_PATH_CHARACTER}{{0,99}}", pasted=False),
    Rule("process", r"\[[0-9]+\]|\b[0-9]+#[0-9]+:"),
    # Prose has numbers too, so these alone prove nothing.
    Rule("number, or a name with one", r"\b[A-Za-z0-9_]*[0-9][A-Za-z0-9_]*%?", pasted=False),
)
# A paste is as long as somebody's patience; what matters stands at its beginning.
LONGEST = 20_000
FLAGS = re.ASCII | re.IGNORECASE | re.MULTILINE
_COMPILED = tuple((rule, re.compile(rule.pattern, FLAGS)) for rule in RULES)

# What a machine writes and people do not: the name of an exception, a constant, a level in brackets, braces, a path, `key=value`.
TRACES = "|".join(
    (
        r"\b[A-Za-z]+(?:Exception|Error)\b",
        r"\b[A-Z]{2,}_[A-Z_]{2,}\b",
        r"\[(?:error|warn|info|crit|debug|emerg)[a-z]*\]",
        r"\b[a-z_]+=[^ ]",
        r"[{}]",
        r"\b[A-Za-z0-9_]+\(\)",
        r"\b(?:FATAL|ERROR|WARN|WARNING|PANIC|CRITICAL|ERR!)[: ] ?[A-Za-z]",
        r"^[A-Za-z][A-Za-z0-9_.-]*: ?[A-Za-z0-9_.-]+: [A-Za-z0-9]",
        r"\bE(?:AGAIN|NOSPC|CONNREFUSED|CONNRESET|TIMEDOUT|MFILE|PERM|ACCES|NOENT)\b",
        r"::",
        r"(?:^|[ \t\"'=:(])(?:/[A-Za-z0-9_.-]{1,99}){2,}",
    )
)
_TRACES = re.compile(TRACES, re.ASCII)

WORD = r"[^\W_]+"
_WORD = re.compile(WORD)

# Below this share of its words, a signal is not taken as seen. Short ones must be there whole.
ENOUGH = 0.75
SHORT = 3


def portable() -> dict[str, object]:
    """The table for a browser: patterns to replace by a space, in order, all with the flags `gim`."""
    return {
        "rules": [{"name": rule.name, "pattern": rule.pattern, "pasted": rule.pasted} for rule in RULES],
        "flags": "gim",
        "traces": TRACES,
        "longest": LONGEST,
        "enough": ENOUGH,
        "short": SHORT,
    }


def normalise(text: str) -> list[str]:
    """The lines of a text without what varies; lines of which nothing is left are gone."""
    text = text[:LONGEST]
    for _, pattern in _COMPILED:
        text = pattern.sub(" ", text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if _WORD.search(line)]


def is_pasted(text: str) -> bool:
    """Whether a machine wrote this, as far as one can tell: several lines, or a line with the marks of a log."""
    text = text[:LONGEST]
    if len([line for line in text.splitlines() if line.strip()]) > 1:
        return True
    return bool(_TRACES.search(text)) or any(rule.pasted and pattern.search(text) for rule, pattern in _COMPILED)


def words(line: str) -> list[str]:
    """Folded words of a normalised line, in order."""
    return [fold(word) for word in _WORD.findall(line)]


def words_left(text: str) -> list[str]:
    """Folded words of a text from which `normalise` has taken what varies: what a signal is indexed and compared by."""
    return [word for line in normalise(text) for word in words(line)]


def share(signal: Iterable[str], lines: Iterable[Sequence[str]], weight: Callable[[str], float] = lambda word: 1.0) -> float:
    """How much of the words of a signal the best of some lines holds, from 0 to 1; 0 if too little to mean it.

    Order does not count: "Too many open files" is "too many files open". `weight` may say which words mean more.
    """
    wanted = frozenset(signal)
    if not wanted:
        return 0.0
    whole = sum(weight(word) for word in wanted)
    best = 0.0
    for line in lines:
        there = wanted.intersection(line)
        if len(there) == len(wanted) or len(wanted) > SHORT:
            best = max(best, sum(weight(word) for word in there) / whole)
    return best if best >= ENOUGH else 0.0
