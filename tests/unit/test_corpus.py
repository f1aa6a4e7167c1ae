"""Reading a base: nothing gets lost, translations lie over their original, fingerprints follow the texts."""

import re
from pathlib import Path
from types import MappingProxyType

import pytest

from builders import EXAMPLE_ID, a_base, a_case, a_corpus, a_fix, a_mistake, a_signal, a_source, a_translation
from conftest import our_facts
from rex.core.corpus import read_corpus, split_name, with_texts
from rex.core.errors import RexError
from rex.lint.engine import lint
from rex.lint.example import CASE

RICH = {
    "caution": "A doubt.",
    "impact": [{"measure": "orders lost", "value": "many", "unit": "orders", "period": "two days", "sources": ["report"]}],
    "results": [
        {"measure": "restores", "before": "none", "after": "thirty", "unit": "a month", "period": "in 2024", "sources": ["report"]}
    ],
    "sources": [a_source(note="Only in part.")],
}


def fingerprint(text: str) -> str:
    return a_corpus({EXAMPLE_ID: text}).cases[EXAMPLE_ID].fingerprint


def names(corpus) -> dict[str, list[str]]:
    return {path: [problem.name for problem in found] for path, found in corpus.problems.items()}


def test_a_base_on_disk_is_read_whole(tmp_path):
    corpus = read_corpus(a_base(tmp_path, {"b-2024": CASE, "a-2024": CASE, "a-2024.fr": a_translation()}))
    assert list(corpus.cases) == ["a-2024", "b-2024"]
    assert corpus.files == ("cases/a-2024.fr.md", "cases/a-2024.md", "cases/b-2024.md")
    assert list(corpus.cases["a-2024"].translations) == ["fr"]
    assert corpus.cases["b-2024"].translations == {}
    assert names(corpus) == {}
    assert {name: len(table) for name, table in corpus.vocabulary.tables().items()} == {
        "pillars": 4,
        "mistakes": 3,
        "fixes": 3,
        "companies": 2,
        "sectors": 2,
        "events": 1,
        "symptoms": 1,
    }


def test_reading_in_memory_and_from_disk_agree(tmp_path):
    texts = {"a-2024": CASE, "a-2024.fr": a_translation(), "b-2024": "broken"}
    disk, memory = read_corpus(a_base(tmp_path, texts)), a_corpus(texts)
    assert (disk.files, disk.problems, dict(disk.cases)) == (memory.files, memory.problems, dict(memory.cases))


def test_every_file_is_counted_readable_or_not(tmp_path):
    corpus = read_corpus(
        a_base(tmp_path, {"good-2024": CASE, "bad-2024": b"\xff", "empty-2024": "", "Odd Name": CASE, "lost-2024.fr": a_translation()})
    )
    assert len(corpus.files) == 5
    assert set(corpus.cases) == {"good-2024", "Odd Name"}
    assert names(corpus) == {
        "cases/Odd Name.md": ["file-name"],
        "cases/bad-2024.md": ["not-utf-8"],
        "cases/empty-2024.md": ["missing-front-matter"],
        "cases/lost-2024.fr.md": ["orphan-translation"],
    }


def test_hidden_files_and_other_kinds_are_no_cases(tmp_path):
    root = a_base(tmp_path)
    for name in (
        ".gitkeep",
        ".DS_Store",
        "_notes.txt",
        "x.md~",
        "#x.md#",
        ".#x.md",
        "4913",
        "x.md.orig",
        "x.md.rej",
        ".x.md.swp",
        "Thumbs.db",
    ):
        (root / "cases" / name).write_text("nothing")
    assert read_corpus(root).files == (f"cases/{EXAMPLE_ID}.md",)
    (root / "cases" / "notes.txt").write_text("nothing")
    assert names(read_corpus(root)) == {"cases/notes.txt": ["stray-file"]}


def test_without_a_cases_folder_there_is_no_base(tmp_path):
    with pytest.raises(RexError, match="cases/"):
        read_corpus(tmp_path)


def test_a_translation_of_an_unreadable_case_is_no_orphan():
    corpus = a_corpus({EXAMPLE_ID: a_case().replace("title: An", "title: [An"), f"{EXAMPLE_ID}.fr": a_translation()})
    assert names(corpus) == {f"cases/{EXAMPLE_ID}.md": ["yaml-syntax"]}
    assert corpus.cases == {}


@pytest.mark.parametrize(
    ("name", "expected", "is_wrong"),
    [
        ("cases/a-2024.md", ("a-2024", None), False),
        ("cases/a-2024.fr.md", ("a-2024", "fr"), False),
        ("cases/a-2024.de.md", ("a-2024", "de"), True),
        ("cases/a-2024.fr.fr.md", ("a-2024", "fr.fr"), True),
        ("cases/a-2024..md", ("a-2024", ""), True),
        ("cases/A-2024.md", ("A-2024", None), True),
        ("cases/a b.fr.md", ("a b", "fr"), True),
        ("cases/index.md", ("index", None), True),
        ("cases/.fr.md", ("", "fr"), True),
    ],
)
def test_a_file_name_says_id_and_language(name, expected, is_wrong):
    case_id, lang, problem = split_name(name)
    assert (case_id, lang) == expected
    assert (problem is not None and problem.name == "file-name") is is_wrong


@pytest.mark.parametrize("status", ["draft", "wanted", "withdrawn", "published"])
def test_readers_see_all_but_drafts_and_only_published_cases_count(status):
    corpus = a_corpus({EXAMPLE_ID: a_case(status=status)})
    assert (EXAMPLE_ID in corpus.cases, EXAMPLE_ID in corpus.shown, EXAMPLE_ID in corpus.published) == (
        True,
        status != "draft",
        status == "published",
    )


def test_a_case_in_its_own_language_is_itself():
    file = a_corpus({EXAMPLE_ID: CASE}).cases[EXAMPLE_ID]
    local = file.in_language("en")
    assert (local.id, local.lang, local.case, local.body, local.path, local.reviewed) == (
        EXAMPLE_ID,
        "en",
        file.case,
        file.body.text,
        file.path,
        "2026-11",
    )


def test_a_case_nobody_translated_keeps_its_language():
    local = a_corpus({EXAMPLE_ID: CASE}).cases[EXAMPLE_ID].in_language("fr")
    assert (local.lang, local.case.title) == ("en", "An untested backup turns a disk failure into two days of lost orders")


def test_a_translation_lays_its_words_over_the_structure_of_its_original():
    english = a_case(**RICH)
    french = a_translation(
        english,
        title="Titre !",
        caution="Un doute.",
        impact=[{"measure": "commandes perdues", "value": "beaucoup"}],
        results=[{"measure": "restaurations", "before": "aucune", "unit": "par mois"}],
        source_notes={"report": "En partie."},
        mistakes={"untested-backups": "Des fichiers vides : rien."},
        fixes={"automated-restore-testing": "Une restauration."},
        unknown=["la durée"],
        reviewed="2026-12",
    )
    file = a_corpus({EXAMPLE_ID: english, f"{EXAMPLE_ID}.fr": french}).cases[EXAMPLE_ID]
    local = file.in_language("fr")
    case, own = local.case, file.case
    assert (local.lang, local.path, local.reviewed) == ("fr", f"cases/{EXAMPLE_ID}.fr.md", "2026-12")
    assert (case.title, case.caution, case.unknown) == ("Titre\u202f!", "Un doute.", ("la durée",))
    assert (case.mistakes[0].what, case.mistakes[0].sources) == ("Des fichiers vides\u00a0: rien.", own.mistakes[0].sources)
    assert (case.fixes[0].what, case.fixes[0].state, case.fixes[0].corrects) == (
        "Une restauration.",
        own.fixes[0].state,
        own.fixes[0].corrects,
    )
    assert (case.impact[0].measure, case.impact[0].value, case.impact[0].unit) == ("commandes perdues", "beaucoup", "orders")
    result = case.results[0]
    assert (result.measure, result.before, result.after, result.unit, result.period) == (
        "restaurations",
        "aucune",
        "thirty",
        "par mois",
        "in 2024",
    )
    assert (case.sources[0].note, case.sources[0].title) == ("En partie.", own.sources[0].title)
    assert "## Contexte" in local.body
    assert file.case.title.startswith("An untested")


CHANGED_TEXTS = {
    "title": {"title": "Another title"},
    "summary": {"summary": "Another summary " * 8},
    "caution": {"caution": "Another doubt."},
    "withdrawn_because": {"withdrawn_because": "A reason."},
    "mistake": {"mistakes": [a_mistake(what="Another thing.")]},
    "fix": {"fixes": [a_fix(what="Another thing.")]},
    "unknown": {"unknown": ["another question"]},
    "note": {"sources": [a_source(note="In full.")]},
    "body": {"body": "\n## Context\n\nOther words.[^report]\n"},
    **{f"impact {name}": {"impact": [RICH["impact"][0] | {name: "other"}]} for name in ("measure", "value", "unit", "period")},
    **{f"result {name}": {"results": [RICH["results"][0] | {name: "other"}]} for name in ("measure", "before", "after", "unit", "period")},
}


@pytest.mark.parametrize("change", CHANGED_TEXTS.values(), ids=CHANGED_TEXTS)
def test_the_fingerprint_changes_with_every_text(change):
    assert fingerprint(a_case(**(RICH | change))) != fingerprint(a_case(**RICH))


NO_TEXT = {
    "date": {"date": "2023"},
    "kind": {"kind": "drill"},
    "status": {"status": "draft"},
    "company": {"company": ["example-group"]},
    "pillars": {"pillars": ["culture"]},
    "signals": {"signals": [a_signal("other")]},
    "reviewed": {"reviewed": "2026-10"},
    "event": {"event": "example-conf-2024"},
    "aliases": {"aliases": ["older-2024"]},
    "source": {"sources": [a_source(note="Only in part.", title="Renamed", url="https://example-shop.net/other")]},
    "outcome": {
        "fixes": [a_fix(what="Every night the last copy is restored on a spare server and its orders are counted.", outcome="partly")]
    },
}


@pytest.mark.parametrize("change", NO_TEXT.values(), ids=NO_TEXT)
def test_the_fingerprint_does_not_change_with_what_a_translation_inherits(change):
    assert fingerprint(a_case(**(RICH | change))) == fingerprint(a_case(**RICH))


def test_the_fingerprint_is_eight_hexadecimal_digits_and_ignores_layout():
    assert len(fingerprint(CASE)) == 8 and int(fingerprint(CASE), 16) >= 0
    assert fingerprint(CASE) == fingerprint(CASE + "\n\n") == fingerprint(a_case())


def test_a_corpus_cannot_be_changed():
    corpus = a_corpus({EXAMPLE_ID: CASE})
    assert isinstance(corpus.cases, MappingProxyType)
    with pytest.raises(AttributeError):
        corpus.files = ()


def test_a_base_with_other_texts_is_what_reading_it_whole_would_give(tmp_path: Path) -> None:
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": a_translation(), "other-2024": CASE, "third-2024": "no front matter"})
    before = read_corpus(root)
    changes = {
        f"cases/{EXAMPLE_ID}.md": CASE.replace("kind: incident", "kind: x").encode(),
        "cases/third-2024.md": CASE.encode(),
        "cases/new-2024.fr.md": a_translation().encode(),
    }
    changed = with_texts(before, changes)
    for path, data in changes.items():
        (root / path).write_bytes(data)
    whole = read_corpus(root)
    assert (dict(changed.cases), changed.files, changed.originals) == (dict(whole.cases), whole.files, whole.originals)
    assert (dict(changed.problems), dict(changed.unbuilt)) == (dict(whole.problems), dict(whole.unbuilt))
    # What nobody touched is not read again.
    assert changed.cases["other-2024"] is before.cases["other-2024"]


VOCABULARY, RELEASES = "cases/_vocabulary", "cases/_releases"
# A file that nobody would read, and what the one finding says of it; `None` for what may lie there.
BESIDE: dict[str, str | None] = {
    "cases/a-story-2024.markdown": "name it `a-story-2024.md`",
    "cases/a-story-2024.MD": "name it `a-story-2024.md`",
    "cases/a-story-2024.txt": "name it `a-story-2024.md`",
    "cases/a-story-2024.docx": "rename or move it",
    "cases/2024/a-story-2024.md": "directly in `cases/`",
    "cases/_drafts/a-story-2024.md": "directly in `cases/`",
    "cases/mistakes.yml": "`cases/_vocabulary/mistakes.yml`",
    "cases/_fixes.yaml": "`cases/_vocabulary/fixes.yml`",
    f"{VOCABULARY}/extra.yml": "the folder holds `pillars.yml`",
    f"{VOCABULARY}/mistake.yml": "did you mean `mistakes.yml`?",
    f"{VOCABULARY}/mistakes.YAML": "did you mean `mistakes.yml`?",
    f"{VOCABULARY}/old/mistakes.yml": "the folder holds `pillars.yml`",
    f"{VOCABULARY}/a-story-2024.md": "a case lies directly in `cases/`",
    f"{RELEASES}/1.0.0.txt": "the folder holds `1.4.0.json`",
    f"{RELEASES}/1.0.0.JSON": "the folder holds `1.4.0.json`",
    f"{RELEASES}/notes.md": "a case lies directly in `cases/`",
    "cases/_reviews/advice.yaml": "did you mean `advice.yml`?",
    "a-story-2024.md": "move it to `cases/a-story-2024.md`",
    "docs/en/a-story-2024.md": "move it to `cases/a-story-2024.md`",
    "README.md": None,
    "docs/en/about.md": None,
    f"{VOCABULARY}/.mistakes.yml.swp": None,
    f"{VOCABULARY}/mistakes.yml~": None,
    f"{RELEASES}/.gitkeep": None,
    "cases/.idea/workspace.xml": None,
}


@pytest.mark.parametrize(("path", "said"), BESIDE.items(), ids=BESIDE)
def test_a_file_that_nobody_reads_is_one_finding_that_says_what_is_expected(tmp_path, path, said):
    root = a_base(tmp_path)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("# Words\n" if said is None else a_case(), encoding="utf-8")
    found = [problem for problems in read_corpus(root).problems.values() for problem in problems]
    assert [(problem.name, said in problem.message) for problem in found] == ([("stray-file", True)] if said else [])


def test_a_table_under_another_name_is_not_missing_too(tmp_path):
    root = a_base(tmp_path)
    (root / VOCABULARY / "mistakes.yml").rename(root / VOCABULARY / "mistakes.yaml")
    assert [(finding.path, finding.name) for finding in lint(read_corpus(root))] == [(f"{VOCABULARY}/mistakes.yaml", "stray-file")]


def test_advice_that_was_looked_at_is_checked_like_any_file(tmp_path):
    root = a_base(tmp_path)
    (root / "cases/_reviews").mkdir()
    (root / "cases/_reviews/advice.yml").write_text(
        "untested-backups: {fixes: [automated-restore-test], why: Seen.}\nblame-culture: {fixes: [], why: ''}\nnobody-knew: {fixes: []}\n"
        "retry-storm: {fixes: [x}\n"
    )
    found = read_corpus(root).problems["cases/_reviews/advice.yml"]
    assert sorted((problem.name, problem.position.line) for problem in found) == [
        *(("empty-text", 2), ("missing-field", 3), ("unknown-term", 1), ("unknown-term", 3), ("yaml-syntax", 4))
    ]


def test_a_technology_of_the_base_has_one_spelling() -> None:
    """Filters and pages list technologies: `google cloud` and `google-cloud` would stand there as two."""
    names = {name for file in our_facts().corpus.cases.values() for name in file.case.context.stack}
    letters: dict[str, set[str]] = {}
    for name in names:
        letters.setdefault(re.sub(r"[^a-z0-9+#]", "", name.lower()), set()).add(name)
    assert len(names) > 100
    assert [sorted(same) for same in letters.values() if len(same) > 1] == []
