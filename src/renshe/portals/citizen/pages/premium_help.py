"""Who pays my premium for me: the programmes that name me, every month they paid, and why it was that much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.premium_help import api as premium_help
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.helping.fixed import explain_line
from renshe.portals.helping.words import (
    group_words,
    insurance_words,
    list_state,
    period_words,
    source_words,
)
from renshe.portals.layout.access import Visit
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page


@dataclass(frozen=True, kw_only=True)
class HelpedBy:
    """A programme that names me: since when, as what, out of whose money; `fixed_fen` where it gives a fixed sum."""

    number: int
    name: str
    insurance: str
    group: str
    source: str
    payer: str
    instrument: str
    fixed_fen: int | None
    from_month: int
    last_month: int | None
    left_why: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class PaidMonth:
    """A month that was paid for me, or went back."""

    period: str
    insurance: str
    amount: Amount
    payer: str
    received_on: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class PremiumHelpPage:
    """What `citizen/pages/premium_help.html` may use; everything is empty for whoever was never helped."""

    programmes: tuple[HelpedBy, ...]
    months: tuple[PaidMonth, ...]
    total_fen: int
    apply_url: str


@CITIZEN.page(template="citizen/pages/premium_help.html", access=PENSION)
def my_premium_help(visit: Visit) -> PremiumHelpPage:
    """Show it."""
    person = myself(visit)
    paid = premium_help.paid_for(person_id=person.pk)
    return PremiumHelpPage(
        programmes=tuple(_programme(one) for one in premium_help.help_of(person_id=person.pk)),
        months=tuple(_month(one) for one in paid),
        total_fen=sum(one.amount_fen for one in paid),
        apply_url=reverse("public:guide", kwargs={"code": "premium_help.apply"}),
    )


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def premium_help_explanation(visit: Visit, *, number: int) -> ExplanationPage:
    """Why a month that was paid for me is that much."""
    person = myself(visit)
    found = [one for one in premium_help.paid_for(person_id=person.pk) if one.pk == number]
    if not found:
        raise Http404
    return explanation_page(
        request=visit.request, explanation=explain_line(found[0]),
        about=_("{period}的政府资助").format(period=period_words(found[0].insurance, found[0].period)),
        back_url=reverse("citizen:premium_help"), back_title=_("政府资助"), recorded_fen=abs(found[0].amount_fen),
    )  # fmt: skip


def _programme(one: premium_help.HelpedPerson) -> HelpedBy:
    found = one.programme
    state, tone = list_state(one.list.state)
    if one.list.state == "approved":
        state, tone = (_("资助中"), "good") if one.last_month is None else (_("已停止"), "")
    return HelpedBy(
        number=found.pk, name=found.name, insurance=insurance_words(found.insurance), group=group_words(one.group),
        source=source_words(found.source), payer=found.payer_name, instrument=found.instrument, fixed_fen=found.fixed_fen,
        from_month=one.from_month, last_month=one.last_month, left_why=one.left_why, state=state, tone=tone,
    )  # fmt: skip


def _month(one: premium_help.HelpLine) -> PaidMonth:
    url = reverse("citizen:explain_premium_help", kwargs={"number": one.pk})
    return PaidMonth(
        period=period_words(one.insurance, one.period), insurance=insurance_words(one.insurance),
        amount=Amount(fen=one.amount_fen, explain_url=url), payer=one.helped.programme.payer_name,
        received_on=one.claim.received_on, reason=one.reason,
    )  # fmt: skip
