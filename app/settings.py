"""Everything that can be set from outside: environment variables ``DESCENT_<NAME>``, units in the names.

docs/hosting.md describes each one; a test compares the two.
"""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from platformdirs import user_cache_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Limits count what strangers can use up; an address is counted generously, since a school is one."""

    model_config = SettingsConfigDict(env_prefix="DESCENT_", frozen=True, extra="forbid")

    allowed_hosts: list[str] = Field(
        ["localhost"], description="Names the `Host` header may carry. Plain IP addresses are always allowed; `*` allows every name."
    )
    allowed_origins: list[str] = Field(
        [], description="Origins (`https://school.example`) that may open the stream besides the page's own."
    )
    frame_ancestors: str = Field("'none'", description="Who may show the page in a frame, as in `Content-Security-Policy`.")
    trusted_proxies: list[str] = Field([], description="Addresses or networks of proxies whose `X-Forwarded-For` is believed.")
    cache_dir: Path = Field(
        user_cache_path("descent-playground"),
        description="Where Plotly, trimmed and compressed, is kept between starts; need not be writable.",
    )

    sessions: int = Field(2_000, ge=1, description="Open streams in this process.")
    sessions_per_address: int = Field(500, ge=1, description="Open streams of one network address in this process.")
    session_idle_s: float = Field(1_800, gt=0, description="A stream that says nothing for this long is closed.")
    session_racers: int = Field(64, ge=1, le=64, description="Racers in one run.")
    session_branches: int = Field(16, ge=1, description="Branches a session holds; the one unused the longest is dropped for a new one.")
    session_mib: int = Field(
        64,
        ge=8,
        description="Memory that a session's runs may take; beyond it the branch unused the longest is dropped, "
        "and the oldest steps of the others, which are computed again where they are asked for. "
        "An eighth of it is for data of messages that wait.",
    )
    session_waiting_messages: int = Field(32, ge=3, description="Messages of one session that may wait for their turn.")
    session_processor_s_per_minute: float = Field(
        30, gt=0, le=60, description="Processor time a session may use in a minute; beyond it, it is slowed down."
    )
    address_processor_s_per_minute: float = Field(
        60,
        gt=0,
        le=60,
        description="Processor time that one network address may use in a minute for pictures, data and tables; beyond it, it waits.",
    )
    requests_waiting: int = Field(
        64, ge=1, description="Such requests of one network address that may wait for their turn; further ones are asked to come again."
    )
    session_mib_per_minute: float = Field(240, gt=0, description="What one stream may send in a minute; beyond it, it is slowed down.")
    session_messages_per_s: float = Field(
        200,
        gt=0,
        description="Messages one stream may receive a second (a long one counts by its milliseconds, a refused one five times); "
        "beyond it, it is read more slowly.",
    )
    message_kib: int = Field(256, ge=16, description="Largest message a client may send.")
    steps_kib: int = Field(256, ge=16, description="Size beyond which a `steps` message carries no further row.")
    steps_work_ms: float = Field(20, gt=0, description="Work after which a `steps` message carries no further row.")
    slice_ms: float = Field(1, gt=0, description="Work of one session before the others have their turn.")
    checkpoint_work_s: float = Field(0.25, gt=0, description="Work after which a `steps` message carries a checkpoint.")

    grid_points: int = Field(160_000, ge=100, description="Largest number of points of a surface grid.")
    landscape_evaluations: int = Field(
        300_000_000, ge=100, description="Largest number of grid points × examples of a loss surface made of data."
    )
    landscape_s: float = Field(20, gt=0, le=60, description="Processor time of one such surface; beyond it, it is refused.")
    landscape_threads: int = Field(
        1,
        ge=1,
        description="Threads that compute such surfaces where they take longer than a tenth of a second; others do not wait for them.",
    )
    landscapes_waiting: int = Field(
        64, ge=1, description="Such surfaces under way or waiting for their thread; further ones are asked to come again."
    )
    grid_cache_mib: int = Field(32, ge=1, description="Memory for surface grids already computed.")
    table_kib: int = Field(256, ge=16, description="Largest table of their own that visitors may have read.")
    table_rows: int = Field(5_000, ge=10, description="Rows such a table may have.")
    sweep_updates: int = Field(2_000_000, ge=1, description="Largest number of rates × step limit of a sweep over learning rates.")
    sweep_s: float = Field(
        10, gt=0, le=60, description="Processor time of one sweep; rates that were not tried by then are said to be untried."
    )
    trial_s: float = Field(
        2, gt=0, le=60, description="Processor time of trying learning rates to the end of a run before one is offered; beyond it, none is."
    )
    zone_s: float = Field(
        1, gt=0, le=60, description="Processor time of finding the rates with which a racer diverges; beyond it, nothing is hatched."
    )
    sweeps_waiting: int = Field(
        64, ge=1, description="Sweeps, trials and zones that are under way by turns or wait; further ones are asked to come again."
    )
    sweep_processes: int = Field(1, ge=1, description="Processes that compute sweeps, trials and zones; started with the first one.")
    sweep_cache: int = Field(256, ge=1, description="Sweeps, trials and zones kept for those who ask the same.")
    cost_s: float = Field(
        2, gt=0, le=30, description="Processor time for measuring what one update and one epoch cost; what does not fit in is extrapolated."
    )
    cost_examples: int = Field(1_000_000, ge=10_000, le=10_000_000, description="Largest number of examples that this is measured with.")
    search_s: float = Field(
        2,
        gt=0,
        le=30,
        description="Time for each way to the bottom (grid, random search, formula, descent); what does not fit in is extrapolated. "
        "All of them together with what they aim at may take eight times as long.",
    )
    measurements_waiting: int = Field(
        64, ge=1, description="Measurements that may wait for their turn; further ones are asked to come again."
    )
    measurement_cache: int = Field(256, ge=1, description="Measurements kept for those who ask the same.")
    address_jobs_waiting: int = Field(
        32,
        ge=1,
        description="Sweeps, trials and zones of one network address, measurements of it, and long pictures of data, that may be under way "
        "or wait, of each so many; addresses have their turns one after the other.",
    )
    job_grace_s: float = Field(
        20,
        gt=0,
        description="A process whose sweeps or measurements say nothing for longer than their limit and this is ended and replaced.",
    )


def misspelt(names: Iterable[str]) -> list[str]:
    """A sentence for each environment variable that looks like a setting and is none: nobody else would say so."""
    prefix = str(Settings.model_config["env_prefix"])
    settings = [prefix + name.upper() for name in Settings.model_fields]
    sentences = []
    for name in names:
        if not name.upper().startswith(prefix) or name.upper() in settings:
            continue
        nearest = get_close_matches(name.upper(), settings, n=1, cutoff=0.0)[0]
        sentences.append(f"{name} is not a setting and changes nothing. The nearest one is {nearest}.")
    return sentences
