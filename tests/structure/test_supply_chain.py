"""Licences of everything that is installed: stated, and compatible with MIT code and CC BY texts."""

import json
import re
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path

import pytest
from bill import bill, licence, packages
from packaging.utils import canonicalize_name

# As the packages state them, in lower case. All allow use and redistribution beside MIT code; those of MPL-2.0 are used unchanged.
ALLOWED = (
    *("mit", "bsd", "apache", "isc", "psf", "python software foundation", "mpl-2.0", "mozilla public license 2.0"),
    *("cc0", "unlicense", "0bsd", "blueoak"),
)
# For tools that stay on the machine of a developer: nothing of them gets into the site or into this package.
ALLOWED_IN_TOOLS = (*ALLOWED, "lgpl")
REFUSED = re.compile(r"\b(a?gpl|sspl|busl|proprietary|commercial)\b")
# Packages whose metadata state no licence; read in their repositories.
STATED_ELSEWHERE = {
    "mergedeep": "MIT",
    "feedparser-sgmllib": "BSD-2-Clause",
    "axe-playwright-python": "MIT",
    "parse-cache-control": "BSD-3-Clause",
}


def refused(stated: Mapping[str, str], allowed: tuple[str, ...]) -> dict[str, str]:
    found = {name: STATED_ELSEWHERE.get(name, text).lower() for name, text in stated.items()}
    return {name: text for name, text in found.items() if REFUSED.search(text) or not any(word in text for word in allowed)}


@pytest.mark.parametrize(("lock", "allowed"), [("requirements.lock", ALLOWED), ("requirements-dev.lock", ALLOWED_IN_TOOLS)])
def test_every_locked_package_has_a_licence_that_goes_with_ours(repository: Path, lock: str, allowed: tuple[str, ...]) -> None:
    installed = {canonicalize_name(package.metadata["Name"]) for package in distributions()}
    names = {name for name, _ in packages((repository / lock).read_text(encoding="utf-8"))} & installed
    assert len(names) > 40
    assert refused({name: licence(name).lower() for name in names}, allowed) == {}


def test_a_licence_that_does_not_go_with_ours_is_refused() -> None:
    assert refused({"one": "gpl-3.0-only", "two": "", "three": "mit", "four": "agpl-3.0"}, ALLOWED_IN_TOOLS).keys() == {
        "one",
        "two",
        "four",
    }


def test_the_bill_of_materials_names_what_the_lock_installs_and_the_fonts_that_readers_get(repository: Path) -> None:
    made = bill()
    lock = (repository / "requirements.lock").read_text(encoding="utf-8")
    libraries = [part for part in made["components"] if part["type"] == "library"]
    assert len(libraries) == sum(line[:1] not in ("", " ", "#") for line in lock.splitlines()) > 30
    [pydantic] = [part for part in libraries if part["name"] == "pydantic"]
    assert f"pydantic=={pydantic['version']}" in lock and pydantic["licenses"] == [{"license": {"name": "MIT"}}]
    assert {part["name"] for part in made["components"] if part["type"] == "file"} == {"inter.woff2", "newsreader.woff2"}
    assert len({part["bom-ref"] for part in made["components"]}) == len(made["components"])


@pytest.mark.parametrize("folder", ["js", "lighthouse"])
def test_every_tool_from_npm_has_a_licence_that_goes_with_ours_and_no_address(repository: Path, folder: str) -> None:
    text = (repository / "scripts" / folder / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    packages = {path: entry for path, entry in json.loads(text)["packages"].items() if path}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    stated = {path.rpartition("node_modules/")[2]: str(entry.get("license", "")).lower() for path, entry in packages.items()}
    assert refused(stated, ALLOWED_IN_TOOLS) == {}
