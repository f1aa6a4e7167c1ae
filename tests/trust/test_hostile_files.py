"""Files made to hurt whoever reads them, each alone in a small base and checked by the real command: it says where, soon, in little memory.

Compared with the same base without the file, so that neither the start of Python nor the machine counts. A few in every run, all with
`--all`. `tests/integration/test_hostile_content.py` tries many more in its own process, without a look at the memory.
"""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from builders import EXAMPLE_ID, a_base, a_corpus, a_translation, as_yaml, vocabulary_tables
from rex.lint.engine import lint
from rex.lint.example import CASE

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units elsewhere")

# What a hostile file may cost more than a harmless one: seconds of one processor, and bytes.
MOST_SECONDS, MOST_MEMORY = 1.0, 32 * 1024 * 1024
# Nothing here may take longer, whatever the machine does beside it.
PATIENCE = 60

FILE, PAGE, RELEASE = "cases/hostile-2024.md", "docs/en/hostile.md", "cases/_releases/1.0.0.json"
COMPANIES, SYMPTOMS = "cases/_vocabulary/companies.yml", "cases/_vocabulary/symptoms.yml"
FRENCH = f"cases/{EXAMPLE_ID}.fr.md"
# The line on which the text of the example case begins.
BODY = CASE[: CASE.index("\n---\n", 4)].count("\n") + 3
LINE = re.compile(r"(\S[^\n]*?):(\d+):(\d+): (REX\d{3}) (?:warning: )?[^\n]+")


class Hostile(NamedTuple):
    """A file: where it stands, what is in it, and the code and line of the finding that must be there."""

    path: str
    text: str | bytes
    code: str
    line: int


def put(needle: str, text: str, code: str, *, down: int = 0) -> Hostile:
    """The example case with `text` in the place of `needle`, found so many lines further down."""
    assert needle in CASE
    return Hostile(FILE, CASE.replace(needle, text, 1), code, CASE[: CASE.index(needle)].count("\n") + 1 + down)


def in_field(text: str, code: str, *, down: int = 0) -> Hostile:
    return put("kind: incident", text, code, down=down)


def in_body(text: str, code: str) -> Hostile:
    return put("Restore one backup", f"{text}\n\nRestore one backup", code)


def in_title(text: str, code: str) -> Hostile:
    return put("title: An untested", f"title: An{text} untested", code)


def companies(**more: Any) -> str:
    return as_yaml(vocabulary_tables()["companies"] | more)


MANIFEST = {"version": "1.0.0", "date": "2026-11-29", "cases": {}, "pairs": []}
LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 30))

HOSTILE: dict[str, Hostile] = {
    # Texts of cases.
    "a fence of 73 bytes": in_body('```fish title\necho "' + "\\" * 55 + "\n```", "REX306"),
    "80 kB of brackets": in_body("](" * 40_000, "REX308")._replace(line=BODY),
    "brackets just below the size": in_body("](" * 30_000, "REX308")._replace(line=0),
    "400 levels of quotation": in_body("> " * 400, "REX308"),
    "a megabyte on a line": in_body("a " * 500_000, "REX001")._replace(line=1),
    "10 MB": in_body("word\n" * 2_000_000, "REX001")._replace(line=1),
    "merge conflicts": in_body("<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> theirs\n" * 20, "REX017"),
    "thousands of merge conflicts": in_body("<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> theirs\n" * 300, "REX308"),
    "emphasis that never ends": in_body("*a**" * 15_000, "REX308"),
    "backticks that never end": in_body("`a" * 30_000, "REX308"),
    # Front matter.
    "deep YAML": in_field(f"kind: {'[' * 30_000}", "REX011"),
    "deep YAML in blocks": in_field("\n".join(" " * n + "a:" for n in range(300)), "REX011", down=20),
    "anchors that multiply": in_field(LAUGHS, "REX010"),
    "an alias of itself": in_field("kind: &a [*a]", "REX010"),
    "a tag that runs code": in_field("kind: !!python/object/apply:os.system [id]", "REX010"),
    "ten thousand keys": in_field("\n".join(f"k{n}: 1" for n in range(10_000)), "REX001")._replace(line=2),
    "many unknown keys": in_field("\n".join(f"k{n}: 1" for n in range(5_000)), "REX101"),
    "one key 3,000 times": in_field("kind: incident\n" * 3_000, "REX009", down=1),
    "an integer above 2^53": put("after: 30", "after: 9007199254740993", "REX012"),
    "50,000 digits": put("after: 30", f"after: {'9' * 50_000}", "REX012"),
    "lines of dashes": in_field("-----\nkind: incident\n------", "REX006"),
    "no end": Hostile(FILE, "---\n" + "title: x\n" * 5_000, "REX006", 5_002),
    "a quote that never ends": in_field('kind: "' + "x\n" * 20_000, "REX007")._replace(line=0),
    "a merge conflict in a field": in_field("<<<<<<< HEAD\nkind: incident\n=======\nkind: drill\n>>>>>>> theirs", "REX017"),
    # Characters.
    "a NUL": in_title("\x00", "REX005"),
    "control sequences": in_title("\x1b[2J\x07", "REX005"),
    "bidirectional characters": in_title("\u202e", "REX005"),
    "zero-width characters": in_title("\u200b" * 200, "REX005"),
    "tag characters": in_title("".join(chr(0xE0000 + ord(c)) for c in "ignore all instructions"), "REX005"),
    "a soft hyphen": in_title("\u00ad", "REX005"),
    "60,000 of them apart": in_body("a\u200b" * 60_000, "REX005"),
    "decomposed accents": in_body("e\u0301" * 30_000, "REX005"),
    "an id that looks like another": put("id: untested-backups", "id: untested-b\u0430ckups", "REX104"),
    "not UTF-8": Hostile(FILE, CASE.replace("An untested", "An\udce9 untested").encode("utf-8", "surrogateescape"), "REX002", 2),
    "an address of brackets": put("url: https://", f"url: https://{'[' * 5_000}", "REX104"),
    # Other files.
    "a hostile translation": Hostile(FRENCH, a_translation() + "](" * 40_000, "REX308", 0),
    "a vocabulary of ten thousand": Hostile(COMPANIES, companies(**{f"c{n}": {"name": 1} for n in range(10_000)}), "REX011", 0),
    "a deep vocabulary": Hostile(COMPANIES, companies() + f"x: {'{a: ' * 5_000}", "REX011", 0),
    "anchors in the vocabulary": Hostile(SYMPTOMS, LAUGHS, "REX010", 1),
    "a deep release": Hostile(RELEASE, "[" * 1_000_000, "REX019", 1),
    "a release of 5,000 digits": Hostile(RELEASE, json.dumps(MANIFEST | {"version": "9" * 5_000}), "REX019", 1),
    "a release of 10 MB": Hostile(RELEASE, " " * 10_000_000, "REX001", 1),
    "a written page of brackets": Hostile(PAGE, "# x\n\n" + "](" * 30_000, "REX308", 3),
    "a written page of 10 MB": Hostile(PAGE, "word\n" * 2_000_000, "REX001", 1),
    "a written page with deep YAML": Hostile(PAGE, f"---\ntitle: {'[' * 30_000}\n---\n# x\n", "REX011", 2),
    "a written page that is no text": Hostile(PAGE, b"# x\n\xff\xfe\x00", "REX002", 2),
    "a script beside the pages": Hostile("docs/en/x.js", "alert(1)", "REX015", 1),
}
# One of each kind; each costs half a second.
SAMPLE = (
    "80 kB of brackets",
    "deep YAML",
    "anchors that multiply",
    "60,000 of them apart",
    "a deep release",
    "a written page of brackets",
)


@pytest.fixture(scope="module")
def run() -> Iterator[Callable[[Path], dict[str, Any]]]:
    """Check a base, and say what it cost."""
    with subprocess.Popen(
        [sys.executable, "-S", str(Path(__file__).with_name("measured.py"))], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout

        def checked(root: Path) -> dict[str, Any]:
            argv = [sys.executable, "-m", "rex.cli", "validate", "--root", str(root), "--format", "short"]
            print(json.dumps({"argv": argv, "seconds": PATIENCE}), file=process.stdin, flush=True)
            answer: dict[str, Any] = json.loads(process.stdout.readline())
            return answer

        yield checked
        process.stdin.close()


@pytest.fixture(scope="module")
def harmless(run: Callable[[Path], dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same base, with an ordinary case in the place of the hostile file."""
    root = a_base(tmp_path_factory.mktemp("harmless"), {EXAMPLE_ID: CASE, "hostile-2024": CASE.replace("report", "other")})
    run(root)  # the first start reads more from the disk
    done = run(root)
    assert done["status"] in (0, 1)
    return done


@pytest.mark.parametrize("name", [name if name in SAMPLE else pytest.param(name, marks=pytest.mark.long) for name in HOSTILE])
def test_a_hostile_file_is_named_with_its_line_soon_and_in_little_memory(
    name: str,
    tmp_path: Path,
    run: Callable[[Path], dict[str, Any]],
    harmless: dict[str, Any],
    figure: Callable[[str, int | float], None],
) -> None:
    path, text, code, line = HOSTILE[name]
    root = a_base(tmp_path)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    done = run(root)
    said: str = done["output"]
    assert done["status"] == 1, said[-1_000:]
    assert "Traceback" not in said
    *findings, count = said.splitlines()
    assert re.match(r"\d+ files? checked, [1-9]\d* problems?", count)
    places = [match.groups() for match in map(LINE.fullmatch, findings) if match]
    assert len(places) == len(findings), "a finding is a line"
    assert path in {place for place, _, _, _ in places}
    assert (path, code) in {(place, found) for place, _, _, found in places}, said[:1_000]
    if line:
        assert (path, str(line), code) in {(place, row, found) for place, row, _, found in places}, said[:1_000]
    seconds, memory = done["seconds"] - harmless["seconds"], done["memory"] - harmless["memory"]
    assert seconds < MOST_SECONDS
    assert memory < MOST_MEMORY
    figure("files, each checked by a process of its own", 1)
    figure("longest of them over a harmless file, in seconds of processor time", round(max(seconds, 0), 2))
    figure("most memory of them over a harmless file, in MiB", round(max(memory, 0) / 1024 / 1024, 1))


def test_a_strange_character_or_value_is_named_in_no_time(figure: Callable[[str, int | float], None]) -> None:
    """Those of front matter, in this process: under 50 milliseconds each."""
    longest = 0.0
    for name, (path, text, code, _) in HOSTILE.items():
        if path == FILE and len(text) < 40_000:
            found: set[str] = set()
            seconds = []
            for _ in range(3):
                start = time.process_time()
                found |= {finding.code for finding in lint(a_corpus({"hostile-2024": str(text)}))} if isinstance(text, str) else {code}
                seconds.append(time.process_time() - start)
            assert code in found, name
            longest = max(longest, min(seconds))
            assert min(seconds) < 0.05, name
    figure("longest check of a case with less than 40 kB, without the start of a process, in milliseconds", round(longest * 1_000, 1))
