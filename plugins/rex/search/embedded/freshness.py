"""One way to the index of a base: `open_index` finds it, and brings it up to date if a file has changed.

What the base looked like when it was indexed, a signature of its files and the ids a filter may name, is kept beside the index. So
`rex search` can tell in a millisecond that nothing changed, and can judge a filter, without reading a single case. Nothing
of it is trusted for content: it only saves work.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rex.core.root import cache_folder
from rex.core.text import fold
from rex.search.embedded.engine import WhooshEngine, folder_for
from rex.search.model import Answer, Changes, Query, UnusableIndexError

if TYPE_CHECKING:
    from rex.core.corpus import Corpus
    from rex.core.vocabulary import Company, Event, Term

# The folders that `rex.core` reads. Importing their names from there would load all of the model.
_FOLDERS = (("cases", ".md"), ("cases/_vocabulary", ".yml"))

# What people write who mean these, and what no list of names has.
_SHORT_COUNTRIES = {"uk": "GB", "great britain": "GB", "usa": "US", "america": "US", "holland": "NL"}


@dataclass(frozen=True)
class Snapshot:
    """`legal` maps a kind of filter to its ids, former ones included, each with the id it stands for now."""

    signature: str
    legal: Mapping[str, Mapping[str, str]]

    def dump(self) -> str:
        """As text that `load` reads."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass
class OpenIndex:
    """The index of a base as it is now. `legal` is what a filter may name (see `Snapshot`); `changes` is what opening it did."""

    root: Path
    engine: WhooshEngine
    tell: Callable[[str], None]
    legal: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    changes: Changes | None = None

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.engine.path

    def search(self, query: Query) -> Answer:
        """The best documents; a damaged index is built again first."""
        try:
            return self.engine.search(query)
        except UnusableIndexError:
            self.tell("the index cannot be read and is built again")
            self.refresh(rebuild=True)
            return self.engine.search(query)

    def refresh(self, *, rebuild: bool = False) -> None:
        """Bring it up to date with the files."""
        # Late: reading cases needs the whole model, and a search in a fresh index does not.
        from rex.core.corpus import read_base
        from rex.core.derive import Facts
        from rex.search.documents import build_documents

        # Before reading: whoever writes a file meanwhile makes the next search look again.
        signature = signature_of(self.root)
        corpus = read_base(self.root)
        snapshot = Snapshot(signature, legal_ids(corpus))
        self.changes = self.engine.refresh(build_documents(Facts(corpus)), memo=snapshot.dump(), rebuild=rebuild)
        self.legal = snapshot.legal
        if self.changes.note:
            self.tell(self.changes.note)


def open_index(root: Path, tell: Callable[[str], None], *, always: bool = False, rebuild: bool = False) -> OpenIndex:
    """The index of the base under `root`, brought up to date if a file has changed, or `always`; with `rebuild`, made anew.

    `tell` gets what people should know. Raises `RexError` if the cache folder lies inside the base.
    """
    index = OpenIndex(root, WhooshEngine(folder_for(root, cache_folder())), tell)
    snapshot = load(index.engine.memo())
    if snapshot is not None and not (always or rebuild) and snapshot.signature == signature_of(root):
        index.legal = snapshot.legal
        return index
    if snapshot is None and not always:
        tell("indexing the cases …")
    index.refresh(rebuild=rebuild)
    return index


def load(text: str | None) -> Snapshot | None:
    """A snapshot from its text, or `None` if it is none."""
    try:
        values = json.loads(text or "")
        return Snapshot(str(values["signature"]), {str(kind): dict(ids) for kind, ids in values["legal"].items()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def signature_of(root: Path) -> str:
    """Changes whenever a case or vocabulary file is written, added, removed or renamed.

    The time of the last change of the entry itself (ctime) is part of it: `git checkout` and `cp -p` can set the
    time of writing back, but not that one.
    """
    lines = []
    for folder, suffix in _FOLDERS:
        try:
            entries = sorted(os.scandir(root / folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            if entry.name.endswith(suffix):
                try:
                    state = entry.stat()
                except OSError:
                    lines.append(f"{folder}/{entry.name} unreadable")
                    continue
                lines.append(f"{folder}/{entry.name} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_ino}")
    return sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def legal_ids(corpus: "Corpus") -> dict[str, dict[str, str]]:
    """For each filter, every id and alias with the id it stands for; an id always stands for itself.

    Countries answer to their codes and to their names in every language, companies to their names, former ones included.
    """
    # Late: it brings the model along, and who searches in a fresh index has no need of it.
    from babel import Locale

    from rex.core.language import LANGUAGES
    from rex.core.model import Kind, Outcome

    vocabulary = corpus.vocabulary
    codes = sorted({vocabulary.companies[company].country for company in vocabulary.companies})
    names = {fold(Locale.parse(lang).territories.get(code, code)): code for code in codes for lang in LANGUAGES}
    names |= {short: code for short, code in _SHORT_COUNTRIES.items() if code in codes}
    return {
        "pillar": _ids(vocabulary.pillars.entries),
        "mistake": _ids(vocabulary.mistakes.entries),
        "fix": _ids(vocabulary.fixes.entries),
        "company": _names(vocabulary.companies.entries) | _ids(vocabulary.companies.entries),
        "sector": {sector: sector for sector in vocabulary.sectors},
        "kind": {kind.value: kind.value for kind in Kind},
        "event": _ids(vocabulary.events.entries),
        "outcome": {outcome.value: outcome.value for outcome in Outcome},
        "stack": {name: name for file in corpus.told.values() for name in file.case.context.stack},
        "country": names | {code.lower(): code for code in codes} | {code: code for code in codes},
    }


def _names(companies: "Mapping[str, Company]") -> dict[str, str]:
    """The present name of a company goes before the former one of another."""
    formerly = {fold(name): company for company, entry in companies.items() for name in entry.formerly}
    return formerly | {fold(entry.name): company for company, entry in companies.items()}


def _ids(entries: "Mapping[str, Term] | Mapping[str, Company] | Mapping[str, Event]") -> dict[str, str]:
    aliases = {alias: term for term, entry in entries.items() for alias in entry.aliases}
    return aliases | {term: term for term in entries}
