"""The real base through the real MkDocs: what is there, what is linked, and what stops a build."""

import json
import posixpath
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config
from mkdocs.structure.files import get_files
from PIL import ImageFont
from verify import OTHER, differing

from builders import a_site_base
from conftest import copy_of_the_base, our_corpus, our_facts, rex, started_rex
from rex.pages.markup import url
from rex.pages.page import PAGE_TYPES

LANGUAGES = ("en", "fr")


class Links(HTMLParser):
    """Addresses and ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(str(values["id"]))
        if tag == "a" and values.get("href"):
            self.links.append(str(values["href"]))
        if tag in ("script", "img", "iframe", "source", "video") and values.get("src"):
            self.fetched.append(str(values["src"]))
        if tag == "link" and values.get("rel") in ("stylesheet", "preload", "preconnect", "icon") and values.get("href"):
            self.fetched.append(str(values["href"]))


def pages(site: Path) -> list[Path]:
    return sorted(path for path in site.rglob("*.html") if "pagefind" not in path.parts)


def test_every_case_term_company_and_event_has_a_page_in_every_language(built: Path) -> None:
    facts = our_facts()
    for lang in LANGUAGES:
        for kind in PAGE_TYPES:
            for subject in kind.subjects(facts):
                path = kind.path_of(subject).removesuffix(".md")
                path = "" if path == "index" else path.removesuffix("/index").rstrip("/")
                assert (built / "site" / lang / path / "index.html").is_file(), (lang, kind.name, subject)


@cache
def read_pages(site: Path) -> dict[Path, Links]:
    return {path: Links(path.read_text(encoding="utf-8")) for path in pages(site)}


def test_no_link_of_the_site_leads_nowhere(built: Path) -> None:
    site = built / "site"
    read = {path.relative_to(site).as_posix(): found for path, found in read_pages(site).items()}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    broken = []
    for path, found in read.items():
        if path.endswith("404.html"):
            continue  # made for any address, so its links are absolute
        for link in dict.fromkeys(found.links):
            if re.match(r"[a-z]+:", link):
                continue
            address, _, anchor = link.partition("#")
            address = address.partition("?")[0]
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else path
            target = target if target in files else posixpath.normpath(f"{target}/index.html")
            if target in files and target not in read and not anchor:
                continue  # a file, such as data
            if target not in read or (anchor and anchor not in read[target].ids):
                broken.append((path, link))
    assert broken == []


def test_no_page_fetches_anything_from_a_third_party(built: Path) -> None:
    fetched = {link for page in read_pages(built / "site").values() for link in page.fetched}
    assert fetched, "the check sees scripts and style sheets"
    assert [link for link in fetched if "//" in link] == []


def test_edit_links_lead_to_the_file_the_page_comes_from(built: Path) -> None:
    expected = {
        "en/cases/gitlab-2017": "cases/gitlab-2017.md",
        "fr/cases/gitlab-2017": "cases/gitlab-2017.fr.md",
        "en/mistakes/untested-backups": "cases/_vocabulary/mistakes.yml",
        "fr/pillars/culture": "docs/fr/pillars/culture.md",
        "en/evidence": "docs/en/evidence.md",
    }
    for page, source in expected.items():
        links = Links((built / "site" / page / "index.html").read_text(encoding="utf-8")).links
        edits = [link for link in links if "/edit/main/" in link]
        assert [link.split("/edit/main/")[1] for link in edits] == [source]
        assert (built / source).is_file()


@pytest.mark.parametrize("name", ["gitlab-2017", "aws-s3-2017"])
def test_each_claim_of_a_case_page_leads_to_its_source_and_a_second_hand_voice_is_named(built: Path, name: str) -> None:
    case = our_corpus().cases[name].case
    text = (built / f"site/en/cases/{name}/index.html").read_text(encoding="utf-8")
    found, soup = Links(text), BeautifulSoup(text, "html.parser")
    for number, source in enumerate(case.sources, 1):
        voice = source.voice.replace("-", " ")
        assert f"s{number}" in found.ids
        assert url(source.url) in found.links
        assert f"#s{number}" in found.links
        shown = str(number) if source.voice.is_first_hand else f"{number} {voice}"
        assert {link.text for link in soup.select(f'sup a[href="#s{number}"]')} == {shown}
        named = soup.select_one(f"li#s{number} b")
        assert named and (named.text, named["class"]) == (voice, ["first" if source.voice.is_first_hand else "second"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_case_can_be_cited_from_files_that_say_what_the_page_says(built: Path, lang: str) -> None:
    folder = built / "site" / lang / "cases"
    soup = BeautifulSoup((folder / "gitlab-2017" / "index.html").read_text(encoding="utf-8"), "html.parser")
    offered = {link.text: (folder / "gitlab-2017" / str(link["href"])).resolve() for link in soup.select(".rex-cite-as a[download]")}
    assert list(offered) == ["BibTeX", "CSL-JSON"]
    [title] = soup.select("h1")
    [item] = json.loads(offered["CSL-JSON"].read_text(encoding="utf-8"))
    assert (item["title"], item["language"]) == (title.text, lang)
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", offered["BibTeX"].read_text(encoding="utf-8"), re.MULTILINE))
    assert fields["title"] == f"{{{title.text}}}"
    # Nobody has given this build an address, and none is invented.
    assert ("URL" in item, "url" in fields) == (False, False)


def holds(font: ImageFont.FreeTypeFont, character: str) -> bool:
    """Does a font draw this character as something, and not as what it draws for one that it lacks?"""
    return character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


# Not shown, or shown in a font of the reader's own, as a title in Chinese characters is.
OTHER_FONTS = "script, style, code, pre, kbd, [lang=zh], [lang=ja], [lang=ko]"


def test_our_fonts_hold_every_character_of_every_page(built: Path) -> None:
    fonts = {name: ImageFont.truetype(built / f"docs/overrides/assets/fonts/{name}.woff2", 32) for name in ("inter", "newsreader")}
    for font in fonts.values():
        assert holds(font, "é") and not holds(font, "\ufffe")
    texts = {path: path.read_text(encoding="utf-8") for path in pages(built / "site")}
    letters = set().union(*map(unescape, texts.values()))
    missing = {name: {letter for letter in letters if not holds(font, letter)} for name, font in fonts.items()}
    for path, text in texts.items():
        headings = re.findall(r"<h[12][^>]*>.*?</h[12]>", text, re.DOTALL)
        for name, parts in (("newsreader", headings), ("inter", [text])):
            # Few have any: only these are read as HTML.
            for part in parts if missing[name] & set(unescape("".join(parts))) else ():
                soup = BeautifulSoup(part, "html.parser")
                for element in soup.select(OTHER_FONTS):
                    element.decompose()
                assert missing[name] & set(soup.text) == set(), (name, path)


def test_the_sitemap_names_each_page_with_its_twin(built: Path) -> None:
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    index = ET.parse(built / "site/sitemap.xml").findall("s:sitemap/s:loc", spaces)
    assert [entry.text for entry in index] == [f"https://devops-rex.example/{lang}/pages.xml" for lang in ("en", "fr")]
    tree = ET.parse(built / "site/en/pages.xml")
    urls = tree.findall("s:url", spaces)
    locations = [entry.findtext("s:loc", namespaces=spaces) for entry in urls]
    assert "https://devops-rex.example/en/cases/gitlab-2017/" in locations
    for entry in urls:
        twins = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", spaces)}
        assert set(twins) == {"en", "fr", "x-default"}
        assert twins["fr"] == str(entry.findtext("s:loc", namespaces=spaces)).replace("/en/", "/fr/")
    # Read by the theme at each visit: the same pages, and nothing else.
    light = ET.parse(built / "site/en/sitemap.xml")
    assert [entry.text for entry in light.findall("s:url/s:loc", spaces)] == locations
    assert len(list(light.iter())) == 1 + 2 * len(locations)


def test_generated_pages_stay_out_of_the_navigation(built: Path) -> None:
    text = (built / "site/en/evidence/index.html").read_text(encoding="utf-8")
    assert "cases/gitlab-2017" not in text


def test_the_plugin_serves_the_very_bytes_that_export_writes(rich_built: Path, tmp_path: Path) -> None:
    done = rex("export", str(tmp_path / "tree"), "--root", str(rich_built))
    assert done.returncode == 0, done.stderr
    for lang, name in (("en", "mkdocs.yml"), ("fr", "mkdocs.fr.yml")):
        config = load_config(str(rich_built / name))
        config = config.plugins.on_config(config)
        files = config.plugins.on_files(get_files(config), config=config)
        served = {file.src_uri: file.content_bytes for file in files.documentation_pages()}
        exported = {
            path.relative_to(tmp_path / "tree" / lang).as_posix(): path.read_bytes() for path in (tmp_path / "tree" / lang).rglob("*.md")
        }
        assert len(served) > 40
        assert served == exported


def assert_built_again_the_same(built: Path, other: Path) -> None:
    done = started_rex("build", "--root", str(other), **OTHER)
    assert done.returncode == 0, done.stderr
    count, different = differing(built / "site", other / "site")
    assert count > 100 and different == []
    # The comparison sees what differs and what only one has.
    (other / "site/404.html").write_text("x", encoding="utf-8")
    (other / "site/more.html").write_text("x", encoding="utf-8")
    assert differing(built / "site", other / "site")[1] == ["404.html", "more.html"]


def test_two_builds_on_different_machines_are_equal_byte_for_byte(rich_built: Path, tmp_path: Path) -> None:
    other = tmp_path / "un autre café, là-bas"
    shutil.copytree(rich_built, other, ignore=shutil.ignore_patterns("site", "build"))
    assert_built_again_the_same(rich_built, other)


@pytest.mark.long
def test_two_builds_of_the_whole_base_are_equal_byte_for_byte(built: Path, tmp_path: Path) -> None:
    assert_built_again_the_same(built, copy_of_the_base(tmp_path))


def test_plain_mkdocs_builds_one_language(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--strict"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (root / "site/en/cases/example-2024/index.html").is_file()
    assert not (root / "site/fr").exists()


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("cases/example-2024.md", "kind: incident", "kind: incidnet", "REX104"),
        ("docs/en/evidence.md", "# ", "[x](no-such-page.md)\n\n# ", "no-such-page.md"),
        ("docs/en/evidence.md", "# ", "[x](matrix.md#no-such-anchor)\n\n# ", "no-such-anchor"),
    ],
)
def test_a_broken_base_fails_the_build_and_is_named(tmp_path: Path, path: str, old: str, new: str, said: str) -> None:
    root = a_site_base(tmp_path)
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    done = rex("build", "--root", str(root), "--lang", "en", "--pages-only")
    assert done.returncode == 2
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_nobody_links_to_fails_the_build_and_is_named(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    template = root / "docs/en/orphan.md"
    template.write_text("# Nobody links here\n", encoding="utf-8")
    done = rex("build", "--root", str(root), "--lang", "en", "--pages-only")
    assert done.returncode == 2
    assert "orphan.md" in done.stderr


def test_the_page_for_lost_readers_works_where_the_site_lies_below_a_path(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    addresses = {f"REX_SITE_URL_{lang.upper()}": f"https://host.example/a/path/{lang}/" for lang in LANGUAGES}
    done = rex("build", "--root", str(root), **addresses)
    assert done.returncode == 0, done.stderr
    lost = Links((root / "site/404.html").read_text(encoding="utf-8"))
    lists = ("", "mistakes/", "fixes/", "tried/", "cases/", "checklists/", "symptoms/")
    report = "https://github.com/devops-rex/devops-rex/issues/new?title=404"
    assert lost.links == ["/a/path/en/", *(f"/a/path/{lang}/{path}" for lang in LANGUAGES for path in lists), report]
    scripts = ["/a/path/en/assets/first.js", "/a/path/en/assets/lost.js"]
    assert lost.fetched == ["/a/path/favicon.svg", "/a/path/en/assets/rex.css", "/a/path/entrance.css", *scripts]
    for lang in LANGUAGES:
        own = Links((root / f"site/{lang}/404.html").read_text(encoding="utf-8"))
        assert all(link.startswith((f"/a/path/{lang}", "https:", "#")) for link in own.links + own.fetched), own.links
