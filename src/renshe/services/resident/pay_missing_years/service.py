"""Past years that may be paid get an order each; money and account follow when the order is paid."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.resident import api as resident
from renshe.flows.resident_tiers import require_offered
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.laws import library

FIELD_OF = {
    "tier_not_offered": "tier", "years_out_of_order": "to_year", "year_not_over": "to_year", "year_ahead": "to_year",
}  # fmt: skip
OUT_OF_ORDER = Problem(
    "years_out_of_order",
    "截止年度早于起始年度，或者超过十五年",
    "the last year is before the first, or more than fifteen years after it",
    "国发〔2014〕8号 七",
    "请核对起止年度",
    "Check both years",
)
NO_YEAR = Problem(
    "no_year_is_missing",
    "这些年度都已经缴过",
    "all of these years are paid",
    "国发〔2014〕8号 四",
    "请在“我的居民养老”查看缺哪些年",
    "Your own page shows which years are missing",
)
PAID_SOME = Problem(
    "orders_paid",
    "有缴费单已经缴款，不能撤销",
    "an order was paid already",
    "国发〔2014〕8号 五",
    "没有缴的缴费单不缴就不生效，不需要撤销",
    "Orders that nobody pays have no effect and need not be withdrawn",
)
MOST = 15


class PayMissingYears(cases.Plain):
    """Orders for every year of a span that is not paid yet."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The tier of now, and last year as the last one."""
        person_id = asked.subject_id
        found = resident.live_participation(person_id=person_id) if person_id else None
        if found is None:
            return {}
        tier = resident.tier_of_year(participation=found, year=asked.today.year)
        return {"tier": str(tier), "to_year": str(asked.today.year - 1)}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What all years come to, or why one of them cannot be paid."""
        come_to: list[int] = []
        found = cases.findings_of(
            lambda: come_to.append(sum(one.amount_fen for one in _orders(asked))),
            fields=FIELD_OF,
            otherwise="from_year",
        )
        return cases.Examination(tuple(found), amount_fen=come_to[0] if come_to else None)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """An order for each year."""
        orders = _orders(asked)
        total = format_yuan(sum(one.amount_fen for one in orders))
        return cases.Effect(
            f"可以补缴{len(orders)}个年度，共{total}元；缴费单已放在“我的居民养老”，缴款到账后记入本人账户。",
            f"{len(orders)} years may be paid, {total} yuan in all; the orders are on your own page of this scheme.",
            {"orders": [one.number for one in orders]},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Nothing was booked unless an order was paid. Raises Refused `orders_paid`."""
        for number in reference["orders"]:
            order = resident.order_by_number(number=number)
            if order is not None and hasattr(order, "payment"):
                raise Refused(PAID_SOME)
        return cases.Effect(
            "缴费单没有缴款，不再受理；没有任何记账。",
            "The orders were not paid and are taken no more; nothing was booked.",
        )


def _orders(asked: cases.Asked) -> list[resident.PaymentOrder]:
    first, last, tier = asked.values["from_year"], asked.values["to_year"], asked.values["tier"]
    person_id = int(asked.subject_id or 0)
    participation = resident.live_participation(person_id=person_id)
    if participation is None:
        raise Refused(resident.NOT_JOINED)
    if not first <= last < first + MOST:
        raise Refused(OUT_OF_ORDER)
    require_offered(place=participation.place, tier=tier, on=asked.today)
    hand = resident.ByHand(by=asked.actor, at=asked.at, today=asked.today, reference=asked.number)
    missing = [
        year
        for year in range(first, last + 1)
        if not resident.year_is_paid(person_id=person_id, year=year)
    ]
    if not missing:
        raise Refused(NO_YEAR)
    return [
        resident.order_year(
            person_id=person_id, year=year, tier=tier, hand=hand, explain=library.explain
        )
        for year in missing
    ]


SERVICE = PayMissingYears()
