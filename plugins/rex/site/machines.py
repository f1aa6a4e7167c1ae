"""What the site offers to machines beside each page: JSON-LD, social card, feeds, Markdown twin; and the data files.

What those files say is decided in `rex.data`; here they meet the addresses and the finished pages of MkDocs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rex.core.derive import Facts, years_of
from rex.core.errors import RexError
from rex.data.addresses import FOLDERS, Addresses, card_path, feed_path
from rex.data.cards import draw_card
from rex.data.jsonld import PageView, build_jsonld
from rex.data.twin import build_twin
from rex.pages.page import PATHS, Page
from rex.pages.plain_markdown import plain_markdown
from rex.pages.words import words_of
from rex.site.memo import Memo

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

# What written pages put where the address of the site belongs; also the default of `site_url`, without its language.
PLACEHOLDER = "https://devops-rex.example/"
# The same for the repository.
REPOSITORY = "https://github.com/devops-rex/devops-rex"
FONT = "assets/fonts/inter.woff2"
# The list that stands above each kind of page in the trail.
_ABOVE = {**FOLDERS, "wanted": "wanted-list", "withdrawn": "cases"}


def addresses_of(config: "MkDocsConfig") -> Addresses:
    """Addresses of all languages, from the configuration of one; they are siblings, `…/en/` and `…/fr/`.

    Raises `RexError` where `site_url` does not end with the language.
    """
    own = str(config.theme["language"])
    site_url = config.site_url or ""
    if not site_url.endswith(f"/{own}/"):
        raise RexError(f"`site_url` must end with `/{own}/`, the folder of its language; it is `{site_url}`")
    root = site_url.removesuffix(f"{own}/")
    codes = [language["code"] for language in config.extra["languages"]]
    return Addresses({code: f"{root}{code}/" for code in codes}, str(config.extra["repository"]))


def with_addresses(markdown: str, addresses: Addresses) -> str:
    """A written page's text with the real addresses of site and repository wherever it uses the placeholders."""
    return markdown.replace(PLACEHOLDER, addresses.root).replace(REPOSITORY, addresses.repository.rstrip("/"))


# `serve` builds again after each edit, and most cards are what they were.
_drawn = lru_cache(maxsize=None)(draw_card)


@dataclass(frozen=True)
class Head:
    """What the theme writes into the head of one page. `feeds` are (name, address)."""

    jsonld: str
    kind: str
    card: str | None
    twin: str
    feeds: tuple[tuple[str, str], ...]


class Machines:
    """The machine side of one language of the site."""

    def __init__(self, facts: Facts, addresses: Addresses, lang: str, pages: Mapping[str, Page], memo: Memo) -> None:
        self.facts, self.addresses, self.lang, self.pages, self.memo = facts, addresses, lang, pages, memo
        self.words = words_of(lang)

    def head(self, path: str, title: str, description: str, address: str) -> Head:
        """For the page at `path` (as MkDocs names its source)."""
        own = self.pages.get(path)
        kind, subject = (own.kind, own.subject) if own else (path.removesuffix(".md"), "")
        above = _ABOVE.get(kind)
        trail = [(self.words("kind.home"), self.addresses.languages[self.lang])]
        if above:
            trail.append((self.words(f"kind.{above}"), self._address(PATHS[above])))
        if kind != "home":
            trail.append((title, address))
        view = PageView(kind, subject, self.lang, title, description, address, tuple(trail))
        feeds = [(self.words("feed.all"), self.addresses.data(feed_path(self.lang)))]
        if kind == "pillar":
            feeds.insert(0, (self.words("feed.pillar", pillar=title), self.addresses.data(feed_path(self.lang, subject))))
        return Head(
            jsonld=build_jsonld(self.facts, self.addresses, view),
            kind="article" if kind == "case" else "website",
            card=self.addresses.languages[self.lang] + card_path(subject) if kind == "case" else None,
            twin=self.addresses.languages[self.lang] + path,
            feeds=tuple(feeds),
        )

    def _address(self, path: str) -> str:
        return self.addresses.languages[self.lang] + path.removesuffix("index.md").removesuffix(".md")

    def with_relative_links(self, html: str, url: str) -> str:
        """Links to our own files made relative, so that they also work where the site is only tried out.

        MkDocs cannot check a relative link to a file that is written after it, hence absolute ones in the Markdown.
        """
        up = "../" * (url.count("/") + 1)
        return html.replace(f'href="{self.addresses.root}', f'href="{up}')

    def twin(self, path: str, markdown: str, address: str) -> str:
        """The Markdown twin of a page.

        That of a case is the case as a file; any other is the Markdown that the page was made from, with absolute links.
        """
        own = self.pages.get(path)
        if own and own.kind in ("case", "wanted"):
            local = self.facts.corpus.cases[own.subject].in_language(self.lang)
            return self.memo.text("twin of a case", (local.lang, local.case.model_dump_json(), local.body), lambda: build_twin(local))
        return self.memo.text("twin", (markdown, path, address), lambda: plain_markdown(markdown, path, address))

    def draw_cards(self, site: Path) -> None:
        """A card for each published case, in the folder of this language."""
        font = site / FONT
        drawn_with = sha256(font.read_bytes()).hexdigest()
        for file in self.facts.corpus.published.values():
            case = file.in_language(self.lang).case
            names = ", ".join(self.facts.corpus.vocabulary.companies[company].name for company in case.company)
            years = years_of(case)
            span = "–".join(dict.fromkeys((str(years[0]), str(years[-1])))) if years else ""
            kicker = " · ".join(part for part in (self.words(f"case_kind.{case.kind}"), names, span) if part)
            footer = ", ".join(
                self.words(key, n=count) for key, count in (("n_mistakes", len(case.mistakes)), ("n_fixes", len(case.fixes))) if count
            )
            target = site / card_path(file.id)
            target.parent.mkdir(parents=True, exist_ok=True)
            draw = partial(_drawn, font, kicker=kicker, title=case.title, footer=footer)
            target.write_bytes(self.memo.piece("card", (drawn_with, kicker, case.title, footer), draw))
