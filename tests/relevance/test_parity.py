"""Two engines, one ranking: Python and JavaScript give the same first five cases in the same order, the same terms and pages, and are
sure of the same answers.

Meant differences, which the test switches off: while somebody types, the browser completes the last word (`typing`); and it looks
for an exact phrase in the full text of all pages, where the command line keeps cases that have it (questions here have none).
"""

import random
from itertools import chain
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from relevance.engines import Found, embedded, in_browser, our_base
from relevance.measure import BLIND, QUESTIONS, STRANGERS, read_questions, texts
from rex.search.model import Document
from rex.search.query import read_question

GENERATED = 500
# A run asks one in so many of everything; `--all` asks all.
SAMPLE = 12


def generated(documents: list[Document]) -> list[str]:
    """Stretches of texts of the base, one in three with a slip of the keyboard."""
    chance = random.Random(7)
    found = []
    stories = sorted(f"{document.title} {document.summary} {document.text}" for document in documents if document.text)
    while len(found) < GENERATED:
        words = chance.choice(stories).replace('"', " ").split()
        size = chance.randint(1, 7)
        start = chance.randrange(max(1, len(words) - size))
        text = " ".join(words[start : start + size])
        if chance.random() < 1 / 3:
            letters = list(text)
            letters[chance.randrange(len(letters))] = chance.choice("abcdefghijklmnopqrstuvwxyz")
            text = "".join(letters)
        found.append(text)
    return found


def shown(found: Found) -> tuple[object, ...]:
    return found.cases[:5], found.terms, found.places, found.sure, found.quoted


def test_python_and_the_browser_answer_alike(repository: Path, browser: Browser, request: pytest.FixtureRequest) -> None:
    base = our_base()
    wrapped = yaml.safe_load((Path(__file__).parent / "wrapped.yml").read_text(encoding="utf-8"))
    questions = chain.from_iterable(map(read_questions, (QUESTIONS, STRANGERS, BLIND)))
    asked = [question.ask for question in questions if not read_question(question.ask).musts]
    asked += [entry["paste"] for entry in wrapped] + texts("harmless") + generated(base.documents)
    assert len(asked) > 1000
    asked = asked if request.config.getoption("--all") else asked[::SAMPLE]
    python = embedded(base, asked)
    browsers = in_browser(browser, base, asked, repository / "docs/overrides/assets")
    different = [
        (text, shown(one), shown(other)) for text, one, other in zip(asked, python, browsers, strict=True) if shown(one) != shown(other)
    ]
    assert different == [], f"{len(different)} of {len(asked)}: {different[:3]}"
