"""From a document to a model: pydantic's errors, told in the words of somebody who edits the file.

One mistake in the file gives one problem, at the value (or, for an unknown field, at its name).
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from rex.core.dates import DateError
from rex.core.document import Document, Loc
from rex.core.errors import FieldError, IdError, Problem
from rex.core.message import Message, one_of, say, strange_letters
from rex.core.model import IdOf
from rex.core.other_words import field_meant, language_meant, value_meant
from rex.core.place import place
from rex.core.slug import is_slug, slugify
from rex.core.strict import LINE_END
from rex.core.text import unwrapped

Model = TypeVar("Model", bound=BaseModel)

# Table and text to the id that somebody means, or `None`; the vocabulary knows (`Vocabulary.meant`).
Meant = Callable[[str, str], str | None]


def _nobody_knows(table: str, text: str) -> None:
    return None


CLOSE_ENOUGH = 60


def nearest(word: str, legal: list[str]) -> str | None:
    """The legal value most like `word`, or `None` where nothing resembles it."""
    begun = [candidate for candidate in legal if len(word) > 2 and candidate.startswith(word)]
    if begun:
        return min(begun, key=lambda candidate: (len(candidate), candidate))
    match = process.extractOne(word, legal, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return match[0] if match else None


def did_you_mean(suggestion: str | None) -> Message:
    """The tail of a message, empty without a suggestion."""
    return say("; did you mean `{suggestion}`?", suggestion=suggestion) if suggestion else say("")


def parse(document: Document, model: type[Model], meant: Meant = _nobody_knows) -> tuple[Model | None, list[Problem]]:
    """Build `model` from a document. Returns it, or `None` and every problem that stood in the way."""
    try:
        return model.model_validate(document.values), _empty(document, set())
    except ValidationError as error:
        found: dict[tuple[Loc, str], Problem] = {}
        for details in error.errors(include_url=False):
            loc = _real(document, details)
            if document.is_torn(loc) or (details["type"] == "missing" and _is_lost(document, str(loc[-1]))):
                continue  # the reader has already said that it cannot be read
            if loc in document.doubtful and details["type"] not in ("enum", "bool_type"):
                continue  # the reader has already said what is wrong with this very value
            if details["type"] in ("int_type", "float_type") and isinstance(details["input"], str):
                continue  # a number or text: as it is a text, only what is wrong with the text counts
            if details["type"] == "too_short" and isinstance(details["input"], (list, tuple)) and details["input"]:
                continue  # its items are wrong, and have been told; it is not empty
            problem = _problem(document, model, loc, details, meant)
            found.setdefault((loc, problem.name), problem)
        return None, [*_without_echoes(found), *_empty(document, {loc for loc, _ in found})]


def _is_lost(document: Document, field: str) -> bool:
    """True if a field may stand in what cannot be read."""
    return any(field in (name, field_meant(name, [field]), nearest(name, [field])) for name in document.lost)


def _empty(document: Document, told: set[Loc]) -> list[Problem]:
    """A field after whose colon nothing stands was meant to have a value; that nobody knows one is written `null`."""
    places = sorted(((document.at(*loc), loc) for loc in document.empty - told), key=lambda item: item[0])
    return [Problem("empty-text", at, say("{place} is empty; give it a value or remove the line", place=place(loc))) for at, loc in places]


def merged(reader: list[Problem], model: list[Problem]) -> list[Problem]:
    """What was found in reading and in building. Of a word that has to be one of a few, the model says which; quotes would not help."""
    said = {problem.position for problem in model if problem.name == "unknown-value"}
    return [*(problem for problem in reader if problem.name != "ambiguous-value" or problem.position not in said), *model]


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


_CLAIMS = ("mistakes", "fixes", "results", "impact", "detection", "disputed", "response")


_YES_NO = {
    **dict.fromkeys(("true", "yes", "y", "on", "oui", "vrai", "1"), "true"),
    **dict.fromkeys(("false", "no", "n", "off", "non", "faux", "0"), "false"),
}
_OF_LENGTH = ("string_too_short", "string_too_long", "too_short", "too_long", "missing", "extra_forbidden")


def wrapped(name: str) -> Message:
    """What to say of a value that stands whole in typographic quotation marks."""
    return say("{place}: the marks “ ” and « » are part of the value; write it without them", place=name)


def _problem(document: Document, model: type[BaseModel], loc: Loc, details: ErrorDetails, meant: Meant) -> Problem:
    kind, name, value = details["type"], place(loc), details["input"]
    context = details.get("ctx", {})
    at = document.at(*loc)
    if isinstance(value, str) and kind not in _OF_LENGTH and (inner := unwrapped(value)):
        return Problem("impossible-date" if isinstance(context.get("error"), DateError) else "unknown-value", at, wrapped(name), inner)
    if kind == "missing":
        return _missing(document, loc)
    if kind == "extra_forbidden":
        return _unknown_field(document, model, loc)
    if kind == "enum":
        legal = [member.value for member in _enum_at(model, loc)]
        if not isinstance(value, str):
            message = say("{place} must be one of {legal}; found {found}", place=name, legal=one_of(legal), found=_found(value))
            return Problem("wrong-type", at, message)
        guess = value_meant(value, legal) or nearest(value, legal)
        tail = did_you_mean(guess) or say("; it must be one of {legal}", legal=one_of(legal))
        message = say("{place} cannot be '{value}'{tail}{strange}", place=name, value=value, tail=tail, strange=strange_letters(value))
        return Problem("unknown-value", at, message, guess)
    if kind == "bool_type" and str(value).casefold() in _YES_NO:
        guess = _YES_NO[str(value).casefold()]
        return Problem(
            "unknown-value", at, say("{place} cannot be '{value}'{tail}", place=name, value=value, tail=did_you_mean(guess)), guess
        )
    if kind == "value_error":
        reason = context.get("error")
        if isinstance(reason, IdError) and "," in str(value) and (table := _table_at(model, loc)):
            ids = [meant(table, one) or "" for one in str(value).split(",")]
            if all(ids):
                message = say("{place}: several ids are a list; write {list}", place=name, list=f"[{', '.join(ids)}]")
                return Problem("unknown-value", at, message, f"[{', '.join(ids)}]")
        if isinstance(reason, IdError) and (guess := _id_meant(document, model, loc, str(value), meant)):
            message = say("{place} cannot be '{value}'{tail}{strange}", place=name, value=value, tail=did_you_mean(guess), strange=say(""))
            return Problem("unknown-value", at, message, guess)
        rule, suggestion = (reason.rule, reason.suggestion) if isinstance(reason, FieldError) else ("unknown-value", None)
        return Problem(rule, at, say("{place}: {reason}", place=name, reason=getattr(reason, "message", str(reason))), suggestion)
    if kind in ("string_too_short", "string_too_long") or (isinstance(value, str) and kind in ("too_short", "too_long")):
        if not str(value).strip():
            return Problem("empty-text", at, say("{place} is empty", place=name))
        if kind.endswith("too_short"):
            bound = say("at least {limit}", limit=context["min_length"])
        else:
            bound = say("at most {limit}", limit=context["max_length"])
        return Problem(
            "text-length", at, say("{place} has {size} characters; it needs {bound}", place=name, size=len(str(value)), bound=bound)
        )
    if kind == "string_pattern_mismatch":
        if not str(value).strip():
            return Problem("empty-text", at, say("{place} is empty", place=name))
        if "\n" in str(value):
            return Problem("line-end", at, say("{place}: {reason}", place=name, reason=say(LINE_END)))
        if context["pattern"] == _LANGUAGE and (guess := language_meant(str(value))):
            tail = did_you_mean(guess)
            return Problem("unknown-value", at, say("{place} cannot be '{value}'{tail}", place=name, value=value, tail=tail), guess)
        message = say("{place} cannot be '{value}'; {shape}", place=name, value=value, shape=_shape(str(context["pattern"])))
        return Problem("unknown-value", at, message)
    if kind == "too_short":
        return Problem("empty-text", at, say("{place} is an empty list", place=name))
    if value is None:
        return Problem("empty-text", at, say("{place} is empty; give it a value or remove the line", place=name))
    expected = _EXPECTED.get(kind, say("another kind of value"))
    if len(details["loc"]) > len(loc) and kind in ("string_type", "int_type", "float_type"):
        expected = say("a number or text")
    message = say("{place} must be {expected}; found {found}", place=name, expected=expected, found=_found(value))
    if kind == "string_type" and isinstance(value, dict) and len(value) == 1 and " " in str(next(iter(value))):
        message = say("{place} must be text; `: ` splits it in two, so put the whole text in quotes", place=name)
    if kind == "string_type" and isinstance(value, (int, float)):
        message = say("{message}; put it in quotes", message=message)
        is_meant = not isinstance(value, bool) and loc[-1:] and loc[-1] in _OFTEN_NUMBERS
        return Problem("wrong-type", at, message, f'"{value}"' if is_meant else None)
    return Problem("wrong-type", at, message)


# Texts that may be nothing but a number, such as a year.
_OFTEN_NUMBERS = ("period", "unit", "where", "after", "title", "measure")


def _id_meant(document: Document, model: type[BaseModel], loc: Loc, value: str, meant: Meant) -> str | None:
    """The id that was meant by a name, by another spelling, or by the address of a source."""
    if table := _table_at(model, loc):
        return meant(table, value)
    sources = document.values.get("sources")
    known = [source for source in sources if isinstance(source, dict)] if isinstance(sources, list) else []
    by_address = {str(source.get("url")): str(source.get("id")) for source in known}
    guess = by_address.get(value) or ("" if "/" in value else slugify(value))
    return guess if is_slug(guess) else None


def _missing(document: Document, loc: Loc) -> Problem:
    parent, field = loc[:-1], loc[-1]
    if field == "sources" and parent and parent[0] in _CLAIMS:
        message = say("{place} names no source; add `sources: [...]`", place=place(parent))
        return Problem("claim-without-source", document.at(*parent), message)
    if parent:
        message = say("missing field `{field}` in {place}", field=field, place=place(parent))
    else:
        message = say("missing field `{field}`", field=field)
    return Problem("missing-field", document.at(*parent), message)


def _unknown_field(document: Document, model: type[BaseModel], loc: Loc) -> Problem:
    owner = next(iter(_models_at(model, loc[:-1])), None)
    field = str(loc[-1])
    beside: Any = document.values
    for part in loc[:-1]:
        beside = beside[part]
    legal = [name for name in owner.model_fields if name not in beside] if owner else []
    guess = field_meant(field, legal) or nearest(field, legal)
    tail = say("{tail}{strange}", tail=did_you_mean(guess), strange=strange_letters(field))
    if loc[:-1]:
        message = say("unknown field `{field}` in {place}{tail}", field=field, place=place(loc[:-1]), tail=tail)
    else:
        message = say("unknown field `{field}`{tail}", field=field, tail=tail)
    return Problem("unknown-field", document.at_key(*loc), message, guess)


_EXPECTED = {
    "string_type": say("text"),
    "int_type": say("a number"),
    "float_type": say("a number"),
    "tuple_type": say("a list"),
    "list_type": say("a list"),
    "dict_type": say("`key: value` lines"),
    "model_type": say("`field: value` lines"),
    "model_attributes_type": say("`field: value` lines"),
}


def _found(value: object) -> Message:
    if isinstance(value, bool):
        return say("the value {value}", value=str(value).lower())
    if isinstance(value, (int, float)):
        return say("the number {value}", value=str(value))
    if isinstance(value, str):
        return say("text")
    if isinstance(value, (list, tuple)):
        return say("a list")
    return say("`key: value` lines") if isinstance(value, dict) else say("nothing")


_LANGUAGE = "^[a-z]{2}$"


def _shape(pattern: str) -> Message:
    if "a-f" in pattern:
        return say("it must be the eight characters that `rex translate` writes")
    if pattern == _LANGUAGE:
        return say("it must be a two-letter code such as `en`")
    if pattern == "^[A-Z]{2}$":
        return say("it must be a two-letter country code such as `FR`")
    return say("it must match {pattern}", pattern=pattern)


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


def _marks_at(model: type[BaseModel], loc: Loc) -> Iterator[Any]:
    """What the field at `loc` is annotated with, at any depth."""
    fields = [part for part in loc if isinstance(part, str)]
    if not fields:
        return
    above = loc[: len(loc) - next(index for index, part in enumerate(reversed(loc), 1) if isinstance(part, str))]
    for owner in _models_at(model, above):
        if field := owner.model_fields.get(fields[-1]):
            yield from field.metadata
            yield from _inside(field.annotation)


def _inside(annotation: Any) -> Iterator[Any]:
    """The metadata of every `Annotated` in an annotation."""
    if get_origin(annotation) is Annotated:
        yield from get_args(annotation)[1:]
    for argument in get_args(annotation):
        yield from _inside(argument)


def _table_at(model: type[BaseModel], loc: Loc) -> str | None:
    """The table of the vocabulary to which an id at `loc` belongs."""
    return next((mark.table for mark in _marks_at(model, loc) if isinstance(mark, IdOf)), None)


def _models_at(model: type[BaseModel], loc: Loc) -> Iterator[type[BaseModel]]:
    return (t for t in _types_at(model, loc) if issubclass(t, BaseModel))


def _enum_at(model: type[BaseModel], loc: Loc) -> Iterator[StrEnum]:
    for candidate in _types_at(model, loc):
        if issubclass(candidate, StrEnum):
            yield from candidate
