"""Visitors' own tables over HTTP."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.jobs.table import TableAnswer
from tests.app.conftest import client_of

CONTENT = "무게;종\n1,5;개\n;고양이\n-2;개\n".encode("cp949")


def post(client: TestClient, content: bytes | str, **query: Any) -> Any:
    return client.post("/api/table", content=content, params=query)


def test_a_table_as_it_was_understood(client: TestClient) -> None:
    response = post(client, CONTENT)
    assert response.status_code == 200
    TableAnswer.model_validate_json(response.content)
    assert response.json() == {
        "columns": [
            {"name": "무게", "kind": "number", "values": [1.5, None, -2.0]},
            {"name": "종", "kind": "category", "values": [0, 1, 0], "categories": ["개", "고양이"]},
        ],
        "rows": 3,
        "row_numbers": [2, 3, 4],
        "missing": [{"row": 3, "column": "무게", "reason": "empty"}],
        "encoding": "cp949",
        "delimiter": ";",
        "decimal": ",",
        "header": True,
    }


def test_what_is_known_of_the_table_can_be_said(client: TestClient) -> None:
    answer = post(client, "2019\t2020\n1,234\t2", header="true", decimal=",", delimiter="\t").json()
    assert [column["name"] for column in answer["columns"]] == ["2019", "2020"]
    assert answer["columns"][0]["values"] == [1.234]
    assert (answer["delimiter"], answer["decimal"], answer["header"]) == ("\t", ",", True)


@pytest.mark.parametrize(
    ("content", "code", "path", "params"),
    [
        ("x,y\n1,2\n3,five\n6,7", "cell_not_a_number", "row 3, column 2", {"row": 3, "column": 2, "value": "five", "name": "y"}),
        ("x,y\n1,2\n3,4,5", "ragged_row", "row 3, column 3", {"row": 3, "column": 3, "value": 3, "allowed": 2}),
        (b"\x89PNG\r\n\x1a\n", "not_a_text_file", "table", {"value": "U+001A"}),
        ("", "empty_table", "table", {}),
    ],
)
def test_refusals(client: TestClient, content: bytes | str, code: str, path: str, params: dict[str, Any]) -> None:
    response = post(client, content)
    assert (response.status_code, response.json()) == (422, {"code": code, "path": path, "params": params})


@pytest.mark.parametrize(
    ("query", "code", "path"),
    [
        ({"delimiter": "|"}, "unknown_kind", "delimiter"),
        ({"decimal": "x"}, "unknown_kind", "decimal"),
        ({"header": "perhaps"}, "not_a_boolean", "header"),
        ({"sheet": "1"}, "unknown_field", "sheet"),
    ],
)
def test_questions_that_are_none(client: TestClient, query: dict[str, str], code: str, path: str) -> None:
    response = post(client, "1,2", **query)
    assert (response.status_code, response.json()["code"], response.json()["path"]) == (422, code, path)


def test_limits_are_settings() -> None:
    with client_of(table_kib=16, table_rows=10) as small:
        response = post(small, "1\n" * 11)
        assert (response.status_code, response.json()) == (422, {"code": "too_many_rows", "path": "table", "params": {"allowed": 10}})
        assert post(small, "1\n" * 10).json()["rows"] == 10
        response = post(small, "x" * (16 * 1024 + 1))
        assert (response.status_code, response.json()["code"]) == (413, "too_large")


def test_openapi_says_what_goes_in_and_comes_out(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["paths"]["/api/table"]["post"]
    assert {parameter["name"] for parameter in described["parameters"]} == {"header", "delimiter", "decimal"}
    assert set(described["requestBody"]["content"]) == {"text/csv", "application/octet-stream"}
    assert described["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/TableAnswer")
    assert {"413", "422"} <= set(described["responses"])
