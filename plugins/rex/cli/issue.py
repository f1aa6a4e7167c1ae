"""`rex issue FILE`: an issue that was written with a form becomes a case or a change, or an answer in plain words."""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rex.core.corpus import read_base
from rex.core.errors import Problem, RexError
from rex.core.files import read_limited
from rex.core.issue import forms, read_body
from rex.core.writing import write_file, write_new_file
from rex.lint.told import answer_to

# An event of a forge holds the issue several times, and its author.
MAX_EVENT = 4 * 1024 * 1024
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the body of the issue, or the event of the forge as JSON; - for standard input")
    parser.add_argument("--answer", type=Path, metavar="FILE", help="write the answer to the author there instead of printing it")
    parser.add_argument("--message", type=Path, metavar="FILE", help="write the message of the commit there, which credits the author")
    parser.add_argument("--day", default=date.today().isoformat(), help="day of the review (default: today)")


def main(arguments: argparse.Namespace) -> int:
    """0 with a file written, 1 with findings or where a person has to act."""
    corpus = read_base(arguments.root)
    body, author = _read(arguments.file)
    told = read_body(body, forms(corpus.vocabulary))
    change, answer = answer_to(corpus, told, arguments.day)
    if change and author:
        answer += f"\nTold by @{author.login}.\n"
    for path, text in change.texts.items() if change else ():
        (write_file if path in corpus.files else write_new_file)(corpus.root / path, text)
    if change and arguments.message:
        write_file(arguments.message, change.subject + "\n" + (f"\nCo-authored-by: {author.credit}\n" if author else ""))
    if arguments.answer:
        write_file(arguments.answer, answer)
    else:
        sys.stdout.write(answer)
    return 0 if change else 1


@dataclass(frozen=True)
class Author:
    """Who wrote an issue, as the forge knows them."""

    login: str
    number: int

    @property
    def credit(self) -> str:
        """What a commit names them by, without an address of theirs."""
        return f"{self.login} <{self.number}+{self.login}@users.noreply.github.com>"


def _read(name: str) -> tuple[str, Author | None]:
    """The body of an issue and its author, if an event tells it."""
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
        return text, None
    try:
        issue = json.loads(text)["issue"]
        body, user = issue.get("body") or "", issue.get("user") or {}
        login, number = user.get("login"), user.get("id")
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
        raise RexError("this is JSON, but not the event of an issue") from error
    if not isinstance(body, str):
        raise RexError("the body of the issue is no text")
    if isinstance(login, str) and _LOGIN.fullmatch(login) and type(number) is int and number > 0:
        return body, Author(login, number)
    return body, None
