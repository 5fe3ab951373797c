"""What one visitor asks over plain HTTP: every address of the API, rightly and wrongly."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from random import Random
from typing import Any, NamedTuple
from urllib.parse import quote

from pydantic import BaseModel

from app.jobs.cost import CostQuery
from app.jobs.fits import DataQuery, LandscapeQuery
from app.jobs.grid import GridQuery
from app.jobs.growth import GrowthQuery
from app.jobs.search import SearchQuery
from app.jobs.sweep import SweepQuery
from app.jobs.trial import TrialQuery
from app.jobs.zone import ZoneQuery
from app.page.page import pages
from engine.registry import members
from tests.app.hostile.drawn import Drawn, Schema
from tests.app.hostile.lawful import RACERS, Lawful, definitions, fittings
from tests.app.hostile.mutations import beside_a_bound, mutated

POSTS: Mapping[str, type[BaseModel]] = {
    "/api/landscape": LandscapeQuery,
    "/api/data": DataQuery,
    "/api/sweep": SweepQuery,
    "/api/cost": CostQuery,
    "/api/search": SearchQuery,
    "/api/search/growth": GrowthQuery,
    "/api/trial": TrialQuery,
    "/api/zone": ZoneQuery,
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get", "X", "PROPFIND", "G\u00cbT", "")
_STRANGE_PATHS = (
    *(
        "/",
        "//",
        "/%",
        "/%zz",
        "/%00",
        "/api/",
        "/api/nothing",
        "/static/",
        "/static/../app/settings.py",
        "/static/%2e%2e/%2e%2e/etc/passwd",
    ),
    *(
        "/static/..%5c..%5cx",
        "/favicon.ico",
        "*",
        "http://other/api/health",
        "/api/health?",
        "/api/health#x",
        "/api/health/",
        "/API/health",
        "/\u00e9",
    ),
    *(
        "/" + "a" * 9_000,
        "/api/lab/",
        "/api/lab/x",
        "/api/lab/%2e%2e",
        "/ko",
        "/ko/",
        "/en/x",
        "/api/openapi.json",
        "/api/ready",
        "/api/catalogue",
    ),
    *(
        "/api/catalogue?lang=ko",
        "/api/catalogue?lang=xx",
        "/api/catalogue?lang=",
        "/api/catalogue?lang=en&lang=ko",
        "/api/catalogue?lang=%ff",
        "/ws/run",
    ),
)
_STRANGE_HEADERS = (
    *(
        "Content-Type: text/plain",
        "Content-Type: application/xml",
        "Content-Type: multipart/form-data",
        "Content-Type: ",
        "Accept: */x;q=2",
    ),
    *(
        "Accept-Language: ko-KR,ko;q=0.9,en;q=x",
        "Accept-Language: " + "de," * 900,
        "Accept-Language: *;q=nan",
        "Accept-Encoding: br;q=0,gzip;q=1e9",
    ),
    *(
        "Accept-Encoding: identity;q=0",
        "If-None-Match: *",
        'If-None-Match: W/"x"',
        "If-Modified-Since: yesterday",
        "Range: bytes=0-0",
        "Range: bytes=9-1",
    ),
    *(
        "Origin: null",
        "Cookie: " + "a=b;" * 2_000,
        "X-Forwarded-For: 1.2.3.4",
        "X-Forwarded-Proto: javascript",
        "Expect: 100-continue",
        "Upgrade: h2c",
    ),
    *(
        "Connection: upgrade",
        "Content-Encoding: gzip",
        "X: " + "y" * 60_000,
        "X-A: b\r\nX-B: c",
        "X\x00: y",
        "X: \x00",
        "X: \u00e9",
        ": empty",
        "no colon",
    ),
    *(
        " X: folded",
        "Host: evil.example",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Content-Length: 3",
        "Content-Length: -1",
    ),
    *("Content-Length: x", "Content-Length: 99999999999999999999", "Host: ", "Host: [::1", "Host: a b", "Host: localhost:99999"),
)


class Asked(NamedTuple):
    """One request as it goes over the wire."""

    kind: str
    head: bytes
    body: bytes
    is_proper: bool
    """Whether it is HTTP, whatever it asks: answered by the application, not by the protocol."""
    leaves: bool = False
    """Its sender goes before it has sent everything."""

    @property
    def is_head(self) -> bool:
        return self.head.startswith(b"HEAD ")


@cache
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


class Requests:
    """Draws requests."""

    def __init__(self, random: Random, host: str) -> None:
        self._random = random
        self._lawful = Lawful(random)
        self._host = host

    def one(self) -> Asked:
        """Any of them."""
        ways: tuple[Callable[[], Asked], ...] = (self._post, self._post, self._get, self._get, self._table, self._strange)
        return self._random.choice(ways)()

    def _asked(self, kind: str, method: str, target: str, body: bytes = b"", *headers: str) -> Asked:
        is_post = method in ("POST", "PUT", "PATCH") or body
        length = (f"Content-Length: {len(body)}",) if is_post else ()
        lines = (f"{method} {target} HTTP/1.1", f"Host: {self._host}", *length, *headers)
        return Asked(kind, ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace"), body, is_proper=True)

    # ---- questions -----------------------------------------------------------------------------------------

    def question(self, path: str) -> dict[str, Any]:
        """A lawful body for ``path``, small."""
        schema = _schema(POSTS[path])
        lawful, random = self._lawful, self._random
        fitting = random.choice([one for one in fittings() if one.kind == "fit"] if path in ("/api/cost", "/api/search") else fittings())
        lawful.problem_now = lawful.with_data(fitting) if path != "/api/sweep" or random.random() < 0.2 else lawful.problem()
        lawful.parameters = 2
        fields = {
            "problem": lambda _: lawful.problem_now,
            "racer": lambda _: RACERS[0] if path in ("/api/trial", "/api/zone") else lawful.racer(),
            "run": lambda _: {**lawful.run(), "step_limit": random.choice((1, 10, 100))},
            "root": lambda _: None,
            "changes": lambda _: [],
            "at_step": lambda _: random.choice((0, 0, 1, 7)),
            "low": lambda _: 10 ** random.uniform(-6, 0),
            "high": lambda _: 10 ** random.uniform(0, 6),
            "start": lambda _: lawful.point(),
            "path": lambda _: [lawful.point() for _ in range(random.randint(1, 4))],
            "batch": lambda _: [random.randrange(12) for _ in range(random.randint(1, 5))],
            "columns": lambda _: random.choice((2, 3, 9, 21)),
            "rows": lambda _: random.choice((2, 3, 9, 21)),
            "step_limit": lambda _: random.choice((1, 10, 100)),
            "learning_rates": lambda _: [10 ** random.uniform(-6, 6) for _ in range(random.randint(1, 9))],
        }
        return Drawn(random, {**definitions(), **schema.get("$defs", {})}, fields).object(schema)

    def _post(self) -> Asked:
        path = self._random.choices(tuple(POSTS), (6, 6, 3, 1, 1, 1, 3, 3))[0]
        body, is_wrong = self.question(path), self._random.random() < (0.6 if path in ("/api/landscape", "/api/data") else 0.97)
        text = mutated(self._random, body) if is_wrong else json.dumps(body)
        asked = self._asked(f"POST {path}{', wrong' if is_wrong else ''}", "POST", path, text.encode("utf-8", "replace"))
        return self._left(asked) if self._random.random() < 0.04 else asked

    def _left(self, asked: Asked) -> Asked:
        return asked._replace(kind="left in mid-body", body=asked.body[: self._random.randrange(len(asked.body) + 1)], leaves=True)

    def _get(self) -> Asked:
        exhibit = self._random.choice(tuple(members("exhibits")))
        path, schema = self._random.choice(
            (("/api/grid", _schema(GridQuery)), (f"/api/lab/{exhibit}", _schema(members("exhibits")[exhibit])))
        )
        fields = {name: self._lawful.drawn.value(field) for name, field in schema["properties"].items() if self._random.random() < 0.4}
        if path == "/api/grid":
            fields |= {name: self._random.choice((2, 9, 40)) for name in ("columns", "rows")}
            fields = {name: value for name, value in fields.items() if name not in "xy"} | {"surface": json.dumps(self._surface())}
        is_wrong = self._random.random() < 0.6
        if is_wrong and fields:
            fields[self._random.choice((*fields, "x", "y", "kind", "more"))] = self._odd_text()
        pairs = "&".join(f"{quote(str(name))}={quote(_in_address(value), errors='replace')}" for name, value in fields.items())
        kind = "grid" if path == "/api/grid" else "lab"
        return self._asked(f"GET {kind}{', wrong' if is_wrong else ''}", "GET", f"{path}?{pairs}")

    def _surface(self) -> Any:
        return self._lawful.drawn.value(definitions()["SurfaceProblem"]["properties"]["surface"])

    def _odd_text(self) -> str:
        body = mutated(self._random, {"a": self._surface()})[4:3_000]
        number = str(beside_a_bound(self._random))
        odd = (
            "",
            "nan",
            "1e400",
            "1,2",
            "-1,1",
            "2,1",
            "1e9,-1e9",
            ",",
            "e,e",
            "١,٢",
            "9" * 5_000,
            "0x1",
            " 1",
            "1 ",
            "true",
            "null",
            "\x00",
            "é",
            "[1]",
        )
        return self._random.choice((body, number, f"{number},{number}", self._random.choice(odd)))

    def _table(self) -> Asked:
        random = self._random
        cells = (
            "1",
            "2.5",
            "-3e4",
            "1,5",
            "a",
            "",
            '"q"',
            '"',
            "NaN",
            "\x00",
            "é",
            "1e999",
            " 1 ",
            "가",
            "x" * 90,
            "2020-01-01",
            "1'000",
            "\t",
            "=1+1",
        )
        delimiter, end = random.choice((",", ";", "\t", "|", "")), random.choice(("\n", "\r\n", "\r", "\n\n"))
        width = random.choice((0, 1, 2, 3, 3, 101))
        rows = [
            delimiter.join(random.choices(cells[: random.choice((3, 8, len(cells)))], k=width))
            for _ in range(random.choice((0, 1, 2, 9, 60, 700)))
        ]
        encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "latin-1", "cp949", "utf-32"))
        query = random.choice(
            ("", "", "?header=true", "?header=2", "?delimiter=;", "?delimiter=x", "?decimal=,", "?decimal=%00", "?more=1", "?header=")
        )
        asked = self._asked("POST /api/table", "POST", f"/api/table{query}", end.join(rows).encode(encoding, "replace"))
        return self._left(asked) if random.random() < 0.04 else asked

    # ---- what is hardly HTTP -------------------------------------------------------------------------------

    def _strange(self) -> Asked:
        random = self._random
        paths = (*POSTS, *(page.path or "/" for page in pages()), *_STRANGE_PATHS, "/api/table", "/api/grid")
        method, path = random.choice(METHODS), random.choice(paths)
        body = random.choice((b"", b"", b"{}", b"[", b"null", b"\xff\xfe", b"x" * (300 * 1024)))
        headers = random.sample(_STRANGE_HEADERS, random.choice((0, 0, 1, 1, 2)))
        asked = self._asked("strange", method, path, body, *headers)
        head, way = asked.head, random.random()
        if way < 0.1:
            head = head.replace(
                b"HTTP/1.1", random.choice((b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2.0", b"HTTP/9", b"http/1.1", b"", b"HTTP/1.1 x")), 1
            )
        elif way < 0.15:
            head = head.replace(b"\r\n", random.choice((b"\n", b"\r", b"\r\n\r\n")))
        elif way < 0.2:
            head = random.randbytes(random.randrange(1, 300)) + b"\r\n\r\n"
        elif way < 0.25:
            head = head[:-4] + b"".join(b"\r\nX-%d: y" % k for k in range(random.choice((200, 5_000)))) + b"\r\n\r\n"
        elif way < 0.3:
            return (
                self._left(asked)
                if body
                else Asked("left in mid-head", head[: random.randrange(len(head))], b"", is_proper=False, leaves=True)
            )
        is_proper = head == asked.head and not headers and method in METHODS[:8] and path.startswith("/") and path.isascii()
        return Asked("strange", head, body, is_proper)


def _in_address(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
