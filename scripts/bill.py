"""Write the bill of materials of the site, `docs/maintaining/bill-of-materials.cdx.json` (CycloneDX 1.6); `--check` only compares.

It lists what `requirements.lock` installs to build the site, with the licences that the packages state, and the fonts that readers get.
The digests of the packages stay in the lock. The same lock gives the same bytes: there is no date and no number in it that is drawn by lot.
"""

import hashlib
import json
import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).resolve().parent.parent
LOCK = REPOSITORY / "requirements.lock"
BILL = REPOSITORY / "docs/maintaining/bill-of-materials.cdx.json"
FONTS = REPOSITORY / "docs/overrides/assets/fonts"
# Packages of which something is copied into the site; the others only build it.
SHIPPED = ("mkdocs-material", "pagefind", "pagefind-bin")
_PACKAGE = re.compile(r"^([\w.-]+)(?:\[.*?\])?==([^\s;\\]+)", re.MULTILINE)


def licence(name: str) -> str:
    """What an installed package states, as it states it; empty where it states nothing or is not installed here."""
    try:
        meta = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    classifiers = [line.rpartition(" :: ")[2] for line in meta.get_all("Classifier") or () if line.startswith("License ::")]
    return meta.get("License-Expression") or "; ".join(classifiers) or (meta.get("License") or "").strip().partition("\n")[0]


def packages(lock: str) -> list[tuple[str, str]]:
    """Name and version of each package of a lock file; one that differs between systems or Pythons stands there with each version."""
    return [(canonicalize_name(name), version) for name, version in _PACKAGE.findall(lock)]


def bill() -> dict[str, Any]:
    """The bill, as JSON has it."""
    components: list[dict[str, Any]] = []
    for name, version in packages(LOCK.read_text(encoding="utf-8")):
        stated = licence(name)
        components.append(
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{name}@{version}",
                "name": name,
                "version": version,
                "scope": "required" if name in SHIPPED else "excluded",
                "purl": f"pkg:pypi/{name}@{version}",
                **({"licenses": [{"license": {"name": stated}}]} if stated else {}),
            }
        )
    for path in sorted(FONTS.glob("*.woff2")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        components.append(
            {
                "type": "file",
                "bom-ref": f"font:{path.stem}",
                "name": path.name,
                "scope": "required",
                "hashes": [{"alg": "SHA-256", "content": digest}],
                "licenses": [{"license": {"id": "OFL-1.1"}}],
            }
        )
    about = {"type": "application", "bom-ref": "devops-rex", "name": "devops-rex", "licenses": [{"license": {"id": "MIT"}}]}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
    }


def main() -> int:
    """Write or compare; returns 1 where they differ."""
    text = json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if not BILL.is_file() or BILL.read_text(encoding="utf-8") != text:
            print(f"{BILL.relative_to(REPOSITORY)} is not what requirements.lock says; write it with: make docs", file=sys.stderr)
            return 1
        return 0
    BILL.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
