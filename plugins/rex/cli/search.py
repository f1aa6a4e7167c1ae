"""`rex search`: cases by words and filters, with the passage that matched.

Answers from the index alone when no file has changed, so nothing heavy is imported at the top.
"""

import argparse
import json
import os
import re
import sys
import textwrap
from pathlib import Path

from rex.cli.index import engine_for, refresh
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.search.analysis import tokens
from rex.search.engine import Answer, Document, Hit, Query, UnusableIndexError
from rex.search.index import WhooshEngine
from rex.search.passages import Passage, best_passage
from rex.search.snapshot import Snapshot, load, signature_of

FILTERS = ("pillar", "mistake", "fix", "company")

# YAML can write an escape character into a title; a terminal must not obey it. One for one, so that marks stay right.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_WIDTH = 100


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*", metavar="WORDS", help="what to look for, in English or French, accents or not")
    for name in FILTERS:
        parser.add_argument(f"--{name}", metavar="ID", help=f"only cases with this {name}")
    parser.add_argument("--year", type=int, metavar="YYYY", help="only cases that touch this year")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help="only texts in this language (default: the one that fits best)")
    add_output_options(parser)


def add_output_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="at most this many cases (default: 10)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(arguments: argparse.Namespace) -> int:
    words = " ".join(arguments.words)
    if not words.strip() and all(getattr(arguments, name) is None for name in (*FILTERS, "year")):
        raise RexError("give words to look for, or a filter such as --mistake ID")
    check_limit(arguments.limit)
    engine = engine_for(arguments.root)
    snapshot = _up_to_date(arguments.root, engine)
    chosen = {name: _legal(name, value, snapshot) for name in FILTERS if (value := getattr(arguments, name)) is not None}
    query = Query(words, year=arguments.year, lang=arguments.lang, limit=arguments.limit, **chosen)
    answer = _answer(arguments.root, engine, query)
    found = [(hit, best_passage(hit.document, answer.stems, tokens)) for hit in answer.hits]
    if arguments.json:
        print(json.dumps([as_json(hit, passage) for hit, passage in found], ensure_ascii=False, indent=2))
    else:
        _print(found)
    if not found:
        common = words.strip() and not answer.stems
        print(f"rex search: nothing found{'; every word is too common to look for' if common else ''}", file=sys.stderr)
        return 1
    return 0


def check_limit(limit: int) -> None:
    if limit < 1:
        raise RexError(f"--limit must be at least 1, not {limit}")


def _up_to_date(root: Path, engine: WhooshEngine) -> Snapshot:
    snapshot = load(engine.memo())
    if snapshot is not None and snapshot.signature == signature_of(root):
        return snapshot
    if snapshot is None:
        print("rex search: indexing the cases …", file=sys.stderr)
    return _refreshed(root, engine)


def _refreshed(root: Path, engine: WhooshEngine, *, rebuild: bool = False) -> Snapshot:
    changes, snapshot = refresh(root, engine, rebuild=rebuild)
    if changes.note:
        print(f"rex search: {changes.note}", file=sys.stderr)
    return snapshot


def _answer(root: Path, engine: WhooshEngine, query: Query) -> Answer:
    try:
        return engine.search(query)
    except UnusableIndexError:
        print("rex search: the index cannot be read and is built again", file=sys.stderr)
        _refreshed(root, engine, rebuild=True)
        return engine.search(query)


def _legal(kind: str, value: str, snapshot: Snapshot) -> str:
    """The id that a filter means. Raises `RexError` with the nearest legal one."""
    legal = snapshot.legal.get(kind, {})
    if value in legal:
        return legal[value]
    # Late: it brings the whole model along.
    from rex.core.parse import did_you_mean, nearest

    raise RexError(f"unknown {kind} '{value}'{did_you_mean(nearest(value, sorted(legal)))}")


def url_of(document_id: str, lang: str) -> str:
    """Address of a case within the site."""
    return f"/{lang}/cases/{document_id}/"


def as_json(hit: Hit, passage: Passage) -> dict[str, object]:
    """A result as programs read it. Keys are never removed or given another meaning."""
    document = hit.document
    return {
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
    }


def _print(found: list[tuple[Hit, Passage]]) -> None:
    bold = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    for number, (hit, passage) in enumerate(found, 1):
        document = hit.document
        print(f"{number:>2}. {clean(document.title)}{_asides(document)}")
        print(textwrap.indent(_marked(passage, bold=bold), "    "))
        print(f"    {url_of(document.id, document.lang)}")


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
