"""Does search find what it should? Questions, how one is judged, and the report. Knows no engine.

An engine is a function: `ask(lang, text)` gives ids of cases, best first, each once, as the reader would see them.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import yaml

Ask = Callable[[str, str], Sequence[str]]

QUESTIONS = Path(__file__).with_name("questions.yml")
KINDS = ("word", "phrase", "question", "symptom", "typo", "accent", "synonym", "other-language", "nothing")
RECALL_AT = 5
# What every engine must reach in every language.
GATE = {"recall": 0.90, "mrr": 0.75}


@dataclass(frozen=True)
class Question:
    """`expect` are all cases that answer, in no order; none means that nothing does and nothing may be shown."""

    id: str
    lang: str
    kind: str
    ask: str
    expect: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Score:
    """How one question went. `found` is what the engine showed."""

    question: Question
    found: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the expected cases among the first five; with more than five expected, five are enough."""
        expected = set(self.question.expect)
        if not expected:
            return float(not self.found)
        return len(expected & set(self.found[:RECALL_AT])) / min(RECALL_AT, len(expected))

    @property
    def reciprocal_rank(self) -> float:
        """1 if the first case shown is an expected one, 1/2 for the second, and so on; 0 if none is shown."""
        if not self.question.expect:
            return float(not self.found)
        return next((1 / place for place, case in enumerate(self.found, 1) if case in self.question.expect), 0.0)


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions of the file, in its order."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Question(**{**entry, "expect": tuple(entry["expect"])}) for entry in entries]


def judge(questions: Sequence[Question], ask: Ask) -> list[Score]:
    """Put every question to an engine."""
    return [Score(question, tuple(ask(question.lang, question.ask))) for question in questions]


def averages(scores: Sequence[Score]) -> dict[str, float]:
    return {"recall": fmean(score.recall for score in scores), "mrr": fmean(score.reciprocal_rank for score in scores)}


def report(engine: str, scores: Sequence[Score]) -> str:
    """Figures by language and kind, then every question that did not bring up all it should."""
    groups: dict[tuple[str, str], list[Score]] = defaultdict(list)
    for score in scores:
        groups[score.question.lang, "all"].append(score)
        groups[score.question.lang, score.question.kind].append(score)
    order = ("all", *KINDS)
    lines = [f"{engine}: {len(scores)} questions", f"  {'':18}{'number':>7}{'recall@5':>10}{'MRR':>7}"]
    for lang, kind in sorted(groups, key=lambda key: (key[0], order.index(key[1]))):
        figures = averages(groups[lang, kind])
        lines.append(f"  {lang} {kind:<15}{len(groups[lang, kind]):>7}{figures['recall']:>10.3f}{figures['mrr']:>7.3f}")
    missed = [score for score in scores if score.recall < 1 or score.reciprocal_rank < 1]
    lines.append(f"  {len(missed)} not perfect:" if missed else "  every question is answered perfectly")
    for score in missed:
        question, absent = score.question, sorted(set(score.question.expect) - set(score.found[:RECALL_AT]))
        lines.append(f"  - {question.id} ({question.lang}, {question.kind}) {' '.join(question.ask.split())[:90]}")
        lines.append(f"      recall {score.recall:.2f}, rank {score.reciprocal_rank:.2f}; absent: {', '.join(absent) or 'none'}")
        lines.append(f"      shown: {', '.join(score.found[:RECALL_AT]) or 'nothing'}")
    return "\n".join(lines)


def below_gate(scores: Sequence[Score]) -> list[str]:
    """What keeps an engine from passing, in words; empty if it passes."""
    failures = []
    for lang in sorted({score.question.lang for score in scores}):
        figures = averages([score for score in scores if score.question.lang == lang])
        failures += [f"{lang}: {name} {figures[name]:.3f} is below {least:.2f}" for name, least in GATE.items() if figures[name] < least]
    return failures
