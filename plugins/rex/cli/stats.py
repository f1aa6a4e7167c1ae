"""`rex stats`: what is in the base, and how well it is sourced."""

import argparse
import json
from pathlib import Path

from rex.core.corpus import read_corpus
from rex.core.coverage import coverage
from rex.core.derive import Facts, rounded_share
from rex.core.grade import Grade


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def main(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    facts = Facts(read_corpus(root))
    counted = numbers(facts)
    if arguments.json:
        print(json.dumps(counted, ensure_ascii=False, indent=2))
        return 0
    for name, value in counted.items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            print(f"\n{title}")
            for key, count in value.items():
                print(f"  {count:>5}  {key}")
        elif isinstance(value, list):
            print(f"\n{title}: {len(value)}")
            for item in value:
                print(f"         {item}")
        else:
            print(f"{value:>7}  {title}")
    return 0


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
        "fixes_with_known_outcome_percent": share(figures.fixes_with_outcome, figures.fixes),
        "cases_with_known_outcome_percent": share(figures.cases_with_outcome, figures.cases),
        "claims_unread_percent": share(counts.claims_unread.part, counts.claims_unread.whole),
        "helped_by_own_word_percent": share(counts.helped_by_own_word.part, counts.helped_by_own_word.whole),
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
        "edges_by_grade": {str(grade): figures.edges_by_grade[grade] for grade in Grade},
        "pairs_by_grade": {str(grade): figures.pairs_by_grade[grade] for grade in Grade},
        "mistakes_without_supported_fix": list(figures.mistakes_without_supported_fix),
        "mistakes_never_seen": list(counts.mistakes_never_seen),
        "fixes_never_seen": list(counts.fixes_never_seen),
    }
