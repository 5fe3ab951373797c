"""The table of columns: widths are those of the arrays, and a place is the point wherever it can be drawn as it is."""

import numpy as np
import pytest
from configs import ALL_COLUMNS, advanced, bits, config, problem, racer, zoo
from fits import problem as fit
from fits import run_of

from engine.run import start
from engine.run_config import RunConfig
from engine.running.columns import COLUMNS, telling

FLOWERS = {
    "kind": "softmax_regression",
    "loss": {"kind": "sparse_categorical_cross_entropy", "from_logits": True},
    "data": {"kind": "dataset", "dataset": {"kind": "iris"}},
    "plane": {"kind": "parameters", "first": 0, "second": 4},
}
RUNS = {
    "one parameter": lambda: config(problem("parabola"), racer("a"), racer("b", "adam"), step_limit=20),
    "two parameters": lambda: zoo(step_limit=20),
    "many": lambda: RunConfig.model_validate(
        {"problem": FLOWERS, "racers": [{"id": "a", "optimizer": {"kind": "adam"}}], "step_limit": 20}
    ),
    "data": lambda: run_of(fit(), {"batch": {"kind": "mini_batch", "size": 7}}, step_limit=20),
}


@pytest.mark.parametrize("where", RUNS)
def test_every_column_is_as_wide_as_its_table_says(where: str) -> None:
    run = start(RUNS[where]())
    parameters = len(run.config.problem.landscape.parameters)
    columns = advanced(run)
    assert list(columns) == list(COLUMNS)
    for name, column in COLUMNS.items():
        shape = (21, len(run.racers), *([column.width.entries(parameters)] if column.width.shape else []))
        assert columns[name].shape == shape, name


@pytest.mark.parametrize("where", ["one parameter", "two parameters", "data"])
def test_up_to_two_parameters_a_place_is_the_point(where: str) -> None:
    columns = advanced(start(RUNS[where]()))
    np.testing.assert_array_equal(bits(columns["place"]), bits(columns["params"]))
    for name, column in COLUMNS.items():
        if column.same_as:
            np.testing.assert_array_equal(bits(columns[name]), bits(columns[column.same_as]))


def test_only_what_grows_with_the_parameters_is_wide() -> None:
    for name, column in COLUMNS.items():
        entries = [column.width.entries(parameters) for parameters in (1, 2, 3, 1000)]
        assert entries == ([1, 2, 3, 1000] if column.is_wide else [*entries[:2], entries[1], entries[1]]), name
        assert max(entries) <= 2 or column.is_wide
    assert {name for name, column in COLUMNS.items() if column.is_wide} >= {"params", "gradient", "change", "velocity", "accumulated"}


def test_what_needs_data_is_said_where_there_is_some() -> None:
    needy = {name for name, column in COLUMNS.items() if column.needs_data}
    assert needy >= {"batch_loss", "examples"}
    assert set(telling(2, has_data=True)) - set(telling(2, has_data=False)) == needy
    columns = advanced(start(RUNS["two parameters"]()))
    np.testing.assert_array_equal(bits(columns["batch_loss"]), bits(columns["loss"]))
    assert np.isnan(columns["examples"]).all()


@pytest.mark.parametrize(("parameters", "is_told"), [(1, False), (2, False), (3, True), (1000, True)])
def test_what_repeats_another_column_says_nothing_of_its_own(parameters: int, is_told: bool) -> None:
    told = telling(parameters, has_data=True)
    assert ("place" in told) == is_told
    assert set(told) | {"place"} == set(ALL_COLUMNS)


def test_beyond_two_a_place_is_where_the_plane_has_the_point() -> None:
    run = start(RUNS["many"]())
    columns, landscape = advanced(run), run.config.problem.landscape
    assert columns["place"].shape == (21, 1, 2)
    np.testing.assert_array_equal(columns["place"], landscape.drawn_at(columns["params"]))
    assert (columns["place"] == columns["params"][:, :, [0, 4]]).all(), "the plane of the first and the fifth parameter"
    assert len(np.unique(columns["place"][:, 0], axis=0)) == 21
