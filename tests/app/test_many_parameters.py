"""Problems of many parameters over the wire: their plane and examples over REST, and a run in the stream, changed and taken up."""

import base64
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.jobs.fits import MOST_PLACES
from app.stream.messages import MOST_CHECKPOINT
from engine.plane import Plane
from engine.problems.linear import LinearRegression
from engine.problems.softmax_regression import SoftmaxRegression
from engine.run import start
from engine.run_config import RunConfig
from tests.app.talk import PLENTY, alone, array, refusal_of, talking

FLOWERS: dict[str, Any] = {
    "kind": "softmax_regression",
    "loss": {"kind": "sparse_categorical_cross_entropy", "from_logits": True},
    "data": {"kind": "dataset", "dataset": {"kind": "iris"}},
    "standardise": True,
    "test_share": 0.2,
}
LINEAR: dict[str, Any] = {
    "kind": "linear",
    "loss": {"kind": "mean_squared_error"},
    "data": {
        "kind": "own",
        "task": "regression",
        "x": [[0.0, 1.0, 2.0, 3.0, 5.0], [1.0, -1.0, 2.0, 0.0, 1.0], [0.5, 0.1, 0.9, -0.4, 0.3]],
        "y": [1.0, 3.0, 5.0, 8.0, 9.0],
    },
}
LINE: dict[str, Any] = {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": LINEAR["data"]}
RUN: dict[str, Any] = {
    "problem": FLOWERS,
    "racers": [
        {"id": "a", "optimizer": {"kind": "adam", "learning_rate": 0.05}, "batch": {"kind": "mini_batch", "size": 16}},
        {"id": "b", "optimizer": {"kind": "momentum", "learning_rate": 0.05}, "own": {"kind": "softmax_regression", "l2": 0.1}},
    ],
    "step_limit": 400,
}
CHANGES: list[dict[str, Any]] = [
    {"at_step": 20, "racer": "a", "set": {"batch": {"kind": "mini_batch", "size": 40}}},
    {"at_step": 30, "racer": "b", "set": {"optimizer": {"kind": "rmsprop", "learning_rate": 0.01}}},
    {"at_step": 45, "set": {"problem": {**FLOWERS, "l1": 0.01}}},
]


def decoded(drawn: dict[str, str]) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(drawn["bdata"]), "<f4").reshape(tuple(map(int, drawn["shape"].split(", "))))


def landscape(client: TestClient, problem: dict[str, Any], **query: Any) -> Any:
    response = client.post("/api/landscape", json={"problem": problem, **query})
    assert response.status_code == 200, response.text
    return response.json()


# ---- POST /api/landscape and /api/data


def test_the_plane_of_two_weights_is_drawn(client: TestClient) -> None:
    answer = landscape(client, LINEAR, columns=5, rows=3, x=[-1, 1], y=[0, 2])
    drawn, fit = decoded(answer["loss"]), LinearRegression.model_validate(LINEAR).landscape
    (known,) = fit.stationary_points()
    for row, second in enumerate((0.0, 1.0, 2.0)):
        for column, first in enumerate((-1.0, -0.5, 0.0, 0.5, 1.0)):
            point = (first, second, *known.params[2:])
            assert drawn[row, column] == pytest.approx(fit.loss_on(point, None), rel=1e-6)
    plane = answer["plane"]
    assert plane["parameters"] == ["weight[0,0]", "weight[0,1]"]
    assert np.shape(plane["directions"]) == (2, 4)
    assert (plane["places"], plane["distances"], plane["share"]) == ([], [], None)
    (point,) = answer["points"]
    assert point["params"] == pytest.approx(known.params[:2])


def test_a_random_plane_is_drawn_around_the_start(client: TestClient) -> None:
    problem = {**FLOWERS, "plane": {"kind": "random", "seed": 3}}
    answer, drawn = landscape(client, problem, columns=41, rows=21), SoftmaxRegression.model_validate(problem).landscape.drawn
    assert answer["window"] == [list(side) for side in drawn.window()]
    assert answer["start"] == pytest.approx([0.0, 0.0])
    assert decoded(answer["loss"])[10, 20] == pytest.approx(np.log(3), rel=1e-6)
    assert answer["plane"]["origin"] == [0.0] * 15


def test_the_plane_of_a_path_is_drawn_with_its_steps(client: TestClient) -> None:
    run = start(RunConfig.model_validate(RUN))
    path = run.advance(60, columns=("params",)).columns["params"][:, 0]
    answer = landscape(client, FLOWERS, columns=31, rows=31, path=path.tolist())
    fit = SoftmaxRegression.model_validate(FLOWERS).landscape
    plane = Plane.pca(fit, path)
    told = answer["plane"]
    np.testing.assert_allclose(told["places"], plane.place(path), atol=1e-12)
    np.testing.assert_allclose(told["distances"], plane.distances(path), atol=1e-12)
    assert told["share"] == pytest.approx(plane.share(path))
    assert 0.8 < told["share"] < 1.0
    (left, right), (low, high) = answer["window"]
    corner = fit.loss_on(tuple(plane.point([left, low])), None)
    assert decoded(answer["loss"])[0, 0] == pytest.approx(corner, rel=1e-6)
    assert all(left < a < right and low < b < high for a, b in told["places"])


def test_batches_and_accuracy_are_drawn_too(client: TestClient) -> None:
    fit = SoftmaxRegression.model_validate(FLOWERS).landscape
    some = landscape(client, FLOWERS, columns=3, rows=3, x=[-1, 1], y=[-1, 1], batch=[0, 5, 7])
    point = (1.0, -1.0, *[0.0] * 13)
    assert decoded(some["loss"])[0, 2] == pytest.approx(fit.loss_on(point, fit.data.cut([0, 5, 7])), rel=1e-6)
    right = landscape(client, FLOWERS, columns=3, rows=3, x=[-1, 1], y=[-1, 1], of="accuracy")
    assert decoded(right["loss"])[0, 2] == pytest.approx(fit.accuracy(point, 0.5)[0])


def test_two_parameters_need_no_plane(client: TestClient) -> None:
    assert landscape(client, LINE, columns=3, rows=3)["plane"] is None


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        ({"path": [[0.0] * 14]}, "wrong_length", "path.0"),
        ({"path": [[0.0] * 15] * 3}, "no_plane", "path"),
        ({"path": [[0.0] * 15] * (MOST_PLACES + 1)}, "wrong_length", "path"),
        ({"batch": [120]}, "out_of_range", "batch"),
        ({"x": [1, 1]}, "out_of_range", "x"),
        ({"problem": {**FLOWERS, "plane": {"kind": "parameters", "first": 99}}}, "out_of_range", "problem.plane.first"),
        ({"problem": LINEAR, "of": "accuracy"}, "unknown_kind", "of"),
        ({"problem": {"kind": "surface", "surface": {"kind": "booth"}}}, "unknown_kind", "problem.kind"),
        (
            {"problem": {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "huber"}, "data": LINEAR["data"]}, "path": [[0, 1]]},
            "unknown_field",
            "path",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_is_refused_by_name(client: TestClient, query: dict[str, Any], code: str, path: str) -> None:
    response = client.post("/api/landscape", json={"problem": FLOWERS, **query})
    assert response.status_code in (400, 422)
    assert (response.json()["code"], response.json()["path"]) == (code, path)


def test_all_features_of_the_data_are_told(client: TestClient) -> None:
    answer = client.post("/api/data", json={"problem": FLOWERS}).json()
    assert np.shape(answer["train"]["x"]) == (4, 120)
    assert np.shape(answer["test"]["x"]) == (4, 30)
    np.testing.assert_allclose(np.std(answer["train"]["x"], axis=1), 1.0)
    assert len(answer["parameters"]) == 15
    assert answer["closed_form"] is None
    known = client.post("/api/data", json={"problem": LINEAR}).json()["closed_form"]
    x = np.column_stack([*LINEAR["data"]["x"], np.ones(5)])
    np.testing.assert_allclose(known, np.linalg.lstsq(x, LINEAR["data"]["y"])[0])


# ---- the stream


@pytest.mark.anyio
async def test_a_run_of_many_parameters_in_the_stream() -> None:
    whole = start(RunConfig.model_validate(RUN)).advance(12, columns=("params", "place", "loss", "gradient", "gradient_norm")).columns
    async with talking(**PLENTY) as talk:
        ready = await talk.ask("start", run=RUN)
        assert (ready["type"], ready["racers"]) == ("ready", ["a", "b"])
        assert ready["starts"] == [[0.0] * 15] * 2
        steps = await talk.ask("advance", branch=0, count=12, columns=list(whole))
        for name, column in whole.items():
            np.testing.assert_array_equal(array(steps["columns"][name]), column)
        assert whole["place"].shape == (12, 2, 2)
        np.testing.assert_array_equal(whole["place"], whole["params"][:, :, :2])
        step = (await talk.ask("inspect", branch=0, step=7, racer="a", what={"kind": "step", "parameter": "bias[2]"}))["view"]
        assert step["parameters"] == ["bias[2]"]
        assert step["stages"][2]["values"] == [whole["gradient"][7, 0, 14]]
        batch = (await talk.ask("inspect", branch=0, step=7, racer="a", what="batch"))["view"]
        assert batch["gradient"] == whole["gradient"][7, 0].tolist()
        assert np.shape(batch["listed"]["output"]) == (8, 3), "the last batch of an epoch of 120"
        assert (await talk.ask("inspect", branch=0, step=7, racer="b", what="limit"))["view"]["here"] > 0
        assert await refusal_of(talk, "inspect", branch=0, step=7, racer="a", what="gradient_cloud") == ("unknown_kind", "what")
        wrong = {"kind": "step", "parameter": "bias[3]"}
        assert await refusal_of(talk, "inspect", branch=0, step=7, racer="a", what=wrong) == ("unknown_kind", "parameter")


@pytest.mark.anyio
async def test_batch_optimizer_and_problem_change_as_it_runs() -> None:
    async with talking() as talk:
        await talk.ask("start", run=RUN)
        for branch, change in enumerate(CHANGES):
            await talk.all_rows(branch, change["at_step"] - (CHANGES[branch - 1]["at_step"] if branch else 0) + 1)
            ready = await talk.ask("change", branch=branch + 1, parent=branch, **change)
            assert (ready["type"], ready["step"]) == ("ready", change["at_step"]), ready
            rows = (await talk.all_rows(branch + 1, 20))["params"]
            np.testing.assert_array_equal(rows, alone(RUN, 20, *CHANGES[: branch + 1]))
            await talk.ask("change", branch=branch + 1, parent=branch, **change)
        other = {"problem": {**FLOWERS, "features": [0, 1]}}
        assert await refusal_of(talk, "change", branch=9, parent=3, at_step=45, set=other) == ("unknown_kind", "set.problem.data")


@pytest.mark.anyio
async def test_a_killed_worker_is_taken_up_with_the_same_bits() -> None:
    changes = CHANGES[:1]
    whole = alone(RUN, 200, *changes)
    async with talking(checkpoint_work_s=0.001) as talk:
        await talk.ask("start", run=RUN)
        await talk.all_rows(0, 30)
        await talk.ask("change", branch=1, parent=0, **changes[0])
        child = await talk.all_rows(1, 60)
    assert child["at"] is not None
    # Two racers: version and step, then θ and state (m, v, vₘₐₓ; v), origins and outcome.
    assert len(base64.b64decode(child["checkpoint"])) == 8 * (2 + (4 * 15 + 8) + (2 * 15 + 8))
    from_step = child["at"] + 2
    async with talking() as talk:  # another worker, which knows nothing
        talk.say("start", run=RUN, changes=changes, branch=7, from_step=from_step, checkpoint=child["checkpoint"])
        ready = await talk.answer()
        assert (ready["type"], ready["step"]) == ("ready", from_step)
        rows = (await talk.all_rows(7, 30))["params"]
        np.testing.assert_array_equal(rows, whole[from_step - 20 : from_step + 10])
        view = (await talk.ask("inspect", branch=7, step=10, racer="a", what="batch"))["view"]
        assert view["size"] == 16


@pytest.mark.anyio
async def test_a_checkpoint_too_long_to_be_brought_back_is_not_sent() -> None:
    draw = np.random.default_rng(2)
    data = {"kind": "own", "task": "multiclass", "x": draw.normal(size=(8, 60)).tolist(), "y": [float(k % 20) for k in range(60)]}
    racers = [{"id": f"r{k}", "optimizer": {"kind": "adam"}} for k in range(27)]
    config = {**RUN, "problem": {**FLOWERS, "data": data, "test_share": 0.0}, "racers": racers}
    run = start(RunConfig.model_validate(config))
    assert 4 * len(run.checkpoint()) // 3 > MOST_CHECKPOINT
    async with talking(checkpoint_work_s=1e-9) as talk:
        await talk.ask("start", run=config)
        assert (await talk.ask("advance", branch=0, count=5, columns=["loss"]))["checkpoint"] is None
        await talk.ask("start", run={**config, "racers": racers[:20]})
        few = await talk.ask("advance", branch=0, count=5, columns=["loss"])
        ready = await talk.ask(
            "start", run={**config, "racers": racers[:20]}, from_step=few["checkpoint_step"], checkpoint=few["checkpoint"]
        )
        assert (ready["type"], ready["step"]) == ("ready", few["checkpoint_step"])
