"""`rex stats`: what is in the base, and how well it is sourced."""

import argparse
import json
from pathlib import Path

from rex.core.corpus import read_corpus
from rex.core.derive import Facts, rounded_share, years_of
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
    companies = facts.corpus.vocabulary.companies

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
        "cases_by_kind": dict(facts.count_cases(lambda case: [case.kind])),
        "cases_by_pillar": dict(facts.count_cases(lambda case: case.pillars)),
        "cases_by_country": dict(facts.count_cases(lambda case: [companies[c].country for c in case.company])),
        "cases_by_sector": dict(facts.count_cases(lambda case: [companies[c].sector for c in case.company])),
        "cases_by_language": dict(facts.count_cases(lambda case: [case.lang])),
        "cases_by_year": dict(sorted(facts.count_cases(lambda case: map(str, years_of(case)[:1])))),
        "edges_by_grade": {str(grade): figures.edges_by_grade[grade] for grade in Grade},
        "pairs_by_grade": {str(grade): figures.pairs_by_grade[grade] for grade in Grade},
        "mistakes_without_supported_fix": list(figures.mistakes_without_supported_fix),
    }
