"""REX3xx: the text under the front matter."""

import re
import sys
from collections.abc import Iterator

from rex.core import address
from rex.core.body import Body, Heading
from rex.core.corpus import CaseFile, TranslationFile
from rex.core.errors import Position
from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.message import say
from rex.core.model import Status
from rex.core.parse import did_you_mean, nearest
from rex.lint.oddities import oddities
from rex.lint.rule import Example, Family, Hit, Surroundings
from rex.lint.unbuilt import headed_in

FAMILY = Family("REX3", "the text: sections, length, HTML, links, Markdown")

FEWEST_WORDS, MOST_WORDS = 250, 700
# French says the same in about a fifth more words.
MOST_WORDS_IN_TRANSLATION = 850

# Lines of the example case.
_RESULT = "Thirty restores a month are checked, where there were none.[^report]"
_LESSON = "Restore one backup a week on a machine that has never seen the data, and write down how long it took."

_WITH_SECTIONS = (Status.PUBLISHED, Status.DRAFT)


class _Sections:
    """The headings of a body beside those it should have."""

    def __init__(self, body: Body, lang: str, first_line: int) -> None:
        self.body = body
        self.first_line = first_line
        self.titles = LANGUAGES[lang].sections
        self.wanted = [normalise_apostrophes(title) for title in self.titles]
        # Headings of another language are one mistake, said once (`wrong-language`).
        self.are_foreign = headed_in(body, lang) is not None

        self.replaced = dict(self._replaced())

    def _replaced(self) -> Iterator[tuple[int, int]]:
        """Line of each heading of its own making that stands where exactly one section is missing, with the number of that section."""
        present = {index for _, index in self.known}
        gap: list[Heading] = []
        before = -1
        for heading in (*self.body.headings, None):
            index = len(self.titles) if heading is None else self.index(heading)
            if index is None:
                assert heading is not None
                gap.append(heading)
                continue
            missing = [number for number in range(before + 1, index) if number not in present]
            if len(gap) == len(missing) == 1:
                yield gap[0].line, missing[0]
            before, gap = index, []

    def index(self, heading: Heading) -> int | None:
        """Which section a heading opens, or `None`."""
        title = normalise_apostrophes(heading.text)
        return self.wanted.index(title) if heading.level == 2 and title in self.wanted else None

    @property
    def known(self) -> list[tuple[Heading, int]]:
        """Headings that open a section, with its number."""
        found = ((heading, self.index(heading)) for heading in self.body.headings)
        return [(heading, index) for heading, index in found if index is not None]


def _bodies(file: CaseFile) -> Iterator[_Sections]:
    if file.case.status in _WITH_SECTIONS and file.case.lang in LANGUAGES:
        yield _Sections(file.body, file.case.lang, file.document.body_line)


def _translated_bodies(translation: TranslationFile, file: CaseFile) -> Iterator[_Sections]:
    if file.case.status in _WITH_SECTIONS:
        yield _Sections(translation.body, translation.lang, translation.document.body_line)


missing_section = FAMILY.rule(
    1,
    "missing-section",
    "Readers compare cases section by section.",
    "Add the heading and what the sources say under it, even if it is that they say nothing.",
    Example(f"## What to keep\n\n{_LESSON}\n", ""),
)


@missing_section.case
def _missing(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _bodies(file):
        yield from _missing_in(sections)


@missing_section.translation
def _missing_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _translated_bodies(translation, file):
        yield from _missing_in(sections)


# A heading without its space is text to Markdown, and has been reported as that.
_GLUED = re.compile(r"^#{1,6}([^\s#].*)$", re.M)


def _missing_in(sections: _Sections) -> Iterator[Hit]:
    if sections.are_foreign:
        return
    present = {index for _, index in sections.known}
    # A heading that is nearly right has been reported where it stands; it is not missing too.
    strange = [heading for heading in sections.body.headings if sections.index(heading) is None]
    near = {nearest(normalise_apostrophes(heading.text), sections.wanted) for heading in strange}
    near |= {sections.wanted[index] for index in sections.replaced.values()}
    near |= {normalise_apostrophes(match[1].strip()) for match in _GLUED.finditer(sections.body.text)}
    end = sections.body.headings[-1].line if sections.body.headings else 1
    for index, title in enumerate(sections.titles):
        if index not in present and sections.wanted[index] not in near:
            if bold := re.search(
                rf"^(?:\*\*|__){re.escape(sections.wanted[index])} ?:?(?:\*\*|__):?$", normalise_apostrophes(sections.body.text), re.M
            ):
                message = say("a heading is not bold text; write `{heading}`", heading=f"## {title}")
                yield Hit(Position(sections.first_line + sections.body.text.count("\n", 0, bold.start()), 1), message)
                continue
            yield Hit(Position(end, 1), say("missing section `{heading}`", heading=f"## {title}"))


misordered_section = FAMILY.rule(
    2,
    "misordered-section",
    "The order tells the story: before, what went wrong, what changed, what came of it, what to keep.",
    "Move the section.",
    Example(
        f"## Results\n\n{_RESULT}\n\n## What to keep\n\n{_LESSON}\n",
        f"## What to keep\n\n{_LESSON}\n\n## Results\n\n{_RESULT}\n",
    ),
)


@misordered_section.case
def _misordered(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _bodies(file):
        yield from _misordered_in(sections)


@misordered_section.translation
def _misordered_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _translated_bodies(translation, file):
        yield from _misordered_in(sections)


def _misordered_in(sections: _Sections) -> Iterator[Hit]:
    last: tuple[Heading, int] | None = None
    seen: set[int] = set()
    for heading, index in sections.known:
        if index in seen:
            continue
        seen.add(index)
        if last and index < last[1]:
            message = say("section `{heading}` must stand before `{other}`", heading=heading.text, other=last[0].text)
            yield Hit(Position(heading.line, 1), message)
        last = (heading, index)


unknown_section = FAMILY.rule(
    3,
    "unknown-section",
    "A heading of its own making is not where readers look for it.",
    "Use the five headings of the case's language, each once, with `##`.",
    Example("## Results", "## Result"),
)


@unknown_section.case
def _strange(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _bodies(file):
        yield from _strange_in(sections)


@unknown_section.translation
def _strange_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    for sections in _translated_bodies(translation, file):
        yield from _strange_in(sections)


def _strange_in(sections: _Sections) -> Iterator[Hit]:
    seen: set[int] = set()
    if sections.body.headings and (block := next((block for block in sections.body.blocks if block.section < 0), None)):
        message = say("this text stands under no heading; put it under `{heading}`", heading=f"## {sections.titles[0]}")
        yield Hit(Position(block.line, block.column), message)
    for heading in sections.body.headings:
        index = sections.index(heading)
        position = Position(heading.line, 1)
        if index is None:
            if sections.are_foreign:
                continue
            guess = nearest(normalise_apostrophes(heading.text), sections.wanted)
            if heading.line in sections.replaced:
                guess = sections.wanted[sections.replaced[heading.line]]
            # As the language writes it, apostrophe included.
            title = sections.titles[sections.wanted.index(guess)] if guess else None
            tail = did_you_mean(f"## {title}") if title else say("; the sections are {titles}", titles=", ".join(sections.titles))
            written = f"{'#' * heading.level} {heading.text}"
            yield Hit(position, say("heading `{heading}` is not one of the five sections{tail}", heading=written, tail=tail), title)
        elif index in seen:
            yield Hit(position, say("section `{heading}` stands twice", heading=heading.text))
        else:
            seen.add(index)


raw_html = FAMILY.rule(
    4,
    "raw-html",
    "HTML in a case could run code in a reader's browser, and does not survive a change of renderer.",
    "Write Markdown; put a tag you talk about in backticks.",
    Example("Restore one backup a week", "Restore <b>one backup</b> a week"),
)
unsafe_link = FAMILY.rule(
    5,
    "unsafe-link",
    "A `javascript:` or `data:` link can run code; a path breaks as soon as something moves.",
    "Link to a web address with `https://`, or to another case by its file name.",
    Example("Restore one backup a week", "Restore [one backup](javascript:alert) a week"),
)
stray_markup = FAMILY.rule(
    6,
    "stray-markup",
    "Images, rulers, attribute lists and footnote definitions are read differently by each renderer; pages make what is needed.",
    "Remove it. A citation is only `[^source-id]`.",
    Example("Restore one backup a week", "Restore ![one](https://example-shop.net/a.png) a week"),
)


@unsafe_link.case
def _links(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return unsafe_links(file.body)


@unsafe_link.translation
def _translated_links(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return unsafe_links(translation.body)


# A case by its bare id, or by its address on the site.
_CASE_TARGET = re.compile(r"(?:(?:\.\.?/|/)*(?:[a-z]{2}/)?cases/)?([a-z0-9]+(?:-[a-z0-9]+)+)(?:\.md)?/?(?:#.*)?")


def unsafe_links(body: Body) -> Iterator[Hit]:
    """Links that lead neither to a web address nor to a case."""
    for link in body.links:
        target = link.target
        position = Position(link.line, link.column)
        is_case = target.partition("#")[0].endswith(".md") and "/" not in target and ":" not in target
        if is_case:
            continue
        if not target.startswith(("https://", "http://")):
            if case := _CASE_TARGET.fullmatch(target):
                message = say("link to `{target}`; to link to a case, write `{case}`", target=target, case=f"{case[1]}.md")
                yield Hit(position, message, f"{case[1]}.md")
                continue
            message = say("link to `{target}`; only web addresses and other cases (`other-case.md`) can be linked to", target=target)
            yield Hit(position, message)
        elif reason := address.fault(target):
            yield Hit(position, say("link to `{target}`: {reason}", target=target, reason=reason))


body_length = FAMILY.rule(
    7,
    "body-length",
    "Shorter says too little to act on, longer is not read.",
    f"Write {FEWEST_WORDS} to {MOST_WORDS} words (up to {MOST_WORDS_IN_TRANSLATION} in a translation).",
    Example("Restore one backup a week", "Restore one backup a week" + " and check it" * 250),
)


@body_length.case
def _length(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if file.case.status is Status.PUBLISHED:
        yield from _length_of(file.body, MOST_WORDS)


@body_length.translation
def _translated_length(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if file.case.status is Status.PUBLISHED:
        yield from _length_of(translation.body, MOST_WORDS_IN_TRANSLATION)


def _length_of(body: Body, most: int) -> Iterator[Hit]:
    if not FEWEST_WORDS <= body.words <= most:
        line = body.headings[0].line if body.headings else 1
        message = say("the body has {words} words; it needs {fewest} to {most}", words=body.words, fewest=FEWEST_WORDS, most=most)
        yield Hit(Position(line, 1), message)


FAMILY.rule(
    8,
    "tangled-text",
    "Text that is far larger or deeper than any case would stall everybody who reads it, the software first.",
    "Shorten it; the message names the limit.",
    Example("Restore one backup", "[" * 600 + "Restore one backup"),
    since="0.2.0",
)
read_differently = FAMILY.rule(
    9,
    "read-differently",
    "Parsers of Markdown disagree about it: the page, the data and another generator would show different things.",
    "Write it in the way that all of them read alike; the message says how.",
    Example("Restore one backup", "#restore one backup"),
    since="0.2.0",
)
empty_section = FAMILY.rule(
    10,
    "empty-section",
    "An empty section is a heading without a claim: the reader learns nothing, and no source is needed for it.",
    "Write what the sources say, even if it is that they say nothing.",
    Example(f"## Results\n\n{_RESULT}\n", "## Results\n"),
    since="0.2.0",
)


@empty_section.case
def _empty(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if file.case.status is Status.PUBLISHED:
        yield from _empty_in(file.body)


@empty_section.translation
def _empty_in_translation(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if file.case.status is Status.PUBLISHED:
        yield from _empty_in(translation.body)


_TITLES = {normalise_apostrophes(title) for language in LANGUAGES.values() for title in language.sections}


def _empty_in(body: Body) -> Iterator[Hit]:
    filled = {block.section for block in body.blocks}
    # What became a heading by a slip, or is HTML, has been reported; the section was not left empty.
    slips = {heading.line for heading in body.headings if normalise_apostrophes(heading.text) not in _TITLES}
    slips |= {oddity.line for oddity in body.oddities if oddity.name == "raw-html"}
    ends = [heading.line for heading in body.headings[1:] if heading.line not in slips] + [sys.maxsize]
    for index, heading in enumerate(body.headings):
        end = next(line for line in ends if line > heading.line)
        if index not in filled and not any(heading.line < line < end for line in slips):
            yield Hit(
                Position(heading.line, 1), say("section `{heading}` is empty; write what the sources say under it", heading=heading.text)
            )


wrong_language = FAMILY.rule(
    11,
    "wrong-language",
    "The language of a file decides its headings, its typography and who finds it.",
    "Correct `lang:`, or write the headings in the language of the file.",
    Example("lang: en\nstatus", "lang: fr\nstatus"),
    since="0.2.0",
)


@wrong_language.case
def _wrong_language(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if file.case.lang in LANGUAGES and (other := headed_in(file.body, file.case.lang)):
        message = say(
            "`lang` is `{lang}`, but the headings are in {language}; did you mean `{other}`?",
            lang=file.case.lang,
            language=LANGUAGES[other].name,
            other=other,
        )
        yield Hit(file.document.at("lang"), message, other)


@wrong_language.translation
def _wrong_headings(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    if other := headed_in(translation.body, translation.lang):
        titles = ", ".join(LANGUAGES[translation.lang].sections)
        message = say("the headings are in {language}; here they are {titles}", language=LANGUAGES[other].name, titles=titles)
        yield Hit(Position(translation.body.headings[0].line, 1), message)


for _rule in (raw_html, stray_markup, read_differently):
    # The text itself has found these (`rex.core.body`).
    _rule.case(lambda file, around, name=_rule.name: oddities(file.body, name))
    _rule.translation(lambda translation, file, around, name=_rule.name: oddities(translation.body, name))
