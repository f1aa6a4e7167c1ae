"""How long the commands take on this base, as whole processes: `make bench`. Prints medians; judges nothing."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
COMMANDS = (
    ("validate", ["validate"], 5),
    ("index, from nothing", ["index", "--rebuild"], 3),
    ("index, nothing changed", ["index"], 5),
    ("search, two words", ["search", "backup", "restore"], 5),
    ("similar", ["similar", "gitlab-2017"], 5),
    ("export", ["export", "{new}"], 3),
    ("build, both languages", ["build"], 3),
)


def main() -> None:
    """Time each command a few times, after one run that does not count."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "REX_CACHE_DIR": f"{folder}/cache"}
        for name, words, runs in COMMANDS:
            seconds = []
            for number in range(runs + 1):
                arguments = [word.format(new=f"{folder}/{name[:6]}-{number}") for word in words]
                start = time.perf_counter()
                subprocess.run(
                    [sys.executable, "-m", "rex.cli", *arguments, "--root", str(ROOT)], env=environment, capture_output=True, check=True
                )
                seconds.append(time.perf_counter() - start)
            counted = seconds[1:]
            print(f"{name:<24} {statistics.median(counted):6.2f} s  ({min(counted):.2f} to {max(counted):.2f}, {runs} runs)")


if __name__ == "__main__":
    main()
