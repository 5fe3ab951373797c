"""The order in which a course comes to things, and the headings they stand under in lists: one table for every list of the page."""

from collections.abc import Iterator, Mapping

from engine import registry
from engine.config import Member
from engine.text import N_

COURSE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "optimizers": {
        N_("Gradient and momentum"): ("gradient_descent", "momentum", "nesterov"),
        N_("A rate of its own for each parameter"): ("adagrad", "rmsprop", "adadelta"),
        N_("Adam and its kin"): ("adam", "adamw", "adamax", "nadam", "radam"),
        N_("The sign alone"): ("lion",),
    },
    "schedules": {
        N_("The same throughout"): ("constant",),
        N_("Falling"): ("step", "exponential", "inverse_time", "cosine"),
        N_("Up and down"): ("one_cycle", "cosine_restarts"),
        N_("As the loss goes"): ("reduce_on_plateau",),
    },
    "surfaces": {
        N_("Bowls"): ("quadratic", "booth", "matyas"),
        N_("Valleys"): ("rosenbrock", "beale", "goldstein_price"),
        N_("Several minima"): ("himmelblau", "double_well", "three_hump_camel", "six_hump_camel", "styblinski_tang", "mccormick"),
        N_("Saddles, plateaus, cliffs"): ("saddle", "monkey_saddle", "plateau", "cliff"),
        N_("Many minima"): ("rastrigin", "ackley"),
        N_("One parameter"): ("parabola", "double_well_1d", "wavy_parabola"),
    },
    "datasets": {
        N_("Lines and curves"): ("line", "noisy_line", "penguins_mass", "polynomial", "sine"),
        N_("Numbers from two features"): ("playground_plane", "playground_multi_gauss"),
        N_("Two classes"): ("blobs", "playground_gauss", "iris_pair", "moons", "circles", "playground_circle", "xor", "spiral"),
        N_("More than two classes"): ("penguins", "iris", "three_class_spiral"),
    },
    "losses": {
        N_("Numbers"): ("mean_squared_error", "half_sum_squared_error", "mean_absolute_error", "huber", "log_cosh"),
        N_("Two classes"): ("binary_cross_entropy", "hinge"),
        N_("Classes and distributions"): (
            *("categorical_cross_entropy", "sparse_categorical_cross_entropy"),
            *("negative_log_likelihood", "kullback_leibler"),
        ),
    },
}


def in_order(folder: str) -> Iterator[tuple[str, type[Member]]]:
    """(heading, member) of all members of a folder of ``COURSE``.

    Raises ``TypeError`` where the table names another set than the folder has: who adds a member says where a course comes to it.
    """
    found, places = registry.members(folder), [(group, kind) for group, kinds in COURSE[folder].items() for kind in kinds]
    if sorted(kind for _, kind in places) != sorted(found):
        unlike = sorted(set(found) ^ {kind for _, kind in places}) or "one that stands there twice"
        raise TypeError(f"app/page/course.py must name each of engine/{folder}/ once; look at {unlike}")
    yield from ((group, found[kind]) for group, kind in places)
