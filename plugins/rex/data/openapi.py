"""The description of the static API (OpenAPI 3.1) and the JSON Schemas, made from the models and the table of files."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from rex.core.model import Case, Translation, schema_of
from rex.data.addresses import LICENCE, Addresses

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_openapi(files: list[tuple[str, str, str, type[BaseModel] | None]], addresses: Addresses) -> dict[str, Any]:
    """`files` holds path (with `{id}` and the like), media type, description and, for JSON, the model of each file."""
    models = sorted({model for *_, model in files if model}, key=lambda model: model.__name__)
    references, schemas = models_json_schema([(model, "serialization") for model in models], ref_template="#/components/schemas/{model}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "DevOps REX data",
            "version": "1.0.0",
            "summary": "Sourced DevOps lessons: cases, mistakes, fixes and how well the fixes held.",
            "description": "Static files, made with the site from the same model. Nothing needs a key; GET is the only method. "
            "Within `v1`, files and fields are added, never removed or given another meaning.",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
            "contact": {"url": addresses.repository},
        },
        "servers": [{"url": addresses.root.rstrip("/") or "/"}],
        "paths": {
            f"/{path}": {
                "get": {
                    "operationId": _operation(path),
                    "summary": description,
                    "parameters": [_parameter(name) for name in _names(path)],
                    "responses": {
                        "200": {
                            "description": description,
                            "content": {media: {"schema": references[model, "serialization"]} if model else {}},
                        },
                        **({"404": {"description": "There is no such id."}} if _names(path) else {}),
                    },
                }
            }
            for path, media, description, model in files
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _names(path: str) -> list[str]:
    return [part.split("}")[0] for part in path.split("{")[1:]]


def _parameter(name: str) -> dict[str, Any]:
    pattern = "^[a-z]{2}$" if name == "lang" else "^[a-z0-9]+(-[a-z0-9]+)*$"
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}


def _operation(path: str) -> str:
    """`data/v1/cases/{id}.json` becomes `get-cases-id-json`."""
    words = path.removeprefix("data/v1/").replace("{", "").replace("}", "")
    return "get-" + "-".join(part for part in words.replace("/", "-").replace(".", "-").split("-") if part)


def case_schema(addresses: Addresses) -> dict[str, Any]:
    """JSON Schema of the front matter of `cases/<id>.md`."""
    return {"$schema": DIALECT, "$id": addresses.data("schema/case.json"), **schema_of(Case)}


def translation_schema(addresses: Addresses) -> dict[str, Any]:
    """JSON Schema of the front matter of `cases/<id>.<lang>.md`."""
    return {"$schema": DIALECT, "$id": addresses.data("schema/translation.json"), **schema_of(Translation)}


def record_schema(model: type[BaseModel], path: str, addresses: Addresses) -> dict[str, Any]:
    """JSON Schema of one kind of published record."""
    return {"$schema": DIALECT, "$id": addresses.data(path), **model.model_json_schema(mode="serialization")}
