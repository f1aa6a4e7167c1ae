"""`rex similar`: the cases nearest to one, by what they share, with the reason in words."""

import argparse
import json
import sys

from rex.cli.search import add_output_options, check_limit, clean, url_of
from rex.core.corpus import Corpus, read_base
from rex.core.derive import Facts, Related, years_of
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.parse import did_you_mean, nearest

REASONS = {
    "same-mistake-same-fix": "same mistake, same fix",
    "same-mistake-other-fix": "same mistake, other fix",
    "same-fix": "same fix",
    "same-company": "same company",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="id of a case")
    parser.add_argument("--lang", choices=sorted(LANGUAGES), help="language of titles and terms (default: that of each case)")
    add_output_options(parser)


def main(arguments: argparse.Namespace) -> int:
    check_limit(arguments.limit)
    corpus = read_base(arguments.root)
    case_id = _known(corpus, arguments.id)
    found = Facts(corpus).related(case_id, arguments.limit)
    if arguments.json:
        print(json.dumps([as_json(corpus, near, arguments.lang) for near in found], ensure_ascii=False, indent=2))
    else:
        for number, near in enumerate(found, 1):
            _print(corpus, near, number, arguments.lang)
    if not found:
        print(f"rex similar: no case shares a mistake, fix or company with `{case_id}`", file=sys.stderr)
        return 1
    return 0


def _known(corpus: Corpus, asked: str) -> str:
    """The id of a readable case. Raises `RexError` with the nearest one."""
    if asked in corpus.shown:
        return asked
    for case_id, file in corpus.shown.items():
        if asked in file.case.aliases:
            return case_id
    raise RexError(f"no case '{asked}'{did_you_mean(nearest(asked, sorted(corpus.shown)))}")


def as_json(corpus: Corpus, near: Related, lang: str | None) -> dict[str, object]:
    """A neighbour as programs read it; `mistakes` and `fixes` are those the two share."""
    file = corpus.cases[near.case]
    local = file.in_language(lang or file.case.lang)
    return {
        "id": near.case,
        "title": local.case.title,
        "score": near.score,
        "likeness": near.likeness,
        "url": url_of(near.case, lang or local.lang),
        "lang": local.lang,
        "company": list(file.case.company),
        "year": max(years_of(file.case), default=None),
        "summary": local.case.summary,
        "reason": near.reason,
        "mistakes": list(near.mistakes),
        "fixes": list(near.fixes),
        "status": file.case.status.value,
    }


def _print(corpus: Corpus, near: Related, number: int, lang: str | None) -> None:
    file, vocabulary = corpus.cases[near.case], corpus.vocabulary
    local = file.in_language(lang or file.case.lang)
    shared = [
        *(vocabulary.mistakes[term].label[local.lang] for term in near.mistakes if term in vocabulary.mistakes),
        *(vocabulary.fixes[term].label[local.lang] for term in near.fixes if term in vocabulary.fixes),
    ]
    print(f"{number:>2}. {clean(local.case.title)}")
    print(f"    {REASONS.get(near.reason, near.reason)}{': ' if shared else ''}{clean('; '.join(shared))}")
    print(f"    {url_of(near.case, lang or local.lang)}")
