"""How the embedded engine ranks: over a reader of an open index (`rex.search.embedded.reader`), without Whoosh's own scoring.

Scores add up per *case*, not per text: a word counts if any language of the case has it, so that a question may mix
languages. What a term says about a text was computed when it was indexed (`rex.search.impacts`); here rarity, coverage
of the question, and symptoms decide. Nothing here writes.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from rex.core.language import DEFAULT_LANGUAGE
from rex.search.impacts import concept_term, field_term
from rex.search.model import FACETS, Answer, Document, EmptyQueryError, Hit, IndexReader, Query, Reason
from rex.search.query import Must, Question, read_question, windows
from rex.search.text.log_lines import share, words_left
from rex.search.text.synonyms import standing_in
from rex.search.text.tokens import meaningful_words, stems_of, words
from rex.search.weights import LONGEST_NAME, STEPS, WEIGHTS, Weights
from rex.search.words import ASKING, EVERYDAY


def search(reader: IndexReader, query: Query) -> Answer:
    """The best cases. Raises `EmptyQueryError` if there is nothing to look for."""
    question = read_question(query.words)
    allowed = _allowed(reader, query)
    if question.is_empty:
        if allowed is None or query.words.strip():
            raise EmptyQueryError(_nothing_to_look_for(query.words))
        return _listed(reader, query, allowed)
    return _Search(reader, query, question, allowed).answer()


def _nothing_to_look_for(text: str) -> str:
    shown = " ".join(text.split())[:60]
    if any(True for _ in words(text)):
        return f"there is nothing to search for in '{shown}': every word is too common"
    return f"there is nothing to search for in '{shown}'"


def _allowed(reader: IndexReader, query: Query) -> set[int] | None:
    """Documents that pass all filters; `None` if there is none."""
    chosen: list[set[int]] = []
    for facet, values in query.filters.items():
        if values:
            chosen.append(set().union(*(reader.facet_documents(facet, value) for value in values)))
    if query.since is not None or query.until is not None:
        first, last = query.since or 0, query.until or 9999
        years = reader.facet_values("year")
        chosen.append(set().union(*(reader.facet_documents("year", year) for year in years if first <= int(year) <= last)))
    return set.intersection(*chosen) if chosen else None


def _listed(reader: IndexReader, query: Query, allowed: set[int]) -> Answer:
    """Filters alone: the latest first. Of a case, its first language by name."""
    first: dict[int, int] = {}
    for number in sorted(allowed, key=lambda number: reader.heads[number].lang):  # type: ignore[union-attr]  # allowed ones live
        first.setdefault(reader.case_of[number], number)
    order = sorted(first.items(), key=lambda item: (-reader.heads[item[1]].last_year, item[0]))  # type: ignore[union-attr]
    hits = tuple(Hit(reader.document(number), 1.0) for _, number in order[: query.limit])
    return Answer(hits, len(order), facets=_facets(reader, first.keys(), query))


def _facets(reader: IndexReader, cases: Iterable[int], query: Query) -> Mapping[str, Mapping[str, int]]:
    """Cases by facet and value, most frequent first."""
    if not query.facets:
        return {}
    among, found = set(cases), {}
    for facet in FACETS:
        counts = {}
        for value in reader.facet_values(facet):
            there = {reader.case_of[number] for number in reader.facet_documents(facet, value)} & among
            if there:
                counts[value] = len(there)
        found[facet] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return found


# A case that was found: its score, negative so that the best sorts first, where it stands by year, and its number.
_Place = tuple[float, int, int]


@dataclass
class _Word:
    """A word of the question: the stems it may have, others that may stand for it, and how much it weighs."""

    text: str
    stems: tuple[str, ...]
    factor: float
    others: tuple[str, ...]
    weight: float
    corrected: str = ""
    covers: float = 1.0


@dataclass
class _Search:
    """One question on one reader."""

    reader: IndexReader
    query: Query
    question: Question
    allowed: set[int] | None
    weights: Weights = WEIGHTS
    note: str = ""
    points: list[tuple[str, Mapping[int, float]]] = field(default_factory=list)
    symptoms: dict[int, tuple[float, str]] = field(default_factory=dict)
    # Every list that was looked into, to tell the texts of a case apart.
    seen: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)

    def answer(self) -> Answer:
        reader = self.reader
        counted = [word for text in self.question.words for word in self._words(text)]
        extra = [word for word in map(self._word, self.question.extra) if word.stems and not word.corrected]
        self.among = self.allowed and self.allowed | {number for term in reader.terms for number in reader.documents_of[term]}
        self.score, self.covered = [0.0] * len(reader.cases), [0.0] * len(reader.cases)
        for word in counted:
            self._add(word)
        for word in extra:
            self._add(word)
        whole = sum(word.weight for word in (*counted, *extra)) or 1.0
        self._add_names()
        self._add_terms(whole)
        self._add_symptoms()
        found = self._found(whole)
        if self.question.musts:
            found = self._with_musts(sorted(found))
        shown = [(-score, case) for score, _, case in nsmallest(self.query.limit, found)]
        asked = self._language(shown)
        return Answer(
            hits=tuple(self._hit(case, score, asked, whole) for score, case in shown),
            total=len(found),
            stems=frozenset(stem for word in (*counted, *extra) for stem in (*word.stems, *word.others)),
            corrected={word.text: word.corrected for word in counted if word.corrected},
            unknown=() if self.question.pasted else tuple(word.text for word in counted if not word.stems),
            facets=_facets(reader, (case for *_, case in found), self.query),
            note=self.note,
        )

    def _words(self, text: str) -> list[_Word]:
        """A word of the question; if the base has only its parts, these."""
        word, parts = self._word(text), self.question.compounds.get(text, ())
        return [self._word(part) for part in parts] if parts and (word.corrected or not (word.stems or word.others)) else [word]

    def _word(self, text: str) -> _Word:
        reader, weights, stems = self.reader, self.weights, stems_of(text)
        everyday = weights.everyday if text in EVERYDAY else 1.0
        frequency = max(map(reader.frequency, stems))
        others = standing_in(stems, reader.frequency, reader.living)
        if frequency:
            return _Word(text, stems, 1.0, others, everyday * reader.rarity(frequency))
        if others:
            return _Word(text, (), 1.0, others, everyday * weights.understood * reader.rarity(max(map(reader.frequency, others))))
        distance, guesses = self._slips(text)
        if guesses and distance < 2 and ASKING.issuperset(map(_folded, guesses)):
            return _Word(text, (), 1.0, (), 0.0)
        if guesses:
            sure = distance < 2 and len(text) > weights.short
            # Of those that are as near, the most frequent is told, and all are looked for.
            corrected = max(guesses, key=lambda known: max(map(reader.frequency, guesses[known])))
            slips = tuple(dict.fromkeys(stem for known in guesses.values() for stem in known))
            return _Word(
                text,
                slips,
                weights.slip,
                (),
                reader.rarity(1),
                corrected,
                weights.slip_covers[0] if sure else weights.slip_covers[1],
            )
        return _Word(
            text,
            (),
            1.0,
            (),
            everyday * reader.rarity(0) * (weights.unknown_in_paste if self.question.pasted else weights.unknown),
        )

    def _slips(self, text: str) -> tuple[int, dict[str, list[str]]]:
        """The nearest words that this one may be a slip for, with their stems, and how many slips away they are."""
        distance, guesses = 0, dict[str, list[str]]()
        for away, known in self.reader.lexicon.near(text, self.question.signs.get(text, frozenset())):
            if guesses and away > distance:
                break
            if possible := [stem for stem in stems_of(_folded(known)) if self.reader.frequency(stem)]:
                distance, guesses[known] = away, possible
        return distance, guesses

    def _best(self, stems: Iterable[str]) -> dict[int, int]:
        """By case, the highest impact of any of some stems in any of its texts. Terms pass every filter."""
        best: dict[int, int] = {}
        case_of, among = self.reader.case_of, self.among
        for stem in stems:
            for ids, weights in self.reader.postings(stem):
                self.seen.append((ids, weights))
                for number, weight in zip(ids, weights, strict=True):
                    case = case_of[number]
                    if weight > best.get(case, 0) and (among is None or number in among):
                        best[case] = weight
        best.pop(-1, None)
        return best

    def _impact(self, number: int) -> int:
        """What all that was looked for says about one document."""
        if self.among is not None and number not in self.among:
            return 0
        found = ((bisect_left(ids, number), ids, weights) for ids, weights in self.seen)
        return sum(weights[place] for place, ids, weights in found if place < len(ids) and ids[place] == number)

    def _add(self, word: _Word) -> None:
        exact = self._best(word.stems)
        loose = self._best(word.others) if word.others else {}
        score, covered = self.score, self.covered
        value, whole = word.factor * word.weight / STEPS, word.weight * word.covers
        points = {case: value * impact for case, impact in exact.items()}
        for case in exact:
            covered[case] += whole
        value, whole = self.weights.neighbour * word.weight / STEPS, word.weight * self.weights.neighbour_covers
        for case, impact in loose.items():
            worth = value * impact
            if case not in exact:
                covered[case] += whole
            elif worth <= points[case]:
                continue
            points[case] = worth
        for case, worth in points.items():
            score[case] += worth
        self._remember(word.corrected or word.text, points)

    def _add_names(self) -> None:
        """Names of mistakes and fixes that stand in the question as a whole."""
        names = dict.fromkeys(
            concept_term(stems) for lang_index in (0, 1) for stems in windows(self.question.words, lang_index, LONGEST_NAME) if stems
        )
        for term in names:
            frequency = self.reader.frequency(term)
            if frequency:
                value = self.weights.name * len(term.split("+")) * self.reader.rarity(frequency)
                cases = self._best([term])
                for case in cases:
                    self.score[case] += value
                self._remember(f"all of a name: {' + '.join(term[1:].split('+'))}", dict.fromkeys(cases, value))

    def _add_terms(self, whole: float) -> None:
        """Cases that have a mistake or a fix which the question describes in other words than theirs."""
        reader = self.reader
        found = sorted(((self.score[term] * self.covered[term] / whole, term) for term in reader.terms if self.score[term]), reverse=True)
        for worth, term in found[: self.weights.most_terms]:
            covered = self.covered[term]
            if worth < self.weights.term_share * found[0][0] or covered / whole < self.weights.term_coverage:
                continue
            facet, term_id = reader.terms[term]
            weight = self.weights.term * (self.weights.pillar if facet == "pillar" else 1.0)
            cases, points, part = reader.cases_with(facet, term_id), weight * worth, self.weights.term_covers * covered
            for case in cases:
                self.score[case] += points
                if self.covered[case] < part:
                    self.covered[case] = part
            self._remember(f"{facet}: {term_id}", dict.fromkeys(cases, points))

    def _remember(self, what: str, points: Mapping[int, float]) -> None:
        if self.query.explain:
            self.points.append((what, points))

    def _add_symptoms(self) -> None:
        """Cases that quote a symptom which the question shows."""
        reader, lines = self.reader, self.question.lines
        seen = {word for line in lines for word in line}
        rarity = {word: reader.rarity(frequency) for word in seen if (frequency := reader.frequency(field_term("signals", word)))}
        candidates: dict[int, float] = {}
        for word, weight in rarity.items():
            for case in self._best([field_term("signals", word)]):
                candidates[case] = candidates.get(case, 0.0) + weight
        prose = not self.question.pasted
        for case in sorted(candidates, key=lambda case: (-candidates[case], case))[: self.weights.most_symptoms]:
            for signal in reader.document(reader.documents_of[case][0]).signals:
                wanted = set(words_left(signal))
                if prose and len(wanted) < 2 and len(seen) > 2:
                    continue
                held = share(wanted, lines, lambda word: rarity.get(word, reader.rarity(1)))
                worth = held * sum(rarity.get(word, 0.0) for word in wanted)
                if worth > self.symptoms.get(case, (0.0, ""))[0]:
                    self.symptoms[case] = (worth, signal)

    def _found(self, whole: float) -> list[_Place]:
        """What covers enough of the question or shows a symptom of it, in no order; nothing, if no case says enough about it."""
        reader, weights, covered = self.reader, self.weights, self.covered
        least = weights.least * min(1.0, (weights.long_question * reader.rarity(1) / whole) ** weights.long_power)
        enough = {case for case, there in enumerate(covered) if there / whole >= least}
        cases = (enough | self.symptoms.keys()) - reader.terms.keys()
        if self.allowed is not None:
            cases &= {reader.case_of[number] for number in self.allowed}
        places, scores = reader.places, self.score
        # Who says where to look, or for which exact words, wants to see what there is.
        narrowed = self.allowed is not None or bool(self.symptoms) or bool(self.question.musts)
        if not narrowed and not any(scores[case] >= weights.strength * whole or covered[case] >= weights.all * whole for case in cases):
            return []
        found = [
            (-scores[case] * (covered[case] / whole) ** weights.coverage_power, places[case], case) for case in cases - self.symptoms.keys()
        ]
        for case in cases & self.symptoms.keys():
            found.append((-(weights.symptom + self.symptoms[case][0] + scores[case] * (covered[case] / whole)), places[case], case))
        return found

    def _with_musts(self, ranked: list[_Place]) -> list[_Place]:
        """Only cases with every word that was asked for in a field, and every phrase; phrases alone may be given up."""
        documents_of = self.reader.documents_of
        for must in self.question.musts:
            having = set.intersection(*(self._having(must, word) for word in must.words))
            kept = [place for place in ranked if not having.isdisjoint(documents_of[place[-1]])]
            if len(must.words) > 1:
                kept = [
                    place
                    for place in kept[: self.weights.most_phrases]
                    if any(_has_phrase(self.reader.document(number), must) for number in documents_of[place[-1]] if number in having)
                ]
                if not kept and not must.field:
                    self.note = f'no case has the exact words "{must.text}"; these have them apart'
                    continue
            ranked = kept
        return ranked

    def _having(self, must: Must, word: str) -> set[int]:
        if must.field == "signals":
            return self.reader.documents(field_term("signals", word))
        terms = (field_term(must.field, stem) if must.field else stem for stem in stems_of(word))
        return set().union(*(self.reader.documents(term) for term in terms))

    def _language(self, shown: Sequence[tuple[float, int]]) -> str:
        """The language of the question, as a reader who asks in one wants to read in it.

        Its small words tell, or else the language in which the others are found most; names tell nothing.
        """
        if self.question.lang:
            return self.question.lang
        totals: dict[str, float] = {DEFAULT_LANGUAGE: 0.0}
        for _, case in shown:
            for number in self.reader.documents_of[case]:
                head = self.reader.heads[number]
                if head:
                    totals[head.lang] = totals.get(head.lang, 0.0) + self._impact(number)
        best = max(totals, key=lambda lang: (totals[lang], lang))
        return best if totals[best] > self.weights.clearly * totals[DEFAULT_LANGUAGE] else DEFAULT_LANGUAGE

    def _hit(self, case: int, score: float, asked: str, whole: float) -> Hit:
        numbers = [number for number in self.reader.documents_of[case] if self.allowed is None or number in self.allowed]

        # Who asks in a language reads in it, whatever text answers better; a phrase or a field must be seen where it stands.
        sure = bool(self.question.lang) and not self.question.musts

        def order(number: int) -> tuple[bool, float, str]:
            head = self.reader.heads[number]
            lang = head.lang if head else ""
            return (sure and lang != asked, -self._impact(number) * (self.weights.own_language if lang == asked else 1.0), lang)

        document = self.reader.document(min(numbers or self.reader.documents_of[case], key=order))
        return Hit(document, score, self._reasons(case, document, whole))

    def _reasons(self, case: int, document: Document, whole: float) -> tuple[Reason, ...]:
        if not self.query.explain:
            return ()
        reasons = [Reason(f"{what}{_where(document, what)}", points[case]) for what, points in self.points if case in points]
        part, symptom = self.covered[case] / whole, self.symptoms.get(case)
        factor = part if symptom else part**self.weights.coverage_power
        reasons.append(Reason(f"share of the question that is covered: {part:.0%}", factor, factor=True))
        if symptom:
            reasons.append(Reason(f"symptom: {symptom[1]}", self.weights.symptom + symptom[0]))
        return tuple(reasons)


def _folded(word: str) -> str:
    return next((folded for folded, _, _ in words(word)), word)


def _where(document: Document, what: str) -> str:
    """The parts of a document that hold a word itself, for an explanation."""
    wanted = set(stems_of(what))
    parts: dict[str, Iterable[str]] = {
        "title": (document.title,),
        "company": document.names,
        "signals": document.signals,
        "stack": document.stack,
        "summary": (document.summary,),
        "text": (document.text,),
    }
    found = [part for part, texts in parts.items() if any(wanted & set(stems_of(word)) for text in texts for word, _, _ in words(text))]
    return f" ({', '.join(found)})" if found else ""


def _has_phrase(document: Document, must: Must) -> bool:
    """Whether the words stand together, but for words without meaning between them, in one stretch of text."""
    parts: dict[str, Iterable[str]] = {
        "title": (document.title,),
        "company": document.names,
        "signals": document.signals,
        "stack": document.stack,
    }
    texts = parts.get(must.field) or (
        *(text for texts in parts.values() for text in texts),
        document.summary,
        *document.text.split("\n"),
    )
    size = len(must.words)
    for text in texts:
        there = meaningful_words(text)
        if any(tuple(there[start : start + size]) == must.words for start in range(len(there) - size + 1)):
            return True
    return False
