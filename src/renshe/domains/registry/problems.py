"""Why the registry says no. Each reason is made here once, so that pages and files say the same."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem


def person_exists(*, id_number_masked: str) -> Problem:
    """The number is already somebody's, or was a duplicate's that has been merged."""
    return Problem(
        code="person_exists",
        zh=f"证件号码 {id_number_masked} 已经登记",
        en=f"the id number {id_number_masked} is already registered",
        next_step_zh="请直接使用已有的个人记录，不要重复登记",
        next_step_en="Use the person's present record",
    )


def employer_exists(*, uscc: str) -> Problem:
    """The credit code is already registered."""
    return Problem(
        code="employer_exists",
        zh=f"统一社会信用代码 {uscc} 已经登记",
        en=f"the credit code {uscc} is already registered",
        next_step_zh="请直接使用已有的单位记录",
        next_step_en="Use the employer's present record",
    )


def disagrees_with_id(*, field_zh: str, field_en: str, given: str, by_id: str) -> Problem:
    """Sex or birth date as typed differs from what the id number says."""
    return Problem(
        code="disagrees_with_id",
        zh=f"{field_zh}“{given}”与证件号码所示“{by_id}”不一致",
        en=f"the {field_en} {given} differs from {by_id} in the id number",
        next_step_zh="请对照证件原件更正其中之一",
        next_step_en="Compare with the document and correct one of them",
        clause="GB 11643-1999",
    )


def number_tells_no_sex() -> Problem:
    """A passport's number says nothing of the sex, so it must be given."""
    return Problem(
        code="sex_missing",
        zh="该证件号码不含性别，缺少性别",
        en="this number does not tell the sex, which is missing",
        next_step_zh="请按护照或永久居留身份证填写性别",
        next_step_en="Give the sex as in the passport or residence card",
        clause="人社部令第16号",
    )


def number_tells_no_birth() -> Problem:
    """Neither does it tell the birth date."""
    return Problem(
        code="birth_missing",
        zh="该证件号码不含完整出生日期，缺少出生日期",
        en="this number does not tell the whole birth date, which is missing",
        next_step_zh="请按护照或永久居留身份证填写出生日期",
        next_step_en="Give the birth date as in the passport or residence card",
        clause="人社部令第16号",
    )


def field_missing(*, field_zh: str, field_en: str) -> Problem:
    """A fact that must be given was not."""
    return Problem(
        code="field_missing",
        zh=f"缺少{field_zh}",
        en=f"the {field_en} is missing",
        next_step_zh=f"请填写{field_zh}",
        next_step_en="Fill it in",
    )


def value_unknown(*, field_zh: str, field_en: str, value: str, known: str) -> Problem:
    """A value that is none of the listed ones."""
    return Problem(
        code="value_unknown",
        zh=f"{field_zh}“{value}”不是可用的值",
        en=f"{value!r} is no {field_en}",
        next_step_zh=f"请填写其中之一：{known}",
        next_step_en=f"Use one of {known}",
    )


def place_unknown(*, field_zh: str, value: str) -> Problem:
    """A code that names no division."""
    return Problem(
        code="place_unknown",
        zh=f"{field_zh}代码“{value}”不是行政区划",
        en=f"{value!r} is no division",
        next_step_zh="请填写6位（县级）、9位（乡级）或12位（社区）区划代码",
        next_step_en="Use a code of 6 digits (county), 9 (street) or 12 (community)",
        clause="GB/T 2260",
    )


def phone_shape(*, value: str) -> Problem:
    """A telephone number that cannot be dialled."""
    return Problem(
        code="phone_shape",
        zh=f"电话“{value}”无法拨打",
        en=f"{value!r} cannot be dialled",
        next_step_zh="请填写11位手机号码，或带区号的固定电话，如 0756-1234567",
        next_step_en="Type a mobile number of 11 digits, or a landline with area code",
    )


def date_order(*, zh: str, en: str) -> Problem:
    """Two dates that cannot follow each other this way."""
    return Problem(
        code="date_order",
        zh=zh,
        en=en,
        next_step_zh="请核对日期",
        next_step_en="Check the dates",
    )


def evidence_missing(*, field_zh: str) -> Problem:
    """A key field was to change without a document."""
    return Problem(
        code="evidence_missing",
        zh=f"变更{field_zh}须有证明材料",
        en="a key field changes only on evidence",
        next_step_zh="请上传证件、公安机关证明或档案材料后再办理",
        next_step_en="Upload the document, the police's certificate or the file record first",
        clause="社会保险经办条例 九",
    )


def reason_missing() -> Problem:
    """A change without a reason."""
    return Problem(
        code="reason_missing",
        zh="没有写明变更原因",
        en="no reason is given",
        next_step_zh="请填写变更原因",
        next_step_en="State the reason",
    )


def nothing_changes(*, field_zh: str) -> Problem:
    """The new value is the old one."""
    return Problem(
        code="nothing_changes",
        zh=f"{field_zh}的新值与现值相同",
        en="the new value is the present one",
        next_step_zh="请核对后再提交",
        next_step_en="Check before sending",
    )


def not_a_key_field(*, field: str) -> Problem:
    """The field is none that this door changes."""
    return Problem(
        code="field_unknown",
        zh=f"字段 {field} 不在可变更之列",
        en=f"{field!r} is no field that can be changed here",
        next_step_zh="请选择变更项目",
        next_step_en="Choose a field",
    )


def merge_refused(*, zh: str, en: str, next_step_zh: str, next_step_en: str) -> Problem:
    """Two records that may be two people, or that are joined already."""
    return Problem(
        code="merge_refused", zh=zh, en=en, next_step_zh=next_step_zh, next_step_en=next_step_en
    )


def successor_refused(*, zh: str, en: str) -> Problem:
    """An employer that cannot take over another."""
    return Problem(
        code="successor_refused",
        zh=zh,
        en=en,
        next_step_zh="请核对合并双方和生效日期",
        next_step_en="Check both employers and the day",
        clause="公司法（2023）二百二十一；民法典 六十七",
    )
