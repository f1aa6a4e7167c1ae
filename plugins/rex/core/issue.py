"""Issue forms: what they ask, and what comes back. A body is the text of a stranger: bounded, looked at, never run.

GitHub writes the answers of a form below each other, each under its question as a heading. Only the questions of the form,
in their order and each once, count as headings; a body in which one stands twice is refused, so that no answer can pass for
another one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rex.core.characters import decomposed, hidden_runs, name_of
from rex.core.language import LANGUAGES
from rex.core.model import Kind, Outcome, Read, State, Voice
from rex.core.slug import is_slug
from rex.core.vocabulary import Vocabulary

MAX_BODY = 65_536
MAX_LINE = 400
MAX_TEXT = 8_000
NO_ANSWER = "_No response_"
# What would be markup on the way to a page; `<` before a space or a digit is a sign of arithmetic.
_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+);")


@dataclass(frozen=True)
class Question:
    """One question of a form. `options` makes it a choice, `long` a text of several lines."""

    name: str
    label: str
    help: str = ""
    options: tuple[str, ...] = ()
    long: bool = False
    needed: bool = True


@dataclass(frozen=True)
class Form:
    """A form for an issue; `name` is also its file and its label."""

    name: str
    title: str
    about: str
    questions: tuple[Question, ...]


def _values(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(member.value for member in kind)


_SOURCE = (
    Question("url", "Address of the source", "Public, and read by you."),
    Question("source_title", "Title of the source", "As it stands there, in its own language."),
    Question("publisher", "Publisher of the source"),
    Question("source_lang", "Language of the source", "Two letters, such as en or fr."),
    Question("voice", "Who speaks in the source", options=_values(Voice)),
    Question("read", "How much of the source you have read", options=_values(Read)),
)
_CASE = Question("case", "Id of the case", "The last part of its address, such as gitlab-2017.")


def forms(vocabulary: Vocabulary) -> tuple[Form, ...]:
    """Every form, with the ids of the base as choices."""
    fixes = tuple(vocabulary.fixes)
    sections = LANGUAGES["en"].sections
    hints = (
        "Who they are, and how they worked before.",
        "In order.",
        "What was done about it.",
        "Figures and observations.",
        "Your advice.",
    )
    body = (
        Question(f"section_{number}", f"Section: {title}", hint, long=True)
        for number, (title, hint) in enumerate(zip(sections, hints, strict=True))
    )
    return (
        Form(
            "case",
            "Tell a case",
            "What an organisation did wrong or changed, and what came of it. Each statement stands in the source that you name.",
            (
                Question("title", "Title", "What happened, in at most 120 characters."),
                Question("company", "Organisation", "Its id or its name."),
                Question("kind", "What sort of story", options=_values(Kind)),
                Question("date", "When", "YYYY, YYYY-MM, YYYY-MM-DD or START/END; empty if no source says.", needed=False),
                Question("lang", "Language of this text", options=tuple(LANGUAGES)),
                Question("summary", "Summary", "One or two sentences, 80 to 300 characters.", long=True),
                Question("mistake", "Main mistake", options=tuple(vocabulary.mistakes)),
                Question("mistake_what", "What went wrong, in a sentence or two", long=True),
                Question("fix", "Main fix", options=fixes),
                Question("state", "How far the fix got", options=_values(State)),
                Question("outcome", "What came of it", options=_values(Outcome)),
                Question("fix_what", "What was done, in a sentence or two", long=True),
                Question("unknown", "What no source says and a reader would ask", "One a line.", long=True, needed=False),
                *_SOURCE,
                *body,
            ),
        ),
        Form(
            "follow-up",
            "What became of this fix?",
            "A public source tells what came of a fix of a case.",
            (
                _CASE,
                Question("fix", "Fix", options=fixes),
                Question("outcome", "What came of it", options=_values(Outcome)),
                Question("told", "What the source says, in your own words", long=True),
                *_SOURCE,
            ),
        ),
        Form(
            "correction",
            "Correct or dispute a claim",
            "Something on a page is wrong, or you see it otherwise.",
            (
                _CASE,
                Question("claim", "What the page says", long=True),
                Question("right", "What is right, and how you know", long=True),
                Question("url", "Address of a source that says so", needed=False),
            ),
        ),
        Form(
            "reply",
            "Right of reply",
            "You speak for an organisation of a case. Your answer is linked beside it.",
            (
                _CASE,
                Question("who", "Who answers", "The organisation, and in which role you speak."),
                Question("answer", "Your answer", long=True),
                Question("url", "Address where your organisation says so", "It shows that the answer is yours."),
            ),
        ),
        Form(
            "withdrawal",
            "Withdraw a case",
            "A case should not be shown any more.",
            (_CASE, Question("why", "Why", long=True)),
        ),
    )


def as_form(form: Form) -> dict[str, object]:
    """The form as GitHub wants it under `.github/ISSUE_TEMPLATE/`."""
    body: list[dict[str, object]] = []
    for question in form.questions:
        attributes: dict[str, object] = {"label": question.label}
        if question.help:
            attributes["description"] = question.help
        if question.options:
            attributes["options"] = list(question.options)
        kind = "dropdown" if question.options else "textarea" if question.long else "input"
        body.append({"type": kind, "id": question.name, "attributes": attributes, "validations": {"required": question.needed}})
    return {"name": form.title, "description": form.about, "labels": [form.name], "body": body}


def as_body(form: Form, answers: Mapping[str, str]) -> str:
    """The body that GitHub makes of answers."""
    return "\n\n".join(f"### {question.label}\n\n{answers.get(question.name) or NO_ANSWER}" for question in form.questions)


@dataclass(frozen=True)
class Told:
    """What a body says: the form it fills in, the answers by name, and what is wrong, in words for its author."""

    form: Form | None
    answers: Mapping[str, str]
    troubles: tuple[str, ...]


def read_body(body: str, known: tuple[Form, ...]) -> Told:
    """The answers of a body. Never raises, whatever it holds."""
    if len(body) > MAX_BODY:
        return Told(None, {}, (f"The text has {len(body)} characters; at most {MAX_BODY} are read.",))
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    heads = [line.removeprefix("### ") for line in text.split("\n") if line.startswith("### ")]
    form = max(known, key=lambda form: sum(question.label in heads for question in form.questions))
    labels = {question.label: question for question in form.questions}
    found = [head for head in heads if head in labels]
    if len(set(found)) < len([question for question in form.questions if question.needed]):
        return Told(None, {}, ("This is not the text of one of our forms, or questions of it are missing; please use the form again.",))
    if found != [question.label for question in form.questions if question.label in found] or len(set(found)) < len(found):
        return Told(
            None, {}, ("A question of the form stands twice or in another place; please leave the lines that begin with ### alone.",)
        )
    pieces: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.split("\n"):
        if line.startswith("### ") and (label := line.removeprefix("### ")) in labels:
            current = pieces.setdefault(labels[label].name, [])
        else:
            current.append(line)
    answers = {name: "\n".join(lines).strip("\n") for name, lines in pieces.items()}
    answers = {name: "" if answer == NO_ANSWER else answer for name, answer in answers.items()}
    troubles = [trouble for question in form.questions if (trouble := _trouble(question, answers.get(question.name, "")))]
    return Told(form, answers, tuple(troubles))


def _trouble(question: Question, answer: str) -> str:
    """What is wrong with an answer, or nothing."""
    name = f"“{question.label}”"
    limit = MAX_TEXT if question.long else MAX_LINE
    if not answer.strip():
        return f"{name} has no answer." if question.needed else ""
    if len(answer) > limit:
        return f"{name} has {len(answer)} characters; at most {limit} are read."
    if runs := hidden_runs(answer):
        return f"{name} holds a character that nobody sees ({name_of(answer[runs[0][0]])}); type the text again without it."
    if decomposed(answer) is not None:
        return f"{name} has an accent written as a character of its own; type the letter again."
    if "\t" in answer or (not question.long and "\n" in answer):
        return f"{name} takes one line, without tabs." if not question.long else f"{name} holds a tab; use spaces."
    if _MARKUP.search(answer):
        return f"{name} holds HTML or an entity; write plain text."
    if question.options and answer not in question.options:
        return f"{name} has an answer that the form does not offer."
    if question.name == "case" and not is_slug(answer):
        return f"{name} is the last part of the address of the case, such as gitlab-2017."
    return ""
