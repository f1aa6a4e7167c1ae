"""The embedded engine: Whoosh, in a folder of the user's cache.

Here is how documents are kept; how they are ranked is in `rex.search.ranking`.

An index contains pickles, which run code when they are read. So it is only ever read from a folder that this user
alone can write and that lies outside the base: a pull request must not be able to bring one along. Which folder is
the caller's choice; nothing here reads the environment, prints, or knows what a case is.
"""

import errno
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import whoosh
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.util.filelock import FileLock, try_for
from whoosh.writing import CLEAR, MERGE_SMALL, OPTIMIZE

from rex.core.errors import RexError
from rex.search.embedded.codec import Codec, Pool
from rex.search.embedded.reader import HEAD, MESSAGES, STEMS, WhooshReader, dump_head, dump_messages, payload_of
from rex.search.impacts import Names, document_terms, document_words, messages_of, names_of, text_of
from rex.search.model import FACETS, TERMS, Answer, Changes, Document, EmptyQueryError, Head, Query, UnusableIndexError
from rex.search.ranking import search
from rex.search.text.spelling import Lexicon, spellings_of

Result = TypeVar("Result")

# Versions of other branches and Python releases stay usable for a while; then they go.
KEEP_OTHERS = 30 * 24 * 3600.0

# A new index is written in parts of so many texts, each of which must fit into memory (some 15 kB a text) while it is written.
BATCH = 40_000
# The share of an index that may be deleted before all of it is written anew.
MOST_DELETED = 1 / 3
# From so many texts on it pays to have some processes more.
WORTH_HELPERS, MOST_HELPERS = 3000, 3

# What cases are found by: facets, and the kinds of terms that lead to them.
_NARROWING = tuple(dict.fromkeys((*FACETS, *TERMS)))
_MEMO, _LEXICON = "memo", "lexicon"
# A full disk or missing rights are no better with a new index; a missing or senseless file is.
_NOT_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EIO}
_DAMAGED = "the index was damaged and has been built again"


class TermsField(fields.FieldType):  # type: ignore[misc]  # Whoosh has no types
    """Terms with a weight, computed by us: Whoosh's analysers know one weight a field."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None

    def index(self, value: dict[str, int], **options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """What Whoosh stores of a document: term, count, weight, and no positions."""
        for term, weight in value.items():
            yield term.encode(), 1, float(weight), b""


def _schema() -> Any:
    facets = {name: fields.KEYWORD(commas=True) for name in _NARROWING}
    return fields.Schema(
        key=fields.ID(unique=True),
        payload=fields.STORED(),
        **{STEMS: TermsField(), HEAD: fields.COLUMN(columns.VarBytesColumn()), MESSAGES: fields.COLUMN(columns.VarBytesColumn())},
        **facets,
    )


@cache
def index_version() -> str:
    """Changes with our own code here, Whoosh and Python: an index made by another version is not even opened."""
    digest = sha256(repr((whoosh.__version__, sys.version_info[:2], sys.byteorder)).encode())
    for file in sorted(file for file in Path(__file__).parents[1].rglob("*") if file.suffix in (".py", ".yml")):
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
    """Implements `rex.search.model.Engine` in one folder. Opening it costs nothing; see `folder_for`."""

    def __init__(self, folder: Path, *, wait: float = 10.0) -> None:
        self.folder = folder
        self.path = folder / f"v-{index_version()}"
        self._wait = wait
        self._reader: WhooshReader | None = None
        self._state: tuple[int, int] | None = None

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
        return self.reading(lambda reader: search(reader, query))

    def reading(self, read: Callable[[WhooshReader], Result]) -> Result:
        """What `read` makes of the last finished state."""
        if not self.path.exists():
            raise UnusableIndexError("there is no search index yet; run `rex index`")
        if not self._is_private():
            raise RexError(f"{self.folder} can be written by other users; an index there is not safe to read (remove the folder)")
        # A commit of another process removes old files while we open them; the new ones are there a moment later.
        for attempt in range(3):
            try:
                return read(self._current())
            except EmptyQueryError:
                raise
            except Exception as error:
                self._reader = None
                if attempt == 2:
                    raise UnusableIndexError(f"the search index cannot be read ({type(error).__name__}); run `rex index`") from error
                time.sleep(0.05)
        raise AssertionError

    def _current(self) -> WhooshReader:
        """The state on disk, opened once for as long as it is the last one.

        An index that was built anew begins to count again, so the folder is part of what must be the same.
        """
        index = _open(self.path)
        state = (index.latest_generation(), self.path.stat().st_ino)
        if self._reader is None or self._state != state:
            self._reader, self._state = WhooshReader(index.reader(), _read_lexicon(self.path)), state
        return self._reader

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
            index = FileIndex.create(FileStorage(str(new)), _schema())
            entries = _entries(list(wanted.values()), names_of(wanted.values()))
            while batch := list(islice(entries, BATCH)):
                writer = _writer(index)
                for entry in batch:
                    writer.add_document(**entry)
                writer.commit(merge=False)
            if not wanted:
                _writer(index).commit()
            _write(new / _LEXICON, _lexicon_of(wanted.values()).dump())
            _write(new / _MEMO, memo)
            if self.path.exists():
                shutil.rmtree(self.path)
            new.rename(self.path)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return Changes(added=_cases(wanted), note=note)

    def _update(self, wanted: dict[str, Document], memo: str, *, rebuild: bool) -> Changes:
        """One commit, which Whoosh makes visible by one rename; until then the old state answers."""
        index = _open(self.path)
        with index.reader() as reader:
            heads = [head for head in WhooshReader(reader, Lexicon()).heads if head]
        known = {f"{head.case}.{head.lang}": head.fingerprint for head in heads}
        removed = known.keys() - wanted.keys()
        added = wanted.keys() - known.keys()
        changed = {key for key in wanted.keys() & known.keys() if known[key] != wanted[key].fingerprint}
        # The names of terms are looked for in every text. An index from which everything goes is emptied, not made anew.
        rebuild = bool(wanted) and (rebuild or any(":" in key for key in removed | added | changed))
        if removed or added or changed or rebuild:
            fresh = [document for key, document in wanted.items() if rebuild or key in added or key in changed]
            # Before the commit: a word that no text has is harmless, one that is missing would not be offered.
            kept = Lexicon() if rebuild else _read_lexicon(self.path)
            _write(self.path / _LEXICON, kept.and_more(_lexicon_of(fresh)).dump())
            writer = _writer(index)
            try:
                if not rebuild:
                    for key in sorted(removed | changed):
                        writer.delete_by_term("key", key)
                for entry in _entries(fresh, names_of(wanted.values())):
                    writer.add_document(**entry)
            except BaseException:
                writer.cancel()
                raise
            if rebuild:
                # All old segments are dropped unread, so a damaged one cannot spoil the new state.
                writer.commit(mergetype=CLEAR)
            else:
                writer.commit(mergetype=_merge)
        _write(self.path / _MEMO, memo)
        return Changes(_cases(added), _cases(changed), _cases(removed), _cases(wanted) - _cases(added) - _cases(changed))


def _cases(keys: Iterable[str]) -> int:
    """How many are texts of cases; terms come along and are nobody's news."""
    return sum(":" not in key for key in keys)


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def _open(path: Path) -> Any:
    return FileIndex(FileStorage(str(path)), schema=_schema())


def _writer(index: Any) -> Any:
    writer = index.writer(codec=Codec())
    writer.pool = Pool()
    return writer


def _merge(writer: Any, parts: list[Any]) -> list[Any]:
    """Which parts of the index stay as they are. Whoosh never comes back to large ones, of which more and more would be deleted."""
    living = [part for part in parts if part.doc_count()]
    # Whoosh cannot read an index without any part.
    if not living and not writer.doc_count():
        return parts
    parts = living
    deleted = sum(part.deleted_count() for part in parts)
    policy = OPTIMIZE if deleted > MOST_DELETED * sum(part.doc_count_all() for part in parts) else MERGE_SMALL
    kept: list[Any] = policy(writer, parts)
    return kept


def _read_lexicon(path: Path) -> Lexicon:
    """Without it nothing is corrected, which is better than not to search."""
    try:
        return Lexicon.load((path / _LEXICON).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return Lexicon()


def _lexicon_of(documents: Iterable[Document]) -> Lexicon:
    words: set[str] = set()
    texts = []
    for document in documents:
        parts = document_words(document)
        words.update(*parts.values())
        texts.append((document.lang, text_of(document)))
    return Lexicon(words, spellings_of(texts))


def _entries(documents: list[Document], names: Mapping[str, Names]) -> Iterator[dict[str, object]]:
    """Every document as Whoosh's fields. Many are computed by other processes while this one writes."""
    helpers = min(MOST_HELPERS, (os.cpu_count() or 1) - 1)
    if len(documents) < WORTH_HELPERS or helpers < 1:
        yield from (_entry(document, names) for document in documents)
        return
    # Only who builds a large index needs it, and it takes its time to load.
    import multiprocessing

    # The helpers hold no files of the index, and end when this process does, however it ends.
    with multiprocessing.Pool(helpers, _hand_over, (names,)) as pool:
        yield from pool.imap(_entry_there, documents, chunksize=32)


# What a helper is told once, and not with each document.
_handed_over: Mapping[str, Names] = {}


def _hand_over(names: Mapping[str, Names]) -> None:
    global _handed_over  # a process of its own, which has nothing else to keep it in
    _handed_over = names
    # If its parent is killed or interrupted it has nothing to tell; what goes wrong in its work is raised in the parent.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  # until the process ends


def _entry_there(document: Document) -> dict[str, object]:
    return _entry(document, _handed_over)


def _entry(document: Document, names: Mapping[str, Names]) -> dict[str, object]:
    """A document as Whoosh's fields."""
    head = Head(document.id, document.lang, document.last_year or 0, document.evidence, document.fingerprint)
    return {
        "key": document.key,
        STEMS: document_terms(document, names=names),
        HEAD: dump_head(head),
        MESSAGES: dump_messages(messages_of(document)),
        "payload": payload_of(document),
        **{facet: ",".join(value.replace(",", " ") for value in document.facet(facet)) for facet in _NARROWING},
    }
