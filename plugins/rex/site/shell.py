"""The shell of a page: what the theme writes around it, which is the same for all pages of a folder.

In a template of the theme, what differs from page to page stands in blocks whose names begin with `page_`: the places. A shell is the
rendered template with its places left empty. The theme's own code renders it, from the context of the first page of its folder that
MkDocs hands over, so it is right whatever the theme does, as long as nothing outside the places looks at more of a page than its folder.
A test compares each page with what the theme makes of it alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Template
from jinja2.runtime import Context

PLACE = "page_"
# No page holds this: it is no character.
_SIGN = "\ufdd2"


class Shell:
    """`texts` and `places` in turn, beginning and ending with a text."""

    def __init__(self, template: Template, values: Mapping[str, Any]) -> None:
        context = template.new_context(dict(values))
        for name in places_of(template, values):
            context.blocks[name] = [_mark(name)]
        pieces = "".join(template.root_render_func(context)).split(_SIGN)
        self.texts, self.places = tuple(pieces[::2]), tuple(pieces[1::2])


def places_of(template: Template, values: Mapping[str, Any]) -> list[str]:
    """The places of a template and of those that it extends."""
    return [name for name in ready(template, values).blocks if name.startswith(PLACE)]


def ready(template: Template, values: Mapping[str, Any]) -> Context:
    """The context in which the blocks of a page can be rendered one by one: what the template sets at its top is set."""
    context = template.new_context(dict(values))
    # It sets them before it writes its first text, and is then left alone.
    next(template.root_render_func(context), None)
    return context


def _mark(name: str) -> Any:
    def mark(context: Context) -> Iterator[str]:
        yield f"{_SIGN}{name}{_SIGN}"

    return mark
