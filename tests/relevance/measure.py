"""Does search find what it should? Questions, how one is judged, and the report. Knows no engine."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import yaml

from relevance.engines import Found

_FOLDER = Path(__file__).parent
QUESTIONS = _FOLDER / "questions.yml"
# As open as the first file; from threads alone, and harder.
STRANGERS = _FOLDER / "strangers.yml"
# Scored by its totals alone: whoever reads a question of it while tuning has spoilt it.
BLIND = _FOLDER / "blind.yml"
FIGURES = _FOLDER / "figures.yml"
KINDS = ("word", "phrase", "question", "symptom", "typo", "accent", "synonym", "other-language", "nothing")
RECALL_AT = 5
# A symptom stands above the cases, so it must be the first or the second.
SYMPTOMS_AT = 2
# One question more or less is chance.
SLACK = 0.006
# What somebody may call a page, and the page.
NAMES = {
    "La Poste": "company:la-poste",
    "DevOps REX 2017": "event:devops-rex-2017",
    "AXA": "company:axa",
    "axa": "company:axa",
    "PostgreSQL": "stack:postgresql",
    "France": "country:FR",
    "glossaire": "page:glossary",
}


@dataclass(frozen=True)
class Question:
    """`expect` are all cases that answer, in no order, and symptoms as `symptom:id`; none means that nothing does.

    `source` is the public thread that it was taken from, if it was.
    """

    id: str
    lang: str
    kind: str
    ask: str
    expect: tuple[str, ...]
    why: str
    source: str = ""


@dataclass(frozen=True)
class Score:
    """How one question went: the cases that the engine showed, whether it was sure of them, and the terms that it showed above them."""

    question: Question
    found: tuple[str, ...]
    sure: bool = True
    terms: tuple[str, ...] = ()

    @property
    def admitted(self) -> float:
        return float(not self.found or not self.sure)

    @property
    def recall(self) -> float:
        """Share of what is expected that was shown early; with more than five cases expected, five are enough."""
        expected = set(self.question.expect)
        if not expected:
            return self.admitted
        symptoms = {one for one in expected if ":" in one}
        enough = min(RECALL_AT, len(expected - symptoms)) + len(symptoms)
        return len(expected & self.early) / enough

    @property
    def early(self) -> set[str]:
        """What was shown early enough to count."""
        return {*self.found[:RECALL_AT], *self.terms[:SYMPTOMS_AT]}

    @property
    def reciprocal_rank(self) -> float:
        """1 if the first case or the first term shown is an expected one, 1/2 for the second, and so on; 0 if none is shown."""
        if not self.question.expect:
            return self.admitted
        places = (place for shown in (self.found, self.terms) for place, one in enumerate(shown, 1) if one in self.question.expect)
        return 1 / min(places, default=math.inf)


def read_questions(path: Path = QUESTIONS) -> list[Question]:
    """The questions of the file, in its order."""
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Question(**{**entry, "expect": tuple(entry["expect"])}) for entry in entries]


def texts(name: str) -> list[str]:
    """The lines of a file that holds nothing but lines."""
    return [str(line) for line in yaml.safe_load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))]


def judge(questions: Sequence[Question], found: Sequence[Found]) -> list[Score]:
    """What an engine answered to some questions."""
    return [Score(question, one.cases, one.sure, one.terms) for question, one in zip(questions, found, strict=True)]


def averages(scores: Sequence[Score]) -> dict[str, float]:
    """Recall among the first five, and mean reciprocal rank."""
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
        question, absent = score.question, sorted(set(score.question.expect) - score.early)
        lines.append(f"  - {question.id} ({question.lang}, {question.kind}) {' '.join(question.ask.split())[:90]}")
        lines.append(f"      recall {score.recall:.2f}, rank {score.reciprocal_rank:.2f}; absent: {', '.join(absent) or 'none'}")
        shown = ", ".join((*score.terms[:SYMPTOMS_AT], *score.found[:RECALL_AT])) or "nothing"
        lines.append(f"      shown: {shown}{'' if score.sure else ' (not sure)'}")
    return "\n".join(lines)


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """What is recorded of a file of questions: by language and for pasted lines, how often search was sure where something answers, and how
    often it was admitted that nothing does."""
    groups: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.question.kind == "nothing":
            groups["nothing"].append(score)
        else:
            groups["answered"].append(score)
            groups[score.question.lang].append(score)
            if score.question.kind == "symptom":
                groups["pasted"].append(score)
    found = {}
    for group, there in sorted(groups.items()):
        if group == "nothing":
            found["nothing admitted"] = round(fmean(score.admitted for score in there), 3)
        elif group == "answered":
            found["answered"] = round(fmean(1 - score.admitted for score in there), 3)
        else:
            found |= {f"{group} {name}": round(value, 3) for name, value in averages(there).items()}
    return found


def recorded() -> Mapping[str, Mapping[str, float]]:
    """The figures of the last change, by file."""
    found: Mapping[str, Mapping[str, float]] = yaml.safe_load(FIGURES.read_text(encoding="utf-8"))
    return found


def worse(now: Mapping[str, float], before: Mapping[str, float]) -> list[str]:
    """What got worse than it was recorded, in words; empty if nothing did."""
    return [f"{name}: {now.get(name, 0.0):.3f} was {value:.3f}" for name, value in before.items() if now.get(name, 0.0) < value - SLACK]
