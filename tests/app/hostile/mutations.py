"""One message made wrong, or odd, in one place."""

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from math import inf, nan, nextafter
from random import Random
from typing import Any

from tests.app.hostile.lawful import definitions

MOST_BYTES = 256 * 1024
"""Of a message, as the server has it by default."""
_RAW = "\x01raw%d\x01"
_RAWS = (
    *(
        "1e400",
        "-1e400",
        "1" * 400,
        "-" + "9" * 5_000,
        "0.1e-999",
        "1E+2",
        "-0",
        "00",
        "01",
        "+1",
        ".5",
        "1.",
        "0x10",
        "1_000",
        "１２",
        "'a'",
    ),
    *("nan", "undefined", "None", "True", "", '"\\ud800"', '"\\udc00\\ud800"', '"\\x41"', '"\t"', '"\x00"', "[" * 2_000 + "]" * 2_000),
    *(
        '{"a":' * 300 + "1" + "}" * 300,
        "/* */1",
        "[1,]",
        '{"a":1,}',
        '{"a":1,"a":2}',
        "1 1",
        "\ufeff1",
        "\u00a01",
        '"' + "\\u0000" * 50 + '"',
    ),
)
_ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -0.0, -1, 1, 2, 1.5, 0.1, 1e-320, 1e308, -1e308, nan, inf, -inf, 255, 256, 257, 2**31 - 1, 2**31, 2**31 + 1),
    *(
        2**53 + 1,
        2**63 - 1,
        2**63,
        2**64,
        -(2**63) - 1,
        10**30,
        "",
        " ",
        "x",
        "0",
        "1",
        "true",
        "null",
        "NaN",
        "Infinity",
        "１２",
        "٣",
        "a\x00b",
    ),
    *(
        "\ud800",
        "\udfff\ud800",
        "가" * 20,
        "é" * 17,
        "a" * 16,
        "a" * 17,
        "A",
        "_a",
        "9a",
        "a\n",
        "random",
        "Random",
        "full",
        "__proto__",
        "constructor",
    ),
    *(
        "a" * 5_000,
        "=" * 64,
        "AAAA",
        "🙂" * 30,
        [],
        {},
        [[]],
        [None],
        [0],
        [0, 0],
        [0.0] * 3,
        [[0, 0]],
        [1e9, -1e9],
        [1e9, 1.1e9],
        ["a"],
        {"a": 1},
    ),
    *(
        {"kind": None},
        {"kind": "x"},
        {"kind": []},
        {"kind": {}},
        {"kind": "\ud800"},
        {"kind": "adam" * 50},
        {"type": "start"},
        {"": ""},
        {"\ud800": 1},
    ),
)
_KINDS = tuple(
    sorted({one["properties"]["kind"]["const"] for one in definitions().values() if "const" in one["properties"].get("kind", {})})
)


@cache
def bounds() -> tuple[float, ...]:
    """Every bound that a schema of a message names."""
    found: set[float] = set()

    def walk(schema: Any) -> None:
        for key, value in schema.items() if isinstance(schema, dict) else enumerate(schema):
            if isinstance(value, (dict, list)):
                walk(value)
            elif key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "maxItems", "minItems", "maxLength"):
                found.add(value)

    walk(dict(definitions()))
    return tuple(sorted(found))


def beside_a_bound(random: Random) -> float:
    """A bound, or what is next to it."""
    bound = random.choice(bounds())
    return random.choice((bound, bound + 1, bound - 1, -bound, nextafter(bound, inf), nextafter(bound, -inf), bound * 10))


def _place(random: Random, body: Any) -> tuple[Any, Any]:
    """Some container in it, and a key there."""
    while True:
        key = random.choice(list(body)) if isinstance(body, dict) else random.randrange(len(body))
        inner = body[key]
        if not isinstance(inner, (dict, list)) or not inner or random.random() < 0.25:
            return body, key
        body = inner


def _other_value(random: Random, body: Any, raws: list[str]) -> None:
    holder, key = _place(random, body)
    if random.random() < 0.3:
        raws.append(random.choice(_RAWS))
        holder[key] = _RAW % (len(raws) - 1)
    else:
        holder[key] = deepcopy(random.choice(_ODD))


def _other_number(random: Random, body: Any, _: list[str]) -> None:
    holder, key = _place(random, body)
    now = holder[key]
    is_number = isinstance(now, (int, float)) and not isinstance(now, bool)
    near = (now + 1, now - 1, -now, now * 1e6, now / 7, int(now)) if is_number and abs(now) < 1e300 else (0,)
    holder[key] = random.choice(near) if random.random() < 0.5 else beside_a_bound(random)


def _left_out(random: Random, body: Any, _: list[str]) -> None:
    holder, key = _place(random, body)
    del holder[key]


def _more(random: Random, body: Any, _: list[str]) -> None:
    holder, key = _place(random, body)
    if isinstance(holder, list):
        holder.insert(key, deepcopy(random.choice(_ODD)))
    else:
        renamed = random.choice(
            (str(key).upper(), f"{key} ", f" {key}", f"{key}\x00", f"{key}s", "kind", "type", "", "ключ", "\ud800", "$ref")
        )
        holder[renamed] = holder[key] if random.random() < 0.5 else deepcopy(random.choice(_ODD))


def _of_another_kind(random: Random, body: Any, _: list[str]) -> None:
    """Another tag, or the part of another place."""
    holder, key = _place(random, body)
    for _try in range(6):
        if isinstance(holder[key], str):
            break
        holder, key = _place(random, body)
    if random.random() < 0.5:
        holder[key] = random.choice(_KINDS)
    else:
        other, where = _place(random, body)
        holder[key] = deepcopy(other[where])


def _long_or_empty(random: Random, body: Any, _: list[str]) -> None:
    holder, key = _place(random, body)
    now = holder[key]
    if isinstance(now, (list, str)) and now:
        holder[key] = now[:0] if random.random() < 0.3 else now * random.choice((2, 3, 17, 65, 257))
    elif isinstance(now, dict):
        holder[key] = {} if random.random() < 0.3 else {**now, **{f"x{k}": k for k in range(random.choice((1, 20, 1_500)))}}
    else:
        holder[key] = [now] * random.choice((1, 2, 65, 257, 5_001))


IN_THE_TREE: tuple[Callable[[Random, Any, list[str]], None], ...] = (
    *(_other_value, _other_value, _other_number, _other_number, _left_out, _more, _of_another_kind, _long_or_empty),
)


def _said_twice(random: Random, text: str) -> str:
    """A key that stands there twice."""
    at = text.find('":', random.randrange(len(text)))
    begin = text.rfind('"', 0, at) if at > 0 else -1
    return (
        f"{text[:begin]}{text[begin : at + 2]}{random.choice(('1', 'null', '[]', text[:50]))},{text[begin:]}" if begin >= 0 else text + text
    )


def _cut_off(random: Random, text: str) -> str:
    return text[: random.randrange(len(text))]


def _one_letter(random: Random, text: str) -> str:
    at = random.randrange(len(text))
    return text[:at] + random.choice(("", *'{}[]",:\\0-e.N\x00\x1f\ufeff\u2028 가')) + text[at + random.randrange(2) :]


def _around(random: Random, text: str) -> str:
    before, after = random.choice(
        (
            ("[", "]"),
            ("", ","),
            ("", "x"),
            ("\ufeff", ""),
            (" ", "\n\t "),
            ("", text),
            ("//\n", ""),
            ("[" * 300, "]" * 300),
            ('{"type":', "}"),
            ('"', '"'),
        )
    )
    return before + text + after


def _as_long_as_may_be(random: Random, text: str) -> str:
    room = MOST_BYTES - len(text.encode("utf-8", "replace"))
    return text + random.choice((" ", "\n")) * max(0, room + random.choice((-1, 0, 0, 1)))


IN_THE_TEXT: tuple[Callable[[Random, str], str], ...] = (_said_twice, _cut_off, _one_letter, _around)


def written(body: Any, raws: list[str]) -> str:
    """As JSON, with what no library would write in its places."""
    text = json.dumps(body, separators=(",", ":"))
    for index, raw in enumerate(raws):
        text = text.replace(json.dumps(_RAW % index), raw)
    return text


def mutated(random: Random, body: dict[str, Any]) -> str:
    """``body`` made wrong once or twice, as text."""
    body, raws = deepcopy(body), list[str]()
    for _ in range(random.choice((1, 1, 1, 2))):
        if body:
            random.choice(IN_THE_TREE)(random, body, raws)
    text = written(body, raws)
    if random.random() < 0.25:
        text = random.choice(IN_THE_TEXT)(random, text)
    if random.random() < 0.002:
        text = _as_long_as_may_be(random, text)
    return text
