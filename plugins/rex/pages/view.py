"""One page at a time: what every template may ask, and the links it makes on the way. What one kind of page shows is in `families`."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from rex.core.body import CITATION
from rex.core.corpus import LocalCase
from rex.core.coverage import size_of
from rex.core.derive import Facts, Pair, years_of
from rex.core.grade import Edge, Grade
from rex.core.language import LANGUAGES, RESULTS_SECTION, normalise_apostrophes, set_french_spaces
from rex.core.model import Case, Outcome, Reference, Result, Size, Source, Status, ids_of
from rex.core.slug import slugify
from rex.core.text import fold
from rex.pages import markup, rendering
from rex.pages.diagram import Diagram, draw
from rex.pages.markup import Md, plain
from rex.pages.page import PATHS, PageType, earlier_addresses
from rex.pages.rendering import Rendered
from rex.pages.words import words_of

_CODE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`)", re.DOTALL)
# The vocabulary of each kind of term.
_TABLES = {"mistake": "mistakes", "fix": "fixes", "pillar": "pillars", "symptom": "symptoms"}
_CODE_SPAN = re.compile(r"`[^`\n]+`")

# Synonyms are first of all what search looks for; a reader sees the nearest, which stand first.
MOST_SYNONYMS = 8
# Page types that need the whole width, so that no table of contents stands beside them.
WIDE = frozenset(("diagnose", "home", "matrix", "search"))


class View:
    """Everything a template may ask about one page. `links` fills up while it is rendered."""

    most_synonyms = MOST_SYNONYMS

    def __init__(
        self, facts: Facts, lang: str, kind: PageType, subject: str, opening: str, pages: frozenset[str], *, from_files: bool = False
    ) -> None:
        self.facts, self.lang, self.kind, self.subject = facts, lang, kind, subject
        # Written by people with the right to write pages, not by those who tell cases.
        self.opening = Md(opening)
        self.words = words_of(lang)
        self.path = kind.path_of(subject)
        self.written = pages
        self.from_files = from_files
        self.links: set[str] = set()

    @property
    def vocabulary(self) -> Any:
        return self.facts.corpus.vocabulary

    # -- links ---------------------------------------------------------------------------------------------------

    def href(self, kind: str, subject: str = "") -> Md:
        """Relative path to a page of the same language; remembered, to find pages that nobody links to."""
        target = PATHS[kind].format(id=subject)
        self.links.add(target)
        return Md(markup.relative(target, self.path))

    def address(self, kind: str, subject: str = "", anchor: str = "") -> Md:
        """Where the built page will be, for links that Markdown does not see; remembered as `href` does."""
        target = PATHS[kind].format(id=subject)
        self.links.add(target)
        seen = markup.built_from_file if self.from_files else markup.built
        return Md(seen(target, self.path) + (f"#{anchor}" if anchor else ""))

    def built_address(self, kind: str) -> Md:
        """The same for links into which no host looks, such as those within `noscript`."""
        return Md(markup.built(PATHS[kind], self.path))

    def link(self, kind: str, subject: str = "", text: str | None = None) -> Md:
        return _link(text if text is not None else self.label(kind, subject), self.href(kind, subject))

    def link_at(self, kind: str, subject: str, anchor: str, text: str) -> Md:
        """A link to a place on another page."""
        return _link(text, f"{self.href(kind, subject)}#{anchor}")

    def link_here(self, anchor: str, text: str) -> Md:
        """A link to a place on this page."""
        return _link(text, f"#{anchor}")

    def has(self, kind: str) -> bool:
        """Is there such a page type?"""
        return kind in PATHS

    def software_anchor(self, name: str) -> str:
        """Where the list of symptoms has a program."""
        return f"on-{slugify(name)}"

    def case_link(self, case_id: str) -> Md:
        return self._marked(case_id, self.link("case", case_id))

    def short_case_link(self, case_id: str) -> Md:
        """A case by its organisation and year, where its title stands elsewhere on the page."""
        case = self.local(case_id).case
        return self.link("case", case_id, self.who_when(case))

    def said(self, case_id: str, text: str) -> Md:
        """A text of a case, with its language marked where nobody has translated it."""
        return self._marked(case_id, plain(text))

    def _marked(self, case_id: str, text: Md) -> Md:
        lang = self.local(case_id).lang
        return text if lang == self.lang else Md('<span lang="{}">{}</span>').format(lang, text)

    def written_link(self, path: str, text: str) -> Md:
        """Link to a page written by people; only its text where this base has no such page."""
        return _link(text, markup.relative(path, self.path)) if path in self.written else plain(text)

    def became(self, case_id: str, fix: str) -> Md:
        """Where somebody who knows can say what became of a fix."""
        link = Md('<a class="rex-ask-this" href="{}?case={}&amp;fix={}">{}</a>')
        return link.format(self.address("contribute"), case_id, fix, self.words("told.became"))

    def tell(self, case_id: str, text: str) -> Md:
        """Where somebody who was there can tell a case."""
        return Md('<a href="{}?case={}">{}</a>').format(self.address("contribute"), case_id, text)

    def label(self, kind: str, subject: str = "") -> str:
        """What a page is called, as plain text."""
        if kind in _TABLES:
            return str(getattr(self.vocabulary, _TABLES[kind])[subject].label[self.lang])
        if kind == "company":
            return str(self.vocabulary.companies[subject].name)
        if kind == "event":
            return str(self.vocabulary.events[subject].name)
        if kind in ("case", "wanted", "withdrawn"):
            case = self.local(subject).case
            # Its title is part of what was taken back.
            return self.words("withdrawn_case", id=subject) if case.status is Status.WITHDRAWN else case.title
        if kind == "year":
            return subject
        return self.words(f"kind.{kind}")

    # -- cases ---------------------------------------------------------------------------------------------------

    def local(self, case_id: str) -> LocalCase:
        return self.facts.corpus.cases[case_id].in_language(self.lang)

    @cached_property
    def own(self) -> LocalCase:
        """The case this page is about."""
        return self.local(self.subject)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Number of each source on a case page, in the order of the front matter."""
        return {source.id: number for number, source in enumerate(self.own.case.sources, 1)}

    def cite(self, sources: Iterable[Reference]) -> Md:
        """Numbered, voiced references to the list of sources of this very page."""
        return self._marks(ids_of(sources))

    def _marks(self, sources: Iterable[str]) -> Md:
        marks = Md(" ").join(self._mark(source) for source in sources)
        return Md("<sup>{}</sup>").format(marks) if marks else marks

    def _mark(self, source_id: str) -> Md:
        # Short, because a page has dozens: the list of sources says the rest, and only a voice to beware of is named each time.
        source = next(source for source in self.own.case.sources if source.id == source_id)
        number = self.numbers[source_id]
        if source.voice.is_first_hand:
            return Md('<a href="#s{0}">{0}</a>').format(number)
        return Md('<a class="x" href="#s{0}">{0} {1}</a>').format(number, self.words(f"voice.{source.voice}"))

    def hand(self, source: Source) -> str:
        return "first" if source.voice.is_first_hand else "second"

    def outside(self, case: Case, sources: Iterable[Reference]) -> Md:
        """References on any other page: straight to the source, with its voice. Its title stands on the page of the case."""
        by_id = {source.id: source for source in case.sources}
        marks = []
        for source_id in ids_of(sources):
            source = by_id[source_id]
            voice = self.words(f"voice.{source.voice}")
            # A space before each: two marks side by side must stay two words, for eyes and for search engines.
            mark = Md(' <sup class="rex-cite rex-{}">[{}]({})</sup>')
            marks.append(mark.format(self.hand(source), voice, markup.url(source.url)))
        return Md("").join(marks)

    def own_text(self, text: str) -> Md:
        """A text of this case, as `said` gives it."""
        return self.said(self.subject, text)

    def diagram(self) -> Diagram:
        """The picture of this case."""
        return draw(self.own.case.mistakes, self.own.case.fixes)

    @cached_property
    def parts(self) -> tuple[str, str]:
        """The case's text in two: up to the end of the results, and the rest."""
        last = _heading(LANGUAGES[self.own.lang].sections[RESULTS_SECTION + 1])
        story, lesson = rendering.split_before(self.own.body.strip(), lambda text: _heading(text) == last)
        # The last section of the file is what the page tells first, under a plainer name.
        heading, _, rest = lesson.partition("\n")
        return story, f"## {words_of(self.own.lang)('lesson')}\n{rest}" if heading else ""

    def body(self, number: int) -> Md:
        """Where a part of the text goes, whose HTML is made apart; in the case's own language where nobody has translated it."""
        here = rendering.slot(number)
        return here if self.own.lang == self.lang else Md('<div lang="{}" markdown="1">\n\n{}\n\n</div>').format(self.own.lang, here)

    def rendered_bodies(self) -> tuple[Rendered, ...]:
        """Both parts of the text as HTML."""
        bodies = tuple(rendering.render_body(part, self.path, self._marks) for part in self.parts)
        self.links |= {link.path for body in bodies for link in body.links}
        return bodies

    def exported_bodies(self) -> tuple[str, ...]:
        """Both parts of the text as Markdown with its citations made, for a host that renders by itself.

        Code spans become elements: in HTML, Python-Markdown would take a tag in a code span for a tag.
        """
        found = []
        for part in self.parts:
            pieces = [markup.code(piece.strip("`")) if _CODE_SPAN.fullmatch(piece) else piece for piece in _CODE.split(part)]
            for index in range(0, len(pieces), 2):
                pieces[index] = rendering.CITATIONS.sub(lambda match: self._marks(CITATION.findall(match.group())), pieces[index])
            found.append("".join(pieces))
        return tuple(found)

    def amount(self, value: object, unit: str | None = None) -> Md:
        """A value with its unit, as the source gives it."""
        if value is None:
            return self.words.markup("not_given")
        text = plain(self.words.number(value) if isinstance(value, (int, float)) else str(value).strip())
        if not unit:
            return text
        return text + (LANGUAGES[self.lang].per_cent if unit == "%" else f"\u00a0{unit.strip()}")

    def change(self, result: Result) -> Md:
        """`before → **after**`; where no source gives what was before, only what came after."""
        after = Md("<strong>{}</strong>").format(self.amount(result.after, result.unit)) if result.after is not None else self.amount(None)
        return after if result.before is None else Md("{} → {}").format(self.amount(result.before, result.unit), after)

    def pager(self, subjects: list[str]) -> Md:
        """Links to the pages before and after this one in the list of its kind."""
        place = subjects.index(self.subject)
        before = subjects[place - 1] if place else None
        return self.pager_between(before, subjects[place + 1] if place + 1 < len(subjects) else None)

    def pager_between(self, before: str | None, after: str | None) -> Md:
        """The same where the two are known; at either end of the list there is only one."""
        around = (("prev", before), ("next", after))
        steps = [self._step(rel, self.kind.name, subject) for rel, subject in around if subject is not None]
        frame = Md('<nav class="rex-pager" aria-label="{}" markdown="1">\n\n{}\n\n</nav>')
        return frame.format(markup.attribute(self.words("pager")), Md(" ").join(steps))

    def _step(self, rel: str, kind: str, subject: str) -> Md:
        name = plain(self.who_when(self.local(subject).case) if kind == "case" else self.label(kind, subject))
        shown = Md("← {}" if rel == "prev" else "{} →").format(name)
        return Md('<a rel="{}" href="{}">{}</a>').format(rel, self.address(kind, subject), shown)

    def outcome(self, outcome: Outcome) -> Md:
        """What came of a fix, as a badge where anybody says."""
        text = self.words(f"outcome.{outcome}")
        if outcome is Outcome.UNKNOWN:
            return Md("<small>· {}</small>").format(text)
        return Md('<b class="rex-badge {}">{}</b>').format(outcome, text)

    def year(self, case: Case) -> str:
        years = years_of(case)
        if not years:
            return "–"
        return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"

    def companies(self, case: Case) -> Md:
        return Md(", ").join(self.link("company", company) for company in case.company)

    def sectors(self, case: Case) -> Md:
        """Sector and country of each organisation of a case, each pair once."""
        companies = [self.vocabulary.companies[company] for company in case.company]
        cases, sectors = self.address("cases"), self.vocabulary.sectors
        place = Md('<a href="{}?sector={}">{}</a>, {}')
        places = [
            place.format(cases, one.sector, sectors[one.sector].label[self.lang], self.words.country(one.country)) for one in companies
        ]
        return markup.joined_by(dict.fromkeys(places), self.semicolon)

    @property
    def semicolon(self) -> str:
        """What stands between parts that may hold commas."""
        return f"{self.words('semicolon')} "

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

    def badge(self, group: str, value: str) -> Md:
        why = Md(' title="{}"').format(markup.attribute(self.words(f"grade_why.{value}"))) if group == "grade" else Md("")
        return Md('<span class="rex-badge rex-{}-{}"{}>{}</span>').format(group, value, why, self.words(f"{group}.{value}"))

    def graded(self, pair: Pair) -> Md:
        """The grade of a pair as a badge, and beside it the counts on which it rests."""
        return Md('{} <small class="rex-counts">{}</small>').format(self.badge("grade", pair.grade), self.counts(pair))

    def counts(self, pair: Pair) -> str:
        """`helped 4 · in part 1 · unknown 6`."""
        counts = vars(pair.counts).items()
        return " · ".join(self.words(f"counts.{name}", n=n) for name, n in counts if n)

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
        """The fix with most evidence that it helps against a mistake, or what was announced; never one that only failed."""
        return next((pair for pair in self.facts.fixes_for(mistake) if pair.grade is not Grade.FAILED), None)

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

    def moved_to(self) -> tuple[str, tuple[str, ...]]:
        """Kind and ids of the pages that stand for this earlier address."""
        return earlier_addresses(self.facts)[self.subject]

    def companies_by_name(self) -> list[str]:
        return sorted(self.facts.companies_shown, key=lambda company: (fold(self.label("company", company)), company))

    @property
    def grades(self) -> list[Grade]:
        return list(Grade)

    def front_matter(self, title: str, description: str, **extra: str) -> Md:
        """The page's own front matter. Generated pages stay out of the sidebar, which would hold them all."""
        lines = ["---", f"title: {markup.meta(title)}", f"description: {markup.meta(description)}"]
        lines += [f"{name}: {markup.meta(value)}" for name, value in extra.items()]
        if self.kind.assets:
            lines.append(f"rex_assets: [{', '.join(self.kind.assets)}]")
        if self.kind.name in WIDE:
            lines.append("rex_broad: true")
        hidden = ["  - navigation", *(["  - toc"] if self.kind.name in WIDE else [])]
        return Md("\n".join([*lines, f"rex_kind: {self.kind.name}", "hide:", *hidden, "---"]))

    def crumbs(self, *steps: tuple[str, str], last: str | None = None) -> Md:
        """Where the reader is. Each step is a kind and a subject; `last` is the page itself."""
        parts = [self.link(kind, subject) for kind, subject in (("home", ""), *steps)]
        if last is not None:
            parts.append(plain(last))
        frame = Md('<nav class="rex-crumbs" aria-label="{}" markdown="span">{}</nav>')
        return frame.format(markup.attribute(self.words("crumbs")), Md(" › ").join(parts))


def _link(text: str, address: str) -> Md:
    """A Markdown link to a page of this tree, whose address is made of ids."""
    return Md("[{}]({})").format(text, Md(address))


def _heading(text: str) -> str:
    """A heading as it is compared: people type both apostrophes, and ordinary spaces."""
    return normalise_apostrophes(set_french_spaces(text.strip()))
