"""Findings as text for people and as JSON for programs. Nothing is printed here."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from rex.core.message import one_line
from rex.lint.rule import Finding, Severity

_WARNING = "warning: "


def as_text(findings: Sequence[Finding]) -> str:
    """One line a finding: `path:line:column: CODE message`, which editors can jump to; warnings say that they are."""
    return "".join(
        f"{one_line(f.path)}:{f.line}:{f.column}: {f.code} {_WARNING if f.severity is Severity.WARNING else ''}{f.message}\n"
        for f in findings
    )


def as_json(findings: Sequence[Finding]) -> str:
    """A list of objects with `path`, `line`, `column`, `code`, `name`, `severity`, `message`, `suggestion`."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that put each finding beside its line in a pull request."""
    return "".join(
        f"::{f.severity} file={_escaped(one_line(f.path), ',:')},line={f.line},col={f.column},"
        f"title={f.code} {f.name}::{_escaped(f.message)}\n"
        for f in findings
    )


def _escaped(text: str, more: str = "") -> str:
    # In this order: the escape character itself goes first.
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
