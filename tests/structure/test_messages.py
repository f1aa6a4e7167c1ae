"""Every message of the check can be said in every language, with the same values in it."""

import ast
import re
from pathlib import Path

import pytest
import yaml

import rex
from rex.core.language import LANGUAGES
from rex.core.place import place
from rex.core.strict import LINE_END

CODE = Path(rex.__file__).parent
NAMES = re.compile(r"(?<!\{)\{(\w+)\}")


def templates() -> set[str]:
    """What `say` is called with in the code, and the constants that stand for it."""
    found = {LINE_END}
    for path in [*CODE.glob("core/*.py"), *CODE.glob("lint/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                found |= {item.value for item in node.args if isinstance(item, ast.Constant)}
    found |= {place(("fixes", 11)).template, "an image has no place in a case; link to it"}
    return found


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_a_catalogue_has_every_message_and_no_other_and_the_same_names_in_it(lang):
    catalogue = yaml.safe_load((CODE / "lint" / "wording" / f"{lang}.yml").read_text(encoding="utf-8"))
    assert templates() - catalogue.keys() == set()
    assert catalogue.keys() - templates() == set()
    for english, other in catalogue.items():
        assert set(NAMES.findall(english)) == set(NAMES.findall(other)), english


def test_no_check_says_something_that_cannot_be_translated():
    plain = []
    for path in CODE.glob("lint/rules/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Hit":
                plain += [f"{path.name}:{node.lineno}" for item in node.args[1:2] if isinstance(item, (ast.JoinedStr, ast.Constant))]
    assert plain == []
