"""Golden pages: a small base in, the whole Markdown tree out, compared with what was read and approved.

After a wanted change: `python -m pytest tests/integration/test_golden.py --update-golden`, then read the diff.
"""

from pathlib import Path

import pytest

from builders import a_base, a_case, a_signal, a_translation
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.lint.engine import errors, lint
from rex.pages.build import build_pages

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "pages"


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, str]:
    hostile = a_case(
        title="Stars * and [brackets](x) and <b>tags</b> stay text",
        signals=[a_signal("ERROR | pipe and `tick`")],
        caution="Read `rm -rf *` with | care {.x}",
        disputed={"what": "One *day*, not two, <b>says</b> a reader.", "sources": ["report"]},
        response={
            "who": "The [shop](x)",
            "date": "2024-05",
            "what": "It `was` | one day.",
            "sources": [{"id": "report", "where": "Line 3"}],
        },
    )
    stack = {"stack": ["postgresql", "perl"]}
    quoted = a_signal("pg_restore: error: input file is too short", symptom="pg-restore-too-short")
    cases = {
        "example-2024": a_case(aliases=["an-earlier-id-2024"], signals=[quoted], context=stack),
        "example-2024.fr": a_translation(),
        "hostile-2024": hostile,
        "wanted-2024": a_case(
            status="wanted", without=("mistakes", "fixes", "results", "signals"), body="\nKnown from a report.[^report]\n"
        ),
        "withdrawn-2024": a_case(status="withdrawn", withdrawn_because="The company asked, with reason."),
        "draft-2024": a_case(status="draft"),
    }
    corpus = read_corpus(a_base(tmp_path, cases))
    assert errors(lint(corpus)) == []
    facts = Facts(corpus)
    return {f"{lang}/{page.path}": page.markdown for lang in ("en", "fr") for page in build_pages(facts, lang, {})}


def test_pages_are_as_approved(tree: dict[str, str], request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        for old in GOLDEN.rglob("*.md"):
            old.unlink()
        for path, text in tree.items():
            file = GOLDEN / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
    approved = {path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*.md")}
    assert set(tree) == set(approved)
    for path, text in tree.items():
        assert text == approved[path], path


def test_a_draft_is_nowhere(tree: dict[str, str]) -> None:
    assert not any("draft-2024" in path or "draft-2024" in text for path, text in tree.items())


def test_a_case_without_translation_is_shown_in_its_own_language_with_a_note(tree: dict[str, str]) -> None:
    page = tree["fr/cases/hostile-2024.md"]
    assert "Ce cas n’est pas encore traduit" in page
    assert '<div lang="en" markdown="1">' in page


def test_texts_of_a_case_cannot_become_markup(tree: dict[str, str]) -> None:
    from markdown import Markdown

    extensions = ["admonition", "attr_list", "def_list", "md_in_html", "sane_lists", "tables", "toc"]
    text = tree["en/cases/hostile-2024.md"].split("---\n", 2)[2]
    html = Markdown(extensions=extensions).convert(text)
    head = tree["en/cases/hostile-2024.md"].split("---\n", 2)[1]
    assert "<b>" not in head, "themes copy the title into HTML as it is"
    assert "<b>tags" not in html
    assert 'href="x"' not in html
    assert 'class="x"' not in html
    assert "&lt;b&gt;tags" in html or "&#60;b&#62;tags" in html


def test_an_earlier_id_still_leads_to_the_case(tree: dict[str, str]) -> None:
    page = tree["en/cases/an-earlier-id-2024.md"]
    assert 'moved_to: "../example-2024/"' in page
    assert "](example-2024.md)" in page
