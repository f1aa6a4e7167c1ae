"""Work on several processor cores: each task in a forked process, which shares what was read so far without copying it.

Where a system cannot fork, tasks run one after the other; what they make is the same.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection, wait
from typing import Any

from rex.core.errors import RexError

# Tells how much of a task is done, and out of how much.
Tell = Callable[[int, int], None]
Task = Callable[[Tell], Any]
_PR_SET_PDEATHSIG = 1


def run_all(tasks: Mapping[str, Task], tell: Callable[[str, int, int], None]) -> Iterator[tuple[str, Any]]:
    """Run all tasks; yields the name and the result of each as soon as it has ended. Results must be small: they are sent.

    Raises `RexError` with the words of the first task that failed; the others are then ended.
    """
    if len(tasks) < 2 or not can_fork():
        for name, task in tasks.items():
            yield name, task(lambda done, total, name=name: tell(name, done, total))  # type: ignore[misc]
        return
    context = multiprocessing.get_context("fork")
    running: dict[Any, tuple[str, Any]] = {}
    try:
        for name, task in tasks.items():
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(task, sender, os.getpid()), daemon=False)
            process.start()
            sender.close()
            running[receiver] = (name, process)
        while running:
            for ready in wait(list(running)):
                name, process = running[ready]
                try:
                    kind, *rest = ready.recv()  # type: ignore[union-attr, call-arg]
                except EOFError:
                    raise RexError(f"the work on `{name}` was ended from outside") from None
                if kind == "told":
                    tell(name, *rest)
                    continue
                del running[ready]
                process.join()
                if kind == "failed":
                    raise RexError(rest[0])
                if kind == "broken":
                    raise RuntimeError(rest[0])
                yield name, rest[0]
    finally:
        for _, process in running.values():
            process.kill()
            process.join()


def can_fork() -> bool:
    """True where a process may fork."""
    return hasattr(os, "fork") and sys.platform != "darwin"  # Apple's libraries do not survive it


def _work(task: Task, sender: Connection, parent: int) -> None:
    _end_with(parent)
    try:
        result = task(lambda done, total: sender.send(("told", done, total)))
        sender.send(("done", result))
    except BrokenPipeError:
        os._exit(1)
    except RexError as error:
        sender.send(("failed", str(error)))
    except Exception:
        sender.send(("broken", traceback.format_exc()))


def _end_with(parent: int) -> None:
    """Nobody goes on building for a process that is gone."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
