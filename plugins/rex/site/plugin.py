"""The MkDocs plugin: a translator. What a page says is decided in `rex.pages`; here MkDocs is told about it.

State is made anew in `on_config`: MkDocs may keep one plugin instance across the rebuilds of `serve`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, select_autoescape
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files

from rex.core.corpus import Corpus, read_base
from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.language import LANGUAGES
from rex.lint.engine import errors, lint
from rex.lint.report import as_text
from rex.pages.build import PagesOnDemand, build_pages, find_orphans, read_written
from rex.pages.cite import bibtex, csl_json
from rex.pages.environment import environment
from rex.pages.page import PATHS, Page
from rex.site.browser_search import SEARCHED_KINDS
from rex.site.counts import html_of
from rex.site.kept import Kept
from rex.site.machines import PLACEHOLDER, Machines, addresses_of, with_addresses
from rex.site.memo import Memo
from rex.site.minify import minified, without_comment_lines, without_comments
from rex.site.policy import check_pages, with_policy
from rex.site.publish import Finished, add_search
from rex.site.reading import refuse_strange_files
from rex.site.rendered import PageFile, RenderedPage, titles_of
from rex.site.stamp import stamping
from rex.site.theme import Compiled, list_only_visible

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page as MkDocsPage
    from mkdocs.utils.templates import TemplateContext

log: logging.LoggerAdapter[logging.Logger] = get_plugin_logger("rex")


class RexConfig(base.Config):  # type: ignore[no-untyped-call]  # MkDocs' own __init_subclass__ has no types
    """Options of the plugin in `mkdocs.yml`."""

    lang = c.Choice(sorted(LANGUAGES), default="en")


class RexPlugin(BasePlugin[RexConfig]):  # type: ignore[no-untyped-call]
    """Adds the generated pages of one language to a MkDocs build."""

    def __init__(self) -> None:
        super().__init__()
        self._begin()

    def _begin(self) -> None:
        """As if nothing had been built: MkDocs keeps one plugin for all builds of a process."""
        # Called after each page with the number rendered so far and the number in all; set by `rex build`.
        self.progress: Callable[[int, int], None] | None = None
        self.serving = False
        # Pages are made when somebody asks for them; set by the preview.
        self.on_demand = False
        # No search, no cards: somebody wants to see the pages only.
        self.pages_only = False
        # Search is made after the pages of all languages, by `rex build`; `mkdocs build` alone makes its own.
        self.publishes = True
        # The base, where `rex build` has read and checked it already.
        self.given: Facts | None = None
        # What earlier builds have computed; `mkdocs build` alone computes everything.
        self.memo = Memo(None, "")
        # Make the frame of pages once for each folder; `mkdocs build` alone lets the theme make each page whole.
        self.stamped = False
        # The page in work, for whoever has to say where something went wrong.
        self.at = "its start"

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """`serve` adds a script of its own to each page, which the policy would forbid."""
        self.serving = self.stamped = command == "serve"

    def on_shutdown(self) -> None:
        """The templates of pages outlive a build, what it keeps does not."""
        environment().bytecode_cache = None
        self._begin()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read and check the base; one error for all findings."""
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        list_only_visible(config.theme)
        if self.memo.is_kept:
            environment().bytecode_cache = Compiled(self.memo, "pages")
        self.facts = self.given or self._read_base()
        self.corpus: Corpus = self.facts.corpus
        try:
            addresses = addresses_of(config)
            # A written page can become a part of a generated one, which knows no addresses.
            self.written = {path: with_addresses(text, addresses) for path, text in read_written(self.root, self.config.lang).items()}
            self.pages = self._pages()
        except RexError as error:
            raise PluginError(str(error)) from error
        self.latest_review = max((file.reviewed_in(self.config.lang) for file in self.corpus.shown.values()), default="2026-01")
        self.rendered = 0
        try:
            self.machines = Machines(self.facts, addresses, self.config.lang, self.pages, self.memo)
        except RexError as error:
            raise PluginError(str(error)) from error
        # What stands beside the pages, by path: Markdown twins, citations.
        self.beside: dict[str, str] = {}
        return config

    def _pages(self) -> Mapping[str, Page]:
        if self.on_demand:
            return PagesOnDemand(self.facts, self.config.lang, self.written)
        pages = build_pages(self.facts, self.config.lang, self.written, Kept(self.facts, self.memo).make if self.memo.is_kept else None)
        for path in find_orphans(pages, self.written):
            log.warning("no page links to %s", path)
        return {page.path: page for page in pages}

    def _read_base(self) -> Facts:
        try:
            refuse_strange_files(self.root)
            corpus = read_base(self.root)
        except RexError as error:
            raise PluginError(str(error)) from error
        findings = lint(corpus)
        if wrong := errors(findings):
            count = len(wrong)
            raise PluginError(f"{count} problem{'s' if count > 1 else ''} in the base:\n{as_text(findings)}")
        return Facts(corpus)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Append the generated pages; one at the path of a written page has taken that in, and replaces it."""
        for path in self.pages:
            existing = files.get_file_from_path(path)
            if existing is not None:
                files.remove(existing)
            files.append(PageFile.of(config, path, self.pages))
        titles = dict(titles_of(config.nav))
        for file in files.documentation_pages():
            RenderedPage(titles.get(file.src_uri), file, config, self.pages, self.memo)
        self.total = len(files.documentation_pages())
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Tell of pages that the navigation omits: MkDocs does so only for pages that it makes itself, and ours are there by then."""
        named = {page.file.src_uri for page in nav.pages}
        # What each page links to looks different on the page itself; the search is linked beside the navigation.
        self.in_frame = frozenset((*(page.url for page in nav.pages), PATHS["search"].removesuffix(".md") + "/"))
        omitted = [
            file.src_uri
            for file in files.documentation_pages()
            if file.inclusion.is_in_nav() and file.src_uri not in named  # type: ignore[no-untyped-call]
        ]
        if omitted:
            log.log(
                config.validation.nav.omitted_files, "not in the navigation, and nothing says that this is meant: %s", ", ".join(omitted)
            )
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Texts in the templates of the theme are escaped; what is HTML says so there."""
        env.autoescape = select_autoescape(("html",))
        if self.memo.is_kept:
            env.bytecode_cache = Compiled(self.memo, "theme")
        # MkDocs hands over titles with entities already in them.
        env.filters["text"] = lambda value: unescape(str(value))
        return stamping(env, self.in_frame) if self.stamped else env

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Dates from the cases, not from the clock: the same base must give the same bytes tomorrow."""
        own = self.pages.get(page.file.src_uri)
        self.at = f"{page.file.src_uri} (from {self._source_of(page.file.src_uri)})"
        month = (own.changed if own else None) or self.latest_review
        page.update_date = month if month.count("-") == 2 else f"{month}-01"
        return markdown if own else with_addresses(markdown, self.machines.addresses)

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        """Keep the text of each page for its Markdown twin."""
        self.beside[page.file.src_uri] = self.machines.twin(page.file.src_uri, page.markdown or "", page.canonical_url or "")
        return html if page.file.src_uri in self.pages else self.machines.with_relative_links(html, page.url)

    def on_page_context(self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Any) -> TemplateContext:
        """Tell the theme which file to edit, and what the search may index."""
        own = self.pages.get(page.file.src_uri)
        source = self._source_of(page.file.src_uri)
        self.at = f"{page.file.src_uri} (from {source})"
        page.edit_url = f"{str(config.extra['repository']).rstrip('/')}/edit/main/{source}"
        context["rex_searched"] = own is None or own.kind in SEARCHED_KINDS  # type: ignore[typeddict-unknown-key]
        description = str(page.meta.get("description") or config.site_description)
        context["rex_head"] = self.machines.head(  # type: ignore[typeddict-unknown-key]
            page.file.src_uri, unescape(str(page.title)), unescape(description), page.canonical_url or ""
        )
        if own and own.kind == "case":
            local = self.corpus.cases[own.subject].in_language(self.config.lang)
            # An address that nobody has configured is nobody's: it is not cited.
            published = not self.machines.addresses.root.startswith(PLACEHOLDER)
            address = (page.canonical_url or "") if published else ""
            context["rex_published"] = published  # type: ignore[typeddict-unknown-key]
            context["rex_case"] = local.id  # type: ignore[typeddict-unknown-key]
            self.beside[f"cases/{local.id}.bib"] = bibtex(local, address)
            self.beside[f"cases/{local.id}.csl.json"] = csl_json(local, address)
        return context

    def _source_of(self, path: str) -> str:
        own = self.pages.get(path)
        return own.source if own else f"docs/{self.config.lang}/{path}"

    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        self.rendered += 1
        if self.progress:
            self.progress(self.rendered, self.total)
        # `serve` adds its script before the closing tags, which a minified page has not.
        return output if self.serving else self.memo.text("minified", (output,), lambda: minified(output))

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write what stands beside the pages, give them the policy, index them for the browser, then prove that no case got lost."""
        site = Path(config.site_dir)
        for name, text in self.beside.items():
            (site / name).write_text(text, encoding="utf-8", newline="\n")
        for kind, lighter in (("css", without_comments), ("js", without_comment_lines)):
            for path in (site / "assets").glob(f"*.{kind}"):
                path.write_text(lighter(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        try:
            if not self.pages_only:
                self.machines.draw_cards(site)
            if not self.serving:
                self._add_policy(site)
            if self.publishes and not self.pages_only:
                add_search(self.facts, self.finished(site))
        except RexError as error:
            raise PluginError(str(error)) from error

    def finished(self, site: Path) -> Finished:
        """What the next step has to know of these pages."""
        searched = sum(page.kind in SEARCHED_KINDS for page in self.pages.values())
        alone = sum(path not in self.pages for path in self.written)
        return Finished(self.config.lang, site, frozenset(self.pages), frozenset(self.written), searched + alone)

    def _add_policy(self, site: Path) -> None:
        """Give every page of this language the policy, and look whether each can live with it. Nothing changes pages afterwards."""
        sources = {html_of(page.path): page.source for page in self.pages.values()}
        sources |= {html_of(path): f"docs/{self.config.lang}/{path}" for path in self.written if path not in self.pages}
        moved = frozenset(html_of(page.path) for page in self.pages.values() if page.kind == "moved")
        unknown: dict[str, str] = {}
        passed: list[tuple[bytes, bool]] = []
        for file in sorted(site.rglob("*.html")):
            path, html = file.relative_to(site).as_posix(), with_policy(file.read_text(encoding="utf-8"))
            file.write_text(html, encoding="utf-8", newline="\n")
            page = (blake2b(html.encode()).digest(), path in moved)
            # What an earlier build has let pass is let pass.
            if self.memo.find("passed", page) is None:
                unknown[path] = html
                passed.append(page)
        check_pages(unknown.items(), sources.get, moved)
        for page in passed:
            self.memo.keep("passed", page, b"")
