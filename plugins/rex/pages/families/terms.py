"""Mistakes and fixes: what was tried against what, and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rex.core.derive import Pair, years_of
from rex.core.grade import Edge, Grade
from rex.core.model import Case, FixClaim, NoticedBy, Outcome, Result, State
from rex.pages import charts
from rex.pages.markup import Md
from rex.pages.view import View

# What became of a fix in one case: its outcome, or how far it got where nobody told the outcome. Best first.
STANDINGS = (
    *(outcome.value for outcome in Outcome if outcome is not Outcome.UNKNOWN),
    State.APPLIED.value,
    State.ALREADY_IN_PLACE.value,
    State.PLANNED.value,
    State.RECOMMENDED.value,
    State.NOT_DELIVERED.value,
)
# Those where a source says what came of it.
_KNOWN = tuple(outcome.value for outcome in Outcome if outcome is not Outcome.UNKNOWN)
# How much a checklist holds, so that it prints on one page.
_FIXES, _STEPS, _COMPANIONS = 3, 3, 4
# How many fixes the drawing of a mistake shows, so that it stays small.
_BANDS = 8


def standing(fix: FixClaim | Edge) -> str:
    """One word of `STANDINGS`."""
    return fix.state.value if fix.outcome is Outcome.UNKNOWN else fix.outcome.value


def steps_against(view: View, mistake: str) -> list[tuple[Pair, tuple[str, ...]]]:
    """First steps of the fixes against a mistake that somebody should ask about: most evidence first, and none that did not hold."""
    found = []
    for pair in view.facts.fixes_for(mistake):
        practice = view.vocabulary.fixes[pair.fix].practice[view.lang]
        if practice and pair.grade not in (Grade.MIXED, Grade.FAILED):
            found.append((pair, practice[:_STEPS]))
    return found[:_FIXES]


@dataclass(frozen=True)
class Use:
    """A fix as one case used it, with the results that a source credits to it."""

    case: str
    claim: FixClaim
    results: tuple[Result, ...]


class Terms:
    """What the pages of mistakes and of fixes have in common."""

    def __init__(self, view: View) -> None:
        self.view = view

    def standings(self, edges: Iterable[Edge]) -> str:
        """`worked in 2 cases, planned in 3`: in the order of `STANDINGS`."""
        words, counter = self.view.words, Counter(standing(edge) for edge in edges)
        parts = [words(f"standing.{name}", n=counter[name]) for name in STANDINGS if counter[name]]
        return ", ".join(parts)

    def dots(self, edges: Iterable[Edge]) -> Md:
        """One small shape a case, the best first. Decoration: `standings` stands beside it."""
        ranked = sorted(map(standing, edges), key=STANDINGS.index)
        dots = Md("").join(Md('<i class="{}"></i>').format(name) for name in ranked)
        return Md('<span class="rex-dots" aria-hidden="true">{}</span>').format(dots)

    def grouped(self, edges: Iterable[Edge]) -> list[Edge]:
        """The edges in the order in which they are told: what worked first, then as the facts have them."""
        return sorted(edges, key=lambda edge: STANDINGS.index(standing(edge)))

    def standing(self, edge: Edge) -> str:
        return standing(edge)


@dataclass(frozen=True)
class Row:
    """One fix in the table of what was tried: beside the counts of its pair, when it was tried and by how many organisations."""

    pair: Pair
    years: str
    organisations: int


class Mistake(Terms):
    """One mistake: its fixes, what did not hold, what comes with it, a checklist."""

    @property
    def id(self) -> str:
        return self.view.subject

    @property
    def pairs(self) -> list[Pair]:
        """Fixes with anything better than failure, best first."""
        return [pair for pair in self.view.facts.fixes_for(self.id) if pair.grade is not Grade.FAILED]

    @cached_property
    def rows(self) -> list[Row]:
        """Every fix that was tried or announced, as the facts rank them."""
        return [self._row(pair) for pair in self.view.facts.fixes_for(self.id)]

    def _row(self, pair: Pair) -> Row:
        cases = self.view.facts.corpus.cases
        years = sorted({year for edge in pair.edges for year in years_of(cases[edge.case].case)[:1]})
        span = "–".join(dict.fromkeys((str(years[0]), str(years[-1])))) if years else ""
        return Row(pair, span, len(frozenset().union(*(edge.organisations for edge in pair.edges))))

    @property
    def helped(self) -> list[Pair]:
        """Fixes that helped in at least one case."""
        return [row.pair for row in self.rows if row.pair.counts.helped or row.pair.counts.partly]

    @property
    def stopgaps(self) -> list[Pair]:
        """Fixes that ended the incident, and of which nothing else is known."""
        return [row.pair for row in self.rows if row.pair.counts.stopgap and not _is_tried(row.pair)]

    @property
    def announced(self) -> list[Pair]:
        """Fixes of which no source says what came of them."""
        return [row.pair for row in self.rows if not row.pair.counts.stopgap and not _is_tried(row.pair)]

    def did_not_hold(self) -> list[tuple[Pair, list[Edge]]]:
        """Fixes that failed or made things worse in a case, with those cases."""
        found = [(row.pair, [edge for edge in row.pair.edges if edge.did_not_hold]) for row in self.rows]
        return [(pair, edges) for pair, edges in found if edges]

    @property
    def best(self) -> list[Pair]:
        """What helped somewhere, most evidence first."""
        return [pair for pair in self.pairs if pair.helped]

    def companions(self) -> list[tuple[str, list[str]]]:
        """Other mistakes of the same cases, each with those cases, most frequent first."""
        facts = self.view.facts
        own = facts.by_mistake.get(self.id, [])
        return [(other, [case for case in own if case in facts.by_mistake[other]]) for other, _ in facts.comes_with(self.id)[:6]]

    def noticed(self) -> list[tuple[NoticedBy, list[tuple[str, str]]]]:
        """Who or what noticed it, most cases first; each case with how long that took, where a source says."""
        groups: dict[NoticedBy, list[tuple[str, str]]] = {}
        for case_id in self.view.facts.by_mistake.get(self.id, []):
            detection = self.view.local(case_id).case.detection
            if detection:
                groups.setdefault(detection.by, []).append((case_id, detection.after or ""))
        return sorted(groups.items(), key=lambda group: (-len(group[1]), list(NoticedBy).index(group[0])))

    def drawing(self) -> Md:
        """A band from the mistake to each of the fixes of most evidence; nothing where a drawing would show one band."""
        view, pairs = self.view, [row.pair for row in self.rows][:_BANDS]
        if len(pairs) < 2:
            return Md("")
        return charts.flows(
            [charts.Node(self.id, view.label("mistake", self.id), "#fixes")],
            [charts.Node(pair.fix, view.label("fix", pair.fix), f"#{pair.fix}") for pair in pairs],
            [charts.Flow(self.id, pair.fix, len(pair.edges), pair.grade, f"#{pair.fix}", view.pair_in_words(pair)) for pair in pairs],
            view.words("flows.title"),
        )

    # -- the checklist -------------------------------------------------------------------------------------------

    def steps(self) -> list[tuple[Pair, tuple[str, ...]]]:
        """First steps of the fixes to ask about: most evidence first, and none that did not hold."""
        return steps_against(self.view, self.id)

    def neighbours(self) -> list[str]:
        """Mistakes to ask about as well: those that came with this one more than once."""
        return [other for other, cases in self.companions() if len(cases) > 1][:_COMPANIONS]


def _is_tried(pair: Pair) -> bool:
    return bool(pair.counts.helped or pair.counts.partly or pair.counts.failed)


class Fix(Terms):
    """One fix: what it corrected, what it took, what came of it."""

    @property
    def id(self) -> str:
        return self.view.subject

    @property
    def pairs(self) -> list[Pair]:
        return self.view.facts.mistakes_for(self.id)

    def uses(self) -> list[tuple[str, list[Use]]]:
        """Every case that speaks of it, once, grouped by what became of it."""
        groups: dict[str, list[Use]] = {name: [] for name in STANDINGS}
        for case_id in self.view.facts.by_fix.get(self.id, []):
            case: Case = self.view.local(case_id).case
            claim = next(claim for claim in case.fixes if claim.id == self.id)
            results = tuple(result for result in case.results if self.id in result.fixes)
            groups[standing(claim)].append(Use(case_id, claim, results))
        return [(name, uses) for name, uses in groups.items() if uses]

    def credited(self) -> list[tuple[str, Result]]:
        """Results that a source credits to it, with their cases."""
        return [(use.case, result) for _, uses in self.uses() for use in uses for result in use.results]

    def verdict(self) -> str:
        """What the cases say of it, in a sentence."""
        words, uses = self.view.words, self.uses()
        counts = ", ".join(words(f"standing.{name}", n=len(found)) for name, found in uses)
        cases = words("n_cases", n=sum(len(found) for _, found in uses))
        is_known = any(name in _KNOWN for name, _ in uses)
        return words("term.verdict" if is_known else "term.verdict_unknown", cases=cases, counts=counts)
