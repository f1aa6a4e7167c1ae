"""Change one thing in our code, run the tests that can see it, and count how often none of them fails.

Run by hand, since it takes half an hour: `make mutants`. A sample of changes (mutants) is drawn for each room, the same for the same
seed. Each is written into a copy of the tree, and the tests that call the changed function run there, from quick to slow, until one
fails. Nothing here changes the working tree but the page, docs/maintaining/mutants.md. What was found is kept in build/mutants, so that
a run that was stopped goes on: `--again` tries the survivors once more, `--fresh` everything. Survivors are explained in
scripts/mutants.yml.
"""

import argparse
import contextlib
import datetime
import importlib
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml
from copies import BUDGET, STATE, Copy, tests_for, watched
from operators import PACKAGE, REPOSITORY, ROOMS, Mutant, sample

PAGE = REPOSITORY / "docs" / "maintaining" / "mutants.md"
EXPLAINED = REPOSITORY / "scripts" / "mutants.yml"


def run(drawn: list[Mutant], done: dict[str, dict[str, Any]], again: bool, budget: float) -> list[dict[str, Any]]:
    """Try every mutant that has no result yet; each result, which is returned, is one line of build/mutants/results.jsonl."""
    made = []
    todo = [mutant for mutant in drawn if mutant.id not in done or (again and not done[mutant.id]["killed_by"])]
    # A run that is stopped has tried some of every room.
    todo.sort(key=lambda mutant: (mutant.id not in done, mutant.id))
    STATE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Copy(Path(folder).resolve())
        found = watched(tree.root)
        for name in found["modules"]:
            with contextlib.suppress(Exception):  # loading it early only saves time
                importlib.import_module(name)
        tests = found["tests"]
        with (STATE / "results.jsonl").open("a", encoding="utf-8") as results:
            for number, mutant in enumerate(todo, 1):
                chosen = tests_for(mutant, tests, budget)
                started = time.monotonic()
                failed = tree.first_failure(mutant, chosen, 60 + 8 * sum(tests[test][0] for test in chosen)) if chosen else ""
                record = {
                    "id": mutant.id,
                    "killed_by": failed,
                    "tests": len(chosen),
                    "seconds": round(time.monotonic() - started, 1),
                    "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
                }
                done[mutant.id] = record
                made.append(record)
                results.write(json.dumps(record) + "\n")
                results.flush()
                verdict = f"killed    {failed}" if failed else "SURVIVED"
                print(
                    f"{number}/{len(todo)} {described(mutant)}\n    {verdict} ({record['tests']} tests, {record['seconds']} s)", flush=True
                )
    return made


def described(mutant: Mutant) -> str:
    """One line about a mutant, for a reader."""
    return f"{mutant.id} {mutant.path}:{mutant.line} {mutant.scope} {mutant.kind}: {mutant.before!r} -> {mutant.after!r}"


def _code(text: str) -> str:
    """A text as code in one cell of a table."""
    text = " ".join(text.split()).replace("|", "\\|")
    return f"`` {text if len(text) < 120 else text[:117] + '...'} ``"


def page(drawn: list[Mutant], whole: dict[str, int], records: list[dict[str, Any]], explained: dict[str, str], options: str) -> str:
    """The page, as Markdown."""
    done = {record["id"]: record for record in records}
    first = {record["id"]: record for record in reversed(records)}
    tried = [mutant for mutant in drawn if mutant.id in done]
    at_first = sum(bool(first[mutant.id]["killed_by"]) for mutant in tried)
    survivors = [mutant for mutant in tried if not done[mutant.id]["killed_by"]]
    latest = max((done[mutant.id]["date"] for mutant in tried), default="")
    lines = [
        "<!-- Written by `make mutants`; edit scripts/mutate and scripts/mutants.yml instead. -->",
        "",
        "# Mutants",
        "",
        "How much the tests notice: one thing in the code is changed, the tests that call the changed function run, and one of them",
        f"should fail. `make mutants{options}` draws the same sample again for the same code. Last run: {latest}. No test in a browser",
        "takes part, and none that needs a built site. [Why no ready-made tool](../decisions/20261130-our-own-mutants.md).",
        "",
        f"At the first try {at_first} of {len(tried)} were killed. What survived was read and got a test for its kind, so a new seed is",
        "the fairer measure of what is not drawn here: with the seed 2026 and 12 of each room, 39 of 48 were killed at the first try.",
        "Seven of the nine survivors were gaps, and have a test now; one was equivalent, one a distance in a drawing.",
        "",
        "| Room | Possible mutants | Drawn | Tried | Killed | Share of those tried |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for room in [*ROOMS, "all"]:
        these = [mutant for mutant in tried if room in (mutant.room, "all")]
        killed = sum(bool(done[mutant.id]["killed_by"]) for mutant in these)
        possible = sum(whole.values()) if room == "all" else whole[room]
        asked = sum(room in (mutant.room, "all") for mutant in drawn)
        lines.append(f"| {room} | {possible:,} | {asked} | {len(these)} | {killed} | {killed / max(1, len(these)):.0%} |")
    lines += ["", "## By kind of change", "", "| Kind | Tried | Killed |", "| --- | ---: | ---: |"]
    for kind in sorted({mutant.kind for mutant in tried}):
        these = [mutant for mutant in tried if mutant.kind == kind]
        lines.append(f"| {kind} | {len(these)} | {sum(bool(done[mutant.id]['killed_by']) for mutant in these)} |")
    lines += ["", "## Survivors", "", "| Where | Change | Why it survives |", "| --- | --- | --- |"]
    for mutant in survivors:
        where = f"`{mutant.path.removeprefix(PACKAGE + '/')}` {_code(mutant.scope)}"
        why = explained.get(mutant.id, "**not explained yet**")
        lines.append(f"| {where} | {mutant.kind}: {_code(mutant.before)} → {_code(mutant.after)} | {why} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Draw, try, write the page; 1 if a room falls under the share that is asked for or a survivor has no explanation."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--count", type=int, default=40, help="mutants of each room")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds of tests for one mutant")
    parser.add_argument("--at-least", type=float, default=0.85, help="share of killed mutants in each room")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--again", action="store_true", help="try the survivors of earlier runs again")
    parser.add_argument("--list", action="store_true", help="only print the survivors")
    parser.add_argument("--page", action="store_true", help="only write the page, of what was tried")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(STATE, ignore_errors=True)
    drawn, whole = sample(options.seed, options.count)
    known = STATE / "results.jsonl"
    lines = known.read_text(encoding="utf-8").splitlines() if known.is_file() else []
    records = [json.loads(line) for line in lines]
    done = {record["id"]: record for record in records}
    if options.list:
        for mutant in drawn:
            if mutant.id in done and not done[mutant.id]["killed_by"]:
                print(described(mutant), f"({done[mutant.id]['tests']} tests)")
        return 0
    if not options.page:
        records += run(drawn, done, options.again, options.budget)
    explained: dict[str, str] = yaml.safe_load(EXPLAINED.read_text(encoding="utf-8")) or {} if EXPLAINED.is_file() else {}
    asked = "" if (options.seed, options.count) == (11, 40) else f' ARGS="--seed {options.seed} --count {options.count}"'
    PAGE.write_text(page(drawn, whole, records, explained, asked), encoding="utf-8", newline="\n")
    print(f"written: {PAGE.relative_to(REPOSITORY)}")
    survivors = [mutant for mutant in drawn if mutant.id in done and not done[mutant.id]["killed_by"]]
    poor = [room for room in ROOMS if sum(mutant.room == room for mutant in survivors) > (1 - options.at_least) * options.count]
    return 1 if poor or any(mutant.id not in explained for mutant in survivors) else 0


if __name__ == "__main__":
    sys.exit(main())
