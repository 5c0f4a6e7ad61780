"""Invalidity allowances in force: by which formula, how long to the legal age; a re-examination is recorded here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from renshe.domains.documents import api as documents
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.periods import month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library
from renshe.portals.casework.portal import CASEWORK, CERTIFICATION
from renshe.portals.layout.access import Visit, may_at, own_place
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.errors import Problem
from renshe.portals.layout.explaining_pensions import explain_award, explain_monthly
from renshe.portals.layout.explanation_page import TEMPLATE as EXPLANATION
from renshe.portals.layout.explanation_page import ExplanationPage, explanation_page
from renshe.portals.layout.forms.uploads import ACCEPT, read_upload
from renshe.portals.layout.paging import Paging, paging_from
from renshe.portals.signin.trying import day_typed, tried

TEMPLATE = "casework/pages/pension_invalidity.html"
ROWS = 30
RECORD = "pension.award"
TYPED = ("award", "level", "issuer", "number", "decided_on")


@dataclass(frozen=True, kw_only=True)
class AllowanceLine:
    """One allowance: what it is, until when, and the latest finding of a committee."""

    number: int
    name: str
    id_number: str
    amount: Amount
    formula: str
    starts_month: int
    legal_month: int | None
    months_left: int | None
    ends_month: int | None
    found: str
    found_on: dt.date | None
    worse: bool
    suspended: bool


@dataclass(frozen=True, kw_only=True)
class InvalidityPage:
    """What `casework/pages/pension_invalidity.html` may use."""

    allowances: tuple[AllowanceLine, ...]
    paging: Paging
    waiting: int
    may_record: bool
    accept: str
    levels: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[Problem, ...]
    done: bool


@CASEWORK.page(template=TEMPLATE, access=CERTIFICATION)
def pension_invalidity(visit: Visit) -> InvalidityPage | HttpResponse:
    """Show them; a post records what a re-examination found."""
    place = own_place(visit, "pension.look")
    if visit.request.method != "POST":
        return _page(visit, place)
    if not may_at(visit, action=RECORD, place=place):
        raise PermissionDenied
    problems = _record(visit, place)
    if problems:
        page = _page(visit, place, problems=problems)
        return CASEWORK.render(visit.request, template=TEMPLATE, context=page, status=409)
    return HttpResponseRedirect(f"{reverse('casework:pension_invalidity')}?done=1")


@CASEWORK.page(template=EXPLANATION, access=CERTIFICATION)
def invalidity_amount(visit: Visit, *, number: int) -> ExplanationPage:
    """What an allowance is a month, with every step."""
    rows = pension.awards_of_kind(kind="invalidity", place=own_place(visit, "pension.look"))
    award = rows.filter(pk=number).first()
    if award is None:
        raise Http404
    rises = list(award.adjustments.order_by("from_month").values_list("year", "amount_fen"))
    told = (
        explain_monthly(award=award, adjustments=rises)
        if rises
        else explain_award(award=award, part="award")[0]
    )
    return explanation_page(
        request=visit.request, explanation=told, about=_("病残津贴"),
        recorded_fen=award.total_fen + sum(fen for _year, fen in rises),
        back_url=reverse("casework:pension_invalidity"), back_title=_("病残津贴"),
    )  # fmt: skip


def level_words(level: str) -> str:
    """A committee's finding."""
    return {
        "complete": _("完全丧失劳动能力"), "most": _("大部分丧失劳动能力"), "part": _("部分丧失劳动能力"),
    }[level]  # fmt: skip


def _record(visit: Visit, place: str) -> tuple[Problem, ...]:
    post = visit.request.POST
    number = post.get("award", "")
    rows = pension.awards_of_kind(kind="invalidity", place=place)
    award = rows.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    if award is None:
        return (
            Problem(
                reason=_("没有选择领取人"), subject="", clause="", next_step=_("请从名单里选择")
            ),
        )
    sent = read_upload(visit.request.FILES.get("paper"))
    if isinstance(sent, Problem):
        return (sent,)
    assert visit.account is not None
    by = retirement_file.By(name=visit.account.username, at=visit.now, today=visit.today)

    def act() -> None:
        paper = documents.store(
            name=sent.name, media_type=sent.media_type, content=sent.content, direction="in", at=visit.now
        )  # fmt: skip
        retirement_file.record_appraisal(
            person_id=award.person_id, by=by,
            appraised=retirement_file.Appraised(
                level=post.get("level", ""), cause="illness", issuer=post.get("issuer", ""), number=post.get("number", ""),
                decided_on=day_typed(post.get("decided_on", "")) or dt.date.max, file_id=paper.pk,
            ),
        )  # fmt: skip

    return tried(act)[1]


def _page(visit: Visit, place: str, *, problems: tuple[Problem, ...] = ()) -> InvalidityPage:
    rows = pension.awards_of_kind(kind="invalidity", place=place)
    paging = paging_from(visit.request.GET.get("page", ""), total=rows.count(), rows=ROWS)
    shown = list(rows[paging.offset : paging.offset + ROWS])
    findings = retirement_file.latest_appraisals(person_ids=[one.person_id for one in shown])
    post = visit.request.POST
    return InvalidityPage(
        allowances=tuple(
            _line(one, findings.get(one.person_id), today=visit.today) for one in shown
        ),
        paging=paging,
        waiting=pension.people_lists(place=place, kind="invalidity_review", waiting=True).count(),
        may_record=may_at(visit, action=RECORD, place=place),
        accept=ACCEPT,
        levels=tuple((one, level_words(one)) for one in ("complete", "most", "part")),
        typed={name: post.get(name, "") if problems else "" for name in TYPED},
        problems=problems,
        done=visit.request.GET.get("done") == "1",
    )


def _line(
    award: pension.Award,
    finding: retirement_file.CapacityAppraisal | None,
    *,
    today: dt.date,
) -> AllowanceLine:
    legal = _legal_month(award, today=today)
    return AllowanceLine(
        number=award.pk, name=mask_name(award.person.name), id_number=mask_id_number(award.person.id_number),
        amount=Amount(
            fen=award.total_fen + sum(one.amount_fen for one in award.adjustments.all()),
            explain_url=reverse("casework:invalidity_amount", kwargs={"number": award.pk}),
        ),
        formula=_formula(award), starts_month=award.starts_month, legal_month=legal,
        months_left=max(legal - month_containing(today), 0) if legal is not None else None,
        ends_month=award.ends_month, found=level_words(finding.level) if finding else "",
        found_on=finding.decided_on if finding else None,
        worse=finding is not None and finding.level != "complete", suspended=award.state == "suspended",
    )  # fmt: skip


def _formula(award: pension.Award) -> str:
    """By which formula it was given: what is for a time only has an end, what is a whole pension has more than one part."""
    if award.ends_month is not None:
        return _("只按基础养老金，限期发放")
    besides = award.account_fen + award.transitional_fen + award.other_fen
    return _("按基本养老金办法") if besides else _("只按基础养老金")


def _legal_month(award: pension.Award, *, today: dt.date) -> int | None:
    birth = registry.birth_date_for(person=award.person, purpose="retirement")
    facts = {
        "birth_month": month_containing(birth),
        "retirement_category": award.person.retirement_category,
    }
    try:
        return int(
            library.explain("legal_retirement_month", facts, place=award.place, on=today).value
        )
    except Refusal:
        return None
