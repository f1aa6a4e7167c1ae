"""Run commands in processes that end themselves, as if killed, at their n-th step on the disk.

Started by `test_kills.py`. Reads a line of JSON for each run, `{"argv": […], "at": n, "below": folder}`, and answers with one,
`{"killed": true, "steps": n}`. A step is anything that changes the disk below the folder: a file opened for writing, moved or
removed, a folder made or removed, in the command or in a process that it has started. With `at` 0 the command runs to its end and its
steps are counted.
"""

import importlib
import json
import multiprocessing
import os
import pkgutil
import signal
import sys
from typing import Any

import rex
from rex.cli.main import main
from rex.pages.environment import environment

# Once, and not in each process that is ended: what commands import, and the templates that a build compiles.
for module in pkgutil.walk_packages(rex.__path__, "rex."):
    if not module.name.endswith("__main__"):
        importlib.import_module(module.name)
for template in environment().list_templates(extensions=["j2"]):
    environment().get_template(template)

CHANGES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.rmtree"))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def run(argv: list[str], at: int, below: str) -> dict[str, Any]:
    reader, writer = os.pipe()
    # Of all processes of the command together.
    steps = multiprocessing.Value("i", 0)
    child = os.fork()
    if not child:
        os.setsid()
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silence, stream)

        def watch(event: str, values: tuple[Any, ...]) -> None:
            changes = event in CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & WRITES)
            if not changes or not str(values[0]).startswith(below):
                return
            with steps.get_lock():
                steps.value += 1
                if steps.value == at:
                    os.killpg(0, signal.SIGKILL)

        sys.addaudithook(watch)
        code = 3
        try:
            code = main(argv)
        finally:
            os.write(writer, f"{code} {steps.value}".encode())
            os._exit(0)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    said = os.read(reader, 100).decode().split()
    os.close(reader)
    return {"killed": os.WIFSIGNALED(status), "code": int(said[0]) if said else None, "steps": int(said[1]) if said else None}


for line in sys.stdin:
    print(json.dumps(run(**json.loads(line))), flush=True)
