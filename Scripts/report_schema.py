"""The schemas of Docs/schema without references, for programs that go through them."""

import json
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

FOLDER = Path(__file__).resolve().parent.parent / "Docs" / "schema"


def load(name: str, folder: Path = FOLDER) -> Schema:
    """The schema `name`, such as `report`, with what its references name in their place."""
    return _expand(*_document(f"{name}.schema.json", folder), folder)


def close(schema: Any) -> Any:
    """The same, but no object may have a key that the schema does not name. Published, they allow it: keys may be added."""
    if isinstance(schema, list):
        return [close(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: close(value) for key, value in schema.items() if key != "properties"}
    if "properties" in schema:
        closed["properties"] = {key: close(value) for key, value in schema["properties"].items()}
        closed["additionalProperties"] = False
    return closed


def _document(file: str, folder: Path) -> tuple[Schema, Schema]:
    document: Schema = json.loads((folder / file).read_text())
    return {key: value for key, value in document.items() if key != "$defs"}, document


def _expand(schema: Any, document: Schema, folder: Path) -> Any:
    if isinstance(schema, list):
        return [_expand(item, document, folder) for item in schema]
    if not isinstance(schema, dict):
        return schema
    own = {key: _expand(value, document, folder) for key, value in schema.items() if key != "$ref"}
    if "$ref" not in schema:
        return own
    file, _, pointer = schema["$ref"].partition("#")
    target = _document(file, folder)[1] if file else document
    named: Schema = _expand(target["$defs"][pointer.removeprefix("/$defs/")], target, folder)
    # What stands beside a reference is added to what it names.
    merged = {**named, **own}
    if "properties" in named and "properties" in own:
        merged["properties"] = {**own["properties"], **named["properties"]}
        merged["required"] = own["required"] + named["required"]
    return merged
