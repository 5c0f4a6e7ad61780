"""Town insurance goes over into the employee scheme, in both funds' books, with the months that the law carries."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.expropriation import api as expropriation
from renshe.flows.expropriation_to_ledger import town_insurance_converted
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

CONVERTED = Problem(
    "town_converted",
    "镇保已经转入，账户已经划转，不能撤销",
    "town insurance is converted and its money moved; it is not undone",
    "沪府发〔2003〕65号",
    "金额有误的，按个人账户更正办理",
    "A wrong amount is corrected in the individual account",
)


class ConvertTownInsurance(cases.Plain):
    """Carries a record over."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it; the money that moves decides who signs."""
        found = tuple(cases.findings_of(lambda: _convert(asked)))
        record = expropriation.town_record(person_id=int(asked.subject_id or 0))
        if record is None or found:
            return cases.Examination(found)
        carried = expropriation.carried_by_law(
            record=record, on=asked.today, explain=library.explain
        )
        return cases.Examination(
            found,
            amount_fen=carried.account_fen,
            sheet={"months": carried.months, "account_fen": carried.account_fen},
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Months and account as carried."""
        carried = _convert(asked)
        yuan = f"{carried.account_fen // 100}.{carried.account_fen % 100:02d}"
        return cases.Effect(
            f"镇保{carried.months}个月、账户{yuan}元已转入职工基本养老保险。",
            f"{carried.months} months and {yuan} yuan of town insurance are now in the employee scheme.",
            {"months": carried.months, "account_fen": carried.account_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `town_converted`."""
        raise Refused(CONVERTED)


def _convert(asked: cases.Asked) -> expropriation.Carried:
    recorded = expropriation.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return town_insurance_converted(
        person_id=int(asked.subject_id or 0), reference=asked.number, recorded=recorded
    )


SERVICE = ConvertTownInsurance()
