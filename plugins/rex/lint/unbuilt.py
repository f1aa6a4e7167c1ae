"""Cases that could not be built because of a fault in their fields. What can still be checked in them is checked in the same run."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from rex.core.body import Body, parse_body
from rex.core.corpus import CaseFile, Corpus, TranslationFile, split_name
from rex.core.document import Document
from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.model import Case, Status, Translation
from rex.core.other_words import language_meant, value_meant

# Of a file that is something else than its name says, or that stalls its reader, nothing else is said.
_NOTHING_ELSE = frozenset(("file-name", "whole-case", "check-failed", "tangled-text"))


def headed_in(body: Body, but: str = "") -> str | None:
    """The language in which most headings are written, if no heading is in the expected one (`but`)."""
    texts = {normalise_apostrophes(heading.text) for heading in body.headings}
    counts = {code: sum(normalise_apostrophes(title) in texts for title in language.sections) for code, language in LANGUAGES.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > 1 and not counts.get(but) and best != but else None


def unbuilt(corpus: Corpus) -> Iterator[tuple[str, Document]]:
    """Path and document of each case that was read but could not be built, unless the file was meant as something else."""
    for path, document in corpus.unbuilt.items():
        if not _NOTHING_ELSE & {problem.name for problem in corpus.problems.get(path, ())}:
            yield path, document


def stand_ins(corpus: Corpus) -> Iterator[CaseFile]:
    """Each of these as a case that has only its text and what checks of the text ask for: language, status and sources."""
    for path, document in unbuilt(corpus):
        case_id, own, _ = split_name(path)
        values, body = document.values, parse_body(document.body, document.body_line)
        lang = str(values.get("lang"))
        lang = lang if lang in LANGUAGES else language_meant(lang) or ("" if values.get("lang") else headed_in(body)) or ""
        if own is None and lang in LANGUAGES:
            meant = value_meant(str(values.get("status")), [member.value for member in Status])
            # What is still to be written is not too short.
            is_begun = any(line.strip() == "…" for line in document.body.split("\n"))
            known: dict[str, Any] = {
                "lang": lang,
                "status": Status.DRAFT if is_begun else Status(meant) if meant else Status.PUBLISHED,
                "sources": tuple(SimpleNamespace(id=source.get("id")) for source in entries(values, "sources")),
                "results": tuple(entries(values, "results")),
            }
            yield CaseFile(case_id, path, Case.model_construct(**known), body, document)


def translated_stand_ins(corpus: Corpus) -> Iterator[tuple[TranslationFile, CaseFile]]:
    """Each translation that could not be built, in the same way; with its original if that could be built."""
    for path, document in unbuilt(corpus):
        case_id, lang, _ = split_name(path)
        if lang is not None and (file := corpus.cases.get(case_id)):
            body = parse_body(document.body, document.body_line)
            yield TranslationFile(case_id, lang, path, Translation.model_construct(), body, document), file


def sources_of(file: CaseFile) -> list[str]:
    """The ids of its sources; none where one of them is not known."""
    ids = [source.id for source in file.case.sources]
    return ids if all(isinstance(one, str) for one in ids) else []


def entries(values: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list of the front matter, as far as they have fields; the others keep their place as empty ones."""
    found = values.get(name)
    return [entry if isinstance(entry, dict) else {} for entry in found] if isinstance(found, list) else []
