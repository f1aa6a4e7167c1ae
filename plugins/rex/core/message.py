"""Messages to the person who edits a file: English in the code, other languages by a catalogue of whole sentences.

`say("{field} is empty", field=…)` is English text that remembers its template and values, so that a report can put
it into another language (`rex.lint.wording`). What is inserted is text of strangers: it is made harmless here, once.
"""

import re
from collections.abc import Mapping
from typing import Any

from rex.core.characters import is_harmless, name_of

# More of a value than this helps nobody to find it.
LONGEST_VALUE = 100
LONGEST_MESSAGE = 300

# `::stop-commands::token` silences what follows in the log of a GitHub workflow, `##[` is its older form.
_COMMAND = re.compile(r"::(?=[A-Za-z-]+[^:]*::)|##(?=\[)|##(?=vso\[)")


def one_line(text: str, longest: int = LONGEST_MESSAGE) -> str:
    """The text on one line, without what a terminal or a log would obey, cut where it gets too long."""
    # Cut first: nothing here may cost more than the reader sees.
    shown = text if len(text) <= longest else text[: longest - 1] + "…"
    shown = "".join(c if is_harmless(c) else " " if c.isspace() else f"<U+{ord(c):04X}>" for c in shown)
    shown = _COMMAND.sub(lambda match: " ".join(match.group()), shown)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


class Message(str):
    """English text that can be said in another language."""

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, values: Mapping[str, Any]) -> "Message":
        """The English text; `template` and `values` are kept."""
        message = super().__new__(cls, _filled(template, values, {}))
        message.template = template
        message.values = values
        return message

    def render(self, catalogue: Mapping[str, str]) -> str:
        """The message in the language of `catalogue` (English template to translated one); English where it lacks it."""
        return _filled(catalogue.get(self.template, self.template), self.values, catalogue)


def say(template: str, /, **values: Any) -> Message:
    """A message; `{name}` in the template stands for a value."""
    return Message(template, values)


def strange_letters(text: str) -> Message:
    """A tail that names the first letter of `text` that is not ASCII: some look like others. Empty if there is none."""
    letter = next((character for character in text if not character.isascii()), None)
    return say("; it holds {character}", character=name_of(letter)) if letter else say("")


def one_of(choices: list[str]) -> str:
    """The values a field may have, as code."""
    return ", ".join(f"`{choice}`" for choice in choices)


def _filled(template: str, values: Mapping[str, Any], catalogue: Mapping[str, str]) -> str:
    shown = {}
    for name, value in values.items():
        if isinstance(value, Message):
            shown[name] = value.render(catalogue)
        elif isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):
            shown[name] = f"{value:,}" if isinstance(value, int) and abs(value) > 9_999 else f"{value}"
        else:
            shown[name] = one_line(str(value), LONGEST_VALUE)
    return template.format(**shown) if shown else template.replace("{{", "{").replace("}}", "}")
