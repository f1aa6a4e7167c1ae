"""The content security policy of the built pages: there, first, the same everywhere, and without a hole."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from rex.site.csp import add_policy

META = re.compile(r'<head><meta http-equiv="Content-Security-Policy" content="([^"]+)">')


def policies(pages: list[Path]) -> set[str]:
    found = set()
    for path in pages:
        match = META.search(path.read_text(encoding="utf-8"))
        assert match, f"{path} has no policy"
        found.add(match.group(1))
    return found


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_all_pages_of_a_language_have_one_policy_that_allows_nothing_from_elsewhere(built: Path, lang: str) -> None:
    (policy,) = policies(sorted((built / "site" / lang).rglob("*.html")))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == rules["connect-src"] == "'self'"
    assert "unsafe-inline" not in policy
    assert "http" not in policy


def test_the_pages_above_the_languages_have_a_policy_too(built: Path) -> None:
    policies([built / "site/index.html", built / "site/404.html"])


def test_inline_scripts_are_allowed_by_their_hash_and_data_is_not_counted(tmp_path: Path) -> None:
    one, two = tmp_path / "one.html", tmp_path / "two.html"
    one.write_text('<html><head></head><script>let a = "é";</script><script type="application/json">{}</script></html>', encoding="utf-8")
    two.write_text('<html><head></head><script type="module">b()</script><script src="c.js"></script></html>', encoding="utf-8")
    policy = add_policy([one, two])
    expected = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in ('let a = "é";', "b()")}
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == expected
    assert policies([one, two]) == {policy}
