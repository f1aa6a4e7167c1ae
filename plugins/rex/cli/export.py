"""`rex export`: the Markdown tree the site is made from, with assets, navigation and configuration, for any other generator."""

import argparse
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from rex.cli.clean import read_clean_corpus
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.writing import put_folder, write_file
from rex.pages.page import Page

# What the pages need of Python-Markdown where a host renders them by it.
_EXTENSIONS = ["attr_list", "def_list", "md_in_html", "sane_lists", "tables", "toc"]
# Zensical turns relative links in HTML as it does those in Markdown; the others leave them alone.
HOSTS = ("mkdocs", "zensical")
_STYLES = ["assets/rex.css", "assets/views.css"]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to write; one folder a language is made in it")
    parser.add_argument(
        "--for", dest="host", choices=HOSTS, default=HOSTS[0], help="who will build it (default: %(default)s, or ProperDocs)"
    )


def main(arguments: argparse.Namespace) -> int:
    from rex.pages.build import Asked, build_pages, make_page, read_written
    from rex.site.build import configurations, load

    def make(facts: Facts, asked: Asked) -> Page:
        return make_page(facts, replace(asked, from_files=arguments.host == "zensical"))

    root: Path = arguments.root
    target: Path = arguments.folder.absolute()
    corpus = read_clean_corpus(root, "nothing was written")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise RexError(f"{target} exists and is not an empty folder")
    facts, counts = Facts(corpus), {}
    new = target.with_name(f".{target.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        for lang, path in configurations(root).items():
            written = read_written(root, lang)
            tree = {**written, **{page.path: page.markdown for page in build_pages(facts, lang, written, make)}}
            for name, text in sorted(tree.items()):
                write_file(new / lang / name, text)
            _copy_assets(root, lang, new / lang)
            write_file(new / f"mkdocs.{lang}.yml", _configuration(load(path), lang))
            counts[lang] = len(tree)
        put_folder(new, target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    for lang, count in counts.items():
        print(f"{lang}: {count} pages in {target / lang}, configuration in {target / f'mkdocs.{lang}.yml'}")
    return 0


def _copy_assets(root: Path, lang: str, folder: Path) -> None:
    """Pictures that stand beside the written pages, and the styles, scripts and fonts of ours."""
    shutil.copytree(root / "docs" / lang, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.md"))
    assets = root / "docs" / "overrides" / "assets"
    if assets.is_dir():
        shutil.copytree(assets, folder / "assets", dirs_exist_ok=True)


def _configuration(config: Any, lang: str) -> str:
    """The configuration of one language without our plugin and our templates: any host that reads `mkdocs.yml` can take it."""
    import yaml

    values = {
        "site_name": config.site_name,
        "site_description": config.site_description,
        "site_url": config.site_url,
        "copyright": config.copyright,
        "docs_dir": lang,
        "site_dir": f"site/{lang}",
        "theme": {"name": "material", "language": lang, "font": False, "favicon": "assets/favicon.svg"},
        "nav": config.nav,
        "not_in_nav": "*\n",
        "extra_css": _STYLES,
        "markdown_extensions": _EXTENSIONS,
        "plugins": [],
    }
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=1000)
