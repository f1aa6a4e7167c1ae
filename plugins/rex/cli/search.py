"""`rex search`: what the base says by words and filters: pages, symptoms, mistakes and fixes, and cases with the passage that matched.

Answers from the index alone when no file has changed, so nothing heavy is imported at the top.
"""

import argparse
import dataclasses
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.text import fold
from rex.search.embedded import OpenIndex, open_index
from rex.search.model import SORTS, Answer, Document, EmptyQueryError, Hit, Query
from rex.search.query import not_syntax
from rex.search.snippets import Passage, best_passage
from rex.search.text.log_lines import is_pasted
from rex.search.text.tokens import tokens
from rex.search.text.tokens import words as folded_words

# What can be filtered by, beside languages and years: name and what to say of it.
FILTERS = {
    "pillar": "with this pillar",
    "mistake": "with this mistake",
    "fix": "with this fix",
    "company": "of this company or group",
    "kind": "of this kind: incident, near-miss, drill, transformation, programme",
    "event": "told at this event",
    "outcome": "with a fix of which this became: worked, partly, failed, worsened, unknown",
    "stack": "with this technology",
    "country": "of a company in this country, by code or name",
    "sector": "of a company in this line of business",
}
_MOST_VALUES = 10
# Of standard input, so many characters are read: what matters stands at the beginning.
_MOST_READ = 20_000
# Symptoms, mistakes and fixes that are shown above the cases.
_MOST_TERMS = 4
# Of a filter with so few values all are named when somebody asks for one that is none.
_FEW_VALUES = 40

# YAML can write an escape character into a title; a terminal must not obey it. One for one, so that marks stay right.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_WIDTH = 100


_HELP = """
Words may be in English or French, with or without accents, and need not all match: the cases that have the rarest
and the most of them come first. Paste a log line or a stack trace as it is, in quotes, or send it through a pipe; times,
numbers, hosts and paths in it do not matter.

  "days of chaos"     these words, next to one another
  -                   instead of words: what comes from standard input

Filters combine: a case must pass them all. Given several times, one filter is passed by any of its values.
"""

_EXAMPLES = """examples:
  rex search backup never restored
  rex search 'cannot receive incremental stream: dataset is busy'
  journalctl -p err -n 50 | rex search -
  rex search --pillar culture --mistake dev-ops-silos --since 2016 --facets
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = f"{parser.description}\n{_HELP}"
    parser.epilog = _EXAMPLES
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what to look for")
    for name, what in FILTERS.items():
        parser.add_argument(f"--{name}", action="append", default=[], metavar="ID", help=f"only cases {what}; repeatable")
    parser.add_argument("--year", action="append", default=[], metavar="YYYY", help="only cases that touch this year; repeatable")
    parser.add_argument("--since", metavar="YYYY", help="only cases that touch this year or a later one")
    parser.add_argument("--until", metavar="YYYY", help="only cases that touch this year or an earlier one")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help="only texts in this language (default: the one that fits best)")
    parser.add_argument("--sort", choices=SORTS, help="cases by year, the latest first, or by evidence, the best first")
    parser.add_argument("--facets", action="store_true", help="count the cases found by pillar, mistake, fix, company and so on")
    parser.add_argument("--explain", action="store_true", help="show where each score comes from")
    add_output_options(parser)


def add_output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="at most this many cases (default: 10)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(arguments: argparse.Namespace) -> int:
    query = _query(arguments)
    index = open_index(arguments.root, lambda line: print(f"rex search: {line}", file=sys.stderr))
    chosen = {name: tuple(_legal(name, value, index.legal) for value in getattr(arguments, name)) for name in FILTERS}
    query = dataclasses.replace(query, filters={**query.filters, **{name: ids for name, ids in chosen.items() if ids}})
    answer = index.search(query)
    found = [(hit, best_passage(hit.document, answer.stems, tokens)) for hit in answer.hits]
    if arguments.json:
        print(json.dumps(answer_as_json(query, answer, found), ensure_ascii=False, indent=2))
    else:
        _print_places(answer)
        _print_terms(answer)
        _print(found, answer)
        _print_facets(answer)
    for line in _remarks(index, query, answer):
        print(f"rex search: {clean(line)}", file=sys.stderr)
    return 0 if found or answer.places or answer.quoted else 1


def _query(arguments: argparse.Namespace) -> Query:
    """The question, but for the filters that need the vocabulary. Raises `RexError` if it can have no answer."""
    # Bytes that are no text in the terminal's encoding arrive as halves of characters, which nothing can print.
    typed = sys.stdin.read(_MOST_READ) if arguments.words == ["-"] else " ".join(arguments.words)
    words = typed.encode("utf-8", "replace").decode()
    check_limit(arguments.limit)
    since, until = _year("--since", arguments.since), _year("--until", arguments.until)
    years = [_year("--year", year) for year in arguments.year]
    if since is not None and until is not None and since > until:
        raise RexError(f"--since {since} is after --until {until}")
    narrowed = since is not None or until is not None or years or any(getattr(arguments, name) for name in FILTERS)
    if not words.strip() and not narrowed:
        raise RexError("give words to look for, or a filter such as --mistake ID")
    filters = {"year": tuple(map(str, years)), "lang": (arguments.lang,) if arguments.lang else ()}
    return Query(words, filters, since, until, arguments.sort or "", arguments.limit, arguments.facets, arguments.explain)


def _year(option: str, text: str | None) -> int | None:
    # Not left to argparse, which would print its whole usage before the one line that matters.
    if text is not None and not re.fullmatch(r"[12][0-9]{3}", text):
        raise RexError(f"{option} must be a year such as 2016, not '{text}'")
    return int(text) if text else None


# What other programs understand and this one does not, and what to say of it.
_NO_SYNTAX = {
    "operator": "AND, OR and NOT are no operators: no word is compulsory, and none can be left out",
    "star": "* stands for nothing; a word is found in all its forms",
    "field": "a word cannot be looked for in one part of a case alone (title:, company:, stack:, signals:); filters such as --company can",
}
_FILTER = re.compile(rf"\b(?P<filter>{'|'.join(FILTERS)}):(?P<value>[^\s:]+)")


def _misunderstood(words: str) -> Iterator[str]:
    """What somebody may take for syntax."""
    if is_pasted(words):
        return
    if words.count('"') % 2:
        yield "a quote is not closed; its words are looked for one by one"
    for name in not_syntax(words):
        yield _NO_SYNTAX[name]
    if match := _FILTER.search(words):
        yield f"to filter, write --{match['filter']} {match['value']}"


def _remarks(index: OpenIndex, query: Query, answer: Answer) -> Iterator[str]:
    """What somebody should know who wonders about the answer."""
    yield from _misunderstood(query.words)
    # Looked for folded, said as they were typed.
    typed_as = {folded: query.words[start:end] for folded, start, end in folded_words(query.words)}
    for word, meant in answer.corrected.items():
        typed = typed_as.get(word, word)
        yield f"no case has '{typed}'; did you mean '{meant}'?{' Showing that.' if answer.hits else ''}"
    if answer.note and answer.hits:
        yield answer.note
    if answer.hits and not answer.sure:
        yield "nothing sure; the nearest cases are shown"
    elif answer.total > len(answer.hits):
        yield f"{len(answer.hits)} of {answer.total} cases shown; --limit N shows more"
    if answer.unknown:
        yield f"no case has {', '.join(repr(_short(typed_as.get(word, word))) for word in answer.unknown)}"
    if not answer.hits:
        yield "nothing found"
        if answer.unknown:
            known = " ".join(word for word in query.words.split() if fold(word.strip(".,;:!?'\"")) not in answer.unknown)
            yield from _wider(index, dataclasses.replace(query, words=known), f"for '{_short(known)}'")
        if any(query.filters.values()) or query.since is not None or query.until is not None:
            yield from _wider(index, Query(query.words), "without the filters")


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else text[:_WIDTH] + "…"


def _wider(index: OpenIndex, query: Query, how: str) -> Iterator[str]:
    """How many cases a wider question finds."""
    try:
        total = index.search(dataclasses.replace(query, limit=1, facets=False)).total
    except EmptyQueryError:
        return
    if total:
        yield f"{how}, {total} case{' matches' if total == 1 else 's match'}"


def check_limit(limit: int) -> None:
    if limit < 1:
        raise RexError(f"--limit must be at least 1, not {limit}")


def _legal(kind: str, value: str, known: Mapping[str, Mapping[str, str]]) -> str:
    """The id that a filter means. Raises `RexError` with the nearest legal one."""
    legal = known.get(kind, {})
    for spelling in (value, fold(value)):
        if spelling in legal:
            return legal[spelling]
    # Late: it brings the whole model along.
    from rex.core.parse import did_you_mean, nearest

    near = did_you_mean(nearest(value, sorted(legal)))
    few = sorted(set(legal.values()))
    choice = f"; one of {', '.join(few)}" if not near and 0 < len(few) <= _FEW_VALUES else ""
    raise RexError(f"unknown {kind} '{value}'{near or choice}")


def url_of(document_id: str, lang: str) -> str:
    """Address of a case within the site."""
    return f"/{lang}/cases/{document_id}/"


# Folders of pages by kind of subject; what has no page of its own is a search narrowed to it.
_FOLDERS = {"company": "companies", "event": "events", "symptom": "symptoms", "mistake": "mistakes", "fix": "fixes", "pillar": "pillars"}


def place_url(kind: str, subject: str, lang: str) -> str:
    """Address of a term or a page within the site."""
    if kind == "page":
        return f"/{lang}/{subject}/"
    if kind in _FOLDERS:
        return f"/{lang}/{_FOLDERS[kind]}/{subject}/"
    return f"/{lang}/search/?{urlencode({'q': '', kind: subject})}"


def as_json(hit: Hit, passage: Passage) -> dict[str, object]:
    """A result as programs read it. Keys are never removed or given another meaning."""
    document = hit.document
    result: dict[str, object] = {
        "id": document.id,
        "title": document.title,
        "score": round(hit.score, 3),
        "url": url_of(document.id, document.lang),
        "lang": document.lang,
        "company": list(document.company),
        "year": document.last_year,
        "summary": document.summary,
        "passage": passage.text,
        "pillars": list(document.pillars),
        "mistakes": list(document.mistakes),
        "fixes": list(document.fixes),
        "status": document.status,
        "kind": document.kind,
        "countries": list(document.countries),
        "sectors": list(document.sectors),
        "years": list(document.years),
    }
    if hit.reasons:
        result["reasons"] = [{"what": r.what, "points": round(r.points, 3), "factor": r.factor} for r in hit.reasons]
    return result


def answer_as_json(query: Query, answer: Answer, found: list[tuple[Hit, Passage]]) -> dict[str, object]:
    """An answer as programs read it. Keys are never removed or given another meaning."""
    return {
        "query": query.words,
        "total": answer.total,
        "corrected": dict(answer.corrected),
        "unknown": list(answer.unknown),
        "note": answer.note,
        "sure": answer.sure,
        "places": [
            {"kind": kind, "id": subject, "title": place.title, "url": place_url(kind, subject, place.lang)}
            for place in answer.places
            for kind, _, subject in [place.id.partition(":")]
        ],
        "terms": [
            {"kind": kind, "id": term, "title": hit.document.title, "url": place_url(kind, term, hit.document.lang)}
            for hit in answer.terms
            for kind, _, term in [hit.document.id.partition(":")]
        ],
        "quoted": dict(answer.quoted),
        "results": [as_json(hit, passage) for hit, passage in found],
        "facets": {facet: dict(counts) for facet, counts in answer.facets.items()},
    }


def _print_facets(answer: Answer) -> None:
    for facet, counts in answer.facets.items():
        shown = [f"{value} {count}" for value, count in list(counts.items())[:_MOST_VALUES]]
        more = len(counts) - len(shown)
        if shown:
            print(f"{facet:>8}: {', '.join(shown)}{f', and {more} more' if more else ''}")


def _print_places(answer: Answer) -> None:
    for place in answer.places:
        kind, _, subject = place.id.partition(":")
        print(f"Go to: {clean(place.title)}  {place_url(kind, subject, place.lang)}")


def _print_terms(answer: Answer) -> None:
    """Symptoms, mistakes and fixes that answer, above the cases."""
    for hit in answer.terms[:_MOST_TERMS]:
        document = hit.document
        kind, _, term = document.id.partition(":")
        print(f"{kind}: {clean(document.title)}")
        print(textwrap.indent(textwrap.fill(clean(document.summary), _WIDTH), "    "))
        if quoted := answer.quoted.get(document.id):
            print(f"    seen here: {clean(quoted)}")
        if kind == "symptom" and document.text:
            print(textwrap.indent(textwrap.fill(f"look first: {clean(document.text)}", _WIDTH), "    "))
        print(f"    {place_url(kind, term, document.lang)}")
    if answer.terms and answer.hits:
        print()


def _print(found: list[tuple[Hit, Passage]], answer: Answer) -> None:
    if found and not answer.sure:
        print("Nothing sure. Nearest:")
    bold = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    for number, (hit, passage) in enumerate(found, 1):
        document = hit.document
        quotes = ", quotes this message" if document.id in answer.quoted else ""
        print(f"{number:>2}. {clean(document.title)}{_asides(document)}{quotes}")
        print(textwrap.indent(_marked(passage, bold=bold), "    "))
        print(f"    {url_of(document.id, document.lang)}")
        if hit.reasons:
            print(f"    score {hit.score:.2f}")
        for reason in hit.reasons:
            print(f"      {'×' if reason.factor else '+'} {reason.points:6.2f}  {clean(reason.what)}")


def _asides(document: Document) -> str:
    known = [
        clean(document.names[0]) if document.names else "",
        str(document.last_year or ""),
        "" if document.status == "published" else document.status,
    ]
    told = ", ".join(aside for aside in known if aside)
    return f" ({told})" if told else ""


def clean(text: str) -> str:
    """Text that a terminal shows and does not obey."""
    return _CONTROL.sub(" ", text)


def _marked(passage: Passage, *, bold: bool) -> str:
    """The passage in lines, its matched words bold."""
    lines = textwrap.wrap(
        clean(passage.text), _WIDTH, break_long_words=False, break_on_hyphens=False, replace_whitespace=False, drop_whitespace=False
    )
    if not bold:
        return "\n".join(line.strip() for line in lines)
    marked, offset = [], 0
    for line in lines:
        pieces, at = [], 0
        for start, end in passage.marks:
            if offset <= start and end <= offset + len(line):
                pieces += [line[at : start - offset], _BOLD, line[start - offset : end - offset], _PLAIN]
                at = end - offset
        marked.append("".join([*pieces, line[at:]]).strip())
        offset += len(line)
    return "\n".join(marked)
