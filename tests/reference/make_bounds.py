"""Writes what may be said and how far a slider reaches: of every member, every question to the server and every setting.

    python tests/reference/make_bounds.py

It was run once, when all of it had been read and found right, and is kept to say how. What was allowed stays allowed and means the
same, so what stands in ``bounds.json`` is not made again; a new field, member, question or setting adds its line.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.jobs import cost, fits, grid, growth, search, sweep, table
from app.settings import Settings
from engine.registry import members

TARGET = Path(__file__).with_name("bounds.json")
FOLDERS = ("datasets", "exhibits", "losses", "models", "optimizers", "problems", "schedules", "surfaces")
QUESTIONS: tuple[type[BaseModel], ...] = (
    *(cost.CostQuery, fits.DataQuery, fits.LandscapeQuery, grid.GridQuery),
    *(growth.GrowthQuery, search.SearchQuery, sweep.SweepQuery, table.TableQuery),
)
KEPT = (
    *("default", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "minItems", "maxItems", "minLength", "maxLength"),
    *("pattern", "enum", "slider", "scale"),
)


def bounds(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a JSON schema says of one value, words left out."""
    found = {key: entry[key] for key in KEPT if key in entry}
    if "items" in entry and (inner := bounds(entry["items"])):
        found["items"] = inner
    if any(arms := [bounds(arm) for arm in entry.get("anyOf", ())]):
        found["anyOf"] = arms
    return found


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """Field → bounds."""
    properties = model.model_json_schema()["properties"]
    return {name: bounds(entry) for name, entry in properties.items() if name not in ("kind", "cache_dir")}


def bounded() -> dict[str, dict[str, Any]]:
    """Folder or group → member, question or setting → field → bounds."""
    found = {folder: {kind: fields(member) for kind, member in members(folder).items()} for folder in FOLDERS}
    return found | {"questions": {model.__name__: fields(model) for model in QUESTIONS}, "settings": {"Settings": fields(Settings)}}


if __name__ == "__main__":
    kept = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {}
    groups = []
    for folder, made in bounded().items():
        told = {kind: {**of_member, **kept.get(folder, {}).get(kind, {})} for kind, of_member in made.items()}
        rows = (f'  "{kind}": {json.dumps(told[kind], ensure_ascii=False, sort_keys=True)}' for kind in sorted(told) if told[kind])
        groups.append(f'"{folder}": {{\n' + ",\n".join(rows) + "\n}")
    TARGET.write_text("{\n" + ",\n".join(groups) + "\n}\n", "utf-8")
