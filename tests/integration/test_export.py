"""The way out: what `rex export` writes builds with another configuration of MkDocs, without our plugin and our templates."""

import re
import subprocess
import sys
from pathlib import Path

from builders import a_site_base
from conftest import rex


def test_the_exported_tree_builds_without_us_page_for_page(tmp_path: Path) -> None:
    root, tree = a_site_base(tmp_path / "base"), tmp_path / "a tree"
    done = rex("export", str(tree), "--root", str(root))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == [], "nothing else is left"
    for lang in ("en", "fr"):
        config = tree / f"mkdocs.{lang}.yml"
        assert "rex:" not in config.read_text(encoding="utf-8")
        build = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)], capture_output=True, text=True, check=False
        )
        assert build.returncode == 0, build.stderr
        pages = {path.relative_to(tree / lang).as_posix() for path in (tree / lang).rglob("*.md")}
        built = {path.relative_to(tree / "site" / lang).as_posix() for path in (tree / "site" / lang).rglob("index.html")}
        assert {re.sub(r"(^|/)index/index\.html$", r"\1index.html", page.removesuffix(".md") + "/index.html") for page in pages} == built
        home = (tree / "site" / lang / "index.html").read_text(encoding="utf-8")
        assert "assets/rex.css" in home
        assert (tree / "site" / lang / "assets" / "rex.css").is_file()
        case = (tree / "site" / lang / "cases" / "example-2024" / "index.html").read_text(encoding="utf-8")
        assert "<h1" in case
