"""Which cases need not be checked again: the rules found nothing in them, and nothing that a rule can see has changed since.

A case is known by the bytes of its files and by its surroundings. Where the rules found something they look again each time, because
somebody is waiting for what they say.
"""

from hashlib import blake2b

from rex.core.corpus import CaseFile, Corpus
from rex.core.root import build_cache
from rex.core.store import Store
from rex.lint.rule import Surroundings
from rex.lint.today import today


def surroundings_of(corpus: Corpus) -> Surroundings:
    """What the checks of one case may see of the base."""
    return Surroundings(corpus.vocabulary, tuple(corpus.shown), frozenset(corpus.originals - corpus.cases.keys()))


class Clean:
    """The cases of a corpus in which an earlier run has found nothing. Close `store` when all is checked."""

    def __init__(self, corpus: Corpus, store: Store) -> None:
        self.store = store
        around = surroundings_of(corpus)
        tables = [(table.path, table.document.digest) for table in corpus.vocabulary.tables().values()]
        # Without a digest nobody can tell what has changed.
        self.is_known = store.is_kept and all(digest for _, digest in tables)
        self._around = _short((tables, list(around.shown), sorted(around.unread), today()))

    def __contains__(self, file: CaseFile) -> bool:
        key = self._key(file)
        return key is not None and self.store.find("clean", key) is not None

    def add(self, file: CaseFile) -> None:
        """Remember that nothing was found in this case."""
        if (key := self._key(file)) is not None:
            self.store.keep("clean", key, b"")

    def _key(self, file: CaseFile) -> tuple[object, ...] | None:
        documents = {file.path: file.document, **{found.path: found.document for found in file.translations.values()}}
        if not self.is_known or not all(document.digest for document in documents.values()):
            return None
        return (self._around, *((path, document.digest) for path, document in documents.items()))


def clean_of(corpus: Corpus) -> Clean:
    """What earlier runs over the same base have found out."""
    cache = build_cache(corpus.root)
    return Clean(corpus, Store.of(cache, "clean"))


def _short(value: object) -> str:
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
