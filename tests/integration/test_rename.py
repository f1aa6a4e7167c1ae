"""`rex rename`: every place follows, the old address leads on, and what cannot be right is not written."""

import hashlib
from pathlib import Path

import pytest

from builders import EXAMPLE_ID, a_base, a_case, a_source, a_translation, both, line_of, vocabulary_tables
from rex.cli.main import main
from rex.core.advice import read_advice
from rex.core.beside import ADVICE
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.core.frontmatter import MAX_YAML_CHARACTERS
from rex.lint.engine import lint

OTHER = "other-2024"
LINK = f"As in [another shop]({EXAMPLE_ID}.md), "
# The shape of the example case, but with every reference that a case can have.
FULL = a_case(
    company=["example-shop", "example-group"],
    event="example-conf-2024",
    signals=[{"text": "pg_restore: error: input file is too short", "mistake": "untested-backups", "symptom": "pg-restore-too-short"}],
    results=[
        {"measure": "restores", "after": 3, "mistakes": ["untested-backups"], "fixes": ["automated-restore-testing"], "sources": ["report"]}
    ],
)
LINKING = a_case(company="example-group", date="2020-03", sources=[a_source(url="https://example-shop.net/another")]).replace(
    "## Context\n\n", f"## Context\n\n{LINK}", 1
)
RENAMED = {
    "case": (EXAMPLE_ID, "a-shop-2024"),
    "mistake": ("untested-backups", "backups-nobody-tried"),
    "fix": ("automated-restore-testing", "restores-every-day"),
    "company": ("example-shop", "a-shop"),
    "event": ("example-conf-2024", "conf-2024"),
    "symptom": ("pg-restore-too-short", "pg-restore-of-nothing"),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    fixes = vocabulary_tables()["fixes"]
    fixes["automated-restore-testing"] |= {"effort": both("A week.", "Une semaine."), "effort_sources": [EXAMPLE_ID]}
    texts = {EXAMPLE_ID: FULL, f"{EXAMPLE_ID}.fr": a_translation(FULL), OTHER: LINKING, f"{OTHER}.fr": a_translation(LINKING)}
    base = a_base(tmp_path, texts, fixes=fixes)
    (base / ADVICE).parent.mkdir()
    (base / ADVICE).write_text("untested-backups:\n  fixes:\n  - automated-restore-testing\n  why: it helped\n", encoding="utf-8")
    (base / "cases/_releases").mkdir()
    pages = base / "docs/en/pillars/culture.md"
    pages.parent.mkdir(parents=True)
    pages.write_text("".join(f"[x](../{folder}/{RENAMED[kind][0]}.md) " for kind, folder in FOLDERS.items()), encoding="utf-8")
    own = base / "docs/en/mistakes/untested-backups.md"
    own.parent.mkdir()
    own.write_text("Opening.\n", encoding="utf-8")
    assert lint(read_corpus(base)) == []
    return base


FOLDERS = {"case": "cases", "mistake": "mistakes", "fix": "fixes", "company": "companies", "event": "events", "symptom": "symptoms"}


def rename(root: Path, *arguments: str) -> int:
    return main(["rename", "--root", str(root), *arguments])


def state(root: Path) -> dict[str, str]:
    """Digest of every file by path, without what commands work in."""
    files = [path for path in root.rglob("*") if path.is_file() and "build" not in path.relative_to(root).parts]
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def named(root: Path, old: str) -> list[str]:
    """Lines that still say the old id as a word of its own, but for aliases."""
    lines = [
        (path, line) for path in root.rglob("*") if path.suffix in (".md", ".yml") for line in path.read_text(encoding="utf-8").split("\n")
    ]
    return [
        line
        for _, line in lines
        if old in line.replace(f"{old}-", "").replace(f"{old}.net", "") and not line.strip().startswith("aliases:")
    ]


@pytest.mark.parametrize("kind", RENAMED)
def test_every_place_follows_and_the_old_address_leads_on(root, capsys, kind):
    old, new = RENAMED[kind]
    assert rename(root, old, new) == 0
    assert "still named" not in capsys.readouterr().out
    corpus = read_corpus(root)
    assert lint(corpus) == []
    assert named(root, old) == []
    assert Facts(corpus).moved[kind, old] == (new,)
    assert f"{FOLDERS[kind]}/{new}.md" in (root / "docs/en/pillars/culture.md").read_text(encoding="utf-8")
    assert not list((root / "build").glob("rename/*"))


def test_a_case_takes_its_translation_and_the_links_of_others_along(root):
    rename(root, *RENAMED["case"])
    new = RENAMED["case"][1]
    corpus = read_corpus(root)
    assert set(corpus.cases) == {new, OTHER}
    assert set(corpus.cases[new].translations) == {"fr"}
    assert f"]({new}.md)" in corpus.cases[OTHER].body.text
    # The link is all that changed in the text that the translation follows.
    assert corpus.cases[OTHER].translations["fr"].translation.original == corpus.cases[OTHER].fingerprint


def test_a_mistake_takes_advice_keys_of_translations_and_its_written_page_along(root):
    rename(root, *RENAMED["mistake"])
    new = RENAMED["mistake"][1]
    assert set(read_advice(root)) == {new}
    assert new in (root / f"cases/{EXAMPLE_ID}.fr.md").read_text(encoding="utf-8")
    assert (root / f"docs/en/mistakes/{new}.md").read_text(encoding="utf-8") == "Opening.\n"
    assert read_corpus(root).vocabulary.mistakes[new].aliases == ("backups-never-tested", RENAMED["mistake"][0])


@pytest.mark.parametrize("kind", RENAMED)
def test_twice_is_once_and_back_again_is_as_before_but_for_the_alias(root, capsys, kind):
    old, new = RENAMED[kind]
    rename(root, old, new)
    once = state(root)
    capsys.readouterr()
    assert rename(root, old, new) == 0
    assert "renamed already" in capsys.readouterr().out
    assert state(root) == once
    assert rename(root, new, old) == 0
    corpus = read_corpus(root)
    assert lint(corpus) == []
    assert Facts(corpus).moved[kind, new] == (old,)
    assert (kind, old) not in Facts(corpus).moved


def test_a_diff_writes_nothing(root, capsys):
    before = state(root)
    assert rename(root, *RENAMED["case"], "--diff") == 0
    shown = capsys.readouterr().out
    assert f"rename from cases/{EXAMPLE_ID}.md\nrename to cases/a-shop-2024.md\n" in shown
    assert f"+aliases: [{EXAMPLE_ID}]" in shown
    assert f"+{LINK.replace(EXAMPLE_ID, 'a-shop-2024')}" in shown
    assert state(root) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing-here", "else"), "nothing is called `nothing-here`"),
        (("untested-backups", "Untested Backups"), "cannot be an id"),
        (("untested-backups", "index"), "cannot be an id"),
        (("untested-backups", "retry-storm"), "called `retry-storm` already"),
        (("untested-backups", "untested-backups"), "its id already"),
        (("retry-storm", "backups-never-tested"), "its old address leads there"),
        (("culture", "cultures"), "its id stays"),
        (("retail", "shops"), "its id stays"),
        (("untested-backups", "a-b", "--kind", "fix"), "nothing is called"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_writes_nothing(root, capsys, arguments, said):
    before = state(root)
    assert rename(root, *arguments) == 2
    shown = capsys.readouterr().err
    assert said in shown and shown.count("\n") == 1
    assert state(root) == before


def test_two_things_of_one_name_need_a_choice(root, capsys):
    tables = root / "cases/_vocabulary/events.yml"
    tables.write_text(tables.read_text(encoding="utf-8") + "example-shop: {name: A fair, date: 2024-06}\n", encoding="utf-8")
    assert rename(root, "example-shop", "a-fair") == 2
    assert "choose with --kind" in capsys.readouterr().err
    assert rename(root, "example-shop", "a-fair", "--kind", "event") == 0
    vocabulary = read_corpus(root).vocabulary
    assert "example-shop" in vocabulary.companies and vocabulary.events["a-fair"].aliases == ("example-shop",)


def test_a_base_with_errors_is_mended_first(root, capsys):
    path = root / f"cases/{OTHER}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("company: example-group", "company: exampel-group"), encoding="utf-8")
    before = state(root)
    assert rename(root, *RENAMED["fix"]) == 2
    assert f"cases/{OTHER}.md:" in capsys.readouterr().err
    assert state(root) == before


def test_what_would_not_validate_afterwards_is_not_written(root, capsys):
    # As long as a front matter may be; the longer id does not fit any more.
    path = root / f"cases/{OTHER}.md"
    text = path.read_text(encoding="utf-8")
    front = text.split("---\n")[1]
    path.write_text(text.replace("\n---\n", "\n#" + "x" * (MAX_YAML_CHARACTERS - len(front) - 1) + "\n---\n", 1), encoding="utf-8")
    before = state(root)
    assert rename(root, "automated-restore-testing", "automated-restore-testing-of-everything") == 2
    shown = capsys.readouterr().err
    assert f"cases/{OTHER}.md:2:1: REX" in shown and "nothing was written" in shown
    assert state(root) == before


def test_comments_and_order_stay(root):
    table = root / "cases/_vocabulary/mistakes.yml"
    text = "# Above.\n" + table.read_text(encoding="utf-8") + "# Below.\n"
    table.write_text(text, encoding="utf-8")
    rename(root, "retry-storm", "storm-of-retries")
    after = table.read_text(encoding="utf-8")
    assert line_of(after, "storm-of-retries:") == line_of(text, "retry-storm:")
    assert [line for line in after.split("\n") if line not in text.split("\n")] == ["storm-of-retries:", "  aliases: [retry-storm]"]


def test_a_comment_that_names_the_old_id_is_left_and_told(root, capsys):
    table = root / "cases/_vocabulary/mistakes.yml"
    table.write_text("# Not the same as `retry-storm`.\n" + table.read_text(encoding="utf-8"), encoding="utf-8")
    rename(root, "retry-storm", "storm-of-retries")
    assert "still named: cases/_vocabulary/mistakes.yml:1: # Not the same as `retry-storm`." in capsys.readouterr().out
