"""`rex stats`: what is in the base, and how well it is sourced."""

import argparse
import json
from pathlib import Path

from rex.core.corpus import read_base
from rex.core.coverage import Share, coverage
from rex.core.derive import Facts, rounded_share
from rex.core.grade import Grade


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    facts = Facts(read_base(root))
    counted = numbers(facts)
    if arguments.json:
        print(json.dumps(counted, ensure_ascii=False, indent=2))
        return 0
    for name, value in counted.items():
        title = name.replace("_", " ")
        bound, goal = TARGETS.get(name.removesuffix("_percent"), ("", 0))
        if bound:
            title += f" (target: {bound} {goal})"
        if isinstance(value, dict):
            print(f"\n{title}")
            for key, count in value.items():
                print(f"  {count:>5}  {key}")
        elif isinstance(value, list):
            print(f"\n{title}: {len(value)}")
            for item in value:
                print(f"         {item}")
        else:
            # Of nothing there is no share.
            print(f"{'–' if value is None else value:>7}  {title}")
    return 0


# What the base is to reach: at least so many per cent, or for what should be rare at most so many.
TARGETS: dict[str, tuple[str, int]] = {
    "fixes_with_known_outcome": ("at least", 55),
    "cases_with_known_outcome": ("at least", 85),
    "mistakes_answered": ("at least", 100),
    "claims_located": ("at least", 60),
    "claims_unread": ("at most", 25),
}


def targets(facts: Facts) -> dict[str, Share]:
    """The figures that `TARGETS` speaks of."""
    figures, counts = facts.figures, coverage(facts)
    return {
        "fixes_with_known_outcome": Share(figures.fixes_with_outcome, figures.fixes),
        "cases_with_known_outcome": Share(figures.cases_with_outcome, figures.cases),
        "mistakes_answered": counts.mistakes_answered,
        "claims_located": counts.claims_located,
        "claims_unread": counts.claims_unread,
    }


def numbers(facts: Facts) -> dict[str, object]:
    """Every figure by name; shares are whole per cent."""
    figures = facts.figures
    counts = coverage(facts)

    def share(part: int, whole: int) -> int | None:
        return rounded_share(part, whole) if whole else None

    return {
        "cases_published": figures.cases,
        "cases_wanted": len(facts.wanted),
        "companies": facts.count_companies,
        "sources": figures.sources,
        "claims": figures.claims,
        "claims_sourced_percent": share(figures.claims_sourced, figures.claims),
        "claims_first_hand_percent": share(figures.claims_first_hand, figures.claims),
        **{f"{name}_percent": share(counted.part, counted.whole) for name, counted in targets(facts).items()},
        "helped_by_own_word_percent": share(counts.helped_by_own_word.part, counts.helped_by_own_word.whole),
        "edges_promotional_percent": share(counts.edges_promotional.part, counts.edges_promotional.whole),
        "fixes_due": counts.fixes_due.part,
        "fixes_not_delivered": counts.not_delivered.part,
        "signals": counts.signals,
        "cases_with_signals": counts.cases_with_signals.part,
        "symptoms": len(facts.corpus.vocabulary.symptoms),
        "symptoms_in_cases": counts.symptoms_in_cases.part,
        "cases_by_kind": counts.by_kind,
        "cases_by_pillar": counts.by_pillar,
        "cases_by_country": counts.by_country,
        "cases_by_sector": counts.by_sector,
        "cases_by_size": counts.by_size,
        "cases_by_language": counts.by_language,
        "cases_by_year": counts.by_year,
        "sources_by_language": counts.sources_by_language,
        "sources_by_voice": counts.sources_by_voice,
        "sources_by_read": counts.sources_by_read,
        "fixes_by_state": counts.fixes_by_state,
        "fixes_by_outcome": counts.fixes_by_outcome,
        "fixes_by_role": counts.fixes_by_role,
        "noticed_by": counts.noticed_by,
        "edges_by_grade": {str(grade): figures.edges_by_grade[grade] for grade in Grade},
        "pairs_by_grade": {str(grade): figures.pairs_by_grade[grade] for grade in Grade},
        "symptoms_by_software": counts.symptoms_by_software,
        "mistakes_by_organisations_below_4": counts.thin_mistakes,
        "fixes_by_cases_below_3": counts.thin_fixes,
        "mistakes_without_supported_fix": list(figures.mistakes_without_supported_fix),
        "mistakes_never_seen": list(counts.mistakes_never_seen),
        "fixes_never_seen": list(counts.fixes_never_seen),
    }
