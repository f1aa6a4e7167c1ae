"""What stands between Jinja and the files of the theme."""

from pathlib import Path

from jinja2 import DictLoader, Environment
from mkdocs.theme import Theme

from rex.site.memo import Memo
from rex.site.theme import Compiled, list_only_visible


def test_all_that_is_not_hidden_is_listed_and_what_is_hidden_can_still_be_read() -> None:
    whole, visible = Theme(name="material"), Theme(name="material")
    list_only_visible(visible)
    before, after = whole.get_env().list_templates(), visible.get_env().list_templates()
    assert after == [name for name in before if not any(part.startswith(".") for part in name.split("/"))]
    assert len(after) < len(before) / 10
    assert visible.get_env().get_template(".icons/material/magnify.svg").render().startswith("<svg")


def test_a_template_is_compiled_once_for_each_text_and_environment(tmp_path: Path) -> None:
    def environment(text: str, memo: Memo, name: str, *, autoescape: bool) -> Environment:
        return Environment(loader=DictLoader({"page": text}), bytecode_cache=Compiled(memo, name), autoescape=autoescape)

    def shown(text: str, name: str, *, autoescape: bool = True) -> str:
        memo = Memo(tmp_path / "kept.sqlite", "1")
        made = environment(text, memo, name, autoescape=autoescape).get_template("page").render(word="<b>")
        memo.close()
        return made

    assert shown("{{ word }}", "one") == shown("{{ word }}", "one") == "&lt;b&gt;"
    assert shown("{{ word }}!", "one") == "&lt;b&gt;!"
    # What another environment has compiled, which does not escape, is not taken.
    assert shown("{{ word }}?", "two", autoescape=False) == "<b>?"
    # But that is what its own name gives: it is compiled no more.
    assert shown("{{ word }}?", "two") == "<b>?"
    assert shown("{{ word }}?", "one") == "&lt;b&gt;?"
