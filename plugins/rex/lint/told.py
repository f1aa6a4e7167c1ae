"""What an issue asks for, as files: a form that was filled in becomes texts by path, or a sentence that says what is missing.

Nothing is written here. A file that exists is changed at single places (`rex.core.amend`), so that all else in it stays.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rex.core import address
from rex.core.amend import Front
from rex.core.body import CITATION
from rex.core.corpus import FOLDER, CaseFile, Corpus, corpus_of, split_name, with_texts
from rex.core.frontmatter import MAX_FILE_BYTES, read_bytes, write_text
from rex.core.issue import MAX_BODY, Form, Told, question_of
from rex.core.issue_words import WORDS
from rex.core.language import DEFAULT_LANGUAGE, FACTUAL_SECTIONS, LANGUAGES
from rex.core.message import Message, one_line, one_of, say
from rex.core.model import Status
from rex.core.parse import did_you_mean, nearest
from rex.core.slug import short_slug
from rex.core.vocabulary import Company
from rex.lint.engine import errors, lint
from rex.lint.mend import ORDER, ORDER_OF_TRANSLATION, mend_texts
from rex.lint.report import Context, as_text
from rex.lint.rule import Finding
from rex.lint.texts import texts_in
from rex.lint.wording import catalogue

# What a pull request may leave to somebody who knows the other language.
_LEFT = ("stale-translation", "incomplete-translation")


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


def answer_to(corpus: Corpus, told: Told, month: str) -> tuple[Change | None, str]:
    """A change and what its reviewer reads, or no change and what the author of the issue reads, in the language of the form."""
    words = catalogue(told.form.lang if told.form else DEFAULT_LANGUAGE)

    def refused(message: Message, more: str = "") -> tuple[None, str]:
        return None, f"{message.render(words)}\n{more}"

    if told.form is None or told.troubles:
        listed = "".join(f"\n- {one_line(trouble.render(words), 300)}" for trouble in told.troubles)
        return refused(say("Thank you. Something has to be mended first; edit the issue, and a maintainer tries again."), f"{listed}\n")
    try:
        change = change_of(corpus, told, month)
    except Refused as error:
        return None, say("Thank you, but {reason}.", reason=error.message).render(words).replace("?.", "?") + "\n"
    if any(len(text.encode()) > min(MAX_FILE_BYTES, 2 * MAX_BODY) for text in change.texts.values()):
        return refused(say("Thank you, but the text is too long for one case."))
    wrong, seen = findings_of(corpus, change, words)
    if wrong:
        message = say("Thank you. The form is complete, but the checks have found this; edit the issue, and a maintainer tries again.")
        return refused(message, f"\n{block(_in_words_of_the_form(wrong, change, told.form, words))}")
    later = _before_publication(corpus, change) if told.form.name == "case" else []
    about = change.about + (f"\nTo look at:\n\n{block(as_text(seen))}" if seen else "")
    return change, about + (f"\nTo mend before it can be published:\n\n{block(as_text(later))}" if later else "")


def _before_publication(corpus: Corpus, change: Change) -> list[Finding]:
    """What would be wrong with a draft if it were published: better known now than later."""
    texts = {path: text.replace("\nstatus: draft\n", "\nstatus: published\n", 1) for path, text in change.texts.items()}
    return findings_of(corpus, Change("", "", texts), {})[0]


def _in_words_of_the_form(found: Sequence[Finding], change: Change, form: Form, words: Mapping[str, str]) -> str:
    """One line for each finding, under the question whose answer has to be mended; nobody who fills in a form knows our files."""
    lines = []
    for finding in found:
        text = change.texts.get(finding.path, "")
        document = read_bytes(text.encode("utf-8", "surrogateescape")).document
        label = None
        if document is not None and finding.line < document.body_line:
            loc = next(
                (loc for loc, at in document.positions.items() if loc and (at.line, at.column) == (finding.line, finding.column)), ()
            )
            label = question_of(form, loc, len(document.values.get("sources") or ()) - 1)
        elif document is not None and form.name == "case":
            heads = re.findall(r"^## (.+)$", "\n".join(text.split("\n")[: finding.line]), re.M)
            sections = LANGUAGES[form.lang].sections
            number = next((sections.index(head) for head in reversed(heads) if head in sections), 0)
            label = next(question.label for question in form.questions if question.name == f"section_{number}")
        if label is None:
            lines.append(as_text([finding], Context(catalogue=words)))
        else:
            lines.append(f"{say('“{name}”: ', name=label).render(words)}{finding.message} ({finding.code})\n")
    return "".join(dict.fromkeys(lines))


def change_of(corpus: Corpus, told: Told, month: str) -> Change:
    """The change that a form asks for. Raises `Refused`."""
    assert told.form is not None
    answers = {name: answer.strip() for name, answer in told.answers.items()}
    if told.form.name == "case":
        return _new_case(corpus, told.form, answers, month)
    file = corpus.cases.get(answers["case"])
    if file is None:
        guess = nearest(answers["case"], list(corpus.cases))
        message = say(
            "there is no case `{id}` in this base; its id is the last part of its address{tail}",
            id=answers["case"],
            tail=did_you_mean(guess),
        )
        raise Refused(message)
    before = {path: (corpus.root / path).read_text(encoding="utf-8") for path in file.paths}
    change = Change("", "", dict(before))
    _CHANGES[told.form.name](_Asked(corpus, file, told.form.lang, answers, month, change))
    _follow(corpus, file, before, change)
    change.texts = {path: text for path, text in change.texts.items() if text != before[path]}
    if not change.texts:
        raise Refused(say("the case says so already"))
    return change


def findings_of(corpus: Corpus, change: Change, catalogue: Mapping[str, str]) -> tuple[list[Finding], list[Finding]]:
    """What is wrong with the files as they would be, and what a reviewer should look at."""
    changed = with_texts(corpus, {path: text.encode() for path, text in change.texts.items()})
    ids = {split_name(path)[0] for path in change.texts}
    found = lint(changed, {path for path in changed.files if split_name(path)[0] in ids}, catalogue=catalogue)
    wrong = [finding for finding in errors(found) if finding.name not in _LEFT]
    return wrong, [finding for finding in found if finding not in wrong]


# -- the parts of a change ---------------------------------------------------------------------------------------------


@dataclass
class _Asked:
    """A form about a case that is here, and the change that is being made of it."""

    corpus: Corpus
    file: CaseFile
    lang: str
    answers: Mapping[str, str]
    month: str
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


def line(text: str) -> str:
    """A text of a field on one line; the lines of an issue are where its author pressed Enter."""
    return " ".join(text.split())


def block(text: str) -> str:
    """The words of others as they are: nothing in them is markup, a mention or the end of the block."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text.rstrip()}\n{fence}\n"


def _source(answers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "url": answers["url"],
        "title": answers["source_title"],
        "publisher": answers["publisher"],
        "lang": answers["source_lang"].lower(),
        "voice": answers["voice"],
        "read": answers["read"],
    }


def _company(text: str, known: Mapping[str, Company]) -> str | None:
    """The id of the one of these organisations that somebody means, by its id or its name."""
    return next((name for name, entry in known.items() if text.casefold() in (name, entry.name.casefold())), None)


_LEGAL_FORM = re.compile(r"[\s.](?:inc|ltd|llc|plc|gmbh|ag|sa|sas|sarl|s\.a\.s?|bv|corp|com|org|net|io|fr|de)\.?$", re.IGNORECASE)


def _like(text: str, known: Mapping[str, Company]) -> str | None:
    """The name of an organisation that somebody may mean: without its legal form or the end of its address, or nearly the same."""
    names = {entry.name.casefold(): entry.name for entry in known.values()} | {name: entry.name for name, entry in known.items()}
    guess = nearest(_LEGAL_FORM.sub("", text.strip()).rstrip(" ,").casefold(), list(names))
    return names[guess] if guess else None


def _follow(corpus: Corpus, file: CaseFile, before: Mapping[str, str], change: Change) -> None:
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


def _follow_up(asked: _Asked) -> None:
    """State, outcome, month and source go into the file; the sentence for `what` is for a person to write."""
    file, answers = asked.file, asked.answers
    index = next((number for number, fix in enumerate(file.case.fixes) if fix.id == answers["fix"]), None)
    if index is None:
        listed = one_of([fix.id for fix in file.case.fixes])
        raise Refused(say("{path} does not list the fix `{fix}`; it has {listed}", path=file.path, fix=answers["fix"], listed=listed))
    source = asked.source(f"follow-up-{asked.month[:4]}", _source(answers))
    named = source in [reference.id for reference in file.case.fixes[index].sources]

    def edit(front: Front) -> None:
        for name in ("state", "outcome"):
            if getattr(file.case.fixes[index], name) != answers[name]:
                front.set(("fixes", index, name), answers[name])
        front.set(("fixes", index, "followed_up"), asked.month, ("id", "corrects", "role", "state", "outcome", "followed_up"))
        if not named:
            front.append(("fixes", index, "sources"), source)

    asked.edit(file.path, edit)
    asked.change.subject = f"case: what became of a fix of {file.id}"
    asked.change.about = f"What became of `{answers['fix']}` in `{file.path}`. To put into words there:\n\n{block(answers['told'])}"


def _dispute(asked: _Asked) -> None:
    source = asked.source(f"dispute-{asked.month[:4]}", _source(asked.answers))
    asked.part("disputed", "contested", {}, source)
    asked.change.subject = f"case: a claim of {asked.file.id} is disputed"
    asked.change.about = f"A claim of `{asked.file.path}` is disputed; is it one that the source named makes?\n{_quotations(asked)}"


def _reply(asked: _Asked) -> None:
    answers, case = asked.answers, asked.file.case
    entries = asked.corpus.vocabulary.companies.entries
    companies = {name: entries[name] for name in case.company if name in entries}
    company = _company(answers["company"], companies)
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
    source = asked.source(f"reply-{asked.month[:4]}", page)
    asked.part("response", "answer", {"who": line(answers["who"]), **date}, source)
    asked.change.subject = f"case: an answer to {asked.file.id}"
    asked.change.about = (
        f"`{company}` answers in `{asked.file.path}`. Does the page it names belong to it, and say so?\n{_quotations(asked)}"
    )


def _withdrawal(asked: _Asked) -> None:
    case = asked.file.case
    if case.status is Status.WITHDRAWN:
        raise Refused(say("this case is withdrawn already"))
    for path, lang in asked.languages.items():
        if path == asked.file.path:
            asked.set(path, "status", Status.WITHDRAWN.value)
        asked.set(path, "withdrawn_because", asked.words("why", lang))
    asked.change.subject = f"case: withdraw {asked.file.id}"
    asked.change.about = f"`{asked.file.path}` keeps its address and is no longer shown.\n{_quotations(asked)}"


def _quotations(asked: _Asked) -> str:
    """What is still in another language than its file."""
    if asked.answers.get("also"):
        return ""
    paths = [path for path, lang in asked.languages.items() if lang != asked.lang]
    return "".join(f"\nTo translate in `{path}`: it quotes the form.\n" for path in paths)


def _correction(asked: _Asked) -> None:
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


def _put_right(asked: _Asked, claim: str, right: str, languages: Sequence[str]) -> str:
    """Change the one place where a claim stands, in the first of the languages that has it; which file that is."""
    wanted, _ = _folded(claim)
    documents = {asked.file.case.lang: (asked.file.path, asked.file.document)}
    documents |= {lang: (translation.path, translation.document) for lang, translation in asked.file.translations.items()}
    found: list[tuple[str, tuple[Any, ...] | None]] = []
    for path, document in (documents[lang] for lang in languages if lang in documents):
        if wanted and not found:
            found += [(path, loc) for loc, text in texts_in(document.values) if wanted in _folded(text)[0]]
            found += [(path, None)] * _folded(document.body)[0].count(wanted)
    if not found:
        raise Refused(say("the page does not say this word for word; copy the sentence from it: {text}", text=line(claim)))
    if len(found) > 1:
        text, count = line(claim), len(found)
        raise Refused(say("this stands in {count} places of the case; copy a longer piece of it: {text}", count=count, text=text))
    [(path, loc)] = found
    if loc is None:
        head, mark, body = asked.change.texts[path].partition("\n---\n")
        asked.change.texts[path] = head + mark + _replaced(body, wanted, right)
        return path
    value: Any = next(document.values for own, document in documents.values() if own == path)
    for part in loc:
        value = value[part]
    asked.edit(path, lambda front: front.set(loc, _replaced(value, wanted, line(right))))
    return path


def _replaced(text: str, wanted: str, right: str) -> str:
    """The text with another sentence in the place of one; the citations of the old one stay unless the new one has its own."""
    folded, places = _folded(text)
    begin = folded.index(wanted)
    start, end = places[begin], places[begin + len(wanted) - 1] + 1
    cited = "".join(match.group() for match in CITATION.finditer(text[start:end]))
    return text[:start] + right + (cited if "[^" not in right else "") + text[end:]


_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\n": " "})
_MARKS = frozenset("*_`[]")
_UNSEEN = re.compile(rf"{CITATION.pattern}|\]\([^()\s]*\)")


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as somebody copies it from a page, and for each of its characters the index in `text`.

    Citations, links, emphasis and the way spaces and apostrophes are typed do not count.
    """
    skipped = {index for match in _UNSEEN.finditer(text) for index in range(*match.span())}
    folded: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text.translate(_TYPED)):
        if index in skipped or character in _MARKS or (character == " " and folded[-1:] in ([" "], [])):
            continue
        folded.append(character.casefold() if len(character.casefold()) == 1 else character)
        places.append(index)
    while folded[-1:] == [" "]:
        folded.pop()
        places.pop()
    return "".join(folded), places


_CHANGES: Mapping[str, Callable[[_Asked], None]] = {
    "follow-up": _follow_up,
    "correction": _correction,
    "dispute": _dispute,
    "reply": _reply,
    "withdrawal": _withdrawal,
}


def _new_case(corpus: Corpus, form: Form, answers: Mapping[str, str], month: str) -> Change:
    company = _company(answers["company"], corpus.vocabulary.companies.entries)
    if company is None:
        tail = did_you_mean(_like(answers["company"], corpus.vocabulary.companies.entries))
        message = say("the organisation is new here; a maintainer adds it with its sector and country, then tries again{tail}", tail=tail)
        raise Refused(message)
    case_id = short_slug(answers["title"])
    if not case_id or case_id in corpus.originals:
        raise Refused(say("the title gives no id of its own (a case of that name exists, or it has no Latin letters); change the title"))
    sections = LANGUAGES[form.lang].sections
    body = []
    for number, title in enumerate(sections):
        text = _tidy(answers[f"section_{number}"])
        body.append(f"## {title}\n\n{_cited(text) if number in FACTUAL_SECTIONS else text}")
    values: dict[str, Any] = {
        "title": answers["title"],
        "company": company,
        "kind": answers["kind"],
        "date": answers.get("date") or None,
        "lang": form.lang,
        "status": "draft",
        "summary": line(answers["summary"]),
        "pillars": list(corpus.vocabulary.mistakes[answers["mistake"]].pillars),
        "mistakes": [{"id": answers["mistake"], "what": line(answers["mistake_what"]), "sources": ["report"]}],
        "fixes": [
            {
                "id": answers["fix"],
                "corrects": [answers["mistake"]],
                "state": answers["state"],
                "outcome": answers["outcome"],
                "what": line(answers["fix_what"]),
                "sources": ["report"],
            }
        ],
        "unknown": [_MARK.sub("", line(text)) for text in answers.get("unknown", "").split("\n") if text.strip()],
        "sources": [{"id": "report", **_source(answers)}],
        "reviewed": month,
    }
    path = f"{FOLDER}/{case_id}.md"
    text = write_text(values, "\n\n".join(body))
    # Apostrophes, spaces and what else has one right answer is not for the author of an issue to mend.
    text = mend_texts(with_texts(corpus, {path: text.encode()}), {path: text})[path]
    return Change(f"case: draft of {case_id}", f"A draft of a new case: `{path}`.\n", {path: text})


_MARK = re.compile(r"^(?:[-*+•‣–—]|[0-9]{1,2}[.)]) +")
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,2}\.) ")
_BULLET = re.compile(r"^[•‣▪●][ \u00a0]*", re.M)


def _tidy(text: str) -> str:
    """A text as people type it into a box, with what Markdown wants: a blank line above a list or a block of code, `-` for bullets."""
    lines: list[str] = []
    is_code = False
    for raw in text.split("\n"):
        own = raw if is_code else _BULLET.sub("- ", raw)
        above = lines[-1] if lines else ""
        begins = (own.startswith("```") and not is_code) or (_ITEM.match(own) and not _ITEM.match(above) and not is_code)
        if begins and above.strip() and not above.startswith((" ", "|")):
            lines.append("")
        lines.append(own)
        if own.startswith("```"):
            is_code = not is_code
            lines += [""] if not is_code else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _cited(text: str) -> str:
    """Paragraphs, items of lists and tables with the one source that the form asks for, unless their author has cited it."""
    pieces = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    return "".join(piece if index % 2 else _cited_prose(piece) for index, piece in enumerate(pieces))


def _cited_prose(text: str) -> str:
    parts = re.split(r"(\n{2,})", text)
    return "".join(part if not part.strip() or part.startswith(("#", "---", "***")) else _cited_part(part) for part in parts)


def _cited_part(part: str) -> str:
    if "[^" in part and not _ITEM.match(part):
        return part
    lines = part.rstrip().split("\n")
    if lines[0].startswith("|"):
        # Within the last cell: what follows the row would be a row of its own.
        body = lines[-1].rstrip()
        return "\n".join([*lines[:-1], f"{body[:-1].rstrip()}[^report] |" if body.endswith("|") else f"{body}[^report]"])
    starts = [row for row, own in enumerate(lines) if _ITEM.match(own)] if _ITEM.match(lines[0]) else []
    items = ["\n".join(lines[start:end]) for start, end in zip(starts or [0], [*starts[1:], len(lines)], strict=True)]
    return "\n".join(item if "[^" in item else f"{item.rstrip()}[^report]" for item in items)
