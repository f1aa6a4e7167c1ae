"""What follows from the cases: edges, grades, who tried what, what comes together, first and last year.

Computed from published cases only. Every list is sorted by a total order, so that two builds agree.
"""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rex.core.corpus import CaseFile, Corpus
from rex.core.dates import PartialDate
from rex.core.grade import RANK, Counts, Edge, Grade, count, grade, score
from rex.core.model import Case, Outcome, Signal, Status, claims_of, ids_of
from rex.core.vocabulary import Strength


@dataclass(frozen=True)
class Pair:
    """A mistake and a fix that at least one case ties together."""

    mistake: str
    fix: str
    grade: Grade
    edges: tuple[Edge, ...]

    @cached_property
    def counts(self) -> Counts:
        """How often it helped, helped in part, did not hold, and so on: they stand beside every grade."""
        return count(self.edges)

    @cached_property
    def score(self) -> float | None:
        """How much tried evidence says that the fix helps; `None` if nobody has tried it."""
        return score(self.edges)

    @property
    def helped(self) -> bool:
        """True if it helped in at least one case."""
        return any(edge.helped for edge in self.edges)


@dataclass(frozen=True)
class Related:
    """A case near another one, and what they share. `reason` is a key that pages put into words; `likeness` compares the texts."""

    case: str
    score: int
    reason: str
    mistakes: tuple[str, ...]
    fixes: tuple[str, ...]
    likeness: float = 0.0


# How many neighbours a case page and the data name: more would cost each page weight, and few readers follow the fifth.
RELATED = 4
# A shared mistake is what the reader came for; a shared fix or company helps, a pillar only breaks ties.
_WEIGHTS = {"mistake": 10, "fix": 6, "company": 4, "event": 1, "pillar": 1}


def rounded_share(part: int, whole: int) -> int:
    """A share in whole per cent, rounded, but 100 only if it is all and 0 only if it is nothing.

    Raises `ZeroDivisionError` where there is nothing to share.
    """
    share = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(99, max(1, share))
    return share


def years_of(case: Case) -> tuple[int, ...]:
    """The years a case touches; if nobody dated it, the years of its sources."""
    if case.period:
        return tuple(case.period.years)
    return tuple(sorted({PartialDate.parse(source.date).year for source in case.sources if source.date}))


@dataclass(frozen=True)
class Figures:
    """Counts over the published cases. A claim is an impact, a mistake, a fix or a result."""

    cases: int
    claims: int
    claims_sourced: int
    claims_first_hand: int
    fixes: int
    fixes_with_outcome: int
    cases_with_outcome: int
    sources: int
    pairs_by_grade: Mapping[Grade, int]
    edges_by_grade: Mapping[Grade, int]
    mistakes_without_supported_fix: tuple[str, ...]


class Facts:
    """Everything derived from one corpus. Cheap to make: each part is computed when first asked for."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        return tuple(edge for file in self.corpus.published.values() for edge in self._edges_of(file))

    def _edges_of(self, file: CaseFile) -> Iterator[Edge]:
        case = file.case
        sources = {source.id: source for source in case.sources}
        organisations = frozenset(self.group(company) for company in case.company)
        measured = measured_in(case)
        for fix in case.fixes:
            named = [sources[source] for source in ids_of(fix.sources) if source in sources]
            for mistake in fix.corrects:
                yield Edge(
                    file.id,
                    mistake,
                    fix.id,
                    fix.state,
                    fix.outcome,
                    organisations,
                    is_first_hand=any(source.voice.is_first_hand for source in named),
                    is_measured=(mistake, fix.id) in measured,
                    role=fix.role,
                    is_promotional=bool(named) and all(source.promotional for source in named),
                )

    def group(self, company: str) -> str:
        """The head of a company's group, or the company itself."""
        return self._upwards(company)[-1]

    def _upwards(self, company: str) -> list[str]:
        """A company, what it belongs to, and so on up to the head of the group."""
        found = [company]
        table = self.corpus.vocabulary.companies
        while found[-1] in table and (parent := table[found[-1]].parent) and parent not in found:
            found.append(parent)
        return found

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], Pair]:
        """Graded pairs by (mistake, fix)."""
        grouped: dict[tuple[str, str], list[Edge]] = defaultdict(list)
        for edge in self.edges:
            grouped[edge.mistake, edge.fix].append(edge)
        return {key: Pair(*key, grade(edges), tuple(edges)) for key, edges in sorted(grouped.items())}

    def fixes_for(self, mistake: str) -> list[Pair]:
        """Those with most evidence that they help first, then what did not hold, announcements last."""
        return list(self._pairs_by_term.get(("mistake", mistake), ()))

    def mistakes_for(self, fix: str) -> list[Pair]:
        """Those with most evidence that the fix helps first, then what did not hold, announcements last."""
        return list(self._pairs_by_term.get(("fix", fix), ()))

    @cached_property
    def _pairs_by_term(self) -> Mapping[tuple[str, str], list[Pair]]:
        found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
        for pair in sorted(self.pairs.values(), key=by_evidence):
            found["mistake", pair.mistake].append(pair)
            found["fix", pair.fix].append(pair)
        return found

    @cached_property
    def by_mistake(self) -> Mapping[str, list[str]]:
        """Cases that show each mistake, latest first."""
        return self._index(lambda case: [claim.id for claim in case.mistakes])

    @cached_property
    def by_fix(self) -> Mapping[str, list[str]]:
        return self._index(lambda case: [claim.id for claim in case.fixes])

    @cached_property
    def by_pillar(self) -> Mapping[str, list[str]]:
        return self._index(lambda case: list(case.pillars))

    @cached_property
    def by_company(self) -> Mapping[str, list[str]]:
        """Cases and calls of each company."""
        return self._index(lambda case: list(case.company), calls=True)

    @cached_property
    def by_group(self) -> Mapping[str, list[str]]:
        """Cases and calls of each company and of those that belong to it."""
        return self._index(lambda case: list({up: None for company in case.company for up in self._upwards(company)}), calls=True)

    @cached_property
    def companies_shown(self) -> tuple[str, ...]:
        """Companies with a case or a call, and the groups they belong to."""
        return tuple(sorted(company for company in self.by_group if company in self.corpus.vocabulary.companies))

    def subsidiaries(self, company: str) -> list[str]:
        """Shown companies whose parent it is."""
        table = self.corpus.vocabulary.companies
        return [other for other in self.companies_shown if table[other].parent == company]

    @cached_property
    def by_event(self) -> Mapping[str, list[str]]:
        """Cases and calls told at each event."""
        return self._index(lambda case: [case.event] if case.event else [], calls=True)

    def _index(self, ids_of: Callable[[Case], Iterable[str]], *, calls: bool = False) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for file in self.latest_first(calls=calls):
            for term in ids_of(file.case):
                found[term].append(file.id)
        return found

    def latest_first(self, *, calls: bool = False) -> list[CaseFile]:
        """Published cases (with `calls`, also those that are wanted), by last year, then id. What was withdrawn stands in no list."""
        return [file for file in self._latest_first if calls or file.case.status is Status.PUBLISHED]

    def beside(self, case_id: str) -> tuple[str | None, str | None]:
        """The published cases before and after one, in the order of `latest_first`."""
        return self._beside[case_id]

    @cached_property
    def _beside(self) -> Mapping[str, tuple[str | None, str | None]]:
        ids = [None, *(file.id for file in self.latest_first()), None]
        return {here: (before, after) for before, here, after in zip(ids, ids[1:], ids[2:], strict=False) if here}

    @cached_property
    def _latest_first(self) -> list[CaseFile]:
        return sorted(self.corpus.told.values(), key=lambda file: (-max(years_of(file.case), default=0), file.id))

    @cached_property
    def wanted(self) -> list[CaseFile]:
        return [file for file in self.latest_first(calls=True) if file.case.status is Status.WANTED]

    @cached_property
    def moved(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Earlier ids that still must lead somewhere: (kind of page, old id) to the ids of today, several after a split."""
        vocabulary = self.corpus.vocabulary
        tables = (
            *(("mistake", vocabulary.mistakes), ("fix", vocabulary.fixes), ("pillar", vocabulary.pillars)),
            *(("company", vocabulary.companies), ("event", vocabulary.events), ("symptom", vocabulary.symptoms)),
        )
        found: dict[tuple[str, str], tuple[str, ...]] = {
            ("case", alias): (file.id,) for file in self.corpus.shown.values() for alias in file.case.aliases
        }
        for kind, table in tables:
            for term in table:
                if kind != "company" or term in self.companies_shown:
                    found.update({(kind, alias): table.renamed(alias) for alias in table[term].aliases})
        return dict(sorted(found.items()))

    @cached_property
    def withdrawn(self) -> list[CaseFile]:
        """Cases of which only the reason is left, by id."""
        return [file for file in self.corpus.shown.values() if file.case.status is Status.WITHDRAWN]

    @cached_property
    def count_companies(self) -> int:
        """Organisations that published cases speak of."""
        return len({company for file in self.corpus.published.values() for company in file.case.company})

    def span(self, cases: list[str]) -> tuple[int, int] | None:
        """First and last year of some cases, or `None` if none is dated."""
        years = [year for case_id in cases for year in years_of(self.corpus.cases[case_id].case)]
        return (min(years), max(years)) if years else None

    @cached_property
    def figures(self) -> "Figures":
        """The base in numbers."""
        published = [file.case for file in self.corpus.published.values()]
        claims = [(case, ids_of(claim.sources)) for case in published for _, claim in claims_of(case)]
        first = [sources for case, sources in claims if any(source.voice.is_first_hand for source in case.sources if source.id in sources)]
        fixes = [fix for case in published for fix in case.fixes]
        known = [fix for fix in fixes if fix.outcome is not Outcome.UNKNOWN]
        grades = Counter(pair.grade for pair in self.pairs.values())
        edge_grades = Counter(self.pairs[edge.mistake, edge.fix].grade for edge in self.edges)
        return Figures(
            cases=len(published),
            claims=len(claims),
            claims_sourced=sum(bool(sources) for _, sources in claims),
            claims_first_hand=len(first),
            fixes=len(fixes),
            fixes_with_outcome=len(known),
            cases_with_outcome=sum(any(fix.outcome is not Outcome.UNKNOWN for fix in case.fixes) for case in published),
            sources=len({source.url for case in published for source in case.sources}),
            pairs_by_grade={grade: grades[grade] for grade in Grade},
            edges_by_grade={grade: edge_grades[grade] for grade in Grade},
            mistakes_without_supported_fix=tuple(
                mistake for mistake in self.corpus.vocabulary.mistakes if not any(pair.helped for pair in self.fixes_for(mistake))
            ),
        )

    def signals_of(self, mistake: str) -> list[tuple[str, Signal]]:
        """What was seen of a mistake, word for word, each with its case; the cases latest first."""
        cases = self.by_mistake.get(mistake, [])
        return [(case_id, signal) for case_id in cases for signal in self.corpus.cases[case_id].case.signals if signal.mistake == mistake]

    @cached_property
    def by_symptom(self) -> Mapping[str, list[tuple[str, Signal]]]:
        """The cases in which each symptom stood, latest first, with the line that they quote."""
        found: dict[str, list[tuple[str, Signal]]] = defaultdict(list)
        for file in self.latest_first():
            for signal in file.case.signals:
                if signal.symptom:
                    found[signal.symptom].append((file.id, signal))
        return found

    def symptoms_of(self, mistake: str) -> list[tuple[str, Strength]]:
        """Symptoms that point to a mistake: those that are a sign of it first, and of these the ones with cases."""
        table = self.corpus.vocabulary.symptoms
        found = [(symptom, pointer.strength) for symptom in table for pointer in table[symptom].mistakes if pointer.id == mistake]
        return sorted(found, key=lambda item: (item[1] is not Strength.SIGN, -len(self.by_symptom.get(item[0], ())), item[0]))

    @cached_property
    def symptoms_by_software(self) -> Mapping[str, list[str]]:
        """Symptoms by what prints them, in the order of the alphabet; one that two programs print stands under both."""
        found: dict[str, list[str]] = defaultdict(list)
        table = self.corpus.vocabulary.symptoms
        for symptom in sorted(table):
            for software in table[symptom].software:
                found[software].append(symptom)
        return dict(sorted(found.items()))

    def comes_with(self, mistake: str) -> list[tuple[str, int]]:
        """Other mistakes seen in the same cases, with the number of those cases, most frequent first."""
        counter: Counter[str] = Counter()
        for case_id in self.by_mistake.get(mistake, []):
            counter.update(claim.id for claim in self.corpus.cases[case_id].case.mistakes if claim.id != mistake)
        return sorted(counter.items(), key=lambda item: (-item[1], item[0]))

    def related(self, case_id: str, limit: int = RELATED) -> list[Related]:
        """The published cases nearest to one: by what they share first, then by how alike their texts are.

        None is listed that shares no mistake, fix or company: what only sounds alike would have no reason to show.
        Pages, data and command line all ask here.
        """
        own = _Traits.of(self.corpus.cases[case_id].case)
        lists = ((self.by_mistake, own.mistakes), (self.by_fix, own.fixes), (self.by_company, own.companies))
        sharing = {other for listed, ids in lists for one in ids for other in listed.get(one, ())} & self._traits.keys()
        found = [own.compared(other, self._traits[other]) for other in sharing - {case_id}]
        # The texts decide among equals only, so the cases that share too little are not compared by them.
        least = sorted((near.score for near in found), reverse=True)[:limit][-1:]
        alike = [
            dataclasses.replace(near, likeness=self.corpus.likeness.between(case_id, near.case)) for near in found if near.score >= least[0]
        ]
        return sorted(alike, key=lambda near: (-near.score, -near.likeness, near.case))[:limit]

    @cached_property
    def _traits(self) -> Mapping[str, "_Traits"]:
        return {case_id: _Traits.of(file.case) for case_id, file in self.corpus.published.items()}


def measured_in(case: Case) -> set[tuple[str, str]]:
    """The pairs of mistake and fix for which a figure of the case says where things arrived.

    A figure measures the mistakes that it names. If it does not say, it measures those of its fixes, provided that each of them
    corrects exactly one: what a lower bill says about a full disk nobody can derive.
    """
    corrects = {fix.id: fix.corrects for fix in case.fixes}
    found = set()
    for result in case.results:
        if not result.is_measured:
            continue
        clear = result.mistakes is None and all(len(corrects.get(fix, ())) == 1 for fix in result.fixes)
        for fix in result.fixes:
            found |= {(mistake, fix) for mistake in corrects.get(fix, ()) if clear or mistake in (result.mistakes or ())}
    return found


def by_evidence(pair: Pair) -> tuple[bool, float, int, int, str, str]:
    """Sort key: tried before announced, then by score, grade, number of cases and name."""
    return (pair.score is None, -(pair.score or 0.0), RANK[pair.grade], -len(pair.edges), pair.mistake, pair.fix)


@dataclass(frozen=True)
class _Traits:
    """What cases are compared by, as sets."""

    mistakes: frozenset[str]
    fixes: frozenset[str]
    companies: frozenset[str]
    pillars: frozenset[str]
    event: str | None

    @classmethod
    def of(cls, case: Case) -> "_Traits":
        mistakes, fixes = frozenset(claim.id for claim in case.mistakes), frozenset(claim.id for claim in case.fixes)
        return cls(mistakes, fixes, frozenset(case.company), frozenset(case.pillars), case.event)

    def compared(self, case_id: str, other: "_Traits") -> Related:
        """What another case shares with this one."""
        mistakes, fixes = tuple(sorted(self.mistakes & other.mistakes)), tuple(sorted(self.fixes & other.fixes))
        score = (
            _WEIGHTS["mistake"] * len(mistakes)
            + _WEIGHTS["fix"] * len(fixes)
            + _WEIGHTS["company"] * len(self.companies & other.companies)
            + _WEIGHTS["event"] * (self.event is not None and self.event == other.event)
            + _WEIGHTS["pillar"] * len(self.pillars & other.pillars)
        )
        if mistakes:
            reason = "same-mistake-same-fix" if fixes else "same-mistake-other-fix"
        else:
            reason = "same-fix" if fixes else "same-company"
        return Related(case_id, score, reason, mistakes, fixes)
