"""One schema: what an editor, a form and the check take for a case is the same, on our base and on broken files.

What the published schema refuses, the check refuses. What only the check refuses is in `ONLY_THE_CHECK`, each with its reason; the
schemas of editors, which know the ids of the base, refuse part of that too. Forms, template and reference are held to the same schema.
"""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from builders import EXAMPLE_ID, a_corpus, a_rich_case, a_translation, a_vocabulary
from rex.cli.new import TEMPLATE, template
from rex.cli.reference import fields_page
from rex.core import editor
from rex.core.address import fault
from rex.core.dates import DateError, PartialDate
from rex.core.document import Document
from rex.core.frontmatter import read_bytes
from rex.core.issue import as_body, forms, read_body
from rex.core.language import LANGUAGES
from rex.core.model import Case, Translation, schema_of
from rex.core.parse import parse
from rex.core.vocabulary import MODELS, read_vocabulary
from rex.lint.engine import errors, lint
from rex.lint.mend import ORDER, ORDER_OF_TRANSLATION
from rex.lint.told import answer_to
from rex.pages.families.contribute import VALUES
from rex.pages.words import words_of

VOCABULARY = a_vocabulary()
SCHEMA = schema_of(Case)
PUBLISHED = Draft202012Validator(SCHEMA)
EDITOR = Draft202012Validator({**editor.schemas(VOCABULARY)["case"], "$schema": "https://json-schema.org/draft/2020-12/schema"})

# Why the published schema cannot say what these rules say. A rule that says nothing any more has to go.
ONLY_THE_CHECK = {
    "unknown-term": "which ids exist is in the vocabulary; the schemas of editors say it for the lists that are closed",
    "unlisted-mistake": "a mistake of this very case: a schema cannot compare two places",
    "unlisted-fix": "a fix of this very case: a schema cannot compare two places",
    "unknown-source": "a source of this very case: a schema cannot compare two places",
    "claim-without-source": "an empty list of sources; a missing one the schema refuses",
    "status-conflict": "what a status allows depends on other fields",
    "impossible-date": "the 30th of February, or an end before the beginning",
    "outcome-before-application": "what came of a fix depends on how far it got",
    "unknown-value": "an address that nobody can open, a language without headings, a name that files may not have",
    "invisible-character": "characters that nobody sees, in any text",
    "nothing-unknown": "a published case lists at least one open question",
    "line-end": "a text on several lines",
    "placeholder": "sentences of the template",
    "uncited-source": "what the text under the front matter cites",
}

LONG = "An overlong text. " * 80


@cache
def rich() -> dict[str, Any]:
    document = read_bytes(a_rich_case().encode()).document
    assert document is not None
    return document.values


@cache
def _body() -> str:
    return a_rich_case().split("\n---\n", 1)[1]


def _places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every field, and the first item of every list: the others are of the same model."""
    pairs = value.items() if isinstance(value, dict) else list(enumerate(value))[:1] if isinstance(value, list) else []
    for key, inner in pairs:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _at(values: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        values = values[part]
    return values


MISSING = object()
DAMAGES: dict[str, Any] = {
    "missing": MISSING,
    "nothing": None,
    "a number": 7,
    "yes": True,
    "a list": [],
    "a list of numbers": [7],
    "fields": {"zzz": "x"},
    "an id that nobody has": "no-such-id",
    "no id": "Not an id!",
    "empty": "",
    "too long": LONG,
    "two lines": "one\ntwo",
}


def _damaged_in_turn(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each field, damaged in each way; nothing else is."""
    for path in _places(whole):
        for name, value in DAMAGES.items():
            values = copy.deepcopy(whole)
            holder = _at(values, path[:-1])
            if value is MISSING:
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
            yield f"{'.'.join(map(str, path))}: {name}", values
        if isinstance(_at(whole, path), dict):
            values = copy.deepcopy(whole)
            _at(values, path)["zzz"] = "x"
            yield f"{'.'.join(map(str, path))}: unknown key", values
    yield "unknown key", {**whole, "zzz": "x"}


def _damaged() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from _damaged_in_turn(rich())
    for path, value in SINGLE:
        values = copy.deepcopy(rich())
        _at(values, path[:-1])[path[-1]] = value
        yield f"{'.'.join(map(str, path))}: {value}", values


# What has the form that a field wants, and is wrong all the same.
SINGLE: list[tuple[tuple[str | int, ...], Any]] = [
    (("date",), "2024-02-30"),
    (("date",), "2024/2023"),
    (("sources", 0, "date"), "2024-02-31"),
    (("sources", 0, "url"), "https://localhost/x"),
    (("sources", 0, "url"), "https://user:word@example-shop.net/"),
    (("lang",), "xx"),
    (("company",), "index"),
    (("title",), "A title with a letter\u200b that nobody sees"),
    (("mistakes", 0, "what"), "TODO say what happened"),
    (("fixes", 1, "outcome"), "worked"),
    (("fixes", 0, "corrects"), ["blame-culture"]),
    (("status",), "withdrawn"),
]


# Rules that look at the text, at likeness or at advice say nothing of the front matter.
_RULES = [rule for rule in lint.__kwdefaults__["rules"] if rule.code < "REX5" and rule.code[:4] != "REX3"]


def _found(values: dict[str, Any]) -> set[str]:
    """What is refused: by the model alone if that refuses it, else by the rules, which take ten times as long."""
    if problems := parse(Document(copy.deepcopy(values)), Case)[1]:
        return {problem.name for problem in problems}
    text = f"---\n{json.dumps(values, ensure_ascii=False)}\n---\n{_body()}"
    return {finding.name for finding in errors(lint(a_corpus({EXAMPLE_ID: text}, VOCABULARY), rules=_RULES))}


def test_schema_and_check_refuse_the_same_but_for_one_list() -> None:
    assert PUBLISHED.is_valid(rich()) and EDITOR.is_valid(rich()) and _found(rich()) == set()
    loose, used, count = [], set(), 0
    for name, values in _damaged():
        count += 1
        found = _found(values)
        published = PUBLISHED.is_valid(values)
        by_editor = EDITOR.is_valid(values) if published or count % 4 == 0 else False
        if not (published and by_editor) and not found:
            loose.append(f"{name}: a schema refuses it, the check does not")
        if by_editor and not published:
            loose.append(f"{name}: the published schema refuses it, that of editors does not")
        if published and found:
            used |= found
            if not found & ONLY_THE_CHECK.keys():
                loose.append(f"{name}: only the check refuses it ({', '.join(sorted(found))})")
    assert loose == []
    assert count > 1_000
    assert used >= ONLY_THE_CHECK.keys(), f"says nothing any more: {sorted(ONLY_THE_CHECK.keys() - used)}"
    assert used <= ONLY_THE_CHECK.keys(), f"without a reason: {sorted(used - ONLY_THE_CHECK.keys())}"


# What only the check can say of one entry of the vocabulary or of one translation; whether ids exist is asked of the whole base.
ONLY_THE_CHECK_OF_AN_ENTRY = {
    "line-end": "a text on several lines",
    "unknown-value": "an address that nobody can open, a country that does not exist",
}


def _entries(root: Path) -> Iterator[tuple[str, type[Any], dict[str, Any]]]:
    """The fullest entry of each table of our base, and a translation of the rich case."""
    for name, table in read_vocabulary(root).tables().items():
        yield name, MODELS[name], max(table.document.values.values(), key=len)
    document = read_bytes(
        a_translation(a_rich_case(), caution="Deux rapports : ils diffèrent.", disputed={"what": "Un jour."}).encode()
    ).document
    assert document is not None
    yield "translation", Translation, document.values


def _impossible(kind: str, whole: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What has the form that a field wants, and is wrong all the same."""
    if kind != "companies":
        return []
    return [("a country", {**whole, "country": "UK"}), ("an address", {**whole, "url": "https://localhost/"})]


def test_schema_and_model_refuse_the_same_in_vocabulary_and_translations(repository: Path) -> None:
    loose, used = [], set()
    for kind, model, whole in _entries(repository):
        validator = Draft202012Validator(schema_of(model))
        assert validator.is_valid(whole) and parse(Document(whole), model)[1] == []
        damaged = [*list(_damaged_in_turn(whole))[::2], *_impossible(kind, whole)]
        for name, values in damaged:
            found = {problem.name for problem in parse(Document(values), model)[1]}
            if not validator.is_valid(values):
                if not found:
                    loose.append(f"{kind}: {name}: the schema refuses it, the check does not")
            elif found:
                used |= found
                if not found & ONLY_THE_CHECK_OF_AN_ENTRY.keys():
                    loose.append(f"{kind}: {name}: only the check refuses it ({', '.join(sorted(found))})")
    assert loose == []
    assert used == ONLY_THE_CHECK_OF_AN_ENTRY.keys()


# Who else knows the fields.


def _tables(page: str) -> dict[str, dict[str, tuple[bool, list[str]]]]:
    """The reference by model: each field with whether it is needed and the values that it names."""
    found: dict[str, dict[str, tuple[bool, list[str]]]] = {}
    name = ""
    for line in page.split("\n"):
        if line.startswith("### "):
            name = line.removeprefix("### ")
        elif match := re.match(r"\| `(\w+)` \| (yes)? ?\| (.*?) \|", line):
            found.setdefault(name, {})[match[1]] = (match[2] == "yes", re.findall(r"`([^`]+)`", match[3]))
    return found


def test_the_reference_is_the_schema() -> None:
    tables = _tables(fields_page())
    translation = schema_of(Translation)
    parts = {**translation["$defs"], **SCHEMA["$defs"], "Case": SCHEMA, "Translation": translation}
    for model in MODELS.values():
        schema = schema_of(model)
        parts |= {**schema.get("$defs", {}), model.__name__: schema}
    described = {name: part for name, part in parts.items() if "properties" in part and not name.startswith("Localised")}
    assert described.keys() - tables.keys() == set()
    for name, part in described.items():
        required = part.get("required", [])
        assert {field: needed for field, (needed, _) in tables[name].items()} == {
            field: field in required for field in part["properties"]
        }, name
        for field, (_, values) in tables[name].items():
            assert values == _values(part["properties"][field], parts), f"{name}.{field}"


def _values(rule: dict[str, Any], parts: dict[str, Any]) -> list[str]:
    for one in [rule, *rule.get("anyOf", ())]:
        target = parts[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        if "enum" in target:
            return list(target["enum"])
    return []


def test_every_field_has_its_place_in_the_order_of_a_file() -> None:
    assert sorted(ORDER) == sorted(SCHEMA["properties"])
    assert sorted(ORDER_OF_TRANSLATION) == sorted(schema_of(Translation)["properties"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_a_case_of_the_schema_and_its_comments_too(lang: str) -> None:
    text = template("A title", "example-shop", "incident", lang, VOCABULARY)
    for whole in (text, re.sub(r"^# ( *\S)", r"\1", text, flags=re.MULTILINE).replace("results:  #", "results:  #")):
        front = yaml.load(whole.split("---")[1], Loader=yaml.BaseLoader)
        front["date"], front["pillars"] = None, front["pillars"] or []
        # The address is to be replaced: nobody can open it, which the schema says too.
        assert [error.json_path for error in PUBLISHED.iter_errors(front)] == ["$.sources[0].url"]
        front["sources"][0]["url"] = "https://example-shop.net/report"
        faults = [error.json_path for error in PUBLISHED.iter_errors(front)]
        assert faults == []
    assert {line.partition(":")[0].removeprefix("# ") for line in TEMPLATE.split("\n") if re.match(r"(# )?\w+:", line)} <= set(ORDER)


@pytest.mark.parametrize("form", [form for form in forms(VOCABULARY) if form.name == "case"], ids=lambda form: form.lang)
def test_each_answer_that_a_form_offers_is_one_of_the_schema(form: Any) -> None:
    first = {question.name: next(iter(question.options), "A plain text.") for question in form.questions}
    first |= {
        "title": "A storm of retries stops the shop",
        "company": "example-shop",
        "summary": "A sentence of eighty characters at least, so that it can be the summary of a whole case.",
        "date": "2024-03",
        "url": "https://example-shop.net/told",
        "source_lang": form.lang,
    }
    for question in form.questions:
        for option in question.options or {first[question.name]: ""}:
            told = read_body(as_body(form, first | {question.name: option}), forms(VOCABULARY))
            assert told.troubles == ()
            change, answer = answer_to(_on_disk_is_nothing(), told, "2026-11")
            assert change is not None or "REX4" in answer, answer
            for text in change.texts.values() if change else ():
                document = read_bytes(text.encode()).document
                assert document is not None and [error.message for error in PUBLISHED.iter_errors(document.values)] == []


@cache
def _on_disk_is_nothing() -> Any:
    """A base without a file of its own: a new case needs none."""
    return a_corpus({})


def test_the_form_of_the_site_has_a_word_for_each_value_of_the_schema() -> None:
    parts = SCHEMA["$defs"]
    owners = (SCHEMA, *parts.values())
    pairs = [(field, _values(rule, parts)) for part in owners for field, rule in part.get("properties", {}).items()]
    named = {field: values for field, values in pairs if values and field != "status"}
    assert named.keys() == VALUES.keys()
    for lang in LANGUAGES:
        texts = words_of(lang).texts
        for field, key in VALUES.items():
            branch = texts
            for part in key.split("."):
                branch = branch[part]
            assert set(named[field]) <= set(branch), f"{lang}: {field}"


def test_the_form_of_the_site_names_each_field_of_the_schema() -> None:
    parts = {**SCHEMA["$defs"], "Case": SCHEMA}
    for lang in LANGUAGES:
        fields = words_of(lang).texts["give"]["fields"]
        for model, named in fields.items():
            if model in parts:
                assert set(named) <= set(parts[model]["properties"]), f"{lang}: {model} names what the schema has not"


_DATES = Draft202012Validator(SCHEMA["$defs"]["Source"]["properties"]["date"])
_ADDRESSES = Draft202012Validator(SCHEMA["$defs"]["Source"]["properties"]["url"])


@given(st.from_regex(r"(18|19|20|21)[0-9]{2}(-[0-3][0-9](-[0-3][0-9])?)?", fullmatch=True, alphabet=st.characters(codec="ascii")))
def test_schema_and_check_know_the_same_calendar(text: str) -> None:
    try:
        PartialDate.parse(text)
    except DateError:
        assert not _DATES.is_valid(text)
    else:
        assert _DATES.is_valid(text)


@given(
    st.from_regex(
        r"[hH]ttps?://([a-z]{1,3}@)?([a-zA-Z0-9é-]{0,4}\.){0,2}"
        r"(com|local|example|test|xn--p1ai|[a-z]{1,3}|localhost)\.?(:[0-9]{0,5})?([/?#][a-z()%0-9.,;:!'\[ ]{0,6})?",
        fullmatch=True,
    )
)
def test_schema_and_check_take_the_same_addresses(url: str) -> None:
    taken = _ADDRESSES.is_valid(url)
    assert taken >= (fault(url) is None)
    # A number for a host, and what only looks like an encoded name, are left to the check.
    assert taken == (fault(url) is None) or not url.isascii() or "xn--" in url or "--" in url
