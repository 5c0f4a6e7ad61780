"""Why annuities say no: each reason with its clause and what to do next."""

from __future__ import annotations

from renshe.kernel.codes.problem import Problem
from renshe.kernel.money import format_yuan
from renshe.kernel.periods import Month, format_month

MEASURES = "企业年金办法（人社部令第36号）"
OCCUPATIONAL = "国办发〔2015〕18号"


def plan_in_force(number: str) -> Problem:
    """The employer has a plan of this kind already."""
    return Problem(
        "annuity_plan_in_force", f"本单位已有同类年金方案（{number}）", f"there is a plan of this kind in force ({number})",
        f"{MEASURES} 第九条", "方案变更的，先终止原方案，再报送新方案", "End the old plan, then file the changed one",
    )  # fmt: skip


def wrong_kind() -> Problem:
    """Government staff have an occupational annuity, enterprises an enterprise annuity."""
    return Problem(
        "annuity_kind_of_employer", "年金种类与单位类型不符", "this kind of annuity does not fit the kind of employer",
        f"{OCCUPATIONAL} 一", "机关事业单位报送职业年金，企业等单位报送企业年金",
        "Public bodies file an occupational annuity, enterprises an enterprise annuity",
    )  # fmt: skip


def rate_too_high(*, most: str, of: str) -> Problem:
    """A rate is above the law's cap; `of` is employer or both."""
    zh, en = (
        ("单位缴费", "the employer's rate")
        if of == "employer"
        else ("单位和个人缴费合计", "both rates together")
    )
    return Problem(
        "annuity_rate_too_high", f"{zh}比例超过{most}", f"{en} would be above {most}",
        f"{MEASURES} 第十五条", "请调低缴费比例后再报送", "Lower the rate and file again",
    )  # fmt: skip


def occupational_rates() -> Problem:
    """The occupational annuity has its own two rates."""
    return Problem(
        "annuity_occupational_rates", "职业年金缴费比例应为单位8%、个人4%", "the occupational annuity takes 8 % and 4 %",
        f"{OCCUPATIONAL} 四", "请按规定的比例填写", "Give these rates",
    )  # fmt: skip


def vesting_too_long(*, most: int) -> Problem:
    """The plan's employer part would be vested later than the law allows."""
    return Problem(
        "annuity_vesting_too_long", f"完全归属年限超过{most}年", f"the employer's part would vest later than after {most} years",
        f"{MEASURES} 第十九条", f"请约定{most}年以内", f"Agree on {most} years or fewer",
    )  # fmt: skip


def no_plan() -> Problem:
    """No plan is in force in that month."""
    return Problem(
        "annuity_no_plan", "该月没有生效的年金方案", "no annuity plan is in force in that month",
        f"{MEASURES} 第九条", "先报送年金方案，从生效月份起缴费", "File a plan first and contribute from its first month",
    )  # fmt: skip


def month_there(month: Month) -> Problem:
    """The month's contributions are there already."""
    return Problem(
        "annuity_month_there", f"{format_month(month)}的缴费已经报过",
        f"the contributions of {format_month(month)} are there already",
        "owner-default", "报错的先冲销，再重新报送", "Reverse what was wrong, then send it again",
    )  # fmt: skip


def same_file() -> Problem:
    """The same file was taken before."""
    return Problem(
        "annuity_same_file", "同一份文件已经收过", "this very file was taken before",
        "owner-default", "请核对月份和文件", "Check the month and the file",
    )  # fmt: skip


def above_cap(*, of: str, paid_fen: int, most_fen: int) -> Problem:
    """The year's payments would be above the cap of the payroll."""
    zh, en = (
        ("单位缴费", "the employer's payments")
        if of == "employer"
        else ("单位和个人缴费合计", "both payments together")
    )
    return Problem(
        "annuity_above_cap",
        f"本年{zh}{format_yuan(paid_fen)}元，超过工资总额对应的上限{format_yuan(most_fen)}元",
        f"{en} would be {format_yuan(paid_fen)} yuan this year, above {format_yuan(most_fen)}, the cap of its payroll",
        f"{MEASURES} 第十五条", "核对工资总额，或调低本月缴费", "Check the payroll or pay less this month",
    )  # fmt: skip


def above_five_times(*, name: str, most_fen: int) -> Problem:
    """One person would be credited more than five times the average."""
    return Problem(
        "annuity_above_five_times",
        f"{name}本年计入的单位缴费超过平均额的五倍（{format_yuan(most_fen)}元）",
        f"{name} would be credited more than five times the average ({format_yuan(most_fen)} yuan)",
        f"{MEASURES} 第十八条", "请调整单位缴费的分配", "Share out the employer's payment otherwise",
    )  # fmt: skip


def not_open(zh: str, en: str) -> Problem:
    """The account cannot be drawn yet."""
    return Problem(
        "annuity_not_open", f"不具备领取条件：{zh}", f"it cannot be drawn: {en}",
        f"{MEASURES} 第二十四条", "达到法定退休年龄、完全丧失劳动能力、出国（境）定居或者死亡后办理",
        "Claim at the retirement age, on complete incapacity, on settling abroad, or after death",
    )  # fmt: skip


def drawn_already() -> Problem:
    """How the account is drawn was decided before."""
    return Problem(
        "annuity_drawn_already", "领取方式已经确定", "how it is drawn was decided before",
        f"{MEASURES} 第二十四条", "按已确定的方式领取", "It is drawn as decided",
    )  # fmt: skip


def nothing_there() -> Problem:
    """The account is empty."""
    return Problem(
        "annuity_nothing_there", "账户没有余额", "there is nothing in the account",
        f"{MEASURES} 第二十四条", "核对账户和月份", "Check account and month",
    )  # fmt: skip


def left_already() -> Problem:
    """The account's person has left the plan."""
    return Problem(
        "annuity_left_already", "该账户已办理离开", "this account's person has left already",
        f"{MEASURES} 第二十二条", "核对账户", "Check the account",
    )  # fmt: skip


def not_left() -> Problem:
    """The account's person has not left the plan, so nothing moves on."""
    return Problem(
        "annuity_not_left", "还没有办理离开原单位的方案，不能转移", "leaving the old plan is not recorded yet",
        f"{MEASURES} 第二十二条", "请原单位先确认离开，再申请转移", "Have the old employer confirm the leaving first",
    )  # fmt: skip


def value_order() -> Problem:
    """Unit values come month after month."""
    return Problem(
        "annuity_value_order", "净值应逐月公布，本月或以后的已经公布",
        "unit values come in order; this month's or a later one is there",
        "owner-default", "核对月份", "Check the month",
    )  # fmt: skip
