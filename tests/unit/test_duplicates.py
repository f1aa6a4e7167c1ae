"""One story told twice: what is noticed, what is left alone, and that it is advice."""

import random
from itertools import combinations
from pathlib import Path

import pytest

from builders import a_base, a_case, a_corpus
from conftest import our_corpus
from rex.core.corpus import read_corpus
from rex.core.likeness import Likeness
from rex.lint.engine import errors, lint
from rex.lint.example import CASE
from rex.lint.report import as_github, as_text
from rex.lint.rules.duplicates import canonical

OTHER_WORDS = " ".join(
    f"Word{letter}alpha word{letter}beta{letter} differs from everything above{letter}." for letter in "abcdefghijklmnop"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example-shop.net/a", "http://www.example-shop.net/a/"),
        ("https://example-shop.net/a", "https://Example-Shop.net:443/a#part"),
        ("https://example-shop.net/a?x=1&utm_source=b", "https://example-shop.net/a?x=1"),
        ("https://example-shop.net/a?b=1&a=2", "https://example-shop.net/a?a=2&b=1"),
        ("https://example-shop.net/a/index.html", "https://m.example-shop.net/a"),
        ("https://web.archive.org/web/20200101000000/https://example-shop.net/a", "https://example-shop.net/a"),
    ],
)
def test_two_spellings_of_one_address_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    "other", ["https://example-shop.net/b", "https://example.com/a", "https://example-shop.net/a?id=2", "https://example-shop.net/A"]
)
def test_other_pages_stay_other_pages(other: str) -> None:
    assert canonical("https://example-shop.net/a") != canonical(other)


def a_body(words: str) -> str:
    cited = "\n\n".join(f"## {name}\n\n{words}[^report]" for name in ("Context", "What went wrong", "What changed", "Results"))
    return f"{cited}\n\n## What to keep\n\n{words}\n"


def warnings(folder: Path, **cases: str) -> list[tuple[str, str]]:
    corpus = read_corpus(a_base(folder, cases))
    found = [finding for finding in lint(corpus) if finding.code in ("REX501", "REX502")]
    assert errors(found) == []
    return [(finding.path, finding.code) for finding in found]


def a_source(url: str, source_id: str = "report") -> dict[str, str]:
    return {
        "id": source_id,
        "url": url,
        "title": "T",
        "publisher": "P",
        "date": "2024-02",
        "lang": "en",
        "voice": "company",
        "read": "full",
    }


def test_the_same_text_under_another_id_is_noticed(tmp_path: Path) -> None:
    assert ("cases/other-2024.md", "REX501") in warnings(
        tmp_path,
        **{
            "example-2024": CASE,
            "other-2024": CASE,
            "third-2020": a_case(
                body=a_body(OTHER_WORDS),
                company="example-group",
                date="2020",
                title="Nothing alike",
                sources=[a_source("https://example-shop.net/third")],
            ),
        },
    )


def a_story(**changes: object) -> str:
    return a_case(
        **{
            "body": a_body(OTHER_WORDS),
            "title": "Quite another headline",
            "sources": [a_source("https://example-shop.net/other")],
            **changes,
        }
    )


def test_the_same_days_at_the_same_company_with_the_same_mistake_are_noticed(tmp_path: Path) -> None:
    assert warnings(tmp_path, **{"example-2024": CASE, "other-2024": a_story()}) == [("cases/other-2024.md", "REX501")]


@pytest.mark.parametrize("changes", [{"date": "2020-01-01"}, {"company": "example-group"}, {"kind": "transformation"}])
def test_another_time_company_or_kind_is_another_story(tmp_path: Path, changes: dict[str, object]) -> None:
    assert warnings(tmp_path, **{"example-2024": CASE, "other-2024": a_story(**changes)}) == []


def test_one_report_may_feed_two_cases(tmp_path: Path) -> None:
    shared = read_corpus(a_base(tmp_path / "read", {"example-2024": CASE})).cases["example-2024"].case.sources[0].url
    two = [a_source(shared), a_source("https://example-shop.net/second", "second")]
    assert (
        warnings(
            tmp_path / "base", **{"example-2024": CASE, "other-2020": a_story(date="2020-01-01", sources=two, company="example-group")}
        )
        == []
    )


def test_one_page_listed_twice_is_noticed(tmp_path: Path) -> None:
    sources = [a_source("https://example-shop.net/a"), a_source("http://www.example-shop.net/a/?utm_medium=x", "again")]
    assert ("cases/other-2020.md", "REX502") in warnings(tmp_path, **{"other-2020": a_story(sources=sources, date="2020")})
    places = [a_source("https://example-shop.net/a#one"), a_source("https://example-shop.net/a#two", "again")]
    assert ("cases/other-2020.md", "REX502") not in warnings(tmp_path / "b", **{"other-2020": a_story(sources=places, date="2020")})


def test_a_warning_says_so_and_can_be_put_beside_its_line(tmp_path: Path) -> None:
    findings = lint(read_corpus(a_base(tmp_path, {"example-2024": CASE, "other-2024": a_story()})))
    assert "cases/other-2024.md:1:1: REX501 warning: may be the same story" in as_text(findings)
    assert "::warning file=cases/other-2024.md,line=1,col=1,title=REX501 near-duplicate::" in as_github(findings)


def test_likeness_is_whole_for_itself_symmetric_and_sees_every_pair(repository: Path) -> None:
    shown = our_corpus().shown
    likeness = Likeness(shown)
    ids = sorted(shown)[:25]
    assert all(likeness.between(case, case) == pytest.approx(1.0, abs=0.001) for case in ids)
    pairs = {(one, other): value for one, other, value in likeness.above(0.05)}
    for one in ids:
        for other in ids:
            assert likeness.between(one, other) == likeness.between(other, one)
            if one < other and likeness.between(one, other) >= 0.051:
                assert pairs[one, other] == pytest.approx(likeness.between(one, other), abs=0.001)
    assert likeness.between("gitlab-2017", "nobody") == 0.0


def test_passing_over_what_cannot_be_alike_loses_no_pair() -> None:
    chance = random.Random(5)
    tail = ["".join(chance.choices("bcdfglmnprst", k=6)) for _ in range(150)]
    bodies = {f"case-{n}": " ".join(chance.choices(tail[: chance.randint(20, 150)], k=80)) for n in range(60)}
    likeness = Likeness(a_corpus({name: a_case(title=f"A story about {name}", body=text) for name, text in bodies.items()}).cases)
    for least in (0.1, 0.3, 0.7):
        found = {(one, other): value for one, other, value in likeness.above(least)}
        surely = {pair for pair in combinations(sorted(bodies), 2) if likeness.between(*pair) >= least + 0.001}
        assert surely <= set(found), least
        assert all(value == pytest.approx(likeness.between(*pair), abs=0.001) for pair, value in found.items())
        assert surely or least > 0.5
