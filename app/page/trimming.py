"""Plotly's script without the kinds of pictures that we do not draw.

The script as published holds fifty kinds of traces, and a browser reads, compiles and runs all of them before
the first surface stands. Each of its modules is a function called when it is needed (``var a=W((e,t)=>{…})``,
esbuild's form of a CommonJS module), and one statement names the kinds: ``p.register([a(),b(),…])``. We let
it name only those that we draw and leave out every declaration that nothing kept refers to any more. What is
kept stays as it was, but for two things. Parentheses around modules say to a browser that the function will be
called, so that it is compiled at once, beside the page's own work, and not first skimmed and then read again on
the page's own time. And the script does not run by itself: it leaves a function, `START`, for when there is time.
"""

import re

import tree_sitter_javascript
from tree_sitter import Language, Node, Parser, Query, QueryCursor

_LANGUAGE = Language(tree_sitter_javascript.language())
_NAMES = Query(_LANGUAGE, "[(identifier) (shorthand_property_identifier)] @name")
_REGISTER = re.compile(rb"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")
_OTHER_MODULE = re.compile(rb"^[^;]*;[\w$]+\.exports=([\w$]+)\(\)\}\)$")
# What the page calls to have Plotly (static/pictures/plotly_surface.js).
START = "startPlotly"
_TRACE = rb'moduleType:"trace",name:"%s"'

Pieces = dict[bytes | None, list[Node]]


def trimmed(source: bytes, kinds: set[str]) -> bytes:
    """``source`` (``plotly.min.js``) with the traces ``kinds``, what every picture needs, and no more.

    Raises:
        ValueError: where the script is not of the form described above, or has no such kind
    """
    scope = _scope(Parser(_LANGUAGE).parse(source).root_node)
    pieces = _pieces(scope)
    registers = list(_REGISTER.finditer(source))
    if len(registers) != 1:
        raise ValueError(f"Plotly's script registers its traces in one statement, found {len(registers)}")
    [register] = registers
    modules = [call.removesuffix(b"()") for call in register[1].split(b",")]
    wanted = {kind: [name for name in modules if _TRACE % kind.encode() in _module(name, pieces)] for kind in sorted(kinds)}
    for kind, names in wanted.items():
        if len(names) != 1:
            raise ValueError(f"Plotly's script has one module of the trace {kind!r}, found {len(names)}")
    drawn = [name for [name] in wanted.values()]
    kept = _reached(pieces, set(modules) - set(drawn))
    register_fewer = b".register([" + b",".join(name + b"()" for name in drawn) + b"])"
    body = b"".join(_without(statement, kept) for statement in scope.named_children).replace(register[0], register_fewer)
    function = _function_around(scope)
    licence = source[: source.index(b"*/") + 2]
    head, tail = (
        source[function.start_byte : scope.named_children[0].start_byte],
        source[scope.named_children[-1].end_byte : function.end_byte],
    )
    return licence + b"\nself." + START.encode() + b" = (" + head + body + tail + b");\n"


def _text(node: Node | None) -> bytes:
    return (node and node.text) or b""


def _scope(node: Node) -> Node:
    """The body of the function whose result is called ``Plotly``."""
    todo = [node]
    while todo:
        node = todo.pop(0)
        if node.type == "variable_declarator" and _text(node.child_by_field_name("name")) == b"Plotly":
            body = _body(node.child_by_field_name("value"))
            if body:
                return body
        todo += node.named_children
    raise ValueError("Plotly's script declares no variable Plotly that a function called at once gives")


def _body(node: Node | None) -> Node | None:
    """The block of the function that ``node`` calls, within any parentheses."""
    while node and node.type == "parenthesized_expression":
        node = node.named_children[0]
    if node and node.type == "call_expression":
        return _body(node.child_by_field_name("function"))
    return node.child_by_field_name("body") if node and node.type == "arrow_function" else None


def _pieces(scope: Node) -> Pieces:
    """What ``scope`` declares, by name; statements that stand for themselves under None."""
    pieces: Pieces = {}
    for statement in scope.named_children:
        for node in _declarations(statement):
            pieces.setdefault(_name(node), []).append(node)
    return pieces


def _declarations(statement: Node) -> list[Node]:
    return statement.named_children if statement.type == "variable_declaration" else [statement]


def _name(node: Node) -> bytes | None:
    """What ``node`` declares or fills: ``f(a,{…})`` gives the object ``a`` its getters."""
    if node.type in ("variable_declarator", "function_declaration"):
        return _text(node.child_by_field_name("name"))
    if node.type == "expression_statement" and node.named_children[0].type == "call_expression":
        arguments = node.named_children[0].child_by_field_name("arguments")
        if arguments and arguments.named_children and arguments.named_children[0].type == "identifier":
            return _text(arguments.named_children[0])
    return None


def _module(name: bytes, pieces: Pieces) -> bytes:
    """The text of a module, or of the one that it hands on."""
    text = b"".join(_text(node) for node in pieces.get(name, []))
    other = _OTHER_MODULE.search(text)
    return _module(other[1], pieces) if other else text


def _reached(pieces: Pieces, left: set[bytes]) -> set[bytes | None]:
    """All that the statements of the scope refer to, directly or by others, but for ``left`` where the traces are registered."""
    reached: set[bytes | None] = set()
    todo: list[bytes | None] = [None]
    while todo:
        name = todo.pop()
        if name in reached:
            continue
        reached.add(name)
        for node in pieces[name]:
            names = {_text(found) for found in QueryCursor(_NAMES).captures(node).get("name", [])} & pieces.keys()
            todo += names - left if _REGISTER.search(_text(node)) else names
    return reached


def _without(statement: Node, kept: set[bytes | None]) -> bytes:
    """The statement with what it declares of ``kept``, modules in parentheses."""
    nodes = [node for node in _declarations(statement) if _name(node) in kept]
    if statement.type != "variable_declaration":
        return b"".join(_text(node) for node in nodes)
    return b"var " + b",".join(_parenthesised(node) for node in nodes) + b";" if nodes else b""


def _parenthesised(declaration: Node) -> bytes:
    """``a=W((e,t)=>{…})`` as ``a=W(((e,t)=>{…}))``; other declarations as they are."""
    value = declaration.child_by_field_name("value")
    arguments = value and value.child_by_field_name("arguments")
    if not arguments or len(arguments.named_children) != 1 or arguments.named_children[0].type != "arrow_function":
        return _text(declaration)
    function, start = arguments.named_children[0], declaration.start_byte
    text = _text(declaration)
    return text[: function.start_byte - start] + b"(" + _text(function) + b")" + text[function.end_byte - start :]


def _function_around(scope: Node) -> Node:
    """The outermost arrow function that ``scope`` lies in, short of the one that it is the body of."""
    around, node = scope.parent, scope.parent
    while node:
        around = node if node.type == "arrow_function" else around
        node = node.parent
    if around is None:
        raise ValueError("Plotly's script is not within a function")
    return around
