"""Fits over the wire: landscape and examples over REST, and a fit in the stream that is changed, opened, killed and taken up."""

import base64
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.jobs import fits
from app.refusal import Refusal
from app.settings import Settings
from app.stream.parsing import parse
from engine.fits.data import MOST_EXAMPLES
from engine.functions import ARRAY
from engine.problems.fit import FitProblem
from engine.run import start
from engine.run_config import RunConfig
from tests.app.conftest import client_of
from tests.app.talk import PLENTY, alone, array, refusal_of, talking

LINE: dict[str, Any] = {
    "kind": "fit",
    "model": {"kind": "line"},
    "loss": {"kind": "mean_squared_error"},
    "data": {"kind": "dataset", "dataset": {"kind": "line", "count": 50}},
}
CLASSES: dict[str, Any] = {
    "kind": "fit",
    "model": {"kind": "two_weights"},
    "loss": {"kind": "binary_cross_entropy", "from_logits": True},
    "data": {"kind": "dataset", "dataset": {"kind": "blobs", "count": 60}},
}
OWN = {"kind": "own", "task": "regression", "x": [[0.0, 1.0, 2.0, 3.0]], "y": [1.0, 3.0, 5.0, 8.0]}
MINI = {"kind": "mini_batch", "size": 16}
RUN: dict[str, Any] = {
    "problem": LINE,
    "racers": [
        {"id": "a", "optimizer": {"kind": "gradient_descent", "learning_rate": 0.05}, "batch": MINI},
        {"id": "b", "optimizer": {"kind": "adam", "learning_rate": 0.05}},
    ],
    "step_limit": 400,
}


def decoded(drawn: dict[str, str]) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(drawn["bdata"]), "<f4").reshape(tuple(map(int, drawn["shape"].split(", "))))


def landscape(client: TestClient, **query: Any) -> Any:
    response = client.post("/api/landscape", json={"problem": LINE, **query})
    assert response.status_code == 200, response.text
    return response.json()


# ---- POST /api/landscape


def test_row_is_the_second_parameter_and_column_the_first(client: TestClient) -> None:
    answer = landscape(client, columns=5, rows=3, x=[-1, 1], y=[0, 2])
    drawn, fit = decoded(answer["loss"]), FitProblem.model_validate(LINE).landscape
    assert drawn.shape == (3, 5)
    for row, b in enumerate((0.0, 1.0, 2.0)):
        for column, w in enumerate((-1.0, -0.5, 0.0, 0.5, 1.0)):
            assert drawn[row, column] == pytest.approx(float(fit.value(ARRAY, w, b)), rel=1e-5)
    assert answer["window"] == [[-1.0, 1.0], [0.0, 2.0]]
    assert answer["lowest"] == pytest.approx(drawn.min())
    assert answer["highest"] == pytest.approx(drawn.max())
    (point,) = answer["points"]
    assert (point["kind"], point["is_global"]) == ("minimum", True)
    assert point["loss"] == fit.loss_on(tuple(point["params"]), None)


def test_the_window_is_the_fits_own_where_nothing_is_said(client: TestClient) -> None:
    fit, answer = FitProblem.model_validate(LINE).landscape, landscape(client)
    assert answer["window"] == [list(side) for side in fit.window()]
    assert answer["start"] == list(fit.start())
    assert (answer["columns"], answer["rows"]) == (121, 121)


def test_penalties_own_data_and_batches_reshape_it(client: TestClient) -> None:
    window = {"columns": 9, "rows": 9, "x": [-3, 3], "y": [-3, 3]}
    plain = decoded(landscape(client, **window)["loss"])
    pulled = decoded(landscape(client, problem={**LINE, "l2": 0.5}, **window)["loss"])
    w = np.linspace(-3, 3, 9)
    np.testing.assert_allclose(pulled - plain, np.broadcast_to(0.25 * w**2, (9, 9)), rtol=1e-3, atol=1e-4)
    own = decoded(landscape(client, problem={**LINE, "data": OWN}, **window)["loss"])
    assert own[4, 4] == pytest.approx(np.mean(np.square(OWN["y"])), rel=1e-6)  # type: ignore[arg-type]
    alone_there = decoded(landscape(client, problem={**LINE, "data": OWN}, batch=[3, 3], **window)["loss"])
    assert alone_there[4, 4] == pytest.approx(64.0)


def test_accuracy_is_a_staircase(client: TestClient) -> None:
    query = {"problem": CLASSES, "of": "accuracy", "columns": 41, "rows": 41}
    stairs = decoded(landscape(client, **query)["loss"])
    np.testing.assert_allclose(stairs * 60, np.round(stairs * 60), atol=1e-4)
    assert stairs.max() > 0.9
    assert (decoded(landscape(client, threshold=0.9, **query)["loss"]) != stairs).any()


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        ({"columns": 1}, "out_of_range", "columns"),
        ({"rows": 402}, "out_of_range", "rows"),
        ({"columns": 1.5}, "not_an_integer", "columns"),
        ({"x": [1]}, "wrong_length", "x"),
        ({"x": [2, 1]}, "out_of_range", "x"),
        ({"y": [1, 1]}, "out_of_range", "y"),
        ({"y": [1, "b"]}, "not_a_number", "y.1"),
        ({"of": "luck"}, "unknown_kind", "of"),
        ({"of": "accuracy"}, "unknown_kind", "of"),
        ({"threshold": 1}, None, "threshold"),
        ({"batch": []}, "wrong_length", "batch"),
        ({"batch": [50]}, "out_of_range", "batch"),
        ({"batch": [-1]}, "out_of_range", "batch.0"),
        ({"batch": [2**64]}, "out_of_range", "batch.0"),
        ({"more": 1}, "unknown_field", "more"),
        ({"problem": {**LINE, "kind": "surface"}}, None, "problem.kind"),
        ({"problem": {**LINE, "loss": {"kind": "hinge"}}}, "unknown_kind", "problem.loss.kind"),
        ({"problem": {**LINE, "data": {**OWN, "y": [1.0]}}}, "wrong_length", "problem.data.x.0"),
        ({"problem": {**LINE, "data": {**OWN, "y": [1.0, 2.0, None, 3.0]}}}, "not_a_number", "problem.data.y.2"),
    ],
    ids=str,
)
def test_refusals(client: TestClient, query: dict[str, Any], code: str | None, path: str) -> None:
    for address in ("/api/landscape", "/api/data")[: 2 if set(query) == {"problem"} else 1]:
        response = client.post(address, json={"problem": LINE, **query})
        assert response.status_code in (400, 422)
        assert response.json()["path"] == path
        assert code is None or response.json()["code"] == code


def test_what_is_no_json_or_too_long_is_refused(client: TestClient) -> None:
    assert client.post("/api/landscape", content=b"{").json()["code"] == "not_json"
    assert client.post("/api/data", content=b"x" * (256 * 1024 + 1)).status_code == 413


def test_too_much_work_is_refused() -> None:
    with client_of(landscape_evaluations=1000) as small:
        assert landscape(small, columns=4, rows=5)["columns"] == 4
        refused = small.post("/api/landscape", json={"problem": LINE, "columns": 4, "rows": 6}).json()
        assert (refused["path"], refused["params"]) == ("columns × rows × examples", {"value": 1200, "allowed": "≤ 1000"})
        assert landscape(small, columns=10, rows=10, batch=list(range(10)))["rows"] == 10
        refused = small.post("/api/landscape", json={"problem": LINE, "columns": 10, "rows": 10, "batch": list(range(11))}).json()
        assert refused["params"] == {"value": 1100, "allowed": "≤ 1000"}, "a batch costs as many as it has"


def test_long_pictures_wait_for_each_other_and_small_answers_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, begun = Event(), Semaphore(0)
    compute = fits.compute_landscape

    def slow(query: fits.LandscapeQuery, *pause: Callable[[], None]) -> bytes:
        if query.columns == 121:
            begun.release()
            assert gate.wait(60)
        return compute(query, *pause)

    monkeypatch.setattr(fits, "compute_landscape", slow)
    many = {**LINE, "data": {"kind": "dataset", "dataset": {"kind": "line", "count": 1000}}}
    with client_of(landscapes_waiting=1) as one, ThreadPoolExecutor() as visitors:
        long = visitors.submit(one.post, "/api/landscape", json={"problem": many})
        assert begun.acquire(timeout=60)
        same = visitors.submit(one.post, "/api/landscape", json={"problem": many})
        refused = one.post("/api/landscape", json={"problem": many, "columns": 120})
        assert (refused.status_code, refused.json()["code"], refused.json()["path"]) == (503, "busy", "landscape")
        assert landscape(one, columns=20, rows=20)["rows"] == 20
        assert one.post("/api/data", json={"problem": many}).status_code == 200
        gate.set()
        assert long.result().status_code == 200
        assert same.result().content == long.result().content
        assert not begun.acquire(blocking=False), "who asks the same shares the answer"


def test_the_page_may_ask_for_its_finest_picture_of_the_most_examples() -> None:
    assert Settings().landscape_evaluations >= 241 * 241 * MOST_EXAMPLES


# ---- POST /api/data


def test_examples_as_the_model_reads_them(client: TestClient) -> None:
    problem = {**CLASSES, "test_share": 0.25, "standardise": True}
    answer = client.post("/api/data", json={"problem": problem}).json()
    assert (len(answer["train"]["y"]), len(answer["test"]["y"])) == (45, 15)
    assert set(answer["train"]["y"]) == {0.0, 1.0}
    np.testing.assert_allclose(np.mean(answer["train"]["x"], axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(np.std(answer["train"]["x"], axis=1), 1.0)
    assert answer["parameters"] == ["w₁", "w₂"]
    assert answer["closed_form"] is None


def test_the_closed_form_is_told_where_there_is_one(client: TestClient) -> None:
    answer = client.post("/api/data", json={"problem": {**LINE, "data": OWN}}).json()
    np.testing.assert_allclose(answer["closed_form"], np.polyfit(OWN["x"][0], OWN["y"], 1))  # type: ignore[arg-type,index]
    pairs = zip(answer["train"]["x"][0], answer["train"]["y"], strict=True)
    assert sorted(pairs) == list(zip(OWN["x"][0], OWN["y"], strict=True)), "all of them, shuffled by the split"  # type: ignore[arg-type]
    assert (answer["mean"], answer["scale"]) == ([0.0], [1.0])


# ---- the stream


@pytest.mark.anyio
async def test_a_fit_in_the_stream() -> None:
    async with talking(**PLENTY) as talk:
        ready = await talk.ask("start", run=RUN)
        assert (ready["type"], ready["racers"]) == ("ready", ["a", "b"])
        steps = await talk.ask("advance", branch=0, count=9, columns=["params", "loss", "batch_loss", "examples", "gradient"])
        columns = {name: array(column) for name, column in steps["columns"].items()}
        assert columns["examples"].T.tolist() == [[0, 16, 32, 48, 50, 66, 82, 98, 100], [50 * k for k in range(9)]]
        assert (columns["loss"][:, 1] == columns["batch_loss"][:, 1]).all()
        assert (columns["loss"][:, 0] != columns["batch_loss"][:, 0]).all()
        batch = (await talk.ask("inspect", branch=0, step=3, racer="a", what="batch"))["view"]
        assert (batch["iteration"], batch["iterations"], len(batch["indices"])) == (3, 4, 2)
        assert batch["gradient"] == columns["gradient"][3, 0].tolist()
        cloud = (await talk.ask("inspect", branch=0, step=3, racer="a", what="gradient_cloud"))["view"]
        assert cloud["gradients"][3] == batch["gradient"]
        step = (await talk.ask("inspect", branch=0, step=3, racer="a"))["view"]
        assert step["stages"][2]["values"] == batch["gradient"]
        assert (await talk.ask("inspect", branch=0, step=3, racer="a", what="limit"))["view"]["here"] > 0


@pytest.mark.anyio
async def test_the_accuracy_of_a_step_is_asked_by_name_and_by_query() -> None:
    config = {**RUN, "problem": {**CLASSES, "test_share": 0.25}, "start": [0.3, 0.3]}
    run = start(RunConfig.model_validate(config))
    run.advance(10)
    expected = run.inspect(7, "a", "accuracy", threshold=0.8)
    assert expected != run.inspect(7, "a", "accuracy")
    async with talking() as talk:
        await talk.ask("start", run=config)
        await talk.all_rows(0, 10)
        for query in ({"what": "accuracy", "threshold": 0.8}, {"what": {"kind": "accuracy", "threshold": 0.8}}):
            answer = await talk.ask("inspect", branch=0, step=7, racer="a", **query)
            assert (answer["what"], answer["view"]) == ("accuracy", expected)


CHANGES: list[dict[str, Any]] = [
    {"at_step": 5, "set": {"problem": {**LINE, "loss": {"kind": "huber", "delta": 0.5}}}},
    {"at_step": 9, "set": {"problem": {**LINE, "loss": {"kind": "huber", "delta": 0.5}, "l1": 0.1}}},
    {"at_step": 14, "racer": "a", "set": {"batch": {**MINI, "size": 5}}},
    {"at_step": 30, "set": {"problem": {**LINE, "data": OWN, "l2": 0.2}}},
    {"at_step": 31, "racer": "a", "set": {"gradient": {"kind": "numerical", "epsilon": 1e-3}}},
]


@pytest.mark.anyio
async def test_loss_penalty_batch_and_data_change_as_it_runs() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        for branch, change in enumerate(CHANGES):
            await talk.all_rows(branch, change["at_step"] - (CHANGES[branch - 1]["at_step"] if branch else 0) + 1)
            ready = await talk.ask("change", branch=branch + 1, parent=branch, **change)
            assert (ready["type"], ready["step"]) == ("ready", change["at_step"]), ready
            rows = (await talk.all_rows(branch + 1, 20))["params"]
            np.testing.assert_array_equal(rows, alone(RUN, 20, *CHANGES[: branch + 1]))
            await talk.ask("change", branch=branch + 1, parent=branch, **change)
        view = (await talk.ask("inspect", branch=4, step=30, racer="a", what="batch"))["view"]
        assert (view["examples"], view["iteration"], view["size"]) == (4, 0, 4)
        assert max(view["indices"]) < 4


@pytest.mark.anyio
async def test_a_killed_worker_is_taken_up_in_the_middle_of_an_epoch() -> None:
    changes = CHANGES[2:3]
    whole = alone(RUN, 300, *changes)
    async with talking(checkpoint_work_s=0.001) as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 20)
        await talk.ask("change", branch=1, parent=0, **changes[0])
        child = await talk.all_rows(1, 100)
    assert child["at"] is not None
    from_step = child["at"] + 3
    async with talking() as talk:  # another worker, which knows nothing
        talk.say("start", run=RUN, changes=changes, branch=7, from_step=from_step, checkpoint=child["checkpoint"])
        ready = await talk.answer()
        assert (ready["type"], ready["step"]) == ("ready", from_step)
        rows = (await talk.all_rows(7, 50))["params"]
        np.testing.assert_array_equal(rows, whole[from_step - 14 : from_step + 36])
        view = (await talk.ask("inspect", branch=7, step=20, racer="a", what="batch"))["view"]
        assert view["iterations"] == 10


@pytest.mark.anyio
async def test_what_a_fit_refuses_in_the_stream() -> None:
    async with talking() as talk:
        wrong = {**RUN, "problem": {**LINE, "loss": {"kind": "hinge"}}}
        assert refused_start(wrong) == ("unknown_kind", "run.problem.loss.kind")
        long = {**OWN, "x": [[0.0] * 5001], "y": [0.0] * 5001}
        assert refused_start({**RUN, "problem": {**LINE, "data": long}}) == ("wrong_length", "run.problem.data.x.0")
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 10)
        surface = {"problem": {"kind": "surface", "surface": {"kind": "booth"}}}
        assert await refusal_of(talk, "change", branch=1, parent=0, at_step=3, set=surface) == ("unknown_kind", "set.problem.kind")
        other = {"problem": {**CLASSES}}
        assert await refusal_of(talk, "change", branch=1, parent=0, at_step=3, set=other) == ("unknown_kind", "set.problem.model.kind")


def refused_start(run: dict[str, Any]) -> tuple[str, str]:
    """Of a message that is wrong in itself: said as it is read."""
    with pytest.raises(Refusal) as caught:
        parse(json.dumps({"type": "start", "run": run}))
    return caught.value.code, caught.value.path


@pytest.mark.anyio
async def test_a_surface_has_no_batches() -> None:
    async with talking() as talk:
        await talk.ask("start", run={**RUN, "problem": {"surface": {"kind": "booth"}}, "racers": [RUN["racers"][1]]})
        await talk.all_rows(0, 5)
        for what in ("batch", "gradient_cloud"):
            assert await refusal_of(talk, "inspect", branch=0, step=2, racer="b", what=what) == ("unknown_kind", "what")
        answer = await talk.ask("inspect", branch=0, step=2, racer="b", what="accuracy")
        assert answer["params"]["value"] == "'accuracy'"
        allowed = answer["params"]["allowed"].split(", ")
        assert {"limit", "step"} <= set(allowed)
        assert not {"accuracy", "batch", "gradient_cloud"} & set(allowed)
