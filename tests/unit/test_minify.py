"""What readers get without what only editors need."""

from rex.site.minify import without_comments


def test_comments_of_a_style_sheet_go_and_its_strings_stay() -> None:
    sheet = '/* Why. */\na { content: "/* no */"; }\nb { color: red; }/* two\n lines */\n'
    assert without_comments(sheet) == 'a { content: "/* no */"; }\nb { color: red; }'
