"""Symptoms of the vocabulary: how a pasted line is compared with them, and the rules that keep them apart."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from builders import EXAMPLE_ID, a_corpus, a_symptom, a_vocabulary
from rex.core.symptom import holds, longest_core, phrase
from rex.core.vocabulary import Strength, Symptom, Table, read_vocabulary
from rex.lint.engine import lint
from rex.lint.example import CASE
from rex.lint.rules.asked import MOST
from rex.lint.rules.symptoms import harmless_lines

WRAPPED = yaml.safe_load((Path(__file__).parent / "wrapped-lines.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def catalogue(repository: Path) -> Table[Symptom]:
    """The symptoms of the base, read once."""
    return read_vocabulary(repository).symptoms


def findings(**symptoms: dict[str, Any]) -> list[tuple[str, int, str]]:
    found = lint(a_corpus({EXAMPLE_ID: CASE}, a_vocabulary(symptoms=symptoms)))
    return [(finding.code, finding.line, finding.message) for finding in found if finding.path.endswith("symptoms.yml")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FATAL:  sorry, too many clients already", ("fatal", "sorry", "too", "many", "clients", "already")),
        ("READONLY You can't write", ("readonly", "you", "cant", "write")),
        ("0/3 nodes are available: 1 Insufficient cpu", ("nodes", "are", "available", "insufficient", "cpu")),
        ("query_wait_timeout", ("query", "wait", "timeout")),
        ("AADSTS7000222: désolé, l’appli", ("aadsts7000222", "desole", "lappli")),
        ("--- 42 ---", ()),
    ],
)
def test_words_are_compared_without_case_accents_apostrophes_and_figures(text: str, words: tuple[str, ...]) -> None:
    assert phrase(text) == words


def test_a_core_must_stand_side_by_side_and_whole() -> None:
    line = phrase("ERROR: could not extend file: No space left on device")
    assert holds(line, phrase("no space left on device"))
    assert not holds(line, phrase("no space on device"))
    assert not holds(line, phrase("extend files"))
    assert not holds(line, ())


@pytest.mark.parametrize("wrapped", WRAPPED, ids=lambda wrapped: f"{wrapped['symptom']}: {wrapped['wrapping']}")
def test_the_same_message_is_recognised_in_every_wrapping(wrapped: dict[str, str], catalogue: Table[Symptom]) -> None:
    lines = [phrase(line) for line in wrapped["paste"].split("\n")]
    # The longer a core that a line holds, the more precise.
    found = {name: max(longest_core(line, symptom) for line in lines) for name, symptom in catalogue.entries.items()}
    best = min(found, key=lambda name: (-found[name], name))
    assert (best, found[best] > 0) == (wrapped["symptom"], True)


def test_the_example_symptom_is_clean_and_points_to_a_mistake() -> None:
    assert findings(**{"pg-restore-too-short": a_symptom()}) == []
    assert a_vocabulary().symptoms["pg-restore-too-short"].mistakes[0].strength is Strength.SIGN


@pytest.mark.parametrize("core", ["too short", "restores", "the is of", "--- ! ---"])
def test_a_core_of_few_or_everyday_words_is_rex601(core: str) -> None:
    found = findings(vague=a_symptom(cores=["input file is too short", core]))
    assert [code for code, _, _ in found] == ["REX601"]


@pytest.mark.parametrize("core", ["KubeHpaMaxedOut", "CLUSTERDOWN", "AADSTS7000222", "reason: OOMKilled", "max_connections"])
def test_a_name_that_no_prose_contains_may_stand_alone(core: str) -> None:
    assert findings(named=a_symptom(cores=[core], messages=[f"alert {core} fired"])) == []


def test_a_message_that_no_core_finds_is_rex602() -> None:
    found = findings(mute=a_symptom(messages=["input file is too short", "another wording altogether"]))
    assert [code for code, _, _ in found] == ["REX602"]


def test_a_part_that_varies_is_no_part_of_a_core() -> None:
    found = findings(varying=a_symptom(messages=["zone <zone> has expired signatures"], cores=["zone has expired signatures"]))
    assert [code for code, _, _ in found] == ["REX602"]


def test_two_symptoms_that_no_message_tells_apart_are_rex603() -> None:
    same = findings(one=a_symptom(), other=a_symptom(cores=["error: input file is too short"]))
    assert [(code, "`one` cannot be told from one of `other`" in message) for code, _, message in same] == [("REX603", True)]
    # One message may hold the cores of two symptoms, as long as each has something of its own.
    line = "could not extend file: no space left on device"
    assert not findings(
        one=a_symptom(messages=[line], cores=["could not extend file"]), other=a_symptom(messages=[line], cores=["space left on device"])
    )


def test_a_core_that_stands_in_a_healthy_log_is_rex604() -> None:
    found = findings(loud=a_symptom(messages=["database system is ready to accept"], cores=["system is ready to accept"]))
    assert [code for code, _, _ in found] == ["REX604"]
    assert len(harmless_lines()) >= 150


def test_a_symptom_of_an_unknown_mistake_is_rex201() -> None:
    found = findings(lost=a_symptom(mistakes=[{"id": "untested-backup", "strength": "sign"}]))
    assert [(code, "did you mean `untested-backups`?" in message) for code, _, message in found] == [("REX201", True)]


def test_the_catalogue_covers_what_the_base_promises(catalogue: Table[Symptom]) -> None:
    assert len(catalogue) >= 150
    for symptom_id in catalogue:
        symptom = catalogue[symptom_id]
        assert all(word == word.lower() for word in symptom.software), symptom_id
        assert all(3 <= len(symptom.asked[lang]) <= 6 for lang in ("en", "fr")), symptom_id


@pytest.mark.parametrize(
    "asked",
    [
        ["one", "two"],
        ["one", "two", "One"],
        ["one", "two", "x" * 81],
        ["one", "two", "This is how it was."],
        [str(n) for n in range(MOST + 1)],
    ],
)
def test_ways_of_asking_are_few_short_distinct_and_no_sentences(asked: list[str]) -> None:
    found = findings(**{"asked-badly": a_symptom(asked={"en": asked, "fr": ["un", "deux", "trois"]})})
    assert [code for code, _, _ in found] == ["REX901"]
