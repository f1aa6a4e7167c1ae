"""The index for the reader's browser: the same terms and impacts as in the embedded engine, cut into files that are fetched one by one.

Pure: documents in, JSON texts out. `assets/search-engine.js` reads it and ranks as `rex.search.lookup` does; what an entry looks like
on the screen is nobody's affair here. An entry is a case, or a term of the vocabulary, with its documents in every language. The files:

- `t/<n>.json`: the words that begin with the prefix of that shard, the stems they may have, the entries that have such a stem, and
  those that have a neighbour of the word (`rex.search.thesaurus`). One is fetched for each word of a question.
- `w/<n>.json`: all words with that first letter, the most frequent first; only fetched for a word that nobody wrote.
- `names.json`: names of mistakes, fixes and pillars as sets of stems.
- `signals.json`: the words of the signals, by entry; fetched for what may be a symptom.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rex.search.analysis import STOP_WORDS, stems_of, words
from rex.search.engine import Document
from rex.search.fold import fold
from rex.search.lexicon import lexicon_of
from rex.search.symptoms import words_left
from rex.search.terms import document_terms
from rex.search.thesaurus import GROUPS, neighbours

# A shard grows to about this many bytes before its prefix gets another letter; a quarter of it crosses the network.
SHARD = 16_000


@dataclass
class Inverted:
    """`files` by path. `shards` are the prefixes of `t/<n>.json`, `letters` the first letters of `w/<n>.json`, in order of n.

    `documents` is their number, against which a word is rare or not.
    """

    documents: int = 0
    shards: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)


@dataclass
class _Postings:
    """Of each term: in how many documents it is, and its highest impact in each entry."""

    frequency: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    impacts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def line(self, terms: Iterable[str]) -> list[int]:
        """Entry as a difference, impact, and so on; of several terms the best."""
        best: dict[int, int] = {}
        for term in terms:
            for number, impact in self.impacts.get(term, {}).items():
                best[number] = max(best.get(number, 0), impact)
        line, last = [], 0
        for number in sorted(best):
            line += [number - last, best[number]]
            last = number
        return line


# The sites of all languages search the same index, and `rex build` makes them one after the other.
@lru_cache(maxsize=1)
def build_index(entries: tuple[tuple[Document, ...], ...]) -> Inverted:
    """The index over `entries`, whose numbers are their places in the sequence; not to be changed."""
    postings = _Postings()
    index = Inverted(documents=sum(map(len, entries)))
    for number, documents in enumerate(entries):
        for document in documents:
            for term, impact in document_terms(document).items():
                postings.frequency[term] += 1
                known = postings.impacts[term]
                known[number] = max(known.get(number, 0), impact)
    signals = [(number, words_left(signal)) for number, documents in enumerate(entries) for signal in documents[0].signals]
    quoted = {word for _, there in signals for word in there}
    shards = _Shards(postings, _spoken(entries, postings), quoted)
    for prefix, text in shards.cut():
        index.files[f"t/{len(index.shards)}.json"] = text
        index.shards.append(prefix)
    for letter, spellings in _spellings(entries, postings):
        index.files[f"w/{len(index.letters)}.json"] = compact(spellings)
        index.letters.append(letter)
    names = {term: [postings.frequency[term], *postings.line([term])] for term in sorted(postings.impacts) if term.startswith("=")}
    index.files["names.json"] = compact(names)
    index.files["signals.json"] = compact([[number, " ".join(there)] for number, there in signals])
    return index


def compact(value: object) -> str:
    """JSON without a byte too many, the same on every machine."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _texts(document: Document) -> Iterator[str]:
    yield from (document.id, document.title, document.summary, document.text)
    yield from (*document.names, *document.stack, *document.signals, *document.about)


def _spoken(entries: Iterable[Sequence[Document]], postings: _Postings) -> set[str]:
    """Words by which something is found: those of the texts, and those that the thesaurus knows to mean the same."""
    found = {word for documents in entries for document in documents for text in _texts(document) for word, _, _ in words(text)}
    found |= {word for word, _, _ in words(GROUPS)}
    silent = frozenset().union(*STOP_WORDS.values())
    # A stem is in no document where a word only has neighbours.
    return {
        word
        for word in found - silent
        if any(stem in postings.impacts for stem in stems_of(word)) or any(stem in postings.impacts for stem in neighbours(stems_of(word)))
    }


def _spellings(entries: Iterable[Sequence[Document]], postings: _Postings) -> Iterator[tuple[str, list[str]]]:
    """By first letter, the words worth correcting to, with their accents; the most frequent first."""
    groups: dict[str, list[str]] = defaultdict(list)
    lexicon = {fold(word): word for word in sorted(lexicon_of(document for documents in entries for document in documents), reverse=True)}
    silent = frozenset().union(*STOP_WORDS.values())
    frequency = {word: max(postings.frequency.get(stem, 0) for stem in stems_of(word)) for word in lexicon if word not in silent}
    for word in sorted(frequency, key=lambda word: (-frequency[word], word)):
        if frequency[word]:
            groups[word[0]].append(lexicon[word])
    yield from sorted(groups.items())


class _Shards:
    """Texts of the shards: `[words, stems, neighbours]`.

    `words` maps a word to the places of its stems, and -1 if a signal has it; a stem is `[stem, frequency, posting...]`;
    `neighbours` maps a word to the posting of the stems that may stand for it.
    """

    def __init__(self, postings: _Postings, spoken: set[str], quoted: set[str]) -> None:
        self.postings, self.spoken, self.quoted = postings, spoken, quoted
        # Made once: cutting looks at each of them several times.
        self._stems: dict[str, str] = {}
        self._neighbours: dict[tuple[str, ...], str] = {}

    def cut(self) -> Iterator[tuple[str, str]]:
        """Prefix and text of each shard. A stem whose words fall into two shards stands in both."""
        for letter, group in _by_letter(sorted(self.spoken), 0):
            yield from self._split(letter, group)

    def _split(self, prefix: str, members: list[str]) -> Iterator[tuple[str, str]]:
        further = [word for word in members if len(word) > len(prefix)]
        if not further or self._size(members) <= SHARD:
            yield prefix, self._text(members)
            return
        exact = [word for word in members if len(word) == len(prefix)]
        if exact:
            yield prefix, self._text(exact)
        for letter, group in _by_letter(further, len(prefix)):
            yield from self._split(prefix + letter, group)

    def _size(self, members: Sequence[str]) -> int:
        stems = {stem for word in members for stem in stems_of(word)}
        return sum(len(word) + 8 + len(self._loose(word)) for word in members) + sum(len(self._stem(stem)) for stem in stems)

    def _stem(self, stem: str) -> str:
        if stem not in self._stems:
            self._stems[stem] = compact([stem, self.postings.frequency.get(stem, 0), *self.postings.line([stem])])
        return self._stems[stem]

    def _loose(self, word: str) -> str:
        """The posting of those that may stand for a word; empty if there is none."""
        others = neighbours(stems_of(word))
        if not others:
            return ""
        if others not in self._neighbours:
            line = self.postings.line(others)
            self._neighbours[others] = compact(line) if line else ""
        return self._neighbours[others]

    def _text(self, members: Sequence[str]) -> str:
        places: dict[str, int] = {}
        table: dict[str, list[int]] = {}
        for word in members:
            table[word] = [places.setdefault(stem, len(places)) for stem in stems_of(word)]
            if word in self.quoted:
                table[word].append(-1)
        loose = ",".join(f"{compact(word)}:{self._loose(word)}" for word in members if self._loose(word))
        return f"[{compact(table)},[{','.join(map(self._stem, places))}],{{{loose}}}]"


def _by_letter(members: Iterable[str], place: int) -> list[tuple[str, list[str]]]:
    groups: Mapping[str, list[str]] = defaultdict(list)
    for word in members:
        groups[word[place]].append(word)
    return sorted(groups.items())
