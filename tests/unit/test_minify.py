"""What readers get without what only editors need."""

from rex.site.minify import without_comment_lines, without_comments


def test_comments_of_a_style_sheet_go_and_its_strings_stay() -> None:
    sheet = '/* Why. */\na { content: "/* no */"; }\nb { color: red; }/* two\n lines */\n'
    assert without_comments(sheet) == 'a { content: "/* no */"; }\nb { color: red; }'


def test_lines_that_are_only_a_comment_are_left_out_of_a_script() -> None:
    script = "// what it does\nconst a = 'https://rex.example/'; // why\n  // and this\nf(a);\n"
    assert without_comment_lines(script) == "const a = 'https://rex.example/'; // why\nf(a);\n"
