"""Each grade's rule and its borders; and that bad news never improves a grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.grade import RANK, Edge, Grade, grade
from rex.core.model import Outcome, State


def an_edge(case="one", *, outcome="worked", state="applied", of=None, first_hand=True, measured=False) -> Edge:
    return Edge(case, "a-mistake", "a-fix", State(state), Outcome(outcome), frozenset({of or case}), first_hand, measured)


WORKED = an_edge()
MEASURED = an_edge(measured=True)


@pytest.mark.parametrize(
    ("expected", "edges"),
    [
        # proven: two independent first-hand successes, one of them measured
        ("proven", [MEASURED, an_edge("two")]),
        ("proven", [WORKED, an_edge("two", measured=True)]),
        ("proven", [WORKED, an_edge("two"), an_edge("three", measured=True)]),
        ("proven", [MEASURED, an_edge("two", state="already-in-place")]),
        ("proven", [MEASURED, an_edge("two"), an_edge("three", outcome="partly")]),
        # one condition of it missing
        ("supported", [WORKED, an_edge("two")]),
        ("supported", [MEASURED]),
        ("supported", [MEASURED, an_edge("two", of="one")]),
        ("supported", [MEASURED, an_edge("two", first_hand=False)]),
        ("supported", [an_edge(measured=True, first_hand=False), an_edge("two")]),
        ("supported", [MEASURED, an_edge("two", outcome="partly")]),
        ("supported", [MEASURED, an_edge("two", state="planned", outcome="unknown")]),
        ("supported", [MEASURED, an_edge("two", state="recommended")]),
        ("supported", [an_edge(outcome="partly", measured=True), an_edge("two", outcome="partly")]),
        # supported: one first-hand, at least in part
        ("supported", [WORKED]),
        ("supported", [an_edge(outcome="partly")]),
        ("supported", [an_edge(state="already-in-place")]),
        # reported: the rest
        ("reported", [an_edge(first_hand=False)]),
        ("reported", [an_edge(first_hand=False, measured=True), an_edge("two", first_hand=False, measured=True)]),
        ("reported", [an_edge(outcome="unknown")]),
        ("reported", [an_edge(state="planned")]),
        ("reported", [an_edge(state="recommended", measured=True)]),
        ("reported", [an_edge(state="planned", outcome="failed")]),
        ("reported", [an_edge(outcome="partly", first_hand=False)]),
        # contested and failed
        ("contested", [WORKED, an_edge("two", outcome="failed")]),
        ("contested", [an_edge(outcome="partly", first_hand=False), an_edge("two", outcome="worsened")]),
        ("contested", [MEASURED, an_edge("two"), an_edge("three", outcome="failed", first_hand=False)]),
        ("failed", [an_edge(outcome="failed")]),
        ("failed", [an_edge(outcome="worsened"), an_edge("two", outcome="unknown")]),
        ("failed", [an_edge(outcome="failed"), an_edge("two", state="planned")]),
    ],
)
def test_each_grade_has_its_rule(expected, edges):
    assert grade(edges) is Grade(expected)


def test_two_cases_that_share_one_company_of_several_are_not_independent():
    joint = Edge("two", "a-mistake", "a-fix", State.APPLIED, Outcome.WORKED, frozenset({"one", "other"}), True, True)
    assert grade([WORKED, joint]) is Grade.SUPPORTED


def test_without_edges_there_is_no_grade():
    with pytest.raises(ValueError, match="no edges"):
        grade([])


def test_grades_are_ranked_from_the_best_to_the_worst():
    assert sorted(Grade, key=RANK.__getitem__) == ["proven", "supported", "reported", "contested", "failed"]


EDGES = st.builds(
    Edge,
    case=st.sampled_from("abcd"),
    mistake=st.just("a-mistake"),
    fix=st.just("a-fix"),
    state=st.sampled_from(State),
    outcome=st.sampled_from(Outcome),
    organisations=st.frozensets(st.sampled_from("wxyz"), min_size=1, max_size=2),
    is_first_hand=st.booleans(),
    is_measured=st.booleans(),
)


@given(st.lists(EDGES, min_size=1, max_size=6), st.randoms())
def test_the_order_of_edges_does_not_matter(edges, random):
    shuffled = list(edges)
    random.shuffle(shuffled)
    assert grade(shuffled) is grade(edges)


@given(st.lists(EDGES, min_size=1, max_size=6), st.sampled_from(["failed", "worsened"]), st.booleans())
def test_a_failure_never_improves_a_grade(edges, outcome, first_hand):
    before = grade(edges)
    after = grade([*edges, an_edge("z", outcome=outcome, first_hand=first_hand, measured=True)])
    assert RANK[after] >= RANK[before]
    assert after in (Grade.CONTESTED, Grade.FAILED)


@given(st.lists(EDGES, min_size=1, max_size=6), st.sampled_from(["planned", "recommended"]))
def test_a_plan_changes_no_grade(edges, state):
    assert grade([*edges, an_edge("z", state=state, measured=True)]) is grade(edges)
