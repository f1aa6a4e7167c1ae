"""Whatever is written is written whole: the old result or the new one, whoever is killed; and what has no source is gone."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builders import a_case, a_site_base, a_translation
from conftest import rex
from rex.cli.main import main
from rex.core.writing import write_file

SECOND = {"a-second-2024": a_case(title="A second case, told by the same shop")}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def start_build(root: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "rex.cli", "build", "--root", str(root), *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A base, its site with two cases, and its site with one, which is the one that stands there."""
    root = a_site_base(tmp_path_factory.mktemp("twice"), {"example-2024": a_case(), **SECOND})
    assert rex("build", "--root", str(root)).returncode == 0
    two = files_of(root / "site")
    (root / "cases/a-second-2024.md").unlink()
    assert rex("build", "--root", str(root)).returncode == 0
    return root, two, files_of(root / "site")


def test_a_case_that_is_taken_down_leaves_nothing_behind(twice: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    _, two, one = twice
    assert any("a-second-2024" in path for path in two)
    assert [path for path in one if "a-second-2024" in path] == []
    assert [path for path, data in one.items() if b"a-second-2024" in data] == []


@pytest.mark.skipif(os.name == "nt", reason="processes are ended by signal")
def test_a_build_that_is_killed_leaves_the_old_site(twice: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    root, _, one = twice
    for seconds in (1.0, 2.0, 3.0):
        build = start_build(root)
        time.sleep(seconds)
        build.send_signal(signal.SIGKILL)
        build.communicate()
        assert files_of(root / "site") == one
    assert rex("build", "--root", str(root)).returncode == 0, "what a killed build left is in nobody's way"
    assert sorted(path.name for path in (root / "build").iterdir()) == ["lock"]


def test_a_second_build_is_told_and_changes_nothing(twice: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    root, _, one = twice
    first = start_build(root, "--fresh")  # with what is kept it would end before anybody could look
    try:
        lock = root / "build/lock"
        while lock.read_text(encoding="ascii") != str(first.pid):
            assert first.poll() is None
            time.sleep(0.02)
        second = rex("build", "--root", str(root), "--fresh")
        assert second.returncode == 2
        assert f"a build of this base is running already (process {first.pid})" in second.stderr
    finally:
        _, said = first.communicate()
    assert first.returncode == 0, said
    assert files_of(root / "site") == one


def test_one_language_alone_leaves_the_others(twice: tuple[Path, dict[str, bytes], dict[str, bytes]]) -> None:
    root, _, one = twice
    assert rex("build", "--root", str(root), "--lang", "fr").returncode == 0
    assert files_of(root / "site") == one


# -- what is read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["docs/en/env.md", "docs/fr/deep/env.png", "cases/_vocabulary/more.yml", "cases/_releases/1.0.0.json"])
@pytest.mark.parametrize("command", ["build", "export"])
def test_a_link_that_leaves_the_base_is_refused_before_anything_is_read(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, place: str, command: str
) -> None:
    root = a_site_base(tmp_path)
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("the password is swordfish", encoding="utf-8")
    (root / place).symlink_to(secret)
    done = rex(command, "--root", str(root), *([str(tmp_path / "out")] if command == "export" else []))
    assert done.returncode == 2
    assert f"{place} is a symbolic link that leads out of the base" in done.stderr
    assert "swordfish" not in done.stdout + done.stderr
    assert not (root / "site").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_a_file_that_is_none_and_one_that_nobody_expects_are_refused(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    os.mkfifo(root / "docs/en/pipe.md")
    done = rex("build", "--root", str(root))
    assert (done.returncode, "docs/en/pipe.md is no ordinary file" in done.stderr) == (2, True)
    (root / "docs/en/pipe.md").unlink()
    (root / "docs/en/page.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    done = rex("build", "--root", str(root))
    assert (done.returncode, "docs/en/page.html is neither a page nor a picture" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("1.0.0.json", {"version": "x"}),
        ("1.0.0.json", {"version": "9" * 5000}),
        ("1.0.0.json", {"version": "1.0.1"}),
        ("1.0.0.json", {"date": "soon"}),
        ("1.0.0.json", {"cases": 3}),
        ("1.0.0.json", None),
    ],
)
def test_a_damaged_manifest_ends_the_build_in_one_line_before_anything_is_made(tmp_path: Path, name: str, change: object) -> None:
    root = a_site_base(tmp_path)
    assert rex("release", "1.0.0", "--date", "2026-01-01", "--root", str(root)).returncode == 0
    path = root / "cases/_releases" / name
    text = json.dumps(json.loads(path.read_text(encoding="utf-8")) | change) if isinstance(change, dict) else ""
    path.write_text(text, encoding="utf-8")
    done = rex("build", "--root", str(root))
    assert done.returncode == 2
    said = done.stdout + done.stderr
    assert "cases/_releases/1.0.0.json" in said
    assert "not what `rex release` writes" in said
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"# x\n\n" + b"](" * 30_000, "docs/en/more.md:3:1: REX308"),
        (b"# x\n" + b"[" * 16_000, "docs/en/more.md:2:1: REX308"),
        (b"x\n" * 300_000, "docs/en/more.md:1:1: REX001"),
        (b"# x\n\xff", "docs/en/more.md:2:1: REX002"),
        ("# x\n\u202ey".encode(), "docs/en/more.md:2:1: REX005"),
        (b"---\ntitle: " + b"[" * 2_000 + b"\n---\n# x", "docs/en/more.md:2:27: REX011"),
        (b"---\na: &a [x]\nb: *a\n---\n# x", "docs/en/more.md:2:4: REX010"),
        (b"---\ntitle: x\n---\n# x\n\n<<<<<<< HEAD\ny", "docs/en/more.md:6:1: REX017"),
    ],
)
def test_a_written_page_that_cannot_be_read_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: bytes, said: str
) -> None:
    root = a_site_base(tmp_path)
    (root / "docs/en/more.md").write_bytes(text)
    assert main(["validate", "--root", str(root), "--format", "short"]) == 1
    assert said in capsys.readouterr().out


def test_a_written_page_with_a_finding_ends_the_build_before_anything_is_made(tmp_path: Path) -> None:
    root = a_site_base(tmp_path)
    (root / "docs/en/more.md").write_text("# x\n" + "[" * 16_000, encoding="utf-8")
    done = rex("build", "--root", str(root))
    assert done.returncode == 2
    assert "docs/en/more.md:2:1: REX308" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (root / "site").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_what_a_build_would_refuse_to_read_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = a_site_base(tmp_path / "base")
    (tmp_path / "secret").write_text("swordfish", encoding="utf-8")
    for name in ("docs/en/env.md", "docs/overrides/more.html", "cases/_vocabulary/more.yml"):
        (root / name).symlink_to(tmp_path / "secret")
    os.mkfifo(root / "docs/fr/pipe.png")
    assert main(["validate", "--root", str(root), "--format", "short"]) == 1
    said = capsys.readouterr().out
    assert [line.split(" ")[0:2] for line in said.splitlines()] == [
        ["cases/_vocabulary/more.yml:1:1:", "REX016"],
        ["docs/en/env.md:1:1:", "REX016"],
        ["docs/fr/pipe.png:1:1:", "REX014"],
        ["docs/overrides/more.html:1:1:", "REX016"],
    ]
    assert "swordfish" not in said


# -- a full disk ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="no such limit")
def test_a_full_disk_leaves_the_file_that_was_there_and_no_other(tmp_path: Path) -> None:
    case = a_case()
    root = a_site_base(tmp_path, {"example-2024": case, "example-2024.fr": a_translation(case, original="12345678")})
    before = files_of(root / "cases")
    full = 'ulimit -f 0; exec "$@"'
    for command in (["translate", "example-2024", "fr"], ["release", "1.0.0", "--date", "2026-01-01"], ["new", "A new case"]):
        done = subprocess.run(
            ["/bin/bash", "-c", full, "-", sys.executable, "-B", "-m", "rex.cli", *command, "--root", str(root)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 2, (command, done.stderr)
        assert done.stderr.count("\n") == 1
        assert files_of(root / "cases") == before
        assert rex(*command, "--root", str(root)).returncode == 0, "nothing blocks the next try"
        before = files_of(root / "cases")


def test_a_file_is_on_the_disk_with_all_its_bytes_before_it_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []
    monkeypatch.setattr("os.fsync", lambda file: kept.append(os.fstat(file).st_size))
    write_file(tmp_path / "case.md", "x" * 100)
    assert kept == [100]


@pytest.mark.parametrize("port", ["99999", "0", "-5", "80x", "1" * 400, "²"])
def test_a_port_that_is_none_is_one_line(port: str) -> None:
    done = rex("serve", f"--port={port}")
    assert done.returncode == 2
    assert "is no port" in done.stderr
    assert done.stderr.count("\n") == 1
