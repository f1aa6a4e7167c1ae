"""The base of every model that is read from a file, and the plain kinds of value that models share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from rex.core.errors import FieldError
from rex.core.message import say


class Strict(BaseModel):
    """Frozen, and closed: an unknown field is an error, and no value is silently converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def to_tuple(value: object) -> object:
    """YAML lists become tuples, so that models can be frozen and hashed."""
    return tuple(value) if isinstance(value, list) else value


TUPLE = BeforeValidator(to_tuple)


LINE_END = "it holds a line end; write it on one line, or with `>-` over several"


def _on_one_line(text: str) -> str:
    if "\n" in text:
        raise FieldError("line-end", say(LINE_END))
    return text


Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S"), AfterValidator(_on_one_line)]
Texts = Annotated[tuple[Text, ...], TUPLE]
