"""What a reader of the site downloads for a first answer, at 1,000 and 10,000 cases: part of `make bench-search`.

The index is made from the invented cases of `bench_search.py` and asked in a real browser; bytes are those of the answers compressed
with gzip, as a server sends them. Prints figures and judges nothing.
"""

import argparse
import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from bench_search import documents  # noqa: E402

from rex.core.corpus import read_corpus  # noqa: E402
from rex.core.derive import Facts  # noqa: E402
from rex.site.browser_search import ranked_index  # noqa: E402
from served import BROWSER_ARGUMENTS, browser_path, serving  # noqa: E402

QUESTIONS = {
    "one common word": "production",
    "one rare word": "consul",
    "two words": "backup restore",
    "a question": "how do we know that our backups can be restored when the data centre burns?",
    "two slips": "kuberntes dns outtage",
    "a log": "2031-02-11 02:14:55 ERROR [pool-3] write /srv/7f3a9c failed\njava.io.IOException: No space left on device",
    "first filters": "",
}
ASSETS = ("search.js", "search-engine.js", "search.css")
ASK = """async ([assets, index, question]) => {
  const { open, passage } = await import(`${assets}search-engine.js`);
  await Promise.all(["search.js", "search.css"].map((name) => fetch(assets + name)));
  const engine = await open(new URL(index, location));
  const start = performance.now();
  const found = question ? await engine.search(question) : engine.all();
  const { kept } = engine.filter(found.results, question ? {} : { pillar: ["culture"] });
  const rows = await Promise.all(kept.slice(0, 10).map((one) => engine.entry(one.number)));
  for (const row of rows) passage(engine.reader, row.text, found.terms);
  return [kept.length, performance.now() - start];
}"""


def write_site(cases: int, folder: Path) -> tuple[float, int, float]:
    """The index of so many cases, with the scripts. Returns seconds, files and megabytes."""
    facts, made = Facts(read_corpus(ROOT)), documents(cases)
    start = time.perf_counter()
    files, _ = ranked_index(facts, "en", made)
    seconds = time.perf_counter() - start
    for path, text in files.items():
        target = folder / "search" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / "assets").mkdir()
    for name in ASSETS:
        (folder / "assets" / name).write_bytes((ROOT / "docs/overrides/assets" / name).read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>bench</title>", encoding="utf-8")
    return seconds, len(files), sum(len(text.encode()) for text in files.values()) / 1e6


def ask(page: Page, address: str, question: str) -> tuple[int, int, int, float]:
    """Bytes, requests, cases found and milliseconds for one question in a browser that has nothing yet."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    answers.clear()
    cases, milliseconds = page.evaluate(ASK, [f"{address}/assets/", f"{address}/search/", question])
    return sum(len(gzip.compress(answer.body(), 6)) for answer in answers), len(answers), cases, milliseconds


def main() -> None:
    """Measure each size asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="*", default=[1_000, 10_000])
    for cases in parser.parse_args().cases:
        with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
            folder = Path(name)
            seconds, files, megabytes = write_site(cases, folder)
            print(
                f"{cases:,} cases: index of one language in {seconds:.1f} s, {files:,} files, {megabytes:.1f} MB uncompressed", flush=True
            )
            browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
            with serving(folder) as address:
                for what, question in QUESTIONS.items():
                    runs = []
                    for _ in range(3):
                        page = browser.new_page()
                        runs.append(ask(page, address, question))
                        page.close()
                    size, requests, found, _ = runs[0]
                    print(
                        f"  {what:<16} {size / 1000:6.1f} kB in {requests:3} requests, {found:5} cases,"
                        f" {statistics.median(run[3] for run in runs):6.0f} ms",
                        flush=True,
                    )
            browser.close()


if __name__ == "__main__":
    main()
