"""What readers of the site narrow a search by: each facet with its values, and the values that every entry has."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rex.core.derive import Facts
from rex.search.browser.rows import Found, Labels

# In the order in which readers see them.
NAMES = ("pillar", "mistake", "fix", "outcome", "sector", "kind", "company", "event", "stack", "country", "year")

# What each is called, by key of the interface.
_LABELS = {
    **{name: f"column.{name}" for name in ("pillar", "mistake", "fix", "year")},
    **{name: f"facts.{name}" for name in ("company", "sector", "country", "kind")},
    **{name: f"search.facet_{name}" for name in ("event", "outcome", "stack")},
}


def facets(facts: Facts, words: Labels, entries: Sequence[Found]) -> list[dict[str, Any]]:
    """Each facet with its values and, for every entry, the places of its values."""
    vocabulary = facts.corpus.vocabulary

    def label_in(table: Mapping[str, Any]) -> Callable[[str], str]:
        return lambda term: str(table[term].label[words.lang])

    def company(company_id: str) -> str:
        return vocabulary.companies[company_id].name if company_id in vocabulary.companies else company_id

    labels: dict[str, Callable[[str], str]] = {
        "pillar": label_in(vocabulary.pillars),  # type: ignore[arg-type]  # a Table has what is asked of it
        "mistake": label_in(vocabulary.mistakes),  # type: ignore[arg-type]
        "fix": label_in(vocabulary.fixes),  # type: ignore[arg-type]
        "company": company,
        "kind": lambda kind: words(f"case_kind.{kind}"),
        "event": lambda event: vocabulary.events[event].name if event in vocabulary.events else event,
        "outcome": lambda outcome: words(f"outcome.{outcome}"),
        "stack": str,
        "sector": label_in(vocabulary.sectors),  # type: ignore[arg-type]
        "country": words.country,
        "year": str,
    }
    return [_facet(name, labels[name], words, entries, list(vocabulary.pillars)) for name in NAMES]


def _facet(name: str, label_of: Callable[[str], str], words: Labels, entries: Sequence[Found], pillars: list[str]) -> dict[str, Any]:
    counted = Counter(value for found in entries for value in found.facets.get(name, ()))
    if name == "pillar":
        values = [pillar for pillar in pillars if pillar in counted]
    elif name == "year":
        values = sorted(counted, reverse=True)
    else:
        values = sorted(counted, key=lambda value: (-counted[value], value))
    places = {value: place for place, value in enumerate(values)}
    return {
        "id": name,
        "label": words(_LABELS[name]),
        "values": [[value, label_of(value)] for value in values],
        "entries": [[places[value] for value in found.facets.get(name, ())] for found in entries],
    }
