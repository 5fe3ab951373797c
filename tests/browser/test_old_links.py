"""Links made before a racer could have a loss of its own open the same runs with the same bits, and are written again as they were
(tests/reference/make_links.py)."""

import json
from pathlib import Path

import numpy as np
import pytest

import engine
from engine.preset import Preset
from engine.registry import members
from tests.browser.conftest import OpenPage
from tests.reference.replaying import digest, replayed

PRESETS: dict[str, type[Preset]] = members("presets")  # type: ignore[assignment]
RECORDED = json.loads((Path(__file__).parents[1] / "reference" / "links.json").read_text())
READ = """async ([room, addresses]) => {
  const { readAddress, writeAddress } = await import("/static/address.js");
  const { unpack } = await import("/static/packing.js");
  const { OF_DATA, rowsWith } = await import("/static/state.js");
  const rows = rowsWith(room === "fit" ? OF_DATA : []);
  const { catalogue } = JSON.parse(document.getElementById("opening").textContent);
  const base = (catalogue.presets.find(({ kind }) => kind === "three_valleys") ?? catalogue.presets[0]).run;
  // What is packed is compared as the text it holds: browsers may deflate in ways of their own. The changes recorded do not name
  // that nobody's they are; the page always has.
  const named = (value) => (Array.isArray(value) ? value.map(({ at_step, racer = null, set }) => ({ at_step, racer, set })) : value);
  const opened = (hash) => Promise.all(hash.split("&").map(async (pair) =>
    /^(run|changes)=/.test(pair) ? JSON.stringify(named(await unpack(pair.split("=")[1]))) : pair));
  const found = [];
  for (const address of addresses) {
    const { state, step, faults } = await readAddress(address, base, catalogue, rows);
    const { hash } = await writeAddress(state, step, catalogue, base, rows);
    const texts = { written: await opened(hash), recorded: await opened(address) };
    found.push({ run: state.run, changes: state.changes, step, faults, ...texts });
  }
  return found;
}"""
# Where processor or library round otherwise, paths part slowly: what diverges is told by its digits no longer.
CLOSE = 1e-6


@pytest.mark.parametrize("room", ["surface", "fit"])
def test_a_link_opens_the_run_it_was_made_of(open_page: OpenPage, room: str) -> None:
    links = [link for link in RECORDED["links"] if link["room"] == room]
    assert sum(link["step"] > 0 for link in links) >= 24
    asked = [(link, address) for link in links for address in link["addresses"]]
    page = open_page("/en" if room == "surface" else "/en/fit", webgl=False)
    is_same_machine = engine.fingerprint() == RECORDED["fingerprint"]
    for (link, address), found in zip(asked, page.evaluate(READ, [room, [address for _, address in asked]]), strict=True):
        name = link["name"]
        assert found["faults"] == [], (name, address)
        assert found["step"] == link["step"]
        assert found["written"] == found["recorded"], f"{name}: the text of its link is another one now"
        columns = replayed(found["run"], found["changes"])
        if is_same_machine:
            assert [value.hex() for value in columns["params"][-1].ravel().tolist()] == link["last"], (name, address)
            assert digest(columns) == link["digest"], (name, address)
        else:
            np.testing.assert_allclose(columns["params"][-1].ravel(), [float.fromhex(value) for value in link["last"]], rtol=CLOSE)


# As somebody writes them by hand: what they leave out is as it was when another example opened the page.
@pytest.mark.parametrize("said", ["seed=3", "surface=booth", "racers=adam", "step=12", "theme=dark"])
def test_what_a_link_leaves_out_is_as_it_always_was(open_page: OpenPage, said: str) -> None:
    page = open_page(f"/en#{said}", webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    run = page.evaluate("() => playground.store.state.run")
    name, value = said.split("=")
    usual = PRESETS["three_valleys"].run.model_dump(mode="json")
    assert run["step_limit"] == usual["step_limit"]
    assert run["problem"]["surface"]["kind"] == (value if name == "surface" else "himmelblau")
    assert [racer["id"] for racer in run["racers"]] == (["r1"] if name == "racers" else [racer["id"] for racer in usual["racers"]])
    # A link that describes a run begins where that run does by itself.
    assert run["start"] == (usual["start"] if name in ("step", "theme") else None)
    assert run["seed"] == (3 if name == "seed" else 0)
    assert page.evaluate("() => playground.player.step") == 12 or name != "step"
