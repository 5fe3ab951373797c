"""What the page asks of the server, message by message: its session between a server and a screen made of notes."""

from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import OpenPage

# A session whose messages are kept; `answer` plays the server for the oldest that has none yet.
SESSION = """async () => {
  const { createSession } = await import("/static/run/session.js");
  const { run } = playground.store.state;
  const sent = [], refused = [];
  const session = createSession({
    send: (message) => sent.push(message), isOpen: () => true, width: () => 2,
    onRun: () => {}, onData: () => {}, onRefused: (error) => refused.push(error.code), onNothing: () => refused.push("nothing is left"),
  });
  const rows = new Map();
  let read = 0;
  const error = (code, path, branch) => session.receive({ type: "error", code, path, branch, message: "", params: {} });
  function answer(refuse = "") {
    const message = sent[read++];
    if (refuse === "change" && message.type === "change") return error("too_large", "set.optimizer.learning_rate", message.branch);
    if (message.type === "start" || message.type === "change") {
      rows.set(message.branch, message.at_step ?? message.from_step);
      session.receive({ type: "ready", branch: message.branch, fingerprint: "", limits: { branches: 4 } });
    } else if (message.type === "advance") {
      const first = rows.get(message.branch);
      if (first === undefined) return error("unknown_branch", "branch", message.branch);
      const count = message.count;
      const zeros = (entries) => ({ dtype: "f8", bdata: btoa("\\0".repeat(count * run.racers.length * entries * 8)) });
      const wide = ["params", "gradient", "change", "velocity", "accumulated", "limit"];
      rows.set(message.branch, first + count);
      session.receive({
        type: "steps", branch: message.branch, first_step: first, every: 1, rows: count, outcomes: [], checkpoint: null,
        checkpoint_step: null, work_ms: 0,
        columns: Object.fromEntries(message.columns.map((name) => [name, zeros(wide.includes(name) ? 2 : 1)])),
      });
    }
  }
  const answerAll = () => { while (read < sent.length) answer(); };
  const [{ id, optimizer }] = run.racers;
  const rate = (learning_rate) => ({ at_step: 20, racer: id, set: { optimizer: { ...optimizer, learning_rate } } });
  const asked = () => sent.slice(read).map(({ type, branch }) => `${type} ${branch}`);
  BODY
}"""


def _play(open_page: OpenPage, body: str) -> Any:
    page: Page = open_page("/en#racers=adam~learning_rate:0.05&step_limit=1000&step=20", webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 20")
    return page.evaluate(SESSION.replace("BODY", body))


STARTED = "session.load(run, []); session.pull(20, 240); answerAll();"


def test_the_first_rows_are_asked_for_with_the_change(open_page: OpenPage) -> None:
    messages = _play(open_page, f"{STARTED} session.change(rate(0.01)); return asked()")
    assert [message.split()[0] for message in messages] == ["change", "advance"]
    assert len({message.split()[1] for message in messages}) == 1


def test_a_wish_that_waited_while_the_drag_ended_is_read_ahead_as_usual(open_page: OpenPage) -> None:
    """Once the page stopped here: the late wish took the drag for one that goes on, and read no further than one step."""
    body = f"""{STARTED}
      const gesture = {{}};
      session.change(rate(0.01), {{ gesture }});
      session.change(rate(0.02), {{ gesture }});
      const during = session.tape.length;
      session.release();
      answerAll();
      session.pull(20, 240);
      answerAll();
      const last = sent.filter(({{ type }}) => type === "change").at(-1);
      return [last.set.optimizer.learning_rate, session.latest.changes.length, during, session.tape.length, session.ghosts.length]"""
    rate, changes, during, length, ghosts = _play(open_page, body)
    assert (rate, changes, ghosts) == (0.02, 1, 1)
    assert during == 21
    assert length >= 20 + 240


def test_a_refused_change_goes_back_and_is_said_once(open_page: OpenPage) -> None:
    body = f"""{STARTED}
      const before = session.tape.length;
      session.change(rate(1e9));
      answer("change");
      answerAll();
      session.pull(20, 240);
      answerAll();
      return [refused, session.latest.changes.length, session.tape.length >= before, session.isWaiting]"""
    assert _play(open_page, body) == [["too_large"], 0, True, False]


def test_a_branch_the_server_forgot_is_asked_for_again(open_page: OpenPage) -> None:
    body = f"""{STARTED}
      const before = sent.length;
      session.receive({{ type: "error", code: "unknown_branch", path: "branch", branch: sent[0].branch, message: "", params: {{}} }});
      session.pull(300, 240);
      answerAll();
      return [sent.slice(before).map(({{ type }}) => type), refused, session.isWaiting]"""
    assert _play(open_page, body) == [["start", "advance"], [], False]
