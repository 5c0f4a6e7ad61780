"""One hit: what the file says beside what the register says; checked by one, confirmed by another, or dismissed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.certification import api as certification
from renshe.domains.identity.api import mask_name
from renshe.flows.books_month import books_month
from renshe.flows.certification_to_pension import confirm_hit
from renshe.flows.pension_to_ledger import FUND
from renshe.kernel.periods import month_containing
from renshe.laws import library
from renshe.portals.casework.pages.certification import kind_words
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.proof import require_proof
from renshe.portals.layout.unmasking import ShownPerson, shown_person
from renshe.portals.signin.trying import day_typed, tried
from renshe.services.pension.report_death.decide import report_death

TEMPLATE = "casework/pages/certification_hit.html"
CHECK, CONFIRM = "pension.hold", "pension.approve"
TYPED = ("found_on", "words", "stage", "reason")


@dataclass(frozen=True, kw_only=True)
class HitPage:
    """What `casework/pages/certification_hit.html` may use. `reported_name` is masked as the person's name is."""

    number: int
    kind: str
    about: str
    person: ShownPerson
    reported_name: str
    name_matches: bool
    event_on: dt.date
    detail: str
    file_name: str
    line_no: int
    known_death: dt.date | None
    birth_on: dt.date
    paid_months: int
    paid_fen: int
    paid_last: int | None
    proved_since: dt.date | None
    state: str
    state_tone: str
    found_on: dt.date | None
    finding: str
    checked_by: str
    decided_by: str
    reason: str
    stages: tuple[tuple[str, str], ...]
    stage: str
    day_label: str
    may_check: bool
    may_confirm: bool
    may_dismiss: bool
    typed: dict[str, str]
    problems: tuple[Problem, ...]


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def hit(visit: Visit, *, number: int) -> HitPage | HttpResponse:
    """Show it; a post shows the person in full, writes a finding, confirms it, or dismisses."""
    try:
        found = certification.hit(hit_id=number)
    except certification.Hit.DoesNotExist:
        raise Http404 from None
    if not may_at(visit, action="pension.look", place=found.comparison.place):
        raise PermissionDenied
    act = visit.request.POST.get("act", "") if visit.request.method == "POST" else ""
    if not act:
        return _page(visit, found)
    acts = {"check": (CHECK, _check), "confirm": (CONFIRM, _confirm), "dismiss": (CHECK, _dismiss)}
    if act not in acts:
        raise Http404
    action, do = acts[act]
    if visit.account is None or not may_at(visit, action=action, place=found.comparison.place):
        raise PermissionDenied
    if act == "confirm":
        require_proof(visit.request)
    problems = do(visit, found, visit.account.username)
    if problems:
        page = _page(visit, found, problems=problems)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    said = {"check": "checked", "confirm": "confirmed", "dismiss": "dismissed"}[act]
    return HttpResponseRedirect(f"{reverse('casework:certification')}?done={said}")


def _check(visit: Visit, found: certification.Hit, by: str) -> tuple[Problem, ...]:
    post = visit.request.POST
    typed = post.get("found_on", "")
    # A month's field gives 2025-11, a day's 2025-11-09.
    day = day_typed(f"{typed}-01" if len(typed) == 7 else typed) or dt.date.max
    finding = certification.Finding(
        found_on=day, words=post.get("words", ""), stage=post.get("stage", "")
    )
    return tried(
        lambda: certification.check_hit(
            hit_id=found.pk, finding=finding, by=by, at=visit.now, today=visit.today
        )
    )[1]


def _confirm(visit: Visit, found: certification.Hit, by: str) -> tuple[Problem, ...]:
    month = books_month(fund=FUND, on=visit.today)
    return tried(
        lambda: confirm_hit(
            hit_id=found.pk, by=by, at=visit.now, today=visit.today, accounting_month=month,
            die=report_death, explain=library.explain,
        )
    )[1]  # fmt: skip


def _dismiss(visit: Visit, found: certification.Hit, by: str) -> tuple[Problem, ...]:
    reason = visit.request.POST.get("reason", "")
    return tried(
        lambda: certification.dismiss_hit(hit_id=found.pk, reason=reason, by=by, at=visit.now)
    )[1]


def _page(visit: Visit, found: certification.Hit, *, problems: tuple[Problem, ...] = ()) -> HitPage:
    place = found.comparison.place
    # What was posted as an act is no request to see somebody in full.
    shown = _shown(visit, found, asked=not problems)
    after = month_containing(found.found_on or found.event_on)
    if found.kind != "death" and found.found_on is not None:
        after -= 1
    since = certification.paid_since(person_id=found.person_id, month=after)
    me = visit.account.username if visit.account else ""
    is_open = found.state == "open"
    later = certification.proofs_of(person_id=found.person_id).filter(
        withdrawal__isnull=True, proved_on__gt=found.event_on
    )
    proof = later.first()
    state, tone = _state(found)
    return HitPage(
        number=found.pk, kind=kind_words(found.kind), about=_about(found.kind), person=shown,
        reported_name=found.reported_name if shown.unmasked else mask_name(found.reported_name),
        name_matches=found.name_matches, event_on=found.event_on, detail=found.detail,
        file_name=found.comparison.file_name, line_no=found.line_no, known_death=found.person.died_on,
        birth_on=found.person.birth_on, paid_months=since.months, paid_fen=since.fen, paid_last=since.last,
        proved_since=proof.proved_on if proof else None, state=state, state_tone=tone,
        found_on=found.found_on, finding=found.finding, checked_by=found.checked_by or "",
        decided_by=found.decided_by or "", reason=found.reason, stages=_stages(found.kind),
        stage=dict(_stages(found.kind)).get(found.stage, ""),
        day_label=_day_label(found.kind),
        may_check=is_open and may_at(visit, action=CHECK, place=place),
        may_confirm=is_open and found.checked_by not in (None, me)
        and may_at(visit, action=CONFIRM, place=place),
        may_dismiss=is_open and may_at(visit, action=CHECK, place=place),
        typed={name: visit.request.POST.get(name, "") if problems else "" for name in TYPED},
        problems=problems,
    )  # fmt: skip


def _shown(visit: Visit, found: certification.Hit, *, asked: bool) -> ShownPerson:
    if asked or visit.request.method != "POST":
        return shown_person(visit, person=found.person)
    may = may_at(visit, action="person.unmask", place=found.person.residence_place)
    return ShownPerson(
        name=mask_name(found.person.name), id_number="", unmasked=False, may_unmask=may,
        purpose_missing=False,
    )  # fmt: skip


def _state(found: certification.Hit) -> tuple[str, str]:
    if found.state == "confirmed":
        return _("已确认"), "bad"
    if found.state == "dismissed":
        return _("已排除"), "good"
    return (_("待另一人确认"), "warn") if found.checked_by else (_("待核实"), "warn")


def _about(kind: str) -> str:
    return {
        "death": _(
            "确认后：登记死亡，终止参保和待遇；死亡当月仍应发，以后已发的登记为多发待遇并追回。"
        ),
        "custody": _(
            "确认后：服刑、羁押的从所填月份起停发，服刑期间已发的追回；社区矫正的照发，不参加调整。"
        ),
        "medical_use": _("确认后：按就医日期认定为资格认证通过。"),
        "other_pension": _("确认后：从所填月份起暂停发放，由本人选择保留哪一地的待遇。"),
    }[kind]


def _day_label(kind: str) -> str:
    return {
        "death": _("核实的死亡日期"),
        "custody": _("从哪一天起不应发（停发首月的1日）"),
        "medical_use": _("核实的就医日期"),
        "other_pension": _("从哪一天起不应发（停发首月的1日）"),
    }[kind]


def _stages(kind: str) -> tuple[tuple[str, str], ...]:
    if kind != "custody":
        return ()
    return (
        ("imprisoned", _("服刑（停发，刑满后恢复，期间不补）")),
        ("detained", _("判决前羁押（暂停，未判刑的补发）")),
        ("community", _("管制、缓刑、监外执行（照发，不参加调整）")),
    )
