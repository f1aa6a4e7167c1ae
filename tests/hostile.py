"""A base whose every text is hostile, and what a page is made of once a browser has read it.

The texts are changed in memory, in every text field of every model, so that a field that is added tomorrow is tried too.
"""

import dataclasses
import re
import shutil
from collections.abc import Callable, Mapping
from enum import Enum
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from builders import (
    a_base,
    a_case,
    a_fix,
    a_mistake,
    a_source,
    a_translation,
    both,
    example_body,
    example_fields,
    french,
    vocabulary_tables,
)
from rex.core.corpus import CaseFile, Corpus

# What stands in the hostile base, and what stands in its place in the harmless one: code stays code.
PAYLOADS: dict[str, tuple[str, str]] = {
    "element": ('<xq data-xq="1">x</xq><script>xq()</script><img src=x onerror=xq()>', "x"),
    "closing": ("</p></li></ul></div></td></table><xq>x</xq>", "x"),
    "script end": ("</script><script>xq()</script><!--", "x"),
    "code span": ("`<xq onclick=xq()>`", "`x`"),
    "block in a code span": ("`<div><script>xq()</script></div>`", "`x`"),
    "paragraph in a code span": ("`<p onclick=xq()>x`", "`x`"),
    "two ticks": ("``<div><script>xq()</script></div>``", "x`x`x"),
    "line end": ("x\n\n<script>xq()</script>\n\n# xq\n\n- [xq](https://xq.example/)\n\n    xq\n", "x"),
    "other line ends": ("x\r\u2028\x85\x0c<script>xq()</script>\u2029# xq", "x"),
    "double quotes": ('" onmouseover="xq()" data-xq="', "x"),
    "single quotes": ("' onmouseover='xq()' data-xq='", "x"),
    "link": (
        "[xq](https://xq.example/) ![xq](https://xq.example/) [xq]: https://xq.example/ <https://xq.example/> https://xq.example/",
        "x",
    ),
    "script link": ("[xq](javascript:xq()) <javascript:xq()>", "x"),
    "attributes": ('x {: .xq onclick="xq()" } {#xq} {.xq}', "x"),
    "emphasis": ("*xq* **xq** __xq__ ~~xq~~ ==xq== ^xq^ $xq$ $$xq$$", "x"),
    "table": ("x | y |\n| --- | --- |\n| xq | xq", "x"),
    "entities": ("&lt;script&gt;xq()&lt;/script&gt; &#60;xq&#62; &amp;lt;xq&amp;gt;", "x"),
    "end of the front matter": ("x\n---\n<script>xq()</script>", "x"),
    "template": ("{{ 7 * 7 }} {% raw %} {# xq #}", "x"),
    "marks of a renderer": ("\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03", "x"),
}
# A tick that nothing ends would pair with one of another payload.
ALONE_PAYLOADS = [("`<div><script>xq()</script>", "x"), ("x\n```\n<script>xq()</script>\n", "x```x")]

# What begins a block of another kind if it begins a line.
BEGINNINGS = [*"#&>&-&+&1.&1)&:&===&!!! note&???&:::&   x&```&~~~&---&[x]: y&*[x]:&{: .xq }&| a | b |".split("&")]

# Fields that hold ids, addresses, dates and codes: the model has checked their shape, and no reader sees them as text.
STRUCTURE = frozenset(
    "id url archived accessed date lang reviewed original company event pillars corrects sources aliases sector parent country slug fit"
    " symptom mistake followed_up effort_sources".split()
)

# Fields with a closed list of values, which are enumerations once they are read.
CODES = frozenset("kind status state outcome voice read size role strength promotional".split())

# What must stand in each other, or may not be long.
AS_THEY_ARE = ("messages", "cores", "software", "asked")

FULL, ALONE, FRENCH, WANTED, WITHDRAWN = "full-2024", "alone-2024", "seul-2023", "wanted-2024", "withdrawn-2024"


def _same(name: str, text: str) -> str:
    return text


def a_rich_base(folder: Path, change: Callable[[str, str], str] = _same) -> Path:
    """Every field of every model is filled; a case in both languages, one in each language alone, a call, a withdrawal.

    `change` gets the name of each text field and its text. Returns the root of the base.
    """
    sources = [
        a_source(by=["A Speaker"], note="A note.", archived="https://web.archive.org/web/2024/https://example-shop.net/report"),
        a_source("other", voice="journalist", lang="fr", read="part"),
    ]
    fields: dict[str, Any] = {
        **example_fields(),
        "title": "A disk fails and two days of orders are lost",
        "signals": [{"text": "a message", "mistake": "untested-backups"}, {"text": "another", "mistake": "retry-storm"}],
        "asked": ["a disk", "backups", "restore"],
        "detection": {
            "by": "users",
            "after": "a day",
            "what": "A call.",
            "diagnosis": "A disk.",
            "sources": [{"id": "report", "where": "Timeline"}],
        },
        "caution": "Read with care.",
        "disputed": {"what": "Only one day, says a reader.", "sources": ["other"]},
        "response": {"who": "The shop", "date": "2024-05", "what": "It was one day.", "sources": [{"id": "report", "where": "Line 3"}]},
        "context": {"stack": ["postgresql", "kafka"], "size": "small"},
        "impact": [{"measure": "orders lost", "value": "many", "unit": "orders", "period": "a day", "sources": ["report"]}],
        "event": "example-conf-2024",
        "mistakes": [a_mistake(sources=[{"id": "report", "where": "Line 2"}, "other"]), a_mistake("retry-storm")],
        "fixes": [
            a_fix(role="lasting"),
            a_fix("chaos-engineering", corrects=["retry-storm"], outcome="failed"),
            a_fix("blameless-postmortem", corrects=["untested-backups"], state="planned", outcome="unknown", followed_up="2026-11"),
        ],
        "results": [
            example_fields()["results"][0] | {"period": "in May"},
            {"measure": "trust", "before": "little", "after": "more", "unit": "of it", "sources": ["report"]},
        ],
        "sources": sources,
    }
    two = {"company": ["example-shop", "example-group"], "date": "2022-05/2023-02"}
    call = {
        "status": "wanted",
        "without": ("mistakes", "fixes", "results", "signals", "impact", "detection", "asked", "disputed", "response"),
        "body": "\nKnown.[^report] Heard.[^other]\n",
    }

    def case(**changes: Any) -> str:
        apart = {name: changes.pop(name) for name in ("without", "body") if name in changes}
        return a_case(**_changed(fields | changes, change), **apart)

    full = case()
    words = {
        "title": "Un disque tombe en panne",
        "summary": "Une boutique inventée a perdu deux jours de commandes quand un disque est tombé en panne, la sauvegarde étant vide.",
        "caution": "fr",
        "disputed": {"what": "fr"},
        "response": {"what": "fr"},
        "asked": ["un", "deux", "trois"],
        "detection": {"what": "fr", "diagnosis": "fr"},
        "mistakes": {"untested-backups": "fr", "retry-storm": "fr"},
        "fixes": {"automated-restore-testing": "fr", "chaos-engineering": "fr", "blameless-postmortem": "fr"},
        "impact": [{"measure": "fr", "value": "fr"}],
        "source_notes": {"report": "fr"},
        "results": [{"measure": "fr"}] * 2,
        "unknown": ["fr"],
    }
    cases: dict[str, str | bytes] = {
        FULL: full,
        f"{FULL}.fr": a_translation(full, **_changed(words, change)),
        ALONE: case(**two, fixes=[a_fix(outcome="partly"), a_fix("chaos-engineering", corrects=["retry-storm"])]),
        FRENCH: case(lang="fr", date="2023", aliases=["autre-2023"], body=french(example_body())),
        WANTED: case(**call, event="example-conf-2024", caution="Doubt."),
        WITHDRAWN: case(status="withdrawn", withdrawn_because="The company asked."),
    }
    tables = vocabulary_tables()
    for table in ("pillars", "mistakes", "fixes"):
        for entry in tables[table].values():
            entry["synonyms"] = {"en": ["one word", "another"], "fr": ["un mot"]}
    for entry in tables["mistakes"].values():
        entry["recognise"] = {"en": ["You see it."], "fr": ["On le voit."]}
    for entry in tables["fixes"].values():
        entry["practice"] = {"en": ["Begin."], "fr": ["Commencez."]}
        entry["not_when"] = {"en": ["Never at night."], "fr": ["Jamais la nuit."]}
        entry |= {"effort": both("Two days.", "Deux jours."), "effort_sources": [FULL]}
        entry["dora"] = [{"capability": "a capability", "fit": "closest"}, {"capability": "another", "slug": "a-slug", "fit": "exact"}]
    tables["companies"]["example-shop"] |= {"about": both("It sells.", "Elle vend."), "formerly": ["Old Shop"], "size": "small"}
    tables["events"]["example-conf-2024"] |= {"place": both("Paris", "Paris"), "about": both("A day.", "Une journée."), "sources": sources}
    return a_base(folder, cases, **_changed(tables, change))


def add_site(root: Path) -> None:
    """What a base needs to be built as a site: the configuration and the theme of the repository, a word on each written page."""
    repository = Path(__file__).resolve().parent.parent
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(repository / name, root / name)
    shutil.copytree(repository / "docs" / "overrides", root / "docs" / "overrides")
    for lang in ("en", "fr"):
        (root / "docs" / lang).mkdir()
        shutil.copytree(repository / "docs" / lang / "assets", root / "docs" / lang / "assets") if (
            repository / "docs" / lang / "assets"
        ).is_dir() else None
        for name in ("about", "contribute", "data"):
            (root / "docs" / lang / f"{name}.md").write_text(f"# {name}\n\n[Search](search.md)\n", encoding="utf-8")


def _codes(value: Mapping[str, Any]) -> dict[str, Any]:
    """`by` is a code in a detection, and a list of names in a source."""
    return {"by": value["by"]} if isinstance(value.get("by"), str) else {}


def _changed(values: Mapping[str, Any], change: Callable[[str, str], str]) -> dict[str, Any]:
    """Data with each of its texts changed, but for ids, codes and dates."""

    def mended(name: str, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: mended(key if key not in ("en", "fr") else name, entry) for key, entry in value.items()} | _codes(value)
        if isinstance(value, list):
            ids = name in ("mistakes", "fixes") and all(isinstance(entry, str) for entry in value)
            return value if ids else [mended(name, entry) for entry in value]
        return change(name, value) if isinstance(value, str) and name not in STRUCTURE | CODES else value

    return {name: mended(name, value) for name, value in values.items()}


def poisoned(corpus: Corpus, change: Callable[[str, str], str]) -> Corpus:
    """The same base with `change` made to every text of every model; it gets the name of the field and its text."""

    def mended(name: str, value: Any) -> Any:
        if isinstance(value, BaseModel):
            return value.model_copy(update={field: mended(field, getattr(value, field)) for field in type(value).model_fields})
        if isinstance(value, Mapping):
            return {key: mended(name, entry) for key, entry in value.items()}
        if isinstance(value, tuple):
            ids = name in ("mistakes", "fixes") and all(isinstance(entry, str) for entry in value)
            return value if ids else tuple(mended(name, entry) for entry in value)
        return change(name, value) if isinstance(value, str) and not isinstance(value, Enum) and name not in STRUCTURE else value

    def in_file(file: CaseFile) -> CaseFile:
        others = {lang: dataclasses.replace(other, translation=mended("", other.translation)) for lang, other in file.translations.items()}
        return dataclasses.replace(file, case=mended("", file.case), translations=MappingProxyType(others))

    tables = {
        name: dataclasses.replace(table, entries=MappingProxyType({key: mended("", entry) for key, entry in table.entries.items()}))
        for name, table in corpus.vocabulary.tables().items()
    }
    cases = MappingProxyType({case_id: in_file(file) for case_id, file in corpus.cases.items()})
    return dataclasses.replace(corpus, cases=cases, vocabulary=dataclasses.replace(corpus.vocabulary, **tables))


_FOUND = re.compile(r"\?find=[\w%./~-]*$|(?<=#)on-[a-z0-9-]+$|^on-[a-z0-9-]+$", re.ASCII)


class Skeleton(HTMLParser):
    """What a page is made of, without its texts: elements, names of attributes, and the values that lead or name."""

    _VALUED = frozenset(("href", "src", "class", "id", "action", "rel", "type", "name", "lang", "style", "http-equiv"))

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, tuple[tuple[str, str], ...]]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What a link of ours looks for is a text, encoded, and a program has an id of its letters; where a link leads is no text.
        kept = tuple((name, _FOUND.sub("", value or "") if name in self._VALUED else "") for name, value in attrs)
        self.parts.append((tag, kept))
        if tag in ("title", "textarea"):
            self.set_cdata_mode(tag)  # a browser reads no tags in them; this parser would

    def handle_endtag(self, tag: str) -> None:
        self.parts.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("!--", ()))

    def handle_data(self, data: str) -> None:
        self.words.append(data)
