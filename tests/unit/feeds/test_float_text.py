"""What a float of a Parquet file is as text: the number that somebody wrote, not its nearest binary neighbour."""

import pytest

from pipelines.feeds import readers
from pipelines.warehouse import connect


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("431364.34", "431364.34"),
        ("5.0", "5"),
        ("0.1", "0.1"),
        ("1e20", "100000000000000000000"),
        ("1e-7", "0.0000001"),
    ],
)
def test_a_double_is_the_shortest_text_that_is_this_number(number: str, text: str) -> None:
    with connect.memory([]) as connection:
        sql = readers._float_text("x")
        assert connection.execute(f"select {sql} from (select {number}::double as x)").fetchall() == [(text,)]
