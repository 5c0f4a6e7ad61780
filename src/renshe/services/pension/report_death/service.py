"""A report of a death as a request: looked at by one, decided by another, settled by `decide` in their signature."""

from __future__ import annotations

import datetime as dt

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.services.pension.report_death.decide import report_death

NOBODY = Problem(
    "subject_missing",
    "没有指明死者是谁",
    "it is not said who died",
    "社会保险经办条例 25",
    "请填写死者的姓名和证件号码",
    "Name the dead with name and id number",
)
NOT_YET = Problem(
    "death_in_future",
    "死亡日期在今天之后，或早于出生",
    "the day of death lies after today, or before birth",
    "社会保险经办条例 25",
    "请核对死亡日期",
    "Check the day of death",
)
KNOWN = Problem(
    "death_known",
    "登记中已有同一死亡日期",
    "the register knows this death already",
    "社会保险经办条例 25",
    "核对无误即可办理，不会重复终止",
    "It may be granted; nothing ends twice",
)
OTHER_DAY = Problem(
    "death_other_day",
    "登记中的死亡日期与报告不同",
    "the register has another day of death",
    "社会保险经办条例 25、46",
    "请先核实哪一份文书有误，再由登记更正",
    "Find out which document is wrong, and have the register corrected first",
)


class ReportOfDeath(cases.Plain):
    """Ends insurance and pension; it is corrected by correcting the register, never by itself."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """The day against the register, and what was paid after it."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        person = registry.person(person_id=asked.subject_id)
        died_on = asked.values["died_on"]
        assert isinstance(died_on, dt.date)
        found, differences = [], []
        if died_on > asked.today or died_on < person.birth_on:
            found.append(cases.Finding(NOT_YET, refuses=True, field="died_on"))
        if person.died_on == died_on:
            found.append(cases.Finding(KNOWN, refuses=False, field="died_on"))
        elif person.died_on is not None:
            found.append(cases.Finding(OTHER_DAY, refuses=True, field="died_on"))
            differences.append(
                cases.Difference(
                    "died_on", died_on.isoformat(), person.died_on.isoformat(), "参保登记", "register"
                )
            )  # fmt: skip
        return cases.Examination(findings=tuple(found), differences=tuple(differences))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Settle it, in the transaction of the last signature, under the case's number as reason."""
        died_on = asked.values["died_on"]
        assert isinstance(died_on, dt.date)
        settled = report_death(
            person_id=int(asked.subject_id or 0),
            died_on=died_on,
            recorded=pension.Recorded(
                by=asked.actor, at=asked.at, known_on=asked.today, reason=f"死亡报告{asked.number}"
            ),
            accounting_month=books_month(fund=FUND, on=asked.today),
        )
        owed = sum(one.principal_fen for one in settled.overpayments)
        more_zh = f"死亡次月起已发的{format_yuan(owed)}元养老金须追回。" if owed else ""
        more_en = f" {format_yuan(owed)} yuan paid after it are to come back." if owed else ""
        return cases.Effect(
            f"已登记{died_on.isoformat()}死亡，终止参保{len(settled.ended)}项。{more_zh}",
            f"Death on {died_on.isoformat()} recorded; {len(settled.ended)} insurances end.{more_en}",
            {"died_on": died_on.isoformat()},
        )


SERVICE = ReportOfDeath()
