"""Taking an application for arbitration in: what is claimed, where it belongs, and whether its year is over."""

from __future__ import annotations

import calendar
import datetime as dt

from renshe.domains.audit.api import record_event
from renshe.domains.cases import api as cases
from renshe.domains.employment import api as employment
from renshe.domains.registry import api as registry
from renshe.kernel.codes.divisions import is_known_division, lies_within
from renshe.kernel.codes.problem import Problem
from renshe.kernel.rules.refusal import Refusal
from renshe.laws import library

# Claims to money, and whether an award on such a one is final up to twelve minimum wages (劳动争议调解仲裁法 47（一）).
MONEY = {
    "claim_wages": ("支付拖欠的劳动报酬", "unpaid wages", True),
    "claim_overtime": ("支付加班费", "overtime pay", True),
    "claim_leave": ("支付未休年休假工资", "pay for annual leave not taken", True),
    "claim_severance": ("支付经济补偿", "severance", True),
    "claim_damages": ("支付违法解除或终止的赔偿金", "damages for unlawful dismissal", True),
    "claim_double_wage": ("支付未订立书面合同的二倍工资", "double wage for want of a written contract", True),
    "claim_injury": ("支付工伤医疗费", "medical costs of a work injury", True),
}  # fmt: skip
OTHERS = {
    "claim_relation": ("确认劳动关系", "that there is employment"),
    "claim_reinstate": ("继续履行劳动合同", "to go on with the contract"),
    "claim_insurance": ("社会保险争议", "a dispute on social insurance"),
}  # fmt: skip
MINIMUM_WAGES = 12
NO_CLAIM = Problem(
    "no_claim",
    "没有提出任何仲裁请求",
    "nothing is claimed",
    "劳动争议调解仲裁法 28",
    "请至少填写一项请求及金额",
    "Fill in at least one claim",
)
ZERO_CLAIM = Problem(
    "claim_is_zero",
    "请求金额为零",
    "a claim is for nothing",
    "劳动争议调解仲裁法 28",
    "请填写金额；不请求的留空",
    "Fill in an amount, or leave it empty",
)
DAYS_WRONG = Problem(
    "days_out_of_order",
    "日期先后有误，或尚未到来",
    "the days are out of order, or still to come",
    "owner-default",
    "请核对用工起止、知道权利被侵害和中断的日期",
    "Check the days of work, of knowledge and of interruption",
)
PLACE_UNKNOWN = Problem(
    "work_place_unknown",
    "没有这一区划代码",
    "there is no division of this code",
    "owner-default",
    "请填写劳动合同履行地的六位区划代码",
    "Give the six digits of where the work was done",
)
YEAR_OVER = Problem(
    "year_of_limitation_over",
    "自知道权利被侵害之日（或中断之日、劳动关系终止之日）起已超过一年",
    "more than a year since the right was known to be violated, since an interruption, or since employment ended",
    "劳动争议调解仲裁法 27",
    "不因此不予受理；告知申请人对方可以时效抗辩，有中止、中断事由的请补充证据",
    "It is accepted all the same: tell the applicant that the other side may plead it, and to prove what stopped or"
    " interrupted it",
)


class ApplyForArbitration(cases.Plain):
    """Intake only. The limitation is shown and not applied: it is the respondent's to plead."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The last employer by the register, and the days and place of the work; once a credit code is typed, whose it is."""
        named = _respondent(asked)
        if named is not None:
            return {"respondent": named.name}
        if asked.subject_id is None:
            return {}
        person = registry.person(person_id=asked.subject_id)
        filled = {"address": person.address} if person.address else {}
        contract = employment.contracts_of(person_id=asked.subject_id).last()
        if contract is None:
            return filled
        unit = registry.employer(employer_id=contract.employer_id)
        filled |= {
            "respondent": unit.name, "respondent_uscc": unit.uscc, "occupation": contract.occupation,
            "work_place": contract.work_place, "employed_from": contract.began_on.isoformat(),
        }  # fmt: skip
        return filled | (
            {"employed_until": contract.ended_on.isoformat()} if contract.ended_on else {}
        )

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Claims, competence and limitation; the sheet lists each claim, and whether an award on it would be final."""
        values = asked.values
        found = [*_of_claims(values), *_of_place(asked)]
        ends_on = None
        if not _in_order(values, asked.today):
            found.append(cases.Finding(DAYS_WRONG, refuses=True, field="knew_on"))
        else:
            ends_on = limitation_ends(values)
            if ends_on is not None and asked.today > ends_on:
                found.append(cases.Finding(YEAR_OVER, refuses=False, field="knew_on"))
        sheet = {
            "claims": _claims(values, _final_up_to(asked)),
            "total_fen": sum(values.get(key) or 0 for key in MONEY),
            "limitation_ends_on": ends_on.isoformat() if ends_on else None,
        }
        return cases.Examination(findings=tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Accepted: the clock of the arbitration starts, forty-five days for the award (43)."""
        employer = _respondent(asked)
        if employer is not None:
            record_event(
                actor=asked.actor, verb="labour.arbitration_accepted", subject_kind="employer", subject_id=employer.pk,
                reason=asked.number, at=asked.at,
            )  # fmt: skip
        return cases.Effect(
            f"决定受理。5日内向被申请人“{asked.values['respondent']}”送达申请书副本，45日内作出裁决（复杂的可延长15日）。仲裁不收费。",
            "Accepted. The respondent gets a copy within five days, and the award is due within 45 days, 15 more if the"
            " matter is complex. Arbitration is free of charge.",
            {
                "employer_id": None if employer is None else employer.pk,
                "claims": [one["code"] for one in _claims(asked.values, None)],
            },
        )  # fmt: skip

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The acceptance is withdrawn; nothing was decided on the claims."""
        return cases.Effect(
            "受理决定已撤销；可以就该劳动争议事项向人民法院提起诉讼。",
            "The acceptance is withdrawn; the matter may be brought before the court.",
        )


def limitation_ends(values: cases.Values) -> dt.date | None:
    """The last day of the year within which to apply (劳动争议调解仲裁法 27); None while it does not run.

    It runs from the day the violation was known, and anew from an interruption. For unpaid wages it does not run while
    the employment lasts, and ends a year after that ended. Where several things are claimed, the earliest end counts.
    """
    started = values.get("interrupted_on") or values["knew_on"]
    ends = []
    if any(
        _is_claimed(values, key) for key in (*MONEY, *OTHERS, "claim_other") if key != "claim_wages"
    ):
        ends.append(_a_year_after(started))
    if _is_claimed(values, "claim_wages") and values.get("employed_until"):
        ends.append(
            _a_year_after(
                max(values["employed_until"], values.get("interrupted_on") or dt.date.min)
            )
        )
    return min(ends, default=None)


def _a_year_after(day: dt.date) -> dt.date:
    """The same day a year later, on which the year ends; 28 February for the 29th (民法典 201, 202)."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return day.replace(year=day.year + 1, day=min(day.day, last))


def _is_claimed(values: cases.Values, key: str) -> bool:
    return bool(values.get(key))


def _of_claims(values: cases.Values) -> list[cases.Finding]:
    if not any(_is_claimed(values, key) for key in (*MONEY, *OTHERS, "claim_other")):
        zero = any(values.get(key) == 0 for key in MONEY)
        return [cases.Finding(ZERO_CLAIM if zero else NO_CLAIM, refuses=True, field="claim_wages")]
    return []


def _of_place(asked: cases.Asked) -> list[cases.Finding]:
    """The commission of the place of work or of the employer's seat is competent (21)."""
    place = str(asked.values["work_place"])
    if not is_known_division(place[:6]):
        return [cases.Finding(PLACE_UNKNOWN, refuses=True, field="work_place")]
    employer = _respondent(asked)
    places = [place] if employer is None else [place, employer.place]
    if any(lies_within(one, asked.place) for one in places):
        return []
    name = registry.place_name(code=place[:6]) or place[:6]
    elsewhere = Problem(
        "belongs_elsewhere",
        f"劳动合同履行地为{name}，用人单位所在地也不在本地，本委没有管辖权",
        f"neither the work ({place[:6]}) nor the employer's seat is here, so this commission is not competent",
        "劳动争议调解仲裁法 21",
        f"请移交{name}（{place[:6]}）的劳动人事争议仲裁委员会，并告知申请人",
        "Hand the case over to the commission there and tell the applicant",
    )
    return [cases.Finding(elsewhere, refuses=True, field="work_place")]


def _in_order(values: cases.Values, today: dt.date) -> bool:
    began, ended = values["employed_from"], values.get("employed_until")
    days = [
        began,
        values["knew_on"],
        *(one for one in (ended, values.get("interrupted_on")) if one),
    ]
    if max(days) > today or (ended and ended < began):
        return False
    interrupted = values.get("interrupted_on")
    return values["knew_on"] >= began and (not interrupted or interrupted >= values["knew_on"])


def _respondent(asked: cases.Asked) -> registry.Employer | None:
    code = asked.values.get("respondent_uscc")
    return registry.employer_by_uscc(uscc=code) if code else None


def _final_up_to(asked: cases.Asked) -> int | None:
    """Twelve monthly minimum wages of the place (fen); None where no minimum wage is loaded for it."""
    try:
        row = (
            library.ruleset()
            .parameters["minimum_wage"]
            .row(place=str(asked.values["work_place"])[:6], on=asked.today)
        )
    except (Refusal, KeyError):
        return None
    return MINIMUM_WAGES * int(row.value)


def _claims(values: cases.Values, final_up_to: int | None) -> list[dict[str, object]]:
    """Each claim with its amount (fen) and whether an award on it would be final; None where that cannot be said."""
    found: list[dict[str, object]] = []
    for key, (zh, en, may_be_final) in MONEY.items():
        fen = values.get(key)
        if fen:
            final = None if final_up_to is None else may_be_final and fen <= final_up_to
            found.append({
                "code": key, "zh": zh + ("（裁决为终局）" if final else ""), "en": en + (" (award final)" if final else ""),
                "fen": fen, "clause": "劳动争议调解仲裁法 47" if final else "", "final": final,
            })  # fmt: skip
    named = [(key, *names) for key, names in OTHERS.items() if _is_claimed(values, key)]
    if _is_claimed(values, "claim_other"):
        named.append(("claim_other", str(values["claim_other"]), str(values["claim_other"])))
    found += [
        {"code": key, "zh": zh, "en": en, "shown": "", "final": None} for key, zh, en in named
    ]
    return found


SERVICE = ApplyForArbitration()
