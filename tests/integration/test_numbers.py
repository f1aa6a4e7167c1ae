"""Every number of an analytical page leads to exactly as many cases. Checked on our own base, page by page."""

import re

import pytest

from conftest import our_facts
from rex.pages.build import build_pages

_CELL = re.compile(r'href="\.\./(mistakes/[\w-]+)/#([\w-]+)">(\d+) <small>\w</small> <span>')
_ITEM = re.compile(r"^- (?:\*\*)?(?:<span[^>]*>)?\[[^\]]*\]\((?:\.\./)?cases/([\w-]+)\.md\)", re.MULTILINE)
_DATED = re.compile(r"^- <span class=\"rex-unit.*?\]\((?:\.\./)?cases/([\w-]+)\.md\)", re.MULTILINE)
_HEADING = re.compile(r"^#{2,3} .*\{: #([\w-]+)", re.MULTILINE)


@pytest.fixture(scope="module", params=["en", "fr"])
def tree(request: pytest.FixtureRequest) -> dict[str, str]:
    facts = our_facts()
    return {page.path: page.markdown for page in build_pages(facts, request.param, {})}


def section(text: str, anchor: str) -> str:
    """What stands under the heading with this id, down to the next heading."""
    places = [(match.group(1), match.start(), match.end()) for match in _HEADING.finditer(text)]
    [(index, end)] = [(index, end) for index, (name, _, end) in enumerate(places) if name == anchor]
    return text[end : places[index + 1][1] if index + 1 < len(places) else len(text)]


def cases_in(text: str) -> set[str]:
    """Cases that the items of a list begin with; a case that an item only mentions further on does not count."""
    return set(_ITEM.findall(text))


def test_each_number_of_the_matrix_is_that_of_the_cases_behind_it(tree: dict[str, str]) -> None:
    cells = _CELL.findall(tree["matrix.md"])
    assert len(cells) > 100
    for path, anchor, number in cells:
        assert len(cases_in(section(tree[f"{path}.md"], anchor))) == int(number), (path, anchor)


def test_each_band_of_a_mistake_leads_to_what_its_page_tells_of_that_fix(tree: dict[str, str]) -> None:
    drawn = {path: re.findall(r'<a class="[a-z]+" xlink:href="#([\w-]+)"', text) for path, text in tree.items() if "rex-flows" in text}
    assert len(drawn) > 20
    for path, anchors in drawn.items():
        for anchor in anchors:
            assert f"{{: #{anchor} " in tree[path], (path, anchor)


def test_each_number_of_pillars_and_years_is_that_of_the_cases_behind_it(tree: dict[str, str]) -> None:
    page = tree["years/index.md"]
    cells = re.findall(r"\[(\d+)\]\((\d{4})\.md#([\w-]+) ", page)
    sums = re.findall(r'<td class="rex-sum" markdown="span">\[(\d+)\]\((\d{4})\.md\)', page)
    assert len(cells) > 40
    assert sums
    for number, year, pillar in cells:
        assert len(cases_in(section(tree[f"years/{year}.md"], pillar))) == int(number), (year, pillar)
    for number, year in sums:
        began = tree[f"years/{year}.md"].split("\n## ")[0]
        assert len(_DATED.findall(began)) == int(number), year


def test_the_timeline_has_every_case_once_under_the_number_that_it_gives(tree: dict[str, str]) -> None:
    items = _DATED.findall(tree["years/index.md"])
    counts = [int(number) for number in re.findall(r'data-toc-label="\d{4} \((\d+)\)"', tree["years/index.md"])]
    assert len(items) == len(set(items)) == sum(counts)
    assert {f"cases/{case}.md" for case in items} <= set(tree)


def test_each_pair_named_on_the_evidence_page_has_that_grade_where_it_leads(tree: dict[str, str]) -> None:
    for grade in ("corroborated", "supported", "mixed", "failed"):
        for path, anchor in re.findall(r"\((mistakes/[\w-]+\.md)#([\w-]+)\)", section(tree["evidence.md"], grade)):
            [heading] = re.findall(rf"^### .*\{{: #{anchor} .*$", tree[path], re.MULTILINE)
            assert f"rex-grade-{grade}" in heading, (path, anchor)


def test_every_story_that_did_not_hold_is_told(tree: dict[str, str]) -> None:
    facts = our_facts()
    expected = {
        (file.id, fix.id) for file in facts.corpus.published.values() for fix in file.case.fixes if fix.outcome in ("failed", "worsened")
    }
    assert expected
    for case, fix in expected:
        assert f"{{: #{case}-{fix} " in tree["tried.md"]
