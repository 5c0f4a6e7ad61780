"""Why a load or a comparison says no."""

from __future__ import annotations

from renshe.kernel.rules import Reason, Refusal

_REASONS = {
    reason.code: reason
    for reason in (
        Reason(
            "not_planned",
            "文件尚未核对",
            "the files have not been checked",
            "owner-default",
            "请先运行核对（plan）",
            "run the check (plan) first",
        ),
        Reason(
            "faults_remain",
            "仍有差错，未接管任何数据",
            "faults remain, so nothing was loaded",
            "owner-default",
            "请更正文件或把该行列入暂不接管清单后重新核对",
            "mend the files or put the rows aside, then check again",
        ),
        Reason(
            "files_changed",
            "核对之后文件有变动",
            "a file has changed since it was checked",
            "owner-default",
            "请重新核对",
            "check again",
        ),
        Reason(
            "other_take_over",
            "核对的是另一地区或另一接管日",
            "another place or day was checked",
            "owner-default",
            "请使用核对时的地区和日期",
            "use the place and day of the check",
        ),
        Reason(
            "sums_differ",
            "入库合计与控制合计不符，该表未接管",
            "what was written differs from the control totals; nothing of this table was kept",
            "财社〔2017〕144号 40",
            "请保留现场并报告",
            "keep everything as it is and report it",
        ),
    )
}


def refused(code: str, *, subject: str = "") -> Refusal:
    """The refusal of this reason about this subject, to be raised by the caller."""
    return Refusal(_REASONS[code], subject=subject)
