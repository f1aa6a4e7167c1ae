"""Build every language into sibling folders, from the configuration files of the base.

MkDocs runs as a library: one process, no notices, and `--strict` always on.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.core.root import MARKER
from rex.data.files import write_files
from rex.site.csp import add_policy
from rex.site.machines import addresses_of

SITE = "site"
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


def build_all(root: Path, *, only: str | None = None, progress: Progress | None = None) -> Iterator[tuple[str, Path]]:
    """Build each language (or `only` one); yields its code and folder as soon as it is done.

    Raises `RexError` if a build fails; MkDocs has then logged why.
    """
    files = configurations(root)
    if only is not None and only not in files:
        raise RexError(f"no language `{only}` here; there is {', '.join(files)}")
    _show_warnings()
    configs = {}
    for code, path in files.items():
        if only in (None, code):
            configs[code] = _build_one(code, path, progress)
            yield code, Path(configs[code].site_dir)
    if only is None:
        write_entrance(root / SITE, configs)
        write_data(root / SITE, configs)


def _show_warnings() -> None:
    """MkDocs as a library says nothing by itself; in strict mode a warning ends the build, so it must be seen."""
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(handler, logging.StreamHandler) for handler in logger.handlers):
        logger.addHandler(logging.StreamHandler())


def _build_one(code: str, path: Path, progress: Progress | None) -> MkDocsConfig:
    config = load(path, strict=True)
    plugin = config.plugins["rex"]
    if progress:
        plugin.progress = lambda done, total: progress(code, done, total)  # type: ignore[attr-defined]
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    except (Abort, MkDocsException) as error:
        raise RexError(f"the build of `{code}` failed: {error}") from error
    finally:
        config.plugins.on_shutdown()
    return config


def write_entrance(site: Path, configs: dict[str, MkDocsConfig]) -> None:
    """What stands above the languages: the chooser, the page for lost readers, the list of sitemaps."""
    environment = Environment(loader=PackageLoader("rex.site"), autoescape=True, undefined=StrictUndefined)
    languages = [
        {"code": code, "name": LANGUAGES[code].name, "description": config.site_description, "url": config.site_url, "words": config.extra["words"]}
        for code, config in configs.items()
    ]
    for name in ("index.html", "404.html", "entrance.css", "sitemap.xml", "robots.txt"):
        text = environment.get_template(f"{name}.j2").render(languages=languages, top="/" if name == "404.html" else "")
        (site / name).write_text(text, encoding="utf-8")
    add_policy([site / "index.html", site / "404.html"])
    icon = next(iter(configs))
    shutil.copyfile(site / icon / "assets" / "favicon.svg", site / "favicon.svg")


def write_data(site: Path, configs: dict[str, MkDocsConfig]) -> int:
    """The data files, once for all languages; returns how many."""
    first = next(iter(configs.values()))
    return write_files(first.plugins["rex"].facts, addresses_of(first), site)  # type: ignore[attr-defined]
