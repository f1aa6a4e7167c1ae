"""How an answer is ranked, over any index that can be read (`rex.search.model.IndexReader`). The browser does the same in JavaScript.

Scores add up per *case*, not per text: a word counts if any language of the case has it, so that a question may mix
languages. What a term says about a text was computed when it was indexed (`rex.search.impacts`); here rarity, messages, terms of the
vocabulary and names decide, and how much of the question is covered. Nothing here writes.
"""

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from rex.core.language import DEFAULT_LANGUAGE
from rex.core.text import fold
from rex.search.filters import allowed_by, facets_of, listed
from rex.search.impacts import ASKED_PARTS, asked_term, concept_term, exact_term, signal_term, ways
from rex.search.model import Answer, Document, EmptyQueryError, Hit, IndexReader, Query, Reason
from rex.search.query import Must, Question, read_question, stretches, windows
from rex.search.text.log_lines import Message, holds, share, stream
from rex.search.text.synonyms import standing_in
from rex.search.text.tokens import meaningful_words, plain_words, stems_of, words
from rex.search.weights import LONGEST_NAME, STEPS, WEIGHTS, Weights
from rex.search.words import ASKING, EVERYDAY, STOP_WORDS, TECHNICAL

# Sums of the same numbers in another order differ in their last digits; nothing may depend on that.
_DIGITS = 9
_SILENT = frozenset().union(*STOP_WORDS.values())


def search(reader: IndexReader, query: Query, weights: Weights = WEIGHTS) -> Answer:
    """The best cases. Raises `EmptyQueryError` if there is nothing to look for."""
    question = read_question(query.words)
    allowed = allowed_by(reader, query)
    if question.is_empty:
        if allowed is None or query.words.strip():
            raise EmptyQueryError(_nothing_to_look_for(query.words))
        return listed(reader, query, allowed)
    return _Search(reader, query, question, allowed, weights).answer()


def _nothing_to_look_for(text: str) -> str:
    shown = " ".join(text.split())[:60]
    if any(True for _ in words(text)):
        return f"there is nothing to search for in '{shown}': every word is too common"
    return f"there is nothing to search for in '{shown}'"


# A case that was found: its score, negative so that the best sorts first, where it stands by year, and its number.
_Place = tuple[float, int, int]


@dataclass
class _Word:
    """A word of the question: the stems it may have, others that may stand for it, and how much it weighs.

    `whole` are its stems as a part of a name; a word that was only guessed is none.
    """

    text: str
    weight: float
    stems: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    factor: float = 1.0
    corrected: str = ""
    whole: tuple[str, ...] = ()


@dataclass
class _Search:
    """One question on one reader."""

    reader: IndexReader
    query: Query
    question: Question
    allowed: set[int] | None
    weights: Weights
    note: str = ""
    points: list[tuple[str, Mapping[int, float]]] = field(default_factory=list)
    # What quotes a message that the question shows: what that is worth, and the message.
    quoted: dict[int, tuple[float, Message]] = field(default_factory=dict)
    # Terms that lend their cases what they score.
    lent: dict[int, float] = field(default_factory=dict)
    # Whether all of the question is a name: of a page, a day, a vulnerability.
    named: bool = False
    # Every list that was looked into, to tell the texts of a case apart.
    seen: list[tuple[Sequence[int], Sequence[int]]] = field(default_factory=list)

    def answer(self) -> Answer:
        reader, question = self.reader, self.question
        self.among = self.allowed and self.allowed | {number for term in reader.terms for number in reader.documents_of[term]}
        self.score, self.covered = [0.0] * len(reader.cases), [0.0] * len(reader.cases)
        self._find_messages()
        counted = [word for text in self._chosen() for word in self._words(text)]
        for word in counted:
            self._add(word)
        for text in self._helpers():
            self._add(self._helper(text, 1.0), covering=False)
        for text in question.asking:
            self._add(self._helper(text, self.weights.asking), covering=False)
        self.whole = whole = sum(word.weight for word in counted) or 1.0
        self._add_together(counted)
        self._add_names(counted)
        places = self._add_exact(whole)
        self._lend(whole)
        self._lend_symptoms()
        # A word that no text has does not keep a case from being listed, only the answer from being sure.
        found = self._found(sum(word.weight for word in counted if word.stems or word.others) or 1.0)
        if question.musts:
            found = self._with_musts(sorted(found))
        sure = self._is_sure(found, whole)
        limit = self.query.limit if sure else min(self.query.limit, self.weights.nearest)
        key = self._sort_key if sure else None
        shown = [(-score, case) for score, _, case in nsmallest(limit, found, key=key)]
        asked = self._language(shown)
        # Who asks for something by its name means no mistake; and what is not sure is only the nearest case.
        terms = [] if self.named or not sure else sorted(self.lent, key=lambda term: (-self._term_score(term), reader.cases[term]))
        return Answer(
            hits=tuple(self._hit(case, score, asked, whole) for score, case in shown),
            total=len(found) if sure else len(shown),
            terms=tuple(self._hit(term, self._term_score(term), asked, whole) for term in terms),
            places=tuple(self._document(place, asked) for place in places),
            sure=sure,
            quoted={reader.cases[case]: message.text for case, (_, message) in self.quoted.items()},
            stems=frozenset(stem for word in counted for stem in (*word.stems, *word.others)),
            corrected={word.text: word.corrected for word in counted if word.corrected},
            unknown=() if question.pasted else tuple(word.text for word in counted if not (word.stems or word.others)),
            facets=facets_of(reader, (case for *_, case in found), self.query),
            note=self.note,
        )

    # -- words

    def _chosen(self) -> tuple[str, ...]:
        """The words that are looked for: of a paste, those that some message has come first."""
        if not self.question.pasted:
            return self.question.words
        known = [word for word in self.question.words if self._in_messages(word)]
        chosen = set(known)
        return (*known, *(word for word in self.question.words if word not in chosen))[: self.weights.most_pasted]

    def _words(self, text: str) -> list[_Word]:
        """A word of the question; if the base has only its parts, these."""
        word, parts = self._word(text), [part for part in self.question.compounds.get(text, ()) if part not in _SILENT]
        return [self._word(part) for part in parts] if parts and (word.corrected or not (word.stems or word.others)) else [word]

    def _word(self, text: str) -> _Word:
        """How a word is understood."""
        reader, weights = self.reader, self.weights
        everyday = weights.everyday if text in EVERYDAY else 1.0
        if reader.lexicon.knows(text):
            stems = stems_of(text)
            others = standing_in(stems, reader.frequency, reader.living)
            if frequency := max(map(reader.frequency, stems)):
                return _Word(text, everyday * reader.rarity(frequency), stems, others, whole=stems)
            if others:
                return _Word(text, everyday * reader.rarity(max(map(reader.frequency, others))), others=others)
        distance, guesses = self._slips(text)
        if guesses and distance < 2 and all(fold(guess) in ASKING for guess in guesses):
            return _Word(text, 0.0)
        # One slip of the keyboard is likelier than another form, and that likelier than two slips.
        if (not guesses or distance > 1) and (kin := self._kin(text)):
            return _Word(text, reader.rarity(max(map(reader.frequency, kin))), kin)
        if guesses:
            # Of those that are as near, the most frequent is told, and all are looked for.
            slips = tuple(dict.fromkeys(stem for known in guesses.values() for stem in known))
            return _Word(text, reader.rarity(1), slips, factor=weights.slip, corrected=next(iter(guesses)))
        # A word that no text has says that the base may not know the subject; 3am and 20x say little.
        return _Word(text, (weights.everyday if text[0].isdigit() else everyday) * reader.rarity(0))

    def _kin(self, text: str) -> tuple[str, ...]:
        """Stems of the nearest words that are this one with another ending."""
        stems: dict[str, None] = {}
        nearest = 0
        for length, other in self.reader.lexicon.kin(text):
            known = [stem for stem in stems_of(other) if self.reader.frequency(stem)]
            if known and length < nearest:
                break
            if known:
                nearest = length
                stems |= dict.fromkeys(known)
        return tuple(stems)

    def _slips(self, text: str) -> tuple[int, dict[str, list[str]]]:
        """The nearest words that this one may be a slip for, with their stems, most frequent first, and how many slips away they are."""
        reader, question = self.reader, self.question
        if question.pasted or text in TECHNICAL or text in question.names:
            return 0, {}
        distance, near = reader.lexicon.near(text, question.lang, question.signs.get(text, frozenset()))
        frequency = {known: max(map(reader.frequency, stems_of(fold(known)))) for known in near}
        order = sorted((known for known in near if frequency[known]), key=lambda known: (-frequency[known], fold(known)))
        likely = order[: self.weights.guesses]
        return distance, {
            known: [s for s in stems_of(fold(known)) if reader.frequency(s)] for known in likely if reader.lexicon.knows(fold(known))
        }

    def _helpers(self) -> list[str]:
        """Words that help and are not missed: names in a paste, and what the symptoms that were seen are called."""
        helpers = list(self.question.extra)[: self.weights.most_pasted // 2]
        for case in self._shown_symptoms():
            for number in self.reader.documents_of[case]:
                document = self.reader.document(number)
                helpers += meaningful_words("\n".join((document.title, *document.stack)))
        asked = set(self.question.words)
        return [word for word in dict.fromkeys(helpers) if word not in asked]

    def _helper(self, text: str, factor: float) -> _Word:
        stems = stems_of(text) if self.reader.lexicon.knows(text) else ()
        frequency = max(map(self.reader.frequency, stems), default=0)
        return _Word(text, self.reader.rarity(frequency) if frequency else 0.0, stems if frequency else (), factor=factor)

    def _best(self, terms: Iterable[str]) -> dict[int, int]:
        """By case, the highest impact of any of some terms in any of its texts. Terms of the vocabulary pass every filter."""
        best: dict[int, int] = {}
        case_of, among = self.reader.case_of, self.among
        for term in terms:
            for ids, weights in self.reader.postings(term):
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

    def _add(self, word: _Word, *, covering: bool = True) -> None:
        exact = self._best(word.stems)
        loose = self._best(word.others) if word.others else {}
        value = word.factor * word.weight / STEPS
        points = {case: value * impact for case, impact in exact.items()}
        covers = dict.fromkeys(exact, word.weight)
        value = self.weights.neighbour * word.weight / STEPS
        for case, impact in loose.items():
            points[case] = max(points.get(case, 0.0), value * impact)
            covers.setdefault(case, word.weight * self.weights.neighbour_covers)
        for case, worth in points.items():
            self.score[case] += worth
        if covering:
            for case, worth in covers.items():
                self.covered[case] += worth
        self._remember(word.corrected or word.text, points)

    def _add_together(self, counted: list[_Word]) -> None:
        """Cases gain by words that stand together in one way of asking for them."""
        reader, among = self.reader, self.among
        if self.question.pasted:
            return
        found: dict[tuple[int, int], tuple[float, int]] = {}
        for word in counted:
            postings = (
                (part, numbers, bits)
                for stem in word.stems
                for part in range(ASKED_PARTS)
                for numbers, bits in reader.postings(asked_term(stem, part))
            )
            there = {
                (number, way)
                for part, numbers, bits in postings
                for number, some in zip(numbers, bits, strict=True)
                if reader.case_of[number] >= 0 and (among is None or number in among)
                for way in ways(part, some)
            }
            for one in there:
                worth, words_there = found.get(one, (0.0, 0))
                found[one] = (worth + word.factor * word.weight, words_there + 1)
        best: dict[int, float] = {}
        for (number, _), (worth, words_there) in found.items():
            if words_there > 1:
                case = reader.case_of[number]
                best[case] = max(best.get(case, 0.0), self.weights.together * worth)
        for case, points in best.items():
            self.score[case] += points
        self._remember("together in a way of asking", best)

    # -- names

    def _add_names(self, counted: list[_Word]) -> None:
        """Names of terms that stand in the question as a whole."""
        stems = [word.whole for word in counted]
        names = dict.fromkeys(concept_term(some) for lang_index in (0, 1) for some in windows(stems, lang_index, LONGEST_NAME))
        for term in names:
            frequency = self.reader.frequency(term)
            if frequency:
                value = self.weights.name * len(term.split("+")) * self.reader.rarity(frequency)
                cases = self._best([term])
                for case in cases:
                    self.score[case] += value
                self._remember(f"all of a name: {' + '.join(term[1:].split('+'))}", dict.fromkeys(cases, value))

    def _add_exact(self, whole: float) -> list[int]:
        """Cases gain by names that stand in the question as they are written; pages that are called so are returned, best first."""
        typed = self.question.typed
        meaningful = sum(word not in _SILENT for word in typed) or 1
        pages: dict[int, int] = {}
        for some in stretches(typed, LONGEST_NAME):
            term = exact_term(some)
            frequency = self.reader.frequency(term)
            if not frequency:
                continue
            size = sum(word not in _SILENT for word in some)
            cases = self._best([term])
            self.named |= size == meaningful
            value, part = self.weights.name * size * self.reader.rarity(frequency), whole * size / meaningful
            for case in cases:
                if case in self.reader.pages:
                    pages[case] = max(pages.get(case, 0), size)
                else:
                    self.score[case] += value
                    self.covered[case] = max(self.covered[case], part)
            self._remember(f"name: {' '.join(some)}", dict.fromkeys(cases, value))
        enough = [page for page, size in pages.items() if size >= self.weights.place_share * meaningful]
        return sorted(enough, key=lambda page: (-pages[page], self.reader.cases[page]))[: self.weights.most_places]

    # -- terms of the vocabulary

    def _lend(self, whole: float) -> None:
        """Cases that have a mistake or a fix which the question describes in other words than theirs."""
        reader, weights = self.reader, self.weights
        worth = {term: round(self.score[term] * self.covered[term] / whole, _DIGITS) for term in reader.terms if self.score[term]}
        order = sorted((term for term in worth if worth[term] > 0), key=lambda term: (-worth[term], reader.cases[term]))
        # Symptoms are many: they must come near the best of all terms, and leave their places to mistakes and fixes. In a paste only
        # a message makes one.
        least = math.inf if self.question.pasted or not order else weights.term_share * worth[order[0]]
        symptoms = [term for term in order if reader.terms[term][0] == "symptom" and worth[term] >= least]
        others = [term for term in order if reader.terms[term][0] != "symptom"]
        near = [term for term in others if worth[term] >= weights.term_share * worth[others[0]]]
        for term in (*near, *symptoms[: weights.most_symptoms]):
            kind, term_id = reader.terms[term]
            self.lent[term] = worth[term]
            cases, points, part = reader.cases_with(kind, term_id), weights.term * worth[term], self.covered[term]
            for case in cases:
                self.score[case] += points
                self.covered[case] = max(self.covered[case], part)
            self._remember(f"{kind}: {term_id}", dict.fromkeys(cases, points))

    def _lend_symptoms(self) -> None:
        """Cases in which a symptom stood that the question shows, and those that have the mistakes it points to."""
        reader, weights = self.reader, self.weights
        lent: dict[tuple[str, str], float] = {}
        for symptom in self._shown_symptoms():
            worth, message = self.quoted[symptom]
            self.lent[symptom] = worth
            _, symptom_id = reader.terms[symptom]
            for case in reader.cases_with("symptom", symptom_id):
                if case not in self.quoted:
                    self.quoted[case] = (worth, message)
            document = reader.document(reader.documents_of[symptom][0])
            # What it only may come from has a share of the share.
            for mistakes, points in ((document.mistakes, weights.term * worth), (document.possible, weights.term * weights.term * worth)):
                for mistake in mistakes:
                    lent["mistake", mistake] = max(lent.get(("mistake", mistake), 0.0), points)
        numbers = {key: term for term, key in reader.terms.items()}
        for (kind, term_id), points in lent.items():
            for case in reader.cases_with(kind, term_id):
                self.score[case] += points
            if (term := numbers.get((kind, term_id))) is not None:
                self.lent[term] = max(self.lent.get(term, 0.0), points)
            self._remember(f"symptom of {kind}: {term_id}", dict.fromkeys(reader.cases_with(kind, term_id), points))

    def _shown_symptoms(self) -> list[int]:
        symptoms = [case for case in self.quoted if self.reader.terms.get(case, ("",))[0] == "symptom"]
        return sorted(symptoms, key=lambda case: (-self.quoted[case][0], self.reader.cases[case]))[: self.weights.most_symptoms]

    def _term_score(self, term: int) -> float:
        quoted = self.weights.symptom + self.quoted[term][0] if term in self.quoted else 0.0
        return round(quoted + self.lent[term], _DIGITS)

    def _remember(self, what: str, points: Mapping[int, float]) -> None:
        if self.query.explain:
            self.points.append((what, points))

    # -- messages

    def _in_messages(self, word: str) -> bool:
        return self.reader.frequency(signal_term(word)) > 0

    def _find_messages(self) -> None:
        """Cases and symptoms that quote a message which the question shows: as a phrase, or if there is none a long one in part."""
        reader, question = self.reader, self.question
        # In prose, one word of a message among others is no message.
        if not question.pasted and sum(map(self._in_messages, question.words)) < min(2, len(question.words)):
            return
        there = dict.fromkeys(word for line in question.lines for word in line)
        # By entry, since one told in two languages quotes its messages once.
        having = {word: {reader.case_of[number] for number in reader.documents(signal_term(word))} for word in there}
        rarity = {word: reader.rarity(len(cases)) for word, cases in having.items() if cases}
        candidates: dict[int, float] = {}
        for word, weight in rarity.items():
            for case in having[word]:
                candidates[case] = candidates.get(case, 0.0) + weight
        order = sorted(candidates, key=lambda case: (-round(candidates[case], _DIGITS), reader.cases[case]))[: self.weights.most_quoting]
        text = stream(self.question.lines, lambda word: word in rarity)
        known = [tuple(word for word in line if word in rarity) for line in self.question.lines] if self.question.pasted else []
        unseen = reader.rarity(1)
        loose: dict[int, tuple[float, Message]] = {}
        for case in order:
            for message in reader.messages(case):
                phrase = message.phrase and rarity.keys() >= set(message.words) and holds(text, message.words)
                held = 1.0 if phrase else share(message.words, known, lambda word: rarity.get(word, unseen))
                if not held:
                    continue
                worth = round(held * sum(rarity.get(word, 0.0) for word in sorted(set(message.words))), _DIGITS)
                into = self.quoted if phrase else loose
                if worth > into.get(case, (0.0,))[0]:
                    into[case] = (worth, message)
        if not self.quoted:
            self.quoted = loose

    # -- what is found

    def _found(self, known: float) -> list[_Place]:
        """What covers enough of what the base knows of the question, or quotes a message of it, in no order."""
        reader, weights, covered = self.reader, self.weights, self.covered
        cases = {case for case, there in enumerate(covered) if there >= weights.least * known} | self.quoted.keys()
        if self._shown_symptoms():
            cases |= {case for case, score in enumerate(self.score) if score > 0}
        cases -= reader.terms.keys() | reader.pages.keys()
        if self.allowed is not None:
            cases &= {reader.case_of[number] for number in self.allowed}
        return [(-self._case_score(case), reader.places[case], case) for case in cases]

    def _sort_key(self, found: _Place) -> tuple[float, ...]:
        """As the query wants it."""
        score, place, case = found
        if self.query.sort == "year":
            return (place,)
        return (self._evidence(case), score, place) if self.query.sort == "evidence" else found

    def _evidence(self, case: int) -> int:
        head = self.reader.heads[self.reader.documents_of[case][0]]
        return head.evidence if head else 0

    def _case_score(self, case: int) -> float:
        quoted = self.weights.symptom + self.quoted[case][0] if case in self.quoted else 0.0
        return round(quoted + self.score[case] * _share(self.covered[case] / self.whole), _DIGITS)

    def _is_sure(self, found: Sequence[_Place], whole: float) -> bool:
        """Whether some case says enough about the question, or who asks wants to see what there is."""
        if self.allowed is not None or self.quoted or (self.question.musts and not self.note):
            return True
        # Chance brings the words of a log together: only a message says what a paste is about.
        if not found or self.question.pasted:
            return False
        *_, best = min(found)
        return self.covered[best] / whole * (self.score[best] / whole) >= self.weights.sure

    def _with_musts(self, ranked: list[_Place]) -> list[_Place]:
        """Only cases with every phrase that was asked for; a phrase that nothing has is given up."""
        documents_of = self.reader.documents_of
        for must in self.question.musts:
            having = set.intersection(*(self._having(word) for word in must.words))
            kept = [place for place in ranked if not having.isdisjoint(documents_of[place[-1]])]
            kept = [
                place
                for place in kept[: self.weights.most_phrases]
                if any(_has_phrase(self.reader.document(number), must) for number in documents_of[place[-1]] if number in having)
            ]
            if not kept:
                self.note = f'no case has the exact words "{must.text}"; these have them apart'
                continue
            ranked = kept
        return ranked

    def _having(self, word: str) -> set[int]:
        return set().union(*(self.reader.documents(stem) for stem in stems_of(word)))

    # -- what is shown

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

    def _document(self, case: int, asked: str) -> Document:
        """The text of a case to show: in the language of the question; but a phrase must be seen where it stands."""
        numbers = [number for number in self.reader.documents_of[case] if self.allowed is None or number in self.allowed]

        def order(number: int) -> tuple[bool, int, str]:
            head = self.reader.heads[number]
            lang = head.lang if head else ""
            return (not self.question.musts and lang != asked, -self._impact(number), lang)

        return self.reader.document(min(numbers or self.reader.documents_of[case], key=order))

    def _hit(self, case: int, score: float, asked: str, whole: float) -> Hit:
        document = self._document(case, asked)
        return Hit(document, score, self._reasons(case, document, whole))

    def _reasons(self, case: int, document: Document, whole: float) -> tuple[Reason, ...]:
        if not self.query.explain:
            return ()
        reasons = [Reason(f"{what}{_where(document, what)}", points[case]) for what, points in self.points if case in points]
        part = self.covered[case] / whole
        reasons.append(Reason(f"covers {part:.0%} of the question", _share(part), factor=True))
        if case in self.quoted:
            worth, message = self.quoted[case]
            reasons.append(Reason(f"message: {message.text}", self.weights.symptom + worth))
        return tuple(reasons)


def _share(part: float) -> float:
    """What the score of a case is worth that covers a part of the question.

    A root of a root: people ask in whole sentences, so half of one that is met well says much more than all of it in passing.
    """
    return math.sqrt(math.sqrt(part))


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
    found = [part for part, texts in parts.items() if any(wanted & set(stems_of(word)) for text in texts for word in plain_words(text))]
    return f" ({', '.join(found)})" if found else ""


def _has_phrase(document: Document, must: Must) -> bool:
    """Whether the words stand together, but for words without meaning between them, in one stretch of text."""
    texts = (document.title, *document.names, *document.signals, *document.stack, document.summary, *document.text.split("\n"))
    size = len(must.words)
    for text in texts:
        there = meaningful_words(text)
        if any(tuple(there[start : start + size]) == must.words for start in range(len(there) - size + 1)):
            return True
    return False
