"""The base of every model that is read from a file, and the plain kinds of value that models share."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Strict(BaseModel):
    """Frozen, and closed: an unknown field is an error, and no value is silently converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def to_tuple(value: object) -> object:
    """YAML lists become tuples, so that models can be frozen and hashed."""
    return tuple(value) if isinstance(value, list) else value


TUPLE = BeforeValidator(to_tuple)

Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Texts = Annotated[tuple[Text, ...], TUPLE]
