"""One page at a time: what a template can say, and the links it makes on the way."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from rex.core.body import CITATION
from rex.core.corpus import LocalCase
from rex.core.coverage import size_of
from rex.core.derive import Facts, Pair, years_of
from rex.core.grade import Edge, Grade
from rex.core.language import LANGUAGES, RESULTS_SECTION, normalise_apostrophes, set_french_spaces
from rex.core.model import Case, Outcome, Reference, Result, Size, Source, Status, ids_of
from rex.pages import markdown
from rex.pages.diagram import Diagram, draw
from rex.pages.page import PATHS, PageType, earlier_addresses
from rex.pages.views import FAMILIES
from rex.pages.views.glossary import MOST_SYNONYMS
from rex.pages.words import words_of

_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
# Citations side by side are one reference.
_CITATIONS = re.compile(rf"{CITATION.pattern}(?:[ \t]*{CITATION.pattern})*")
_CASE_LINK = re.compile(r"\]\(([a-z0-9-]+)\.md(#[^)]*)?\)")

# Page types that need the whole width, so that no table of contents stands beside them.
WIDE = frozenset(("diagnose", "flows", "matrix"))


@cache
def _environment() -> Environment:
    # Pages are Markdown, so HTML escaping is not Jinja's job: every text goes through `markdown.plain`.
    environment = Environment(  # noqa: S701
        loader=PackageLoader("rex.pages"), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["plain"] = markdown.plain
    environment.filters["attribute"] = markdown.attribute
    environment.filters["url"] = markdown.url
    return environment


class View:
    """Everything a template may ask about one page. `links` fills up while it is rendered."""

    most_synonyms = MOST_SYNONYMS

    def __init__(self, facts: Facts, lang: str, kind: PageType, subject: str, opening: str, pages: frozenset[str]) -> None:
        self.facts, self.lang, self.kind, self.subject, self.opening = facts, lang, kind, subject, opening
        self.words = words_of(lang)
        self.path = kind.path_of(subject)
        self.written = pages
        self.links: set[str] = set()
        self._local: dict[str, LocalCase] = {}

    @property
    def vocabulary(self) -> Any:
        return self.facts.corpus.vocabulary

    def render(self) -> str:
        text = (
            _environment().get_template(self.kind.template).render(v=self, w=self.words, facts=self.facts, id=self.subject, p=self.family)
        )
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    @cached_property
    def family(self) -> object:
        """What this page shows beyond what every page can say; templates call it `p`."""
        make = FAMILIES.get(self.kind.name)
        return make(self) if make else None

    # -- links ---------------------------------------------------------------------------------------------------

    def href(self, kind: str, subject: str = "") -> str:
        """Relative path to a page of the same language; remembered, to find pages that nobody links to."""
        target = PATHS[kind].format(id=subject)
        self.links.add(target)
        return markdown.relative(target, self.path)

    def address(self, kind: str, subject: str = "", anchor: str = "") -> str:
        """Where the built page will be, for links that Markdown does not see; remembered as `href` does."""
        target = PATHS[kind].format(id=subject)
        self.links.add(target)
        return markdown.built(target, self.path) + (f"#{anchor}" if anchor else "")

    def link(self, kind: str, subject: str = "", text: str | None = None) -> str:
        shown = markdown.plain(text if text is not None else self.label(kind, subject))
        return f"[{shown}]({self.href(kind, subject)})"

    def has(self, kind: str) -> bool:
        """Is there such a page type?"""
        return kind in PATHS

    def case_link(self, case_id: str) -> str:
        return self._marked(case_id, self.link("case", case_id))

    def short_case_link(self, case_id: str) -> str:
        """A case by its organisation and year, where its title stands elsewhere on the page."""
        case = self.local(case_id).case
        return self.link("case", case_id, self.who_when(case))

    def said(self, case_id: str, text: str) -> str:
        """A text of a case, with its language marked where nobody has translated it."""
        return self._marked(case_id, markdown.plain(text))

    def _marked(self, case_id: str, text: str) -> str:
        lang = self.local(case_id).lang
        return text if lang == self.lang else f'<span lang="{lang}">{text}</span>'

    def written_link(self, path: str, text: str) -> str:
        """Link to a page written by people; only its text where this base has no such page."""
        if path not in self.written:
            return markdown.plain(text)
        return f"[{markdown.plain(text)}]({markdown.relative(path, self.path)})"

    def label(self, kind: str, subject: str = "") -> str:
        """What a page is called, as plain text."""
        tables = {"mistake": "mistakes", "fix": "fixes", "pillar": "pillars"}
        if kind in tables:
            return str(getattr(self.vocabulary, tables[kind])[subject].label[self.lang])
        if kind == "company":
            return str(self.vocabulary.companies[subject].name)
        if kind == "event":
            return str(self.vocabulary.events[subject].name)
        if kind in ("case", "wanted", "withdrawn"):
            return self.local(subject).case.title
        if kind == "year":
            return subject
        return self.words(f"kind.{kind}")

    # -- cases ---------------------------------------------------------------------------------------------------

    def local(self, case_id: str) -> LocalCase:
        if case_id not in self._local:
            self._local[case_id] = self.facts.corpus.cases[case_id].in_language(self.lang)
        return self._local[case_id]

    @cached_property
    def own(self) -> LocalCase:
        """The case this page is about."""
        return self.local(self.subject)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each source on a case page, in the order of the front matter."""
        return {source.id: number for number, source in enumerate(self.own.case.sources, 1)}

    def cite(self, sources: Iterable[Reference]) -> str:
        """Numbered, voiced references to the list of sources of this very page."""
        return self._marks(ids_of(sources))

    def _marks(self, sources: Iterable[str]) -> str:
        marks = " ".join(self._mark(source) for source in sources)
        return f"<sup>{marks}</sup>" if marks else ""

    def _mark(self, source_id: str) -> str:
        # Short, because a page has dozens: the list of sources says the rest, and only a voice to beware of is named each time.
        source = next(source for source in self.own.case.sources if source.id == source_id)
        number = self.numbers[source_id]
        if source.voice.is_first_hand:
            return f"[{number}](#s{number})"
        return f"[{number} {self.words('voice.' + source.voice)}](#s{number}){{: .x }}"

    def hand(self, source: Source) -> str:
        return "first" if source.voice.is_first_hand else "second"

    def outside(self, case: Case, sources: Iterable[Reference]) -> str:
        """References on any other page: straight to the source, with its voice. Its title stands on the page of the case."""
        by_id = {source.id: source for source in case.sources}
        marks = []
        for source_id in ids_of(sources):
            source = by_id[source_id]
            voice = self.words(f"voice.{source.voice}")
            marks.append(f'<sup class="rex-cite rex-{self.hand(source)}">[{voice}]({markdown.url(source.url)})</sup>')
        # A space before each: two marks side by side must stay two words, for eyes and for search engines.
        return "".join(f" {mark}" for mark in marks)

    def own_text(self, text: str) -> str:
        """A text of this case, as `said` gives it."""
        return self.said(self.subject, text)

    def foreign_start(self) -> str:
        """Before a part of the body; nothing where it is in the language of the page."""
        return "" if self.own.lang == self.lang else f'<div lang="{self.own.lang}" markdown="1">'

    def foreign_end(self) -> str:
        return "" if self.own.lang == self.lang else "</div>"

    def diagram(self) -> Diagram:
        """The picture of this case."""
        return draw(self.own.case.mistakes, self.own.case.fixes)

    def body(self) -> tuple[str, str]:
        """The case's text with its citations made, in two parts: up to the end of the results, and the rest."""
        pieces = _CODE.split(self.own.body.strip())
        for index in range(0, len(pieces), 2):
            for match in _CASE_LINK.finditer(pieces[index]):
                self.links.add(PATHS["case"].format(id=match.group(1)))
            pieces[index] = _CITATIONS.sub(lambda match: self._marks(CITATION.findall(match.group())), pieces[index])
        text = "".join(pieces)
        last = LANGUAGES[self.own.lang].sections[RESULTS_SECTION + 1]
        for line in re.finditer(r"^## (.+)$", text, re.MULTILINE):
            if normalise_apostrophes(set_french_spaces(line.group(1).strip())) == normalise_apostrophes(set_french_spaces(last)):
                return text[: line.start()].rstrip(), text[line.start() :]
        return text, ""

    def amount(self, value: object, unit: str | None = None) -> str:
        """A value with its unit, as the source gives it."""
        if value is None:
            return self.words("not_given")
        text = self.words.number(value) if isinstance(value, (int, float)) else markdown.plain(str(value))
        if not unit:
            return text
        return f"{text}%" if unit == "%" and self.lang == "en" else f"{text}\u00a0{markdown.plain(unit)}"

    def change(self, result: Result) -> str:
        """`before → **after**`; where no source gives what was before, only what came after."""
        after = f"**{self.amount(result.after, result.unit)}**" if result.after is not None else self.words("not_given")
        return after if result.before is None else f"{self.amount(result.before, result.unit)} → {after}"

    def pager(self, subjects: list[str]) -> str:
        """Links to the pages before and after this one in the list of its kind."""
        kind, place = self.kind.name, subjects.index(self.subject)
        around = {"prev": subjects[max(place - 1, 0) : place], "next": subjects[place + 1 : place + 2]}
        steps = [self._step(rel, kind, subject) for rel, found in around.items() for subject in found]
        return f'<nav class="rex-pager" aria-label="{markdown.attribute(self.words("pager"))}" markdown="1">\n\n{" ".join(steps)}\n\n</nav>'

    def _step(self, rel: str, kind: str, subject: str) -> str:
        name = markdown.plain(self.who_when(self.local(subject).case) if kind == "case" else self.label(kind, subject))
        return f'[{f"← {name}" if rel == "prev" else f"{name} →"}]({self.href(kind, subject)}){{: rel="{rel}" }}'

    def outcome(self, outcome: Outcome) -> str:
        """What came of a fix, as a badge where anybody says."""
        text = self.words(f"outcome.{outcome}")
        return f"<small>· {text}</small>" if outcome is Outcome.UNKNOWN else f'<b class="rex-badge {outcome}">{text}</b>'

    def year(self, case: Case) -> str:
        years = years_of(case)
        if not years:
            return "–"
        return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"

    def companies(self, case: Case) -> str:
        return ", ".join(self.link("company", company) for company in case.company)

    def sectors(self, case: Case) -> str:
        """Sector and country of each organisation of a case, each pair once."""
        companies = [self.vocabulary.companies[company] for company in case.company]
        places = [
            f"{self.vocabulary.sectors[company.sector].label[self.lang]}, {self.words.country(company.country)}" for company in companies
        ]
        return markdown.plain("; ".join(dict.fromkeys(places)))

    def size(self, case: Case) -> Size | None:
        return size_of(self.facts, case)

    def who_when(self, case: Case) -> str:
        """Organisations and years of a case, as plain text."""
        names = ", ".join(self.label("company", company) for company in case.company)
        return f"{names}, {self.year(case)}" if years_of(case) else names

    def seen(self, cases: list[str]) -> str:
        """How often and when, in a sentence."""
        count = self.words("n_cases", n=len(cases))
        span = self.facts.span(cases)
        if not cases:
            return self.words("never_seen")
        if not span:
            return self.words("seen_undated", cases=count)
        if span[0] == span[1]:
            return self.words("seen_in", cases=count, first=str(span[0]))
        return self.words("seen_between", cases=count, first=str(span[0]), last=str(span[1]))

    # -- evidence ------------------------------------------------------------------------------------------------

    def badge(self, group: str, value: str) -> str:
        title = markdown.attribute(self.words(f"grade_why.{value}")) if group == "grade" else ""
        extra = f' title="{title}"' if title else ""
        return f'<span class="rex-badge rex-{group}-{value}"{extra}>{markdown.plain(self.words(f"{group}.{value}"))}</span>'

    def outcomes(self, edges: Iterable[Edge]) -> str:
        """`worked in 2 cases, outcome unknown in 1 case`, in the order of the outcomes."""
        counter = Counter(edge.outcome for edge in edges)
        order = list(type(next(iter(counter))))
        parts = [
            self.words("outcome_in", outcome=self.words(f"outcome.{outcome}"), cases=self.words("n_cases", n=counter[outcome]))
            for outcome in order
            if counter[outcome]
        ]
        return ", ".join(parts)

    def pair_in_words(self, pair: Pair) -> str:
        """`Untested backups, Restore testing: 3 cases, supported`."""
        return self.words(
            "matrix_cell",
            mistake=self.label("mistake", pair.mistake),
            fix=self.label("fix", pair.fix),
            cases=self.words("n_cases", n=len(pair.edges)),
            grade=self.words(f"grade.{pair.grade}"),
        )

    def best_fix(self, mistake: str) -> Pair | None:
        pairs = self.facts.fixes_for(mistake)
        return pairs[0] if pairs else None

    def by_use(self, mistakes: Iterable[str]) -> list[str]:
        """Mistakes, those of most cases first."""
        return sorted(mistakes, key=lambda mistake: (-len(self.facts.by_mistake.get(mistake, [])), mistake))

    def by_use_of_fix(self, fixes: Iterable[str]) -> list[str]:
        return sorted(fixes, key=lambda fix: (-len(self.facts.by_fix.get(fix, [])), fix))

    def claim(self, case_id: str, name: str, term: str) -> Any:
        """The mistake or fix `term` of a case, in the language of the page."""
        return next(claim for claim in getattr(self.local(case_id).case, name) if claim.id == term)

    def is_wanted(self, case_id: str) -> bool:
        return self.facts.corpus.cases[case_id].case.status is Status.WANTED

    def terms_of_pillar(self, table: str, pillar: str) -> list[str]:
        terms = getattr(self.vocabulary, table)
        return [term for term in terms if pillar in terms[term].pillars]

    def moved_to(self) -> tuple[str, str]:
        """Kind and id of the page that stands for this earlier address."""
        return earlier_addresses(self.facts)[self.subject]

    def address_of(self, kind: str, subject: str) -> str:
        """Where the built page will be, seen from the folder of this one."""
        return markdown.relative(PATHS[kind].format(id=subject), self.path).removesuffix(".md")

    def companies_by_name(self) -> list[str]:
        return sorted(self.facts.companies_shown, key=lambda company: (self.label("company", company).casefold(), company))

    @property
    def grades(self) -> list[Grade]:
        return list(Grade)

    def front_matter(self, title: str, description: str, **extra: str) -> str:
        """The page's own front matter. Generated pages stay out of the sidebar, which would hold them all."""
        lines = ["---", f"title: {markdown.meta(title)}", f"description: {markdown.meta(description)}"]
        lines += [f"{name}: {markdown.meta(value)}" for name, value in extra.items()]
        if self.kind.assets:
            lines.append(f"rex_assets: [{', '.join(self.kind.assets)}]")
        if self.kind.name in WIDE:
            lines.append("rex_broad: true")
        hidden = ["  - navigation", *(["  - toc"] if self.kind.name in (*WIDE, "home") else [])]
        return "\n".join([*lines, f"rex_kind: {self.kind.name}", "hide:", *hidden, "---"])

    def crumbs(self, *steps: tuple[str, str], last: str | None = None) -> str:
        """Where the reader is. Each step is a kind and a subject; `last` is the page itself."""
        parts = [self.link(kind, subject) for kind, subject in (("home", ""), *steps)]
        if last is not None:
            parts.append(markdown.plain(last))
        label = markdown.attribute(self.words("crumbs"))
        return f'<nav class="rex-crumbs" aria-label="{label}" markdown="span">{" › ".join(parts)}</nav>'
