"""`rex build`: the whole site, every language."""

import argparse
import sys
import time
from pathlib import Path
from shlex import quote

from rex.core.root import build_cache
from rex.core.version import code_version
from rex.site.stale import inputs_of, is_current, remember

SITE = "site"
STATE = "state.json"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", metavar="CODE", help="build only this language")
    parser.add_argument("--pages-only", action="store_true", help="leave out search, cards and data: a quick look")
    parser.add_argument("--fresh", action="store_true", help="use nothing that an earlier build has computed")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    started = time.monotonic()
    site, kept = root / SITE, build_cache(root)
    cache = None if arguments.fresh else kept
    version, partial = code_version(), arguments.lang or arguments.pages_only
    if cache and not partial and is_current(cache / STATE, root, site, version):
        print(f"Nothing has changed since the last build. The site is in {site}", file=sys.stderr)
        return 0
    # Before reading: whoever edits a file meanwhile makes the next build look again.
    inputs = inputs_of(root, version)
    # Late: to find that nothing has changed, none of these is needed, and MkDocs takes a while to import.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from rex.cli.clean import read_clean_corpus
    from rex.core.derive import Facts
    from rex.site.build import PUBLISHING, build_all

    # A path may hold brackets, which are no markup.
    console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    console.print("Checking cases and vocabulary …")
    corpus = read_clean_corpus(root, "nothing was built", fresh=arguments.fresh)
    console.print(f"  {len(corpus.files)} files, {len(corpus.published)} published cases, no problem")
    # It is drawn when something is told: a thread that draws would stand in the way of forking.
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    with bar:
        tasks: dict[str, object] = {}

        def progress(code: str, done: int, total: int) -> None:
            what, unit = (PUBLISHING, "parts") if code == PUBLISHING else (f"pages in `{code}`", "pages")
            if code not in tasks:
                tasks[code] = bar.add_task(what, total=total)
            bar.update(tasks[code], completed=done, refresh=True)  # type: ignore[arg-type]
            if not console.is_terminal and done in (total // 2, total):
                console.print(f"  {code}: {done} of {total} {unit}")

        console.print("Building pages …")
        options = {"only": arguments.lang, "cache": cache, "pages_only": arguments.pages_only}
        for code, pages in build_all(root, Facts(corpus), progress=progress, **options):
            console.print(f"  {code}: {pages} pages")
    if kept and not partial:
        remember(kept / STATE, inputs, site)
    console.print(f"Done in {time.monotonic() - started:.0f} s. The site is in {site}")
    console.print(
        f"Look at it with:  python3 -m http.server --bind 127.0.0.1 --directory {quote(str(_short(site)))} 8000  and open http://127.0.0.1:8000/"
    )
    return 0


def _short(path: Path) -> Path:
    """Relative to where the reader stands, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
