"""What searching costs at 1,000 and 10,000 cases, beside the straightforward way to use Whoosh: part of `make bench-search`.

Prints figures and judges nothing. Seconds are those of the clock, and after a slash those of the processor, which other work on the
machine does not lengthen (it may also run in several processes at once). The cases are made from those of this base, the same ones in
every run: each mixes the sentences of three and gets words of its own, so that rare words exist as they would.
"""

import argparse
import contextlib
import dataclasses
import gc
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import LanguageAnalyzer
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.query import And, Every, Term

from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.search.documents import build_documents
from rex.search.embedded.engine import WhooshEngine
from rex.search.model import TERM, Document, EmptyQueryError, Query

ROOT = Path(__file__).resolve().parent.parent
QUERIES = 200
PASSES = 3


def documents(cases: int) -> list[Document]:
    """So many invented cases, in both languages, and the real terms."""
    real = build_documents(Facts(read_corpus(ROOT)))
    terms = [document for document in real if document.status == TERM]
    pairs: dict[str, dict[str, Document]] = {}
    for document in real:
        if document.status != TERM:
            pairs.setdefault(document.id, {})[document.lang] = document
    whole = [pair for pair in pairs.values() if {"en", "fr"} <= pair.keys()]
    chance = random.Random(1)
    made = []
    for number in range(cases):
        sources = chance.sample(whole, 3)
        own = " ".join(_word(chance) for _ in range(12))
        for lang in ("en", "fr"):
            lines = [line for source in sources for line in source[lang].text.split("\n")]
            order = random.Random(number)
            text = "\n".join([*order.sample(lines, max(1, len(lines) // 3)), own])
            base = sources[0][lang]
            years = tuple(2000 + (year + number) % 26 for year in base.years)
            made.append(dataclasses.replace(base, id=f"{base.id[:60]}-{number}", text=text, years=years, fingerprint=f"{number}{lang}"))
    return [*made, *terms]


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfghlmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4)))


def questions(made: list[Document]) -> list[Query]:
    """Two in five with filters, one in five English, one in five French with or without accents, rare words, filters alone."""
    chance = random.Random(2)
    cases = [document for document in made if document.status != TERM]
    english, french = ([d for d in cases if d.lang == lang] for lang in ("en", "fr"))

    def words(document: Document, count: int) -> str:
        found = [word for word in document.text.split() if len(word) > 4]
        return " ".join(chance.sample(found, min(count, len(found))))

    def filters(document: Document) -> dict[str, tuple[str, ...]]:
        chosen = {"pillar": document.pillars[:1], "mistake": document.mistakes[:1]}
        return {name: value for name, value in chosen.items() if value}

    found = []
    for number in range(QUERIES):
        one, other = chance.choice(english), chance.choice(french)
        kind = number % 10
        if kind < 4:
            found.append(Query(words(one, 2), filters(one)))
        elif kind < 6:
            found.append(Query(words(one, 2 + number % 5)))
        elif kind == 6:
            found.append(Query(words(other, 3)))
        elif kind == 7:
            found.append(Query(words(other, 3).encode("ascii", "ignore").decode()))
        elif kind == 8:
            found.append(Query(one.text.rsplit("\n", 1)[1].split()[number % 12]))
        else:
            found.append(Query(filters=filters(one) or {"lang": ("en",)}))
    return found


class Straightforward:
    """Whoosh as its manual shows it: a text field for each part and language, positions, its own analysers and scores."""

    PARTS = ("title", "summary", "signals", "names", "stack", "text")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        exact = {name: fields.KEYWORD(commas=True) for name in ("pillar", "mistake", "fix", "company", "year", "lang")}
        texts = {f"{part}_{lang}": fields.TEXT(analyzer=LanguageAnalyzer(lang)) for part in self.PARTS for lang in ("en", "fr")}
        self.schema = fields.Schema(key=fields.ID(unique=True, stored=True), payload=fields.STORED(), **exact, **texts)

    def refresh(self, made: list[Document]) -> None:
        """Index all of them."""
        writer = index.create_in(str(self.folder), self.schema).writer(limitmb=256)
        for document in made:
            if document.status == TERM:
                continue
            parts = {part: getattr(document, part) for part in self.PARTS}
            texts = {f"{part}_{document.lang}": value if isinstance(value, str) else "\n".join(value) for part, value in parts.items()}
            exact = {name: ",".join(document.facet(name)) for name in ("pillar", "mistake", "fix", "company", "year", "lang")}
            writer.add_document(key=document.key, payload=str(vars(document)), **exact, **texts)
        writer.commit()
        self.index = index.open_dir(str(self.folder))
        self.searcher = self.index.searcher()
        self.parser = MultifieldParser([name for name in self.schema.names() if name[-3:] in ("_en", "_fr")], self.schema, group=OrGroup)

    def search(self, query: Query) -> int:
        """Ask, and read what is to be shown."""
        chosen = [Term(name, value) for name, values in query.filters.items() for value in values]
        parsed = self.parser.parse(query.words) if query.words else Every()
        results = self.searcher.search(parsed, filter=And(chosen) if chosen else None, limit=10)
        return len([hit.fields() for hit in results])


def size_of(folder: Path) -> float:
    """Megabytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


@dataclasses.dataclass(frozen=True)
class Time:
    """Seconds by the clock, and of the processor in this process and those it started."""

    clock: float
    processor: float

    @classmethod
    def now(cls) -> "Time":
        return cls(time.perf_counter(), sum(os.times()[:4]))

    @classmethod
    def of(cls, work: Callable[[], Any]) -> "Time":
        """What a piece of work takes."""
        gc.collect()
        start = cls.now()
        work()
        end = cls.now()
        return cls(end.clock - start.clock, end.processor - start.processor)


@dataclasses.dataclass(frozen=True)
class Latencies:
    """Milliseconds, ascending: for each query the median of some passes."""

    clock: list[float]
    processor: list[float]

    @classmethod
    def of(cls, search: Callable[[Query], Any], asked: list[Query]) -> "Latencies":
        def once(query: Query) -> tuple[float, float]:
            clock, processor = time.perf_counter(), time.process_time()
            with contextlib.suppress(EmptyQueryError):
                search(query)
            return 1000 * (time.perf_counter() - clock), 1000 * (time.process_time() - processor)

        once(asked[0])
        passes = [[once(query) for query in asked] for _ in range(PASSES)]
        both = [[statistics.median(times) for times in zip(*query, strict=True)] for query in zip(*passes, strict=True)]
        clock, processor = (sorted(times) for times in zip(*both, strict=True))
        return cls(clock, processor)

    def part(self, share: float) -> tuple[float, float]:
        """So many of them take at most this long."""
        place = min(int(len(self.clock) * share), len(self.clock) - 1)
        return self.clock[place], self.processor[place]


def show(name: str, build: Time, megabytes: float, times: Latencies) -> None:
    """One line of the table."""
    shown = "  ".join(f"{what} {clock:.1f}/{processor:.1f}" for what, (clock, processor) in _parts(times))
    print(f"  {name:<16} build {build.clock:.1f}/{build.processor:.1f} s  {megabytes:.1f} MB  query {shown} ms", flush=True)


def _parts(times: Latencies) -> list[tuple[str, tuple[float, float]]]:
    return [("p50", times.part(0.5)), ("p95", times.part(0.95)), ("max", times.part(1))]


def compare(cases: int, folder: Path, *, plain: bool) -> None:
    """Ours and, if asked for, the straightforward one, on the same cases and questions."""
    print(f"{cases:,} cases: inventing them …", flush=True)
    made = documents(cases)
    asked = questions(made)
    print(f"{cases:,} cases, {len(made):,} documents, {len(asked)} questions", flush=True)
    ours = WhooshEngine(folder / f"ours-{cases}")
    build = Time.of(lambda: ours.refresh(made))
    times = Latencies.of(ours.search, asked)
    show("this project", build, size_of(ours.path), times)
    if plain:
        straight = Straightforward(folder / f"plain-{cases}")
        plain_build = Time.of(lambda: straight.refresh(made))
        plain_times = Latencies.of(straight.search, asked)
        show("straightforward", plain_build, size_of(straight.folder), plain_times)
        (clock, processor), (plain_clock, plain_processor) = times.part(0.95), plain_times.part(0.95)
        print(
            f"  ratio            build {build.clock / plain_build.clock:.2f}/{build.processor / plain_build.processor:.2f}"
            f"  size {size_of(ours.path) / size_of(straight.folder):.2f}"
            f"  query p95 {clock / plain_clock:.2f}/{processor / plain_processor:.2f}",
            flush=True,
        )
    changed = [dataclasses.replace(made[0], title="Another title", fingerprint="changed"), *made[1:]]
    once = Time.of(lambda: ours.refresh(changed))
    print(f"  one case changed {once.clock:.2f}/{once.processor:.2f} s", flush=True)


def whole_process(cases: int, folder: Path) -> None:
    """`rex search` as people run it, on a base of so many case files."""
    base = folder / "base"
    shutil.copytree(ROOT / "cases", base / "cases")
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(ROOT / name, base / name)
    originals = sorted(path for path in (base / "cases").glob("*.md") if "." not in path.stem)
    for number in range(len(originals), cases):
        original = originals[number % len(originals)]
        for path in original.parent.glob(f"{original.stem}.*"):
            shutil.copy(path, path.with_name(path.name.replace(original.stem, f"{original.stem}-n{number}", 1)))
    environment = {**os.environ, "REX_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-m", "rex.cli", "search", "--root", str(base)]

    def run(*words: str) -> Time:
        return Time.of(lambda: subprocess.run([*command, *words], env=environment, capture_output=True, check=True))

    print(f"rex search, whole process, {cases:,} cases: indexing …", flush=True)
    first = run("backup")
    print(f"  the first time, index included       {first.clock:.1f}/{first.processor:.1f} s", flush=True)
    for words in (
        ["backup", "restore"],
        ["kuberntes", "dns"],
        ["how", "do", "others", "test", "their", "backups"],
        ["--pillar", "culture", "silos"],
    ):
        runs = [run(*words) for _ in range(8)][1:]
        clock, processor = sorted(each.clock for each in runs), statistics.median(each.processor for each in runs)
        median = f"{statistics.median(clock):.3f}/{processor:.3f} s"
        print(f"  {' '.join(words):<36} {median}  ({clock[0]:.3f} to {clock[-1]:.3f})", flush=True)


def main() -> None:
    """All sizes, unless told which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000])
    parser.add_argument("--only-ours", action="store_true", help="leave the straightforward schema out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        whole_process(1000, Path(folder))
        for cases in arguments.sizes:
            compare(cases, Path(folder), plain=not arguments.only_ours)


if __name__ == "__main__":
    main()
