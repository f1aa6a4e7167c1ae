"""JSON-LD for each page (https://schema.org): what a search engine or an assistant learns of it without reading it.

Kept short on purpose, since it stands in every page: what the page is, what it is about, where it stands.
Everything else is in the data files, to which it points.
"""

import json
from dataclasses import dataclass
from typing import Any

from rex.core.dates import Period
from rex.core.derive import Facts
from rex.data.addresses import LICENCE, Addresses, card_path

NAME = "DevOps REX"


@dataclass(frozen=True)
class PageView:
    """A page as the site knows it. `trail` holds name and address of each page above it and of itself, the home page first."""

    kind: str
    subject: str
    lang: str
    title: str
    description: str
    address: str
    trail: tuple[tuple[str, str], ...] = ()


def build_jsonld(facts: Facts, addresses: Addresses, page: PageView) -> str:
    """One JSON text that can stand inside a `<script>` element: nothing in it can end that element."""
    items: list[dict[str, Any]] = [_MAKERS.get(page.kind, _web_page)(facts, addresses, page)]
    # The last step is the page itself, which the item before has just described.
    trail = page.trail[:-1] if page.kind == "case" and len(page.trail) > 2 else page.trail
    if len(trail) > 1:
        steps = [
            {"@type": "ListItem", "position": number, "name": name, "item": address} for number, (name, address) in enumerate(trail, 1)
        ]
        items.append({"@type": "BreadcrumbList", "itemListElement": steps})
    text = json.dumps({"@context": "https://schema.org", "@graph": items}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _common(page: PageView, kind: str) -> dict[str, Any]:
    return {
        "@type": kind,
        "@id": page.address,
        "url": page.address,
        "name": page.title,
        "description": page.description,
        "inLanguage": page.lang,
    }


def _web_page(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    return _common(page, "WebPage") | {"license": LICENCE}


def _list(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    return _common(page, "CollectionPage") | {"license": LICENCE}


def _home(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{page.address}search/?q={{words}}"},
        "query-input": "required name=words",
    }
    return _common(page, "WebSite") | {"name": NAME, "headline": page.title, "license": LICENCE, "potentialAction": search}


def _case(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    file = facts.corpus.cases[page.subject]
    local = file.in_language(page.lang)
    case, vocabulary = local.case, facts.corpus.vocabulary
    # A case page has a budget of bytes: summary, sources and the link to the data file stand in the page, terms say their names
    # themselves.
    article: dict[str, Any] = {
        "@type": "Article",
        "@id": page.address,
        "headline": page.title,
        "inLanguage": local.lang,
        "license": LICENCE,
        "author": {"@type": "Organization", "name": NAME},
        "dateModified": local.reviewed,
        "image": addresses.languages[page.lang] + card_path(page.subject),
        "about": [{"@id": addresses.page(page.lang, "mistake", claim.id)} for claim in case.mistakes],
        "mentions": [{"@type": "Organization", "name": vocabulary.companies[company].name} for company in case.company],
    }
    if case.period:
        article["temporalCoverage"] = str(case.period)
    if local.lang != case.lang:
        article["translationOfWork"] = {"@id": addresses.page(case.lang, "case", page.subject)}
    return article


def _term(table: str) -> Any:
    def make(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
        term = getattr(facts.corpus.vocabulary, table)[page.subject]
        made = _common(page, "DefinedTerm") | {
            "termCode": page.subject,
            "inDefinedTermSet": addresses.data(f"{table}.json"),
        }
        if term.synonyms[page.lang]:
            made["alternateName"] = list(term.synonyms[page.lang])
        return made

    return make


def _company(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    company = facts.corpus.vocabulary.companies[page.subject]
    about: dict[str, Any] = {"@type": "Organization", "name": company.name}
    if company.url:
        about["url"] = company.url
    if company.formerly:
        about["alternateName"] = list(company.formerly)
    return _common(page, "ProfilePage") | {"mainEntity": about}


def _event(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    event = facts.corpus.vocabulary.events[page.subject]
    about: dict[str, Any] = {"@type": "Event", "name": event.name}
    if event.date:
        about["startDate"] = str(Period.parse(event.date).start)
    if event.place:
        about["location"] = {"@type": "Place", "name": event.place[page.lang]}
    return _common(page, "WebPage") | {"mainEntity": about}


def _data(facts: Facts, addresses: Addresses, page: PageView) -> dict[str, Any]:
    files = (("application/json", "cases.json"), ("text/csv", "cases.csv"), ("text/csv", "edges.csv"), ("application/json", "graph.json"))
    return _common(page, "Dataset") | {
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": NAME, "url": addresses.languages[page.lang]},
        "distribution": [{"@type": "DataDownload", "encodingFormat": media, "contentUrl": addresses.data(path)} for media, path in files],
    }


_MAKERS = {
    "home": _home,
    "case": _case,
    "mistake": _term("mistakes"),
    "fix": _term("fixes"),
    "pillar": _term("pillars"),
    "company": _company,
    "event": _event,
    "data": _data,
    **dict.fromkeys(("cases", "mistakes", "fixes", "pillars", "companies", "events", "wanted-list"), _list),
}
