"""How worked examples on transfers between provinces are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, as_is, binding, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen

POOLED_SINCE = 1998


def base_sum(segments):
    """The bases of the listed months since 1998, in fen."""
    counted = [s for s in segments if int(s["year"]) >= POOLED_SINCE]
    return sum((fen(s["base"]) * exact(s["months"]) for s in counted), Fraction(0))


@binding("interprovincial_transfer_amount")
def transfer_amount(inputs):
    """Spans of months with year and base; the credit of a year by the rate of that year."""
    segments = inputs["segments"]
    questions = [
        Question(
            place="CN",
            on="2025-01-01",
            facts={"transferred_base_sum": base_sum(segments)},
            answers={"pooled_transfer": yuan("transfer_pooled_amount")},
        )
    ]
    for year in sorted({int(segment["year"]) for segment in segments}):
        of_year = [segment for segment in segments if int(segment["year"]) == year]
        questions.append(
            Question(
                place="CN",
                on=f"{year}-12-31",
                facts={"account_base_sum": base_sum(of_year)},
                answers={f"account_credit_{year}": yuan("account_credit_of_year")},
            )
        )
    return questions


@binding("temporary_account")
def temporary(inputs):
    """Sex, age and whether the new place is the household place."""
    return Question(
        place="CN",
        on="2025-01-01",
        facts={
            "sex": inputs["sex"],
            "age_at_new_enrolment": int(inputs["age_at_new_enrolment"]),
            "new_place_is_household_place": bool(inputs["new_place_is_hukou"]),
        },
        answers={"temporary_account": as_is("temporary_account")},
    )
