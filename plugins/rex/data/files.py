"""Every file that is published for machines, as one table: the build, the index and the API description read it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic_core import to_json

from rex.core.derive import Facts
from rex.core.language import LANGUAGES
from rex.data import openapi, tables
from rex.data.addresses import DATA, LICENCE, Addresses
from rex.data.build import Records, build_graph, build_records
from rex.data.feeds import build_feed
from rex.data.llms import build_llms
from rex.data.records import (
    VERSION,
    CaseList,
    CaseRecord,
    CompanyList,
    EventList,
    FixList,
    FixRecord,
    GraphRecord,
    MistakeList,
    MistakeRecord,
    PillarList,
    SectorList,
    SymptomList,
    SymptomRecord,
)
from rex.data.releases import ChangesFile, build_changes, build_manifest, read_manifests

JSON = "application/json"
ATOM = "application/atom+xml"
CSV = "text/csv"


@dataclass(frozen=True)
class Source:
    """What every file is made from."""

    facts: Facts
    addresses: Addresses

    @cached_property
    def records(self) -> Records:
        return build_records(self.facts, self.addresses)

    @cached_property
    def by_id(self) -> dict[tuple[str, str], BaseModel]:
        """Records by the name of their list and their id."""
        return {(name, record.id): record for name in ("cases", "mistakes", "fixes", "symptoms") for record in getattr(self.records, name)}


@dataclass(frozen=True)
class DataFile:
    """A file, or one for each of `subjects`, at `path` below the root of the site. `build` gives a model, data or bytes."""

    path: str
    media: str
    description: str
    build: Callable[[Source, dict[str, str]], BaseModel | dict[str, Any] | bytes]
    subjects: Callable[[Source], list[dict[str, str]]] = lambda source: [{}]
    model: type[BaseModel] | None = None


def _list(model: type[BaseModel], name: str) -> Callable[[Source, dict[str, str]], BaseModel]:
    def build(source: Source, subject: dict[str, str]) -> BaseModel:
        items = getattr(source.records, name)
        return model(version=VERSION, licence=LICENCE, count=len(items), items=items)

    return build


def _one(name: str) -> tuple[Callable[[Source, dict[str, str]], BaseModel], Callable[[Source], list[dict[str, str]]]]:
    def build(source: Source, subject: dict[str, str]) -> BaseModel:
        return source.by_id[name, subject["id"]]

    return build, lambda source: [{"id": record.id} for record in getattr(source.records, name)]


def _changes(source: Source, subject: dict[str, str]) -> ChangesFile:
    manifests = read_manifests(source.facts.corpus.root)
    now = build_manifest(source.facts, "0.0.0", "")
    return ChangesFile(version=VERSION, licence=LICENCE, releases=tuple(build_changes(manifest, now) for manifest in manifests))


def _index(source: Source, subject: dict[str, str]) -> dict[str, Any]:
    """What a program needs to begin: which files there are, and how much is in them."""
    figures = source.facts.figures
    return {
        "name": "DevOps REX",
        "version": VERSION,
        "licence": LICENCE,
        "languages": {code: source.addresses.languages[code] for code in sorted(source.addresses.languages)},
        "repository": source.addresses.repository,
        "counts": {
            "cases": figures.cases,
            "claims": figures.claims,
            "sources": figures.sources,
            "mistakes": len(source.records.mistakes),
            "fixes": len(source.records.fixes),
            "symptoms": len(source.records.symptoms),
            "pairs": len(source.facts.pairs),
            "edges": len(source.facts.edges),
        },
        "files": [
            {"path": file.path, "url": f"{source.addresses.root}{file.path}", "media": file.media, "description": file.description}
            for file in FILES
        ],
    }


def _openapi(source: Source, subject: dict[str, str]) -> dict[str, Any]:
    return openapi.build_openapi([(file.path, file.media, file.description, file.model) for file in FILES], source.addresses)


def _pillar_feeds(source: Source) -> list[dict[str, str]]:
    return [{"lang": lang, "pillar": term.id} for lang in LANGUAGES for term in source.records.pillars]


FILES: tuple[DataFile, ...] = (
    DataFile(f"{DATA}/index.json", JSON, "What there is: files, counts, licence.", _index),
    DataFile(f"{DATA}/cases.json", JSON, "Every case, complete, in every language.", _list(CaseList, "cases"), model=CaseList),
    DataFile(f"{DATA}/cases/{{id}}.json", JSON, "One case.", *_one("cases"), model=CaseRecord),
    DataFile(f"{DATA}/mistakes.json", JSON, "Every mistake with its graded fixes.", _list(MistakeList, "mistakes"), model=MistakeList),
    DataFile(f"{DATA}/mistakes/{{id}}.json", JSON, "One mistake.", *_one("mistakes"), model=MistakeRecord),
    DataFile(f"{DATA}/fixes.json", JSON, "Every fix with the mistakes it was used against.", _list(FixList, "fixes"), model=FixList),
    DataFile(f"{DATA}/fixes/{{id}}.json", JSON, "One fix.", *_one("fixes"), model=FixRecord),
    DataFile(
        f"{DATA}/symptoms.json", JSON, "What programs print when something goes wrong.", _list(SymptomList, "symptoms"), model=SymptomList
    ),
    DataFile(f"{DATA}/symptoms/{{id}}.json", JSON, "One symptom.", *_one("symptoms"), model=SymptomRecord),
    DataFile(f"{DATA}/pillars.json", JSON, "The four pillars.", _list(PillarList, "pillars"), model=PillarList),
    DataFile(f"{DATA}/companies.json", JSON, "Every organisation with its cases.", _list(CompanyList, "companies"), model=CompanyList),
    DataFile(f"{DATA}/sectors.json", JSON, "Lines of business.", _list(SectorList, "sectors"), model=SectorList),
    DataFile(f"{DATA}/events.json", JSON, "Conferences that told cases.", _list(EventList, "events"), model=EventList),
    DataFile(
        f"{DATA}/graph.json", JSON, "All of it as nodes and arrows.", lambda source, subject: build_graph(source.records), model=GraphRecord
    ),
    DataFile(f"{DATA}/changes.json", JSON, "New, changed, withdrawn and regraded since each release.", _changes, model=ChangesFile),
    DataFile(f"{DATA}/cases.csv", CSV, "One row a case.", lambda source, subject: tables.cases_csv(source.records)),
    DataFile(f"{DATA}/edges.csv", CSV, "One row a mistake, fix and case.", lambda source, subject: tables.edges_csv(source.records)),
    DataFile(f"{DATA}/results.csv", CSV, "One row a figure or observation.", lambda source, subject: tables.results_csv(source.records)),
    DataFile(f"{DATA}/sources.csv", CSV, "One row a source.", lambda source, subject: tables.sources_csv(source.records)),
    DataFile(
        f"{DATA}/feeds/{{lang}}.xml",
        ATOM,
        "Cases of one language, those first that entered the base or changed last.",
        lambda source, subject: build_feed(source.records, source.addresses, subject["lang"]),
        lambda source: [{"lang": lang} for lang in LANGUAGES],
    ),
    DataFile(
        f"{DATA}/feeds/{{lang}}/{{pillar}}.xml",
        ATOM,
        "Cases of one language and pillar.",
        lambda source, subject: build_feed(source.records, source.addresses, subject["lang"], subject["pillar"]),
        _pillar_feeds,
    ),
    DataFile(
        f"{DATA}/schema/case.json",
        "application/schema+json",
        "JSON Schema of a case file's front matter.",
        lambda source, subject: openapi.case_schema(source.addresses),
    ),
    DataFile(
        f"{DATA}/schema/translation.json",
        "application/schema+json",
        "JSON Schema of a translation's front matter.",
        lambda source, subject: openapi.translation_schema(source.addresses),
    ),
    DataFile(
        f"{DATA}/schema/case-record.json",
        "application/schema+json",
        "JSON Schema of a published case.",
        lambda source, subject: openapi.record_schema(CaseRecord, "schema/case-record.json", source.addresses),
    ),
    DataFile(f"{DATA}/openapi.json", JSON, "This API, described as OpenAPI 3.1.", _openapi),
    DataFile(
        "llms.txt",
        "text/plain",
        "The site for assistants.",
        lambda source, subject: build_llms(source.records, source.addresses, next(iter(source.addresses.languages))),
    ),
    DataFile(
        "{lang}/llms.txt",
        "text/plain",
        "The site for assistants, in one language.",
        lambda source, subject: build_llms(source.records, source.addresses, subject["lang"]),
        lambda source: [{"lang": lang} for lang in LANGUAGES],
    ),
)


def build_files(facts: Facts, addresses: Addresses) -> Iterator[tuple[str, bytes]]:
    """Path below the root of the site and content of every file. Same base, same bytes."""
    source = Source(facts, addresses)
    for file in FILES:
        for subject in file.subjects(source):
            yield file.path.format(**subject), _bytes(file.build(source, subject))


def write_files(facts: Facts, addresses: Addresses, site: Path, *, below: str = "") -> int:
    """Write them below `site`, all or those in a folder; returns how many."""
    count = 0
    for path, content in build_files(facts, addresses):
        if not path.startswith(below):
            continue
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += 1
    return count


def _bytes(value: BaseModel | dict[str, Any] | bytes) -> bytes:
    if isinstance(value, bytes):
        return value
    # By the library that the models are made with: the standard one writes indented JSON in Python.
    return (value.model_dump_json(indent=1).encode() if isinstance(value, BaseModel) else to_json(value, indent=1)) + b"\n"
