"""Build every language into sibling folders, from the configuration files of the base.

MkDocs runs as a library: one process, no notices, and `--strict` always on. Everything is built beside the site and takes its
place at the end, so that a build that is stopped changes nothing, and what has no source any more is gone.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.root import MARKER, WORK
from rex.core.writing import made_beside, put_folder
from rex.data.releases import read_manifests
from rex.site.headers import header_files
from rex.site.machines import addresses_of
from rex.site.memo import Memo
from rex.site.parallel import Task, Tell, run_all
from rex.site.policy import check_pages, with_policy
from rex.site.publish import Finished, publish

SITE = "site"
# What progress is told about after the languages.
PUBLISHING = "search and data"
Progress = Callable[[str, int, int], None]


def configurations(root: Path) -> dict[str, Path]:
    """Configuration file of each language of the base: `mkdocs.yml`, and `mkdocs.<code>.yml` where there is one."""
    found = {code: root / f"mkdocs.{code}.yml" for code in LANGUAGES}
    files = {code: path for code, path in found.items() if path.is_file()}
    main = load(root / MARKER)
    return dict(sorted({str(main.plugins["rex"].config["lang"]): root / MARKER, **files}.items()))


def load(path: Path, **settings: Any) -> MkDocsConfig:
    """One configuration, with MkDocs' own complaints as a `RexError`."""
    try:
        config = load_config(str(path), **settings)
    except (ConfigurationError, Abort) as error:
        raise RexError(f"{path.name}: {error}") from error
    if "rex" not in config.plugins:
        raise RexError(f"{path.name}: the plugin `rex` is not listed under `plugins`")
    return config


def build_all(
    root: Path,
    facts: Facts,
    *,
    only: str | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
    pages_only: bool = False,
) -> Iterator[tuple[str, int]]:
    """Build each language (or `only` one) of this base; yields its code and its number of pages as soon as it is done.

    `cache` is where earlier builds have left what they computed. With `pages_only` there is no search, no card and no data. The
    site is as it was until the last step, which is taken after the last language. Raises `RexError` if a build fails, or if
    another one is running.
    """
    files = configurations(root)
    if only is not None and only not in files:
        raise RexError(f"no language `{only}` here; there is {', '.join(files)}")
    read_manifests(root)  # what is damaged there must be known before anything is made
    _show_warnings()
    configs = {code: load(path, strict=True) for code, path in files.items() if only in (None, code)}
    addresses = addresses_of(next(iter(configs.values())))
    with made_beside(root / SITE, root / WORK, "site", root / WORK / "lock") as new:

        def pages_of(code: str) -> Task:
            return lambda tell: _build_one(code, files[code], new / code, facts, tell, cache, pages_only)

        tell = progress or (lambda name, done, total: None)
        finished = {}
        tasks: dict[str, Task] = {code: pages_of(code) for code in configs}
        for code, (count, finished[code]) in run_all(tasks, tell):
            yield code, count
        if not pages_only:
            # Only now: MkDocs empties the folder of a language before it builds there, and some of the files lie in it.
            languages = [finished[code] for code in configs]
            publish(facts, addresses, new, languages, cache, lambda done, total: tell(PUBLISHING, done, total))
        if only is None:
            write_entrance(new, configs)
            put_folder(new, root / SITE)
        else:
            put_folder(new / only, root / SITE / only)


def _show_warnings() -> None:
    """MkDocs as a library says nothing by itself; in strict mode a warning ends the build, so it must be seen."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(handler, logging.StreamHandler) for handler in logger.handlers):
        logger.addHandler(logging.StreamHandler())


def _build_one(code: str, path: Path, folder: Path, facts: Facts, tell: Tell, cache: Path | None, pages_only: bool) -> tuple[int, Finished]:
    """Build the pages of one language; returns how many there are, and what the next step has to know of them."""
    # Anew: MkDocs keeps one instance of a plugin, and gives it the options of what was loaded last.
    config = load(path, strict=True, site_dir=str(folder))
    plugin: Any = config.plugins["rex"]
    plugin.given = facts
    plugin.progress = tell
    plugin.pages_only = pages_only
    plugin.publishes = False
    plugin.memo = memo = Memo.of(cache, code)
    config.plugins.on_startup(command="build", dirty=False)
    # Only now: a plugin that is started forgets it.
    plugin.stamped = True
    try:
        mkdocs_build(config)
    except (Abort, MkDocsException) as error:
        raise RexError(f"the build of `{code}` failed: {error}") from error
    except RexError:
        raise
    except Exception as error:  # whatever it is, its reader must learn where it is
        raise RexError(f"the build of `{code}` failed at {plugin.at}: {type(error).__name__}: {error}") from error
    finally:
        config.plugins.on_shutdown()
    memo.close()
    return sum(1 for _ in folder.rglob("*.html")), plugin.finished(folder)


def _main_lists(nav: Any) -> list[tuple[str, str]]:
    """Title and address of the pages of the main navigation, below the folder of their language."""
    entries = [entry for item in nav or [] if isinstance(item, dict) for entry in item.items() if isinstance(entry[1], str)]
    return [(title, f"{path.removesuffix('index.md').removesuffix('.md').rstrip('/')}/") for title, path in entries if path != "index.md"]


def write_entrance(site: Path, configs: dict[str, MkDocsConfig]) -> None:
    """What stands above the languages: the chooser, the page for lost readers, the list of sitemaps."""
    environment = Environment(loader=PackageLoader("rex.site"), autoescape=True, undefined=StrictUndefined)
    languages = [
        {
            "code": code,
            "name": LANGUAGES[code].name,
            "description": config.site_description,
            "url": config.site_url,
            "words": config.extra["words"],
            "lists": _main_lists(config.nav),
        }
        for code, config in configs.items()
    ]
    first = next(iter(configs.values()))
    repository = str(first.extra["repository"]).rstrip("/")
    for name in ("index.html", "404.html", "entrance.css", "sitemap.xml", "robots.txt"):
        # Shown at any address, so its links begin at the root of the site, which may lie below a path.
        top = urlsplit(addresses_of(next(iter(configs.values()))).root).path if name == "404.html" else ""
        text = environment.get_template(f"{name}.j2").render(languages=languages, top=top, repository=repository)
        if name.endswith(".html"):
            text = with_policy(text)
            check_pages([(name, text)], lambda _: None)
        (site / name).write_text(text, encoding="utf-8", newline="\n")
    for name, text in header_files().items():
        (site / name).write_text(text, encoding="utf-8", newline="\n")
    icon = next(iter(configs))
    shutil.copyfile(site / icon / "assets" / "favicon.svg", site / "favicon.svg")
