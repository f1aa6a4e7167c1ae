"""Ask the address of every source whether it still answers, and print the list of those that did not, three times in a row, in Markdown.

`python scripts/check_links.py --before FILE`: FILE is what this printed last time; it holds how often each address has failed. Nothing is
written, and the status is 0 whatever the network does: a page that is gone is work for a person, not a fault of a change.
"""

import argparse
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from rex.core.corpus import Corpus, read_corpus

ROOT = Path(__file__).resolve().parent.parent
STRIKES = 3
PATIENCE = 20
AGENT = "Mozilla/5.0 (compatible; devops-rex link check)"
# These say "I do not talk to programs", not "there is nothing here".
NO_ANSWER_TO_PROGRAMS = {401, 403, 405, 406, 418, 429, 451, 999}
_ROW = re.compile(r"^- \[.\] (\d+) × <(https?://[^>\s]+)>", re.MULTILINE)


def sources(corpus: Corpus) -> dict[str, tuple[list[str], str]]:
    """Address to the cases that have it, and to the date of the source; those with an archived copy too."""
    found: dict[str, tuple[list[str], str]] = {}
    for file in corpus.published.values():
        for source in file.case.sources:
            found.setdefault(str(source.url), ([], str(source.date or "")))[0].append(file.id)
    return found


def answers(url: str) -> bool:
    """Whether there is still something at an address."""
    request = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310  # the check accepts web addresses only
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310
            return True
    except urllib.error.HTTPError as error:
        return error.code in NO_ANSWER_TO_PROGRAMS
    except (OSError, ValueError):
        return False


def _host(urls: list[str]) -> dict[str, bool]:
    """One host is asked one thing at a time."""
    found = {}
    for url in urls:
        found[url] = answers(url)
        time.sleep(0.2)
    return found


def ask(urls: list[str]) -> dict[str, bool]:
    """Which of them answer."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    with ThreadPoolExecutor(16) as pool:
        return {url: well for found in pool.map(_host, hosts.values()) for url, well in found.items()}


def strikes(before: str, found: Mapping[str, bool]) -> dict[str, int]:
    """How often in a row each address has now failed."""
    earlier = {url: int(count) for count, url in _ROW.findall(before)}
    return {url: earlier.get(url, 0) + 1 for url, well in found.items() if not well}


def report(known: Mapping[str, tuple[list[str], str]], counts: Mapping[str, int]) -> Iterator[str]:
    """The list: first those to look at, then those that failed once or twice."""
    old = sorted(url for url, count in counts.items() if count >= STRIKES)
    yield f"{len(known)} sources were asked; {len(old)} did not answer {STRIKES} times in a row."
    yield "\n## To look at\n\nPut the copy of an archive into `archived:` of the source if it has the same text.\n"
    for url in old or ():
        cases, date = known[url]
        near = date[:4] or "2"
        yield f"- [ ] {counts[url]} × <{url}> in {', '.join(f'`{case}`' for case in cases)}; copies: <https://web.archive.org/web/{near}/{url}>"
    yield "\n## Failed once or twice\n"
    for url in sorted(counts.keys() - set(old)):
        yield f"- [ ] {counts[url]} × <{url}>"


def main(arguments: list[str]) -> int:
    """Print the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--before", type=Path, help="what was printed last time")
    parser.add_argument("--root", type=Path, default=ROOT)
    chosen = parser.parse_args(arguments)
    before = chosen.before.read_text(encoding="utf-8") if chosen.before and chosen.before.is_file() else ""
    known = sources(read_corpus(chosen.root))
    print("\n".join(report(known, strikes(before, ask(list(known))))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
