"""How worked examples on the individual account are put to the law."""

from fractions import Fraction

from renshe.kernel.rules.examples import Question, binding, percent, yuan


def fen(amount):
    """An amount in yuan as exact fen."""
    return Fraction(str(amount)) * 100


def given_rate(inputs):
    """The example's own rate as a given figure, if it states one."""
    if inputs.get("rate_percent") is None:
        return {}
    return {"account_rate_of_year": Fraction(str(inputs["rate_percent"])) / 100}


def credit_sums(inputs):
    """The year's credits and their monthly product, from one amount for listed months or a list of
    amounts."""
    amounts = inputs.get("monthly_credits")
    if amounts is None:
        credit = inputs["monthly_credit"]
        amounts = dict.fromkeys(inputs.get("months", range(1, 13)), credit)
    elif not isinstance(amounts, dict):
        months = inputs.get("months", range(1, len(amounts) + 1))
        amounts = dict(zip(months, amounts, strict=True))
    total = sum((fen(amount) for amount in amounts.values()), Fraction(0))
    product = sum(
        (fen(amount) * (13 - int(month)) for month, amount in amounts.items()), Fraction(0)
    )
    return total, product


@binding("account_crediting_rate")
def crediting_rate(inputs):
    """The published rate of a year."""
    year = int(inputs["year"])
    return Question(
        place="CN",
        on=f"{year}-12-31",
        facts={"account_year": year},
        answers={"rate_percent": percent("account_rate_of_year")},
    )


@binding("account_crediting")
def annual_crediting(inputs):
    """A year's sum of credits without their months: the annual method."""
    year = int(inputs.get("year", 2025))
    return Question(
        place="CN",
        on=f"{year}-12-31",
        given=given_rate(inputs),
        facts={
            "account_year": year,
            "account_opening_balance": fen(inputs["opening_balance"]),
            "account_year_credit": fen(inputs.get("credits", 0)),
        },
        answers={
            "interest": yuan("account_annual_method_interest"),
            "closing_balance": yuan("account_annual_method_closing"),
        },
    )


@binding("account_crediting_month_product")
def month_product(inputs):
    """Credits by month: the monthly-product method."""
    year = int(inputs.get("year", 2025))
    credit, product = credit_sums(inputs)
    return Question(
        place="CN",
        on=f"{year}-12-31",
        given=given_rate(inputs),
        facts={
            "account_year": year,
            "account_opening_balance": fen(inputs["opening_balance"]),
            "account_year_credit": credit,
            "account_year_credit_product": product,
        },
        answers={
            "month_product": yuan("account_year_credit_product"),
            "current_year_interest": yuan("account_interest_on_credits"),
            "opening_interest": yuan("account_interest_on_opening"),
            "interest": yuan("account_year_interest"),
            "closing_balance": yuan("account_closing_balance"),
        },
    )
