"""Values that a JSON schema allows: most of them plain, some at the very ends of what is allowed."""

from collections.abc import Callable, Mapping
from math import inf, nextafter
from random import Random
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
LETTERS = "abcdefghijklmnopqrstuvwxyz_0123456789"


class Drawn:
    """Draws with ``random``; ``hooks`` make what a schema alone says too little of, by the name of its definition or of its field."""

    def __init__(self, random: Random, definitions: Mapping[str, Schema], hooks: Mapping[str, Callable[[Schema], Any]]) -> None:
        self.random = random
        self._definitions = definitions
        self._hooks = hooks

    def value(self, schema: Schema) -> Any:
        """One that ``schema`` allows."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return self._hooks[name](self._definitions[name]) if name in self._hooks else self.value(self._definitions[name])
        for arms in ("oneOf", "anyOf"):
            if arms in schema:
                return self.value(self.random.choice(schema[arms]))
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self.random.choice(schema["enum"])
        return _BY_TYPE[schema["type"]](self, schema)

    def object(self, schema: Schema, share: float = 0.4) -> dict[str, Any]:
        """Its required fields, its tag, and a ``share`` of the others."""
        made, required = {}, schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            if name in required or "const" in field or self.random.random() < share:
                made[name] = self._hooks[name](field) if name in self._hooks else self.value(field)
        return made

    def integer(self, schema: Schema) -> int:
        """Within its slider, or anywhere, or at an end."""
        low = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
        high = schema.get("maximum", schema.get("exclusiveMaximum", 2**31) - 1)
        if self.random.random() < 0.1:
            return int(self.random.choice((low, high)))
        if "slider" in schema and self.random.random() < 0.8:
            low, high = schema["slider"]
        return int(self.random.triangular(low, high, low))

    def number(self, schema: Schema) -> float:
        """Within its slider, or anywhere, or at an end."""
        low = schema.get("minimum", nextafter(schema.get("exclusiveMinimum", -1e9), inf))
        high = schema.get("maximum", nextafter(schema.get("exclusiveMaximum", 1e9), -inf))
        if self.random.random() < 0.1:
            return float(self.random.choice((low, high, max(low, 0.0))))
        if "slider" in schema and self.random.random() < 0.8:
            low, high = schema["slider"]
        if schema.get("scale") == "log" and low > 0:
            return float(min(high, max(low, low * (high / low) ** self.random.random())))
        return self.random.uniform(low, high)

    def array(self, schema: Schema) -> list[Any]:
        """Few entries."""
        least, most = schema.get("minItems", 0), schema.get("maxItems", 4)
        return [self.value(schema["items"]) for _ in range(self.random.randint(least, max(least, min(most, least + 3))))]

    def text(self, schema: Schema) -> str:
        """An identifier where there is a pattern."""
        if "pattern" in schema:
            return "a" + "".join(self.random.choices(LETTERS, k=self.random.randint(0, 15)))
        return "".join(self.random.choices(LETTERS + " é가", k=self.random.randint(0, min(12, schema.get("maxLength", 12)))))


_BY_TYPE: Mapping[str, Callable[[Drawn, Schema], Any]] = {
    "object": Drawn.object,
    "integer": Drawn.integer,
    "number": Drawn.number,
    "array": Drawn.array,
    "string": Drawn.text,
    "boolean": lambda drawn, _: drawn.random.random() < 0.5,
    "null": lambda _, __: None,
}
