"""How somebody stands in the scheme: joined, paid years, the account by source and by year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet, Sum

from renshe.domains.registry import api as registry
from renshe.domains.resident.models import (
    SOURCES,
    NamedHelp,
    Participation,
    PaymentOrder,
    ResidentCredit,
    ResidentPayment,
    ResidentPayout,
    TierChoice,
)
from renshe.kernel.codes.divisions import stem

DRAWN_IN_ORDER = ("own", "collective", "government")
"""From which source money leaves first, where a part of the account leaves (owner-default)."""


def live_participation(*, person_id: int) -> Participation | None:
    """The participation that is going on, also under a merged number; None where there is none."""
    people = registry.everybody_who_is(person_id=person_id)
    return Participation.objects.filter(person_id__in=people, ended_on__isnull=True).first()


def last_participation(*, person_id: int) -> Participation | None:
    """The participation that is going on, else the last one; None for whoever never was in the scheme."""
    people = registry.everybody_who_is(person_id=person_id)
    return Participation.objects.filter(person_id__in=people).order_by("-joined_on", "-pk").first()


def tier_of_year(*, participation: Participation, year: int) -> int:
    """The tier (yuan a year) that holds for a year: the last choice made for it or for a year before."""
    chosen = TierChoice.objects.filter(participation=participation, from_year__lte=year)
    return int(chosen.order_by("-from_year", "-pk").values_list("tier", flat=True)[0])


def payments_of(*, person_id: int) -> QuerySet[ResidentPayment]:
    """Every year that was paid, by year; one given back in full or in part is marked `given_back`."""
    back = (
        ResidentCredit.objects.filter(payment=OuterRef("pk"), kind__in=["refunded", "restored"])
        .values("payment")
        .annotate(fen=Sum("amount_fen"))
        .filter(fen__lt=0)
    )
    people = registry.everybody_who_is(person_id=person_id)
    found = ResidentPayment.objects.filter(person_id__in=people).annotate(given_back=Exists(back))
    return found.order_by("year", "pk")


def years_paid(*, person_id: int) -> list[int]:
    """The years that count: paid and not wholly given back."""
    return sorted(
        {
            one.year
            for one in payments_of(person_id=person_id)
            if not one.given_back or left_of(payment=one) > 0  # type: ignore[attr-defined]
        }
    )


def left_of(*, payment: ResidentPayment) -> int:
    """What is left of the person's own payment of a year after refunds (fen)."""
    credited = ResidentCredit.objects.filter(
        payment=payment,
        kind__in=["payment", "help", "refunded", "restored"],
        source__in=["own", "government"],
    )
    return int(credited.aggregate(fen=Sum("amount_fen"))["fen"] or 0)


def year_is_paid(*, person_id: int, year: int) -> bool:
    """Whether a year was paid, whoever paid it, even if part of it was given back; one found taken wrong is not."""
    people = registry.everybody_who_is(person_id=person_id)
    found = ResidentPayment.objects.filter(person_id__in=people, year=year)
    return found.exclude(corrections__state="confirmed").exists()


def credits_of(*, person_id: int) -> QuerySet[ResidentCredit]:
    """Every row of an account, in the order booked."""
    people = registry.everybody_who_is(person_id=person_id)
    return ResidentCredit.objects.filter(person_id__in=people).order_by("booked_on", "pk")


def after_drawing(held: Mapping[str, int], *, drawn_fen: int) -> dict[str, int]:
    """What is left of each source once pensions drew `drawn_fen`: own money goes first. A pension that outlives the account
    is paid on from the pool, so nothing goes below zero (国发〔2014〕8号 六)."""
    left, rest = dict(held), drawn_fen
    for source in DRAWN_IN_ORDER:
        part = min(rest, max(0, left.get(source, 0)))
        left[source] = left.get(source, 0) - part
        rest -= part
    return left


def account_balance(*, person_id: int, drawn_fen: int) -> dict[str, int]:
    """What stands in the account now, by source (fen); zero where nothing ever came.

    `drawn_fen` is what pensions drew, which the caller knows (`pension` stands above).
    """
    sums = dict(
        credits_of(person_id=person_id)
        .order_by()
        .values_list("source")
        .annotate(fen=Sum("amount_fen"))
    )
    held = {source: int(sums.get(source, 0)) for source, _ in SOURCES}
    return after_drawing(held, drawn_fen=drawn_fen)


@dataclass
class AccountYear:
    """One year of the account (fen): what it opened with, what came by kind, and what it closed with."""

    year: int
    opening_fen: int = 0
    came: dict[str, int] = field(default_factory=dict)
    closing_fen: int = 0
    opening_by_source: dict[str, int] = field(default_factory=dict)


def account_years(rows: Iterable[ResidentCredit], *, drawn: Mapping[int, int]) -> list[AccountYear]:
    """The account year by year: interest belongs to the year that bore it, anything else to the year it was booked in.

    `drawn` is what pensions drew by year (fen): `pension` among what came, negative, as far as the account reached.
    """
    by_year: dict[int, list[ResidentCredit]] = {year: [] for year in drawn}
    for row in rows:
        by_year.setdefault(account_year_of(row), []).append(row)
    made: list[AccountYear] = []
    entered: dict[str, int] = {source: 0 for source, _ in SOURCES}
    held, out = dict(entered), 0
    for year in sorted(by_year):
        one = AccountYear(year=year, opening_fen=sum(held.values()), opening_by_source=dict(held))
        for row in by_year[year]:
            one.came[row.kind] = one.came.get(row.kind, 0) + row.amount_fen
            entered[row.source] += row.amount_fen
        out += drawn.get(year, 0)
        held = after_drawing(entered, drawn_fen=out)
        one.closing_fen = sum(held.values())
        paid = one.closing_fen - one.opening_fen - sum(one.came.values())
        if paid:
            one.came["pension"] = one.came.get("pension", 0) + paid
        made.append(one)
    return made


def account_year_of(row: ResidentCredit) -> int:
    """The year of the account in which a row counts."""
    return row.year if row.kind == "interest" else row.booked_on.year


def open_orders(*, person_id: int) -> list[PaymentOrder]:
    """Orders that nobody has paid yet and whose year nobody has paid otherwise, latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    paid = ResidentPayment.objects.filter(
        person_id=OuterRef("participation__person_id"), year=OuterRef("year")
    )
    found = PaymentOrder.objects.filter(participation__person_id__in=people)
    return list(found.filter(~Exists(paid)).order_by("-made_at", "-pk"))


def orders_of_list(*, document: str, place: str) -> list[PaymentOrder]:
    """The orders that a named list of a place made, under its number; `is_paid` says whether the year was paid."""
    paid = ResidentPayment.objects.filter(
        person_id=OuterRef("participation__person_id"), year=OuterRef("year")
    )
    found = PaymentOrder.objects.filter(
        reference=document.strip()[:64], participation__place__startswith=stem(place)
    )
    return list(
        found.select_related("participation__person").annotate(is_paid=Exists(paid)).order_by("pk")
    )


def order_by_number(*, number: str) -> PaymentOrder | None:
    """The order of a number, or None."""
    return PaymentOrder.objects.filter(number=number).select_related("participation").first()


def help_for(*, person_id: int) -> list[NamedHelp]:
    """Every list that names somebody, latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    found = NamedHelp.objects.filter(participation__person_id__in=people)
    return list(found.order_by("-year", "kind"))


def payouts_owed(*, place: str) -> list[ResidentPayout]:
    """What is still to be paid in a place, oldest first."""
    found = ResidentPayout.objects.filter(state="owed", place__startswith=stem(place))
    return list(found.order_by("owed_on", "pk"))


def payouts_of(*, person_id: int) -> list[ResidentPayout]:
    """Refunds and inheritances of one account, latest first."""
    people = registry.everybody_who_is(person_id=person_id)
    return list(ResidentPayout.objects.filter(person_id__in=people).order_by("-pk"))


def unsubsidised(*, place: str, until: dt.date) -> list[ResidentPayment]:
    """Years that people paid themselves by a day and to which no subsidy was credited yet, in the order paid."""
    credited = ResidentCredit.objects.filter(
        payment=OuterRef("pk"), kind__in=["subsidy", "refunded", "corrected"]
    )
    found = ResidentPayment.objects.filter(
        ~Exists(credited), channel__in=["tax_file", "counter", "corrected"], paid_on__lte=until,
        participation__place__startswith=stem(place),
    )  # fmt: skip
    return list(found.select_related("participation").order_by("paid_on", "pk"))


def uncredited_help(*, place: str, year: int, kinds: Iterable[str]) -> list[NamedHelp]:
    """People on lists of a year whose money has not come yet."""
    credited = ResidentCredit.objects.filter(help=OuterRef("pk"))
    found = NamedHelp.objects.filter(
        ~Exists(credited), year=year, kind__in=list(kinds), participation__place__startswith=stem(place),
        participation__ended_on__isnull=True,
    )  # fmt: skip
    return list(found.select_related("participation").order_by("pk"))
