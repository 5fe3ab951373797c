"""Plotly's script: trimmed once, kept between starts, made anew where the copy is damaged, whole where its form is unknown."""

from pathlib import Path

import brotli
import pytest

from app.page import plotly_script, trimming
from app.page.plotly_script import SOURCE, PlotlyScript


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was made; quickly, and recognisable."""
    calls: list[str] = []

    def trim(source: bytes, kinds: set[str]) -> bytes:
        calls.append("trimmed")
        return b"/* trimmed */" * 100 + source[:100]

    def compress(body: bytes, quality: int, lgwin: int) -> bytes:
        calls.append("packed")
        assert real(b"as asked", quality=quality, lgwin=lgwin), "Brotli knows it"
        assert quality == 11, "as small as can be: it is done once"
        return real(body, quality=1)

    real = brotli.compress
    monkeypatch.setattr(trimming, "trimmed", trim)
    monkeypatch.setattr(brotli, "compress", compress)
    return calls


def test_the_second_start_makes_nothing(tmp_path: Path, made: list[str]) -> None:
    first = PlotlyScript.load(tmp_path / "cache")
    assert first.packed is None
    first.pack()
    first.pack()
    second = PlotlyScript.load(tmp_path / "cache")
    second.pack()
    assert made == ["trimmed", "packed"]
    assert (second.plain, second.packed, second.version) == (first.plain, first.packed, first.version)


@pytest.mark.parametrize("damaged", [b"", b"damaged", brotli.compress(b"alert('not what was kept')")])
def test_a_damaged_copy_is_made_anew(tmp_path: Path, made: list[str], damaged: bytes) -> None:
    whole = PlotlyScript.load(tmp_path)
    whole.pack()
    [kept] = tmp_path.iterdir()
    kept.write_bytes(damaged)
    again = PlotlyScript.load(tmp_path)
    assert again.plain == whole.plain
    again.pack()
    assert PlotlyScript.load(tmp_path).packed == whole.packed
    assert made == ["trimmed", "packed", "trimmed", "packed"]


def test_another_way_of_trimming_is_another_copy(tmp_path: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    PlotlyScript.load(tmp_path).pack()
    monkeypatch.setattr(plotly_script, "TRACES", {"surface", "mesh3d"})
    PlotlyScript.load(tmp_path).pack()
    assert made == ["trimmed", "packed"] * 2
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.usefixtures("made")
def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    script = PlotlyScript.load(tmp_path / "file" / "no-folder")
    script.pack()
    assert brotli.decompress(script.packed or b"") == script.plain


def test_a_script_of_an_unknown_form_is_served_whole_and_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plotly_script, "TRACES", {"no-such-trace"})
    monkeypatch.setattr(trimming, "trimmed", refuse)
    with pytest.warns(RuntimeWarning, match="no-such-trace"):
        script = PlotlyScript.load(tmp_path)
    assert script.plain == SOURCE.read_bytes()


def refuse(_: bytes, kinds: set[str]) -> bytes:
    raise ValueError(f"no trace {kinds}")
