"""The balance of the old rural scheme (原农保) comes over into the resident account, with its money, in both books.

Whoever drew no pension of the old scheme has the balance joined to the account, once. The bank's number of the money says that
it came: nothing is credited on promise. Basis: 国发〔2009〕32号 十 (taken over by 国发〔2014〕8号); 财会〔2017〕28号.
"""

from __future__ import annotations

from django.db import transaction

from renshe.domains.funds import api as funds
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_account, resident_again
from renshe.flows.books_month import books_month
from renshe.flows.resident_to_ledger import FUND
from renshe.kernel.codes.problem import Problem, Refused

CLAUSE = "国发〔2009〕32号 十"
CAUSE, WITHDRAWN = "old_rural", "old_rural_withdrawn"
CONVERTED = Problem(
    "old_rural_converted",
    "原农保余额已经并入个人账户",
    "the old scheme's balance stands in the account already",
    CLAUSE,
    "不用再办；金额看“我的居民养老”逐年账",
    "Nothing to do; the account by year shows it",
)
PENSION_BEGAN = Problem(
    "old_rural_pension_began",
    "已经在领养老金，不再并入",
    "a pension is drawn already, so nothing is joined to the account",
    CLAUSE,
    "仍在领原农保养老金的，继续由原渠道发放",
    "A pension of the old scheme goes on as it was",
)
NO_AMOUNT = Problem(
    "old_rural_no_amount", "余额应当大于零", "the balance is more than nothing", CLAUSE,
    "请按原农保账户核对表填写", "Take it from the old scheme's record",
)  # fmt: skip
MONEY_USED = Problem(
    "old_rural_money_used",
    "账户里已经没有这笔钱，不能撤销",
    "the account no longer holds that money, so it is not taken back",
    "社会保险经办条例 46",
    "已经退还、继承或者发放养老金的，按多付追回办理",
    "What was returned, inherited or drawn is claimed back",
)


@transaction.atomic
def taken_over(
    *, person_id: int, fen: int, bank_ref: str, hand: resident.ByHand
) -> resident.ResidentCredit:
    """Credit the balance that has come. `hand` approved it in case `hand.reference`.

    Raises Refused `not_in_the_scheme`, `person_is_dead`, `old_rural_converted`, `old_rural_pension_began`,
    `old_rural_no_amount`. One transfer may bring the balances of many: its number is kept with each entry.
    """
    somebody = registry.person(person_id=person_id)
    if somebody.died_on is not None:
        raise Refused(resident.DEAD)
    if resident.live_participation(person_id=somebody.pk) is None:
        raise Refused(resident.NOT_JOINED)
    if resident_again.draws_other(person_id=somebody.pk):
        raise Refused(PENSION_BEGAN)
    if _converted(somebody.pk) > 0:
        raise Refused(CONVERTED)
    if fen <= 0:
        raise Refused(NO_AMOUNT)
    (row,) = _credit(somebody.pk, fen, "converted", cause=CAUSE, hand=hand)
    cash = (funds.Post("1003", debit_fen=fen), funds.Post("4301", credit_fen=fen))
    rights = (
        funds.Post("R1901", debit_fen=fen),
        funds.Post("R2201", credit_fen=fen, subject="own"),
    )
    _post(CAUSE, cash, rights, note=bank_ref, hand=hand)
    return row


@transaction.atomic
def withdrawn(*, person_id: int, hand: resident.ByHand) -> int:
    """A take-over that was wrong goes back, reversed in account and books; the fen.

    Raises Refused `old_rural_money_used`, `old_rural_pension_began`.
    """
    fen = _converted(person_id)
    if resident_again.draws_other(person_id=person_id):
        raise Refused(PENSION_BEGAN)
    if not 0 < fen <= resident_account.balance(person_id=person_id)["own"]:
        raise Refused(MONEY_USED)
    _credit(person_id, -fen, "restored", cause=WITHDRAWN, hand=hand)
    cash = (funds.Post("4301", debit_fen=fen), funds.Post("1003", credit_fen=fen))
    rights = (
        funds.Post("R2201", debit_fen=fen, subject="own"),
        funds.Post("R1901", credit_fen=fen),
    )
    _post(WITHDRAWN, cash, rights, note="", hand=hand)
    return fen


def _converted(person_id: int) -> int:
    """What came over from the old scheme and was not reversed (fen), the old system's rows too."""
    rows = resident.credits_of(person_id=person_id)
    came = sum(one.amount_fen for one in rows if one.kind == "converted")
    return came + sum(one.amount_fen for one in rows if one.cause.startswith(f"{WITHDRAWN}:"))


def _credit(
    person_id: int, fen: int, kind: str, *, cause: str, hand: resident.ByHand
) -> list[resident.ResidentCredit]:
    row = resident.NewCredit(
        person_id=person_id, year=hand.today.year, source="own", kind=kind, amount_fen=fen
    )
    month = books_month(fund=FUND, on=hand.today)
    return resident.credit(
        rows=[row], month=month, on=hand.today, cause=f"{cause}:{hand.reference}", hand=hand
    )


def _post(
    cause: str, cash: tuple[funds.Post, ...], rights: tuple[funds.Post, ...], *, note: str, hand: resident.ByHand
) -> None:  # fmt: skip
    month = books_month(fund=FUND, on=hand.today)
    for book, posts in (("cash", cash), ("rights", rights)):
        entry = funds.NewEntry(
            book, FUND, hand.today, cause, cause, hand.reference, posts, note=note
        )
        funds.post_entry(entry=entry, accounting_month=month, posted_by=hand.by)
