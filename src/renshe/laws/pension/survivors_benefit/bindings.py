"""How worked examples on survivors' benefit are put to the law."""

from renshe.kernel.rules.examples import Question, as_is, binding, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen


@binding("survivors_benefit")
def survivors(inputs):
    """Monthly income as the province states it; years of service and of pension where given."""
    facts = {
        "survivors_status": inputs["status"],
        "pension_months_received": exact(inputs.get("years_pension_received") or 0) * 12,
    }
    given = {"monthly_disposable_income": fen(inputs["monthly_disposable_income_prev_year"])}
    if inputs.get("total_years") is not None:
        given["contribution_months"] = exact(inputs["total_years"]) * 12
    if inputs.get("own_contributions") is not None:
        facts["own_contributions_total"] = fen(inputs["own_contributions"])
    return Question(
        place="CN",
        on="2025-01-01",
        facts=facts,
        given=given,
        answers={
            "funeral_grant": yuan("funeral_grant"),
            "bereavement_months": as_is("survivors_grant_months"),
            "bereavement": yuan("survivors_grant"),
            "bereavement_min": yuan("survivors_grant_least"),
            "total_min": yuan("funeral_grant", "survivors_grant_least"),
            "total": yuan("survivors_benefit"),
        },
    )
