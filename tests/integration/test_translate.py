"""`rex translate`: a skeleton that the validator accepts, and a stamp that touches one line."""

import pytest
import yaml

from builders import EXAMPLE_ID, Quoted, a_base, a_case, a_document, a_source, a_translation, example_fields, french
from rex.cli.main import main
from rex.core.corpus import read_corpus
from rex.lint.engine import lint
from rex.lint.example import CASE, PATH

FRENCH = f"cases/{EXAMPLE_ID}.fr.md"
RICH = a_case(
    caution="A doubt: it may be another shop.",
    impact=[{"measure": "orders lost", "value": 3, "unit": "thousand", "sources": ["report"]}],
    sources=[a_source(note="Only in part: the annex was not public.")],
)


def translate(root, *arguments: str) -> int:
    return main(["translate", "--root", str(root), *arguments])


def translated(root) -> None:
    """What a translator does: every sentence of the skeleton becomes another one."""
    text = (root / FRENCH).read_text(encoding="utf-8")
    _, front, body = text.split("---\n", 2)
    values = yaml.load(front, Loader=yaml.BaseLoader)

    def changed(value, key=""):
        if isinstance(value, dict):
            return {name: changed(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [changed(item) for item in value]
        return value if key in ("original", "reviewed") else f"En français : « {value} »"

    (root / FRENCH).write_text(a_document(changed(values), french(body)), encoding="utf-8")


def codes(root) -> list[str]:
    return [finding.code for finding in lint(read_corpus(root))]


@pytest.mark.parametrize("text", [CASE, RICH], ids=["plain", "rich"])
def test_a_new_translation_is_complete_but_stale_until_it_is_marked_as_done(tmp_path, capsys, text):
    root = a_base(tmp_path, {EXAMPLE_ID: text})
    assert translate(root, EXAMPLE_ID, "fr") == 0
    assert FRENCH in capsys.readouterr().out
    assert codes(root) == ["REX406"]
    assert translate(root, EXAMPLE_ID, "fr") == 2
    refusal = capsys.readouterr().err
    assert refusal.startswith(f"rex translate: {FRENCH}:") and "translate it first" in refusal
    assert codes(root) == ["REX406"]
    translated(root)
    assert translate(root, EXAMPLE_ID, "fr") == 0
    assert codes(root) == []
    file = read_corpus(root).cases[EXAMPLE_ID]
    assert file.translations["fr"].translation.original == file.fingerprint
    assert file.translations["fr"].body.headings[0].text == "Contexte"


def test_a_translation_is_stale_as_soon_as_its_original_changes_and_a_stamp_heals_it(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE})
    translate(root, EXAMPLE_ID, "fr")
    translated(root)
    translate(root, EXAMPLE_ID, "fr")
    before = (root / FRENCH).read_text(encoding="utf-8")
    (root / PATH).write_text(CASE.replace("empty files", "useless files"), encoding="utf-8")
    assert codes(root) == ["REX406"]
    capsys.readouterr()
    assert translate(root, EXAMPLE_ID, "fr") == 0
    assert "marked as up to date" in capsys.readouterr().out
    assert codes(root) == []
    after = (root / FRENCH).read_text(encoding="utf-8")
    changed = [(old, new) for old, new in zip(before.split("\n"), after.split("\n"), strict=True) if old != new]
    assert len(changed) == 1 and all(line.startswith("original:") for line in changed[0])


def test_a_second_stamp_changes_nothing(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation()})
    translate(root, EXAMPLE_ID, "fr")
    stamped = (root / FRENCH).read_bytes()
    capsys.readouterr()
    assert translate(root, EXAMPLE_ID, "fr") == 0
    assert "was up to date already" in capsys.readouterr().out
    assert (root / FRENCH).read_bytes() == stamped


def test_all_stamps_every_translation_and_counts_those_that_changed(tmp_path, capsys):
    texts = {"a-2024": CASE, "a-2024.fr": a_translation(), "b-2024": CASE, "b-2024.fr": a_translation(original="00000000"), "c-2024": CASE}
    root = a_base(tmp_path, texts)
    assert codes(root).count("REX406") == 1  # the three equal cases are also told so, as advice
    assert translate(root, "--all") == 0
    assert codes(root).count("REX406") == 0
    assert not (root / "cases/c-2024.fr.md").exists()
    capsys.readouterr()
    assert translate(root, "--all") == 0
    assert capsys.readouterr().err.startswith("0 translations")


def test_a_text_that_mentions_the_field_is_not_touched(tmp_path):
    body = a_translation().split("---\n", 2)[2] + "\noriginal: words\n"
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation(body=body, original="00000000")})
    translate(root, EXAMPLE_ID, "fr")
    text = (root / FRENCH).read_text(encoding="utf-8")
    assert text.endswith("\noriginal: words\n") and "00000000" not in text


def test_a_fingerprint_of_digits_alone_stays_text(tmp_path):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation(original="12345678")})
    assert codes(root) == ["REX406"]
    translate(root, EXAMPLE_ID, "fr")
    assert codes(root) == []


@pytest.mark.parametrize(
    "word",
    [
        "y",
        "on",
        "1e3",
        "1e234567",
        "012",
        "09876543",
        "0o17",
        "1:30",
        "2024",
        "1.10",
        "~",
        "null",
        "- a",
        "a: b",
        "#",
        "<<",
        "=",
        "é",
        " x ",
    ],
)
def test_words_that_yaml_would_misread_survive_in_a_new_translation(tmp_path, word):
    root = a_base(tmp_path, {EXAMPLE_ID: a_document(example_fields() | {"unknown": [Quoted(word)]}, "\n## Context\n")})
    translate(root, EXAMPLE_ID, "fr")
    assert read_corpus(root).cases[EXAMPLE_ID].translations["fr"].translation.unknown == (word,)
    assert "REX012" not in codes(root)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "--all"),
        ([EXAMPLE_ID], "--all"),
        (["no-such-case", "fr"], "no-such-case"),
        (["broken-2024", "fr"], "rex validate"),
        ([EXAMPLE_ID, "en"], "already in `en`"),
        (["german-2024", "fr"], "`de`"),
        ([EXAMPLE_ID, "de"], "invalid choice"),
        (["../../etc/passwd", "fr"], "no readable case"),
    ],
)
def test_misuse_exits_2_and_writes_nothing(tmp_path, capsys, arguments, reason):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, "broken-2024": "broken", "german-2024": a_case(lang="de")})
    before = sorted(path.name for path in root.rglob("*"))
    assert translate(root, *arguments) == 2
    output = capsys.readouterr()
    assert reason in output.err and "Traceback" not in output.err
    assert sorted(path.name for path in root.rglob("*")) == before


def test_an_unreadable_translation_is_never_overwritten(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": b"\xff not a translation"})
    assert translate(root, EXAMPLE_ID, "fr") == 2
    assert (root / FRENCH).read_bytes() == b"\xff not a translation"
    assert "Traceback" not in capsys.readouterr().err


def test_a_translation_without_a_fingerprint_says_so(tmp_path, capsys):
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation(without=("original",))})
    assert translate(root, EXAMPLE_ID, "fr") == 2
    assert "original:" in capsys.readouterr().err
