"""One year's record: months and bases by insurance and employer, the account's year, and benefits paid."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.funds import api as funds
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import year_of
from renshe.services.information import certifying as say

YEAR_NOT_OVER = Problem(
    "year_not_over",
    "该年度尚未结束，权益记录单按年出具",
    "the year is not over; the record is issued by the year",
    "社会保险法 74",
    "请选择已结束的年度；今年的缴费请用“个人账户查询”或缴费记录页面查看",
    "Choose a year that is over; for this year ask for the account or look at the contributions page",
)
NOTHING_RECORDED = Problem(
    "nothing_recorded",
    "该年度没有任何参保、账户或待遇记录",
    "nothing is on record for this year",
    "社会保险经办条例 11",
    "请核对年度；当年在外地参保的，向当地经办机构查询",
    "Check the year; if you were insured elsewhere then, ask there",
)
MONTHS_OWED = Problem(
    "months_owed_in_year",
    "该年度有欠缴月份，未列入缴费月数",
    "months of this year are owed and not counted",
    "劳办发〔1997〕116号",
    "请单位或本人补缴；补缴后可重新出具",
    "Have them paid; the record can then be issued anew",
)
INSURANCES = {
    "pension": ("养老保险", "pension"), "medical": ("医疗保险（含生育）", "medical with maternity"),
    "unemployment": ("失业保险", "unemployment"), "injury": ("工伤保险", "work injury"),
}  # fmt: skip


@dataclass
class Year:
    """What is on record of one person in one year."""

    person_id: int
    year: int

    @cached_property
    def insured(self) -> list[contributions.InsuredYear]:
        """Insured months by employer and insurance."""
        rows = contributions.insured_years(person_id=self.person_id)
        return [row for row in rows if row.year == self.year and row.months]

    @cached_property
    def account(self) -> list[funds.AccountYear]:
        """The account's year; empty until it is settled."""
        return [
            row
            for one in registry.everybody_who_is(person_id=self.person_id)
            for row in funds.account_years(person_id=one)
            if row.year == self.year
        ]

    @cached_property
    def payments(self) -> list[pension.PersonPayment]:
        """Pension payments of the year's months that reached the bank."""
        people = registry.everybody_who_is(person_id=self.person_id)
        told = pension.person_pension(person_ids=people, month=self.year * 12 + 11, limit=600)
        return [
            one
            for one in told.payments
            if year_of(one.period) == self.year and one.outcome in ("paid", "sent")
        ]

    @cached_property
    def owed(self) -> int:
        """How many months are owed."""
        months = contributions.timeline_of(person_id=self.person_id).months
        return len(
            {m.period for m in months if m.state == "owed" and year_of(m.period) == self.year}
        )


class RightsRecord(say.Told):
    """Puts a year together; nothing changes."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """Last year, the number masked."""
        return {"year": asked.today.year - 1, "number_shown": "masked"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether the year is over and holds anything."""
        person = say.person_of(asked)
        if person is None:
            return cases.Examination(findings=(say.refusing(say.NOBODY),))
        if asked.values["year"] >= asked.today.year:
            return cases.Examination(findings=(say.refusing(YEAR_NOT_OVER, field="year"),))
        year = Year(person.pk, asked.values["year"])
        found = []
        if not (year.insured or year.account or year.payments):
            found.append(say.refusing(NOTHING_RECORDED, field="year"))
        if year.owed:
            found.append(say.noticed(MONTHS_OWED, field="year", detail=str(year.owed)))
        sheet = {"months_owed": year.owed}
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The record of the year."""
        person = registry.person(person_id=asked.subject_id)
        year = Year(person.pk, asked.values["year"])
        number = year.year
        facts = {
            "issuer": say.issuer_of(asked.place),
            "lines": [
                *say.who(person, full_number=asked.values["number_shown"] == "full"),
                say.line("记录年度", "Year", str(number)),
                *_account_lines(year),
                *_payment_lines(year),
            ],
            "tables": [_insured_table(year)] if year.insured else [],
        }
        content = {
            "title": ("社会保险个人权益记录单", "Record of social-insurance rights"),
            "basis": "社会保险法 74；社会保险经办条例 11、32",
            "zh": [
                f"现将{number}年度社会保险权益记录告知如下，请核对。",
                "如认为记录有误，可以凭劳动合同、工资单等向经办机构申请核查更正。",
            ],
            "en": [
                f"The record of social-insurance rights in {number}; please check it.",
                "If something is wrong, ask the agency to check it, with a contract or pay slips.",
            ],
            "facts": facts,
        }
        return cases.Effect(
            f"{number}年度权益记录单已出具，可在办件文书中下载。",
            f"The record for {number} is issued; download it from the papers of this case.",
            {"year": number},
            [("certificate", content)],
        )


def _account_lines(year: Year) -> list[dict[str, object]]:
    if not year.account:
        settled = say.words("尚未结息", "not settled yet")
        return [say.line("个人账户年度结息", "Account's year", settled)]
    total = {
        name: sum(getattr(row, name) for row in year.account)
        for name in ("credit_fen", "interest_fen", "payout_fen", "closing_fen")
    }
    return [
        say.line("当年记入个人账户", "Credited in the year", say.yuan(total["credit_fen"])),
        say.line("当年利息", "Interest of the year", say.yuan(total["interest_fen"])),
        say.line("当年从账户支付", "Paid out of the account", say.yuan(total["payout_fen"])),
        say.line("年末个人账户储存额", "Account at the year's end", say.yuan(total["closing_fen"])),
    ]


def _payment_lines(year: Year) -> list[dict[str, object]]:
    if not year.payments:
        return []
    fen = sum(one.net_fen for one in year.payments)
    return [
        say.line("当年基本养老金发放次数", "Pension payments in the year", str(len(year.payments))),
        say.line("当年基本养老金实发合计", "Pension paid in the year", say.yuan(fen)),
    ]


def _insured_table(year: Year) -> dict[str, object]:
    names = {
        row.employer_id: registry.employer(employer_id=row.employer_id).name
        for row in year.insured
        if row.employer_id is not None
    }
    own = say.words("个人缴费", "paid by the person")
    order = list(INSURANCES)
    rows = sorted(year.insured, key=lambda row: (order.index(row.insurance), row.employer_id or 0))
    return {
        "title": say.words("参保缴费", "Insured months"),
        "head": [say.words("险种", "Insurance"), say.words("缴费单位", "Paid through"), say.words("月数", "Months"),
                 say.words("缴费基数合计（元）", "Bases (yuan)")],
        "numeric": [False, False, True, True],
        "widths": [1.1, 1.8, 0.5, 1],
        "rows": [
            [
                say.words(*INSURANCES[row.insurance]),
                names.get(row.employer_id, own),
                str(row.month_count),
                format_yuan(row.base_fen),
            ]
            for row in rows
        ],
        "note": say.words("仅列已足额到账的月份。", "Only months that are fully paid."),
    }  # fmt: skip


SERVICE = RightsRecord()
