"""The command line."""

import re
import runpy
import sys
from pathlib import Path

import brotli
import pytest
from typer.testing import CliRunner

from app import schema
from app.cli import cli
from app.paths import ROOT
from engine import minimize


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, arguments)
    return result.exit_code, re.sub(r"\x1b\[[0-9;]*m", "", result.output)


def test_python_m_app_is_descent(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["app", "--help"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("app", run_name="__main__")
    assert not ended.value.code
    assert "serve" in capsys.readouterr().out


def test_run_prints_the_way_down() -> None:
    code, output = run("run", "rosenbrock", "adam", "--set", "learning_rate=0.02", "--steps", "100", "--start", "-1.5,2", "--lines", "3")
    assert code == 0
    path = minimize("rosenbrock", "adam", start=(-1.5, 2.0), steps=100, learning_rate=0.02)
    rows = [line.split() for line in output.splitlines() if re.match(r"\s*\d", line)]
    assert [row[0] for row in rows] == ["0", "50", "100"]
    assert rows[-1][1:4] == [f"{path.params[100, 0]:.6g}", f"{path.params[100, 1]:.6g}", f"{path.loss[100]:.6g}"]
    assert "Not decided within 100 steps." in output


def test_run_says_how_it_ended() -> None:
    assert "Diverged at step" in run("run", "rosenbrock", "--set", "learning_rate=1")[1]
    assert "Converged at step" in run("run", "booth", "momentum", "--set", "learning_rate=0.02", "--set", "momentum=0.5")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rosenbrok",), "problem.surface"),
        (("rosenbrock", "adm"), "racers.0.optimizer"),
        (("rosenbrock", "adam", "--set", "beta1=1.2"), "beta1 must be in [0, 1), got 1.2"),
        (("rosenbrock", "adam", "--set", "beta1=much"), "beta1 must be a number, got 'much'"),
        (("rosenbrock", "adam", "--start", "1"), "start must have 2 entries, got 1"),
        (("rosenbrock", "adam", "--schedule", "never"), "racers.0.schedule"),
    ],
)
def test_run_says_what_is_wrong(arguments: tuple[str, ...], told: str) -> None:
    code, output = run("run", *arguments)
    assert code == 2
    assert told in " ".join(output.split())


def test_schema_mends_what_is_stale_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # On copies: a test that mends the files it looks at could not fail twice.
    copies = {tmp_path / path.name: path for path in schema.FILES}
    for copy, path in copies.items():
        copy.write_bytes(path.read_bytes())
    monkeypatch.setattr(schema, "FILES", {copy: schema.FILES[path] for copy, path in copies.items()})
    monkeypatch.setattr(schema, "ROOT", tmp_path)
    assert run("schema") == (0, "nothing has changed\n")
    stale = tmp_path / "messages.d.ts"
    stale.write_text("// of last year")
    before = {copy: copy.stat().st_mtime_ns for copy in copies if copy != stale}
    assert run("schema") == (0, "messages.d.ts\n")
    assert stale.read_bytes() == copies[stale].read_bytes()
    assert {copy: copy.stat().st_mtime_ns for copy in before} == before


def test_compress_fills_the_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    compress = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda body, **_: compress(body, quality=1))
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("DESCENT_CACHE_DIR", str(folder))
    assert run("compress")[0] == 0
    assert len(list(folder.glob("plotly-*.br"))) == 1


def test_every_command_has_help() -> None:
    for command in ("serve", "run", "schema", "compress"):
        code, output = run(command, "--help")
        assert code == 0
        assert "Usage" in output
    assert (ROOT / "docs" / "hosting.md").read_text().count("descent compress") == 1
