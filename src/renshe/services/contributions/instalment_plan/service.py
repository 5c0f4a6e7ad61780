"""What agreeing to instalments does: the plan stands, the surcharge runs on, and nothing is forgiven."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.contributions import api as contributions
from renshe.domains.contributions.api import Hand
from renshe.domains.registry import api as registry
from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan

FIELD_OF = {"plan_too_long": "count", "plan_begins_late": "first_due_on"}
SURCHARGE_GROWS = Problem(
    "surcharge_grows",
    "分期期间滞纳金继续按日计收，另行缴纳",
    "the surcharge goes on growing by the day and is paid on top",
    "社会保险法 86",
    "请告知单位；尽早缴清可少付滞纳金",
    "Tell the employer: paying sooner costs less",
)
CLOSED = Problem(
    "employer_closed",
    "单位已经注销",
    "the employer is closed",
    "社会保险经办条例 10",
    "请按清算或核销办理",
    "See to it in the liquidation, or propose a write-off",
)


class AgreeInstalments(cases.Plain):
    """Takes all arrears of the day into one plan of equal monthly parts."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """What is owed today, so that nobody has to look it up: shown, not asked."""
        if asked.subject_id is None:
            return {}
        principal, surcharge = _owed(asked)
        return {"owed": f"{format_yuan(principal + surcharge, separators=False)}"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What is owed, and the parts as they would be; the surcharge is always said."""
        assert asked.subject_id is not None
        found = cases.findings_of(
            lambda: _agree(asked, asked.actor), fields=FIELD_OF, otherwise="count"
        )
        if registry.employer(employer_id=asked.subject_id).closed_on is not None:
            found.append(cases.Finding(CLOSED, refuses=True))
        principal, surcharge = _owed(asked)
        if not any(one.refuses for one in found):
            found.append(cases.Finding(SURCHARGE_GROWS, refuses=False))
        return cases.Examination(
            findings=tuple(found), differences=_differences(asked, principal + surcharge),
            amount_fen=principal + surcharge,
            sheet={
                "principal_fen": principal, "surcharge_fen": surcharge,
                "instalments": _parts(asked, principal + surcharge),
            },
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The plan is in force, with the days and amounts in the decision."""
        plan = _agree(asked, asked.actor)
        total = plan.principal_fen + plan.surcharge_fen
        last = contributions.standing_of(plan=plan, as_of=asked.today).instalments[-1]
        yuan = format_yuan(total)
        return cases.Effect(
            f"同意欠费{yuan}元分{asked.values['count']}期缴纳，末期{last.due_on.isoformat()}；"
            "分期期间滞纳金继续计收；任何一期逾期的，可以撤销本计划并依法追缴。",
            f"Arrears of {yuan} yuan are paid in {asked.values['count']} instalments, the last by {last.due_on.isoformat()}."
            " Surcharge goes on growing; a missed instalment may end the plan.",
            {"plan_id": plan.pk, "amount_fen": total},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """The plan is withdrawn; what was paid by it stays paid."""
        contributions.withdraw_plan(
            plan_id=int(reference["plan_id"]), why=f"办件{asked.number}自行纠正",
            hand=Hand(asked.actor, asked.at),
        )  # fmt: skip
        return cases.Effect(
            "分期计划已撤销，未缴部分立即到期；已缴部分不受影响。",
            "The plan is withdrawn: what is open is due at once, what was paid stays paid.",
        )


def _owed(asked: cases.Asked) -> tuple[int, int]:
    assert asked.subject_id is not None
    bills = contributions.arrears_of(employer_id=asked.subject_id, as_of=asked.today)
    return contributions.owed_on(bills)


def _agree(asked: cases.Asked, by: str) -> contributions.InstalmentPlan:
    assert asked.subject_id is not None
    values = asked.values
    return contributions.agree_plan(
        employer_id=asked.subject_id, count=values["count"], first_due_on=values["first_due_on"],
        security=values["security"], reference=asked.number, hand=Hand(by, asked.at),
    )  # fmt: skip


def _parts(asked: cases.Asked, total_fen: int) -> list[dict[str, object]]:
    """The parts for the screen; none where they cannot be cut."""
    count = asked.values["count"]
    if not 1 <= count <= contributions.MOST_INSTALMENTS or total_fen < count:
        return []
    parts = contributions.planned_instalments(
        total_fen=total_fen, count=count, first_due_on=asked.values["first_due_on"]
    )
    return [{"due_on": one.due_on.isoformat(), "amount_fen": one.amount_fen} for one in parts]


def _differences(asked: cases.Asked, total_fen: int) -> tuple[cases.Difference, ...]:
    """The employer's own figure beside the register's, where it says another one."""
    told = asked.values.get("owed")
    if told is None or told == total_fen:
        return ()
    return (
        cases.Difference("owed", format_yuan(told), format_yuan(total_fen), "应缴单", "the bills"),
    )


SERVICE = AgreeInstalments()
