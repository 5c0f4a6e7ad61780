"""Crash points do nothing unless they are named; that they kill is proved in tests/crash."""

import os
import signal

import pytest

from renshe.foundation import crash_points
from renshe.foundation.crash_points import AT, NotOurDatabase, crash_point, kill_database


@pytest.fixture
def killed(monkeypatch):
    """Whom a crash point would have killed, and with what."""
    told = []
    monkeypatch.setattr(crash_points.os, "kill", lambda process, sign: told.append((process, sign)))
    monkeypatch.setattr(crash_points, "_passed", crash_points.Counter())
    return told


def test_nothing_happens_where_nothing_is_named(killed, monkeypatch):
    monkeypatch.delenv(AT, raising=False)
    crash_point("stage.after_key.contributions_line")
    assert killed == []


def test_only_the_named_point_kills_and_only_in_its_turn(killed, monkeypatch):
    monkeypatch.setenv(AT, "copy.contributions_line_b*:2")
    crash_point("copy.contributions_bill")
    crash_point("copy.contributions_line_b7")
    assert killed == []
    crash_point("copy.contributions_line_b8")
    assert killed == [(os.getpid(), signal.SIGKILL)]
    crash_point("copy.contributions_line_b8")
    assert len(killed) == 1


def test_a_production_installation_has_no_crash_points(killed, monkeypatch, settings):
    monkeypatch.setenv(AT, "anything")
    settings.PRODUCTION = True
    crash_point("anything")
    assert killed == []


def test_a_process_that_is_no_postgresql_is_not_killed(killed):
    with pytest.raises(NotOurDatabase):
        kill_database(postmaster=os.getpid())
    assert killed == []
