"""What people type into a form, as text of a case; and what they copy from a page, found in its text again."""

import re

from rex.core.body import CITATION


def line(text: str) -> str:
    """A text of a field on one line; the lines of an issue are where its author pressed Enter."""
    return " ".join(text.split())


def block(text: str) -> str:
    """The words of others as they are: nothing in them is markup, a mention or the end of the block."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}text\n{text.rstrip()}\n{fence}\n"


def replaced(text: str, wanted: str, right: str) -> str:
    """The text with another sentence in the place of one; the citations of the old one stay unless the new one has its own."""
    folded, places = as_copied(text)
    begin = folded.index(wanted)
    start, end = places[begin], places[begin + len(wanted) - 1] + 1
    cited = "".join(match.group() for match in CITATION.finditer(text[start:end]))
    return text[:start] + right + (cited if "[^" not in right else "") + text[end:]


_TYPED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "\n": " "})
_MARKS = frozenset("*_`[]")
_UNSEEN = re.compile(rf"{CITATION.pattern}|\]\([^()\s]*\)")


def as_copied(text: str) -> tuple[str, list[int]]:
    """The text as somebody copies it from a page, and for each of its characters the index in `text`.

    Citations, links, emphasis and the way spaces and apostrophes are typed do not count.
    """
    skipped = {index for match in _UNSEEN.finditer(text) for index in range(*match.span())}
    folded: list[str] = []
    places: list[int] = []
    for index, character in enumerate(text.translate(_TYPED)):
        if index in skipped or character in _MARKS or (character == " " and folded[-1:] in ([" "], [])):
            continue
        folded.append(character.casefold() if len(character.casefold()) == 1 else character)
        places.append(index)
    while folded[-1:] == [" "]:
        folded.pop()
        places.pop()
    return "".join(folded), places


MARK = re.compile(r"^(?:[-*+•‣–—]|[0-9]{1,2}[.)]) +")
_ITEM = re.compile(r"(?:[-*+]|[0-9]{1,2}\.) ")
_BULLET = re.compile(r"^[•‣▪●][ \u00a0]*", re.M)


def tidy(text: str) -> str:
    """A text as people type it into a box, with what Markdown wants: a blank line above a list or a block of code, `-` for bullets."""
    lines: list[str] = []
    is_code = False
    for raw in text.split("\n"):
        own = raw if is_code else _BULLET.sub("- ", raw)
        above = lines[-1] if lines else ""
        begins = (own.startswith("```") and not is_code) or (_ITEM.match(own) and not _ITEM.match(above) and not is_code)
        if begins and above.strip() and not above.startswith((" ", "|")):
            lines.append("")
        lines.append(own)
        if own.startswith("```"):
            is_code = not is_code
            lines += [""] if not is_code else []
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def cited(text: str) -> str:
    """Paragraphs, items of lists and tables with the one source that the form asks for, unless their author has cited it."""
    pieces = re.split(r"(^```.*?^```$)", text, flags=re.M | re.S)
    return "".join(piece if index % 2 else _cited_prose(piece) for index, piece in enumerate(pieces))


def _cited_prose(text: str) -> str:
    parts = re.split(r"(\n{2,})", text)
    return "".join(part if not part.strip() or part.startswith(("#", "---", "***")) else _cited_part(part) for part in parts)


def _cited_part(part: str) -> str:
    if "[^" in part and not _ITEM.match(part):
        return part
    lines = part.rstrip().split("\n")
    if lines[0].startswith("|"):
        # Within the last cell: what follows the row would be a row of its own.
        body = lines[-1].rstrip()
        return "\n".join([*lines[:-1], f"{body[:-1].rstrip()}[^report] |" if body.endswith("|") else f"{body}[^report]"])
    starts = [row for row, own in enumerate(lines) if _ITEM.match(own)] if _ITEM.match(lines[0]) else []
    items = ["\n".join(lines[start:end]) for start, end in zip(starts or [0], [*starts[1:], len(lines)], strict=True)]
    return "\n".join(item if "[^" in item else f"{item.rstrip()}[^report]" for item in items)
