"""The pages: rendered and compressed once a language at start-up, with all it needs for its first picture."""

from typing import Any, Literal, TypeAlias

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.encoding import json_bytes
from app.page.assets import Asset, Assets
from app.page.catalogue import ROOMS, Room, catalogue_of
from app.page.lab import described
from app.page.opening import opening
from app.page.translations import LANGUAGES, Language, named_languages, texts_of, translator
from app.paths import TEMPLATES
from app.stream.messages import PROTOCOL

PageName: TypeAlias = Room | Literal["losses"]
"""Pages by the last part of their address: those on which balls roll, and the laboratory of losses."""
PAGES: tuple[PageName, ...] = (*ROOMS, "losses")
_ROLLING = ("page.html", "main.js")
_OF_PAGE = {"losses": ("losses.html", "losses.js")}
"""Template and entry module."""


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json_bytes(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)


def _opening(page: PageName, language: Language) -> dict[str, Any]:
    """What the page's modules begin with."""
    if page == "losses":
        return {"lang": language, "exhibits": described(language)}
    return {"catalogue": catalogue_of(page, language), "lang": language, "protocol": PROTOCOL, "opening": opening(page)}


def render(page: PageName, language: Language, assets: Assets, environment: Environment) -> Asset:
    """One page in one language."""
    template, entry = _OF_PAGE.get(page, _ROLLING)
    body = environment.get_template(template).render(
        room=page,
        path="" if page == "surface" else f"/{page}",
        program=assets.program(entry),
        sheet=assets.sheet,
        _=translator(language),
        lang=language,
        languages=named_languages(),
        texts=script_json(texts_of(assets.source(entry), language)),
        static=assets.tree,
        plotly=assets.address(assets.plotly_name),
        opening=script_json(_opening(page, language)),
    )
    return Asset.compressed("text/html; charset=utf-8", body.encode())


def render_pages(assets: Assets) -> dict[tuple[PageName, Language], Asset]:
    """All pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {(page, language): render(page, language, assets, environment) for page in PAGES for language in LANGUAGES}
