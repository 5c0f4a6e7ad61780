"""Decide a claim to an old-age pension: examine, draw the determination sheet (核定表), grant.

The agency has 20 working days (社会保险经办条例 第十八条). What stands in the way is named with
its clause and what to do next; the sheet shows each part with its formula, clause and confidence,
for the person to sign.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from renshe.domains.contributions import api as contributions
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.flows.books_month import books_month
from renshe.flows.stopped_payments import settle_stopped
from renshe.kernel.periods import Month, first_day, format_month_zh
from renshe.kernel.rules import Explanation, Reason, Refusal
from renshe.services.pension.claim_old_age_pension.sheet import Sheet, draw_sheet

DEAD = Reason(
    "claimant_dead",
    "申领人已登记死亡",
    "the claimant is registered as dead",
    "社会保险法 第十七条",
    "由遗属办理丧葬补助金和抚恤金申领",
    "the survivors claim the funeral grant and the survivors' grant",
)
TOO_EARLY = Reason(
    "retirement_too_early",
    "所选退休时间早于可退休时间",
    "the chosen month is before the earliest possible one",
    "国务院关于渐进式延迟法定退休年龄的办法 第三条",
    "请改选可退休时间之后的月份；弹性提前须提前三个月书面告知单位",
    "choose a later month; for flexible early retirement tell the employer three months ahead",
)
TOO_LATE = Reason(
    "retirement_too_late",
    "所选退休时间晚于最迟退休时间",
    "the chosen month is after the latest possible one",
    "国务院关于渐进式延迟法定退休年龄的办法 第三条",
    "请改选最迟退休时间之前的月份",
    "choose an earlier month",
)
YEARS_SHORT = Reason(
    "years_short",
    "缴费年限不足最低年限",
    "the contribution record is below the minimum",
    "社会保险法 第十六条；国务院关于渐进式延迟法定退休年龄的办法 第二条",
    "可延长缴费、一次性补缴（2011年7月前参保且延长五年仍不足的），或转入城乡居民养老保险",
    "pay on, close the gap in one payment where open (insured before July 2011), or move to the resident scheme",
)
ALLOWANCE_ENDS = Reason(
    "allowance_ends",
    "正在领取病残津贴，领取基本养老金后停发",
    "an invalidity allowance is drawn and ends with the pension",
    "人社部发〔2024〕72号 第三条",
    "按养老金办法计发的，原标准转为基本养老金，不再重新计算",
    "one by the whole formula becomes the pension as it stands, without recalculation",
)
MONTHS_OWED = Reason(
    "months_owed",
    "有欠缴月份，补缴前不计入",
    "months are owed and do not count until paid",
    "劳办发〔1997〕116号",
    "请单位或本人补缴；已核定的，补缴后可申请重核",
    "have them paid; a pension already granted is then determined again",
)


@dataclass(frozen=True)
class Claim:
    """What the person asks for: a pension from the month after `retirement_month`, at the place that pays it."""

    person_id: int
    place: str
    retirement_month: Month


@dataclass(frozen=True)
class Finding:
    """One thing found: a refusal stands in the way, a notice does not."""

    reason: Reason
    detail: str
    refuses: bool


@dataclass(frozen=True)
class Examination:
    """What a claim comes to. With no refusal there is a sheet; without a sheet there is a refusal."""

    claim: Claim
    findings: tuple[Finding, ...]
    sheet: Sheet | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def granted(self) -> bool:
        """Whether nothing stands in the way."""
        return not any(finding.refuses for finding in self.findings)


def examine(*, claim: Claim, known_on: date, explain: pension.Explain) -> Examination:
    """Check a claim and draw its sheet; nothing is written, so that a person may try as often as he likes.

    A fact or parameter that the law misses becomes a finding with the law's own reason.
    """
    findings = _standing(claim)
    facts: dict[str, Any] = {}
    sheet = None
    try:
        facts = pension.award_facts(
            person_id=claim.person_id,
            place=claim.place,
            retirement_month=claim.retirement_month,
            known_on=known_on,
            explain=explain,
        )
        findings += _by_law(claim=claim, facts=facts, known_on=known_on, explain=explain)
        if not any(finding.refuses for finding in findings):
            drawn = pension.determine(
                facts=facts, place=claim.place, known_on=known_on, explain=explain
            )
            sheet = draw_sheet(drawn=drawn, person_id=claim.person_id)
    except Refusal as refusal:
        findings.append(Finding(refusal.reason, refusal.describe(), refuses=True))
    return Examination(claim=claim, findings=tuple(findings), sheet=sheet, facts=facts)


@transaction.atomic
def grant(*, claim: Claim, signed: pension.Signatures, explain: pension.Explain) -> pension.Granted:
    """Grant what was claimed, in one transaction. Raises the first refusal of the examination.

    An invalidity allowance ends with it: by the whole formula it goes over unchanged, by the basic part alone the pension
    is determined anew (人社部发〔2024〕72号 第三至五条).
    """
    examination = examine(claim=claim, known_on=signed.known_on, explain=explain)
    for finding in examination.findings:
        if finding.refuses:
            raise Refusal(finding.reason, subject=finding.detail, place=claim.place)
    allowance = pension.in_force(person_id=claim.person_id, kind="invalidity", lock=True)
    if allowance is not None and pension.drawn_as_a_pension(award=allowance, explain=explain):
        return pension.become_old_age(
            award_id=allowance.pk,
            from_month=claim.retirement_month + 1,
            signed=signed,
            explain=explain,
        )
    if allowance is not None:
        recorded = pension.Recorded(
            by=signed.reviewed_by, at=signed.at, known_on=signed.known_on, reason="领取基本养老金"
        )
        ended = pension.end_award(
            award_id=allowance.pk, last_month=claim.retirement_month, recorded=recorded
        )
        settle_stopped(
            lines=ended.lines_to_stop, overpayments=ended.overpayments, reason="manual", recorded=recorded,
            accounting_month=books_month(fund=pension.kind_of(allowance.kind).fund, on=signed.known_on),
        )  # fmt: skip
    return pension.grant_award(
        person_id=claim.person_id,
        place=claim.place,
        retirement_month=claim.retirement_month,
        signed=signed,
        explain=explain,
    )


def _standing(claim: Claim) -> list[Finding]:
    """What the person's own rows say: alive, no pension yet, months owed."""
    findings = []
    person = registry.person(person_id=claim.person_id)
    if person.died_on is not None:
        findings.append(Finding(DEAD, person.died_on.isoformat(), refuses=True))
    current = pension.in_force(person_id=person.pk)
    if current is not None:
        detail = f"{current.place} {format_month_zh(current.starts_month)}起"
        findings.append(Finding(pension.ALREADY_IN_FORCE, detail, refuses=True))
    allowance = pension.in_force(person_id=person.pk, kind="invalidity")
    if allowance is not None:
        detail = f"{format_month_zh(allowance.starts_month)}起"
        findings.append(Finding(ALLOWANCE_ENDS, detail, refuses=False))
    months = contributions.timeline_of(person_id=person.pk).months
    owed = sorted({month.period for month in months if month.state == "owed"})
    if owed:
        detail = f"{len(owed)}个月，自{format_month_zh(owed[0])}"
        findings.append(Finding(MONTHS_OWED, detail, refuses=False))
    return findings


def _by_law(
    *, claim: Claim, facts: dict[str, Any], known_on: date, explain: pension.Explain
) -> list[Finding]:
    """Age and years, as the law of the retirement month says."""

    def ask(target: str) -> Explanation:
        on = first_day(claim.retirement_month)
        return explain(target, facts, place=claim.place, on=on, known_on=known_on)

    findings = []
    kind = ask("retirement_kind").value
    special = bool(facts.get("special_work_months"))
    if kind == "too_early" and special:
        # Recognised special work opens an earlier age of its own (国发〔1978〕104号 一（二）); too few years refuse by law.
        earliest = int(ask("special_work_retirement_month").value)
        if claim.retirement_month < earliest:
            findings.append(Finding(TOO_EARLY, f"最早{format_month_zh(earliest)}", refuses=True))
    elif kind == "too_early":
        earliest = int(ask("earliest_retirement_month").value)
        findings.append(Finding(TOO_EARLY, f"最早{format_month_zh(earliest)}", refuses=True))
    if kind == "too_late":
        latest = int(ask("latest_retirement_month").value)
        findings.append(Finding(TOO_LATE, f"最迟{format_month_zh(latest)}", refuses=True))
    missing = int(ask("missing_contribution_months").value)
    if missing > 0:
        findings.append(Finding(YEARS_SHORT, f"尚缺{missing}个月", refuses=True))
    return findings
