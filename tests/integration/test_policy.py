"""The content security policy of the built pages: there, first, the same everywhere; and what a page must not hold ends the build."""

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from builders import a_site_base
from conftest import our_facts, rex
from rex.pages.page import earlier_addresses
from rex.site.headers import HEADERS, caddy, nginx
from rex.site.policy import META, POLICY, faults_of
from served import AtHome, serving


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_of_a_language_begins_with_the_policy_and_holds_nothing_against_it(built: Path, lang: str) -> None:
    site = built / "site" / lang
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    assert len(pages) > 100
    moved = {f"{old}/index.html" for old in earlier_addresses(our_facts())}
    for path, html in pages.items():
        assert html.partition("<head>")[2].startswith(META), path
        assert faults_of(html, moved=path.relative_to(site).as_posix() in moved) == [], path


def test_the_pages_above_the_languages_have_the_policy_too(built: Path) -> None:
    for name in ("index.html", "404.html"):
        html = (built / "site" / name).read_text(encoding="utf-8")
        assert faults_of(html) == []
        assert META in html


def test_every_link_that_leads_elsewhere_says_what_it_is(built: Path) -> None:
    outside = re.compile(r'<a [^>]*\bhref="?https?://[^>]*>')
    found = {link for path in (built / "site").rglob("*.html") for link in outside.findall(path.read_text(encoding="utf-8"))}
    assert len(found) > 1000
    assert [link for link in found if not re.search(r"\brel=", link)] == []


def test_the_policy_allows_nothing_from_elsewhere() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"


@pytest.mark.parametrize(
    ("evil", "said"),
    [
        ("<script>alert(1)</script>", "an inline script"),
        ('<p onclick="alert(1)">x</p>', "an event attribute `onclick`"),
    ],
)
def test_what_a_contributor_slips_into_a_written_page_ends_the_build_and_is_named(tmp_path: Path, evil: str, said: str) -> None:
    root = a_site_base(tmp_path)
    with (root / "docs/en/about.md").open("a", encoding="utf-8") as file:
        file.write(f"\n{evil}\n")
    done = rex("build", "--root", str(root), "--lang", "en")
    assert done.returncode == 2
    assert f"about/index.html (from docs/en/about.md): {said}" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


# -- headers -------------------------------------------------------------------------------------------------------


@pytest.fixture
def hosted(built: Path) -> Iterator[str]:
    """The site as a host serves it that reads `_headers`."""
    first, *lines = (built / "site" / "_headers").read_text(encoding="utf-8").splitlines()
    assert first == "/*"
    headers = dict(line.strip().split(": ", 1) for line in lines)

    class Host(AtHome):
        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *given: Host(*given, directory=str(built / "site"))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_host_that_reads_its_headers_from_the_site_lets_nobody_frame_it_and_pages_work(
    browser: Browser, hosted: str, address: str, tmp_path: Path
) -> None:
    page = browser.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None)
    answer = page.goto(f"{hosted}/en/cases/gitlab-2017/")
    assert answer is not None
    sent = answer.all_headers()
    assert {name: sent[name.lower()] for name in HEADERS} == HEADERS
    page.keyboard.press("/")
    page.locator("#rex-search textarea").fill("backup")
    page.locator("#rex-search a").first.wait_for()
    assert troubles == [], "the pages work under every header"
    for framed, shown in ((f"{hosted}/en/about/", False), (f"{address}/en/about/", True)):
        (tmp_path / "index.html").write_text(f'<iframe src="{framed}"></iframe>', encoding="utf-8")
        with serving(tmp_path) as elsewhere:
            page.goto(elsewhere)
            frame = page.frames[1]
            frame.wait_for_load_state()
            assert (frame.url == framed) is shown, "only where no header forbids it can a page be framed"
    page.close()


def test_apache_gets_the_same_headers(built: Path) -> None:
    text = (built / "site" / ".htaccess").read_text(encoding="utf-8")
    assert dict(re.findall(r'Header always set (\S+) "(.*)"', text)) == HEADERS


def test_the_page_about_publishing_has_the_headers_for_nginx_and_caddy(repository: Path) -> None:
    text = re.sub(r"^ +", "", (repository / "docs/maintaining/publishing.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for snippet in (nginx(), caddy()):
        assert re.sub(r"^ +", "", snippet, flags=re.MULTILINE) in text
