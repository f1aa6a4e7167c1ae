"""Reads files of the base, and keeps what was read without a word about it, so that the next run need not read it again.

What is kept is plain data, found by the bytes it was read from and the version of our code; models are built from it anew. A file
with a problem is read each time: its problems are what somebody is waiting for.
"""

import json
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from rex.core.body import Block, Body, Citation, Heading, Link, parse_body
from rex.core.document import Document
from rex.core.errors import Problem
from rex.core.files import MAX_FILE_BYTES, read_limited
from rex.core.frontmatter import Reading, read_bytes
from rex.core.root import build_cache
from rex.core.store import Store


class Reader:
    """Reads everything; `KeepingReader` does the same with a memory."""

    def file(self, path: Path, base: Path, *, front_matter: bool = True) -> Reading:
        """Read one case file, or with `front_matter=False` one YAML file; links that lead out of `base` are refused. Never raises."""
        data = read_limited(path, MAX_FILE_BYTES, base)
        return Reading(problems=[data]) if isinstance(data, Problem) else self.document(data, front_matter=front_matter)

    def document(self, data: bytes, *, front_matter: bool) -> Reading:
        """What stands in these bytes of a file; see `read_bytes`."""
        return read_bytes(data, front_matter=front_matter)

    def body(self, text: str, first_line: int) -> Body:
        """What a body says about itself; see `parse_body`."""
        return parse_body(text, first_line)


# One without a memory will do for everybody.
READER = Reader()


class KeepingReader(Reader):
    """Takes from a store what stands in it already."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def document(self, data: bytes, *, front_matter: bool) -> Reading:
        """The same, from the store if it is there."""
        digest = blake2b(data, digest_size=20).hexdigest()
        key = (digest, front_matter)
        if (found := self.store.find("document", key)) is not None:
            values, marks, body, body_line = json.loads(found)
            return Reading(Document(values, tuple(marks), body, body_line, digest=digest))
        reading = super().document(data, front_matter=front_matter)
        if (made := reading.document) is not None and not reading.problems and not made.empty:
            self._keep("document", key, [made.values, made.marks, made.body, made.body_line])
        if made is not None:
            reading = replace(reading, document=replace(made, digest=digest))
        return reading

    def body(self, text: str, first_line: int) -> Body:
        """The same, from the store if it is there."""
        if (found := self.store.find("body", (text, first_line))) is not None:
            headings, citations, links, blocks, words = json.loads(found)
            return Body(
                text,
                tuple(Heading(*one) for one in headings),
                tuple(Citation(*one) for one in citations),
                tuple(Link(*one) for one in links),
                tuple(Block(*one) for one in blocks),
                (),
                words,
            )
        body = super().body(text, first_line)
        if not body.oddities:
            parts = [
                [(one.level, one.text, one.line) for one in body.headings],
                [(one.source, one.line, one.column) for one in body.citations],
                [(one.target, one.line, one.column) for one in body.links],
                [(one.section, one.line, one.is_cited, one.is_quote_or_code, one.column) for one in body.blocks],
                body.words,
            ]
            self._keep("body", (text, first_line), parts)
        return body

    def _keep(self, kind: str, key: tuple[object, ...], value: object) -> None:
        self.store.keep(kind, key, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def reader_of(root: Path) -> KeepingReader:
    """A reader for the base under `root`, with what earlier runs have left; close its store when all is read."""
    cache = build_cache(root)
    return KeepingReader(Store.of(cache, "readings"))
