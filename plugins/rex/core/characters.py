"""Characters that a reader cannot see, or cannot tell from others, and their names.

A reviewer has to see what the reader, the search engine and an assistant get. One table says what is refused; it is
turned into one pattern, so that a file is looked through at the speed of `re`.
"""

import re
import unicodedata

# Refused everywhere, as ranges: controls (line end and tab apart), the separators that YAML takes for line ends, all
# format characters (zero-width, text direction, tags, soft hyphen, byte-order mark), letters and marks that show
# nothing (Hangul fillers, braille blank, variation selectors), surrogates, private use, noncharacters, and U+FFFD,
# which stands where an editor has lost a letter. A test compares them with the Unicode database.
REFUSED = (
    "0-8 B-1F 7F-9F AD 34F 600-605 61C 6DD 70F 890-891 8E2 115F-1160 17B4-17B5 180B-180F 200B-200F 2028-202E 2060-206F 2800 3164"
    " D800-F8FF FDD0-FDEF FE00-FE0F FEFF FFA0 FFF0-FFFB FFFD-FFFF 110BD 110CD 13430-1343F 1BCA0-1BCA3 1D173-1D17A 1FFFE-1FFFF"
    " 2FFFE-2FFFF 3FFFE-3FFFF 4FFFE-4FFFF 5FFFE-5FFFF 6FFFE-6FFFF 7FFFE-7FFFF 8FFFE-8FFFF 9FFFE-9FFFF AFFFE-AFFFF BFFFE-BFFFF"
    " CFFFE-CFFFF DFFFE-E0FFF EFFFE-10FFFF"
)
_REFUSED = re.compile(
    "[" + "".join(f"\\U{first:0>8}-\\U{last or first:0>8}" for first, _, last in (item.partition("-") for item in REFUSED.split())) + "]"
)

_REFUSED_RUN = re.compile(_REFUSED.pattern + "+")
# Spaces that look like the ordinary one. Allowed in texts, where French wants two of them; elsewhere they are named.
SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

# The accents of Latin, Greek and Cyrillic, and the other marks that have composed letters.
_MARK = re.compile(
    "[\u0300-\u036f\u0653-\u0655\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u3099\u309a]"
)

_NAMES = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "TAB", "\x00": "NULL", "\x07": "BELL", "\x1b": "ESCAPE", "\x7f": "DELETE"}


def hidden_runs(text: str) -> list[tuple[int, int]]:
    """Start and end of each run of characters that a reader cannot see."""
    if text.isascii() and text.isprintable():
        return []
    return [match.span() for match in _REFUSED_RUN.finditer(text)]


def without_hidden(text: str) -> str:
    """The text without them."""
    return _REFUSED.sub("", text)


def is_harmless(character: str) -> bool:
    """True for a character that can be printed to a terminal or a log as it is."""
    return character.isprintable() and _REFUSED.match(character) is None


def name_of(character: str) -> str:
    """`U+200B ZERO WIDTH SPACE`."""
    name = _NAMES.get(character) or unicodedata.name(character, "")
    if not name:
        point = ord(character)
        name = "NONCHARACTER" if point & 0xFFFE == 0xFFFE or 0xFDD0 <= point <= 0xFDEF else "CONTROL CHARACTER"
        name = "PRIVATE USE CHARACTER" if unicodedata.category(character) == "Co" else name
    return f"U+{ord(character):04X} {name}"


def decomposed(text: str) -> int | None:
    """Index of the first letter that is written as two characters where one exists (`e` and an accent), or `None`."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return None
    marks = (match.start() for match in _MARK.finditer(text) if match.start())
    return next((index - 1 for index in marks if len(unicodedata.normalize("NFC", text[index - 1 : index + 1])) == 1), None)
