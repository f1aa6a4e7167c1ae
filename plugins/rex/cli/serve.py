"""`rex serve`: the site of one language with live reload, for writing cases.

A broken case shows its findings and waits for the next change; it never ends the server.
"""

import argparse
import logging
import sys
import time
from pathlib import Path

from rex.core.corpus import FOLDER, read_base
from rex.core.errors import RexError
from rex.lint.engine import errors, lint
from rex.lint.report import as_text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", default="en", metavar="CODE", help="language to serve (default: en)")
    parser.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (default: 8000)")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:6]) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no port; give a number from 1 to 65535")
    return int(text)


def main(arguments: argparse.Namespace) -> int:
    from mkdocs.commands.serve import serve
    from mkdocs.exceptions import Abort

    from rex.site.build import configurations
    from rex.site.reading import refuse_strange_files

    root: Path = arguments.root
    files = configurations(root)
    if arguments.lang not in files:
        raise RexError(f"no language `{arguments.lang}` here; there is {', '.join(files)}")
    address = f"127.0.0.1:{arguments.port}"
    refuse_strange_files(root)
    while not _is_clean(root):
        _wait_for_change(root)
    # MkDocs as a library logs nowhere; here its log is what the writer looks at.
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.INFO)
    logger.addHandler(logging.StreamHandler())
    print(f"Building `{arguments.lang}` for http://{address}/{arguments.lang}/ ; end with Ctrl+C", file=sys.stderr)
    try:
        serve(str(files[arguments.lang]), dev_addr=address, site_url=f"http://{address}/{arguments.lang}/")
    except Abort as error:
        raise RexError(str(error)) from error
    except OSError as error:
        raise RexError(f"{address} cannot be used: {error.strerror}") from error
    return 0


def _is_clean(root: Path) -> bool:
    findings = lint(read_base(root))
    if findings:
        sys.stdout.write(as_text(findings))
    if wrong := errors(findings):
        print("Waiting for these to be mended …", file=sys.stderr, flush=True)
    return not wrong


def _wait_for_change(root: Path) -> None:
    before = _times(root)
    while _times(root) == before:
        time.sleep(0.5)


def _times(root: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in (root / FOLDER).rglob("*") if path.is_file()}
