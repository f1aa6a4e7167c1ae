"""A build after an edit makes what a build from nothing makes, byte for byte, and one after no edit makes nothing."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Template

from builders import a_case, a_site_base, a_translation
from conftest import rex
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.site.build import build_all
from rex.site.shell import Shell

Edit = Callable[[Path, random.Random], None]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def cases_of(root: Path) -> list[Path]:
    return sorted(path for path in (root / "cases").glob("*.md") if path.name.count(".") == 1)


def change_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, (path, old)
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def edit_the_body(root: Path, chance: random.Random) -> None:
    change_text(chance.choice(cases_of(root)), "The shop kept", f"The shop, number {chance.randrange(1000)}, kept")


def edit_a_title(root: Path, chance: random.Random) -> None:
    change_text(chance.choice(cases_of(root)), "title: ", f"title: Number {chance.randrange(1000)} of ")


def add_a_case(root: Path, chance: random.Random) -> None:
    number = chance.randrange(1000)
    (root / f"cases/added-{number}.md").write_text(a_case(title=f"A case that was added, number {number}"), encoding="utf-8")


def rename_a_case(root: Path, chance: random.Random) -> None:
    path = chance.choice(cases_of(root))
    path.rename(path.with_name(f"renamed-{chance.randrange(1000)}.md"))
    for translation in (root / "cases").glob(f"{path.stem}.*.md"):
        translation.unlink()


def set_a_case_back_to_draft(root: Path, chance: random.Random) -> None:
    change_text(chance.choice(cases_of(root)), "status: ", "status: draft # was ")


def delete_a_case(root: Path, chance: random.Random) -> None:
    path = chance.choice(cases_of(root)[1:])
    for file in (root / "cases").glob(f"{path.stem}*.md"):
        file.unlink()


def edit_a_written_page(root: Path, chance: random.Random) -> None:
    with (root / "docs/fr/about.md").open("a", encoding="utf-8") as file:
        file.write(f"\nUne phrase de plus, la {chance.randrange(1000)}e.\n")


def edit_the_theme(root: Path, chance: random.Random) -> None:
    change_text(root / "docs/overrides/partials/footer.html", "<p>", f'<p data-number="{chance.randrange(1000)}">')


EDITS: tuple[Edit, ...] = (
    edit_the_body,
    edit_a_title,
    add_a_case,
    rename_a_case,
    set_a_case_back_to_draft,
    delete_a_case,
    edit_a_written_page,
    edit_the_theme,
)


def build(root: Path, *words: str) -> str:
    done = rex("build", "--root", str(root), *words, REX_CACHE_DIR=str(root.parent / "cache"))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stderr


def test_any_sequence_of_edits_gives_the_site_that_a_build_from_nothing_gives(tmp_path: Path) -> None:
    chance = random.Random(7)
    cases: dict[str, str | bytes] = {f"case-{number}": a_case(title=f"An invented case, number {number}") for number in range(4)}
    cases["example-2024"] = a_case()
    cases["example-2024.fr"] = a_translation(a_case())
    root = a_site_base(tmp_path / "base", cases)
    build(root)
    edits = chance.sample(EDITS, 4)
    for round in (edits[:2], edits[2:]):
        for edit in round:
            edit(root, chance)
        build(root)
        incremental = files_of(root / "site")
        build(root, "--fresh")
        fresh = files_of(root / "site")
        assert sorted(incremental) == sorted(fresh), round
        assert [path for path in fresh if fresh[path] != incremental[path]] == [], round


def test_nothing_is_built_where_nothing_has_changed_and_whatever_has_changed_is_seen(tmp_path: Path) -> None:
    root = a_site_base(tmp_path / "base")
    assert "Done" in build(root)
    whole = files_of(root / "site")
    assert "Nothing has changed" in build(root)
    # Somebody touched what was built.
    (root / "site/en/index.html").write_text("not ours", encoding="utf-8")
    assert "Done" in build(root)
    assert files_of(root / "site") == whole
    # The configuration names a variable.
    done = rex("build", "--root", str(root), REX_CACHE_DIR=str(root.parent / "cache"), REX_REPOSITORY_URL="https://code.example/rex")
    assert "Done" in done.stderr
    assert files_of(root / "site") != whole


def tear(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + os.urandom(4096))


def replace(path: Path) -> None:
    path.write_text("this is no cache of ours", encoding="utf-8")


def forge(path: Path) -> None:
    with sqlite3.connect(path) as base:
        base.execute("UPDATE pieces SET value = zeroblob(100)")
    base.close()


def test_a_cache_that_is_torn_or_foreign_is_thrown_away(tmp_path: Path) -> None:
    root = a_site_base(tmp_path / "base")
    build(root)
    whole = files_of(root / "site")
    assert list((root.parent / "cache").rglob("readings.sqlite"))
    for harm in (tear, replace, forge):
        caches = sorted((root.parent / "cache").rglob("*.sqlite"))
        # One that is found torn while it is read is gone until the next build.
        assert {"en", "fr"} <= {path.stem for path in caches} <= {"en", "fr", "en.pagefind", "fr.pagefind", "ranked", "readings", "clean"}
        for path in caches:
            harm(path)
        (root / "site/en/index.html").unlink()
        assert "Done" in build(root)
        assert files_of(root / "site") == whole, harm


def test_the_frame_is_made_once_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_site_base(tmp_path / "base", {f"case-{number}": a_case(title=f"An invented case, number {number}") for number in range(3)})
    folders: list[str] = []

    class Noted(Shell):
        def __init__(self, template: Template, values: Mapping[str, Any]) -> None:
            folders.append(values["page"].url)
            super().__init__(template, values)

    monkeypatch.setattr("rex.site.stamp.Shell", Noted)
    pages = dict(build_all(root, Facts(read_corpus(root)), only="en", pages_only=True))["en"]
    assert sum(url.startswith("cases/") for url in folders) == 1
    assert 3 < len(folders) < pages / 2


def test_what_is_stamped_and_reused_is_what_mkdocs_alone_makes(tmp_path: Path) -> None:
    cases: dict[str, str | bytes] = {f"case-{number}": a_case(title=f"An invented case, number {number}") for number in range(3)}
    root = a_site_base(tmp_path / "base", {"example-2024": a_case(), "example-2024.fr": a_translation(a_case()), **cases})
    compare_with_mkdocs_alone(root, "mkdocs.yml", "en")


@pytest.mark.long
@pytest.mark.parametrize(("configuration", "lang"), [("mkdocs.yml", "en"), ("mkdocs.fr.yml", "fr")])
def test_on_the_real_base_too(tmp_path: Path, repository: Path, configuration: str, lang: str) -> None:
    root = tmp_path / "base"
    for name in ("cases", "docs"):
        shutil.copytree(repository / name, root / name)
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(repository / name, root / name)
    compare_with_mkdocs_alone(root, configuration, lang)


def compare_with_mkdocs_alone(root: Path, configuration: str, lang: str) -> None:
    """The fast path against the path of reference, which lets the theme make each page whole and remembers nothing."""
    build(root)
    (root / f"site/{lang}/index.html").unlink()
    build(root)  # from what the first build has computed
    ours = files_of(root / "site" / lang)
    shutil.rmtree(root / "site")
    alone = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", configuration]
    done = subprocess.run(alone, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    theirs = files_of(root / "site" / lang)
    # The list for assistants is a data file, written beside the pages after them.
    assert set(ours) - set(theirs) == {"llms.txt"}
    assert set(theirs) - set(ours) == set()
    assert [path for path in theirs if ours.get(path) != theirs[path]] == []


def test_no_cache_is_kept_inside_the_base(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    done = rex("build", "--root", str(root), REX_CACHE_DIR=str(root / "cache"))
    assert done.returncode == 0, done.stderr
    assert not (root / "cache").exists()
