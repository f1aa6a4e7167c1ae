"""One description of what is translated: every reader of it sees a marked field."""

from typing import Annotated

import pytest
import yaml

from builders import EXAMPLE_ID, a_case, a_corpus, a_fix, a_source, a_translation, lint_text
from rex.cli.translate import skeleton
from rex.core.model import Case, Impact, Result, Source, Translation
from rex.core.strict import Strict
from rex.core.translated import Shape, Words, fields_of, texts_model
from rex.lint.example import CASE

DETECTION = {"by": "users", "after": "a day", "what": "Customers asked for their orders.", "sources": ["report"]}
DIAGNOSED = DETECTION | {"diagnosis": "The size of the file looked right."}
FRENCH = {"what": "Des clients ont réclamé leurs commandes.", "diagnosis": "La taille du fichier semblait juste."}


def codes(original: str, **changes: object) -> list[str]:
    """The rules that a translation of `original` with these fields breaks."""
    return [f.code for f in lint_text(original, **{f"{EXAMPLE_ID}.fr": a_translation(original, **changes)})]


class _Named(Strict):
    id: str
    text: Annotated[str, Words()]


class _Two(_Named):
    more: Annotated[str, Words()]


class _Nameless(Strict):
    text: Annotated[str, Words()]


class _Holder(Strict):
    named: tuple[_Named, ...]
    two: tuple[_Two, ...]
    nameless: tuple[_Nameless, ...]
    single: _Named
    bare: tuple[str, ...]


def test_only_entries_with_an_id_and_a_single_text_are_told_apart_by_their_id() -> None:
    assert {field.name: field.shape for field in fields_of(_Holder)} == {
        "named": Shape.KEYED,
        "two": Shape.ITEMS,
        "nameless": Shape.ITEMS,
        "single": Shape.PART,
    }


def test_the_description_lists_every_text_of_a_case_with_its_shape() -> None:
    assert {field.called: field.shape for field in fields_of(Case)} == {
        **dict.fromkeys(("title", "summary", "caution", "withdrawn_because"), Shape.TEXT),
        **dict.fromkeys(("impact", "results"), Shape.ITEMS),
        **dict.fromkeys(("mistakes", "fixes", "source_notes"), Shape.KEYED),
        **dict.fromkeys(("detection", "disputed", "response"), Shape.PART),
        "unknown": Shape.TEXTS,
        "asked": Shape.OWN,
    }
    assert [field.name for field in fields_of(Source)] == ["note"]


def test_a_translation_has_a_field_for_every_text_and_for_nothing_else() -> None:
    assert set(Translation.model_fields) == {field.called for field in fields_of(Case)} | {"original", "reviewed"}
    assert set(texts_model(Impact).model_fields) == {"measure", "value", "unit", "period"}
    assert [name for name, info in texts_model(Result).model_fields.items() if info.is_required()] == ["measure"]


def test_a_detection_is_shown_in_the_language_of_the_reader() -> None:
    case = a_case(detection=DIAGNOSED)
    corpus = a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": a_translation(case, detection=FRENCH)})
    local = corpus.cases[EXAMPLE_ID].in_language("fr").case.detection
    assert local is not None
    assert (local.what, local.diagnosis, local.after, local.by.value) == (*FRENCH.values(), "a day", "users")


def test_a_detection_must_be_translated_whole() -> None:
    assert codes(a_case(detection=DIAGNOSED), detection=FRENCH) == []
    assert codes(a_case(detection=DIAGNOSED)) == ["REX407"]
    assert codes(a_case(detection=DIAGNOSED), detection={"what": FRENCH["what"]}) == ["REX407"]
    assert codes(a_case(detection=DETECTION), detection=FRENCH) == ["REX407"]
    assert codes(a_case(), detection=FRENCH) == ["REX407"]


def test_a_changed_detection_makes_the_translation_stale_and_none_at_all_does_not() -> None:
    def fingerprint(text: str) -> str:
        return a_corpus({EXAMPLE_ID: text}).cases[EXAMPLE_ID].fingerprint

    prints = [fingerprint(a_case(**more)) for more in ({}, {"detection": DETECTION}, {"detection": DIAGNOSED})]
    assert len(set(prints)) == 3
    assert fingerprint(a_case(asked=["why was the backup empty"])) == prints[0]


def test_fingerprints_written_by_earlier_releases_stay_valid() -> None:
    assert a_corpus({EXAMPLE_ID: CASE}).cases[EXAMPLE_ID].fingerprint == "19d211c0"


def test_each_language_asks_in_its_own_words() -> None:
    case = a_case(asked=["backup was empty", "restore never tried", "who tests backups"])
    translated = a_translation(case, asked=["sauvegarde vide"])
    assert codes(case, asked=["sauvegarde vide", "restauration jamais essayée", "qui teste les sauvegardes"]) == codes(case) == []
    file = a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": translated}).cases[EXAMPLE_ID]
    assert (file.in_language("fr").case.asked, len(file.in_language("en").case.asked)) == (("sauvegarde vide",), 3)
    assert a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": a_translation(case)}).cases[EXAMPLE_ID].in_language("fr").case.asked == ()


def test_the_skeleton_holds_every_text_once() -> None:
    case = a_case(
        detection=DIAGNOSED,
        asked=["backup was empty"],
        caution="Two reports differ.",
        impact=[{"measure": "orders lost", "value": 2, "unit": "days", "sources": ["report"]}],
        fixes=[a_fix()],
        sources=[a_source(note="In part.")],
    )
    front = yaml.safe_load(skeleton(a_corpus({EXAMPLE_ID: case}).cases[EXAMPLE_ID], "fr").split("---\n")[1])
    assert front["detection"] == {"after": "a day", "what": DETECTION["what"], "diagnosis": DIAGNOSED["diagnosis"]}
    assert front["impact"] == [{"measure": "orders lost", "unit": "days"}]
    assert (front["asked"], front["source_notes"], front["caution"]) == (
        ["backup was empty"],
        {"report": "In part."},
        "Two reports differ.",
    )


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("disputed", {"what": "One day, says a reader.", "sources": ["report"]}),
        ("response", {"who": "The shop", "date": "2024-05", "what": "It was one day.", "sources": ["report"]}),
    ],
)
def test_an_answer_and_a_doubt_of_others_name_a_source_and_are_translated(name: str, part: dict[str, object]) -> None:
    case = a_case(**{name: part})
    assert codes(case) == ["REX407"]
    assert codes(case, **{name: {"what": "Un jour."}}) == []
    corpus = a_corpus({EXAMPLE_ID: case, f"{EXAMPLE_ID}.fr": a_translation(case, **{name: {"what": "Un jour."}})})
    assert getattr(corpus.cases[EXAMPLE_ID].in_language("fr").case, name).what == "Un jour."
    unsourced = a_case(**{name: part | {"sources": []}})
    assert [finding.code for finding in lint_text(unsourced)] == ["REX401"]
