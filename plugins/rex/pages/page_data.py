"""The base as the reader's browser needs it to filter and to diagnose: one piece of JSON inside the page.

Inside the page, because then nothing is fetched, nothing is sent, and a saved page still works. Only what the page
computes with: everything else is behind its links, and the full data is under `/data/`. What repeats is written once
in a list and named by its place there; `docs/overrides/assets/base.js` reads it back.
"""

import json
from collections.abc import Iterable
from typing import Any

from rex.core.coverage import size_of
from rex.core.grade import Edge, Grade
from rex.pages import markup
from rex.pages.markup import Md
from rex.pages.page import PATHS
from rex.pages.view import View

# Words that the scripts put together; the rest of the page is written at build time.
_WORDS = ("grade", "grade_letter", "outcome", "state", "standing", "n_cases", "n_fixes", "reader")


class _Places:
    """A list that grows with what is asked of it."""

    def __init__(self, items: Iterable[str] = ()) -> None:
        self.items = list(items)
        self._at = {item: place for place, item in enumerate(self.items)}

    def of(self, item: str) -> int:
        if item not in self._at:
            self._at[item] = len(self.items)
            self.items.append(item)
        return self._at[item]

    def all(self, items: Iterable[str]) -> list[int]:
        return [self.of(item) for item in items]


def page_data(view: View, *, fields: tuple[str, ...]) -> Md:
    """An element that carries, as JSON, cases, terms, edges and words in the language of the page.

    `fields` are the properties of cases that the page computes with.
    """
    facts, vocabulary = view.facts, view.vocabulary
    cases = _Places(facts.corpus.published)
    ways: dict[tuple[str | int, ...], int] = {}
    lists = {"mistakes": _Places(vocabulary.mistakes), "fixes": _Places(vocabulary.fixes), **{name: _Places() for name in _LISTED}}
    data = {
        "lang": view.lang,
        "fields": ["id", "title", "who", "lang", *fields],
        "cases": [_case(view, case, fields, lists) for case in cases.items],
        # Mistake, fix and case are places in lists, and so is the way it went, as `_way` writes it.
        "edges": [
            [
                lists["mistakes"].of(edge.mistake),
                lists["fixes"].of(edge.fix),
                cases.of(edge.case),
                ways.setdefault(_way(edge), len(ways)),
            ]
            for edge in facts.edges
        ],
        "ways": list(ways),
        "grades": list(Grade),
        **{name: places.items for name, places in lists.items()},
        # In the order of the lists of the same name.
        "labels": {
            "mistakes": [view.label("mistake", term) for term in lists["mistakes"].items],
            "fixes": [view.label("fix", term) for term in lists["fixes"].items],
        },
        "addresses": {kind: markup.built(PATHS[kind].format(id="{id}"), view.path) for kind in ("case", "mistake", "fix")},
        "words": {name: view.words.branch(name) for name in _WORDS},
    }
    return hidden_json("rex-base", data)


def hidden_json(name: str, data: dict[str, Any]) -> Md:
    """An element of this id that shows nothing and carries data as JSON.

    Not a `<script>`: instant navigation makes every script of a page anew, without its type, and so would run this one.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    return Md(f"<div hidden id=\"{name}\" data-json='{escaped}'></div>")


def _way(edge: Edge) -> tuple[str | int, ...]:
    flags = (edge.is_first_hand, edge.is_measured, edge.is_stopgap, edge.is_promotional)
    return (edge.state, edge.outcome, *map(int, flags))


# Properties of a case that are several words of a list, or one of them.
_LISTED = ("kind", "sectors", "size", "pillars", "stack", "groups")


def _case(view: View, case_id: str, fields: tuple[str, ...], lists: dict[str, _Places]) -> list[Any]:
    local = view.local(case_id)
    case, companies = local.case, view.vocabulary.companies
    values: dict[str, Any] = {
        "kind": lambda: lists["kind"].of(case.kind),
        "sectors": lambda: lists["sectors"].all(sorted({companies[company].sector for company in case.company})),
        "size": lambda: lists["size"].of(size_of(view.facts, case) or ""),
        "pillars": lambda: lists["pillars"].all(case.pillars),
        "stack": lambda: lists["stack"].all(case.context.stack),
        "mistakes": lambda: lists["mistakes"].all(claim.id for claim in case.mistakes),
        # The heads of the groups: two subsidiaries are no two witnesses.
        "groups": lambda: lists["groups"].all(sorted({view.facts.group(company) for company in case.company})),
    }
    return [case_id, case.title, view.who_when(case), local.lang, *(values[name]() for name in fields)]
