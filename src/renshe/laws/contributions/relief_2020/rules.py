"""The relief of 2020 as a waiver: assessed − relief = due, and the months still count in full.

Only the employer's share of pension, unemployment and work-injury insurance: micro, small and
medium employers February to December in full, large ones February to June by half, public bodies
never.
"""

from renshe.kernel.rules import half_up, rule

LAW = "人社部发〔2020〕11号；人社部发〔2020〕49号"
FEN = half_up("fen", clause="owner-default")


@rule(
    name="relief_share",
    zh="减免比例（减免政策前）",
    en="share waived (before the relief)",
    unit="ratio",
    valid_from="1991-06-26",
    valid_to="2020-01-31",
    instrument="社会保险费征缴暂行条例",
    article="第十二条",
)
def no_relief_before():
    """Contributions may not be waived; before February 2020 nothing was."""
    return 0


@rule(
    zh="减免比例",
    en="share of the employer's contribution waived",
    unit="ratio",
    valid_from="2020-02-01",
    valid_to="2020-12-31",
    instrument=LAW,
    article="人社部发〔2020〕11号一；人社部发〔2020〕49号一",
)
def relief_share(employer_kind, employer_size, relief_by_size):
    """The share of your employer's contribution that the state did not collect; public bodies paid
    in full."""
    if employer_kind in ("government", "institution", "flexible_pool", "own"):
        return 0
    return relief_by_size[employer_size]


@rule(
    name="relief_share",
    zh="减免比例（减免政策后）",
    en="share waived (after the relief)",
    unit="ratio",
    valid_from="2021-01-01",
    instrument="社会保险费征缴暂行条例",
    article="第十二条",
)
def no_relief_after():
    """The relief ended with December 2020; since then nothing is waived."""
    return 0


@rule(
    zh="养老保险单位缴费减免",
    en="pension, employer's share waived",
    unit="fen",
    valid_from="1991-06-26",
    instrument=LAW,
    rounding=FEN,
)
def pension_employer_relief(pension_employer, relief_share):
    """The part of your employer's pension share that the state waived."""
    return pension_employer * relief_share


@rule(
    zh="失业保险单位缴费减免",
    en="unemployment, employer's share waived",
    unit="fen",
    valid_from="1991-06-26",
    instrument=LAW,
    rounding=FEN,
)
def unemployment_employer_relief(unemployment_employer, relief_share):
    """The part of your employer's unemployment share that the state waived."""
    return unemployment_employer * relief_share


@rule(
    zh="工伤保险单位缴费减免",
    en="work injury, employer's share waived",
    unit="fen",
    valid_from="1991-06-26",
    instrument=LAW,
    rounding=FEN,
)
def injury_employer_relief(injury_employer, relief_share):
    """The part of your employer's work-injury share that the state waived."""
    return injury_employer * relief_share


@rule(
    zh="单位应缴合计（减免后）",
    en="employer's shares due after relief",
    unit="fen",
    valid_from="1991-06-26",
    instrument=LAW,
)
def employer_due(
    employer_total, pension_employer_relief, unemployment_employer_relief, injury_employer_relief
):
    """What your employer must pay this month after the relief; your months count as if all were
    paid."""
    return (
        employer_total
        - pension_employer_relief
        - unemployment_employer_relief
        - injury_employer_relief
    )
