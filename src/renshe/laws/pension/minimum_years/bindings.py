"""How worked examples on the minimum years are put to the law."""

from renshe.kernel.rules.examples import Question, as_is, binding, years


@binding("minimum_contribution_years")
def minimum_years(inputs):
    """The year whose minimum is asked; before 2025 the law of that day answers."""
    year = int(inputs["year"])
    return Question(
        place="CN",
        on="2025-01-01" if year >= 2025 else f"{year}-07-01",
        facts={},
        given={"minimum_years_threshold_year": year},
        answers={
            "min_years": years("minimum_contribution_months"),
            "min_months": as_is("minimum_contribution_months"),
        },
    )
