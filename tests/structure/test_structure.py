"""The shape of the project: layers, tables, languages, generated pages."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from rex.cli.main import COMMANDS
from rex.cli.main import main as rex_main
from rex.core.language import LANGUAGES
from rex.core.vocabulary import read_vocabulary
from rex.pages.page import PAGE_TYPES
from rex.pages.words import words_of


def keys(tree: object, prefix: str = "") -> set[str]:
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(value, f"{prefix}.{key}") for key, value in tree.items()))


def test_layers_hold(repository: Path) -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=repository, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("modules", "heavy"),
    [
        ("rex.core.derive, rex.lint.engine, rex.cli.validate", ("mkdocs", "markdown", "jinja2", "whoosh")),
        ("rex.cli.search, rex.cli.similar, rex.cli.index", ("mkdocs", "markdown", "jinja2")),
    ],
)
def test_importing_core_and_search_commands_loads_no_generator(modules: str, heavy: tuple[str, ...]) -> None:
    code = f"import sys, {modules}; print([m for m in sys.modules if m.split('.')[0] in {heavy}])"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_code_asks_for_one_language(repository: Path) -> None:
    """What is special in a language stands in a row of a table, where another language can have its own."""
    asks = re.compile(r"[=!]= *[\"'](?:en|fr)[\"']|[\"'](?:en|fr)[\"'] *[=!]=")
    assert asks.search('if lang == "fr":') and asks.search("'en' != code")
    files = [*(repository / "plugins/rex").rglob("*.py"), *(repository / "docs/overrides/assets").glob("*.js")]
    found = {path.name: asks.findall(path.read_text(encoding="utf-8")) for path in files}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_words_have_the_same_keys_in_every_language(repository: Path) -> None:
    folder = repository / "plugins/rex/pages/wording"
    found = {code: keys(words_of(code).texts) for code in LANGUAGES}
    assert {path.name.split(".")[0] for path in folder.glob("*.yml")} == set(LANGUAGES)
    assert found["en"] == found["fr"]
    assert len(found["en"]) > 100


def test_written_pages_exist_in_every_language(repository: Path) -> None:
    found = {
        code: {path.relative_to(repository / "docs" / code).as_posix() for path in (repository / "docs" / code).rglob("*.md")}
        for code in LANGUAGES
    }
    assert found["en"] == found["fr"]
    assert "evidence.md" in found["en"]


def test_page_types_have_unique_names_and_a_template(repository: Path) -> None:
    names = [kind.name for kind in PAGE_TYPES]
    assert len(names) == len(set(names))
    folder = repository / "plugins/rex/pages/templates"
    used = {kind.template for kind in PAGE_TYPES}
    assert used == {path.name for path in folder.glob("*.j2") if not path.name.startswith("_")}


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex_main([name, "--help"]) == 0
    assert "--root" in capsys.readouterr().out


def test_reference_pages_are_up_to_date(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex_main(["reference", "--check", "--root", str(repository)]) == 0, capsys.readouterr().err


def test_our_own_base_has_no_finding(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex_main(["validate", "--root", str(repository)]) == 0, capsys.readouterr().out


def test_the_vocabulary_has_no_problem(repository: Path) -> None:
    vocabulary = read_vocabulary(repository)
    assert vocabulary.problems == {}
    assert list(vocabulary.pillars) == ["culture", "automation", "measurement", "sharing"]
    for lang in ("en", "fr"):
        assert [term for term in vocabulary.mistakes if not vocabulary.mistakes[term].recognise[lang]] == []
        assert [term for term in vocabulary.fixes if not vocabulary.fixes[term].practice[lang]] == []


def test_every_term_with_an_earlier_name_is_still_found_by_it(repository: Path) -> None:
    vocabulary = read_vocabulary(repository)
    assert vocabulary.fixes.renamed("load-and-capacity-testing") == ("capacity-and-limits", "load-testing")
    assert vocabulary.fixes.renamed("no-such-term") == ()


def test_locks_pin_everything_with_hashes_and_name_no_index(repository: Path) -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (repository / name).read_text(encoding="utf-8")
        assert "http" not in text
        assert "/" not in text.replace("'/'", "").split("--hash")[0]
        entries = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert any(line.startswith("setuptools==") for line in entries), "the package itself is built with it"
        assert all("==" in line for line in entries)
        assert text.count("--hash=sha256:") >= len(entries)


def test_no_word_of_the_interface_is_left_unused(repository: Path) -> None:
    pages = repository / "plugins/rex/pages"
    text = "".join(
        path.read_text(encoding="utf-8") for path in (*pages.rglob("*.py"), *pages.glob("templates/*.j2"), *pages.parent.glob("site/*.py"))
    )
    assert [key for key in words_of("en").texts if key not in text] == []
