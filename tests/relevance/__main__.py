"""`make relevance`: put every question to every engine (or those named) and print how it went."""

import sys
from pathlib import Path

from relevance.engines import ENGINES
from relevance.measure import below_gate, judge, read_questions, report

ROOT = Path(__file__).resolve().parents[2]


def main(names: list[str]) -> int:
    """1 if an engine is below the gate, 2 for an unknown one."""
    if unknown := set(names) - set(ENGINES):
        print(f"no engine {', '.join(sorted(unknown))}; there is {', '.join(ENGINES)}", file=sys.stderr)
        return 2
    questions, failures = read_questions(), []
    for name in names or ENGINES:
        with ENGINES[name](ROOT) as ask:
            scores = judge(questions, ask)
        print(report(name, scores), end="\n\n")
        failures += [f"{name}, {failure}" for failure in below_gate(scores)]
    print("\n".join(failures) or "every engine passes the gate")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
