"""Deadlines to register and the fines that follow an order that was not obeyed."""

from renshe.kernel.rules import rule


@rule(
    zh="为职工办理参保的期限",
    en="last day to enrol a worker",
    unit="day",
    valid_from="2011-07-01",
    instrument="社会保险法",
    article="第五十八条",
)
def enrolment_deadline(hired_on, enrolment_days):
    """Your employer must enrol you within 30 days of the day it took you on."""
    return hired_on + enrolment_days


@rule(
    zh="单位办理社会保险登记的期限",
    en="last day for an employer to register",
    unit="day",
    valid_from="2011-07-01",
    instrument="社会保险法",
    article="第五十七条",
)
def registration_deadline(founded_on, enrolment_days):
    """An employer must register for social insurance within 30 days of being founded."""
    return founded_on + enrolment_days


@rule(
    zh="罚款下限",
    en="least fine",
    unit="fen",
    valid_from="2011-07-01",
    instrument="社会保险法；劳动保障监察条例",
    article="社会保险法第八十四条、第八十六条；监察条例第二十七条",
)
def fine_minimum(violation_amount, violation, fine_multiple_low):
    """The least fine: once the amount owed or concealed; nothing where the order was obeyed in
    time."""
    return violation_amount * fine_multiple_low[violation]


@rule(
    zh="罚款上限",
    en="greatest fine",
    unit="fen",
    valid_from="2011-07-01",
    instrument="社会保险法；劳动保障监察条例",
    article="社会保险法第八十四条、第八十六条；监察条例第二十七条",
)
def fine_maximum(violation_amount, violation, fine_multiple_high):
    """The greatest fine: three times the amount owed or concealed; nothing where the order was
    obeyed in time."""
    return violation_amount * fine_multiple_high[violation]


@rule(
    zh="对责任人员罚款下限",
    en="least fine on a responsible officer",
    unit="fen",
    valid_from="2011-07-01",
    instrument="社会保险法",
    article="第八十四条",
)
def officer_fine_minimum(violation, officer_fine_low):
    """The least fine on those responsible where an employer stays unregistered; else nothing."""
    return officer_fine_low if violation == "not_registered_after_order" else 0


@rule(
    zh="对责任人员罚款上限",
    en="greatest fine on a responsible officer",
    unit="fen",
    valid_from="2011-07-01",
    instrument="社会保险法",
    article="第八十四条",
)
def officer_fine_maximum(violation, officer_fine_high):
    """The greatest fine on those responsible where an employer stays unregistered; else nothing."""
    return officer_fine_high if violation == "not_registered_after_order" else 0
