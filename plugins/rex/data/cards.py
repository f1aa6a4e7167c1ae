"""Social cards: the picture that other sites show beside a link to a case. Drawn here, offline, with our own font.

The only module that imports Pillow, whose FreeType reads the same WOFF2 file as the reader's browser.
"""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
_MARGIN = 72
_INK, _PAPER, _ACCENT, _SOFT = "#10221f", "#f7f4ec", "#0f766e", "#4b5a57"
_TITLE_SIZES = (64, 58, 52, 46, 40)
_TITLE_LINES = 5


@cache
def _font(path: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    font.set_variation_by_axes([weight])
    return font


def draw_card(font: Path, *, kicker: str, title: str, footer: str) -> bytes:
    """A PNG of 1200 by 630 pixels: a line above, the title as large as it fits, a line below. Same texts, same bytes."""
    image = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(image)
    width, height = SIZE
    draw.rectangle((0, 0, 24, height), fill=_ACCENT)
    draw.text((_MARGIN, 64), _fitted(draw, kicker, _font(font, 30, 600), width - 2 * _MARGIN), font=_font(font, 30, 600), fill=_ACCENT)
    face, lines = _set_title(draw, font, title, width - 2 * _MARGIN)
    step = round(face.size * 1.22)
    top = 140 + max(0, (330 - step * len(lines)) // 2)
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + number * step), line, font=face, fill=_INK)
    draw.line((_MARGIN, height - 120, width - _MARGIN, height - 120), fill="#d8d2c2", width=2)
    draw.text((_MARGIN, height - 92), "DevOps REX", font=_font(font, 32, 800), fill=_INK)
    note = _fitted(draw, footer, _font(font, 28, 500), width - 2 * _MARGIN - 260)
    draw.text((width - _MARGIN, height - 90), note, font=_font(font, 28, 500), fill=_SOFT, anchor="ra")
    out = io.BytesIO()
    # Few colours are in it: a palette makes the file four times smaller.
    image.quantize(64, method=Image.Quantize.FASTOCTREE).save(out, "PNG", compress_level=6)
    return out.getvalue()


def _set_title(draw: ImageDraw.ImageDraw, font: Path, title: str, width: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    for size in _TITLE_SIZES:
        face = _font(font, size, 750)
        lines = _wrapped(draw, title, face, width)
        if len(lines) * size * 1.22 <= 330:
            return face, lines
    lines = lines[:_TITLE_LINES]
    return face, [*lines[:-1], _fitted(draw, f"{lines[-1]} …", face, width)]


def _wrapped(draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Lines broken at ordinary spaces only: a no-break space holds, as French punctuation wants."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=face) <= width:
            lines[-1] = longer
        else:
            lines.append(_fitted(draw, word, face, width))
    return lines


def _fitted(draw: ImageDraw.ImageDraw, text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    """The text, or as much of its beginning as fits."""
    if draw.textlength(text, font=face) <= width:
        return text
    while text and draw.textlength(f"{text}…", font=face) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
