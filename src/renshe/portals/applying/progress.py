"""Honest progress: which step a case has reached, which office holds it, what is next and when."""

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from renshe.domains.cases import api as cases
from renshe.domains.registry.api import place_name
from renshe.portals.layout.casefile.words import either
from renshe.portals.layout.formats import day

STOPPED = ("not_accepted", "withdrawn")


@dataclass(frozen=True, kw_only=True)
class ProgressStep:
    """One step; `mark` is done, now, paused, stopped or empty (still to come)."""

    title: str
    detail: str
    mark: str


def office_of(case: cases.Case) -> str:
    """The office that holds the case; never the name of a person."""
    return _("{place}人力资源和社会保障部门").format(place=place_name(code=case.place[:6]))


def holder_of(case: cases.Case, *, mine: bool) -> str:
    """Who has the next move, in words."""
    if case.state in ("draft", "correcting"):
        return _("您") if mine else _("申请人")
    if case.state in cases.ENDED:
        return _("已经办完，没有下一步")
    return office_of(case)


def progress_of(case: cases.Case) -> tuple[ProgressStep, ...]:
    """The way of a case from submission to service, as far as it has come."""
    steps = [_submitting(case)]
    if case.state in STOPPED:
        return (*steps, _step(either(*cases.STATES[case.state]), _on(case.closed_at), "stopped"))
    steps.append(_accepting(case))
    steps.append(_handling(case))
    steps += _signing(case)
    steps.append(_deciding(case))
    return tuple(steps)


def _submitting(case: cases.Case) -> ProgressStep:
    if case.state == "draft":
        return _step(_("填写并提交"), _("填好后提交，才开始办理"), "now")
    if case.submitted_at is None:
        return _step(_("填写"), _("没有提交"), "done")
    return _step(_("提交"), _on(case.submitted_at), "done")


def _accepting(case: cases.Case) -> ProgressStep:
    title = _("受理")
    if case.accepted_on is not None and case.state != "submitted":
        return _step(title, day(case.accepted_on), "done")
    if case.state == "correcting":
        return _step(title, _("等您补正，补正期间不计时"), "paused")
    if case.state == "submitted":
        return _step(title, _("机构正在看材料是否齐全"), "now")
    return _step(title, "", "")


def _handling(case: cases.Case) -> ProgressStep:
    title = _("办理")
    if case.state == "accepted":
        return _step(title, _("机构正在核查"), "now")
    if case.state == "suspended":
        return _step(title, _("已中止，不计时"), "paused")
    if case.state == "correcting" and case.accepted_on is not None:
        return _step(title, _("等您补正，补正期间不计时"), "paused")
    passed = case.state in ("reviewing", "approving", *cases.DECIDED, "closed", "reversed")
    return _step(title, "", "done" if passed else "")


def _signing(case: cases.Case) -> list[ProgressStep]:
    steps = []
    decided = case.state in (*cases.DECIDED, "closed", "reversed")
    if case.path in ("review", "approval"):
        mark = "now" if case.state == "reviewing" else ""
        done = decided or case.state == "approving"
        steps.append(_step(_("复核"), _("由另一个人复核"), "done" if done else mark))
    if case.path == "approval":
        mark = "now" if case.state == "approving" else ""
        steps.append(_step(_("审批"), _("由第三个人审批"), "done" if decided else mark))
    return steps


def _deciding(case: cases.Case) -> ProgressStep:
    if case.state == "reversed":
        return _step(_("决定"), _("已自行纠正，见文书"), "stopped")
    if case.state not in (*cases.DECIDED, "closed"):
        return _step(_("决定"), "", "")
    granted = bool(case.decision.get("grant"))
    words = _("准予") if granted else _("不予批准")
    detail = f"{words} · {_on(case.decided_at)}"
    served = case.state == "closed"
    return _step(
        _("决定"),
        detail if served else f"{detail} · {_('文书待送达')}",
        "done" if served else "now",
    )


def _step(title: str, detail: str, mark: str) -> ProgressStep:
    return ProgressStep(title=title, detail=detail, mark=mark)


def _on(moment: object) -> str:
    return day(localtime(moment).date()) if moment else ""  # type: ignore[arg-type]
