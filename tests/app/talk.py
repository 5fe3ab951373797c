"""A session without a socket, for tests of what it says."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from app.refusal import Refusal
from app.settings import Settings
from app.stream.messages import CLIENT_MESSAGE, SERVER_MESSAGE
from app.stream.scheduler import Scheduler
from app.stream.session import Session
from engine.run import start
from engine.run_config import Change, RunConfig
from tests.app.conftest import RUN

LONG = {**RUN, "step_limit": 200_000}
PLENTY = {"steps_work_ms": 1e9, "steps_kib": 10**6}
DATA = {"kind": "dataset", "dataset": {"kind": "line", "count": 50}}
FIT = {**RUN, "problem": {"kind": "fit", "model": {"kind": "line"}, "loss": {"kind": "mean_squared_error"}, "data": DATA}}
MOMENTUM = {"optimizer": {"kind": "momentum", "learning_rate": 1e-4}}


class Talk:
    """Says messages to a session and hears its answers."""

    def __init__(self, settings: Settings) -> None:
        self.scheduler = Scheduler(settings.slice_ms / 1000)
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.session = Session(settings, self.scheduler, self.heard.put)
        self.working = asyncio.create_task(self.session.work())

    def say(self, type: str, **fields: Any) -> None:
        self.session.take(CLIENT_MESSAGE.validate_json(json.dumps({"type": type, **fields})))

    async def answer(self) -> dict[str, Any]:
        """What is heard after all words on how far it has come."""
        while (body := await self.hear())["type"] == "progress":
            pass
        return body

    async def hear(self) -> dict[str, Any]:
        text = await asyncio.wait_for(self.heard.get(), 60)
        SERVER_MESSAGE.validate_json(text)
        body: dict[str, Any] = json.loads(text)
        return body

    async def ask(self, type: str, **fields: Any) -> dict[str, Any]:
        self.say(type, **fields)
        return await self.answer()

    async def under_way(self) -> None:
        """Wait until an `advance` has made its first updates."""
        await until(lambda: self.session._advancing is not None and self.session._advancing.turn.made > 0)

    async def all_rows(self, branch: int, count: int) -> dict[str, Any]:
        """Ask until ``count`` rows are there; returns the params and the last checkpoint."""
        params, checkpoint, at = [], None, None
        while sum(map(len, params)) < count:
            answer = await self.ask("advance", branch=branch, count=count - sum(map(len, params)))
            assert answer["type"] == "steps", answer
            params.append(array(answer["columns"]["params"]))
            if answer["checkpoint"]:
                checkpoint, at = answer["checkpoint"], answer["checkpoint_step"]
        return {"params": np.concatenate(params), "checkpoint": checkpoint, "at": at}


async def until(is_so: Callable[[], bool]) -> None:
    """Let everything else on the loop have its turn until ``is_so``."""
    async with asyncio.timeout(60):
        while not is_so():
            await asyncio.sleep(0)


def array(column: dict[str, str]) -> np.ndarray[Any, Any]:
    return np.frombuffer(base64.b64decode(column["bdata"]), "<f8").reshape(tuple(map(int, column["shape"].split(", "))))


@asynccontextmanager
async def talking(**limits: Any) -> AsyncIterator[Talk]:
    talk = Talk(Settings(**limits))
    tasks = [asyncio.create_task(talk.scheduler.run()), talk.working]
    try:
        yield talk
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


def alone(config: dict[str, Any], steps: int, *changes: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Params of the last branch, computed by the engine in one piece."""
    run = start(RunConfig.model_validate(config), [Change.model_validate(change) for change in changes])
    return np.asarray(run.advance(steps).columns["params"])


async def refusal_of(talk: Talk, type: str, **fields: Any) -> tuple[str, str]:
    """Code and path, said at once or answered later."""
    try:
        answer = await talk.ask(type, **fields)
    except Refusal as refusal:
        return refusal.code, refusal.path
    assert answer["type"] == "error", answer
    return answer["code"], answer["path"]
