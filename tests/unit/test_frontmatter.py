"""The strict reader: every bad input is one clear problem, never an exception and never another value."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builders import Quoted, as_yaml
from rex.core.characters import SPACES, hidden_runs
from rex.core.errors import Position
from rex.core.files import MAX_FILE_BYTES
from rex.core.frontmatter import MAX_DEPTH, MAX_YAML_CHARACTERS, Reading, read_bytes
from rex.core.reader import READER


def read(text: str) -> Reading:
    return read_bytes(text.encode("utf-8"))


def read_field(value: str) -> Reading:
    return read(f"---\nfield: {value}\n---\n")


def is_whole(reading: Reading) -> bool:
    return reading.document is not None and reading.document.is_whole


def only_problem(reading: Reading) -> tuple[str, int, int]:
    [problem] = reading.problems
    assert problem.message.strip() == problem.message != ""
    return problem.name, problem.position.line, problem.position.column


def test_a_plain_document_gives_values_body_and_positions():
    reading = read("---\ntitle: A case\ntags: [one, two]\n---\n\nText.\n")
    assert reading.problems == []
    document = reading.document
    assert document.values == {"title": "A case", "tags": ["one", "two"]}
    assert (document.body, document.body_line) == ("\nText.\n", 5)
    assert document.at("title") == Position(2, 8)
    assert document.at_key("title") == Position(2, 1)
    assert document.at("tags", 1) == Position(3, 13)


def test_positions_of_nested_values_and_keys_point_at_them():
    document = read("---\nlist:\n  - id: a\n    deep: {x: [1, two]}\n---\n").document
    assert document.at("list", 0, "id") == Position(3, 9)
    assert document.at("list", 0, "deep", "x", 1) == Position(4, 19)
    assert document.at_key("list", 0, "deep", "x") == Position(4, 12)


def test_a_position_that_is_not_there_is_that_of_the_nearest_thing_above():
    document = read("---\nlist:\n  - id: a\n---\n").document
    assert document.at("list", 0, "sources") == document.at("list", 0) == Position(3, 5)
    assert document.at("nothing") == Position(2, 1)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"---\ntitle: caf\xe9\n---\n", 2, 11),
        ("---\ntitle: é".encode() + b"\xc3", 2, 9),
        (b"---\na: b\n---\n\nfirst\nsecond \x80 byte\n", 6, 8),
    ],
)
def test_a_byte_that_is_not_utf8_is_reported_where_it_stands(data, line, column):
    reading = read_bytes(data)
    assert not is_whole(reading)
    assert only_problem(reading) == ("not-utf-8", line, column)


def test_a_byte_order_mark_is_one_problem_and_the_rest_is_read():
    reading = read_bytes(b"\xef\xbb\xbf---\ntitle: A\n---\n")
    assert only_problem(reading) == ("byte-order-mark", 1, 1)
    assert reading.document.values == {"title": "A"}
    assert reading.document.at("title") == Position(2, 8)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends_are_one_problem_and_lines_still_count(end):
    reading = read(end.join(["---", "title: A", "kind: b", "---", "Text", ""]))
    assert only_problem(reading) == ("carriage-return", 1, 4)
    assert reading.document.values == {"title": "A", "kind": "b"}
    assert reading.document.at("kind") == Position(3, 7)
    assert reading.document.body == "Text\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("\n", 1),
        ("title: A\n---\n", 1),
        (" ---\ntitle: A\n---\n", 1),
        ("# A heading\n", 1),
        ("----\ntitle: A\n----\n", 1),
        ("---\ntitle: A\n", 3),
        ("---\ntitle: A\n ---\nText\n", 3),
        ("---", 1),
    ],
)
def test_missing_dashes_are_one_problem(text, line):
    assert only_problem(read(text)) == ("missing-front-matter", line, 1)


@pytest.mark.parametrize(
    "text", ["---\n---\n", "---\n\n---\nText\n", "---\n# only a comment\n---\n", "---\n- a\n- b\n---\n", "---\njust text\n---\n"]
)
def test_front_matter_without_fields_is_one_problem(text):
    reading = read(text)
    assert not is_whole(reading)
    assert only_problem(reading) == ("yaml-syntax", 2, 1)


def test_dashes_in_the_body_do_not_end_anything():
    reading = read("---\ntitle: A\n---\nOne\n\n---\n\nTwo\n")
    assert reading.problems == []
    assert reading.document.body == "One\n\n---\n\nTwo\n"
    assert reading.document.body_line == 4


def test_dashes_with_spaces_after_them_still_close_the_front_matter():
    reading = read("--- \ntitle: A\n---  \nText\n")
    assert reading.problems == []
    assert (reading.document.values, reading.document.body, reading.document.body_line) == ({"title": "A"}, "Text\n", 4)


@pytest.mark.parametrize(
    ("yaml_text", "line", "column"),
    [("list:\n\t- a", 3, 1), ("list:\n  \t- a", 3, 3), ("a:\n  b: c\n\td: e", 4, 1)],
)
def test_a_tab_as_indentation_is_reported_where_it_stands(yaml_text, line, column):
    reading = read(f"---\n{yaml_text}\n---\n")
    assert not is_whole(reading)
    assert only_problem(reading) == ("tab-indent", line, column)


@pytest.mark.parametrize(("wrong", "name"), [("<<: {b: 1}", "yaml-feature"), ("[a, b]: 1", "yaml-feature"), ("a: 2", "duplicate-key")])
def test_what_follows_a_key_that_is_none_is_read(wrong, name):
    reading = read(f"---\na: 1\n{wrong}\nafter: 3\n---\n")
    assert [problem.name for problem in reading.problems] == [name]
    assert reading.document.values == {"a": 1, "after": 3}


@pytest.mark.parametrize(
    ("yaml_text", "line", "column"),
    [("a: one\nb: two\na: three", 4, 1), ("x:\n  a: one\n  a: two", 4, 3), ("x: {a: 1, a: 2}", 2, 11), ('a: one\n"a": two', 3, 1)],
)
def test_the_second_of_two_equal_keys_is_reported_and_the_first_kept(yaml_text, line, column):
    reading = read(f"---\n{yaml_text}\n---\n")
    assert only_problem(reading) == ("duplicate-key", line, column)
    first = reading.document.values.get("a") or reading.document.values["x"]["a"]
    assert first in ("one", 1)


AMBIGUOUS = (
    "no No NO yes Yes YES on On ON off Off OFF y Y n N nO True TRUE False FALSE Null NULL"
    " 012 0o17 0O17 0x1F 0b101 00 -012 1:30 1:30:00 190:20:30.15 1_000 1.10 1.0e3 1e3 1E3 -1e-3 +1 +1.5 .5 -.5 1. 2.50 -0.0"
    " .inf -.inf +.inf .Inf .INF .nan .NaN .NAN 1234567890123456789 0.1234567890123456789 1__0 1_000.5 1.5_0"
).split()


@pytest.mark.parametrize("value", AMBIGUOUS)
def test_a_value_that_yaml_readers_disagree_about_is_one_problem_and_keeps_its_text(value):
    reading = read_field(value)
    if value == "-0.0":  # every reader takes it for the same number
        assert reading.problems == [] and str(reading.document.values["field"]) == "-0.0"
        return
    assert only_problem(reading) == ("ambiguous-value", 2, 8)
    assert reading.problems[0].suggestion == f'"{value}"'
    assert reading.document.values == {"field": value}
    assert reading.document.doubtful == {("field",)}


@pytest.mark.parametrize("value", AMBIGUOUS)
@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_make_any_text_plain_text(value, quote):
    reading = read_field(f"{quote}{value}{quote}")
    assert reading.problems == []
    assert reading.document.values == {"field": value}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-7", -7),
        ("2017", 2017),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("2024-03-05", "2024-03-05"),
        ("2012/2016", "2012/2016"),
        ("1.2.3", "1.2.3"),
        ("v1.10", "v1.10"),
        ("nothing", "nothing"),
        ("=", "="),
        ("12 h", "12 h"),
        ("1٢", "1٢"),
        ("a: b", None),
        ("|\n  text\n", "text\n"),
    ],
)
def test_a_scalar_has_one_meaning(text, value):
    reading = read_field(text)
    if text == "a: b":
        assert only_problem(reading)[0] == "yaml-syntax"
        return
    assert reading.problems == []
    found = reading.document.values["field"]
    assert found == value and type(found) is type(value)
    assert not isinstance(found, date)


@pytest.mark.parametrize(
    ("yaml_text", "line", "column"),
    [
        ("a: &x one", 2, 4),
        ("a: &x [one]", 2, 4),
        ("b: one\na: *x", 3, 4),
        ("a: !!str 1", 2, 4),
        ("a: !custom {b: c}", 2, 4),
        ("a: !!python/object/apply:os.system [ls]", 2, 4),
        ("a: {<<: {b: c}}", 2, 5),
        ("<<: {b: c}", 2, 1),
        ("? [a, b]\n: c", 2, 3),
        ("? {a: b}\n: c", 2, 3),
    ],
)
def test_yaml_features_that_hide_values_are_reported_where_they_stand(yaml_text, line, column):
    assert only_problem(read(f"---\n{yaml_text}\n---\n")) == ("yaml-feature", line, column)


def test_a_second_yaml_document_is_one_problem():
    reading = read_bytes(b"a: b\n---\nc: d\n", front_matter=False)
    assert not is_whole(reading)
    assert only_problem(reading) == ("yaml-feature", 2, 1)


def test_a_billion_laughs_stops_at_its_anchors():
    levels = "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'lol'}]\n" for i in range(9))
    reading = read(f"---\n{levels}---\n")
    # Each anchor is to be written out; the aliases go with them.
    assert [(problem.name, problem.position) for problem in reading.problems] == [("yaml-feature", Position(2 + i, 5)) for i in range(9)]
    assert not any(reading.document.values.values())


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "[{a: ", "? "])
def test_deep_nesting_is_refused_before_anything_recurses(bracket):
    reading = read_bytes(b"---\na:\n  " + (bracket * (60_000 // len(bracket))).encode() + b"\n---\n")
    assert not is_whole(reading)
    assert only_problem(reading)[0] in ("yaml-too-deep", "yaml-syntax")


def test_a_hundred_thousand_brackets_are_one_problem():
    reading = read_bytes(b"---\na: " + b"[" * 100_000 + b"\n---\n")
    assert not is_whole(reading)
    assert only_problem(reading) == ("file-too-large", 2, 1)


@pytest.mark.parametrize(("levels", "is_read"), [(MAX_DEPTH - 1, True), (MAX_DEPTH, False)])
def test_nesting_is_accepted_up_to_its_limit(levels, is_read):
    reading = read_field("[" * levels + "]" * levels)
    assert is_whole(reading) is is_read
    assert [problem.name for problem in reading.problems] == ([] if is_read else ["yaml-too-deep"])


def test_too_many_values_are_one_problem():
    assert only_problem(read_field("[" + "1," * 21_000 + "]"))[0] == "yaml-too-deep"


def test_ten_megabytes_are_refused_without_reading_them(tmp_path):
    path = tmp_path / "large.md"
    path.write_bytes(b"---\na: b\n---\n" + b"x" * 10_000_000)
    reading = READER.file(path, tmp_path)
    assert not is_whole(reading)
    assert only_problem(reading) == ("file-too-large", 1, 1)
    assert read_bytes(path.read_bytes()).problems == reading.problems


def test_the_limit_counts_bytes():
    head = b"---\na: b\n---\n"
    assert read_bytes(head + b"x" * (MAX_FILE_BYTES - len(head))).problems == []
    assert only_problem(read_bytes(head + b"x" * (MAX_FILE_BYTES - len(head) + 1))) == ("file-too-large", 1, 1)


def test_front_matter_has_a_limit_of_its_own():
    assert only_problem(read_field("x" * MAX_YAML_CHARACTERS)) == ("file-too-large", 2, 1)


def test_an_empty_file_on_disk_is_one_problem(tmp_path):
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "empty.yml").write_bytes(b"")
    assert only_problem(READER.file(tmp_path / "empty.md", tmp_path))[0] == "missing-front-matter"
    assert only_problem(READER.file(tmp_path / "empty.yml", tmp_path, front_matter=False))[0] == "yaml-syntax"


@pytest.mark.parametrize(
    "character", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\x07\x1b\x7f\x85\x0b\x0c\u2028\u2029"
)
@pytest.mark.parametrize(("text", "line", "column"), [("---\ntitle: A{}B\n---\n", 2, 9), ("---\na: b\n---\n\nText {}.\n", 5, 6)])
def test_an_invisible_character_is_reported_where_it_stands(character, text, line, column):
    reading = read(text.format(character))
    assert reading.document == replace(read(text.format("")).document, removed={line: [column]})
    assert only_problem(reading) == ("invisible-character", line, column)
    assert f"U+{ord(character):04X}" in reading.problems[0].message


@pytest.mark.parametrize("character", ["\u00a0", "\u202f", "é", "日", "🚀"])
def test_unusual_characters_do_not_move_lines_or_positions(character):
    reading = read(f"---\nfirst: a{character}b\nsecond: c\n---\nText\n")
    assert reading.problems == []
    assert reading.document.values["second"] == "c"
    assert reading.document.at("second") == Position(3, 9)
    assert reading.document.body_line == 5


@pytest.mark.parametrize(
    "value",
    ["[a", "{a: b", '"a', "'a", "a: b: c", "@a", "`a`", "%a", "[a}", '"\\q"', "- a", "&", "*", "!<", ">x", "[a, [b]"],
)
def test_what_is_not_yaml_is_one_problem_with_a_place(value):
    reading = read_field(value)
    name, line, column = only_problem(reading)
    assert name in ("yaml-syntax", "yaml-feature")
    assert 2 <= line <= 6 and column >= 1
    assert not is_whole(reading)


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(data):
    for front_matter in (True, False):
        reading = read_bytes(data, front_matter=front_matter)
        assert reading.document is not None or len(reading.problems) >= 1


YAML_LIKE = st.text(alphabet="ab: -[]{}&*!|>'\"#%@`\n\t,?<~0123.eExX_\r\u2028é\\", max_size=120)


@given(YAML_LIKE | st.text(max_size=200))
def test_no_front_matter_makes_the_reader_raise(text):
    reading = read(f"---\n{text}\n---\nBody")
    assert reading.document is not None or len(reading.problems) >= 1


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"), exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: not hidden_runs(text))
LEAVES = WORDS | st.integers(-(10**15), 10**15) | st.booleans() | st.none()
DATA = st.dictionaries(
    WORDS,
    st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12),
    min_size=1,
    max_size=5,
)


def quoted(data: object) -> object:
    """Every text in double quotes, as careful people write it; PyYAML itself would leave `y` bare."""
    if isinstance(data, str):
        return Quoted(data)
    if isinstance(data, list):
        return [quoted(item) for item in data]
    if isinstance(data, dict):
        return {Quoted(key): quoted(value) for key, value in data.items()}
    return data


@given(DATA, st.booleans(), st.sampled_from([20, 80, 10_000]))
def test_what_yaml_dumps_comes_back_equal(data, flow, width):
    text = as_yaml(quoted(data), default_flow_style=flow, width=width)
    # A line that begins with another space than the ordinary one is a finding wherever it stands; folding can make one.
    assume(not re.search(rf"^ *[{SPACES}]", text, re.M))
    reading = read(f"---\n{text}---\n")
    if data.keys() & {"<<"} or "<<" in str(data):
        return
    assert reading.problems == []
    assert reading.document.values == data


def _leaves(data: object, loc: tuple = ()):
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*loc, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, (*loc, index))
    else:
        yield loc, data


SIMPLE = st.text("abcdefgh", min_size=3, max_size=8).map("w".__add__)
SIMPLE_DATA = st.dictionaries(
    SIMPLE,
    st.recursive(SIMPLE, lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(SIMPLE, inner, min_size=1, max_size=4)),
    min_size=1,
)


@given(SIMPLE_DATA, st.booleans())
def test_every_position_points_at_its_value_and_its_key(data, flow):
    text = "---\n" + as_yaml(data, default_flow_style=flow) + "---\n"
    lines = text.split("\n")
    document = read(text).document
    for loc, value in _leaves(data):
        position = document.positions[loc]
        assert lines[position.line - 1][position.column - 1 :].startswith(value)
        for depth in range(1, len(loc) + 1):
            if isinstance(key := loc[depth - 1], str):
                position = document.key_positions[loc[:depth]]
                assert lines[position.line - 1][position.column - 1 :].startswith(f"{key}:")


def test_many_lists_side_by_side_are_not_deep() -> None:
    reading = read_bytes(("---\nlists:\n" + "  - {name: [a, [b]]}\n" * 100 + "---\ntext\n").encode())
    assert reading.problems == []
