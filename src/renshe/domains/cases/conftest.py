"""A small service item and the people who take part in its cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused

PLACE = "310112"
ITEM = """
code: testing.refund
zh: 误缴退费
en: Refund of what was paid by mistake
summary: {zh: 多缴的社会保险费退还, en: Get back contributions paid by mistake}
words: [退钱, 多交]
group: contributions
subject: person
applicants: [insured_person, counter_clerk]
channels: [online, counter, api]
basis:
  - {instrument: 社会保险经办条例, article: "30", says: 社会保险经办机构应当自收到申请之日起审核}
fields:
  - {key: month, zh: 误缴月份, en: Month, kind: month, required: true}
  - {key: amount, zh: 金额, en: Amount, kind: yuan, required: true}
  - {key: why, zh: 原因, en: Why, kind: choice, required: true,
     choices: {twice: {zh: 重复缴费, en: paid twice}, other: {zh: 其他, en: other}}}
  - {key: other, zh: 说明, en: Say why, kind: text, required: true, when: {field: why, is: other}}
materials:
  - {key: proof, zh: 缴费凭证, en: Proof of payment, required: true, source: upload, basis: 社会保险经办条例 30, promise_days: 10}
  - {key: record, zh: 缴费记录, en: Contribution record, required: true, source: register, basis: 社会保险经办条例 30}
path: review
approval_above_yuan: 10000
clock: {days: 20, unit: working, basis: 社会保险经办条例 18, silence: escalate}
result: {zh: 退费到账, en: The money comes back}
archive: {class: 社会保险业务档案·征缴, retention_years: 30}
"""
TOO_MUCH = Problem(
    "too_much", "超过实缴金额", "more than was paid", "社会保险法 86", "请核对", "Check it"
)


@dataclass
class Refunds:
    """The code of the item: refuses more than a limit, remembers what it did."""

    limit_fen: int = 5_000_000
    done: list[str] = field(default_factory=list)
    fails: bool = False

    def examine(self, asked: cases.Asked) -> cases.Examination:
        amount = asked.values["amount"]
        found = (
            [cases.Finding(TOO_MUCH, refuses=True, field="amount")]
            if amount > self.limit_fen
            else []
        )
        return cases.Examination(findings=tuple(found), amount_fen=amount)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        self.done.append(asked.number)
        if self.fails:
            raise Refused(TOO_MUCH)
        return cases.Effect("已退费", "refunded", {"refund": 7})

    def reverse(self, asked: cases.Asked, reference: Any) -> cases.Effect:
        assert reference == {"refund": 7}
        self.done.remove(asked.number)
        return cases.Effect("退费已追回", "taken back")


@dataclass
class Office:
    """The item, its code, a day, and who is there."""

    item: cases.Item
    service: Refunds
    today: dt.date = dt.date(2025, 10, 13)

    def actor(self, username: str, *, days: int = 0, person_id: int | None = None) -> cases.Actor:
        day = self.today + dt.timedelta(days=days)
        at = dt.datetime.combine(day, dt.time(10), ZoneInfo("Asia/Shanghai"))
        return cases.Actor(username, at, day, person_id=person_id)

    def submitted(
        self, *, amount: str = "800.00", applicant: str = "zhang", subject: int = 77
    ) -> cases.Case:
        """A case handed in online with its paper."""
        actor = self.actor(applicant, person_id=subject)
        case = cases.open_case(
            application=cases.Application(self.item, PLACE, "online", subject, "张某"), actor=actor
        )
        wrong = cases.save_form(
            number=case.number, item=self.item, actor=actor,
            given={"month": "2025-08", "amount": amount, "why": "twice"},
        )  # fmt: skip
        assert wrong == {}
        cases.attach(
            number=case.number, item=self.item, material="proof", name="凭证.pdf",
            media_type="application/pdf", content=f"%PDF {case.number}".encode(), actor=actor,
        )  # fmt: skip
        return cases.submit(number=case.number, item=self.item, service=self.service, actor=actor)

    def reviewing(self, **how: Any) -> cases.Case:
        """A case accepted and proposed to be granted by the handler."""
        case = self.submitted(**how)
        handler = self.actor("li")
        cases.accept(number=case.number, item=self.item, actor=handler)
        return cases.propose(
            number=case.number, item=self.item, service=self.service, grant=True, words="属实",
            actor=handler,
        )  # fmt: skip


@pytest.fixture
def office(db: None, tmp_path: Path) -> Office:
    """An office with one service item."""
    path = tmp_path / "item.yaml"
    path.write_text(ITEM, encoding="utf-8")
    return Office(cases.load_item(path), Refunds())
