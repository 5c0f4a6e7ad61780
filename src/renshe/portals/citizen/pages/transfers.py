"""My transfers: where my pension will be paid, what came from other provinces or went there, how far each one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.registry import api as registry
from renshe.domains.transfers import api as transfers
from renshe.kernel.rules import Explanation, Refusal
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page

ARRIVED = ("booked", "acknowledged")


@dataclass(frozen=True, kw_only=True)
class RelationLine:
    """Months paid in one province; `pays` marks the one that pays the pension."""

    province: str
    months: int
    last_month: int
    pays: bool


@dataclass(frozen=True, kw_only=True)
class YearLine:
    """One year of the form: months, double months, bases, and the pooled part of them. `places` names third provinces."""

    year: int
    places: str
    months: int
    left_out: int
    base_fen: int
    pooled: Amount


@dataclass(frozen=True, kw_only=True)
class TransferLine:
    """One transfer; amounts are absent until they are known, `due_on` once nothing is open. `ours`: it is this agency that
    is asked, so a refusal is its own."""

    title: str
    agency: str
    state: str
    tone: str
    opened_on: date
    due_on: date | None
    waits_for_us: bool
    late: bool
    months: int | None
    total: Amount | None
    pooled_fen: int | None
    account_fen: int | None
    refund_fen: int
    refund_paid_on: date | None
    refusal: str
    case_url: str
    before_1998_fen: int
    stays_fen: int
    ours: bool
    years: tuple[YearLine, ...]


@dataclass(frozen=True, kw_only=True)
class TransfersPage:
    """What `citizen/pages/transfers.html` may use. `benefit` is empty where nothing was ever paid."""

    benefit: str
    benefit_here: bool
    benefit_url: str
    household: str
    relations: tuple[RelationLine, ...]
    temporary_url: str
    gone: bool
    transfers: tuple[TransferLine, ...]
    in_url: str
    certificate_url: str


@CITIZEN.page(template="citizen/pages/transfers.html", access=PENSION)
def my_transfers(visit: Visit) -> TransfersPage:
    """Show them."""
    person = myself(visit)
    place = place_of(person)
    benefit = benefit_of(person, visit.today)
    temporary = transfers.temporary_account(person_id=person.pk, place=place, explain=library.explain)  # fmt: skip
    shown = benefit is not None and bool(benefit.relations)
    pays = benefit.province if benefit is not None and shown else ""
    return TransfersPage(
        benefit=province_words(pays) if pays else "",
        benefit_here=pays == transfers.province_of(place),
        benefit_url=_explained(0, "benefit"),
        household=province_words(transfers.province_of(person.household_place)),
        relations=tuple(
            RelationLine(
                province=province_words(one.province), months=one.months, last_month=one.last_month, pays=one.province == pays
            )
            for one in (benefit.relations if benefit is not None else ())
        ),
        temporary_url=_explained(0, "temporary") if temporary is not None and temporary.value else "",
        gone=transfers.relation_gone(person_id=person.pk),
        transfers=tuple(_line(one, visit.today) for one in transfers.transfers_of(person_id=person.pk)),
        in_url=reverse("public:guide", kwargs={"code": "pension.transfer_in"}),
        certificate_url=reverse("public:guide", kwargs={"code": "pension.certificate_of_contributions"}),
    )  # fmt: skip


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def transfer_explanation(visit: Visit, *, number: int, part: str) -> ExplanationPage:
    """Why a province pays, why an account is temporary, or why so much moved."""
    person = myself(visit)
    told = explained(person, number=number, part=part, today=visit.today)
    if told is None:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=told, about=_("养老保险关系转移接续"),
        back_url=reverse("citizen:transfers"), back_title=_("我的转移接续"),
    )  # fmt: skip


def explained(
    person: registry.Person, *, number: int, part: str, today: date
) -> Explanation | None:
    """One explanation of a person's own; None where there is none. `number` is the transfer's, 0 where none is meant."""
    if number == 0 and part == "benefit":
        benefit = benefit_of(person, today)
        return benefit.explanation if benefit is not None else None
    if number == 0 and part == "temporary":
        return transfers.temporary_account(
            person_id=person.pk, place=place_of(person), explain=library.explain
        )
    own = [one for one in transfers.transfers_of(person_id=person.pk) if one.pk == number]
    if not own:
        return None
    if part == "total":
        return transfers.explained_total(transfer=own[0], explain=library.explain)
    if not (part.isascii() and part.isdigit()):
        return None
    return transfers.explained_year(transfer=own[0], year=int(part), explain=library.explain)


def place_of(person: registry.Person) -> str:
    """Where the relation is: the district where the person lives."""
    return str(person.residence_place)[:6]


def benefit_of(person: registry.Person, today: date) -> transfers.Benefit | None:
    """The place of benefit, or None where the law lacks a fact."""
    try:
        return transfers.benefit_place(
            person_id=person.pk, place=place_of(person), today=today, explain=library.explain
        )
    except Refusal:
        return None


def province_words(code: str) -> str:
    """A province as people call it, or the armed forces."""
    if code == transfers.MILITARY:
        return _("军队")
    return registry.place_name(code=code) or code


def state_words(state: str) -> str:
    """A step in the reader's language."""
    zh, en = transfers.STATES[state]
    return zh if (get_language() or "").startswith("zh") else en


def tone_of(one: transfers.ProvincialTransfer, today: date) -> str:
    """The badge's colour; the words say the same."""
    if one.state == "refused" or (one.step_due_on is not None and one.step_due_on < today):
        return "bad"
    return "good" if one.state in ARRIVED else "warn"


def _line(one: transfers.ProvincialTransfer, today: date) -> TransferLine:
    known = one.account_fen is not None
    total = int(one.pooled_fen or 0) + int(one.account_fen or 0)
    refund = getattr(one, "refund", None)
    military = one.source == "military"
    return TransferLine(
        title=_("转入") if one.direction == "in" else _("转出"), agency=one.other_agency, state=state_words(one.state),
        tone=tone_of(one, today), opened_on=one.opened_on, due_on=one.step_due_on, waits_for_us=one.state in transfers.OURS,
        late=one.step_due_on is not None and one.step_due_on < today, months=one.months if known else None,
        total=Amount(fen=total, explain_url="" if military else _explained(one.pk, "total")) if known else None,
        pooled_fen=one.pooled_fen, account_fen=one.account_fen, refund_fen=one.refund_fen,
        refund_paid_on=refund.paid_on if refund is not None else None, refusal=one.refusal,
        case_url=_case(one),
        before_1998_fen=one.before_1998_fen or 0, stays_fen=one.stays_fen, ours=one.direction == "out",
        years=_years(one) if known else (),
    )  # fmt: skip


def _years(one: transfers.ProvincialTransfer) -> tuple[YearLine, ...]:
    """A line for each year, in whatever provinces its months were paid."""
    by_year: dict[int, list[transfers.TransferYear]] = {}
    for row in sorted(one.years.all(), key=lambda row: (row.year, row.place)):
        by_year.setdefault(row.year, []).append(row)
    return tuple(_year(one, year, rows) for year, rows in by_year.items())


def _year(
    one: transfers.ProvincialTransfer, year: int, rows: Sequence[transfers.TransferYear]
) -> YearLine:
    told = transfers.explained_year(transfer=one, year=year, explain=library.explain)
    return YearLine(
        year=year, places="、".join(province_words(row.place) for row in rows if row.place),
        months=sum(row.paid_months.bit_count() for row in rows), left_out=transfers.left_out(one, year).bit_count(),
        base_fen=sum(sum(row.base_fen) for row in rows),
        pooled=Amount(
            fen=int(told.value) if told is not None else None,
            explain_url=_explained(one.pk, str(year)) if told is not None else "",
        ),
    )  # fmt: skip


def _case(one: transfers.ProvincialTransfer) -> str:
    if not one.case_number or one.direction != "in":
        return ""
    return reverse("applying:case", kwargs={"number": one.case_number})


def _explained(number: int, part: str) -> str:
    return reverse("citizen:explain_transfers", kwargs={"number": number, "part": part})
