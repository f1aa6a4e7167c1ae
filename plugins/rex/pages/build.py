"""All pages of one language: a pure function of the corpus and of what people wrote in `docs/<lang>/`."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.language import set_type
from rex.pages.page import PAGE_TYPES, Page, PageType, without_front_matter
from rex.pages.render import render
from rex.pages.rendering import with_bodies
from rex.pages.view import View

# Page types that show the text of a case.
_WITH_BODY = frozenset(("case", "wanted"))
_MD_LINK = re.compile(r"\]\(([^)\[\]\s#:]+\.md)(?:#[^)\[\]]*)?\)")


def read_written(root: Path, lang: str) -> dict[str, str]:
    """Pages written by people: path below `docs/<lang>/` to text. Empty if there is no such folder."""
    folder = root / "docs" / lang
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))}


@dataclass(frozen=True)
class Asked:
    """One page to be made: its kind and subject, and what people wrote. `known` are the paths of all written pages.

    `from_files` says that links in HTML lead from the file of the page and not from the built page (`markup.built_from_file`).
    """

    lang: str
    kind: PageType
    subject: str
    opening: str
    is_written: bool
    known: frozenset[str]
    from_files: bool = False

    @property
    def path(self) -> str:
        return self.kind.path_of(self.subject)


def pages_to_make(facts: Facts, lang: str, written: Mapping[str, str]) -> list[Asked]:
    """Every page of one language that is to be made, in the order of the table of page types.

    A generated page at the path of a written one takes it in as its opening; the written one is then not a page of its own.
    """
    known = frozenset(written)
    found = []
    for kind in PAGE_TYPES:
        for subject in kind.subjects(facts):
            path = kind.path_of(subject)
            opening = set_type(without_front_matter(written.get(path, "")).strip(), lang)
            found.append(Asked(lang, kind, subject, opening, path in written, known))
    return found


def build_pages(facts: Facts, lang: str, written: Mapping[str, str], make: Callable[[Facts, Asked], Page] | None = None) -> list[Page]:
    """Every generated page of one language. `make` stands in for `make_page` where pages are kept."""
    return [(make or make_page)(facts, asked) for asked in pages_to_make(facts, lang, written)]


class PagesOnDemand(Mapping[str, Page]):
    """The same pages by path, each made when somebody asks for it."""

    def __init__(self, facts: Facts, lang: str, written: Mapping[str, str]) -> None:
        self._facts = facts
        self._asked = {asked.path: asked for asked in pages_to_make(facts, lang, written)}
        self._made: dict[str, Page] = {}

    def __getitem__(self, path: str) -> Page:
        if path not in self._made:
            self._made[path] = make_page(self._facts, self._asked[path])
        return self._made[path]

    def __contains__(self, path: object) -> bool:
        return path in self._asked

    def __iter__(self) -> Iterator[str]:
        return iter(self._asked)

    def __len__(self) -> int:
        return len(self._asked)


def make_page(facts: Facts, asked: Asked) -> Page:
    """One page: a function of its arguments and of nothing else."""
    kind, subject, path = asked.kind, asked.subject, asked.path
    view = View(facts, asked.lang, kind, subject, asked.opening, asked.known, from_files=asked.from_files)
    source = kind.source_of(subject, asked.lang)
    try:
        layout = render(view)
        bodies = view.rendered_bodies() if kind.name in _WITH_BODY else ()
        markdown = with_bodies(layout, view.exported_bodies()) if bodies else layout
    except Exception as error:  # whatever it is, its reader must learn which page it is
        raise RexError(f"the page {path} (from {source}) cannot be made: {type(error).__name__}: {error}") from error
    if source.startswith("docs/") and not asked.is_written:
        source = f"plugins/rex/pages/templates/{kind.template}"  # nobody wrote an opening for it
    changed = None
    if kind.name in ("case", "wanted", "withdrawn"):
        source = view.own.path
        changed = max(view.own.reviewed, view.own.case.reviewed)
    return Page(path, kind.name, markdown, source, frozenset(view.links), changed, subject, layout, bodies)


def find_orphans(pages: list[Page], written: Mapping[str, str]) -> list[str]:
    """Paths of generated pages that no other page links to; the home page needs none, and an earlier address has none."""
    reached = {link for page in pages for link in page.links if link != page.path}
    for path, text in written.items():
        folder = posixpath.dirname(path)
        reached |= {posixpath.normpath(posixpath.join(folder, target)) for target in _MD_LINK.findall(text)}
    return [page.path for page in pages if page.path not in reached and page.kind not in ("home", "moved")]
