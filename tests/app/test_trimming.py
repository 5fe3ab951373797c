"""What is registered stays with all that it refers to, compiled at once; what nothing kept refers to goes; other forms are refused."""

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Parser

from app.page.plotly_script import SOURCE
from app.page.trimming import trimmed

# The form that esbuild gives to Plotly's modules, in small.
SMALL = b"""/* v1 */(function(factory){factory()}(() => {"use strict";var Plotly=(()=>{var W=(e,t)=>()=>e(t={exports:{}},t);
var only,shared;function used(){return shared}function unused(){return only}
var getters={};F(getters,{a:()=>used});var others={};F(others,{a:()=>unused});
var core=W((e,t)=>{used();getters.a;t.exports={register(){}, bar:"bar", "heat":1}}),
bar=W((e,t)=>{t.exports={moduleType:"trace",name:"bar",x:unused,y:others}}),
heat=W((e,t)=>{t.exports={moduleType:"trace",name:"heatmap",core:core()}}),
barAgain=W((e,t)=>{"use strict";t.exports=bar()});
var all=W((e,t)=>{var p=core();p.register([barAgain(),heat()]);t.exports=p});return all();})();return Plotly;}));
"""


def test_what_nothing_kept_refers_to_is_left_out() -> None:
    kept = trimmed(SMALL, {"heatmap"})
    assert kept.startswith(b"/* v1 */")
    assert kept.endswith(b"return Plotly;});\n")
    assert b"register([heat()])" in kept
    for name in (b"used", b"getters", b"F(getters", b"shared", b"core"):
        assert name in kept.replace(b"unused", b"")
    for name in (b"unused", b"others", b"only", b"bar=", b"barAgain"):
        assert name not in kept


def test_a_module_that_hands_on_another_brings_it() -> None:
    kept = trimmed(SMALL, {"bar"})
    assert b"register([barAgain()])" in kept
    for name in (b"bar=", b"unused", b"F(others", b"only"):
        assert name in kept
    assert b"heat=" not in kept


@pytest.mark.parametrize("kind", ["bar", "heatmap"])
def test_what_is_left_is_a_program(kind: str) -> None:
    parser = Parser(Language(tree_sitter_javascript.language()))
    assert not parser.parse(SMALL).root_node.has_error
    assert not parser.parse(trimmed(SMALL, {kind})).root_node.has_error


def test_what_will_be_called_stands_in_parentheses() -> None:
    kept = trimmed(SMALL, {"heatmap"})
    assert b"self.startPlotly = (() => {" in kept
    assert b"core=W(((e,t)=>{used();" in kept
    assert b"all=W(((e,t)=>{" in kept


@pytest.mark.parametrize(
    ("source", "kinds", "said"),
    [
        (SMALL, {"pie"}, "one module of the trace 'pie', found 0"),
        (SMALL.replace(b"register([", b"register(x,["), {"bar"}, "in one statement, found 0"),
        (SMALL.replace(b"var Plotly", b"var Other"), {"bar"}, "no variable Plotly"),
        (SMALL.replace(b'name:"heatmap"', b'name:"bar"'), {"bar"}, "'bar', found 2"),
        (SMALL.replace(b"var Plotly=(", b"var Plotly;("), {"bar"}, "no variable Plotly"),
        (SMALL.replace(b"var Plotly=(", b"var Plotly=x;("), {"bar"}, "no variable Plotly"),
        (b"", {"bar"}, "no variable Plotly"),
    ],
)
def test_another_form_is_refused(source: bytes, kinds: set[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        trimmed(source, kinds)


def test_plotly_is_a_third_of_itself() -> None:
    source = SOURCE.read_bytes()
    kept = trimmed(source, {"surface"})
    assert len(kept) < 0.36 * len(source)
    assert kept[:120].startswith(source[:100])
    assert kept.removesuffix(b");\n")[-1000:] == source.rstrip().removesuffix(b"));")[-1000:]
