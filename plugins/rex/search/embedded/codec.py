"""How postings lie on disk: Whoosh's segments, with lists of documents in a form of our own.

Whoosh holds a tuple for each posting while it writes and sorts them through files; it stores tuples of numbers as pickles and undoes
them one number at a time. Here a term is two arrays from the first word to the last byte: less memory, less disk, and a list of ten
thousand documents is read in a fraction of a millisecond.

A list is one byte that says how it is kept, the distances from one document to the next in the narrowest whole numbers that hold
them, and a byte for each weight (one for all, if they are alike). The first document and their count stand with the term.
"""

import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

# Of a distance: bytes and code of the array. Then what may be added to the width in the first byte.
_CODES = {1: "B", 2: "H", 4: "I"}
_WIDTH, _ALIKE, _PACKED = 0b111, 0b1000, 0b10000
# Shorter lists only grow when they are compressed.
_WORTH_PACKING = 64

Term = tuple[str, bytes]


def pack(documents: Sequence[int], weights: bytes) -> bytes:
    """A list as it lies on disk. Documents ascend."""
    distances = [after - before for before, after in pairwise(documents)]
    widest = max(distances, default=0)
    head = next(width for width, code in _CODES.items() if widest < 1 << 8 * width)
    alike = weights.count(weights[0]) == len(weights)
    body = array(_CODES[head], distances).tobytes() + (weights[:1] if alike else weights)
    head |= _ALIKE if alike else 0
    if len(body) >= _WORTH_PACKING:
        head, body = head | _PACKED, zlib.compress(body, 6)
    return bytes((head,)) + body


def unpack(data: bytes, first: int, count: int) -> tuple[list[int], bytes]:
    """Documents and their weights."""
    head, body = data[0], data[1:]
    if head & _PACKED:
        body = zlib.decompress(body)
    distances = array(_CODES[head & _WIDTH])
    there = distances.itemsize * (count - 1)
    distances.frombytes(body[:there])
    weights = body[there:]
    return list(accumulate(distances, initial=first)), weights * count if head & _ALIKE else weights


class Pool:
    """Gathers the postings of a segment. Stands where Whoosh has its own pool; documents come in ascending order."""

    def __init__(self) -> None:
        self._terms: dict[Term, tuple[array[int], bytearray]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes | None]) -> None:
        """A weight is a whole number below 256."""
        field, text, document, weight, _ = posting
        known = self._terms.get((field, text))
        if known is None:
            known = self._terms[field, text] = (array("I"), bytearray())
        known[0].append(document)
        known[1].append(int(weight))

    def iter_postings(self) -> "Iterator[tuple[Term, array[int], bytearray]]":
        """Every term in order, once."""
        for term in sorted(self._terms):
            yield term, *self._terms[term]

    def cleanup(self) -> None:
        self._terms.clear()


class Postings(ListMatcher):  # type: ignore[misc]  # Whoosh has no types
    """All postings of a term in a segment. Whoosh goes through them one by one, we take them whole."""

    def __init__(self, documents: list[int], weights: bytes) -> None:
        super().__init__(documents, weights)
        self.documents, self.weights = documents, weights


class _FieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes what a `Pool` gives; lengths of documents are not kept, since nothing here reads them."""

    def add_postings(self, schema: Any, lengths: Any, items: "Iterable[tuple[Term, array[int], bytearray]]") -> None:
        for (field, text), documents, weights in items:
            if field != self._fieldname:
                self.start_field(field, schema[field])
            info = W3TermInfo(sum(weights), len(documents), maxweight=max(weights), minid=documents[0], maxid=documents[-1])
            offset, data = self._postfile.tell(), pack(documents, bytes(weights))
            self._postfile.write(data)
            info.set_extent(offset, len(data))
            self._tindex.add(pack_ushort(self._fieldid) + text, info.to_bytes())


class Codec(W3Codec):  # type: ignore[misc]
    """Segments whose postings are ours. Stored in every index by its name, so the version of an index covers this file."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> Any:
        return _FieldWriter(self, storage, segment)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Postings:
        offset, length = terminfo.extent()
        # Whoosh reads the length back as it was unpacked: a tuple of one.
        data = dbfile.get(offset, length[0] if isinstance(length, tuple) else length)
        return Postings(*unpack(data, terminfo.min_id(), terminfo.doc_frequency()))
