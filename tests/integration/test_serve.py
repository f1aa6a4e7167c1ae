"""Live reload: a broken case shows its error, and the server goes on."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import small_copy_of_the_base
from served import free_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are ended by signal")


# Until we take a server for stuck: several builds, on a machine that does other work.
PATIENCE = 300


def wait_for(what: str, log: Path, seconds: float = PATIENCE) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8")
        if re.search(what, text):
            return text
        time.sleep(0.2)
    raise AssertionError(f"{what!r} did not appear in:\n{log.read_text(encoding='utf-8')}")


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return str(answer.read().decode("utf-8"))


def test_a_broken_case_shows_its_error_and_does_not_end_the_server(tmp_path: Path) -> None:
    root = small_copy_of_the_base(tmp_path)
    case = root / "cases" / "gitlab-2017.md"
    good = case.read_text(encoding="utf-8")
    bad = good.replace("kind: incident", "kind: incidnet", 1)
    case.write_text(bad, encoding="utf-8")
    port = free_port()
    log = tmp_path / "log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "rex.cli", "serve", "--root", str(root), "--port", str(port)], stdout=out, stderr=out
        )
    try:
        # Broken from the start: it says so and waits.
        wait_for(r"cases/gitlab-2017\.md:4:7: REX104", log)
        assert server.poll() is None
        case.write_text(good, encoding="utf-8")
        wait_for(r"Serving on http", log)
        url = f"http://127.0.0.1:{port}/en/cases/gitlab-2017/"
        assert "gitlab" in get(url).lower()
        # The page's own links to data lead somewhere here too.
        assert json.loads(get(f"http://127.0.0.1:{port}/data/v1/cases/gitlab-2017.json"))["id"] == "gitlab-2017"
        assert "gitlab-2017" in get(f"http://127.0.0.1:{port}/llms.txt")
        # Broken while it runs: it says so, and the last good page stays.
        time.sleep(1.2)
        seen = len(log.read_text(encoding="utf-8"))
        case.write_text(bad, encoding="utf-8")
        end = time.monotonic() + PATIENCE
        while "REX104" not in log.read_text(encoding="utf-8")[seen:]:
            assert time.monotonic() < end, "the error was not shown"
            time.sleep(0.2)
        assert server.poll() is None
        # Mended, with a new title: the new page comes.
        case.write_text(
            re.sub(r"^title: .*$", "title: A title given while the server was running", good, count=1, flags=re.M), encoding="utf-8"
        )
        translation = root / "cases" / "gitlab-2017.fr.md"
        translation.unlink()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if "given while the server was running" in get(url):
                    break
            except (urllib.error.URLError, TimeoutError):
                pass
            assert time.monotonic() < end, "the new page did not come"
            time.sleep(0.5)
        # A configuration that is being written, and a link that leaves the base: told, and nothing of it is shown.
        configuration = root / "mkdocs.yml"
        written = configuration.read_text(encoding="utf-8")
        configuration.write_text(written + "\nplugins: [", encoding="utf-8")
        wait_for(r"rex serve: .*mkdocs\.yml|rex serve: .*YAML", log)
        configuration.write_text(written, encoding="utf-8")
        wait_for(r"mkdocs\.yml: read in", log)
        (tmp_path.parent / "secret.md").write_text("a secret", encoding="utf-8")
        (root / "docs/en/outside.md").symlink_to(tmp_path.parent / "secret.md")
        wait_for(r"docs/en/outside\.md is a symbolic link that leads out of the base", log)
        with pytest.raises(urllib.error.HTTPError):
            get(f"http://127.0.0.1:{port}/en/outside/")
        assert server.poll() is None
    finally:
        server.terminate()
        server.wait(20)
