"""`rex index`, `rex search` and `rex similar` on a small base on disk."""

import io
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from builders import a_case
from builders_search import STORM, a_search_base, edit, results, rex
from rex.cli.search import clean
from rex.core.derive import RELATED

KEYS = [
    *("id", "title", "score", "url", "lang", "company", "year", "summary", "passage", "pillars", "mistakes", "fixes", "status"),
    *("kind", "countries", "sectors", "years"),
]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REX_CACHE_DIR", str(tmp_path / "cache"))
    return a_search_base(tmp_path / "base")


def counts(capsys: pytest.CaptureFixture[str], base: Path, *options: str) -> str:
    capsys.readouterr()
    assert rex(base, "index", *options) == 0
    return capsys.readouterr().out.split(" (")[0]


def test_index_counts_what_it_did_and_says_where_it_is(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counts(capsys, base) == "4 added, 0 changed, 0 removed, 0 unchanged"
    assert counts(capsys, base) == "0 added, 0 changed, 0 removed, 4 unchanged"
    edit(base, STORM, "Pauses grow", "Pauses always grow")
    (base / "cases" / "example-2024.fr.md").unlink()
    (base / "cases" / "other-2020.md").write_text(a_case(date="2020"), encoding="utf-8")
    assert counts(capsys, base) == "1 added, 1 changed, 1 removed, 2 unchanged"
    assert counts(capsys, base, "--rebuild") == "0 added, 0 changed, 0 removed, 4 unchanged"
    rex(base, "index")
    where = Path(capsys.readouterr().out.splitlines()[1].removeprefix("index: "))
    assert where.is_dir()
    assert where.is_relative_to(tmp_path / "cache")


def test_a_changed_word_of_the_vocabulary_reaches_the_cases_that_use_it(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert counts(capsys, base)
    path = base / "cases" / "_vocabulary" / "mistakes.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("retry storm, in English", "thundering zebra"), encoding="utf-8")
    assert [hit["id"] for hit in results(capsys, base, "zebras")] == [STORM]


def test_the_base_itself_stays_untouched(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(base.rglob("*"))
    assert results(capsys, base, "disk")
    assert sorted(base.rglob("*")) == before


def test_an_index_inside_the_base_is_refused(base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("REX_CACHE_DIR", str(base / ".cache"))
    for command in (["index"], ["search", "disk"]):
        assert rex(base, *command) == 2
        assert "may not be inside the base" in capsys.readouterr().err
    assert not (base / ".cache").exists()


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"XDG_CACHE_HOME": "{tmp}/xdg"}, "xdg/devops-rex"),
        ({"XDG_CACHE_HOME": "relative"}, "home/.cache/devops-rex"),
        ({}, "home/.cache/devops-rex"),
    ],
)
def test_the_cache_folder_of_the_user_is_used(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], folder: str
) -> None:
    monkeypatch.delenv("REX_CACHE_DIR")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(tmp=tmp_path))
    assert rex(base, "index") == 0
    assert (tmp_path / folder).is_dir()


def test_a_result_has_the_promised_keys(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (hit,) = results(capsys, base, "empty backup", "--mistake", "untested-backups", "--lang", "en")
    assert list(hit) == KEYS
    assert hit["score"] > 0
    assert hit | {"score": 0, "summary": "", "passage": "", "title": ""} == {
        "id": "example-2024",
        "title": "",
        "score": 0,
        "url": "/en/cases/example-2024/",
        "lang": "en",
        "company": ["example-shop"],
        "year": 2024,
        "summary": "",
        "passage": "",
        "pillars": ["automation"],
        "mistakes": ["untested-backups"],
        "fixes": ["automated-restore-testing"],
        "status": "published",
        "kind": "incident",
        "countries": ["FR"],
        "sectors": ["retail"],
        "years": [2024],
    }
    assert "backup turned out to be empty" in hit["passage"]


def test_search_sees_edits_at_once(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert results(capsys, base, "zebra") == []
    edit(base, STORM, "Pauses grow", "Zebras grow")
    assert [hit["id"] for hit in results(capsys, base, "zebra")] == [STORM]
    (base / "cases" / f"{STORM}.md").unlink()
    assert results(capsys, base, "zebra") == []


def test_drafts_broken_and_withdrawn_cases_are_absent(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "draft-2020.md").write_text(a_case(status="draft", title="Zebra"), encoding="utf-8")
    (base / "cases" / "broken-2020.md").write_text("---\ntitle: Zebra\n", encoding="utf-8")
    gone = a_case(status="withdrawn", withdrawn_because="It was wrong.", title="Zebra")
    (base / "cases" / "gone-2020.md").write_text(gone, encoding="utf-8")
    assert results(capsys, base, "zebra") == []


def test_a_former_id_of_a_term_still_filters(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [hit["id"] for hit in results(capsys, base, "--mistake", "backups-never-tested")] == ["example-2024"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["search", "--mistake", "untested-backup"], "unknown mistake 'untested-backup'; did you mean `untested-backups`?"),
        (["search", "x", "--pillar", "cultur"], "unknown pillar 'cultur'; did you mean `culture`?"),
        (["search", "x", "--fix", "chaos-engineer"], "did you mean `chaos-engineering`?"),
        (["search", "x", "--company", "qqqqq"], "unknown company 'qqqqq'"),
        (["search"], "give words to look for, or a filter"),
        (["search", "*"], "there is nothing to search for in '*'"),
        (["search", "the", "of"], "every word is too common"),
        (["search", "x", "--since", "2020", "--until", "2016"], "--since 2020 is after --until 2016"),
        (["search", "x", "--country", "frence"], "unknown country 'frence'; did you mean `france`?"),
        (["search", "x", "--kind", "incidents"], "did you mean `incident`?"),
        (["search", "--lang", "fr"], "give words to look for, or a filter"),
        (["search", "x", "--limit", "0"], "--limit must be at least 1"),
        (["search", "x", "--year", "soon"], "--year must be a year such as 2016, not 'soon'"),
        (["search", "x", "--lang", "de"], "invalid choice"),
        (["search", "x", "--limit", "few"], "invalid int value: 'few'"),
        (["search", "-rf"], "unknown argument '-rf'; see rex search --help, or put -- before words that begin with a dash"),
        (["search", "x", "--since", "abc"], "--since must be a year such as 2016, not 'abc'"),
        (["search", ""], "give words to look for, or a filter"),
        (["search", "🔥"], "there is nothing to search for in '🔥'"),
        (["search", "x", "--pillar", "qqqq"], "unknown pillar 'qqqq'; one of automation, culture, measurement, sharing"),
        (["validate", "--colour"], "rex validate: unknown argument '--colour'; see rex validate --help"),
        (["frobnicate"], "invalid choice: 'frobnicate'"),
        (["similar", "exemple-2024"], "no case 'exemple-2024'; did you mean `example-2024`?"),
        (["similar", "qqqqqq"], "no case 'qqqqqq'"),
    ],
)
def test_misuse_is_one_line_and_status_2(base: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, *words) == 2
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.removeprefix("rex search: indexing the cases …\n").count("\n") == 1
    assert captured.out == ""


def test_words_stand_before_and_after_options_and_behind_two_dashes(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [hit["id"] for hit in results(capsys, base, "disk", "--lang", "en", "failure")] == ["example-2024"]
    assert rex(base, "search", "disk", "--lang", "en", "zebra") == 0
    assert "no case has 'zebra'" in capsys.readouterr().err
    assert rex(base, "search", "--", "-zebra", "-disk") == 0
    assert "no case has 'zebra'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "remark"),
    [
        ("reco* disk", "* stands for nothing"),
        ("disk NOT network", "AND, OR and NOT are no operators"),
        ("title:disk", "a word cannot be looked for in one part"),
        ('disk "failure', "a quote is not closed"),
        ("disk mistake:untested-backups", "to filter, write --mistake untested-backups"),
    ],
)
def test_what_is_no_syntax_is_said(base: Path, words: str, remark: str, capsys: pytest.CaptureFixture[str]) -> None:
    rex(base, "search", words)
    assert remark in capsys.readouterr().err
    # In a paste nothing is syntax, and in plain words there is nothing to remark on.
    for plain in (f"java.lang.IllegalStateException: {words}", "disk failure, and nothing else"):
        rex(base, "search", plain)
        assert remark not in capsys.readouterr().err


@pytest.mark.parametrize("word", ["データベース", "Zébrr", "резервная"])
def test_a_missing_word_is_named_as_it_was_typed(base: Path, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, "search", word) == 1
    assert f"no case has '{word}'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--company", "Example Shop"),
        ("--company", "EXAMPLE SHOP"),
        ("--country", "France"),
        ("--country", "fr"),
        ("--pillar", "Automation"),
    ],
)
def test_a_filter_takes_names_as_people_write_them(base: Path, option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "example-2024" in [hit["id"] for hit in results(capsys, base, option, value)]


@pytest.mark.parametrize(
    "words",
    [
        "Traceback (most recent call last):\n" + '  File "/srv/app/main.py", line 7, in run\n    return go(timeout=3)\n' * 150,
        "0x7f" * 3000,
        "\udcff\udcfe disk",
        "é" * 50 + " disk",
        "(" * 3000 + "disk" + ")" * 3000,
        '"' * 999 + "disk",
        "\x00\x1b[31m disk",
    ],
)
def test_whatever_is_typed_gets_an_answer_and_no_traceback(base: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    for options in ([], ["--json", "--explain", "--facets"]):
        assert rex(base, "search", *options, words) in (0, 1, 2)
        assert len(capsys.readouterr().err) < 2000


def test_nothing_found_is_status_1_and_a_message(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, "search", "zebra") == 1
    captured = capsys.readouterr()
    assert "nothing found" in captured.err
    assert captured.out == ""
    assert results(capsys, base, "--year", "1999") == []


def test_a_damaged_index_is_built_again_and_said(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert results(capsys, base, "disk")
    for file in (tmp_path / "cache").rglob("*.seg"):
        file.write_bytes(b"nonsense")
    assert rex(base, "search", "disk") == 0
    captured = capsys.readouterr()
    assert "built again" in captured.err
    assert "/en/cases/example-2024/" in captured.out


def on_a_terminal(base: Path, *words: str) -> str:
    """What a command prints when its output is a terminal."""
    reading, writing = pty.openpty()
    command = [sys.executable, "-W", "ignore", "-m", "rex.cli", words[0], "--root", str(base), *words[1:]]
    subprocess.run(command, stdout=writing, check=True, timeout=60, env=os.environ | {"TERM": "xterm"})
    os.close(writing)
    printed = os.read(reading, 100_000).decode()
    os.close(reading)
    return printed


def test_matched_words_are_bold_on_a_terminal_only(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b[1mretries\x1b[0m" in on_a_terminal(base, "search", "retries")
    assert rex(base, "search", "retries") == 0
    assert "\x1b" not in capsys.readouterr().out


def test_a_case_cannot_command_the_terminal(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clean("\x1b]0;owned\x07 zebra \u202egnp\n") == " ]0;owned  zebra  gnp "
    (base / "cases" / "hostile-2020.md").write_text(a_case(title="zebra \u202egnp", date="2020"), encoding="utf-8")
    rex(base, "search", "zebra")
    assert "\u202e" not in capsys.readouterr().out


def test_a_search_in_a_fresh_index_loads_neither_the_model_nor_a_generator(base: Path) -> None:
    code = (
        "import sys; from rex.cli.main import main; main(sys.argv[1:]); main(sys.argv[1:]);"
        "heavy = {'mkdocs', 'markdown', 'jinja2', 'pydantic', 'yaml', 'rich', 'asyncio', 'urllib.request', 'email', 'ssl'};"
        "print(sorted(heavy & sys.modules.keys()))"
    )
    words = ["search", "--root", str(base), "disk"]
    assert rex(base, "index") == 0
    out = subprocess.run([sys.executable, "-W", "ignore", "-c", code, *words], capture_output=True, text=True, check=True).stdout
    assert out.splitlines()[-1] == "[]"


def test_similar_says_why(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "other-2020.md").write_text(a_case(date="2020", title="Another shop"), encoding="utf-8")
    assert rex(base, "similar", "example-2024") == 0
    out = capsys.readouterr().out
    assert "Another shop" in out
    assert "same mistake, same fix: untested backups, in English; restore testing, in English" in out
    assert "/en/cases/other-2020/" in out
    assert rex(base, "similar", "example-2024", "--json", "--lang", "en") == 0
    (near,) = json.loads(capsys.readouterr().out)
    assert (near["id"], near["reason"], near["mistakes"]) == ("other-2020", "same-mistake-same-fix", ["untested-backups"])


def test_similar_to_nothing_is_status_1(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, "similar", STORM, "--json") == 1
    assert json.loads(capsys.readouterr().out) == []


def test_everything_can_be_asked_for_at_once_and_read_by_programs(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["disk", "failure", "--json", "--facets", "--explain", "--country", "France", "--pillar", "automation", "--pillar", "culture"]
    capsys.readouterr()
    assert rex(base, "search", *words, "--since", "2020", "--until", "2030") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["query", "total", "corrected", "unknown", "note", "sure", "places", "terms", "quoted", "results", "facets"]
    assert answer["total"] == len(answer["results"]) == answer["facets"]["country"]["FR"]
    assert answer["results"][0]["id"] == "example-2024"
    assert answer["results"][0]["reasons"]


def test_a_miss_says_what_would_help(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rex(base, "index")
    capsys.readouterr()
    assert rex(base, "search", "retreis", "--until", "2019") == 1
    err = capsys.readouterr().err
    assert "did you mean 'retries'?" in err
    assert "without the filters, 1 case matches" in err
    assert rex(base, "search", "backups", "xyzzyzzy", "qwertzuiop") == 0
    captured = capsys.readouterr()
    assert "no case has 'xyzzyzzy', 'qwertzuiop'" in captured.err
    assert "nothing sure; the nearest cases are shown" in captured.err
    assert captured.out.startswith("Nothing sure. Nearest:")


def test_what_comes_from_a_pipe_is_read(base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    line = "gw-7 envoy[12]: upstream connect error or disconnect/reset before headers. reset reason: 111\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(line))
    assert rex(base, "search", "-") == 0
    out = capsys.readouterr().out
    assert "quotes this message" in out
    # What only has some of its words is no symptom of it.
    assert "symptom:" not in out


def test_pages_terms_and_cases_are_shown_in_this_order(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, "search", "Example Shop") == 0
    assert capsys.readouterr().out.startswith("Go to: Example Shop  /en/companies/example-shop/")
    assert rex(base, "search", "untested backups") == 0
    out = capsys.readouterr().out
    assert out.startswith("mistake: ")
    assert "/en/mistakes/untested-backups/" in out
    assert out.index("mistake: ") < out.index(" 1. ")


def test_cases_are_sorted_as_one_asks(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    years = [hit["year"] for hit in results(capsys, base, "--sort", "year", "--pillar", "automation")]
    assert years == sorted(years, reverse=True)
    assert len(years) > 1


def test_a_day_finds_what_happened_then(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (base / "cases" / "dated-2021.md").write_text(a_case(title="One day", date="2021-03-04/2021-03-06"), encoding="utf-8")
    for day in ("2021-03-05", "5 March 2021", "March 4 2021"):
        assert results(capsys, base, day)[0]["id"] == "dated-2021", day


def test_facets_and_reasons_are_printed_for_people(base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rex(base, "search", "disk", "--facets", "--explain") == 0
    out = capsys.readouterr().out
    assert " company: example-group 1, example-shop 1" in out
    assert "score " in out
    assert "of the question" in out


def test_the_page_of_a_case_and_the_command_name_the_same_neighbours_in_the_same_order(
    built: Path, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for case in ("gitlab-2017", "clevercloud-2025", "etsy-2009-2014", "rogers-2022"):
        capsys.readouterr()
        assert rex(repository, "similar", case, "--json", "--limit", str(RELATED)) == 0
        near = [entry["id"] for entry in json.loads(capsys.readouterr().out)]
        soup = BeautifulSoup((built / f"site/en/cases/{case}/index.html").read_text(encoding="utf-8"), "html.parser")
        heading = soup.select_one("h2#related")
        assert heading and len(near) == RELATED
        links = [str(link["href"]) for link in heading.find_next("ul").select("a[href]")]  # type: ignore[union-attr]
        assert [link.split("/")[1] for link in links if re.fullmatch(r"\.\./[a-z0-9-]+/", link)] == near


def test_who_asks_in_a_language_reads_in_it(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REX_CACHE_DIR", str(tmp_path / "cache"))
    for words, lang in (("our certs expired again", "en"), ("comment nos certificats ont-ils expiré", "fr")):
        assert {result["lang"] for result in results(capsys, repository, words)} == {lang}
