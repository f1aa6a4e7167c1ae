"""Which pages are still what they would be made to now: kept with every question that was asked while they were made.

A page is taken as it is if nothing that is given to it has changed, and if the facts answer each of its questions as they did. All other
pages are made anew. What a kept page becomes after that, its HTML, is found by what it was made from (`rex.site.memo`).
"""

import json
from typing import Any, cast

from rex.core.derive import Facts
from rex.pages.build import Asked, make_page
from rex.pages.page import Page
from rex.pages.rendering import Rendered
from rex.pages.watched import Answers, Watched
from rex.site.memo import Memo, as_values, from_values


class Kept:
    """The pages of one language that an earlier build has left, against the facts of this one."""

    def __init__(self, facts: Facts, memo: Memo) -> None:
        self.answers, self.memo = Answers(facts), memo
        self.vocabulary = self.answers.vocabulary()

    def make(self, facts: Facts, asked: Asked) -> Page:
        """The page, kept or made."""
        key = (asked.lang, asked.kind.name, asked.subject, asked.opening, asked.is_written, sorted(asked.known), self.vocabulary)
        if (found := self.memo.find("page", key)) is not None:
            told, values = json.loads(found)
            if all(self.answers[question] == answer for question, answer in told.items()):
                return _page(values)
        watched = Watched(facts)
        page = make_page(cast("Facts", watched), asked)
        told = {question: self.answers[question] for question in sorted(watched.questions())}
        self.memo.keep("page", key, json.dumps([told, _values(page)]).encode("utf-8", "surrogatepass"))
        return page


def _values(page: Page) -> list[Any]:
    about = [page.path, page.kind, page.markdown, page.source, sorted(page.links), page.changed, page.subject, page.layout]
    return [about, [as_values(body) for body in page.bodies]]


def _page(values: Any) -> Page:
    (path, kind, markdown, source, links, changed, subject, layout), bodies = values
    rendered: tuple[Rendered, ...] = tuple(map(from_values, bodies))
    return Page(path, kind, markdown, source, frozenset(links), changed, subject, layout, rendered)
