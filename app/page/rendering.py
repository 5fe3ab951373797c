"""The pages as they are sent: rendered and compressed once a language at start-up, with all they need for their first picture."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.encoding import json_bytes
from app.page.assets import Asset, Assets
from app.page.page import Page, pages
from app.page.translations import LANGUAGES, Language, named_languages, texts_of, translator
from app.paths import TEMPLATES


def script_json(value: Any) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json_bytes(value).decode().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(text)


def _opening(page: Page, language: Language) -> dict[str, Any]:
    """What the page's modules begin with: where they are, and what the page itself says."""
    translate = translator(language)
    tabs = [{"name": other.name, "path": other.path, "title": translate(other.tab)} for other in pages()]
    return {"lang": language, "page": page.name, "pages": tabs, **page.opening(language)}


def render(page: Page, language: Language, assets: Assets, environment: Environment) -> Asset:
    """One page in one language."""
    body = environment.get_template(page.template).render(
        page=page,
        program=assets.program(page.entry),
        sheet=assets.sheet(f"{page.name}.css", page.styles),
        _=translator(language),
        lang=language,
        languages=named_languages(),
        texts=script_json(texts_of(assets.source(page.entry), language)),
        static=assets.tree,
        plotly=assets.address(assets.plotly_name),
        opening=script_json(_opening(page, language)),
    )
    return Asset.compressed("text/html; charset=utf-8", body.encode())


def render_pages(assets: Assets) -> dict[tuple[str, Language], Asset]:
    """All pages by name and language."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return {(page.name, language): render(page, language, assets, environment) for page in pages() for language in LANGUAGES}
