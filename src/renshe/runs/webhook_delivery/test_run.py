"""A case moves; its applicant's machine hears of it once, also when it was down at first."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM, Office, Refunds
from renshe.domains.exchange import api as exchange
from renshe.runs.webhook_delivery.run import run

HOST = "receiver.renshe.invalid"
URL = f"https://{HOST}/hooks"


@dataclass
class Receiver:
    """A subscriber's line: remembers what came, and answers these statuses first. The real wire is proved in gateways."""

    failures: list[int] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)

    def send(self, outgoing: exchange.Outgoing, *, at: dt.datetime) -> Heard:
        """Take one message."""
        if self.failures:
            return Heard(self.failures.pop(0), "busy")
        told = json.loads(outgoing.body)
        self.taken[told["id"]] = told | {"_secret": outgoing.secret}
        return Heard(200, "taken")


@dataclass(frozen=True)
class Heard:
    """What the receiver answered."""

    status: int
    said: str


@pytest.fixture
def office(db: None, tmp_path: Path) -> Office:
    """An office with one service item."""
    path = tmp_path / "item.yaml"
    path.write_text(ITEM, encoding="utf-8")
    return Office(cases.load_item(path), Refunds())


def test_a_subscriber_hears_of_its_case_once_in_order_and_without_personal_data(
    office: Office,
) -> None:
    start = office.actor("zhang").at
    made = exchange.subscribe(account="zhang", url=URL, kinds=(), note="", hosts=(HOST,), at=start)
    secret = exchange.secret_of(made)
    receiver = line = Receiver(failures=[503])
    case = office.submitted()
    office.submitted(applicant="somebody_else", subject=78)
    cases.accept(number=case.number, item=office.item, actor=office.actor("li"))
    cases.note(number=case.number, words="仅供内部", actor=office.actor("li"))
    first = run(at=start, line=line)
    assert (first.noted, first.delivered, first.failed) == (2, 1, 1)
    again = run(at=start + dt.timedelta(minutes=1), line=line)
    assert (again.noted, again.delivered, again.failed) == (0, 1, 0)
    kinds = {str(one["type"]) for one in receiver.taken.values()}
    assert kinds == {"case.submit", "case.accept"}
    for told in receiver.taken.values():
        assert told.pop("_secret") == secret
        assert set(told) == {"id", "type", "created_at", "data"}
        assert told["data"]["number"] == case.number
        assert "张" not in str(told)


def test_nobody_subscribed_nothing_is_noted(office: Office) -> None:
    office.submitted()
    done = run(at=office.actor("x").at, line=Receiver())
    assert (done.noted, done.delivered, done.failed) == (0, 0, 0)
