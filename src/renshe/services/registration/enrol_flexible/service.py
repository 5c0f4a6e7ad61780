"""What joining on one's own does: the person is insured from this month on, with the base that was chosen."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.enrolment import api as enrolment
from renshe.domains.enrolment.api import Insurance, Recording
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month, format_month_zh, month_containing

INSURANCES = {
    "pension": Insurance.PENSION, "medical": Insurance.MEDICAL, "unemployment": Insurance.UNEMPLOYMENT,
}  # fmt: skip
FIELD_OF = {
    "month_is_past": "from_month", "month_too_far": "from_month", "nothing_chosen": "pension", "base_missing": "base",
    "insured_elsewhere": "from_month", "insured_here_already": "from_month", "under_age": "from_month",
}  # fmt: skip
PAST = Problem(
    "month_is_past",
    "灵活就业人员不能补缴以前的月份",
    "people who pay for themselves do not buy past months",
    "社会保险法 58；人社部发〔2016〕132号（待核对原文）",
    "请从本月或下月起参保",
    "Begin with this month or the next",
)
TOO_FAR = Problem(
    "month_too_far",
    "起始月份超过下月",
    "the first month is later than the next one",
    "owner-default",
    "请到时再办理",
    "Come back then",
)
NOTHING = Problem(
    "nothing_chosen",
    "没有选择任何险种",
    "no insurance is chosen",
    "社会保险法 10、23",
    "请至少选择一个险种",
    "Choose at least one",
)
NO_BASE = Problem(
    "base_missing",
    "缴费基数必须大于零",
    "the base is not above nothing",
    "社会保险法 12",
    "请填写你选择的月缴费基数",
    "Fill in the monthly base that you choose",
)
PENSIONER = Problem(
    "pension_runs_already",
    "已领取养老金，不再参加",
    "a pension is paid already",
    "社会保险法 16",
    "如认为有误，请办理“对金额有异议”",
    "If that is wrong, say so by “Dispute an amount”",
)


class EnrolFlexible(cases.Plain):
    """Joins somebody without an employer; who stands with one leaves there first."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """This month, the earliest that may be chosen."""
        return {"from_month": format_month(month_containing(asked.today))}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What enrolment would say, and whether a pension runs."""
        found = cases.findings_of(lambda: _join(asked), fields=FIELD_OF, otherwise="pension")
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Insured from the month on; the first amount is due with the next assessment."""
        done = _join(asked)
        chosen = [Insurance(one) for one in done["insurances"]]
        zh = "、".join(str(one.label) for one in chosen)
        en = ", ".join(one.name.lower() for one in chosen)
        month = asked.values["from_month"]
        return cases.Effect(
            f"已自{format_month_zh(month)}起以灵活就业人员身份参加{zh}，应缴金额见每月核定。",
            f"Insured on your own from {format_month(month)} in {en}; what is due comes with each month's assessment.",
            done,
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The joining never was; what was assessed or paid comes back by the next run of corrections."""
        assert asked.subject_id is not None
        enrolment.cancel(
            person_id=asked.subject_id, employer_id=None,
            insurances=[Insurance(one) for one in reference["insurances"]],
            from_month=int(reference["from_month"]), record=_recording(asked, "误登撤销"),
        )  # fmt: skip
        return cases.Effect(
            "参保登记已撤销，已核定的月份将予冲回。",
            "The enrolment is withdrawn; months already assessed will be taken back.",
        )


def _join(asked: cases.Asked) -> dict[str, Any]:
    """Everything that joining changes. Raises Refused."""
    values, person_id = asked.values, asked.subject_id
    assert person_id is not None
    chosen = [insurance for key, insurance in INSURANCES.items() if values.get(key)]
    this_month, month = month_containing(asked.today), values["from_month"]
    wrong = [
        problem
        for problem, holds in (
            (NOTHING, not chosen), (PAST, month < this_month), (TOO_FAR, month > this_month + 1),
            (NO_BASE, values["base"] <= 0),
            (PENSIONER, pension.pension_began(person_id=person_id) is not None),
        )
        if holds
    ]  # fmt: skip
    if wrong:
        raise Refused(*wrong, subject=asked.number)
    enrolment.join(
        person_id=person_id, employer_id=None, insurances=chosen, from_month=month,
        person_kind="flexible", record=_recording(asked, "own_payer"),
    )  # fmt: skip
    _declare_base(asked, person_id)
    return {"insurances": [int(one) for one in chosen], "from_month": month}


def _declare_base(asked: cases.Asked, person_id: int) -> None:
    """The chosen base counts until the contribution year ends, within the bounds of the law of each month."""
    place = registry.person(person_id=person_id).residence_place
    year = contributions.contribution_year(place=place, period=asked.values["from_month"])
    rows = {"person_id": [person_id], "employer_id": [None], "wage_fen": [asked.values["base"]]}
    contributions.record_wages(
        rows=pa.table({name: pa.array(one, pa.int64()) for name, one in rows.items()}),
        year_start_month=year.start_month, source="own_choice", recorded_at=asked.at,
    )  # fmt: skip


def _recording(asked: cases.Asked, reason: str) -> Recording:
    return Recording(reason=reason, known_on=asked.today, actor=asked.actor, at=asked.at)


SERVICE = EnrolFlexible()
