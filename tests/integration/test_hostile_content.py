"""Content is hostile: whatever a stranger writes is a finding of that file, at once, and nothing of it reaches a terminal or a log."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base, a_case, a_corpus, a_source, a_translation, as_yaml, line_of, lint_text, vocabulary_tables
from rex.cli.main import main
from rex.core.address import fault
from rex.core.body import MAX_CHARACTERS, MAX_OF_EACH, parse_body
from rex.core.corpus import read_corpus
from rex.core.message import LONGEST_MESSAGE, one_line
from rex.lint.engine import MOST_IN_A_FILE, lint
from rex.lint.example import CASE, PATH
from rex.lint.report import as_github, as_json, as_text
from rex.lint.rule import Rule
from rex.lint.rules import RULES

SOON = 2.0


def shown(findings) -> list[tuple[str, int, str]]:
    return [(finding.path, finding.line, finding.code) for finding in findings]


def seconds(call) -> float:
    """The best of three, since the machine does other things too."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        call()
        found.append(time.perf_counter() - start)
    return min(found)


BAD_ADDRESSES = [
    "https://[example-shop.net](https://example-shop.net)",
    "https://[x",
    "https://x]",
    "https://[::1]/",
    "https://[fe80::1%25eth0]/a",
    "https://ex℀mple-shop.net/",
    "https:///report",
    "https://",
    "https://:80/",
    "http://localhost:8000/x",
    "http://127.0.0.1/x",
    "http://10.0.0.1/x",
    "http://2130706433/x",
    "http://shop.internal/x",
    "https://wiki.acme.local/x",
    "https://example.org/report",
    "https://www.example.com/",
    "https://shop.test/",
    "https://user:pass@example-shop.net/",
    "https://user@example-shop.net/",
    "https://example-shop.net:99999/",
    "https://example-shop.net:0/",
    "https://example-shop.net:/",
    "https://example-shop.net:8o/",
    "https://example-shop.net/re%20port%",
    "https://example-shop.net/%zz",
    "https://example-shop.net/report.,",
    "https://example-shop.net/report)",
    "https://example-shop.net\\\\@evil.example-shop.net/",
    "https://example-shop.net/a b",
    "https://shop/report",
    "https://-shop.net/report",
    "https://shop..net/report",
    "https://example-shop.net/" + "x" * 2_000,
    "ftp://example-shop.net/x",
    "//example-shop.net/x",
    "javascript:alert(1)",
    "data:text/html,x",
]
GOOD_ADDRESSES = [
    "https://example-shop.net/report",
    "http://www.pcmag.com/article2/0,2817,2401455,00.asp",
    "https://example-shop.net:8443/a?b=c&d=%C3%A9#e",
    "https://github.com/a/b/blob/dev/docs/0039-mise-à-jour.md",
    "https://en.wikipedia.org/wiki/Knight_(company)",
    "https://xn--bcher-kva.ch/",
    "https://web.archive.org/web/2017/https://example-shop.net/a",
    "https://example-shop.net/a;b=c/@user/",
]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
@pytest.mark.parametrize("field", ["url", "archived"])
def test_a_bad_address_is_one_finding_where_it_stands(url, field):
    text = a_case(sources=[a_source(**{field: url})])
    assert shown(lint_text(text)) == [(PATH, line_of(text, f"  {field}:"), "REX104")]


@pytest.mark.parametrize("url", GOOD_ADDRESSES)
def test_a_good_address_is_accepted_everywhere(url):
    assert fault(url) is None
    assert lint_text(a_case(sources=[a_source(url=url)])) == []
    assert lint_text(CASE.replace("Restore one backup", f"Restore [one]({url}) backup")) == []


@pytest.mark.parametrize(
    "url", [url for url in BAD_ADDRESSES if url.startswith("http") and " " not in url and not set("()\\\\[]") & set(url)]
)
def test_a_bad_address_in_the_text_is_a_finding_where_it_stands(url):
    text = CASE.replace("Restore one backup", f"Restore [one]({url}) backup")
    findings = lint_text(text)
    assert {finding.code for finding in findings} == {"REX305"}
    assert {(finding.line, finding.column) for finding in findings} == {(line_of(text, "Restore [one]"), len("Restore [one](") + 1)}


def test_one_bad_address_hides_nothing_else():
    bad = a_case(sources=[a_source(url="https://[x")], kind="incidnet")
    texts = {EXAMPLE_ID: bad, "other-2024": CASE.replace("kind: incident", "kind: x"), f"{EXAMPLE_ID}.fr": a_translation()}
    assert {(path, code) for path, _, code in shown(lint(a_corpus(texts)))} == {(PATH, "REX104"), ("cases/other-2024.md", "REX104")}


@pytest.mark.parametrize("written", [">\n  A title\n  in two lines\n", "|-\n  A title\n  in two lines\n", '"a title\\nin two lines"'])
def test_a_line_end_in_a_title_is_one_finding(written):
    title = "title: An untested backup turns a disk failure into two days of lost orders"
    assert title in CASE
    assert shown(lint_text(CASE.replace(title, f"title: {written}"))) == [(PATH, 2, "REX111")]


def test_a_line_end_is_a_finding_in_every_text_of_a_case_of_a_translation_and_of_the_vocabulary(tmp_path):
    broken = "one\ntwo"
    case = a_case(
        caution=broken,
        signals=[{"text": broken, "mistake": "untested-backups"}],
        unknown=[broken],
        context={"stack": [broken]},
        impact=[{"measure": broken, "value": broken, "unit": broken, "period": broken, "sources": ["report"]}],
    )
    translation = a_translation(unknown=[broken], title=broken)
    tables = vocabulary_tables()
    tables["companies"]["example-shop"] |= {"name": broken, "about": {"en": broken, "fr": broken}}
    tables["mistakes"]["retry-storm"]["recognise"] = {"en": [broken], "fr": [broken]}
    findings = lint(read_corpus(a_base(tmp_path, {EXAMPLE_ID: CASE, "broken-2024": case, f"{EXAMPLE_ID}.fr": translation}, **tables)))
    counts = {path: sum(f.path == path and f.code == "REX111" for f in findings) for path in {f.path for f in findings}}
    assert counts["cases/broken-2024.md"] == 8
    assert counts[f"cases/{EXAMPLE_ID}.fr.md"] == 2
    assert counts["cases/_vocabulary/companies.yml"] == 3
    assert counts["cases/_vocabulary/mistakes.yml"] == 2


TANGLES = {
    "brackets": "[" * 16_000,
    "link openings": "](" * 40_000,
    "link openings with text": "[ab](" * 9_000,
    "empty links": "[](https://a)\n" * 4_000,
    "images": "![" * 30_000,
    "citations": "[^" * 30_000,
    "code": "```" * 20_000,
    "backticks": "`a " * 20_000,
    "emphasis": "*a**" * 15_000,
    "underscores": "_a_ " * 15_000,
    "bullets": "- " * 30_000,
    "numbers": "1. " * 20_000,
    "digits": "1" * 60_000,
    "quotes": ">" * 60_000,
    "list levels": "\n".join(" " * (4 * level) + "- a" for level in range(150)),
    "tags": "<a " * 20_000,
    "entities": "&amp;" * 10_000,
    "braces": "{" * 60_000,
    "pipes": "|" * 60_000,
    "backslashes": "\\" * 60_000,
    "lines": "a\n" * 30_000,
    "one line": "a " * 30_000,
    "tildes": "~~~\n" * 15_000,
    "headings": "# a\n" * 15_000,
    "words": "word\n" * 13_000,
}


@pytest.mark.parametrize("tangle", TANGLES.values(), ids=TANGLES)
def test_a_tangled_text_is_one_finding_at_once(tangle):
    text = CASE.replace("Restore one backup", f"{tangle}\n\nRestore one backup")
    found: list[str] = []
    assert seconds(lambda: found.extend(finding.code for finding in lint_text(text))) < SOON
    assert set(found) == {"REX308"}


@pytest.mark.parametrize("sign", MAX_OF_EACH)
@pytest.mark.parametrize("shape", ["{}", "{}a", "a{} ", "{}\n", "{}(", "({}", "{}{}\n\n", "!{}"])
def test_what_is_just_small_enough_is_read_in_no_time(sign, shape):
    piece = shape.format(sign, sign)
    text = piece * (MAX_OF_EACH[sign] // piece.count(sign))
    if len(text) <= MAX_CHARACTERS:
        assert seconds(lambda: parse_body(text)) < SOON


def test_a_vocabulary_of_ten_thousand_entries_is_read_in_no_time(tmp_path):
    root = a_base(tmp_path, sectors=as_yaml({f"s{number}": {"label": 1} for number in range(6_000)}))
    assert seconds(lambda: read_corpus(root)) < SOON


# Links and special files.


@pytest.fixture
def secret(tmp_path) -> Path:
    path = tmp_path / "elsewhere" / "secret.yml"
    path.parent.mkdir()
    path.write_text("hunter2pass: {sector: hunter2pass, country: hunter2pass}\n", encoding="utf-8")
    return path


def a_linked_base(tmp_path) -> Path:
    (tmp_path / "base").mkdir()
    return a_base(tmp_path / "base")


@pytest.mark.parametrize("name", ["linked-2024.md", "_vocabulary/companies.yml", "_releases/1.0.0.json"])
@pytest.mark.parametrize("target", ["file", "relative", "/dev/zero", "/proc/self/environ", "/etc/passwd", "chain", "folder"])
def test_a_link_out_of_the_base_is_refused_and_its_content_never_shown(tmp_path, secret, capsys, name, target):
    root = a_linked_base(tmp_path)
    path = root / "cases" / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    goal = {"file": str(secret), "relative": "../" * (2 + name.count("/")) + "elsewhere/secret.yml"}.get(target, target)
    if target == "chain":
        (root / "inner").symlink_to(secret)
        goal = str(root / "inner")
    if target == "folder":
        goal = str(secret.parent)
    path.symlink_to(goal)
    assert main(["validate", "--root", str(root)]) == 1
    output = capsys.readouterr()
    assert f"cases/{name}:1:1: REX016" in output.out
    assert "hunter2" not in output.out + output.err and "root:" not in output.out


@pytest.mark.parametrize("folder", ["_vocabulary", "_releases"])
def test_a_linked_folder_out_of_the_base_is_refused(tmp_path, secret, capsys, folder):
    root = a_linked_base(tmp_path)
    path = root / "cases" / folder
    if path.exists():
        path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved" if folder == "_vocabulary" else secret.parent)
    assert main(["validate", "--root", str(root)]) == 1
    assert "REX016" in capsys.readouterr().out


def test_a_linked_cases_folder_is_refused_outside_and_fine_inside(tmp_path, capsys, monkeypatch):
    root = a_linked_base(tmp_path)
    (root / "cases").rename(root / "real")
    (root / "cases").symlink_to("real")
    monkeypatch.chdir(root)
    assert main(["validate"]) == 0
    assert main(["validate", PATH]) == 0
    assert main(["validate", "real/example-2024.md"]) == 0
    (root / "real").rename(tmp_path / "outside")
    (root / "cases").unlink()
    (root / "cases").symlink_to(tmp_path / "outside")
    assert main(["validate"]) == 2
    assert "leads out of" in capsys.readouterr().err


def test_what_is_no_ordinary_file_is_a_finding(tmp_path, capsys):
    root = a_base(tmp_path)
    os.mkfifo(root / "cases" / "pipe-2024.md")
    (root / "cases" / "loop-2024.md").symlink_to("loop-2024.md")
    (root / "cases" / "dead-2024.md").symlink_to("nothing.md")
    (root / "cases" / "_releases").mkdir()
    os.mkfifo(root / "cases" / "_releases" / "1.0.0.json")
    assert main(["validate", "--root", str(root)]) == 1
    assert re.findall(r"^(\S+?):1:1: (REX\d+)", capsys.readouterr().out, re.M) == [
        ("cases/_releases/1.0.0.json", "REX014"),
        ("cases/dead-2024.md", "REX014"),
        ("cases/loop-2024.md", "REX014"),
        ("cases/pipe-2024.md", "REX014"),
    ]


MANIFEST = {"version": "1.0.0", "date": "2026-11-29", "cases": {}, "pairs": []}
# What stands in a manifest, where the finding is, and a piece of what it says.
BAD_MANIFESTS = {
    "empty": ("", "1:1: REX019 ", "it ends too early"),
    "no JSON": ("{", "1:2: REX019 ", "it ends too early"),
    "cut off": ('{\n "version": "1.0.0",\n "cases": {', "3:12: REX019 ", "it ends too early"),
    "a comma too many": ('{\n "version": "1.0.0",\n}', "", "from here on it is no JSON"),
    "a conflict": ('{\n<<<<<<< HEAD\n "version": "1.0.0"\n=======\n>>>>>>> x\n}', "2:1: REX017 ", "a merge conflict is left here"),
    "deep": ("[" * 200_000, "1:1: REX019 ", "from here on it is no JSON"),
    "a list": ("[]", "1:1: REX019 ", "something in it is of another kind"),
    "a word as version": (json.dumps(MANIFEST | {"version": "x"}), "1:13: REX019 ", "is not three numbers"),
    "5,000 digits": (json.dumps(MANIFEST | {"version": f"1.0.{'9' * 5_000}"}), "1:13: REX019 ", "is not three numbers"),
    "another version": (json.dumps(MANIFEST | {"version": "1.0.1"}, indent=1), "2:13: REX019 ", "named `1.0.0.json` but is release 1.0.1"),
    "no day": (json.dumps(MANIFEST | {"date": "yesterday"}, indent=1), "3:10: REX019 ", "is not a date"),
    "an unknown status": (
        json.dumps(MANIFEST | {"cases": {"a": {"status": "publishd", "fingerprint": "y"}}}, indent=1),
        "6:14: REX019 ",
        "cannot be 'publishd'; did you mean `published`?",
    ),
    "a number": (json.dumps(MANIFEST | {"version": 1}, indent=1), "2:13: REX019 ", "must be text; found the number 1"),
    "a field too many": (json.dumps(MANIFEST | {"versions": 1}, indent=1), "6:2: REX019 ", "unknown field `versions`"),
    "a field too few": (json.dumps({"version": "1.0.0", "date": "", "cases": {}}, indent=1), "1:1: REX019 ", "missing field `pairs`"),
    "a command": (json.dumps(MANIFEST | {"version": "1\n::error::x"}), "1:13: REX019 ", "is not three numbers"),
    "not UTF-8": (b"\xff", "1:1: REX002 ", "is not UTF-8"),
    "too large": (" " * 5_000_000, "1:1: REX001 ", "at most"),
}


@pytest.mark.parametrize(("content", "place", "said"), BAD_MANIFESTS.values(), ids=BAD_MANIFESTS)
def test_a_bad_manifest_is_one_finding_in_words_that_say_what_to_do(tmp_path, capsys, content, place, said):
    root = a_base(tmp_path)
    (root / "cases" / "_releases").mkdir()
    path = root / "cases" / "_releases" / "1.0.0.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["validate", "--root", str(root)]) == 1
    [line] = (line for line in capsys.readouterr().out.splitlines() if not line.startswith("  "))
    assert line.startswith(f"cases/_releases/1.0.0.json:{place}") and said in line
    assert "REX019" not in line or line.endswith("delete the file and write it again")
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    assert main(["validate", "--root", str(root)]) == 0


@pytest.mark.parametrize("name", [".x.md", "__x.md", "_x-2024.md", ".hidden.MD"])
def test_a_case_that_its_name_hides_is_a_finding(tmp_path, name):
    root = a_base(tmp_path)
    (root / "cases" / name).write_text(CASE, encoding="utf-8")
    assert shown(lint(read_corpus(root))) == [(f"cases/{name}", 1, "REX015")]


@pytest.mark.parametrize("name", ["con", "nul", "com2", "com9", "lpt2", "lpt9"])
def test_a_name_that_windows_cannot_write_is_a_finding(name):
    assert [code for path, _, code in shown(lint(a_corpus({name: CASE}))) if path == f"cases/{name}.md"] == ["REX106"]


def test_a_check_that_fails_is_rex020_for_this_file_and_hides_nothing():
    rule = Rule("REX999", "broken", "Why.", "Cure.")
    rule.case(lambda file, corpus: iter([1 // 0]))
    corpus = a_corpus({EXAMPLE_ID: CASE.replace("state: applied", "state: planned")})
    assert [(finding.path, finding.code) for finding in lint(corpus, rules=(rule, *RULES))] == [(PATH, "REX020"), (PATH, "REX405")]


# What is printed.

EVIL = "\x1b[2J\x1b]0;pwn\x07\r\n::stop-commands::x\n::error::PWN\n##[add-mask]a\u202e\u200b\u2028"
WRITTEN = json.dumps(EVIL)
EVIL_CASES = {
    "value": CASE.replace("kind: incident", f"kind: {WRITTEN}"),
    "key": CASE.replace("kind: incident", f"{WRITTEN}: 1\nkind: incident"),
    "nested key": CASE.replace("    read: full", f"    read: full\n    {WRITTEN}: 1"),
    "tag": CASE.replace("kind: incident", "kind: !<%1b[2J%0a::stop-commands::x> x"),
    "anchor": CASE.replace("kind: incident", "kind: &::stop-commands::x x"),
    "id": CASE.replace("  - id: untested-backups", f"  - id: {WRITTEN}"),
    "citation": CASE.replace("its orders.[^report]", "its orders.[^::stop-commands::x]"),
    "heading": CASE.replace("## Results", "## ::stop-commands::x ##[error]y"),
    "link": CASE.replace("Restore one", "Restore [one](::stop-commands::x)"),
    "tag in text": CASE.replace("Restore one", "Restore <::stop-commands::x> <b ##[error]> one"),
    "date": CASE.replace("date: 2024-03-05", f"date: {WRITTEN}"),
    "bytes": CASE.replace("title: An", "title: \x1b[2J\x07\x9bAn"),
    "long value": CASE.replace("kind: incident", f"kind: {'x' * 60_000}"),
    "long key": CASE.replace("kind: incident", f"{'x' * 900}: 1\nkind: incident"),
}
LINE = re.compile(r"(cases[^\n]*:\d+:\d+: REX\d{3} [^\n]*\n)*")


@pytest.mark.parametrize("text", EVIL_CASES.values(), ids=EVIL_CASES)
def test_nothing_of_a_strangers_text_is_obeyed_by_a_terminal_or_a_log(tmp_path, capsys, text):
    root = a_base(tmp_path, {EXAMPLE_ID: text})
    for style in ("text", "github", "json"):
        assert main(["validate", "--root", str(root), "--format", style]) == 1
        output = capsys.readouterr().out
        assert all(character.isprintable() or character == "\n" for character in output)
        assert "stop-commands::" not in output.replace("::error file", "") or ": :" in output or style == "json"
        for line in output.splitlines():
            assert not re.search(r"::(stop-commands|add-mask|set-env)::|##\[", line)
            assert style == "json" or len(line) < 600
            assert style == "json" or line.startswith(("cases/", "::error file=cases/", "::warning file=cases/", "  "))
        if style == "json":
            assert all(len(item["message"]) <= LONGEST_MESSAGE for item in json.loads(output))


def test_a_file_name_is_printed_on_one_line(tmp_path, capsys):
    root = a_base(tmp_path)
    (root / "cases" / "a\x1b[31m\n::error::b.md").write_text(CASE, encoding="utf-8")
    for style in ("text", "github"):
        assert main(["validate", "--root", str(root), "--format", style]) == 1
        output = capsys.readouterr().out
        assert "\x1b" not in output
        begins = ("cases/", "::error file=cases/", "::warning file=cases/", "  ")
        assert all(line.startswith(begins) for line in output.splitlines())


def test_a_file_with_a_thousand_faults_gives_fifty_findings_in_every_format():
    text = CASE.replace("Restore one backup", "Restore {one} <b>backup\n" * 150)
    findings = lint(a_corpus({EXAMPLE_ID: text}))
    assert len(findings) == MOST_IN_A_FILE
    assert findings[-1].code == "REX021" and re.match(r"\d+ more findings in this file", findings[-1].message)
    assert as_text(findings).count("\n") == as_github(findings).count("\n") == len(json.loads(as_json(findings))) == MOST_IN_A_FILE


@pytest.mark.parametrize(
    "text", ["", "plain", "a" * 1_000, EVIL, "\ud800", "::warning file=x::y", "##vso[task]", "é" * 400, "\U000e0041" * 500]
)
def test_one_line_is_one_short_harmless_line(text):
    line = one_line(text)
    assert len(line) <= LONGEST_MESSAGE and line.isprintable()
    assert "##[" not in line and not re.search(r"::[a-z-]+[^:]*::", line)
    assert one_line(line) == line
