"""What whole pages show from state to state: the tests of drawn_*.test.js, apart, since they take seconds."""

import pytest
from playwright.sync_api import Page

from tests.modules.test_modules import DRAWN, HERE, run

REFERENCES = HERE.parent / "reference" / "drawn"
# On a busy machine ten times as long as alone.
pytestmark = pytest.mark.timeout(150)


def test_every_reference_is_of_a_test() -> None:
    told = "".join((HERE / file).read_text(encoding="utf-8") for file, _ in DRAWN)
    for path in REFERENCES.glob("*"):
        assert path.suffix == ".txt"
        page, _, name = path.stem.partition("_")
        assert f'"{path.stem}"' in told or (page == "losses" and f'exhibit("{name}"' in told), path


@pytest.mark.parametrize(("file", "name"), DRAWN, ids=lambda part: part.removesuffix(".test.js"))
def test_drawn(bare: Page, file: str, name: str) -> None:
    run(bare, file, name)
