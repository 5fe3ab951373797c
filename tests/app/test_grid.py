"""Surface grids."""

import base64
import json
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.jobs.grid import GridQuery, Grids, compute_grid, described
from engine import registry
from engine.functions import ARRAY
from engine.surfaces.double_well_1d import DoubleWell1d
from engine.surfaces.goldstein_price import GoldsteinPrice
from engine.surfaces.rosenbrock import Rosenbrock
from tests.app.conftest import client_of

T = TypeVar("T")

ROSENBROCK = '{"kind":"rosenbrock"}'


def decoded(array: dict[str, str]) -> np.ndarray[Any, Any]:
    shape = tuple(map(int, array["shape"].split(", ")))
    return np.frombuffer(base64.b64decode(array["bdata"]), "<" + array["dtype"]).reshape(shape)


def ask(client: TestClient, **query: Any) -> Any:
    response = client.get("/api/grid", params={"surface": ROSENBROCK, **query})
    assert response.status_code == 200, response.text
    return response.json()


def test_row_is_y_and_column_is_x(client: TestClient) -> None:
    grid = ask(client, columns=5, rows=3, x="-1,1", y="0,2")
    loss = decoded(grid["loss"])
    assert loss.shape == (3, 5)
    assert loss.dtype == np.float32
    for row, y in enumerate((0.0, 1.0, 2.0)):
        for column, x in enumerate((-1.0, -0.5, 0.0, 0.5, 1.0)):
            assert loss[row, column] == np.float32(Rosenbrock().value(ARRAY, x, y))
    assert grid["window"] == [[-1.0, 1.0], [0.0, 2.0]]
    assert grid["lowest"] == loss.min()
    assert grid["highest"] == loss.max()
    assert grid["start"] == [-1.5, 2.2]
    assert grid["points"] == [{"params": [1.0, 1.0], "kind": "minimum", "is_global": True, "loss": 0.0}]


def test_hyperparameters_count(client: TestClient) -> None:
    one, other = (ask(client, surface=f'{{"kind":"rosenbrock","b":{b}}}') for b in (1, 100))
    assert one["loss"] != other["loss"]


@pytest.mark.parametrize("kind", list(registry.members("surfaces")))
def test_every_surface_has_a_grid(client: TestClient, kind: str) -> None:
    grid = ask(client, surface=json.dumps({"kind": kind}))
    loss = decoded(grid["loss"])
    assert loss.shape == ((121, 121) if len(grid["window"]) == 2 else (121,))
    assert grid["rows"] == (121 if len(grid["window"]) == 2 else 1)
    assert np.isfinite(loss).all()


def test_compressed_grid_is_the_same(client: TestClient) -> None:
    plain = client.get("/api/grid", params={"surface": ROSENBROCK}, headers={"Accept-Encoding": "identity"})
    packed = client.get("/api/grid", params={"surface": ROSENBROCK}, headers={"Accept-Encoding": "br"})
    assert packed.headers["content-encoding"] == "br"
    assert packed.content == plain.content


def test_one_parameter() -> None:
    grid = compute_grid(DoubleWell1d(), GridQuery(columns=7, rows=50))
    assert (grid["columns"], grid["rows"], grid["loss"]["shape"]) == (7, 1, "7")


def test_overflow_is_shown_as_it_is(client: TestClient) -> None:
    grid = ask(client, columns=2, rows=2, surface='{"kind":"goldstein_price"}', x="-1e9,1e9", y="-1e9,1e9")
    assert np.isinf(decoded(grid["loss"])).all()  # float32 ends at 3.4e38
    corners = [GoldsteinPrice().value(ARRAY, x, y) for x in (-1e9, 1e9) for y in (-1e9, 1e9)]
    assert (grid["lowest"], grid["highest"]) == (min(corners), max(corners))
    assert 1e38 < grid["lowest"] < grid["highest"] < np.inf


def test_what_is_not_finite_is_neither_lowest_nor_highest() -> None:
    loss = np.array([[np.nan, 2.0], [np.inf, 1.0]])
    told = described(Rosenbrock(), ((0.0, 1.0), (0.0, 1.0)), loss)
    assert (told["lowest"], told["highest"]) == (1.0, 2.0)
    np.testing.assert_array_equal(decoded(told["loss"]), loss.astype(np.float32))
    told = described(Rosenbrock(), ((0.0, 1.0), (0.0, 1.0)), np.full((2, 2), -np.inf))
    assert (told["lowest"], told["highest"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        ({"columns": "1"}, "out_of_range", "columns"),
        ({"rows": "2000"}, "out_of_range", "rows"),
        ({"columns": "1.5"}, "not_an_integer", "columns"),
        ({"columns": "1000", "rows": "1000"}, "out_of_range", "columns × rows"),
        ({"x": "1"}, "bad_pattern", "x"),
        ({"x": "2,1"}, "out_of_range", "x"),
        ({"y": "1,1"}, "out_of_range", "y"),
        ({"x": "1,2e10"}, "out_of_range", "x"),
        ({"x": "--,1"}, "not_a_number", "x"),
        ({"z": "1,2"}, "unknown_field", "z"),
        ({"surface": '{"kind":"nothing"}'}, "unknown_kind", "surface"),
        ({"surface": '{"kind":"rosenbrock","b":-1}'}, "out_of_range", "surface.b"),
        ({"surface": '{"kind":"rosenbrock","c":1}'}, "unknown_field", "surface.c"),
        ({"surface": "{"}, "not_json", "surface"),
        ({"surface": '{"kind":"rosenbrock"},"more":1'}, "not_json", "surface"),
        ({"surface": "[]"}, "not_an_object", "surface"),
        ({"surface": "[" * 900 + "]" * 900}, "not_json", "surface"),
        ({"surface": "x" * 3000}, "wrong_length", "surface"),
    ],
)
def test_refusals(client: TestClient, query: dict[str, str], code: str, path: str) -> None:
    response = client.get("/api/grid", params={"surface": ROSENBROCK, **query})
    assert response.status_code in (400, 422)
    assert (response.json()["code"], response.json()["path"]) == (code, path)


def test_surface_is_needed(client: TestClient) -> None:
    response = client.get("/api/grid")
    assert response.status_code == 422
    assert response.json()["code"] == "missing_field"
    assert response.json()["path"] == "surface"


def test_known_grid_is_not_sent_again(client: TestClient) -> None:
    response = client.get("/api/grid", params={"surface": ROSENBROCK})
    again = client.get("/api/grid", params={"surface": ROSENBROCK}, headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


def test_limit_is_a_setting() -> None:
    with client_of(grid_points=100) as small:
        assert small.get("/api/grid", params={"surface": ROSENBROCK, "columns": 10, "rows": 10}).status_code == 200
        assert small.get("/api/grid", params={"surface": ROSENBROCK, "columns": 11, "rows": 10}).json()["params"]["allowed"] == "≤ 100"


@pytest.mark.anyio
async def test_grids_are_remembered_within_bounds() -> None:
    async def beside(work: Callable[[], T]) -> T:
        return work()

    grids = Grids(10_000, 7_000)
    query = GridQuery(columns=10, rows=10)
    first = await grids.grid(Rosenbrock(b=1), query, beside)
    assert await grids.grid(Rosenbrock(b=1), query, beside) is first
    for b in range(2, 10):
        await grids.grid(Rosenbrock(b=b), query, beside)
    assert await grids.grid(Rosenbrock(b=1), query, beside) is not first
    assert 2_000 < grids.memory.bytes <= 7_000
