"""A project of a village at whatever step a story needs, in the demonstration's law, with the people in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from renshe.domains import conftest as made_up
from renshe.domains.expropriation import api as expropriation
from renshe.domains.registry import api as registry
from renshe.flows import expropriation_to_ledger as ledger
from renshe.laws import library
from renshe.services import conftest as offices

office = offices.office
make_person = made_up.make_person
make_employer = made_up.make_employer
MONEY = 10_000_000


@dataclass
class Village:
    """A project with one worker and one of the old."""

    project: expropriation.ExpropriationProject
    worker: registry.Person
    old: registry.Person

    def hand(self, by: str = "street", days: int = 0) -> expropriation.Recorded:
        """Somebody, so many days before the stories' day."""
        at = made_up.NOW - dt.timedelta(days=days)
        return expropriation.Recorded(by=by, at=at, today=made_up.TODAY - dt.timedelta(days=days))

    def public(self) -> None:
        """The list is public since two days."""
        expropriation.publish_list(project_id=self.project.pk, recorded=self.hand(days=2))

    def settled(self) -> None:
        """Confirmed, paid, certified and booked, before the stories' day."""
        number = self.project.pk
        expropriation.publish_list(project_id=number, recorded=self.hand(days=14))
        expropriation.confirm_by_street(project_id=number, recorded=self.hand(days=6))
        ledger.list_confirmed(project_id=number, letter="函1号", recorded=self.hand("land", 5))
        (share,) = self.project.shares.order_by("pk")
        ledger.money_received(
            share_id=share.pk, amount_fen=share.amount_fen or 0, received_on=made_up.TODAY - dt.timedelta(days=4),
            bank_ref="B1", recorded=self.hand("money", 4),
        )  # fmt: skip
        expropriation.certify(project_id=number, recorded=self.hand("chief", 3))
        ledger.project_settled(project_id=number, recorded=self.hand("money", 3))


@pytest.fixture
def village(db: None, make_person: Callable[..., registry.Person]) -> Village:
    """Listed: a worker of 40 and a man of 61 on the project's day."""
    overlays, _ = library.configured()
    library.configure(overlays=overlays, mode="demonstration")
    people = [
        make_person(
            id_number=made_up.id_number(birth=born, sequence=number, region="310112"), name=name, household_place="310112",
            residence_place="310112",
        )
        for born, number, name in (("19850312", 101, "李一"), ("19640301", 103, "李二"))
    ]  # fmt: skip
    share = expropriation.NewShare(
        payer="land_user", payer_name="轨道公司", permille=1000, due_on=dt.date(2025, 12, 1)
    )
    new: dict[str, Any] = {
        "approval_number": "沪府土〔2025〕1号", "name": "轨道交通", "place": "310112", "village_group": "一组",
        "approved_on": dt.date(2025, 9, 1), "land_taken_m2": 2_000, "land_group_m2": 20_000, "land_group_people": 30,
        "scheme": "employee_pension", "months_bought": 180, "cost_working_fen": MONEY, "cost_old_fen": MONEY,
        "one_off_minor_fen": 0, "account_permille": 400, "reserve_permille": 50, "shares": (share,),
    }  # fmt: skip
    early = expropriation.Recorded(by="street", at=made_up.NOW, today=dt.date(2025, 9, 2))
    project = expropriation.register_project(
        new=expropriation.NewProject(**new), recorded=early, explain=library.explain
    )
    for one in people:
        expropriation.add_member(
            project_id=project.pk, person_id=one.pk, recorded=early, explain=library.explain
        )
    return Village(project, *people)
