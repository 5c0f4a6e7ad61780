"""The resident pension: my own scheme, an order to pay a year, why an amount is so, and the office's lists of a year."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Query, Schema

from renshe.domains.cases.api import Words
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry.api import Person
from renshe.domains.resident import api as resident
from renshe.flows import double_benefits, resident_account
from renshe.flows.resident_tiers import tiers_with_subsidy
from renshe.kernel.periods import format_month, month_containing
from renshe.laws import library
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.operations.law import Answer, answer_of
from renshe.portals.api.operations.person import CONTRIBUTIONS, me
from renshe.portals.api.problems import Answered
from renshe.portals.api.shapes import USUAL, Cursor, Fen, Limit, Page, counted_read
from renshe.portals.citizen.pages.resident_explanation import explain_resident
from renshe.portals.layout.access import staff

GROUP = Group("resident", Words("居民养老保险", "The resident pension"))
LOOK = staff("pension.look")
Part = Annotated[
    str,
    Path(
        max_length=24,
        description="due、balance、closing、own、government、collective、interest、subsidy-档次、pension-档次",
    ),
]
YearNumber = Annotated[int, Path(ge=1990, le=2200, description="年度 / year")]
Division = Annotated[
    str, Query(max_length=12, description="区划代码，街道或社区 / division's code")
]
OfYear = Annotated[int, Query(ge=1990, le=2200, description="年度 / year")]
ListName = Annotated[str, Query(max_length=20, description="，".join(resident.LISTS))]


class ResidentAccountYearOut(Schema):
    """One year of the account: what came and went by kind."""

    year: int
    opening_fen: Fen
    came: dict[str, int]
    closing_fen: Fen


class ResidentOrderOut(Schema):
    """An order to pay a year; its number is what the tax bureau's file brings back."""

    number: str
    year: int
    tier: int
    amount_fen: Fen


class ResidentTierOut(Schema):
    """A tier of the place (yuan a year) and what the government adds (fen)."""

    tier: int
    subsidy_fen: Fen


class MyResidentPension(Schema):
    """How I stand in the resident scheme; `joined_on` is null for whoever never was in it."""

    joined_on: str | None
    ended_on: str | None
    tier: int | None
    years_paid: list[int]
    balance_fen: dict[str, int]
    orders: list[ResidentOrderOut]
    tiers: list[ResidentTierOut]
    years: list[ResidentAccountYearOut]


class ResidentOnList(Schema):
    """Somebody on a list of the year, masked."""

    name: str
    id_number: str
    birth_year: int
    community: str
    tier: int | None
    amount_fen: Fen | None


@GROUP.get(
    "/me/resident-pension",
    id="read_my_resident_pension",
    access=CONTRIBUTIONS,
    answer=MyResidentPension,
    title=("我的居民养老", "My resident pension"),
    says=(
        "参保、已缴年度、账户按来源和逐年、可选档次。",
        "Years paid, the account by source and year, tiers offered.",
    ),
)
def read_my_resident_pension(call: Call) -> MyResidentPension:
    """Of the caller, or of whom he acts for."""
    who = me(call)
    found = resident.last_participation(person_id=who.pk)
    place = found.place if found else who.residence_place[:6]
    return MyResidentPension(
        joined_on=found.joined_on.isoformat() if found else None,
        ended_on=found.ended_on.isoformat() if found and found.ended_on else None,
        tier=resident.tier_of_year(participation=found, year=call.today.year) if found else None,
        years_paid=resident.years_paid(person_id=who.pk),
        balance_fen=resident_account.balance(person_id=who.pk),
        orders=[_order(one) for one in resident.open_orders(person_id=who.pk)],
        tiers=[
            ResidentTierOut(tier=tier, subsidy_fen=fen)
            for tier, fen in tiers_with_subsidy(place=place, on=call.today)
        ],
        years=[
            ResidentAccountYearOut(
                year=one.year, opening_fen=one.opening_fen, came=one.came, closing_fen=one.closing_fen
            )
            for one in resident_account.years(person_id=who.pk)
        ],
    )  # fmt: skip


@GROUP.post(
    "/me/resident-pension/orders",
    id="order_resident_year",
    access=CONTRIBUTIONS,
    answer=ResidentOrderOut,
    title=("取今年的缴费单", "Order this year's payment"),
    says=("同一年度再取，还是同一张。", "Asked for again it is the same order."),
)
def order_resident_year(call: Call) -> ResidentOrderOut:
    """Of this year, with the tier chosen. Raises Refused with why it cannot be paid."""
    hand = resident.ByHand(by=call.username, at=call.now, today=call.today)
    order = resident.order_year(
        person_id=me(call).pk, year=call.today.year, hand=hand, explain=library.explain
    )
    return _order(order)


@GROUP.get(
    "/me/resident-pension/explanations/{year}/{part}",
    id="explain_my_resident_amount",
    access=CONTRIBUTIONS,
    answer=Answer,
    title=("解释居民养老的一个金额", "Explain an amount of my resident pension"),
    says=(
        "某年度的一项，或者某一档的补贴、60岁时的估算。",
        "A part of a year, a tier's subsidy, or the estimate at sixty.",
    ),
)
def explain_my_resident_amount(call: Call, year: YearNumber, part: Part) -> Answer:
    """As on the person's page."""
    if year > call.today.year:
        raise Http404
    return answer_of(explain_resident(me(call), year=year, part=part, today=call.today))


@GROUP.get(
    "/office/resident-pension/lists",
    id="list_resident_campaign",
    access=LOOK,
    answer=Page[ResidentOnList],
    title=("居民养老年度名单", "The lists of the year"),
    says=(
        "某个街道、社区应缴未缴、已缴、新满16岁等名单，脱敏。",
        "Who has to pay, has paid, turns sixteen and so on, masked.",
    ),
)
def list_resident_campaign(
    call: Call, division: Division, year: OfYear, name: ListName = "due", cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:  # fmt: skip
    """Within a place of the caller's own. Raises Answered 403 elsewhere."""
    if (
        name not in resident.LISTS
        or not (division.isascii() and division.isdigit())
        or len(division) < 6
    ):
        raise Http404
    if not call.may_at(action="pension.look", place=division):
        raise Answered(403, "not_allowed", subject="pension.look")
    drawing = resident_account.drawing_near_sixty(on=call.today)
    return counted_read(
        lambda first, most: resident.people_on(
            place=division, year=year, month=month_containing(call.today), name=name, offset=first, most=most,
            drawing=drawing,
        ),
        cursor=cursor, limit=limit,
        show=lambda one: ResidentOnList(
            name=mask_name(one.name), id_number=mask_id_number(one.id_number), birth_year=one.birth_year,
            community=one.community, tier=one.tier, amount_fen=one.amount_fen,
        ),
    )  # fmt: skip


class DoubleBenefitOut(Schema):
    """Somebody who draws two pensions, masked."""

    name: str
    id_number: str
    other_kind: str
    from_month: str


@GROUP.get(
    "/office/resident-pension/double-benefits",
    id="list_double_benefits",
    access=LOOK,
    answer=Page[DoubleBenefitOut],
    title=("同时领两份养老金的人", "Two pensions at once"),
    says=(
        "居民养老金和其他基本养老金同时在领的人，脱敏；清理走办件。",
        "Who draws a resident pension beside another, masked; settled by a case.",
    ),
)
def list_double_benefits(
    call: Call, division: Division, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """Within a place of the caller's own. Raises Answered 403 elsewhere."""
    if not (division.isascii() and division.isdigit()) or len(division) < 6:
        raise Http404
    if not call.may_at(action="pension.look", place=division):
        raise Answered(403, "not_allowed", subject="pension.look")

    def read(first: int, most: int) -> list[tuple[double_benefits.Double, Person]]:
        found = double_benefits.everybody(place=division)[first : first + most]
        people = Person.objects.in_bulk([one.person_id for one in found])
        return [(one, people[one.person_id]) for one in found]

    def show(row: tuple[double_benefits.Double, Person]) -> DoubleBenefitOut:
        one, person = row
        return DoubleBenefitOut(
            name=mask_name(person.name), id_number=mask_id_number(person.id_number), other_kind=one.other.kind,
            from_month=format_month(one.since),
        )  # fmt: skip

    return counted_read(read, cursor=cursor, limit=limit, show=show)


def _order(one: resident.PaymentOrder) -> ResidentOrderOut:
    return ResidentOrderOut(
        number=one.number, year=one.year, tier=one.tier, amount_fen=one.amount_fen
    )
