"""Four ways to the bottom: counts that are the engine's, one accuracy, extrapolation that says so."""

from collections.abc import Iterator
from itertools import count
from math import log10
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.jobs.growth import FURTHER, WEIGHTS, GrowthQuery, measure_growth
from app.jobs.limit import Limit, OutOfTime
from app.jobs.search import SearchLine, SearchQuery, measure_search
from engine.fits.search import SearchedFit, grid_search, lowest_in_window, random_search
from engine.problems.fit import FitProblem
from tests.app.conftest import client_of
from tests.app.test_cost import PROBLEM

RACER: dict[str, Any] = {"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 0.05}}
QUERY = {"problem": PROBLEM, "racer": RACER}
SINE = {
    **PROBLEM,
    "model": {"kind": "sine"},
    "data": {"kind": "dataset", "dataset": {"kind": "sine"}},
}


@pytest.fixture(scope="module")
def short() -> Iterator[TestClient]:
    with client_of(search_s=0.3) as running:
        yield running


def lines_of(client: TestClient, path: str, query: dict[str, Any]) -> list[SearchLine]:
    response = client.post(path, json=query)
    assert response.status_code == 200
    return [SearchLine.model_validate_json(line) for line in response.text.splitlines()]


def results(lines: list[SearchLine]) -> dict[str, SearchLine]:
    return {line.method: line for line in lines if line.stage != "going"}


def test_counts_are_those_of_the_engine(short: TestClient) -> None:
    found = results(lines_of(short, "/api/search", {**QUERY, "seed": 5}))
    assert set(found) == {"grid", "random", "formula", "descent"}
    fit = FitProblem.model_validate(PROBLEM).landscape
    best = lowest_in_window(fit)
    target = best + 0.01 * (fit.loss_on(fit.start(), None) - best)
    *_, grid = grid_search(SearchedFit(fit), target)
    *_, drawn = random_search(SearchedFit(fit), target, 5)
    assert (found["grid"].losses, found["random"].losses) == (grid.losses, drawn.losses)
    assert (found["formula"].systems, found["formula"].losses, found["formula"].log10_evaluations) == (1, 0, None)
    assert found["descent"].gradients == round(10 ** (found["descent"].log10_evaluations or 0)) > 3
    for line in found.values():
        assert line.stage == "measured"
        assert line.lowest is not None
        assert line.target == pytest.approx(target)
        assert best <= line.lowest <= target
        assert line.seconds is not None
        assert line.seconds > 0
        assert line.log10_seconds == pytest.approx(log10(line.seconds))


def test_closer_takes_more(short: TestClient) -> None:
    rough, close = (results(lines_of(short, "/api/search", {**QUERY, "tolerance": tolerance})) for tolerance in (0.3, 1e-4))
    for method in ("grid", "random"):
        assert (rough[method].losses or 0) < (close[method].losses or 0)
    assert (rough["descent"].gradients or 0) < (close["descent"].gradients or 0)


def test_without_a_formula_and_with_a_racer_that_does_not_arrive(short: TestClient) -> None:
    found = results(lines_of(short, "/api/search", {**QUERY, "problem": SINE, "tolerance": 1e-6}))
    assert found["formula"].stage == "no_formula"
    assert found["descent"].stage in ("missed", "out_of_time", "measured")
    away = {**RACER, "optimizer": {"kind": "gradient_descent", "learning_rate": 1e6}}
    assert results(lines_of(short, "/api/search", {**QUERY, "racer": away}))["descent"].stage == "missed"
    slow = {**RACER, "optimizer": {"kind": "gradient_descent", "learning_rate": 1e-9}}
    lines = lines_of(short, "/api/search", {**QUERY, "racer": slow})
    assert results(lines)["descent"].stage == "out_of_time"
    going = [line for line in lines if line.stage == "going"]
    assert going
    counts = [line.gradients or 0 for line in going]
    assert counts == sorted(counts)  # counters count up


def test_growth_is_measured_then_extrapolated(short: TestClient) -> None:
    lines = [line for line in lines_of(short, "/api/search/growth", {}) if line.stage != "going"]
    for method in ("grid", "random", "formula", "descent"):
        mine = [line for line in lines if line.method == method]
        weights = [line.parameters for line in mine]
        assert weights == sorted(weights)
        assert weights[0] == 1
        assert weights[-1] == 1_000_000
        stages = [line.stage for line in mine]
        first = stages.index("extrapolated")
        assert first >= 2
        assert set(stages[:first]) == {"measured"}
        assert set(stages[first:]) == {"extrapolated"}
        last = mine[first - 1]
        for line in mine[first:]:
            assert line.losses is line.gradients is line.seconds is None
            if method in ("grid", "random"):
                per_weight = log10(last.losses or 0) / last.parameters
                assert line.log10_evaluations == pytest.approx(per_weight * line.parameters)
        if method == "formula":
            assert mine[-1].log10_seconds == pytest.approx((last.log10_seconds or 0) + 3 * log10(1e6 / last.parameters))
        if method == "descent":
            assert mine[-1].log10_evaluations == last.log10_evaluations
            # 4 examples a weight: an evaluation is d², whose measured part begins where there are 64 at least.
            work = max(64, 4 * last.parameters) * last.parameters
            assert mine[-1].log10_seconds == pytest.approx((last.log10_seconds or 0) + log10(4e12 / work))


@pytest.mark.parametrize("tolerance", [1e-6, 0.01, 0.5])
def test_however_short_the_time_is_every_size_has_its_four_lines(tolerance: float) -> None:
    lines = [SearchLine.model_validate_json(line) for line in measure_growth(GrowthQuery(tolerance=tolerance), Limit(0.0))]
    told = [(line.parameters, line.method, line.stage) for line in lines if line.stage != "going"]
    sizes, methods = (*WEIGHTS, *FURTHER), ("grid", "random", "formula", "descent")
    assert told == [(size, method, "measured" if size == 1 else "extrapolated") for size in sizes for method in methods]


def test_growth_is_measured_once(short: TestClient) -> None:
    assert short.post("/api/search/growth", json={}).content == short.post("/api/search/growth", json={"tolerance": 0.01}).content


@pytest.mark.parametrize(
    ("path", "query", "code", "where"),
    [
        ("/api/search", {**QUERY, "tolerance": 0}, "out_of_range", "tolerance"),
        ("/api/search", {**QUERY, "start": [1.0]}, "wrong_length", "start"),
        ("/api/search", {**QUERY, "seed": -1}, "out_of_range", "seed"),
        ("/api/search", {"racer": RACER}, "missing_field", "problem"),
        ("/api/search/growth", {"tolerance": 1}, "out_of_range", "tolerance"),
    ],
)
def test_refusals(short: TestClient, path: str, query: dict[str, Any], code: str, where: str) -> None:
    response = short.post(path, json=query)
    assert (response.status_code, response.json()["code"], response.json()["path"]) == (422, code, where)


def test_what_would_take_much_too_long_is_refused_after_a_few_pieces() -> None:
    """A second passes with every look at the clock; of some five hundred pieces the judge makes six."""
    data = {"kind": "dataset", "dataset": {"kind": "sine", "count": 100_000}}
    query = SearchQuery.model_validate({"problem": {**SINE, "data": data}, "racer": RACER})
    looks, told = count(), list[bytes | None]()

    def measure() -> None:
        for line in measure_search(query, Limit(16.0, lambda: float(next(looks)))):
            told.append(line)

    with pytest.raises(OutOfTime):
        measure()
    assert told == [None] * 6
