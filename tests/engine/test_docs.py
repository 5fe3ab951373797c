"""What docs/python.md shows is run here, top to bottom, with the shapes and values its comments state."""

import re
from pathlib import Path

import pytest

TEXT = (Path(__file__).parents[2] / "docs" / "python.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


def test_every_block_runs_and_says_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    assert len(BLOCKS) >= 5
    for block in BLOCKS:
        exec(compile(block, "docs/python.md", "exec"), names)
        for expression, comment in re.findall(r"^(\S.*?)\s+# (.+)$", block, re.MULTILINE):
            stated = re.match(r"\(\d[\d, ]*\)|\(\d+,\)|\d+$|\[['\d].*\]|\('.*\)|'.*'|True$", comment)
            if stated and "print" not in expression:
                assert repr(eval(expression, names)) == stated.group(), f"{expression}: {comment}"
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "optimizer.beta1 must be in [0, 1), got 1.2"
    assert "target must have shape (2,), got (2, 1)" in printed
