"""The page: rendered and compressed once a language at start-up, with all it needs for its first picture."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.assets import Asset, Assets
from app.catalogue import ROOMS, Room, catalogue_of
from app.encoding import json_bytes
from app.messages import PROTOCOL
from app.opening import opening
from app.paths import TEMPLATES
from app.translations import LANGUAGES, Language, translator


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json_bytes(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)


def render(room: Room, language: Language, assets: Assets, environment: Environment) -> Asset:
    """One page in one language."""
    path = "" if room == "surface" else f"/{room}"
    body = environment.get_template("page.html").render(
        room=room,
        path=path,
        _=translator(language),
        lang=language,
        static=assets.tree,
        modules=assets.modules("main.js"),
        plotly=assets.address(assets.plotly_name),
        opening=script_json({"catalogue": catalogue_of(room, language), "lang": language, "protocol": PROTOCOL, "opening": opening(room)}),
    )
    return Asset.compressed("text/html; charset=utf-8", body.encode())


def render_pages(assets: Assets) -> dict[tuple[Room, Language], Asset]:
    """All pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {(room, language): render(room, language, assets, environment) for room in ROOMS for language in LANGUAGES}
