"""REX0xx: the file and its YAML. Most are found by the strict reader (`rex.core.frontmatter`)."""

from collections.abc import Iterator

from rex.core.corpus import CaseFile, Corpus, TranslationFile
from rex.core.errors import START
from rex.core.message import say
from rex.lint.oddities import oddities
from rex.lint.rule import Example, Family, Hit, Surroundings

FAMILY = Family("REX0", "the file: encoding, front matter, YAML, links, releases")

FIRST = "---\ntitle: An untested backup"

FAMILY.rule(
    1,
    "file-too-large",
    "A case is a few pages of text. Something this large is a mistake or an attack, and would stall every reader.",
    "Shorten it to at most 512 kB, of which 64 kB front matter and 64 kB text.",
)
FAMILY.rule(
    2,
    "not-utf-8",
    "Another encoding would show wrong letters to every reader.",
    "Save the file as UTF-8.",
    Example("title: An untested", "title: An\udce9 untested"),
)
FAMILY.rule(
    3,
    "byte-order-mark",
    "With a byte-order mark before `---`, many readers see no front matter at all, without a word.",
    "Save the file as UTF-8 without BOM.",
    Example(FIRST, "\ufeff" + FIRST),
)
FAMILY.rule(
    4,
    "carriage-return",
    "Mixed line ends make every line of a file look changed in a review.",
    "Save the file with Unix line ends (LF).",
    Example(FIRST, "---\r\ntitle: An untested backup"),
)
FAMILY.rule(
    5,
    "invisible-character",
    "Control and text-direction characters can make a reviewer see something else than the reader gets.",
    "Delete the character; the message gives its place.",
    Example("title: An untested", "title: An\u202e untested"),
)
FAMILY.rule(
    6,
    "missing-front-matter",
    "Without the two `---` lines there is no company, no mistake and no source: only text.",
    "Begin the file with `---`, then the fields, then `---` again.",
    Example(FIRST, "title: An untested backup"),
)
FAMILY.rule(
    7,
    "yaml-syntax",
    "What cannot be read cannot be checked.",
    "Follow the message; most often a value with `: ` in it needs quotes.",
    Example("kind: incident", "kind: [incident"),
)
FAMILY.rule(
    8,
    "tab-indent",
    "YAML does not allow tabs as indentation, and editors show them at different widths.",
    "Indent with two spaces.",
    Example("  - id: untested-backups", "\t- id: untested-backups"),
)
FAMILY.rule(
    9,
    "duplicate-key",
    "Most readers keep the last of two equal fields and drop the first without a word.",
    "Keep one of them.",
    Example("kind: incident", "kind: incident\nkind: drill"),
)
FAMILY.rule(
    10,
    "yaml-feature",
    "Anchors, aliases, tags and merge keys hide what a field contains and can be made to exhaust memory.",
    "Write the value out.",
    Example("kind: incident", "kind: &kind incident"),
)
FAMILY.rule(
    11,
    "yaml-too-deep",
    "A case is two or three levels deep; more is a mistake or an attack.",
    "Follow the field reference.",
    Example("unknown: [", "unknown: [" + "[" * 30),
)
FAMILY.rule(
    12,
    "ambiguous-value",
    "`no` is False to some readers, `012` is 10, `1:30` is 90, `1.10` is 1.1. Tools that use the data would get wrong values.",
    "Put it in quotes.",
    Example("unknown: [how long", "unknown: [no, how long"),
)
missing_file = FAMILY.rule(
    13,
    "missing-file",
    "Without the vocabulary no id can be checked; without cases there is no base.",
    "Create the file; `docs/maintaining/architecture.md` lists them.",
)


@missing_file.corpus
def _no_case(corpus: Corpus) -> Iterator[tuple[str, Hit]]:
    if not corpus.files:
        yield "cases", Hit(START, say("there is no case in `cases/`"))


FAMILY.rule(
    14,
    "unreadable-file",
    "A folder, a pipe, a dead link or a file without permission cannot be read, and must not hide what else is wrong.",
    "Replace it with an ordinary file that everybody may read.",
)
FAMILY.rule(
    15,
    "stray-file",
    "A case named `.MD` or put into a sub-folder, or a table named `.yaml`, would silently be missing from the site.",
    "Put cases directly into `cases/`, with the ending `.md`, the tables of the vocabulary into `cases/_vocabulary/`, with the ending "
    "`.yml`, and only pages and pictures below `docs/en/` and `docs/fr/`; keep other files elsewhere.",
)
FAMILY.rule(
    16,
    "outside-link",
    "A symbolic link that leads out of the base would publish a file of the machine that builds the site.",
    "Replace the link with the file itself.",
    since="0.2.0",
)
merge_conflict = FAMILY.rule(
    17,
    "merge-conflict",
    "The markers that git leaves where two changes met would be published, with both texts.",
    "Keep one of the two texts and remove the markers.",
    Example("Restore one backup", "<<<<<<< HEAD\nRestore one backup"),
    since="0.2.0",
)


@merge_conflict.case
def _conflicts(file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return oddities(file.body, "merge-conflict")


@merge_conflict.translation
def _translated_conflicts(translation: TranslationFile, file: CaseFile, around: Surroundings) -> Iterator[Hit]:
    return oddities(translation.body, "merge-conflict")


FAMILY.rule(
    18,
    "cut-value",
    "In YAML a space and `#` begin a comment: the rest of the line is lost without a word.",
    "Put the whole value in quotes. A comment stands after two spaces, `#` and a space.",
    Example("what: The nightly job wrote empty files.", "what: Ticket #42 says that the nightly job wrote empty files."),
    since="0.2.0",
)
FAMILY.rule(
    19,
    "bad-release",
    "A manifest that cannot be read would end the build.",
    "Delete it and write it again with `rex release`.",
    since="0.2.0",
)
FAMILY.rule(
    20,
    "check-failed",
    "A fault of the check itself must not pass for a clean file.",
    "Report it with the file. What else is wrong is shown as usual.",
    since="0.2.0",
)
FAMILY.rule(
    21,
    "more-findings",
    "Nobody reads a thousand lines; the first ones often explain the rest.",
    "Mend the findings above, then run the check again.",
    since="0.2.0",
)
