"""`rex new`: a skeleton that says what to do, and is no case until somebody has done it."""

import pytest

from builders import a_base
from rex.cli.main import main
from rex.core.corpus import read_corpus
from rex.core.language import LANGUAGES
from rex.core.slug import SHORT, short_slug
from rex.lint.engine import errors, lint


def new(root, *arguments: str) -> int:
    return main(["new", "--root", str(root), *arguments])


def wrong(root):
    return [finding for finding in errors(lint(read_corpus(root))) if finding.path == "cases/two-days-of-orders-are-lost.md"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("status", ["draft", "published"])
def test_the_skeleton_can_be_read_and_does_not_validate_while_placeholders_stand(tmp_path, lang, status):
    root = a_base(tmp_path)
    assert new(root, "Two days of orders are lost", "--company", "example-shop", "--lang", lang) == 0
    path = root / "cases" / "two-days-of-orders-are-lost.md"
    path.write_text(path.read_text(encoding="utf-8").replace("status: draft", f"status: {status}"), encoding="utf-8")
    found = wrong(root)
    # At once, though no case can be built with a reserved address: six texts, three ids and the five sections.
    assert [finding.code for finding in found if finding.code != "REX112"] == ["REX104"]
    assert [finding.code for finding in found].count("REX112") == 6 + 3 + 5
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("https://example.org/", "https://example-shop.net/a"), encoding="utf-8")
    assert [finding.code for finding in wrong(root)].count("REX112") == 6 + 3 + 5
    assert f"## {LANGUAGES[lang].sections[0]}" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "title", ["A very long title that goes on and on and on until nobody listens any more", "é" * 200, "x" * 90, "Été 2017"]
)
def test_an_id_is_short(title):
    assert 0 < len(short_slug(title)) <= SHORT


@pytest.mark.parametrize("arguments", [["T", "--company", "exampel-shop"], ["T", "--id", "No Id"], [""], []])
def test_misuse_is_one_line_and_writes_nothing(tmp_path, capsys, monkeypatch, arguments):
    root = a_base(tmp_path)
    assert new(root, *arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert len(list((root / "cases").glob("*.md"))) == 1


def test_an_unknown_company_gets_a_proposal(tmp_path, capsys):
    assert new(a_base(tmp_path), "T", "--company", "exampel-shop") == 2
    assert "did you mean `example-shop`?" in capsys.readouterr().err


@pytest.mark.parametrize("title", ['say "hi" \\ there', "a: b # c", "two\nlines\tand more"])
def test_any_title_is_written_so_that_it_is_read_back(tmp_path, title):
    root = a_base(tmp_path)
    assert new(root, title, "--id", "a-case-2024") == 0
    text = (root / "cases" / "a-case-2024.md").read_text(encoding="utf-8")
    assert "\r" not in text
    found = [finding.code for finding in lint(read_corpus(root)) if finding.path == "cases/a-case-2024.md"]
    assert not {code for code in found if code.startswith("REX0")}


def test_what_exists_is_not_overwritten(tmp_path):
    root = a_base(tmp_path)
    assert new(root, "T", "--id", "example-2024") == 2


@pytest.mark.parametrize(
    ("title", "case_id"),
    [
        ("An untested backup turns a disk failure into two days of lost orders", "untested-backup-turns-a-disk-failure"),
        ("Une mise à jour du pare-feu coupe la production pendant six heures", "mise-a-jour-du-pare-feu"),
        ("L’équipe perd deux jours de commandes après la panne d’un disque", "equipe-perd-deux-jours-de-commandes"),
        ("L'astreinte de l'équipe n'a rien vu", "astreinte-de-equipe-a-rien-vu"),
        ("DFDS's shared cluster takes other teams' traffic, four times in four years", "dfds-shared-cluster-takes-other-teams"),
        ("Un défaut de relance du client, laissé en place après un premier incident", "defaut-de-relance-du-client"),
        ("Un certificat expiré coupe la boutique deux heures", "certificat-expire-coupe-la-boutique"),
        ("Two days of orders are lost", "two-days-of-orders-are-lost"),
        ("Été 2017", "ete-2017"),
        ("The", "the"),
    ],
)
def test_an_id_is_words_that_belong_together(title, case_id):
    assert short_slug(title) == case_id
