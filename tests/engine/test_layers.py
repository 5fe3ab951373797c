"""Imports go one way: the page's service uses the engine, never the other way round, and the engine touches no world."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from member_texts import ROOT

ENGINE = ROOT / "engine"
LAYERS = [
    {
        "text",
        "errors",
        "running.turns",
        "numbers.draws",
        "numbers.recorded",
        "running.log",
        "measured",
        "tables.cells",
        "numbers.scaling",
        "numbers.equality",
        "remembering",
        "tuned.on_surfaces",
        "tuned.on_data",
    },
    {"config", "findings", "numbers.arrays", "tables.text", "tables.records", "tuned.rates"},
    {"registry", "operation", "numbers.layout", "numbers.frame"},
    {"operations"},
    {"functions"},
    {"running.clipping", "numbers.graph", "numbers.steps", "landscape", "fits.points"},
    {"numbers.trace", "projection", "fits.parts"},
    {"hyperparameters", "probability", "numbers.written", "fits.batches", "fits.parabola", "fits.regression", "plane"},
    {"running.differences", "tables.columns", "problem", "plane_choice"},
    {"optimizer", "schedule", "surface", "loss", "dataset", "model", "tables.table"},
    {"optimizers", "schedules", "surfaces", "losses", "datasets", "models", "exhibit"},
    {"fits.fitting", "fits.judging", "fits.linear", "fits.data", "running.outcome", "running.straight", "exhibits", "tuned.own"},
    {"linear_problem", "keywords"},
    {"problems"},
    {"run_config", "running.bits"},
    {"running.mover", "running.swarm", "preset"},
    {"running.ball", "running.learner_log"},
    {"running.learner"},
    {"running.movers"},
    {"running.changing", "running.stability", "running.sweep", "running.history", "running.checkpoint", "view", "fits.search"},
    {"running.columns", "running.path", "presets", "views", "tuned.grounds", "tuned.rule"},
    {"run"},
    {"api", "running.trial"},
    {"running.zone"},
    {"training"},
    {"__init__"},
]
"""From the ground up: a module imports only from layers below its own."""
FOLDERS = ("optimizers", "schedules", "surfaces", "losses", "datasets", "models", "presets", "exhibits", "views", "operations", "problems")
ALLOWED = {"math", "sys", "numpy", "pydantic", "hashlib", "platform", "importlib", "pkgutil", "bisect", "array", "itertools", "decimal"}
# threading: the lock of what is remembered.
ALLOWED |= {
    "threading",
    "difflib",
    "unicodedata",
    "csv",
    "re",
    "codecs",
    "typing",
    "collections",
    "dataclasses",
    "enum",
    "functools",
    "types",
    "contextlib",
    "operator",
    "engine",
}
WORLD = {"open", "print", "input", "exec", "eval", "__import__"}
FILES = [path for path in sorted(ENGINE.rglob("*.py")) if path.name != "__init__.py" or path.parent in (ENGINE, ENGINE / "measured")]
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ENGINE)))


def imports(path: Path, *, top: bool = True) -> Iterator[str]:
    """Full names of imported modules; ``top`` leaves out those inside functions."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(node) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for node in ast.walk(f)}
    for node in ast.walk(tree):
        if top and id(node) in inside:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            submodules = [
                alias.name for alias in node.names if (ROOT / (node.module or "").replace(".", "/") / f"{alias.name}.py").exists()
            ]
            yield from ([f"{node.module}.{name}" for name in submodules] or [node.module or ""])


def module_of(name: str) -> str:
    """What a module is called among the layers: its folder for members, else ``folder.module``."""
    _, *parts = name.split(".")
    return parts[0] if parts[0] in (*FOLDERS, "measured") else ".".join(parts[:2])


def name_of(path: Path) -> str:
    """The full name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def layer(name: str) -> int:
    return next(index for index, names in enumerate(LAYERS) if module_of(name) in names)


def test_every_module_has_a_layer() -> None:
    assert {module_of(name_of(path)) for path in FILES} == set().union(*LAYERS)
    assert sum(map(len, LAYERS)) == len(set().union(*LAYERS))


@each_file
def test_imports_come_from_below(path: Path) -> None:
    for imported in imports(path):
        if imported.split(".")[0] == "engine":
            assert "." in imported, "from the module that defines it"
            assert layer(imported) < layer(name_of(path)), imported


@each_file
def test_no_import_is_put_off(path: Path) -> None:
    assert set(imports(path, top=False)) == set(imports(path))


def members_named(path: Path) -> list[str]:
    return [name for name in imports(path, top=False) if name.startswith(tuple(f"engine.{folder}." for folder in FOLDERS))]


@each_file
def test_members_are_found_by_looking_and_import_no_other_member(path: Path) -> None:
    if module_of(name_of(path)) in ("presets", "exhibits"):  # these are made of members
        assert not [name for name in members_named(path) if name.startswith(f"engine.{module_of(name_of(path))}.")]
    elif module_of(name_of(path)) not in ("run_config", "running.swarm", "api"):
        assert members_named(path) == []


def test_only_the_default_schedule_and_minimize_s_problem_are_named_outside_the_folders() -> None:
    for name in ("run_config", "running/swarm"):
        assert members_named(ENGINE / f"{name}.py") == ["engine.schedules.constant"]
    assert members_named(ENGINE / "api.py") == ["engine.problems.surface"]


@each_file
def test_no_clock_no_files_no_network_no_hidden_draws(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path, top=False)} <= ALLOWED
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            # straight.py compiles what rules write down; test_straight.py holds that no outside text gets into it.
            assert node.func.id not in WORLD or (path.name, node.func.id) == ("straight.py", "exec"), ast.unparse(node)
        if isinstance(node, ast.Attribute) and node.attr == "random" and isinstance(node.value, ast.Name):
            assert path.name == "draws.py", "only draws.py draws"


def test_the_engine_loads_without_the_service() -> None:
    code = (
        "import sys, engine; engine.catalog(); from engine.registry import members; members('presets');"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'app', 'fastapi', 'uvicorn', 'jinja2', 'babel', 'plotly', 'orjson'}))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_the_service_uses_the_engine() -> None:
    used = {name.split(".")[0] for path in (ROOT / "app").rglob("*.py") for name in imports(path, top=False)}
    assert "engine" in used
    assert "tests" not in used
