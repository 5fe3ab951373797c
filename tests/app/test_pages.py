"""The page: languages, opening data, what it preloads."""

import base64
import dataclasses
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import app.page.pages.fit
from app.page.catalogue import catalogue_for, presets
from app.page.page import pages
from app.page.rendering import script_json
from app.page.translations import translator
from app.paths import STATIC
from app.stream.messages import PROTOCOL, SERVER_MESSAGE, Steps
from engine.running.columns import telling


def opening_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="opening">(.*?)</script>', text, re.DOTALL)
    assert found is not None
    body: dict[str, object] = json.loads(found[1])
    return body


@pytest.mark.parametrize(("path", "header", "language"), [("/", "ko", "ko"), ("/", "en", "en"), ("/en", "ko", "en"), ("/ko", "en", "ko")])
def test_language(client: TestClient, path: str, header: str, language: str) -> None:
    response = client.get(path, headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.text
    assert response.headers["content-language"] == language
    assert ("Accept-Language" in response.headers["vary"]) == (path == "/")
    assert opening_of(response.text)["lang"] == language


@pytest.mark.parametrize("path", ["", "/fit", "/losses"])
def test_only_the_readers_language_is_sent(client: TestClient, path: str) -> None:
    english, korean = client.get(f"/en{path}").text, client.get(f"/ko{path}").text
    [program] = {address for text in (english, korean) for address in re.findall(r'<script type="module" src="([^"]+)"', text)}
    for text in (english.replace("한국어", ""), client.get(program).text):
        assert not re.search("[가-힣]", text)
    texts = {name: json.loads(re.findall(r'id="texts">(.*?)</script>', text)[0]) for name, text in (("en", english), ("ko", korean))}
    assert set(texts["en"]) == set(texts["ko"])
    assert (texts["en"]["header.pages"], texts["ko"]["header.pages"]) == ("Pages", "페이지")


def test_opening_holds_what_the_first_picture_needs(client: TestClient) -> None:
    opening = opening_of(client.get("/en").text)
    assert opening["protocol"] == PROTOCOL
    assert opening["catalogue"] == json.loads(json.dumps(catalogue_for("surface", "en", ("models", "losses", "datasets"))))
    whole = client.get("/api/catalogue?lang=en").json()
    assert {**whole, **opening["catalogue"]} == opening["catalogue"], "a part of the whole"  # type: ignore[dict-item]
    first = opening["opening"]
    assert isinstance(first, dict)
    assert first["run"] == presets("surface")[0].run.model_dump(mode="json")
    tried = re.search(r"const SIZES = \[(\d+)", (STATIC / "pictures" / "field.js").read_text())
    assert tried is not None
    assert first["grid"]["columns"] == first["grid"]["rows"] == int(tried[1]), "the page would ask for it again"
    steps = SERVER_MESSAGE.validate_json(json.dumps(first["steps"]))
    assert isinstance(steps, Steps)
    limit = presets("surface")[0].run.step_limit
    assert limit < 120
    assert (steps.first_step, steps.rows) == (0, limit), "the last row is asked for: with it comes how all stand"
    fitted = opening_of(client.get("/en/fit").text)["opening"]
    assert isinstance(fitted, dict)
    assert fitted["steps"]["rows"] == 120
    assert tuple(steps.columns) == telling(2, has_data=False), "nothing twice and nothing that says nothing"


def test_first_steps_are_those_of_the_stream(client: TestClient) -> None:
    first = opening_of(client.get("/en").text)["opening"]
    assert isinstance(first, dict)
    with client.websocket_connect("/ws/run") as socket:
        socket.send_json({"type": "start", "run": first["run"]})
        assert socket.receive_json()["type"] == "ready"
        socket.send_json({"type": "advance", "branch": 0, "count": 1, "columns": list(first["steps"]["columns"])})
        streamed = socket.receive_json()["columns"]
    for name, column in streamed.items():
        row = base64.b64decode(column["bdata"])
        assert base64.b64decode(first["steps"]["columns"][name]["bdata"])[: len(row)] == row, name


def test_what_the_page_asks_for_is_there_and_little(client: TestClient) -> None:
    text = client.get("/en").text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    # Each file costs a browser milliseconds whatever is in it: one program, one style sheet, and what cannot be in them.
    assert sorted(re.sub(r"-[0-9a-f]{12}|.*/v-[0-9a-f]{12}/", "", address) for address in addresses) == [
        "/static/surface.css",
        "/static/surface.js",
        "icon.svg",
        "styles/plotly.css",
        "theme.js",
    ]
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_page_is_known_by_its_etag(client: TestClient) -> None:
    etag = client.get("/en").headers["etag"]
    assert client.get("/en", headers={"If-None-Match": f'"other", W/{etag}'}).status_code == 304


def test_data_cannot_end_its_script() -> None:
    assert "<" not in script_json({"a": "</script><!--&"})
    assert json.loads(script_json({"a": "</script><!--&"})) == {"a": "</script><!--&"}


def test_favicon(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_a_page_is_enrolled_by_its_file(client: TestClient) -> None:
    files = {path.stem for path in Path(app.page.pages.__path__[0]).glob("*.py")} - {"__init__"}
    assert {page.name for page in pages()} == files
    for page in pages():
        text = client.get(f"/ko{page.path}").text
        opening = opening_of(text)
        assert opening["page"] == page.name
        tabs = [{"name": other.name, "path": other.path, "title": translator("ko")(other.tab)} for other in pages()]
        assert opening["pages"] == tabs, "each page names all in their order"
        assert f"/static/{page.name}-" in text
        assert f'hreflang="en" href="/en{page.path}"' in text


def test_tabs_stand_in_the_order_of_learning() -> None:
    assert [(page.name, page.path) for page in pages()] == [("surface", ""), ("fit", "/fit"), ("losses", "/losses")]


def test_a_file_that_defines_no_page_of_its_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.page.pages.fit, "PAGE", dataclasses.replace(app.page.pages.fit.PAGE, name="other"))
    with pytest.raises(TypeError, match=r"pages/fit\.py must define PAGE, a page named 'fit'"):
        pages.__wrapped__()


def test_styles_are_parts_and_ask_for_no_page() -> None:
    sheets = {path.stem: path.read_text(encoding="utf-8") for path in (STATIC / "styles").glob("*.css")}
    assert {name for name, text in sheets.items() if len(text.splitlines()) > 400} == set()
    assert set(sheets) == {style for page in pages() for style in page.styles} | {"plotly"}, "each is some page's"
    names = "|".join(page.name for page in pages())
    for name, text in sheets.items():
        # A class says how something looks: a rule by the page's name would have to be written again for the next one.
        assert not re.search(rf"data-(room|page)|[.#]({names})(?![\w-])|\b(html|body)\[", text), name
