"""Living allowance after expropriation in Shanghai: it grows as pensions grow, with the least amount for years."""

from renshe.kernel.rules import refuse, round_up, rule

_CITY = "沪人社规〔2022〕7号"


@rule(
    zh="征地养老定额增加部分",
    en="Flat part of the rise",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    confidence="T",
)
def land_flat_part(adjustment_plan_year, adjustment_flat, adjustment_years_minimum):
    """The plan's flat amount and its least amount for years."""
    return adjustment_flat[adjustment_plan_year] + adjustment_years_minimum[adjustment_plan_year]


@rule(
    zh="征地养老挂钩增加部分",
    en="Percentage part of the rise",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    rounding=round_up("jiao", clause="见分进角（区通知）"),
    confidence="T",
)
def land_percentage_part(land_allowance_before, adjustment_plan_year, adjustment_percent):
    """The plan's share of your own allowance of last December; a broken jiao is a whole one."""
    return land_allowance_before * adjustment_percent[adjustment_plan_year]


@rule(
    zh="征地养老高龄增加部分",
    en="Part for the aged",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    confidence="T",
)
def land_age_part(age_at_adjustment, adjustment_age_addition):
    """More from 70, 75 and 80, as for pensioners."""
    if age_at_adjustment < 70:
        return adjustment_age_addition[0]
    return adjustment_age_addition[min(80, age_at_adjustment // 5 * 5)]


@rule(
    zh="征地养老上年满龄另加部分",
    en="Extra part for those who turned 60 or 65",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    confidence="T",
)
def land_turned_part():
    """Only a district whose notice says so adds one."""
    return 0


@rule(
    name="land_turned_part",
    zh="征地养老上年满龄另加部分",
    en="Extra part for those who turned 60 or 65",
    unit="fen",
    place="310114",
    valid_from="2023-01-01",
    valid_to="2023-12-31",
    instrument="嘉人社规〔2023〕1号",
)
def land_turned_part_jiading(turned_elder_last_year, land_turned_addition):
    """For women who turned 60 and men who turned 65 in the year before."""
    if turned_elder_last_year:
        return land_turned_addition
    return 0


@rule(
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    confidence="T",
)
def land_increase(
    land_rise_follows, land_flat_part, land_percentage_part, land_age_part, land_turned_part
):
    """The four parts together, where the district without a loaded notice adopts its neighbours' reading."""
    if land_rise_follows == "district_notice":
        refuse("district_notice_missing")
    return land_flat_part + land_percentage_part + land_age_part + land_turned_part


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310000",
    valid_from="2006-01-01",
    valid_to="2021-12-31",
    instrument="沪府发〔2003〕66号",
    confidence="K?",
)
def land_increase_before_2022(land_allowance_before):
    """The districts' notices of these years were not read, so no amount is given."""
    if land_allowance_before >= 0:
        refuse("land_rise_not_loaded")
    return land_allowance_before


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310105",
    valid_from="2022-01-01",
    instrument="长宁区2025年征地养老通知",
)
def land_increase_changning(land_flat_part, land_percentage_part, land_age_part, land_turned_part):
    """The four parts together."""
    return land_flat_part + land_percentage_part + land_age_part + land_turned_part


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310114",
    valid_from="2022-01-01",
    instrument="嘉人社规〔2023〕1号",
    rounding=round_up("yuan", clause="嘉人社规〔2023〕1号"),
)
def land_increase_jiading(
    land_flat_part,
    land_allowance_before,
    adjustment_plan_year,
    adjustment_percent,
    land_age_part,
    land_turned_part,
):
    """The parts together, and a broken yuan of the whole rise is a whole one."""
    share = land_allowance_before * adjustment_percent[adjustment_plan_year]
    return land_flat_part + share + land_age_part + land_turned_part


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310117",
    valid_from="2023-01-01",
    valid_to="2023-12-31",
    instrument="沪松人社〔2023〕62号",
)
def land_increase_songjiang(age_at_adjustment, turned_elder_last_year, land_allowance_by_age):
    """The row of your age, or of those who turned 60 or 65."""
    if turned_elder_last_year:
        return land_allowance_by_age[60]
    if age_at_adjustment < 70:
        return land_allowance_by_age[0]
    if age_at_adjustment == 70 or age_at_adjustment == 75 or age_at_adjustment == 80:
        return land_allowance_by_age[age_at_adjustment]
    if age_at_adjustment < 75:
        return land_allowance_by_age[71]
    if age_at_adjustment < 80:
        return land_allowance_by_age[76]
    return land_allowance_by_age[81]


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="310112",
    valid_from="2026-01-01",
    instrument="闵行区人力资源和社会保障规划",
    confidence="K?",
)
def land_increase_minhang(town_yearly_increase):
    """The same yuan as the town pension's, from the same day."""
    return town_yearly_increase


@rule(
    name="land_increase",
    zh="征地养老生活费增加额",
    en="Rise of the living allowance",
    unit="fen",
    place="440400",
    valid_from="2006-01-01",
    instrument="珠海市被征地农民养老待遇标准",
    confidence="T",
)
def land_increase_zhuhai(land_allowance_before, land_allowance_standard):
    """No yearly rise is laid down: everybody goes up to a new standard from the January of its year, once it is published."""
    if land_allowance_standard <= land_allowance_before:
        refuse("land_rise_not_published")
    return land_allowance_standard - land_allowance_before


@rule(
    zh="增加后征地养老生活费",
    en="Living allowance after the rise",
    unit="fen",
    place="310000",
    valid_from="2022-01-01",
    instrument=_CITY,
    confidence="T",
)
def land_allowance_after(land_allowance_before, land_increase):
    """Your allowance with the year's rise."""
    return land_allowance_before + land_increase
