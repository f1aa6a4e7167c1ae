"""Every figure of search, with the reason for it: what a word weighs by where it stands, and how an answer is ranked.

A figure stands here and nowhere else. The embedded engine takes it from here, the browser gets it with its index (`portable`). What each
is worth is measured: `python -m relevance.ablation` in `tests/` sets one after the other to its neutral value.
"""

from dataclasses import asdict, dataclass

# -- what a term says of a document: computed when it is indexed ---------------------------------------------------------

# A word counts by where it stands.
PARTS = {"id": 1.0, "title": 5.0, "signals": 4.0, "names": 5.0, "stack": 4.0, "summary": 3.0, "about": 1.0, "text": 1.0}
# A term has many synonyms, and a question seldom has more than one of them: that one counts as a whole (`=alert+fatigu`), and its words
# no more than those of the definition.
SYNONYM = 1.0
# A call for contributors has no lesson in it; a case that has comes first.
STATUS_WEIGHTS = {"wanted": 0.4}
# BM25: how soon more of the same word stops mattering, how much length counts, and what length is usual. A case is short and has
# its words where it matters, so more of them go on mattering for longer than in the customary 1.2 to 2. Cases
# differ in length because some have more to tell, so length counts for less than the customary 0.75.
SATURATION, LENGTH_PENALTY, USUAL_LENGTH = 4.0, 0.35, 420.0
# An impact is stored as a whole number of these steps: the index is smaller and nobody can tell the difference.
STEPS = 8
# A name or synonym of a term may have up to so many words to be looked for as a whole.
LONGEST_NAME = 5


# -- how an answer is ranked -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Weights:
    """The figures of ranking."""

    # What another word of the same meaning is worth, and one that was mistyped; and how far each covers the word that was asked.
    neighbour: float = 0.45
    slip: float = 0.7
    neighbour_covers: float = 0.7
    slip_covers: tuple[float, float] = (0.85, 0.5)
    # In a word of so few letters one slip makes many other words, so it covers no more than two slips in a long one.
    short: int = 5
    # Of a question's weight, what a case must cover to be shown at all; and how much coverage decides the order.
    least: float = 0.4
    coverage_power: float = 0.5
    # A long question may be covered less, since chance alone covers less of it: from as much weight on as so many words have that only
    # one text has, the least coverage falls by this power.
    long_question: float = 3.5
    long_power: float = 0.6
    # Nothing is shown unless a case says enough about the question: its points by weight of the question. Words that are all there,
    # but only in passing, are not what the question is about.
    strength: float = 0.6
    # A word that no text has says that the base may not know the subject; but a paste is full of such words.
    unknown: float = 1.5
    unknown_in_paste: float = 0.25
    # If others stand for it, it says as much as the most frequent of them, and a little more.
    understood: float = 1.2
    # What a word of everyday speech weighs.
    everyday: float = 0.6
    # How much a text in the language of the question gains when one of a case's languages is chosen.
    own_language: float = 1.25
    # By how much the words must be found more in another language than the default one to be taken for that.
    clearly: float = 1.15
    # A question that describes a mistake or a fix lends its cases this much of what the term itself scores; the terms that
    # come near the best one count, if they cover enough of the question, and they cover it for their cases too.
    term: float = 0.5
    pillar: float = 0.3
    term_share: float = 0.7
    term_coverage: float = 0.3
    term_covers: float = 0.9
    most_terms: int = 6
    # From this share on, all of a question is covered, if only by a term, and every word of a text or a term may be looked for.
    all: float = 0.9
    # What each word of a name is worth when the whole name stands in the question.
    name: float = 1.2
    # A symptom seen leads over everything that prose can say. In prose, one word is not a symptom.
    symptom: float = 1000.0
    # Texts looked into for symptoms and exact phrases, best first: enough in practice, and a bound for what is hostile.
    most_symptoms: int = 40
    most_phrases: int = 1000
    # Shorter words have too many neighbours to be corrected ("carte" is not "tarte"); from the second length on two slips are allowed.
    shortest: int = 4
    long: int = 9
    # The browser alone: words of a question that may cost a fetch, a word in another ending than any the base has, a word completed
    # while it is typed, and how many corrections are tried.
    most_words: int = 16
    ending: float = 0.9
    completed: float = 0.9
    guesses: int = 4


WEIGHTS = Weights()


def portable() -> dict[str, object]:
    """The figures for the browser, by the names that JavaScript gives them."""
    names = {name: name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:]) for name in asdict(WEIGHTS)}
    return {names[name]: value for name, value in asdict(WEIGHTS).items()} | {"steps": STEPS, "longestName": LONGEST_NAME}
