"""Months before an insurance was created: the employer bore the risk and paid nothing to a fund.

Zero is stated here as law, with its instrument, so that a long career can be computed month by
month without a gap being taken for a zero.
"""

from renshe.kernel.rules import rule

LABOUR_INSURANCE = "劳动保险条例"


@rule(
    name="medical_base",
    zh="医疗保险缴费基数（制度建立前）",
    en="medical contribution base (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument=LABOUR_INSURANCE,
    article="第十三条",
)
def no_medical_base():
    """Before December 1998 your employer paid your treatment itself; there was no national medical
    fund to pay to."""
    return 0


@rule(
    name="medical_base",
    place="310000",
    zh="医疗保险缴费基数（上海，制度建立前）",
    en="medical contribution base (Shanghai, before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument=LABOUR_INSURANCE,
    article="第十三条",
)
def no_medical_base_in_shanghai():
    """Before December 1998 your employer paid your treatment itself; there was no employee medical
    fund as today's."""
    return 0


@rule(
    name="medical_employer",
    zh="医疗保险单位缴费（制度建立前）",
    en="medical, employer's share (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument=LABOUR_INSURANCE,
    article="第十三条",
)
def no_medical_employer():
    """Nothing was due to a medical fund: the employer paid the treatment itself."""
    return 0


@rule(
    name="medical_personal",
    zh="医疗保险个人缴费（制度建立前）",
    en="medical, personal share (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument=LABOUR_INSURANCE,
    article="第十三条",
)
def no_medical_personal():
    """Nothing was withheld for a medical fund: the employer paid the treatment itself."""
    return 0


@rule(
    name="injury_base",
    zh="工伤保险缴费基数（制度建立前）",
    en="work-injury contribution base (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="2003-12-31",
    instrument=LABOUR_INSURANCE,
    article="第十二条",
)
def no_injury_base():
    """Before the regulation of 2004 the employer bore work injuries itself, outside a few trial
    places."""
    return 0


@rule(
    name="injury_employer",
    zh="工伤保险单位缴费（制度建立前）",
    en="work injury, employer's share (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="2003-12-31",
    instrument=LABOUR_INSURANCE,
    article="第十二条",
)
def no_injury_employer():
    """Nothing was due to a work-injury fund: the employer bore the cost itself."""
    return 0


@rule(
    name="maternity_employer",
    zh="生育保险单位缴费（制度建立前）",
    en="maternity, employer's share (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1994-12-31",
    instrument=LABOUR_INSURANCE,
    article="第十六条",
)
def no_maternity_employer():
    """Nothing was due to a maternity fund: the employer paid wages and treatment itself."""
    return 0
