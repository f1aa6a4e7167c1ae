"""`rex validate --fix`: one right answer, written whole, once and for all, and never another meaning."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builders import EXAMPLE_ID, a_base, a_corpus, a_translation
from rex.cli.main import main
from rex.core.address import fault, usual
from rex.core.characters import hidden_runs
from rex.core.dates import as_iso
from rex.core.frontmatter import read_bytes
from rex.lint.engine import errors, lint
from rex.lint.example import CASE, PATH
from rex.lint.mend import clean_characters, mend_texts, set_apostrophes

MENDED = {
    "a byte-order mark": ("---\ntitle", "\ufeff---\ntitle"),
    "line ends": ("\n", "\r\n"),
    "a zero-width space": ("title: An", "title: A\u200bn"),
    "tag characters": ("Restore one", "Restore\U000e0041\U000e0042 one"),
    "decomposed accents": ("## Context\n", "## Context\n"),
    "a no-break space after a colon": ("kind: incident", "kind:\u00a0incident"),
    "a no-break space in a heading": ("## What went wrong", "##\u00a0What went\u00a0wrong"),
    "an ambiguous value": ("after: 30", "after: 1_0"),
    "a date with slashes": ("date: 2024-03-05", "date: 2024/3/5"),
    "a date with the day first": ("date: 2024-03-05", "date: 25/03/2024"),
    "a near-miss mistake": ("  - id: untested-backups", "  - id: untested-backup"),
    "a near-miss value": ("kind: incident", "kind: incidnet"),
    "a near-miss field": ("kind: incident", "knid: incident"),
    "a near-miss citation": ("its orders.[^report]", "its orders.[^raport]"),
    "a near-miss source": ("sources: [report]\nfixes:", "sources: [repotr]\nfixes:"),
    "a near-miss heading": ("## Results", "## Result"),
    "a colon in a value": ("title: An untested", "title: An: untested"),
    "a missing space": ("kind: incident", "kind:incident"),
    "an address in capitals": ("https://example-shop.net/report", "HTTPS://Example-Shop.NET:443/report?utm_source=x"),
    "the order of fields": ("kind: incident\ndate: 2024-03-05\n", "date: 2024-03-05\nkind: incident\n"),
}


@pytest.mark.parametrize(("right", "wrong"), MENDED.values(), ids=MENDED)
def test_what_has_one_right_answer_is_mended_and_then_clean(tmp_path, capsys, right, wrong):
    broken = CASE.replace(right, wrong) if right == "\n" else CASE.replace(right, wrong, 1)
    root = a_base(tmp_path, {EXAMPLE_ID: broken})
    assert main(["validate", "--root", str(root), "--fix"]) == 0, capsys.readouterr().out
    mended = (root / PATH).read_bytes()
    assert b"\r" not in mended
    assert main(["validate", "--root", str(root), "--fix"]) == 0
    assert (root / PATH).read_bytes() == mended


def test_a_mended_example_is_the_example(tmp_path):
    for right, wrong in MENDED.values():
        if wrong.count("_0") or "25/03" in wrong or "An:" in wrong:
            continue  # another value than that of the example
        root = a_base(tmp_path / str(abs(hash(wrong))), {EXAMPLE_ID: CASE.replace(right, wrong, 1)})
        main(["validate", "--root", str(root), "--fix"])
        assert (root / PATH).read_text(encoding="utf-8") == CASE


def test_diff_shows_and_writes_nothing(tmp_path, capsys):
    broken = CASE.replace("kind: incident", "kind: incidnet")
    root = a_base(tmp_path, {EXAMPLE_ID: broken})
    assert main(["validate", "--root", str(root), "--fix", "--diff"]) == 1
    output = capsys.readouterr()
    assert "-kind: incidnet\n+kind: incident\n" in output.out and output.err == "1 file to mend\n"
    assert (root / PATH).read_text(encoding="utf-8") == broken
    assert main(["validate", "--root", str(root), "--diff"]) == 2


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("date: 2024-03-05", "date: 05/03/2024"),
        ("  - id: untested-backups", "  - id: no-such-thing-here"),
        ("kind: incident", "kind: x"),
        ("what: The nightly job", "what: Ticket #42 the nightly job"),
        ("url: https://example-shop.net/report", "url: https://user:pw@example-shop.net/report"),
        ("title: An", "title: \ufffdAn"),
    ],
)
def test_what_could_be_meant_in_two_ways_stays(tmp_path, right, wrong):
    broken = CASE.replace(right, wrong, 1)
    root = a_base(tmp_path, {EXAMPLE_ID: broken})
    main(["validate", "--root", str(root), "--fix"])
    if "\ufffd" not in wrong:
        assert (root / PATH).read_text(encoding="utf-8") == broken


def test_french_apostrophes_are_set_in_the_text_alone(tmp_path):
    text = a_translation().replace("Voici : « Restore", "L'équipe l'a dit, `d'accord` et [l'un](https://example-shop.net/l'un) : « Restore")
    root = a_base(tmp_path, {EXAMPLE_ID: CASE, f"{EXAMPLE_ID}.fr": text})
    main(["validate", "--root", str(root), "--fix"])
    mended = (root / f"cases/{EXAMPLE_ID}.fr.md").read_text(encoding="utf-8")
    assert "L’équipe l’a dit, `d'accord` et [l’un](https://example-shop.net/l'un)" in mended


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-3-5", "2024-03-05"),
        ("2024.03", "2024-03"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("05/05/2024", "2024-05-05"),
        ("05/03/2024", None),
        ("2024-13-01", None),
        ("30/02/2024", None),
        ("2024", None),
        ("2024-03-05", None),
    ],
)
def test_a_date_is_turned_only_if_it_can_mean_one_day(text, iso):
    assert as_iso(text) == iso


def values_of(text: str):
    document = read_bytes(text.encode("utf-8", "surrogateescape")).document
    return None if document is None else (document.values, document.body)


OTHERS = ["\n", "---\n", "'", '"', ": ", " #", "- ", "[", "]", "{", "l'eau ", "## Results\n", "x" * 30, "é", "\t", "e\u0301"]
PIECES = st.sampled_from([*(wrong for _, wrong in MENDED.values()), *OTHERS])
PLACES = st.integers(0, len(CASE))


@settings(max_examples=60)
@given(st.lists(st.tuples(PLACES, PIECES), min_size=1, max_size=4))
@example([(394, "\ufeff---\ntitle")])  # a value in quotes goes on at the margin, where it looks like a field
@example([(CASE.index("summary:"), "\ufeff---\n")])  # without what cannot be seen, the front matter ends here, as the reader sees it
@example([(608, "\ufeff---\ntitle"), (685, "after: 1_0")])  # what is mended first must not decide what else is
@example([(914, "date: 2024/3/5")])  # a value in quotes becomes a second `date`, and no `unknown` is left
def test_mending_twice_is_mending_once_and_never_makes_a_file_worse(changes):
    text = CASE
    for place, piece in changes:
        text = text[:place] + piece + text[place:]
    corpus = a_corpus({EXAMPLE_ID: text})
    [mended] = mend_texts(corpus, {PATH: text}).values()
    again = mend_texts(a_corpus({EXAMPLE_ID: mended}), {PATH: mended})[PATH]
    assert again == mended
    before = errors(lint(corpus))
    # What could not be read at all hides what else is wrong; that is shown then, and not made.
    if not any(finding.name in ("yaml-syntax", "missing-front-matter", "tab-indent", "merge-conflict") for finding in before):
        assert len(errors(lint(a_corpus({EXAMPLE_ID: mended})))) <= len(before)


@settings(max_examples=60)
@given(st.lists(st.tuples(PLACES, st.sampled_from(["\n", "# a comment\n", "l'eau ", " ", "\u00a0", "x"])), max_size=3), st.randoms())
def test_a_clean_file_keeps_its_meaning(changes, random):
    head, *blocks = (b for b in CASE.split("---\n", 2)[1].replace("\nkind", "\0kind").replace("\nlang", "\0lang").split("\0"))
    random.shuffle(blocks)
    text = "---\n" + "\n".join([head, *blocks]).rstrip("\n") + "\n---\n" + CASE.split("---\n", 2)[2]
    for place, piece in changes:
        text = text[:place] + piece + text[place:]
    corpus = a_corpus({EXAMPLE_ID: text})
    if errors(lint(corpus)):
        return
    [mended] = mend_texts(corpus, {PATH: text}).values()
    assert values_of(mended) == values_of(text)


@given(st.text(max_size=200))
def test_cleaning_characters_is_done_once_and_leaves_none(text):
    cleaned = clean_characters(text.encode("utf-8", "ignore").decode())
    assert clean_characters(cleaned) == cleaned
    assert not hidden_runs(cleaned)


@given(st.text(max_size=200))
def test_setting_apostrophes_is_done_once(text):
    assert set_apostrophes(set_apostrophes(text, "’"), "’") == set_apostrophes(text, "’")


@given(st.from_regex(r"https?://[a-zA-Z.]{1,20}(:443|:80)?(/[a-z?&=#_%0-9]{0,30})?", fullmatch=True))
def test_the_usual_spelling_of_an_address_is_found_once(url):
    assert usual(usual(url)) == usual(url)
    assert (fault(url) is None) <= (fault(usual(url)) is None)
