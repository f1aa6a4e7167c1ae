"""What `rex serve` shows is what a build makes, page by page; only sooner, and again after a change."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, build_opener, urlopen

import pytest

from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.core.root import MARKER
from rex.site.build import load
from rex.site.minify import minified
from rex.site.policy import with_policy
from rex.site.preview import Preview
from rex.site.serving import Changes, application, server_of


@pytest.fixture
def base(rich_built: Path, tmp_path: Path) -> Path:
    root = tmp_path / "base"
    shutil.copytree(rich_built, root, ignore=shutil.ignore_patterns("site", "build"))
    return root


def preview_of(root: Path, tmp_path: Path) -> Preview:
    site = tmp_path / "preview"
    site.mkdir()
    return Preview(lambda: load(root / MARKER, site_dir=str(site)), Facts(read_corpus(root)))


def test_every_page_is_that_of_a_build(base: Path, rich_built: Path, tmp_path: Path) -> None:
    preview = preview_of(base, tmp_path)
    built = rich_built / "site" / "en"
    pages = [path for path in sorted(built.rglob("*.html")) if path.name != "404.html"]
    assert len(pages) > 40
    for path in pages:
        shown = preview.page(path.relative_to(built).as_posix())
        assert shown is not None, path
        assert with_policy(minified(shown.decode())) == path.read_text(encoding="utf-8"), path
    beside = [path for path in sorted(built.rglob("*")) if path.suffix in (".md", ".bib") or path.name.endswith(".csl.json")]
    assert len(beside) > 40
    for path in beside:
        assert preview.file(path.relative_to(built).as_posix()) == path.read_bytes(), path
    assert preview.data("data/v1/cases.json") == (rich_built / "site/data/v1/cases.json").read_bytes()


def test_what_no_page_needs_is_there_for_who_asks(base: Path, rich_built: Path, tmp_path: Path) -> None:
    preview = preview_of(base, tmp_path)
    built = rich_built / "site" / "en"
    (card, *_) = sorted(built.glob("assets/cards/*.png"))
    for path in ("assets/rex.js", card.relative_to(built).as_posix(), "search/index.json", "pagefind/pagefind-entry.json"):
        assert preview.file(path), path
    assert preview.file(card.relative_to(built).as_posix()) == card.read_bytes()
    assert preview.file("search/../../mkdocs.yml") is None
    assert preview.file("nothing.css") is None


def test_a_change_is_on_every_page_that_tells_of_it(base: Path, tmp_path: Path) -> None:
    preview = preview_of(base, tmp_path)
    path = next(path for path in sorted((base / "cases").glob("*.md")) if path.read_text(encoding="utf-8").count("status: published"))
    text = path.read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title: ")).removeprefix("title: ").strip("\"'")
    pages = (f"cases/{path.name.removesuffix('.md')}/", "cases/")
    for page in pages:
        assert b"Another title altogether" not in (preview.page(page) or b"")
    path.write_text(text.replace(title, "Another title altogether", 1), encoding="utf-8")
    preview.change(Facts(read_corpus(base)))
    for page in pages:
        assert b"Another title altogether" in (preview.page(page) or b""), page


@pytest.fixture
def served(base: Path, tmp_path: Path) -> Iterator[tuple[str, Changes, Any]]:
    preview, changes = preview_of(base, tmp_path), Changes()
    server = server_of(application(preview, changes, "en"), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", changes, preview
    server.shutdown()
    server.server_close()


def test_the_server_answers_as_a_host_does(served: tuple[str, Changes, Any]) -> None:
    address, _, _ = served
    with urlopen(f"{address}/") as answer:
        assert answer.url == f"{address}/en/"
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
    with urlopen(f"{address}/en/cases") as answer:
        assert answer.url == f"{address}/en/cases/"
    with urlopen(f"{address}/en/llms.txt") as answer:
        assert answer.read().startswith(b"# DevOps REX")
    with pytest.raises(HTTPError) as missing:
        urlopen(f"{address}/en/no/such/page/")
    assert missing.value.code == 404
    assert b"Page not found" in missing.value.read()
    assert build_opener().open(Request(f"{address}/_rex/reload.js")).headers["content-type"].startswith("text/javascript")


def test_a_page_that_waits_hears_of_the_next_change(served: tuple[str, Changes, Any]) -> None:
    address, changes, _ = served
    page = urlopen(f"{address}/en/").read()
    assert b'<script src="/_rex/reload.js" data-since="0"></script></body>' in page
    heard: list[bytes] = []
    waiting = threading.Thread(target=lambda: heard.append(urlopen(f"{address}/_rex/changes?since=0").read()))
    waiting.start()
    waiting.join(0.3)
    assert heard == []
    changes.tell()
    waiting.join(10)
    assert heard == [b"1"]
    assert urlopen(f"{address}/_rex/changes?since=nonsense").read() == b"1"


def test_a_page_that_cannot_be_made_says_why_and_ends_nothing(served: tuple[str, Changes, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    address, _, preview = served
    monkeypatch.setattr(preview, "page", lambda path: 1 / 0)
    with pytest.raises(HTTPError) as broken:
        urlopen(f"{address}/en/cases/")
    assert broken.value.code == 500
    assert broken.value.read() == b"ZeroDivisionError: division by zero"
    monkeypatch.undo()
    assert urlopen(f"{address}/en/cases/").status == 200
