"""What filing an annuity plan does: it stands under a number from its first month, held against the caps of the law."""

from __future__ import annotations

from renshe.domains.annuity import api as annuity
from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month
from renshe.laws import library

FIELD_OF = {
    "annuity_kind_of_employer": "kind", "annuity_plan_in_force": "kind",
    "annuity_rate_too_high": "employer_rate", "annuity_occupational_rates": "employer_rate",
    "annuity_vesting_too_long": "vesting_years",
}  # fmt: skip
NOTED_BY_OTHERS = Problem(
    "annuity_notional_enterprise",
    "企业年金的单位缴费须实际缴入，不能记账",
    "the employer's part of an enterprise annuity is paid in and cannot be noted",
    "企业年金办法（人社部令第36号）第十六条",
    "去掉“由财政记账”",
    "Take the mark away",
)
IN_USE = Problem(
    "annuity_plan_in_use",
    "方案已经有缴费，备案不能撤销",
    "contributions were paid under the plan, so it stands",
    "企业年金办法（人社部令第36号）第十二条",
    "方案要停止的，按终止办理",
    "A plan that is to stop is ended",
)


class FilePlan(cases.Plain):
    """Enters the plan once; the law's caps are asked at examination and again at the last signature."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What the law says of rates and vesting, and whether a plan stands already."""
        found = cases.findings_of(lambda: _file(asked), fields=FIELD_OF, otherwise="kind")
        if asked.values["notional"] and asked.values["kind"] != "occupational":
            found.append(cases.Finding(NOTED_BY_OTHERS, refuses=True, field="notional"))
        return cases.Examination(findings=tuple(found))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The plan is on file under its number."""
        plan = _file(asked)
        since = format_month(plan.starts_month)
        return cases.Effect(
            f"{plan.name}已备案，备案号{plan.number}，自{since}起按方案缴费。",
            f"The plan is filed under {plan.number}; contributions follow it from {since}.",
            {"plan_id": plan.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """A plan under which nothing was paid ends with its first month. Refuses `annuity_plan_in_use`."""
        plan_id = int(reference["plan_id"])
        if annuity.files_of(plan_id=plan_id, limit=1):
            raise Refused(IN_USE, subject=asked.number)
        plan = annuity.Plan.objects.get(pk=plan_id)
        annuity.end_plan(plan_id=plan_id, last_month=plan.starts_month, recorded=_recorded(asked))
        return cases.Effect(
            "该年金方案备案已撤销，没有发生缴费。",
            "The filing is withdrawn; nothing was paid under it.",
        )


def _file(asked: cases.Asked) -> annuity.Plan:
    assert asked.subject_id is not None
    values = asked.values
    return annuity.file_plan(
        employer_id=asked.subject_id,
        terms=annuity.Terms(
            kind=values["kind"], name=values["name"], trustee=values["trustee"],
            starts_month=values["starts"],
            joins_after_months=values["joins_after"], employer_rate=values["employer_rate"],
            personal_rate=values["personal_rate"], full_vesting_years=values["vesting_years"],
            notional=bool(values["notional"]) and values["kind"] == "occupational",
        ),
        explain=library.explain, recorded=_recorded(asked),
    )  # fmt: skip


def _recorded(asked: cases.Asked) -> annuity.Recorded:
    return annuity.Recorded(
        by=asked.actor, at=asked.at, known_on=asked.today, reference=asked.number,
        reason=f"办件{asked.number}",
    )  # fmt: skip


SERVICE = FilePlan()
