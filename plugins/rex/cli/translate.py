"""`rex translate`: start a translation, or mark it as up to date with its original."""

import argparse
import re
import sys
from pathlib import Path

from rex.core.corpus import FOLDER, CaseFile, Corpus, read_base
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.message import one_line
from rex.core.translated import skeleton as skeleton_of
from rex.core.writing import write_file, write_new_file
from rex.core.yaml_text import write_text
from rex.lint.rules.translations import UNTRANSLATED, unchanged

_ORIGINAL = re.compile(r"^original:.*$", re.MULTILINE)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", help="id of the case")
    parser.add_argument("lang", nargs="?", choices=sorted(LANGUAGES), help="language to translate into")
    parser.add_argument("--all", action="store_true", help="mark every existing translation as up to date")


def main(arguments: argparse.Namespace) -> int:
    corpus = read_base(arguments.root)
    if arguments.all:
        return _stamp_all(corpus)
    if not arguments.id or not arguments.lang:
        raise RexError("give the id of a case and a language, or --all")
    file = corpus.cases.get(arguments.id)
    if file is None:
        raise RexError(f"no readable case `{arguments.id}` in {FOLDER}/; see `rex validate`")
    lang: str = arguments.lang
    if file.case.lang not in LANGUAGES:
        raise RexError(f"{file.path} is written in `{file.case.lang}`, which is no language of the base; see `rex validate`")
    if lang == file.case.lang:
        raise RexError(f"{file.path} is already in `{lang}`")
    target = f"{FOLDER}/{file.id}.{lang}.md"
    if (corpus.root / target).exists():
        changed = _stamp(corpus.root, file, lang)
        print(f"{target}: {'marked as up to date' if changed else 'was up to date already'}")
        return 0
    write_new_file(corpus.root / target, skeleton(file, lang))
    print(f"{target}: written; translate its texts, then run `rex translate {file.id} {lang}` again to mark it as done")
    return 0


def _stamp_all(corpus: Corpus) -> int:
    """Mark what is translated; say what is not, and go on."""
    stamped = refused = 0
    for file in corpus.cases.values():
        for lang in file.translations:
            try:
                stamped += _stamp(corpus.root, file, lang)
            except RexError as error:
                refused += 1
                print(f"rex translate: {error}", file=sys.stderr)
    print(f"{stamped} translations marked as up to date{f', {refused} refused' if refused else ''}", file=sys.stderr)
    return 1 if refused else 0


def _stamp(root: Path, file: CaseFile, lang: str) -> bool:
    """Write the fingerprint of the original; only that line is touched. Raises `RexError` if texts are still the original's."""
    translation = file.translations.get(lang)
    if translation is not None and (same := unchanged(translation, file)):
        position, text = same[0]
        more = f" and {len(same) - 1} more" if len(same) > 1 else ""
        raise RexError(
            f"{translation.path}:{position.line}:{position.column}: still the text of {file.path} ({one_line(text, 60)}{more});"
            " translate it first"
        )
    path = root / f"{FOLDER}/{file.id}.{lang}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RexError(f"{path.name} is not UTF-8; see `rex validate`") from error
    head, separator, rest = text.partition("\n---\n")
    new = _ORIGINAL.sub(f'original: "{file.fingerprint}"', head, count=1)
    if new == head and f'"{file.fingerprint}"' not in head:
        raise RexError(f"{path.name} has no line `original:`")
    if new != head:
        write_file(path, new + separator + rest)
    return new != head


def skeleton(file: CaseFile, lang: str) -> str:
    """A translation file with the words of the original where the new ones go."""
    case = file.case
    values = skeleton_of(case)
    values = {"title": values.pop("title"), "summary": values.pop("summary"), "original": UNTRANSLATED, **values, "reviewed": case.reviewed}
    headings = dict(zip(LANGUAGES[case.lang].sections, LANGUAGES[lang].sections, strict=True))
    body = file.body.text.strip()
    for own, other in headings.items():
        body = re.sub(rf"^## {re.escape(own)}$", f"## {other}", body, flags=re.MULTILINE)
    return write_text(values, body)
