"""`rex export`: the Markdown tree the site is made from, for any other generator."""

import argparse
from pathlib import Path

from rex.cli.clean import read_clean_corpus
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.pages.build import build_pages, read_written


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write; one folder a language is made in it")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    target: Path = arguments.folder
    corpus = read_clean_corpus(root, "nothing was written")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RexError(f"{target} exists and is not an empty folder")
    facts = Facts(corpus)
    for lang in LANGUAGES:
        written = read_written(root, lang)
        tree = {**written, **{page.path: page.markdown for page in build_pages(facts, lang, written)}}
        for path, text in sorted(tree.items()):
            file = target / lang / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
        print(f"{lang}: {len(tree)} pages in {target / lang}")
    return 0
