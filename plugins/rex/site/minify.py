"""Pages without the bytes that HTML lets one leave out: white space, quotes, closing tags. What a reader gets is the same."""

import re

import minify_html


def minified(html: str) -> str:
    """The same document, shorter, and still valid: only what the HTML standard makes optional is left out.

    A `<` that is text stays an entity, also in a title or an attribute, where the standard would allow the sign itself: so whoever
    reads the page, the check of the policy first of all, sees a tag where there is one and nowhere else.
    """
    for entity, sign in _KEPT.items():
        html = html.replace(entity, sign)
    html = _minified(html)
    for entity, sign in _KEPT.items():
        html = html.replace(sign, entity)
    return html


# No text holds these: they are no characters.
_KEPT = {"&lt;": "\ufdd0", "&#60;": "\ufdd1"}


def _minified(html: str) -> str:
    return minify_html.minify(
        html,
        # Standard HTML only, so that every reader of the files agrees with a browser.
        minify_doctype=False,
        allow_noncompliant_unquoted_attribute_values=False,
        allow_removing_spaces_between_attributes=False,
        allow_optimal_entities=False,
        # The policy is put after this tag.
        keep_html_and_head_opening_tags=True,
        # Scripts and styles are files of their own; what is inline is data.
        minify_js=False,
        minify_css=False,
    )


_COMMENT = re.compile(r"""("[^"\n]*"|'[^'\n]*')|/\*.*?\*/\n?""", re.DOTALL)


def without_comments(css: str) -> str:
    """A style sheet as browsers read it: comments are for who edits it. What stands in quotation marks is no comment."""
    return _COMMENT.sub(lambda found: found[1] or "", css)


_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)


def without_comment_lines(script: str) -> str:
    """A script of ours without the lines that are only a comment. None of ours has such a line inside a text: ESLint looks."""
    return _COMMENT_LINE.sub("", script)
