"""`rex build`: the whole site, every language."""

import argparse
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from rex.cli.clean import read_clean_corpus


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", metavar="CODE", help="build only this language")


def main(arguments: argparse.Namespace) -> int:
    from rex.core.derive import Facts
    from rex.site.build import SITE, build_all  # MkDocs takes a while to import; other commands need not wait

    root: Path = arguments.root
    # A path may hold brackets, which are no markup.
    console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    started = time.monotonic()
    console.print("Checking cases and vocabulary …")
    corpus = read_clean_corpus(root, "nothing was built")
    console.print(f"  {len(corpus.files)} files, {len(corpus.published)} published cases, no problem")
    # It is drawn when something is told: a thread that draws would stand in the way of forking.
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True, auto_refresh=False)
    with bar:
        tasks: dict[str, object] = {}

        def progress(code: str, done: int, total: int) -> None:
            if code not in tasks:
                tasks[code] = bar.add_task(f"pages in `{code}`", total=total)
            bar.update(tasks[code], completed=done, refresh=True)  # type: ignore[arg-type]
            if not console.is_terminal and done in (total // 2, total):
                console.print(f"  {code}: {done} of {total} pages")

        console.print("Building pages …")
        for code, pages in build_all(root, Facts(corpus), only=arguments.lang, progress=progress):
            console.print(f"  {code}: {pages} pages and the search index")
    site = root / SITE
    console.print(f"Done in {time.monotonic() - started:.0f} s. The site is in {site}")
    console.print(
        f"Look at it with:  python3 -m http.server --bind 127.0.0.1 --directory {_short(site)} 8000  and open http://127.0.0.1:8000/"
    )
    return 0


def _short(path: Path) -> Path:
    """Relative to where the reader stands, if it is below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
