"""Run commands, each in a process of its own that starts at once: forked from this one, which has imported everything already.

Started by `conftest.py`, once a worker. Reads a line of JSON for each run, `{"argv": […], "environment": {…}, "folder": …}`, and answers
with one: `code` as `subprocess` says it, `out`, `err` and `steps`. With `below`, a folder, the command is ended, as if killed, at its
n-th step on the disk (`at`). A step is anything that changes the disk below that folder: a file opened for writing, moved or removed, a
folder made or removed, in the command or in a process that it has started. With `at` 0 it runs to its end and its steps are counted.
"""

import gc
import importlib
import json
import multiprocessing
import os
import pkgutil
import signal
import sys
import tempfile
import traceback
from multiprocessing.sharedctypes import Synchronized
from typing import Any, NoReturn

import rex
from rex.cli.main import run
from rex.pages.environment import environment

CHANGES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "shutil.rmtree"))
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def count_steps(below: str, at: int, steps: "Synchronized[int]") -> None:
    def watch(event: str, values: tuple[Any, ...]) -> None:
        changes = event in CHANGES or (event == "open" and isinstance(values[2], int) and values[2] & WRITES)
        if not changes or not str(values[0]).startswith(below):
            return
        with steps.get_lock():
            steps.value += 1
            if steps.value == at:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(watch)


def become(asked: dict[str, Any], steps: "Synchronized[int]") -> NoReturn:
    """Be the command, and end as it ends."""
    code = 1
    try:
        os.setsid()
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        sys.argv = ["rex", *asked["argv"]]
        if asked.get("below"):
            count_steps(asked["below"], asked["at"], steps)
        run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    # Of all processes of the command together.
    steps = multiprocessing.Value("i", 0)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            become(asked, steps)
        _, status = os.waitpid(child, 0)
        said = []
        for file in (out, err):
            file.seek(0)
            said.append(file.read().decode("utf-8"))
    # Whoever was ended may hold the lock for ever.
    return {"code": os.waitstatus_to_exitcode(status), "out": said[0], "err": said[1], "steps": steps.get_obj().value}


if __name__ == "__main__":
    asking, answering = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(silence, stream)
    # What commands import, and the templates that a build compiles.
    for module in pkgutil.walk_packages(rex.__path__, "rex."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for template in environment().list_templates(extensions=["j2"]):
        environment().get_template(template)
    gc.freeze()
    for line in asking:
        print(json.dumps(answer(json.loads(line))), file=answering, flush=True)
