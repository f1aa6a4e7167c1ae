"""What all edges between one mistake and one fix add up to: a grade in a word, the counts behind it, and a rank.

Pure functions of the edges: no corpus, no files, no date. The rules are those that `docs/en/evidence.md` tells the reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from rex.core.model import Outcome, Role, State


class Grade(StrEnum):
    """From the best evidence to the worst."""

    CORROBORATED = "corroborated"
    SUPPORTED = "supported"
    MIXED = "mixed"
    ANNOUNCED = "announced"
    FAILED = "failed"

    @classmethod
    def _missing_(cls, value: object) -> "Grade | None":
        """The words of the first release, which its manifest and links to the site still use."""
        return next((grade for grade, former in FORMER.items() if former == value), None)


# What the grades were called until 0.1; published beside the new words for one release.
FORMER: dict[Grade, str] = {
    Grade.CORROBORATED: "proven",
    Grade.SUPPORTED: "supported",
    Grade.MIXED: "contested",
    Grade.ANNOUNCED: "reported",
    Grade.FAILED: "failed",
}

RANK: dict[Grade, int] = {grade: rank for rank, grade in enumerate(Grade)}

# Of a share that is estimated from few, the lower end of the interval in which it lies with 95 % (Wilson, 1927).
_Z = 1.96
# What somebody else tells of a fix counts half of what those say who were there.
_SECOND_HAND = 0.5


@dataclass(frozen=True)
class Edge:
    """One case saying "this fix was used against this mistake".

    `organisations` holds the head of each company's group, so that two subsidiaries are no two witnesses.
    `is_measured`: a result of the case measures this mistake and is credited to this fix by a source.
    `is_promotional`: nobody tells it but sources that promote something.
    """

    case: str
    mistake: str
    fix: str
    state: State
    outcome: Outcome
    organisations: frozenset[str]
    is_first_hand: bool
    is_measured: bool
    role: Role | None = None
    is_promotional: bool = False

    @property
    def was_applied(self) -> bool:
        return self.state.was_tried

    @property
    def is_stopgap(self) -> bool:
        """It ended the incident; that is no evidence that the mistake was mended."""
        return self.role is Role.STOPGAP

    @property
    def worked(self) -> bool:
        return self.was_applied and self.outcome is Outcome.WORKED and not self.is_stopgap

    @property
    def helped(self) -> bool:
        return self.was_applied and self.outcome in (Outcome.WORKED, Outcome.PARTLY) and not self.is_stopgap

    @property
    def did_not_hold(self) -> bool:
        return self.was_applied and self.outcome in (Outcome.FAILED, Outcome.WORSENED)

    @property
    def is_witness(self) -> bool:
        """Good enough to corroborate another: it worked, first-hand, and not only by the word of somebody who promotes it."""
        return self.worked and self.is_first_hand and (self.is_measured or not self.is_promotional)


@dataclass(frozen=True)
class Counts:
    """The edges of a pair by what became of the fix. Every edge counts in exactly one of them."""

    helped: int = 0
    partly: int = 0
    failed: int = 0
    # Planned, recommended, or used without a word on what came of it.
    unknown: int = 0
    # It ended the incident: no evidence for or against.
    stopgap: int = 0
    not_delivered: int = 0


def count(edges: Iterable[Edge]) -> Counts:
    """How often it helped, helped in part, did not hold, and so on."""
    found = dict.fromkeys(Counts.__dataclass_fields__, 0)
    for edge in edges:
        found[_kind_of(edge)] += 1
    return Counts(**found)


def _kind_of(edge: Edge) -> str:
    if edge.did_not_hold:
        return "failed"
    if edge.state is State.NOT_DELIVERED:
        return "not_delivered"
    if edge.is_stopgap and edge.was_applied:
        return "stopgap"
    if edge.worked:
        return "helped"
    return "partly" if edge.helped else "unknown"


def grade(edges: Iterable[Edge]) -> Grade:
    """Grade one mistake–fix pair.

    - mixed: it helped in one case and did not hold in another;
    - failed: it only failed or made things worse;
    - corroborated: it worked first-hand in two cases of organisations independent of each other, at least one of them measured
      for this mistake; a success told only by sources that promote something needs a figure of its own to count here;
    - supported: it helped, wholly or in part, in at least one case;
    - announced: only planned, recommended, a stopgap, or without a word on what came of it.

    Raises `ValueError` without edges: nothing is known, and that is no grade.
    """
    known = list(edges)
    if not known:
        raise ValueError("no edges, no grade")
    helped = any(edge.helped for edge in known)
    if any(edge.did_not_hold for edge in known):
        return Grade.MIXED if helped else Grade.FAILED
    witnesses = [edge for edge in known if edge.is_witness]
    independent = any(
        one.organisations.isdisjoint(other.organisations) and (one.is_measured or other.is_measured)
        for index, one in enumerate(witnesses)
        for other in witnesses[index + 1 :]
    )
    if independent:
        return Grade.CORROBORATED
    return Grade.SUPPORTED if helped else Grade.ANNOUNCED


def score(edges: Iterable[Edge]) -> float | None:
    """How much tried evidence says that the fix helps: 0 to 1, or `None` if nobody has tried it.

    Each organisation has one voice: the mean of what it tells (worked 1, in part ½, did not hold 0). A voice that is not
    first-hand weighs half. The score is the lower bound of Wilson's interval for the share that helped, so that one success
    stands below three, and three below three with nothing against them.
    """
    voices = [_voice(group) for group in _by_organisation(edge for edge in edges if edge.helped or edge.did_not_hold)]
    total = sum(weight for weight, _ in voices)
    if not total:
        return None
    share = sum(weight * value for weight, value in voices) / total
    spread = _Z * sqrt(share * (1 - share) / total + _Z**2 / (4 * total**2))
    return max(0.0, (share + _Z**2 / (2 * total) - spread) / (1 + _Z**2 / total))


def _by_organisation(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Edges that share an organisation, directly or through another edge, together."""
    groups: list[list[Edge]] = []
    for edge in edges:
        near = [group for group in groups if any(not edge.organisations.isdisjoint(other.organisations) for other in group)]
        groups = [group for group in groups if group not in near] + [[*(other for group in near for other in group), edge]]
    return groups


def _voice(edges: list[Edge]) -> tuple[float, float]:
    """Weight and value of what one organisation tells."""
    values = [1.0 if edge.worked else 0.5 if edge.helped else 0.0 for edge in edges]
    return (1.0 if any(edge.is_first_hand for edge in edges) else _SECOND_HAND), sum(values) / len(values)
