"""The embedded engine: Whoosh, in a folder of the user's cache. With `stemmer.py` the only file that imports it.

An index contains pickles, which run code when they are read. So it is only ever read from a folder that this user
alone can write and that lies outside the base: a pull request must not be able to bring one along. Which folder is
the caller's choice; nothing here reads the environment, prints, or knows what a case is.
"""

import errno
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import whoosh
from whoosh import fields, formats, query, scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import CLEAR

from rex.core.errors import RexError
from rex.search.analysis import query_stems, tokens
from rex.search.engine import Answer, Changes, Document, Hit, Query, UnusableIndexError

Result = TypeVar("Result")

# BM25F: a word counts by where it stands. One field with weighted counts is what BM25F means, and it makes the index
# three times smaller and the queries faster than one field for each part.
WEIGHTS = {"title": 4.0, "signals": 4.0, "names": 4.0, "labels": 3.0, "stack": 2.0, "summary": 2.0, "pillars": 1.0, "text": 1.0}
# Labels in another language than the text: enough to be found, not enough to lead.
FOREIGN = 0.5
# How much a text in the language of the question gains over its translation, whose score is by chance a little higher.
OWN_LANGUAGE = 1.25
# A call for contributors has no lesson in it; a case that has comes first.
STATUS_WEIGHTS = {"wanted": 0.4}
# Cases differ in length because some have more to tell, so length counts for less than Whoosh's 0.75.
LENGTH_PENALTY = 0.4
# A pasted log has thousands of words; the first ones decide.
MAX_WORDS = 64
# Versions of other branches and Python releases stay usable for a while; then they go.
KEEP_OTHERS = 30 * 24 * 3600.0

_MEMO = "memo"
# A full disk or missing rights are no better with a new index; a missing or senseless file is.
_NOT_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}
_DAMAGED = "the index was damaged and has been built again"
_FILTERS = ("pillar", "mistake", "fix", "company", "year", "lang")


class WeightedStems(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Stems with a count and a weight, computed by us: Whoosh's analysers know one weight a field."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = True
        self.stored = False
        self.unique = False
        self.vector = None

    def index(self, value: dict[str, tuple[int, float]], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh stores of a document: term, count, weight, and no positions."""
        for stem, (count, weight) in value.items():
            yield stem.encode(), count, weight, b""


def _schema() -> Any:
    filters = {name: fields.KEYWORD() for name in _FILTERS}
    stored = {name: fields.STORED() for name in ("fingerprint", "last_year", "payload")}
    return fields.Schema(key=fields.ID(unique=True, stored=True), stems=WeightedStems(), **stored, **filters)


@cache
def index_version() -> str:
    """Changes with our own code here, Whoosh and Python: an index made by another version is not even opened."""
    digest = sha256(repr((whoosh.__version__, sys.version_info[:2])).encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def folder_for(root: Path, cache_folder: Path) -> Path:
    """The folder below `cache_folder` for the base under `root`.

    Raises `RexError` if that would be inside the base.
    """
    root, cache_folder = root.resolve(), cache_folder.resolve()
    if cache_folder.is_relative_to(root):
        raise RexError(f"the search index may not be inside the base ({cache_folder}); set REX_CACHE_DIR to another folder")
    return cache_folder / sha256(os.fsencode(root)).hexdigest()[:16]


class WhooshEngine:
    """Implements `rex.search.engine.Engine` in one folder. Opening it costs nothing; see `folder_for`."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self.folder = folder
        self.path = folder / f"v-{index_version()}"
        self._wait = wait

    def memo(self) -> str | None:
        """What the last finished refresh was told to keep."""
        if not self._is_private():
            return None
        try:
            return (self.path / _MEMO).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def refresh(self, documents: Iterable[Document], *, memo: str = "", rebuild: bool = False) -> Changes:
        """Hold exactly these documents. Raises `RexError` if another process keeps writing."""
        wanted = {document.key: document for document in documents}
        with self._locked():
            self._sweep()
            if not self.path.exists():
                return self._create(wanted, memo, "")
            try:
                return self._update(wanted, memo, rebuild=rebuild)
            except OSError as error:
                if error.errno in _NOT_OURS:
                    raise
                return self._create(wanted, memo, _DAMAGED)
            except Exception:  # a damaged pickle raises whatever it likes
                return self._create(wanted, memo, _DAMAGED)

    def search(self, query: Query) -> Answer:
        """The best documents, each case once."""
        return self._reading(lambda index: _search(index, query))

    def _reading(self, read: Callable[[Any], Result]) -> Result:
        if not self.path.exists():
            raise UnusableIndexError("there is no search index yet; run `rex index`")
        if not self._is_private():
            raise RexError(f"{self.folder} can be written by other users; an index there is not safe to read (remove the folder)")
        # A commit of another process removes old files while we open them; the new ones are there a moment later.
        for attempt in range(3):
            try:
                return read(_open(self.path))
            except Exception as error:
                if attempt == 2:
                    raise UnusableIndexError(f"the search index cannot be read ({type(error).__name__}); run `rex index`") from error
                time.sleep(0.05)
        raise AssertionError

    def _is_private(self) -> bool:
        if os.name != "posix":
            return True
        try:
            state = self.folder.stat()
        except OSError:
            return False
        return state.st_uid == os.getuid() and not state.st_mode & 0o022

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if not self._is_private():
            raise RexError(f"{self.folder} can be written by other users; remove it or set REX_CACHE_DIR to another folder")
        # The system releases this lock when its process dies, however it dies.
        lock = FileLock(str(self.folder / "lock"))
        if not try_for(lock.acquire, timeout=self._wait, delay=0.05):
            raise RexError(f"another process is writing the search index in {self.folder}; try again in a moment")
        try:
            yield
        finally:
            lock.release()

    def _sweep(self) -> None:
        """Remove what killed runs left behind, and versions nobody has written for a month."""
        for entry in self.folder.iterdir():
            forgotten = entry.name.startswith("v-") and entry != self.path and time.time() - entry.stat().st_mtime > KEEP_OTHERS
            if forgotten or entry.name.startswith(".new-"):
                shutil.rmtree(entry, ignore_errors=True)

    def _create(self, wanted: dict[str, Document], memo: str, note: str) -> Changes:
        """Build beside, then rename: a run that dies on the way leaves nothing that looks like an index."""
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=self.folder))
        try:
            writer = FileIndex.create(FileStorage(str(new)), _schema()).writer(limitmb=128)
            for document in wanted.values():
                writer.add_document(**_entry(document))
            writer.commit()
            _write(new / _MEMO, memo)
            if self.path.exists():
                shutil.rmtree(self.path)
            new.rename(self.path)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return Changes(added=len(wanted), note=note)

    def _update(self, wanted: dict[str, Document], memo: str, *, rebuild: bool) -> Changes:
        """One commit, which Whoosh makes visible by one rename; until then the old state answers."""
        index = _open(self.path)
        with index.reader() as reader:
            known = {stored["key"]: stored["fingerprint"] for _, stored in reader.iter_docs()}
        removed = known.keys() - wanted.keys()
        added = wanted.keys() - known.keys()
        changed = {key for key in wanted.keys() & known.keys() if known[key] != wanted[key].fingerprint}
        if removed or added or changed or rebuild:
            writer = index.writer(limitmb=128)
            try:
                if not rebuild:
                    for key in sorted(removed | changed):
                        writer.delete_by_term("key", key)
                for key, document in wanted.items():
                    if rebuild or key in added or key in changed:
                        writer.add_document(**_entry(document))
            except BaseException:
                writer.cancel()
                raise
            if rebuild:
                # All old segments are dropped unread, so a damaged one cannot spoil the new state.
                writer.commit(mergetype=CLEAR)
            else:
                writer.commit()
        _write(self.path / _MEMO, memo)
        return Changes(len(added), len(changed), len(removed), len(wanted) - len(added) - len(changed))


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _open(path: Path) -> Any:
    return FileIndex(FileStorage(str(path)), schema=_schema())


def _entry(document: Document) -> dict[str, object]:
    """A document as Whoosh's fields."""
    return {
        "key": document.key,
        "stems": _weighted_stems(document),
        "fingerprint": document.fingerprint,
        "last_year": document.last_year or 0,
        "payload": json.dumps(vars(document), ensure_ascii=False),
        "pillar": " ".join(document.pillars),
        "mistake": " ".join(document.mistakes),
        "fix": " ".join(document.fixes),
        "company": " ".join(document.groups),
        "year": " ".join(map(str, document.years)),
        "lang": document.lang,
    }


def _weighted_stems(document: Document) -> dict[str, tuple[int, float]]:
    own = document.lang
    parts: list[tuple[str, str, Iterable[str]]] = [
        ("title", own, (document.title,)),
        ("signals", own, document.signals),
        ("names", own, document.names),
        ("stack", own, document.stack),
        ("summary", own, (document.summary,)),
        ("text", own, (document.text,)),
        *(("labels", lang, (label,)) for lang, label in document.labels),
        *(("pillars", lang, (label,)) for lang, label in document.pillar_labels),
    ]
    stems: dict[str, tuple[int, float]] = {}
    for part, lang, texts in parts:
        weight = WEIGHTS[part] * STATUS_WEIGHTS.get(document.status, 1.0) * (1.0 if lang == own else FOREIGN)
        for text in texts:
            for stem, _, _ in tokens(text, lang):
                count, total = stems.get(stem, (0, 0.0))
                stems[stem] = (count + 1, total + weight)
    return stems


def _document(payload: str) -> Document:
    values: dict[str, Any] = json.loads(payload)
    # JSON has no tuples; two levels are as deep as a document goes.
    return Document(**{name: _tuples(value) for name, value in values.items()})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _search(index: Any, asked: Query) -> Answer:
    words = query_stems(asked.words)[:MAX_WORDS]
    filters = [query.Term(name, str(value)) for name in _FILTERS if (value := getattr(asked, name)) is not None]
    chosen = query.And(filters) if filters else None
    if asked.words.strip() and not words and chosen is None:
        return Answer()
    with index.searcher(weighting=scoring.BM25F(B=LENGTH_PENALTY)) as searcher:
        if words:
            found = _rank(searcher, words, chosen, asked.limit)
        else:
            found = [(1.0, searcher.stored_fields(number)) for number in searcher.docs_for_query(chosen or query.Every())]
        best: dict[str, tuple[float, dict[str, Any]]] = {}
        for score, stored in sorted(found, key=_order):
            best.setdefault(stored["key"].rpartition(".")[0], (score, stored))
        # Decoding a document costs more than finding it, so only what is shown is decoded.
        hits = tuple(Hit(_document(stored["payload"]), score) for score, stored in list(best.values())[: asked.limit])
    return Answer(hits, frozenset(stem for stems in words for stem in stems))


def _order(found: tuple[float, dict[str, Any]]) -> tuple[float, int, str]:
    """Best first; of equals the latest, then by name, so that every run agrees."""
    score, stored = found
    return (-score, -stored["last_year"], stored["key"])


def _rank(searcher: Any, words: list[tuple[str, ...]], chosen: Any, limit: int) -> list[tuple[float, dict[str, Any]]]:
    """Any word may match; the share of words that do scales the score, so that all of them together win."""
    words_of: dict[bytes, set[int]] = {}
    for number, stems in enumerate(words):
        for stem in stems:
            words_of.setdefault(stem.encode(), set()).add(number)
    tree = query.Or([query.Term("stems", stem.decode()) for stem in words_of])
    # More than asked for: the share moves documents up, and each case may be there once a language.
    results = searcher.search(tree, filter=chosen, limit=max(50, 6 * limit), terms=True)
    ranked = []
    for result in results:
        matched = set().union(*(words_of[term] for _, term in result.matched_terms()))
        ranked.append((result.score * len(matched) / len(words), result.fields()))
    return _in_the_language_asked(ranked)


def _in_the_language_asked(ranked: list[tuple[float, dict[str, Any]]]) -> list[tuple[float, dict[str, Any]]]:
    """Favour the language in which the words are found most: a reader who asks in one wants to read in it."""
    totals: dict[str, float] = {}
    for score, stored in ranked:
        lang = stored["key"].rpartition(".")[2]
        totals[lang] = totals.get(lang, 0.0) + score
    asked = max(totals, key=lambda lang: (totals[lang], lang), default="")
    return [(score * OWN_LANGUAGE if stored["key"].endswith(f".{asked}") else score, stored) for score, stored in ranked]
