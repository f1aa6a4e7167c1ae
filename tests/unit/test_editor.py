"""Files for editors: they accept what the base holds, refuse what it cannot hold, and stay with the model by `rex reference`."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from builders import EXAMPLE_ID, a_base, a_corpus, a_vocabulary, example_fields, vocabulary_tables
from conftest import our_corpus
from rex.cli.main import main
from rex.cli.new import snippet
from rex.core import editor
from rex.core.language import LANGUAGES
from rex.core.vocabulary import MODELS, Vocabulary
from rex.lint.engine import errors, lint
from rex.lint.example import CASE

VOCABULARY = a_vocabulary()
SCHEMAS = editor.schemas(VOCABULARY)
FILES = editor.files(VOCABULARY, {lang: snippet(lang, VOCABULARY) for lang in LANGUAGES})


def faults(kind: str, value: object, schemas: dict[str, dict[str, Any]] = SCHEMAS) -> list[str]:
    return [error.json_path for error in Draft7Validator(schemas[kind]).iter_errors(value)]


@pytest.mark.parametrize("name", MODELS)
def test_every_file_of_the_vocabulary_has_a_schema_that_accepts_it(our: Vocabulary, name: str) -> None:
    schemas = editor.schemas(our)
    Draft7Validator.check_schema(schemas[name])
    assert faults(name, our.tables()[name].document.values, schemas) == []
    assert json.loads(FILES[".vscode/settings.json"])["yaml.schemas"][f".vscode/schemas/{name}.json"] == our.tables()[name].path


@pytest.fixture
def our() -> Vocabulary:
    return our_corpus().vocabulary


def test_every_front_matter_of_the_base_is_accepted(our: Vocabulary) -> None:
    schemas = editor.schemas(our)
    validators = {kind: Draft7Validator(schemas[kind]) for kind in ("case", "translation")}
    files = list(our_corpus().cases.values())
    found = [(file.path, file.document.values, "case") for file in files]
    found += [(t.path, t.document.values, "translation") for file in files for t in file.translations.values()]
    # A fault of a schema shows in many files; `make check` asks a real language server about others.
    wrong = {path: [e.message for e in validators[kind].iter_errors(values)] for path, values, kind in found[::8]}
    assert {path: messages for path, messages in wrong.items() if messages} == {}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"pillars": ["automatisation"]}, "$.pillars[0]"),
        ({"kind": "incidnet"}, "$.kind"),
        ({"mistakes": [{"id": "untested-backup", "what": "x", "sources": ["report"]}]}, "$.mistakes[0].id"),
        ({"signals": [{"text": "x", "mistake": "nope"}]}, "$.signals[0].mistake"),
        ({"reviewd": "2026-11"}, "$"),
    ],
)
def test_an_id_of_a_closed_list_that_does_not_exist_is_refused(change: dict[str, Any], place: str) -> None:
    assert faults("case", example_fields()) == []
    assert faults("case", example_fields() | change) == [place]


def test_an_id_of_a_list_that_grows_with_cases_is_proposed_and_not_asked_for() -> None:
    assert faults("case", example_fields() | {"company": "new-shop"}) == []
    assert "example-shop" in SCHEMAS["case"]["$defs"]["id-of-companies"]["anyOf"][0]["enum"]


def test_every_id_says_what_it_means() -> None:
    lists = SCHEMAS["case"]["$defs"]
    mistakes = lists["id-of-mistakes"]
    assert dict(zip(mistakes["enum"], mistakes["enumDescriptions"], strict=True))["retry-storm"] == "What retry storm is."
    assert faults("companies", vocabulary_tables()["companies"] | {"x": {"name": "X", "sector": "nope", "country": "FR"}}) == ["$.x.sector"]


def test_a_company_that_is_new_leaves_the_files_current_and_a_mistake_does_not() -> None:
    def with_one_more(table: str) -> str:
        entries = vocabulary_tables()[table]
        other = a_vocabulary(**{table: entries | {"one-more": next(iter(entries.values()))}})
        return editor.files(other, {})[".vscode/schemas/case.json"]

    old = FILES[".vscode/schemas/case.json"]
    assert editor.is_current(old, old)
    assert editor.is_current(old, with_one_more("companies"))
    assert not editor.is_current(old, with_one_more("mistakes"))
    assert not editor.is_current("{", old)


def test_reference_writes_them_and_says_when_they_lag(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_base(tmp_path)
    for folder in ("docs/maintaining", ".github"):
        (root / folder).mkdir(parents=True)
    assert main(["reference", "--root", str(root)]) == 0
    assert main(["reference", "--root", str(root), "--check"]) == 0
    path = root / ".vscode" / "schemas" / "case.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"retry-storm"', '"retry-strom"'), encoding="utf-8")
    assert main(["reference", "--root", str(root), "--check"]) == 1
    assert ".vscode/schemas/case.json: not up to date" in capsys.readouterr().err


@pytest.mark.parametrize("name", MODELS)
def test_editors_without_our_settings_find_the_schema_in_the_first_line(repository: Path, name: str) -> None:
    path = repository / our_corpus().vocabulary.tables()[name].path
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema=../../{editor.SCHEMAS}/{name}.json"
    assert (path.parent / first.partition("=")[2]).is_file()


# Snippets.

_CHOICE = re.compile(r"\$\{(\d+)\|([^|}]*)\|\}")
_PLACE = re.compile(r"\$\{\d+:((?:[^}\\]|\\.)*)\}")


def inserted(body: list[str]) -> str:
    """What an editor inserts for somebody who presses Tab only."""
    text = "\n".join(body)
    first = {number: values.split(",")[0] for number, values in _CHOICE.findall(text)}
    text = _PLACE.sub(r"\1", _CHOICE.sub(lambda match: first[match[1]], text))
    text = re.sub(r"(?<!\\)\$(\d+)", lambda match: first.get(match[1], ""), text)
    text = text.replace("$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE", "2026-11-30")
    return re.sub(r"\\([$}\\])", r"\1", text)


SNIPPETS = json.loads(FILES[".vscode/rex.code-snippets"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_case_from_a_snippet_only_lacks_its_facts(lang: str) -> None:
    text = inserted(SNIPPETS["rex-case" if lang == "en" else f"rex-case-{lang}"]["body"]).replace("status: draft", "status: published")
    text = text.replace("https://example.org/", "https://example-shop.net/").replace("company-id", "example-shop")
    found = {finding.name for finding in errors(lint(a_corpus({"new-2026": text})))}
    assert "placeholder" in found
    assert found <= {"placeholder", "unknown-value", "unknown-term", "uncited-text", "text-length", "body-length", "status-conflict"}


@pytest.mark.parametrize("name", [name for name in SNIPPETS if not name.startswith("rex-case")])
def test_a_part_from_a_snippet_is_read_and_what_nobody_filled_in_is_found(name: str) -> None:
    body = inserted(SNIPPETS[name]["body"])
    field = {"rex-mistake": "mistakes", "rex-fix": "fixes", "rex-source": "sources", "rex-signal": "signals", "rex-result": "results"}.get(
        name
    )
    field = field or name.removeprefix("rex-")
    values = yaml.safe_load(body if body.startswith(field) else f"{field}:\n{body}")
    rule = SCHEMAS["case"]["properties"][field]
    assert (values[field][0] if rule.get("type") == "array" else values[field]).keys()
    text = CASE.replace("reviewed:", f"{body}\nreviewed:") if body.startswith(field) else None
    if text:
        assert {finding.name for finding in lint(a_corpus({EXAMPLE_ID: text}))} & {"placeholder", "impossible-date"}


def test_the_task_of_the_editor_reads_what_the_check_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [task] = json.loads(FILES[".vscode/tasks.json"])["tasks"]
    matcher = task["problemMatcher"]
    wrong, late = CASE.replace("kind: incident", "kind: incidnet"), CASE.replace("reviewed: 2026-11", "reviewed: 2099-01")
    root = a_base(tmp_path, {EXAMPLE_ID: wrong, "other-2024": late})
    arguments = [argument for argument in task["args"] if argument != "--watch"]
    main([*arguments, "--root", str(root)])
    lines = capsys.readouterr().out.splitlines()
    pattern = re.compile(matcher["pattern"]["regexp"])
    matches = [pattern.fullmatch(line) for line in lines]
    assert lines and all(matches)
    read = [
        (match[matcher["pattern"]["line"]], match[matcher["pattern"]["code"]], match[matcher["pattern"]["severity"]])
        for match in matches
        if match
    ]
    assert ("4", "REX104", None) in read
    assert any(severity == "warning" for _, _, severity in read)
