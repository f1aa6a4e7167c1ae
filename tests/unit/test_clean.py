"""A case in which nothing was found is not looked at again, until something changes that a rule could see."""

from pathlib import Path

import pytest

from builders import a_base, a_case, a_fix, a_mistake, a_translation
from rex.core.corpus import read_base
from rex.core.errors import START
from rex.core.store import Store
from rex.lint.clean import Clean
from rex.lint.engine import lint, lint_all
from rex.lint.rule import Family, Hit
from rex.lint.rules import RULES

BODY = "\n## Context\n\nAs in [another](two-2024.md).[^report]\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REX_CACHE_DIR", str(tmp_path / "cache"))
    cases = {"one-2024": a_case(), "one-2024.fr": a_translation(), "two-2024": a_case(title="Another one")}
    return a_base(tmp_path / "base", cases)


def looked_at(root: Path, store: Path) -> list[str]:
    """The cases that are given to the rules in a run with what is kept in `store`."""
    found: list[str] = []
    watching = Family("REX9", "for this test").rule(99, "watched", "why", "cure")

    @watching.case
    def look(file, around):
        found.append(file.id)
        return iter(())

    corpus = read_base(root)
    clean = Clean(corpus, Store(store, "1"))
    # Without those that compare cases: the cases of this test are much alike.
    lint(corpus, rules=(*(rule for rule in RULES if not rule.corpus_checks), watching), clean=clean)
    clean.store.close()
    return found


def test_only_what_changed_is_looked_at_again(root: Path, tmp_path: Path) -> None:
    store = tmp_path / "kept"
    both = ["one-2024", "two-2024"]
    assert looked_at(root, store) == both
    assert looked_at(root, store) == []
    (root / "cases/two-2024.md").write_text(a_case(title="A third one"), encoding="utf-8")
    assert looked_at(root, store) == ["two-2024"]
    french = root / "cases/one-2024.fr.md"
    french.write_text(french.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert looked_at(root, store) == ["one-2024"]
    (root / "cases/three-2024.md").write_text(a_case(title="One more"), encoding="utf-8")
    assert looked_at(root, store) == ["one-2024", "three-2024", "two-2024"], "a link may lead somewhere now"
    terms = root / "cases/_vocabulary/mistakes.yml"
    terms.write_text(terms.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert len(looked_at(root, store)) == 3
    assert looked_at(root, store) == []


def test_where_something_was_found_the_rules_look_each_time(root: Path, tmp_path: Path) -> None:
    (root / "cases/two-2024.md").write_text(a_case(mistakes=[a_mistake("no-such-mistake")], fixes=[a_fix(corrects=[])]), encoding="utf-8")
    store = tmp_path / "kept"
    looked_at(root, store)
    assert looked_at(root, store) == ["two-2024"]


def test_every_run_finds_what_a_run_without_memory_finds(root: Path) -> None:
    def same() -> list[str]:
        corpus = read_base(root)
        found = lint_all(corpus)
        assert found == lint(corpus)
        return [finding.name for finding in found]

    (root / "cases/three-2024.md").write_text(a_case(title="A link", body=a_case().split("---\n", 2)[2] + BODY), encoding="utf-8")
    assert same() == same()
    assert "unknown-case" not in same()
    (root / "cases/two-2024.md").unlink()
    assert "unknown-case" in same()
    assert "unknown-case" in same()
    terms = root / "cases/_vocabulary/mistakes.yml"
    terms.write_text(terms.read_text(encoding="utf-8").replace("untested-backups:", "untested-copies:"), encoding="utf-8")
    assert "unknown-term" in same()


def test_a_torn_memory_is_not_believed(root: Path, tmp_path: Path) -> None:
    lint_all(read_base(root))
    kept = next((tmp_path / "cache").rglob("clean.sqlite"))
    data = bytearray(kept.read_bytes())
    kept.write_bytes(data[: len(data) // 2])
    corpus = read_base(root)
    assert lint_all(corpus) == lint(corpus)


def test_a_check_that_fails_is_told_each_time(root: Path, tmp_path: Path) -> None:
    failing = Family("REX9", "for this test").rule(98, "fails", "why", "cure")

    @failing.case
    def fail(file, around):
        yield Hit(START, str(1 // 0))

    corpus = read_base(root)
    for _ in range(2):
        clean = Clean(corpus, Store(tmp_path / "kept", "1"))
        assert "check-failed" in {finding.name for finding in lint(corpus, rules=(failing,), clean=clean)}
        clean.store.close()
