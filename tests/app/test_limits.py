"""What a process holds at most and how much it does at one go: a slip of a digit here shows in no answer, only in memory or in waiting."""

from importlib import import_module

import pytest

MIB = 2**20

LIMITS: dict[str, object] = {
    # What is held, in bytes: all visitors together, or each branch of each session.
    "engine.remembering:MOST_BYTES": 64 * MIB,
    "engine.running.history:HISTORY_BYTES": 8 * MIB,
    "engine.running.learner_log:LOG_BYTES": 16 * MIB,
    "engine.running.learner_log:ROW_BYTES": 4096,
    "engine.running.learner:BYTES_BESIDES": 512,
    # What is in memory while something is computed.
    "engine.fits.fitting:CHUNK_BYTES": MIB // 4,
    "engine.fits.linear:CHUNK_BYTES": MIB // 4,
    "app.jobs.fits:POINTS_AT_ONCE": MIB,
    "engine.fits.linear:MOST_MAPPED": 256,
    "engine.running.stability:MOST_PARAMETERS": 64,
    # Answers remembered; each is of a few kilobytes, or as many numbers as there are examples.
    "app.page.lab:answer_of": 256,
    "engine.running.straight:stepper": 1_024,
    "engine.running.straight:_compiled": 1_024,
    "engine.operations.power:_block_of_powers": 4_096,
    # Work between two looks at the clock, at the queue or at the number aimed at.
    "app.descend:_STEPS_AT_ONCE": 2_000,
    "engine.fits.search:BLOCK": 4_096,
    "app.jobs.search:_TELL_EVERY_S": 0.05,
    "app.stream.session:_PROGRESS_EVERY_S": 0.1,
    "app.stream.session:WAITING_SHARE": 8,
    "app.stream.parsing:SHORT": 8_192,
    "app.main:SWITCH_S": 0.0005,
    "app.housekeeping:QUIET_S": 5.0,
    "app.housekeeping:MOST_S": 60.0,
    "app.stream.socket:_FINISH_S": 5.0,
    "app.jobs.fits:LONG": 5_000_000,
    "app.jobs.fits:PIECE": 4_000_000,
    "app.jobs.pieces:PIECE_S": 0.02,
    "app.jobs.sweep:TELL_EVERY_S": 0.1,
    "app.jobs.worker:BEAT_S": 0.5,
    "app.jobs.processes:STOP_S": 0.5,
    "app.jobs.processes:START_S": 60.0,
    "app.jobs.search:ALL_TIMES": 8,
    "app.jobs.search:_FEW_PIECES": 5,
    "app.jobs.search:_HOPELESS": 2.0,
    "engine.fits.search:MOST_AT_ONCE": 2**21,
    "engine.running.sweep:FEW": 8,
    "engine.running.sweep:_ROOM": 2**15,
    "engine.running.sweep:_STEPS": (64, 32, 16, 8, 4, 2, 1),
    # What one question may make the server list, draw or search.
    "app.refusal:_MOST_MISTAKES": 1_000,
    "app.jobs.fits:MOST_PLACES": 2_000,
    "engine.fits.search:MOST_PLACES": 10**12,
    "engine.views.batch:MOST_LISTED": 12,
    "engine.views.gradient_cloud:MOST_ARROWS": 512,
    "engine.views.gradient_cloud:DRAWN": 128,
    "engine.views.gradient_cloud:FEWEST_DRAWN": 16,
    "engine.views.gradient_cloud:MOST_EXAMPLES_DRAWN": 2**19,
    "engine.tables.table:MOST_ROWS": 10_000,
    "engine.tables.table:MOST_COLUMNS": 100,
    "engine.tables.table:MOST_CLASSES": 20,
    "engine.tables.table:MOST_LETTERS": 80,
    "engine.training:MOST_CLASSES": 1_000,
    # What a page carries before it has asked for anything: the compressed page is to stay small.
    "app.page.opening:ROWS": 120,
    "app.page.opening:_MOST_BYTES": MIB // 4,
    "app.page.assets:_SHORT_BYTES": 200,
    "app.page.catalogue:MOST_RACERS": 8,
    # How far measurements go and what they are measured with.
    "app.jobs.cost:MOST_EXAMPLES": 10**8,
    "app.jobs.cost:_ALWAYS": 10_000,
    "app.jobs.cost:_EPOCH_SHARE": 0.2,
    "app.jobs.growth:WEIGHTS": (1, 2, 3, 4, 5, 10, 30, 100, 300, 1_000),
    "app.jobs.growth:FURTHER": (10_000, 100_000, 1_000_000),
    "app.jobs.growth:PROBLEMS": 5,
    "app.jobs.growth:FEW": 5,
    "app.jobs.growth:LEARNING_RATE": 0.2,
    "engine.fits.regression:EXAMPLES_A_WEIGHT": 4,
    "engine.fits.regression:FEWEST_EXAMPLES": 64,
    "engine.fits.regression:NOISE": 0.1,
    "engine.fits.regression:LARGEST_WEIGHT": 0.8,
    # Where a minimum or a plane counts as met, and how much a picture shows beside what is in it.
    "engine.running.outcome:FLAT_CURVATURE": 1e-7,
    "engine.running.outcome:NEAR": 0.02,
    "engine.running.outcome:FADING": 1 / 3,
    "engine.running.outcome:ROUNDING": 1e-6,
    "engine.plane:MARGIN": 0.15,
    "engine.plane:IN_IT": 1e-9,
    # Part of every link, message and recording.
    "engine.numbers.draws:MOST_SEED": 2**32 - 1,
    "engine.numbers.draws:NOISE_BLOCK": 256,
    "app.stream.messages:PROTOCOL": 1,
    "app.stream.messages:MOST_CHECKPOINT": 200_000,
    "engine.running.checkpoint:VERSION": 2.0,
}


@pytest.mark.parametrize("place", LIMITS)
def test_a_limit_is_what_it_was_weighed_to_be(place: str) -> None:
    module, _, name = place.partition(":")
    found = getattr(import_module(module), name)
    value = found.cache_parameters()["maxsize"] if callable(found) else found
    assert (value, type(value)) == (LIMITS[place], type(LIMITS[place]))
