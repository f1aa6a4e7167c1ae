"""From what somebody typed to what is looked for; slips, synonyms and spellings on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.search.impacts import concept_term, document_terms
from rex.search.model import Document
from rex.search.query import Must, read_question, windows
from rex.search.text.log_lines import is_pasted
from rex.search.text.spelling import Lexicon, lexicon_of
from rex.search.text.synonyms import neighbours, standing_in
from rex.search.text.tokens import compounds, deliberate, meaningful_words, stems_of
from rex.search.weights import SATURATION, STEPS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("post-mortem", "postmortems"),
        ("post mortem", "postmortem"),
        ("data centre", "datacenter"),
        ("data-centers", "datacentre"),
        ("k8s", "Kubernetes"),
        ("organize", "organise"),
        ("organizations", "organisations"),
        ("rolled back", "rollback"),
        ("rolling back", "roll-back"),
        ("failing over", "fail-over"),
        ("on call", "on-call"),
        ("behavior", "behaviour"),
    ],
)
def test_two_spellings_are_one_word(one: str, other: str) -> None:
    assert set(stems_of(meaningful_words(one)[0])) == set(stems_of(meaningful_words(other)[0]))
    assert len(meaningful_words(one)) == 1


def test_words_apart_are_not_joined() -> None:
    assert meaningful_words("post. mortem") == ["post", "mortem"]
    assert meaningful_words("the data, centre") == ["data", "centre"]


def test_a_question_keeps_what_it_is_about() -> None:
    assert read_question("has anyone ever deleted the wrong database?").words == ("deleted", "wrong", "database")
    assert read_question("une entreprise a-t-elle déjà perdu ses sauvegardes ?").words == ("perdu", "sauvegardes")
    # Nothing else left: then these are the question.
    assert read_question("example").words == ("example",)
    assert read_question("how does it").is_empty


@pytest.mark.parametrize(
    ("text", "musts"),
    [
        ('"days of chaos"', (Must("", ("days", "chaos"), "days of chaos"),)),
        ("« jours du chaos »", (Must("", ("jours", "chaos"), " jours du chaos "),)),
        ("title:backup", (Must("title", ("backup",), "backup"),)),
        ('company:"la poste" cloud', (Must("company", ("poste",), "la poste"),)),
        ('"backup"', ()),
        ("other:backup", ()),
        ('an open "quote', ()),
        ("title:", ()),
    ],
)
def test_phrases_and_fields_are_read_and_anything_else_is_words(text: str, musts: tuple[Must, ...]) -> None:
    assert read_question(text).musts == musts


def test_in_a_paste_nothing_is_syntax_and_numbers_are_not_missed() -> None:
    question = read_question('2024-01-02T03:04:05Z host-7 app[1]: title:"endpoints list" is null, retry 3 of 5')
    assert question.pasted
    assert question.musts == ()
    assert "endpoints" in question.words
    assert not any(word.isdigit() for word in question.words)


@pytest.mark.parametrize(
    ("text", "lang"), [("how do we test the backups", "en"), ("comment tester les sauvegardes", "fr"), ("kubernetes dns", "")]
)
def test_small_words_tell_the_language(text: str, lang: str) -> None:
    assert read_question(text).lang == lang


def test_names_of_several_words_are_looked_for_in_any_order() -> None:
    assert frozenset({"alert", "fatigu"}) in windows(("fatigue", "alert"), 0, 5)
    assert concept_term(["fatigu", "alert"]) == concept_term(["alert", "fatigu", "alert"])


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    question = read_question(text)
    assert len(question.words) <= 64


def test_words_that_stand_for_one_another_do_so_both_ways() -> None:
    assert set(stems_of("downtime")) & set(neighbours(stems_of("outage")))
    assert set(stems_of("outage")) & set(neighbours(stems_of("downtime")))
    assert set(stems_of("sauvegarde")) & set(neighbours(stems_of("backup")))
    assert neighbours(stems_of("zebra")) == ()


def test_only_a_rare_word_stands_for_a_rare_one() -> None:
    frequency = dict.fromkeys(stems_of("truck"), 1) | dict.fromkeys(stems_of("outage"), 900)
    assert standing_in(stems_of("lorry"), lambda stem: frequency.get(stem, 0), 1000) == tuple(dict.fromkeys(stems_of("truck")))
    assert standing_in(stems_of("downtime"), lambda stem: frequency.get(stem, 0), 1000) == ()
    assert standing_in(stems_of("outage"), lambda stem: frequency.get(stem, 1), 1000) == ()


def test_machines_write_in_humps_and_products_have_names() -> None:
    assert compounds("OOMKilled: NumericValueOutOfRange, HTTPServer, IamRole") == {
        "oomkilled": ("oom", "killed"),
        "numericvalueoutofrange": ("numeric", "value", "range"),
        "httpserver": ("http", "server"),
    }
    assert compounds("WordPress GitHub BlaBlaCar's PostgreSQL useEffect").keys() == {"blablacar"}


def test_a_word_typed_with_a_circumflex_is_no_slip_for_one_without() -> None:
    lexicon = Lexicon(["créés", "hôpital"])
    assert deliberate("les crêpes de l’hôpitl, créés") == {"crepes": {"ê"}, "hopitl": {"ô"}}
    assert not list(lexicon.near("crepes", frozenset("ê")))
    assert [known for _, known in lexicon.near("hopitl", frozenset("ô"))] == ["hôpital"]


@pytest.mark.parametrize(
    "line",
    [
        "kernel: nf_conntrack: table full, dropping packet",
        "accept4() failed (24: Too many open files)",
        "FATAL: sorry, too many clients already",
        "getaddrinfo EAI_AGAIN, connect ECONNREFUSED",
    ],
)
def test_a_single_line_of_a_log_is_taken_for_one(line: str) -> None:
    assert is_pasted(line)


@pytest.mark.parametrize(
    "line", ["Atlassian: deleted customers", "I am new here: we start one more machine", "ce qui manque : un plan, des tests"]
)
def test_prose_with_a_colon_is_no_log(line: str) -> None:
    assert not is_pasted(line)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("retreis", "retries"),
        ("sauvgarde", "sauvegarde"),
        ("defailance", "défaillance"),
        ("kuberntes", "kubernetes"),
        ("opstgresql", "postgresql"),
        ("pane", "panne"),
    ],
)
def test_a_slip_is_near_the_word_that_was_meant(typed: str, meant: str) -> None:
    lexicon = Lexicon(["retries", "sauvegarde", "défaillance", "kubernetes", "postgresql", "panne", "planche", "page"])
    assert next(lexicon.near(typed))[1] == meant


@pytest.mark.parametrize("typed", ["abc", "2147483647", "tarte", "x" * 100])
def test_short_words_numbers_and_other_words_are_no_slips(typed: str) -> None:
    assert list(Lexicon(["carte", "abcd", "2147483648"]).near(typed)) == []


def test_the_lexicon_keeps_accents_and_leaves_out_what_is_no_word() -> None:
    words = lexicon_of([Document("a", "fr", "published", "La défaillance", "Un nœud", text="s3 h264s 12345 ab")])
    assert words == {"défaillance", "nœud"}
    assert Lexicon(Lexicon(words).dump().split("\n")).known == words


def test_where_a_word_stands_decides_what_it_says() -> None:
    terms = document_terms(Document("a", "en", "published", "zebra", "lion here", text="tiger " + "filler words " * 50, stack=("okapi",)))
    assert terms["zebra"] > terms["okapi"] > terms["lion"] > terms["tiger"] >= 1
    assert "title:zebra" in terms and "title:tiger" not in terms
    assert max(terms.values()) <= (SATURATION + 1) * STEPS
