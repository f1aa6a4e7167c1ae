"""The texts in the front matter of a file, with the path to each."""

from collections.abc import Hashable, Iterator

Loc = tuple[Hashable, ...]


def texts_in(value: object, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every text below `value`. The reader has bounded how deep it goes."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, (*loc, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_in(item, (*loc, index))
