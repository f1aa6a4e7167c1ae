"""CSV for spreadsheets (RFC 4180): one row a case, an edge, a result or a source. Texts are in both languages."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

from rex.core.language import LANGUAGES
from rex.core.model import Status
from rex.data.build import Records
from rex.data.records import CaseRecord, Texts

# Joins the values of a cell that holds several; no id and no label has it.
SEPARATOR = "|"
# A spreadsheet takes a text that begins so for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# One that expects semicolons, as where commas are decimal signs, begins a cell after each of them, and takes quotes there for its own.
_SPLIT_FORMULA = re.compile(r"(?<=;)(?=[\"'\s]{0,9}[=+@\t\r\n＝＋－＠-])")


def _published(records: Records) -> list[CaseRecord]:
    return [case for case in records.cases if case.status is Status.PUBLISHED]


def _text(texts: object, lang: str) -> object:
    return texts.get(lang, "") if isinstance(texts, dict) else texts


def _both(name: str, texts: Texts | Any) -> dict[str, object]:
    return {f"{name}_{lang}": _text(texts, lang) for lang in LANGUAGES}


def _joined(values: Iterable[object]) -> str:
    return SEPARATOR.join(str(value) for value in values)


def cases_csv(records: Records) -> bytes:
    """One row a published case."""
    companies = {company.id: company for company in records.companies}
    return _csv(
        {
            "id": case.id,
            **_both("title", case.title),
            **_both("summary", case.summary),
            "company": _joined(companies[company].name for company in case.company),
            "sector": _joined(dict.fromkeys(companies[company].sector for company in case.company)),
            "country": _joined(dict.fromkeys(companies[company].country for company in case.company)),
            # As `rex.core.coverage.size_of` says it of the model.
            "size": case.context.size or next((size for company in case.company if (size := companies[company].size)), None),
            "kind": case.kind,
            "date": case.date,
            "first_year": min(case.years, default=None),
            "last_year": max(case.years, default=None),
            "pillars": _joined(case.pillars),
            "mistakes": _joined(claim.id for claim in case.mistakes),
            "fixes": _joined(claim.id for claim in case.fixes),
            "sources": len(case.sources),
            "reviewed": case.reviewed,
            "page_en": case.pages["en"],
            "page_fr": case.pages["fr"],
        }
        for case in _published(records)
    )


def edges_csv(records: Records) -> bytes:
    """One row for each mistake, fix and case that a case ties together."""
    return _csv(
        {
            "mistake": mistake.id,
            **_both("mistake", mistake.label),
            "fix": pair.id,
            **_both("fix", labels[pair.id]),
            "grade": pair.grade,
            "former_grade": pair.former_grade,
            **pair.counts.model_dump(),
            "case": edge.case,
            "state": edge.state,
            "outcome": edge.outcome,
            "first_hand": int(edge.first_hand),
            "measured": int(edge.measured),
            "role": edge.role,
            "promotional": int(edge.promotional),
        }
        for labels in ({fix.id: fix.label for fix in records.fixes},)
        for mistake in records.mistakes
        for pair in mistake.fixes
        for edge in pair.edges
    )


def results_csv(records: Records) -> bytes:
    """One row a figure or observation."""
    return _csv(
        {
            "case": case.id,
            **_both("measure", result.measure),
            **_both("before", result.before),
            **_both("after", result.after),
            **_both("unit", result.unit),
            **_both("period", result.period),
            "fixes": _joined(result.fixes),
            "sources": _joined(result.sources),
        }
        for case in _published(records)
        for result in case.results
    )


def sources_csv(records: Records) -> bytes:
    """One row a source of a case."""
    return _csv(
        {
            "case": case.id,
            "source": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "date": source.date,
            "lang": source.lang,
            "voice": source.voice,
            "first_hand": int(source.first_hand),
            "read": source.read,
            "url": source.url,
        }
        for case in _published(records)
        for source in case.sources
    )


def _csv(rows: Iterable[dict[str, object]]) -> bytes:
    """With a byte order mark, without which Excel takes UTF-8 for something older."""
    listed = list(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if listed:
        writer.writerow(listed[0])
    for row in listed:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    text = _SPLIT_FORMULA.sub("'", value)
    return f"'{text}" if text.startswith(_FORMULA) else text
