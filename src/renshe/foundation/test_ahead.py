"""Parts come in order, one is read ahead and no more, and what fails to be read fails where it is asked for."""

import threading

import pytest

from renshe.foundation.ahead import made_ahead, read_ahead


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


def test_parts_come_in_order_and_the_next_is_made_meanwhile():
    made, second = [], threading.Event()

    def parts():
        for number in range(3):
            made.append((number, threading.current_thread().name))
            if number == 1:
                second.set()
            yield number

    seen = []
    for number in made_ahead(parts()):
        if number == 0:
            assert second.wait(10), "the second part is made while the first is worked on"
        seen.append(number)
    assert seen == [0, 1, 2]
    (maker,) = {name for _, name in made}
    assert maker != threading.current_thread().name


def test_what_a_part_raises_is_raised_in_its_turn():
    def parts():
        yield "good"
        raise ValueError("the second part")

    seen = []
    with pytest.raises(ValueError, match="the second part"):
        seen.extend(made_ahead(parts()))
    assert seen == ["good"]


def test_whoever_stops_early_leaves_nothing_running():
    before = threading.active_count()
    for part in made_ahead(iter(range(1, 100))):
        if part == 2:
            break
    else:
        raise AssertionError("it was not stopped")
    assert threading.active_count() <= before + 1
    assert list(made_ahead(iter([]))) == []
