"""Messages in other languages than English: catalogues of whole sentences, by the English template (`rex.core.message`)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

_FOLDER = Path(__file__).parent / "wording"


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """English template to translated template; empty for English, which stands in the code."""
    path = _FOLDER / f"{lang}.yml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.is_file() else {}
