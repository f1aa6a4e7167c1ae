"""`make relevance`: put every question to the embedded engine and print how it went; `--record` keeps the figures.

The browser's engine answers alike, which `test_parity.py` holds. Of the blind questions only totals are printed.
"""

import sys

import yaml

from relevance.engines import embedded, our_base
from relevance.measure import BLIND, FIGURES, QUESTIONS, STRANGERS, figures, judge, read_questions, recorded, report, worse


def main(arguments: list[str]) -> int:
    """1 if something is worse than recorded."""
    now = {}
    for path in (QUESTIONS, STRANGERS, BLIND):
        questions = read_questions(path)
        scores = judge(questions, embedded(our_base(), [question.ask for question in questions]))
        now[path.stem] = figures(scores)
        if path != BLIND:
            print(report(path.stem, scores), end="\n\n")
        print(f"{path.stem}: {len(questions)} questions")
        print("".join(f"  {name:<18}{value:>7.3f}\n" for name, value in now[path.stem].items()))
    if "--record" in arguments:
        FIGURES.write_text(
            f"# Written by `make relevance RECORD=--record`; tests refuse anything worse.\n{yaml.safe_dump(now)}", encoding="utf-8"
        )
        return 0
    failures = [f"{name}, {failure}" for name, before in recorded().items() for failure in worse(now[name], before)]
    print("\n".join(failures) or "nothing is worse than recorded")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
