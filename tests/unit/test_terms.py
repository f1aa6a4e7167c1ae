"""Pages of mistakes and fixes: the order in which a reader meets the evidence, and what a checklist may hold."""

import pytest

from builders import a_case, a_corpus, a_fix, a_mistake, a_vocabulary, both, vocabulary_tables
from rex.core.derive import Facts
from rex.pages.build import build_pages
from rex.pages.families.terms import STANDINGS

BACKUPS, RESTORE, CHAOS, POSTMORTEM = "untested-backups", "automated-restore-testing", "chaos-engineering", "blameless-postmortem"


def pages(**cases: str) -> dict[str, str]:
    tables = vocabulary_tables()
    for fix in tables["fixes"].values():
        fix["practice"] = {"en": [f"First step of {fix['label']['en']}"], "fr": [f"Premier pas de {fix['label']['fr']}"]}
    tables["mistakes"][BACKUPS]["recognise"] = {"en": ["Nobody restores."], "fr": ["Personne ne restaure."]}
    tables["mistakes"]["retry-storm"]["label"] = both("Retry storm", "Tempête de relances")
    corpus = a_corpus({name.replace("_", "-"): text for name, text in cases.items()}, a_vocabulary(**tables))
    return {page.path: page.markdown for page in build_pages(Facts(corpus), "en", {})}


def used(fix: str, outcome: str, state: str = "applied") -> str:
    return a_case(fixes=[a_fix(fix, outcome=outcome, state=state)], results=[])


def section(text: str, heading: str) -> str:
    """From a heading to the next of the same level."""
    return text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]


def test_what_only_failed_stands_in_a_section_of_its_own():
    page = pages(one=used(RESTORE, "worked"), two=used(CHAOS, "failed"))[f"mistakes/{BACKUPS}.md"]
    assert f"{{: #{RESTORE} " in section(page, "Helped")
    assert f"{{: #{CHAOS} " not in section(page, "Helped")
    assert f"{{: #{CHAOS} " in section(page, "What did not hold")


def test_a_mixed_fix_is_told_on_both_sides_and_has_one_anchor():
    page = pages(one=used(RESTORE, "worked"), two=used(RESTORE, "worsened"))[f"mistakes/{BACKUPS}.md"]
    assert "rex-grade-mixed" in section(page, "Helped")
    assert "made things worse" in section(page, "What did not hold")
    assert page.count(f"{{: #{RESTORE} ") == 1


@pytest.mark.parametrize(("outcome", "said"), [("unknown", False), ("failed", False), ("worked", True)])
def test_what_did_not_hold_leads_to_another_fix_only_if_that_helped(outcome, said):
    page = pages(one=used(RESTORE, "failed"), two=used(CHAOS, outcome))["tried.md"]
    story = page.split("{: #one-", 1)[1].split("\n### ", 1)[0]
    assert ("Better evidence against it" in story) is said
    assert ("No case shows yet what works instead" in story) is not said


def test_where_nothing_failed_the_page_says_that_this_proves_nothing():
    page = pages(one=used(RESTORE, "worked"))[f"mistakes/{BACKUPS}.md"]
    assert "not a promise" in section(page, "What did not hold")


@pytest.mark.parametrize(("outcome", "said"), [("unknown", True), ("worked", False)])
def test_a_mistake_without_supported_fix_says_so_before_anything_else(outcome, said):
    page = pages(one=used(RESTORE, outcome))[f"mistakes/{BACKUPS}.md"]
    first = page.split("\n## ", 1)[0]
    assert ("No source says yet that a fix helped" in first) is said
    assert ("Best evidence so far" in first) is not said


def test_the_checklist_never_proposes_what_did_not_hold():
    page = pages(one=used(RESTORE, "worked"), two=used(CHAOS, "failed"), three=used(POSTMORTEM, "partly"), four=used(POSTMORTEM, "failed"))
    checklist = section(page[f"mistakes/{BACKUPS}.md"], "Checklist")
    assert "First step of restore testing" in checklist
    assert "chaos engineering" not in checklist
    assert "postmortem" not in checklist
    assert checklist.count('<input type="checkbox">') == 2


def test_a_case_stands_once_on_the_page_of_a_fix_under_what_became_of_it():
    mistakes = [a_mistake(BACKUPS), a_mistake("retry-storm")]
    both_corrected = a_case(mistakes=mistakes, fixes=[a_fix(RESTORE, corrects=[BACKUPS, "retry-storm"], outcome="partly")], results=[])
    page = pages(one=both_corrected, two=used(RESTORE, "unknown", "planned"))[f"fixes/{RESTORE}.md"]
    took = section(page, "Where it was tried")
    assert took.count("cases/one.md") == 1
    assert took.index("#partly") < took.index("cases/one.md") < took.index("#planned") < took.index("cases/two.md")


def test_only_credited_results_count_as_figures_of_a_fix():
    results = [
        {"measure": "restores a month", "after": 30, "fixes": [RESTORE], "sources": ["report"]},
        {"measure": "customers", "after": 12, "sources": ["report"]},
    ]
    page = pages(one=a_case(fixes=[a_fix(RESTORE)], results=results))[f"fixes/{RESTORE}.md"]
    assert "restores a month" in section(page, "In figures")
    assert "customers" not in page


def test_every_standing_has_its_words_and_its_shape(repository):
    from rex.pages.words import words_of

    css = (repository / "docs/overrides/assets/views.css").read_text(encoding="utf-8")
    for name in STANDINGS:
        assert all(words_of(lang)(f"standing.{name}", n=2) and words_of(lang)(f"standing_title.{name}") for lang in ("en", "fr"))
        assert f".rex-dots .{name}" in css or name in ("applied", "already-in-place"), "hollow is the shape of what nobody told"


def test_the_list_of_mistakes_names_the_best_fix_and_never_one_that_only_failed():
    def listed(**cases: str) -> str:
        text = pages(**cases)["mistakes/index.md"]
        return text.split("untested-backups.md", 1)[1].split("retry-storm.md", 1)[0].split("blame-culture.md", 1)[0]

    both_tried = listed(
        one=used(CHAOS, "worked"), two=used(CHAOS, "worked"), three=used(RESTORE, "failed"), four=used(POSTMORTEM, "partly")
    )
    assert "chaos engineering" in both_tried and "helped 2" in both_tried
    assert "restore testing" not in both_tried and "postmortem" not in both_tried
    assert "restore testing" not in listed(one=used(RESTORE, "failed"))
    announced = listed(one=used(RESTORE, "failed"), two=used(CHAOS, "unknown", "planned"))
    assert "chaos engineering" in announced and "announced" in announced


def test_only_occasions_that_bring_a_mistake_of_this_base_are_listed():
    page = pages(one=used(RESTORE, "worked"))["checklists.md"]
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert any("Migration" in line or "migration" in line for line in headings)
    assert not any("ertificate" in line for line in headings)


def test_a_page_says_in_which_years_its_cases_happened():
    of_one_year = pages(one=used(RESTORE, "worked"))[f"mistakes/{BACKUPS}.md"]
    assert "Seen in one case, in 2024" in of_one_year.replace("1 case", "one case")
    of_two = pages(one=used(RESTORE, "worked"), two=a_case(date="2019"))[f"mistakes/{BACKUPS}.md"]
    assert "from 2019 to 2024" in of_two
