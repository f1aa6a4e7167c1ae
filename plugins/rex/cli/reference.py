"""`rex reference`: the reference pages that come from the code, so that they cannot disagree with it."""

import argparse
import enum
import sys
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel

from rex.cli.new import snippet
from rex.core import editor
from rex.core.errors import RexError
from rex.core.issue import Form, as_form, forms
from rex.core.language import LANGUAGES
from rex.core.model import (
    Case,
    Context,
    Detection,
    Dispute,
    FixClaim,
    Impact,
    MistakeClaim,
    Reference,
    Response,
    Result,
    Signal,
    Source,
    Translation,
)
from rex.core.translated import texts_model
from rex.core.vocabulary import (
    Capability,
    Company,
    Event,
    Fix,
    Mistake,
    OutsideName,
    Pillar,
    Sector,
    Symptom,
    SymptomMistake,
    SymptomSource,
    read_vocabulary,
)
from rex.core.writing import write_file
from rex.lint.rule import Severity
from rex.lint.rules import FAMILIES, RULES

FOLDER = "docs/maintaining"
ISSUE_FORMS = ".github/ISSUE_TEMPLATE"
_HEADER = "<!-- Written by `make docs` from {source}; edit that instead. -->\n\n"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is not up to date")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    folder = root / FOLDER
    if not folder.is_dir():
        raise RexError(f"no folder {FOLDER}/ in {root}")
    stale = []
    pages = {f"{FOLDER}/rules.md": rules_page(), f"{FOLDER}/fields.md": fields_page()}
    for name in _WITH_FAMILIES:
        if (root / name).is_file():
            pages[name] = with_families((root / name).read_text(encoding="utf-8"))
    if (root / ISSUE_FORMS).parent.is_dir():
        vocabulary = read_vocabulary(root)
        pages |= editor.files(vocabulary, {lang: snippet(lang, vocabulary) for lang in LANGUAGES})
        pages |= {f"{ISSUE_FORMS}/{form.file}.yml": issue_form(form) for form in forms(vocabulary)}
    for name, text in pages.items():
        path = root / name
        old = path.read_text(encoding="utf-8") if path.is_file() else None
        if old == text or (arguments.check and old is not None and name.startswith(editor.FOLDER) and editor.is_current(old, text)):
            continue
        stale.append(name)
        if not arguments.check:
            write_file(path, text)
    for page in stale:
        print(f"{page}: {'not up to date; run `make docs`' if arguments.check else 'written'}", file=sys.stderr)
    return 1 if stale and arguments.check else 0


# Documents that list the families of rules; the list stands between two comments.
_WITH_FAMILIES = ("CONTRIBUTING.md", f"{FOLDER}/add-a-rule.md")
_BEGIN, _END = "<!-- families of rules: written by `make docs` -->\n", "<!-- end of families -->\n"


def with_families(text: str) -> str:
    """The document with its list of families as the table of rules has them."""
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        return text
    rows = "".join(f"| {family.prefix}xx | {family.about} |\n" for family in FAMILIES)
    return f"{before}{begin}\n| Code | About |\n| --- | --- |\n{rows}\n{end}{after}"


def issue_form(form: Form) -> str:
    """A form for the forge."""
    head = "# Written by `make docs` from plugins/rex/core/issue.py and the vocabulary; edit those instead.\n"
    return head + yaml.safe_dump(as_form(form), sort_keys=False, allow_unicode=True, width=140)


def rules_page() -> str:
    """Every rule with its reason, its cure and an example."""
    lines = [_HEADER.format(source="plugins/rex/lint/rules") + "# Rules\n"]
    lines += ["`rex validate` reports every problem of every file as `path:line:column: CODE message`.\n"]
    for rule in RULES:
        kind = "Advice, since" if rule.severity is Severity.WARNING else "Since"
        lines += [f"## {rule.code} {rule.name}\n", f"{rule.why}\n", f"**Cure:** {rule.cure}\n", f"{kind} {rule.since}.\n"]
        if rule.example:
            wrong = rule.example.wrong.encode("utf-8", "backslashreplace").decode()
            wrong = "".join(c if c.isprintable() or c == "\n" else f"\\u{ord(c):04x}" for c in wrong)
            right, wrong = (text if len(text) < 400 else text[:120] + " …" for text in (rule.example.right, wrong))
            lines += ["Instead of\n", f"````\n{wrong.strip() or '(nothing)'}\n````\n", "write\n", f"````\n{right.strip()}\n````\n"]
    return "\n".join(lines)


def fields_page() -> str:
    """Every field of every kind of file."""
    lines = [_HEADER.format(source="plugins/rex/core/model.py and vocabulary.py") + "# Fields\n"]
    cases = (Case, Context, Signal, Detection, Dispute, Response, Impact, MistakeClaim, FixClaim, Result, Reference, Source)
    texts = (Translation, *(texts_model(model) for model in (Detection, Dispute, Response, Impact, Result)))
    groups: tuple[tuple[str, tuple[type[BaseModel], ...]], ...] = (
        ("A case: `cases/<id>.md`", cases),
        ("A translation: `cases/<id>.<lang>.md`", texts),
        (
            "The vocabulary: `cases/_vocabulary/*.yml`",
            (Pillar, Mistake, Fix, Capability, OutsideName, Company, Sector, Event, Symptom, SymptomMistake, SymptomSource),
        ),
    )
    for title, models in groups:
        lines.append(f"## {title}\n")
        for model in models:
            lines += [
                f"### {model.__name__}\n",
                f"{(model.__doc__ or '').strip()}\n",
                "| Field | Needed | Values | Meaning |",
                "| --- | --- | --- | --- |",
            ]
            for name, info in model.model_fields.items():
                needed = "yes" if info.is_required() else ""
                meaning = (info.description or "").replace("|", "\\|")
                lines.append(f"| `{name}` | {needed} | {_values(info.annotation)} | {meaning} |")
            lines.append("")
    return "\n".join(lines)


def _values(annotation: Any) -> str:
    """What can stand in a field: the members of an enumeration, or the kind of value."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, enum.Enum):
            return ", ".join(f"`{member.value}`" for member in candidate)
    text = str(annotation)
    if "tuple" in text:
        return "list"
    if "dict" in text or any(isinstance(c, type) and issubclass(c, BaseModel) for c in (annotation, *get_args(annotation))):
        return "fields"
    return "number or text" if "float" in text else "text"
