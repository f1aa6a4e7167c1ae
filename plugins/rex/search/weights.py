"""Every figure of search, with the reason for it: what a word weighs by where it stands, and how an answer is ranked.

A figure stands here and nowhere else. The embedded engine takes it from here, the browser gets it with its index (`portable`). What each
is worth is measured: `python -m relevance.ablation` in `tests/` sets one after the other to its neutral value.
"""

from dataclasses import asdict, dataclass

# -- what a term says of a document: computed when it is indexed ---------------------------------------------------------

# A word counts by where it stands.
PARTS = {
    "id": 1.0,
    "title": 5.0,
    "signals": 4.0,
    "names": 5.0,
    "stack": 4.0,
    "summary": 3.0,
    "about": 1.0,
    "asked": 4.0,
    "messages": 1.0,
    "text": 1.0,
}
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

    # What another word of the same meaning is worth, and how far it covers the word that was asked; what a word is worth that was mistyped.
    neighbour: float = 0.45
    neighbour_covers: float = 0.7
    slip: float = 0.7
    # Of the weight of what the base knows of a question, what a case must cover to be listed at all: chance alone covers less.
    least: float = 0.2
    # What a word of everyday speech weighs, and what a word by which people ask helps.
    everyday: float = 0.6
    asking: float = 0.25
    # A question that describes a mistake or a fix lends its cases this much of what the term itself scores; the terms that
    # come near the best one count, and they cover what they cover for their cases too.
    term: float = 0.5
    term_share: float = 0.7
    # What each word of a name is worth when the whole name stands in the question.
    name: float = 1.2
    # What two or more words of the question are worth, each by its weight, that stand in one way of asking for a case.
    together: float = 0.6
    # A message seen leads over everything that prose can say.
    symptom: float = 1000.0
    most_symptoms: int = 3
    # An answer is sure if the share of the question that the best case covers, times its score by weight of the question, reaches this.
    # A paste is sure by its messages alone.
    sure: float = 1.0
    # By how much the words must be found more in another language than the default one to be taken for that: names tell nothing.
    clearly: float = 1.15
    # So many of the nearest are shown when nothing is sure.
    nearest: int = 5
    # A page is called so if its name is at least this share of the question.
    place_share: float = 0.5
    most_places: int = 3
    # Texts looked into for messages and exact phrases, best first: enough in practice, and a bound for what is hostile.
    most_quoting: int = 200
    most_phrases: int = 1000
    # Shorter words have too many neighbours to be corrected ("carte" is not "tarte"); from the second length on two slips are allowed.
    # A longer word is nobody's slip.
    shortest: int = 4
    long: int = 9
    longest: int = 40
    guesses: int = 4
    # Words of a question, and of a paste, that are looked for: in the browser each may cost a fetch.
    most_words: int = 20
    most_pasted: int = 16
    # The browser alone: a word completed while it is typed.
    completed: float = 0.9


WEIGHTS = Weights()


def portable() -> dict[str, object]:
    """The figures for the browser, by the names that JavaScript gives them."""
    names = {name: name.split("_")[0] + "".join(part.title() for part in name.split("_")[1:]) for name in asdict(WEIGHTS)}
    return {names[name]: value for name, value in asdict(WEIGHTS).items()} | {"steps": STEPS, "longestName": LONGEST_NAME}
