"""The counter takes residents' yearly payments: year, tier, amount by the law, receipt to print, and the teller's day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.registry import api as registry
from renshe.domains.resident import api as resident
from renshe.flows import resident_counter as till
from renshe.kernel.codes.divisions import lies_within
from renshe.portals.counter.desk import desk_place
from renshe.portals.counter.portal import COUNTER, DESK
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.casefile.powers import powers_of
from renshe.portals.layout.casefile.words import names_of
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.signin.trying import tried

TILL = "counter/pages/resident_till.html"
PERSON = "counter/pages/resident.html"
MOST_DAYS = 20


@dataclass(frozen=True, kw_only=True)
class TakenLine:
    """A payment that the teller took today, masked; its amount is what the receipt says. `correcting` where it was proposed to
    hand it back."""

    number: str
    url: str
    wrong_url: str
    name: str
    year: int
    fen: int
    correcting: bool


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """A closed day whose money waits to be taken over; `mine` where the visitor is the teller."""

    id: int
    teller: str
    day: dt.date
    payments: int
    fen: int
    slip: str
    mine: bool


@dataclass(frozen=True, kw_only=True)
class TillPage:
    """What `counter/pages/resident_till.html` may use. `closed` is the teller's day once it is closed; `handed_back_fen` what was
    taken wrong and is out of the till again."""

    day: dt.date
    taken: tuple[TakenLine, ...]
    total_fen: int
    handed_back_fen: int
    closed: DayLine | None
    waiting: tuple[DayLine, ...]
    typed_counted: str
    typed_slip: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class TierLine:
    """A tier with what it costs a year."""

    tier: int
    due: Amount
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """A year that can be paid; `back` where it is a past one."""

    year: int
    back: bool
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class PaidLine:
    """A year that was paid already; `receipt_url` where a counter took it."""

    year: int
    fen: int
    paid_on: dt.date
    receipt_url: str


@dataclass(frozen=True, kw_only=True)
class PersonPage:
    """What `counter/pages/resident.html` may use. `due` is what is to be taken for the year and tier chosen, None where
    nothing can be paid; `why_not` says why."""

    id: int
    name: str
    id_number: str
    community: str
    joined: bool
    years: tuple[YearLine, ...]
    tiers: tuple[TierLine, ...]
    year: int
    tier: int
    due: Amount | None
    why_not: str
    paid: tuple[PaidLine, ...]
    guide_url: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True)
class ReceiptPage:
    """What `counter/pages/resident_receipt.html` may use."""

    number: str
    name: str
    id_number: str
    community: str
    year: int
    back: bool
    amount: Amount
    paid_on: dt.date
    teller: str
    next_url: str
    wrong_url: str
    state: str


@COUNTER.page(template=TILL, access=DESK)
def resident_till(visit: Visit) -> TillPage | HttpResponse:
    """What was taken today; a post closes the day with the money counted, or takes a closed day over."""
    if visit.request.method != "POST":
        return _till(visit)
    asked = Asked(act=visit.request.POST.get("act", ""), record=0, typed=visit.request.POST.dict())
    place, hand = desk_place(powers_of(visit)), _hand(visit)
    if asked.act == "close":
        problems = tried(
            lambda: resident.close_teller_day(
                place=place, counted_fen=asked.fen("counted"), slip_ref=asked.text("slip")[:80], hand=hand
            )
        )[1]  # fmt: skip
    elif asked.act == "receive":
        mine = {one.pk for one in resident.teller_days_waiting(place=place[:6])}
        if asked.number("day") not in mine:
            raise Http404
        problems = tried(
            lambda: resident.receive_teller_day(day_id=asked.number("day"), hand=hand)
        )[1]
    else:
        raise Http404
    if problems:
        page = _till(visit, problems=problems)
        return COUNTER.render(visit.request, template=TILL, context=page, status=409)
    return HttpResponseRedirect(reverse("counter:resident_till"))


@COUNTER.page(template=PERSON, access=DESK)
def resident_person(visit: Visit, *, person: int) -> PersonPage | HttpResponse:
    """Years, tiers and the amount; a post takes the money and leads to the receipt."""
    found = _person(visit, person)
    if visit.request.method != "POST":
        return _page(visit, found)
    asked = Asked(act="take", record=found.pk, typed=visit.request.POST.dict())
    place = desk_place(powers_of(visit))
    payment, problems = tried(
        lambda: till.take(
            person_id=found.pk, year=asked.number("year"), tier=asked.number("tier"), place=place, hand=_hand(visit)
        )
    )  # fmt: skip
    if payment is None:
        page = _page(visit, found, problems=problems)
        return COUNTER.render(visit.request, template=PERSON, context=page, status=409)
    return HttpResponseRedirect(_receipt_url(payment.external_ref))


@COUNTER.page(template=EXPLANATION, access=DESK)
def resident_due_explanation(visit: Visit, *, person: int, tier: int) -> ExplanationPage:
    """Why a tier costs what it costs."""
    found = _person(visit, person)
    live = resident.live_participation(person_id=found.pk)
    told = till.due_explained(tier=tier, place=live.place, on=visit.today) if live else None
    if told is None:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=told, about=_("每年缴{tier}元的应缴金额").format(tier=tier),
        back_url=_person_url(found.pk), back_title=_("收居民养老费"),
    )  # fmt: skip


@COUNTER.page(template="counter/pages/resident_receipt.html", access=DESK)
def resident_receipt(visit: Visit, *, number: str) -> ReceiptPage:
    """The receipt of a payment taken within the desk's own county or city, to print."""
    payment = resident.counter_payment(number=number)
    desk = desk_place(powers_of(visit))
    if payment is None or not lies_within(payment.participation.place, desk[:6]):
        raise Http404
    somebody, known = payment.person, resident.correction_of(payment_id=payment.pk)
    return ReceiptPage(
        number=payment.external_ref, name=mask_name(somebody.name), id_number=mask_id_number(somebody.id_number),
        community=registry.place_name(code=payment.participation.community), year=payment.year, back=payment.is_back_payment,
        amount=Amount(fen=payment.amount_fen, explain_url=_due_url(somebody.pk, payment.tier)), paid_on=payment.paid_on,
        teller=names_of([payment.recorded_by])[payment.recorded_by], next_url=reverse("counter:resident_till"),
        wrong_url=reverse("counter:resident_wrong", kwargs={"number": payment.external_ref}),
        state=known.state if known else "",
    )  # fmt: skip


def _till(visit: Visit, *, problems: tuple[Problem, ...] = ()) -> TillPage:
    assert visit.account is not None
    me, sent = visit.account.username, visit.request.POST
    taken = resident.taken_by(teller=me, day=visit.today)
    back = resident.handing_back(teller=me, day=visit.today)
    correcting = {one.payment_id for one in back if one.state == "proposed"}
    closed = resident.teller_day(teller=me, day=visit.today)
    place = desk_place(powers_of(visit))[:6]
    waiting = resident.teller_days_waiting(place=place)[:MOST_DAYS]
    names = names_of(one.teller for one in waiting)
    return TillPage(
        day=visit.today,
        taken=tuple(
            TakenLine(
                number=one.external_ref, url=_receipt_url(one.external_ref), name=mask_name(one.person.name), year=one.year,
                fen=one.amount_fen, correcting=one.pk in correcting,
                wrong_url=reverse("counter:resident_wrong", kwargs={"number": one.external_ref}),
            )
            for one in taken
        ),
        handed_back_fen=sum(one.payment.amount_fen for one in back if one.state == "confirmed"),
        total_fen=sum(one.amount_fen for one in taken), closed=_day(closed, me, names) if closed else None,
        waiting=tuple(_day(one, me, names) for one in waiting),
        typed_counted=sent.get("counted", "")[:20], typed_slip=sent.get("slip", "")[:80], problems=problems,
    )  # fmt: skip


def _day(one: resident.TellerDay, me: str, names: dict[str, str]) -> DayLine:
    return DayLine(
        id=one.pk, teller=names.get(one.teller, one.teller), day=one.day, payments=one.payments, fen=one.total_fen,
        slip=one.slip_ref, mine=one.teller == me,
    )  # fmt: skip


def _page(
    visit: Visit, somebody: registry.Person, *, problems: tuple[Problem, ...] = ()
) -> PersonPage:
    live = resident.live_participation(person_id=somebody.pk)
    years = till.payable_years(person_id=somebody.pk, hand=_hand(visit)) if live else []
    tiers = till.tiers_of(place=live.place, on=visit.today) if live else []
    asked = Asked(act="look", record=0, typed=visit.request.GET.dict() | visit.request.POST.dict())
    open_years = [one.year for one in years]
    year = asked.number("year") if asked.number("year") in open_years else next(iter(open_years), 0)
    tier = asked.number("tier") if asked.number("tier") in tiers else _tier(years, tiers)
    return PersonPage(
        id=somebody.pk, name=mask_name(somebody.name), id_number=mask_id_number(somebody.id_number),
        community=registry.place_name(code=live.community) if live else "", joined=live is not None,
        years=tuple(YearLine(year=one.year, back=one.back, chosen=one.year == year) for one in years),
        tiers=tuple(
            TierLine(tier=one, due=_due(visit, somebody.pk, live.place, one), chosen=one == tier) for one in tiers if live
        ),
        year=year, tier=tier, due=_due(visit, somebody.pk, live.place, tier) if live and year and tier else None,
        why_not=_why_not(live is not None, bool(years)),
        paid=tuple(
            PaidLine(
                year=one.year, fen=one.amount_fen, paid_on=one.paid_on,
                receipt_url=_receipt_url(one.external_ref) if one.channel == "counter" else "",
            )
            for one in reversed(list(resident.payments_of(person_id=somebody.pk)))
        ),
        guide_url=reverse("public:guide", kwargs={"code": "resident.enrol"}), problems=problems,
    )  # fmt: skip


def _tier(years: list[till.Payable], tiers: list[int]) -> int:
    """The tier chosen before, where the place still offers it; 0 so that one is chosen now."""
    chosen = years[0].chosen if years else 0
    return chosen if chosen in tiers else 0


def _why_not(joined: bool, payable: bool) -> str:
    if not joined:
        return _("没有参加居民养老，先办参保登记")
    return (
        "" if payable else _("没有可以缴的年度：今年已缴、正在参加职工养老，或者以前的年度不能补缴")
    )


def _due(visit: Visit, person_id: int, place: str, tier: int) -> Amount:
    told = till.due_explained(tier=tier, place=place, on=visit.today)
    return Amount(fen=int(told.value) if told else None, explain_url=_due_url(person_id, tier))


def _person(visit: Visit, number: int) -> registry.Person:
    """Somebody else than the teller. Raises Http404, PermissionDenied in one's own affair."""
    if visit.account is not None and visit.account.person_id == number:
        raise PermissionDenied
    try:
        return registry.person(person_id=number)
    except registry.Person.DoesNotExist:
        raise Http404 from None


def _hand(visit: Visit) -> resident.ByHand:
    assert visit.account is not None
    return resident.ByHand(by=visit.account.username, at=visit.now, today=visit.today)


def _person_url(number: int, **query: int) -> str:
    address = reverse("counter:resident_person", kwargs={"person": number})
    return f"{address}?{urlencode(query)}" if query else address


def _due_url(person_id: int, tier: int) -> str:
    return reverse("counter:resident_due", kwargs={"person": person_id, "tier": tier})


def _receipt_url(number: str) -> str:
    return reverse("counter:resident_receipt", kwargs={"number": number})
