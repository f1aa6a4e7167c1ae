"""`rex issue`: a form becomes a draft or a change that validates, or an answer that says what to mend."""

import json
from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base
from rex.cli.main import main
from rex.core.corpus import read_corpus
from rex.core.issue import as_body, forms
from rex.core.vocabulary import read_vocabulary
from rex.lint.engine import errors, lint
from rex.lint.example import CASE

SOURCE = {
    "url": "https://example-shop.net/story",
    "source_title": "Our story: how we lost it",
    "publisher": "Example Shop",
    "source_lang": "en",
    "voice": "company",
    "read": "full",
}
STORY = SOURCE | {
    "title": "A storm of retries stops the shop",
    "company": "Example Group",
    "kind": "incident",
    "date": "2021-05",
    "lang": "en",
    "summary": "A short failure of one service made every client retry at once,\nand the shop was down for two hours: so its report says.",
    "mistake": "retry-storm",
    "mistake_what": "Clients retried at once: without a pause.",
    "fix": "chaos-engineering",
    "state": "applied",
    "outcome": "unknown",
    "fix_what": "Failures are tried out every month.",
    "unknown": "- how many clients there were\nwho noticed first",
    **{f"section_{number}": f"Paragraph {number}.\n\nAnother one." for number in range(5)},
}
FOLLOW_UP = SOURCE | {
    "case": EXAMPLE_ID,
    "fix": "automated-restore-testing",
    "outcome": "partly",
    "told": "It found\n``` two @empty files.",
}


def told(root: Path, name: str, answers: dict[str, str], capsys, login: str | None = None) -> tuple[int, str]:
    form = next(form for form in forms(read_vocabulary(root)) if form.name == name)
    body = as_body(form, answers)
    file = root / "event.json"
    file.write_text(body if login is None else json.dumps({"issue": {"body": body, "user": {"login": login}}}), encoding="utf-8")
    status = main(["issue", str(file), "--root", str(root), "--month", "2026-11"])
    return status, capsys.readouterr().out


def test_a_told_case_becomes_a_draft_that_validates(tmp_path, capsys):
    root = a_base(tmp_path)
    status, answer = told(root, "case", STORY, capsys, "a-friend")
    assert status == 0 and "Told by @a-friend." in answer
    corpus = read_corpus(root)
    case = corpus.cases["a-storm-of-retries-stops-the-shop"].case
    assert errors(lint(corpus)) == []
    assert (case.status, case.company, case.mistakes[0].what) == ("draft", ("example-group",), "Clients retried at once: without a pause.")
    assert case.unknown == ("how many clients there were", "who noticed first")
    body = corpus.cases["a-storm-of-retries-stops-the-shop"].body.text
    assert "Another one.[^report]" in body and body.rstrip().endswith("Another one.")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"company": "Nobody Ltd"}, "organisation is new here"),
        ({"title": "日本"}, "no id of its own"),
        ({"url": "javascript:alert(1)"}, "REX"),
        ({"date": "last May"}, "REX"),
        ({"summary": "Too short."}, "REX"),
        ({"section_1": "<img src=x>"}, "HTML"),
        ({"source_lang": "english"}, "REX"),
        ({"section_0": "---\nstatus: published\n---"}, "REX"),
    ],
)
def test_what_does_not_validate_is_an_answer_and_writes_nothing(tmp_path, capsys, change, said):
    root = a_base(tmp_path)
    before = sorted(path.name for path in (root / "cases").iterdir())
    status, answer = told(root, "case", STORY | change, capsys)
    assert status == 1 and said in answer
    assert sorted(path.name for path in (root / "cases").iterdir()) == before


@pytest.mark.parametrize("flow", [False, True])
def test_what_became_of_a_fix_goes_into_its_file_and_nothing_else_moves(tmp_path, capsys, flow):
    fix = "{id: automated-restore-testing, corrects: [untested-backups], state: applied, outcome: unknown, what: Daily., sources: [report]}"
    text = CASE
    if flow:
        start = text.index("fixes:\n")
        rest = text[start + len("fixes:\n") :].split("\n")
        following = next(number for number, line in enumerate(rest) if line and line[0] not in " -")
        text = text[:start] + f"fixes: [{fix}]\n" + "\n".join(rest[following:])
    root = a_base(tmp_path, {EXAMPLE_ID: text})
    before = (root / f"cases/{EXAMPLE_ID}.md").read_text(encoding="utf-8").split("\n")
    status, answer = told(root, "follow-up", FOLLOW_UP, capsys)
    assert status == 0, answer
    assert "````text\nIt found\n``` two @empty files.\n````" in answer
    file = read_corpus(root).cases[EXAMPLE_ID]
    claim = file.case.fixes[0]
    assert (claim.outcome, claim.followed_up) == ("partly", "2026-11")
    assert [reference.id for reference in claim.sources][-1] == "follow-up-2026"
    assert file.case.sources[-1].title == SOURCE["source_title"]
    after = (root / f"cases/{EXAMPLE_ID}.md").read_text(encoding="utf-8").split("\n")
    assert len([line for line in before if line not in after]) <= 2


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("withdrawal", {"case": "no-such-case", "why": "x"}, "no case `no-such-case`"),
        ("withdrawal", {"case": EXAMPLE_ID, "why": "x"}, "a maintainer reads it"),
        ("reply", {"case": EXAMPLE_ID, "who": "Shop", "answer": "No.", "url": "https://example-shop.net/"}, "a maintainer reads it"),
        ("follow-up", FOLLOW_UP | {"fix": "chaos-engineering"}, "does not list the fix"),
    ],
)
def test_what_a_person_has_to_do_is_said_and_nothing_is_written(tmp_path, capsys, name, answers, said):
    root = a_base(tmp_path)
    before = (root / f"cases/{EXAMPLE_ID}.md").read_bytes()
    status, answer = told(root, name, answers, capsys)
    assert status == 1 and said in answer
    assert (root / f"cases/{EXAMPLE_ID}.md").read_bytes() == before


def test_a_login_that_is_none_is_not_repeated(tmp_path, capsys):
    _, answer = told(a_base(tmp_path), "case", STORY, capsys, "x](http://evil.test) @everyone")
    assert "evil" not in answer


@pytest.mark.parametrize("text", ["{}", "{", '{"issue": 3}', '{"issue": {"body": 3}}', '{"a":' * 5_000])
def test_a_broken_event_is_one_line(tmp_path, capsys, text):
    root = a_base(tmp_path)
    (root / "event.json").write_text(text, encoding="utf-8")
    assert main(["issue", str(root / "event.json"), "--root", str(root)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_month_and_the_source_are_those_of_the_second_look(tmp_path, capsys):
    root = a_base(tmp_path)
    told(root, "follow-up", FOLLOW_UP, capsys)
    assert told(root, "follow-up", FOLLOW_UP | {"url": "https://example-shop.net/later", "outcome": "worked"}, capsys)[0] == 0
    case = read_corpus(root).cases[EXAMPLE_ID].case
    assert case.fixes[0].outcome == "worked"
    assert [source.id for source in case.sources][-2:] == ["follow-up-2026", "follow-up-2026-2"]
