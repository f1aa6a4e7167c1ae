"""A case that is withdrawn leaves its reason, and none of its other texts in any file of the site; a draft leaves nothing."""

import gzip
import re
from pathlib import Path

import pytest

from conftest import rex
from hostile import AS_THEY_ARE, FULL, a_rich_base, add_site

# A word that only the texts of this case have.
MARK = "zwyx"
REASONS = {"": "It told of another organisation.", ".fr": "Il parlait d’une autre organisation."}


def contents(path: Path) -> bytes:
    """A file as its reader has it: parts of the search index are compressed."""
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


@pytest.mark.parametrize("status", ["withdrawn", "draft"])
def test_no_text_of_it_is_in_any_file_of_the_site(tmp_path: Path, status: str) -> None:
    def marked(field: str, text: str) -> str:
        return text if field in AS_THEY_ARE else f"{text} {MARK}"

    root, other = a_rich_base(tmp_path / "base"), a_rich_base(tmp_path / "marked", marked)
    add_site(root)
    for end, why in REASONS.items():
        name = f"{FULL}{end}.md"
        text = (other / "cases" / name).read_text(encoding="utf-8")
        assert text.count(MARK) > 15
        reason = f'withdrawn_because: "{why}"\n' if status == "withdrawn" else ""
        text, times = re.subn(r"^status: .*\n", f"status: {status}\n{reason}", text, flags=re.MULTILINE)
        if not times:
            text = text.replace("---\n", f"---\n{reason}", 1)
        (root / "cases" / name).write_text(text, encoding="utf-8")
    assert rex("translate", FULL, "fr", "--root", str(root)).returncode == 0
    done = rex("build", "--root", str(root))
    assert done.returncode == 0, done.stderr + done.stdout
    files = {path.relative_to(root / "site").as_posix(): contents(path) for path in (root / "site").rglob("*") if path.is_file()}
    assert [name for name, data in files.items() if MARK.encode() in data.lower()] == []
    assert [name for name in files if re.search(rf"{FULL}.*\.(bib|csl\.json|png)$", name)] == []
    told = {"en/cases/full-2024/index.html", "fr/cases/full-2024/index.html"}
    pages = {name for name, data in files.items() if name.endswith(".html") and any(why.encode() in data for why in REASONS.values())}
    assert pages == (told if status == "withdrawn" else set())
