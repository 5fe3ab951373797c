"""A server process killed in the middle of a run: the page comes back and goes on with the same bits."""

import multiprocessing
import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.server import serve
from app.stream.paths import ROOTED_FROM
from tests.browser.conftest import OpenPage, await_answer, free_port, pages_of
from tests.browser.driving import AT_THE_END, assert_same_bits, await_whole, column, computed, rest_at
from tests.reference.replaying import EXACT_COLUMNS

# Little work in each message and a checkpoint every few rows, so that a kill falls between messages and before or after checkpoints.
SETTINGS = {"DESCENT_STEPS_WORK_MS": "0.2", "DESCENT_CHECKPOINT_WORK_S": "0.002"}
KILLS = 4
# Two branches, a schedule that remembers, noise, clipping, a start that is drawn: whatever a checkpoint holds.
RUN = (
    "surface=himmelblau&racers=adam~learning_rate:0.02/schedule:reduce_on_plateau~patience:3;rmsprop~learning_rate:0.02/noise:0.4;"
    "nadam/clipping:norm~limit:0.5;adagrad/start:random&step_limit=400"
)

# The rate's own buttons, a step further for every change.
CHANGES_OFTEN = """async (count) => {
  const { session, player, store } = playground;
  const frame = () => new Promise(requestAnimationFrame);
  const [less, more] = document.querySelectorAll(".rate-step");
  store.set({ playing: false });
  for (let made = session.latest.changes.length; made < count; made += 1) {
    const at = player.step + 1;
    while (session.tape.length <= at) await frame();
    player.seek(at);
    await frame();
    (made % 2 ? less : more).click();
    while (session.latest.changes.length === made) await frame();
  }
}"""
# The page's own question about the step may come between, which answers this one with nothing.
OPENED = """async ([step, racer]) => {
  let view = null;
  while (view === null) view = await playground.session.inspect(step, racer, { kind: "step" });
  return view.stages[0].values;
}"""

SHOWS_SEED = "(seed) => playground.store.state.run.seed === seed && playground.session.tape?.length > 1"


# A process that has imported the server already and forks one whenever asked: twenty imports of FastAPI are a minute of work.
FORKS = multiprocessing.get_context("forkserver")


class Supervisor:
    """Starts the server again on its port whenever it was killed."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        self.server = FORKS.Process(target=serve, args=("127.0.0.1", self.port, 1, False))
        self.server.start()

    def await_ready(self) -> None:
        await_answer(self.url, lambda: self.server.exitcode is None)

    def kill(self) -> None:
        self.server.kill()
        self.server.join()


@pytest.fixture(scope="module")
def supervisor() -> Iterator[Supervisor]:
    FORKS.set_forkserver_preload(["app.server", "app.main"])
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SETTINGS.items():
            patch.setenv(name, value)
        made = Supervisor()
        made.await_ready()
    yield made
    made.server.terminate()
    made.server.join(20)


@pytest.fixture
def open_lossy_page(browser: Browser, supervisor: Supervisor) -> Iterator[OpenPage]:
    """A page whose console may tell of the lost connection, and of nothing else."""
    told = ("WebSocket connection to", "ERR_CONNECTION", "ERR_EMPTY_RESPONSE")
    yield from pages_of(browser, supervisor.url, lambda text: any(words in text for words in told))


def branch(page: Page, at: int, learning_rate: float) -> None:
    """The first racer goes on from a step with another rate, as its slider would have it."""
    rest_at(page, at)
    page.locator(".rate-number").fill(str(learning_rate))
    page.keyboard.press("Enter")


def come_back(page: Page, server: Supervisor) -> None:
    """The page's own retry, again and again, instead of its doubling waits."""
    server.await_ready()
    page.evaluate("() => { globalThis.retrying = setInterval(() => dispatchEvent(new Event('online')), 50); }")
    page.wait_for_function("() => document.querySelector('#notice').hidden")
    page.evaluate("() => clearInterval(globalThis.retrying)")


def test_a_killed_server_changes_no_bit(open_lossy_page: OpenPage, supervisor: Supervisor) -> None:
    """What the session asks of the next server is tried in hundreds of ways by its module tests; here are a server's own bits."""
    chance = random.Random(20261127)
    page = open_lossy_page(f"/en#{RUN}&seed=1000&step=1", webgl=False)
    for kill in range(KILLS):
        where = f"kill {kill}"
        page.goto(f"{supervisor.url}/en#{RUN}&seed={kill}&step=1")
        page.wait_for_function(SHOWS_SEED, arg=kill)
        at = chance.randrange(1, 230)
        branch(page, chance.randrange(1, at + 1), 0.02 * (kill + 1))
        branch(page, at, 0.01 * (kill + 1))
        page.wait_for_function("() => playground.store.state.changes.length > 0")
        page.evaluate("(at) => playground.player.seek(at)", at)
        if kill % 2 == 0:
            page.wait_for_function("(at) => playground.session.tape.length > at", arg=at)
        supervisor.kill()
        page.wait_for_function("() => !document.querySelector('#notice').hidden")
        known = column(page)
        supervisor.start()
        come_back(page, supervisor)
        page.wait_for_function(AT_THE_END)
        expected = computed(page)
        for each in EXACT_COLUMNS:
            assert_same_bits(column(page, each), expected[each], f"{each}, {where}")
        assert column(page)[: len(known)].tobytes() == known.tobytes(), f"what was seen before stays, {where}"
    await_whole(page)


def test_a_run_changed_more_often_than_a_message_holds_loses_nothing(open_lossy_page: OpenPage, supervisor: Supervisor) -> None:
    page = open_lossy_page(f"/en#{RUN}&seed=5&step=1", webgl=False)
    page.wait_for_function(SHOWS_SEED, arg=5)
    page.evaluate(CHANGES_OFTEN, ROOTED_FROM + 4)
    supervisor.kill()
    page.wait_for_function("() => !document.querySelector('#notice').hidden")
    supervisor.start()
    come_back(page, supervisor)
    page.wait_for_function(AT_THE_END)
    expected = computed(page)
    for each in EXACT_COLUMNS:
        assert_same_bits(column(page, each), expected[each], each)
    points = expected["params"].reshape(-1, 4, 2)
    for step in (20, 200, 131, 90):
        rest_at(page, step)
        for index, racer in enumerate(page.evaluate("() => playground.session.tape.racers")):
            assert page.evaluate(OPENED, [step, racer]) == points[step, index].tolist(), (step, racer)
    branch(page, 60, 0.011)
    page.wait_for_function(AT_THE_END)
    assert len(page.evaluate("() => playground.store.state.changes")) < 70
    assert_same_bits(column(page), computed(page)["params"], "gone back before every root")
    await_whole(page)
