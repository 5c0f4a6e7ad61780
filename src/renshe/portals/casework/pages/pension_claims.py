"""What was paid too much and comes back: open claims; one claim with its months, notice, instalments and what came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.kernel.periods import Month, format_month, format_month_zh
from renshe.portals.casework.claim_acts import NEEDS, act_on
from renshe.portals.casework.pages.pension_lists import recorded_by
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.typed import Asked
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.layout.proof import step_asked
from renshe.portals.layout.recorded import Term, recorded_sum
from renshe.portals.signin.trying import tried

LIST, ONE = "casework/pages/pension_claims.html", "casework/pages/pension_claim.html"
ROWS = 30
TYPED = ("months", "first", "monthly", "from_month", "amount", "received_on", "reference", "notified_on")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ClaimLine:
    """A claim in the list."""

    url: str
    name: str
    cause: str
    from_month: Month
    to_month: Month
    principal: Amount
    open_fen: int
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class ClaimsPage:
    """What `casework/pages/pension_claims.html` may use."""

    claims: tuple[ClaimLine, ...]
    paging: Paging


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """An instalment: due in which month, how much, and whether what came in by then covers it."""

    month: Month
    fen: int
    kept: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class CameIn:
    """Something that came back."""

    on: dt.date
    way: str
    fen: int
    reference: str


@dataclass(frozen=True, kw_only=True)
class ClaimPage:
    """What `casework/pages/pension_claim.html` may use. `monthly_fen` is set off each month from the pension, if anything."""

    number: int
    claim: ClaimLine
    id_number: str
    known_on: dt.date
    notified_on: dt.date | None
    recovered_fen: int
    monthly_fen: int | None
    parts: tuple[PartLine, ...]
    came_in: tuple[CameIn, ...]
    may: frozenset[str]
    today: dt.date
    typed: dict[str, str]
    problems: tuple[Problem, ...]
    done: str


@CASEWORK.page(template=LIST, access=CERTIFICATION)
def pension_claims(visit: Visit) -> ClaimsPage:
    """Show what is still owed at the first of the visitor's places, the oldest first."""
    rows = pension.open_overpayments(place=own_place(visit, "pension.look"))
    paging = paging_from(visit.request.GET.get("page", ""), total=rows.count(), rows=ROWS)
    shown = rows[paging.offset : paging.offset + ROWS]
    return ClaimsPage(claims=tuple(_line(one) for one in shown), paging=paging)


@CASEWORK.page(template=ONE, access=CERTIFICATION)
def pension_claim(visit: Visit, *, number: int) -> ClaimPage | HttpResponse:
    """Show one; a post writes the notice, an agreement, a set-off, or what came in."""
    found = _claim(visit, number)
    if visit.request.method != "POST":
        return _page(visit, found)
    assert found.award is not None
    act = step_asked(visit, needs=NEEDS, sensitive=("agree",), place=found.award.place)
    asked = Asked(act=act, record=number, typed=visit.request.POST.dict())
    problems = tried(lambda: act_on(asked, recorded=recorded_by(visit)))[1]
    if problems:
        page = _page(visit, _claim(visit, number), problems=problems)
        return CASEWORK.render(visit.request, template=ONE, context=page, status=409)
    here = reverse("casework:pension_claim", kwargs={"number": number})
    return HttpResponseRedirect(f"{here}?did={act}")


@CASEWORK.page(template=EXPLANATION, access=CERTIFICATION)
def claim_amount(visit: Visit, *, number: int) -> ExplanationPage:
    """Which months a claim is made of."""
    found = _claim(visit, number)
    terms = [
        Term(
            name=f"line_{at}", fen=one["fen"], zh=_span(one, format_month_zh, "至"), en=_span(one, format_month, " to "),
            source=str(one.get("instruction", "")),
        )
        for at, one in enumerate(found.lines, 1)
    ]  # fmt: skip
    told = recorded_sum(name="claim", zh="多发待遇", en="Paid too much", terms=terms)
    return explanation_page(
        request=visit.request, explanation=told, about=cause_words(found.cause), recorded_fen=found.principal_fen,
        back_url=reverse("casework:pension_claim", kwargs={"number": number}), back_title=_("多发待遇"),
    )  # fmt: skip


def cause_words(cause: str) -> str:
    """Why it was not due."""
    return {
        "death_known_late": _("死亡后领取"), "custody_known_late": _("服刑期间领取"), "redetermined_lower": _("重核后减少"),
        "double_benefit": _("重复领取"), "ended_late": _("待遇终止后领取"), "fraud": _("骗取"), "agency_error": _("经办差错"),
    }[cause]  # fmt: skip


def way_words(way: str) -> str:
    """How it came back."""
    return {
        "refund": _("本人退还"), "instalment": _("分期退还"), "offset": _("从后续待遇中抵扣"),
        "account": _("从个人账户余额抵扣"), "recall": _("银行协助追回"), "estate": _("遗属退还"),
    }[way]  # fmt: skip


def _span(one: dict[str, int], text: Callable[[Month], str], between: str) -> str:
    """The months of one line of a claim."""
    first, months = one["period"], one.get("months", 1)
    return text(first) if months == 1 else f"{text(first)}{between}{text(first + months - 1)}"


def _claim(visit: Visit, number: int) -> pension.Overpayment:
    """A claim of one of the visitor's places. Raises Http404, PermissionDenied."""
    try:
        found = pension.overpayment(overpayment_id=number)
    except pension.Overpayment.DoesNotExist:
        raise Http404 from None
    if found.award is None or not may_at(visit, action="pension.look", place=found.award.place):
        raise PermissionDenied
    return found


def _line(found: pension.Overpayment) -> ClaimLine:
    states = {
        "open": (_("待追回"), "warn"), "agreed": (_("已签分期协议"), ""), "settled": (_("已追回"), "good"),
        "written_off": (_("已核销"), ""),
    }  # fmt: skip
    state, tone = states[found.state]
    return ClaimLine(
        url=reverse("casework:pension_claim", kwargs={"number": found.pk}), name=mask_name(found.person.name),
        cause=cause_words(found.cause), from_month=found.from_month, to_month=found.to_month,
        principal=Amount(
            fen=found.principal_fen, explain_url=reverse("casework:claim_amount", kwargs={"number": found.pk})
        ),
        open_fen=pension.open_fen(overpayment=found), state=state, tone=tone,
    )  # fmt: skip


def _page(
    visit: Visit, found: pension.Overpayment, *, problems: tuple[Problem, ...] = ()
) -> ClaimPage:
    assert found.award is not None
    place, owed, post = found.award.place, pension.open_fen(overpayment=found), visit.request.POST
    hold = found.holds.filter(cancelled_on=None, to_month=None).first()
    return ClaimPage(
        number=found.pk, claim=_line(found), id_number=mask_id_number(found.person.id_number), known_on=found.known_on,
        notified_on=found.notified_on, recovered_fen=found.recovered_fen,
        monthly_fen=hold.monthly_fen if hold is not None else None, parts=_parts(found, today=visit.today),
        came_in=tuple(
            CameIn(on=one.received_on, way=way_words(one.way), fen=one.amount_fen, reference=one.reference)
            for one in found.recoveries.order_by("received_on", "pk")
        ),
        may=frozenset(
            act for act, action in NEEDS.items()
            if owed and may_at(visit, action=action, place=place) and (act != "notify" or found.notified_on is None)
            and (act != "offset" or (found.notified_on is not None and hold is None))
        ),
        today=visit.today, problems=problems,
        typed={name: post.get(name, "") if problems else "" for name in TYPED},
        done=_did(visit.request.GET.get("did", "")) if not problems else "",
    )  # fmt: skip


def _parts(found: pension.Overpayment, *, today: dt.date) -> tuple[PartLine, ...]:
    """Instalments against what came in since they were agreed: the earliest are covered first."""
    parts = list(found.instalments.order_by("due_month"))
    covered = found.recovered_fen - (found.principal_fen - sum(one.amount_fen for one in parts))
    lines, now = [], today.year * 12 + today.month - 1
    for one in parts:
        kept = covered >= one.amount_fen
        covered -= one.amount_fen
        lines.append(
            PartLine(
                month=one.due_month,
                fen=one.amount_fen,
                kept=kept,
                late=not kept and one.due_month < now,
            )
        )
    return tuple(lines)


def _did(act: str) -> str:
    return {
        "notify": _("退还通知已登记"), "agree": _("分期协议已登记"), "offset": _("按月抵扣已登记"),
        "receive": _("收回的钱已入账"),
    }.get(act, "")  # fmt: skip
