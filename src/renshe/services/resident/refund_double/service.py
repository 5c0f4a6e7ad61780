"""Months that both schemes cover: the law's twelfths leave the account and are owed to the person."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.laws import library

FIELD_OF = {
    "nothing_paid_twice": "year", "refunded_already": "year", "not_own_account": "account_name",
}  # fmt: skip
NOT_OWN = Problem(
    "not_own_account",
    "户名不是本人",
    "the account is in another name",
    "社会保险经办条例 9",
    "请填写本人名下的账户",
    "Give an account in your own name",
)


class RefundDouble(cases.Plain):
    """What both schemes cover in a year comes back."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The last year that has something to give back, and the person's own name."""
        if asked.subject_id is None:
            return {}
        name = registry.person(person_id=asked.subject_id).name
        years = sorted({one.year for one in resident.payments_of(person_id=asked.subject_id)})
        twice = [y for y in years if resident.employee_months(person_id=asked.subject_id, year=y)]
        return {"account_name": name} | ({"year": str(twice[-1])} if twice else {})

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What it comes to by source, or why nothing comes back."""
        come_to: list[resident.DoubleYear] = []
        found = cases.findings_of(
            lambda: come_to.append(_found(asked)), fields=FIELD_OF, otherwise="year"
        )
        if not come_to:
            return cases.Examination(tuple(found))
        (one,) = come_to
        return cases.Examination(
            tuple(found), amount_fen=one.total_fen,
            sheet={"months": one.months, **{f"{source}_fen": fen for source, fen in one.back_fen.items()}},
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Out of the account and owed."""
        _found(asked)
        payout = ledger.double_year_refunded(
            person_id=int(asked.subject_id or 0), year=asked.values["year"],
            payee=resident.PayTo(
                bank_code=asked.values["bank_code"], account_number=asked.values["account_number"],
                account_name=asked.values["account_name"],
            ),
            hand=_hand(asked), explain=library.explain,
        )  # fmt: skip
        yuan = format_yuan(payout.amount_fen)
        return cases.Effect(
            f"{asked.values['year']}年重复缴费退还{yuan}元，由基金支出户付到本人账户。",
            f"{yuan} yuan of {asked.values['year']} come back and are paid into your account.",
            {"payout": payout.pk, "amount_fen": payout.amount_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Put back while it is not paid. Raises Refused `payout_is_settled`."""
        ledger.payout_cancelled(case_number=asked.number, hand=_hand(asked))
        return cases.Effect(
            "退费已撤销，金额已回到本人账户。",
            "The refund is withdrawn; the account has the money again.",
        )


def _hand(asked: cases.Asked) -> resident.ByHand:
    return resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=asked.number)


def _found(asked: cases.Asked) -> resident.DoubleYear:
    person_id = int(asked.subject_id or 0)
    if registry.person(person_id=person_id).name != asked.values["account_name"].strip():
        raise Refused(NOT_OWN)
    return resident.double_year(
        person_id=person_id, year=asked.values["year"], on=asked.today, explain=library.explain
    )


SERVICE = RefundDouble()
