"""What a page moves before it has asked for anything: its first preset, what is drawn of it, the first steps."""

from collections.abc import Callable
from typing import Any

import orjson

from app.jobs.grid import GridQuery
from app.page.catalogue import catalogue_for, presets
from app.page.translations import Language
from app.stream import replies
from app.stream.messages import PROTOCOL
from app.stream.work import Advancing, Pace
from engine.run import start
from engine.run_config import RunConfig
from engine.running.columns import telling

ROLLING = (
    *("tokens", "layout", "layout_sizes", "controls", "choosing", "racers", "rate", "rate_slide", "rows", "sheets"),
    *("playback", "outcome", "playback_sizes", "pictures", "hud", "places"),
    *("inspector", "stages", "inspector_sizes", "code_lines", "dialogs", "sweep", "explained"),
)
"""The style sheets of a page on which balls roll."""
# The first of the sizes that static/pictures/field.js tries: the page need not ask for it.
GRID = GridQuery(columns=121, rows=121)
ROWS = 120
_PLENTY = 10**9
_MOST_BYTES = 256 * 1024


def rolling(kind: str, language: Language, *, lacks: tuple[str, ...], pictures: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """The opening of a page on which balls roll: run, what ``pictures`` says of its problem, and the body of a `steps` message of branch 0.

    Args:
        kind: of the problems that the page is about
        lacks: the parts of the catalogue that it has no use for
        pictures: what is drawn of a problem
    """
    run = presets(kind)[0].run
    return {
        "catalogue": catalogue_for(kind, language, lacks),
        "protocol": PROTOCOL,
        "opening": {"run": run.model_dump(mode="json"), "steps": first_steps(run), **pictures(run.problem)},
    }


def first_steps(config: RunConfig) -> dict[str, Any]:
    """The first rows, all columns that say something: as many as fit beside the rest of a page, and never the last one.

    With that comes how all stand at the end, which is not among the columns: it is asked for.
    """
    run, landscape = start(config), config.problem.landscape
    columns = telling(len(landscape.parameters), has_data=landscape.as_data is not None)
    rows = min(ROWS, config.step_limit)
    job = Advancing(run, rows, 1, columns, pace=Pace.of(config), most_bytes=_MOST_BYTES, most_s=_PLENTY, slice_s=_PLENTY)
    while not job(_PLENTY):
        pass
    message: dict[str, Any] = orjson.loads(replies.steps(0, job, None, run.step, 0.0))
    return message
