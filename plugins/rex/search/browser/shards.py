"""The index for the reader's browser: the same terms and impacts as in the embedded engine, cut into files that are fetched one by one.

Pure: documents in, JSON texts out. `assets/search-engine.js` reads it and ranks as `rex.search.ranking` does; what an entry looks like
on the screen is not decided here. An entry is a case, a term of the vocabulary, or a page that is called something, with its
documents in every language, in this order; terms and pages by id. The files:

- `t/<n>.json`: the words from the first of that shard to the first of the next, the stems they may have, the entries that have such a stem,
  those that have a neighbour of the word (`rex.search.text.synonyms`), and the ways of asking that a stem stands in. One is fetched
  for each word of a question.
- `w/<n>.json`: all words with that first letter, the most frequent first, with `|` and a language if only that one has it; only fetched
  for a word that nobody wrote.
- `names.json`: names of mistakes, fixes and pillars as sets of stems, each with its frequency, the terms that have it, and the n of
  `n/<n>.json`, where the cases are that say it (-1 if none does). Few of them are fetched: a question has few names in it.
- `places.json`: names as they are written, with their frequency and entries; those with a digit (dates, numbers) are in `exact.json`.
- `signals.json`: the messages of cases and symptoms as they are compared, and what each symptom leads to; fetched for what may be one.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from rex.core.store import Store
from rex.core.text import fold
from rex.search.impacts import Names, document_terms, document_words, messages_of, names_of, text_of, ways
from rex.search.model import TERM, Document
from rex.search.text.spelling import spellings_of, synonym_words
from rex.search.text.synonyms import standing_in
from rex.search.text.tokens import meaningful_words, stems_of
from rex.search.words import STOP_WORDS

# A shard grows to about this many bytes, a quarter of which crosses the network. Fewer and larger files would be quicker to write and
# dearer to read: a question needs one for each of its words.
SHARD = 4_000
_SILENT = frozenset().union(*STOP_WORDS.values())
# So many ways of asking an entry may have in one language; the browser tells them apart by it.
_WAYS = 16


@dataclass
class Inverted:
    """`files` by path. `shards` are the first words of `t/<n>.json`, `letters` the first letters of `w/<n>.json`, in order of n.

    `documents` is their number, against which a word is rare or not.
    """

    documents: int = 0
    shards: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class _Postings:
    """Of each term: in how many documents it is, and its highest impact in each entry, as `[entry, impact, entry, impact, ...]`.

    Of each stem also the ways of asking that it stands in, as `(entry, way)`; those of another language have other numbers.
    """

    frequency: Counter[str] = field(default_factory=Counter)
    impacts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[str, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, number: int, documents: Iterable[Mapping[str, int]]) -> None:
        """Takes the terms of an entry in; entries come in order of their numbers."""
        best: dict[str, int] = {}
        for place, terms in enumerate(documents):
            self.frequency.update(terms.keys())
            for term, impact in terms.items():
                if term[0] == "?":
                    self.asked[term[2:]] += ((number, _WAYS * place + way) for way in ways(int(term[1]), impact))
                elif impact > best.get(term, 0):
                    best[term] = impact
        for term, impact in best.items():
            self.impacts[term] += (number, impact)

    def line(self, terms: Iterable[str]) -> list[int]:
        """Entry as a difference, impact, and so on; of several terms the best."""
        known = [self.impacts[term] for term in terms if term in self.impacts]
        if len(known) == 1:
            pairs: Iterable[tuple[int, int]] = zip(known[0][::2], known[0][1::2], strict=True)
        else:
            best: dict[int, int] = {}
            for line in known:
                for number, impact in zip(line[::2], line[1::2], strict=True):
                    best[number] = max(best.get(number, 0), impact)
            pairs = sorted(best.items())
        return _differences(pairs)


# The sites of all languages search the same index, and `rex build` makes them one after the other.
@lru_cache(maxsize=1)
def build_index(entries: tuple[tuple[Document, ...], ...], store: Store | None = None) -> Inverted:
    """The index over `entries`, whose numbers are their places in the sequence; not to be changed.

    `store` has the terms of the documents that an earlier build has read.
    """
    postings = _Postings()
    index = Inverted(documents=sum(map(len, entries)))
    spoken = set(synonym_words())
    known = names_of(chain.from_iterable(entries))
    for number, documents in enumerate(entries):
        read = [_read(document, known, store) for document in documents]
        spoken.update(chain.from_iterable(words for words, _ in read))
        postings.add(number, (terms for _, terms in read))
    messages = [(number, message) for number, documents in enumerate(entries) for message in messages_of(documents[0])]
    quoted = {word for _, message in messages for word in message.words}
    # Once for all: what follows asks for them again and again.
    stems = {word: stems_of(word) for word in sorted(spoken - _SILENT)}
    for first, text in _Shards(postings, index.documents, stems, quoted).cut():
        index.files[f"t/{len(index.shards)}.json"] = text
        index.shards.append(first)
    for letter, spellings in _spellings(entries, postings, stems):
        index.files[f"w/{len(index.letters)}.json"] = compact(spellings)
        index.letters.append(letter)
    cases = sum(documents[0].is_case for documents in entries)
    index.files |= _names(postings, cases)
    written = {name: [postings.frequency[name], *_pairs(postings.impacts[name])] for name in sorted(postings.impacts) if name[0] == "@"}
    for file, numbered in (("places.json", False), ("exact.json", True)):
        index.files[file] = compact({name[1:]: line for name, line in written.items() if numbered == any(map(str.isdigit, name))})
    lines = [[number, " ".join(message.words), int(message.phrase)] for number, message in messages]
    index.files["signals.json"] = compact({"messages": lines, "symptoms": _symptoms(entries)})
    return index


def _read(document: Document, known: Mapping[str, Names], store: Store | None) -> tuple[Iterable[str], dict[str, int]]:
    """The words of a document, and its terms with their impacts."""

    def make() -> tuple[list[str], dict[str, int]]:
        words = document_words(document)
        return sorted(set(chain.from_iterable(words.values()))), document_terms(document, words, known)

    if store is None or not store.is_kept:
        return make()
    told = known[document.lang].digest if document.lang in known else ""
    words, terms = json.loads(store.text("terms", (document.fingerprint, told), lambda: json.dumps(make())))
    return words, terms


def _symptoms(entries: Sequence[Sequence[Document]]) -> dict[str, tuple[list[int], list[int], str]]:
    """By entry of a symptom: the mistakes it is a sign of, those it may come from, and the words that it is called by."""
    numbers = {documents[0].id: number for number, documents in enumerate(entries)}
    found = {}
    for number, documents in enumerate(entries):
        kind, _, _ = documents[0].id.partition(":")
        if kind == "symptom" and documents[0].status == TERM:
            helpers = (word for one in documents for word in meaningful_words("\n".join((one.title, *one.stack))))
            signs, possible = (
                [numbers[f"mistake:{mistake}"] for mistake in mistakes if f"mistake:{mistake}" in numbers]
                for mistakes in (documents[0].mistakes, documents[0].possible)
            )
            found[str(number)] = (signs, possible, " ".join(dict.fromkeys(helpers)))
    return found


def compact(value: object) -> str:
    """JSON without a byte too many, the same on every machine."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _names(postings: _Postings, cases: int) -> dict[str, str]:
    """`[frequency, n, posting...]` of each name among the terms, whose numbers begin at `cases`, and the postings among the cases."""
    files, names = {}, {}
    parts: list[dict[str, list[int]]] = [{}]
    size = 0
    for name in sorted(term for term in postings.impacts if term.startswith("=")):
        line = postings.impacts[name]
        pairs = list(zip(line[::2], line[1::2], strict=True))
        said = _differences(pair for pair in pairs if pair[0] < cases)
        names[name] = [postings.frequency[name], len(parts) - 1 if said else -1, *_differences(pair for pair in pairs if pair[0] >= cases)]
        if said:
            parts[-1][name] = said
            size += len(name) + 3 * len(said)
            if size > SHARD:
                parts.append({})
                size = 0
    files["names.json"] = compact(names)
    return files | {f"n/{number}.json": compact(part) for number, part in enumerate(parts) if part}


def _pairs(line: list[int]) -> list[int]:
    return _differences(zip(line[::2], line[1::2], strict=True))


def _differences(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """Entry as a difference, impact, and so on."""
    line: list[int] = []
    last = 0
    for number, impact in pairs:
        line += (number - last, impact)
        last = number
    return line


def _spellings(
    entries: Iterable[Sequence[Document]], postings: _Postings, stems: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, list[str]]]:
    """By first letter, the words worth correcting to, with their accents; the most frequent first."""
    groups: dict[str, list[str]] = defaultdict(list)
    known = spellings_of((document.lang, text_of(document)) for documents in entries for document in documents)
    lexicon = {fold(word): word for word in sorted(known, reverse=True)}
    frequency = {word: max(postings.frequency.get(stem, 0) for stem in stems.get(word) or stems_of(word)) for word in lexicon}
    for word in sorted(frequency, key=lambda word: (-frequency[word], word)):
        if frequency[word]:
            lang = known[lexicon[word]]
            groups[word[0]].append(lexicon[word] + (f"|{lang}" if lang else ""))
    yield from sorted(groups.items())


class _Shards:
    """Texts of the shards: `[words, stems, neighbours, asked]`.

    `words` maps a word to the places of its stems, and -1 if a signal has it; a stem is `[stem, frequency, posting...]`;
    `neighbours` maps a word to the highest frequency, and the posting, of the stems that may stand for it; `asked` the place of a stem
    to the ways of asking that have it, `[entry, way, ...]`.
    """

    def __init__(self, postings: _Postings, documents: int, stems: Mapping[str, tuple[str, ...]], quoted: set[str]) -> None:
        self.postings, self.stems, self.quoted = postings, stems, quoted
        # Made once: cutting looks at each of them several times.
        others = {word: standing_in(known, lambda stem: postings.frequency.get(stem, 0), documents) for word, known in stems.items()}
        lines = {others: self._neighbours(others) for others in set(others.values())}
        self.loose = {word: lines[others] for word, others in others.items()}
        self.texts = {stem: self._stem(stem) for stem in dict.fromkeys(chain.from_iterable(stems.values()))}
        self.asked = {stem: compact(_differences(sorted(postings.asked[stem]))) for stem in self.texts if stem in postings.asked}
        # A stem is in no document where a word only has neighbours.
        self.members = [word for word in stems if self.loose[word] or any(stem in postings.impacts for stem in stems[word])]

    def cut(self) -> Iterator[tuple[str, str]]:
        """First word and text of each shard, in the order in which a browser sorts them. A stem may stand in several."""
        shard: list[str] = []
        there: set[str] = set()
        size = 0
        for word in sorted(self.members, key=lambda word: word.encode("utf-16-be")):
            size += self._size(word, there)
            if shard and size > SHARD:
                yield shard[0], self._text(shard)
                shard, there, size = [], set(), self._size(word, set())
            shard.append(word)
            there.update(self.stems[word])
        if shard:
            yield shard[0], self._text(shard)

    def _size(self, word: str, there: Set[str]) -> int:
        """How much a shard grows by a word, which has some stems already."""
        new = (len(self.texts[stem]) + len(self.asked.get(stem, "")) for stem in self.stems[word] if stem not in there)
        return len(word) + 8 + len(self.loose[word]) + sum(new)

    def _stem(self, stem: str) -> str:
        return compact([stem, self.postings.frequency[stem], *self.postings.line([stem])])

    def _neighbours(self, others: tuple[str, ...]) -> str:
        """The posting of those that may stand for a word, after the highest of their frequencies; empty if there is none."""
        return compact([max(self.postings.frequency[stem] for stem in others), *self.postings.line(others)]) if others else ""

    def _text(self, members: Sequence[str]) -> str:
        places: dict[str, int] = {}
        table: dict[str, list[int]] = {}
        for word in members:
            table[word] = [places.setdefault(stem, len(places)) for stem in self.stems[word]]
            if word in self.quoted:
                table[word].append(-1)
        loose = ",".join(f"{compact(word)}:{self.loose[word]}" for word in members if self.loose[word])
        asked = ",".join(f'"{place}":{self.asked[stem]}' for stem, place in places.items() if stem in self.asked)
        return f"[{compact(table)},[{','.join(self.texts[stem] for stem in places)}],{{{loose}}},{{{asked}}}]"
