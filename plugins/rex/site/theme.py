"""What stands between Jinja and the files of a theme, so that a build does not do the same work again and again."""

import os
from collections.abc import Iterator

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from rex.site.memo import Memo


class Compiled(BytecodeCache):
    """Templates as an earlier build has compiled them, kept with its other pieces: by their text, our code, the versions of libraries."""

    def __init__(self, memo: Memo, environment: str) -> None:
        # Each environment compiles in its own way.
        self.memo, self.environment = memo, environment

    def load_bytecode(self, bucket: Bucket) -> None:
        if (found := self.memo.find("template", (self.environment, bucket.key, bucket.checksum))) is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.memo.keep("template", (self.environment, bucket.key, bucket.checksum), bucket.bytecode_to_string())


class _Visible(FileSystemLoader):
    """Gives every template and lists those that are not hidden: MkDocs takes none of the others, and Material hides ten thousand icons."""

    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _names(os.fspath(folder))})


def _names(top: str) -> Iterator[str]:
    for folder, below, names in os.walk(top):
        below[:] = [name for name in below if not name.startswith(".")]
        place = os.path.relpath(folder, top).replace(os.sep, "/")
        yield from (name if place == "." else f"{place}/{name}" for name in names)


def list_only_visible(theme: Theme) -> None:
    """Let MkDocs look through the files of this theme without its hidden folders."""
    made = theme.get_env

    def get_env() -> Environment:
        env = made()
        env.loader = _Visible(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs asks for it before it asks any plugin
