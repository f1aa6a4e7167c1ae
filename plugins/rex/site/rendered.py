"""Pages that bring their own HTML: MkDocs asks a page to render itself, and these do it by the renderer of `rex.pages`."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from rex.pages.page import Page
from rex.pages.rendering import Heading, Rendered, render_layout
from rex.site.memo import Memo

log = get_plugin_logger("rex")


class PageFile(File):
    """The source of a generated page, which may be made only when somebody reads it."""

    pages: Mapping[str, Page]

    @classmethod
    def of(cls, config: MkDocsConfig, path: str, pages: Mapping[str, Page]) -> "PageFile":
        """The file of the page at `path` of `pages`."""
        file = cls.generated(config, path, content="")
        assert isinstance(file, cls)
        file.pages = pages
        return file

    @property  # type: ignore[misc]  # nobody writes to it
    def content_string(self) -> str:
        return self.pages[self.src_uri].markdown

    @property  # type: ignore[misc]
    def content_bytes(self) -> bytes:
        return self.content_string.encode()


class RenderedPage(MkDocsPage):
    """A page of MkDocs whose HTML, contents and links come from us: one of `pages`, or a written page."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, pages: Mapping[str, Page], memo: Memo) -> None:
        super().__init__(title, file, config)
        self.pages, self.memo = pages, memo

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """The HTML, and what MkDocs checks links by."""
        path = self.file.src_uri
        done = self._rendered(path)
        self.content = done.html
        self.toc = contents(done.headings)
        self.present_anchor_ids = set(done.ids)
        anchors: dict[File, dict[str, str]] = {}
        for link in done.links:
            target = files.get_file_from_path(link.path)
            if target is None:
                log.warning("%s links to %s, which is no page", path, link.path)
            elif link.anchor:
                anchors.setdefault(target, {})[link.anchor] = link.written
        self.links_to_anchors = anchors

    def _rendered(self, path: str) -> Rendered:
        own = self.pages.get(path)
        if own is None:
            text = self.markdown or ""
            return self.memo.rendered((path, text), lambda: render_layout(text, path))
        bodies = tuple((body.html, body.headings, body.links, sorted(body.ids)) for body in own.bodies)
        return self.memo.rendered((path, own.layout, bodies), own.render)


def titles_of(nav: Any) -> Iterator[tuple[str, str]]:
    """Path and title of each page that the navigation of the configuration names."""
    if isinstance(nav, dict):
        for title, below in nav.items():
            if isinstance(below, str):
                yield below, title
            else:
                yield from titles_of(below)
    elif isinstance(nav, list):
        for entry in nav:
            yield from titles_of(entry)


def contents(headings: Sequence[Heading]) -> TableOfContents:
    """Headings as the theme reads them: below a root that stands for the page, as a first heading would."""
    root = AnchorLink("", "", 1)
    path: list[Any] = [root]
    for heading in headings:
        link = AnchorLink(escape(heading.title), heading.id, heading.level)
        while len(path) > 1 and path[-1].level >= heading.level:
            path.pop()
        path[-1].children.append(link)
        path.append(link)
    return TableOfContents([root])
