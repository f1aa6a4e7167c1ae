"""From a document to a model: pydantic's errors, told in the words of somebody who edits the file.

One mistake in the file gives one problem, at the value (or, for an unknown field, at its name).
"""

from collections.abc import Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from rex.core.dates import DateError
from rex.core.errors import Problem
from rex.core.frontmatter import Document, Loc

Model = TypeVar("Model", bound=BaseModel)

CLOSE_ENOUGH = 60


def nearest(word: str, legal: list[str]) -> str | None:
    """The legal value most like `word`, or `None` where nothing resembles it."""
    begun = [candidate for candidate in legal if len(word) > 2 and candidate.startswith(word)]
    if begun:
        return min(begun, key=lambda candidate: (len(candidate), candidate))
    match = process.extractOne(word, legal, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return match[0] if match else None


def did_you_mean(suggestion: str | None) -> str:
    """The tail of a message, empty without a suggestion."""
    return f"; did you mean `{suggestion}`?" if suggestion else ""


def parse(document: Document, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """Build `model` from a document. Returns it, or `None` and every problem that stood in the way."""
    try:
        return model.model_validate(document.values), []
    except ValidationError as error:
        found: dict[tuple[Loc, str], Problem] = {}
        for details in error.errors(include_url=False):
            loc = _real(document, details)
            if loc in document.doubtful:
                continue  # the reader has already said what is wrong with this very value
            problem = _problem(document, model, loc, details)
            found.setdefault((loc, problem.name), problem)
        return None, _without_echoes(found)


def _without_echoes(found: dict[tuple[Loc, str], Problem]) -> list[Problem]:
    """A misspelt field is unknown *and* leaves the right one missing: say it once."""
    meant = {(loc[:-1], problem.suggestion) for (loc, name), problem in found.items() if name == "unknown-field"}
    return [
        problem
        for (loc, name), problem in found.items()
        if not (name in ("missing-field", "claim-without-source") and (loc[:-1], loc[-1]) in meant)
    ]


def _real(document: Document, details: ErrorDetails) -> Loc:
    """pydantic adds the name of a union's branch to the path; the file knows nothing of branches."""
    loc: Loc = tuple(details["loc"])
    if details["type"] in ("missing", "extra_forbidden"):
        return loc
    while loc and loc not in document.positions:
        loc = loc[:-1]
    return loc


def dotted(loc: Loc) -> str:
    """`("mistakes", 0, "id")` as `mistakes[0].id`; lists count from 0, as in every JSON tool."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text or "the file"


_CLAIMS = ("mistakes", "fixes", "results", "impact", "detection")


def _problem(document: Document, model: type[BaseModel], loc: Loc, details: ErrorDetails) -> Problem:
    kind, name, value = details["type"], dotted(loc), details["input"]
    context = details.get("ctx", {})
    if kind == "missing":
        parent, field = loc[:-1], loc[-1]
        if field == "sources" and parent and parent[0] in _CLAIMS:
            return Problem("claim-without-source", document.at(*parent), f"{dotted(parent)} names no source; add `sources: [...]`")
        where = f" in {dotted(parent)}" if parent else ""
        return Problem("missing-field", document.at(*parent), f"missing field `{field}`{where}")
    if kind == "extra_forbidden":
        owner = next(iter(_models_at(model, loc[:-1])), None)
        guess = nearest(str(loc[-1]), [field for field in owner.model_fields if field not in document.values] if owner else [])
        where = f" in {dotted(loc[:-1])}" if loc[:-1] else ""
        return Problem("unknown-field", document.at_key(*loc), f"unknown field `{loc[-1]}`{where}{did_you_mean(guess)}", guess)
    if kind == "enum":
        legal = [member.value for member in _enum_at(model, loc)]
        if not isinstance(value, str):
            return Problem("wrong-type", document.at(*loc), f"`{name}` must be one of {', '.join(legal)}; found {_found(value)}")
        guess = nearest(value, legal)
        tail = did_you_mean(guess) or f"; it must be one of {', '.join(legal)}"
        return Problem("unknown-value", document.at(*loc), f"`{name}` cannot be '{value}'{tail}", guess)
    if kind == "value_error":
        reason = context.get("error")
        rule = "impossible-date" if isinstance(reason, DateError) else "unknown-value"
        return Problem(rule, document.at(*loc), f"`{name}`: {reason}")
    if kind in ("string_too_short", "string_too_long"):
        if not str(value).strip():
            return Problem("empty-text", document.at(*loc), f"`{name}` is empty")
        bound = f"at least {context['min_length']}" if kind == "string_too_short" else f"at most {context['max_length']}"
        return Problem("text-length", document.at(*loc), f"`{name}` has {len(str(value))} characters; it needs {bound}")
    if kind == "string_pattern_mismatch":
        if not str(value).strip():
            return Problem("empty-text", document.at(*loc), f"`{name}` is empty")
        return Problem("unknown-value", document.at(*loc), f"`{name}` cannot be '{value}'; {_shape(str(context['pattern']))}")
    if kind == "too_short":
        return Problem("empty-text", document.at(*loc), f"`{name}` is an empty list")
    if value is None:
        return Problem("empty-text", document.at(*loc), f"`{name}` is empty; give it a value or remove the line")
    expected = _EXPECTED.get(kind, "another kind of value")
    if len(details["loc"]) > len(loc) and kind in ("string_type", "int_type", "float_type"):
        expected = "a number or text"
    advice = "; put it in quotes" if kind == "string_type" and isinstance(value, (int, float)) else ""
    return Problem("wrong-type", document.at(*loc), f"`{name}` must be {expected}; found {_found(value)}{advice}")


_EXPECTED = {
    "string_type": "text",
    "int_type": "a number",
    "float_type": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "`key: value` lines",
    "model_type": "`field: value` lines",
    "model_attributes_type": "`field: value` lines",
}


def _found(value: object) -> str:
    if isinstance(value, bool):
        return f"the value {str(value).lower()}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    if isinstance(value, str):
        return "text"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "`key: value` lines" if isinstance(value, dict) else "nothing"


def _shape(pattern: str) -> str:
    if "http" in pattern:
        return "it must be a full address beginning with https:// or http://"
    if "a-f" in pattern:
        return "it must be the eight characters that `rex translate` writes"
    if pattern == "^[a-z]{2}$":
        return "it must be a two-letter code such as `en`"
    if pattern == "^[A-Z]{2}$":
        return "it must be a two-letter country code such as `FR`"
    return f"it must match {pattern}"


def _inner(annotation: Any) -> Iterator[Any]:
    """The plain types inside `Annotated`, unions, tuples and dicts."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _inner(get_args(annotation)[0])
    elif origin in (tuple, list, dict, Union, UnionType):
        for argument in get_args(annotation):
            if argument is not Ellipsis:
                yield from _inner(argument)
    elif isinstance(annotation, type):
        yield annotation


def _types_at(model: type[BaseModel], loc: Loc) -> Iterator[type]:
    types: list[type] = [model]
    for part in loc:
        if isinstance(part, int):
            continue
        fields = [t.model_fields for t in types if issubclass(t, BaseModel)]
        types = [t for f in fields if part in f for t in _inner(f[str(part)].annotation)] or types
    yield from types


def _models_at(model: type[BaseModel], loc: Loc) -> Iterator[type[BaseModel]]:
    return (t for t in _types_at(model, loc) if issubclass(t, BaseModel))


def _enum_at(model: type[BaseModel], loc: Loc) -> Iterator[StrEnum]:
    for candidate in _types_at(model, loc):
        if issubclass(candidate, StrEnum):
            yield from candidate
