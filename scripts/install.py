"""Install a lock file into the environment this runs in, and show how far it is.

`python scripts/install.py requirements.lock`: pip alone is either silent for a long time or very talkative.
"""

import re
import subprocess
import sys
from pathlib import Path


def main(lock: str) -> int:
    """Returns pip's exit status; its whole output is shown only if it failed."""
    total = len(re.findall(r"^[\w.-]+(?:\[.*\])?==", Path(lock).read_text(encoding="utf-8"), re.MULTILINE))
    # Only wheels: a package that must be built first runs code of its own while it is installed.
    options = ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    command = [sys.executable, "-m", "pip", "install", *options, "-r", lock]
    lines: list[str] = []
    seen = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        assert pip.stdout is not None
        for line in pip.stdout:
            lines.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied: ")):
                seen += 1
                if sys.stdout.isatty():
                    print(f"\r  {seen} of at most {total} packages", end="", flush=True)
                elif seen % 20 == 0:
                    print(f"  {seen} of at most {total} packages", flush=True)
            elif line.startswith("Installing collected packages"):
                start = "\r" if sys.stdout.isatty() else ""
                print(f"{start}  {seen} packages are here; unpacking them ...", flush=True)
    if pip.returncode:
        sys.stderr.writelines(lines)
    return pip.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
