"""What a dead person left in the resident account goes to the heir who claims for all."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account
from renshe.flows import resident_to_ledger as ledger
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan

FIELD_OF = {
    "deceased_unknown": "deceased_id", "deceased_name_differs": "deceased_name", "person_is_alive": "deceased_id",
    "not_in_the_scheme": "deceased_id", "account_is_empty": "deceased_id", "heir_is_the_deceased": "deceased_id",
}  # fmt: skip
UNKNOWN = Problem(
    "deceased_unknown",
    "登记中没有这个证件号码的人",
    "nobody with this id number is registered",
    "社会保险经办条例 38",
    "请核对逝者证件号码",
    "Check the number",
)
OTHER_NAME = Problem(
    "deceased_name_differs",
    "逝者姓名与登记不一致",
    "the name differs from the register",
    "社会保险经办条例 38",
    "请核对证件号码和姓名",
    "Check number and name",
)
HIMSELF = Problem(
    "heir_is_the_deceased",
    "申领人和逝者是同一个人",
    "the claimant is the deceased",
    "民法典 1123",
    "请由继承人申领",
    "Have an heir claim",
)


class Inherit(cases.Plain):
    """The account of the deceased is closed and owed to the claimant."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The claimant's own name as the account's holder."""
        if asked.subject_id is None:
            return {}
        return {"account_name": registry.person(person_id=asked.subject_id).name}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What is left by source, or why nothing can be claimed."""
        come_to: list[int] = []
        found = cases.findings_of(
            lambda: come_to.append(_inherited(asked, number=asked.number or "0").amount_fen),
            fields=FIELD_OF,
            otherwise="deceased_id",
        )
        if not come_to:
            return cases.Examination(tuple(found))
        held = resident_account.balance(person_id=_deceased(asked).pk)
        return cases.Examination(
            tuple(found), amount_fen=come_to[0], sheet={f"{one}_fen": fen for one, fen in held.items()}
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Owed to the heir."""
        payout = _inherited(asked, number=asked.number)
        yuan = format_yuan(payout.amount_fen)
        return cases.Effect(
            f"个人账户余额{yuan}元由申领人代表全体继承人领取，将付到所留账户。",
            f"The balance of {yuan} yuan is paid to the claimant for all heirs.",
            {"payout": payout.pk, "amount_fen": payout.amount_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Back into the account while it is not paid. Raises Refused `payout_is_settled`."""
        hand = resident.ByHand(
            by=asked.actor, at=asked.at, today=asked.today, reference=asked.number
        )
        ledger.payout_cancelled(case_number=asked.number, hand=hand)
        return cases.Effect(
            "继承已撤销，余额回到账户。",
            "The inheritance is withdrawn; the account has the balance again.",
        )


def _deceased(asked: cases.Asked) -> registry.Person:
    found = registry.person_by_id_number(id_number=asked.values["deceased_id"])
    if found is None:
        raise Refused(UNKNOWN)
    if found.name != asked.values["deceased_name"].strip():
        raise Refused(OTHER_NAME)
    if asked.subject_id is not None and found.pk == asked.subject_id:
        raise Refused(HIMSELF)
    return found


def _inherited(asked: cases.Asked, *, number: str) -> resident.ResidentPayout:
    hand = resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=number)
    payee = resident.PayTo(
        bank_code=asked.values["bank_code"], account_number=asked.values["account_number"],
        account_name=asked.values["account_name"],
    )  # fmt: skip
    return ledger.account_inherited(person_id=_deceased(asked).pk, payee=payee, hand=hand)


SERVICE = Inherit()
