"""What a page of the product is. One page a file in ``app/page/pages/``, enrolled by existing; nothing else names one."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.page.translations import Language


@dataclass(frozen=True)
class Page:
    """A page, as everything that serves it asks for it."""

    name: str
    """Its file's name, and that of its program and its style sheet."""
    place: int
    """Where it stands among the pages."""
    path: str
    """Of its address, below the language; one page has none."""
    tab: str
    """What it is called among the pages, in English."""
    template: str
    """Its file in ``templates/``."""
    entry: str
    """Its first module in ``static/``."""
    styles: tuple[str, ...]
    """Its style sheets in ``static/styles/``, in their order."""
    opening: Callable[[Language], dict[str, Any]]
    """What its modules begin with, besides what every page's begin with (`app.page.rendering`)."""


@cache
def pages() -> tuple[Page, ...]:
    """All pages in their order. Raises ``TypeError``, naming the file, where one defines no page of its name."""
    package = importlib.import_module("app.page.pages")
    found: list[Page] = []
    for module_info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        page = getattr(module, "PAGE", None)
        if not isinstance(page, Page) or page.name != module_info.name:
            raise TypeError(f"{module.__file__} must define PAGE, a page named {module_info.name!r}")
        found.append(page)
    return tuple(sorted(found, key=lambda page: page.place))
