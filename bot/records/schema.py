"""The JSON Schema of a record file, generated from the model, for editors that complete and check YAML."""

import json
from typing import Any

from pydantic import TypeAdapter

from bot.records.load import PACKAGED
from bot.records.model import Record

SCHEMA_FILE = PACKAGED / "schema.json"


def schema_text() -> str:
    """Give the schema as the text of `knowledge/schema.json`."""
    schema: dict[str, Any] = TypeAdapter(list[Record]).json_schema(mode="validation")
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Records of wsisbot", **schema}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
