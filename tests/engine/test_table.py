"""Users' own tables: what is read and how, what is refused and where."""

import csv
import io
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import EngineError, Table, read_table
from engine.tables.cells import LARGEST
from engine.tables.records import DELIMITERS


def values(content: bytes | str, **given: Any) -> list[list[Any]]:
    """The columns' values: numbers, or categories in words; None where missing."""
    shown = []
    for column in read_table(content, **given).columns:
        known = column.is_known
        words = [column.categories[int(v)] if column.categories and k else v for v, k in zip(column.values.tolist(), known, strict=True)]
        shown.append([word if k else None for word, k in zip(words, known, strict=True)])
    return shown


def refusal(content: bytes | str, **given: Any) -> EngineError:
    with pytest.raises(EngineError) as caught:
        read_table(content, **given)
    return caught.value


def attempt(content: bytes | str, **given: Any) -> Table | EngineError:
    try:
        return read_table(content, **given)
    except EngineError as error:
        return error


def names(content: bytes | str, **given: Any) -> list[str]:
    return [column.name for column in read_table(content, **given).columns]


def test_a_plain_table() -> None:
    table = read_table("x,y,kind\n1,2.5,cat\n-3,.5,dog\n1e3,0,cat\n")
    assert [(column.name, column.kind) for column in table.columns] == [("x", "number"), ("y", "number"), ("kind", "category")]
    assert table.columns[0].values.tolist() == [1.0, -3.0, 1000.0]
    assert table.columns[2].categories == ("cat", "dog")
    assert table.columns[2].values.tolist() == [0, 1, 0]
    assert (table.encoding, table.delimiter, table.decimal, table.has_header) == ("text", ",", ".", True)
    assert table.row_numbers == (2, 3, 4)
    assert table.missing == ()


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "expected"),
    [
        ("1,2\n3,4", ",", ".", [[1, 3], [2, 4]]),
        ("1;2\n3;4", ";", ".", [[1, 3], [2, 4]]),
        ("1\t2\n3\t4", "\t", ".", [[1, 3], [2, 4]]),
        ("1,5;2,5\n3,5;4", ";", ",", [[1.5, 3.5], [2.5, 4]]),
        ("1,5\t2,5\n3,5\t4", "\t", ",", [[1.5, 3.5], [2.5, 4]]),
        ("x\n1.5\n2", None, ".", [[1.5, 2]]),
        ("x\n1,5\n2,25", None, ",", [[1.5, 2.25]]),
        ("x;y\n1,234;2,5\n", ";", ",", [[1.234], [2.5]]),
        ('a,b\n"x;y",1\n"u;v",2', ",", ".", [["x;y", "u;v"], [1, 2]]),
        ("1, 2\n3 ,4", ",", ".", [[1, 3], [2, 4]]),
    ],
)
def test_delimiter_and_decimal_mark_are_found(text: str, delimiter: str | None, decimal: str, expected: list[list[float]]) -> None:
    table = read_table(text)
    assert (table.delimiter, table.decimal) == (delimiter, decimal)
    assert values(text) == expected


def test_both_can_be_forced() -> None:
    assert values("a;b,1\nc;d,2", delimiter=",") == [["a;b", "c;d"], [1, 2]]
    assert values("1,234;5\n2,500;6", decimal=",", delimiter=";") == [[1.234, 2.5], [5, 6]]
    assert values('"1,5",2\n"2,5",3', decimal=",") == [[1.5, 2.5], [2, 3]]
    assert refusal("1", delimiter="|").path == "delimiter"
    assert refusal("1", decimal="'").path == "decimal"


@pytest.mark.parametrize("text", ["x;y\n1,234;5\n2,500;6", "1,234\t5\n", "x;y\n1.5;1,5\n"])
def test_a_comma_that_may_be_anything_is_asked_about(text: str) -> None:
    error = refusal(text)
    assert error.code == "ambiguous_decimal"
    assert "," in str(error.params["value"])


@pytest.mark.parametrize(
    "cell", ["1,234.5", "1.234,5", "1 234", "1'234", "1,234,567", "12%", "2024-01-05", "1/2", "0x10", "1_000", "٣", "1e", "five", "true"]
)
def test_text_where_a_number_belongs(cell: str) -> None:
    error = refusal(f'x\ty\n1.5\t2\n3\t"{cell}"\n5\t6\n7\t8\n')
    assert error.code == "cell_not_a_number"
    assert error.path == "row 3, column 2"
    assert error.params == {"row": 3, "column": 2, "value": cell, "name": "y"}


def test_of_a_long_cell_eighty_letters_are_told() -> None:
    assert refusal("x,y\n1,2\n3," + 85 * "a" + "\n4,5").params["value"] == 80 * "a"


def test_the_sentence_says_row_column_and_value() -> None:
    assert str(refusal("x,y\n1,2\n3,five\n4,5")) == "row 3, column 2 (y): five is not a number"


@pytest.mark.parametrize("cell", ["inf", "-Infinity", "∞", "1e999", "-1e101", "9" * 400])
def test_infinite_and_huge_numbers_are_refused(cell: str) -> None:
    error = refusal(f"x,y\n1,2\n{cell},3\n4,5")
    assert (error.code, error.path) == ("cell_out_of_range", "row 3, column 1")
    assert error.params["allowed"] == "[−1e+100, 1e+100]"
    assert len(str(error.params["value"])) <= 80


def test_signs() -> None:
    assert values("x,y\n−1.5,+2\n-1,−1e−3\n") == [[-1.5, -1], [2, -0.001]]


@pytest.mark.parametrize("cell", ["", " ", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "-", "?", '""'])
def test_missing_values_are_kept_track_of(cell: str) -> None:
    table = read_table(f"x,y,z\n1,2,a\n3,{cell},b\n{cell},5,{cell}\n6,7,a\n")
    assert values(f"x,y,z\n1,2,a\n3,{cell},b\n{cell},5,{cell}\n6,7,a\n") == [[1, 3, None, 6], [2, None, 5, 7], ["a", "b", None, "a"]]
    reason = "marked" if cell.strip(' "') else "empty"
    assert table.missing == ((3, "y", reason), (4, "x", reason), (4, "z", reason))


def test_rows_with_something_missing_are_dropped_with_their_numbers() -> None:
    table = read_table("x,y,note\n1,2,\n3,?,\n\n,5,late\n6,7,\n")
    found = table.examples(["x"], "y")
    assert found.points.x.tolist() == [[1.0], [6.0]]
    assert found.points.y.tolist() == [2.0, 7.0]
    assert found.dropped == ((3, "y", "marked"), (5, "x", "empty"))
    assert table.examples(["y"], "x").points.y.tolist() == [1.0, 6.0]


def test_short_rows_lack_their_last_values_and_long_ones_are_refused() -> None:
    table = read_table("x,y\n1,2\n3\n4,5,,\n")
    assert table.missing == ((3, "y", "short_row"),)
    error = refusal("x,y\n1,2\n3,4,5\n")
    assert (error.code, error.params) == ("ragged_row", {"row": 3, "column": 3, "value": 3, "allowed": 2})


@pytest.mark.parametrize(
    ("text", "has_header"),
    [
        ("x,y\n1,2", True),
        ("1,2\n3,4", False),
        ("2019,2020\n1,2", False),
        ("5.1,setosa\n4.9,setosa", False),
        ("name,size\nred,big\nblue,small", True),
        ("red,big\nblue,small\nred,small", False),
        ("NA,?\n1,2", False),
        ("x,\n1,2", True),
    ],
)
def test_the_header_is_found(text: str, has_header: bool) -> None:
    assert read_table(text).has_header is has_header


def test_the_header_can_be_forced() -> None:
    assert names("2019,2020\n1,2", header=True) == ["2019", "2020"]
    assert values("red,big\nblue,small", header=False) == [["red", "blue"], ["big", "small"]]
    assert read_table("red,big\nblue,small", header=False).row_numbers == (1, 2)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("x,x,x", ["x", "x (2)", "x (3)"]),
        ("x,x,x (2)", ["x", "x (3)", "x (2)"]),
        (",y,", ["#1", "y", "#3"]),
        ("#2,,z", ["#2", "#2 (2)", "z"]),
        ('"two\nlines",  b  ,c', ["two lines", "b", "c"]),
        ("n" * 200 + "," + "n" * 200 + ",c", ["n" * 80, "n" * 80 + " (2)", "c"]),
    ],
)
def test_every_column_has_a_name_of_its_own(header: str, expected: list[str]) -> None:
    assert names(header + "\n1,2,3") == expected


def test_without_a_header_columns_are_numbered() -> None:
    assert names("1,2\n3,4") == ["#1", "#2"]


def test_lines_that_end_in_a_delimiter_make_no_column() -> None:
    assert names("x,y,\n1,2,\n3,4,\n") == ["x", "y"]
    assert names("x,y,z\n1,2,\n3,4,\n") == ["x", "y", "z"]


def test_quotes_hold_delimiters_quotes_and_line_ends() -> None:
    assert values('name,x\n"a, ""b""",1\n"two\nlines",2\nc,3') == [['a, "b"', "two\nlines", "c"], [1, 2, 3]]
    assert read_table('name,x\n"two\nlines",1\nc,2').row_numbers == (2, 3)


@pytest.mark.parametrize(
    ("text", "row", "column"),
    [
        ('x,y\n1,2\n"3,4\n5,6', 3, 1),
        ('x,y\n"1"2,3\n', 2, 1),
        ('"', 1, 1),
        ('x,y\n1,"2\n3,4', 2, 2),
        ('x,y,z\n"a\nb", "c ""d""", "e"f', 2, 3),
        ('x,y\n"two\nlines",2\n\n3,"4" \n', 4, 2),
        ('x,y\n1,"' + "z" * 200_000, 2, 2),  # csv calls this too long
    ],
)
def test_broken_quotes_are_refused(text: str, row: int, column: int) -> None:
    error = refusal(text, delimiter=",")
    assert (error.code, error.path, error.params) == ("bad_quotes", f"row {row}, column {column}", {"row": row, "column": column})


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_broken_quotes_hide_no_delimiter(delimiter: str) -> None:
    error = refusal(f'x{delimiter}y\n1{delimiter}2\n1{delimiter}"2\n3{delimiter}4')
    assert (error.code, error.path) == ("bad_quotes", "row 3, column 2"), "not read as one column"


MOST = csv.field_size_limit()


@pytest.mark.parametrize(
    ("text", "row", "column", "letters"),
    [
        ("x,y\n1,2\n3," + "z" * (MOST + 1), 3, 2, MOST + 1),
        ('x;y\n1;2\n"a\nb;c"; "' + 'z""' * MOST + '"\n5;6', 3, 2, 2 * MOST),
        ("x\ty," + "z" * (MOST + 5) + "\tz\n1\t2\t3", 1, 2, MOST + 7),
        ("x\n" + "z" * (MOST + 1), 2, 1, MOST + 1),
    ],
    ids=["plain", "quoted", "in the header", "one column"],
)
def test_a_cell_that_is_too_long_is_called_that(text: str, row: int, column: int, letters: int) -> None:
    error = refusal(text)
    assert (error.code, error.path) == ("cell_too_long", f"row {row}, column {column}")
    assert error.params == {"row": row, "column": column, "value": letters, "allowed": MOST}


def test_a_cell_of_the_most_letters_is_read() -> None:
    assert values("x,y\na,b\nc," + "z" * MOST, header=False)[1][2] == "z" * MOST


def test_blank_lines_count_as_rows_and_hold_nothing() -> None:
    table = read_table("\n\nx,y\n\n1,2\n   \n,\n3,4\n\n\n")
    assert table.row_numbers == (5, 8)
    assert refusal("\nx,y\n\n1,2\n3,x\n5,6").path == "row 5, column 2"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(end: str) -> None:
    assert values(end.join(["x,y", "1,2", "3,4", ""])) == [[1, 3], [2, 4]]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("이름,값\n서울,1\n부산,2".encode(), "utf-8"),
        ("이름,값\n서울,1\n부산,2".encode("utf-8-sig"), "utf-8"),
        ("이름,값\n서울,1\n부산,2".encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + "이름,값\n서울,1\n부산,2".encode("utf-16-be"), "utf-16-be"),
        ("이름,값\n서울,1\n부산,2".encode("cp949"), "cp949"),
        ("\ufeff이름,값\n서울,1\n부산,2", "text"),
    ],
)
def test_encodings(content: bytes | str, encoding: str) -> None:
    assert read_table(content).encoding == encoding
    assert names(content) == ["이름", "값"]
    assert values(content) == [["서울", "부산"], [1, 2]]


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "U+001A"),
        (b"PK\x03\x04\x14\x00", "U+0003"),
        ("x,y\n1,2".encode("utf-16-le"), "U+0000"),
        (b"\xff\xfe1\x00,", "0x2C"),
        (b"\xef\xbb\xbf\xff", "0xFF"),
        ("1,\ud800", "U+D800"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes | str, value: str) -> None:
    error = refusal(content)
    assert (error.code, error.params["value"]) == ("not_a_text_file", value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_table"),
        (b"", "empty_table"),
        (b"\xef\xbb\xbf", "empty_table"),
        (" \n\n,,\n", "empty_table"),
        ("x,y\n", "only_header"),
        ("x", "only_header"),
    ],
)
def test_without_rows_there_is_no_table(content: bytes | str, code: str) -> None:
    assert refusal(content).code == code


def test_limits() -> None:
    rows = "\n".join("1,2" for _ in range(11))
    assert len(read_table("x,y\n" + rows, limit_rows=11).row_numbers) == 11
    assert len(read_table(rows, limit_rows=11).row_numbers) == 11
    for text in (rows, "x,y\n" + rows):
        error = refusal(text, limit_rows=10)
        assert (error.code, error.params["allowed"]) == ("too_many_rows", 10)
    assert refusal(",".join(["1"] * 101)).code == "too_many_columns"


def test_a_column_where_nothing_is_known() -> None:
    table = read_table("x,y\n1,NA\n2,?\n")
    assert (table.columns[1].kind, np.isnan(table.columns[1].values).all()) == ("number", True)
    with pytest.raises(EngineError, match="no row has a value in all of these columns: x, y"):
        table.examples(["x"], "y")


LEARNT = "a,b,zero_one,sign,three,colour,species\n1,2,0,-1,0,red,u\n3,4,1,1,1,blue,v\n5,6,1,1,2,red,w\n7,8,0,-1,1,red,v\n"


@pytest.mark.parametrize(
    ("target", "task", "classes", "y"),
    [
        ("b", "regression", (), [2.0, 4.0, 6.0, 8.0]),
        ("three", "regression", (), [0.0, 1.0, 2.0, 1.0]),
        ("zero_one", "binary", ("0", "1"), [0, 1, 1, 0]),
        ("sign", "binary", ("-1", "1"), [0, 1, 1, 0]),
        ("colour", "binary", ("red", "blue"), [0, 1, 0, 0]),
        ("species", "multiclass", ("u", "v", "w"), [0, 1, 2, 1]),
    ],
)
def test_the_task_follows_from_the_target(target: str, task: str, classes: tuple[str, ...], y: list[float]) -> None:
    found = read_table(LEARNT).examples(["a"], target)
    assert (found.task, found.classes, found.points.y.tolist()) == (task, classes, y)
    assert found.points.y.dtype == (np.float64 if task == "regression" else np.int64)
    assert found.points.x.tolist() == [[1.0], [3.0], [5.0], [7.0]]


def test_the_task_can_be_given() -> None:
    found = read_table(LEARNT).examples(["a", "b"], "three", task="multiclass")
    assert (found.classes, found.points.y.tolist(), found.points.x.shape) == (("0", "1", "2"), [0, 1, 2, 1], (4, 2))
    assert read_table(LEARNT).examples(["a"], "zero_one", task="regression").points.y.tolist() == [0.0, 1.0, 1.0, 0.0]


def test_a_class_whose_rows_are_dropped_is_none() -> None:
    found = read_table("x,k\n1,a\n,b\n2,c\n3,a\n").examples(["x"], "k")
    assert (found.task, found.classes, found.points.y.tolist()) == ("binary", ("a", "c"), [0, 1, 0])


@pytest.mark.parametrize(
    ("features", "target", "task", "code", "path"),
    [
        (["a"], "c", None, "unknown_kind", "target"),
        (["a", "c"], "b", None, "unknown_kind", "features.1"),
        ([], "b", None, "wrong_length", "features"),
        (["a", "a"], "b", None, "not_unique", "features.1"),
        (["a", "b"], "b", None, "not_unique", "features.1"),
        (["colour"], "b", None, "column_not_numbers", "features.0"),
        (["a"], "colour", "regression", "column_not_numbers", "target"),
        (["a"], "species", "binary", "wrong_number_of_classes", "target"),
        (["a"], "b", "clustering", "unknown_kind", "task"),
    ],
)
def test_columns_that_cannot_be_learnt(features: list[str], target: str, task: Any, code: str, path: str) -> None:
    with pytest.raises(EngineError) as caught:
        read_table(LEARNT).examples(features, target, task)
    assert (caught.value.code, caught.value.path) == (code, path)


def test_too_many_classes() -> None:
    for count, code in ((1, "wrong_number_of_classes"), (21, "wrong_number_of_classes"), (20, None)):
        table = read_table("x,k\n" + "\n".join(f"{index},c{index % count}" for index in range(40)))
        if code is None:
            assert len(table.examples(["x"], "k").classes) == 20
        else:
            with pytest.raises(EngineError) as caught:
                table.examples(["x"], "k")
            assert (caught.value.code, caught.value.params["value"]) == (code, count)


numbers = st.floats(-LARGEST, LARGEST)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp949"])
tables = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=20))


@given(tables, st.sampled_from(DELIMITERS), st.sampled_from([".", ","]), encodings, st.booleans(), st.sampled_from(["\n", "\r\n"]))
@example([[1.234, 2.0], [2.345, 3.0]], ";", ",", "utf-8", False, "\n")
def test_any_numbers_come_back(rows: list[list[float]], delimiter: Any, decimal: Any, encoding: str, header: bool, end: str) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
    if header:
        writer.writerow([f"열 {place}" for place in range(len(rows[0]))])
    writer.writerows([[repr(value).replace(".", decimal) for value in row] for row in rows])
    content = file.getvalue().encode(encoding)
    forced = read_table(content, decimal=decimal, header=header, delimiter=delimiter)
    assert np.array_equal(np.stack([column.values for column in forced.columns], axis=1), np.array(rows))
    if decimal == "," and (delimiter == "," or (len(rows[0]) == 1 and not header)):
        return  # a comma beside a comma is never believed to be a decimal mark, and 1,5 alone is two numbers
    table = attempt(content)
    if isinstance(table, EngineError):
        assert table.code == "ambiguous_decimal"
        return
    assert np.array_equal(np.stack([column.values for column in table.columns], axis=1), np.array(rows))
    assert table.has_header == header


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=2), min_size=1))
def test_any_text_comes_back_without_the_spaces_around_it(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["k", "n"], *rows])
    stripped = [[cell.strip() for cell in row] for row in rows]
    tried = attempt(file.getvalue(), header=True, delimiter=",")
    if isinstance(tried, EngineError):
        assert tried.code in ("cell_not_a_number", "cell_out_of_range", "only_header")
        return
    found = values(file.getvalue(), header=True, delimiter=",")
    kept = [row for row in stripped if any(row)]
    for column, cells in zip(found, zip(*kept, strict=True), strict=True):
        for value, cell in zip(column, cells, strict=True):
            assert isinstance(value, float) or value in (None, cell)


soup = st.text(st.sampled_from(list('0123456789.,;\t\n\r" −-+eEx%가inf?∞')), max_size=60)


@given(st.binary(max_size=80) | soup.map(str.encode) | soup.map(lambda text: text.encode("utf-16")) | soup)
@example(b"\xff\xfe")
@example('"' * 200_000)
@example("x\n" + "1" * 200_000)
@example("a" * 200_000)
@example("\n" * 50_000)
@example("," * 50_000 + "1")
def test_nothing_but_engine_errors_ever_comes_out(content: bytes | str) -> None:
    table = attempt(content)
    if isinstance(table, EngineError):
        return
    assert table.columns
    for column in table.columns:
        assert column.values.shape == (len(table.row_numbers),)
        assert not np.isinf(column.values).any()
    for target in table.columns:
        with suppress(EngineError):
            table.examples([column.name for column in table.columns if column is not target], target.name)


@pytest.mark.parametrize(("limit", "code"), [(-5, "out_of_range"), (0, "out_of_range"), (10**30, "out_of_range"), (2.0, "not_an_integer")])
def test_a_limit_that_is_none_is_refused(limit: Any, code: str) -> None:
    with pytest.raises(EngineError) as refused:
        read_table("x\n1", limit_rows=limit)
    assert (refused.value.code, refused.value.path) == (code, "limit_rows")
    assert len(read_table("x\n1", limit_rows=np.int64(1)).row_numbers) == 1  # type: ignore[arg-type]
