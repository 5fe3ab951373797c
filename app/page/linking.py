"""The page's modules linked into one, so that a browser asks for one file and not for a hundred and fifty.

Each module becomes a function that is called once, in the order in which a browser would evaluate them
(ECMAScript 2024, section 16.2.1.6: imported modules first, from left to right), and returns what it exports; the
entry stands last, in one that may await. No module's names reach another's. Sources stay as they are
written, under their own names.

Only the forms that this project's modules use are linked; everything else is refused by name when the server
starts, never guessed at: ``import name from``, ``import { a, b as c } from``, ``export function``,
``export async function`` (generators too), ``export class``, ``export const name`` and ``export default``, each at the beginning of
a line. There is no ``export let``: what is exported is read once.
"""

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r"""^import (?:(?P<default>\w+)|\{(?P<names>[\w\s,]+)\}) from "(?P<path>\.[^"]+)";\n""", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:(?P<default>default) |(?=(?:(?:async )?function\*?|class|const) (?P<name>\w+)))", re.MULTILINE)
_LEFT = re.compile(r"^(?:import\b|export\b).*", re.MULTILINE)
_DEFAULT = "default_"


def imports(source: str) -> list[str]:
    """Paths that a module imports, as they are written."""
    return [found["path"] for found in _IMPORT.finditer(source)]


def _resolved(name: str, path: str) -> str:
    """The module that ``name`` imports as ``path``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def order(files: Mapping[str, str], entry: str) -> list[str]:
    """``entry`` and all that it imports, each after what it imports itself.

    Raises:
        ValueError: where modules import each other in a circle, or one that is not there
    """
    placed: list[str] = []

    def place(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise ValueError(f"modules import each other: {' → '.join((*above, name))}")
        if name not in files:
            raise ValueError(f"{above[-1] if above else 'the page'} imports {name}, which is not there")
        if name not in placed:
            for path in imports(files[name]):
                place(_resolved(name, path), (*above, name))
            placed.append(name)

    place(entry, ())
    return placed


def link(files: Mapping[str, str], entry: str) -> str:
    """One module that does what ``entry`` does with all that it imports.

    Args:
        files: sources by their path in the tree
        entry: path of the module that the page names

    Raises:
        ValueError: where a module is not of the forms above, with its name and line
    """
    names = order(files, entry)
    letters = {name: f"module_{place}" for place, name in enumerate(names)}
    return "\n".join(_body(files[name], name, letters, is_entry=name == entry) for name in names)


def _body(source: str, name: str, letters: Mapping[str, str], *, is_entry: bool) -> str:
    exported: list[str] = []

    def imported(found: re.Match[str]) -> str:
        module = letters[_resolved(name, found["path"])]
        names = [f"{_DEFAULT} as {found['default']}"] if found["default"] else found["names"].split(",")
        taken = ", ".join(name.strip().replace(" as ", ": ") for name in names if name.strip())
        return f"const {{ {taken} }} = {module};\n"

    def stripped(found: re.Match[str]) -> str:
        exported.append(found["name"] or _DEFAULT)
        return f"const {_DEFAULT} = " if found["default"] else ""

    body = _EXPORT.sub(stripped, _IMPORT.sub(imported, source))
    if left := _LEFT.search(body):
        raise ValueError(f"{name} has a line that cannot be linked: {left[0]}")
    if is_entry:
        return f"// {name}\nawait (async () => {{\n{body}}})();\n"
    return f"// {name}\nconst {letters[name]} = (() => {{\n{body}return {{ {', '.join(exported)} }};\n}})();\n"
