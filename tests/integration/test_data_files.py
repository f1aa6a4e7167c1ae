"""What the real build writes for machines: files beside pages, links to them, and examples that really run."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup
from PIL import Image
from pyld import jsonld

from conftest import our_facts, rex, small_copy_of_the_base
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.data.files import build_files
from rex.site.build import configurations, load
from rex.site.machines import PLACEHOLDER, addresses_of

LANGUAGES = ("en", "fr")


class Head(HTMLParser):
    """Meta properties, links and JSON-LD of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.jsonld: list[str] = []
        self._inside = False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and "property" in values:
            self.meta[values["property"]] = values.get("content", "")
        if tag == "link":
            self.links.append(values)
        self._inside = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.jsonld.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def site_pages(built: Path) -> list[Path]:
    found = [path for lang in LANGUAGES for path in (built / "site" / lang).rglob("index.html")]
    return sorted(path for path in found if "http-equiv=refresh" not in path.read_text(encoding="utf-8"))


@cache
def heads(built: Path) -> dict[Path, Head]:
    """What stands in the head of each page, read once."""
    return {path: Head(path) for path in site_pages(built)}


def on_disk(built: Path, address: str) -> Path:
    assert address.startswith(PLACEHOLDER), address
    return built / "site" / urlsplit(address).path.lstrip("/")


def test_the_build_writes_exactly_the_files_of_the_table(built: Path) -> None:
    config = load(configurations(built)["en"])
    expected = dict(build_files(our_facts(), addresses_of(config)))
    site = built / "site"
    for path, content in expected.items():
        assert (site / path).read_bytes() == content, path
    written = {path.relative_to(site).as_posix() for path in (site / "data").rglob("*") if path.is_file()}
    assert written == {path for path in expected if path.startswith("data/")}


def test_every_page_has_one_valid_json_ld_about_itself(built: Path) -> None:
    for path, head in heads(built).items():
        texts = head.jsonld
        assert len(texts) == 1, path
        document = json.loads(texts[0])
        own = document["@graph"][0]["@id"]
        assert on_disk(built, own) == path.parent, path
        document["@context"] = {"@vocab": "https://schema.org/"}  # the real one is on the network
        assert len(jsonld.expand(document)) == len(document["@graph"])


def test_every_page_names_a_feed_and_a_markdown_twin_that_exist(built: Path) -> None:
    for path, head in heads(built).items():
        links = [link for link in head.links if link.get("rel", "").split() == ["alternate"]]
        kinds = [link.get("type") for link in links]
        assert "application/atom+xml" in kinds and "text/markdown" in kinds, path
        for link in links:
            assert on_disk(built, link["href"]).is_file(), (path, link)


def test_a_twin_holds_the_text_and_no_html(built: Path) -> None:
    text = (built / "site" / "en" / "mistakes" / "retry-storm.md").read_text(encoding="utf-8")
    assert text.startswith("# Retry storm")
    assert re.search(r"^## ", text, re.MULTILINE)
    assert not re.search(r"</?(?:div|span|a|p|li|sup)\b", text)
    assert "¶" not in text
    assert "](../" not in text  # links are absolute: the file travels


def test_cards_exist_for_every_case_in_every_language_and_pages_name_them(built: Path) -> None:
    facts = our_facts()
    for lang in LANGUAGES:
        for case_id in facts.corpus.published:
            address = Head(built / "site" / lang / "cases" / case_id / "index.html").meta["og:image"]
            with Image.open(on_disk(built, address)) as card:
                assert card.size == (1200, 630)


def test_feeds_are_read_without_a_complaint_by_a_feed_reader(built: Path) -> None:
    feeds = sorted((built / "site" / "data" / "v1" / "feeds").rglob("*.xml"))
    assert len(feeds) == 10
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version == "atom10"
        for entry in parsed.entries:
            assert entry.title and entry.summary and on_disk(built, entry.link).is_dir()


def test_links_of_llms_txt_lead_to_files(built: Path) -> None:
    for path in ("llms.txt", "en/llms.txt", "fr/llms.txt"):
        text = (built / "site" / path).read_text(encoding="utf-8")
        links = re.findall(r"\]\(([^)\s]+)\)", text)
        assert len(links) > 100
        assert [link for link in links if not on_disk(built, link).is_file()] == []


def _examples(built: Path, lang: str, language: str, address: str) -> list[str]:
    text = (built / "docs" / lang / "data.md").read_text(encoding="utf-8")
    return [block.replace(PLACEHOLDER, address) for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_python_example_of_the_data_page_runs(built: Path, address: str, lang: str) -> None:
    (example,) = _examples(built, lang, "python", f"{address}/")
    done = subprocess.run(
        [sys.executable, "-c", example], capture_output=True, text=True, check=False, env={**os.environ, "no_proxy": "127.0.0.1"}
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert all(re.fullmatch(r"\d+ \S.*", line) for line in lines)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_curl_example_of_the_data_page_runs(built: Path, address: str, lang: str) -> None:
    (example,) = _examples(built, lang, "sh", f"{address}/")
    done = subprocess.run(["sh", "-c", example], capture_output=True, text=True, check=False, env={**os.environ, "no_proxy": "127.0.0.1"})
    assert done.returncode == 0, done.stderr
    assert re.search(r"^(corroborated|supported|mixed|announced) [a-z-]+$", done.stdout, re.MULTILINE)


def test_links_of_the_data_page_lead_to_files_of_this_very_site(built: Path) -> None:
    for lang in LANGUAGES:
        page = built / "site" / lang / "data" / "index.html"
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        links = [str(link["href"]) for link in soup.select('a[href^="../../"]')]
        files = [link for link in links if link.endswith((".json", ".csv", ".xml", ".txt"))]
        assert len(files) >= 15
        assert [link for link in files if not (page.parent / link).resolve().is_file()] == []


def test_release_records_once_and_changes_name_what_came_after(tmp_path: Path) -> None:
    root = small_copy_of_the_base(tmp_path)
    assert rex("release", "7.0.0", "--date", "2026-11-24", "--root", str(root)).returncode == 0
    again = rex("release", "7.0.0", "--date", "2026-11-25", "--root", str(root))
    assert (again.returncode, "never recorded twice" in again.stderr) == (2, True)
    (root / "cases" / "gitlab-2017.md").unlink()
    (root / "cases" / "gitlab-2017.fr.md").unlink()
    config = load(configurations(root)["en"])
    files = dict(build_files(Facts(read_corpus(root)), addresses_of(config)))
    newest = json.loads(files["data/v1/changes.json"])["releases"][0]
    assert (newest["since"], newest["removed"], newest["new"]) == ("7.0.0", ["gitlab-2017"], [])


@pytest.mark.parametrize(
    ("arguments", "said"), [(("1.0", "--date", "2026-11-24"), "three numbers"), (("1.0.0", "--date", "2026-11"), "no day")]
)
def test_release_refuses_what_is_no_version_or_no_day(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = rex("release", *arguments, "--root", str(small_copy_of_the_base(tmp_path)))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_damaged_manifest_is_named_and_stops_the_build(tmp_path: Path) -> None:
    root = small_copy_of_the_base(tmp_path)
    (root / "cases" / "_releases" / "0.1.0.json").write_text("{}", encoding="utf-8")
    done = rex("build", "--root", str(root))
    assert done.returncode == 2
    assert "cases/_releases/0.1.0.json" in done.stdout


def test_the_atom_files_declare_their_language(built: Path) -> None:
    for lang in LANGUAGES:
        root = ET.parse(built / "site" / "data" / "v1" / "feeds" / f"{lang}.xml").getroot()
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
