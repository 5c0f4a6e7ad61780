"""Columns reach a table in its own types, as bytes or as text, or are refused."""

import polars as pl
import pyarrow as pa
import pytest

from renshe.foundation.columns import Column, NotAsText, conform, plain_text, text_rows


def test_a_value_that_the_column_cannot_hold_is_refused_before_anything_is_sent():
    data = pa.table({"period": [24309, 2**40]})
    with pytest.raises(pa.ArrowInvalid):
        conform(data, [Column(name="period", kind="int4")])


def test_a_whole_number_is_narrowed_without_loss():
    data = conform(pa.table({"period": [24309]}), [Column(name="period", kind="int4")])
    assert data.schema.field("period").type == pa.int32()
    assert data["period"].to_pylist() == [24309]


def test_lists_keep_their_nulls_as_text_also_in_a_slice():
    lists = pa.chunked_array([[[1, 2], None, [3, None], []], [[4]]], pa.list_(pa.int64()))
    data = pa.table({"months": lists}).slice(1, 4)
    assert text_rows(data).decode() == '\n"{3,NULL}"\n"{}"\n"{4}"\n'


def test_null_and_empty_text_stay_apart_in_text_form():
    assert text_rows(pa.table({"a": ["", None], "b": [1, 2]})).decode() == '"",1\n,2\n'


@pytest.mark.parametrize(
    "column", [pa.array([b"x"]), pa.array([["a,b"]]), pa.array([[1.5]], pa.list_(pa.float64()))]
)
def test_what_has_no_safe_text_form_is_refused(column):
    with pytest.raises(NotAsText):
        text_rows(pa.table({"a": column}))


def test_text_of_polars_becomes_plain_strings_and_nothing_else_changes():
    frame = pl.DataFrame({"name": ["王芳", None, ""], "fen": [1, None, 3]})
    views = frame.to_arrow(compat_level=pl.CompatLevel.newest())
    large = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    assert pa.types.is_string_view(views.schema.field("name").type)
    assert pa.types.is_large_string(large.schema.field("name").type)
    for table in (views, large):
        plain = plain_text(table)
        assert plain.schema.types == [pa.string(), pa.int64()]
        assert plain.to_pylist() == frame.to_dicts()


def test_a_slice_of_text_keeps_its_own_rows_only():
    table = pa.table({"name": pa.array(["a", "b", "c"], pa.large_string())}).slice(1, 1)
    assert plain_text(table)["name"].to_pylist() == ["b"]


def test_text_that_is_plain_already_is_handed_back_untouched():
    table = pa.table({"name": ["王芳"], "born": pa.array([1], pa.int32())})
    assert plain_text(table) is table
