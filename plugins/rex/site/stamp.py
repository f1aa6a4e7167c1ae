"""Pages stamped into the shells of their folders, where MkDocs asks the theme for a page."""

import posixpath
from collections.abc import Collection
from typing import Any

from jinja2 import Environment, Template

from rex.site.shell import Shell, ready

PAGE = "main.html"


def stamping(env: Environment, whole: Collection[str]) -> Environment:
    """The environment of the theme, whose template of pages stamps them.

    `whole` are the addresses of pages that have no shell: every frame links to them, so theirs differ from those beside them.
    """
    shells: dict[str, Shell] = {}

    class Stamped(Template):
        def render(self, *args: Any, **more: Any) -> str:
            values = dict(*args, **more)
            page = values.get("page")
            if self.name != PAGE or page is None or page.url in whole:
                return super().render(values)
            folder = posixpath.dirname(page.url.rstrip("/"))
            if folder not in shells:
                shells[folder] = Shell(self, values)
            shell, context = shells[folder], ready(self, values)
            pieces = [shell.texts[0]]
            for place, text in zip(shell.places, shell.texts[1:], strict=True):
                pieces += context.blocks[place][0](context)
                pieces.append(text)
            return "".join(pieces)

    env.template_class = Stamped
    return env
