"""The site of one language for somebody who writes: a page is made when a browser asks for it, and again after each change.

MkDocs gathers files and navigation and hands each page to the theme as in a build (`mkdocs.commands.build` is the example); only the
order differs. What no page needs, such as the search index and the cards, waits for its first reader too.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation

from rex.core.derive import Facts
from rex.data.addresses import card_path
from rex.data.files import build_files
from rex.site.browser_search import FOLDER as SEARCH
from rex.site.browser_search import build_pagefind, write_ranked_indexes

_PAGEFIND = "pagefind"
_CARDS = card_path("").rpartition("/")[0]
# What is made for one page and stands beside it.
_BESIDE = (".md", ".bib", ".csl.json")


class Preview:
    """`load` gives the configuration of the language, with `site_dir` an empty folder of our own."""

    def __init__(self, load: Callable[[], MkDocsConfig], facts: Facts) -> None:
        self._load = load
        self._lock = threading.Lock()
        self.renew(facts)

    def renew(self, facts: Facts) -> None:
        """Read the configuration, the theme and the written pages again, and show this base."""
        with self._lock:
            config = self._load()
            plugin: Any = config.plugins["rex"]
            plugin.on_demand = True
            config.plugins.on_startup(command="serve", dirty=False)
            self._env: Environment | None = None
            self._gather(config, facts)

    def change(self, facts: Facts) -> None:
        """Show this base; all else is as it was."""
        with self._lock:
            self._gather(self._config, facts)

    def _gather(self, config: MkDocsConfig, facts: Facts) -> None:
        """What `mkdocs build` does before it reads the first page."""
        plugin: Any = config.plugins["rex"]
        plugin.given = facts
        self._plugin, self._facts = plugin, facts
        self._config = config = config.plugins.on_config(config)
        config.plugins.on_pre_build(config=config)
        files = get_files(config)
        env = self._env or config.theme.get_env()
        files.add_files_from_theme(env, config)
        files = config.plugins.on_files(files, config=config)
        set_exclusions(files, config)
        nav: Navigation = get_navigation(files, config)
        self._nav = config.plugins.on_nav(nav, config=config, files=files)
        if self._env is None:
            self._env = config.plugins.on_env(env, config=config, files=files)
        self._files: Files = files
        self._pages = {file.dest_uri: file for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve)}
        self._others = {file.dest_uri: file for file in files if file.dest_uri not in self._pages}
        self._ready: set[str] = set()
        self._data: dict[str, bytes] | None = None

    def has(self, path: str) -> bool:
        """Is there a page at `path` below the language, such as `cases/gitlab-2017/`?"""
        return _file_at(path) in self._pages

    def page(self, path: str) -> bytes | None:
        """Its HTML; `None` where there is none."""
        with self._lock:
            file = self._pages.get(_file_at(path))
            return self._made(file) if file else None

    def missing(self) -> bytes:
        """The page for an address where there is nothing."""
        with self._lock:
            if self._once("404.html"):
                assert self._env is not None
                _build_theme_template("404.html", self._env, self._files, self._config, self._nav)
            return (self._site / "404.html").read_bytes()

    def file(self, path: str) -> bytes | None:
        """What else stands at `path` below the language: of the theme, beside a page, or an index."""
        with self._lock:
            if path in self._others:
                return self._others[path].content_bytes
            if path.endswith(_BESIDE):
                return self._beside(path)
            for folder, make in _FOLDERS.items():
                if path.startswith(f"{folder}/") and ".." not in path:
                    if self._once(folder):
                        make(self)
                    target = self._site / path
                    return target.read_bytes() if target.is_file() else None
            return None

    def data(self, path: str) -> bytes | None:
        """A file for machines, by its path below the root of the site."""
        with self._lock:
            if self._data is None:
                self._data = dict(build_files(self._facts, self._plugin.machines.addresses))
            return self._data.get(path)

    @property
    def _site(self) -> Path:
        return Path(self._config.site_dir)

    def _once(self, what: str) -> bool:
        """True for the first who asks since the last change."""
        if what in self._ready:
            return False
        self._ready.add(what)
        return True

    def _made(self, file: File) -> bytes:
        if file.dest_uri not in self._ready:
            assert file.page is not None
            assert self._env is not None
            _populate_page(file.page, self._config, self._files)
            _build_page(file.page, self._config, list(self._pages.values()), self._nav, self._env)
            self._ready.add(file.dest_uri)
        return Path(file.abs_dest_path).read_bytes()

    def _beside(self, path: str) -> bytes | None:
        source = path.removesuffix(".csl.json").removesuffix(".bib").removesuffix(".md") + ".md"
        file = self._files.get_file_from_path(source)
        if file is None or file.dest_uri not in self._pages:
            return None
        self._made(file)
        text = self._plugin.beside.get(path)
        return None if text is None else text.encode()

    def _index(self) -> None:
        self._copy_assets()
        write_ranked_indexes(self._facts, {self._plugin.config.lang: (self._site, self._plugin.written)})

    def _index_pages(self) -> None:
        for file in self._pages.values():
            self._made(file)
        build_pagefind(self._site)

    def _draw(self) -> None:
        self._copy_assets()
        self._plugin.machines.draw_cards(self._site)

    def _copy_assets(self) -> None:
        self._files.copy_static_files()


def _file_at(path: str) -> str:
    return f"{path}index.html" if not path or path.endswith("/") else path


# Folders that are made whole when somebody asks for something in them.
_FOLDERS: dict[str, Callable[[Preview], None]] = {SEARCH: Preview._index, _PAGEFIND: Preview._index_pages, _CARDS: Preview._draw}
