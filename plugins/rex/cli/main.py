"""The command `rex`: one module a command, each with `configure(parser)` and `main(arguments) -> int`.

Only this package and `rex.site` print, exit or read the environment.
"""

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from rex.core.errors import RexError
from rex.core.root import find_root

# Name, module and help in one table; modules are imported when their command is run, so that `rex search`
# does not wait for MkDocs.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("validate", "check cases and vocabulary; report every problem of every file"),
    ("build", "build the site in every language"),
    ("serve", "show the site while editing, with live reload"),
    ("export", "write the Markdown tree that the site is made from"),
    ("index", "build or refresh the search index"),
    ("search", "find cases"),
    ("similar", "find the cases nearest to one"),
    ("stats", "count what is in the base and how well it is sourced"),
    ("advice", "list the mistakes whose first fixes moved since an editor looked"),
    ("due", "list the fixes to look at again, with the searches to make"),
    ("diff", "say what has changed since a commit, as readers will see it"),
    ("new", "start a case from the template"),
    ("issue", "make a case or a change of an issue that was written with a form"),
    ("translate", "start a translation, or mark it as up to date"),
    ("rename", "give something of the base another id, everywhere; the old address leads on"),
    ("release", "record what this release contains, so that the data can say what changed since"),
    ("reference", "write the reference pages that come from the code"),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, as for every other mistake: the whole usage would hide it."""
        self.exit(2, f"{self.prog}: {message}; {self.prog} --help tells more\n")


def _parser(only: str | None) -> argparse.ArgumentParser:
    parser = _Parser(prog="rex", description="Has somebody already made this mistake, and what fixed it?")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, help_text in COMMANDS:
        command = commands.add_parser(name, help=help_text, description=help_text.capitalize() + ".")
        command.add_argument(
            "--root", type=Path, metavar="DIR", help="the base to work on (default: the nearest folder upwards with mkdocs.yml)"
        )
        if name == only:
            importlib.import_module(f"rex.cli.{name}").configure(command)
    return parser


def main(argv: Sequence[str]) -> int:
    """Run one command. Returns 0 if all is well, 1 with findings or nothing found, 2 for misuse or a failure."""
    if not argv:
        _parser(None).print_help(sys.stderr)
        return 2
    names = {name for name, _ in COMMANDS}
    only = next((word for word in argv if word in names), None)
    try:
        parser = _parser(only)
        arguments, rest = parser.parse_known_args(argv)
        # Words may stand before and after options, which argparse does not foresee.
        if hasattr(arguments, "words") and not any(word.startswith("-") for word in rest):
            arguments.words += rest
        elif rest:
            words = ", or put -- before words that begin with a dash" if hasattr(arguments, "words") else ""
            parser.exit(2, f"rex {only}: unknown argument '{rest[0]}'; see rex {only} --help{words}\n")
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        if arguments.root is None:
            arguments.root = find_root(Path.cwd())
        elif not arguments.root.is_dir():
            raise RexError(f"{arguments.root} is not a folder")
        arguments.root = arguments.root.resolve()
        status: int = importlib.import_module(f"rex.cli.{only}").main(arguments)
        sys.stdout.flush()
        return status
    except RexError as error:
        print(f"rex {only}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Somebody closed the pipe (`rex search … | head`): not an error, and nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"rex {only}: {error}", file=sys.stderr)
        return 2


def run() -> None:
    """Entry point of the console script."""
    # A terminal that does not know a character gets its number instead, not a traceback.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
