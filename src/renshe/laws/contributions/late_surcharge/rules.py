"""The late surcharge (滞纳金): simple, by the day, on employer's and personal parts alike.

The day after the due day is day 1 and the day of payment counts. Days before 1 July 2011 cost 0.2 %
each, days from then on 0.05 %. Ask with the day of payment: the law in force on it decides what is
added up.
"""

from renshe.kernel.rules import half_up, refuse, rule

FEN = half_up("fen", clause="owner-default")
OLD = "社会保险费征缴暂行条例"
NEW = "社会保险法"


@rule(
    zh="逾期天数",
    en="days overdue",
    unit="days",
    valid_from="1999-01-22",
    instrument=OLD + "；" + NEW,
    article="征缴条例第十三条；社会保险法第八十六条",
    confidence="K",
)
def overdue_days(due_on, paid_on):
    """Days from the day after the due day to the day of payment, both counted; else 0."""
    return max(paid_on - due_on, 0)


@rule(
    zh="2011年7月1日前的逾期天数",
    en="days overdue before 1 July 2011",
    unit="days",
    valid_from="1999-01-22",
    instrument=OLD,
    article="第十三条",
    confidence="K",
)
def overdue_days_before_law(due_on, paid_on, law_start_day):
    """Of the days overdue, those before the Social Insurance Law came into force."""
    return max(min(paid_on, law_start_day - 1) - due_on, 0)


@rule(
    zh="应计滞纳金（未封顶）",
    en="surcharge accrued, before any cap",
    unit="number",
    valid_from="2011-07-01",
    instrument=NEW,
    article="第八十六条",
)
def surcharge_accrued(
    overdue_contribution,
    due_on,
    overdue_days,
    overdue_days_before_law,
    surcharge_daily_rate_before_law,
    surcharge_daily_rate,
    collection_regulation_day,
):
    """The overdue sum times 0.05 % for each day, and times 0.2 % for each day before July 2011; no
    interest on interest."""
    if due_on < collection_regulation_day:
        refuse("surcharge_before_1999")
    old = overdue_days_before_law * surcharge_daily_rate_before_law
    new = (overdue_days - overdue_days_before_law) * surcharge_daily_rate
    return overdue_contribution * (old + new)


@rule(
    name="surcharge_accrued",
    zh="应计滞纳金（2011年7月前）",
    en="surcharge accrued (paid before July 2011)",
    unit="number",
    valid_from="1999-01-22",
    valid_to="2011-06-30",
    instrument=OLD,
    article="第十三条",
)
def surcharge_accrued_before_law(
    overdue_contribution,
    due_on,
    overdue_days,
    surcharge_daily_rate_before_law,
    collection_regulation_day,
):
    """The overdue sum times 0.2 % for each day; no interest on interest."""
    if due_on < collection_regulation_day:
        refuse("surcharge_before_1999")
    return overdue_contribution * overdue_days * surcharge_daily_rate_before_law


@rule(
    zh="滞纳金",
    en="late surcharge",
    unit="fen",
    valid_from="1999-01-22",
    instrument=OLD + "；" + NEW,
    article="征缴条例第十三条；社会保险法第八十六条",
    rounding=FEN,
)
def late_surcharge(surcharge_accrued, overdue_contribution, late_surcharge_cap):
    """What must be paid on top of the overdue contribution; it belongs to the fund of the
    insurance."""
    if late_surcharge_cap == "principal":
        return min(surcharge_accrued, overdue_contribution)
    return surcharge_accrued
