"""What is wrong in a link is named in a sentence and has its default: what comes of it can be computed."""

import pytest
from playwright.sync_api import Page

from tests.modules.test_validity import BASES, CATALOGUE, refusal

WRONG = {
    "#surface=rosenbrock&racers=adam/noise:-1": "noise",
    "#racers=adam/schedule:step~every:0": "every",
    "#racers=adam/start:1,2,3": "start",
    "#arrows=left": "left",
    "#threshold=2": "threshold",
    "#convergence=~stop:maybe": "stop",
    "#surface=quadratic&rotation=1e9": "rotation",
    "#step=x": "step",
    "#surface=atlantis": "atlantis",
    "#racers=adam~learning_rate:-5": "learning_rate",
    "#racers=adam~learning_rate:": "learning_rate",
    "#racers=__proto__;constructor": "__proto__",
    "#racers=adam~beta1:1.5&surface=rosenbrock": "beta1",
    "#run=%%%": "run",
    "#run=AAAA": "run",
    "#run=%25%25&changes=AAAA": "changes",
    "#racers=adam~__proto__:1": "__proto__",
    "#nonsense=1": "nonsense",
    "#changes=notpacked": "changes",
    "#preset=none_such": "none_such",
    "#step=-3": "step",
    "#step=1e99": "step",
    "#seed=1.5": "seed",
    "#step_limit=1e12": "step_limit",
    "#start=1,2,3": "start",
    "#start=NaN,1": "start",
    "#camera=1,2": "camera",
    "#speed=9": "speed",
    "#theme=<script>alert(1)</script>": "theme",
    "#<img src=x onerror=alert(1)>=1": "img",
    "#convergence=~none:1": "none",
    "#surface=rosenbrock&b=Infinity": "b",
    "#racers=" + ";".join(["adam"] * 60): "60",
}
READ = """async ([hash, base, catalogue]) => {
  const { readAddress } = await import("/static/address.js");
  const { rowsWith } = await import("/static/state.js");
  const { faultText } = await import("/static/panels/notice_faults.js");
  const { state, step, faults } = await readAddress(hash, base, catalogue, rowsWith([]));
  return { run: state.run, changes: state.changes, step, said: faults.map((fault) => faultText(fault)) };
}"""


@pytest.mark.parametrize("hash", WRONG)
def test_what_is_wrong_in_a_link_is_said_and_has_its_default(bare: Page, hash: str) -> None:
    found = bare.evaluate(READ, [hash, BASES["surface"], CATALOGUE])
    assert 1 <= len(found["said"]) <= 21
    assert any(WRONG[hash] in sentence for sentence in found["said"]), found["said"]
    assert refusal(found["run"], found["changes"]) is None
    assert (found["changes"], found["step"]) == ([], 0)
    said_of_racers = "racers=" in hash
    assert said_of_racers or found["run"]["racers"] == BASES["surface"]["racers"]
