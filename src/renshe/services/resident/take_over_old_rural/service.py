"""The old rural scheme's balance: proved by its record, credited with the last signature when its money has come."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.resident import api as resident
from renshe.flows import resident_old_rural as old
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan

FIELD_OF = {"old_rural_no_amount": "balance"}
NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose balance this is", "国发〔2009〕32号 十",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip


class TakeOverOldRural(cases.Plain):
    """Joins the balance to the account."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What stands in the way; the amount decides who signs."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = cases.findings_of(
            lambda: _taken(asked, number=asked.number or "0"), fields=FIELD_OF
        )
        return cases.Examination(tuple(found), amount_fen=asked.values["balance"] or None)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Credited, and in both books."""
        row = _taken(asked, number=asked.number)
        yuan = format_yuan(row.amount_fen)
        return cases.Effect(
            f"原农保余额{yuan}元已并入居民养老个人账户。",
            f"The old scheme's {yuan} yuan stand in the resident account.",
            {"credit": row.pk, "amount_fen": row.amount_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Reverse it while the account holds the money. Raises Refused `old_rural_money_used`, `old_rural_pension_began`."""
        fen = old.withdrawn(person_id=int(asked.subject_id or 0), hand=_hand(asked, asked.number))
        yuan = format_yuan(fen)
        return cases.Effect(
            f"原农保余额{yuan}元已冲回。", f"The {yuan} yuan are taken back out of the account."
        )


def _taken(asked: cases.Asked, *, number: str) -> resident.ResidentCredit:
    return old.taken_over(
        person_id=int(asked.subject_id or 0), fen=asked.values["balance"], bank_ref=asked.values["bank_ref"],
        hand=_hand(asked, number),
    )  # fmt: skip


def _hand(asked: cases.Asked, number: str) -> resident.ByHand:
    return resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=number)


SERVICE = TakeOverOldRural()
