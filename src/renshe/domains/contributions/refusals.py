"""Why this domain says no: each reason with its clause and the next step, raised as `Refusal`."""

from __future__ import annotations

from renshe.kernel.rules import Reason, Refusal

SIL = "社会保险法"

_REASONS = (
    Reason(
        "window_unknown",
        "该地区该月的申报期尚未设定",
        "no declaration window is set for this place and month",
        f"{SIL} 60",
        "请由征缴岗设定申报期后再申报",
        "have the window opened, then declare",
    ),
    Reason(
        "window_not_open",
        "申报期尚未开始",
        "the declaration window has not opened",
        f"{SIL} 60",
        "请在申报期开始后申报",
        "declare when the window opens",
    ),
    Reason(
        "mode_unknown",
        "该地区该日没有征收方式数据",
        "no collection mode is recorded for this place and day",
        "owner-default",
        "请补充征收方式数据",
        "add the mode to the dated data",
    ),
    Reason(
        "order_unknown",
        "没有这一分配顺序",
        "no allocation order of this name is in force",
        "owner-default",
        "请使用已登记的分配顺序",
        "name an order that is listed for the day",
    ),
    Reason(
        "file_known",
        "该文件已经处理过，本次未作任何处理",
        "this file was already taken in; nothing was done",
        "owner-default",
        "请核对是否重复发送",
        "check whether it was sent twice",
    ),
    Reason(
        "reference_known",
        "文件中有已入账的流水号，整个文件未处理",
        "the file repeats payment numbers already taken in; nothing was done",
        "owner-default",
        "请收款方更正后重新生成文件",
        "have the sender correct the file",
    ),
    Reason(
        "reference_twice",
        "文件内流水号重复，整个文件未处理",
        "the file names a payment number twice; nothing was done",
        "owner-default",
        "请收款方更正后重新生成文件",
        "have the sender correct the file",
    ),
    Reason(
        "sequence_broken",
        "文件序号不连续，本次未处理",
        "the file is out of sequence; nothing was done",
        "owner-default",
        "请先处理缺少的文件",
        "take in the missing file first",
    ),
    Reason(
        "two_people_needed",
        "同一人不得既提出又批准",
        "the same person may not propose and approve",
        "社会保险经办条例 37",
        "请由另一人批准",
        "have another person approve",
    ),
    Reason(
        "state_forbids",
        "当前状态不允许这一操作",
        "the state does not allow this",
        "owner-default",
        "请先查看该笔应缴的状态",
        "look at the state first",
    ),
    Reason(
        "more_than_there_is",
        "金额超过可用余额",
        "the amount is more than there is",
        "owner-default",
        "请核对金额",
        "check the amount",
    ),
    Reason(
        "benefits_drawn",
        "该参保人已据此享受待遇，不能直接冲转",
        "benefits were drawn on these months",
        "owner-default",
        "请先处理已享受的待遇",
        "settle the benefits drawn first",
    ),
    Reason(
        "nothing_paid",
        "该月没有已缴记录",
        "nothing is paid for this month",
        "owner-default",
        "请核对月份和单位",
        "check the month and the employer",
    ),
    Reason(
        "already_paid",
        "该月已有缴费记录",
        "the month is already paid",
        "owner-default",
        "请核对月份，重复缴费应退费",
        "check the month; a double payment is refunded",
    ),
    Reason(
        "cap_missing",
        "缺少该月缴费基数上限，无法合并多单位基数",
        "the base cap of the month is missing, so bases of two employers cannot be added",
        "owner-default",
        "请补充该月的缴费基数上限",
        "supply the cap of the month",
    ),
    Reason(
        "wage_missing",
        "缺少申报工资，且无上月数据可依",
        "no declared wage, and no last month to go by",
        f"{SIL} 62",
        "请核定缴费基数后再计算",
        "have the base determined first",
    ),
    Reason(
        "other_file",
        "同一导入编号对应了另一个文件",
        "another file was begun under this import key",
        "owner-default",
        "请换用新的导入编号",
        "use a new key",
    ),
    Reason(
        "wrong_total",
        "文件的合计数与明细不符，整个文件未处理",
        "the file's totals differ from its rows; nothing was done",
        "owner-default",
        "请发送方重新生成文件",
        "have the sender make the file again",
    ),
)
REASONS = {reason.code: reason for reason in _REASONS}


def refused(code: str, *, subject: str = "") -> Refusal:
    """The refusal of this reason about this subject, to be raised by the caller."""
    return Refusal(REASONS[code], subject=subject)
