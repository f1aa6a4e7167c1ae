"""What an editor needs to help: JSON Schemas that know the ids of the base, settings that bind them to files, snippets, and a task.

`rex reference` writes them into `.vscode/`. Closed lists (pillars, mistakes, fixes, sectors) refuse other ids; the others grow with
cases, so that their ids are only proposed, and files of an editor that lag behind them are no fault.
"""

import copy
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rex.core.language import DEFAULT_LANGUAGE
from rex.core.model import (
    SLUG_PATTERN,
    Case,
    Detection,
    Dispute,
    FixClaim,
    Impact,
    MistakeClaim,
    Response,
    Result,
    Signal,
    Source,
    Translation,
    schema_of,
)
from rex.core.strict import Strict
from rex.core.translated import Shape, fields_of
from rex.core.vocabulary import FOLDER as VOCABULARY
from rex.core.vocabulary import MODELS, Company, Event, Symptom, Vocabulary

FOLDER = ".vscode"
SCHEMAS = f"{FOLDER}/schemas"
DIALECT = "http://json-schema.org/draft-07/schema#"
_MARK = "id of "
_OPEN = ("companies", "events", "symptoms")
_SLUG = {"type": "string", "pattern": SLUG_PATTERN}
_WRITTEN = "Written by `make docs` from the model and the vocabulary; edit those instead."


def files(vocabulary: Vocabulary, whole: Mapping[str, str]) -> dict[str, str]:
    """Every file for an editor, by path; `whole` holds the snippet of a whole case for each language."""
    found = {f"{SCHEMAS}/{name}.json": schema for name, schema in schemas(vocabulary).items()}
    found |= {
        f"{FOLDER}/settings.json": _settings(),
        f"{FOLDER}/extensions.json": {"recommendations": ["redhat.vscode-yaml"]},
        f"{FOLDER}/tasks.json": _tasks(),
        f"{FOLDER}/rex.code-snippets": snippets(vocabulary, whole),
    }
    return {path: json.dumps(content, ensure_ascii=False, indent=1) + "\n" for path, content in found.items()}


def is_current(old: str, new: str) -> bool:
    """True if a file says what it should; a list that grows with cases may lag behind."""
    if old == new:
        return True
    try:
        return bool(_without_open_lists(json.loads(old)) == _without_open_lists(json.loads(new)))
    except ValueError:
        return False


def _without_open_lists(content: Any) -> Any:
    if not isinstance(content, dict) or not isinstance(content.get("$defs"), dict):
        return content
    return content | {"$defs": {name: part for name, part in content["$defs"].items() if name not in map(_name, _OPEN)}}


# -- schemas -----------------------------------------------------------------------------------------------------------


def schemas(vocabulary: Vocabulary) -> dict[str, dict[str, Any]]:
    """A schema for each kind of file, by the name of the kind."""
    found = {"case": schema_of(Case), "translation": schema_of(Translation)}
    for field in fields_of(Case):
        if field.shape is Shape.KEYED and field.name in MODELS:
            found["translation"]["properties"][field.called]["propertyNames"] = {**_SLUG, "$comment": _MARK + field.name}
    for name, model in MODELS.items():
        entry = schema_of(model)
        parts = entry.pop("$defs", {})
        found[name] = {"$defs": parts, "type": "object", "additionalProperties": entry, "propertyNames": {**_SLUG, "maxLength": 80}}
    return {name: _with_ids(schema, vocabulary) for name, schema in found.items()}


def _name(table: str) -> str:
    return f"id-of-{table}"


def _with_ids(schema: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema with the ids of the base where it says of which table one is."""
    schema = copy.deepcopy(schema)
    used: set[str] = set()
    for part in list(_parts(schema)):
        comment = part.get("$comment", "")
        if isinstance(comment, str) and comment.startswith(_MARK):
            table = comment.removeprefix(_MARK)
            used.add(table)
            kept: dict[str, Any] = {key: part[key] for key in ("description", "title") if key in part}
            part.clear()
            part |= {**kept, "allOf": [{"$ref": f"#/$defs/{_name(table)}"}]}
    parts = schema.pop("$defs", {})
    lists = {_name(table): _ids_of(table, vocabulary) for table in sorted(used)}
    return {"$schema": DIALECT, "$comment": _WRITTEN, **schema, "$defs": {**parts, **lists}}


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in list(value.values()):
            yield from _parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _parts(inner)


def _ids_of(table: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The ids of a table, each with what it means."""
    entries: Mapping[str, Any] = vocabulary.tables()[table].entries
    known = {"type": "string", "enum": list(entries), "enumDescriptions": [_meaning(entry) for entry in entries.values()]}
    return {"anyOf": [known, _SLUG]} if table in _OPEN else known


def _meaning(entry: Any) -> str:
    if isinstance(entry, (Company, Event)):
        return entry.name
    if isinstance(entry, Symptom):
        return str(entry.meaning["en"])
    return str(entry.definition["en"] if hasattr(entry, "definition") else entry.label["en"])


# -- settings ----------------------------------------------------------------------------------------------------------


def _settings() -> dict[str, Any]:
    suggest = {"other": "on", "comments": "off", "strings": "off"}
    return {
        "yaml.schemas": {f"{SCHEMAS}/{name}.json": f"{VOCABULARY}/{name}.yml" for name in MODELS},
        # Its formatter would lay out whole files anew.
        "yaml.format.enable": False,
        "[markdown]": {
            "editor.quickSuggestions": suggest,
            "editor.wordBasedSuggestions": "off",
        },
        "editor.snippetSuggestions": "top",
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
    }


def _tasks() -> dict[str, Any]:
    """The check runs while somebody writes, and its findings stand under the very words, in Markdown too."""
    pattern = {
        "regexp": r"^(\S.*?):(\d+):(\d+): (REX\d+) (?:(warning): )?(.*)$",
        "file": 1,
        "line": 2,
        "column": 3,
        "code": 4,
        "severity": 5,
        "message": 6,
    }
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": "rex: check while I write",
                "type": "process",
                "command": "${workspaceFolder}/.venv/bin/rex",
                "windows": {"command": "${workspaceFolder}\\.venv\\Scripts\\rex.exe"},
                "args": ["validate", "--watch", "--format", "short"],
                "isBackground": True,
                "runOptions": {"runOn": "folderOpen"},
                "presentation": {"reveal": "silent", "panel": "dedicated"},
                "problemMatcher": {
                    "owner": "rex",
                    "source": "rex",
                    "severity": "error",
                    "fileLocation": ["relative", "${workspaceFolder}"],
                    "pattern": pattern,
                    "background": {"activeOnStart": True, "beginsPattern": "^Checking$", "endsPattern": "^Waiting for a change"},
                },
            }
        ],
    }


# -- snippets ----------------------------------------------------------------------------------------------------------

# The part of a case that a snippet writes: its name, the model, and the fields beside the required ones.
_PARTS: tuple[tuple[str, str, type[Strict], tuple[str, ...]], ...] = (
    ("mistake", "mistakes", MistakeClaim, ()),
    ("fix", "fixes", FixClaim, ("role",)),
    ("source", "sources", Source, ("date",)),
    ("signal", "signals", Signal, ()),
    ("result", "results", Result, ("before", "after", "unit", "period")),
    ("impact", "impact", Impact, ("unit",)),
    ("detection", "", Detection, ("after",)),
    ("disputed", "", Dispute, ()),
    ("response", "", Response, ("date",)),
)


class _Stops:
    """Numbers the places at which the Tab key stops."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.count = 0

    def of(self, rule: Mapping[str, Any]) -> str:
        """A place with the values that it can have, or with what belongs there."""
        self.count += 1
        values = self._values(rule)
        if values:
            return choice(self.count, values)
        if rule.get("type") == "array":
            inner = self._values(rule.get("items", {}))
            return f"[{choice(self.count, inner)}]" if inner else f"[${{{self.count}:report}}]"
        hint = str(rule.get("description") or rule.get("title", "")).split(";")[0].split(":")[0].rstrip(".")
        return f"${{{self.count}:TODO {escaped(hint)}}}"  # what is left so, the check finds

    def _values(self, rule: Mapping[str, Any]) -> list[str]:
        """What a choice offers: the values of an enumeration, or the ids of a closed list."""
        for part in [rule, *rule.get("anyOf", ()), *rule.get("allOf", ())]:
            if "$ref" in part:
                part = self.schema["$defs"][part["$ref"].rpartition("/")[2]]
            if "enum" in part:
                return [str(value) for value in part["enum"]]
        return []


def escaped(text: str) -> str:
    """A text in which a snippet finds nothing to fill in."""
    return text.replace("\\", "\\\\").replace("$", "\\$").replace("}", "\\}").replace("`", "")


def choice(number: int, values: Iterable[str]) -> str:
    """A place of a snippet that offers values."""
    return f"${{{number}|{','.join(values)}|}}"


def snippets(vocabulary: Vocabulary, whole: Mapping[str, str]) -> dict[str, Any]:
    """Pieces of a case by a word: `rex-mistake`, `rex-fix` and so on; `rex-case` and its like is the whole."""
    schema = _with_ids(schema_of(Case), vocabulary)
    found: dict[str, Any] = {}
    for name, field, model, more in _PARTS:
        about = (model.__doc__ or "").split("\n")[0]
        body = _part(_Stops(schema), field or name, model, more)
        found[f"rex-{name}"] = {"scope": "markdown", "prefix": f"rex-{name}", "description": about, "body": body}
    for lang, text in whole.items():
        prefix = "rex-case" if lang == DEFAULT_LANGUAGE else f"rex-case-{lang}"
        found[prefix] = {"scope": "markdown", "prefix": prefix, "description": Case.__doc__, "body": text.split("\n")}
    return found


def _part(stops: _Stops, field: str, model: type[Strict], more: tuple[str, ...]) -> list[str]:
    """The lines of one part; of a list, those of one item."""
    rules = stops.schema["$defs"][model.__name__]
    names = [name for name in rules["properties"] if name in rules["required"] or name in more]
    lines = [f"{name}: {stops.of(rules['properties'][name])}" for name in names]
    if stops.schema["properties"][field].get("type") == "array":
        return [f"{'  - ' if number == 0 else '    '}{text}" for number, text in enumerate(lines)]
    return [f"{field}:", *(f"  {text}" for text in lines)]
