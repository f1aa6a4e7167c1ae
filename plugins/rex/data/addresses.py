"""Where things of the published site are: absolute addresses, made in one place.

Pages follow the address scheme that MkDocs uses with directory URLs; data does not know MkDocs, only the outcome.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from rex.data.records import VERSION

DATA = f"data/{VERSION}"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# Folder of each kind of page; the same words as in the table of page types, which this layer does not import.
FOLDERS = {
    "case": "cases",
    "mistake": "mistakes",
    "fix": "fixes",
    "pillar": "pillars",
    "company": "companies",
    "event": "events",
    "symptom": "symptoms",
}


@dataclass(frozen=True)
class Addresses:
    """`languages` maps the code of each language to the address of its root; each ends with a slash."""

    languages: Mapping[str, str]
    repository: str

    @property
    def root(self) -> str:
        """What stands above the languages."""
        return urljoin(next(iter(self.languages.values())), "../")

    def page(self, lang: str, kind: str, subject: str) -> str:
        return f"{self.languages[lang]}{FOLDERS[kind]}/{subject}/"

    def pages(self, kind: str, subject: str) -> dict[str, str]:
        return {lang: self.page(lang, kind, subject) for lang in self.languages}

    def twin(self, lang: str, kind: str, subject: str) -> str:
        """The Markdown twin of a page: the path of the Markdown it was made from."""
        return f"{self.languages[lang]}{FOLDERS[kind]}/{subject}.md"

    def data(self, path: str) -> str:
        """A file of the data, by its path below `/data/v1/`."""
        return f"{self.root}{DATA}/{path}"


def card_path(case_id: str) -> str:
    """Social card of a case, relative to the root of a language."""
    return f"assets/cards/{case_id}.png"


def feed_path(lang: str, pillar: str | None = None) -> str:
    """A feed, relative to the root of the data."""
    return f"feeds/{lang}/{pillar}.xml" if pillar else f"feeds/{lang}.xml"


def stable_id(*parts: str) -> str:
    """A name for ever (RFC 4122, version 5): it depends on ids, not on where the site is published."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, '/'.join(('devops-rex', *parts)))}"
