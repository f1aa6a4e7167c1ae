"""What follows from the cases: pairs and their grades, spans, neighbours."""

import pytest

from builders import a_case, a_corpus, a_fix, a_mistake, a_source, a_vocabulary, vocabulary_tables
from rex.core.derive import Facts, years_of
from rex.core.grade import Grade
from rex.core.model import Case

BACKUPS, STORM, BLAME = "untested-backups", "retry-storm", "blame-culture"
RESTORE, CHAOS, POSTMORTEM = "automated-restore-testing", "chaos-engineering", "blameless-postmortem"
MEASURED = [{"measure": "restores", "after": 30, "fixes": [RESTORE], "sources": ["report"]}]


def facts(**cases: str) -> Facts:
    return Facts(a_corpus({name.replace("_", "-"): text for name, text in cases.items()}))


def tied(mistake: str, fix: str, /, **changes) -> str:
    """A case that ties one mistake to one fix."""
    fix_changes = changes.pop("fix", {})
    fields = {"mistakes": [a_mistake(mistake)], "fixes": [a_fix(fix, corrects=[mistake], **fix_changes)], "results": []}
    return a_case(**(fields | changes))


def independent() -> dict:
    """A vocabulary in which the two companies have nothing to do with each other."""
    companies = vocabulary_tables()["companies"]
    del companies["example-shop"]["parent"]
    return {"companies": companies}


def test_every_corrected_mistake_makes_one_edge():
    found = facts(
        one=a_case(
            mistakes=[a_mistake(BACKUPS), a_mistake(STORM)], fixes=[a_fix(RESTORE, corrects=[BACKUPS, STORM]), a_fix(CHAOS, corrects=[])]
        )
    )
    assert [(edge.mistake, edge.fix) for edge in found.edges] == [(BACKUPS, RESTORE), (STORM, RESTORE)]
    assert list(found.pairs) == [(STORM, RESTORE), (BACKUPS, RESTORE)]


@pytest.mark.parametrize("status", ["draft", "wanted", "withdrawn"])
def test_only_published_cases_are_evidence(status):
    found = facts(one=tied(BACKUPS, RESTORE, status=status))
    assert (found.edges, found.pairs, found.by_mistake) == ((), {}, {})


@pytest.mark.parametrize(
    ("voice", "first_hand"),
    [("speaker", True), ("company", True), ("regulator", True), ("attendee", False), ("journalist", False), ("third-party", False)],
)
def test_an_edge_is_first_hand_if_those_who_know_say_so(voice, first_hand):
    [edge] = facts(one=tied(BACKUPS, RESTORE, sources=[a_source(voice=voice)])).edges
    assert edge.is_first_hand is first_hand


def test_only_the_sources_of_the_fix_make_it_first_hand():
    case = tied(BACKUPS, RESTORE, sources=[a_source(voice="company"), a_source("press", voice="journalist")], fix={"sources": ["press"]})
    assert [edge.is_first_hand for edge in facts(one=case).edges] == [False]


@pytest.mark.parametrize(
    ("result", "measured"),
    [
        ({"after": 3, "fixes": [RESTORE]}, True),
        ({"after": 0, "fixes": [RESTORE]}, True),
        ({"before": 3, "fixes": [RESTORE]}, False),
        ({"after": 3}, False),
        ({"after": 3, "fixes": [CHAOS]}, False),
    ],
)
def test_an_edge_is_measured_if_a_result_is_credited_to_its_fix(result, measured):
    [edge] = facts(one=tied(BACKUPS, RESTORE, results=[{"measure": "m", "sources": ["report"], **result}])).edges
    assert edge.is_measured is measured


def test_two_companies_of_one_group_are_no_two_witnesses():
    cases = {
        "one": tied(BACKUPS, RESTORE, company="example-shop", results=MEASURED),
        "two": tied(BACKUPS, RESTORE, company="example-group"),
    }
    found = facts(**cases)
    assert found.group("example-shop") == found.group("example-group") == "example-group"
    assert found.pairs[BACKUPS, RESTORE].grade is Grade.SUPPORTED
    apart = Facts(a_corpus(cases, a_vocabulary(**independent())))
    assert apart.pairs[BACKUPS, RESTORE].grade is Grade.CORROBORATED


def test_groups_that_own_each_other_do_not_loop():
    companies = vocabulary_tables()["companies"]
    companies["example-group"]["parent"] = "example-shop"
    found = Facts(a_corpus({"one": a_case()}, a_vocabulary(companies=companies)))
    assert found.group("example-shop") in companies
    assert found.group("nobody") == "nobody"


def test_what_helped_comes_first_then_what_did_not_hold_and_announcements_last():
    found = facts(
        failed=tied(BACKUPS, POSTMORTEM, fix={"outcome": "failed"}),
        unsure=tied(BACKUPS, RESTORE, fix={"outcome": "unknown"}),
        unsure_too=tied(BACKUPS, RESTORE, fix={"outcome": "unknown"}),
        worked=tied(BACKUPS, CHAOS),
    )
    assert [(pair.fix, pair.grade, len(pair.edges)) for pair in found.fixes_for(BACKUPS)] == [
        (CHAOS, "supported", 1),
        (POSTMORTEM, "failed", 1),
        (RESTORE, "announced", 2),
    ]
    assert found.fixes_for("no-such-mistake") == []


def test_of_equal_grades_the_one_with_more_cases_comes_first():
    found = facts(one=tied(BACKUPS, RESTORE), two=tied(STORM, RESTORE), three=tied(STORM, RESTORE), four=tied(BLAME, RESTORE))
    assert [pair.mistake for pair in found.mistakes_for(RESTORE)] == [STORM, BLAME, BACKUPS]


def test_cases_are_listed_latest_first_then_by_id():
    found = facts(old=a_case(date="2010/2012"), late=a_case(date="2019-05"), also_late=a_case(date="2019"), long=a_case(date="2001/2020"))
    assert found.by_mistake[BACKUPS] == ["long", "also-late", "late", "old"]
    assert found.by_fix[RESTORE] == found.by_mistake[BACKUPS] == found.by_pillar["automation"]


def test_an_undated_case_has_the_years_of_its_sources():
    text = a_case(date=None, sources=[a_source(date="2018-03"), a_source("other", date=2016), a_source("third", date=None)])
    [file] = a_corpus({"one": text}).cases.values()
    assert isinstance(file.case, Case)
    assert years_of(file.case) == (2016, 2018)


def test_a_span_goes_from_the_first_to_the_last_year():
    found = facts(one=a_case(date="2012/2014"), two=a_case(date="2019"), none=a_case(date=None, sources=[a_source(date=None)]))
    assert found.span(["one", "two", "none"]) == (2012, 2019)
    assert found.span(["none"]) is None
    assert found.span([]) is None


def test_calls_are_listed_with_their_company_and_event_but_not_with_mistakes():
    call = a_case(status="wanted", event="example-conf-2024", mistakes=[], fixes=[], results=[])
    found = facts(call=call, draft=a_case(status="draft"), case=a_case())
    assert found.by_company["example-shop"] == ["call", "case"]
    assert found.by_event == {"example-conf-2024": ["call"]}
    assert found.by_mistake[BACKUPS] == ["case"]
    assert [file.id for file in found.wanted] == ["call"]


def test_a_group_has_the_cases_of_its_companies():
    found = facts(case=a_case(), call=a_case(status="wanted", mistakes=[], fixes=[], results=[]))
    assert "example-group" not in found.by_company
    assert found.by_group["example-group"] == found.by_group["example-shop"] == found.by_company["example-shop"]


def test_mistakes_that_come_together_are_counted_by_case():
    def with_mistakes(*mistakes: str) -> str:
        return a_case(mistakes=[a_mistake(mistake) for mistake in mistakes], fixes=[a_fix(corrects=[])])

    found = facts(one=with_mistakes(BACKUPS, STORM, BLAME), two=with_mistakes(BACKUPS, STORM), three=with_mistakes(BLAME))
    assert found.comes_with(BACKUPS) == [(STORM, 2), (BLAME, 1)]
    assert found.comes_with(BLAME) == [(STORM, 1), (BACKUPS, 1)]
    assert found.comes_with("no-such-mistake") == []


def test_related_cases_say_what_they_share_nearest_first():
    found = facts(
        own=tied(BACKUPS, RESTORE, company="example-shop", pillars=["automation"]),
        same_both=tied(BACKUPS, RESTORE, company="example-group", pillars=["culture"]),
        same_mistake=tied(BACKUPS, CHAOS, company="example-group", pillars=["culture"]),
        same_fix=tied(STORM, RESTORE, company="example-group", pillars=["culture"]),
        same_company=tied(BLAME, POSTMORTEM, company="example-shop", pillars=["culture"]),
        same_pillar=tied(BLAME, POSTMORTEM, company="example-group", pillars=["automation"]),
        hidden=tied(BACKUPS, RESTORE, status="draft"),
    )
    related = found.related("own")
    assert [(near.case, near.reason) for near in related] == [
        ("same-both", "same-mistake-same-fix"),
        ("same-mistake", "same-mistake-other-fix"),
        ("same-fix", "same-fix"),
        ("same-company", "same-company"),
    ]
    assert (related[0].mistakes, related[0].fixes) == ((BACKUPS,), (RESTORE,))
    assert [near.score for near in related] == sorted((near.score for near in related), reverse=True)
    assert [near.case for near in found.related("own", limit=1)] == ["same-both"]


def test_a_shared_pillar_or_event_breaks_a_tie():
    found = facts(own=a_case(event="example-conf-2024"), a_other=a_case(), b_event=a_case(event="example-conf-2024"))
    assert [near.case for near in found.related("own")] == ["b-event", "a-other"]


def test_the_order_of_files_does_not_change_what_follows():
    texts = {"one": tied(BACKUPS, RESTORE), "two": tied(BACKUPS, RESTORE, fix={"outcome": "failed"}), "three": tied(STORM, CHAOS)}
    forward, backward = facts(**texts), facts(**dict(reversed(texts.items())))
    assert (forward.pairs, forward.by_mistake, forward.related("one")) == (backward.pairs, backward.by_mistake, backward.related("one"))


def test_a_figure_measures_the_mistake_that_it_names_or_the_only_one_of_its_fixes():
    def measured(corrects, **result):
        figure = {"measure": "a bill", "after": 3, "fixes": [RESTORE], "sources": ["report"]} | result
        case = a_case(mistakes=[a_mistake(BACKUPS), a_mistake(STORM)], fixes=[a_fix(RESTORE, corrects=corrects)], results=[figure])
        return {edge.mistake for edge in facts(one=case).edges if edge.is_measured}

    assert measured([BACKUPS]) == {BACKUPS}
    assert measured([BACKUPS, STORM]) == set(), "which of the two nobody can derive"
    assert measured([BACKUPS, STORM], mistakes=[STORM]) == {STORM}
    assert measured([BACKUPS], mistakes=[]) == set(), "the figure speaks of something else"
    assert measured([BACKUPS], mistakes=[STORM]) == set()
    assert measured([BACKUPS], fixes=[]) == set()


def test_a_fix_is_promoted_only_if_nobody_else_tells_it():
    def promoted(*promotional):
        sources = [a_source(name, promotional=value) for name, value in zip(("report", "other"), promotional, strict=False)]
        named = [source["id"] for source in sources]
        [edge] = facts(one=a_case(sources=sources, fixes=[a_fix(sources=named)])).edges
        return edge.is_promotional

    assert [promoted(True), promoted(True, True), promoted(True, False), promoted(False)] == [True, True, False, False]
