"""From what somebody typed to what is looked for; slips, synonyms and spellings on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.search.impacts import concept_term, document_terms
from rex.search.model import Document
from rex.search.query import Must, not_syntax, read_question, stretches, windows
from rex.search.text.log_lines import is_pasted
from rex.search.text.spelling import Lexicon, kinship, spellings_of
from rex.search.text.synonyms import neighbours, standing_in
from rex.search.text.tokens import compounds, deliberate, meaningful_words, plain_words, stems_of
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


@pytest.mark.parametrize("between", [" ", "-", "\u2010", "\u2011", "\u00a0"])
def test_any_hyphen_or_space_joins_two_words(between: str) -> None:
    assert meaningful_words(f"post{between}mortem") == ["postmortem"]
    assert plain_words(f"a post{between}mortem") == ["a", "postmortem"]


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
        ('"days of chaos"', (Must(("days", "chaos"), "days of chaos"),)),
        ("« jours du chaos »", (Must(("jours", "chaos"), " jours du chaos "),)),
        ("« jours du chaos » chez les autres", ()),
        ('"backup"', ()),
        ("title:backup", ()),
        ('an open "quote', ()),
    ],
)
def test_phrases_are_read_and_anything_else_is_words(text: str, musts: tuple[Must, ...]) -> None:
    assert read_question(text).musts == musts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("backup AND restore", ["operator"]),
        ("backup NOT tape", ["operator"]),
        ("back*", ["star"]),
        ("title:backup", ["field"]),
        ("backup and restore, not tape", []),
        ("2024-01-02T03:04:05Z ERROR a AND b*", []),
    ],
)
def test_what_looks_like_syntax_is_named(text: str, names: list[str]) -> None:
    assert not_syntax(text) == names


def test_a_date_alone_is_a_question() -> None:
    question = read_question("2017-01-31")
    assert not question.pasted
    assert ("2017", "01", "31") in stretches(question.typed, 5)


def test_signs_that_nobody_sees_part_no_words() -> None:
    assert read_question("back\u00adup res\u200btore").words == read_question("backup restore").words


def test_words_by_which_people_ask_help_a_little() -> None:
    question = read_question("only one person knows how to deploy")
    assert question.words == ("one", "person", "deploy")
    assert question.asking == ("knows",)


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
    assert frozenset({"alert", "fatigu"}) in windows([("fatigu", "fatigu"), ("alert", "alert")], 0, 5)
    # A word that was only guessed is part of no name.
    assert windows([("a",), (), ("b",)], 0, 5) == [frozenset("a"), frozenset("b")]
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


def lexicon(*words: str, lang: str = "fr") -> Lexicon:
    return Lexicon(words, spellings_of([(lang, " ".join(words))]))


def test_a_word_typed_with_a_circumflex_is_no_slip_for_one_without() -> None:
    known = lexicon("créés", "hôpital")
    assert deliberate("les crêpes de l’hôpitl, créés") == {"crepes": {"ê"}, "hopitl": {"ô"}}
    assert known.near("crepes", "", frozenset("ê")) == (0, [])
    assert known.near("hopitl", "", frozenset("ô")) == (1, ["hôpital"])


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
    known = lexicon("retries", "sauvegarde", "défaillance", "kubernetes", "postgresql", "panne", "planche", "page")
    assert known.near(typed, "")[1] == [meant]


@pytest.mark.parametrize("typed", ["abc", "2147483647", "tarte", "x" * 100])
def test_short_words_numbers_and_other_words_are_no_slips(typed: str) -> None:
    assert lexicon("carte", "abcd", "2147483648").near(typed, "") == (0, [])


def test_nobody_is_corrected_towards_another_language() -> None:
    known = Lexicon((), spellings_of([("en", "contract release"), ("fr", "contrat release")]))
    assert known.near("contrct", "en") == (1, ["contract"])
    assert known.near("contrct", "fr") == (1, ["contrat"])
    assert known.near("releas", "fr") == (1, ["release"])


def test_the_lexicon_keeps_accents_and_leaves_out_what_is_no_word() -> None:
    spellings = spellings_of([("fr", "La défaillance Un nœud s3 h264s 12345 ab avec")])
    assert spellings == {"défaillance": "fr", "nœud": "fr"}
    known = Lexicon(["noeud"], spellings)
    assert Lexicon.load(known.dump()).spellings == spellings
    assert Lexicon.load(known.dump()).words == {"noeud"}
    assert Lexicon.load(Lexicon().dump()).words == frozenset()
    assert known.and_more(Lexicon((), {"nœud": "en"})).spellings["nœud"] == ""


def test_two_forms_of_a_word_share_a_beginning() -> None:
    assert kinship("restores", "restored") == 7
    assert kinship("deploying", "deployment") == 6
    assert kinship("planche", "plan") == 0
    assert lexicon("restored", "restoration").kin("restores")[-1] == (6, "restoration")
    # A word that is all beginning has too many others that share it.
    assert lexicon("failed", "fails").kin("fail") == []


def test_where_a_word_stands_decides_what_it_says() -> None:
    terms = document_terms(Document("a", "en", "published", "zebra", "lion here", text="tiger " + "filler words " * 50, stack=("okapi",)))
    assert terms["zebra"] > terms["okapi"] > terms["lion"] > terms["tiger"] >= 1
    assert max(terms.values()) <= (SATURATION + 1) * STEPS
