"""The laboratory over HTTP: what each exhibit shows, remembered, refused where it does not fit, and quick."""

import base64
import json
import re
import sys
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.page.lab import LabAnswer, described, exhibits, told
from app.paths import STATIC
from engine import loss

each_kind = pytest.mark.parametrize("kind", exhibits())
MOST_CALLS = 8_000
MOST_KIB = 150


@each_kind
def test_answers_are_as_described(client: TestClient, kind: str) -> None:
    response = client.get(f"/api/lab/{kind}")
    assert response.status_code == 200
    LabAnswer.model_validate_json(response.content)
    assert response.json() == json.loads(json.dumps(told(exhibits()[kind]())))


@each_kind
def test_every_state_has_its_tag(client: TestClient, kind: str) -> None:
    etag = client.get(f"/api/lab/{kind}").headers["etag"]
    again = client.get(f"/api/lab/{kind}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@each_kind
def test_openapi_names_every_field(client: TestClient, kind: str) -> None:
    asked = client.get("/api/openapi.json").json()["paths"][f"/api/lab/{kind}"]["get"]["parameters"]
    assert {parameter["name"] for parameter in asked} == set(exhibits()[kind].model_fields) - {"kind"}


def test_lists_are_written_with_commas(client: TestClient) -> None:
    body = client.get("/api/lab/softmax?logits=0,0,0,0&label=3").json()
    assert body["values"]["probabilities"] == [0.25] * 4


def test_curves_are_those_of_the_losses(client: TestClient) -> None:
    curves = client.get("/api/lab/prediction?target=1&delta=0.5").json()["curves"]
    x, huber = (np.frombuffer(base64.b64decode(curves[name]["bdata"]), dtype="<f4") for name in ("x", "huber"))
    alone = loss("huber", delta=0.5)
    assert huber == pytest.approx([alone.value(float(at), 1.0) for at in x], rel=1e-5, abs=1e-6)


def test_infinity_travels_as_a_word(client: TestClient) -> None:
    values = client.get("/api/lab/distributions?q=0.5,0.5&p=1,0").json()["values"]
    assert (values["cross_entropy"], values["divergence"]) == ("Infinity", "Infinity")


@pytest.mark.parametrize(
    ("asked", "code", "path"),
    [
        ("prediction?prediction=9", "out_of_range", "prediction"),
        ("prediction?prediction=x", "not_a_number", "prediction"),
        ("prediction?prediction=nan", "not_finite", "prediction"),
        ("prediction?loss=hinge", "unknown_kind", "loss"),
        ("prediction?more=1", "unknown_field", "more"),
        ("probability?y=0.5", "not_an_integer", "y"),
        ("probability?delta=0", "out_of_range", "delta"),
        ("softmax?logits=1,x", "not_a_number", "logits"),
        ("softmax?logits=1", "wrong_length", "logits"),
        ("softmax?logits=1,99", "out_of_range", "logits.1"),
        ("softmax?logits=1,2&label=2", "out_of_range", "label"),
        ("distributions?q=0.5,0.6,0.1", "not_a_distribution", "q"),
        ("likelihood?labels=1,1,1,2", "out_of_range", "labels.3"),
    ],
)
def test_refusals(client: TestClient, asked: str, code: str, path: str) -> None:
    response = client.get(f"/api/lab/{asked}")
    assert (response.status_code, response.json()["code"], response.json()["path"]) == (422, code, path)


def test_an_unknown_exhibit_is_not_there(client: TestClient) -> None:
    assert client.get("/api/lab/atlantis").status_code == 404


@pytest.mark.parametrize("kind", exhibits())
def test_an_answer_is_less_work_than_a_drag_can_feel(kind: str) -> None:
    """Counted, not timed: some ten thousand calls of Python's are a few milliseconds, and a loaded machine counts the same."""
    exhibit, calls = exhibits()[kind](), 0

    def count(_: object, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    told(exhibit)  # what is made once is there
    sys.setprofile(count)
    try:
        told(exhibit)
    finally:
        sys.setprofile(None)
    assert 100 < calls < MOST_CALLS


@pytest.mark.parametrize(("path", "header", "language"), [("/losses", "ko", "ko"), ("/en/losses", "ko", "en"), ("/ko/losses", "en", "ko")])
def test_the_page_in_its_languages(client: TestClient, path: str, header: str, language: Any) -> None:
    response = client.get(path, headers={"Accept-Language": header})
    assert f'<html lang="{language}">' in response.text
    assert 'hreflang="ko" href="/ko/losses"' in response.text
    opening = re.search(r'id="opening">(.*?)</script>', response.text, re.DOTALL)
    assert opening is not None
    assert json.loads(opening[1])["exhibits"] == json.loads(json.dumps(described(language)))


def test_the_page_is_light_and_brings_no_plotly(client: TestClient) -> None:
    page = client.get("/en/losses")
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert any(re.fullmatch(r"/static/losses-[0-9a-f]{12}\.js", address) for address in addresses)
    assert "plotly" not in page.text
    size = 0
    for address in ["/en/losses", *addresses]:
        with client.stream("GET", address, headers={"Accept-Encoding": "br"}) as response:
            assert response.status_code == 200, address
            size += len(b"".join(response.iter_raw()))
    assert size < MOST_KIB * 1024


def test_every_exhibit_has_its_module() -> None:
    named = re.findall(r"^  (\w+): create", (STATIC / "lab" / "exhibits.js").read_text("utf-8"), re.MULTILINE)
    assert named == list(exhibits())
