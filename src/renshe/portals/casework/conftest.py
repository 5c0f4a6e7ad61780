"""A bureau with one service item, its people, and browsers signed in as each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from renshe.domains.cases import api as cases
from renshe.domains.cases.conftest import ITEM, TOO_MUCH
from renshe.domains.contributions.test_small_city import City, add_employer, add_person
from renshe.domains.identity.api import Account, RoleCode, grant_role, open_account
from renshe.domains.registry.api import Employer, Person
from renshe.kernel.codes.problem import Refused
from renshe.laws import library
from renshe.portals.conftest import signed_in
from renshe.services import catalogue

COUNTY, STREET, ELSEWHERE = "310112", "310112001", "440402"
SINCE = dt.date(2025, 1, 1)
TODAY = dt.date(2025, 10, 31)
CODE = "testing.refund"
PDF = b"%PDF-1.4\n% a paper for a test\n"
ASKED_FIELDS = """
  - {key: phone, zh: 手机号码, en: Telephone, kind: phone, required: false}
"""
BIRTH = {"birth_month": 1985 * 12 + 5, "retirement_category": "M60"}


@dataclass
class Refunds(cases.Plain):
    """The item's code: refuses more than a limit, notices an odd amount, remembers what it granted."""

    limit_fen: int = 5_000_000
    done: list[str] = field(default_factory=list)

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The register knows the month."""
        return {"month": "2025-08"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Look at the amount."""
        fen = asked.values["amount"]
        too_much = [cases.Finding(TOO_MUCH, refuses=True, field="amount")]
        odd = [
            cases.Difference(
                "amount", f"{fen / 100:.2f}", "800.00", "缴费记录", "contribution record"
            )
        ]
        explain = {
            "target": "legal_retirement_month",
            "facts": BIRTH,
            "place": COUNTY,
            "on": "2025-10-31",
        }
        return cases.Examination(
            findings=tuple(too_much if fen > self.limit_fen else []),
            differences=tuple(odd if fen % 100 else []),
            amount_fen=fen,
            sheet={
                "paid": {"zh": "实缴金额", "en": "Paid", "fen": 80_000},
                "retires": {"zh": "法定退休月份", "en": "Legal month of retirement", "month": 24000, "explain": explain},
            },
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Remember it."""
        self.done.append(asked.number)
        return cases.Effect("已退费", "refunded", {"refund": 7})

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Take it back."""
        if asked.number not in self.done:
            raise Refused(TOO_MUCH)
        self.done.remove(asked.number)
        return cases.Effect("退费已追回", "taken back")


STAFF = {
    "li": (RoleCode.COUNTER_CLERK, COUNTY),
    "lin": (RoleCode.COUNTER_CLERK, COUNTY),
    "street": (RoleCode.COUNTER_CLERK, STREET),
    "wang": (RoleCode.REVIEWER, COUNTY),
    "wu": (RoleCode.REVIEWER, COUNTY),
    "zhao": (RoleCode.APPROVER, COUNTY),
    "qian": (RoleCode.APPROVER, COUNTY),
    "far": (RoleCode.COUNTER_CLERK, ELSEWHERE),
    "far_reviewer": (RoleCode.REVIEWER, ELSEWHERE),
    "watcher": (RoleCode.FUND_SUPERVISOR, COUNTY),
    "accountant": (RoleCode.FUND_ACCOUNTANT, COUNTY),
}


@dataclass
class Bureau:
    """The item with its code, who works there, and whom it serves."""

    item: cases.Item
    service: Refunds
    people: list[Person]
    employer: Employer
    accounts: dict[str, Account] = field(default_factory=dict)

    def browser(self, name: str, **defaults: Any) -> Client:
        """A browser in which this account is signed in and has just proved who it is."""
        return signed_in(Client(**defaults), self.accounts[name])

    def actor(self, username: str, *, days: int = 0) -> cases.Actor:
        """Somebody at ten o'clock, so many days before the day of the pages."""
        day = TODAY - dt.timedelta(days=days)
        return cases.Actor(
            username, dt.datetime.combine(day, dt.time(10), ZoneInfo("Asia/Shanghai")), day
        )

    def submitted(
        self, *, amount: str = "800.00", subject: int | None = None, days: int = 3, place: str = COUNTY,
        promise: bool = False,
    ) -> cases.Case:  # fmt: skip
        """A case handed in online."""
        person = self.people[0]
        actor = self.actor("someone", days=days)
        number = cases.open_case(
            application=cases.Application(
                self.item, place, "online", subject or person.pk, person.name
            ),
            actor=actor,
        ).number
        cases.save_form(
            number=number, item=self.item, actor=actor,
            given={"month": "2025-08", "amount": amount, "why": "twice", "phone": "13800001234"},
        )  # fmt: skip
        if promise:
            cases.promise(number=number, item=self.item, material="proof", actor=actor)
        else:
            cases.attach(
                number=number, item=self.item, material="proof", name="凭证.pdf",
                media_type="application/pdf", content=PDF + number.encode(), actor=actor,
            )  # fmt: skip
        return cases.submit(number=number, item=self.item, service=self.service, actor=actor)

    def accepted(self, **how: Any) -> cases.Case:
        """A case that li has accepted."""
        case = self.submitted(**how)
        return cases.accept(number=case.number, item=self.item, actor=self.actor("li", days=2))

    def reviewing(self, *, grant: bool = True, **how: Any) -> cases.Case:
        """A case on which li has given his opinion."""
        case = self.accepted(**how)
        return cases.propose(
            number=case.number, item=self.item, service=self.service, grant=grant, words="属实",
            actor=self.actor("li", days=1),
        )  # fmt: skip


def staffed(bureau: Bureau) -> Bureau:
    """Open the accounts of STAFF, and one that is insured and no staff."""
    for name, (role, place) in STAFF.items():
        account = open_account(
            username=name, display_name=f"{name}（测试）", password="a long enough password"
        )
        grant_role(account=account, role=role, place=place, valid_from=SINCE)
        bureau.accounts[name] = account
    person = bureau.people[0]
    bureau.accounts["insured"] = open_account(
        username="insured",
        display_name="丁一",
        password="a long enough password",
        person_id=person.pk,
    )
    grant_role(
        account=bureau.accounts["insured"],
        role=RoleCode.INSURED_PERSON,
        place=COUNTY,
        valid_from=SINCE,
    )
    return bureau


def testing_item(folder: Path) -> cases.Item:
    """The item of the tests of cases, with a telephone number to mask."""
    path = folder / "service.yaml"
    path.write_text(
        ITEM.replace("materials:", f"{ASKED_FIELDS.strip(chr(10))}\nmaterials:"), encoding="utf-8"
    )
    return cases.load_item(path)


@pytest.fixture
def offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> catalogue.Declared:
    """A catalogue that offers the testing item alone."""
    one = catalogue.Declared(testing_item(tmp_path), Refunds())
    monkeypatch.setattr(catalogue, "catalogue", lambda: {CODE: one})
    return one


@pytest.fixture
def bureau(db: None, offered: catalogue.Declared, settings: Any) -> Iterator[Bureau]:
    """The bureau with its staff, three people and an employer, under the law of the demonstration."""
    # Nobody signs in with these passwords; hashing them well would take most of a test's time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    city = City()
    for _ in range(3):
        add_person(city)
    add_employer(city)
    service = offered.service
    assert isinstance(service, Refunds)
    library.configure(mode="demonstration")
    try:
        yield staffed(Bureau(offered.item, service, city.people, city.employers[0]))
    finally:
        library.configure()
