"""Codes of the law's facts and answers in words; a code without words is shown as it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

CODES: dict[str, Any] = {
    "F": _("女"),
    "M": _("男"),
    "M60": _("男职工（原六十周岁）"),
    "F55": _("女职工（原五十五周岁）"),
    "F50": _("女职工（原五十周岁）"),
    "employee": _("职工"),
    "flexible": _("灵活就业人员"),
    "civil_service": _("机关事业单位工作人员"),
    "drawing_pension": _("领取养老金人员"),
    "retiree_injury_only": _("超龄从业人员（单工伤）"),
    "migrant_contract": _("农民合同制工人"),
    "in_service": _("在职"),
    "retiree": _("退休"),
    "enterprise": _("企业"),
    "institution": _("事业单位"),
    "government": _("机关"),
    "individual": _("个体工商户"),
    "flexible_pool": _("灵活就业人员"),
    "large": _("大型"),
    "medium": _("中型"),
    "small": _("小型"),
    "micro": _("微型"),
    "own": _("本人缴费"),
    "none": _("无"),
    "too_early": _("早于可退休时间"),
    "flexible_early": _("弹性提前退休"),
    "legal": _("按法定年龄退休"),
    "flexible_late": _("弹性延迟退休"),
    "too_late": _("晚于可退休时间"),
    "too_young": _("未到规定年龄"),
    "draws_other_pension": _("已领取其他基本养老金"),
    "resident_to_employee": _("城乡居民养老转入职工养老"),
    "employee_to_resident": _("职工养老转入城乡居民养老"),
    "entitled": _("可以按月领取"),
    "outside_window": _("不在可退休时间内"),
    "years_short": _("缴费年限不足"),
    "provisional": _("预发"),
    "final": _("正式计发"),
    "claim_year": _("申领当年"),
    "legal_year": _("法定退休当年"),
    "earlier_year": _("两者较早的年份"),
    "city_plan": _("按全市方案"),
    "district_notice": _("按各区通知"),
    "last_month": _("上月"),
    "first_full_month": _("首个完整月"),
    "part_month": _("不足月按实际"),
    "prior_year_average": _("上年月平均工资"),
    "full_pension_formula": _("养老金全部项目"),
    "basic_pension_formula_only": _("只计基础养老金"),
    "basic_pension_formula_only_limited_months": _("只计基础养老金，并限定月数"),
    "business_and_workers": _("按经营状况和职工人数"),
    "paid_within_order": _("责令期限内缴清"),
    "overdue_after_order": _("责令后逾期不缴"),
    "not_registered_after_order": _("责令后逾期不登记"),
    "wages_concealed": _("瞒报工资"),
}


def code_words(code: str) -> str:
    """A code in the reader's language."""
    return str(CODES[code]) if code in CODES else code
