"""My certification: until when it holds, how to prove it now, and every success so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from renshe.domains.certification import api as certification
from renshe.domains.registry.api import Person
from renshe.flows.certification_to_pension import prove
from renshe.laws import library
from renshe.portals.citizen.myself import myself
from renshe.portals.citizen.portal import CITIZEN, PENSION
from renshe.portals.layout.access import Visit
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explanation_page import (
    TEMPLATE as EXPLANATION,
)
from renshe.portals.layout.explanation_page import (
    ExplanationPage,
    explanation_page,
)
from renshe.portals.layout.formats import day as day_text
from renshe.portals.layout.proof import require_proof
from renshe.portals.signin.session import second_kinds
from renshe.portals.signin.trying import tried

TEMPLATE = "citizen/pages/certification.html"
SOON = timedelta(days=60)
MOST = 50


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """One success; one that was withdrawn is still shown, and why."""

    proved_on: date
    source: str
    withdrawn: str


@dataclass(frozen=True, kw_only=True)
class CertificationPage:
    """What `citizen/pages/certification.html` may use. `due_on` is None for whoever draws no pension; `tone` colours the
    words that `state` says; `stopped_from` is the first month that is not paid for want of a proof."""

    due_on: date | None
    last_on: date | None
    explain_url: str
    state: str
    tone: str
    stopped_from: int | None
    may_prove: bool
    factor_url: str
    why_not: str
    done: bool
    owed_months: int
    proofs: tuple[ProofLine, ...]
    problems: tuple[Problem, ...]


@CITIZEN.page(template=TEMPLATE, access=PENSION)
def certification_now(visit: Visit) -> CertificationPage | HttpResponse:
    """Show it; a post proves the visitor himself, right after he showed again who he is."""
    person = myself(visit)
    if visit.request.method != "POST":
        return _page(visit, person)
    if visit.acting is not None or visit.account is None:
        raise PermissionDenied
    if _factor_missing(visit):
        return HttpResponseRedirect(reverse("signin:security"))
    require_proof(visit.request)
    by, known = visit.account.username, visit.today
    new = certification.NewProof(
        proved_on=known, source="self_service", evidence=_evidence(visit), by=by, at=visit.now, known_on=known,
    )  # fmt: skip
    proved, problems = tried(lambda: prove(person_id=person.pk, new=new, explain=library.explain))
    if problems or proved is None:
        page = _page(visit, person, problems=problems)
        return CITIZEN.render(visit.request, template=TEMPLATE, context=page, status=409)
    query = f"?done={len(proved.arrears)}"
    return HttpResponseRedirect(reverse("citizen:certification") + query)


@CITIZEN.page(template=EXPLANATION, access=PENSION)
def certification_explanation(visit: Visit) -> ExplanationPage:
    """Why my certification ends in that month."""
    person = myself(visit)
    last = certification.last_success(person_id=person.pk)
    if last is None:
        raise Http404
    explanation = library.explain(
        "certification_due_month",
        certification.facts_of(last),
        place=_place(person),
        on=visit.today,
    )
    return explanation_page(
        request=visit.request, explanation=explanation,
        about=_("资格认证，上次通过：{day}").format(day=day_text(last)),
        back_url=reverse("citizen:certification"), back_title=_("资格认证"),
    )  # fmt: skip


def _page(visit: Visit, person: Person, *, problems: tuple[Problem, ...] = ()) -> CertificationPage:
    last = certification.last_success(person_id=person.pk)
    due = None
    if last is not None:
        due = certification.due_on(
            last_on=last, place=_place(person), on=visit.today, explain=library.explain
        )
    holds = certification.live_overdue_holds(person_id=person.pk) if due else []
    state, tone = _state(due, today=visit.today, stopped=bool(holds))
    told = visit.request.GET.get("done", "")
    come = bool(due) and certification.must_come(person_id=person.pk)
    return CertificationPage(
        due_on=due,
        last_on=last,
        explain_url=reverse("citizen:explain_certification") if due else "",
        state=state,
        tone=tone,
        stopped_from=holds[0].from_month if holds else None,
        may_prove=bool(due) and visit.acting is None and not come,
        factor_url=reverse("signin:security") if _factor_missing(visit) else "",
        why_not=_why_not(visit, come=come) if due else "",
        done=told.isdigit() and not holds,
        owed_months=int(told) if told.isdigit() and len(told) < 4 and not holds else 0,
        proofs=tuple(
            ProofLine(
                proved_on=one.proved_on, source=source_words(one.source), withdrawn=_withdrawn(one)
            )
            for one in certification.proofs_of(person_id=person.pk)[:MOST]
        ),
        problems=problems,
    )


def _place(person: Person) -> str:
    """Whose law asks: that of the place that pays, which for a pension taken over is the place of residence as well."""
    found = certification.pensions_of(person_id=person.pk)
    return (found[0].place if found else person.residence_place)[:6]


def _state(due: date | None, *, today: date, stopped: bool) -> tuple[str, str]:
    if due is None:
        return "", ""
    if stopped:
        return _("已暂停发放"), "bad"
    if due < today:
        return _("已过期，请尽快认证"), "bad"
    return (_("快到期，请认证"), "warn") if due <= today + SOON else (_("有效"), "good")


def _why_not(visit: Visit, *, come: bool) -> str:
    if visit.acting is not None:
        return _("认证必须由本人完成，代办人不能代做；行动不便的，可以预约上门认证。")
    if come:
        return _("有部门提供的信息需要当面核实。请带身份证到就近窗口，或预约上门；核实前不会停发。")
    return ""


def _factor_missing(visit: Visit) -> bool:
    """In production a password alone proves nobody alive; the demonstration asks as its own confirmation does."""
    if not settings.PRODUCTION or visit.account is None:
        return False
    return not second_kinds(visit.account)


def _evidence(visit: Visit) -> str:
    """How he was known to be himself, in Chinese like every record of the office, whatever language he reads."""
    assert visit.account is not None
    kinds = second_kinds(visit.account)
    with translation.override("zh-hans"):
        if "passkey" in kinds:
            way = _("通行密钥（本人设备上的指纹、面容或锁屏）")
        else:
            way = _("动态口令") if kinds else _("账号再次确认")
        return _("本人登录后再次确认身份：{way}").format(way=way)


def source_words(source: str) -> str:
    """How somebody was proved, in the reader's language."""
    return {
        "comparison": _("数据比对，本人无需办理"),
        "self_service": _("本人网上认证"),
        "counter": _("窗口认证"),
        "home_visit": _("上门认证"),
        "abroad": _("境外认证"),
    }[source]


def _withdrawn(proof: certification.Proof) -> str:
    return proof.withdrawal.reason if hasattr(proof, "withdrawal") else ""
