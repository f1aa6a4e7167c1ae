"""The index that the reader's browser loads: Pagefind over the finished HTML of one language."""

import json
import subprocess
import sys
from pathlib import Path

from rex.core.errors import RexError

# Lists only repeat what the pages they lead to say; a search would show everything twice.
SEARCHED_KINDS = frozenset(("case", "wanted", "pillar", "mistake", "fix", "company", "event", "evidence"))

# Not part of what a page says.
_NOT_TEXT = ".rex-crumbs, .rex-badge, .rex-cite, .rex-pager, .rex-tools, sup"


def build_browser_index(site: Path) -> int:
    """Index the built site of one language into its `pagefind/` folder. Returns the number of pages indexed.

    Raises `RexError` with Pagefind's own words if it fails.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--silent", "--exclude-selectors", _NOT_TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments, no shell
    if done.returncode:
        raise RexError(f"Pagefind failed: {(done.stderr or done.stdout).strip()}")
    entry = json.loads((site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(int(language["page_count"]) for language in entry["languages"].values())
