"""How a run begins, and what a change makes of it."""

from engine.errors import EngineError
from engine.numbers.draws import uniform_point
from engine.run_config import Change, Racer, RunConfig, Setting
from engine.running.mover import Mover
from engine.running.movers import mover_of


def start_point(config: RunConfig, racer: Racer) -> tuple[float, ...]:
    """Where the racer begins; a random start is drawn here, one for all if it is the shared one."""
    start = config.start_of(racer)
    if start != "random":
        return tuple(map(float, start))
    return uniform_point(config.seed, racer.id if racer.start == "random" else "", config.problem.landscape.window())


def movers_of(config: RunConfig) -> tuple[Mover, ...]:
    """All racers at their starts."""
    return tuple(
        mover_of(racer, config.problem.of(racer.own).landscape, start_point(config, racer), config.seed, config.convergence)
        for racer in config.racers
    )


def check_fits(change: Change, config: RunConfig) -> None:
    """Raises ``EngineError`` where a run of this configuration cannot be changed so."""
    racers, setting, width = [racer.id for racer in config.racers], change.set, len(config.problem.parameters)
    if change.racer is not None and change.racer not in racers:
        raise EngineError("unknown_kind", "racer", value=repr(change.racer), allowed=", ".join(racers))
    config.problem.check_change(setting.problem, "set.problem")
    (setting.problem or config.problem).check_own(setting.own, "set.own")
    if setting.params is not None and len(setting.params) != width:
        raise EngineError("wrong_length", "set.params", value=len(setting.params), allowed=width)
    if setting.batch is not None:
        config.problem.check_batch(setting.batch.kind, "set.batch")


def needs_data(change: Change, config: RunConfig) -> bool:
    """Whether data are made for it, which may take long."""
    return config.problem.takes_batches and (change.set.problem is not None or change.set.own is not None)


def changed(config: RunConfig, movers: tuple[Mover, ...], change: Change) -> RunConfig:
    """Make a change that fits in ``movers``, which stand before its step, and return the configuration it leads to."""
    problem = change.set.problem or config.problem
    for mover in movers:
        is_named = mover.racer.id == change.racer
        own = change.set.own if is_named and change.set.own is not None else mover.racer.own
        if change.set.problem is not None or own is not mover.racer.own:
            mover.stand_on(problem.of(own).landscape, change.at_step)
        if is_named:
            mover.change(change.at_step, change.set)
        elif change.set.problem is not None:
            # What was reached or left was another surface's: every racer is on its way again.
            mover.change(change.at_step, Setting())
    return config.model_copy(update={"problem": problem, "racers": tuple(mover.racer for mover in movers)})
