"""How worked examples on the divisor are put to the law."""

from renshe.kernel.rules.examples import Question, as_is, binding


@binding("annuity_divisor_months")
def divisor(inputs):
    """An age in years and months; part years are interpolated since 2025."""
    return Question(
        place="CN",
        on="2025-01-01",
        facts={},
        given={
            "age_at_claim_months": int(inputs["age_years"]) * 12
            + int(inputs.get("age_months") or 0)
        },
        answers={"divisor": as_is("annuity_divisor")},
    )
