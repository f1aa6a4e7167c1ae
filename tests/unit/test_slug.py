"""Slugs are stable, plain, and never a name the site needs itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rex.core.slug import MAX_LENGTH, RESERVED, is_slug, slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Voyages-SNCF: des jours de chaos, 2017", "voyages-sncf-des-jours-de-chaos-2017"),
        ("Crédit Mutuel Arkéa", "credit-mutuel-arkea"),
        ("Œuvre & cœur", "oeuvre-coeur"),
        ("Straße", "strasse"),
        ("ﬁnal ①", "final-1"),
        ("  --a--b-- ", "a-b"),
        ("index", "index-case"),
        ("CON", "con-case"),
        ("日本", ""),
        ("", ""),
    ],
)
def test_a_title_becomes_its_nearest_slug(title, slug):
    assert slugify(title) == slug


def test_a_long_title_is_cut_between_words():
    slug = slugify("word " * 40)
    assert len(slug) <= MAX_LENGTH and slug.endswith("-word") and not slug.startswith("-")


def test_a_single_long_word_is_cut_at_the_limit():
    assert slugify("x" * 200) == "x" * MAX_LENGTH


@pytest.mark.parametrize(
    "text", ["", "-a", "a-", "a--b", "A", "a_b", "a b", "é", "a.b", "a/b", "a\n", "x" * (MAX_LENGTH + 1), *sorted(RESERVED)]
)
def test_what_cannot_be_an_id_is_no_slug(text):
    assert not is_slug(text)


@given(st.text() | st.sampled_from(sorted(RESERVED)).map(str.upper))
def test_a_slug_is_its_own_slug(text):
    slug = slugify(text)
    assert slugify(slug) == slug
    assert slug == "" or is_slug(slug)


@given(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,5}", fullmatch=True).filter(is_slug))
def test_what_is_a_slug_stays_as_it_is(slug):
    assert slugify(slug) == slug
