"""The Jinja environment of the pages: whatever is not markup by its type is escaped, in output, in `~`, in macros and in blocks."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.compiler import CodeGenerator

from rex.pages import markup

_RUNTIME = "from jinja2.runtime import "


class _Generator(CodeGenerator):
    """Compiled templates use our escape and our markup type wherever Jinja would use those for HTML alone."""

    def writeline(self, x: str, node: Any = None, extra: int = 0) -> None:
        super().writeline(x, node, extra)
        if x.startswith(_RUNTIME):
            super().writeline("from rex.pages.markup import Macro, Md as Markup, joined as markup_join, plain as escape")


class _Environment(Environment):
    code_generator_class = _Generator


@cache
def environment() -> Environment:
    """The one environment: it escapes by type, so that a template cannot forget to."""
    made = _Environment(
        loader=PackageLoader("rex.pages"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        # Our own templates do not change while we run.
        auto_reload=False,
    )
    # Filters of Jinja that trust HTML would be a way round the type.
    for name in ("safe", "e", "escape", "forceescape", "xmlattr", "urlize", "tojson"):
        del made.filters[name]
    made.filters["attribute"] = markup.attribute
    made.filters["anchor"] = markup.anchor
    made.filters["url"] = markup.url
    made.filters["code"] = markup.code
    made.filters["join"] = markup.joined_by
    return made
