"""What a body says about itself, and that nothing dangerous passes as plain text.

The hostile texts are rendered with the site's own renderer, so that this file shows what lint is up against.
"""

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rex.core.body import Body, Citation, Heading, Link, parse_body
from rex.lint.oddities import oddities
from rex.lint.rules.body import unsafe_links

EXTENSIONS = [
    "tables",
    "attr_list",
    "md_in_html",
    "admonition",
    "def_list",
    "footnotes",
    "toc",
    "abbr",
    "sane_lists",
    "pymdownx.superfences",
]
HARMLESS_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 a em strong code pre ul ol li blockquote table thead tbody tr th td br div span".split())


class Page(HTMLParser):
    """What a browser would find that a case must not contain."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag not in HARMLESS_TAGS:
            self.dangers.append(tag)
        for name, value in attributes:
            if name == "href":
                is_safe = (value or "").startswith(("https://", "http://", "#")) or (value or "").partition("#")[0].endswith(".md")
            else:
                is_safe = name in ("id", "class", "start", "title") or (name == "style" and value.startswith("text-align"))
            if not is_safe:
                self.dangers.append(f"{tag} {name}={value}")
            if name == "class" and "admonition" in value:
                self.dangers.append(value)

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        self.dangers.append("comment")

    def handle_decl(self, decl):
        self.dangers.append("declaration")

    unknown_decl = handle_pi = handle_decl


def dangers(text: str) -> list[str]:
    page = Page()
    page.feed(markdown.markdown(text, extensions=EXTENSIONS))
    page.close()
    return page.dangers


def refusals(text: str) -> list[str]:
    body = parse_body(text)
    found = [name for name in ("raw-html", "stray-markup", "read-differently", "tangled-text") for _ in oddities(body, name)]
    return found + ["unsafe-link" for _ in unsafe_links(body)]


def names(body: Body) -> list[tuple[str, int]]:
    return [(oddity.name, oddity.line) for oddity in body.oddities]


HOSTILE = [
    "<img src=x onerror=1>",
    "<script>alert(1)</script>",
    "a <b>bold</b>",
    "a <!-- hidden --> b",
    "\\<img src=x onerror=1>",
    "<?php x ?>",
    "<!DOCTYPE x>",
    "- a\n\n    <img src=x onerror=1>",
    "- a\n\n      <img src=x onerror=1>",
    "```\na\n```\n    <img src=x onerror=1>",
    "```\n<img src=x onerror=1>",
    "```\n<img src=x onerror=1>\n````",
    "~~~ `a\n<img src=x onerror=1>\n~~~",
    "    \n~~~\n<img src=x onerror=1>\n~~~",
    "a `b\n- `<img src=x onerror=1>`",
    "| a | b |\n|---|---|\n| <img src=x> | c |",
    "[a](javascript:x)",
    "[a](JaVaScRiPt:x 'title')",
    "[a](java&#115;cript:x)",
    "[a](java\nscript:x)",
    "[a](javascript:x y)",
    "[a](javascript: x)",
    "[a](<javascript:x>)",
    "[a](data:text/html,x)",
    "[a](//example.org)",
    "[a](/absolute)",
    "[a](../x.html)",
    "![a](javascript:x)",
    "![a](https://example-shop.net/a.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "- [x]: javascript:alert(1)\n\n[x]",
    "> [x]: javascript:alert(1)\n\n[x]",
    "2. [x]: javascript:alert(1)\n\n[x][x]",
    "- - [x]: javascript:alert(1)\n\n[x][x]",
    "[\na]: javascript:x\n\n[a][a]",
    "term\n: [a]: javascript:x\n\n[a][a]",
    "term\n: definition",
    "*[x]: y\n\nx is here",
    "[^a]: a footnote\n\n[^a]",
    "# h {onclick=x}",
    "# h {: ✓ onclick=x}",
    '# h { .a onclick="x" }',
    "*em*{onclick=x}",
    "*em*{: onclick=x }",
    "*em*{ ✓ onclick=x}",
    '*em*{"a" onclick=x}',
    "*em*{,onclick=x}",
    "para\n{: onclick=x }",
    "`code`{: onclick=x}",
    "| a | b |\n|---|---|\n| c {: onclick=x} | d |",
    "!!! note\n    hi",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_renderer_would_turn_into_markup_is_refused(text):
    assert dangers(text), "the renderer makes nothing of it; this text shows nothing"
    assert refusals(text)


@pytest.mark.parametrize(
    "text",
    [
        "a <img src=x onerror=1",
        "<!-- hidden",
        "<div markdown=1>\nhi\n</div>",
        "[a [b](javascript:x)](https://example-shop.net)",
        "<javascript:x>",
        "<mailto:a@example.org>",
        '--8<-- "a.md"',
        "??? note\n    hi",
        "::: rex.core",
        "/// note\n",
        "[TOC]",
        "{{ config.x }}",
        "{% include 'x' %}",
        "***",
        "a `b",
        '=== "Tab"',
    ],
)
def test_what_another_renderer_or_extension_would_take_for_markup_is_refused(text):
    assert refusals(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plain text with *emphasis*, **strength** and `code`.[^report]",
        "A `<b>` tag, ``a ` tick`` and `{{ jinja }}` in code.",
        "```\n<b>{: x}\n[a]: b\n[c](javascript:x)\n```",
        "```yaml\na: {b: c}\n```\n\nText.",
        "~~~\n<b>\n~~~",
        "[a](https://example-shop.net/a_(b)) and [b](other-2019.md#results).",
        "[a](http://example-shop.net 'title') <https://example-shop.net/?a=b&c>",
        "- one[^a]\n- two\n\n1. three\n2. four",
        "> a quotation\n> in two lines",
        "| a | b |\n|---|:-:|\n| `x` | 5 < 6 |",
        "5 < 6, a <3 b, x<-y, 3 > 2 & so on; R&D, AT&T; C# and F#.",
        "They said: “no”[^report]: nothing more.",
        "Ils ont dit : « non »[^report] : rien.",
        "Wait — what?! Really!!! [sic] (see below) [a][b]",
        "12:30 – 14:00, 50 % of $5, a_b_c, *.md, ~/x, \\* and 2 * 3.",
        "One line  \nand another.",
    ],
)
def test_normal_prose_is_not_refused(text):
    assert refusals(text) == []
    assert dangers(text) == []


PIECES = st.sampled_from(
    [
        "<img src=x onerror=1>",
        "<b",
        "[a](javascript:x)",
        "[a]: javascript:x",
        "[a][a]",
        "`",
        "``",
        "```",
        "~~~",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "1. ",
        "# ",
        "a ",
        "|",
        "|---|---|\n",
        "\\",
        "*",
        "(",
        ")",
        "[",
        "]",
        "<",
        ">",
        '"',
        "'",
        "!",
        "\t",
        "&lt;",
        "*em*",
        "{: onclick=x}",
        "](",
        ":",
        "!!! x\n",
        "<!--",
        "-->",
        "<div>",
        "`<script>`",
        "\n```\n",
        "\n~~~\n",
        "javascript:x",
        "https://x.y",
        "[^a]",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=9).map("".join))
def test_nothing_that_passes_lint_renders_as_anything_dangerous(text):
    if not refusals(text):
        assert dangers(text) == []


# The reader has turned every CR into LF before a body gets here.
@given(st.text(st.characters(exclude_characters="\r"), max_size=200) | st.lists(PIECES, max_size=20).map("".join))
def test_no_body_makes_the_parser_raise(text):
    body = parse_body(text, 7)
    lines = range(7, 7 + text.count("\n") + 1)
    found = [item.line for group in (body.headings, body.citations, body.links, body.blocks, body.oddities) for item in group]
    assert all(line in lines for line in found)


def test_headings_have_their_level_text_and_line_in_the_file():
    body = parse_body("\n## One\n\ntext\n\n### `Two` *x*\n", 10)
    assert body.headings == (Heading(2, "One", 11), Heading(3, "`Two` *x*", 15))


def test_citations_have_the_place_where_they_stand():
    body = parse_body("First[^a] and\nthen[^b] and[^a].\n\n- item[^c]\n", 5)
    assert body.citations == (Citation("a", 5, 6), Citation("b", 6, 5), Citation("a", 6, 13), Citation("c", 8, 7))


def test_code_cites_and_links_nothing():
    body = parse_body("`[^a]` and `[x](https://example-shop.net)`\n\n```\n[^b] [y](z)\n```\n")
    assert (body.citations, body.links, body.oddities) == ((), (), ())


def test_links_have_the_line_of_their_target():
    body = parse_body("a\n[b](https://example-shop.net) and [c\nd](other.md)\n", 3)
    assert body.links == (Link("https://example-shop.net", 4, 5), Link("other.md", 5, 4))


def test_links_in_a_table_have_the_line_of_their_row():
    body = parse_body("| a | b |\n|---|---|\n| x | y |\n| [c](d.md) | z |\n")
    assert body.links == (Link("d.md", 4, 7),)


def test_an_unsafe_link_is_one_link_however_it_is_read():
    assert parse_body("[a](javascript:x) and [b](javascript:y z)").links == (Link("javascript:x", 1, 5), Link("javascript:y z", 1, 27))


def test_blocks_know_their_section_and_whether_they_cite():
    body = parse_body(
        "before\n\n## A\n\none[^a]\n\ntwo\n\n- item[^b]\n  - inner\n- item\n\n> quote\n\n```\ncode\n```\n\n| a |\n|---|\n| b[^c] |\n"
    )
    shown = [(block.section, block.line, block.is_cited, block.is_quote_or_code) for block in body.blocks]
    assert shown == [
        (-1, 1, False, False),
        (0, 5, True, False),
        (0, 7, False, False),
        (0, 9, True, False),
        (0, 11, False, False),
        (0, 13, False, True),
        (0, 15, False, True),
        (0, 19, True, False),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three", 3),
        ("l’eau d'un arc-en-ciel", 3),
        ("# heading\n\none", 1),
        ("a `code span` b", 2),
        ("```\ncode\n```", 0),
        ("- one\n- two [three](https://x.org)", 3),
        ("", 0),
    ],
)
def test_words_are_those_a_reader_reads(text, words):
    assert parse_body(text).words == words


def test_an_opening_and_a_closing_tag_are_one_oddity_and_each_has_its_place():
    body = parse_body("a <b>x</b> and <i>y</i>\n<b>z</b> </u>", 4)
    assert [(oddity.line, oddity.column) for oddity in body.oddities] == [(4, 3), (4, 16), (5, 1), (5, 10)]


def testoddities_come_in_the_order_of_lines():
    assert names(parse_body("a {x}\n\n<b>y</b>\n\n***\n\n![i](https://x.org/i.png)")) == [
        ("stray-markup", 1),
        ("raw-html", 3),
        ("stray-markup", 5),
        ("stray-markup", 7),
    ]
