"""`rex rename OLD NEW`: another id for a case, mistake, fix, company, event or symptom. The old address leads on."""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from rex.core.corpus import FOLDER, Corpus, read_corpus
from rex.core.errors import RexError
from rex.core.message import one_line
from rex.core.rename import KINDS, Plan, plan
from rex.core.root import WORK
from rex.core.writing import made_beside, put_folder, write_file
from rex.lint.engine import errors, lint
from rex.lint.report import as_text
from rex.lint.rule import Severity
from rex.lint.rules import RULES

# Written in their day and true of it: what they name stays.
_HISTORY = ("CHANGELOG.md", "docs/decisions/", f"{FOLDER}/_releases/")
# Advice stands in nobody's way.
_STRICT = tuple(rule for rule in RULES if rule.severity is Severity.ERROR)
# Lists are for people.
MOST = 20
_TEXTS = (".md", ".yml", ".py", ".js", ".mjs", ".toml")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the id of today")
    parser.add_argument("new", metavar="NEW", help="the id to come")
    parser.add_argument("--kind", choices=KINDS, help="what is meant, where two things have the same id")
    parser.add_argument("--diff", action="store_true", help="show what would change and write nothing")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    with made_beside(root / FOLDER, root / WORK / "rename", "base", root / WORK / "lock") as stage:
        before = read_corpus(root)
        if found := errors(lint(before, rules=_STRICT)):
            raise RexError(f"{found[0].path}:{found[0].line}: {found[0].code} stands in the way; mend what `rex validate` names first")
        made = plan(before, arguments.old, arguments.new, arguments.kind)
        if made.is_empty:
            print(f"{made.kind} `{made.new}`: was renamed already")
            return 0
        _stage(root, stage, made)
        after = read_corpus(stage)
        if _follow(before, after, stage, made):
            after = read_corpus(stage)
        if found := errors(lint(after, rules=_STRICT)):
            print(as_text(found), end="", file=sys.stderr)
            raise RexError(f"`{made.new}` would not validate; nothing was written")
        if arguments.diff:
            sys.stdout.write("".join(_diff(root, made)))
            return 0
        _write(root, stage, made)
    print(f"{made.kind} `{made.old}` is now `{made.new}`: {len({*made.texts, *made.moves})} files; the old address leads on")
    places = list(_still_named(root, made))
    for place in places[:MOST]:
        print(f"still named: {place}")
    if len(places) > MOST:
        print(f"still named: {len(places) - MOST} more places")
    return 0


def _stage(root: Path, stage: Path, made: Plan) -> None:
    """The whole folder of cases as it would be, so that it can be checked, and then takes its place at once."""
    shutil.copytree(root / FOLDER, stage / FOLDER, symlinks=True)
    for path, text in made.texts.items():
        if path.startswith(f"{FOLDER}/"):
            write_file(stage / path, text)
    for path, target in made.moves.items():
        if path.startswith(f"{FOLDER}/"):
            (stage / path).rename(stage / target)


def _follow(before: Corpus, after: Corpus, stage: Path, made: Plan) -> bool:
    """Translations that were up to date stay so: where a link moved, the text they translate has only another address.

    True if one had to be stamped again.
    """
    stamped = False
    for file in before.cases.values():
        new_id = made.new if made.kind == "case" and file.id == made.old else file.id
        now = after.cases.get(new_id)
        if now is None or now.fingerprint == file.fingerprint:
            continue
        for lang, translation in file.translations.items():
            if translation.translation.original == file.fingerprint:
                target = f"{FOLDER}/{new_id}.{lang}.md"
                text = (stage / target).read_text(encoding="utf-8")
                pattern = rf"^(original: *[\"']?){file.fingerprint}"
                text = re.sub(pattern, rf"\g<1>{now.fingerprint}", text, count=1, flags=re.MULTILINE)
                made.texts[translation.path] = text
                write_file(stage / target, text)
                stamped = True
    return stamped


def _write(root: Path, stage: Path, made: Plan) -> None:
    """The cases at once; then the pages, whose old links lead on until they follow."""
    if any(path.startswith(f"{FOLDER}/") for path in (*made.texts, *made.moves)):
        # Where `recover_folder` finds the old folder, should the system have no exchange and the process be killed.
        new = stage.with_name(f"{FOLDER}.{os.getpid()}.new")
        (stage / FOLDER).rename(new)
        put_folder(new, root / FOLDER)
    for path, text in made.texts.items():
        if not path.startswith(f"{FOLDER}/"):
            write_file(root / path, text)
    for path, target in made.moves.items():
        if not path.startswith(f"{FOLDER}/"):
            (root / path).rename(root / target)


def _diff(root: Path, made: Plan) -> Iterator[str]:
    for path in sorted({*made.texts, *made.moves}):
        target = made.moves.get(path, path)
        if target != path:
            yield f"rename from {path}\nrename to {target}\n"
        if path in made.texts:
            before = (root / path).read_text(encoding="utf-8").split("\n")
            lines = unified_diff(before, made.texts[path].split("\n"), f"a/{path}", f"b/{target}", lineterm="", n=1)
            yield from (f"{one_line(line, 2_000)}\n" for line in lines)


def _still_named(root: Path, made: Plan) -> Iterator[str]:
    """Comments, documents and tests that speak of the old id; whether they mean it, a person has to say."""
    # One plain word (`gitlab`) says too much by itself; part of a host (`example-shop.net`) is no id.
    bare = rf"(?<![\w-]){re.escape(made.old)}(?![\w-]|\.(?!md\b)\w)"
    word = re.compile(bare if "-" in made.old else f"`{bare}`")
    for file in sorted(path for name in (FOLDER, "docs", "scripts", "tests", ".") for path in _texts(root, name)):
        path = file.relative_to(root).as_posix()
        if path.startswith(_HISTORY):
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            if word.search(line) and not line.strip().startswith("aliases:"):
                yield f"{path}:{number}: {one_line(line.strip(), 100)}"


def _texts(root: Path, name: str) -> list[Path]:
    folder = root / name
    files = folder.glob("*") if name == "." else folder.rglob("*")
    return [path for path in files if path.suffix in _TEXTS and path.is_file() and not path.is_symlink()]
