"""Parts come in order, one is read ahead and no more, and what fails to be read fails where it is asked for."""

import threading

import pytest

from renshe.foundation.ahead import read_ahead


def test_parts_come_in_order_with_what_was_read_of_them():
    assert list(read_ahead([3, 1, 2], lambda part: part * 10)) == [(3, 30), (1, 10), (2, 20)]
    assert list(read_ahead([], str)) == []


def test_one_part_is_read_while_another_is_worked_on_and_no_further_one():
    read, second = [], threading.Event()

    def reading(part: int) -> int:
        read.append(part)
        if part == 2:
            second.set()
        return part

    parts = read_ahead([1, 2, 3], reading)
    assert next(parts) == (1, 1)
    assert second.wait(timeout=10)
    assert read == [1, 2]


def test_a_part_that_cannot_be_read_is_told_in_its_turn():
    parts = read_ahead([1, 0], lambda part: 1 // part)
    assert next(parts) == (1, 1)
    with pytest.raises(ZeroDivisionError):
        next(parts)
