"""Text and markup: what is escaped, what stays, and what is refused."""

import pytest
from jinja2 import DictLoader, UndefinedError

from rex.pages import markup
from rex.pages.environment import environment
from rex.pages.markup import Md, plain


def rendered(template: str, **values: object) -> str:
    made = environment().overlay(loader=DictLoader({"t": template}))
    return made.get_template("t").render(**values)


@pytest.mark.parametrize("character", list('\\*_[]{}<>|~^$`"'))
def test_each_character_that_could_be_markup_becomes_an_entity(character: str) -> None:
    assert plain(f"a{character}b") == f"a&#{ord(character)};b"


def test_what_is_written_as_an_entity_is_shown_as_it_was_written() -> None:
    assert plain("&lt;") == "&amp;lt;"


def test_code_in_backticks_is_code_with_its_text_escaped() -> None:
    assert plain("a `<b>` c ``d`e`` f") == "a <code>&#60;b&#62;</code> c <code>d&#96;e</code> f"


def test_a_text_is_one_line_and_its_unbreakable_spaces_stay() -> None:
    assert plain("a\n\n b\u2028c\x85d\u00a0: e\x00\x02") == "a b c d\u00a0: e\ufffd\ufffd"


@pytest.mark.parametrize("start", ["#", ">", "+", "=", ":", "!", "-"])
def test_what_could_begin_a_block_does_not(start: str) -> None:
    assert plain(f"{start} a") == f"&#{ord(start)}; a"
    assert plain(f"  {start} a") == f" &#{ord(start)}; a"


def test_a_number_that_could_begin_a_list_does_not() -> None:
    assert plain("1. a") == "1&#46; a"
    assert plain("2) a") == "2&#41; a"


def test_a_bare_address_is_no_link() -> None:
    assert plain("https://a.example") == "https&#58;//a.example"


def test_whatever_meets_markup_is_escaped() -> None:
    expected = "**&#42;**"
    assert Md("**{}**").format("*") == expected
    assert Md("**%s**") % "*" == expected
    assert Md("**") + "*" + Md("**") == expected
    assert Md("").join([Md("**"), "*", Md("**")]) == expected
    assert rendered("{{ a ~ '*' ~ a }}", a=Md("**")) == expected
    assert rendered("{{ a | join('|') }}", a=["*", Md("*")]) == "&#42;&#124;*"


def test_markup_is_what_a_macro_or_a_block_gives_and_text_in_it_was_escaped() -> None:
    assert rendered("{% macro m(x) %}**{{ x }}**{% endmacro %}{{ m(a) }}", a="*") == "**&#42;**"
    macro = "{% macro m(x) %}**{{ x }}{{ caller() }}**{% endmacro %}"
    assert rendered(macro + "{% call m(a) %}*{{ a }}{% endcall %}", a="*") == "**&#42;*&#42;**"
    assert rendered("{% set b %}**{{ a }}**{% endset %}{{ b }}", a="*") == "**&#42;**"
    assert rendered("{% set b = a ~ '*' %}{{ b }}", a="*") == "&#42;&#42;"


@pytest.mark.parametrize("name", ["safe", "e", "escape", "forceescape", "xmlattr", "urlize", "tojson"])
def test_no_filter_leads_round_the_type(name: str) -> None:
    assert name not in environment().filters


def test_parts_are_joined_by_nothing_unless_one_says_by_what() -> None:
    assert rendered("{{ ['a', '<b>'] | join }}") == "a&#60;b&#62;"
    assert rendered("{{ ['a', 'b'] | join(', ') }}") == "a, b"


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        rendered("{{ nothing }}")


def test_an_attribute_takes_text_only() -> None:
    assert markup.attribute("a `b` \"c\" 'd' <e>\nf") == "a b &#34;c&#34; &#39;d&#39; &#60;e&#62; f"
    with pytest.raises(TypeError):
        markup.attribute(Md("a"))


def test_an_address_cannot_leave_its_place() -> None:
    assert markup.url("https://a.example/b c)\"'`{x}__|") == "https://a.example/b%20c%29%22%27%60%7Bx%7D%5F%5F%7C"
    for address in ("javascript:alert(1)", "//a.example", " https://a.example", "data:text/html,x"):
        with pytest.raises(ValueError, match="not a web address"):
            markup.url(address)


def test_an_id_is_made_of_letters_digits_and_hyphens() -> None:
    assert markup.anchor("own_word-1") == "own_word-1"
    with pytest.raises(ValueError, match="not an id"):
        markup.anchor('a" onclick="b')


def test_code_keeps_its_spaces_and_is_one_line() -> None:
    assert markup.code("FATAL:  a\n`b`") == "<code>FATAL:  a &#96;b&#96;</code>"


def test_a_title_in_the_front_matter_is_one_escaped_yaml_text() -> None:
    assert markup.meta('a "b" \\ <c>\n---\x00') == '"a &quot;b&quot; &#92; &lt;c&gt; ---\ufffd"'
