"""Static files: addresses, types, codings, caching, and nothing outside the tree."""

import gzip
import re

import brotli
import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from app.page.assets import Assets, accepted_encodings
from app.paths import STATIC


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> Assets:
    folder = tmp_path_factory.mktemp("static")
    (folder / "main.js").write_text("export const a = 1;\n" * 100)
    (folder / "types.d.ts").write_text("")
    (folder / ".secret").write_text("")
    return Assets(folder, folder / "cache")


def test_address_carries_the_hash_of_the_tree(client: TestClient) -> None:
    first, second = client.get("/static/theme.js"), client.get(client.app.state.assets.address("theme.js"))  # type: ignore[attr-defined]  # a FastAPI
    assert first.content == second.content == (STATIC / "theme.js").read_bytes()
    assert first.headers["cache-control"] == "no-cache"
    assert "immutable" in second.headers["cache-control"]


def test_unknown_file_has_no_address(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.address("nothing.js")


def test_what_a_page_asks_for_is_one_file_kept_for_ever(client: TestClient) -> None:
    assets = client.app.state.assets  # type: ignore[attr-defined]  # a FastAPI
    program, sheet = assets.program("pages/fit.js"), assets.sheet("surface.css", ["tokens", "layout"])
    assert re.fullmatch(r"/static/fit-[0-9a-f]{12}\.js", program)
    assert assets.program("pages/fit.js") == program
    assert client.get(sheet).text == "".join((STATIC / "styles" / f"{name}.css").read_text() for name in ("tokens", "layout"))
    for address in (program, sheet):
        assert "immutable" in client.get(address).headers["cache-control"]
    with pytest.raises(KeyError):
        assets.sheet("surface.css", ["nothing"])


def test_declarations_and_hidden_files_are_not_served(assets: Assets) -> None:
    for name in ("types.d.ts", ".secret"):
        with pytest.raises(KeyError):
            assets.address(name)


@pytest.mark.parametrize(
    "path",
    ["../pyproject.toml", "%2e%2e/pyproject.toml", "..%2fpyproject.toml", "/etc/passwd", "v-000000000000/theme.js", "", "theme.js/", "%00"],
)
def test_nothing_else_can_be_reached(client: TestClient, path: str) -> None:
    response = client.get(f"/static/{path}")
    assert response.status_code == 404
    assert response.json()["code"] == "not_found"


@pytest.mark.parametrize("accepted", ["br", "gzip", "identity", "br;q=0, gzip", "br;q=0.0"])
def test_codings(client: TestClient, accepted: str) -> None:
    with client.stream("GET", "/static/styles/tokens.css", headers={"Accept-Encoding": accepted}) as response:
        raw = b"".join(response.iter_raw())
    coding = response.headers.get("content-encoding")
    assert coding == {"br": "br", "gzip": "gzip", "br;q=0, gzip": "gzip"}.get(accepted)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert unpack(raw) == (STATIC / "styles" / "tokens.css").read_bytes()
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-type"] == "text/css; charset=utf-8"


def test_known_file_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/static/theme.js")
    again = client.get("/static/theme.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content
    other_coding = client.get("/static/theme.js", headers={"If-None-Match": first.headers["etag"], "Accept-Encoding": "identity"})
    assert other_coding.status_code == (304 if "content-encoding" not in first.headers else 200)


def test_head_has_no_body(client: TestClient) -> None:
    response = client.head("/static/theme.js")
    assert response.status_code == 200
    assert not response.content


def test_plotly_has_its_version_and_its_hash_in_its_name(client: TestClient) -> None:
    name = client.app.state.assets.plotly_name  # type: ignore[attr-defined]  # a FastAPI
    assert re.fullmatch(r"plotly-\d+\.\d+\.\d+-[0-9a-f]{12}\.min\.js", name)
    response = client.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert "immutable" in response.headers["cache-control"]
    assert response.content.startswith(b"/**\n* plotly.js v")


def test_plotly_comes_in_brotli_once_it_is_packed(assets: Assets, monkeypatch: pytest.MonkeyPatch) -> None:
    compress = brotli.compress
    monkeypatch.setattr(brotli, "compress", lambda body, **_: compress(body, quality=1))
    assets.pack_plotly()
    response = assets.respond(assets.plotly_name, Headers({"accept-encoding": "br, gzip"}))
    assert response.headers["content-encoding"] == "br"
    assert brotli.decompress(bytes(response.body)).startswith(b"/**\n* plotly.js v")


@pytest.mark.parametrize(
    ("header", "expected"),
    [("", {""}), ("gzip, br", {"gzip", "br"}), ("GZIP;q=0.5", {"gzip"}), ("br;q=0", set()), ("br;q=0.000, gzip", {"gzip"})],
)
def test_accepted_encodings(header: str, expected: set[str]) -> None:
    assert accepted_encodings(header) == expected
