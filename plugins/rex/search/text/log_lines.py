"""What is left of a pasted log when everything that differs between two machines is dropped, and what messages it holds.

Somebody else's log has other times, hosts, numbers and paths around the same words, and wrappers around the message: JSON, colours,
prefixes of containers. `normalise` removes both from the text and from known messages alike. A message is looked for as a
phrase in all that is left; a long one may also be there in part (`share`).

The rules are data, and in the common ground of Python (with `re.ASCII`) and JavaScript (without the `u` flag): no
look-behind, no named or referenced groups, no flags inside, `[0-9]` for digits. So `portable()` can hand the same table to the
browser, and a test can hold the two together. No engine here, and nothing that depends on a language.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from rex.core.text import fold


@dataclass(frozen=True)
class Rule:
    """`pattern` is replaced by `by`. With `pasted`, a match shows that the text comes from a machine."""

    name: str
    pattern: str
    pasted: bool = True
    by: str = " "


_TOP_LEVEL = "com|org|net|io|dev|app|cloud|fr|uk|de|eu|be|ch|ca|us|gov|edu|info|internal|local|localdomain|lan|corp|home|svc|test|example"
_DAY = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTH = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_ZONE = "Z|UTC|GMT|CES?T|[A-Z][SD]T|[+-][0-9]{2}:?[0-9]{2}"
_CLOCK = rf"[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}}(?:[.,][0-9]+)?)?(?: ?[AP]M\b)?(?: ?(?:{_ZONE})\b)?"
_PATH_CHARACTER = r"[A-Za-z0-9_.@%+=~$-]"

_END = r"\[RESOLVED|\"status\": ?\"resolved\"|\balarm (?:is )?cleared\b|\bno longer (?:exceeded|firing|full)\b|\bis UP\b"

# In this order: what is longer, or contains the others, goes first.
RULES: tuple[Rule, ...] = (
    # Wrappers first: what is inside must look as it did before somebody wrapped it.
    Rule("colour", r"(?:\x1b|\\x1b|\\u001b|\\033|\\e|\^\[|#033)\[[0-9;]{0,12}[A-Za-z]|\[[0-9;]{1,12}m"),
    Rule("escaped end of line", r"\\r\\n|\\n|#012", pasted=False, by="\n"),
    Rule("escaped sign", r"\\u[0-9a-f]{4}|\\[trbf](?![a-z])|\\+", pasted=False),
    Rule(
        "what tells of an end",
        rf"^.*(?:{_END}).*$",
    ),
    Rule("what is not so", r"\"?\b[A-Za-z_]+\"?[=:] ?(?:0|false)\b(?![0-9./-])", pasted=False),
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
    Rule("token", r"\b(?=(?:[A-Za-z+/_-]{0,99}[0-9]){3})[A-Za-z0-9+/_-]{32,999}={0,2}"),
    Rule("host", rf"\b(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,9}}(?:{_TOP_LEVEL})\b(?!\.[A-Za-z0-9])(?::[0-9]+)?"),
    Rule("part of a path with a digit", rf"/{_PATH_CHARACTER}{{0,99}}[0-9]{_PATH_CHARACTER}{{0,99}}", pasted=False),
    Rule("process", r"\[[0-9]+\]|\b[0-9]+#[0-9]+:"),
)
# A paste is as long as somebody's patience; what matters stands at its beginning.
LONGEST = 20_000
FLAGS = re.ASCII | re.IGNORECASE | re.MULTILINE
_COMPILED = tuple((rule, re.compile(rule.pattern, FLAGS)) for rule in RULES)

# What a tool says when all went well or nothing was to be done. Who asks a question or complains writes more than that.
_QUIET = (
    r"^(?![^\n]*(?:\?|\b(?:but|although|however|still|never|why|how|mais|pourtant|pourquoi|comment)\b))[^\n]*"
    r"(?:\b[Ss]uccessfully (?:[a-z]+ ){0,2}[a-z]+(?:ed|out)\b|\b[Cc]omplete!|\b[Nn]o [a-z]+ (?:to [a-z]+|taken|needed|required|found)\."
    r"|^No [a-z]+\. [A-Z]|^[A-Z][a-z]+ing [^\n.]{3,60}\.\.\. ?[A-Z])"
)
# What a machine writes and people do not: the name of an exception, a constant, a level in brackets, braces, a path, `key=value`.
TRACES = "|".join(
    (
        r"\b[A-Za-z]+(?:Exception|Error)\b",
        r"\b[A-Z]{2,}_[A-Z_]{2,}\b",
        r"\[(?:error|warn|info|crit|debug|emerg|alert|notice|ERROR|WARN|INFO|FATAL|DEBUG|CRITICAL)[A-Za-z]* *\]",
        r"\b[a-z_]+=[^ ]",
        r"[{}]",
        r"\b[A-Za-z0-9_]+\(\)",
        r"\b(?:FATAL|ERROR|ERREUR|WARN|WARNING|PANIC|CRITICAL|ERR!)[: ]+[A-Za-z0-9]",
        r"^(?:Error|Warning|fatal|error|warning|panic|Caused by|Exception|npm error|curl|ssh|git|psql|kubectl): ?[A-Za-z(]",
        r"^npm (?:notice|warn|WARN|ERR!|error) ",
        _QUIET,
        r"\b(?:Warning|Normal) {2,}[A-Z][a-z]+[A-Z]",
        r"\[FIRING:[0-9]+\]|\bALERTS\{",
        r"\b(?:[A-Z][a-z]+){4,}\b",
        r"^[A-Za-z][A-Za-z0-9_.-]*: ?[A-Za-z0-9_.-]+: [A-Za-z0-9]",
        r"\bE(?:AGAIN|NOSPC|CONNREFUSED|CONNRESET|TIMEDOUT|MFILE|PERM|ACCES|NOENT)\b",
        r"::",
        r"(?:^|[ \t\"'=:(])(?:/[A-Za-z0-9_.-]{1,99}){2,}",
    )
)
_TRACES = re.compile(TRACES, re.ASCII | re.MULTILINE)

WORD = r"[^\W_]+"
_WORD = re.compile(WORD)

# Below this share of its words a message is not taken as seen in part; and one of fewer words must be there as a phrase.
ENOUGH, LEAST_WORDS = 0.75, 5
# Numbers after these words name an error, others differ from one machine to the next.
CODES = frozenset(["http", "status", "code", "errno", "exit", "error", "signal", "sqlstate", "ora", "rc"])
_PLACE = re.compile(r"<[^<>\n]{1,60}>|…")
# A name that a program gave: an alert, a code. Of names of exceptions only an editor can tell which say what failed, and not merely that.
_NAME = re.compile(r"(?:[A-Z][a-z0-9]+){3,}(?<!Exception)(?<!Error)|(?<![A-Za-z])[A-Za-z]+[0-9]{3,}")
_CHOSEN_NAME = re.compile(r"(?<![A-Za-z])(?=.{9})[A-Za-z]+[A-Z][A-Za-z0-9]*")


def portable() -> dict[str, object]:
    """The table for a browser: patterns to replace, in order, all with the flags `gim`."""
    return {
        "rules": [{"name": rule.name, "pattern": rule.pattern, "pasted": rule.pasted, "by": rule.by} for rule in RULES],
        "flags": "gim",
        "traces": TRACES,
        "longest": LONGEST,
        "enough": ENOUGH,
        "leastWords": LEAST_WORDS,
        "codes": sorted(CODES),
    }


def normalise(text: str) -> list[str]:
    """The lines of a text without what varies; lines of which nothing is left are gone."""
    text = text[:LONGEST]
    for rule, pattern in _COMPILED:
        text = pattern.sub(rule.by, text)
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


@dataclass(frozen=True)
class Message:
    """A known message as it is compared: its words in order. One that may be there in part (`loose`) is no `phrase`."""

    text: str
    words: tuple[str, ...]
    phrase: bool = True


def message_of(text: str, *, chosen: bool = False, template: bool = False) -> Message | None:
    """A message as it is compared, or `None` if too little of it is left to mean it.

    `chosen` says that an editor has picked the phrase as one that means this and nothing else; in a `template`, `<…>` marks what varies.
    """
    there = [word for line in normalise(_PLACE.sub(" ", text) if template else text) for word in words(line)]
    before = ("", *there)
    kept = tuple(word for word, last in zip(there, before, strict=False) if _is_code(word, last) or (chosen and len(word) > 2))
    named = (_CHOSEN_NAME if chosen else _NAME).fullmatch(text.strip()) or _NAME.fullmatch(text.strip())
    if len(kept) >= 3 or (len(kept) == 2 and chosen) or (kept and named):
        return Message(text, kept)
    return None


def _is_code(word: str, last: str) -> bool:
    """Whether a word is more than a number that differs from one machine to the next; `last` stands before it."""
    return not word.isdigit() or (last in CODES and len(word) > 1)


def stream(lines: Iterable[Sequence[str]], known: Callable[[str], bool]) -> list[str]:
    """All words of some lines one after the other. A word with a digit varies, unless some message has it."""
    found = []
    last = ""
    for word in chain.from_iterable(lines):
        if word.isalpha() or (known(word) and (_is_code(word, last) or len(word) > 2)):
            found.append(word)
        last = word
    return found


def holds(stream: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words of a phrase stand in a stream one after the other."""
    size, wanted = len(phrase), list(phrase)
    starts = (place for place in range(len(stream) - size + 1) if stream[place] == wanted[0])
    return any(list(stream[place : place + size]) == wanted for place in starts)


def share(message: Sequence[str], lines: Iterable[Sequence[str]], weight: Callable[[str], float] = lambda word: 1.0) -> float:
    """How much of the words of a long message the best of some lines holds, from 0 to 1; 0 if too little to mean it.

    Order does not count: "Too many open files" is "too many files open". `weight` may say which words mean more.
    """
    wanted = frozenset(message)
    if len(wanted) < LEAST_WORDS:
        return 0.0
    whole = sum(map(weight, sorted(wanted)))
    best = max((sum(map(weight, sorted(wanted.intersection(line)))) for line in lines), default=0.0)
    return best / whole if whole and best >= ENOUGH * whole else 0.0
