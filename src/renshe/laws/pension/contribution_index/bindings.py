"""How worked examples on the contribution index are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, as_is, binding


@binding("contribution_index_year")
def index_of_year(inputs):
    """One year: the monthly mean, or the sum of the bases, against the monthly reference wage."""
    months = int(inputs["months"])
    if inputs.get("mean_monthly_base") is not None:
        base_sum = Fraction(str(inputs["mean_monthly_base"])) * months
    else:
        base_sum = Fraction(str(inputs["base_sum"]))
    return Question(
        place="CN",
        on="2025-01-01",
        facts={"index_year_base_sum": base_sum * 100, "index_year_months": months},
        given={"reference_wage_of_year": Fraction(str(inputs["reference_monthly_wage"])) * 100},
        answers={"index": as_is("contribution_index_of_year")},
    )


@binding("contribution_index_average")
def average_index(inputs):
    """Spans of months with their index, and deemed months with theirs."""
    spans = inputs.get("actual") or []
    months = sum(Fraction(str(span["months"])) for span in spans)
    weighted = sum(Fraction(str(span["months"])) * Fraction(str(span["index"])) for span in spans)
    return Question(
        place="CN",
        on="2025-01-01",
        facts={"deemed_months": Fraction(str(inputs.get("deemed_months", 0)))},
        given={
            "actual_contribution_months": months,
            "actual_index_months": weighted,
            "deemed_contribution_index": Fraction(str(inputs.get("deemed_index", 0))),
        },
        answers={"average_index": as_is("average_contribution_index")},
    )
