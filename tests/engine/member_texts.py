"""The contract of every member's text: complete, marked for translation, and there in Korean."""

import ast
import inspect
import re
from pathlib import Path
from typing import Literal, get_args, get_origin

from babel.messages.pofile import read_po
from latex2mathml.converter import convert

from engine.config import Member
from engine.registry import members

ROOT = Path(__file__).parents[2]
HANGUL = re.compile("[가-힣]")


def file_of(member: type[Member]) -> str:
    return str(Path(inspect.getfile(member)).relative_to(ROOT))


def marked(path: Path) -> set[str]:
    """The sentences inside ``N_(…)`` of a source file."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {ast.literal_eval(call.args[0]) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "N_"}


def korean(domain: str) -> dict[str, str]:
    """English → Korean of ``app/locales/ko/<domain>.po``."""
    with (ROOT / "app" / "locales" / "ko" / f"{domain}.po").open("rb") as file:
        catalog = read_po(file)
    return {entry.id: entry.string for entry in catalog if entry.id and not entry.fuzzy}


def check_korean(domain: str, *sources: Path) -> None:
    """Every marked sentence of ``sources`` is translated, and the catalogue holds nothing else."""
    translations, all_marked = korean(domain), set()
    for path in sources:
        sentences = marked(path)
        missing = sorted(s for s in sentences if not translations.get(s))
        assert not missing, f"{path.relative_to(ROOT)} lacks Korean in {domain}.po: {missing}"
        all_marked |= sentences
    english = [s for s, k in translations.items() if s in all_marked and s == k and " " in s]
    assert not english, f"{domain}.po leaves English as it is: {english}"
    placed = [k for k in translations.values() if " " in k and not HANGUL.search(k)]
    assert not placed, f"{domain}.po has sentences without a Korean letter: {placed}"
    assert set(translations) == all_marked, f"{domain}.po has entries that nothing uses: {sorted(set(translations) - all_marked)}"


def check_text(folder: str, kind: str, marked_texts: set[str]) -> None:
    """Every piece of text a page needs is there, and every sentence of it is marked for translation."""
    member = members(folder)[kind]
    file = file_of(member)
    assert re.search(r", \d{4}$", member.source), f"{file}: source must end with the year"
    assert (member.__doc__ or "").strip(), f"{file}: docstring"
    assert "Source:" in (member.__doc__ or ""), f"{file}: docstring names its source"
    sentences = {"title": member.title, "idea": member.idea, "spoken": member.spoken}  # type: ignore[attr-defined]
    for name in ("adds", "differs"):
        if getattr(member, name, ""):
            sentences[name] = getattr(member, name)
    for name, quantity in getattr(member, "quantities", {}).items():
        assert quantity.symbol, f"{file}: symbol of {name}"
        sentences[f"quantity {name}"] = quantity.title
    for name, field in member.model_fields.items():
        if name == "kind":
            continue
        sentences |= {f"title of {name}": field.title or "", f"help of {name}": field.description or ""}
        if get_origin(field.annotation) is Literal:
            extra = field.json_schema_extra
            assert isinstance(extra, dict), f"{file}: {name} is declared with choice()"
            names = extra["choices"]
            assert isinstance(names, dict)
            assert set(names) == set(get_args(field.annotation)), f"{file}: names of {name}"
            sentences |= {f"{name} = {choice}": str(said) for choice, said in names.items()}
        elif field.annotation is not bool:
            extra = field.json_schema_extra
            assert isinstance(extra, dict), f"{file}: {name} is declared with hyper()"
            assert extra["symbol"], f"{file}: symbol of {name}"
    for what, sentence in sentences.items():
        assert sentence, f"{file}: {what} is empty"
        assert sentence in marked_texts, f"{file}: {what} is not marked with N_: {sentence!r}"


def check_equation(folder: str, kind: str) -> None:
    """Every row becomes MathML without a leftover ``\\`` or ``&``."""
    member = members(folder)[kind]
    assert member.equation, file_of(member)  # type: ignore[attr-defined]
    for row in member.equation:  # type: ignore[attr-defined]
        mathml = re.sub(r"&#x[0-9A-Fa-f]+;", "", convert(row))
        assert "\\" not in mathml, f"{file_of(member)}: {row}"
        assert "&" not in re.sub(r"&(lt|gt|amp);", "", mathml), f"{file_of(member)}: {row}"
        assert "<mtext" not in mathml, f"{file_of(member)}: words in {row}"


def check_line(line: str, config: Member, file: str) -> ast.Call | None:
    """A PyTorch or Keras line formats and is one call; None where the library has nothing like it."""
    if not line:
        return None
    formatted = line.format(**config.model_dump())
    expression = ast.parse(formatted, mode="eval").body
    assert isinstance(expression, ast.Call), f"{file}: {formatted}"
    return expression
