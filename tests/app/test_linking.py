"""Modules linked into one: the order of a browser, every form in use, everything else refused by name."""

import re

import pytest

from app.page.linking import imports, link, order
from app.page.page import pages
from app.paths import STATIC

FILES = {
    "main.js": """\
import { half, twice as double } from "./sub/numbers.js";
import words from "./sub/words.js";

console.log(words.hello, double(half));
""",
    "sub/numbers.js": """\
import { one } from "../one.js";
export const half = one / 2;
export async function* twice(number) {
  yield 2 * number;
}
""",
    "sub/words.js": """\
import { one } from "../one.js";
export default {
  hello: `hello ${one}`,
};
""",
    "one.js": "const one_ = 1;\nexport const one = one_;\nexport class One {}\nexport function unit() {}\n",
    "alone.js": "",
}
LINKED = """\
// one.js
const module_0 = (() => {
const one_ = 1;
const one = one_;
class One {}
function unit() {}
return { one, One, unit };
})();

// sub/numbers.js
const module_1 = (() => {
const { one } = module_0;
const half = one / 2;
async function* twice(number) {
  yield 2 * number;
}
return { half, twice };
})();

// sub/words.js
const module_2 = (() => {
const { one } = module_0;
const default_ = {
  hello: `hello ${one}`,
};
return { default_ };
})();

// main.js
await (async () => {
const { half, twice: double } = module_1;
const { default_: words } = module_2;

console.log(words.hello, double(half));
})();
"""


def test_every_form_in_the_order_of_a_browser() -> None:
    assert order(FILES, "main.js") == ["one.js", "sub/numbers.js", "sub/words.js", "main.js"]
    assert link(FILES, "main.js") == LINKED


def test_a_circle_and_a_missing_module_are_refused() -> None:
    circle = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"a\.js → b\.js → a\.js"):
        link(circle, "a.js")
    with pytest.raises(ValueError, match=r"a\.js imports b\.js, which is not there"):
        link({"a.js": circle["a.js"]}, "a.js")
    with pytest.raises(ValueError, match=r"the page imports nothing\.js"):
        link(FILES, "nothing.js")


@pytest.mark.parametrize(
    "line",
    [
        "export let count = 0;",
        "export { a };",
        'export * from "./one.js";',
        'import "./one.js";',
        'import * as all from "./one.js";',
        'import { one } from "somewhere";',
        "export const [a, b] = [1, 2];",
        "export const { a } = {};",
    ],
)
def test_other_forms_are_refused_with_their_line(line: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"main.js has a line that cannot be linked: {line}")):
        link({"main.js": f"const a = 1;\n{line}\n", "one.js": FILES["one.js"]}, "main.js")


@pytest.mark.parametrize("entry", [page.entry for page in pages()])
def test_the_pages_link_whole(entry: str) -> None:
    files = {path.relative_to(STATIC).as_posix(): path.read_text(encoding="utf-8") for path in STATIC.rglob("*.js")}
    program = link(files, entry)
    assert all(f"// {name}\n" in program for name in order(files, entry))
    assert sum(len(imports(files[name])) for name in order(files, entry)) == program.count("} = module_")
