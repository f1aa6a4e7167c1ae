"""Ask OSV for known advisories of everything that we install, and print what to look at, in Markdown.

`python scripts/advisories.py`: reads the lock files, sends names and versions, nothing else. Needs the standard library only: it runs in
a job that may write issues, so nothing is installed for it. Status 0 whatever is found; 1 where the service cannot be asked, because
silence would look like good news.
"""

import argparse
import json
import re
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock", "scripts/js/package-lock.json", "scripts/lighthouse/package-lock.json")
SERVICE = "https://api.osv.dev"
PATIENCE = 30
TRIES = 3
# Seconds before the second try; the third waits twice as long.
PAUSE = 2.0
# What the service takes at once.
MOST_AT_ONCE = 1_000
# Nobody reads more; and whoever answers cannot keep us busy for ever.
MOST_PAGES = 20
MOST_BYTES = 16 * 1024 * 1024
_PIP = re.compile(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)", re.MULTILINE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{1,60}")


class Package(NamedTuple):
    """A package as OSV knows it."""

    ecosystem: str
    name: str
    version: str


class Advisory(NamedTuple):
    """What is known of a package; `mended` are the versions without it."""

    id: str
    summary: str
    mended: tuple[str, ...]


class UnansweredError(Exception):
    """The service cannot be asked, or says something that cannot be understood."""


def locked(path: Path) -> list[Package]:
    """The packages of a lock file of pip or npm."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".json":
        return [Package("PyPI", re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in _PIP.findall(text)]
    entries = {place: entry for place, entry in json.loads(text)["packages"].items() if place and not entry.get("link")}
    return [Package("npm", entry.get("name") or place.rpartition("node_modules/")[2], entry["version"]) for place, entry in entries.items()]


def packages_of(root: Path) -> dict[Package, list[str]]:
    """Every package that is locked, with the lock files that name it."""
    found: dict[Package, list[str]] = {}
    for name in LOCKS:
        for package in locked(root / name):
            if name not in (files := found.setdefault(package, [])):
                files.append(name)
    return found


def ask(service: str, path: str, question: object = None) -> Any:
    """The answer to one question; another try where the service is busy. Raises `UnansweredError`."""
    data = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(service + path, data, {"Content-Type": "application/json"})  # noqa: S310  # the address is ours
    reason: object = ""
    for turn in range(TRIES):
        if turn:
            time.sleep(PAUSE * turn)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return json.loads(answer.read(MOST_BYTES))
        except urllib.error.HTTPError as error:
            reason = f"status {error.code}"
            if error.code < 500 and error.code != 429:
                break
        except (OSError, ValueError) as error:
            reason = type(error).__name__
    raise UnansweredError(f"{path.partition('?')[0]}: {reason}")


def _known(service: str, packages: Sequence[Package]) -> Iterator[tuple[Package, str]]:
    """Each package with the ids of its advisories, page after page."""
    tokens: dict[Package, str] = dict.fromkeys(packages, "")
    for _ in range(MOST_PAGES):
        asked = list(tokens.items())
        tokens = {}
        for start in range(0, len(asked), MOST_AT_ONCE):
            part = asked[start : start + MOST_AT_ONCE]
            queries = [
                {"package": {"name": one.name, "ecosystem": one.ecosystem}, "version": one.version}
                | ({"page_token": token} if token else {})
                for one, token in part
            ]
            results = ask(service, "/v1/querybatch", {"queries": queries})["results"]
            if len(results) != len(part):
                raise UnansweredError(f"/v1/querybatch: {len(results)} answers to {len(part)} questions")
            for (package, _), result in zip(part, results, strict=True):
                yield from ((package, str(one["id"])) for one in (result or {}).get("vulns") or ())
                if token := (result or {}).get("next_page_token"):
                    tokens[package] = str(token)
        if not tokens:
            return
    raise UnansweredError("/v1/querybatch: it never ends")


def advisories(service: str, packages: Sequence[Package]) -> dict[Package, list[Advisory]]:
    """What is known of each package, but for what has been withdrawn; one entry for what has several names. Raises `UnansweredError`."""
    entries: dict[str, dict[str, Any]] = {}
    found: dict[Package, list[Advisory]] = {}
    names: dict[Package, set[str]] = {}
    try:
        for package, name in sorted(set(_known(service, packages))):
            if not _ID.fullmatch(name):
                raise UnansweredError("/v1/querybatch: an id that is none")
            if name not in entries:
                entries[name] = ask(service, f"/v1/vulns/{quote(name)}")
            entry = entries[name]
            same = {name, *map(str, entry.get("aliases") or ())}
            if entry.get("withdrawn") or same & names.get(package, set()):
                continue
            names.setdefault(package, set()).update(same)
            summary = entry.get("summary") or str(entry.get("details") or "").strip().partition("\n")[0]
            found.setdefault(package, []).append(Advisory(name, str(summary), _mended(entry, package)))
    except (KeyError, TypeError, AttributeError) as error:
        raise UnansweredError(f"an answer in another form ({type(error).__name__})") from error
    return found


def _mended(entry: dict[str, Any], package: Package) -> tuple[str, ...]:
    events = [
        event
        for affected in entry.get("affected") or ()
        if affected.get("package", {}).get("ecosystem") == package.ecosystem
        and re.sub(r"[-_.]+", "-", affected["package"]["name"]).lower() == re.sub(r"[-_.]+", "-", package.name).lower()
        for ranges in affected.get("ranges") or ()
        if ranges.get("type") != "GIT"
        for event in ranges.get("events") or ()
    ]
    return tuple(dict.fromkeys(str(event["fixed"]) for event in events if "fixed" in event))


def _code(text: str, longest: int = 200) -> str:
    """A text of strangers as code of Markdown: no markup, no mention, no second line."""
    plain = " ".join("".join(c if c.isprintable() and c != "`" else " " for c in text[: 2 * longest]).split())
    return f"`{plain[:longest] or '?'}`"


def report(packages: dict[Package, list[str]], found: dict[Package, list[Advisory]]) -> Iterator[str]:
    """The list, by package."""
    yield f"{len(packages)} packages were asked for; {len(found)} of them have a known advisory."
    if found:
        yield "\nA hole in a tool of ours need not be one in the site: read it, then raise the version in the lock, or say here why not.\n"
    for package in sorted(found):
        for advisory in found[package]:
            mended = f"; mended in {', '.join(_code(version, 30) for version in advisory.mended[:5])}" if advisory.mended else ""
            where = ", ".join(f"`{name}`" for name in packages[package])
            name = f"{_code(package.name, 100)} {_code(package.version, 30)}"
            yield f"- [ ] {name} in {where}: <https://osv.dev/vulnerability/{advisory.id}> {_code(advisory.summary)}{mended}"


def main(arguments: list[str]) -> int:
    """Print the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--service", default=SERVICE, help="another server with the same API")
    parser.add_argument("--root", type=Path, default=ROOT)
    chosen = parser.parse_args(arguments)
    packages = packages_of(chosen.root)
    try:
        found = advisories(chosen.service, list(packages))
    except UnansweredError as error:
        print(f"the advisories could not be asked for: {error}", file=sys.stderr)
        return 1
    print("\n".join(report(packages, found)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
