"""An employer that did not declare: 110 % of last month until it does, or a clerk's estimate."""

from renshe.kernel.rules import half_up, refuse, rule

LAW = "社会保险费征缴暂行条例；社会保险法"
ARTICLE = "征缴条例第十条；社会保险法第六十二条"


@rule(
    zh="未申报的核定依据",
    en="what an undeclared month is assessed by",
    unit="code",
    valid_from="1999-01-22",
    instrument=LAW,
    article=ARTICLE,
    values=("last_month", "business_and_workers"),
)
def undeclared_basis(last_month_assessed):
    """Last month's amount where there was one; otherwise the state of the business, its workers and
    the like."""
    if last_month_assessed > 0:
        return "last_month"
    return "business_and_workers"


@rule(
    zh="未申报的核定金额",
    en="amount assessed for an undeclared month",
    unit="fen",
    valid_from="1999-01-22",
    instrument=LAW,
    article=ARTICLE,
    rounding=half_up("fen", clause="owner-default"),
)
def undeclared_assessment(last_month_assessed, undeclared_ratio):
    """110 % of last month's amount, settled again once the employer declares; without one a clerk
    must assess."""
    if last_month_assessed == 0:
        refuse("no_amount_last_month")
    return last_month_assessed * undeclared_ratio
