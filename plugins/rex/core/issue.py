"""Issue forms: what they ask, and what comes back. A body is the text of a stranger: bounded, looked at, never run.

GitHub writes the answers of a form below each other, each under its question as a heading. Only the questions of the form,
in their order and each once, count as headings; a body in which one stands twice is refused, so that no answer can pass for
another one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rex.core.characters import decomposed, hidden_runs, name_of
from rex.core.dates import DateError, Period
from rex.core.issue_words import WORDS, FormWords
from rex.core.language import DEFAULT_LANGUAGE, LANGUAGES
from rex.core.message import Message, say
from rex.core.model import Kind, Outcome, Read, State, Voice
from rex.core.other_words import language_meant
from rex.core.slug import is_slug
from rex.core.vocabulary import Term, Vocabulary

MAX_BODY = 65_536
MAX_LINE = 400
MAX_TEXT = 8_000
NO_ANSWER = "_No response_"
# What would be markup on the way to a page; `<` before a space or a digit is a sign of arithmetic.
_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z]+);")


@dataclass(frozen=True)
class Question:
    """One question of a form. `options` (value: what is shown) makes it a choice, `long` a text of several lines."""

    name: str
    label: str
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    long: bool = False
    needed: bool = True


@dataclass(frozen=True)
class Form:
    """A form for an issue, in one language; `name` is also its label."""

    name: str
    lang: str
    title: str
    about: str
    questions: tuple[Question, ...]

    @property
    def file(self) -> str:
        """What its file is called."""
        return self.name if self.lang == DEFAULT_LANGUAGE else f"{self.name}-{self.lang}"


# What is asked, by form: `!` marks a text of several lines, `?` what may stay empty.
_SOURCE = ("url", "source_title", "publisher", "source_lang", "voice", "read")
_SECTIONS = tuple(f"section_{number}!" for number in range(len(LANGUAGES[DEFAULT_LANGUAGE].sections)))
_ASKED: Mapping[str, tuple[str, ...]] = {
    "case": (
        *("title", "company", "kind", "date?", "summary!", "mistake", "mistake_what!", "fix", "state", "outcome", "fix_what!"),
        *("unknown!?", *_SOURCE, *_SECTIONS),
    ),
    "follow-up": ("case", "fix", "state", "outcome", "told!", *_SOURCE),
    "correction": ("case", "claim!", "instead!", "why!", "claim_also!?", "instead_also!?"),
    "dispute": ("case", "contested!", "also!?", *_SOURCE),
    "reply": ("case", "company", "who", "date?", "answer!", "also!?", "url", "source_title", "source_lang"),
    "withdrawal": ("case", "why!", "also!?"),
}
_CHOICES: Mapping[str, type[StrEnum]] = {"kind": Kind, "state": State, "outcome": Outcome, "voice": Voice, "read": Read}


def forms(vocabulary: Vocabulary) -> tuple[Form, ...]:
    """Every form in every language, with the ids of the base as choices."""
    terms: Mapping[str, Mapping[str, Term]] = {"mistake": vocabulary.mistakes.entries, "fix": vocabulary.fixes.entries}
    found = []
    for lang in LANGUAGES:
        words = WORDS[lang]
        for name, asked in _ASKED.items():
            title, about = words.forms[name]
            found.append(Form(name, lang, title, about, tuple(_question(name, mark, lang, words, terms) for mark in asked)))
    return tuple(found)


def _question(form: str, mark: str, lang: str, words: FormWords, terms: Mapping[str, Mapping[str, Term]]) -> Question:
    name = mark.rstrip("!?")
    if name.startswith("section_"):
        number = int(name.removeprefix("section_"))
        label, hint = words.section.format(title=LANGUAGES[lang].sections[number]), words.sections[number]
    else:
        label, hint = words.questions.get(f"{form}.{name}") or words.questions[name]
    options: dict[str, str] = {}
    if name in terms:
        # The name in brackets is that of the vocabulary, which pull requests and files use.
        options = {term: f"{entry.label[lang]} ({term})" for term, entry in terms[name].items()}
    elif name in _CHOICES:
        options = {member.value: words.values.get(member.value, member.value) for member in _CHOICES[name]}
    return Question(name, label, hint, options, "!" in mark, "?" not in mark)


def question_of(form: Form, loc: Sequence[object], source: int) -> str | None:
    """The label of the question whose answer stands at a place of the front matter; `source` is the number of the source told."""
    path = [part for part in loc if isinstance(part, str)]
    if path[:1] == ["sources"] and list(loc)[1:2] not in ([], [source]):
        return None
    last = path[-1] if path else ""
    name = {
        "mistakes": {"what": "mistake_what", "id": "mistake"}.get(last),
        "fixes": {"what": "fix_what", "id": "fix", "state": "state", "outcome": "outcome"}.get(last),
        "sources": {"title": "source_title", "lang": "source_lang", "date": "date"}.get(last, last),
        "response": {"what": "answer", "date": "date", "who": "who"}.get(last),
        "disputed": {"what": "contested"}.get(last),
        "withdrawn_because": "why",
    }.get(path[0] if path else "", last)
    return next((question.label for question in form.questions if question.name == name), None)


def as_form(form: Form) -> dict[str, object]:
    """The form as GitHub wants it under `.github/ISSUE_TEMPLATE/`."""
    body: list[dict[str, object]] = []
    for question in form.questions:
        attributes: dict[str, object] = {"label": question.label}
        if question.help:
            attributes["description"] = question.help
        if question.options:
            attributes["options"] = list(question.options.values())
        kind = "dropdown" if question.options else "textarea" if question.long else "input"
        body.append({"type": kind, "id": question.name, "attributes": attributes, "validations": {"required": question.needed}})
    return {"name": form.title, "description": form.about, "labels": [form.name], "body": body}


def as_body(form: Form, answers: Mapping[str, str]) -> str:
    """The body that GitHub makes of answers."""
    parts = []
    for question in form.questions:
        answer = answers.get(question.name) or NO_ANSWER
        parts.append(f"### {question.label}\n\n{question.options.get(answer, answer)}")
    return "\n\n".join(parts)


@dataclass(frozen=True)
class Told:
    """What a body says: the form it fills in, the answers by name, and what is wrong, in words for its author."""

    form: Form | None
    answers: Mapping[str, str]
    troubles: tuple[Message, ...]


def read_body(body: str, known: tuple[Form, ...]) -> Told:
    """The answers of a body. Never raises, whatever it holds."""
    if len(body) > MAX_BODY:
        return Told(None, {}, (say("the text has {size} characters; at most {limit} are read", size=len(body), limit=MAX_BODY),))
    text = body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    heads = [line.removeprefix("### ") for line in text.split("\n") if line.startswith("### ")]
    form = max(known, key=lambda form: sum(question.label in heads for question in form.questions))
    labels = {question.label: question for question in form.questions}
    found = [head for head in heads if head in labels]
    if len(set(found)) < len([question for question in form.questions if question.needed]):
        message = say("this is not the text of one of our forms, or questions of it are missing; please use the form again")
        lost = [question.label for question in form.questions if question.needed and question.label not in found]
        named = (say("the question “{name}” is missing", name=name) for name in lost if found)
        return Told(form if found else None, {}, (message, *named))
    if found != [question.label for question in form.questions if question.label in found] or len(set(found)) < len(found):
        message = say("a question of the form stands twice or in another place; please leave the lines that begin with ### alone")
        return Told(form, {}, (message,))
    pieces: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.split("\n"):
        if line.startswith("### ") and (label := line.removeprefix("### ")) in labels:
            current = pieces.setdefault(labels[label].name, [])
        else:
            current.append(line)
    answers = {name: "\n".join(lines).strip("\n") for name, lines in pieces.items()}
    answers = {name: "" if answer == NO_ANSWER else _plain(name, answer) for name, answer in answers.items()}
    troubles = [trouble for question in form.questions if (trouble := _trouble(question, answers.get(question.name, "")))]
    values = {question.name: {shown: value for value, shown in question.options.items()} for question in form.questions}
    answers = {name: values[name].get(answer, answer) for name, answer in answers.items()}
    return Told(form, answers, tuple(troubles))


# An address in the ways in which forges, mails and texts wrap it.
_WRAPPED = re.compile(r"\[[^\]]*\]\((https?://[^\s)]+)\)|<(https?://[^\s<>]+)>")
_BARE_ADDRESS = re.compile(r"www\.[^\s/.]+\.")
_CASE_ADDRESS = re.compile(r"(?:https?://\S*|/)?(?:[a-z]{2}/)?cases/([a-z0-9-]+)(?:\.[a-z]{2})?(?:\.md)?/?(?:[?#]\S*)?", re.IGNORECASE)


def _plain(name: str, answer: str) -> str:
    """An answer of one line without what surely is not meant: an address in brackets, a date or language in another form."""
    text = answer.strip()
    if name == "url":
        if match := _WRAPPED.fullmatch(text):
            return match[1] or match[2]
        return f"https://{text}" if _BARE_ADDRESS.match(text) else answer
    if name == "source_lang":
        return language_meant(text) or answer
    if name == "case":
        match = _CASE_ADDRESS.fullmatch(text)
        return (match[1] if match else text.removesuffix(".md")).lower()
    if name == "date":
        try:
            Period.parse(text)
        except DateError as error:
            return error.suggestion or answer
    return answer


def _trouble(question: Question, answer: str) -> Message | None:
    """What is wrong with an answer, or nothing."""
    name = question.label
    limit = MAX_TEXT if question.long else MAX_LINE
    if not answer.strip():
        return say("“{name}” has no answer", name=name) if question.needed else None
    if len(answer) > limit:
        return say("“{name}” has {size} characters; at most {limit} are read", name=name, size=len(answer), limit=limit)
    if runs := hidden_runs(answer):
        sign = name_of(answer[runs[0][0]])
        return say("“{name}” holds a character that nobody sees ({character}); type the text again without it", name=name, character=sign)
    if decomposed(answer) is not None:
        return say("“{name}” has an accent written as a character of its own; type the letter again", name=name)
    if "\t" in answer:
        return say("“{name}” holds a tab; use spaces", name=name)
    if not question.long and "\n" in answer:
        return say("“{name}” takes one line", name=name)
    if _MARKUP.search(answer):
        return say("“{name}” holds HTML or an entity; write plain text", name=name)
    # The site, which writes such a body too, gives the value itself.
    if question.options and answer not in question.options.values() and answer not in question.options:
        return say("“{name}” has an answer that the form does not offer", name=name)
    if question.name == "case" and not is_slug(answer):
        return say("“{name}” is the last part of the address of the case, such as gitlab-2017", name=name)
    return None
