"""Each grade's rule and its borders; and that bad news never improves a grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.grade import FORMER, RANK, Counts, Edge, Grade, count, grade, score
from rex.core.model import Outcome, Role, State


def an_edge(
    case="one", *, outcome="worked", state="applied", of=None, first_hand=True, measured=False, role=None, promotional=False
) -> Edge:
    organisations = frozenset({of or case})
    role = role and Role(role)
    return Edge(case, "a-mistake", "a-fix", State(state), Outcome(outcome), organisations, first_hand, measured, role, promotional)


WORKED = an_edge()
MEASURED = an_edge(measured=True)


@pytest.mark.parametrize(
    ("expected", "edges"),
    [
        # corroborated: two independent first-hand successes, one of them measured
        ("corroborated", [MEASURED, an_edge("two")]),
        ("corroborated", [WORKED, an_edge("two", measured=True)]),
        ("corroborated", [WORKED, an_edge("two"), an_edge("three", measured=True)]),
        ("corroborated", [MEASURED, an_edge("two", state="already-in-place")]),
        ("corroborated", [MEASURED, an_edge("two"), an_edge("three", outcome="partly")]),
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
        # supported: it helped somewhere, at least in part
        ("supported", [WORKED]),
        ("supported", [an_edge(outcome="partly")]),
        ("supported", [an_edge(state="already-in-place")]),
        # announced: nobody tells that it helped
        ("supported", [an_edge(first_hand=False)]),
        ("supported", [an_edge(first_hand=False, measured=True), an_edge("two", first_hand=False, measured=True)]),
        ("supported", [an_edge(outcome="partly", first_hand=False)]),
        # a success story corroborates only with a figure of its own
        ("supported", [MEASURED, an_edge("two", promotional=True)]),
        ("corroborated", [WORKED, an_edge("two", promotional=True, measured=True)]),
        # a stopgap that ended the incident mends nothing, and one that did not is a failure like any other
        ("announced", [an_edge(role="stopgap", measured=True)]),
        ("supported", [MEASURED, an_edge("two", role="stopgap")]),
        ("failed", [an_edge(role="stopgap", outcome="failed")]),
        ("corroborated", [MEASURED, an_edge("two", role="lasting")]),
        ("announced", [an_edge(state="not-delivered", outcome="unknown")]),
        ("announced", [an_edge(outcome="unknown")]),
        ("announced", [an_edge(state="planned")]),
        ("announced", [an_edge(state="recommended", measured=True)]),
        ("announced", [an_edge(state="planned", outcome="failed")]),
        # mixed and failed
        ("mixed", [WORKED, an_edge("two", outcome="failed")]),
        ("mixed", [an_edge(outcome="partly", first_hand=False), an_edge("two", outcome="worsened")]),
        ("mixed", [MEASURED, an_edge("two"), an_edge("three", outcome="failed", first_hand=False)]),
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
    assert sorted(Grade, key=RANK.__getitem__) == ["corroborated", "supported", "mixed", "announced", "failed"]


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
    role=st.sampled_from([None, *Role]),
    is_promotional=st.booleans(),
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
    assert after in (Grade.MIXED, Grade.FAILED)


@given(st.lists(EDGES, min_size=1, max_size=6), st.sampled_from(["planned", "recommended"]))
def test_a_plan_changes_no_grade(edges, state):
    assert grade([*edges, an_edge("z", state=state, measured=True)]) is grade(edges)


@pytest.mark.parametrize("grade_now", list(Grade))
def test_the_words_of_the_first_release_are_still_understood(grade_now):
    assert Grade(FORMER[grade_now]) is grade_now
    with pytest.raises(ValueError, match="certain"):
        Grade("certain")


@given(st.lists(EDGES, max_size=8))
def test_every_edge_counts_once(edges):
    assert sum(vars(count(edges)).values()) == len(edges)


def test_counts_name_what_became_of_each():
    edges = [
        *(an_edge(name) for name in "ab"),
        an_edge("c", outcome="partly"),
        an_edge("d", outcome="worsened"),
        an_edge("e", outcome="unknown"),
        an_edge("f", state="planned", outcome="unknown"),
        an_edge("g", role="stopgap"),
        an_edge("h", state="not-delivered", outcome="unknown"),
    ]
    assert count(edges) == Counts(helped=2, partly=1, failed=1, unknown=2, stopgap=1, not_delivered=1)


def ranked(*pairs):
    """Names of lists of edges, those with most evidence first; the untried last."""
    return [name for name, edges in sorted(pairs, key=lambda pair: (score(pair[1]) is None, -(score(pair[1]) or 0)))]


def test_evidence_ranks_and_not_the_label():
    found = ranked(
        ("announced by five", [an_edge(name, state="planned", outcome="unknown") for name in "abcde"]),
        ("failed once", [an_edge(outcome="failed")]),
        ("helped once", [WORKED]),
        ("helped once, second-hand", [an_edge(first_hand=False)]),
        ("helped three times, failed once", [an_edge("a"), an_edge("b"), an_edge("c"), an_edge("d", outcome="failed")]),
        ("helped three times", [an_edge("a"), an_edge("b"), an_edge("c")]),
        ("helped in part", [an_edge(outcome="partly")]),
    )
    assert found == [
        "helped three times",
        "helped three times, failed once",
        "helped once",
        "helped once, second-hand",
        "helped in part",
        "failed once",
        "announced by five",
    ]


def test_one_organisation_has_one_voice_however_often_it_speaks():
    assert score([WORKED, an_edge("two", of="one"), an_edge("three", of="one")]) == score([WORKED])
    joint = Edge("j", "m", "f", State.APPLIED, Outcome.WORKED, frozenset({"one", "two"}), True, False)
    assert score([WORKED, an_edge("two"), joint]) == score([WORKED])


def test_the_score_is_the_lower_bound_of_wilson():
    # Two of two: n / (n + z^2), as the textbook has it.
    assert score([WORKED, an_edge("two")]) == pytest.approx(2 / (2 + 1.96**2))
    assert score([an_edge(outcome="failed")]) == 0
    assert score([an_edge(state="planned", outcome="unknown"), an_edge("g", role="stopgap")]) is None


@given(st.lists(EDGES, min_size=1, max_size=6))
def test_the_score_is_a_share_and_the_order_does_not_matter(edges):
    value = score(edges)
    assert value is None or 0 <= value <= 1
    assert score(list(reversed(edges))) == (value if value is None else pytest.approx(value))
