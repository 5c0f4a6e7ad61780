"""How worked examples on the retirement age are put to the law."""

from renshe.kernel.rules import month_at
from renshe.kernel.rules.examples import Question, age_text, as_is, binding, month_text, years


def month_ordinal(text):
    """``1971-04`` as a month ordinal."""
    year, month = str(text).split("-")[:2]
    return int(month_at(int(year), int(month)))


@binding("retirement_age_gradual_delay", "flexible_retirement_window")
def retirement_window(inputs):
    """Category and month of birth; the law of 2025 also answers for people born before it bites."""
    return Question(
        place="CN",
        on="2025-01-01",
        facts={
            "birth_month": month_ordinal(inputs["birth_month"]),
            "retirement_category": inputs["category"],
        },
        # The example tables state the minimum of the legal retirement year.
        answers={
            "delay_months": as_is("retirement_delay_months"),
            "legal_retirement_age": age_text("legal_retirement_age_months"),
            "legal_retirement_month": month_text("legal_retirement_month"),
            "earliest_month": month_text("earliest_retirement_month"),
            "latest_month": month_text("latest_retirement_month"),
            "min_contribution_years": years("minimum_months_at_legal_age"),
        },
    )
