"""The clock badge: days left, what pauses the clock, who owes the next move, what silence means.

Every state of the clock has a sign and words of its own; the colour only repeats them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.cases import api as cases
from renshe.kernel.working_days import (
    CalendarNotAnnounced,
    working_days_after,
    working_days_between,
)
from renshe.portals.layout.casefile.words import item_of
from renshe.portals.layout.citing import cited
from renshe.portals.layout.formats import days_words

SOON = 3
"""Days left from which a clock is shown as urgent."""


@dataclass(frozen=True, kw_only=True)
class ClockBadge:
    """A clock as it is shown. `due_on` is None while it stands still; `limit` is the whole limit with its basis."""

    sign: str
    tone: str
    text: str
    due_on: dt.date | None
    limit: str
    paused_by: str
    owes: str
    silence: str
    extension: str = ""
    extended: bool = False


def clock_badge(
    *,
    case: cases.Case,
    today: dt.date,
    pause: cases.Pause | None = None,
    extension: cases.CaseExtension | None = None,
) -> ClockBadge:
    """The clock of a case today.

    `pause` and `extension`, where the caller has them, say in words why the clock stands still, and from when to when and
    why it was lengthened.
    """
    item = item_of(case.item)
    sign, tone, text, due_on = _face(case, item, today)
    return ClockBadge(
        sign=sign,
        tone=tone,
        text=text,
        due_on=due_on,
        limit=_limit(case, item),
        paused_by=_paused_by(case, item, pause),
        owes=_owes(case),
        silence=_silence(case, item),
        extension=_extension(case, item, extension),
        extended=bool(case.extended_days),
    )


def _face(
    case: cases.Case, item: cases.Item | None, today: dt.date
) -> tuple[str, str, str, dt.date | None]:
    if case.state == "draft":
        return "✎", "", _("尚未提交，未计时"), None
    if case.state in cases.PAUSED:
        return "Ⅱ", "warn", _("时限暂停"), None
    if case.state in (*cases.DECIDED, *cases.ENDED):
        return "✓", "", _("时限已结束"), None
    if case.due_on is None:
        return _before_acceptance(case, item, today)
    left = cases.reading_of(case=case, today=today).left
    if left is None:
        return "?", "warn", _("放假安排未公布，无法计天数"), case.due_on
    return (*_days(left, unit=case.limit_unit), case.due_on)


def _before_acceptance(
    case: cases.Case, item: cases.Item | None, today: dt.date
) -> tuple[str, str, str, dt.date | None]:
    """A case handed in and not accepted yet has a limit too: within it the office says whether it accepts."""
    if item is None or case.submitted_at is None:
        return "○", "", _("待受理"), None
    try:
        until = working_days_after(localtime(case.submitted_at).date(), item.clock.accept_within)
        left = working_days_between(today, until)
    except CalendarNotAnnounced:
        return "?", "warn", _("放假安排未公布，无法计天数"), None
    sign, tone, text = _days(left, unit="working")
    return sign, tone, _("受理：{text}").format(text=text), until


def _days(left: int, *, unit: str) -> tuple[str, str, str]:
    working = unit == "working"
    if left < 0:
        over = (
            ngettext("已超期{days}个工作日", "已超期{days}个工作日", -left)
            if working
            else ngettext("已超期{days}天", "已超期{days}天", -left)
        )
        return "▲", "bad", over.format(days=-left)
    if left == 0:
        return "◆", "bad", _("今天到期")
    words = (
        ngettext("还剩{days}个工作日", "还剩{days}个工作日", left)
        if working
        else ngettext("还剩{days}天", "还剩{days}天", left)
    )
    text = words.format(days=left)
    return ("◆", "warn", text) if left <= SOON else ("●", "good", text)


def _in_days(days: int, unit: str) -> str:
    return days_words(days, unit)


def _extension(
    case: cases.Case, item: cases.Item | None, extension: cases.CaseExtension | None
) -> str:
    """Whether the limit was lengthened, is asked to be, or could be; nothing once the case is over and it was not."""
    if case.extended_days:
        days = _in_days(case.extended_days, case.limit_unit)
        if extension is None:
            return _("已延长{days}").format(days=days)
        words = _("已延长{days}，原定{before}；理由：{why}")
        before = extension.due_before.isoformat()
        return words.format(days=days, before=before, why=extension.words)
    if case.state not in cases.OPEN or item is None or item.clock.extension is None:
        return ""
    if extension is not None:
        return _("经办人申请延长{days}，等负责人审批").format(
            days=_in_days(extension.days, case.limit_unit)
        )
    allowed = item.clock.extension
    return _("经负责人同意可以延长一次，最多{days}，会书面告知理由，依据：{basis}").format(
        days=_in_days(allowed.days, item.clock.unit), basis=cited(allowed.basis)
    )


def _limit(case: cases.Case, item: cases.Item | None) -> str:
    limit = _in_days(case.limit_days, case.limit_unit)
    if item is None:
        return limit
    return _("{limit}，依据：{basis}").format(limit=limit, basis=cited(item.clock.basis))


def _paused_by(case: cases.Case, item: cases.Item | None, pause: cases.Pause | None) -> str:
    if case.state not in cases.PAUSED:
        if item is not None and item.clock.after_correction == "restarts":
            return _("要求补正时期限停止，收到补正之日起重新计算；中止期间暂停，恢复后接着算")
        return _("要求补正、中止期间时限暂停，恢复后接着算")
    why = _("等申请人补正") if case.state == "correcting" else _("中止")
    if pause is None:
        return why
    since = _("自{day}起").format(day=pause.from_on.isoformat())
    return f"{why}，{since}" + (f"：{pause.words}" if pause.words else "")


def _owes(case: cases.Case) -> str:
    return {
        "draft": _("申请人：填好并提交"),
        "submitted": _("受理人员：决定是否受理"),
        "correcting": _("申请人：补正后重新提交"),
        "accepted": _("经办人：核查并提出意见"),
        "suspended": _("等中止的原因消除"),
        "reviewing": _("复核人：复核经办意见"),
        "approving": _("审批人：审批"),
        "granted": _("经办机构：送达文书"),
        "refused": _("经办机构：送达文书"),
    }.get(case.state, _("没有，已办完"))


def _silence(case: cases.Case, item: cases.Item | None) -> str:
    if case.state not in cases.OPEN or item is None:
        return ""
    if item.clock.silence == "granted":
        return _("到期不答复，视为同意")
    if item.remedy.kind == "court":
        return _("到期不答复不等于同意；您可以直接向人民法院起诉，系统同时报负责人督办")
    return _("到期不答复不等于同意，系统报负责人督办")
