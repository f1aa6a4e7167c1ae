"""One state of the embedded index, as ranking reads it (`rex.search.model.IndexReader`), over Whoosh's readers."""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from functools import cached_property
from typing import Any

from rex.search.model import TERMS, Document, Head
from rex.search.text.log_lines import Message
from rex.search.text.spelling import Lexicon

STEMS, HEAD, MESSAGES = "stems", "head", "messages"


def dump_head(head: Head) -> bytes:
    """As `load_head` reads it."""
    return f"{head.last_year}\t{head.evidence}\t{head.case}\t{head.lang}\t{head.fingerprint}".encode()


def load_head(value: bytes) -> Head:
    """What `dump_head` wrote."""
    year, evidence, case, lang, fingerprint = value.decode().split("\t")
    return Head(case, lang, int(year), int(evidence), fingerprint)


class WhooshReader:
    """One state of the index, with what is read once: heads of documents, and which case each belongs to."""

    def __init__(self, reader: Any, lexicon: Lexicon) -> None:
        self._reader = reader
        self.lexicon = lexicon
        self._messages: dict[int, list[Message]] = {}
        self._leaves: list[tuple[Any, int]] = reader.leaf_readers()

    @cached_property
    def heads(self) -> list[Head | None]:
        """By number of document; `None` where one was deleted."""
        found: list[Head | None] = []
        for leaf, _ in self._leaves:
            column, deleted = leaf.column_reader(HEAD), leaf.deleted_docs_set if leaf.has_deletions() else ()
            found += [None if number in deleted else load_head(column[number]) for number in range(leaf.doc_count_all())]
        return found

    @cached_property
    def _deleted(self) -> set[int]:
        return {number for number, head in enumerate(self.heads) if head is None}

    @cached_property
    def cases(self) -> list[str]:
        return sorted({head.case for head in self.heads if head})

    @cached_property
    def terms(self) -> dict[int, tuple[str, str]]:
        """What stands among the cases but is a term: its kind and id."""
        return {number: name for number, name in self._named.items() if name[0] in TERMS}

    @cached_property
    def pages(self) -> dict[int, tuple[str, str]]:
        """What stands among the cases but is a page: its kind and id."""
        return {number: name for number, name in self._named.items() if name[0] not in TERMS}

    @cached_property
    def _named(self) -> dict[int, tuple[str, str]]:
        return {number: (kind, name) for number, case in enumerate(self.cases) for kind, colon, name in [case.partition(":")] if colon}

    @cached_property
    def case_of(self) -> list[int]:
        """By number of document: its case; -1 for a deleted one."""
        numbers = {case: number for number, case in enumerate(self.cases)}
        return [numbers[head.case] if head else -1 for head in self.heads]

    @cached_property
    def places(self) -> list[int]:
        """By case, where it stands when all are sorted by their last year, the latest first."""
        years = [max(self.heads[number].last_year for number in documents) for documents in self.documents_of]  # type: ignore[union-attr]
        order = sorted(range(len(years)), key=lambda case: (-years[case], case))
        found = [0] * len(order)
        for place, case in enumerate(order):
            found[case] = place
        return found

    @cached_property
    def documents_of(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.cases]
        for document, case in enumerate(self.case_of):
            if case >= 0:
                found[case].append(document)
        return found

    @cached_property
    def living(self) -> int:
        """How many documents there are. Deleted ones count nowhere, so that an index with a past answers as a new one does."""
        return len(self.heads) - len(self._deleted)

    def frequency(self, term: str) -> int:
        """In how many documents a term is."""
        if self._deleted:
            return len(self.documents(term))
        return int(self._reader.doc_frequency(STEMS, term.encode()))

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency, never negative."""
        return math.log(1 + (self.living - frequency + 0.5) / (frequency + 0.5)) if frequency <= self.living else 0.0

    def postings(self, term: str) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Numbers of documents and weights, segment by segment; deleted documents may be among them."""
        return self._postings(STEMS, term)

    def facet_values(self, facet: str) -> Iterator[str]:
        """Every value of a facet, in order."""
        return (value.decode() for value in self._reader.lexicon(facet))

    def facet_documents(self, facet: str, value: str) -> set[int]:
        """Numbers of all living documents with a value of a facet."""
        return set().union(*(ids for ids, _ in self._postings(facet, value))) - self._deleted

    def _postings(self, fieldname: str, text: str) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        term = text.encode()
        for leaf, offset in self._leaves:
            if (fieldname, term) not in leaf:
                continue
            matcher = leaf.postings(fieldname, term)
            # Whoosh leaves out deleted documents one by one; to us they are of no case.
            found = getattr(matcher, "child", matcher)
            yield ([number + offset for number in found.documents] if offset else found.documents), found.weights

    def documents(self, term: str) -> set[int]:
        """Numbers of all living documents with a term."""
        return self.facet_documents(STEMS, term)

    def cases_with(self, facet: str, value: str) -> set[int]:
        """All cases with a value of a facet in any of their languages."""
        return set(map(self.case_of.__getitem__, self.facet_documents(facet, value)))

    def messages(self, case: int) -> list[Message]:
        """The messages of a case or a symptom, as they are compared."""
        if case not in self._messages:
            number = self.documents_of[case][0]
            column, offset = next((column, offset) for column, offset in reversed(self._message_columns) if offset <= number)
            value = json.loads(column[number - offset] or b"[]")
            self._messages[case] = [Message(text, tuple(words.split()), phrase) for text, words, phrase in value]
        return self._messages[case]

    @cached_property
    def _message_columns(self) -> list[tuple[Any, int]]:
        return [(leaf.column_reader(MESSAGES), offset) for leaf, offset in self._leaves]

    def document(self, number: int) -> Document:
        """A document as it went in."""
        values: dict[str, Any] = json.loads(self._reader.stored_fields(number)["payload"])
        head = self.heads[number]
        # JSON has no tuples; two levels are as deep as a document goes.
        return Document(**{name: _tuples(value) for name, value in values.items()}, fingerprint=head.fingerprint if head else "")


def dump_messages(messages: Iterable[Message]) -> bytes:
    """What `WhooshReader.messages` reads."""
    return json.dumps([[message.text, " ".join(message.words), message.phrase] for message in messages]).encode()


def payload_of(document: Document) -> str:
    """What `WhooshReader.document` reads: all but empty parts and the fingerprint, which the head has."""
    kept = (part for part in fields(document) if part.name != "fingerprint")
    values = {part.name: value for part in kept if (value := getattr(document, part.name)) != part.default}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
