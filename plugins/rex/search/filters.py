"""Filters: the documents that pass them, what is listed when there are no words, and how many cases have each value."""

from collections.abc import Iterable, Mapping

from rex.search.model import FACETS, Answer, Hit, IndexReader, Query


def allowed_by(reader: IndexReader, query: Query) -> set[int] | None:
    """Documents that pass all filters; `None` if there is none."""
    chosen: list[set[int]] = []
    for facet, values in query.filters.items():
        if values:
            chosen.append(set().union(*(reader.facet_documents(facet, value) for value in values)))
    if query.since is not None or query.until is not None:
        first, last = query.since or 0, query.until or 9999
        years = reader.facet_values("year")
        chosen.append(set().union(*(reader.facet_documents("year", year) for year in years if first <= int(year) <= last)))
    return set.intersection(*chosen) if chosen else None


def listed(reader: IndexReader, query: Query, allowed: set[int]) -> Answer:
    """Filters alone: the latest first. Of a case, its first language by name."""
    first: dict[int, int] = {}
    for number in sorted(allowed, key=lambda number: reader.heads[number].lang):  # type: ignore[union-attr]  # allowed ones live
        first.setdefault(reader.case_of[number], number)

    def place(item: tuple[int, int]) -> tuple[int, int]:
        head = reader.heads[item[1]]
        assert head is not None
        return (head.evidence if query.sort == "evidence" else 0, reader.places[item[0]])

    order = sorted(first.items(), key=place)
    hits = tuple(Hit(reader.document(number), 1.0) for _, number in order[: query.limit])
    return Answer(hits, len(order), facets=facets_of(reader, first.keys(), query))


def facets_of(reader: IndexReader, cases: Iterable[int], query: Query) -> Mapping[str, Mapping[str, int]]:
    """Cases by facet and value, most frequent first."""
    if not query.facets:
        return {}
    among, found = set(cases), {}
    for facet in FACETS:
        counts = {}
        for value in reader.facet_values(facet):
            there = {reader.case_of[number] for number in reader.facet_documents(facet, value)} & among
            if there:
                counts[value] = len(there)
        found[facet] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return found
