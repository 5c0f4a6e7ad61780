"""People without an employer: they choose a base within the bounds and pay all themselves.

For everybody else these amounts are 0, so that one table can hold both kinds of people.
"""

from renshe.kernel.rules import half_up, round_up, rule

FEN = half_up("fen", clause="owner-default")
JIAO_UP = round_up("jiao", clause="上海社会保险经办机构见分进角（第三方计算器引12333sh，2018）")
LAW = "国发〔2005〕38号；国办发〔2019〕13号"
UNTIL_TAX = "2020-10-31"


@rule(
    zh="灵活就业人员养老缴费基数",
    en="pension base of a flexible worker",
    unit="fen",
    valid_from="1997-07-16",
    instrument="国发〔1997〕26号；" + LAW,
    article="国办发〔2019〕13号三",
)
def flexible_pension_base(declared_wage, person_kind, pension_base_floor, pension_base_cap):
    """The base you choose, within the same floor and cap as for employees."""
    if person_kind == "flexible":
        return min(max(declared_wage, pension_base_floor), pension_base_cap)
    return 0


@rule(
    zh="灵活就业人员养老保险费",
    en="pension contribution of a flexible worker",
    unit="fen",
    valid_from="1997-07-16",
    instrument="国发〔1997〕26号；" + LAW + "；粤人社规〔2026〕14号；沪人社规〔2023〕5号",
    article="国发〔2005〕38号第三条",
    rounding=FEN,
)
def flexible_pension(flexible_pension_base, flexible_pension_rate):
    """What you pay each month for your pension, pooled part and own account together."""
    return flexible_pension_base * flexible_pension_rate


@rule(
    name="flexible_pension",
    place="310000",
    zh="灵活就业人员养老保险费（上海）",
    en="pension contribution of a flexible worker (Shanghai)",
    unit="fen",
    valid_from="1997-07-16",
    valid_to=UNTIL_TAX,
    instrument=LAW,
    article="国发〔2005〕38号第三条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_flexible_pension(flexible_pension_base, flexible_pension_rate):
    """What you pay each month for your pension; Shanghai rounded up to the jiao."""
    return flexible_pension_base * flexible_pension_rate


@rule(
    zh="灵活就业人员记入个人账户",
    en="account part of a flexible worker's contribution",
    unit="fen",
    valid_from="1997-07-16",
    instrument=LAW + "；粤人社规〔2026〕14号",
    article="国发〔2005〕38号第三条",
    rounding=FEN,
)
def flexible_pension_account(flexible_pension_base, flexible_account_rate):
    """The part of your contribution that goes to your individual account."""
    return flexible_pension_base * flexible_account_rate


@rule(
    name="flexible_pension_account",
    place="310000",
    zh="灵活就业人员记入个人账户（上海）",
    en="account part of a flexible worker's contribution (Shanghai)",
    unit="fen",
    valid_from="1997-07-16",
    valid_to=UNTIL_TAX,
    instrument=LAW,
    article="国发〔2005〕38号第三条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_flexible_pension_account(flexible_pension_base, flexible_account_rate):
    """The part of your contribution that goes to your individual account; Shanghai rounded up to
    the jiao."""
    return flexible_pension_base * flexible_account_rate


@rule(
    zh="灵活就业人员进入统筹基金",
    en="pooled part of a flexible worker's contribution",
    unit="fen",
    valid_from="1997-07-16",
    instrument=LAW + "；粤人社规〔2026〕14号",
    article="国发〔2005〕38号第三条",
)
def flexible_pension_pooled(flexible_pension, flexible_pension_account):
    """What remains of your contribution for the pooled fund, so that both parts add up to what you
    paid."""
    return flexible_pension - flexible_pension_account


@rule(
    zh="灵活就业人员医疗缴费基数",
    en="medical base of a flexible worker",
    unit="fen",
    valid_from="1998-12-14",
    instrument="劳社厅发〔2003〕10号；社会保险法",
    article="社会保险法第二十三条",
    confidence="K",
)
def flexible_medical_base(declared_wage, person_kind, medical_base_floor, medical_base_cap):
    """The base you choose, within the medical floor and cap of the place."""
    if person_kind == "flexible":
        return min(max(declared_wage, medical_base_floor), medical_base_cap)
    return 0


@rule(
    name="flexible_medical_base",
    place="310000",
    zh="灵活就业人员医疗缴费基数（上海）",
    en="medical base of a flexible worker (Shanghai)",
    unit="fen",
    valid_from="1998-12-14",
    instrument="上海市社会保险缴费基数年度公布",
    confidence="T",
)
def shanghai_flexible_medical_base(flexible_pension_base):
    """Shanghai has one base for all insurances: the one you chose for your pension."""
    return flexible_pension_base


@rule(
    zh="灵活就业人员医疗保险费",
    en="medical contribution of a flexible worker",
    unit="fen",
    valid_from="1998-12-14",
    instrument="社会保险法",
    article="第二十三条",
    rounding=FEN,
)
def flexible_medical(flexible_medical_base, flexible_medical_rate):
    """What you pay each month for medical insurance; all of it is yours to pay."""
    return flexible_medical_base * flexible_medical_rate


@rule(
    name="flexible_medical",
    place="310000",
    zh="灵活就业人员医疗保险费（上海）",
    en="medical contribution of a flexible worker (Shanghai)",
    unit="fen",
    valid_from="1998-12-14",
    valid_to=UNTIL_TAX,
    instrument="社会保险法",
    article="第二十三条",
    rounding=JIAO_UP,
    confidence="T",
)
def shanghai_flexible_medical(flexible_medical_base, flexible_medical_rate):
    """What you pay each month for medical insurance; Shanghai rounded up to the jiao."""
    return flexible_medical_base * flexible_medical_rate


@rule(
    zh="灵活就业人员缴费合计",
    en="contributions of a flexible worker together",
    unit="fen",
    valid_from="1998-12-14",
    instrument="社会保险法",
    article="第十条、第二十三条",
)
def flexible_total(flexible_pension, flexible_medical):
    """What you pay each month for pension and medical insurance together."""
    return flexible_pension + flexible_medical


@rule(
    name="flexible_pension_base",
    zh="灵活就业人员养老缴费基数（1997年7月前）",
    en="pension base of a flexible worker (before July 1997)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1997-07-15",
    instrument="国发〔1991〕33号",
)
def no_flexible_pension_base():
    """Before July 1997 the national scheme had no place for people without an employer."""
    return 0


@rule(
    name="flexible_pension",
    zh="灵活就业人员养老保险费（1997年7月前）",
    en="pension contribution of a flexible worker (before July 1997)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1997-07-15",
    instrument="国发〔1991〕33号",
)
def no_flexible_pension():
    """Before July 1997 nothing could be paid by people without an employer."""
    return 0


@rule(
    name="flexible_pension_account",
    zh="灵活就业人员记入个人账户（1997年7月前）",
    en="account part of a flexible worker's contribution (before July 1997)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1997-07-15",
    instrument="国发〔1991〕33号",
)
def no_flexible_pension_account():
    """Before July 1997 nothing could be credited for people without an employer."""
    return 0


@rule(
    name="flexible_pension_pooled",
    zh="灵活就业人员进入统筹基金（1997年7月前）",
    en="pooled part of a flexible worker's contribution (before July 1997)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1997-07-15",
    instrument="国发〔1991〕33号",
)
def no_flexible_pension_pooled():
    """Before July 1997 nothing could be pooled for people without an employer."""
    return 0


@rule(
    name="flexible_medical",
    zh="灵活就业人员医疗保险费（制度建立前）",
    en="medical contribution of a flexible worker (before the scheme)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument="劳动保险条例",
    article="第十三条",
)
def no_flexible_medical():
    """Before December 1998 there was no employee medical fund to pay to."""
    return 0


@rule(
    name="flexible_total",
    zh="灵活就业人员缴费合计（医疗保险建立前）",
    en="contributions of a flexible worker together (before medical insurance)",
    unit="fen",
    valid_from="1953-01-02",
    valid_to="1998-12-13",
    instrument="国发〔1991〕33号",
)
def flexible_total_before_medical(flexible_pension):
    """Before December 1998 only the pension contribution could be paid."""
    return flexible_pension
