"""What each figure of ranking is worth: `PYTHONPATH=tests python -W ignore -m relevance.ablation` sets one after the other to a value
at which it does nothing, and prints what becomes of the open questions."""

import dataclasses
import tempfile
from pathlib import Path

from relevance.engines import ask, base
from relevance.measure import figures, judge, read_questions
from rex.search.embedded import WhooshEngine
from rex.search.weights import WEIGHTS

ROOT = Path(__file__).resolve().parents[2]
# The value at which a figure has no effect. Bounds (of time, of what is shown) have none.
NEUTRAL = {
    "neighbour": 0.0, "slip": 1.0, "ending": 1.0, "neighbour_covers": 1.0, "slip_covers": 1.0, "least": 0.0, "unknown": 1.0,
    "unknown_in_paste": 1.0, "everyday": 1.0, "asking": 0.0, "term": 0.0, "term_share": 0.0, "most_terms": 100, "name": 0.0, "sign": 0.0,
    "possible": 0.0, "sure": 0.0, "sure_paste": 0.0, "place_share": 0.0, "clearly": 1.0,
}  # fmt: skip


def main() -> None:
    """One line a figure."""
    questions = read_questions()
    _, documents = base(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index")
        engine.refresh(documents)
        for name, value in {"": 0.0, **NEUTRAL}.items():
            weights = dataclasses.replace(WEIGHTS, **{name: value}) if name else WEIGHTS
            found = engine.reading(lambda reader, weights=weights: [ask(reader, question.ask, weights) for question in questions])  # type: ignore[misc]
            line = "  ".join(f"{group} {figure:.3f}" for group, figure in figures(judge(questions, found)).items())
            print(f"{f'{name} = {value}' if name else 'as it is':<24}{line}", flush=True)


if __name__ == "__main__":
    main()
