"""Cases that could not be built for a fault in their fields: what of them can still be checked, so that nobody hears of it only later."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from rex.core.body import parse_body
from rex.core.corpus import CaseFile, Corpus, split_name
from rex.core.frontmatter import Document
from rex.core.language import LANGUAGES
from rex.core.model import Case, Status
from rex.core.other_words import language_meant, value_meant

# Of a file that is something else than its name says, or that stalls its reader, nothing else is said.
_NOTHING_ELSE = frozenset(("file-name", "whole-case", "check-failed", "tangled-text"))


def unbuilt(corpus: Corpus) -> Iterator[tuple[str, Document]]:
    """Path and document of each case that was read and is none, unless something else was meant."""
    for path, document in corpus.unbuilt.items():
        if not _NOTHING_ELSE & {problem.name for problem in corpus.problems.get(path, ())}:
            yield path, document


def stand_ins(corpus: Corpus) -> Iterator[CaseFile]:
    """Each of them as a case that has nothing but its text, and what checks of the text ask for: language, status and sources."""
    for path, document in unbuilt(corpus):
        values = document.values
        lang, status = str(values.get("lang")), str(values.get("status"))
        lang = lang if lang in LANGUAGES else language_meant(lang) or ""
        meant = value_meant(status, [member.value for member in Status])
        if lang in LANGUAGES:
            # What is still to be written is not too short.
            is_begun = any(line.strip() == "…" for line in document.body.split("\n"))
            known: dict[str, Any] = {
                "lang": lang,
                "status": Status.DRAFT if is_begun else Status(meant) if meant else Status.PUBLISHED,
                "sources": tuple(SimpleNamespace(id=source.get("id")) for source in entries(values, "sources")),
                "results": tuple(entries(values, "results")),
            }
            case = Case.model_construct(**known)
            yield CaseFile(split_name(path)[0], path, case, parse_body(document.body, document.body_line), document)


def entries(values: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list of the front matter, as far as they have fields; the others keep their place as empty ones."""
    found = values.get(name)
    return [entry if isinstance(entry, dict) else {} for entry in found] if isinstance(found, list) else []
