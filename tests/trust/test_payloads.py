"""Hundreds of texts that want to run a script, in every text of a case, built as a site and opened in a browser: none runs.

A sample in every run, all of them with `--all`. What the check refuses never reaches a page; it is tried too, on pages made past the
check and opened without any policy, so that escaping alone is what holds.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from payloads import PAYLOADS
from playwright.sync_api import Browser, Page

from conftest import rex
from hostile import AS_THEY_ARE, FULL, a_rich_base, add_site, poisoned
from rex.core.corpus import Corpus, corpus_of, read_corpus
from rex.core.derive import Facts
from rex.data.addresses import Addresses
from rex.data.files import build_files
from rex.lint.engine import errors, lint
from rex.pages.build import build_pages
from rex.pages.cite import bibtex, csl_json
from served import serving

# Seen by every page before its own scripts: what runs says so, and so does what the policy stops.
WATCH = """
window.ran = [];
for (const name of ['xq', 'alert', 'confirm', 'prompt', 'print']) window[name] = () => window.ran.push(name);
window.stopped = [];
document.addEventListener('securitypolicyviolation', (event) => window.stopped.push(`${event.violatedDirective} ${event.blockedURI}`));
"""
# What a reader may do with anything that stands in the page and is no control of ours.
TOUCH = """() => { for (const element of document.querySelectorAll('body *'))
  if (!element.closest('a, button, summary, form, label, dialog, header, nav, footer'))
    for (const name of ['mouseover', 'click', 'focus', 'pointerenter', 'toggle']) element.dispatchEvent(new Event(name)); }"""
# Each element with the names of its attributes; a text may hold code.
# Where the focus was, the theme leaves a mark.
SHAPE = """() => [...document.querySelectorAll('body *')].filter((element) => element.tagName !== 'CODE').map((element) =>
  `${element.tagName} ${element.getAttributeNames().filter((name) => name !== 'data-focus-visible-added').sort()}`)"""
# Addresses that a text would have brought.
FOREIGN = """() => [...document.querySelectorAll('*')].flatMap((element) => ['href', 'src', 'action', 'formaction', 'data', 'xlink:href']
  .map((name) => element.getAttribute(name)).filter(Boolean))
  .filter((address) =>
    /^[\\x00-\\x20]*(javascript|vbscript|data|blob):/i.test(address)
      || new URL(address, 'https://rex.example/').hostname === 'xq.example')"""


# For what reads other files than pages.
MORE = (";=1+1;@SUM(1)", ';"=1+1', "＝1+1", "a\x0bb\ufffe", "} , x = {xq", "\\input{/etc/passwd} \\write18{xq}", "100 % ~ ^ _ $ # &")


# What a page shows once it has something to say: an answer, a mark, a list.
WORDS = frozenset(("H4", "PRE", "MARK", "P", "LI", "OL", "UL", "B", "SPAN", "A", "BUTTON", "DIV"))


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> list[str]:
    """The payloads of this run."""
    return [*(PAYLOADS if request.config.getoption("--all") else PAYLOADS[::40]), *MORE]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return read_corpus(a_rich_base(tmp_path_factory.mktemp("rich")))


@pytest.fixture
def watched(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and what it asks of any other host or opens as a dialog."""
    opened = browser.new_page()
    opened.add_init_script(WATCH)
    asked: list[str] = []
    opened.on("request", lambda request: None if request.url.startswith("http://127.0.0.1:") else asked.append(request.url))
    opened.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    yield opened, asked
    opened.close()


def with_each(payloads: list[str]) -> Callable[[str, str], str]:
    return lambda name, text: f"{text} {' ; '.join(payloads)} end"


def test_there_are_hundreds_of_them() -> None:
    assert len(PAYLOADS) >= 400


def test_no_text_of_any_field_becomes_markup_or_runs_even_without_a_policy(
    base: Corpus, tried: list[str], watched: tuple[Page, list[str]], figure: Callable[[str, int], None]
) -> None:
    page, asked = watched
    page.goto("about:blank")

    def shapes(corpus: Corpus, touched: bool) -> dict[str, list[str]]:
        facts = Facts(corpus)
        found = {}
        for lang in ("en", "fr"):
            for built in build_pages(facts, lang, {}):
                if not touched or len(tried) >= len(PAYLOADS) or built.kind in ("case", "mistake", "symptom", "home"):
                    page.set_content(f"<!doctype html><title>x</title><body>{built.render().html}")
                    if touched:
                        page.evaluate(TOUCH)
                        assert page.evaluate(FOREIGN) == [], built.path
                        assert page.evaluate("window.ran") == [], built.path
                    found[f"{lang}/{built.path}"] = page.evaluate(SHAPE)
        return found

    harmless = shapes(poisoned(base, lambda name, text: f"{text} x end"), touched=False)
    visited = 0
    for start in range(0, len(tried), 12):
        for path, shape in shapes(poisoned(base, with_each(tried[start : start + 12])), touched=True).items():
            visited += 1
            assert shape == harmless[path], path
    assert asked == []
    figure("payloads in every text of every model, past the check", len(tried))
    figure("pages of them opened without any policy", visited)
    figure("scripts that ran there", 0)
    figure("elements and attributes that a text brought", 0)


# Pages that read their address, and what they look for in it.
ASKED = {
    "search/": ("q", "sort", "type", "pillar", "mistake", "fix", "sector", "kind", "year"),
    "": ("q",),
    "matrix/": ("cell", "kind", "sector", "size", "country", "since"),
    "diagnose/": ("see", "sector", "size", "kind"),
    "contribute/": ("case", "fix", "mistake", "title"),
    "cases/": ("find", "sort", "kind", "sector"),
    "mistakes/untested-backups/": ("compare",),
    "checklists/": ("list",),
    f"cases/{FULL}/": ("find", "q"),
}


def test_nothing_in_an_address_becomes_markup_or_runs(
    rich: str, tried: list[str], watched: tuple[Page, list[str]], figure: Callable[[str, int], None]
) -> None:
    page, asked = watched
    opened = 0
    full = len(tried) > len(PAYLOADS)
    step = 12 if full else len(tried)
    harmless = set(WORDS)
    # The heads of the matrix are measured by a script of ours.
    sized: set[str] = set()
    for path, text in [*((path, "a disk fails") for path in ASKED), ("search/", "nothing like it"), ("search/", "")]:
        page.goto(f"{rich}/en/{path}?{urlencode([(name, text) for name in ASKED[path] if text])}")
        if path == "search/":
            page.wait_for_load_state("networkidle")  # its index comes later
        page.evaluate(TOUCH)
        shapes = page.evaluate(SHAPE)
        harmless |= {shape.split(" ")[0] for shape in shapes}
        sized |= {shape for shape in shapes if "style" in shape}
    for lang, path in product(("en", "fr") if full else ("en",), ASKED):
        for start in range(0, len(tried), step):
            text = " ".join(tried[start : start + step])
            query = urlencode([(name, text) for name in ASKED[path]] + [(text, text), ("__proto__", text)])
            page.goto(f"{rich}/{lang}/{path}?{query}#{quote(text)}")
            if path == "search/":
                page.wait_for_load_state("networkidle")
            page.evaluate(TOUCH)
            opened += 1
            assert page.evaluate("window.ran") == [], (path, text)
            assert page.evaluate(FOREIGN) == [], (path, text)
            assert page.evaluate("window.stopped") == [], (path, text)
            assert page.evaluate("Object.keys(Object.prototype).length") == 0
            shapes = page.evaluate(SHAPE)
            assert {shape.split(" ")[0] for shape in shapes} <= harmless, (path, text)
            suspect = [shape for shape in shapes if re.search(r"[ ,](?:on[a-z]+|style|srcdoc|formaction)\b", shape)]
            assert set(suspect) <= sized, (path, text)
    assert asked == []
    figure("addresses with them opened, in every name that a page reads and in the fragment", opened)


@pytest.mark.long
def test_what_the_check_accepts_is_built_and_runs_nothing_under_the_policy(
    tmp_path: Path, tried: list[str], watched: tuple[Page, list[str]], figure: Callable[[str, int], None]
) -> None:
    page, asked = watched
    root = a_rich_base(tmp_path / "base")
    vocabulary = read_corpus(root).vocabulary
    accepted = []
    for place, payload in enumerate(tried):
        name = f"tried-{place:03}"

        def hostile(field: str, text: str, payload: str = payload) -> str:
            return text if field in AS_THEY_ARE else f"{text} {payload}"

        try:
            other = a_rich_base(tmp_path / "one" / name, hostile)
        except KeyError:  # a field is too long with it: there is no case for a translation to follow
            continue
        texts = {f"cases/{name}{end}.md": (other / "cases" / f"{FULL}{end}.md").read_text(encoding="utf-8") for end in ("", ".fr")}
        if errors(lint(corpus_of({path: text.encode() for path, text in texts.items()}, vocabulary))):
            continue
        accepted.append(name)
        for path, text in texts.items():
            (root / path).write_text(text, encoding="utf-8")
    assert len(accepted) > len(tried) // 4, "the check leaves something to try"
    add_site(root)
    done = rex("build", "--root", str(root))
    assert done.returncode == 0, done.stderr + done.stdout
    visited = reports = 0
    with serving(root / "site") as address:
        paths = [f"{lang}/cases/{name}/" for lang in ("en", "fr") for name in accepted]
        paths += [
            f"{lang}/{path}" for lang in ("en", "fr") for path in ("", "cases/", "matrix/", "diagnose/", "mistakes/untested-backups/")
        ]
        # Which other cases a page names differs from case to case; what they are named with does not.
        harmless = set()
        for lang in ("en", "fr"):
            page.goto(f"{address}/{lang}/cases/{FULL}/")
            harmless |= set(page.evaluate(SHAPE))
        for path in paths:
            page.goto(f"{address}/{path}")
            if "/cases/tried-" in path:
                assert set(page.evaluate(SHAPE)) <= harmless, path
            page.evaluate(TOUCH)
            visited += 1
            assert page.evaluate("window.ran") == [], path
            assert page.evaluate(FOREIGN) == [], path
            reports += len(page.evaluate("window.stopped"))
    assert asked == []
    assert reports == 0
    figure("payloads that the check accepts, each in every text of a case of its own", len(accepted))
    figure("pages of the built site opened", visited)
    figure("scripts that ran on them", 0)
    figure("reports of the policy on them", reports)


# What TeX may be told by a title: one of these, or a sign that is a sign.
OWN_COMMANDS = re.compile(r"\\text(?:backslash|braceleft|braceright|asciicircum|asciitilde)\{\}|\\[&%$#_]")


def test_no_title_breaks_a_citation_or_commands_tex(base: Corpus, tried: list[str], figure: Callable[[str, int], None]) -> None:
    for payload in tried:
        for local in poisoned(base, with_each([payload])).cases[FULL], base.cases[FULL]:
            case = local.in_language("fr")
            text = bibtex(case, "https://rex.example/")
            begin, *fields, end = text.removesuffix("\n").split("\n")
            assert (begin, end) == (f"@misc{{{FULL},", "}"), payload
            values = dict(match.groups() for match in map(re.compile(r"  ([a-z]+) = \{(.*)\},").fullmatch, fields) if match)
            assert list(values) == ["author", "title", "year", "month", "url"] and len(fields) == 5, payload
            # BibTeX counts braces, whatever stands before them.
            title = values["title"].removeprefix("{").removesuffix("}")
            assert not set(OWN_COMMANDS.sub("", title)) & set("\\{}^~&%$#_"), payload
            [item] = json.loads(csl_json(case, "https://rex.example/"))
            assert item["title"] == case.case.title and item.keys() >= {"id", "type", "author", "URL"}
    figure("titles made of them, cited in BibTeX and CSL-JSON", len(tried))


def test_no_text_breaks_a_file_of_the_data(base: Corpus, tried: list[str], figure: Callable[[str, int], None]) -> None:
    addresses = Addresses({lang: f"https://rex.example/{lang}/" for lang in ("en", "fr")}, "https://code.example/rex")
    read = 0
    for start in range(0, len(tried), 12):
        for path, content in build_files(Facts(poisoned(base, with_each(tried[start : start + 12]))), addresses):
            read += 1
            if path.endswith((".json", ".jsonld")):
                json.loads(content)
            elif path.endswith((".xml", ".svg")):
                root = ElementTree.fromstring(content)
                assert not [element.tag for element in root.iter() if "script" in element.tag.lower() or "}" not in element.tag], path
            elif path.endswith(".csv"):
                # A spreadsheet that expects the other separator cuts a text where it has one.
                for separator in ",;":
                    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
                    assert [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))] == [], (path, separator)
    figure("data files made of them and read by a strict reader", read)
