"""Lets a relation go: form, 12 % of the bases since 1998 and the account, booked with the last signature."""

from __future__ import annotations

import datetime as dt
from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.transfers import api as transfers
from renshe.flows.transfers_to_ledger import sent_out
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.laws import library

NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose relation this is", "社会保险法 19",
    "请先在窗口查找到本人再办理", "Find the person at the counter first",
)  # fmt: skip
MONEY_GONE = Problem(
    "transfer_money_gone",
    "资金已经划转，不能直接撤销",
    "the money has gone and is not simply taken back",
    "国办发〔2009〕66号 八",
    "请转入地办理转回，或由其退回资金后更正",
    "Have the new place send the relation back",
)


class TransferOut(cases.Plain):
    """Decides what leaves."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it; the money that leaves decides who signs."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = tuple(cases.findings_of(lambda: _send(asked), fields=_FIELDS))
        if found:
            return cases.Examination(found)
        letter = transfers.letter_for(person_id=asked.subject_id)
        quote = transfers.quote_for(
            transfer=letter, today=asked.today, explain=library.explain, before_1998=_before(asked)
        )
        sheet = _sheet(letter, quote, on=asked.today)
        return cases.Examination(amount_fen=quote.total_fen, sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Form and money are decided; the platform carries them the same day."""
        transfer, quote = _send(asked)
        yuan = format_yuan(quote.total_fen)
        return cases.Effect(
            f"{quote.months}个月的缴费记录和{yuan}元（统筹{format_yuan(quote.pooled_fen)}元、个人账户"
            f"{format_yuan(quote.account_fen)}元）转往{transfer.other_agency}。",
            f"{quote.months} months and {yuan} yuan go to the agency that asked for them.",
            {"transfer": transfer.pk, "total_fen": quote.total_fen},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `transfer_money_gone`."""
        raise Refused(MONEY_GONE)


def _send(asked: cases.Asked) -> tuple[transfers.ProvincialTransfer, transfers.Quote]:
    recorded = transfers.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return sent_out(
        person_id=int(asked.subject_id or 0), case_number=asked.number or "examined", recorded=recorded,
        before_1998=_before(asked),
    )  # fmt: skip


def _sheet(
    letter: transfers.ProvincialTransfer, quote: transfers.Quote, *, on: dt.date
) -> dict[str, Any]:
    """What would leave, in words; total and pooled part with what computes them again."""
    clause = "国办发〔2009〕66号 四"
    told: dict[str, Any] = {
        "to": {"zh": "转往", "en": "Goes to", "shown": letter.other_agency},
        "months": {"zh": "缴费月数", "en": "Months paid", "shown": str(quote.months)},
        "account": {"zh": "个人账户", "en": "Account", "fen": quote.account_fen, "clause": clause},
    }
    if quote.before_1998_fen or quote.stays_fen:
        told["before"] = {
            "zh": "其中1998年以前个人缴费本息", "en": "Of it the own part from before 1998", "fen": quote.before_1998_fen,
        }  # fmt: skip
        told["stays"] = {
            "zh": "1998年以前其余部分，不转移", "en": "The rest from before 1998, which stays", "fen": quote.stays_fen,
            "clause": clause,
        }  # fmt: skip
    asked = {"place": letter.place[:6], "on": on.isoformat()}
    pooled = {"zh": "统筹基金", "en": "Pooled money", "fen": quote.pooled_fen, "clause": clause}
    if not quote.temporary:
        bases = {"transferred_base_sum": quote.facts["transferred_base_sum"]}
        pooled["explain"] = {**asked, "target": "transfer_pooled_amount", "facts": bases}
    target = "temporary_account_gathered" if quote.temporary else "transfer_total"
    total = {"zh": "转移资金合计", "en": "In all", "fen": quote.total_fen, "clause": clause}
    total["explain"] = {**asked, "target": target, "facts": quote.facts}
    return told | {"pooled": pooled, "total": total}


_FIELDS = {
    "transfer_before_1998_unknown": "before_own", "transfer_before_1998_too_much": "before_own",
    "transfer_nothing_before_1998": "before_own",
}  # fmt: skip


def _before(asked: cases.Asked) -> transfers.Before1998 | None:
    """The account from before 1998 as the office read it; None where nothing was given."""
    own, rest = asked.values.get("before_own"), asked.values.get("before_rest")
    if own is None and rest is None:
        return None
    return transfers.Before1998(own_fen=int(own or 0), rest_fen=int(rest or 0))


SERVICE = TransferOut()
