"""What a page is, and the table of page types. A new type is a row here, a template and its words."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rex.core.chronology import chronology
from rex.core.derive import Facts
from rex.core.model import Status
from rex.pages.rendering import Rendered, render_layout

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True)
class Page:
    """One page of one language. `path` is relative to the root of the language, `source` to that of the base.

    `markdown` is the whole page for a host that renders by itself; `layout` is the same with a slot for each of `bodies`, the
    parts of a case's text that are HTML already.

    `links` are the pages of the same tree it links to; `changed` is a month or a day, if one is known; `subject` is
    the id it is about, `""` for a single page.
    """

    path: str
    kind: str
    markdown: str
    source: str
    links: frozenset[str] = field(default_factory=frozenset)
    changed: str | None = None
    subject: str = ""
    layout: str = ""
    bodies: tuple[Rendered, ...] = ()

    def render(self) -> Rendered:
        """The page as HTML: a pure function of the page."""
        return render_layout(without_front_matter(self.layout), self.path, self.bodies)


def without_front_matter(text: str) -> str:
    """The text below the front matter, if it has any."""
    return _FRONT_MATTER.sub("", text)


@dataclass(frozen=True)
class PageType:
    """`subjects` gives the ids for which there is a page; a type without subjects is a single page, of id `""`.

    `assets` are style sheets and scripts of the theme that only this type needs; no other page loads them.
    """

    name: str
    path: str
    template: str
    source: str
    subjects: Callable[[Facts], Iterable[str]] = lambda facts: [""]
    assets: tuple[str, ...] = ()

    def path_of(self, subject: str) -> str:
        return self.path.format(id=subject)

    def source_of(self, subject: str, lang: str) -> str:
        return self.source.format(id=subject, lang=lang)


def _cases(*statuses: Status) -> Callable[[Facts], Iterable[str]]:
    return lambda facts: [case_id for case_id, file in facts.corpus.shown.items() if file.case.status in statuses]


_VOCABULARY = "cases/_vocabulary"

PAGE_TYPES: tuple[PageType, ...] = (
    PageType("home", "index.md", "home.md.j2", "docs/{lang}/index.md"),
    PageType("case", "cases/{id}.md", "case.md.j2", "cases/{id}.md", _cases(Status.PUBLISHED)),
    PageType("wanted", "cases/{id}.md", "wanted.md.j2", "cases/{id}.md", _cases(Status.WANTED)),
    PageType("withdrawn", "cases/{id}.md", "withdrawn.md.j2", "cases/{id}.md", _cases(Status.WITHDRAWN)),
    PageType("cases", "cases/index.md", "cases.md.j2", "docs/{lang}/cases/index.md", assets=("lists.js",)),
    PageType("pillar", "pillars/{id}.md", "pillar.md.j2", "docs/{lang}/pillars/{id}.md", lambda facts: facts.corpus.vocabulary.pillars),
    PageType("pillars", "pillars/index.md", "pillars.md.j2", f"{_VOCABULARY}/pillars.yml"),
    PageType(
        "mistake",
        "mistakes/{id}.md",
        "mistake.md.j2",
        f"{_VOCABULARY}/mistakes.yml",
        lambda facts: facts.corpus.vocabulary.mistakes,
        assets=("views.css", "checklist.js", "lists.js", "folded.js", "compare.js"),
    ),
    PageType("mistakes", "mistakes/index.md", "mistakes.md.j2", f"{_VOCABULARY}/mistakes.yml", assets=("lists.js",)),
    PageType(
        "fix", "fixes/{id}.md", "fix.md.j2", f"{_VOCABULARY}/fixes.yml", lambda facts: facts.corpus.vocabulary.fixes, assets=("views.css",)
    ),
    PageType("fixes", "fixes/index.md", "fixes.md.j2", f"{_VOCABULARY}/fixes.yml", assets=("lists.js",)),
    PageType("symptom", "symptoms/{id}.md", "symptom.md.j2", f"{_VOCABULARY}/symptoms.yml", lambda facts: facts.corpus.vocabulary.symptoms),
    PageType("symptoms", "symptoms/index.md", "symptoms.md.j2", f"{_VOCABULARY}/symptoms.yml"),
    PageType("company", "companies/{id}.md", "company.md.j2", f"{_VOCABULARY}/companies.yml", lambda facts: facts.companies_shown),
    PageType("companies", "companies/index.md", "companies.md.j2", f"{_VOCABULARY}/companies.yml", assets=("lists.js",)),
    PageType("event", "events/{id}.md", "event.md.j2", f"{_VOCABULARY}/events.yml", lambda facts: facts.corpus.vocabulary.events),
    PageType("events", "events/index.md", "events.md.j2", f"{_VOCABULARY}/events.yml", assets=("lists.js",)),
    PageType(
        "checklists", "checklists.md", "checklists.md.j2", f"{_VOCABULARY}/mistakes.yml", assets=("views.css", "checklist.js", "combine.js")
    ),
    PageType("matrix", "matrix.md", "matrix.md.j2", f"{_VOCABULARY}/mistakes.yml", assets=("views.css", "matrix.js")),
    PageType("diagnose", "diagnose.md", "diagnose.md.j2", f"{_VOCABULARY}/mistakes.yml", assets=("views.css", "diagnose.js")),
    PageType("contribute", "contribute.md", "contribute.md.j2", "docs/{lang}/contribute.md", assets=("contribute.css", "contribute.js")),
    PageType("wanted-list", "wanted.md", "wanted-list.md.j2", "docs/{lang}/wanted.md"),
    PageType(
        "year",
        "years/{id}.md",
        "year.md.j2",
        "cases",
        lambda facts: [str(year.year) for year in chronology(facts).told],
        assets=("views.css",),
    ),
    PageType("years", "years/index.md", "years.md.j2", "cases", assets=("views.css",)),
    PageType("tried", "tried.md", "tried.md.j2", "docs/{lang}/tried.md", assets=("views.css", "lists.js")),
    PageType("glossary", "glossary.md", "glossary.md.j2", f"{_VOCABULARY}/mistakes.yml", assets=("views.css",)),
    PageType("evidence", "evidence.md", "evidence.md.j2", "docs/{lang}/evidence.md", assets=("views.css",)),
    PageType("search", "search.md", "search.md.j2", "docs/{lang}/search.md", assets=("search.css",)),
    # The subject of a page that has moved is its earlier address without `.md`.
    PageType("moved", "{id}.md", "moved.md.j2", "cases", lambda facts: earlier_addresses(facts)),
    PageType("coverage", "coverage.md", "coverage.md.j2", "docs/{lang}/coverage.md", assets=("views.css",)),
)


# Single pages that others have taken in.
_TAKEN_IN: dict[str, tuple[str, tuple[str, ...]]] = {"timeline": ("years", ("",)), "flows": ("matrix", ("",))}


def earlier_addresses(facts: Facts) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Earlier address, without `.md`, to kind and ids of today's pages."""
    return _TAKEN_IN | {PATHS[kind].format(id=old).removesuffix(".md"): (kind, new) for (kind, old), new in facts.moved.items()}


# What a link may name, and where it leads. Cases share one address whatever their status: an id is a promise.
PATHS: dict[str, str] = {kind.name: kind.path for kind in PAGE_TYPES}
