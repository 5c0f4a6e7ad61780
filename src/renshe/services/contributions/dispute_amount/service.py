"""What disputing an amount does: the address of its explanation is proved, and granting opens the case that corrects it."""

from __future__ import annotations

import re
from typing import Any

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.services.catalogue import catalogue, declared

# Where amounts are explained to the person: the citizen portal's addresses, which name nobody.
ADDRESS = re.compile(
    r"/me/explain/(?:(?P<contribution>contribution)/(?P<bill>\d{1,18})/(?P<line>\d{1,9})/(?P<column>[\w-]{1,60})"
    r"|(?P<history>history)/\d{1,9}/\d{1,18}/[\w-]{1,60}|(?P<account>account)/\d{4}/[\w-]{1,60}"
    r"|(?P<pension>pension)/[\w-]{1,60}|(?P<payment>payment)/\d{1,18}/\d{1,9}|(?P<retirement>retirement)/[\w-]{1,60})/",
    re.ASCII,
)
# What is wrong → the item whose case sets it right; none where the computation itself is meant.
CORRECTED_BY = {
    "personal_fact": "registration.correct_person",
    "paid_in_error": "contributions.refund",
    "wage_or_month": "labour.complain",
    "computation": None,
}
NO_SUCH_ADDRESS = Problem(
    "amount_not_named",
    "这不是金额说明页的地址",
    "this is no address at which an amount is explained",
    "社会保险法 74",
    "请在“我的缴费”或“我的养老金”中点开该金额，从说明页提出异议",
    "Open the amount under contributions or pension and dispute it from its explanation",
)
NOT_YOURS = Problem(
    "amount_of_somebody_else",
    "该金额不属于申请人",
    "this amount is not the applicant's",
    "社会保险经办条例 49",
    "请核对地址",
    "Check the address",
)
NOT_OFFERED = Problem(
    "correction_not_offered",
    "对应的更正事项尚未开办",
    "the item that would correct it is not offered here",
    "owner-default",
    "请到窗口办理",
    "Come to the counter",
)


class DisputeAmount(cases.Plain):
    """Carries the address of one explanation; the amount there stays until a correction replaces it."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The amount that stands at the address which the explanation page handed over."""
        found = _address(asked.values)
        booked = None if found is None else _booked(asked, found)
        return {} if booked is None else {"shown": format_yuan(booked, separators=False)}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Whether the address is one of the applicant's amounts, and what the books say there."""
        try:
            found, item = _proved(asked)
        except Refused as refusal:
            wrong = [cases.Finding(one, refuses=True, field="address") for one in refusal.problems]
            return cases.Examination(findings=tuple(wrong))
        booked = _booked(asked, found)
        differs: tuple[cases.Difference, ...] = ()
        if booked is not None and booked != asked.values["shown"]:
            given = format_yuan(asked.values["shown"])
            differs = (
                cases.Difference(
                    "shown", given, format_yuan(booked), "缴费明细", "contribution line"
                ),
            )
        return cases.Examination(
            differences=differs,
            sheet={"address": asked.values["address"], "corrected_by": _named(item)},
        )

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The dispute is right: the case that corrects it is opened for the applicant, or the rule goes to its keepers."""
        _, item = _proved(asked)
        address = asked.values["address"]
        if item is None:
            record_event(
                actor=asked.actor, verb="rules.amount_disputed", subject_kind="person", subject_id=asked.subject_id,
                reason=asked.number, at=asked.at, detail={"address": address},
            )  # fmt: skip
            return cases.Effect(
                "异议成立：资料无误而计算有误，已交政策参数岗两人复核规则；差额随追溯调整补付或退回。",
                "You are right: the data are right and the computation is not. The keepers of the rules examine it, and the"
                " difference comes with the retroactive adjustment.",
                {"address": address, "case": None},
            )
        linked = _open_correction(asked, item)
        name = declared(item).item.name
        return cases.Effect(
            f"异议成立。已为你建立更正办件{linked.number}（{name.zh}），请补填并提交；更正后差额一并结算。",
            f"You are right. Case {linked.number} ({name.en}) was opened for you to complete and submit; the difference is"
            " settled with it.",
            {"address": address, "case": linked.number},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The correction that was opened is withdrawn while it is a draft; one that went on is decided by itself."""
        number = reference["case"]
        if number is not None:
            linked = cases.case_by_number(number=str(number))
            if linked.state != "draft":
                raise Refused(cases.problem("not_reversible"), subject=str(number))
            applicant = cases.Actor(linked.applicant, asked.at, asked.today)
            cases.withdraw(
                number=linked.number, item=declared(linked.item).item, words=f"办件{asked.number}自行纠正",
                actor=applicant,
            )  # fmt: skip
        return cases.Effect("异议决定已撤销。", "The decision on the dispute is withdrawn.")


def _named(item: str | None) -> dict[str, str]:
    """By what it is corrected, for the screen."""
    if item is None:
        return {
            "zh": "由政策参数岗复核规则",
            "en": "The keepers of the rules examine it",
            "shown": "",
        }
    name = declared(item).item.name
    return {"zh": f"由“{name.zh}”更正", "en": f"Corrected by “{name.en}”", "shown": ""}


def _address(values: cases.Values) -> re.Match[str] | None:
    return ADDRESS.fullmatch(str(values.get("address") or ""))


def _proved(asked: cases.Asked) -> tuple[re.Match[str], str | None]:
    """The address taken apart, and the item that corrects what is said to be wrong. Raises Refused."""
    found = _address(asked.values)
    if found is None:
        raise Refused(NO_SUCH_ADDRESS, subject=asked.number)
    if found["contribution"] and _row(asked, found) is None:
        raise Refused(NOT_YOURS, subject=asked.number)
    item = CORRECTED_BY[asked.values["why"]]
    if item is not None and item not in catalogue():
        raise Refused(NOT_OFFERED, subject=asked.number)
    return found, item


def _row(asked: cases.Asked, found: re.Match[str]) -> dict[str, Any] | None:
    """The person's own line at an address; None where it is somebody else's or nobody's."""
    assert asked.subject_id is not None
    bill, line = int(found["bill"]), int(found["line"])
    rows = contributions.bill_lines(bill_id=bill, limit=1, after=line - 1)
    own = registry.everybody_who_is(person_id=asked.subject_id)
    mine = [row for row in rows if row["line_no"] == line and row["person_id"] in own]
    return dict(mine[0]) if mine else None


def _booked(asked: cases.Asked, found: re.Match[str]) -> int | None:
    """What the books say at an address, where it is a column of a line (fen)."""
    if not found["contribution"]:
        return None
    row = _row(asked, found) or {}
    value = row.get(f"{found['column']}_fen")
    return value if isinstance(value, int) else None


def _open_correction(asked: cases.Asked, item: str) -> cases.Case:
    """A draft for whoever disputed the amount, about the same person at the same place."""
    case = cases.case_by_number(number=asked.number)
    application = cases.Application(
        declared(item).item, case.place, case.channel, asked.subject_id, case.applicant_name,
        received_at_place=case.received_at_place, on_behalf=case.on_behalf,
    )  # fmt: skip
    return cases.open_case(
        application=application, actor=cases.Actor(case.applicant, asked.at, asked.today)
    )


SERVICE = DisputeAmount()
