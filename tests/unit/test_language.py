"""French spaces: set where the typography wants them, never in code, links or tables, and nothing else changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.language import FACTUAL_SECTIONS, LANGUAGES, RESULTS_SECTION, normalise_apostrophes, set_french_spaces

NARROW, FULL = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ? Oui !", f"Vraiment{NARROW}? Oui{NARROW}!"),
        ("un ; deux : trois", f"un{NARROW}; deux{FULL}: trois"),
        ("« bonjour »", f"«{FULL}bonjour{FULL}»"),
        ("30 % de moins", f"30{FULL}% de moins"),
        ("déjà\u202f? fait\u00a0: oui", "déjà\u202f? fait\u00a0: oui"),
        ("collé? non: rien", "collé? non: rien"),
        ("1 000 à 12 345 678,5 €", f"1{NARROW}000 à 12{NARROW}345{NARROW}678,5 €"),
        ("10 000e, de 3 000-4 000", f"10{NARROW}000e, de 3{NARROW}000-4{NARROW}000"),
        ("en 2017 450 pannes, M365 100 fois, 1,5 100, 12 34, 1 0000", "en 2017 450 pannes, M365 100 fois, 1,5 100, 12 34, 1 0000"),
        ("`1 000` et [1 000](https://example-shop.net/1 000)", f"`1 000` et [1{NARROW}000](https://example-shop.net/1 000)"),
    ],
)
def test_french_spaces_that_belong_to_what_stands_beside_them_cannot_break(typed, printed):
    assert set_french_spaces(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "`a ? b : c`",
        "```\na ? b : c ;\n« x »\n```",
        "~~~ yaml\nkey : value ;\n~~~",
        '[texte](https://example-shop.net/?q= ! "titre ; a")',
        "<https://example-shop.net/a?b=c>",
        "| --- | :--- | ---: |",
        "| :-: | :-- |",
        "|---|:---:|",
        " :--- | ---: ",
    ],
)
def test_code_targets_and_table_rulers_stay_as_they_are(text):
    assert set_french_spaces(text) == text


def test_prose_around_code_is_still_set():
    assert set_french_spaces("a ? `b ? c` d ?") == f"a{NARROW}? `b ? c` d{NARROW}?"


def test_a_table_keeps_its_ruler_and_gets_its_spaces():
    table = "| a ? | b |\n| --- | :-- |\n| 5 % | c |"
    assert set_french_spaces(table) == f"| a{NARROW}? | b |\n| --- | :-- |\n| 5{FULL}% | c |"


@given(st.text(alphabet=" a1;!?:«»%`~|-\n[]()<>", max_size=60).filter(lambda text: NARROW not in text and FULL not in text))
def test_only_spaces_are_replaced(text):
    assert set_french_spaces(text).replace(NARROW, " ").replace(FULL, " ") == text


@given(st.text(alphabet=" a1;!?:«»%`|-\n", max_size=60))
def test_setting_spaces_twice_is_setting_them_once(text):
    once = set_french_spaces(text)
    assert set_french_spaces(once) == once


def test_every_language_has_the_sections_that_the_rules_count():
    for code, language in LANGUAGES.items():
        assert language.code == code
        assert len(set(language.sections)) == len(FACTUAL_SECTIONS) + 1
    assert RESULTS_SECTION in FACTUAL_SECTIONS


def test_both_apostrophes_compare_equal():
    assert normalise_apostrophes("Ce qu'il faut") == normalise_apostrophes("Ce qu’il faut") == "Ce qu’il faut"
