"""Everything in the base, read once: cases, their translations, the vocabulary, and what could not be read.

The number of files is kept, so that every later step can prove that no case got lost. Reading never stops at
the first bad file. Nothing is judged here beyond "can it be read": see `rex.lint`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel

from rex.core.beside import ADVICE, FOLDER, is_no_case, no_case, problems_of_advice, unread
from rex.core.body import Body, parse_body
from rex.core.decoded import in_file
from rex.core.document import Document
from rex.core.errors import START, Position, Problem, RexError
from rex.core.files import leaves
from rex.core.frontmatter import Reading, read_bytes
from rex.core.language import LANGUAGES, set_type
from rex.core.likeness import Likeness
from rex.core.manifest import read_manifests
from rex.core.message import one_of, say, strange_letters
from rex.core.model import Case, Status, Translation
from rex.core.parse import merged, parse
from rex.core.reader import READER, Reader, reader_of
from rex.core.slug import is_slug
from rex.core.strict import Strict
from rex.core.translated import mapped, overlaid, words_to_follow
from rex.core.vocabulary import FOLDER as VOCABULARY
from rex.core.vocabulary import Vocabulary, read_vocabulary
from rex.core.written import problems_of_written, strange_files

__all__ = ["FOLDER", "CaseFile", "Corpus", "LocalCase", "TranslationFile", "read_base", "read_corpus"]


@dataclass(frozen=True)
class TranslationFile:
    """`cases/<id>.<lang>.md`."""

    id: str
    lang: str
    path: str
    translation: Translation
    body: Body
    document: Document


@dataclass(frozen=True)
class CaseFile:
    """`cases/<id>.md` with its translations by language."""

    id: str
    path: str
    case: Case
    body: Body
    document: Document
    translations: Mapping[str, TranslationFile] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def paths(self) -> tuple[str, ...]:
        """Its files; the original first."""
        return (self.path, *(translation.path for translation in self.translations.values()))

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits over every text a translation has to follow."""
        texts = [*words_to_follow(self.case), self.body.text.strip()]
        return sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:8]

    @cached_property
    def _local(self) -> dict[str, "LocalCase"]:
        return {}

    def reviewed_in(self, lang: str) -> str:
        """Month or day on which its page in `lang` was last reviewed: the case, or its translation if that came later."""
        found = self.translations.get(lang)
        return max(self.case.reviewed, found.translation.reviewed if found else "")

    def in_language(self, lang: str) -> "LocalCase":
        """The case with its texts in `lang`, or in its own language where nobody has translated it."""
        if lang not in self._local:
            self._local[lang] = self._in_language(lang)
        return self._local[lang]

    def _in_language(self, lang: str) -> "LocalCase":
        found = self.translations.get(lang)
        if found is None:
            return LocalCase(
                self.id,
                self.case.lang,
                _in_good_type(self.case, self.case.lang),
                _good_type(self.body.text, self.case.lang),
                self.path,
                self.case.reviewed,
            )
        case = overlaid(self.case, found.translation)
        return LocalCase(
            self.id, lang, _in_good_type(case, lang), _good_type(found.body.text, lang), found.path, found.translation.reviewed
        )

    @property
    def is_shown(self) -> bool:
        """Drafts are checked like any case, but no reader sees them."""
        return self.case.status is not Status.DRAFT


@dataclass(frozen=True)
class LocalCase:
    """A case as a reader of one language gets it; `lang` is the language its texts are really in."""

    id: str
    lang: str
    case: Case
    body: str
    path: str
    reviewed: str


def _good_type(text: str, lang: str) -> str:
    return set_type(text, lang)


def _in_good_type(case: Case, lang: str) -> Case:
    """The same case with the typography of its language in every text of its own."""
    language = LANGUAGES.get(lang)
    return mapped(case, language.set_type) if language and language.set_type is not str else case


@dataclass(frozen=True)
class Corpus:
    """`cases` is sorted by id. `problems` maps paths (relative to `root`, with `/`) to what reading found.

    `files` lists every case and translation file seen, readable or not; `unbuilt` holds those that were read and are no case.
    """

    root: Path
    vocabulary: Vocabulary
    cases: Mapping[str, CaseFile]
    files: tuple[str, ...]
    problems: Mapping[str, list[Problem]]
    originals: frozenset[str] = frozenset()
    unbuilt: Mapping[str, Document] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def shown(self) -> Mapping[str, CaseFile]:
        """Cases a reader sees: all but drafts."""
        return MappingProxyType({case_id: file for case_id, file in self.cases.items() if file.is_shown})

    @cached_property
    def told(self) -> Mapping[str, CaseFile]:
        """Cases whose texts a reader sees: of one that is withdrawn only the reason is left."""
        return MappingProxyType({case_id: file for case_id, file in self.shown.items() if file.case.status is not Status.WITHDRAWN})

    @cached_property
    def likeness(self) -> Likeness:
        """How alike the texts of the cases are that are told."""
        return Likeness(self.told)

    @cached_property
    def published(self) -> Mapping[str, CaseFile]:
        """Cases that count as evidence."""
        return MappingProxyType({i: f for i, f in self.cases.items() if f.case.status is Status.PUBLISHED})


def read_base(root: Path) -> Corpus:
    """The base under `root` as `read_corpus` gives it, sooner: with what earlier runs have kept of files that are as they were."""
    reader = reader_of(root)
    corpus = read_corpus(root, reader)
    reader.store.close()
    return corpus


def read_corpus(root: Path, reader: Reader = READER) -> Corpus:
    """Read the base under `root`.

    Raises `RexError` if there is no `cases/` folder at all; any other problem is in the result.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        raise RexError(f"{root} has no folder `{FOLDER}/`")
    if leaves(folder, root):
        raise RexError(f"{FOLDER}/ is a link that leads out of {root}; put the folder itself there")
    paths = sorted(path for path in folder.iterdir() if not is_no_case(path))
    vocabulary = read_vocabulary(root, reader)
    corpus = build_corpus(root, vocabulary, ((f"{FOLDER}/{path.name}", _read(path, root, reader)) for path in paths), reader)
    _, bad_releases = read_manifests(root)
    strange = {
        path: [Problem(rule, START, reason)]
        for inner in ("_vocabulary", "_releases")
        for path, rule, reason in strange_files(folder / inner, root)
    }
    lost = {path: [problem] for path, problem in unread(root)}
    known = dict(corpus.problems)
    for path, [problem] in lost.items():
        # A table under another name is not missing too.
        if path.startswith(f"{VOCABULARY}/") and problem.suggestion:
            known.pop(f"{VOCABULARY}/{problem.suggestion}", None)
    if advice := problems_of_advice(root, reader, vocabulary):
        known[ADVICE] = advice
    releases = {path: [problem] for path, problem in bad_releases.items()}
    return replace(corpus, problems=MappingProxyType({**lost, **strange, **problems_of_written(root), **known, **releases}))


def _read(path: Path, base: Path, reader: Reader) -> Reading:
    """A case, or a problem: what lies beside the cases under another name would be a case that got lost."""
    problem = no_case(path)
    return Reading(problems=[problem]) if problem else reader.file(path, base)


def corpus_of(texts: Mapping[str, bytes], vocabulary: Vocabulary) -> Corpus:
    """A corpus from memory: path to bytes. For tests, examples and editors."""
    return build_corpus(Path(), vocabulary, ((path, read_bytes(data)) for path, data in sorted(texts.items())))


def with_texts(corpus: Corpus, texts: Mapping[str, bytes]) -> Corpus:
    """The base as it would be with these bytes at these paths; only the cases that they belong to are read anew, from `corpus.root`."""
    ids = {split_name(path)[0] for path in texts}
    concerned = {path for path in corpus.files if split_name(path)[0] in ids}

    def readings() -> Iterator[tuple[str, Reading]]:
        for path in sorted({*concerned, *texts}):
            if path in texts:
                yield path, read_bytes(texts[path])
            elif corpus.root != Path():
                yield path, _read(corpus.root / path, corpus.root, READER)

    part = build_corpus(corpus.root, corpus.vocabulary, readings())
    cases = {case_id: file for case_id, file in corpus.cases.items() if case_id not in ids} | dict(part.cases)
    problems = {path: found for path, found in corpus.problems.items() if path not in concerned} | dict(part.problems)
    unbuilt = {path: document for path, document in corpus.unbuilt.items() if path not in concerned} | dict(part.unbuilt)
    return Corpus(
        corpus.root,
        corpus.vocabulary,
        MappingProxyType(dict(sorted(cases.items()))),
        tuple(sorted({*corpus.files, *part.files})),
        MappingProxyType(problems),
        (corpus.originals - ids) | part.originals,
        MappingProxyType(unbuilt),
    )


def build_corpus(root: Path, vocabulary: Vocabulary, readings: Iterator[tuple[str, Reading]], reader: Reader = READER) -> Corpus:
    """Put readings together; each is the path relative to `root` and what the reader found there."""
    originals: dict[str, CaseFile] = {}
    translations: dict[str, dict[str, TranslationFile]] = {}
    problems: dict[str, list[Problem]] = {path: list(found) for path, found in vocabulary.problems.items()}
    files: list[str] = []
    names: set[str] = set()
    unbuilt: dict[str, Document] = {}
    for path, reading in readings:
        files.append(path)
        found = list(reading.problems)
        if any(problem.name == "stray-file" for problem in found):
            problems[path] = found
            continue
        case_id, lang, problem = split_name(path)
        if problem:
            found.append(problem)
        if lang is None:
            names.add(case_id)
        # Of a file whose name says nothing, nobody knows what it should hold.
        if reading.document is not None and (lang is None or lang in LANGUAGES):
            document = reading.document
            if lang is None:
                case, body, more = _described(document, Case, reader, vocabulary)
                if case is None:
                    unbuilt[path] = document
                else:
                    originals[case_id] = CaseFile(case_id, path, case, body, document)
            else:
                translation, body, more = _described(document, Translation, reader, vocabulary)
                if translation is None:
                    unbuilt[path] = document
                else:
                    translations.setdefault(case_id, {})[lang] = TranslationFile(case_id, lang, path, translation, body, document)
            found = merged(found, [in_file(problem, document.removed) for problem in more])
        if found:
            problems.setdefault(path, []).extend(found)
    cases = {}
    for case_id in sorted(originals):
        file = originals[case_id]
        own = MappingProxyType(dict(sorted(translations.pop(case_id, {}).items())))
        cases[case_id] = CaseFile(file.id, file.path, file.case, file.body, file.document, own)
    for case_id, orphans in translations.items():
        if case_id not in names:
            for orphan in orphans.values():
                message = say("translates `{path}`, which does not exist", path=f"{FOLDER}/{case_id}.md")
                problems.setdefault(orphan.path, []).append(Problem("orphan-translation", START, message))
    return Corpus(
        root,
        vocabulary,
        MappingProxyType(cases),
        tuple(files),
        MappingProxyType(problems),
        frozenset(names),
        MappingProxyType(unbuilt),
    )


Model = TypeVar("Model", bound=Strict)


def _described(document: Document, model: type[Model], reader: Reader, vocabulary: Vocabulary) -> tuple[Model | None, Body, list[Problem]]:
    """Fields and text of a file, and what is wrong with either. A fault of ours is a problem of this file alone."""
    try:
        if misplaced := _misplaced(document, model):
            return None, parse_body(""), [misplaced]
        case, problems = parse(document, model, vocabulary.meant)
        body = reader.body(document.body, document.body_line)
        tangled = [Problem(o.name, Position(o.line, o.column), o.message) for o in body.oddities if o.name == "tangled-text"]
        return None if tangled or not document.is_whole else case, body, [*problems, *tangled]
    except Exception as error:
        message = say("reading this file failed ({error}); please report it with the file", error=type(error).__name__)
        return None, parse_body(""), [Problem("check-failed", START, message)]


# What a translation inherits, and what only a translation has.
_INHERITED = tuple(name for name in Case.model_fields if name not in Translation.model_fields)
_OWN = "original"


def _misplaced(document: Document, model: type[BaseModel]) -> Problem | None:
    """A case in a file named as a translation, or the other way round: one mistake, not one for each field."""
    if model is Case and _OWN in document.values and "company" not in document.values:
        message = say("this is a translation, but its name is that of a case; name it `{name}`", name="<id>.fr.md")
        return Problem("file-name", START, message)
    if model is not Case:
        extra = [name for name in _INHERITED if name in document.values]
        if len(extra) >= 3:
            message = say(
                "this is a whole case; a translation holds only its words. Delete {fields}, or start it with `rex translate`",
                fields=one_of(extra),
            )
            return Problem("whole-case", document.at_key(extra[0]), message)
    return None


def split_name(path: str) -> tuple[str, str | None, Problem | None]:
    """Id, language (`None` for an original) and what is wrong with the name of a case file."""
    stem = path.rsplit("/", 1)[-1].removesuffix(".md")
    case_id, dot, lang = stem.partition(".")
    if dot and lang not in LANGUAGES:
        known = ", ".join(f"`{case_id}.{code}.md`" for code in LANGUAGES)
        message = say("`{name}` is neither a case nor a translation; a translation is named {known}", name=f"{stem}.md", known=known)
        return case_id, lang, Problem("file-name", START, message)
    if not is_slug(case_id):
        message = say(
            "`{name}` cannot be an id; name the file with lower-case words joined by hyphens, such as `a-case-2017.md`{strange}",
            name=case_id,
            strange=strange_letters(case_id),
        )
        return case_id, lang if dot else None, Problem("file-name", START, message)
    return case_id, lang if dot else None, None
