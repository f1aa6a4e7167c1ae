"""The way out: what `rex export` writes builds elsewhere, without our plugin and our templates.

With MkDocs, with its successor ProperDocs, and with Zensical, which has another engine of templates and another Markdown parser.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from builders import a_site_base
from conftest import REPOSITORY, rex

HOSTS = ("mkdocs", "properdocs", "zensical")


@pytest.mark.parametrize("host", HOSTS)
def test_another_host_builds_it_page_for_page(tmp_path: Path, host: str) -> None:
    tree = exported(a_site_base(tmp_path / "base"), tmp_path / "a tree", host)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [], "nothing else is left"
    for lang in ("en", "fr"):
        check_host(host, tree, lang, "cases/example-2024")


@pytest.mark.long
@pytest.mark.parametrize("host", HOSTS)
def test_and_our_own_base_too(tmp_path: Path, host: str) -> None:
    check_host(host, exported(REPOSITORY, tmp_path / "tree", host), "fr", "cases/gitlab-2017")


def exported(root: Path, tree: Path, host: str) -> Path:
    """The tree of a base as it is written for a host."""
    told = ["--for", host] if host == "zensical" else []
    done = rex("export", str(tree), *told, "--root", str(root))
    assert done.returncode == 0, done.stderr
    return tree


def check_host(host: str, tree: Path, lang: str, case: str) -> None:
    """As many pages as there are files, each in the frame of the theme, and no link inside the site that leads nowhere."""
    config = tree / f"mkdocs.{lang}.yml"
    assert "rex:" not in config.read_text(encoding="utf-8")
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    command = [sys.executable, "-m", host, "build", "-f", config.name]
    build = subprocess.run(command, cwd=tree, env=quiet, capture_output=True, text=True, check=False)
    assert build.returncode == 0, build.stdout + build.stderr
    site = tree / "site" / lang
    pages = {path.relative_to(tree / lang).as_posix() for path in (tree / lang).rglob("*.md")}
    built = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert {re.sub(r"(^|/)index/index\.html$", r"\1index.html", page.removesuffix(".md") + "/index.html") for page in pages} == built
    assert list(broken_links(site)) == []
    shown = BeautifulSoup((site / case / "index.html").read_text(encoding="utf-8"), "html.parser")
    assert shown.select_one("header.md-header nav") is not None
    assert len(shown.select("article h1")) == 1 and len(shown.select("article h2")) > 3
    assert "markdown=" not in str(shown) and "{:" not in shown.get_text()
    assert any("assets/rex.css" in str(link["href"]) for link in shown.select("link[rel=stylesheet]"))
    assert (site / "assets" / "rex.css").is_file()


def broken_links(site: Path) -> Iterator[str]:
    """Links of the pages to files and places of the same site that are not there."""
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.rglob("index.html")}
    places = {path: {str(found["id"]) for found in soup.select("[id]")} for path, soup in pages.items()}
    for path, soup in sorted(pages.items()):
        for link in soup.select("article a[href]"):
            parts = urlsplit(str(link["href"]))
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (parts.fragment and target in places and unquote(parts.fragment) not in places[target]):
                yield f"{path.relative_to(site)}: {link['href']}"
