"""Whom the law has helped, by group, with the text that says so and how sure we are of it; who pays; which insurance.

Confidence as everywhere: A an official text was read, K known by heart, T told by a text that cites it.
"""

from __future__ import annotations

from dataclasses import dataclass

from renshe.domains.premium_help import problems


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpGroup:
    """A group of people in need: words, the law that names it, how sure we are, and what it may be helped with."""

    code: str
    zh: str
    en: str
    clause: str
    confidence: str
    insurances: tuple[str, ...]


INSURANCES = {
    "medical": ("职工基本医疗保险", "Employee medical insurance"),
    "resident_pension": ("城乡居民基本养老保险", "Resident pension"),
}
NOT_OFFERED = {
    "employee_pension": (("职工基本养老保险（职工按月）", "Employee pension (months of employees)"), problems.EMPLOYEES),
    "employee_medical": (("职工基本医疗保险（单位职工按月）", "Employee medical (months of employees)"), problems.EMPLOYEES),
    "resident_medical": (("城乡居民基本医疗保险", "Residents' medical insurance"), problems.RESIDENT_MEDICAL),
}  # fmt: skip
"""What is asked for and cannot be helped with here, with the law's reason and where it is done instead."""
FUND_OF = {"medical": "employee_medical", "resident_pension": "resident_pension"}
"""The fund that gets the money."""
TARGET_OF = {"medical": "flexible_medical", "resident_pension": "resident_help_payment"}
"""What the law says one person costs: a month of medical insurance at the lowest base, a year of the lowest tier (fen)."""
SOURCES = {
    "state_assets": ("国有资产经营收入", "Income from state assets"),
    "city_budget": ("市级财政", "City budget"),
    "district_budget": ("区级财政", "District budget"),
    "street_budget": ("街镇财政", "Street or town budget"),
}
ORIGINS = {
    "civil_affairs": ("民政部门", "Civil affairs"),
    "disabled_federation": ("残疾人联合会", "Disabled persons' federation"),
    "state_assets_office": ("国有资产监督管理机构", "State-assets office"),
    "street": ("街道（镇）", "Street or town"),
    "application": ("本人申请", "The person's own request"),
}
_BOTH = ("medical", "resident_pension")
GROUPS = {
    one.code: one
    for one in (
        HelpGroup(code="minimum_living", zh="最低生活保障对象", en="On minimum living allowance",
                  clause="国发〔2014〕8号 四", confidence="A", insurances=_BOTH),
        HelpGroup(code="destitute", zh="特困人员", en="Destitute people",
                  clause="国办发〔2021〕42号", confidence="K", insurances=_BOTH),
        HelpGroup(code="severely_disabled", zh="重度残疾人", en="Severely disabled people",
                  clause="国发〔2014〕8号 四", confidence="A", insurances=_BOTH),
        HelpGroup(code="returned_to_poverty_watch", zh="返贫致贫监测对象", en="Watched for falling back into poverty",
                  clause="国办发〔2021〕42号", confidence="K", insurances=_BOTH),
        HelpGroup(code="state_enterprise_jobless", zh="国企改革特困失业职工",
                  en="Hard-pressed jobless of reformed state enterprises",
                  clause="社会保险法 23", confidence="T", insurances=("medical",)),
    )
}  # fmt: skip
