"""Known advisories of what is locked: asked of a server on this machine that answers as OSV does."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import advisories
import pytest
from advisories import locked, main, packages_of


class Osv(http.server.ThreadingHTTPServer):
    """Knows advisories by the name of the package; `entries` by their id. Gives one a page."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.known: dict[str, list[str]] = {}
        self.entries: dict[str, Any] = {}
        self.asked: list[dict[str, Any]] = []
        self.sizes: list[int] = []
        self.failures = 0
        self.broken: object = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(http.server.BaseHTTPRequestHandler):
    server: Osv

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self.server.sizes.append(len(queries))
        self.server.asked += queries
        results: list[Any] = []
        for query in queries:
            ids = self.server.known.get(query["package"]["name"], [])
            at = int(query.get("page_token", 0))
            more = {"next_page_token": str(at + 1)} if at + 1 < len(ids) else {}
            results.append({"vulns": [{"id": ids[at], "modified": "2026-01-01T00:00:00Z"}], **more} if ids else {})
        self._say({"results": results} if self.server.broken is None else self.server.broken)

    def do_GET(self) -> None:
        self._say(self.server.entries[self.path.rpartition("/")[2]])

    def _say(self, answer: object) -> None:
        self.server.failures -= 1
        data = json.dumps(answer).encode()
        self.send_response(503 if self.server.failures >= 0 else 200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def osv(monkeypatch: pytest.MonkeyPatch) -> Iterator[Osv]:
    monkeypatch.setattr(advisories, "PAUSE", 0)
    with Osv() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def entry(name: str, ecosystem: str, *, mended: str = "9.9.9", **more: Any) -> dict[str, Any]:
    ranges = [
        {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": mended}]},
        {"type": "GIT", "events": [{"fixed": "0" * 40}]},
    ]
    affected = [{"package": {"name": name, "ecosystem": ecosystem}, "ranges": ranges}, {"package": {"name": "other", "ecosystem": "npm"}}]
    return {"summary": "It does too much", "affected": affected, **more}


def test_every_locked_package_is_asked_for_and_nothing_else_is_sent(
    osv: Osv, repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(advisories, "MOST_AT_ONCE", 100)
    assert main(["--service", osv.address]) == 0
    packages = packages_of(repository)
    assert capsys.readouterr().out == f"{len(packages)} packages were asked for; 0 of them have a known advisory.\n"
    assert max(osv.sizes) == 100
    assert sorted((q["package"]["ecosystem"], q["package"]["name"], q["version"]) for q in osv.asked) == sorted(packages)
    assert all(set(query) == {"package", "version"} for query in osv.asked)
    names = {(package.ecosystem, package.name) for package in packages}
    assert names >= {("PyPI", "pydantic"), ("PyPI", "pyyaml"), ("npm", "eslint"), ("npm", "@eslint/js"), ("npm", "lighthouse")}
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (repository / name).read_text(encoding="utf-8").splitlines()
        assert len(locked(repository / name)) == sum("==" in line and not line.startswith((" ", "#")) for line in lines)


def test_an_advisory_is_told_once_with_its_package_its_lock_and_what_mends_it(osv: Osv, capsys: pytest.CaptureFixture[str]) -> None:
    osv.known = {"pydantic": ["GHSA-aaaa", "PYSEC-2026-1", "PYSEC-2026-2"], "@eslint/js": ["GHSA-bbbb"]}
    osv.entries = {
        "GHSA-aaaa": entry("pydantic", "PyPI", aliases=["CVE-2026-1", "PYSEC-2026-1"]),
        "PYSEC-2026-1": entry("pydantic", "PyPI", aliases=["CVE-2026-1"]),
        "PYSEC-2026-2": entry("pydantic", "PyPI", withdrawn="2026-02-01T00:00:00Z"),
        "GHSA-bbbb": entry("@eslint/js", "npm", mended="10.0.2"),
    }
    assert main(["--service", osv.address]) == 0
    head, *lines = [line for line in capsys.readouterr().out.splitlines() if line and not line.startswith("A hole")]
    assert head.endswith("; 2 of them have a known advisory.")
    assert len(lines) == 2
    assert lines[0].startswith("- [ ] `pydantic` `2.") and "https://osv.dev/vulnerability/GHSA-aaaa" in lines[0]
    assert "in `requirements.lock`, `requirements-dev.lock`:" in lines[0] and lines[0].endswith("`It does too much`; mended in `9.9.9`")
    assert "`@eslint/js`" in lines[1] and "in `scripts/js/package-lock.json`" in lines[1] and "`10.0.2`" in lines[1]


def test_what_an_advisory_says_becomes_no_markup(osv: Osv, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "`@everyone` <img src=x>\n- [x] done\n::stop-commands::x \x1b[2J\u202e" + "x" * 5_000
    osv.known = {"pydantic": ["GHSA-aaaa"]}
    osv.entries = {"GHSA-aaaa": entry("pydantic", "PyPI", mended="`1`\n# x") | {"summary": hostile}}
    assert main(["--service", osv.address]) == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("- ")]
    assert line.isprintable() and len(line) < 500
    assert line.count("`") % 2 == 0
    assert not any(sign in line.split("`")[::2] for sign in ("@everyone", "<img"))
    assert all("<img" not in outside and "@" not in outside and "#" not in outside for outside in line.split("`")[::2])


@pytest.mark.parametrize(
    "broken", [[], {}, {"results": []}, {"results": 3}, "x", {"results": [{"vulns": [{"id": "../../x"}]}] * 1_000}], ids=str
)
def test_an_answer_that_cannot_be_understood_is_no_good_news(osv: Osv, capsys: pytest.CaptureFixture[str], broken: object) -> None:
    osv.broken = broken
    assert main(["--service", osv.address]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("the advisories could not be asked for: ") and said.err.count("\n") == 1


def test_a_service_that_is_busy_is_asked_again_and_one_that_is_away_is_named(osv: Osv, capsys: pytest.CaptureFixture[str]) -> None:
    osv.failures = 2
    assert main(["--service", osv.address]) == 0
    osv.failures = 100
    assert main(["--service", osv.address]) == 1
    assert "status 503" in capsys.readouterr().err
    assert main(["--service", "http://127.0.0.1:1"]) == 1
    assert capsys.readouterr().out == ""
