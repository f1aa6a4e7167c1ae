"""The plain Markdown of a page: elements become marks, decoration goes, links start from where the page is published."""

import pytest

from rex.pages.plain_markdown import plain_markdown

ADDRESS = "https://rex.example/en/cases/a/"


def plain(markdown: str, page: str = "cases/a.md") -> str:
    text = plain_markdown(markdown, page, ADDRESS)
    assert text.endswith(f"\n\n<{ADDRESS}>\n")
    return text.removesuffix(f"\n\n<{ADDRESS}>\n")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a &lt;b&gt; &amp; &#42;c&#42;", r"a \<b\> & \*c\*"),
        ("<code>a &lt;b&gt; &#42;</code> &#42;", r"`a <b> *` \*"),
        ("<b>one</b> <em>two</em> <i>three</i>", "**one** *two* *three*"),
        ('<a href="../b/">b</a>', "[b](https://rex.example/en/cases/b/)"),
        ('<a href="#x">x <b>y</b></a>', "[x **y**](https://rex.example/en/cases/a/#x)"),
        ("<h1>One</h1><h2>Two</h2><h4>Four</h4>", "# One\n\n## Two\n\n#### Four"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<dl><dt>word</dt><dd>what it is</dd></dl>", "- word: what it is"),
        (
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>after",
            "| a | b |\n| --- | --- |\n| 1 | 2 |\n\nafter",
        ),
        ("one<br>two", "one  two"),
        ("before<svg><g>a</g></svg>after", "beforeafter"),
        ('before<p class="rex-told">a <b>b</b><br></p>after', "beforeafter"),
        ("before<span hidden>a</span>after", "beforeafter"),
        ("## Text { #text }", "## Text { #text }"),
        ("## Text {: #text }", "## Text"),
        ("```\n<b>&lt;\n```", "```\n<b>&lt;\n```"),
    ],
)
def test_elements_become_marks(markdown: str, expected: str) -> None:
    assert plain(markdown) == expected


@pytest.mark.parametrize(
    "block", ["p", "div", "section", "figure", "figcaption", "nav", "details", "summary", "fieldset", "header", "ol", "ul", "dl", "table"]
)
def test_a_block_stands_apart(block: str) -> None:
    assert plain(f"one<{block}>two</{block}>three") == "one\n\ntwo\n\nthree"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b.md", "https://rex.example/en/cases/b/"),
        ("../mistakes/c.md#x", "https://rex.example/en/mistakes/c/#x"),
        ("../index.md?a=b", "https://rex.example/en/?a=b"),
        ("../../../data/a.json", "https://rex.example/data/a.json"),
        ("https://example.net/d.md", "https://example.net/d.md"),
    ],
)
def test_links_lead_from_the_published_page(link: str, expected: str) -> None:
    assert plain(f"[text]({link})") == f"[text]({expected})"
