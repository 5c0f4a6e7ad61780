"""How worked examples on the living allowance are put to the law."""

import re

from renshe.kernel.rules.examples import Question, binding, yuan
from renshe.laws.pension.basic_pension.bindings import fen

DISTRICTS = {"jiading": "310114", "songjiang": "310117", "changning": "310105", "minhang": "310112"}


def _first(inputs, beginning):
    return next((value for key, value in inputs.items() if key.startswith(beginning)), None)


def _of_band(band):
    """An age within a printed band, and whether it is the row of those who turned 60 or 65; None where it cannot be read."""
    text = str(band)
    if "female" in text:
        return 65, True
    ages = [int(number) for number in re.findall(r"\d+", text)]
    if not ages:
        return None
    if re.search(r"under|below|<", text):
        return ages[0] - 1, False
    if re.search(r"over|above|>", text):
        return ages[0] + 1, False
    return ages[0], False


@binding("shanghai_land_expropriation_allowance_adjustment")
def rise(inputs):
    """District, year, own allowance and age, or the printed band of a table."""
    place = DISTRICTS.get(str(inputs["district"]).lower())
    read = (
        _of_band(inputs["age_band"])
        if inputs.get("age_band") is not None
        else (int(_first(inputs, "age_at")), bool(_first(inputs, "turned")))
    )
    if place is None or read is None:
        return None
    facts = {"age_at_adjustment": read[0], "turned_elder_last_year": read[1]}
    allowance = _first(inputs, "allowance")
    if allowance is not None:
        facts["land_allowance_before"] = fen(allowance)
    return Question(
        place=place, on=f"{int(inputs['year'])}-01-01", facts=facts,
        answers={
            "flat": yuan("land_flat_part"),
            "percentage_part": yuan("land_percentage_part"),
            "age_part": yuan("land_age_part"),
            "increase": yuan("land_increase"),
            "allowance_after": yuan("land_allowance_after"),
        },
    )  # fmt: skip
