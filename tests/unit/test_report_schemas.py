"""Every report obeys the schema of who reads it, whatever stands in a finding (`tests/schemas/`)."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from lxml import etree

from builders import EXAMPLE_ID, a_corpus, a_vocabulary
from rex.core.issue import as_form, forms
from rex.core.message import one_line
from rex.lint.engine import lint
from rex.lint.example import CASE
from rex.lint.report import Context, as_gitlab, as_junit, as_sarif
from rex.lint.rule import Finding
from rex.lint.rules import RULES

FOLDER = Path(__file__).resolve().parent.parent / "schemas"


def schema(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


SARIF = Draft4Validator(schema("sarif-2.1.0.json"))
GITLAB = Draft202012Validator(schema("gitlab-code-quality.json"))
JUNIT = etree.XMLSchema(etree.parse(str(FOLDER / "junit-10.xsd")))
FORM = Draft7Validator(schema("github-issue-forms.json"))


def faults_of(findings: list[Finding], context: Context) -> list[str]:
    """What the schemas say against the reports, as they leave the command."""
    sarif, gitlab, junit = (
        report(findings, context).encode("utf-8", "surrogateescape").decode("utf-8") for report in (as_sarif, as_gitlab, as_junit)
    )
    found = [error.message for error in SARIF.iter_errors(json.loads(sarif))]
    found += [error.message for error in GITLAB.iter_errors(json.loads(gitlab))]
    JUNIT.validate(etree.fromstring(junit.encode("utf-8")))
    return found + [str(error.message) for error in JUNIT.error_log]


# Any text, with what ends a string, an attribute, a section or a line somewhere.
_PIECES = st.sampled_from(
    ['"', "'", "<", ">", "&", "]]>", "<![CDATA[", "\\", "\x00", "\x1b", "\n", "\r", "\u2028", "\ufffe", "\udcff", "%", "é", "a/b"]
)
_TEXTS = st.text(max_size=30) | st.lists(_PIECES, max_size=12).map("".join)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    rule = draw(st.sampled_from(RULES))
    # As the engine does it, a message is on one line and harmless; the path is whatever a file is called.
    message, suggestion = one_line(draw(_TEXTS)), draw(st.none() | _TEXTS.map(one_line))
    path = f"cases/{draw(_TEXTS)}.md"
    return Finding(path, draw(st.integers(1, 9_999)), draw(st.integers(1, 999)), rule.code, rule.name, rule.severity, message, suggestion)


@settings(max_examples=settings().max_examples // 3)
@given(st.lists(findings(), max_size=4), st.sampled_from(["", "https://example-shop.net/repository"]))
def test_any_finding_is_a_valid_report(found: list[Finding], repository: str) -> None:
    context = Context(repository=repository, files=["cases/clean-2024.md", *(finding.path for finding in found)])
    assert faults_of(found, context) == []


@pytest.mark.parametrize(
    "text", [CASE, CASE.replace("kind: incident", "kind: <&'\"]]>"), "", CASE.replace("Restore one", "<b>Restore</b> one")]
)
def test_the_findings_of_a_file_are_a_valid_report(text: str) -> None:
    found = lint(a_corpus({EXAMPLE_ID: text}))
    assert faults_of(found, Context(files=[f"cases/{EXAMPLE_ID}.md"])) == []


def test_the_schemas_refuse_what_is_no_report() -> None:
    assert [error.validator for error in SARIF.iter_errors({"version": "2.0.0", "runs": []})] == ["enum"]
    assert [error.validator for error in GITLAB.iter_errors([{"description": "x"}])] == ["required"] * 4
    assert not JUNIT.validate(etree.fromstring(b"<testsuites><testsuite><testcase/></testsuite></testsuites>"))
    assert list(FORM.iter_errors({"name": "x", "description": "x", "body": [{"type": "dropdown"}]}))


def test_every_issue_form_is_one_that_the_forge_accepts(repository: Path) -> None:
    for form in forms(a_vocabulary()):
        assert [error.message for error in FORM.iter_errors(as_form(form))] == [], form.file
