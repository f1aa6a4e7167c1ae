"""A small base with words to search for, and a cache folder beside it. See `builders.py` for the base itself."""

import json
from pathlib import Path
from typing import Any

import pytest

from builders import a_base, a_case, a_mistake, a_signal, a_translation
from rex.cli.main import main
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.lint.example import CASE
from rex.search.documents import build_documents
from rex.search.model import Document

STORM = "retry-storm-2022"
CALL = "silent-talk-2019"

STORM_CASE = a_case(
    title="Impatient clients knock a recovering service over again",
    summary="An invented queue came back after a crash and fell again, because every client asked again at once, without any pause.",
    date="2022-05/2023-02",
    company="example-group",
    mistakes=[a_mistake("retry-storm", what="Every client asked again at once.")],
    pillars=["automation", "measurement"],
    signals=[a_signal("upstream connect error or disconnect/reset before headers", "retry-storm")],
    body=(
        "## Context\n\nA queue stands between two services.[^report]\n\n## What went wrong\n\nThe *œuvre* of a single engineer: "
        "naïve loops asked [again](https://example-shop.net/a) and again, and `max_retries` was unlimited.[^report]\n\n"
        "## What changed\n\nPauses grow with each attempt.[^report]\n\n## Results\n\nNo second fall.[^report]\n\n"
        "## What to keep\n\nGive retries a budget.\n"
    ),
    results=[],
    fixes=[],
)

CALL_CASE = a_case(
    title="A talk about silence whose lessons nobody published",
    summary="Somebody spoke about silence on a stage in 2019; no recording and no slides were found. Were you there? Please write to us.",
    date="2019-03",
    status="wanted",
    mistakes=[],
    fixes=[],
    results=[],
    signals=[],
    body="## Context\n\nThere was a talk about backups.[^report]\n",
)


def a_search_base(folder: Path, **more: str) -> Path:
    """Three cases: `example-2024` in two languages, `retry-storm-2022`, and a call, `silent-talk-2019`."""
    folder.mkdir(parents=True, exist_ok=True)
    cases: dict[str, str | bytes] = {"example-2024": CASE, "example-2024.fr": a_translation(), STORM: STORM_CASE, CALL: CALL_CASE, **more}
    return a_base(folder, cases)


def documents_of(root: Path) -> list[Document]:
    return build_documents(Facts(read_corpus(root)))


def edit(root: Path, stem: str, old: str, new: str) -> None:
    path = root / "cases" / f"{stem}.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rex(root: Path, *words: str) -> int:
    return main([words[0], "--root", str(root), *words[1:]])


def results(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> list[dict[str, Any]]:
    """What `rex search … --json` lists."""
    capsys.readouterr()
    status = rex(root, "search", "--json", *words)
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["results"]
    assert status == (0 if found else 1)
    return found
