"""What is made of the finished pages of every language: both indexes for search, and the files for machines.

This step takes folders of rendered pages and asks no generator for anything. `rex build` takes it once for all languages, each part
in a process of its own; `mkdocs build` alone takes the part of its language.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from rex.core.derive import Facts
from rex.core.store import Store
from rex.data.addresses import Addresses
from rex.data.files import write_files
from rex.site.browser_search import build_pagefind, write_ranked_indexes
from rex.site.counts import check_counts
from rex.site.parallel import Task, run_all


@dataclass(frozen=True)
class Finished:
    """The pages of one language in `folder`: paths of those that we make, names of those that people wrote, how many are searched."""

    lang: str
    folder: Path
    paths: frozenset[str]
    written: frozenset[str]
    searched: int


def publish(
    facts: Facts, addresses: Addresses, site: Path, languages: Sequence[Finished], cache: Path | None, tell: Callable[[int, int], None]
) -> None:
    """Write search and data of these languages below `site`; with one language, only the data in its folder.

    Raises `RexError` if a part fails, or if a case is missing anywhere.
    """
    below = f"{languages[0].lang}/" if len(languages) == 1 else ""

    def pages_of(made: Finished) -> Task:
        return lambda _: _indexed(made, cache)

    tasks: dict[str, Task] = {"ranked index": lambda _: _ranked(facts, languages, cache)}
    tasks |= {f"pages of {made.lang}": pages_of(made) for made in languages}
    tasks["data"] = lambda _: write_files(facts, addresses, site, below=below)
    done = {}
    tell(0, len(tasks))
    for name, result in run_all(tasks, lambda *_: None):
        done[name] = result
        tell(len(done), len(tasks))
    for made in languages:
        _check(facts, made, indexed=done[f"pages of {made.lang}"], ranked=done["ranked index"][made.lang])


def add_search(facts: Facts, made: Finished) -> None:
    """Write the search of one language. Raises `RexError` as `publish` does."""
    ranked = write_ranked_indexes(facts, {made.lang: (made.folder, made.written)})
    _check(facts, made, indexed=build_pagefind(made.folder), ranked=ranked[made.lang])


def _check(facts: Facts, made: Finished, *, indexed: int, ranked: int) -> None:
    check_counts(facts.corpus, made.paths, made.folder, expected=made.searched, indexed=indexed, ranked=ranked)


def _ranked(facts: Facts, languages: Sequence[Finished], cache: Path | None) -> dict[str, int]:
    with closing(Store.of(cache, "ranked")) as store:
        return write_ranked_indexes(facts, {made.lang: (made.folder, made.written) for made in languages}, store)


def _indexed(made: Finished, cache: Path | None) -> int:
    with closing(Store.of(cache, f"{made.lang}.pagefind")) as store:
        return build_pagefind(made.folder, store)
