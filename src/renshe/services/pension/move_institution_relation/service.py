"""A relation moves between public bodies and the employees' scheme: months, account and pooled money."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.institution_staff import api as staff
from renshe.domains.registry import api as registry
from renshe.flows import institution_to_ledger as ledger
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import MoneyError, format_yuan, yuan_to_fen
from renshe.kernel.periods import first_day, month_containing

CLAUSE = "国发〔2015〕2号 七"
YEARS_UNREADABLE = Problem(
    "institution_years_unreadable",
    "各年度月数和基数无法识别",
    "the years cannot be read",
    CLAUSE,
    "每年一行：年度 月数 基数合计（元），例如 2018 12 96000.00",
    "A line a year: year, months, sum of the bases in yuan, such as 2018 12 96000.00",
)
NOT_UNDONE = Problem(
    "institution_move_stays",
    "关系和资金已经转移，不能撤销",
    "the relation and its money moved; it is not undone",
    CLAUSE,
    "转错的，由对方经办机构办理转回",
    "Where it was wrong, the other agency moves it back",
)


class MoveInstitutionRelation(cases.Plain):
    """Moves a relation out, or takes one in."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it; the money that moves decides who signs, and going out the sheet shows what goes."""
        found = tuple(
            cases.findings_of(
                lambda: _moved(asked),
                fields={"institution_years_unreadable": "years", "institution_year_there": "years"},
            )
        )
        if found:
            return cases.Examination(found)
        if asked.values["way"] == "from_enterprise":
            return cases.Examination(
                (), amount_fen=asked.values["account"] + asked.values["pooled"]
            )
        told = staff.leaving(
            person_id=int(asked.subject_id or 0), on=asked.today, explain=ledger.library.explain
        )
        return cases.Examination(
            (),
            amount_fen=told.account_fen + told.pooled_fen,
            sheet=_sheet(told, on=asked.today),
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Move it; going out, the information form is the paper."""
        move = _moved(asked)
        account, pooled = format_yuan(move.account_fen), format_yuan(move.pooled_fen)
        reference = {"move": move.pk}
        if move.way == "from_enterprise":
            return cases.Effect(
                f"已转入{move.months}个月，个人账户{account}元。",
                f"{move.months} months and an account of {account} yuan have been added.",
                reference,
            )
        return cases.Effect(
            f"{move.months}个月、个人账户{account}元、统筹资金{pooled}元已转往{move.partner}。",
            f"{move.months} months, an account of {account} yuan and {pooled} yuan of pooled money went to {move.partner}.",
            reference,
            [("certificate", _paper(move))],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `institution_move_stays`."""
        raise Refused(NOT_UNDONE, subject=asked.number)


def _sheet(told: staff.Leaving, *, on: dt.date) -> dict[str, Any]:
    """What goes, each amount with what computes it again by the rates of the day of leaving."""
    day = on.isoformat()
    first = first_day(month_containing(on)).isoformat()
    of_account = {
        "target": "account_balance_at",
        "facts": dict(told.account_facts),
        "place": "CN",
        "on": first,
        "known_on": day,
    }
    of_pool = {
        "target": "institution_transfer_pooled", "facts": {"institution_base_sum": told.base_sum_fen}, "place": "CN", "on": day,
        "known_on": day,
    }  # fmt: skip
    return {
        "months": {"zh": "转移月数", "en": "Months that go along", "shown": str(told.months)},
        "account": {
            "zh": "个人账户，利息按办理日已公布的记账利率", "en": "Account, with interest at the rates published by the day",
            "fen": told.account_fen, "clause": "国发〔2015〕2号 七", "explain": of_account,
        },
        "interest": {"zh": "其中当年利息", "en": "Of it the running year's interest", "fen": told.interest_fen},
        "pooled": {
            "zh": "统筹资金", "en": "Pooled money", "fen": told.pooled_fen, "clause": "国发〔2015〕2号 七", "explain": of_pool,
        },
    }  # fmt: skip


def _moved(asked: cases.Asked) -> staff.Move:
    hand = staff.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=asked.number)
    person, v = int(asked.subject_id or 0), asked.values
    if v["way"] == "to_enterprise":
        return ledger.moved_to_enterprise(person_id=person, partner=v["partner"], hand=hand)
    return ledger.moved_from_enterprise(
        person_id=person,
        years=_years(v["years"]),
        account_fen=v["account"],
        pooled_fen=v["pooled"],
        partner=v["partner"],
        hand=hand,
    )


def _years(text: str) -> dict[int, tuple[int, int]]:
    """Year → months and sum of bases (fen). Raises Refused `institution_years_unreadable`."""
    years: dict[int, tuple[int, int]] = {}
    for line in text.replace(",", "").replace("，", " ").splitlines():
        if not line.strip():
            continue
        try:
            year, months, bases = line.split()
            number, told = int(year), (int(months), yuan_to_fen(bases))
        except (MoneyError, ValueError, ArithmeticError):
            raise Refused(YEARS_UNREADABLE, subject=line.strip()) from None
        readable = 1978 <= number <= 2100 and 1 <= told[0] <= 12 and told[1] > 0
        if number in years or not readable:
            raise Refused(YEARS_UNREADABLE, subject=line.strip())
        years[number] = told
    if not years:
        raise Refused(YEARS_UNREADABLE)
    return years


def _paper(move: staff.Move) -> dict[str, Any]:
    """The information form of a relation that goes to an enterprise, by year."""
    person = registry.person(person_id=move.person_id)
    years = staff.paid_years(person_id=move.person_id, until=move.moved_on.year)
    rows = [[str(year), str(months), format_yuan(bases)] for year, (months, bases) in years.items()]
    return {
        "title": (
            "机关事业单位养老保险关系转移信息表",
            "Information form of a relation that moves",
        ),
        "basis": CLAUSE,
        "zh": [f"{person.name}的下列缴费和资金转往{move.partner}。"],
        "en": [f"The following contributions and money of {person.name} go to {move.partner}."],
        "facts": {
            "lines": [
                {"name": _words("姓名", "Name"), "value": person.name},
                {"name": _words("转往", "Goes to"), "value": move.partner},
                {"name": _words("缴费月数", "Months"), "value": str(move.months)},
                {
                    "name": _words("个人账户储存额（元）", "Account (yuan)"),
                    "value": format_yuan(move.account_fen),
                },
                {
                    "name": _words("其中当年利息（元）", "Of it this year's interest (yuan)"),
                    "value": format_yuan(staff.interest_moved(move=move)),
                },
                {
                    "name": _words("计息依据", "Interest by"),
                    "value": f"{move.moved_on.isoformat()}已公布的记账利率",
                },
                {
                    "name": _words("统筹资金（元）", "Pooled money (yuan)"),
                    "value": format_yuan(move.pooled_fen),
                },
            ],
            "tables": [
                {
                    "title": _words("各年度缴费", "Contributions by year"),
                    "head": [
                        _words("年度", "Year"),
                        _words("月数", "Months"),
                        _words("基数合计（元）", "Bases (yuan)"),
                    ],
                    "numeric": [False, True, True],
                    "widths": [1, 1, 2],
                    "rows": rows,
                }
            ],
        },
    }


def _words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


SERVICE = MoveInstitutionRelation()
