"""The page's types of a run are made from the models, whatever fields these have."""

import re
from typing import Annotated, Literal

import pytest
from pydantic import Discriminator

from app.run_schema import FOLDERS, run_schema
from app.run_types import base_of, declarations
from app.stream import messages
from engine import run_config
from engine.config import Config
from engine.fits.batches import FullBatch
from engine.registry import members
from tests.app import grown


def declared(*blocks: str) -> dict[str, dict[str, str]]:
    """Name → field → type."""
    found = {}
    for block in blocks:
        named = re.search(r"export type (\w+) = \{\n(.*)\};", block, re.S)
        if named:
            found[named[1]] = dict(re.findall(r"^  (\[.*\]|\S+): (.*);$", named[2], re.M))
    return found


def test_every_field_of_every_model_of_a_run_is_declared() -> None:
    types = declared(*declarations())
    for name in ("RunConfig", "Racer", "Change", "Setting", "Convergence"):
        fields = getattr(run_config, name).model_fields
        assert [field.rstrip("?") for field in types[name]] == list(fields), name
    assert not any(field.endswith("?") for name in ("RunConfig", "Racer", "OwnData") for field in types[name])
    assert types["Racer"]["start"] == 'number[] | "random" | null'
    assert types["Racer"]["optimizer"] == "Optimizer"
    assert types["RunConfig"]["racers"] == "Racer[]"
    assert types["OwnData"]["x"] == "number[][]"
    assert types["Change"] == {"at_step": "number", "racer?": "string | null", "set": "Setting"}
    assert all(field.endswith("?") for field in types["Setting"])
    assert "null" not in " ".join(types["Setting"].values())


def test_what_all_members_of_a_folder_have_is_declared() -> None:
    types = declared(*declarations())
    assert types["Optimizer"]["learning_rate"] == "number"
    assert "beta1" not in types["Optimizer"]
    for folder in FOLDERS:
        for field in set(types[base_of(folder)]) - {"[field: string]"}:
            assert all(field in member.model_fields for member in members(folder).values()), (folder, field)


def test_a_new_field_is_declared_without_being_known() -> None:
    before, after = declared(*declarations()), declared(*declarations(grown.Start))
    new = {
        "Racer": {"lookahead": "number", "wind": "Wind", "gust": "Breeze | null"},
        "RunConfig": {"label": "string"},
        "Setting": {"lookahead?": "number", "wind?": "Wind"},
    }
    for name, fields in new.items():
        assert after[name] == {**before[name], **fields}
    assert after["Breeze"] == {"kind": '"breeze"', "strength": "number"}
    assert "export type Wind = Calm | Breeze;" in declarations(grown.Start)
    assert set(after) == {*before, "Calm", "Breeze"}


def test_a_name_that_would_mean_two_types_is_refused() -> None:
    class Racer(grown.Racer):
        breeze: Annotated[grown.Breeze | FullBatch, Discriminator("kind")] = FullBatch()

    class RunConfig(run_config.RunConfig):
        racers: tuple[Racer, ...] = ()

    class Start(messages.Start):
        run: RunConfig

    with pytest.raises(ValueError, match="Breeze is the name of two types"):
        declarations(Start)


def test_kinds_of_a_union_are_told_by_their_models_whether_it_says_so_or_not() -> None:
    schema = run_schema()
    assert set(schema.find(schema.run)["properties"]["problem"]["kinds"]) == set(members("problems"))
    assert schema.find(schema.models["Racer"]["properties"]["schedule"])["members"] == "schedules"

    class Storm(Config):
        kind: Literal["storm"] = "storm"

    class Message(messages.Start):
        run: Annotated[grown.Breeze | Storm, Discriminator("kind")]  # type: ignore[assignment]  # any union will do

    assert run_schema(Message).run == {"kinds": {"breeze": {"$ref": "#/$defs/Breeze"}, "storm": {"$ref": "#/$defs/Storm"}}}
