"""How worked examples on the yearly adjustment are put to the law."""

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.pension.basic_pension.bindings import contribution_months_of, fen

_ANSWERS = {
    "flat": yuan("adjustment_flat_part"),
    "percentage_part": yuan("adjustment_percentage_part"),
    "years_part": yuan("adjustment_years_part"),
    "age_part": yuan("adjustment_age_part"),
    "extra_part": yuan("adjustment_turned_part"),
    "increase": yuan("adjustment_increase"),
    "pension_after": yuan("pension_after_adjustment"),
}


def age_of(inputs):
    """The stated age; an example that only says "under 70" stands for any age below the first
    tier."""
    for key in ("age", "age_at_dec_31"):
        if inputs.get(key) is not None:
            return int(inputs[key])
    return 69 if inputs.get("age_under_70") else None


def turned_last_year(inputs):
    """Whether the example says that F60 or M65 was reached in the year before; unsaid, it was
    not."""
    return any(bool(value) for key, value in inputs.items() if key.startswith("turned_60_female"))


@binding("guangdong_annual_adjustment")
def guangdong(inputs):
    """Own pension, years (a started year counts) and age."""
    return Question(
        place="440000",
        on=f"{int(inputs['year'])}-01-01",
        facts={
            "pension_before_adjustment": fen(inputs["pension_before"]),
            "age_at_adjustment": age_of(inputs),
        },
        given={"contribution_months": contribution_months_of(inputs)},
        answers=_ANSWERS,
    )


@binding("guangdong_annual_adjustment_age_tier")
def guangdong_age_tier(inputs):
    """The tier of an age in a year's plan."""
    return Question(
        place="440000",
        on=f"{int(inputs['year'])}-01-01",
        facts={"age_at_adjustment": age_of(inputs)},
        answers={"age_part": _ANSWERS["age_part"]},
    )


@binding("shanghai_annual_adjustment")
def shanghai(inputs):
    """Own pension, years and age, or (until 2021) whether F60 or M65 was reached."""
    return Question(
        place="310000",
        on=f"{int(inputs['year'])}-01-01",
        facts={
            "pension_before_adjustment": fen(inputs["pension_dec_before"]),
            "age_at_adjustment": age_of(inputs),
            "elder_for_adjustment": inputs.get("female_age_60_plus_or_male_65_plus"),
            "turned_elder_last_year": turned_last_year(inputs),
        },
        given={"contribution_months": contribution_months_of(inputs)},
        answers=_ANSWERS,
    )
