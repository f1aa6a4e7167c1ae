"""Single values of a file change and nothing else does, whatever is written and however the file was typed."""

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import EXAMPLE_ID, a_base, a_translation
from rex.core.amend import Front
from rex.core.characters import hidden_runs
from rex.core.corpus import Corpus, read_corpus
from rex.core.frontmatter import read_bytes
from rex.core.issue import Told, forms
from rex.lint.changes import Refused
from rex.lint.example import CASE
from rex.lint.mend import ORDER
from rex.lint.told import answer_to, change_of

TEXT = """---
# About this file.
title: 'It''s: a title'  # in quotes
company: [one,   two]
date:
summary: >-
  Several lines
  of text.

# Above the fixes.
fixes:
  # The first.
  - id: a-fix
    outcome: unknown  # worked | failed
    sources: [report, {id: other, where: "p. 3"}]  # flow
  - {id: b-fix, outcome: worked, sources: [report]}

sources:
- id: report
  by:
  - A. Speaker   # the host

# The end.
---

## Context

outcome: unknown
"""
SETS: list[tuple[tuple[Any, ...], Any]] = [
    (("title",), "Another: title"),
    (("date",), "2024-01"),
    (("summary",), "Short."),
    (("caution",), "New: between # others."),
    (("disputed",), {"what": "x: y", "sources": ["report"]}),
    (("reviewed",), "2026-11"),
    (("company",), "one"),
    (("fixes", 0, "outcome"), "worked"),
    (("fixes", 0, "followed_up"), "2026-11"),
    (("fixes", 1, "outcome"), "failed"),
    (("fixes", 1, "followed_up"), "2026-11"),
    (("sources", 0, "note"), "A note."),
]
APPENDS: list[tuple[tuple[Any, ...], Any]] = [
    (("company",), "three"),
    (("fixes", 0, "sources"), {"id": "more", "where": "a: b, c"}),
    (("fixes", 1, "sources"), "more"),
    (("sources",), {"id": "more", "title": "# T: [x], {y}", "by": ["no", "B"]}),
    (("sources", 0, "by"), "C: D"),
    (("fixes",), {"id": "c-fix", "sources": ["report"]}),
]


def values_of(text: str) -> dict[str, Any]:
    reading = read_bytes(text.encode())
    assert reading.problems == [] and reading.document is not None
    return reading.document.values


def at(values: Any, loc: tuple[Any, ...]) -> Any:
    for part in loc:
        values = values[part]
    return values


def gone(before: str, after: str) -> list[str]:
    left = after.split("\n")
    return [line for line in before.split("\n") if line not in left]


@pytest.mark.parametrize(("loc", "value"), SETS)
def test_a_value_is_set_and_all_else_stays(loc: tuple[Any, ...], value: Any) -> None:
    wanted = copy.deepcopy(values_of(TEXT))
    at(wanted, loc[:-1])[loc[-1]] = value
    front = Front(TEXT)
    front.set(loc, value, ORDER)
    assert values_of(front.text) == wanted
    assert len(gone(TEXT, front.text)) <= 3
    assert [line for line in gone(TEXT, front.text) if line.startswith("#") or "---" in line] == []
    assert front.text.endswith(TEXT[TEXT.index("\n---\n", 5) :])


@pytest.mark.parametrize(("loc", "item"), APPENDS)
def test_an_item_is_added_and_all_else_stays(loc: tuple[Any, ...], item: Any) -> None:
    wanted = copy.deepcopy(values_of(TEXT))
    at(wanted, loc).append(item)
    front = Front(TEXT)
    front.append(loc, item)
    assert values_of(front.text) == wanted
    assert len(gone(TEXT, front.text)) <= 1
    assert all(comment in front.text for comment in ("# flow", "# the host", "# The end."))


def test_a_new_field_stands_where_the_order_wants_it() -> None:
    front = Front(TEXT)
    front.set(("caution",), "New.", ORDER)
    assert list(values_of(front.text)) == ["title", "company", "date", "summary", "caution", "fixes", "sources"]


# A form takes no hidden character, and the reader none of a file.
_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip()) and not hidden_runs(text)
)


@given(st.sampled_from([loc for loc, _ in SETS]), _TEXTS)
def test_any_text_comes_back_as_it_was_set(loc: tuple[Any, ...], value: str) -> None:
    front = Front(TEXT)
    front.set(loc, value, ORDER)
    document = read_bytes(front.text.encode()).document
    assert document is not None and at(document.values, loc) == value


# What a stranger writes into a form.


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    root: Path = a_base(tmp_path_factory.mktemp("told"), {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation()})
    return read_corpus(root)


_PIECES = st.sampled_from(
    [
        *(
            "---",
            "\n---\n",
            "...",
            "status: published",
            "- ",
            "#",
            " #",
            ": ",
            "'",
            '"',
            "\\",
            "{",
            "}",
            "[",
            "]",
            "&a",
            "*a",
            "!!x",
            "|",
            ">",
            "%",
        ),
        *(
            "```",
            "````",
            "@everyone",
            "[x](javascript:1)",
            "{{ x }}",
            "${{ github.token }}",
            "$(id)",
            "`id`",
            "::set-output name=a::b",
            "\n\n",
        ),
        *("## Context", "[^report]", "[^x]", "=======", "null", "no", "012", "1e5", "« ", " ; ", "é", "日", "plain words"),
    ]
)
_ANSWERS = st.lists(_PIECES, min_size=1, max_size=6).map(" ".join).filter(lambda text: text.strip())
_CHANGED = {
    "follow-up": {"fixes", "sources"},
    "dispute": {"disputed", "sources"},
    "reply": {"response", "sources"},
    "withdrawal": {"status", "withdrawn_because"},
    "correction": {"mistakes"},
}


# Each asks every rule, so that a quarter of the usual number has to do.
@settings(max_examples=settings().max_examples // 4)
@given(st.data(), st.sampled_from(sorted(_CHANGED)), st.sampled_from(["en", "fr"]))
def test_no_answer_reaches_what_its_form_is_not_for(base: Corpus, data: st.DataObject, name: str, lang: str) -> None:
    form = next(form for form in forms(base.vocabulary) if (form.name, form.lang) == (name, lang))
    answers = {
        question.name: data.draw(st.sampled_from(list(question.options)) if question.options else _ANSWERS) for question in form.questions
    }
    answers |= {"case": EXAMPLE_ID, "url": "https://example-shop.net/new", "source_lang": "en"}
    answers |= {"company": "example-shop", "fix": "automated-restore-testing", "claim": "The nightly job wrote empty files."}
    told = Told(form, answers, ())
    change, answer = answer_to(base, told, "2026-11")
    assert "\x00" not in answer
    if change is None:
        return
    assert change.subject.isprintable()
    file = base.cases[EXAMPLE_ID]
    for path, text in change.texts.items():
        reading = read_bytes(text.encode())
        assert reading.problems == [] and reading.document is not None
        old = file.document if path == file.path else file.translations["fr"].document
        now = reading.document.values
        different = {field for field in now.keys() | old.values.keys() if now.get(field) != old.values.get(field)}
        assert different <= _CHANGED[name] | {"original"}
        assert reading.document.body == old.body


def test_the_example_of_the_property_is_a_change(base: Corpus) -> None:
    form = next(form for form in forms(base.vocabulary) if form.name == "withdrawal")
    told = Told(form, {"case": EXAMPLE_ID, "why": "It is wrong: # all of it."}, ())
    assert set(change_of(base, told, "2026-11").texts) == {f"cases/{EXAMPLE_ID}.md", f"cases/{EXAMPLE_ID}.fr.md"}
    with pytest.raises(Refused):
        change_of(base, Told(form, {"case": "nowhere", "why": "x"}, ()), "2026-11")


def test_a_list_in_one_line_grows_in_its_line_even_from_nothing() -> None:
    front = Front("---\na: []\nb: [one]\n---\ntext\n")
    front.append(("a",), "first")
    front.append(("b",), "two")
    front.append(("a",), "second")
    assert front.text == "---\na: [first, second]\nb: [one, two]\n---\ntext\n"
