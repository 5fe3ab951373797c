"""Writes the first examples of every dataset, which tests/engine/test_datasets.py holds it to.

    python tests/reference/make_examples.py

It was run when the examples were those that every link had been made with, and is kept to say how: links hold seeds and not
examples, so what stands in ``examples.json`` is never made again; a new dataset adds its rows. Once with the fields as they are
at first, and once with each field of its own moved to two fifths of its slider, so that no field counts for nothing.
"""

import json
from pathlib import Path
from typing import Any

from engine.dataset import Dataset, Generated
from engine.registry import members

TARGET = Path(__file__).with_name("examples.json")
DRAWN = {"count": 5, "seed": 3}
ROWS = 5


def moved(dataset: type[Dataset]) -> dict[str, Any]:
    """Each field of its own at two fifths of its slider."""
    found: dict[str, Any] = {}
    for name, field in dataset.model_json_schema()["properties"].items():
        if "slider" in field and name not in DRAWN:
            low, high = field["slider"]
            found[name] = 2 if field["type"] == "integer" else round(low + 0.4 * (high - low), 3)
    return found


def described(dataset: type[Dataset]) -> list[dict[str, Any]]:
    """Fields, and the first rows with these fields."""
    drawn = issubclass(dataset, Generated)
    few = DRAWN | ({"outliers": 1} if "outliers" in dataset.model_fields else {})
    configs = [few, DRAWN | moved(dataset)] if drawn else [{}]
    rows = []
    for fields in configs:
        config = dataset.model_validate(fields)
        points = config.points()
        row = {"fields": fields, "x": points.x[:ROWS].tolist(), "y": points.y[:ROWS].tolist()}
        rows.append(row if drawn else row | {"whole": config.whole().x[:ROWS].tolist()})
    return rows


if __name__ == "__main__":
    known = json.loads(TARGET.read_text("utf-8")) if TARGET.exists() else {}
    made = {kind: described(member) for kind, member in members("datasets").items() if issubclass(member, Dataset)} | known
    lines = (f'"{kind}": [\n  ' + ",\n  ".join(map(json.dumps, made[kind])) + "\n]" for kind in sorted(made))
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
