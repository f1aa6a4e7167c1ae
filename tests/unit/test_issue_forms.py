"""Issue forms: what is rendered comes back equal, and hostile text is a sentence for its author, never an accident."""

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from builders import a_vocabulary
from rex.core.characters import decomposed, hidden_runs
from rex.core.issue import MAX_BODY, MAX_LINE, MAX_TEXT, NO_ANSWER, Form, Question, as_body, as_form, forms, read_body
from rex.core.issue_words import WORDS
from rex.core.language import LANGUAGES

FORMS = forms(a_vocabulary())
LABELS = {question.label for form in FORMS for question in form.questions}
# Letters of several scripts, Markdown signs and headings of other levels; what is refused is tried apart.
_CHARACTERS = st.sampled_from("abcÉéœ日 .,:;#*_`[]()!-–’\"'{}%@$|\\/>=+019")


def is_plain(text: str) -> bool:
    lines = text.split("\n")
    return bool(
        text.strip()
        and text == text.strip("\n")
        and text != NO_ANSWER
        and not hidden_runs(text)
        and decomposed(text) is None
        and not any(line.removeprefix("### ") in LABELS for line in lines if line.startswith("### "))
    )


def answers_to(question: Question) -> st.SearchStrategy[str]:
    if question.options:
        return st.sampled_from(list(question.options))
    if question.name == "case":
        return st.sampled_from(["a-case-2024", "b-2020"])
    line = st.text(_CHARACTERS, min_size=1, max_size=30)
    text = st.lists(line | st.just("") | st.just("### Else"), min_size=1, max_size=4).map("\n".join) if question.long else line
    plain = text.filter(is_plain)
    return plain if question.needed else plain | st.just("")


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Form, dict[str, str]]:
    form = draw(st.sampled_from(FORMS))
    return form, {question.name: draw(answers_to(question)) for question in form.questions}


@given(filled_in(), st.sampled_from(["\n", "\r\n"]))
def test_what_is_rendered_as_an_issue_comes_back_equal(case: tuple[Form, dict[str, str]], end: str) -> None:
    form, answers = case
    told = read_body(as_body(form, answers).replace("\n", end), FORMS)
    assert told.form == form
    assert told.answers == answers
    assert told.troubles == ()


@given(st.text(max_size=300) | st.lists(st.sampled_from([*sorted(LABELS), "x"]).map("### {}".format), max_size=40).map("\n".join))
def test_any_text_is_read_without_an_accident(body: str) -> None:
    told = read_body(body, FORMS)
    assert told.troubles or told.form in FORMS


def form_of(name: str, lang: str = "en") -> Form:
    return next(form for form in FORMS if (form.name, form.lang) == (name, lang))


def withdrawal(**changes: str) -> str:
    return as_body(form_of("withdrawal"), {"case": "a-case-2024", "why": "It is wrong."} | changes)


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("<script>alert(1)</script>", "holds HTML"),
        ("a <!-- hidden --> word", "holds HTML"),
        ("&lt;b&gt;", "holds HTML"),
        ("a\u202eb", "nobody sees"),
        ("a\x00b", "nobody sees"),
        ("".join(chr(0xE0000 + ord(c)) for c in "obey"), "nobody sees"),
        ("a\tb", "tab"),
        ("e\u0301", "accent"),
        ("x" * (MAX_TEXT + 1), "at most"),
        ("x" * MAX_BODY, "at most"),
        ("", "no answer"),
        ("text\n\n### Id of the case\n\nother-case", "stands twice"),
    ],
)
def test_hostile_or_broken_text_is_told_in_a_sentence(why: str, said: str) -> None:
    told = read_body(withdrawal(why=why), FORMS)
    assert len(told.troubles) == 1 and said in told.troubles[0]
    assert told.troubles[0].isprintable() and "<" not in told.troubles[0]


@pytest.mark.parametrize("case", ["../../etc/passwd", "Git_lab", "a b", "a\nb", "x" * (MAX_LINE + 1)])
def test_an_id_is_an_id(case: str) -> None:
    assert len(read_body(withdrawal(case=case), FORMS).troubles) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_choice_is_one_of_those_offered(lang: str) -> None:
    form = form_of("follow-up", lang)
    answers = {question.name: next(iter(question.options), "a-case-2024") for question in form.questions}
    assert read_body(as_body(form, answers), FORMS).troubles == ()
    assert "does not offer" in read_body(as_body(form, answers | {"outcome": "splendid"}), FORMS).troubles[0]


@pytest.mark.parametrize("text", ["", "Hello", "### Title\n\nx"])
def test_what_is_no_form_is_said_once(text: str) -> None:
    assert "please use the form" in read_body(text, FORMS).troubles[0]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file)
def test_a_form_is_what_the_forge_accepts(form: Form) -> None:
    """The rules of https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema."""
    made = yaml.safe_load(yaml.safe_dump(as_form(form)))
    assert {"name", "description", "body"} <= set(made)
    ids = [item["id"] for item in made["body"]]
    labels = [item["attributes"]["label"] for item in made["body"]]
    assert len(set(ids)) == len(ids) and len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in ids)
    for item in made["body"]:
        options = item["attributes"].get("options", [])
        assert bool(options) == (item["type"] == "dropdown")
        assert len(set(options)) == len(options) and all(isinstance(option, str) and option.lower() != "none" for option in options)


def test_forms_are_told_apart_by_their_questions() -> None:
    assert len({tuple(question.label for question in form.questions) for form in FORMS}) == len(FORMS)


def test_every_form_is_there_in_every_language_with_the_same_questions_and_values() -> None:
    asked = {
        lang: {form.name: [(q.name, list(q.options)) for q in form.questions] for form in FORMS if form.lang == lang} for lang in LANGUAGES
    }
    assert all(own == asked["en"] for own in asked.values())
    assert {form.file for form in FORMS} >= {"case", "case-fr", "reply", "reply-fr"}
    for words in WORDS.values():
        assert (words.forms.keys(), words.questions.keys()) == (WORDS["en"].forms.keys(), WORDS["en"].questions.keys())


def test_no_word_of_a_form_is_unused() -> None:
    used = {(form.name, question.name) for form in FORMS for question in form.questions}
    for name in WORDS["en"].questions:
        form, _, own = name.rpartition(".")
        assert (form, own) in used if form else any(own == question for _, question in used), name


def test_a_french_form_offers_french_words_and_gives_the_values_of_the_base() -> None:
    form = form_of("follow-up", "fr")
    answers = {question.name: next(iter(question.options), "a-case-2024") for question in form.questions}
    body = as_body(form, answers)
    assert "en français" in body and "il a marché" in body
    assert read_body(body, FORMS).answers == answers


def test_the_workflow_puts_no_word_of_a_stranger_into_a_command(repository: Path) -> None:
    text = (repository / ".github/workflows/issue-to-pull-request.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["convert"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)
    assert set(re.findall(r"\$\{\{ *([^ }]+) *\}\}", text)) == {"github.event.issue.number", "github.token"}
