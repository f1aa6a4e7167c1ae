"""What leans to one side is counted, not felt."""

import pytest

from builders import a_case, a_corpus, a_fix, a_source
from rex.core.coverage import Share, coverage, did_not_hold, size_of
from rex.core.derive import Facts
from rex.core.model import claims_of, ids_of

RESTORE, BACKUPS = "automated-restore-testing", "untested-backups"


def facts(**cases: str) -> Facts:
    return Facts(a_corpus({name.replace("_", "-"): text for name, text in cases.items()}))


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        (["company"], Share(1, 1)),
        (["speaker", "company"], Share(1, 1)),
        (["company", "journalist"], Share(0, 1)),
        (["regulator"], Share(0, 1)),
    ],
)
def test_a_success_told_by_nobody_else_is_on_their_own_word(voices, expected):
    sources = [a_source(f"s{index}", voice=voice) for index, voice in enumerate(voices)]
    names = [source["id"] for source in sources]
    case = a_case(sources=[a_source(), *sources], fixes=[a_fix(RESTORE, sources=names)], results=[])
    assert coverage(facts(one=case)).helped_by_own_word == expected


def test_a_fix_of_unknown_outcome_is_no_success():
    case = a_case(fixes=[a_fix(RESTORE, outcome="unknown")], results=[])
    assert coverage(facts(one=case)).helped_by_own_word == Share(0, 0)


def test_a_claim_is_unread_if_none_of_its_sources_was_read_to_the_end():
    read, unread = a_source("report", read="part"), a_source("other", read="full")
    found = facts(one=a_case(sources=[read, unread]))
    [file] = found.corpus.published.values()
    claims = [claim for _, claim in claims_of(file.case)]
    expected = sum(set(ids_of(claim.sources)) == {"report"} for claim in claims)
    assert expected > 0
    assert coverage(found).claims_unread == Share(expected, len(claims))


def test_counts_of_closed_lists_name_what_never_occurs():
    found = coverage(facts(one=a_case()))
    assert list(found.sources_by_read) == ["full", "part", "cited"]
    assert list(found.fixes_by_outcome) == ["worked", "partly", "failed", "worsened", "unknown"]
    assert 0 in found.fixes_by_outcome.values()


def test_a_case_of_two_companies_of_one_country_counts_once_there():
    found = coverage(facts(one=a_case(company=["example-shop", "example-group"])))
    assert found.by_country == {"FR": 1}
    assert found.by_sector == {"holding": 1, "retail": 1}


def test_terms_that_no_case_shows_are_named():
    found = coverage(facts(one=a_case()))
    assert BACKUPS not in found.mistakes_never_seen
    assert "retry-storm" in found.mistakes_never_seen
    assert "chaos-engineering" in found.fixes_never_seen


def test_the_size_a_case_gives_comes_before_that_of_the_company():
    found = facts(one=a_case(context={"size": "small"}), two=a_case(context={}))
    assert [size_of(found, found.corpus.cases[case].case) for case in ("one", "two")] == ["small", None]


@pytest.mark.parametrize(("outcome", "edges"), [("failed", 1), ("worsened", 1), ("partly", 0), ("unknown", 0)])
def test_only_what_failed_or_worsened_did_not_hold(outcome, edges):
    found = facts(one=a_case(fixes=[a_fix(RESTORE, outcome=outcome)], results=[]))
    assert len(did_not_hold(found)) == edges


def test_thin_terms_are_told_by_too_few_organisations_or_cases():
    texts = {"example-2024": a_case(), "second-2024": a_case(title="Another disk fails")}
    counts = coverage(Facts(a_corpus(texts)))
    assert counts.thin_mistakes[BACKUPS] == 1, "two cases of one organisation are one witness"
    assert counts.thin_fixes[RESTORE] == 2
    more = {f"case-{number}-2024": a_case(title=f"Disk {number} fails") for number in range(3)}
    assert RESTORE not in coverage(Facts(a_corpus(more))).thin_fixes
