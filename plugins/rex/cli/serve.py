"""`rex serve`: the site of one language with live reload, for writing cases.

A broken case shows its findings and waits for the next change; the last good page stays, and the server goes on.
"""

import argparse
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rex.cli.watch import times
from rex.core.corpus import FOLDER, Corpus, read_base, split_name, with_texts
from rex.core.errors import RexError
from rex.core.message import one_line
from rex.lint.engine import errors, lint, lint_all
from rex.lint.report import as_text
from rex.lint.rule import Finding

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# Looked at so often, in seconds.
PAUSE = 0.1
_OF_CASES = f"{FOLDER}/"
_WATCHED = (FOLDER, "docs")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", default="en", metavar="CODE", help="language to serve (default: en)")
    parser.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no port; give a number from 1 to 65535")
    return int(text)


def main(arguments: argparse.Namespace) -> int:
    from rex.core.derive import Facts
    from rex.site.build import configurations, load
    from rex.site.preview import Preview
    from rex.site.reading import refuse_strange_files
    from rex.site.serving import Changes, application, server_of

    root: Path = arguments.root
    files = configurations(root)
    if arguments.lang not in files:
        raise RexError(f"no language `{arguments.lang}` here; there is {', '.join(files)}")
    refuse_strange_files(root)
    address = f"http://127.0.0.1:{arguments.port}/{arguments.lang}/"
    seen = _times(root)
    corpus = read_base(root)
    while _tell(lint_all(corpus)):
        print("Waiting for these to be mended …", file=sys.stderr, flush=True)
        seen = _next(root, seen)
        corpus = read_base(root)
    with tempfile.TemporaryDirectory(prefix="rex-preview-") as folder:

        def settings() -> "MkDocsConfig":
            return load(files[arguments.lang], site_dir=folder, site_url=address)

        preview, changes = Preview(settings, Facts(corpus)), Changes()
        try:
            server = server_of(application(preview, changes, arguments.lang), arguments.port)
        except OSError as error:
            raise RexError(f"127.0.0.1:{arguments.port} cannot be used: {error.strerror}") from error
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"Serving on {address} ; end with Ctrl+C", file=sys.stderr, flush=True)
        wrong: set[str] = set()
        try:
            while True:
                before, seen = seen, _next(root, seen)
                changed = {path for path in before.keys() | seen.keys() if before.get(path) != seen.get(path)}
                started = time.monotonic()
                try:
                    refuse_strange_files(root)
                    corpus, findings = _read(root, corpus, changed | wrong, whole=before.keys() != seen.keys())
                    # What was wrong and has not been touched since is still wrong.
                    wrong = {finding.path for finding in errors(findings)}
                    if not _tell(findings):
                        (preview.change if all(path.startswith(_OF_CASES) for path in changed) else preview.renew)(Facts(corpus))
                        changes.tell()
                        print(f"{_named(changed)}: read in {time.monotonic() - started:.1f} s", file=sys.stderr, flush=True)
                except Exception as error:  # a configuration or a template that is being written; whatever it is, the server goes on
                    print(f"rex serve: {one_line(str(error) or type(error).__name__)}", file=sys.stderr, flush=True)
        finally:
            server.shutdown()
            server.server_close()


def _read(root: Path, corpus: Corpus, changed: set[str], *, whole: bool) -> tuple[Corpus, list[Finding]]:
    """The base as it is now, and what is wrong in what has changed; everything where others can be concerned."""
    cases = {path for path in changed if path in corpus.files}
    if whole or any(path.startswith(_OF_CASES) for path in changed - cases) or corpus.unbuilt:
        corpus = read_base(root)
        return corpus, lint_all(corpus)
    corpus = with_texts(corpus, {path: (root / path).read_bytes() for path in cases})
    ids = {split_name(path)[0] for path in cases}
    return corpus, lint(corpus, {path for path in corpus.files if split_name(path)[0] in ids})


def _tell(findings: list[Finding]) -> bool:
    """Show them; true if something has to be mended first."""
    sys.stdout.write(as_text(findings))
    sys.stdout.flush()
    return bool(errors(findings))


def _named(changed: set[str]) -> str:
    first = min(changed)
    return first if len(changed) == 1 else f"{first} and {len(changed) - 1} more"


def _next(root: Path, seen: dict[str, int]) -> dict[str, int]:
    """Waits for a change; the files and their times after it, as soon as they stay the same."""
    while (now := _times(root)) == seen:
        time.sleep(PAUSE)
    while True:
        time.sleep(PAUSE / 2)
        if (later := _times(root)) == now:
            return now
        now = later


def _times(root: Path) -> dict[str, int]:
    """When each file that a page can come from was last written."""
    return times(root, _WATCHED) | {path.name: path.stat().st_mtime_ns for path in root.glob("mkdocs*.yml")}
