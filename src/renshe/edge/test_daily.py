"""The daily work: round after round, never two at once, stopped when asked, and kept alive beside the site."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from renshe.domains.audit.models import Run
from renshe.edge.daily import WORK, DailyWork
from renshe.edge.serving import Helper
from renshe.foundation.exclusive import exclusive

NOW = dt.datetime(2025, 10, 31, 9, tzinfo=dt.UTC)


def work(one_round: Any, said: list[str], **how: Any) -> DailyWork:
    return DailyWork(now=lambda: NOW, one_round=one_round, say=said.append, every_s=0.01, **how)


def test_rounds_follow_each_other_until_somebody_says_stop(fresh_database: Any) -> None:
    fresh_database.become("runner")
    said: list[str] = []
    stop = threading.Event()

    def one_round(now: dt.datetime) -> str:
        if len(said) == 2:
            stop.set()
        return f"round {len(said) + 1} at {now.hour}"

    work(one_round, said, stop=stop).run()
    assert said == ["round 1 at 9", "round 2 at 9", "round 3 at 9"]


def test_a_second_process_does_nothing_while_one_is_at_it(fresh_database: Any) -> None:
    fresh_database.become("runner")
    said: list[str] = []
    with exclusive(work=WORK):
        assert work(lambda now: "never", said).once() is False
    assert said == []
    assert work(lambda now: "now it is free", said).once() is True
    assert said == ["now it is free"]


def test_trouble_is_said_once_and_tried_again(fresh_database: Any) -> None:
    fresh_database.become("runner")
    said: list[str] = []
    outcomes = iter([OSError("no line"), OSError("no line"), "sent 3", OSError("no line")])

    def one_round(now: dt.datetime) -> str:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    daily = work(one_round, said)
    assert [daily.once() for _ in range(4)] == [False, False, True, False]
    assert ["no line" in one for one in said] == [True, False, True]
    assert said[1] == "sent 3"


def test_a_round_does_the_days_work_once_and_is_found_done(
    fresh_database: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from renshe.edge.commands.daily import round_of

    monkeypatch.setenv("RENSHE_HOME", str(tmp_path))
    fresh_database.become("runner")
    assert round_of(NOW) == "", "an empty installation has nothing to tell"
    (run,) = Run.objects.filter(kind="case_clocks")
    assert run.key.startswith("case_clocks:CN:2025-10")
    round_of(NOW + dt.timedelta(minutes=1))
    assert Run.objects.filter(kind="case_clocks").count() == 1
    round_of(NOW + dt.timedelta(days=1))
    assert Run.objects.filter(kind="case_clocks").count() == 2, "the day changed"


def test_a_helper_that_dies_is_started_again_and_ends_with_its_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("renshe.edge.serving.RESTART_AFTER_S", 0.0)
    with Helper("--help") as helper:
        helper._command = [sys.executable, "-c", "import time; time.sleep(60)"]
        deadline = time.monotonic() + 30
        while helper.pid is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        helper.restart_if_dead()
        first = helper.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        while helper.pid is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        helper.restart_if_dead()
        second = helper.pid
        assert second not in (None, first)
    assert helper.pid is None


def test_the_command_stops_when_it_is_told_to() -> None:
    """Without a database it goes on trying; what matters here is the way out."""
    program = (
        "import threading, signal, datetime as dt\n"
        "from renshe.edge import daily\n"
        "daily.exclusive = lambda work: (_ for _ in ()).throw(OSError('no database'))\n"
        "stop = threading.Event()\n"
        "signal.signal(signal.SIGTERM, lambda *_: stop.set())\n"
        "work = daily.DailyWork(now=lambda: dt.datetime(2025, 10, 31), one_round=str, say=print, every_s=30, stop=stop)\n"
        "print('ready', flush=True)\n"
        "work.run()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=10)
    assert process.returncode == 0
