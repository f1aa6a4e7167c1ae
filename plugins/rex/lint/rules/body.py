"""REX3xx: the text under the front matter."""

from collections.abc import Iterator

from rex.core import address
from rex.core.body import Body, Heading
from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import Position, Problem
from rex.core.language import LANGUAGES, normalise_apostrophes
from rex.core.message import say
from rex.core.model import Status
from rex.core.parse import did_you_mean, nearest
from rex.lint.rule import Example, Rule

FEWEST_WORDS, MOST_WORDS = 250, 700
# French says the same in about a fifth more words.
MOST_WORDS_IN_TRANSLATION = 850

# Lines of the example case.
_RESULT = "Thirty restores a month are checked, where there were none.[^report]"
_LESSON = "Restore one backup a week on a machine that has never seen the data, and write down how long it took."

_WITH_SECTIONS = (Status.PUBLISHED, Status.DRAFT)


def _sections(body: Body, lang: str) -> Iterator[Problem]:
    wanted = [normalise_apostrophes(title) for title in LANGUAGES[lang].sections]
    known: list[tuple[Heading, int]] = []
    for heading in body.headings:
        title = normalise_apostrophes(heading.text)
        position = Position(heading.line, 1)
        if heading.level != 2 or title not in wanted:
            guess = nearest(title, wanted)
            tail = did_you_mean(f"## {guess}") if guess else f"; the sections are {', '.join(wanted)}"
            yield Problem(
                "unknown-section", position, f"heading `{'#' * heading.level} {heading.text}` is not one of the five sections{tail}", guess
            )
            continue
        index = wanted.index(title)
        if any(index == other for _, other in known):
            yield Problem("unknown-section", position, f"section `{heading.text}` stands twice")
            continue
        if known and index < known[-1][1]:
            message = f"section `{heading.text}` must stand before `{known[-1][0].text}`"
            yield Problem("misordered-section", position, message)
        known.append((heading, index))
    present = {index for _, index in known}
    # A heading that is nearly right has been reported where it stands; it is not missing too.
    near = {
        nearest(normalise_apostrophes(h.text), wanted) for h in body.headings if normalise_apostrophes(h.text) not in wanted or h.level != 2
    }
    end = body.headings[-1].line if body.headings else 1
    for index, title in enumerate(LANGUAGES[lang].sections):
        if index not in present and wanted[index] not in near:
            yield Problem("missing-section", Position(end, 1), f"missing section `## {title}`")


def _check_sections(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if file.case.status in _WITH_SECTIONS and file.case.lang in LANGUAGES:
        yield from _sections(file.body, file.case.lang)


def _check_translated_sections(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if file.case.status in _WITH_SECTIONS:
        yield from _sections(translation.body, translation.lang)


def oddities(body: Body, name: str) -> Iterator[Problem]:
    """What the text holds that breaks the rule `name`."""
    for oddity in body.oddities:
        if oddity.name == name:
            yield Problem(name, Position(oddity.line, oddity.column), oddity.message)


def _unsafe_links(body: Body) -> Iterator[Problem]:
    for link in body.links:
        target = link.target
        position = Position(link.line, link.column)
        is_case = target.partition("#")[0].endswith(".md") and "/" not in target and ":" not in target
        if is_case:
            continue
        if not target.startswith(("https://", "http://")):
            message = say("link to `{target}`; only web addresses and other cases (`other-case.md`) can be linked to", target=target)
            yield Problem("unsafe-link", position, message)
        elif reason := address.fault(target):
            yield Problem("unsafe-link", position, say("link to `{target}`: {reason}", target=target, reason=reason))


def _length(body: Body, most: int) -> Iterator[Problem]:
    if not FEWEST_WORDS <= body.words <= most:
        line = body.headings[0].line if body.headings else 1
        yield Problem("body-length", Position(line, 1), f"the body has {body.words} words; it needs {FEWEST_WORDS} to {most}")


def _check_length(file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if file.case.status is Status.PUBLISHED:
        yield from _length(file.body, MOST_WORDS)


def _check_translated_length(translation: TranslationFile, file: CaseFile, corpus: Corpus) -> Iterator[Problem]:
    if file.case.status is Status.PUBLISHED:
        yield from _length(translation.body, MOST_WORDS_IN_TRANSLATION)


RULES = (
    Rule(
        "REX301",
        "missing-section",
        "Readers compare cases section by section.",
        "Add the heading and what the sources say under it, even if it is that they say nothing.",
        Example(f"## What to keep\n\n{_LESSON}\n", ""),
        check_case=_check_sections,
        check_translation=_check_translated_sections,
    ),
    Rule(
        "REX302",
        "misordered-section",
        "The order tells the story: before, what went wrong, what changed, what came of it, what to keep.",
        "Move the section.",
        Example(
            f"## Results\n\n{_RESULT}\n\n## What to keep\n\n{_LESSON}\n",
            f"## What to keep\n\n{_LESSON}\n\n## Results\n\n{_RESULT}\n",
        ),
    ),
    Rule(
        "REX303",
        "unknown-section",
        "A heading of its own making is not where readers look for it.",
        "Use the five headings of the case's language, each once, with `##`.",
        Example("## Results", "## Result"),
    ),
    Rule(
        "REX304",
        "raw-html",
        "HTML in a case could run code in a reader's browser, and does not survive a change of renderer.",
        "Write Markdown; put a tag you talk about in backticks.",
        Example("Restore one backup a week", "Restore <b>one backup</b> a week"),
        check_case=lambda file, corpus: oddities(file.body, "raw-html"),
        check_translation=lambda translation, file, corpus: oddities(translation.body, "raw-html"),
    ),
    Rule(
        "REX305",
        "unsafe-link",
        "A `javascript:` or `data:` link can run code; a path breaks as soon as something moves.",
        "Link to a web address with `https://`, or to another case by its file name.",
        Example("Restore one backup a week", "Restore [one backup](javascript:alert) a week"),
        check_case=lambda file, corpus: _unsafe_links(file.body),
        check_translation=lambda translation, file, corpus: _unsafe_links(translation.body),
    ),
    Rule(
        "REX306",
        "stray-markup",
        "Images, rulers, attribute lists and footnote definitions are read differently by each renderer; pages make what is needed.",
        "Remove it. A citation is only `[^source-id]`.",
        Example("Restore one backup a week", "Restore ![one](https://example-shop.net/a.png) a week"),
        check_case=lambda file, corpus: oddities(file.body, "stray-markup"),
        check_translation=lambda translation, file, corpus: oddities(translation.body, "stray-markup"),
    ),
    Rule(
        "REX307",
        "body-length",
        "Shorter says too little to act on, longer is not read.",
        f"Write {FEWEST_WORDS} to {MOST_WORDS} words (up to {MOST_WORDS_IN_TRANSLATION} in a translation).",
        Example("Restore one backup a week", "Restore one backup a week" + " and check it" * 250),
        check_case=_check_length,
        check_translation=_check_translated_length,
    ),
    Rule(
        "REX308",
        "tangled-text",
        "Text that is far larger or deeper than any case would stall everybody who reads it, the software first.",
        "Shorten it; the message names the limit.",
        Example("Restore one backup", "[" * 600 + "Restore one backup"),
    ),
    Rule(
        "REX309",
        "read-differently",
        "Parsers of Markdown disagree about it: the page, the data and another generator would show different things.",
        "Write it in the way that all of them read alike; the message says how.",
        Example("Restore one backup", "#restore one backup"),
        check_case=lambda file, corpus: oddities(file.body, "read-differently"),
        check_translation=lambda translation, file, corpus: oddities(translation.body, "read-differently"),
    ),
)
