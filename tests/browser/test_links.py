"""The address holds everything: a copied link makes the same bits elsewhere, a broken one harms nothing."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.browser.conftest import OpenPage
from tests.browser.driving import (
    AT_THE_END,
    assert_is_the_engines,
    await_whole,
    column,
    drawn,
    rest_at,
    state,
    step,
)
from tests.reference.replaying import EXACT_COLUMNS, replayed

LINK = "/en#surface=rosenbrock&racers=momentum~learning_rate:0.0005;adam~learning_rate:0.05&seed=0&step_limit=120&step=20"
EIGHT = ";".join(
    f"{racer}/id:racer_number_{i}/noise:0.{i + 1}25/start:-1.{i}2345678,{i * 0.25 + 0.1}/clipping:norm~limit:{i + 1}.5"
    f"/schedule:cosine~period:{70 + i}~minimum:0.0{i + 1}~warmup_steps:{i + 1}"
    for i, racer in enumerate(
        (
            "momentum~learning_rate:0.00123~dampening:0.25~weight_decay:0.015625",
            "nesterov~learning_rate:0.00123~momentum:0.875",
            "adam~learning_rate:0.0345678901~beta1:0.8125~beta2:0.984375~amsgrad:true",
            "rmsprop~learning_rate:0.012~momentum:0.5~weight_decay:0.03125",
            "adamw~learning_rate:0.012~beta1:0.71~weight_decay:0.1",
            "lion~learning_rate:0.0123~beta1:0.8125~beta2:0.96875",
            "adagrad~learning_rate:0.11~lr_decay:0.011",
            "radam~learning_rate:0.0321~beta1:0.86",
        )
    )
)
RUNS = {
    "readable": LINK,
    "surface's own hyperparameters": "/en#surface=quadratic&condition_number=37.5&rotation=33&racers=nesterov~learning_rate:0.01"
    "&start=1.25,-0.75&seed=4&step_limit=90&step=30",
    "own starts, noise, a seed": "/en#surface=himmelblau&racers=adam/start:1,2/noise:1.5;lion/start:random/id:second"
    "&start=random&seed=4294967295&step_limit=150&step=149",
    "eight racers, packed": f"/en#surface=beale&racers={EIGHT}&seed=99&step_limit=100&step=50",
    "one parameter": "/en#surface=wavy_parabola&racers=momentum;adam~learning_rate:0.1/schedule:reduce_on_plateau~patience:4"
    "&seed=2&step_limit=100&step=9",
    "an example": "/en#preset=three_valleys&step=12",
}
# All that can be wrong in a link is read by the module alone (tests/modules/test_addresses.py): here, what a page makes of it.
WRONG = {
    "#surface=atlantis": "atlantis",
    "#racers=__proto__;constructor": "__proto__",
    "#run=AAAA": "run",
    "#theme=<script>alert(1)</script>": "theme",
    "#<img src=x onerror=alert(1)>=1": "img",
}


def branch(page: Page, at: int, learning_rate: float) -> None:
    rest_at(page, at)
    page.locator(".rate-number").fill(str(learning_rate))
    page.keyboard.press("Enter")
    page.wait_for_function("(at) => playground.store.state.changes.some((change) => change.at_step === at)", arg=at)
    await_whole(page)


def copied_link(page: Page) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied", exact=True).first.wait_for()
    return str(page.evaluate("navigator.clipboard.readText()"))


def look_ahead(page: Page) -> None:
    """Everything the run holds is computed, whatever the step on screen."""
    page.wait_for_function("() => globalThis.playground?.session.tape")
    at = step(page)
    page.wait_for_function(AT_THE_END)
    rest_at(page, at)


def shown(page: Page) -> tuple[dict[str, Any], dict[str, bytes]]:
    kept = {name: state(page, name) for name in ("run", "changes", "selected", "height", "arrows", "curve", "camera", "preset", "stage")}
    return kept, {name: column(page, name).tobytes() for name in EXACT_COLUMNS}


@pytest.mark.parametrize("name", RUNS)
def test_a_copied_link_gives_the_same_bits(open_page: OpenPage, address: str, name: str) -> None:
    page = open_page(RUNS[name], webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    assert page.locator("#notice").is_hidden(), page.locator("#notice").text_content()
    here = step(page)
    look_ahead(page)
    link = copied_link(page)
    assert ("run=" in link) == ("packed" in name), link
    other = open_page(link.removeprefix(address), webgl=False)
    look_ahead(other)
    assert step(other) == here == step(page)
    assert shown(other) == shown(page)
    assert_is_the_engines(other, name)


def test_a_copied_link_holds_branches_and_what_is_set(open_page: OpenPage, address: str) -> None:
    page = open_page(LINK, webgl=False)
    await_whole(page)
    branch(page, 20, 0.001)
    branch(page, 55, 0.0002)
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    page.evaluate(
        "() => playground.store.set({ height: 'linear', curve: 'gradient_norm', camera: { azimuth: 1, elevation: 0.5, distance: 1.25 } })"
    )
    rest_at(page, 70)
    other = open_page(copied_link(page).removeprefix(address), webgl=False)
    await_whole(other)
    assert step(other) == 70
    assert [change["at_step"] for change in state(other, "changes")] == [20, 55]
    assert shown(other) == shown(page)
    assert_is_the_engines(other)


def test_what_is_wrong_in_a_link_is_said_and_has_its_default(open_page: OpenPage, address: str) -> None:
    page = open_page("/en", webgl=False)
    for wrong, named in WRONG.items():
        page.evaluate("(hash) => { playground.store.set({ playing: false }); location.hash = hash; }", wrong)
        notice = page.locator("#notice")
        page.wait_for_function("(named) => document.querySelector('#notice').textContent.includes(named)", arg=named)
        page.wait_for_function("() => !playground.session.isWaiting")
        run = state(page, "run")
        if run["racers"]:
            page.wait_for_function("() => playground.session.tape?.length > 1 && !playground.session.isWaiting")
            assert [racer["id"] for racer in run["racers"]] == page.evaluate("() => playground.session.tape.racers"), wrong
            expected = replayed(run, columns=("params",))["params"].ravel()
            known = column(page)
            assert known.tobytes() == expected[: len(known)].tobytes(), wrong
        else:
            assert "constructor" in wrong
            page.locator(".empty").wait_for()
        notice.get_by_role("button", name="Close").click()
    assert page.locator("script, img").filter(has_text="alert").count() == 0
    fresh = open_page("/en#surface=atlantis&racers=adam~learning_rate:oops&run=!!&step=nine", webgl=False)
    fresh.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    fresh.locator("#notice", has_text="link").wait_for()


def test_back_undoes_a_change_and_forward_makes_it_again(open_page: OpenPage) -> None:
    page = open_page(LINK, webgl=False)
    await_whole(page)
    plain = column(page)
    branch(page, 20, 0.001)
    page.wait_for_url(re.compile("changes="))
    changed = column(page)
    page.go_back()
    page.wait_for_function("() => playground.store.state.changes.length === 0")
    await_whole(page)
    assert column(page).tobytes() == plain.tobytes()
    page.go_forward()
    page.wait_for_function("() => playground.store.state.changes.length === 1")
    await_whole(page)
    assert column(page).tobytes() == changed.tobytes()


def test_reload_and_the_other_language_keep_everything(open_page: OpenPage) -> None:
    page = open_page(LINK, webgl=False)
    await_whole(page)
    branch(page, 20, 0.001)
    page.locator("body").click(position={"x": 5, "y": 5})
    page.keyboard.press("End")
    page.wait_for_url(re.compile("step=120"))
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("step=119"))
    before = shown(page)
    page.reload()
    await_whole(page)
    assert step(page) == 119
    assert shown(page) == before
    page.get_by_role("link", name="한국어").click()
    page.wait_for_url(re.compile("/ko#"))
    await_whole(page)
    assert page.evaluate("() => document.documentElement.lang") == "ko"
    assert step(page) == 119
    assert shown(page) == before


def test_a_run_too_long_for_a_link_is_saved_and_opened_again(open_page: OpenPage) -> None:
    page = open_page(LINK.replace("step_limit=120", "step_limit=300"), webgl=False)
    rest_at(page, 0)
    page.evaluate(
        """() => {
          const [racer] = playground.store.state.run.racers;
          const some = (k) => Math.abs(Math.sin(1 + k * 7.1));
          const drawn = (k) => ({ learning_rate: 0.0005 * some(k), momentum: some(k + 1) * 0.9, dampening: some(k + 2) });
          const set = (k) => ({
            optimizer: { ...racer.optimizer, ...drawn(9 * k) }, clipping: { kind: "norm", limit: 1 + some(9 * k + 4) },
            noise: 1e-4 * some(9 * k + 5), params: [some(9 * k + 6), some(9 * k + 7)],
          });
          const changes = Array.from({ length: 100 }, (_, k) => ({ at_step: 10 + k, racer: racer.id, set: set(k) }));
          playground.session.load(playground.store.state.run, changes, {});
        }"""
    )
    page.wait_for_function("() => playground.store.state.changes.length === 100")
    look_ahead(page)
    link = page.get_by_role("button", name="Copy link")
    page.locator("#notice", has_text="it will hold the first changes only").wait_for()
    assert "it will hold the first changes only" in str(link.get_attribute("title")), "said before it is copied, and as long as it is so"
    with page.expect_download() as saving:
        link.click()
    page.locator("#notice", has_text="too long").wait_for()
    lean = open_page(page.evaluate("() => location.pathname + location.hash"), webgl=False)
    lean.locator("#notice", has_text="too long to hold what was changed").wait_for()
    assert state(lean, "run") == state(page, "run")
    held = state(lean, "changes")
    assert 0 < len(held) < 100
    assert held == state(page, "changes")[: len(held)]
    other = open_page("/en", webgl=False)
    other.locator("[aria-labelledby='preset-label preset-name']").click()
    other.locator("input[type=file]").set_input_files(saving.value.path())
    other.wait_for_function("() => playground.store.state.changes.length === 100")
    look_ahead(other)
    drawn(other)
    assert column(other).tobytes() == column(page).tobytes()
    assert_is_the_engines(other)


def test_a_link_has_its_own_page_before_its_rows_come(open_page: OpenPage, address: str) -> None:
    page = open_page("/api/health", webgl=False)
    page.route_web_socket("**/ws/run", lambda _: None)
    page.clock.install()
    page.goto(address + "/en#surface=booth&racers=adam;momentum&seed=0&step_limit=200&step=20&swapped=1")
    page.wait_for_function("() => globalThis.playground?.field()")
    drawn(page)
    assert page.locator("#surface-and-preset").inner_text().startswith("Surface\nBooth")
    assert page.locator("#racers .card-name").all_inner_texts() == ["Adam", "Momentum"]
    assert page.evaluate("() => playground.field().window") == [[-5, 7], [-3, 9]]
    assert page.locator("#small #scene").count() == 1
    # Past all timers: had anything changed by itself, the address would have been written by now.
    page.clock.fast_forward(1000)
    drawn(page)
    assert page.evaluate("() => location.hash").endswith("&step=20&swapped=1")


def test_what_is_set_before_the_rows_of_a_link_come_leaves_it_its_step(open_page: OpenPage, address: str) -> None:
    page = open_page("/api/health", webgl=False)
    servers: list[WebSocketRoute] = []
    held: list[str | bytes] = []

    def hold(route: WebSocketRoute) -> None:
        servers.append(route.connect_to_server())
        route.on_message(lambda message: held.append(message))

    page.route_web_socket("**/ws/run", hold)
    page.goto(address + "/en#surface=booth&racers=adam;momentum&seed=0&step_limit=200&step=20&stage=2")
    page.wait_for_function("() => globalThis.playground?.field()")
    page.evaluate("() => playground.store.set({ stage: 5, palette: 'cividis' })")
    page.wait_for_function("() => location.hash.includes('stage=5')")
    assert page.evaluate("() => location.hash").endswith("&step=20")
    for message in held:
        servers[-1].send(message)
    page.wait_for_function("() => playground.player.step === 20")
    assert (state(page, "stage"), state(page, "palette")) == (5, "cividis")


def test_a_link_that_the_server_refuses_leaves_the_opening(open_page: OpenPage, address: str) -> None:
    page = open_page("/api/health", webgl=False)

    def spoil(route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        route.on_message(lambda message: server.send(str(message).replace('"seed":7', '"seed":-7')))

    page.route_web_socket("**/ws/run", spoil)
    page.goto(address + "/en#surface=booth&racers=adam&seed=7&swapped=1")
    page.locator("#notice", has_text="seed").wait_for()
    page.wait_for_function("() => playground.player.time > 1")
    opening = page.evaluate("() => JSON.parse(document.querySelector('#opening').textContent).opening.run")
    assert state(page, "run") == opening
    assert page.locator("#racers .card-name").count() == len(opening["racers"]) == 1
    assert page.locator("#big #scene").count() == 1
