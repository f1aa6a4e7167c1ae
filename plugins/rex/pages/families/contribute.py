"""The form for a case: what a browser needs to show its fields, to check them and to write the file."""

from rex.core.issue import NO_ANSWER, forms
from rex.core.language import LANGUAGES
from rex.pages import markup
from rex.pages.markup import Md
from rex.pages.page import PATHS
from rex.pages.page_data import hidden_json
from rex.pages.view import View

# Where the written part of the page is cut: what stands before it comes above the form.
_CUT = "<!-- form -->"
# Published beside the pages of all languages, by `rex.data`.
_SCHEMA, _CASE = "data/v1/schema/case.json", "data/v1/cases/{id}.json"
# Words of the values of a field, by the name of the field.
VALUES = {
    "kind": "case_kind",
    "size": "size",
    "state": "state",
    "outcome": "outcome",
    "role": "role",
    "voice": "voice",
    "read": "give.read",
    "by": "noticed_by",
}


class Contribute:
    """The page of the form."""

    def __init__(self, view: View) -> None:
        self.view = view

    def parts(self) -> tuple[Md, Md]:
        """What people wrote, above the form and below it."""
        above, _, below = self.view.opening.partition(_CUT)
        return Md(above), Md(below)

    def data(self) -> Md:
        """An element that carries vocabulary, words and addresses as JSON."""
        view, vocabulary = self.view, self.view.vocabulary
        top = markup.built("index.md", view.path) + "../"
        return hidden_json(
            "rex-give-data",
            {
                "lang": view.lang,
                "languages": {code: [language.name, *language.sections] for code, language in LANGUAGES.items()},
                "schema": top + _SCHEMA,
                "case": top + _CASE,
                "page": markup.built(PATHS["case"].format(id="{id}"), view.path),
                "ids": list(view.facts.corpus.shown),
                "mistakes": [self._term("mistake", term) for term in view.by_use(vocabulary.mistakes)],
                "fixes": [self._term("fix", term) for term in view.by_use_of_fix(vocabulary.fixes)],
                "companies": [[company, vocabulary.companies[company].name] for company in vocabulary.companies],
                "events": [[event, vocabulary.events[event].name] for event in vocabulary.events],
                "pillars": [[pillar, view.label("pillar", pillar)] for pillar in vocabulary.pillars],
                "issue": self._issue(),
                "no_answer": NO_ANSWER,
                "words": {**view.words.branch("give"), "values": {field: self._values(key) for field, key in VALUES.items()}},
            },
        )

    def _issue(self) -> list[list[str]]:
        """Name and label of each question about what became of a fix, so that `rex issue` reads what the page sends."""
        [form] = [form for form in forms(self.view.vocabulary) if (form.name, form.lang) == ("follow-up", self.view.lang)]
        return [[question.name, question.label] for question in form.questions]

    def _term(self, kind: str, term: str) -> list[str]:
        """Id, name, definition, and other words by which somebody may look for it."""
        view = self.view
        entry = (view.vocabulary.mistakes if kind == "mistake" else view.vocabulary.fixes)[term]
        return [term, view.label(kind, term), entry.definition[view.lang], " ".join(entry.synonyms[view.lang])]

    def _values(self, key: str) -> dict[str, str]:
        texts = self.view.words.texts
        for part in key.split("."):
            texts = texts[part]
        return {value: self.view.words(f"{key}.{value}") for value in texts}
