"""October 2025 and a pension of 2025 a second time, in whole numbers and from the notices alone.

This shares no code, no parameter file and no table with the laws or the engine: an error in one is
seen by the other. Money is fen.

Contributions. Shanghai: the city's yearly publication (7,460 to 37,302 yuan), 沪医保规〔2025〕2号 (medical
9 %), 人社部发〔2017〕14号 (unemployment 0.5/0.5 %). Zhuhai: 粤人社发〔2025〕32号 (4,775 to 27,549 yuan; public
bodies from 5,510), and where no text of the city was found the figures that the demonstration city
assumes (medical 6/2 %, unemployment 0.8/0.2 %, other bounds of 5,510 to 27,549).
Pensions: 国发〔2005〕38号 with its annex of divisors, 沪人社规〔2021〕27号, 粤府〔2006〕96号, 粤府函〔2021〕294号.
"""

from __future__ import annotations

import polars as pl

WORKING = ("employee", "civil_service", "migrant_contract")
CONTRIBUTIONS = (
    "pension_base",
    "medical_base",
    "unemployment_base",
    "injury_base",
    "pension_employer",
    "pension_personal",
    "medical_employer",
    "medical_personal",
    "unemployment_employer",
    "unemployment_personal",
    "injury_employer",
    "maternity_employer",
    "account_credit",
    "flexible_pension_base",
    "flexible_pension",
    "flexible_pension_account",
    "flexible_medical_base",
    "flexible_medical",
    "pension_employer_relief",
    "unemployment_employer_relief",
    "injury_employer_relief",
)

# The national annex: months for ages 40 to 70.
DIVISORS = (
    233,
    230,
    226,
    223,
    220,
    216,
    212,
    208,
    204,
    199,
    195,
    190,
    185,
    180,
    175,
    170,
    164,
    158,
    152,
    145,
    139,
    132,
    125,
    117,
    109,
    101,
    93,
    84,
    75,
    65,
    56,
)
# Monthly wage to which a year's bases are compared, by the year before it, from 1993, in fen.
SHANGHAI_WAGES = (
    47_100,
    61_700,
    77_300,
    88_900,
    95_200,
    100_500,
    117_900,
    128_500,
    148_000,
    162_300,
    184_700,
    203_300,
    223_500,
    246_400,
    289_200,
    329_200,
    356_600,
    389_600,
    433_100,
    469_200,
    503_600,
    545_100,
    593_900,
    650_400,
    713_200,
    821_100,
    933_900,
    1_033_800,
    1_139_600,
    1_218_300,
    1_230_700,
)
GUANGDONG_WAGES = (
    44_400,
    52_900,
    61_967,
    71_242,
    78_692,
    84_700,
    92_608,
    103_117,
    116_508,
    130_142,
    149_492,
    173_650,
    186_533,
    207_758,
    230_233,
    252_333,
    270_658,
    301_692,
    340_150,
    380_308,
    425_975,
    466_817,
    532_433,
    596_258,
    671_158,
    632_017,
    652_450,
    764_700,
    831_000,
    880_700,
    916_700,
)
FIRST_CAREER_YEAR = 1994
BASE_2025 = {"shanghai": 1_243_400, "guangdong": 949_300}


def half_up(amount: pl.Expr, numerator: int, denominator: int) -> pl.Expr:
    """``amount × numerator / denominator`` in whole fen, a tie upwards; for amounts that are not negative."""
    return (amount * (2 * numerator) + denominator) // (2 * denominator)


def quotient(amount: pl.Expr, divisor: pl.Expr) -> pl.Expr:
    """``amount / divisor`` rounded half up to a whole number, both not negative."""
    return (2 * amount + divisor) // (2 * divisor)


def shanghai_contributions(people: pl.DataFrame) -> pl.DataFrame:
    """One base for every insurance; migrant contract workers pay no unemployment share (失业保险条例 6)."""
    kind = pl.col("person_kind")
    base = pl.col("declared_wage").clip(746_000, 3_730_200)
    work = pl.when(kind.is_in(WORKING)).then(base).otherwise(0)
    hurt = pl.when(kind.is_in(("flexible", "drawing_pension"))).then(0).otherwise(base)
    own = pl.when(kind == "flexible").then(base).otherwise(0)
    share = pl.when(kind == "migrant_contract").then(0).otherwise(work)
    return people.select(
        pension_base=work,
        medical_base=work,
        unemployment_base=work,
        injury_base=hurt,
        pension_employer=half_up(work, 16, 100),
        pension_personal=half_up(work, 8, 100),
        medical_employer=half_up(work, 9, 100),
        medical_personal=half_up(work, 2, 100),
        unemployment_employer=half_up(work, 5, 1000),
        unemployment_personal=half_up(share, 5, 1000),
        injury_employer=(2 * hurt * pl.col("injury_rate") + 100_000) // 200_000,
        maternity_employer=pl.lit(0),
        account_credit=half_up(work, 8, 100),
        flexible_pension_base=own,
        flexible_pension=half_up(own, 20, 100),
        flexible_pension_account=half_up(own, 8, 100),
        flexible_medical_base=own,
        flexible_medical=half_up(own, 10, 100),
        pension_employer_relief=pl.lit(0),
        unemployment_employer_relief=pl.lit(0),
        injury_employer_relief=pl.lit(0),
    )


def zhuhai_contributions(people: pl.DataFrame) -> pl.DataFrame:
    """Bounds by insurance; unemployment from the minimum wage of 2,080 yuan; everybody pays its personal share."""
    kind, wage = pl.col("person_kind"), pl.col("declared_wage")
    working = kind.is_in(WORKING)
    pension = (
        pl.when(kind == "civil_service")
        .then(wage.clip(551_000, 2_754_900))
        .when(working)
        .then(wage.clip(477_500, 2_754_900))
        .otherwise(0)
    )
    medical = pl.when(working).then(wage.clip(551_000, 2_754_900)).otherwise(0)
    jobless = pl.when(working).then(wage.clip(208_000, 2_754_900)).otherwise(0)
    hurt = (
        pl.when(kind.is_in(("flexible", "drawing_pension")))
        .then(0)
        .otherwise(wage.clip(551_000, 2_754_900))
    )
    own = pl.when(kind == "flexible").then(wage.clip(477_500, 2_754_900)).otherwise(0)
    own_medical = pl.when(kind == "flexible").then(wage.clip(551_000, 2_754_900)).otherwise(0)
    return people.select(
        pension_base=pension,
        medical_base=medical,
        unemployment_base=jobless,
        injury_base=hurt,
        pension_employer=half_up(pension, 16, 100),
        pension_personal=half_up(pension, 8, 100),
        medical_employer=half_up(medical, 6, 100),
        medical_personal=half_up(medical, 2, 100),
        unemployment_employer=half_up(jobless, 8, 1000),
        unemployment_personal=half_up(jobless, 2, 1000),
        injury_employer=(2 * hurt * pl.col("injury_rate") + 100_000) // 200_000,
        maternity_employer=pl.lit(0),
        account_credit=half_up(pension, 8, 100),
        flexible_pension_base=own,
        flexible_pension=half_up(own, 20, 100),
        flexible_pension_account=half_up(own, 8, 100),
        flexible_medical_base=own_medical,
        flexible_medical=half_up(own_medical, 8, 100),
        pension_employer_relief=pl.lit(0),
        unemployment_employer_relief=pl.lit(0),
        injury_employer_relief=pl.lit(0),
    )


def indices(years: pl.DataFrame, *, wages: tuple[int, ...], floors: bool) -> pl.DataFrame:
    """Index-months in ten-thousandths and months of each ``person``, from rows of person, year, months, base_sum.

    A year's index is its mean base over the wage of the year before, to four decimals. Shanghai lifts it to 1 up to
    2011, to 0.85 in 2012 and to 0.75 in 2013 (``floors``).
    """
    table = pl.DataFrame(
        {
            "year": list(range(FIRST_CAREER_YEAR, FIRST_CAREER_YEAR + len(wages))),
            "wage": list(wages),
            "floor": [
                0 if not floors or year > 2013 else {2012: 8_500, 2013: 7_500}.get(year, 10_000)
                for year in range(FIRST_CAREER_YEAR, FIRST_CAREER_YEAR + len(wages))
            ],
        }
    )
    rows = years.join(table, on="year", how="left")
    index = quotient(pl.col("base_sum") * 10_000, pl.col("months") * pl.col("wage"))
    return (
        rows.with_columns(index=pl.max_horizontal(index, "floor"))
        .group_by("person")
        .agg(index_months=(pl.col("index") * pl.col("months")).sum(), months=pl.col("months").sum())
    )


def shanghai_pensions(people: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """0.083 % for a leftover month; the basic part up to the jiao, account and transitional part to the nearest one."""
    base = BASE_2025["shanghai"]
    rows = _with_indices(
        people, indices(years, wages=SHANGHAI_WAGES, floors=True), deemed_index=10_000
    )
    months = pl.col("contribution_months")
    share = months // 12 * 1_000 + months % 12 * 83  # in hundred-thousandths
    basic = base * (10_000 + pl.col("average_contribution_index")) * share
    unit = 2 * 10_000 * 100_000 * 10  # of a jiao
    service = quotient(pl.col("deemed_months") * (base * 12), pl.lit(12_000))
    virtual = quotient(pl.col("virtual_account_balance"), pl.lit(120))
    return rows.select(
        "contribution_months",
        "average_contribution_index",
        basic_pension=(basic + unit - 1) // unit * 10,
        account_pension=quotient(pl.col("account_balance"), _tenths()) * 10,
        transitional_pension=quotient(service + virtual, pl.lit(10)) * 10,
    )


def guangdong_pensions(people: pl.DataFrame, years: pl.DataFrame) -> pl.DataFrame:
    """The national formula with the province's factor a (粤府〔2006〕96号: the index over 0.6, four decimals, at most 1), to the
    fen; people without deemed service."""
    base = BASE_2025["guangdong"]
    rows = _with_indices(
        people, indices(years, wages=GUANGDONG_WAGES, floors=False), deemed_index=0
    )
    index = pl.col("average_contribution_index")
    factor = pl.min_horizontal(pl.lit(10_000), quotient(index * 10, pl.lit(6)))
    basic = base * (factor + index) * pl.col("contribution_months")
    return rows.select(
        "contribution_months",
        "average_contribution_index",
        basic_pension=quotient(basic, pl.lit(2 * 10_000 * 12 * 100)),
        account_pension=quotient(pl.col("account_balance") * 10, _tenths()),
    )


def _with_indices(people: pl.DataFrame, found: pl.DataFrame, *, deemed_index: int) -> pl.DataFrame:
    rows = people.join(found, on="person", how="left", maintain_order="left")
    months = pl.col("months") + pl.col("deemed_months")
    weighted = pl.col("index_months") + pl.col("deemed_months") * deemed_index
    return rows.with_columns(
        contribution_months=months, average_contribution_index=quotient(weighted, months)
    )


def _tenths() -> pl.Expr:
    """The divisor in tenths of a month: between two ages of the annex the months count evenly, to one decimal."""
    age = pl.col("retirement_month") - pl.col("birth_month")
    years = pl.min_horizontal(age // 12, pl.lit(70))
    month = pl.min_horizontal(age - years * 12, pl.lit(11))
    of_age = {40 + n: months for n, months in enumerate(DIVISORS)}
    here = years.replace_strict(of_age, return_dtype=pl.Int64)
    following = pl.min_horizontal(years + 1, pl.lit(70)).replace_strict(
        of_age, return_dtype=pl.Int64
    )
    return quotient(here * 120 - (here - following) * 10 * month, pl.lit(12))
