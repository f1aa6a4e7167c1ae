"""The model tells one problem for one mistake, at the value, in the words of somebody who edits the file."""

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from builders import a_case, a_fix, a_mistake, a_source, example_fields, line_of
from rex.core.address import MAX_LENGTH, fault
from rex.core.errors import Problem
from rex.core.frontmatter import read_bytes
from rex.core.model import Case, Translation, schema_of
from rex.core.parse import merged, nearest, parse
from rex.core.place import place
from rex.lint.example import CASE


def problems(text: str, model: type = Case) -> list[Problem]:
    reading = read_bytes(text.encode())
    assert reading.document is not None
    return merged(reading.problems, parse(reading.document, model)[1])


def test_the_example_case_is_a_case():
    document = read_bytes(CASE.encode()).document
    case, found = parse(document, Case)
    assert found == []
    assert case.company == ("example-shop",)
    assert case.results[0].after == 30 and case.results[0].is_measured
    assert list(case.period.years) == [2024]


WRONG = [
    ("kind: incident", "kind: incidnet", "unknown-value", "incident"),
    ("kind: incident", "kind: [incident]", "wrong-type", None),
    ("kind: incident", "kind: 3", "wrong-type", None),
    ("kind: incident", "kind:", "wrong-type", None),
    ("status: published", "status: publish", "unknown-value", "published"),
    ("status: published", "status: true", "wrong-type", None),
    ("date: 2024-03-05", "date: 2024-02-30", "impossible-date", None),
    ("date: 2024-03-05", "date: 2024/2023", "impossible-date", None),
    ("date: 2024-03-05", "date: [2024]", "wrong-type", None),
    ("date: 2024-03-05", "date: 20.5", "wrong-type", None),
    ("date: 2024-03-05", "date: true", "wrong-type", None),
    ("lang: en\nstatus", "lang: english\nstatus", "unknown-value", "en"),
    ("company: example-shop", "company: Example Shop", "unknown-value", None),
    ("company: example-shop", "company: []", "empty-text", None),
    ("company: example-shop", "company: 3", "wrong-type", None),
    ("company: example-shop", "company: {a: b}", "wrong-type", None),
    ("company: example-shop", "company: [example-shop, 3]", "wrong-type", None),
    ("pillars: [automation]", "pillars: automation", "wrong-type", None),
    ("pillars: [automation]", "pillars: [[automation]]", "wrong-type", None),
    ("pillars: [automation]", "pillars: {automation: 1}", "wrong-type", None),
    ("  - id: untested-backups\n", "  - id: Untested\n", "unknown-value", None),
    ("  - id: untested-backups\n", "  - id: 12\n", "wrong-type", None),
    ("    what: The nightly job wrote empty files.", '    what: ""', "empty-text", None),
    ("    what: The nightly job wrote empty files.", "    what: '  '", "empty-text", None),
    ("    what: The nightly job wrote empty files.", "    what:", "empty-text", None),
    ("    what: The nightly job wrote empty files.", "    what: 12", "wrong-type", None),
    ("    corrects: [untested-backups]", "    corrects: untested-backups", "wrong-type", None),
    ("    state: applied", "    state: aplied", "unknown-value", "applied"),
    ("    outcome: worked", "    outcome: great", "unknown-value", None),
    ("    url: https://example-shop.net/report", "    url: example.org/report", "unknown-value", None),
    ("    url: https://example-shop.net/report", "    url: javascript:alert(1)", "unknown-value", None),
    ("    url: https://example-shop.net/report", "    url: 'https://example-shop.net/a b'", "unknown-value", None),
    ("    date: 2024-03-20", "    date: 20 March 2024", "impossible-date", "2024-03-20"),
    ("    date: 2024-03-20", "    date: 2024/2025", "impossible-date", None),
    ("    voice: company", "    voice: compagny", "unknown-value", "company"),
    ("    read: full", "    read: ful", "unknown-value", "full"),
    ("reviewed: 2026-11", "reviewed: 2026", "impossible-date", None),
    ("reviewed: 2026-11", "reviewed: soon", "impossible-date", None),
    ("unknown: [how long the restore took]", "unknown: how long", "wrong-type", None),
    ("unknown: [how long the restore took]", 'unknown: [""]', "empty-text", None),
    ("signals: [", "context: {size: huge}\nsignals: [", "unknown-value", None),
    ("signals: [", "context: [kubernetes]\nsignals: [", "wrong-type", None),
    ("signals: [", "context: {stack: kubernetes}\nsignals: [", "wrong-type", None),
]


@pytest.mark.parametrize(("right", "wrong", "name", "suggestion"), WRONG, ids=lambda value: str(value)[:40])
def test_a_wrong_value_is_one_problem_on_its_line(right, wrong, name, suggestion):
    text = CASE.replace(right, wrong, 1)
    [problem] = problems(text)
    assert problem.name == name
    assert problem.position.line == line_of(text, wrong)
    assert problem.suggestion == suggestion


def test_a_problem_points_at_the_value_not_at_its_field():
    text = CASE.replace("kind: incident", "kind:   incidnet")
    assert [problem.position.column for problem in problems(text)] == [9]


@pytest.mark.parametrize("name", ["title", "company", "kind", "date", "lang", "status", "summary", "sources", "reviewed"])
def test_a_missing_required_field_is_one_problem(name):
    [problem] = problems(a_case(without=(name,)))
    assert (problem.name, problem.message) == ("missing-field", f"missing field `{name}`")


@pytest.mark.parametrize(
    "name",
    [
        "event",
        "pillars",
        "context",
        "signals",
        "caution",
        "impact",
        "mistakes",
        "fixes",
        "results",
        "unknown",
        "aliases",
        "withdrawn_because",
    ],
)
def test_an_optional_field_may_be_left_out(name):
    assert problems(a_case(without=(name,))) == []


def test_an_address_may_be_as_long_as_it_may_be_and_no_longer():
    longest = "https://example-shop.net/report".ljust(MAX_LENGTH, "x")
    assert fault(longest) is None
    assert fault(f"{longest}x") is not None


@pytest.mark.parametrize("name", ["id", "url", "title", "publisher", "lang", "voice", "read"])
def test_a_field_missing_in_a_source_is_reported_at_the_source(name):
    source = {key: value for key, value in a_source().items() if key != name}
    text = a_case(sources=[source])
    [problem] = problems(text)
    assert problem.message == f"missing field `{name}` in the first source"
    assert problem.position.line == line_of(text, "\nsources:\n- ") + 2


ENTRY = {"mistakes": "mistake", "fixes": "fix", "results": "result", "impact": "impact"}


@pytest.mark.parametrize(
    ("field", "claim"),
    [
        ("mistakes", a_mistake()),
        ("fixes", a_fix()),
        ("results", {"measure": "m", "sources": []}),
        ("impact", {"measure": "m", "value": 1, "sources": []}),
    ],
)
def test_a_claim_that_names_no_source_says_so(field, claim):
    del claim["sources"]
    [problem] = problems(a_case(**{field: [claim]}))
    assert (problem.name, problem.message.split(";")[0]) == ("claim-without-source", f"the first {ENTRY[field]} names no source")


@pytest.mark.parametrize(
    ("right", "wrong", "suggestion"),
    [
        ("signals: [", "signal: [", "signals"),
        ("kind: incident", "knid: incident", "kind"),
        ("reviewed:", "reviewd:", "reviewed"),
        ("    voice:", "    voic:", "voice"),
        ("    state:", "    stat:", "state"),
    ],
)
def test_a_misspelt_field_is_said_once_and_not_missing_too(right, wrong, suggestion):
    text = CASE.replace(right, wrong, 1)
    [problem] = problems(text)
    assert (problem.name, problem.suggestion) == ("unknown-field", suggestion)
    assert problem.position.line == line_of(text, wrong)
    assert f"did you mean `{suggestion}`?" in problem.message


def test_an_unknown_field_unlike_any_other_does_not_excuse_a_missing_one():
    found = problems(CASE.replace("kind: incident", "zzzzqqqq: incident"))
    assert sorted(problem.name for problem in found) == ["missing-field", "unknown-field"]


def test_a_value_the_reader_already_doubts_is_said_once():
    found = problems(CASE.replace("    what: The nightly job wrote empty files.", "    what: no"))
    assert [problem.name for problem in found] == ["ambiguous-value"]


def test_a_doubtful_word_where_one_of_a_few_must_stand_is_told_those():
    [problem] = problems(CASE.replace("kind: incident", "kind: no"))
    assert problem.name == "unknown-value" and "`near-miss`" in problem.message


def test_every_mistake_of_a_file_is_told_at_once():
    text = CASE.replace("kind: incident", "kind: x").replace("state: applied", "state: q").replace("reviewed: 2026-11", "reviewed: z")
    assert sorted(problem.name for problem in problems(text)) == ["impossible-date", "unknown-value", "unknown-value"]


@pytest.mark.parametrize(("length", "names"), [(79, ["text-length"]), (80, []), (300, []), (301, ["text-length"])])
def test_a_summary_has_80_to_300_characters(length, names):
    assert [problem.name for problem in problems(a_case(summary="x" * length))] == names


@pytest.mark.parametrize(("length", "names"), [(120, []), (121, ["text-length"])])
def test_a_title_has_at_most_120_characters(length, names):
    assert [problem.name for problem in problems(a_case(title="x" * length))] == names


@pytest.mark.parametrize("value", [0, 1.5, "about a day", None])
def test_an_amount_is_a_number_or_text(value):
    assert problems(a_case(results=[{"measure": "m", "after": value, "sources": ["report"]}])) == []


@pytest.mark.parametrize("value", [True, [1], {"a": 1}])
def test_an_amount_is_nothing_else(value):
    [problem] = problems(a_case(results=[{"measure": "m", "after": value, "sources": ["report"]}]))
    assert problem.name == "wrong-type"
    assert "must be a number or text" in problem.message


def test_a_year_may_stand_bare_where_a_date_is_expected():
    assert problems(CASE.replace("date: 2024-03-05", "date: 2024")) == []


@pytest.mark.parametrize("value", ["1234567", "123456789", "ABCDEF12", "1234567g", ""])
def test_a_fingerprint_has_eight_hexadecimal_digits(value):
    fields = {"title": "x", "summary": "x" * 90, "original": value, "reviewed": "2026-11"}
    text = "---\n" + "".join(f'{name}: "{text}"\n' for name, text in fields.items()) + "---\n"
    assert [problem.name for problem in problems(text, Translation)] == (["empty-text"] if value == "" else ["unknown-value"])


@pytest.mark.parametrize(
    ("loc", "words"),
    [
        ((), "the file"),
        (("title",), "`title`"),
        (("fixes", 1), "the second fix"),
        (("fixes", 1, "what"), "`what` of the second fix"),
        (("fixes", 1, "sources", 0), "the first entry of `sources` of the second fix"),
        (("company", 2), "the third entry of `company`"),
        (("sources", 12, "url"), "`url` of the source number 13"),
        (("mistakes", "retry-storm"), "`retry-storm` in `mistakes`"),
    ],
)
def test_a_place_in_a_file_is_said_as_a_person_counts(loc, words):
    assert place(loc) == words


def test_nothing_is_proposed_where_nothing_resembles():
    assert nearest("zzzz", ["culture", "sharing"]) is None
    assert nearest("cultur", ["culture", "sharing"]) == "culture"
    assert nearest("culture", []) is None


def _objects(schema: dict):
    if isinstance(schema, dict):
        if schema.get("type") == "object" and "properties" in schema:
            yield schema
        for value in schema.values():
            yield from _objects(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _objects(value)


@pytest.mark.parametrize("model", [Case, Translation])
def test_the_schema_names_the_fields_that_the_model_knows_and_allows_no_other(model):
    schema = schema_of(model)
    assert json.loads(json.dumps(schema)) == schema
    assert set(schema["properties"]) == set(model.model_fields)
    assert set(schema["required"]) == {name for name, field in model.model_fields.items() if field.is_required()}
    assert [item["title"] for item in _objects(schema) if item.get("additionalProperties") is not False] == []


def test_every_field_says_what_it_means():
    assert [name for name, field in Case.model_fields.items() if not field.description] == []


def test_the_fields_of_the_example_are_not_changed_by_reading_them():
    fields = example_fields()
    before = copy.deepcopy(fields)
    a_case(title="other")
    assert fields == before


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.long)])
def test_the_schema_accepts_the_files_of_the_base(repository, step):
    files = sorted((repository / "cases").glob("*.md"))[::step]
    schemas = {model: Draft202012Validator(schema_of(model)) for model in (Case, Translation)}
    faults = {
        path.name: error.message
        for path in files
        for error in schemas[Translation if "." in path.stem else Case].iter_errors(read_bytes(path.read_bytes()).document.values)
    }
    assert len(files) > 10
    assert faults == {}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "21/10/2019"),
        ("date", "2019-13"),
        ("company", []),
        ("company", "Two Words"),
        ("pillars", ["Not an id"]),
        ("reviewed", "2026"),
    ],
)
def test_the_schema_refuses_what_is_no_date_and_no_id(field, value):
    schema = Draft202012Validator(schema_of(Case))
    assert not list(schema.iter_errors(example_fields()))
    assert list(schema.iter_errors(example_fields() | {field: value}))
