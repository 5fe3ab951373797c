"""Every message of the stream ``/ws/run``: one pydantic model each, told apart by ``type``.

The page's type definitions (static/run/messages.d.ts, static/run/run.d.ts) and docs/stream.schema.json are made from these
models by ``descent schema``; a test says when they are stale. docs/stream.md tells the story.
"""

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import Discriminator, Field, Strict, TypeAdapter, model_validator

from app.stream.paths import MOST_CHANGES, MOST_CHECKPOINT
from engine import registry, view
from engine.config import Config
from engine.run_config import MOST_STEPS, Change, RacerId, RunConfig, Setting
from engine.running.columns import COLUMNS

if TYPE_CHECKING:
    AnyView: TypeAlias = view.View
    ColumnName: TypeAlias = str
else:
    AnyView = registry.union("views")
    ColumnName = Literal[tuple(COLUMNS)]
    """What `steps` can carry (engine/running/columns.py)."""

PROTOCOL = 1

Branch: TypeAlias = Annotated[int, Field(ge=0, le=2**31)]
Step: TypeAlias = Annotated[int, Field(ge=0, le=MOST_STEPS)]
Checkpoint: TypeAlias = Annotated[str, Field(max_length=MOST_CHECKPOINT)]


class Start(Config):
    """Compute this run (again). Everything the server held for the session before is dropped."""

    type: Literal["start"] = "start"
    protocol: int = PROTOCOL
    run: RunConfig
    root: Checkpoint | None = None
    """Where its path begins, as `ready` carried it with ``run``; without it at step 0."""
    changes: Annotated[tuple[Change, ...], Strict(False), Field(fail_fast=True, max_length=MOST_CHANGES)] = ()
    """From the root to the branch being played, ``at_step`` never falling."""
    branch: Branch = 0
    from_step: Step = 0
    checkpoint: Checkpoint | None = None
    """As `steps` carried it; base64. Belongs to ``from_step`` or an earlier step, which it states; later than the root's."""


class Advance(Config):
    """Compute on. Answered by one `steps` of 1 … count rows (and `ended` where the run ends)."""

    type: Literal["advance"] = "advance"
    branch: Branch
    count: Annotated[int, Field(ge=1, le=100_000)]
    every: Annotated[int, Field(ge=1, le=10_000)] = 1
    columns: Annotated[tuple[ColumnName, ...], Strict(False), Field(fail_fast=True, min_length=1)] = ("params", "loss")


class MakeChange(Config):
    """Cut ``parent`` before the update of ``at_step`` and go on as ``branch`` from that step."""

    type: Literal["change"] = "change"
    branch: Branch
    parent: Branch
    at_step: Step
    racer: RacerId | None = None
    set: Setting

    @property
    def asked_bytes(self) -> int:
        """Of the data that it brings."""
        return 0 if self.set.problem is None else self.set.problem.asked_bytes


class Inspect(Config):
    """Ask about one step of one racer; ``what`` is a view with its query."""

    type: Literal["inspect"] = "inspect"
    branch: Branch
    step: Step
    racer: RacerId
    what: AnyView

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, body: Any) -> Any:
        """A view by its name alone, or none for the step itself; every message could carry a ``threshold`` beside it."""
        named = body.get("what", "step") if isinstance(body, dict) else None
        if not isinstance(named, str):
            return body
        known = registry.members("views").get(named)
        beside = {name: body[name] for name in ("threshold",) if name in body}
        query = beside if known is not None and set(beside) <= set(known.model_fields) else {}
        return {**{name: value for name, value in body.items() if name not in beside}, "what": {"kind": named, **query}}


class Cancel(Config):
    """Drop the work waiting or under way for a branch."""

    type: Literal["cancel"] = "cancel"
    branch: Branch


class Stop(Config):
    """End the session; the server closes."""

    type: Literal["stop"] = "stop"


ClientMessage: TypeAlias = Annotated[Start | Advance | MakeChange | Inspect | Cancel | Stop, Discriminator("type")]
CLIENT_MESSAGE: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)


class TypedArray(Config):
    """Plotly's typed array: base64 of little-endian bytes, rows first."""

    dtype: Literal["f8", "f4", "i4"]
    bdata: str
    shape: str
    """``"64, 2"``"""


class Outcome(Config):
    """How a racer stands, ``step`` being where that was decided; ``running`` in `steps`: it has left where it had converged."""

    racer: RacerId
    kind: Literal["running", "converged", "diverged", "step_limit"]
    step: Step
    point: Literal["minimum", "saddle", "maximum", "flat", "unknown"] | None = None
    """converged: what kind of flat point, by the Hessian; ``flat`` where there is none of the three here."""
    parameter: str | None = None
    """diverged: which parameter left the finite numbers first."""
    last: float | None = None
    """diverged: that parameter's last finite value."""
    cause: Literal["overflow", "undefined"] | None = None
    """diverged: past the largest number, or 0/0."""


class SessionLimits(Config):
    """What this server allows a session."""

    waiting_advances: int
    message_bytes: int
    racers: int
    branches: int


class Root(Config):
    """Where a path begins anew: all changes made so far are in it, and `start` need not bring them any more."""

    run: RunConfig
    """The configuration as it is there."""
    step: Step
    checkpoint: Checkpoint
    """The state before the update of ``step``."""


class Ready(Config):
    """Answer to `start` and `change`: the branch stands at ``step`` and can be advanced."""

    type: Literal["ready"] = "ready"
    protocol: int = PROTOCOL
    fingerprint: str
    limits: SessionLimits
    branch: Branch
    step: Step
    racers: tuple[RacerId, ...]
    """The order of the racers' axis in columns."""
    starts: tuple[tuple[float, ...], ...]
    """Where each racer begins (random starts drawn)."""
    root: Root | None = None
    """Where the branch's path begins from now on, when it would soon be too long."""


class Steps(Config):
    """Rows ``first_step``, ``first_step + every``, … of a branch."""

    type: Literal["steps"] = "steps"
    branch: Branch
    first_step: Step
    every: int
    rows: int
    columns: dict[str, TypedArray]
    outcomes: tuple[Outcome, ...] = ()
    """Racers whose outcome was decided within these rows, or is open again."""
    checkpoint: str | None = None
    """State before the update of the step after the last row; now and then."""
    checkpoint_step: Step | None = None
    work_ms: float


class View(Config):
    """Answer to `inspect`; ``view`` is described in docs/stream.md by ``what``."""

    type: Literal["view"] = "view"
    branch: Branch
    step: Step
    racer: RacerId
    what: str
    view: dict[str, Any]


class Progress(Config):
    """Long work (computing on to ``from_step``) is under way."""

    type: Literal["progress"] = "progress"
    branch: Branch
    done: int
    of: int


class Ended(Config):
    """No step of this branch is left; one outcome a racer."""

    type: Literal["ended"] = "ended"
    branch: Branch
    step: Step
    outcomes: tuple[Outcome, ...]


class Error(Config):
    """What was wrong, where, and what is allowed. ``fatal``: the server closes after it."""

    type: Literal["error"] = "error"
    code: str
    path: str
    params: dict[str, Any]
    branch: Branch | None = None
    what: str | None = None
    """The view that was asked for, where an `inspect` is refused."""
    fatal: bool = False


ServerMessage: TypeAlias = Annotated[Ready | Steps | View | Progress | Ended | Error, Discriminator("type")]
SERVER_MESSAGE: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
