"""The daily work of an installation: one round a minute, by one process at a time, until told to stop.

A round does what the calendar asks and what waits: cases past their limit are escalated, promised papers called for, the
days before today sealed, notices sent (`runs/case_clocks`), and events told to subscribers (`runs/webhook_delivery`). Both
find what was done and do the rest, so a round that is killed costs nothing. `renshe up` keeps a process of its own for it
beside the site (`serving.Helper`); a server without `renshe up` keeps `renshe daily` running by its own supervisor. However
many are started, on however many machines, one at a time holds the database's advisory lock; the others wait for their turn.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from renshe.foundation.bulk import StageBusy
from renshe.foundation.exclusive import exclusive

EVERY_S = 60.0
WORK = "daily work"

Round = Callable[[dt.datetime], str]
"""One round at a moment; a line about what it did, empty where there was nothing to do."""


@dataclass
class DailyWork:
    """The loop. `now` is the edge's clock, `say` hears what was done, `stop` ends it after the round that runs."""

    now: Callable[[], dt.datetime]
    one_round: Round
    say: Callable[[str], None]
    every_s: float = EVERY_S
    stop: threading.Event = field(default_factory=threading.Event)
    _last_trouble: str = ""

    def run(self) -> None:
        """Round after round until `stop`. What goes wrong is said once and tried again a round later."""
        while not self.stop.is_set():
            self.once()
            self.stop.wait(self.every_s)

    def once(self) -> bool:
        """A round, unless another process is at it; whether it was done."""
        try:
            with exclusive(work=WORK):
                done = self.one_round(self.now())
        except StageBusy:
            return False
        except Exception as trouble:
            # The next round tries again: a database that restarts ends no day's work.
            self._tell(f"{type(trouble).__name__}: {trouble}")
            return False
        self._last_trouble = ""
        if done:
            self.say(done)
        return True

    def _tell(self, trouble: str) -> None:
        if trouble != self._last_trouble:
            self.say(
                f"每日工作出错，下一轮再试 the daily work failed and is tried again: {trouble}"
            )
        self._last_trouble = trouble
