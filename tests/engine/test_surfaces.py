"""The numbers of every surface: a new file in engine/surfaces/ is enrolled by existing."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from engine.functions import ARRAY, SCALAR
from engine.registry import members
from engine.surface import Surface

EPS = float(np.finfo(float).eps)

DEGENERATE = {"monkey_saddle"}
"""The Hessian is zero at the recorded point; the docstring says so."""
MINIMA_ONLY = {"rastrigin", "ackley"}
"""Too many saddles and maxima to record; the docstring gives their number."""
CUSP_RADIUS = {"ackley": 0.3}
"""Differences across the cusp at the origin mean nothing; this far away they are good to 1e-10."""


def settings_of(surface: type[Surface]) -> Iterator[dict[str, float]]:
    """The defaults and every combination of the slider ends."""
    yield {}
    ends: dict[str, Any] = {
        name: surface.model_json_schema()["properties"][name]["slider"] for name in surface.model_fields if name != "kind"
    }
    if ends:
        for values in product(*ends.values()):
            yield dict(zip(ends, values, strict=True))


KINDS: dict[str, Any] = members("surfaces")
CASES = [
    pytest.param(surface(**settings), id="-".join([kind, *(f"{name}={value:g}" for name, value in settings.items())]))
    for kind, surface in KINDS.items()
    for settings in settings_of(surface)
]
each_case = pytest.mark.parametrize("surface", CASES)


def seeded_points(surface: Surface, count: int) -> list[np.ndarray]:
    """Reproducible places in the window, one array a parameter."""
    rng = np.random.default_rng(20260)
    return [rng.uniform(low, high, count) for low, high in surface.window()]


def grid(surface: Surface, count: int) -> list[np.ndarray]:
    axes = [np.linspace(low, high, count) for low, high in surface.window()]
    return [axis.ravel() for axis in np.meshgrid(*axes)]


def gradient(surface: Surface, params: list[np.ndarray]) -> np.ndarray:
    """Shape (points, d); constant entries are broadcast."""
    return np.stack([np.broadcast_to(g, params[0].shape) for g in surface.gradient(ARRAY, *params)], axis=-1)


def hessian(surface: Surface, params: list[np.ndarray]) -> np.ndarray:
    """Shape (points, d, d)."""
    rows = surface.hessian(ARRAY, *params)
    return np.stack([np.stack([np.broadcast_to(h, params[0].shape) for h in row], axis=-1) for row in rows], axis=-2)


def value_at(surface: Surface, params: tuple[float, ...]) -> float:
    return float(surface.value(SCALAR, *params))


# ---- numbers


@each_case
def test_places(surface: Surface) -> None:
    window = surface.window()
    assert len(window) == len(surface.parameters) == len(surface.start())
    for params in [surface.start(), *(point.params for point in surface.stationary_points())]:
        assert all(low <= p <= high for p, (low, high) in zip(params, window, strict=True)), params
    order = [(point.kind != "minimum", not point.is_global) for point in surface.stationary_points()]
    assert order == sorted(order), "global minima first, then the other minima"
    assert len({point.params for point in surface.stationary_points()}) == len(order), "a place recorded twice"
    assert all(point.kind == "minimum" for point in surface.stationary_points() if point.is_global)
    assert surface.height_scale > 0


@each_case
def test_start_is_no_stationary_point(surface: Surface) -> None:
    assert max(abs(g) for g in surface.gradient(SCALAR, *surface.start())) > 1e-3


def central_difference(function: Callable[..., np.ndarray], params: list[np.ndarray], axis: int, h: float) -> np.ndarray:
    """Eighth-order central difference of ``function`` along ``axis``."""

    def at(steps: int) -> np.ndarray:
        return np.asarray(function(*[p + steps * h if i == axis else p for i, p in enumerate(params)]))

    weights = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
    return sum((w * (at(k) - at(-k)) for k, w in enumerate(weights, start=1)), np.zeros(())) / h


def far_from_cusps(surface: Surface, params: list[np.ndarray]) -> list[np.ndarray]:
    keep = np.hypot.reduce(np.stack([np.zeros_like(params[0]), *params])) > CUSP_RADIUS.get(surface.kind, 0.0)
    return [p[keep] for p in params]


H = 2.0**-8
"""Truncation h⁸·f⁽⁹⁾/630 is then below 1e-10 of the largest slope even where cos 2πx or the cliff's edge (a
singularity 0.2 off the real line) bend most; round-off is 2·eps·|f|/h with a few roundings inside f."""


def assert_derivative(
    exact: np.ndarray, function: Callable[..., np.ndarray], params: list[np.ndarray], axis: int, slopes: np.ndarray
) -> None:
    around = [p.repeat(3) + (np.tile([-4.0, 0.0, 4.0], len(p)) * H if i == axis else 0.0) for i, p in enumerate(params)]
    largest = np.abs(np.broadcast_to(function(*around), around[0].shape)).reshape(-1, 3).max(axis=1)
    allowed = 16 * EPS * (largest + 1.0) / H + 1e-10 * (np.abs(slopes) + 1.0)
    off = np.abs(central_difference(function, params, axis, H) - exact)
    worst = int(np.argmax(off / allowed))
    assert (off <= allowed).all(), (
        f"at {[float(p[worst]) for p in params]} along {axis}: off by {off[worst]:.3g}, allowed {allowed[worst]:.3g}"
    )


@each_case
def test_gradient_agrees_with_differences_of_the_value(surface: Surface) -> None:
    params = far_from_cusps(surface, seeded_points(surface, 600))
    exact = gradient(surface, params)
    for axis in range(len(params)):
        assert_derivative(exact[:, axis], lambda *p: surface.value(ARRAY, *p), params, axis, np.linalg.norm(exact, axis=1))


@each_case
def test_hessian_agrees_with_differences_of_the_gradient(surface: Surface) -> None:
    params = far_from_cusps(surface, seeded_points(surface, 600))
    exact = hessian(surface, params)
    for row, column in product(range(len(params)), repeat=2):
        slopes = np.linalg.norm(exact, axis=(1, 2))
        assert_derivative(exact[:, row, column], lambda *p, row=row: gradient(surface, [*p])[:, row], params, column, slopes)


@each_case
def test_hessian_is_symmetric(surface: Surface) -> None:
    matrices = hessian(surface, seeded_points(surface, 200))
    assert np.array_equal(matrices, matrices.swapaxes(-1, -2))


def all_numbers(surface: Surface, f: Any, params: Any) -> list[Any]:
    """Value, gradient and Hessian in one list."""
    return [surface.value(f, *params), *surface.gradient(f, *params), *(h for row in surface.hessian(f, *params) for h in row)]


def uses_transcendental_functions(surface: Surface) -> bool:
    called = set()

    def spy(function: Callable[[float], float]) -> Callable[[float], float]:
        def spied(x: float) -> float:
            called.add(function)
            return function(x)

        return spied

    all_numbers(surface, replace(SCALAR, exp=spy(math.exp), cos=spy(math.cos), sin=spy(math.sin)), surface.start())
    return bool(called)


@each_case
def test_scalar_and_array_agree(surface: Surface) -> None:
    """To the bit where only + − · / and √ are used (IEEE 754 rounds them right), else to 1e-14 of the largest."""
    params = seeded_points(surface, 200)
    tolerance = 1e-14 if uses_transcendental_functions(surface) else 0.0
    singles = np.array([all_numbers(surface, SCALAR, [float(p) for p in place]) for place in zip(*params, strict=True)])
    for column, array in zip(singles.T, all_numbers(surface, ARRAY, params), strict=True):
        assert np.max(np.abs(column - array)) <= tolerance * np.max(np.abs(column))


@each_case
def test_arrays_broadcast(surface: Surface) -> None:
    if len(surface.parameters) == 1:
        params = [np.linspace(*surface.window()[0], 12).reshape(3, 4)]
    else:
        (left, right), (low, high) = surface.window()
        params = [np.linspace(left, right, 4)[None, :], np.linspace(low, high, 3)[:, None]]
    for number in all_numbers(surface, ARRAY, params):
        assert np.broadcast_shapes(np.shape(number), (3, 4)) == (3, 4)
    assert np.shape(surface.value(ARRAY, *params)) == (3, 4)


class Opaque:
    """A number that can do what a traced number can, and nothing else: no comparison, no power, no truth."""

    def __init__(self, number: float) -> None:
        self.number = number

    def __bool__(self) -> bool:
        raise AssertionError("a surface must not branch on its parameters")

    __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: bool(self)

    def __neg__(self) -> "Opaque":
        return Opaque(-self.number)


def _opaque(operation: Callable[..., float]) -> Callable[..., Opaque]:
    return lambda *operands: Opaque(operation(*(o.number if isinstance(o, Opaque) else o for o in operands)))


for _name in ("add", "sub", "mul", "truediv", "radd", "rsub", "rmul", "rtruediv"):
    setattr(Opaque, f"__{_name}__", _opaque(lambda a, b, name=_name: getattr(float(a), f"__{name}__")(float(b))))

OPAQUE = replace(
    SCALAR, exp=_opaque(math.exp), cos=_opaque(math.cos), sin=_opaque(math.sin), sqrt=_opaque(math.sqrt), absolute=_opaque(abs)
)


@each_case
def test_works_for_numbers_that_only_know_arithmetic(surface: Surface) -> None:
    plain = all_numbers(surface, SCALAR, surface.start())
    opaque = all_numbers(surface, OPAQUE, [Opaque(p) for p in surface.start()])
    assert [o.number if isinstance(o, Opaque) else o for o in opaque] == plain


@each_case
def test_everything_is_finite_in_the_window(surface: Surface) -> None:
    stationary = np.array([point.params for point in surface.stationary_points()]).T
    params = [np.concatenate([g, s]) for g, s in zip(grid(surface, 101), stationary, strict=True)]
    for number in all_numbers(surface, ARRAY, params):
        assert np.isfinite(number).all()


# ---- stationary points


@each_case
def test_gradient_vanishes_at_stationary_points(surface: Surface) -> None:
    """The Newton step that is left, H⁻¹g, is a few roundings of the parameters, spread by the condition of H."""
    for point in surface.stationary_points():
        slope = np.array(surface.gradient(SCALAR, *point.params))
        if surface.kind in DEGENERATE:
            assert not slope.any()
            continue
        matrix: np.ndarray = np.array(surface.hessian(SCALAR, *point.params))
        step = np.linalg.solve(matrix, slope)
        assert np.abs(step).max() <= 8 * EPS * max(1.0, *np.abs(point.params)) * np.linalg.cond(matrix), point


@each_case
def test_kind_agrees_with_curvature(surface: Surface) -> None:
    for point in surface.stationary_points():
        curvatures = np.linalg.eigvalsh(np.array(surface.hessian(SCALAR, *point.params)))
        if surface.kind in DEGENERATE:
            assert not curvatures.any()
            assert "degenerate" in (surface.__doc__ or "")
            continue
        assert np.abs(curvatures).min() > 1e-7 * np.abs(curvatures).max(), f"{point} is nearly degenerate"
        kind = "minimum" if curvatures[0] > 0 else "maximum" if curvatures[-1] < 0 else "saddle"
        assert kind == point.kind, point


@each_case
@pytest.mark.parametrize("radius", [1e-3, 1e-2])
def test_neighbours_confirm_the_kind(surface: Surface, radius: float) -> None:
    """Needs no derivative, so it also judges the degenerate points."""
    angles = np.linspace(0.0, 2.0 * math.pi, 360, endpoint=False)
    ring = [radius * np.cos(angles), radius * np.sin(angles)] if len(surface.parameters) == 2 else [np.array([-radius, radius])]
    for point in surface.stationary_points():
        around = surface.value(ARRAY, *(p + r for p, r in zip(point.params, ring, strict=True)))
        rise = np.asarray(around) - value_at(surface, point.params)
        expected = {"minimum": (True, False), "maximum": (False, True), "saddle": (True, True)}[point.kind]
        assert (bool((rise > 0).any()), bool((rise < 0).any())) == expected, point


@each_case
def test_global_minima_are_the_lowest_of_the_window(surface: Surface) -> None:
    lowest = [value_at(surface, point.params) for point in surface.stationary_points() if point.is_global]
    if not lowest:
        assert "No minimum" in (surface.__doc__ or "") or "no minimum" in (surface.__doc__ or "")
        return
    everywhere = surface.value(ARRAY, *grid(surface, 501 if len(surface.parameters) == 2 else 100_001))
    assert max(lowest) - min(lowest) <= 1e-14 * max(1.0, abs(min(lowest)))
    assert np.min(everywhere) >= min(lowest) - 8 * EPS * max(1.0, abs(min(lowest)))
    for point in surface.stationary_points():
        if point.kind == "minimum" and not point.is_global:
            assert value_at(surface, point.params) > min(lowest) + 1e-6, f"{point} is as low as the global minimum"


@each_case
def test_no_stationary_point_is_missing(surface: Surface) -> None:
    """Newton's method from everywhere in the window finds nothing that is not recorded."""
    params = grid(surface, 91 if len(surface.parameters) == 2 else 2001)
    d = len(params)
    with np.errstate(all="ignore"):
        for _ in range(60):
            slopes, matrices = gradient(surface, params).copy(), hessian(surface, params).copy()
            lost = ~(np.isfinite(slopes).all(-1) & np.isfinite(matrices).all((-1, -2)))
            lost |= ~(np.abs(np.linalg.det(np.where(lost[:, None, None], np.eye(d), matrices))) > 1e-280)
            slopes[lost], matrices[lost] = 0.0, np.eye(d)
            steps = np.linalg.solve(matrices, slopes[..., None])[..., 0]
            params = [p - steps[:, i] for i, p in enumerate(params)]
        still = np.abs(gradient(surface, params)).max(axis=-1) < 1e-9
    inside = np.logical_and.reduce([(low <= p) & (p <= high) for p, (low, high) in zip(params, surface.window(), strict=True)])
    found = np.stack(params, axis=-1)[still & inside]
    if surface.kind in MINIMA_ONLY:
        found = found[np.linalg.eigvalsh(hessian(surface, list(found.T)))[:, 0] > 0]
    recorded = np.array([point.params for point in surface.stationary_points()])
    distance = np.abs(found[:, None, :] - recorded[None, :, :]).max(axis=-1).min(axis=1)
    assert len(found)
    assert distance.max() < 1e-6, found[distance.argmax()]
