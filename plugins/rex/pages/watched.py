"""Facts that remember what was asked of them: so a page that asked is known to be up to date while the answers are the same.

A page is a function of the facts, the vocabulary, its language, its subject and its opening. `Watched` stands before the facts while one
page is made and notes each question. `Answers` answers questions by a digest of what the facts say now. What cannot be watched is
refused, so that nothing is read unseen.
"""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from enum import Enum
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel

from rex.core.body import Body
from rex.core.corpus import CaseFile
from rex.core.derive import Facts, Related
from rex.core.document import Document

_ABSENT = "absent"
# How it was asked (`call`, `item` or `all`), of what, and with which words.
Question = tuple[Any, ...]


class Answers:
    """What the facts answer now, as digests, by question."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._known: dict[str, str] = {}
        self._cases: dict[str, str] = {}

    def __getitem__(self, question: str) -> str:
        if question not in self._known:
            self._known[question] = self._answer(*_as_asked(json.loads(question)))
        return self._known[question]

    def vocabulary(self) -> str:
        """The whole vocabulary: every page may name any term."""
        return _digest({name: table.entries for name, table in self.facts.corpus.vocabulary.tables().items()}, self)

    def case(self, file: CaseFile) -> str:
        """Everything that a case says, in every language."""
        if file.id not in self._cases:
            texts = [file.id, file.path, *_written(file.document, file.case, file.body)]
            for lang, found in file.translations.items():
                texts += [lang, found.path, *_written(found.document, found.translation, found.body)]
            self._cases[file.id] = _short(repr(texts))
        return self._cases[file.id]

    def _answer(self, form: str, name: str, *given: Any) -> str:
        try:
            found = _named(self.facts, name)
            if form == "call":
                words, named = given
                return _digest(found(*words, **dict(named)), self)
            if form == "item":
                return _digest(found[given[0]], self) if given[0] in found else _ABSENT
            return _digest(found, self)
        except (KeyError, ValueError, IndexError):  # what the question is about is gone
            return _ABSENT


class Watched:
    """The facts as one page sees them; `asked` are its questions."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.asked: set[Question] = set()
        self.corpus = _Corpus(facts, self.asked)

    def questions(self) -> set[str]:
        """What was asked; who asked for all of a mapping need not be told of each entry."""
        whole = {question[1] for question in self.asked if question[0] == "all"}
        return {json.dumps(question) for question in self.asked if question[0] != "item" or question[1] not in whole}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._facts, name)
        if isinstance(found, Mapping):
            return _Watched(found, name, self.asked)
        if not callable(found):
            self.asked.add(("all", name))
            return found

        def ask(*words: Any, **named: Any) -> Any:
            self.asked.add(("call", name, tuple(map(_fixed, words)), tuple(sorted(named.items()))))
            return found(*words, **named)

        return ask


class _Corpus:
    def __init__(self, facts: Facts, asked: set[Question]) -> None:
        self.vocabulary = facts.corpus.vocabulary
        for name in ("cases", "published", "shown"):
            setattr(self, name, _Watched(getattr(facts.corpus, name), f"corpus.{name}", asked))


class _Watched(Mapping[Any, Any]):
    """A mapping of the facts. To look at one entry is one question, to go through it asks for all."""

    def __init__(self, found: Mapping[Any, Any], name: str, asked: set[Question]) -> None:
        self._found, self._name, self._asked = found, name, asked

    def __getitem__(self, key: Any) -> Any:
        self._asked.add(("item", self._name, key))
        return self._found[key]

    def get(self, key: Any, default: Any = None) -> Any:
        self._asked.add(("item", self._name, key))
        return self._found.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._asked.add(("item", self._name, key))
        return key in self._found

    def __iter__(self) -> Iterator[Any]:
        self._asked.add(("all", self._name))
        return iter(self._found)

    def __len__(self) -> int:
        self._asked.add(("all", self._name))
        return len(self._found)


def _written(document: Document, model: BaseModel, body: Body) -> tuple[str, ...]:
    """What a file says. With the vocabulary, which every page is told, its bytes decide that."""
    return (document.digest,) if document.digest else (model.model_dump_json(), body.text)


def _fixed(word: Any) -> Any:
    return tuple(word) if isinstance(word, list) else word


def _as_asked(value: Any) -> Any:
    """A question out of JSON: what are lists there were asked for as tuples."""
    return tuple(map(_as_asked, value)) if isinstance(value, list) else value


def _named(facts: Facts, name: str) -> Any:
    found: Any = facts
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _digest(value: Any, answers: Answers) -> str:
    return _short("\n".join(_told(value, answers)))


def _short(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _told(value: Any, answers: Answers) -> Iterator[str]:
    """A value in full, the same in every process."""
    if isinstance(value, CaseFile):
        yield answers.case(value)
    elif value is None or isinstance(value, (str, int, float, Enum)):
        yield repr(value)
    elif isinstance(value, BaseModel):
        yield value.model_dump_json()
    elif isinstance(value, Related):
        # Not how alike the texts are: no page shows it, and it moves a little with every text of the base.
        yield repr((value.case, value.score, value.reason, value.mistakes, value.fixes))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield repr(key)
            yield from _told(one, answers)
    elif isinstance(value, (set, frozenset)):
        yield repr(sorted(value))
    elif isinstance(value, (list, tuple)):
        yield str(len(value))
        for one in value:
            yield from _told(one, answers)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _told(getattr(value, one.name), answers)
    else:
        raise TypeError(f"a page must not ask for {type(value).__name__}: nobody could tell whether it has changed")
