"""What an issue asks to be changed in a case that is there: one function a form."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rex.core import address
from rex.core.amend import Front
from rex.core.corpus import CaseFile, Corpus, corpus_of
from rex.core.issue_words import WORDS
from rex.core.language import LANGUAGES
from rex.core.message import Message, one_of, say
from rex.core.model import Status
from rex.core.vocabulary import Company
from rex.lint.mend import ORDER, ORDER_OF_TRANSLATION
from rex.lint.texts import texts_in
from rex.lint.typed import as_copied, block, line, replaced

_ORIGINAL = re.compile(r"^original:.*$", re.MULTILINE)


class Refused(Exception):  # noqa: N818  # no fault of ours: an answer to the author
    """What stands in the way, in words for the author of the issue."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


@dataclass
class Change:
    """The texts of files as they would be, the subject of the commit, and what a reviewer has to know, as Markdown."""

    subject: str
    about: str
    texts: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """A form about a case that is here, and the change that is being made of it."""

    corpus: Corpus
    file: CaseFile
    lang: str
    answers: Mapping[str, str]
    day: str
    change: Change

    def edit(self, path: str, edit: Callable[[Front], None]) -> None:
        front = Front(self.change.texts[path])
        edit(front)
        self.change.texts[path] = front.text

    def set(self, path: str, name: str, value: object) -> None:
        """Give a field of one of the files a value."""
        order: tuple[str, ...] = ORDER if path == self.file.path else ORDER_OF_TRANSLATION
        self.edit(path, lambda front: front.set((name,), value, order))

    def words(self, name: str, lang: str) -> str:
        """A text in a language of the case: as it was told, as its author has put it there too, or quoted."""
        text = line(self.answers[name])
        if lang == self.lang:
            return text
        if also := line(self.answers.get("also", "")):
            return also
        return WORDS[lang].quoted[self.lang].format(text=text)

    @property
    def languages(self) -> dict[str, str]:
        """The language of each file of the case, by path; the original first."""
        return {self.file.path: self.file.case.lang} | {t.path: lang for lang, t in self.file.translations.items()}

    def source(self, stem: str, source: dict[str, Any]) -> str:
        """The id of a source of the case; one that it does not have yet is added."""
        sources = self.file.case.sources
        known = {address.usual(own.url): own.id for own in sources}
        if (usual := address.usual(source["url"])) in known:
            return known[usual]
        taken = {own.id for own in sources}
        name = next(name for number in range(1, len(taken) + 2) if (name := f"{stem}{f'-{number}' if number > 1 else ''}") not in taken)
        self.edit(self.file.path, lambda front: front.append(("sources",), {"id": name, **source}))
        return name

    def part(self, name: str, answer: str, more: Mapping[str, Any], source: str) -> None:
        """A part of a case with words, in each of its files."""
        if getattr(self.file.case, name) is not None:
            raise Refused(say("the case has `{field}` already; a maintainer puts the two together by hand", field=name))
        for path, lang in self.languages.items():
            what = self.words(answer, lang)
            value = {**more, "what": what, "sources": [source]} if path == self.file.path else {"what": what}
            self.set(path, name, value)


def source_of(answers: Mapping[str, str]) -> dict[str, Any]:
    """The source that a form asks for."""
    return {
        "url": answers["url"],
        "title": answers["source_title"],
        "publisher": answers["publisher"],
        "lang": answers["source_lang"].lower(),
        "voice": answers["voice"],
        "read": answers["read"],
    }


def company_named(text: str, known: Mapping[str, Company]) -> str | None:
    """The id of the one of these organisations that somebody means, by its id or its name."""
    return next((name for name, entry in known.items() if text.casefold() in (name, entry.name.casefold())), None)


def follow(corpus: Corpus, file: CaseFile, before: Mapping[str, str], change: Change) -> None:
    """Translations that were up to date, and that the change gave their part, stay so."""
    now = corpus_of({path: text.encode() for path, text in change.texts.items()}, corpus.vocabulary).cases.get(file.id)
    if now is None or now.fingerprint == file.fingerprint:
        return
    for translation in file.translations.values():
        path = translation.path
        if translation.translation.original == file.fingerprint and change.texts[path] != before[path]:
            line_of_it = f'original: "{now.fingerprint}"'
            change.texts[path] = _ORIGINAL.sub(line_of_it, change.texts[path], count=1)


# -- each form ---------------------------------------------------------------------------------------------------------


def _follow_up(asked: Asked) -> None:
    """State, outcome, day and source go into the file; the sentence for `what` is for a person to write."""
    file, answers = asked.file, asked.answers
    index = next((number for number, fix in enumerate(file.case.fixes) if fix.id == answers["fix"]), None)
    if index is None:
        listed = one_of([fix.id for fix in file.case.fixes])
        raise Refused(say("{path} does not list the fix `{fix}`; it has {listed}", path=file.path, fix=answers["fix"], listed=listed))
    source = asked.source(f"follow-up-{asked.day[:4]}", source_of(answers))
    named = source in [reference.id for reference in file.case.fixes[index].sources]

    def edit(front: Front) -> None:
        for name in ("state", "outcome"):
            if getattr(file.case.fixes[index], name) != answers[name]:
                front.set(("fixes", index, name), answers[name])
        front.set(("fixes", index, "followed_up"), asked.day[:7], ("id", "corrects", "role", "state", "outcome", "followed_up"))
        if not named:
            front.append(("fixes", index, "sources"), source)

    asked.edit(file.path, edit)
    asked.set(file.path, "reviewed", asked.day)
    asked.change.subject = f"case: what became of a fix of {file.id}"
    asked.change.about = f"What became of `{answers['fix']}` in `{file.path}`. To put into words there:\n\n{block(answers['told'])}"


def _dispute(asked: Asked) -> None:
    source = asked.source(f"dispute-{asked.day[:4]}", source_of(asked.answers))
    asked.part("disputed", "contested", {}, source)
    asked.change.subject = f"case: a claim of {asked.file.id} is disputed"
    asked.change.about = f"A claim of `{asked.file.path}` is disputed; is it one that the source named makes?\n{_quotations(asked)}"


def _reply(asked: Asked) -> None:
    answers, case = asked.answers, asked.file.case
    entries = asked.corpus.vocabulary.companies.entries
    companies = {name: entries[name] for name in case.company if name in entries}
    company = company_named(answers["company"], companies)
    if company is None:
        known = ", ".join(f"{name} ({entry.name})" for name, entry in companies.items())
        raise Refused(say("the case speaks of {known}, not of {name}", known=known, name=answers["company"]))
    date = {"date": answers["date"]} if answers.get("date") else {}
    page = {
        "url": answers["url"],
        "title": answers["source_title"],
        "publisher": companies[company].name,
        **date,
        "lang": answers["source_lang"].lower(),
        "voice": "company",
        "read": "full",
    }
    source = asked.source(f"reply-{asked.day[:4]}", page)
    asked.part("response", "answer", {"who": line(answers["who"]), **date}, source)
    asked.change.subject = f"case: an answer to {asked.file.id}"
    asked.change.about = (
        f"`{company}` answers in `{asked.file.path}`. Does the page it names belong to it, and say so?\n{_quotations(asked)}"
    )


def _withdrawal(asked: Asked) -> None:
    case = asked.file.case
    if case.status is Status.WITHDRAWN:
        raise Refused(say("this case is withdrawn already"))
    for path, lang in asked.languages.items():
        if path == asked.file.path:
            asked.set(path, "status", Status.WITHDRAWN.value)
        asked.set(path, "withdrawn_because", asked.words("why", lang))
    asked.change.subject = f"case: withdraw {asked.file.id}"
    asked.change.about = f"`{asked.file.path}` keeps its address and is no longer shown.\n{_quotations(asked)}"


def _quotations(asked: Asked) -> str:
    """What is still in another language than its file."""
    if asked.answers.get("also"):
        return ""
    paths = [path for path, lang in asked.languages.items() if lang != asked.lang]
    return "".join(f"\nTo translate in `{path}`: it quotes the form.\n" for path in paths)


def _correction(asked: Asked) -> None:
    """The sentence is put right where it stands word for word; where it does not, its author is told the nearest place."""
    answers, others = asked.answers, [lang for lang in LANGUAGES if lang != asked.lang]
    places = [_put_right(asked, answers["claim"], answers["instead"], [asked.lang, *others])]
    if (claim := answers.get("claim_also", "")) and (right := answers.get("instead_also", "")):
        places.append(_put_right(asked, claim, right, others))
    asked.change.subject = f"case: correct {asked.file.id}"
    asked.change.about = (
        f"A correction in {' and '.join(f'`{place}`' for place in places)}. The page said:\n\n{block(asked.answers['claim'])}\n"
        f"The author of the issue knows it so:\n\n{block(asked.answers['why'])}"
    )


def _put_right(asked: Asked, claim: str, right: str, languages: Sequence[str]) -> str:
    """Change the one place where a claim stands, in the first of the languages that has it; which file that is."""
    wanted, _ = as_copied(claim)
    documents = {asked.file.case.lang: (asked.file.path, asked.file.document)}
    documents |= {lang: (translation.path, translation.document) for lang, translation in asked.file.translations.items()}
    found: list[tuple[str, tuple[Any, ...] | None]] = []
    for path, document in (documents[lang] for lang in languages if lang in documents):
        if wanted and not found:
            found += [(path, loc) for loc, text in texts_in(document.values) if wanted in as_copied(text)[0]]
            found += [(path, None)] * as_copied(document.body)[0].count(wanted)
    if not found:
        raise Refused(say("the page does not say this word for word; copy the sentence from it: {text}", text=line(claim)))
    if len(found) > 1:
        text, count = line(claim), len(found)
        raise Refused(say("this stands in {count} places of the case; copy a longer piece of it: {text}", count=count, text=text))
    [(path, loc)] = found
    if loc is None:
        head, mark, body = asked.change.texts[path].partition("\n---\n")
        asked.change.texts[path] = head + mark + replaced(body, wanted, right)
        return path
    value: Any = next(document.values for own, document in documents.values() if own == path)
    for part in loc:
        value = value[part]
    asked.edit(path, lambda front: front.set(loc, replaced(value, wanted, line(right))))
    return path


CHANGES: Mapping[str, Callable[[Asked], None]] = {
    "follow-up": _follow_up,
    "correction": _correction,
    "dispute": _dispute,
    "reply": _reply,
    "withdrawal": _withdrawal,
}
