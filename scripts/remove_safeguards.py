"""Remove the safeguards against texts that become markup, one at a time, and show that a test fails for each.

Run by hand, since it takes some minutes: `.venv/bin/python scripts/remove_safeguards.py`. The tests run in a copy; nothing here changes
the working tree. Ends with 1 if a safeguard could go without any test noticing.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TESTS = ["tests/unit/test_markup.py", "tests/unit/test_rendering.py", "tests/integration/test_hostile.py"]
PAGES = "plugins/rex/pages"
BASE = "docs/overrides"

# What it is, the file, what stands there, what stands there without it.
SAFEGUARDS = [
    (
        "a text is escaped",
        f"{PAGES}/markup.py",
        "return value if isinstance(value, Md) else _plain(str(value))",
        "return Md(str(value))",
    ),
    (
        "code in a text is escaped",
        f"{PAGES}/markup.py",
        "<code>{pieces[index].translate(_ENTITIES)}</code>",
        "<code>{pieces[index]}</code>",
    ),
    ("a literal is escaped", f"{PAGES}/markup.py", ".strip().translate(_ENTITIES)}</code>", ".strip()}</code>"),
    ("an attribute is escaped", f"{PAGES}/markup.py", '.strip().translate(_ENTITIES).replace("\'", "&#39;")', ".strip()"),
    ("a text is one line", f"{PAGES}/markup.py", '_CODE.split(_SPACES.sub(" ", text))', "_CODE.split(text)"),
    ("a literal is one line", f"{PAGES}/markup.py", "_BREAKS.sub(' ', text)", "text"),
    ("what begins a block does not", f"{PAGES}/markup.py", "_LINE_START.sub(lambda", "re.compile(r'^$').sub(lambda"),
    ("control characters go", f"{PAGES}/markup.py", "_ENTITIES |= dict", "_UNUSED = dict"),
    ("an address cannot leave its place", f"{PAGES}/markup.py", "address.translate(_URL_ENTITIES)", "address"),
    ("an address is a web address", f"{PAGES}/markup.py", 'if not re.match(r"https?://", address):', "if False:"),
    ("an id is letters and digits", f"{PAGES}/markup.py", 'if not re.fullmatch(r"[a-z0-9_-]+", name):', "if False:"),
    ("front matter is escaped", f"{PAGES}/markup.py", "escape_html(_SPACES", "str(_SPACES"),
    ("what is added to markup is escaped", f"{PAGES}/markup.py", "        return plain(s)\n", "        return cls(s)\n"),
    ("what `~` adds is escaped", f"{PAGES}/markup.py", 'Md("").join(map(plain, items))', "Md(''.join(map(str, items)))"),
    ("what `join` joins is escaped", f"{PAGES}/markup.py", "plain(between).join(map(plain, parts))", "Md(between.join(map(str, parts)))"),
    ("templates escape by our type", f"{PAGES}/environment.py", "if x.startswith(_RUNTIME):", "if False:"),
    ("templates escape at all", f"{PAGES}/environment.py", "autoescape=True", "autoescape=False"),
    ("no filter trusts HTML", f"{PAGES}/environment.py", "del made.filters[name]", "pass"),
    ("the data of a page is escaped", f"{PAGES}/page_data.py", '.replace("\'", "&#39;")', ""),
    (
        "values among our words are escaped",
        f"{PAGES}/words.py",
        "Md(set_type(form, self.lang)).format(**self._shown(values))",
        "Md(set_type(form, self.lang).format(**self._shown(values)))",
    ),
    ("the data of a page holds no tag", f"{PAGES}/page_data.py", '.replace("<", "&lt;")', ""),
    ("the body of a case knows no HTML", f"{PAGES}/rendering.py", "commonmark(html=False, ", "commonmark(html=True, "),
    (
        "the body of a case is sanitised",
        f"{PAGES}/rendering.py",
        "work.done(nh3.clean(html, tags",
        "work.done(str(html)); (nh3.clean(html, tags",
    ),
    ("a `<` that is text stays an entity", "plugins/rex/site/minify.py", "html = html.replace(entity, sign)", "pass"),
    ("the theme escapes", "plugins/rex/site/plugin.py", 'select_autoescape(("html",))', "False"),
]


def main() -> int:
    """One line for each safeguard; 1 if one of them is not held by a test."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("plugins", "tests", "docs"):
            shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        for name in ("pyproject.toml", "mkdocs.yml", "mkdocs.fr.yml"):
            shutil.copy(REPOSITORY / name, copy / name)
        if _fails(copy):
            print("The tests fail as they are.")
            return 1
        for what, path, old, new in SAFEGUARDS:
            file = copy / path
            text = file.read_text(encoding="utf-8")
            if old not in text:
                print(f"NOT FOUND  {what}: {path} has changed; mend the list in this script")
                unnoticed += 1
                continue
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            noticed = _fails(copy)
            file.write_text(text, encoding="utf-8")
            print(f"{'noticed  ' if noticed else 'UNNOTICED'}  {what}", flush=True)
            unnoticed += not noticed
    return 1 if unnoticed else 0


def _fails(root: Path) -> bool:
    environment = {**os.environ, "PYTHONPATH": str(root / "plugins"), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *TESTS]
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
