"""Run commands and say what they cost, each in a process of its own; started by `test_hostile_files.py`.

A small process of its own, because the system counts the memory of whoever starts a command as if the command had used it. Reads a line
of JSON for each run, `{"argv": […], "seconds": n}`, and answers with one: status, output, processor time in seconds, most memory in bytes.
Whoever takes longer than `seconds` is ended, and has the status -9.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading

for line in sys.stdin:
    asked = json.loads(line)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(asked["argv"], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        watch = threading.Timer(asked["seconds"], process.kill)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "backslashreplace")
    answer = {"status": process.returncode, "output": text, "seconds": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}
    print(json.dumps(answer), flush=True)
