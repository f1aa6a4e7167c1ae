"""What an issue asks for, as files: a form that was filled in becomes texts by path, or a sentence that says what is missing.

Nothing is written here. A file that exists is changed at single places (`rex.core.amend`), so that all else in it stays.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from rex.core.corpus import FOLDER, Corpus, split_name, with_texts
from rex.core.files import MAX_FILE_BYTES
from rex.core.frontmatter import read_bytes
from rex.core.issue import MAX_BODY, Form, Told, question_of
from rex.core.language import DEFAULT_LANGUAGE, FACTUAL_SECTIONS, LANGUAGES
from rex.core.message import Message, one_line, say
from rex.core.parse import did_you_mean, nearest
from rex.core.slug import short_slug
from rex.core.vocabulary import Company
from rex.core.yaml_text import write_text
from rex.lint.changes import CHANGES, Asked, Change, Refused, company_named, follow, source_of
from rex.lint.engine import errors, lint
from rex.lint.mend import mend_texts
from rex.lint.report import Context, as_text
from rex.lint.rule import Finding
from rex.lint.typed import MARK, block, cited, line, tidy
from rex.lint.wording import catalogue

# What a pull request may leave to somebody who knows the other language.
_LEFT = ("stale-translation", "incomplete-translation")


def answer_to(corpus: Corpus, told: Told, day: str) -> tuple[Change | None, str]:
    """A change and what its reviewer reads, or no change and what the author of the issue reads, in the language of the form."""
    words = catalogue(told.form.lang if told.form else DEFAULT_LANGUAGE)

    def refused(message: Message, more: str = "") -> tuple[None, str]:
        return None, f"{message.render(words)}\n{more}"

    if told.form is None or told.troubles:
        listed = "".join(f"\n- {one_line(trouble.render(words), 300)}" for trouble in told.troubles)
        return refused(say("Thank you. Something has to be mended first; edit the issue, and a maintainer tries again."), f"{listed}\n")
    try:
        change = change_of(corpus, told, day)
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


def change_of(corpus: Corpus, told: Told, day: str) -> Change:
    """The change that a form asks for, made on `day` (YYYY-MM-DD). Raises `Refused`."""
    assert told.form is not None
    answers = {name: answer.strip() for name, answer in told.answers.items()}
    if told.form.name == "case":
        return _new_case(corpus, told.form, answers, day)
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
    CHANGES[told.form.name](Asked(corpus, file, told.form.lang, answers, day, change))
    follow(corpus, file, before, change)
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


_LEGAL_FORM = re.compile(r"[\s.](?:inc|ltd|llc|plc|gmbh|ag|sa|sas|sarl|s\.a\.s?|bv|corp|com|org|net|io|fr|de)\.?$", re.IGNORECASE)


def _like(text: str, known: Mapping[str, Company]) -> str | None:
    """The name of an organisation that somebody may mean: without its legal form or the end of its address, or nearly the same."""
    names = {entry.name.casefold(): entry.name for entry in known.values()} | {name: entry.name for name, entry in known.items()}
    guess = nearest(_LEGAL_FORM.sub("", text.strip()).rstrip(" ,").casefold(), list(names))
    return names[guess] if guess else None


def _new_case(corpus: Corpus, form: Form, answers: Mapping[str, str], day: str) -> Change:
    company = company_named(answers["company"], corpus.vocabulary.companies.entries)
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
        text = tidy(answers[f"section_{number}"])
        body.append(f"## {title}\n\n{cited(text) if number in FACTUAL_SECTIONS else text}")
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
        "unknown": [MARK.sub("", line(text)) for text in answers.get("unknown", "").split("\n") if text.strip()],
        "sources": [{"id": "report", **source_of(answers)}],
        "reviewed": day,
    }
    path = f"{FOLDER}/{case_id}.md"
    text = write_text(values, "\n\n".join(body))
    # Apostrophes, spaces and what else has one right answer is not for the author of an issue to mend.
    text = mend_texts(with_texts(corpus, {path: text.encode()}), {path: text})[path]
    return Change(f"case: draft of {case_id}", f"A draft of a new case: `{path}`.\n", {path: text})
