"""Atom feeds (RFC 4287): the cases of one language, all of them or those of one pillar."""

import xml.etree.ElementTree as ET

from rex.core.characters import without_hidden
from rex.core.dates import PartialDate
from rex.core.language import LANGUAGES
from rex.core.model import Status
from rex.data.addresses import LICENCE, Addresses, feed_path, stable_id
from rex.data.build import Records
from rex.data.records import CaseRecord

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "DevOps REX"
AUTHOR = {"en": "DevOps REX contributors", "fr": "Les contributeurs de DevOps REX"}
# Enough for somebody who comes back after a long holiday, small enough to be fetched every hour. Whoever asks every day misses nothing:
# the last day is never cut.
ENTRIES = 50


def build_feed(records: Records, addresses: Addresses, lang: str, pillar: str | None = None) -> bytes:
    """One feed. Entries are published cases that exist in `lang`, those first that entered the base or changed last."""
    cases = [
        case
        for case in records.cases
        if case.status is Status.PUBLISHED and lang in case.languages and (pillar is None or pillar in case.pillars)
    ]
    cases.sort(key=lambda case: case.id)
    cases.sort(key=lambda case: (_last_day(case), max(case.years, default=0)), reverse=True)
    if len(cases) > ENTRIES:
        earliest = _last_day(cases[ENTRIES - 1])
        cases = [case for case in cases if _last_day(case) >= earliest]
    label = next((term.label[lang] for term in records.pillars if term.id == pillar), None)
    page = addresses.page(lang, "pillar", pillar) if pillar else addresses.languages[lang]

    ET.register_namespace("", ATOM)
    feed = ET.Element(_atom("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": lang})
    _text(feed, "id", stable_id("feed", lang, pillar or "all"))
    _text(feed, "title", f"{TITLE}{LANGUAGES[lang].colon}{label}" if label else TITLE)
    # A feed without entries must have a date too; the day of the founding conference is as good as any.
    _text(feed, "updated", _moment(max((case.reviewed for case in cases), default="2017-10-02")))
    _link(feed, "self", addresses.data(feed_path(lang, pillar)), "application/atom+xml")
    _link(feed, "alternate", page, "text/html", lang)
    author = ET.SubElement(feed, _atom("author"))
    _text(author, "name", AUTHOR[lang])
    _text(feed, "rights", f"CC BY 4.0, {LICENCE}")
    for case in cases:
        _entry(feed, case, addresses, records, lang)
    ET.indent(feed)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entry(feed: ET.Element, case: CaseRecord, addresses: Addresses, records: Records, lang: str) -> None:
    entry = ET.SubElement(feed, _atom("entry"))
    _text(entry, "id", stable_id("case", case.id, lang))
    _text(entry, "title", case.title[lang])
    _text(entry, "updated", _moment(case.reviewed))
    _link(entry, "alternate", case.pages[lang], "text/html", lang)
    _link(entry, "related", addresses.data(f"cases/{case.id}.json"), "application/json")
    for other in LANGUAGES:
        if other != lang and other in case.languages:
            _link(entry, "alternate", case.pages[other], "text/html", other)
    labels = {pillar.id: pillar.label[lang] for pillar in records.pillars}
    labels |= {term.id: term.label[lang] for term in (*records.mistakes, *records.fixes)}
    terms = (*case.pillars, *(claim.id for claim in case.mistakes), *(claim.id for claim in case.fixes))
    for term in dict.fromkeys(terms):
        ET.SubElement(entry, _atom("category"), {"term": term, "label": without_hidden(labels[term])})
    _text(entry, "summary", case.summary[lang])


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(parent: ET.Element, name: str, text: str) -> None:
    """A text, without what the check refuses: some of it would make the whole feed unreadable (https://www.w3.org/TR/xml/#charsets)."""
    ET.SubElement(parent, _atom(name)).text = without_hidden(text)


def _link(parent: ET.Element, rel: str, href: str, media: str, hreflang: str | None = None) -> None:
    attributes = {"rel": rel, "href": href, "type": media}
    if hreflang:
        attributes["hreflang"] = hreflang
    ET.SubElement(parent, _atom("link"), attributes)


def _last_day(case: CaseRecord) -> tuple[int, int, int]:
    """Of a month that day which may have been meant: nothing new stands too far down."""
    return PartialDate.parse(case.reviewed).last_day


def _moment(date: str) -> str:
    """A moment as RFC 3339 wants it, for a date that is only known to the month: its first day."""
    return f"{date if date.count('-') == 2 else date + '-01'}T00:00:00Z"
