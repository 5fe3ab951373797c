"""Learning rates to begin with: whoever only chooses sees balls that come down; the library's own rate is a click away."""

import numpy as np
import pytest
from playwright.sync_api import Page

from engine import registry
from engine.fits.judging import usual_loss
from engine.optimizer import Optimizer
from engine.tuned.rates import Rates, rates_on_data, rates_on_surfaces
from tests.browser.conftest import OpenPage
from tests.browser.driving import AT_THE_END, assert_is_the_engines, column, drawn, rest_at, state
from tests.browser.test_run import choose


def rates(page: Page) -> list[tuple[str, float]]:
    return [(racer["optimizer"]["kind"], racer["optimizer"]["learning_rate"]) for racer in state(page, "run")["racers"]]


def all_come_down(page: Page, tuned: Rates) -> None:
    """Every racer goes at its tuned rate to a finite end well below its start."""
    assert [rate for _, rate in rates(page)] == [tuned[kind] for kind, _ in rates(page)]
    all_end_lower(page)


def all_end_lower(page: Page) -> None:
    page.wait_for_function("() => playground.session.tape?.racers.length === playground.store.state.run.racers.length")
    page.wait_for_function(AT_THE_END)
    kinds = page.evaluate("() => [...playground.session.tape.outcomes.values()].map(({ kind }) => kind)")
    assert "diverged" not in kinds
    loss = column(page, "loss").reshape(-1, len(rates(page)))
    assert np.isfinite(loss).all()
    assert (loss[-1] < 0.9 * loss[0]).all(), dict(zip(rates(page), loss[-1] / loss[0], strict=True))
    assert_is_the_engines(page)


def test_another_surface_and_added_racers_begin_at_rates_that_lead_down(open_page: OpenPage) -> None:
    page = open_page("/en#preset=three_valleys", webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    choose(page, page.locator("#surface-and-preset .pick").first, "Rosenbrock")
    page.wait_for_function("() => playground.store.state.run.problem.surface.kind === 'rosenbrock'")
    for name in ("Lion", "Adagrad", "AdamW"):
        choose(page, page.get_by_role("button", name="Add racer"), name)
    page.wait_for_function("() => playground.store.state.run.racers.length === 7")
    all_come_down(page, rates_on_surfaces()["rosenbrock"])
    rest_at(page, 20)
    choose(page, page.locator(".row").first, "NAdam")
    page.wait_for_function("() => playground.store.state.changes.length === 1")
    tuned = state(page, "changes")[0]["set"]["optimizer"]
    assert (tuned["kind"], tuned["learning_rate"]) == ("nadam", rates_on_surfaces()["rosenbrock"]["nadam"])


@pytest.mark.parametrize(
    ("title", "dataset", "model"), [("Two spirals", "spiral", "two_weights"), ("Weight of penguins", "penguins_mass", "line")]
)
def test_other_data_begin_at_rates_that_lead_down(open_page: OpenPage, title: str, dataset: str, model: str) -> None:
    page = open_page("/en/fit", webgl=False)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1 && playground.field() !== null")
    choose(page, page.get_by_role("button", name="Data").first, title)
    page.wait_for_function("(kind) => playground.store.state.run.problem.data.dataset.kind === kind", arg=dataset)
    choose(page, page.get_by_role("button", name="Add racer"), "Adam")
    page.wait_for_function("() => playground.store.state.run.racers.length === 2")
    problem = state(page, "run")["problem"]
    assert problem["loss"]["kind"] == usual_loss("binary" if model == "two_weights" else "regression").kind
    all_come_down(page, rates_on_data()[dataset, model, "standardised" if problem["standardise"] else "raw"])
    drawn(page)
    at = page.evaluate("() => Number(document.querySelector('.rate-slider').value) / document.querySelector('.rate-slider').max")
    assert 0.1 < at < 0.9, "the slider reaches as far as the rate"


def test_another_loss_is_no_reason_to_diverge_either(open_page: OpenPage) -> None:
    page = open_page("/en/fit#preset=fit_line&step=30", webgl=False)
    rest_at(page, 30)
    loss = page.locator("#surface-and-preset .pick").nth(2)
    choose(page, loss, "Half the sum of squared errors")
    page.wait_for_function("() => playground.store.state.run.problem.loss.kind === 'half_sum_squared_error'")
    assert rates(page) == [("gradient_descent", 0.05 * 2 / 40)]
    all_end_lower(page)
    choose(page, loss, "Mean squared error")
    page.wait_for_function("() => playground.store.state.run.problem.loss.kind === 'mean_squared_error'")
    assert rates(page) == [("gradient_descent", 0.05)]


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(("width", "height"), [(1366, 620), (390, 844)])
def test_the_library_s_rate_is_one_click_away_and_nothing_jumps(open_page: OpenPage, lang: str, width: int, height: int) -> None:
    page = open_page(f"/{lang}/fit", webgl=False, width=width, height=height)
    page.wait_for_function("() => globalThis.playground?.session.tape?.length > 1")
    rest_at(page, 5)
    rule = registry.member("optimizers", Optimizer, "gradient_descent", "optimizer")
    usual = page.locator(".rate-usual")
    assert str(rule.learning_rate) in usual.inner_text()
    places = []
    for expected in (rule.learning_rate, rates_on_data()["line", "line", "raw"]["gradient_descent"]):
        usual.scroll_into_view_if_needed()
        box = usual.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert usual.evaluate("(node) => node.scrollWidth <= node.clientWidth"), "its words are whole"
        places.append((box["x"], box["y"], box["height"], page.locator("#rate").bounding_box()))
        usual.click()
        page.wait_for_function("(rate) => playground.store.state.changes[0]?.set.optimizer.learning_rate === rate", arg=expected)
        assert len(state(page, "changes")) == 1
        drawn(page)
    assert places[0] == places[1]
