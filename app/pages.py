"""The page: rendered and compressed once a language at start-up, with all it needs for its first picture."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.assets import Asset, Assets
from app.catalogue import catalogue
from app.encoding import json_bytes
from app.messages import PROTOCOL
from app.opening import opening
from app.paths import TEMPLATES
from app.translations import LANGUAGES, Language, translator


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json_bytes(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)


def render(language: Language, assets: Assets, environment: Environment) -> Asset:
    """The page in one language."""
    body = environment.get_template("page.html").render(
        _=translator(language),
        lang=language,
        static=assets.tree,
        modules=assets.modules("main.js"),
        plotly=assets.address(assets.plotly_name),
        opening=script_json({"catalogue": catalogue(language), "lang": language, "protocol": PROTOCOL, "opening": opening()}),
    )
    return Asset.compressed("text/html; charset=utf-8", body.encode())


def render_pages(assets: Assets) -> dict[Language, Asset]:
    """All pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {language: render(language, assets, environment) for language in LANGUAGES}
