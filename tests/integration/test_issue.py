"""`rex issue`: a form becomes a draft or a change that validates, or an answer that says what to mend."""

import json
from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base, a_translation, a_vocabulary
from rex.cli.main import main
from rex.core.corpus import read_corpus
from rex.core.issue import as_body, forms, read_body
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
    "state": "applied",
    "outcome": "partly",
    "told": "It found\n``` two @empty files.",
}


def told(root: Path, name: str, answers: dict[str, str], capsys, login: str | None = None, lang: str = "en") -> tuple[int, str]:
    form = next(form for form in forms(read_vocabulary(root)) if (form.name, form.lang) == (name, lang))
    body = as_body(form, answers)
    file = root / "event.json"
    event = {"issue": {"body": body, "user": {"login": login, "id": 7}}}
    file.write_text(body if login is None else json.dumps(event), encoding="utf-8")
    status = main(["issue", str(file), "--root", str(root), "--day", "2026-11-30", "--message", str(root / "message")])
    return status, capsys.readouterr().out


def test_a_told_case_becomes_a_draft_that_validates(tmp_path, capsys):
    root = a_base(tmp_path)
    status, answer = told(root, "case", STORY, capsys, "a-friend")
    assert status == 0 and "Told by @a-friend." in answer
    assert (root / "message").read_text(encoding="utf-8") == (
        "case: draft of storm-of-retries-stops-the-shop\n\nCo-authored-by: a-friend <7+a-friend@users.noreply.github.com>\n"
    )
    corpus = read_corpus(root)
    case = corpus.cases["storm-of-retries-stops-the-shop"].case
    assert errors(lint(corpus)) == []
    assert (case.status, case.company, case.mistakes[0].what) == ("draft", ("example-group",), "Clients retried at once: without a pause.")
    assert case.unknown == ("how many clients there were", "who noticed first")
    body = corpus.cases["storm-of-retries-stops-the-shop"].body.text
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
        ({"source_lang": "elvish"}, "REX"),
        ({"section_0": "---\nstatus: published\n---"}, "REX"),
    ],
)
def test_what_does_not_validate_is_an_answer_and_writes_nothing(tmp_path, capsys, change, said):
    root = a_base(tmp_path)
    before = sorted(path.name for path in (root / "cases").iterdir())
    status, answer = told(root, "case", STORY | change, capsys)
    assert status == 1 and said in answer
    assert sorted(path.name for path in (root / "cases").iterdir()) == before


# What people type into a form, and where it stands in the file.
TYPED = [
    ({"date": "12 May 2021"}, "date: '2021-05-12'"),
    ({"date": "May 2021"}, "date: 2021-05"),
    ({"url": "[our story](https://example-shop.net/story)"}, "url: https://example-shop.net/story\n"),
    ({"url": "<https://example-shop.net/story>"}, "url: https://example-shop.net/story\n"),
    ({"url": "www.example-shop.net/story"}, "url: https://www.example-shop.net/story\n"),
    ({"source_lang": "English"}, "lang: en\n  voice"),
    ({"unknown": "* how many\n1. who\n• when"}, "unknown:\n- how many\n- who\n- when\n"),
    ({"section_1": "It went so:\n- one\n- two"}, "It went so:[^report]\n\n- one[^report]\n- two[^report]\n"),
    ({"section_1": "• one\n• two"}, "- one[^report]\n- two[^report]\n"),
    (
        {"section_1": "The log:\n```\nERROR: full\n\nmore\n```\nIt stopped."},
        "The log:[^report]\n\n```\nERROR: full\n\nmore\n```\n\nIt stopped.[^report]\n",
    ),
    ({"section_1": "| a | b |\n| --- | --- |\n| 1 | 2 |"}, "| 1 | 2[^report] |\n"),
]


@pytest.mark.parametrize(("change", "written"), TYPED)
def test_what_people_type_into_a_form_is_understood(tmp_path, capsys, change, written):
    root = a_base(tmp_path)
    status, answer = told(root, "case", STORY | change, capsys)
    assert status == 0, answer
    assert written in (root / "cases/storm-of-retries-stops-the-shop.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "change", "said"),
    [
        ("case", {"date": "last May"}, "“When”: `date`"),
        ("case", {"summary": "Too short."}, "“Summary”: `summary` has 10 characters"),
        ("case", {"section_2": "## Later\n\nMore."}, "“Section: What changed”: heading `## Later` is not"),
        ("case", {"company": "Example Group Ltd"}, "did you mean `Example Group`?\n"),
        ("follow-up", {"case": "exampel-2024"}, "did you mean `example-2024`?\n"),
        ("follow-up", {"fix": "chaos-engineering"}, "it has `automated-restore-testing`"),
    ],
)
def test_an_answer_names_the_question_and_not_a_file(tmp_path, capsys, form, change, said):
    status, answer = told(a_base(tmp_path), form, (STORY if form == "case" else FOLLOW_UP) | change, capsys)
    assert status == 1 and said in answer and "md:" not in answer


@pytest.mark.parametrize("case", ["https://devops-rex.example/fr/cases/example-2024/", "Example-2024", " example-2024.md "])
def test_a_case_is_found_by_its_address(tmp_path, capsys, case):
    assert told(a_base(tmp_path), "follow-up", FOLLOW_UP | {"case": case}, capsys)[0] == 0


def test_what_keeps_a_draft_from_being_published_is_said_at_once(tmp_path, capsys):
    status, answer = told(a_base(tmp_path), "case", STORY | {"unknown": ""}, capsys)
    assert status == 0 and "before it can be published" in answer and "REX110" in answer and "REX307" in answer


def test_the_questions_that_are_missing_are_named():
    form = next(form for form in forms(a_vocabulary()) if form.file == "follow-up")
    body = as_body(form, FOLLOW_UP).replace("### What came of it", "## What came of it")
    assert [str(message) for message in read_body(body, forms(a_vocabulary())).troubles[1:]] == [
        "the question “What came of it” is missing"
    ]


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


FRENCH_ID = f"{EXAMPLE_ID}.fr"
ORIGINAL, FRENCH = f"cases/{EXAMPLE_ID}.md", f"cases/{FRENCH_ID}.md"
DISPUTE = SOURCE | {"case": EXAMPLE_ID, "contested": "The shop: it was one day of orders # and not two, says its owner."}
REPLY = {
    "case": EXAMPLE_ID,
    "company": "Example Shop",
    "who": "Example Shop, its operations",
    "date": "2026-10",
    "answer": "Two copies\nare tried: each night.",
    "url": "https://example-shop.net/answer",
    "source_title": "Our answer",
    "source_lang": "en",
}
WITHDRAWAL = {"case": EXAMPLE_ID, "why": "The report was withdrawn by its author."}
CORRECTION = {
    "case": EXAMPLE_ID,
    "claim": "The nightly job wrote empty files.",
    "instead": "The nightly job: it wrote no files # at all.",
    "why": "The report says so now.",
}


def a_pair(tmp_path: Path) -> Path:
    """The example case with comments, and its translation."""
    text = CASE.replace("kind: incident", "kind: incident  # as its report says").replace("unknown: [", "# What nobody told.\nunknown: [")
    return a_base(tmp_path, {EXAMPLE_ID: text, FRENCH_ID: a_translation(text)})


def lines_gone(root: Path, path: str, before: dict[str, list[str]]) -> list[str]:
    after = (root / path).read_text(encoding="utf-8").split("\n")
    return [line for line in before[path] if line not in after]


def texts(root: Path) -> dict[str, list[str]]:
    return {path: (root / path).read_text(encoding="utf-8").split("\n") for path in (ORIGINAL, FRENCH)}


@pytest.mark.parametrize(
    ("name", "answers", "field", "gone"),
    [
        ("dispute", DISPUTE, "disputed", 0),
        ("reply", REPLY, "response", 0),
        ("withdrawal", WITHDRAWAL, "withdrawn_because", 1),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_part_comes_into_both_languages_and_nothing_else_moves(tmp_path, capsys, name, answers, field, gone, lang):
    root = a_pair(tmp_path)
    before = texts(root)
    status, answer = told(root, name, answers, capsys, "a-friend", lang)
    assert status == 0, answer
    corpus = read_corpus(root)
    assert errors(lint(corpus)) == []
    english, french = (corpus.cases[EXAMPLE_ID].in_language(code).case for code in ("en", "fr"))
    said = [getattr(case, field) for case in (english, french)]
    texts_of = [part if isinstance(part, str) else part.what for part in said]
    told_in = " ".join(str(answers.get("contested") or answers.get("answer") or answers.get("why")).split())
    assert texts_of[lang == "fr"] == told_in
    assert told_in in texts_of[lang == "en"] and texts_of[lang == "en"].startswith(("En anglais", "In French"))
    assert "To translate in" in answer
    assert len(lines_gone(root, ORIGINAL, before)) == gone
    # In the translation the fingerprint alone.
    assert len(lines_gone(root, FRENCH, before)) <= 1
    message = (root / "message").read_text(encoding="utf-8").splitlines()
    assert message[0].startswith("case: ") and len(message[0]) <= 72 and "a-friend" in message[2]


def test_what_its_author_wrote_in_both_languages_is_shown_in_each(tmp_path, capsys):
    root = a_pair(tmp_path)
    assert told(root, "reply", REPLY | {"also": "Deux copies sont essayées chaque nuit."}, capsys)[0] == 0
    file = read_corpus(root).cases[EXAMPLE_ID]
    assert file.in_language("fr").case.response.what == "Deux copies sont essayées chaque nuit."
    assert (file.case.response.who, file.case.response.date) == ("Example Shop, its operations", "2026-10")
    assert [reference.id for reference in file.case.response.sources] == ["reply-2026"]
    assert file.case.sources[-1].publisher == "Example Shop"


def test_a_source_that_the_case_has_already_is_named_and_not_added(tmp_path, capsys):
    root = a_pair(tmp_path)
    assert told(root, "dispute", DISPUTE | {"url": "https://Example-Shop.net/report"}, capsys)[0] == 0
    case = read_corpus(root).cases[EXAMPLE_ID].case
    assert [source.id for source in case.sources] == ["report"]
    assert case.disputed.sources[0].id == "report"


@pytest.mark.parametrize(
    ("claim", "instead", "path", "shown"),
    [
        (CORRECTION["claim"], CORRECTION["instead"], ORIGINAL, CORRECTION["instead"]),
        ("The NIGHTLY job had lost its right to read the tables", "The job was blind", ORIGINAL, "The job was blind, so it wrote"),
        ("so it wrote an empty file every night. ", "so: nothing # was written.", ORIGINAL, "so: nothing # was written.[^report]"),
        ("En français\u00a0: The nightly job", "En français : ce travail", FRENCH, "En français : ce travail wrote empty files."),
    ],
)
def test_a_sentence_is_put_right_where_it_stands(tmp_path, capsys, claim, instead, path, shown):
    root = a_pair(tmp_path)
    before = texts(root)
    status, answer = told(root, "correction", CORRECTION | {"claim": claim, "instead": instead}, capsys)
    assert status == 0, answer
    assert f"`{path}`" in answer and CORRECTION["why"] in answer
    file = read_corpus(root).cases[EXAMPLE_ID]
    where = file if path == ORIGINAL else file.translations["fr"]
    values = where.document.values["mistakes"]
    what = values["untested-backups"] if path == FRENCH else values[0]["what"]
    assert shown in what or shown in where.body.text
    assert len(lines_gone(root, path, before)) == 1
    other = FRENCH if path == ORIGINAL else ORIGINAL
    assert lines_gone(root, other, before) == []
    # A translation that has not followed is for somebody who knows the language.
    assert ("REX406" in answer) == (path == ORIGINAL)


def test_a_sentence_put_right_in_both_languages_leaves_nothing_to_do(tmp_path, capsys):
    root = a_pair(tmp_path)
    both = {"claim_also": "En français : The nightly job wrote empty files.", "instead_also": "Le travail de nuit n’a rien écrit du tout."}
    status, answer = told(root, "correction", CORRECTION | both, capsys)
    assert status == 0 and "REX" not in answer
    assert errors(lint(read_corpus(root))) == []


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("withdrawal", WITHDRAWAL | {"case": "no-such-case"}, "no case `no-such-case`"),
        ("follow-up", FOLLOW_UP | {"fix": "chaos-engineering"}, "does not list the fix"),
        ("follow-up", FOLLOW_UP | {"state": "planned"}, "REX"),
        ("follow-up", FOLLOW_UP | {"url": "file:///etc/passwd"}, "REX104"),
        ("reply", REPLY | {"company": "Somebody Else"}, "speaks of example-shop (Example Shop)"),
        ("reply", REPLY | {"date": "yesterday"}, "REX105"),
        ("correction", CORRECTION | {"claim": "The moon is made of cheese."}, "word for word"),
        ("correction", CORRECTION | {"claim": "The nightly job"}, "places of the case"),
        ("correction", CORRECTION | {"claim": "***"}, "word for word"),
        ("correction", CORRECTION | {"instead": CORRECTION["claim"]}, "says so already"),
        ("correction", CORRECTION | {"claim": "Its own night ```", "instead": "x"}, "word for word"),
    ],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_written(tmp_path, capsys, name, answers, said):
    root = a_pair(tmp_path)
    before = texts(root)
    status, answer = told(root, name, answers, capsys)
    assert status == 1 and said in answer
    assert texts(root) == before
    assert not (root / "message").exists()


def test_a_second_dispute_or_withdrawal_is_for_a_person(tmp_path, capsys):
    root = a_pair(tmp_path)
    told(root, "dispute", DISPUTE, capsys)
    assert "`disputed` already" in told(root, "dispute", DISPUTE, capsys)[1]
    told(root, "withdrawal", WITHDRAWAL, capsys)
    assert "withdrawn already" in told(root, "withdrawal", WITHDRAWAL, capsys)[1]


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("withdrawal", WITHDRAWAL | {"case": "no-such-case"}, "Merci, mais il n’y a pas de cas `no-such-case`"),
        ("reply", REPLY | {"date": "hier"}, "n’est pas une date"),
        ("withdrawal", WITHDRAWAL | {"why": "<b>x</b>"}, "« Pourquoi » contient du HTML"),
    ],
)
def test_who_wrote_in_french_is_answered_in_french(tmp_path, capsys, name, answers, said):
    status, answer = told(a_pair(tmp_path), name, answers, capsys, lang="fr")
    assert status == 1 and said in answer


def test_a_case_told_in_french_is_a_french_draft(tmp_path, capsys):
    root = a_base(tmp_path)
    status, answer = told(root, "case", STORY, capsys, lang="fr")
    assert status == 0, answer
    file = read_corpus(root).cases["storm-of-retries-stops-the-shop"]
    assert file.case.lang == "fr" and "## Ce qui n’a pas marché" in file.body.text
    assert errors(lint(read_corpus(root))) == []


def test_a_login_that_is_none_is_not_repeated(tmp_path, capsys):
    _, answer = told(a_base(tmp_path), "case", STORY, capsys, "x](http://evil.test) @everyone")
    assert "evil" not in answer
    assert not (tmp_path / "message").exists() or "evil" not in (tmp_path / "message").read_text(encoding="utf-8")


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
