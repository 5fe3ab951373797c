"""Writes the reference numbers of scikit-learn that tests/engine/test_points.py and test_datasets.py compare the engine with.

    python tests/reference/make_sklearn.py

needs scikit-learn 1.9 and NumPy, nothing of ours.

* ``sklearn.npz`` - tables of several sizes, scales and offsets with what StandardScaler makes of them
  (``x_k``, ``mean_k``, ``scale_k``, ``z_k``), and the iris flowers as ``load_iris`` has them.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler

SIZES = ((1, 2), (2, 3), (17, 1), (200, 4), (1000, 2))


def main() -> None:
    draw = np.random.default_rng(20261121)
    numbers = {}
    for index, (rows, columns) in enumerate(SIZES):
        x = draw.normal(size=(rows, columns)) * 10.0 ** draw.integers(-6, 7, columns) + draw.normal(size=columns)
        if columns > 1:
            x[:, -1] = 0.1  # a constant column, whose mean as summed is not quite 0.1
        scaler = StandardScaler().fit(x)
        numbers |= {f"x_{index}": x, f"mean_{index}": scaler.mean_, f"scale_{index}": scaler.scale_, f"z_{index}": scaler.transform(x)}
    flowers = load_iris()
    np.savez_compressed(Path(__file__).parent / "sklearn.npz", iris=flowers.data, species=flowers.target, **numbers)


if __name__ == "__main__":
    main()
