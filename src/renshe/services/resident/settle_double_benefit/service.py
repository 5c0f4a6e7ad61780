"""Two pensions at once: the resident one ends, what is due comes out of its account, the rest of which is the person's."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows.double_benefits import Settled, settle
from renshe.flows.resident_again import settlement_corrected
from renshe.kernel.codes.names import same_name
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import format_month, format_month_zh

FIELD_OF = {"not_own_account": "account_name"}
NOT_OWN = Problem(
    "not_own_account",
    "户名不是本人",
    "the account is in another name",
    "社会保险经办条例 9",
    "请填写本人名下的账户",
    "Give an account in your own name",
)


class SettleDoubleBenefit(cases.Plain):
    """Ends the resident pension of somebody who draws another."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The person's own name as the account's holder."""
        if asked.subject_id is None:
            return {}
        return {"account_name": registry.person(person_id=asked.subject_id).name}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What it comes to, or why there is nothing to settle."""
        come_to: list[Settled] = []
        found = cases.findings_of(
            lambda: come_to.append(_settled(asked, number=asked.number or "0")), fields=FIELD_OF
        )
        if not come_to:
            return cases.Examination(tuple(found))
        one = come_to[0].reckoned
        explain = {
            "facts": one.facts,
            "on": asked.today.isoformat(),
            "known_on": asked.today.isoformat(),
        }
        explain["place"] = asked.place
        return cases.Examination(
            tuple(found), amount_fen=one.returned_fen or None,
            sheet={
                "since": {"zh": "重复领取起始月", "en": "Both since", "shown": format_month(one.since)},
                "due": {
                    "zh": "应退还的基础养老金（元）", "en": "Basic parts due back (yuan)", "fen": one.due_fen,
                    "explain": explain | {"target": "double_benefit_due"},
                },
                "set_off": {"zh": "账户抵扣（元）", "en": "Set off (yuan)", "fen": one.set_off_fen},
                "open": {"zh": "抵扣后还应退还（元）", "en": "Still to be paid back (yuan)", "fen": one.open_fen},
                "returned": {
                    "zh": "退还本人的账户余额（元）", "en": "Balance returned (yuan)", "fen": one.returned_fen,
                    "explain": explain | {"target": "double_benefit_returned"},
                },
            },
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Ended, set off, owed; the notice says what is still to be paid back."""
        one = _settled(asked, number=asked.number)
        told = one.reckoned
        due, off, still, back = (
            format_yuan(fen) for fen in (told.due_fen, told.set_off_fen, told.open_fen, told.returned_fen)
        )  # fmt: skip
        return cases.Effect(
            f"居民养老金自{format_month_zh(told.since)}起终止。重复领取的基础养老金{due}元应退还，个人账户抵扣{off}元，"
            f"还应退还{still}元；账户余额{back}元退还本人。",
            f"The resident pension ends before {format_month(told.since)}. Basic parts of {due} yuan are due back, {off} yuan "
            f"are set off from the account, {still} yuan are still to be paid back; {back} yuan of the account are returned.",
            {
                "overpayments": [claim.pk for claim in one.overpayments],
                "payout": one.payout.pk if one.payout else None, "amount_fen": told.returned_fen,
            },
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """A counter-act: the settlement stays as recorded, and the relation goes on. Raises Refused `other_pension_in_force`."""
        hand = resident.ByHand(
            by=asked.actor, at=asked.at, today=asked.today, reference=asked.number
        )
        back = settlement_corrected(person_id=int(asked.subject_id or 0), hand=hand)
        yuan = format_yuan(back)
        return cases.Effect(
            "居民养老参保关系已恢复" + (f"，待退的余额{yuan}元回到个人账户" if back else "")
            + "。请重新申领居民养老金，停发的月份作为补发。",
            "The resident relation goes on again"
            + (f", and the {yuan} yuan that were not paid yet stand in the account" if back else "")
            + ". Claim the resident pension anew; the months in between are paid as arrears.",
        )  # fmt: skip


def _settled(asked: cases.Asked, *, number: str) -> Settled:
    person_id, v = int(asked.subject_id or 0), asked.values
    if not same_name(v["account_name"], registry.person(person_id=person_id).name):
        raise Refused(NOT_OWN)
    payee = resident.PayTo(
        bank_code=v["bank_code"], account_number=v["account_number"], account_name=v["account_name"]
    )
    hand = resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=number)
    return settle(person_id=person_id, payee=payee, hand=hand, reason=f"重复领取清理，办件{number}")


SERVICE = SettleDoubleBenefit()
