"""Gradient clipping against torch.nn.utils.clip_grad_norm_ and clip_grad_value_ (tests/reference/make_torch.py)."""

import json
from typing import Any

import numpy as np
import pytest
from member_texts import ROOT

from engine.functions import ARRAY, SCALAR
from engine.running.clipping import clip_by_norm, clip_by_value

REFERENCE = ROOT / "tests" / "reference"
CASES = json.loads((REFERENCE / "cases.json").read_text("utf-8"))["clipping"]
RECORDED = np.load(REFERENCE / "clipping.npz")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_clips_as_pytorch_does(case: dict[str, Any]) -> None:
    clip = clip_by_norm if case["by"] == "norm" else clip_by_value
    before, expected = RECORDED["before"], RECORDED[case["name"]]
    one_by_one = np.array([clip(SCALAR, tuple(map(float, gradient)), case["limit"]) for gradient in before])
    np.testing.assert_allclose(one_by_one, expected, rtol=1e-14, atol=0.0)
    together = np.stack(clip(ARRAY, tuple(before.T), case["limit"]), axis=1)
    assert (together == one_by_one).all()
    assert (expected != before).any()
    assert (expected == before).all(axis=1).any()
