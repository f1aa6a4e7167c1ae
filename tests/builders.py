"""Small, real bases for tests: every builder gives something valid, and each change is said by the caller.

Nothing here looks at the working tree; what is written goes under the `tmp_path` that the caller passes.
"""

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from rex.core.corpus import Corpus, corpus_of
from rex.core.frontmatter import read_bytes
from rex.core.vocabulary import MODELS, Table, Vocabulary
from rex.lint.engine import lint
from rex.lint.example import CASE
from rex.lint.rule import Finding

EXAMPLE_ID = "example-2024"

_, _FRONT, _BODY = CASE.split("---\n", 2)


class Quoted(str):
    """A text that is written in double quotes, whatever it says."""


class _PlainDumper(yaml.SafeDumper):
    """PyYAML writes `&id001` where one object stands twice; the strict reader refuses that."""

    def ignore_aliases(self, data: object) -> bool:
        return True


_PlainDumper.add_representer(Quoted, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"'))


def as_yaml(values: Mapping[str, Any], *, width: int = 10_000, **style: Any) -> str:
    return yaml.dump(dict(values), Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=width, **style)


def a_document(front: Mapping[str, Any], body: str) -> str:
    return f"---\n{as_yaml(front)}---\n{body}"


def example_fields() -> dict[str, Any]:
    """The front matter of the example case, as data that the caller may change."""
    values: dict[str, Any] = yaml.load(_FRONT, Loader=yaml.BaseLoader)
    values["results"][0] |= {"before": 0, "after": 30}
    return values


def example_body() -> str:
    """The text of the example case."""
    return _BODY


def a_case(*, body: str | None = None, without: tuple[str, ...] = (), **changes: Any) -> str:
    """The example case with other fields; `without` names the fields to leave out."""
    fields = {name: value for name, value in (example_fields() | changes).items() if name not in without}
    return a_document(fields, _BODY if body is None else body)


def a_source(source_id: str = "report", **changes: Any) -> dict[str, Any]:
    source = example_fields()["sources"][0]
    return {**source, "id": source_id, "url": f"https://example-shop.net/{source_id}"} | changes


def a_mistake(mistake: str = "untested-backups", **changes: Any) -> dict[str, Any]:
    return {"id": mistake, "what": "It happened here.", "sources": ["report"]} | changes


def a_fix(fix: str = "automated-restore-testing", *, corrects: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "id": fix,
        "corrects": ["untested-backups"] if corrects is None else corrects,
        "state": "applied",
        "outcome": "worked",
        "what": "It was done here.",
        "sources": ["report"],
    } | changes


def a_signal(text: str, mistake: str = "untested-backups", **changes: Any) -> dict[str, Any]:
    return {"text": text, "mistake": mistake} | changes


def a_rich_case() -> str:
    """A case that has a value in every field but `withdrawn_because`."""
    return a_case(
        event="example-conf-2024",
        context={"size": "small", "stack": ["postgresql"]},
        signals=[a_signal("FATAL:  no space left"), a_signal("no reply", "retry-storm")],
        asked=["backup was empty", "restore never tried", "who tests backups"],
        caution="Two reports differ.",
        disputed={"what": "One day, says a reader.", "sources": ["other"]},
        response={"who": "The shop", "date": "2024-05", "what": "It was one day.", "sources": [{"id": "report", "where": "Line 3"}]},
        date="2024-12-30/2025-02",
        impact=[
            {"measure": "orders lost", "value": 2, "unit": "days", "period": "March 2024", "sources": [{"id": "report", "where": "Damage"}]}
        ],
        detection={
            "by": "users",
            "after": "a day",
            "what": "Customers asked.",
            "diagnosis": "The size looked right.",
            "sources": ["other"],
        },
        mistakes=[a_mistake(), a_mistake("retry-storm", no_fix_named=True)],
        fixes=[
            a_fix(role="lasting", sources=["other", {"id": "report", "where": "Timeline, 02:30"}]),
            a_fix("chaos-engineering", corrects=[], state="not-delivered", outcome="unknown", followed_up="2026-10"),
        ],
        results=[
            {
                "measure": "restores",
                "before": 0,
                "after": 30,
                "unit": "a month",
                "fixes": ["automated-restore-testing"],
                "mistakes": ["untested-backups"],
                "sources": ["report"],
            }
        ],
        sources=[
            a_source(note="In part.", by=["A. Speaker"], archived="https://web.archive.org/web/2024/report", accessed="2026-10"),
            a_source("other", voice="journalist", promotional=True),
        ],
        aliases=["older-2024"],
    )


FRENCH_SECTIONS = {
    "## Context": "## Contexte",
    "## What went wrong": "## Ce qui n’a pas marché",
    "## What changed": "## Ce qui a changé",
    "## Results": "## Résultats",
    "## What to keep": "## Ce qu’il faut retenir",
}


def french(body: str) -> str:
    """The body under French headings; its sentences are the same, as quotations, so that tests can find them."""
    lines = body.split("\n")
    for row, line in enumerate(lines):
        if line and line[0].isalpha() and not (row and lines[row - 1].strip()):
            lines[row] = f"Voici : « {line} »"
    body = "\n".join(lines)
    for english, other in FRENCH_SECTIONS.items():
        body = body.replace(english + "\n", other + "\n")
    return body


def a_translation(case: str = CASE, *, body: str | None = None, without: tuple[str, ...] = (), **changes: Any) -> str:
    """A French translation that is up to date with `case`."""
    file = a_corpus({EXAMPLE_ID: case}).cases[EXAMPLE_ID]
    fields: dict[str, Any] = {
        "title": "Une sauvegarde jamais testée transforme une panne de disque en deux jours de commandes perdues",
        "summary": "Une boutique inventée a perdu deux jours de commandes quand un disque est tombé en panne, la sauvegarde étant vide.",
        "original": file.fingerprint,
        "mistakes": {claim.id: f"En français : {claim.what}" for claim in file.case.mistakes},
        "fixes": {claim.id: f"En français : « {claim.what} »" for claim in file.case.fixes},
        "results": [{"measure": f"fr {result.measure}"} for result in file.case.results],
        "unknown": [f"fr {text}" for text in file.case.unknown],
        "reviewed": "2026-11",
    }
    fields = {name: value for name, value in (fields | changes).items() if name not in without}
    return a_document(fields, french(file.body.text) if body is None else body)


def both(english: str, french: str) -> dict[str, str]:
    return {"en": english, "fr": french}


def _term(name: str, pillar: str | None = None, **more: Any) -> dict[str, Any]:
    term: dict[str, Any] = {
        "label": both(f"{name}, in English", f"{name}, en français"),
        "definition": both(f"What {name} is.", f"Ce qu’est {name}."),
    }
    return term | ({"pillars": [pillar]} if pillar else {}) | more


def a_symptom(**changes: Any) -> dict[str, Any]:
    """A symptom that the signal of the example case shows."""
    return {
        "label": both("The dump is empty", "La sauvegarde est vide"),
        "meaning": both("The file ends before it begins.", "Le fichier finit avant de commencer."),
        "software": ["postgresql"],
        "messages": ["pg_restore: error: input file is too short"],
        "cores": ["input file is too short"],
        "mistakes": [{"id": "untested-backups", "strength": "sign"}],
        "look_first": both("The size of the last dumps.", "La taille des dernières sauvegardes."),
        "sources": [{"url": "https://example-shop.net/restore", "title": "Restore", "publisher": "Example"}],
        "asked": {
            "en": ["empty dump", "backup too short", "is my backup empty"],
            "fr": ["export vide", "sauvegarde trop courte", "fichier vide"],
        },
    } | changes


def vocabulary_tables() -> dict[str, dict[str, Any]]:
    """4 pillars, 3 mistakes, 3 fixes, 2 companies of which one owns the other, 2 sectors, 1 event, 1 symptom."""
    return {
        "pillars": {name: _term(name) for name in ("culture", "automation", "measurement", "sharing")},
        "mistakes": {
            "untested-backups": _term("untested backups", "automation", aliases=["backups-never-tested"]),
            "retry-storm": _term("retry storm", "automation"),
            "blame-culture": _term("blame culture", "culture"),
        },
        "fixes": {
            "automated-restore-testing": _term("restore testing", "automation"),
            "chaos-engineering": _term("chaos engineering", "automation"),
            "blameless-postmortem": _term("blameless postmortem", "culture"),
        },
        "companies": {
            "example-shop": {"name": "Example Shop", "sector": "retail", "country": "FR", "parent": "example-group"},
            "example-group": {"name": "Example Group", "sector": "holding", "country": "FR"},
        },
        "sectors": {"retail": {"label": both("Retail", "Commerce")}, "holding": {"label": both("Holding", "Holding")}},
        "events": {"example-conf-2024": {"name": "Example Conf 2024", "date": "2024-06"}},
        "symptoms": {"pg-restore-too-short": a_symptom()},
    }


def a_vocabulary(**tables: Mapping[str, Any]) -> Vocabulary:
    """The small vocabulary in memory; a table that is passed replaces the one of the same name."""
    return _vocabulary(as_yaml(vocabulary_tables() | tables))


@cache
def _vocabulary(text: str) -> Vocabulary:
    built = {}
    for name, entries in yaml.load(text, Loader=yaml.BaseLoader).items():
        document = read_bytes(as_yaml(entries).encode(), front_matter=False).document
        assert document is not None or not entries
        models = {term_id: MODELS[name].model_validate(entry) for term_id, entry in entries.items()}
        built[name] = Table(
            f"cases/_vocabulary/{name}.yml", MappingProxyType(models), document or read_bytes(b"a: b", front_matter=False).document
        )
    return Vocabulary(**built)


def a_corpus(cases: Mapping[str, str], vocabulary: Vocabulary | None = None) -> Corpus:
    """A corpus in memory from file stems (`a-case-2024`, `a-case-2024.fr`) to texts."""
    texts = {f"cases/{stem}.md": text.encode("utf-8", "surrogateescape") for stem, text in cases.items()}
    return corpus_of(texts, vocabulary or a_vocabulary())


def lint_text(text: str, **others: str) -> list[Finding]:
    """Findings of the example case with this text."""
    return lint(a_corpus({EXAMPLE_ID: text, **others}))


def a_base(tmp_path: Path, cases: Mapping[str, str | bytes] | None = None, **vocabulary: Mapping[str, Any] | str | None) -> Path:
    """A base on disk: `mkdocs.yml`, `cases/`, `cases/_vocabulary/`. Returns its root.

    `cases` maps file stems to texts (default: the example case). A vocabulary table is data, the text of the
    file, or `None` for no file.
    """
    folder = tmp_path / "cases" / "_vocabulary"
    folder.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: a small base\n", encoding="utf-8")
    for name, table in (vocabulary_tables() | vocabulary).items():
        if table is not None:
            (folder / f"{name}.yml").write_text(table if isinstance(table, str) else as_yaml(table), encoding="utf-8")
    for stem, text in ({EXAMPLE_ID: CASE} if cases is None else cases).items():
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
        (tmp_path / "cases" / f"{stem}.md").write_bytes(data)
    return tmp_path


def line_of(text: str, needle: str) -> int:
    """The line, from 1, on which `needle` first stands."""
    assert needle in text
    return text[: text.index(needle)].count("\n") + 1


def a_site_base(tmp_path: Path, cases: Mapping[str, str | bytes] | None = None, **vocabulary: Mapping[str, Any] | str | None) -> Path:
    """A small base that can be built, in seconds: that of `a_base`, with the real configuration, theme and written pages."""
    repository = Path(__file__).resolve().parent.parent
    mistakes = {name: term | {"recognise": both(["A sign."], ["Un signe."])} for name, term in vocabulary_tables()["mistakes"].items()}
    root = a_base(tmp_path, cases, **{"mistakes": mistakes} | vocabulary)
    for name in ("mkdocs.yml", "mkdocs.fr.yml"):
        shutil.copy(repository / name, root / name)
    for name in ("en", "fr", "overrides"):
        shutil.copytree(repository / "docs" / name, root / "docs" / name)
    # Written pages that link to what only the real base has.
    for lang in ("en", "fr"):
        shutil.rmtree(root / "docs" / lang / "pillars")
        about = root / "docs" / lang / "about.md"
        about.write_text(re.sub(r"\[([^]]*)\]\(events/[^)]*\)", r"\1", about.read_text(encoding="utf-8")), encoding="utf-8")
    return root
