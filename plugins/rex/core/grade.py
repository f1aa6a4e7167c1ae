"""What all edges between one mistake and one fix add up to.

A pure function of the edges: no corpus, no files, no date. The rules are those that
`docs/en/evidence.md` tells the reader.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rex.core.model import Outcome, State


class Grade(StrEnum):
    """From the best evidence to the worst."""

    PROVEN = "proven"
    SUPPORTED = "supported"
    REPORTED = "reported"
    CONTESTED = "contested"
    FAILED = "failed"


RANK: dict[Grade, int] = {grade: rank for rank, grade in enumerate(Grade)}


@dataclass(frozen=True)
class Edge:
    """One case saying "this fix was used against this mistake".

    `organisations` holds the head of each company's group, so that two subsidiaries are no two witnesses.
    `is_measured`: a result of the case is credited to this fix by a source.
    """

    case: str
    mistake: str
    fix: str
    state: State
    outcome: Outcome
    organisations: frozenset[str]
    is_first_hand: bool
    is_measured: bool

    @property
    def was_applied(self) -> bool:
        return self.state in (State.APPLIED, State.ALREADY_IN_PLACE)

    @property
    def worked(self) -> bool:
        return self.was_applied and self.outcome is Outcome.WORKED

    @property
    def helped(self) -> bool:
        return self.was_applied and self.outcome in (Outcome.WORKED, Outcome.PARTLY)

    @property
    def did_not_hold(self) -> bool:
        return self.was_applied and self.outcome in (Outcome.FAILED, Outcome.WORSENED)


def grade(edges: Iterable[Edge]) -> Grade:
    """Grade one mistake–fix pair.

    - contested: it helped in one case and did not hold in another;
    - failed: it only failed or made things worse;
    - proven: it worked first-hand in two cases of organisations independent of each other, one of them measured;
    - supported: it worked, or partly, in at least one case, first-hand;
    - reported: anything else.

    Raises `ValueError` without edges: nothing is known, and that is no grade.
    """
    known = list(edges)
    if not known:
        raise ValueError("no edges, no grade")
    if any(edge.did_not_hold for edge in known):
        return Grade.CONTESTED if any(edge.helped for edge in known) else Grade.FAILED
    witnesses = [edge for edge in known if edge.worked and edge.is_first_hand]
    independent = any(
        one.organisations.isdisjoint(other.organisations) and (one.is_measured or other.is_measured)
        for index, one in enumerate(witnesses)
        for other in witnesses[index + 1 :]
    )
    if independent:
        return Grade.PROVEN
    return Grade.SUPPORTED if any(edge.helped and edge.is_first_hand for edge in known) else Grade.REPORTED
