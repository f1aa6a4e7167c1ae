"""One rich case, field by field as the data publishes it: `tests/golden/data/rich.json` is approved by hand.

`pytest tests/unit/test_published.py --update-golden` writes it anew; look at the difference before it is committed.
"""

import csv
import io
import json
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from builders import EXAMPLE_ID, a_case, a_corpus, a_rich_case, a_source, a_translation, a_vocabulary, vocabulary_tables
from rex.core.derive import Facts
from rex.core.model import Case, Reference, Voice
from rex.data.addresses import Addresses
from rex.data.build import build_records
from rex.data.records import CaseRecord, case_of, published
from rex.data.tables import cases_csv, edges_csv, sources_csv

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "data" / "rich.json"
ADDRESSES = Addresses({"en": "https://rex.example/en/", "fr": "https://rex.example/fr/"}, "https://code.example/rex")

RICH = a_rich_case()
FRENCH = a_translation(
    RICH,
    asked=["sauvegarde vide"],
    caution="Deux rapports : ils diffèrent.",
    disputed={"what": "Un jour, dit un lecteur."},
    response={"what": "C’était un jour."},
    impact=[{"measure": "commandes perdues", "unit": "jours"}],
    detection={"what": "Des clients ont demandé.", "diagnosis": "La taille semblait juste.", "after": "un jour"},
    source_notes={
        "report": "En partie.",
    },
)


@pytest.fixture
def facts() -> Facts:
    companies = vocabulary_tables()["companies"]
    companies["example-shop"]["size"] = "large"
    return Facts(a_corpus({EXAMPLE_ID: RICH, f"{EXAMPLE_ID}.fr": FRENCH}, a_vocabulary(companies=companies)))


def test_every_field_of_a_case_is_published_as_approved(facts: Facts, request: pytest.FixtureRequest) -> None:
    [record] = build_records(facts, ADDRESSES).cases
    text = json.dumps(record.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8", newline="\n")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_rich_case_has_a_value_in_every_field() -> None:
    case = a_corpus({EXAMPLE_ID: RICH}).cases[EXAMPLE_ID].case
    empty = [name for name in Case.model_fields if not getattr(case, name)]
    assert empty == ["withdrawn_because"], "a new field belongs into the rich case, or nothing shows how it is published"


def test_what_is_published_leads_back_to_the_case(facts: Facts) -> None:
    file = facts.corpus.cases[EXAMPLE_ID]
    [record] = build_records(facts, ADDRESSES).cases
    read = CaseRecord.model_validate_json(record.model_dump_json())
    for lang in ("en", "fr"):
        local = file.in_language(lang)
        assert case_of(read, lang) == (local.case, local.body)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_first_hand_says_whose_voice_it_is(facts: Facts) -> None:
    records = build_records(facts, ADDRESSES)
    assert {source.id: source.first_hand for source in records.cases[0].sources} == {"report": True, "other": False}
    assert {row["source"]: row["first_hand"] for row in rows(sources_csv(records))} == {"report": "1", "other": "0"}


@pytest.mark.parametrize("voice", list(Voice))
def test_a_source_of_each_voice_is_published_as_first_hand_or_not(voice: Voice) -> None:
    records = build_records(Facts(a_corpus({EXAMPLE_ID: a_case(sources=[a_source(voice=str(voice))])})), ADDRESSES)
    assert records.cases[0].sources[0].first_hand is (voice in (Voice.SPEAKER, Voice.COMPANY, Voice.REGULATOR))


def test_the_size_of_the_time_goes_before_the_size_of_the_company_and_years_are_all_that_it_touches(facts: Facts) -> None:
    [row] = rows(cases_csv(build_records(facts, ADDRESSES)))
    assert (row["size"], row["first_year"], row["last_year"]) == ("small", "2024", "2025")
    [record] = build_records(facts, ADDRESSES).cases
    assert record.years == (2024, 2025)


def test_the_table_of_edges_carries_grade_counts_and_role(facts: Facts) -> None:
    [row] = rows(edges_csv(build_records(facts, ADDRESSES)))
    wanted = {"grade": "supported", "former_grade": "supported", "helped": "1", "unknown": "0", "first_hand": "1", "measured": "1"}
    assert {name: row[name] for name in wanted} == wanted
    assert (row["role"], row["promotional"]) == ("lasting", "0")


class _Told(BaseModel):
    before: str
    left_out: str
    sources: tuple[Reference, ...]
    after: int


def test_the_published_form_has_every_field_but_those_to_leave_out() -> None:
    made = published(_Told, without=("left_out",))
    assert list(made.model_fields) == ["before", "sources", "places", "after"]


def test_a_record_stays_as_it_was_made(facts: Facts) -> None:
    [record] = build_records(facts, ADDRESSES).cases
    with pytest.raises(ValidationError):
        record.id = "other"
