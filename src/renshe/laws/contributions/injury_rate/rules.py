"""The work-injury rate of an employer: its industry's class rate times the float it was assigned.

Contributions use the assigned rate as a fact; by these rules the deciding office arrives at it.
"""

from renshe.kernel.rules import half_up, refuse, rule

FEN = half_up("fen", clause="owner-default")


@rule(
    zh="行业类别对应的工伤保险费率",
    en="work-injury rate by risk class",
    unit="ratio",
    valid_from="2004-01-01",
    instrument="劳社部发〔2003〕29号；人社部发〔2015〕71号",
    article="",
    confidence="K",
)
def injury_rate_by_class(injury_class, injury_float, injury_float_allowed, injury_class_rate):
    """The rate of your employer's risk class times its float: what the deciding office assigns as
    the employer's rate."""
    if not injury_float_allowed:
        refuse("injury_float_not_allowed")
    return injury_class_rate[injury_class] * injury_float / 100


@rule(
    zh="浮动档次是否存在",
    en="whether the float exists for the class",
    unit="flag",
    valid_from="2004-01-01",
    instrument="人社部发〔2015〕71号",
    article="",
    confidence="K",
)
def injury_float_allowed(injury_class, injury_float):
    """Class 1 floats only upward (100, 120, 150 percent); every other class also has 50 and 80."""
    if injury_float in (100, 120, 150):
        return True
    return injury_class > 1 and injury_float in (50, 80)


@rule(
    zh="单位工伤保险费",
    en="work-injury contribution on the payroll",
    unit="fen",
    valid_from="2004-01-01",
    instrument="工伤保险条例",
    article="第十条",
    rounding=FEN,
)
def injury_contribution_on_payroll(payroll, injury_rate_by_class):
    """What the employer pays to work-injury insurance on the whole payroll at the rate of its class
    and float."""
    return payroll * injury_rate_by_class
