"""Folding, stop words, stems and passages: text in, text out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.text import fold
from rex.search.documents import plain_text
from rex.search.model import Document
from rex.search.snippets import LENGTH, best_passage
from rex.search.text.stemmer import stem
from rex.search.text.tokens import query_words, stems_of, tokens
from rex.search.text.tokens import stems as stems_without_places
from rex.search.words import STOP_WORDS


def query_stems(text: str) -> list[tuple[str, ...]]:
    """The stems of each word of a query, as a question looks for them."""
    return list(dict.fromkeys(map(stems_of, query_words(text))))


def stems(text: str, lang: str) -> list[str]:
    return [stem for stem, _, _ in tokens(text, lang)]


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("fr", "œuvre", "oeuvre"),
        ("fr", "nœuds", "noeud"),
        ("fr", "Œuvres", "oeuvre"),
        ("fr", "défaillance", "defaillances"),
        ("fr", "de\u0301faillance", "défaillance"),
        ("fr", "sécurité", "securite"),
        ("fr", "complexité", "complexite"),
        ("fr", "déploiement", "deploiements"),
        ("fr", "l’équipe", "équipes"),
        ("fr", "l'équipe", "equipe"),
        ("fr", "d’alertes", "alerte"),
        ("fr", "jusqu’aux serveurs", "serveur"),
        ("fr", "lorsqu'une sauvegarde", "sauvegardes"),
        ("fr", "Puisqu’ils sauvegardaient", "sauvegarder"),
        ("fr", "qu’incidents", "incident"),
        ("en", "backups", "backup"),
        ("en", "deployments", "deployment"),
        ("en", "the team’s alerts", "team alert"),
        ("en", "l’équipe", "equipe"),
        ("en", "straße", "STRASSE"),
        ("en", "don't deploy", "deploy don"),
        ("en", "pg_restore", "pg restore"),
        ("en", "post-mortem", "post mortem"),
        ("en", "ﬁle", "file"),
        ("en", "naïve", "naive"),
    ],
)
def test_what_a_reader_takes_for_the_same_word_is_the_same(lang: str, one: str, other: str) -> None:
    assert sorted(stems(one, lang)) == sorted(stems(other, lang)) != []


def test_a_letter_on_its_own_is_no_elision() -> None:
    assert stems("langage C", "fr")[-1] == "c"
    assert stems("l", "fr") == ["l"]


def test_stop_words_are_written_folded_and_found_however_they_are_typed() -> None:
    assert all(fold(word) == word for stop in STOP_WORDS.values() for word in stop)
    assert stems("Même été très À LA", "fr") == []


def test_an_identifier_is_not_stemmed() -> None:
    assert stems("s3 h264s", "en") == ["s3", "h264s"]


def test_places_are_those_of_the_original_text() -> None:
    text = "À l’œuvre : l'ÉQUIPE a sauvé nœud_9."
    assert [text[start:end] for _, start, end in tokens(text, "fr")] == ["œuvre", "ÉQUIPE", "sauvé", "nœud", "9"]


@given(st.text(max_size=80), st.sampled_from(["en", "fr"]))
def test_any_text_has_stems_in_order_that_begin_as_their_words_do(text: str, lang: str) -> None:
    found = tokens(text, lang)
    assert all(stem and stem[0] == fold(text[start:end])[0] for stem, start, end in found)
    assert [place for _, *place in found] == sorted(place for _, *place in found)
    assert query_stems(text) == query_stems(text + " ")


@given(st.from_regex(r"[a-zàâçéèêëîïôûùüÿœæ'’-]{1,20}", fullmatch=True), st.sampled_from(["en", "fr"]))
def test_a_stem_begins_with_the_letter_of_its_word(word: str, lang: str) -> None:
    assert all(stem[0] == fold(word[start:end])[0] for stem, start, end in tokens(word, lang))


def test_a_query_has_each_word_in_every_language_once() -> None:
    assert query_stems("sauvegardes sauvegarde") == query_stems("sauvegarde")
    assert len(query_stems("l’équipe testing")) == 2


def test_words_without_meaning_in_one_of_the_languages_are_dropped() -> None:
    assert query_stems("the backup of la base") == query_stems("backup base")
    assert query_stems("pour the") == []
    assert query_stems("") == []
    assert query_stems("…!?") == []


def a_document(text: str, lang: str = "en") -> Document:
    return Document("a", lang, "published", "A title", "A summary of it all.", text=text)


def marked(document: Document, words: str) -> tuple[str, list[str]]:
    wanted = frozenset(stem for stems in query_stems(words) for stem in stems)
    passage = best_passage(document, wanted, tokens)
    assert len(passage.text) <= LENGTH
    return passage.text, [passage.text[start:end] for start, end in passage.marks]


def test_the_passage_is_the_sentence_with_most_of_the_words() -> None:
    text = "Backups exist.\nNobody restored the backups. A restore of one backup took days! Restoring is restoring is restoring."
    assert marked(a_document(text), "restore days") == ("A restore of one backup took days!", ["restore", "days"])


def test_without_any_of_the_words_the_passage_is_the_summary() -> None:
    assert marked(a_document("Nothing."), "zebra") == ("A summary of it all.", [])
    assert marked(a_document("Nothing."), "") == ("A summary of it all.", [])


@pytest.mark.parametrize("before", [0, 10, 39, 40, 41, 200])
@pytest.mark.parametrize("after", [0, 10, 200])
def test_a_long_sentence_is_cut_around_the_words(before: int, after: int) -> None:
    text, words = marked(a_document("word " * before + "zebra crossing " + "other " * after + "x" * 20), "zebras crossings")
    assert words == ["zebra", "crossing"]
    assert ("word zebra" in text) is (before > 0)


def test_french_marks_are_those_of_the_typed_word() -> None:
    assert marked(a_document("Le nœud de l’équipe est tombé.", "fr"), "noeuds equipes") == (
        "Le nœud de l’équipe est tombé.",
        ["nœud", "équipe"],
    )


def test_a_body_loses_its_markup_and_keeps_its_words() -> None:
    body = (
        "## Context\n\nIt *fell* [twice](https://x.org/y).[^a]\n\n- one `two`\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode [^x]\n```\n"
    )
    assert plain_text(body, "en").split("\n") == ["It fell twice.", "one two", "a", "b", "c", "d", "code [^x]"]


@given(st.text(alphabet=st.sampled_from("ab éœ’'-\n\u00a0postmortem databackup 3k8s."), max_size=80), st.sampled_from(["en", "fr"]))
def test_indexing_and_marking_see_the_same_stems(text: str, lang: str) -> None:
    assert stems_without_places(text, lang) == stems(text, lang)


def test_pairs_are_joined_when_indexed_too() -> None:
    assert stems_without_places("A post-mortem\nof a roll\nback, set back up", "en") == stems(
        "A post-mortem\nof a roll\nback, set back up", "en"
    )


@pytest.mark.parametrize(
    "forms",
    [
        "supprimer supprimé supprimée supprimées supprime",
        "planter planté plantage plantent",
        "déployer déployée déploiement déploient",
        "livrer livraison livraisons livrées",
        "migrer migration migrations",
        "vérifier vérifié vérification vérifient",
        "connecter connexion connexions",
        "responsable responsabilité responsabilités",
        "client clients",
        "cluster clusters",
        "silo silos",
        "conflit conflits",
        "premier première premières",
        "massif massive massifs",
        "dépasser dépasse dépassait dépassement",
        "perdre perd perdu perdus perdues perte",
        "supprimer suppression suppressions",
        "exécuter exécution",
        "corriger corrige correction correctifs",
        "ralentir ralentissement rame rament",
        "permission permissions",
    ],
)
def test_forms_of_a_french_word_meet(forms: str) -> None:
    assert len({stem for form in forms.split() for stem in stems(form, "fr")}) == 1


def test_nouns_that_end_like_a_verb_stay_what_they_are() -> None:
    assert stems("incident", "fr") == ["incident"]
    assert stems("agent", "fr") != stems("âge", "fr")
    assert stems("processus virus univers chaos", "fr") == ["processus", "virus", "univer", "chaos"]
    assert stems("ça rame", "fr") != stems("la RAM", "fr")
    assert stems("communication", "fr") != stems("commun", "fr")


def test_short_plurals_are_stemmed_and_shorter_words_are_not() -> None:
    assert (stem("ids", "en"), stem("vms", "fr")) == ("id", "vm")
    assert (stem("is", "en"), stem("us", "fr")) == ("is", "us")
