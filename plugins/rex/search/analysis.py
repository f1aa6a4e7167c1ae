"""From text to stems: the one analysis that indexing, querying and passage picking share.

The order matters and was measured: fold first (case, ligatures, accents), then stop words, then stems. Stemming
before folding makes queries typed without accents miss most of their pairs. No engine and no files here.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

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


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as running text."""
    return frozenset(text.split())


# Written folded. Words with a meaning at work (down, up, off, no, AI) are not in them.
STOP_WORDS: dict[str, frozenset[str]] = {
    "en": word_set(
        """a about after all also am an and any are as at be because been before being both but by can could did do does
        doing don during each few for from further had has have having he her here him his how i if in into is it its just me
        more most my never nor not of on once only or other our out own same she should so some such than that the their them
        then there these they this those through to too until very was we were what when where which while who whom why
        will with would you your"""
    ),
    "fr": word_set(
        """a au aucun aucune aussi aux avaient avait avec avoir ayant ce ceci cela celle celles celui ces cet cette ceux
        chez comme comment dans de depuis des donc dont du elle elles en entre est et etaient etait etant ete etre eux
        fait faire furent fut il ils jamais je la le les leur leurs lors lui ma mais me meme memes mes moi mon ne ni nos notre
        nous on ont ou par pas pendant peut plus pour pourquoi puis quand que quel quelle quelles quels qui quoi sa sans
        se sera seront ses si soient soit son sont sous sur ta te tes toi ton tous tout toute toutes tres tu un une vers
        vos votre vous y"""
    ),
}

_RUN = re.compile(rf"{_LETTER}+")
_NOT_PLAIN = re.compile("['’ʼ‘\u0300-\u036f]")


# One thing, several spellings: the words on the left are taken for the one on the right, in texts and in queries. Both
# begin with the same letter, see `tokens`. A plural follows its singular.
SPELLINGS: dict[str, str] = {
    **dict.fromkeys(("datacentre", "dc"), "datacenter"),
    **dict.fromkeys(("postgres", "pgsql", "pg"), "postgresql"),
    "k8s": "kubernetes",
    "k8": "kubernetes",
    "mongo": "mongodb",
    "elastic": "elasticsearch",
    "js": "javascript",
    "db": "database",
    "prod": "production",
    "preprod": "preproduction",
    "infra": "infrastructure",
    "repo": "repository",
    "env": "environment",
    **dict.fromkeys(("config", "conf", "cfg"), "configuration"),
    "auth": "authentication",
    "cert": "certificate",
    "perf": "performance",
    "app": "application",
    "dev": "developer",
    "center": "centre",
    "fibre": "fiber",
    "catalog": "catalogue",
    "program": "programme",
    "defense": "defence",
    "license": "licence",
    **dict.fromkeys(("rollingback", "rolledback"), "rollback"),
    **dict.fromkeys(("failingover", "failedover"), "failover"),
    **dict.fromkeys(("timedout", "timingout"), "timeout"),
    **dict.fromkeys(("backedup", "backingup"), "backup"),
    "shuttingdown": "shutdown",
    "behavior": "behaviour",
    "color": "colour",
    "neighbor": "neighbour",
    "canceled": "cancelled",
    "analyze": "analyse",
    "acces": "access",
    "psql": "postgresql",
    "lb": "loadbalancer",
    "tf": "terraform",
    "rmq": "rabbitmq",
    "bdd": "base",
    "appli": "application",
    "archi": "architecture",
    "orga": "organisation",
    "doc": "documentation",
    "msg": "message",
    "pkg": "package",
    "svc": "service",
    "srv": "server",
    "conn": "connection",
    "mem": "memory",
    "hw": "hardware",
    "sw": "software",
}
# Two words that are as often written as one.
_PAIRS = """post-mortem data-center data-centre fail-over roll-back roll-out time-out back-up run-book play-book on-call down-time
    black-out fire-wall web-site web-hook e-mail e-commerce micro-service pre-production pre-prod auto-scaling open-source cut-over
    hand-over work-around start-up shut-down set-up host-name user-name pass-word dead-lock load-balancer load-balancing name-space
    key-store mono-repo multi-cloud multi-tenant bare-metal co-coding service-mesh re-try re-tries sub-system time-zone work-flow
    tool-chain tool-kit add-on plug-in week-end rolling-back rolled-back
    failing-over failed-over timed-out timing-out backed-up backing-up shutting-down
    game-day heart-beat white-list black-list allow-list block-list end-point back-end front-end
    time-stamp hot-fix bug-fix work-load work-station band-width life-cycle stand-by fall-back spread-sheet data-base code-base
    file-system name-server check-list dead-line re-start re-boot re-build re-deploy multi-region multi-zone cyber-attack cyber-security
    cyber-attaque micro-service pod-cast thread-pool road-map"""
PAIRS: dict[tuple[str, str], str] = {(first, last): first + last for first, last in (pair.split("-") for pair in _PAIRS.split())}
_BETWEEN = frozenset((" ", "-", "\u2010", "\u2011", "\u00a0"))
# British and American endings: organise and organize are one word.
_IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:e|ed|es|er|ers|ing|ation|ations)$)")


@lru_cache(maxsize=1 << 17)
def _canonical(word: str) -> str:
    """A word as it is typed, folded and in its one spelling."""
    folded = fold(word)
    found = SPELLINGS.get(folded) or (SPELLINGS.get(folded[:-1]) if folded.endswith("s") else None)
    return found or _IZE.sub("is", folded)


# With plurals, and by canonical words, so that most words need one look into a set.
_JOINED = {
    (_canonical(first), _canonical(last + plural)): _canonical(joined) for (first, last), joined in PAIRS.items() for plural in ("", "s")
}
_FIRST_OF_PAIR = frozenset(first for first, _ in _JOINED)
_LAST_OF_PAIR = frozenset(last for _, last in _JOINED)


def words(text: str) -> Iterable[Token]:
    """Folded words with their place in `text`; nothing is left out, and nothing depends on a language.

    Spellings of one thing come out the same: `post-mortem`, `post mortem` and `postmortem`; `k8s` and `kubernetes`.
    """
    held: Token | None = None
    for match in _WORD.finditer(text):
        typed = match["word"]
        # An elision on its own, or a letter that folds to nothing.
        if not typed or not (word := _canonical(typed)):
            continue
        start, end = match.span("word")
        if held is not None:
            if word in _LAST_OF_PAIR and (joined := _JOINED.get((held[0], word))) and text[held[2] : start] in _BETWEEN:
                held = (joined, held[1], end)
                continue
            yield held
        held = (word, start, end)
    if held is not None:
        yield held


def tokens(text: str, lang: str, *, initials: frozenset[str] | None = None) -> list[Token]:
    """Stems of the words that carry meaning in `lang`, each with its place in `text`.

    `initials` keeps only words that begin with one of these letters: a stem begins as its word does, so a reader
    that looks for a few stems need not compute all the others.
    """
    stop = STOP_WORDS[lang]
    return [
        (stem(word, lang), start, end) for word, start, end in words(text) if word not in stop and (initials is None or word[0] in initials)
    ]


def plain_words(text: str) -> list[str]:
    """The words that `words` gives, without their places and several times as fast: what indexing needs."""
    found: list[str] = []
    for line in text.split("\n"):
        # Without an apostrophe or a loose accent in it, a line is just runs of letters and digits.
        typed = _WORD.findall(line) if _NOT_PLAIN.search(line) else _RUN.findall(line)
        plain = list(filter(None, map(_canonical, typed)))
        # Whether two words stand close enough to be one, only their places tell.
        if not (_FIRST_OF_PAIR.isdisjoint(plain) or _LAST_OF_PAIR.isdisjoint(plain)) and any(pair in _JOINED for pair in pairwise(plain)):
            plain = [word for word, _, _ in words(line)]
        found += plain
    return found


def stems(text: str, lang: str) -> list[str]:
    """The stems that `tokens` gives, without their places."""
    stop = STOP_WORDS[lang]
    return [stem(word, lang) for word in plain_words(text) if word not in stop]


def meaningful_words(text: str) -> list[str]:
    """The words of a text in any language, in order, but for those that carry no meaning in one of the languages.

    Nobody means tea by `the`.
    """
    return [word for word, _, _ in words(text) if not any(word in stop for stop in STOP_WORDS.values())]


def query_words(text: str) -> list[str]:
    """The distinct meaningful words of a query, in order."""
    return list(dict.fromkeys(meaningful_words(text)))


# Where a name that is written as one word has its joints: `OOMKilled`, `NumericValueOutOfRange`, `HTTPServer`.
_JOINT = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Signs that nobody types by mistake: a word that was typed with one is no slip for a word without it.
_DELIBERATE = re.compile("[âêîôûëïüç]")


def compounds(text: str) -> dict[str, tuple[str, ...]]:
    """Words that machines write in humps, folded, with the meaningful words that they are made of.

    Two words with a capital each are more often the name of a product, which is one word.
    """
    found = {}
    for match in _WORD.finditer(text):
        parts = _JOINT.split(match["word"] or "")
        if len(parts) > 2 or (len(parts) == 2 and len(parts[0]) > 1 and parts[0].isupper()):
            found[_canonical(match["word"])] = tuple(word for word in query_words(" ".join(parts)) if len(word) > 2)
    return {word: parts for word, parts in found.items() if parts}


def deliberate(text: str) -> dict[str, frozenset[str]]:
    """Words that were typed with a circumflex, a diaeresis or a cedilla, folded, and the letters that have it."""
    if text.isascii():
        return {}
    typed = (match["word"].lower() for match in _WORD.finditer(unicodedata.normalize("NFC", text)) if match["word"])
    return {_canonical(word): frozenset(letters) for word in typed if (letters := _DELIBERATE.findall(word))}


def stems_of(word: str) -> tuple[str, ...]:
    """The stems a word may have, as nobody says which language it is in."""
    return tuple(dict.fromkeys(stem(word, lang) for lang in STOP_WORDS))
