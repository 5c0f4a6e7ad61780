"""Shares of employer and employee: base times rate, rounded as the collecting office rounds.

While Shanghai's agency collected, it rounded pension, medical and unemployment shares up to a whole
jiao (见分进角). Since the tax bureau collects (November 2020) all are rounded half up to the fen.
"""

from renshe.kernel.rules import half_up, round_up, rule

FEN = half_up("fen", clause="owner-default")
JIAO_UP = round_up("jiao", clause="上海社会保险经办机构见分进角（第三方计算器引12333sh，2018）")
PENSION = "国发〔1991〕33号；国发〔1997〕26号；国发〔2005〕38号；社会保险法"
MEDICAL = "国发〔1998〕44号；社会保险法"
UNEMPLOYMENT = "国发〔1986〕77号；国务院令第110号；失业保险条例；社会保险法"
UNTIL_TAX = "2020-10-31"


@rule(
    zh="养老保险单位缴费",
    en="pension, employer's share",
    unit="fen",
    valid_from="1991-06-26",
    instrument=PENSION,
    article="社会保险法第十二条",
    rounding=FEN,
)
def pension_employer(pension_base, pension_employer_rate):
    """What your employer pays to the pooled pension fund for you."""
    return pension_base * pension_employer_rate


@rule(
    name="pension_employer",
    place="310000",
    zh="养老保险单位缴费（上海）",
    en="pension, employer's share (Shanghai)",
    unit="fen",
    valid_from="1991-06-26",
    valid_to=UNTIL_TAX,
    instrument=PENSION,
    article="社会保险法第十二条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_pension_employer(pension_base, pension_employer_rate):
    """What your employer pays to the pooled pension fund for you; in Shanghai up to the jiao."""
    return pension_base * pension_employer_rate


@rule(
    zh="养老保险个人缴费",
    en="pension, personal share",
    unit="fen",
    valid_from="1991-06-26",
    instrument=PENSION,
    article="社会保险法第十二条",
    rounding=FEN,
)
def pension_personal(pension_base, pension_personal_rate):
    """What is withheld from your wage for your pension."""
    return pension_base * pension_personal_rate


@rule(
    name="pension_personal",
    place="310000",
    zh="养老保险个人缴费（上海）",
    en="pension, personal share (Shanghai)",
    unit="fen",
    valid_from="1991-06-26",
    valid_to=UNTIL_TAX,
    instrument=PENSION,
    article="社会保险法第十二条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_pension_personal(pension_base, pension_personal_rate):
    """What is withheld from your wage for your pension; in Shanghai up to the jiao."""
    return pension_base * pension_personal_rate


@rule(
    zh="医疗保险单位缴费",
    en="medical, employer's share",
    unit="fen",
    valid_from="1998-12-14",
    instrument=MEDICAL,
    article="社会保险法第二十三条",
    rounding=FEN,
)
def medical_employer(medical_base, medical_employer_rate):
    """What your employer pays to medical insurance for you; maternity is in it once merged."""
    return medical_base * medical_employer_rate


@rule(
    name="medical_employer",
    place="310000",
    zh="医疗保险单位缴费（上海）",
    en="medical, employer's share (Shanghai)",
    unit="fen",
    valid_from="1998-12-14",
    valid_to=UNTIL_TAX,
    instrument=MEDICAL,
    article="社会保险法第二十三条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_medical_employer(medical_base, medical_employer_rate):
    """What your employer pays to medical insurance for you; in Shanghai up to the jiao."""
    return medical_base * medical_employer_rate


@rule(
    zh="医疗保险个人缴费",
    en="medical, personal share",
    unit="fen",
    valid_from="1998-12-14",
    instrument=MEDICAL,
    article="社会保险法第二十三条",
    rounding=FEN,
)
def medical_personal(medical_base, medical_personal_rate):
    """What is withheld from your wage for medical insurance."""
    return medical_base * medical_personal_rate


@rule(
    name="medical_personal",
    place="310000",
    zh="医疗保险个人缴费（上海）",
    en="medical, personal share (Shanghai)",
    unit="fen",
    valid_from="1998-12-14",
    valid_to=UNTIL_TAX,
    instrument=MEDICAL,
    article="社会保险法第二十三条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_medical_personal(medical_base, medical_personal_rate):
    """What is withheld from your wage for medical insurance; in Shanghai up to the jiao."""
    return medical_base * medical_personal_rate


@rule(
    zh="失业保险单位缴费",
    en="unemployment, employer's share",
    unit="fen",
    valid_from="1986-10-01",
    instrument=UNEMPLOYMENT,
    article="失业保险条例第六条",
    rounding=FEN,
)
def unemployment_employer(unemployment_base, unemployment_employer_rate):
    """What your employer pays to unemployment insurance for you."""
    return unemployment_base * unemployment_employer_rate


@rule(
    name="unemployment_employer",
    place="310000",
    zh="失业保险单位缴费（上海）",
    en="unemployment, employer's share (Shanghai)",
    unit="fen",
    valid_from="1986-10-01",
    valid_to=UNTIL_TAX,
    instrument=UNEMPLOYMENT,
    article="失业保险条例第六条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_unemployment_employer(unemployment_base, unemployment_employer_rate):
    """What your employer pays to unemployment insurance for you; in Shanghai up to the jiao."""
    return unemployment_base * unemployment_employer_rate


@rule(
    zh="本人适用的失业保险个人费率",
    en="unemployment rate that applies to the person",
    unit="ratio",
    valid_from="1986-10-01",
    instrument=UNEMPLOYMENT,
    article="失业保险条例第六条",
)
def unemployment_own_rate(person_kind, unemployment_personal_rate):
    """Migrant contract workers pay no share of their own; the others pay the personal rate."""
    if person_kind == "migrant_contract":
        return 0
    return unemployment_personal_rate


@rule(
    name="unemployment_own_rate",
    place="440000",
    zh="本人适用的失业保险个人费率（广东）",
    en="unemployment rate that applies to the person (Guangdong)",
    unit="ratio",
    valid_from="2014-07-01",
    instrument="广东省失业保险条例",
    article="第八条",
)
def guangdong_unemployment_own_rate(unemployment_personal_rate):
    """Since July 2014 every worker in Guangdong pays the same personal rate, migrant workers
    included."""
    return unemployment_personal_rate


@rule(
    zh="失业保险个人缴费",
    en="unemployment, personal share",
    unit="fen",
    valid_from="1986-10-01",
    instrument=UNEMPLOYMENT,
    article="失业保险条例第六条",
    rounding=FEN,
)
def unemployment_personal(unemployment_base, unemployment_own_rate):
    """What is withheld from your wage for unemployment insurance."""
    return unemployment_base * unemployment_own_rate


@rule(
    name="unemployment_personal",
    place="310000",
    zh="失业保险个人缴费（上海）",
    en="unemployment, personal share (Shanghai)",
    unit="fen",
    valid_from="1986-10-01",
    valid_to=UNTIL_TAX,
    instrument=UNEMPLOYMENT,
    article="失业保险条例第六条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_unemployment_personal(unemployment_base, unemployment_own_rate):
    """What is withheld from your wage for unemployment insurance; in Shanghai up to the jiao."""
    return unemployment_base * unemployment_own_rate


@rule(
    zh="工伤保险单位缴费",
    en="work injury, employer's share",
    unit="fen",
    valid_from="2004-01-01",
    instrument="工伤保险条例；社会保险法",
    article="社会保险法第三十五条",
    rounding=FEN,
)
def injury_employer(injury_base, injury_rate):
    """What your employer alone pays to work-injury insurance, at the rate assigned to him."""
    return injury_base * injury_rate


@rule(
    zh="生育保险单位缴费",
    en="maternity, employer's share",
    unit="fen",
    valid_from="1995-01-01",
    instrument="劳部发〔1994〕504号；社会保险法；国办发〔2019〕10号",
    article="社会保险法第五十三条",
    rounding=FEN,
)
def maternity_employer(maternity_base, maternity_employer_rate):
    """What your employer alone pays to maternity insurance; 0 since it is paid within medical
    insurance."""
    return maternity_base * maternity_employer_rate


@rule(
    zh="生育保险缴费基数",
    en="maternity contribution base",
    unit="fen",
    valid_from="1995-01-01",
    instrument="劳部发〔1994〕504号；社会保险法",
    article="社会保险法第五十三条",
    confidence="K",
)
def maternity_base(pension_base):
    """The base of the pension share; no place with a maternity base of its own is known."""
    return pension_base


@rule(
    zh="单位缴费合计",
    en="employer's shares together",
    unit="fen",
    valid_from="1991-06-26",
    instrument="社会保险法",
    article="第六十条",
)
def employer_total(
    pension_employer, medical_employer, unemployment_employer, injury_employer, maternity_employer
):
    """All that your employer pays for you this month, before any relief."""
    return (
        pension_employer
        + medical_employer
        + unemployment_employer
        + injury_employer
        + maternity_employer
    )


@rule(
    zh="个人缴费合计",
    en="personal shares together",
    unit="fen",
    valid_from="1991-06-26",
    instrument="社会保险法",
    article="第六十条",
)
def personal_total(pension_personal, medical_personal, unemployment_personal):
    """All that is withheld from your wage for social insurance this month."""
    return pension_personal + medical_personal + unemployment_personal
