"""How the embedded engine ranks: over a view of an open index (`rex.search.view`), without Whoosh's own scoring.

Scores add up per *case*, not per text: a word counts if any language of the case has it, so that a question may mix
languages. What a term says about a text was computed when it was indexed (`rex.search.terms`); here rarity, coverage
of the question, and symptoms decide. Nothing here writes.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from rex.core.language import DEFAULT_LANGUAGE
from rex.search.analysis import meaningful_words, stems_of, words
from rex.search.engine import FACETS, Answer, Document, EmptyQueryError, Hit, Query, Reason
from rex.search.question import ASKING, PLAIN, Must, Question, read_question, windows
from rex.search.symptoms import share, words_left
from rex.search.terms import LONGEST_NAME, STEPS, concept_term, field_term
from rex.search.thesaurus import standing_in
from rex.search.view import STEMS, View

# What another word of the same meaning is worth, and one that was mistyped; and how far each covers the word that was asked.
NEIGHBOUR, SLIP = 0.45, 0.7
NEIGHBOUR_COVERS, SLIP_COVERS, TWO_SLIPS_COVER = 0.7, 0.85, 0.5
# In a word of so few letters one slip makes many other words, so it covers no more than two slips in a long one.
SHORT = 5
# Of a question's weight, what a case must cover to be shown at all; and how much coverage decides the order.
LEAST_COVERAGE, COVERAGE_POWER = 0.4, 0.5
# A long question may be covered less, since chance alone covers less of it: from as much weight on as so many words have that only
# one text has, the least coverage falls by this power.
LONG, LONG_POWER = 3.5, 0.6
# Nothing is shown unless a case says enough about the question: its points by weight of the question. Words that are all there, but only
# in passing, are not what the question is about.
STRENGTH = 0.6
# A word that no text has says that the base may not know the subject; but a paste is full of such words.
UNKNOWN, UNKNOWN_IN_PASTE = 1.5, 0.25
# If others stand for it, it says as much as the most frequent of them, and a little more.
UNDERSTOOD = 1.2
# What a word of everyday speech weighs.
EVERYDAY = 0.6
# How much a text in the language of the question gains when one of a case's languages is chosen.
OWN_LANGUAGE = 1.25
# By how much the words must be found more in another language than the default one to be taken for that.
CLEARLY = 1.15
# A question that describes a mistake or a fix lends its cases this much of what the term itself scores; the terms that
# come near the best one count, if they cover enough of the question, and they cover it for their cases too.
TERM_WEIGHT, PILLAR_WEIGHT, TERM_SHARE, TERM_COVERAGE, TERM_COVERS, MOST_TERMS = 0.5, 0.3, 0.7, 0.3, 0.9, 6
# From this share on, all of a question is covered, if only by a term, and every word of a text or a term may be looked for.
ALL = TERM_COVERS
# What each word of a name is worth when the whole name stands in the question.
NAME = 1.2
# A symptom seen leads over everything that prose can say. In prose, one word is not a symptom.
SYMPTOM = 1000.0
# Texts looked into for symptoms and exact phrases, best first: enough in practice, and a bound for what is hostile.
MOST_SYMPTOMS, MOST_PHRASES = 40, 1000


def search(view: View, query: Query) -> Answer:
    """The best cases. Raises `EmptyQueryError` if there is nothing to look for."""
    question = read_question(query.words)
    allowed = _allowed(view, query)
    if question.is_empty:
        if allowed is None or query.words.strip():
            raise EmptyQueryError(_nothing_to_look_for(query.words))
        return _listed(view, query, allowed)
    return _Search(view, query, question, allowed).answer()


def _nothing_to_look_for(text: str) -> str:
    shown = " ".join(text.split())[:60]
    if any(True for _ in words(text)):
        return f"there is nothing to search for in '{shown}': every word is too common"
    return f"there is nothing to search for in '{shown}'"


def _allowed(view: View, query: Query) -> set[int] | None:
    """Documents that pass all filters; `None` if there is none."""
    chosen: list[set[int]] = []
    for facet, values in query.filters.items():
        if values:
            chosen.append(set().union(*(view.documents(facet, value) for value in values)))
    if query.since is not None or query.until is not None:
        first, last = query.since or 0, query.until or 9999
        years = (year.decode() for year in view.reader.lexicon("year"))
        chosen.append(set().union(*(view.documents("year", year) for year in years if first <= int(year) <= last)))
    return set.intersection(*chosen) if chosen else None


def _listed(view: View, query: Query, allowed: set[int]) -> Answer:
    """Filters alone: the latest first. Of a case, its first language by name."""
    first: dict[int, int] = {}
    for number in sorted(allowed, key=lambda number: view.heads[number].lang):  # type: ignore[union-attr]  # allowed ones live
        first.setdefault(view.case_of[number], number)
    order = sorted(first.items(), key=lambda item: (-view.heads[item[1]].last_year, item[0]))  # type: ignore[union-attr]
    hits = tuple(Hit(view.document(number), 1.0) for _, number in order[: query.limit])
    return Answer(hits, len(order), facets=_facets(view, first.keys(), query))


def _facets(view: View, cases: Iterable[int], query: Query) -> Mapping[str, Mapping[str, int]]:
    """Cases by facet and value, most frequent first."""
    if not query.facets:
        return {}
    among, found = set(cases), {}
    for facet in FACETS:
        counts = {}
        for value in view.reader.lexicon(facet):
            there = {view.case_of[number] for number in view.documents(facet, value.decode())} & among
            if there:
                counts[value.decode()] = len(there)
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
    """One question on one view."""

    view: View
    query: Query
    question: Question
    allowed: set[int] | None
    note: str = ""
    points: list[tuple[str, Mapping[int, float]]] = field(default_factory=list)
    symptoms: dict[int, tuple[float, str]] = field(default_factory=dict)
    # Every list that was looked into, to tell the texts of a case apart.
    seen: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)

    def answer(self) -> Answer:
        view = self.view
        counted = [word for text in self.question.words for word in self._words(text)]
        extra = [word for word in map(self._word, self.question.extra) if word.stems and not word.corrected]
        self.among = self.allowed and self.allowed | {number for term in view.terms for number in view.documents_of[term]}
        self.score, self.covered = [0.0] * len(view.cases), [0.0] * len(view.cases)
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
            facets=_facets(view, (case for *_, case in found), self.query),
            note=self.note,
        )

    def _words(self, text: str) -> list[_Word]:
        """A word of the question; if the base has only its parts, these."""
        word, parts = self._word(text), self.question.compounds.get(text, ())
        return [self._word(part) for part in parts] if parts and (word.corrected or not (word.stems or word.others)) else [word]

    def _word(self, text: str) -> _Word:
        view, stems = self.view, stems_of(text)
        everyday = EVERYDAY if text in PLAIN else 1.0
        frequency = max(map(view.frequency, stems))
        others = standing_in(stems, view.frequency, view.living)
        if frequency:
            return _Word(text, stems, 1.0, others, everyday * view.rarity(frequency))
        if others:
            return _Word(text, (), 1.0, others, everyday * UNDERSTOOD * view.rarity(max(map(view.frequency, others))))
        distance, guesses = self._slips(text)
        if guesses and distance < 2 and ASKING.issuperset(map(_folded, guesses)):
            return _Word(text, (), 1.0, (), 0.0)
        if guesses:
            sure = distance < 2 and len(text) > SHORT
            # Of those that are as near, the most frequent is told, and all are looked for.
            corrected = max(guesses, key=lambda known: max(map(view.frequency, guesses[known])))
            slips = tuple(dict.fromkeys(stem for known in guesses.values() for stem in known))
            return _Word(text, slips, SLIP, (), view.rarity(1), corrected, SLIP_COVERS if sure else TWO_SLIPS_COVER)
        return _Word(text, (), 1.0, (), everyday * view.rarity(0) * (UNKNOWN_IN_PASTE if self.question.pasted else UNKNOWN))

    def _slips(self, text: str) -> tuple[int, dict[str, list[str]]]:
        """The nearest words that this one may be a slip for, with their stems, and how many slips away they are."""
        distance, guesses = 0, dict[str, list[str]]()
        for away, known in self.view.lexicon.near(text, self.question.signs.get(text, frozenset())):
            if guesses and away > distance:
                break
            if possible := [stem for stem in stems_of(_folded(known)) if self.view.frequency(stem)]:
                distance, guesses[known] = away, possible
        return distance, guesses

    def _best(self, stems: Iterable[str]) -> dict[int, int]:
        """By case, the highest impact of any of some stems in any of its texts. Terms pass every filter."""
        best: dict[int, int] = {}
        case_of, among = self.view.case_of, self.among
        for stem in stems:
            for ids, weights in self.view.postings(STEMS, stem.encode()):
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
        value, whole = NEIGHBOUR * word.weight / STEPS, word.weight * NEIGHBOUR_COVERS
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
            frequency = self.view.frequency(term)
            if frequency:
                value = NAME * len(term.split("+")) * self.view.rarity(frequency)
                cases = self._best([term])
                for case in cases:
                    self.score[case] += value
                self._remember(f"all of a name: {' + '.join(term[1:].split('+'))}", dict.fromkeys(cases, value))

    def _add_terms(self, whole: float) -> None:
        """Cases that have a mistake or a fix which the question describes in other words than theirs."""
        view = self.view
        found = sorted(((self.score[term] * self.covered[term] / whole, term) for term in view.terms if self.score[term]), reverse=True)
        for worth, term in found[:MOST_TERMS]:
            covered = self.covered[term]
            if worth < TERM_SHARE * found[0][0] or covered / whole < TERM_COVERAGE:
                continue
            facet, term_id = view.terms[term]
            weight = TERM_WEIGHT * (PILLAR_WEIGHT if facet == "pillar" else 1.0)
            cases, points, part = view.cases_with(facet, term_id), weight * worth, TERM_COVERS * covered
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
        view, lines = self.view, self.question.lines
        seen = {word for line in lines for word in line}
        rarity = {word: view.rarity(frequency) for word in seen if (frequency := view.frequency(field_term("signals", word)))}
        candidates: dict[int, float] = {}
        for word, weight in rarity.items():
            for case in self._best([field_term("signals", word)]):
                candidates[case] = candidates.get(case, 0.0) + weight
        prose = not self.question.pasted
        for case in sorted(candidates, key=lambda case: (-candidates[case], case))[:MOST_SYMPTOMS]:
            for signal in view.document(view.documents_of[case][0]).signals:
                wanted = set(words_left(signal))
                if prose and len(wanted) < 2 and len(seen) > 2:
                    continue
                held = share(wanted, lines, lambda word: rarity.get(word, view.rarity(1)))
                worth = held * sum(rarity.get(word, 0.0) for word in wanted)
                if worth > self.symptoms.get(case, (0.0, ""))[0]:
                    self.symptoms[case] = (worth, signal)

    def _found(self, whole: float) -> list[_Place]:
        """What covers enough of the question or shows a symptom of it, in no order; nothing, if no case says enough about it."""
        view, covered = self.view, self.covered
        least = LEAST_COVERAGE * min(1.0, (LONG * view.rarity(1) / whole) ** LONG_POWER)
        enough = {case for case, there in enumerate(covered) if there / whole >= least}
        cases = (enough | self.symptoms.keys()) - view.terms.keys()
        if self.allowed is not None:
            cases &= {view.case_of[number] for number in self.allowed}
        places, scores = view.places, self.score
        # Who says where to look, or for which exact words, wants to see what there is.
        narrowed = self.allowed is not None or bool(self.symptoms) or bool(self.question.musts)
        if not narrowed and not any(scores[case] >= STRENGTH * whole or covered[case] >= ALL * whole for case in cases):
            return []
        found = [(-scores[case] * (covered[case] / whole) ** COVERAGE_POWER, places[case], case) for case in cases - self.symptoms.keys()]
        for case in cases & self.symptoms.keys():
            found.append((-(SYMPTOM + self.symptoms[case][0] + scores[case] * (covered[case] / whole)), places[case], case))
        return found

    def _with_musts(self, ranked: list[_Place]) -> list[_Place]:
        """Only cases with every word that was asked for in a field, and every phrase; phrases alone may be given up."""
        documents_of = self.view.documents_of
        for must in self.question.musts:
            having = set.intersection(*(self._having(must, word) for word in must.words))
            kept = [place for place in ranked if not having.isdisjoint(documents_of[place[-1]])]
            if len(must.words) > 1:
                kept = [
                    place
                    for place in kept[:MOST_PHRASES]
                    if any(_has_phrase(self.view.document(number), must) for number in documents_of[place[-1]] if number in having)
                ]
                if not kept and not must.field:
                    self.note = f'no case has the exact words "{must.text}"; these have them apart'
                    continue
            ranked = kept
        return ranked

    def _having(self, must: Must, word: str) -> set[int]:
        if must.field == "signals":
            return self.view.documents(STEMS, field_term("signals", word))
        terms = (field_term(must.field, stem) if must.field else stem for stem in stems_of(word))
        return set().union(*(self.view.documents(STEMS, term) for term in terms))

    def _language(self, shown: Sequence[tuple[float, int]]) -> str:
        """The language of the question, as a reader who asks in one wants to read in it.

        Its small words tell, or else the language in which the others are found most; names tell nothing.
        """
        if self.question.lang:
            return self.question.lang
        totals: dict[str, float] = {DEFAULT_LANGUAGE: 0.0}
        for _, case in shown:
            for number in self.view.documents_of[case]:
                head = self.view.heads[number]
                if head:
                    totals[head.lang] = totals.get(head.lang, 0.0) + self._impact(number)
        best = max(totals, key=lambda lang: (totals[lang], lang))
        return best if totals[best] > CLEARLY * totals[DEFAULT_LANGUAGE] else DEFAULT_LANGUAGE

    def _hit(self, case: int, score: float, asked: str, whole: float) -> Hit:
        numbers = [number for number in self.view.documents_of[case] if self.allowed is None or number in self.allowed]

        # Who asks in a language reads in it, whatever text answers better; a phrase or a field must be seen where it stands.
        sure = bool(self.question.lang) and not self.question.musts

        def order(number: int) -> tuple[bool, float, str]:
            head = self.view.heads[number]
            lang = head.lang if head else ""
            return (sure and lang != asked, -self._impact(number) * (OWN_LANGUAGE if lang == asked else 1.0), lang)

        document = self.view.document(min(numbers or self.view.documents_of[case], key=order))
        return Hit(document, score, self._reasons(case, document, whole))

    def _reasons(self, case: int, document: Document, whole: float) -> tuple[Reason, ...]:
        if not self.query.explain:
            return ()
        reasons = [Reason(f"{what}{_where(document, what)}", points[case]) for what, points in self.points if case in points]
        part, symptom = self.covered[case] / whole, self.symptoms.get(case)
        factor = part if symptom else part**COVERAGE_POWER
        reasons.append(Reason(f"share of the question that is covered: {part:.0%}", factor, factor=True))
        if symptom:
            reasons.append(Reason(f"symptom: {symptom[1]}", SYMPTOM + symptom[0]))
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
