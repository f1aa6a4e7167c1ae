"""Cases in their years: each once, nothing lost, and what went on for longer beside it."""

from builders import a_case, a_corpus, a_source
from rex.core.chronology import chronology
from rex.core.derive import Facts


def told(**cases: str):
    return chronology(Facts(a_corpus({name.replace("_", "-"): text for name, text in cases.items()})))


def test_a_case_counts_in_the_year_it_began_and_goes_on_beside():
    found = told(long=a_case(date="2014-05/2016"), short=a_case(date="2015"))
    assert [(year.year, year.began, year.going_on) for year in found.years] == [
        (2014, ("long",), ()),
        (2015, ("short",), ("long",)),
        (2016, (), ("long",)),
    ]


def test_every_published_case_stands_in_exactly_one_year():
    found = told(one=a_case(date="2014/2016"), two=a_case(date="2020-02"), three=a_case(date=None), four=a_case(status="draft"))
    assert sorted(case for year in found.years for case in year.began) == ["one", "three", "two"]


def test_years_without_a_case_are_there_and_empty():
    found = told(one=a_case(date="2014"), two=a_case(date="2017"))
    assert [year.year for year in found.years] == [2014, 2015, 2016, 2017]
    assert [year.year for year in found.told] == [2014, 2017]
    assert found[2015].began == ()


def test_a_case_that_nobody_dated_stands_at_its_earliest_source_and_goes_on_nowhere():
    sources = [a_source(date="2019-03"), a_source("later", date="2021")]
    found = told(one=a_case(date=None, sources=sources))
    assert found.undated == ("one",)
    assert found[2019].began == ("one",)
    assert all(not year.going_on for year in found.years)


def test_cells_hold_the_cases_of_a_pillar_in_a_year():
    found = told(
        one=a_case(date="2014", pillars=["culture", "automation"]),
        two=a_case(date="2014", pillars=["culture"]),
        three=a_case(date="2015/2016", pillars=["culture"]),
    )
    assert dict(found.cells) == {(2014, "culture"): ("one", "two"), (2014, "automation"): ("one",), (2015, "culture"): ("three",)}


def test_cases_of_a_year_stand_in_the_order_in_which_they_began():
    found = told(a=a_case(date="2014-09"), b=a_case(date="2014-02-03"), c=a_case(date="2014"))
    assert found[2014].began == ("c", "b", "a")


def test_no_case_makes_no_year():
    found = told(one=a_case(status="draft"))
    assert (found.years, found.cells, found.undated) == ((), {}, ())
