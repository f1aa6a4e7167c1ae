"""What `rex validate --fix` mends: only what has one right answer. Mending twice is mending once; what a file means stays.

Characters come first (invisible ones, line ends, accents written as two); then what the findings say exactly: a value that needs
quotes, a date in another form, an id that is nearly one; then form: the order of fields, addresses, French apostrophes.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import unified_diff
from enum import StrEnum
from pathlib import Path

from rapidfuzz.distance import OSA

from rex.core import address, model
from rex.core.characters import without_hidden
from rex.core.corpus import Corpus, read_base, with_texts
from rex.core.decoded import plain_spaces
from rex.core.errors import Problem
from rex.core.files import MAX_FILE_BYTES, read_limited
from rex.core.frontmatter import read_bytes
from rex.core.language import LANGUAGES
from rex.core.message import one_line
from rex.core.slug import slugify
from rex.core.text import unwrapped
from rex.core.writing import write_file
from rex.core.yaml_faults import LINK_AS_VALUE, unclosed
from rex.core.yaml_text import as_yaml
from rex.lint.engine import OF_EDITORS, errors, lint
from rex.lint.report import span
from rex.lint.rule import Finding
from rex.lint.rules import RULES

# A slip of the pen; more letters apart is another word.
MOST_APART = 2
FEWEST_LETTERS = 4
# One mend can make another one visible; none of ours needs more rounds.
MOST_ROUNDS = 5


# Rules whose findings say exactly what should stand there; the reader's own findings come with any of them.
_NEAR = ("unknown-term", "unlisted-mistake", "unlisted-fix", "unknown-source", "unknown-value", "unknown-field", "unknown-case")
_ASKED = tuple(
    rule
    for rule in RULES
    if rule.name in (*_NEAR, "impossible-date", "typographic-quotes", "wrong-type", "unknown-section", "read-differently")
)

# The order in which nearly all files have their fields.
ORDER = (
    *("title", "company", "kind", "event", "date", "lang", "status", "withdrawn_because", "summary", "pillars", "context", "signals"),
    *("caution", "disputed", "response", "impact", "detection", "mistakes", "fixes", "results", "unknown", "sources", "asked"),
    *("reviewed", "aliases"),
)
ORDER_OF_TRANSLATION = (
    *("title", "summary", "original", "withdrawn_because", "caution", "disputed", "response", "impact", "detection"),
    *("mistakes", "fixes", "results", "unknown", "source_notes", "asked", "reviewed"),
)


@dataclass
class Mended:
    """How many files changed, and how."""

    count: int = 0
    diffs: list[str] = field(default_factory=list)


def mend_all(root: Path, paths: Collection[str] | None, *, write: bool) -> Mended:
    """Mend the files of the base under `root`, or of `paths` in it. With `write=False` only says what would change."""
    corpus = read_base(root)
    known = [*(path for path in corpus.files if path.endswith(".md")), *(table.path for table in corpus.vocabulary.tables().values())]
    before: dict[str, str] = {}
    for path in known:
        data = read_limited(root / path, MAX_FILE_BYTES, root)
        if (paths is None or path in paths) and not isinstance(data, Problem):
            try:
                before[path] = data.decode("utf-8")
            except UnicodeDecodeError:
                continue
    after = mend_texts(corpus, before)
    mended = Mended()
    for path, text in after.items():
        if text == before[path]:
            continue
        mended.count += 1
        mended.diffs.append(_diff(path, before[path], text))
        if write:
            write_file(root / path, text)
    return mended


def mend_texts(corpus: Corpus, texts: Mapping[str, str]) -> dict[str, str]:
    """The mended texts of some files of a base, by path. A mend that makes a file worse is not made."""
    # The reader takes the same characters out before it reads: to clean a text changes nothing of what it says.
    now = {path: clean_characters(text) for path, text in texts.items()}
    # What the rules say of the files as they are is known without reading the base again.
    base = corpus if now == texts else _with_texts(corpus, now)
    for _ in range(MOST_ROUNDS):
        found: dict[str, list[Finding]] = {}
        for finding in lint(base, now.keys(), rules=_ASKED):
            found.setdefault(finding.path, []).append(finding)
        changed = {}
        for path, text in now.items():
            new = _as_found(text, found.get(path, []), base)
            if new != text:
                changed[path] = new
        if not changed:
            break
        now, base, are_good = _tried(base, now, changed)
        if not are_good:
            break
    # Form comes last, and only to a file in which nothing is left to mend: who has to look for a fault finds all else as it was.
    formed = {path: _in_form(path, text) for path, text in now.items() if path.endswith(".md")}
    formed = {path: text for path, text in formed.items() if text != now[path]}
    faulty = {finding.path for finding in lint(base, formed.keys()) if not finding.code.startswith(OF_EDITORS)} if formed else set()
    return now | {path: text for path, text in formed.items() if path not in faulty}


def _tried(base: Corpus, now: dict[str, str], changed: dict[str, str]) -> tuple[dict[str, str], Corpus, bool]:
    """The texts with those of these mends that make no file worse, the base that has them, and whether that are all."""
    later = _with_texts(base, now | changed)
    # Every rule counts here: what the rules that ask for a mend want can show errors that only others see.
    before, after = (errors(lint(one, changed.keys())) for one in (base, later))
    worse = set()
    for path, new in changed.items():
        rows = {row for row, (one, other) in enumerate(zip(now[path].split("\n"), new.split("\n"), strict=False), 1) if one != other}
        if _is_worse([f for f in before if f.path == path], [f for f in after if f.path == path], rows):
            worse.add(path)
    now = now | {path: text for path, text in changed.items() if path not in worse}
    return now, _with_texts(base, now) if worse else later, not worse


# What keeps the rest of a file from being looked at: with one of these mended, more can come to light.
_STOPS = frozenset(("yaml-syntax", "missing-front-matter", "tab-indent", "merge-conflict"))


def _is_worse(before: list[Finding], after: list[Finding], rows: Collection[int]) -> bool:
    """True if a mend of these lines has made faults, not only shown some that were there."""
    stops, left = (sum(finding.name in _STOPS for finding in found) for found in (before, after))
    if stops:
        return left >= stops or any(finding.name == "duplicate-key" or finding.line in rows for finding in after)
    # A case that can be built now is looked at by more rules; those of its fields looked at it before, too.
    fields = [sum(finding.code.startswith(("REX0", "REX1")) for finding in found) for found in (before, after)]
    return fields[1] > fields[0] or (fields[1] == fields[0] and len(after) > len(before))


def _with_texts(corpus: Corpus, texts: Mapping[str, str]) -> Corpus:
    """The base as it would be with other texts in some of its cases; those of the vocabulary change nothing here."""
    return with_texts(corpus, {path: text.encode("utf-8", "surrogateescape") for path, text in texts.items() if path in corpus.files})


def _diff(path: str, before: str, after: str) -> str:
    lines = unified_diff(before.split("\n"), after.split("\n"), f"a/{path}", f"b/{path}", lineterm="")
    return "".join(f"{one_line(line, 2_000)}\n" for line in lines)


# -- characters --------------------------------------------------------------------------------------------------------


def clean_characters(text: str) -> str:
    """The text without a byte-order mark, with `\\n`, composed accents and ordinary spaces where the form needs them."""
    text = without_hidden(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    return plain_spaces(unicodedata.normalize("NFC", text) if not unicodedata.is_normalized("NFC", text) else text)


# -- what findings say exactly -----------------------------------------------------------------------------------------


def _as_found(text: str, findings: list[Finding], corpus: Corpus) -> str:
    lines = text.split("\n")
    done: set[int] = set()
    # From the end of a line, so that earlier columns stay; one mend a line and round is enough.
    for finding in sorted(findings, key=lambda f: (f.line, -f.column)):
        row = finding.line - 1
        if row in done or not 0 <= row < len(lines):
            continue
        new = _mended_line(lines[row], finding, corpus)
        if new is not None and finding.name == "yaml-syntax" and not _reads_on([*lines[:row], new, *lines[row + 1 :]], finding.line):
            continue  # something else is wrong there
        if new is not None and new != lines[row]:
            lines[row] = new
            done.add(row)
    return "\n".join(lines)


def _reads_on(lines: list[str], line: int) -> bool:
    """True if nothing up to a line stops the reader of a file any more."""
    problems = read_bytes("\n".join(lines).encode("utf-8", "surrogateescape"), front_matter=lines[0].startswith("---")).problems
    return all(problem.name != "yaml-syntax" or problem.position.line > line for problem in problems)


def _mended_line(line: str, finding: Finding, corpus: Corpus) -> str | None:
    start, end = span(line, finding.column)
    stop = value_end(line, start)
    token, whole = line[start:end], line[start:stop]
    if finding.suggestion and unwrapped(whole) == finding.suggestion:
        return line[:start] + _bare(finding.suggestion) + line[stop:]
    if finding.name == "ambiguous-value" and finding.suggestion == f'"{token}"':
        return line[:start] + finding.suggestion + line[end:]
    if finding.name == "wrong-type" and "put the whole text in quotes" in finding.message and line[:start].lstrip() in ("- ", "-  "):
        text = line[start:].rstrip().replace("\\", "\\\\").replace('"', '\\"')
        return f'{line[:start]}"{text}"' if line[start] not in "\"'[{|>&*!%@`#" and " #" not in text else None
    if finding.name == "yaml-syntax" and finding.message.endswith(("put the whole value in quotes", "put the value in quotes")):
        return _quoted(line)
    if finding.name == "yaml-syntax" and "write the address alone" in finding.message:
        return LINK_AS_VALUE.sub(r"\1\2", line)
    if finding.name == "yaml-syntax" and "needs a space after the colon" in finding.message:
        return f"{line[: finding.column - 1]} {line[finding.column - 1 :]}"
    if finding.name == "read-differently" and line.startswith("#") and (title := line.lstrip("#").strip()) in _titles():
        return f"## {title}"
    if finding.name == "impossible-date" and finding.suggestion:
        return line[:start] + finding.suggestion + line[stop:]
    if finding.name == "wrong-type" and finding.suggestion == f'"{token}"':
        return line[:start] + finding.suggestion + line[end:]
    if finding.name == "unknown-section" and finding.suggestion and token.startswith("#"):
        title = token.lstrip("# ").rstrip("# ")
        return line[:start] + f"## {finding.suggestion}" if _is_slip(title, finding.suggestion, _titles()) else None
    if finding.suggestion and finding.name in _NEAR:
        bare = token.strip("\"'")
        wanted = finding.suggestion
        if finding.name == "unknown-source" and line.startswith("[^", start):
            bare = line[start + 2 : line.find("]", start)]
            start, end = start + 2, start + 2 + len(bare)
            token = bare
        if finding.name == "unknown-case":
            bare, wanted = bare.partition(")")[0].removesuffix(".md"), wanted.removesuffix(".md")
            token, end = bare, start + len(bare)
        is_key = finding.name == "unknown-field" and bare.endswith(":")
        if is_key:
            bare, token, end = bare[:-1], token[:-1], end - 1
        elif finding.name in ("unknown-value", "unknown-term") and slugify(whole) == wanted:
            # Another spelling of the same words: capitals, spaces, underscores.
            return line[:start] + wanted + line[stop:]
        if wanted in ("true", "false") and end == stop:
            return line[:start] + wanted + line[end:]
        if not is_key and finding.name in ("unknown-value", "unknown-term") and end < stop:
            return None  # more words than one: another thing may be meant
        if bare and _is_slip(bare, wanted, _legal(finding.name, corpus)):
            return line[:start] + token.replace(bare, wanted) + line[end:]
    return None


def value_end(line: str, start: int) -> int:
    """Where the value ends that begins at `start` of a line of YAML: before a comment, and inside brackets before the next sign."""
    if line[start : start + 1] in ("'", '"'):
        return span(line, start + 1)[1]
    end = re.compile(r"(?: +#.*)? *$").search(line, start)
    rest = line[start : end.start() if end else None]
    if unclosed(line[:start]):
        rest = re.split(r"[,\]}]", rest, maxsplit=1)[0].rstrip()
    return start + len(rest)


def _is_slip(word: str, suggestion: str, legal: Collection[str]) -> bool:
    """True if `suggestion` is near to `word`, and no other legal word is as near."""
    apart = OSA.distance(word, suggestion)
    if len(word) < FEWEST_LETTERS or apart > MOST_APART:
        return False
    near = [other for other in legal if OSA.distance(word, other, score_cutoff=apart) <= apart]
    return near in ([suggestion], [])


def _legal(name: str, corpus: Corpus) -> Collection[str]:
    """At least every word that could be meant where a rule found another one."""
    if name == "unknown-field":
        return {field for kind in vars(model).values() if isinstance(kind, type) for field in getattr(kind, "model_fields", {})}
    if name == "unknown-value":
        enums = (kind for kind in vars(model).values() if isinstance(kind, type) and issubclass(kind, StrEnum))
        return {str(member) for kind in enums for member in kind} | set(LANGUAGES)
    if name == "unknown-case":
        return set(corpus.shown)
    if name == "unknown-source":
        return {source.id for file in corpus.cases.values() for source in file.case.sources} if len(corpus.cases) == 1 else ()
    return {term for table in corpus.vocabulary.tables().values() for term in table}


def _titles() -> list[str]:
    return [title for language in LANGUAGES.values() for title in language.sections]


def _bare(text: str) -> str:
    """A text as the value of a field: as it is where YAML reads the same, else in straight quotes."""
    return as_yaml({"x": text}, flow=True, width=10_000)[4:-2].strip()


_KEY = re.compile(r"^( *(?:- +)*[\w.-]+: +)(.+?)( *)$")


def _quoted(line: str) -> str | None:
    """The line with its whole value in double quotes."""
    match = _KEY.match(line)
    if match is None or match.group(2).startswith(('"', "'", "[", "{", "#", "**")) or " #" in match.group(2):
        return None  # that are no bare words, or markup, or a comment goes with them
    value = unwrapped(match.group(2)) or match.group(2)
    if value.endswith('"') and value.count('"') == 1:
        value = value[:-1]  # of quotes that were opened nowhere
    value = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{match.group(1)}"{value}"'


# -- form --------------------------------------------------------------------------------------------------------------


def _in_form(path: str, text: str) -> str:
    """Fields in the order of the reference, addresses in their usual spelling, the apostrophes of the language in the text."""
    reading = read_bytes(text.encode("utf-8", "surrogateescape"))
    if reading.document is None or reading.problems:
        return text
    lines = text.split("\n")
    end = reading.document.body_line - 1
    front, body = lines[1 : end - 1], lines[end:]
    is_translation = Path(path).name.count(".") > 1
    order = ORDER_OF_TRANSLATION if is_translation else ORDER
    if (ordered := _ordered(front, order)) != front:
        # A value in quotes may go on at the margin, where it looks like a field.
        moved = read_bytes("\n".join([lines[0], *ordered, lines[end - 1]]).encode("utf-8", "surrogateescape")).document
        front = ordered if moved and moved.values == reading.document.values else front
    front = [_with_usual_address(line) for line in front]
    lang = Path(path).name.split(".")[1] if is_translation else str(reading.document.values.get("lang", ""))
    if lang in LANGUAGES:
        body = set_apostrophes("\n".join(body), LANGUAGES[lang].apostrophe).split("\n")
    return "\n".join([lines[0], *front, lines[end - 1], *body])


_TOP_KEY = re.compile(r"([A-Za-z_]+):(?: |$)")


def _ordered(lines: list[str], order: tuple[str, ...]) -> list[str]:
    """The fields in the order of the model; a comment above a field goes with it."""
    blocks: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in lines:
        match = _TOP_KEY.match(line)
        if match:
            blocks.append((match.group(1), [*waiting, line]))
            waiting = []
        elif line.startswith("#") or (not line.strip() and waiting):
            waiting.append(line)
        elif blocks and not waiting:
            blocks[-1][1].append(line)
        else:
            return lines  # something that this does not understand
    rank = {name: index for index, name in enumerate(order)}
    if any(name not in rank for name, _ in blocks):
        return lines
    return [line for _, block in sorted(blocks, key=lambda item: rank[item[0]]) for line in block] + waiting


_ADDRESS = re.compile(r"^( *(?:- +)*(?:[\w-]+: +)?(?:url|archived): +[\"']?)(https?://[^\s\"'#]+)", re.IGNORECASE)


def _with_usual_address(line: str) -> str:
    match = _ADDRESS.match(line)
    return line[: match.end(1)] + address.usual(match.group(2)) + line[match.end() :] if match else line


_NOT_PROSE = re.compile(r"(```.*?```|~~~.*?~~~|`[^`\n]*`|\]\([^)\[\]\n]*\)|<https?://[^<>\n]*>|\[\^[^\[\]\n]*\])", re.DOTALL)
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")


def set_apostrophes(text: str, apostrophe: str) -> str:
    """`'` between letters as the apostrophe of the language, outside code, addresses and citations."""
    pieces = _NOT_PROSE.split(text)
    return "".join(piece if index % 2 else _APOSTROPHE.sub(apostrophe, piece) for index, piece in enumerate(pieces))
