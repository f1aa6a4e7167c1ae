"""Which fields hold words that a translation gives in its own language: one marker in the model, and what follows from it.

The model of a translation, its overlay on the original, French typography, the fingerprint, the skeleton of `rex translate`,
the check for completeness and the published record all read `fields_of`. A new text is one marked field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from rex.core.strict import TUPLE, Strict, Text

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Words:
    """Marks a field that holds words of a language.

    `own`: each language has a list of its own, of any length. `same`: a translation may leave it out, where both languages
    write it alike (a number, a unit). `called`: its name in a translation, if that is another one.
    """

    own: bool = False
    same: bool = False
    called: str | None = None


class Shape(Enum):
    """How the words of a field are matched with those of the original."""

    TEXT = "one text"
    TEXTS = "a text for each, in the same order"
    OWN = "a list of its own"
    ITEMS = "an entry for each, in the same order"
    KEYED = "a text for each id"
    PART = "one entry"


@dataclass(frozen=True)
class WordField:
    """A field with words: its name in the original and in a translation, and for entries the model of one of them."""

    name: str
    called: str
    shape: Shape
    required: bool
    same: bool
    inner: type[BaseModel] | None

    @property
    def fields(self) -> tuple["WordField", ...]:
        """The fields with words of an entry."""
        return fields_of(self.inner) if self.inner else ()

    @property
    def text(self) -> str:
        """The one field of a keyed entry."""
        return self.fields[0].name


@cache
def fields_of(model: type[BaseModel]) -> tuple[WordField, ...]:
    """The fields with words of a model, in its order."""
    found = (_field(name, info) for name, info in model.model_fields.items())
    return tuple(field for field in found if field is not None)


def _field(name: str, info: FieldInfo) -> WordField | None:
    mark = next((mark for mark in info.metadata if isinstance(mark, Words)), None)
    inner = next((kind for kind in _types_in(info.annotation) if issubclass(kind, BaseModel)), None)
    is_list = tuple in _origins_in(info.annotation)
    if inner is not None and fields_of(inner):
        keyed = "id" in inner.model_fields and len(fields_of(inner)) == 1
        shape = Shape.PART if not is_list else Shape.KEYED if keyed else Shape.ITEMS
    elif mark is None:
        return None
    else:
        shape, inner = (Shape.OWN if mark.own else Shape.TEXTS if is_list else Shape.TEXT), None
    called = mark.called if mark and mark.called else name
    return WordField(name, called, shape, info.is_required(), bool(mark and mark.same), inner)


def _types_in(annotation: Any) -> list[type]:
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        arguments = arguments[:1]
    return [kind for a in arguments for kind in _types_in(a)] if arguments else [annotation] if isinstance(annotation, type) else []


def _origins_in(annotation: Any) -> list[Any]:
    return [get_origin(annotation), *(origin for a in get_args(annotation) for origin in _origins_in(a))]


# -- the model of a translation ------------------------------------------------------------------------------------


@cache
def texts_model(model: type[BaseModel]) -> Any:
    """A model with the words of `model` alone, as a translation gives them. Entries are named `<Model>Text`."""
    return create_model(
        f"{model.__name__}Text", __base__=Strict, __doc__=_DOC, **{f.called: _text_type(model, f) for f in fields_of(model)}
    )


_DOC = "The words of one entry; leave out what is the same in both languages."


def _text_type(model: type[BaseModel], field: WordField) -> Any:
    info = model.model_fields[field.name]
    if field.shape is Shape.TEXT:
        kind = _annotated(Text, _marks(info))
        as_is = "As in the original." if not field.same else "Leave out where both languages write it alike."
        return (kind, Field(description=as_is)) if field.required and not field.same else (kind | None, Field(None, description=as_is))
    if field.shape is Shape.TEXTS:
        return (_plain_type(info), Field((), description="One text for each, in the same order."))
    if field.shape is Shape.OWN:
        return (_plain_type(info), Field((), description="A list of its own; it need not correspond to the original's."))
    if field.shape is Shape.KEYED:
        return (dict[str, Text], Field({}, description=f"Id: text of `{field.text}`."))
    assert field.inner is not None
    inner: Any = texts_model(field.inner)
    if field.shape is Shape.PART:
        return (inner | None, Field(None, description="Its words, if the original has it."))
    return (Annotated[tuple[inner, ...], TUPLE], Field((), description="One entry for each, in the same order."))


def _plain_type(info: FieldInfo) -> Any:
    return _annotated(info.annotation, _marks(info))


def _annotated(kind: Any, marks: list[Any]) -> Any:
    return Annotated.__class_getitem__((kind, *marks)) if marks else kind  # type: ignore[attr-defined]


def _marks(info: FieldInfo) -> list[Any]:
    return [mark for mark in info.metadata if not isinstance(mark, Words)]


# -- what follows for a case ---------------------------------------------------------------------------------------


def overlaid(original: Model, texts: BaseModel) -> Model:
    """The structure of `original` with the words of `texts`. Of an entry, what the translation leaves out stays original."""
    return original.model_copy(
        update={field.name: _overlay(field, getattr(original, field.name), texts) for field in fields_of(type(original))}
    )


def _overlay(field: WordField, value: Any, texts: BaseModel) -> Any:
    given = getattr(texts, field.called)
    if field.shape is Shape.KEYED:
        return tuple(item.model_copy(update={field.text: given.get(item.id, getattr(item, field.text))}) for item in value)
    if field.shape is Shape.ITEMS:
        return tuple(_with_given(item, words) for item, words in zip(value, given, strict=False))
    if field.shape is Shape.PART:
        return value and given and _with_given(value, given)
    return given


def _with_given(item: BaseModel, words: BaseModel) -> BaseModel:
    return item.model_copy(update={name: value for name, value in words if value is not None})


def mapped(item: Model, change: Callable[[str], str]) -> Model:
    """The same with `change` made to each of its texts."""

    def changed(field: WordField) -> Any:
        value = getattr(item, field.name)
        if field.shape in (Shape.TEXTS, Shape.OWN):
            return tuple(change(text) for text in value)
        if field.shape in (Shape.ITEMS, Shape.KEYED):
            return tuple(mapped(entry, change) for entry in value)
        if field.shape is Shape.PART:
            return value and mapped(value, change)
        return change(value) if isinstance(value, str) else value

    return item.model_copy(update={field.name: changed(field) for field in fields_of(type(item))})


def words_to_follow(item: BaseModel) -> list[Any]:
    """Every text that a translation has to follow, as plain data.

    A part that an original does not have is left out, so that a part which the model gains makes no translation look stale.
    """
    words: list[Any] = []
    for field in fields_of(type(item)):
        value = getattr(item, field.name)
        if field.shape is Shape.KEYED:
            words.append([(entry.id, text) for entry in value if (text := getattr(entry, field.text)) is not None])
        elif field.shape is Shape.ITEMS:
            words.append([words_to_follow(entry) for entry in value])
        elif field.shape is Shape.PART and value is not None:
            words.append({field.name: words_to_follow(value)})
        elif field.shape in (Shape.TEXT, Shape.TEXTS):
            words.append(value)
    return words


def skeleton(item: BaseModel) -> dict[str, Any]:
    """The texts of `item` as the front matter of a translation, still in its own language."""
    return {field.called: words for field in fields_of(type(item)) if (words := _skeleton_of(field, getattr(item, field.name)))}


def _skeleton_of(field: WordField, value: Any) -> Any:
    if field.shape is Shape.KEYED:
        return {entry.id: text for entry in value if (text := getattr(entry, field.text)) is not None}
    if field.shape is Shape.ITEMS:
        return [skeleton(entry) for entry in value]
    if field.shape is Shape.PART:
        return value and skeleton(value)
    if field.shape in (Shape.TEXTS, Shape.OWN):
        return list(value)
    return value if isinstance(value, str) else None


def wanted_keys(field: WordField, original: BaseModel) -> list[str]:
    """The ids for which a translation has to give a text."""
    return [entry.id for entry in getattr(original, field.name) if getattr(entry, field.text) is not None]


def parts_of(field: WordField, items: Mapping[str, BaseModel]) -> list[dict[str, Any]]:
    """The entries of a list in several languages, each as it stands in every one of them."""
    lists = [getattr(item, field.name) for item in items.values()]
    return [dict(zip(items, entries, strict=True)) for entries in zip(*lists, strict=True)]
