"""Opens a transfer in: the contact letter goes out the same day, and the platform's run does the rest."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.transfers import api as transfers
from renshe.kernel.codes.problem import Problem, Refused
from renshe.laws import library

NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose relation this is", "社会保险法 19",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NO_APPROVAL = Problem(
    "posting_not_proved",
    "勾选了批准调动，没有附批准文件",
    "the posting is ticked and its approval is not with it",
    "国办发〔2009〕66号 五",
    "请补交组织、人力资源社会保障部门的批准文件",
    "Add the approval of the posting",
)
LETTER_OUT = Problem(
    "transfer_letter_out",
    "联系函已经发出，不能直接撤销",
    "the contact letter is out and is not simply undone",
    "国办发〔2009〕66号 八",
    "请联系原参保地退回联系函，退回后本次转移自动结束",
    "Ask the other agency to refuse the letter; the transfer then ends by itself",
)
_FIELDS = {"transfer_same_province": "other_code", "transfer_open": "other_code", "temporary_account_here": "posted"}  # fmt: skip


class TransferIn(cases.Plain):
    """Asks another agency for a relation."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What would refuse it."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = list(cases.findings_of(lambda: _ask(asked), fields=_FIELDS))
        if asked.values.get("posted") and not _approved(asked):
            found.append(cases.Finding(NO_APPROVAL, refuses=True, field="posted"))
        return cases.Examination(tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The transfer is open, and its letter due."""
        opened = _ask(asked)
        due = opened.step_due_on.isoformat() if opened.step_due_on else ""
        return cases.Effect(
            f"已同意转入，联系函随即发往{opened.other_agency}（最迟{due}），进度请看“养老金—转移接续”。",
            f"The transfer is open; its letter goes out by {due}. See my transfers for its progress.",
            {"transfer": opened.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Raises Refused `transfer_letter_out`."""
        raise Refused(LETTER_OUT)


def _ask(asked: cases.Asked) -> transfers.ProvincialTransfer:
    wanted = transfers.Wanted(
        person_id=int(asked.subject_id or 0), place=asked.place, other_code=str(asked.values["other_code"]),
        other_agency=str(asked.values["other_agency"]), posted=bool(asked.values.get("posted")), case_number=asked.number,
    )  # fmt: skip
    recorded = transfers.Recorded(by=asked.actor, at=asked.at, today=asked.today)
    return transfers.ask_for_relation(wanted=wanted, recorded=recorded, explain=library.explain)


def _approved(asked: cases.Asked) -> bool:
    return bool(asked.number) and cases.file_of(number=asked.number, material="posting") is not None


SERVICE = TransferIn()
