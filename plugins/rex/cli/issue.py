"""`rex issue FILE`: an issue that was written with a form becomes a case or a change, or an answer in plain words."""

import argparse
import json
import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from rex.cli.new import short_id
from rex.core.corpus import FOLDER, Corpus, corpus_of, read_corpus
from rex.core.errors import Problem, RexError
from rex.core.files import read_limited
from rex.core.frontmatter import MAX_FILE_BYTES, write_text
from rex.core.issue import MAX_BODY, Told, forms, read_body
from rex.core.language import FACTUAL_SECTIONS, LANGUAGES
from rex.core.message import one_line
from rex.core.writing import write_file, write_new_file
from rex.lint.engine import errors, lint
from rex.lint.report import as_text

# An event of a forge holds the issue several times, and its author.
MAX_EVENT = 4 * 1024 * 1024
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the body of the issue, or the event of the forge as JSON; - for standard input")
    parser.add_argument("--answer", type=Path, metavar="FILE", help="write the answer to the author there instead of printing it")
    parser.add_argument("--month", default=date.today().strftime("%Y-%m"), help="month of the review (default: this one)")


def main(arguments: argparse.Namespace) -> int:
    """0 with a file written, 1 with findings or where a person has to act."""
    corpus = read_corpus(arguments.root)
    body, author = _read(arguments.file)
    told = read_body(body, forms(corpus.vocabulary))
    done, answer = _answer(corpus, told, arguments.month)
    if author and done:
        answer += f"\nTold by @{author}.\n"
    if arguments.answer:
        write_file(arguments.answer, answer)
    else:
        sys.stdout.write(answer)
    return 0 if done else 1


def _read(name: str) -> tuple[str, str]:
    """The body of an issue and the login of its author, if an event tells it."""
    if name == "-":
        data: bytes | Problem = sys.stdin.buffer.read(MAX_EVENT + 1)
    else:
        data = read_limited(Path(name), MAX_EVENT)
    if isinstance(data, Problem):
        raise RexError(f"{name}: {data.message}")
    if len(data) > MAX_EVENT:
        raise RexError(f"more than {MAX_EVENT} bytes")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RexError("this is not UTF-8") from error
    if not text.lstrip().startswith("{"):
        return text, ""
    try:
        issue = json.loads(text)["issue"]
        body, login = issue.get("body") or "", str((issue.get("user") or {}).get("login") or "")
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise RexError("this is JSON, but not the event of an issue") from error
    if not isinstance(body, str):
        raise RexError("the body of the issue is no text")
    return body, login if _LOGIN.fullmatch(login) else ""


def _answer(corpus: Corpus, told: Told, month: str) -> tuple[bool, str]:
    if told.form is None or told.troubles:
        listed = "".join(f"- {one_line(trouble, 300)}\n" for trouble in told.troubles)
        return False, f"Thank you. Something has to be mended first; edit the issue, and a maintainer tries again.\n\n{listed}"
    answers = {name: answer.strip() for name, answer in told.answers.items()}
    if told.form.name == "case":
        return _new_case(corpus, answers, month)
    case = corpus.cases.get(answers["case"])
    if case is None:
        return False, f"Thank you. There is no case `{answers['case']}` in this base; its id is the last part of its address.\n"
    if told.form.name == "follow-up":
        return _follow_up(corpus, case.path, answers, month)
    return False, f"Thank you. This concerns `{case.path}`; a maintainer reads it and answers here.\n"


def _source(answers: Mapping[str, str], name: str) -> dict[str, Any]:
    return {
        "id": name,
        "url": answers["url"],
        "title": answers["source_title"],
        "publisher": answers["publisher"],
        "lang": answers["source_lang"].lower(),
        "voice": answers["voice"],
        "read": answers["read"],
    }


def _lines(text: str) -> str:
    """A text of a field on one line; the lines of an issue are where its author pressed Enter."""
    return " ".join(text.split())


def _new_case(corpus: Corpus, answers: Mapping[str, str], month: str) -> tuple[bool, str]:
    company = answers["company"]
    ids = [name for name, entry in corpus.vocabulary.companies.entries.items() if company.casefold() in (name, entry.name.casefold())]
    if not ids:
        return (
            False,
            "Thank you. The organisation is new here; a maintainer adds it with its sector and country, then tries again.\n",
        )
    case_id = short_id(answers["title"])
    if not case_id or case_id in corpus.originals:
        return (
            False,
            "Thank you. The title gives no id of its own (a case of that name exists, or it has no Latin letters); change the title.\n",
        )
    sections = LANGUAGES[answers["lang"]].sections
    body = []
    for number, title in enumerate(sections):
        text = answers[f"section_{number}"]
        body.append(f"## {title}\n\n{_cited(text) if number in FACTUAL_SECTIONS else text}")
    values: dict[str, Any] = {
        "title": answers["title"],
        "company": ids[0],
        "kind": answers["kind"],
        "date": answers.get("date") or None,
        "lang": answers["lang"],
        "status": "draft",
        "summary": _lines(answers["summary"]),
        "pillars": list(corpus.vocabulary.mistakes[answers["mistake"]].pillars),
        "mistakes": [{"id": answers["mistake"], "what": _lines(answers["mistake_what"]), "sources": ["report"]}],
        "fixes": [
            {
                "id": answers["fix"],
                "corrects": [answers["mistake"]],
                "state": answers["state"],
                "outcome": answers["outcome"],
                "what": _lines(answers["fix_what"]),
                "sources": ["report"],
            }
        ],
        "unknown": [_lines(line).removeprefix("- ") for line in answers.get("unknown", "").split("\n") if line.strip()],
        "sources": [_source(answers, "report")],
        "reviewed": month,
    }
    path = f"{FOLDER}/{case_id}.md"
    return _checked(corpus, path, write_text(values, "\n\n".join(body)), f"A draft of a new case: `{path}`.\n")


def _cited(text: str) -> str:
    """Paragraphs with the one source that the form asks for, unless their author has cited it."""
    paragraphs = re.split(r"\n{2,}", text)
    return "\n\n".join(part if "[^" in part else f"{part.rstrip()}[^report]" for part in paragraphs)


def _follow_up(corpus: Corpus, path: str, answers: Mapping[str, str], month: str) -> tuple[bool, str]:
    """The outcome, the month and the source go into the file; the sentence for `what` is for a person to write."""
    text = (corpus.root / path).read_text(encoding="utf-8")
    file = next(file for file in corpus.cases.values() if file.path == path)
    index = next((number for number, fix in enumerate(file.case.fixes) if fix.id == answers["fix"]), None)
    if index is None:
        return False, f"Thank you. `{path}` does not list the fix `{answers['fix']}`.\n"
    taken = {source.id for source in file.case.sources}
    name = next(name for number in range(1, 1000) if (name := f"follow-up-{month[:4]}{f'-{number}' if number > 1 else ''}") not in taken)
    changed = _with_outcome(text, index, answers["outcome"], month, name, _source(answers, name))
    about = f"What became of `{answers['fix']}` in `{path}`. To put into words there:\n\n{_block(answers['told'])}"
    return _checked(corpus, path, changed, about)


def _with_outcome(text: str, index: int, outcome: str, month: str, name: str, source: dict[str, Any]) -> str:
    """The text of a case with what became of a fix; all else stays as it is."""
    front = text.split("\n---\n", 1)[0].removeprefix("---\n")
    root = yaml.compose(front, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # the case has been read
    top = {key.value: value for key, value in root.value}
    node = top["fixes"].value[index]
    fields = {key.value: (key, value) for key, value in node.value}
    edits: list[tuple[int, int, str]] = []
    key, value = fields["outcome"]
    more = ""
    if "followed_up" in fields:
        old = fields["followed_up"][1]
        edits.append((old.start_mark.index, old.end_mark.index, month))
    else:
        more = f", followed_up: {month}" if node.flow_style else f"\n{' ' * key.start_mark.column}followed_up: {month}"
    edits.append((value.start_mark.index, value.end_mark.index, f"{outcome}{more}"))
    edits.append(_appended(front, fields["sources"][1], name))
    flow = bool(top["sources"].flow_style)
    item = yaml.safe_dump(source, sort_keys=False, allow_unicode=True, width=100_000, default_flow_style=flow)
    edits.append(_appended(front, top["sources"], item.rstrip("\n")))
    for start, end, new in sorted(edits, reverse=True):
        front = front[:start] + new + front[end:]
    return "---\n" + front + text[len(text.split("\n---\n", 1)[0]) :]


def _appended(front: str, node: yaml.SequenceNode, item: str) -> tuple[int, int, str]:
    """Where and how one more item goes into a list."""
    last = node.value[-1]
    end: int = last.end_mark.index
    if node.flow_style:
        return end, end, f", {item}"
    while front[end - 1] in " \n":
        end -= 1  # the end of a block is the beginning of what follows
    indent = " " * node.start_mark.column
    return end, end, "\n" + "\n".join(f"{indent}{'- ' if number == 0 else '  '}{line}" for number, line in enumerate(item.split("\n")))


def _block(text: str) -> str:
    """The words of others as they are: nothing in them is markup, a mention or the end of the block."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text.rstrip()}\n{fence}\n"


def _checked(corpus: Corpus, path: str, text: str, about: str) -> tuple[bool, str]:
    """Write the file if it validates, or tell what has to be mended."""
    if len(text.encode()) > min(MAX_FILE_BYTES, 2 * MAX_BODY):
        return False, "Thank you. The text is too long for one case.\n"
    alone = {name: (corpus.root / name).read_bytes() for name in corpus.files if name.endswith(".md")} | {path: text.encode()}
    found = lint(corpus_of(alone, corpus.vocabulary), [path])
    told = f"\n{_block(as_text(found))}" if found else ""
    if errors(found):
        return (
            False,
            f"Thank you. The form is complete, but the checks have found this; edit the issue, and a maintainer tries again.\n{told}",
        )
    if path in corpus.files:
        write_file(corpus.root / path, text)
    else:
        write_new_file(corpus.root / path, text)
    return True, about + (f"\nTo look at:\n{told}" if told else "")
