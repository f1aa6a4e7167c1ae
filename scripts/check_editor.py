"""Ask a real YAML language server, the one behind the YAML extension of VS Code, what our editor files make of our base.

It gets `.vscode/settings.json` as an editor would hand it over. Every vocabulary file must be without a squiggle, a slip in one must
have one, and ids must be proposed. The server reads no front matter in Markdown, so the front matter of cases is shown to it as a
file of its own: that is what editors do which cut it out. `make check` runs this after `scripts/check_js.py` has installed the server.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import check_js

ROOT = Path(__file__).resolve().parent.parent
SERVER = ROOT / "scripts" / "js" / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
EVERY = 12  # cases are asked in steps of this size; `--all` asks each


class Server:
    """A language server over its standard input and output."""

    def __init__(self, environment: dict[str, str], settings: dict[str, Any]) -> None:
        self.process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=ROOT
        )
        self.settings = settings
        self.count = 0
        self.versions: dict[str, int] = {}
        folders = [{"uri": ROOT.as_uri(), "name": "rex"}]
        able = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": {"publishDiagnostics": {}}}
        self.ask("initialize", {"processId": None, "rootUri": ROOT.as_uri(), "workspaceFolders": folders, "capabilities": able})
        self.send({"method": "initialized", "params": {}})
        self.send({"method": "workspace/didChangeConfiguration", "params": {"settings": settings}})

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        self.process.stdin.flush()

    def read(self) -> Iterator[dict[str, Any]]:
        """What the server says; its own questions are answered on the way."""
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := self.process.stdout.readline().strip()) or not length:
                if not line and self.process.poll() is not None:
                    raise SystemExit("the language server has ended")
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(self.process.stdout.read(length))
            if "id" in message and "method" in message:
                self.send({"id": message["id"], "result": self.answer(message)})
            else:
                yield message

    def answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        return [self.settings.get(item.get("section")) or {} for item in message["params"]["items"]]

    def ask(self, method: str, parameters: dict[str, Any]) -> Any:
        self.count += 1
        self.send({"id": self.count, "method": method, "params": parameters})
        return next(message["result"] for message in self.read() if message.get("id") == self.count)

    def squiggles(self, name: str, text: str) -> list[str]:
        """Line and message of each fault that the server marks in a text of that name."""
        uri = (ROOT / name).as_uri()
        version = self.versions[uri] = self.versions.get(uri, 0) + 1
        document = {"uri": uri, "languageId": "yaml", "version": version}
        if version == 1:
            self.send({"method": "textDocument/didOpen", "params": {"textDocument": {**document, "text": text}}})
        else:
            self.send({"method": "textDocument/didChange", "params": {"textDocument": document, "contentChanges": [{"text": text}]}})
        for message in self.read():
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                found = message["params"]["diagnostics"]
                return [f"{one['range']['start']['line'] + 1}: {one['message']}" for one in found]
        raise AssertionError

    def proposals(self, name: str, line: int, column: int) -> dict[str, str]:
        """What the server proposes at a place (from 0) of a text that it has, with what it says of each."""
        place = {"textDocument": {"uri": (ROOT / name).as_uri()}, "position": {"line": line, "character": column}}
        found = self.ask("textDocument/completion", place)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: str(item.get("documentation", "")) for item in items}

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def front_matter(path: Path) -> str:
    """What stands between the two lines of dashes."""
    return path.read_text(encoding="utf-8").split("\n---\n", 1)[0].removeprefix("---\n") + "\n"


def complaints(server: Server, step: int) -> Iterator[str]:
    """What is otherwise than it should be."""
    vocabulary = sorted((ROOT / "cases" / "_vocabulary").glob("*.yml"))
    for path in vocabulary:
        for found in server.squiggles(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")):
            yield f"{path.name}:{found}"
    originals = sorted(path for path in (ROOT / "cases").glob("*.md") if "." not in path.stem)
    for path in originals[::step]:
        for kind, file in (("case", path), *(("translation", other) for other in path.parent.glob(f"{path.stem}.*.md"))):
            for found in server.squiggles(f"build/{kind}/{file.name}.yml", front_matter(file)):
                yield f"{file.name}:{found}"
    text = front_matter(originals[0])
    first = next(line for line in text.split("\n") if line.startswith("kind:"))
    broken = text.replace(first, "kind: incidnet")
    if len(found := server.squiggles("build/case/broken.yml", broken)) != 1:
        yield f"a wrong value of `kind` has {len(found)} squiggles, not one: {found}"
    line = len(broken[: broken.index("mistakes:")].split("\n")) - 1
    asked = "\n".join([*broken.split("\n")[: line + 1], "  - id: ", "    what: x", *broken.split("\n")[line + 1 :]])
    server.squiggles("build/case/asked.yml", asked)
    offered = server.proposals("build/case/asked.yml", line + 1, 8)
    if "untested-backups" not in offered or "backup" not in offered["untested-backups"].lower():
        yield f"the id of a mistake is not proposed with its meaning: {list(offered)[:5]}"
    wrong = (ROOT / "cases/_vocabulary/companies.yml").read_text(encoding="utf-8").replace("sector: ", "sectr: ", 1)
    if not server.squiggles("cases/_vocabulary/companies.yml", wrong):
        yield "a misspelt field of companies.yml has no squiggle"


def main(arguments: list[str]) -> int:
    """1 if an editor would show something else than the check."""
    environment = check_js.environment()
    if environment is None:
        print("editor files NOT CHECKED: there is no Node, and none could be installed", file=sys.stderr)
        return 2
    check_js.install(environment)
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    schemas = settings["yaml.schemas"] | {f".vscode/schemas/{kind}.json": f"build/{kind}/*.yml" for kind in ("case", "translation")}
    server = Server(
        environment, {"yaml": {"schemas": schemas, "validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}}
    )
    try:
        found = list(complaints(server, 1 if "--all" in arguments else EVERY))
    finally:
        server.close()
    for line in found[:30]:
        print(line)
    if not found:
        print("YAML language server: no problem")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
