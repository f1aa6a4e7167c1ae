"""Findings in the forms that people and machines read. Nothing is printed here."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from importlib import metadata
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from rex.core.message import one_line, say
from rex.lint.rule import Finding, Severity
from rex.lint.rules import BY_NAME, RULES

# Where each rule is explained, from the top of the repository of the software.
RULES_PAGE = "docs/maintaining/rules.md"
# A workflow of GitHub shows that many annotations of a kind.
MOST_ANNOTATIONS = 10
MOST_EXPLAINED = 20
_WIDTH = 110


@dataclass(frozen=True)
class Context:
    """What reports know beside the findings: how a path is shown, the lines of a file, the files that were checked, the language."""

    shown_path: Callable[[str], str] = str
    lines: Callable[[str], Sequence[str]] = lambda path: ()
    files: Sequence[str] = ()
    catalogue: Mapping[str, str] = field(default_factory=dict)
    repository: str = ""

    def place(self, finding: Finding) -> str:
        """`path:line:column`, which editors jump to."""
        return f"{one_line(self.shown_path(finding.path))}:{finding.line}:{finding.column}"

    def help(self, finding: Finding) -> str:
        """The address of the rule, or its place in the repository."""
        page = f"{RULES_PAGE}#{BY_NAME[finding.name].anchor}"
        return f"{self.repository.rstrip('/')}/blob/main/{page}" if self.repository else page


PLAIN = Context()


def as_text(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """One line a finding: `path:line:column: CODE message`; warnings say that they are."""
    return "".join(f"{_line(finding, context)}\n" for finding in findings)


def _line(finding: Finding, context: Context) -> str:
    warning = say("warning: ").render(context.catalogue) if finding.severity is Severity.WARNING else ""
    return f"{context.place(finding)}: {finding.code} {warning}{finding.message}"


def as_full(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """Like `as_text`, and under each finding its line with a mark, what to write instead, and where the rule is explained.

    Much advice is only listed, so that it does not hide what has to be mended.
    """
    is_short = sum(finding.severity is Severity.WARNING for finding in findings) > MOST_EXPLAINED
    shown = (_line(f, context) + "\n" + ("" if is_short and f.severity is Severity.WARNING else _excerpt(f, context)) for f in findings)
    return "".join(shown)


def _excerpt(finding: Finding, context: Context) -> str:
    lines = context.lines(finding.path)
    gutter = " " * len(str(finding.line))
    see = say("see {page}", page=context.help(finding)).render(context.catalogue)
    if not 1 <= finding.line <= len(lines) or not lines[finding.line - 1].strip():
        return f"  {gutter} = {see}\n"
    line = lines[finding.line - 1]
    start, end = span(line, finding.column)
    # A window around the place; characters that a terminal would obey are shown as what they are.
    first = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
    before, marked, after = (one_line(part, 10 * _WIDTH) for part in (line[first:start], line[start:end], line[end : first + _WIDTH]))
    if len(marked) > _WIDTH:
        marked = marked[: _WIDTH - 1] + "…"
    dots = "…" if first else ""
    shown = f"{dots}{before}{marked}{after}".rstrip()
    advice = ""
    if finding.suggestion is not None:
        advice = " " + say("write `{text}`", text=finding.suggestion).render(context.catalogue)
    return f"  {finding.line} | {shown}\n  {gutter} | {' ' * len(dots + before)}{'^' * max(1, len(marked))}{advice}\n  {gutter} = {see}\n"


_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|#{1,6} .*|[^\s,\[\]{}\"']+|.", re.DOTALL)


def span(line: str, column: int) -> tuple[int, int]:
    """Begin and end, from 0, of the word, quoted text or heading that stands at `column` (from 1) of a line."""
    start = min(max(column - 1, 0), max(len(line) - 1, 0))
    match = _TOKEN.match(line, start)
    return (start, match.end()) if match else (start, start)


def as_json(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """A list of objects with `path`, `line`, `column`, `code`, `name`, `severity`, `message`, `suggestion`, `help`."""
    items = [{**asdict(finding), "path": _valid(context.shown_path(finding.path)), "help": context.help(finding)} for finding in findings]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _valid(path: str) -> str:
    """A path without the bytes of a name that is not UTF-8, which no JSON can hold."""
    return path.encode("utf-8", "backslashreplace").decode()


def as_github(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """Workflow commands that put the worst findings beside their lines in a pull request; the others as lines of the log."""
    shown, rest = worst(findings)
    return "".join(_annotation(finding, context) for finding in shown) + as_text(rest, context)


def worst(findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The first findings of each severity, as many as are shown beside their lines, and the others."""
    shown = [finding for severity in Severity for finding in [f for f in findings if f.severity is severity][:MOST_ANNOTATIONS]]
    chosen = set(map(id, shown))
    return shown, [finding for finding in findings if id(finding) not in chosen]


def _annotation(finding: Finding, context: Context) -> str:
    path = _escaped(one_line(context.shown_path(finding.path)), ",:")
    # The log of a job shows only the message, so it names place and rule too.
    message = _escaped(f"{context.place(finding)} {finding.code} {finding.message}")
    place = f"file={path},line={finding.line},col={finding.column}"
    return f"::{finding.severity} {place},title={finding.code} {finding.name}::{message}\n"


def _escaped(text: str, more: str = "") -> str:
    # In this order: the escape character itself goes first.
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def as_summary(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """All findings as a table in Markdown, for the summary of a workflow."""
    rows = "".join(
        f"| {_cell(context.place(finding))} | [{finding.code}]({context.help(finding)}) | {_cell(finding.message)} |\n"
        for finding in findings
    )
    return f"## rex validate\n\n| | | |\n| --- | --- | --- |\n{rows}\n" if findings else ""


def _cell(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>|#!&@])", r"\\\1", text)


def as_sarif(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """SARIF 2.1.0, which code scanning of several forges reads."""
    codes = [rule.code for rule in RULES]
    rules = [
        {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": rule.name},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.cure},
            "defaultConfiguration": {"level": str(rule.severity)},
        }
        for rule in RULES
    ]
    if context.repository:
        for rule, row in zip(RULES, rules, strict=True):
            row["helpUri"] = f"{context.repository.rstrip('/')}/blob/main/{RULES_PAGE}#{rule.anchor}"
    results: list[dict[str, Any]] = []
    for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True):
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": str(finding.severity),
            "message": {"text": finding.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote(context.shown_path(finding.path), errors="surrogateescape")},
                        "region": {"startLine": finding.line, "startColumn": finding.column},
                    }
                }
            ],
            "partialFingerprints": {"rex/v1": fingerprint},
        }
        results.append(result)
    driver = {"name": "rex", "version": metadata.version("devops-rex"), "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def as_gitlab(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """The code quality report of GitLab."""
    items = [
        {
            "description": f"{finding.code} {finding.message}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": "major" if finding.severity is Severity.ERROR else "minor",
            "location": {"path": _valid(context.shown_path(finding.path)), "lines": {"begin": finding.line}},
        }
        for finding, fingerprint in zip(findings, _fingerprints(findings), strict=True)
    ]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The same for a finding that only moved to another line, and another one for each finding of a report."""
    seen: dict[str, int] = {}
    found = []
    for finding in findings:
        key = f"{finding.path}\0{finding.code}\0{finding.message}"
        seen[key] = seen.get(key, 0) + 1
        found.append(sha256(f"{key}\0{seen[key]}".encode("utf-8", "surrogateescape")).hexdigest())
    return found


def as_junit(findings: Sequence[Finding], context: Context = PLAIN) -> str:
    """JUnit XML: one test for each file; what is wrong in it is its failure, advice its output."""
    by_file: dict[str, list[Finding]] = {path: [] for path in context.files}
    for finding in findings:
        by_file.setdefault(finding.path, []).append(finding)
    cases = []
    failures = 0
    for path, own in sorted(by_file.items()):
        wrong = [finding for finding in own if finding.severity is Severity.ERROR]
        advice = [finding for finding in own if finding.severity is Severity.WARNING]
        failures += bool(wrong)
        inner = ""
        if wrong:
            head = quoteattr(f"{wrong[0].code} {wrong[0].message}")
            inner += f"<failure message={head} type={quoteattr(wrong[0].name)}>{escape(as_text(wrong, context))}</failure>"
        if advice:
            inner += f"<system-out>{escape(as_text(advice, context))}</system-out>"
        name = quoteattr(one_line(context.shown_path(path)))
        cases.append(f'  <testcase classname="rex validate" name={name} time="0">{inner}</testcase>\n')
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    suite = f' <testsuite name="rex validate" {counts} skipped="0" time="0">\n{"".join(cases)} </testsuite>\n'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites {counts}>\n{suite}</testsuites>\n'
