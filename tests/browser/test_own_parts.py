"""Racers with a loss or penalty of their own: each its line and number, the surface that of the one in front."""

import numpy as np
import pytest
from playwright.sync_api import Page

from engine.fits.fitting import Fit
from engine.functions import ARRAY
from engine.run_config import RunConfig
from tests.browser.conftest import OpenPage
from tests.browser.driving import AT_THE_END, assert_is_the_engines, rest_at, state
from tests.browser.test_fit import opened

LOWEST = "(lowest) => Math.abs(playground.field().lowest - lowest) < 1e-3 * lowest"
NAMES = "() => [...document.querySelectorAll('.card-name')].map((name) => name.textContent)"


def ground_of(page: Page, racer: str) -> Fit:
    """What a racer descends, as the engine reads it."""
    run = RunConfig.model_validate(state(page, "run"))
    found = run.problem.of(next(entry.own for entry in run.racers if entry.id == racer)).landscape
    assert isinstance(found, Fit)
    return found


def lowest(ground: Fit) -> float:
    """The lowest loss on the grid that is drawn."""
    axes = [np.linspace(*side, 121) for side in ground.window()]
    return float(np.min(ground.value(ARRAY, *np.meshgrid(*axes))))


def test_three_losses_meet_the_same_outliers(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_three_losses&step=60")
    rest_at(page, 60)
    assert page.evaluate(NAMES) == ["Mean squared error", "Mean absolute error", "Huber loss"]
    for racer in ("squared", "absolute", "huber"):
        page.evaluate("(selected) => playground.store.set({ selected })", racer)
        page.wait_for_function(LOWEST, arg=lowest(ground_of(page, racer)))
    page.wait_for_function(AT_THE_END)
    assert_is_the_engines(page, "three losses")
    values = page.evaluate("() => [...playground.session.tape.column('loss').slice(180, 183)]")
    points = page.evaluate("() => [...playground.session.tape.column('params').slice(360, 366)]")
    for index, racer in enumerate(("squared", "absolute", "huber")):
        place = np.array(points[2 * index : 2 * index + 2])[None]
        # A sum over a batch and one of a grid are added in another order.
        assert values[index] == pytest.approx(float(ground_of(page, racer).losses(place)[0]), rel=1e-12)


def test_a_loss_is_given_to_one_racer_and_taken_back(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_outliers&step=20")
    rest_at(page, 20)
    loss = page.locator(".pick[aria-labelledby~='fit-loss']")
    loss.click()
    sheet = page.locator(".sheet:popover-open")
    sheet.wait_for()
    assert sheet.locator(".switch").count() == 0, "with one racer there is nobody to tell apart"
    page.keyboard.press("Escape")
    page.locator(".card-more").first.click()
    page.get_by_role("button", name="Duplicate", exact=True).click()
    page.wait_for_function("() => playground.store.state.run.racers.length === 2 && !playground.session.isWaiting")
    rest_at(page, 20)
    loss.click()
    sheet.get_by_role("button", name="Only ").click()
    sheet.locator("[data-kind=huber]").click()
    page.wait_for_function("() => playground.store.state.changes.length === 1 && !playground.session.isWaiting")
    assert page.evaluate(NAMES) == ["Mean squared error", "Huber loss"]
    assert state(page, "changes")[0]["set"]["own"]["loss"]["kind"] == "huber"
    assert state(page, "run")["problem"]["loss"]["kind"] == "mean_squared_error"
    page.wait_for_function(AT_THE_END)
    assert_is_the_engines(page, "one racer's own loss")
    rest_at(page, 20)
    loss.click()
    sheet.get_by_role("button", name="All racers").click()
    page.keyboard.press("Escape")
    page.wait_for_function("() => playground.store.state.changes.length === 1 && !playground.session.isWaiting")
    assert state(page, "changes")[0]["set"]["own"]["loss"] is None
    assert page.evaluate(NAMES) == ["Gradient descent 1", "Gradient descent 2"]
    page.wait_for_function(AT_THE_END)
    assert_is_the_engines(page, "given back")


def test_a_link_holds_what_is_a_racers_own(open_page: OpenPage) -> None:
    page = opened(open_page, "/en/fit#preset=fit_penalty&step=30")
    rest_at(page, 30)
    assert page.evaluate(NAMES) == ["L2 0", "L2 0.01", "L2 0.1"]
    page.evaluate("() => playground.store.set({ preset: '', selected: 'strong' })")
    page.wait_for_function("() => location.hash.includes('run=')")
    other = opened(open_page, "/en/fit" + page.evaluate("() => location.hash"))
    assert state(other, "run")["racers"] == state(page, "run")["racers"]
    other.wait_for_function(AT_THE_END)
    assert_is_the_engines(other, "from the link")
