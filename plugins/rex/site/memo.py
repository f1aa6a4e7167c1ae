"""The pieces of the pages of one language, as an earlier build has left them."""

import json
from collections.abc import Callable
from typing import Any

from rex.core.store import Store
from rex.pages.rendering import Heading, PageLink, Rendered


class Memo(Store):
    """A store that knows pieces of pages."""

    def rendered(self, parts: tuple[object, ...], make: Callable[[], Rendered]) -> Rendered:
        """The piece of a page made from `parts`, which are all that `make` looks at."""
        return from_values(json.loads(self.piece("rendered", parts, lambda: json.dumps(as_values(make())).encode())))


def as_values(done: Rendered) -> list[Any]:
    """A piece of a page as JSON has it."""
    headings = [(one.level, one.id, one.title) for one in done.headings]
    return [done.html, headings, [(one.path, one.anchor, one.written) for one in done.links], sorted(done.ids)]


def from_values(values: list[Any]) -> Rendered:
    """And back."""
    html, headings, links, ids = values
    return Rendered(html, tuple(Heading(*one) for one in headings), tuple(PageLink(*one) for one in links), frozenset(ids))
