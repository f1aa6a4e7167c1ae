"""What was read before without a word is taken from the store, and is what reading gives; what has a problem is read each time."""

from pathlib import Path

import pytest

from builders import a_base, a_case, a_translation
from rex.core.corpus import read_base, read_corpus
from rex.core.reader import KeepingReader
from rex.core.store import Store

REPOSITORY = Path(__file__).resolve().parents[2]


class _Counting(KeepingReader):
    """Says how many pieces it had to make."""

    def __init__(self, file: Path, version: str = "1") -> None:
        super().__init__(Store(file, version))
        self.made: list[str] = []

    def _keep(self, kind: str, key: tuple[object, ...], value: object) -> None:
        self.made.append(kind)
        super()._keep(kind, key, value)


@pytest.mark.parametrize("path", sorted((REPOSITORY / "cases").glob("g*.md"))[:30], ids=lambda path: path.name)
def test_what_is_kept_is_what_reading_gives(tmp_path: Path, path: Path) -> None:
    data = path.read_bytes()
    plain = KeepingReader(Store(None, ""))
    first = _Counting(tmp_path / "kept")
    read = plain.document(data, front_matter=True).document
    assert first.document(data, front_matter=True).document == read
    body = first.body(read.body, read.body_line)
    first.store.close()
    again = _Counting(tmp_path / "kept")
    kept = again.document(data, front_matter=True).document
    assert (kept.values, kept.body, kept.body_line) == (read.values, read.body, read.body_line)
    assert (kept.positions, kept.key_positions) == (read.positions, read.key_positions)
    assert again.body(kept.body, kept.body_line) == body == plain.body(read.body, read.body_line)
    assert again.made == []


def test_only_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    root = a_base(tmp_path / "base", {"one-2024": a_case(), "one-2024.fr": a_translation(), "two-2024": a_case(title="Another one")})
    first = _Counting(tmp_path / "kept")
    read_corpus(root, first)
    first.store.close()
    (root / "cases/two-2024.md").write_text(a_case(title="A third one"), encoding="utf-8")
    second = _Counting(tmp_path / "kept")
    corpus = read_corpus(root, second)
    second.store.close()
    assert second.made == ["document"], "the body is as it was, the front matter is not"
    assert corpus.cases["two-2024"].case.title == "A third one"
    assert corpus == read_corpus(root)


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("---\ntitle: [open\n---\n", "yaml-syntax"),
        (a_case().replace("title: ", "title: \u200b"), "invisible-character"),
        (a_case().replace("## Context", "## Context <b>"), "raw-html"),
    ],
)
def test_a_problem_is_told_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, rule: str) -> None:
    from rex.lint.engine import lint

    monkeypatch.setenv("REX_CACHE_DIR", str(tmp_path / "cache"))
    root = a_base(tmp_path / "base", {"one-2024": broken})
    told = [lint(read_base(root)) for _ in range(2)]
    assert told[0] == told[1]
    assert rule in {finding.name for finding in told[1]}


def test_nothing_is_used_that_another_version_has_kept(tmp_path: Path) -> None:
    data = a_case().encode()
    first = _Counting(tmp_path / "kept")
    first.document(data, front_matter=True)
    first.store.close()
    other = _Counting(tmp_path / "kept", "2")
    other.document(data, front_matter=True)
    assert other.made == ["document"]


def test_a_torn_store_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REX_CACHE_DIR", str(tmp_path / "cache"))
    root = a_base(tmp_path / "base", {"one-2024": a_case()})
    expected = read_base(root)
    (kept,) = (tmp_path / "cache").rglob("readings.sqlite")
    for harm in (b"", b"no database", kept.read_bytes()[:3000], kept.read_bytes().replace(b"\x78", b"\x79")):
        kept.write_bytes(harm)
        assert read_base(root) == expected
