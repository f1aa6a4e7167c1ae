"""`rex new`: start a case from a commented template. What an author has to replace does not validate until it is replaced."""

import argparse
import re
import sys
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path

from rex.core.corpus import FOLDER
from rex.core.editor import choice, escaped
from rex.core.errors import RexError
from rex.core.language import DEFAULT_LANGUAGE, LANGUAGES
from rex.core.model import Kind, Outcome, Read, Role, State, Voice
from rex.core.parse import nearest
from rex.core.slug import is_slug, short_slug
from rex.core.vocabulary import Vocabulary, read_vocabulary
from rex.core.writing import write_new_file

# What stands in the template, by language. The rule `placeholder` knows these sentences.
WORDS = {
    "en": {
        "date": "YYYY, YYYY-MM, YYYY-MM-DD or START/END, as precise as the source",
        "status": "published when it is ready",
        "summary": "One or two sentences, 80 to 300 characters, that say what happened and claim nothing that no source says.",
        "pillars": "those that the sources speak of: {pillars}",
        "context": "technologies, in lower case: [postgresql, aws]",
        "signals": "error lines or alerts, word for word as a source quotes them:",
        "mistake": "an id of cases/_vocabulary/mistakes.yml",
        "what_went_wrong": "What happened here, in your own words.",
        "where": "and where in it: {{id: report, where: Timeline}}",
        "fix": "an id of cases/_vocabulary/fixes.yml",
        "corrects": "[] for a practice that answers none of the mistakes",
        "what_was_done": "What was done here.",
        "results": "figures, as the source gives them:",
        "measure": "deployments a month",
        "unknown": "what no source says and a reader would ask",
        "title_of_source": "Its own title",
        "publisher": "Who published it",
        "url": "its address",
    },
    "fr": {
        "date": "AAAA, AAAA-MM, AAAA-MM-JJ ou DÉBUT/FIN, pas plus précis que la source",
        "status": "published quand il est prêt",
        "summary": "Une ou deux phrases, de 80 à 300 caractères, qui disent ce qui s’est passé et rien qu’aucune source ne dit.",
        "pillars": "ceux dont parlent les sources : {pillars}",
        "context": "techniques, en minuscules : [postgresql, aws]",
        "signals": "lignes d’erreur ou alertes, mot pour mot comme une source les cite :",
        "mistake": "un id de cases/_vocabulary/mistakes.yml",
        "what_went_wrong": "Ce qui s’est passé ici, avec vos mots.",
        "where": "et à quel endroit : {{id: report, where: Chronologie}}",
        "fix": "un id de cases/_vocabulary/fixes.yml",
        "corrects": "[] pour une pratique qui ne répond à aucune des erreurs",
        "what_was_done": "Ce qui a été fait ici.",
        "results": "des chiffres, comme la source les donne :",
        "measure": "déploiements par mois",
        "unknown": "ce qu’aucune source ne dit et qu’un lecteur demanderait",
        "title_of_source": "Son propre titre",
        "publisher": "Qui l’a publié",
        "url": "son adresse",
    },
}

TEMPLATE = """---
title: {title}
company: {company}
kind: {kind}  # {kinds}
date: null  # {date}
lang: {lang}
status: draft  # {status}
summary: >-
  {summary}
pillars: []  # {pillars}
# context:
#   stack: []  # {context}
# signals:  # {signals}
#   - {{text: "FATAL:  sorry, too many clients already", mistake: mistake-id}}
mistakes:
  - id: mistake-id  # {mistake}
    what: {what_went_wrong}
    sources: [report]  # {where}
fixes:
  - id: fix-id  # {fix}
    corrects: [mistake-id]  # {corrects}
    role: lasting  # {roles}
    state: applied  # {states}
    outcome: unknown  # {outcomes}
    what: {what_was_done}
    sources: [report]
# results:  # {results}
#   - {{measure: {measure}, before: 1, after: 20, sources: [report]}}
unknown:
  - {unknown}
sources:
  - id: report
    url: https://example.org/  # {url}
    title: {title_of_source}
    publisher: {publisher}
    lang: {lang}
    voice: company  # {voices}
    read: full  # {reads}
reviewed: {day}
---
{sections}"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("title", nargs="?", help="what happened, in a few words; asked for if it is left out")
    parser.add_argument("--id", help="id of the case (default: made from the title)")
    parser.add_argument("--company", help="id of the company")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind])
    parser.add_argument("--lang", choices=sorted(LANGUAGES))


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    if not arguments.title:
        _ask(arguments)
    vocabulary = read_vocabulary(root)
    company = arguments.company or "company-id"
    if arguments.company and len(vocabulary.companies) and arguments.company not in vocabulary.companies:
        guess = nearest(arguments.company, list(vocabulary.companies))
        hint = f"; did you mean `{guess}`?" if guess else ""
        raise RexError(f"no company `{arguments.company}` in {vocabulary.companies.path}{hint} Add it there first if it is new.")
    case_id = arguments.id or short_slug(arguments.title)
    if not is_slug(case_id):
        raise RexError(f"'{case_id}' cannot be an id; give one with --id, such as a-case-2017")
    path = root / FOLDER / f"{case_id}.md"
    lang = arguments.lang or DEFAULT_LANGUAGE
    try:
        write_new_file(path, template(arguments.title, company, arguments.kind or Kind.INCIDENT.value, lang, vocabulary))
    except FileExistsError as error:
        raise RexError(f"{FOLDER}/{case_id}.md exists already") from error
    print(f"{FOLDER}/{case_id}.md: written; replace what it says, then run `rex validate {FOLDER}/{case_id}.md`")
    return 0


def _ask(arguments: argparse.Namespace) -> None:
    """Fill in by questions what was not given."""
    if not sys.stdin.isatty():
        raise RexError("give a title, such as: rex new 'An untested backup loses two days of orders'")
    arguments.lang = arguments.lang or _answer(f"Language ({'/'.join(LANGUAGES)})", DEFAULT_LANGUAGE, list(LANGUAGES))
    arguments.title = _answer("What happened, in a few words", "", [])
    arguments.company = arguments.company or _answer("Company (id of companies.yml, empty if not known yet)", "", []) or None
    kinds = [kind.value for kind in Kind]
    arguments.kind = arguments.kind or _answer(f"Kind ({'/'.join(kinds)})", kinds[0], kinds)
    arguments.id = arguments.id or _answer("Id, which is its address for ever", short_slug(arguments.title), [])


def _answer(question: str, default: str, legal: list[str]) -> str:
    while True:
        print(f"{question}{f' [{default}]' if default else ''}: ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline()
        if not answer:
            raise RexError("no answer; nothing was written")
        answer = answer.strip() or default
        if not legal or answer in legal:
            return answer


def template(title: str, company: str, kind: str, lang: str, vocabulary: Vocabulary | None = None) -> str:
    """A draft case that only lacks its facts."""
    plain = re.sub(r"[^\S ]+", " ", title)
    quoted = '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
    day = date.today().isoformat()  # of the author's calendar
    return _filled(lang, vocabulary, title=quoted, company=company, kind=kind, day=day)


def _filled(lang: str, vocabulary: Vocabulary | None, **own: str) -> str:
    pillars = ", ".join(vocabulary.pillars) if vocabulary else ""
    return TEMPLATE.format(
        **{name: text.format(pillars=pillars) for name, text in WORDS[lang].items()},
        **own,
        kinds=_values(Kind),
        roles=_values(Role),
        states=_values(State),
        outcomes=_values(Outcome),
        voices=_values(Voice),
        reads=_values(Read),
        lang=lang,
        sections="".join(f"\n## {heading}\n\n…\n" for heading in LANGUAGES[lang].sections),
    )


def snippet(lang: str, vocabulary: Vocabulary) -> str:
    """The template as a snippet of an editor: the Tab key goes from place to place, and what is a choice is offered."""
    text = escaped(_filled(lang, vocabulary, title="<title>", company="company-id", kind="<kind>", day="<day>"))
    text = (
        text.replace("<title>", '"${1:…}"')
        .replace("company-id", "${2:company-id}")
        .replace("<day>", "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE")
    )
    places: list[tuple[str, str, type[StrEnum] | Iterable[str]]] = [
        ("kind: ", "<kind>", Kind),
        ("- id: ", "mistake-id", vocabulary.mistakes),
        ("- id: ", "fix-id", vocabulary.fixes),
        ("role: ", "lasting", Role),
        ("state: ", "applied", State),
        ("outcome: ", "unknown", Outcome),
        ("voice: ", "company", Voice),
        ("read: ", "full", Read),
    ]
    for number, (field, written, values) in enumerate(places, 3):
        text = text.replace(field + written, field + choice(number, (str(value) for value in values)), 1)
        if written.endswith("-id"):
            text = text.replace(written, f"${number}")  # wherever else it stands, it is the same
    return text


def _values(kind: type[Kind | Role | State | Outcome | Voice | Read]) -> str:
    return " | ".join(str(member.value) for member in kind)
