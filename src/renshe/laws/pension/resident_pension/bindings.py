"""How worked examples on residents' pensions are put to the law."""

from renshe.kernel.rules.examples import Question, answer, binding, yuan
from renshe.laws.pension.basic_pension.bindings import exact, fen

TIERS_SEEN_IN = {"about 2018 to 2023": "2023-01-01", "2025": "2025-01-01"}


@binding("resident_pension_zhuhai")
def raised(inputs):
    """Before and after a raise of the basic part; what the law knows of the raise of 2016 is asked, not handed in."""
    pension = {"resident_account_pension": fen(inputs["account_pension"])}
    facts = {"resident_years": 15}
    basic = {name: fen(inputs[name]) for name in ("basic_before", "basic_after")}
    questions = [
        Question(
            place="440400", on="2016-07-01", facts=facts,
            given={**pension, "resident_basic_pension": basic[name]},
            answers={key: yuan("resident_pension")},
        )
        for name, key in (("basic_before", "before"), ("basic_after", "after"))
    ]  # fmt: skip
    questions.append(
        Question(
            place="440400", on="2016-07-01",
            facts={
                **facts,
                "resident_basic_before_raise": basic["basic_before"],
                "resident_raise_months": int(inputs["arrears_months"]),
            },
            given={"resident_basic_pension": basic["basic_after"]},
            answers={"arrears": yuan("resident_raise_arrears")},
        )
    )  # fmt: skip
    return questions


@binding("resident_basic_pension_zhuhai_2021")
def zhuhai_2021(inputs):
    """Years and age under the text of 2021."""
    return Question(
        place="440400", on="2021-01-01",
        facts={"resident_years": int(inputs["years"]), "resident_age": int(inputs["age"])},
        answers={"basic_pension": yuan("resident_basic_pension")},
    )  # fmt: skip


def _basic_of_month(inputs, place):
    """The basic part of a month; fifteen years and no addition for age."""
    return Question(
        place=place, on=str(inputs["month"]), facts={"resident_years": 15, "resident_age": 60},
        answers={"basic_pension": yuan("resident_basic_pension")},
    )  # fmt: skip


@binding("resident_basic_pension_zhuhai_history")
def zhuhai_basic(inputs):
    """Zhuhai's basic part of a month."""
    return _basic_of_month(inputs, "440400")


@binding("resident_basic_pension_shanghai")
def shanghai_basic(inputs):
    """Shanghai's basic part of a month."""
    return _basic_of_month(inputs, "310000")


@binding("resident_basic_pension_guangdong_minimum")
def guangdong_minimum(inputs):
    """The province's minimum of a month."""
    return Question(
        place="440000", on=str(inputs["month"]), facts={},
        answers={"minimum_basic_pension": yuan("resident_basic_pension")},
    )  # fmt: skip


@binding("resident_account_pension")
def account(inputs):
    """A balance over 139 months."""
    return Question(
        place="CN", on="2014-07-01",
        facts={"resident_account_balance": fen(inputs["account_balance"])},
        answers={"account_pension": yuan("resident_account_pension")},
    )  # fmt: skip


@binding("resident_subsidy_shanghai_10_tiers")
def shanghai_tier(inputs):
    """The subsidy of a tier; a list from another time than ours is not covered."""
    on = TIERS_SEEN_IN.get(str(inputs.get("period", "about 2018 to 2023")))
    if on is None:
        return None
    return Question(
        place="310000", on=on, facts={"resident_tier": int(inputs["tier"])},
        answers={"subsidy": yuan("resident_subsidy")},
    )  # fmt: skip


@binding("resident_subsidy_shanghai_disabled")
def shanghai_disabled(inputs):
    """Tier and own share as printed, against the loaded ones: another tier is another law."""
    tier, share = fen(inputs["tier"]), exact(inputs["own_share_percent"]) / 100
    given = {"resident_disabled_tier": tier, "resident_disabled_own_share": share}
    return Question(
        place="310000", on="2023-01-01", facts={}, given=given,
        answers={
            "own": yuan("resident_disabled_own"),
            "government": answer("resident_disabled_government", by=lambda fen: fen / 100),
        },
    )  # fmt: skip
