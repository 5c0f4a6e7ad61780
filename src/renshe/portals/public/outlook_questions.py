"""The questions of the pension outlook, and reading what was typed: goal, future payments, and what is assumed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from renshe.domains.annuity.api import Assumptions
from renshe.domains.cases.api import Field, Words, read_form
from renshe.kernel.codes.problem import Problem
from renshe.portals.layout.forms.fields import FormView, form_view
from renshe.portals.public.calculating import Questions, place_question, question

SCENARIOS = ("careful", "hopeful")
# What is assumed until the asker says otherwise, in percent a year: nobody can know it, so it stands on the page.
ASSUMED = {
    "careful": {"wages": "4", "rate": "1.5", "returns": "2"},
    "hopeful": {"wages": "3", "rate": "3.5", "returns": "4"},
}
_PERCENT = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?", re.ASCII)
_INDEX = re.compile(r"(\d)(?:\.(\d{1,4}))?", re.ASCII)
MOST_PERCENT, MOST_INDEX = 20, 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What somebody asked: the two parts of the form to show again, the values where all could be read, and the address.

    `form` lists what is wrong with either part, so that a page has one summary.
    """

    form: FormView
    assumed: FormView
    values: Mapping[str, Any] | None
    query: str

    @property
    def assumptions(self) -> dict[str, Assumptions]:
        """The assumptions of both scenarios; asked only where the form could be read."""
        values = self.values or {}
        return {
            code: Assumptions(
                wage_growth=values[f"{code}_wages"], crediting_rate=values[f"{code}_rate"],
                returns=values[f"{code}_returns"],
            )
            for code in SCENARIOS
        }  # fmt: skip


def goal_fields() -> tuple[Field, ...]:
    """The goal, as an amount or as a share of the present base; nobody has to have one."""
    return (
        question(
            "goal",
            Words(zh="我的目标", en="My goal"),
            "choice",
            choices={
                "none": Words(zh="先看看能领多少", en="No goal yet: see what would come"),
                "amount": Words(zh="每月多少元", en="An amount a month"),
                "rate": Words(zh="缴费基数的百分之几（替代率）", en="A share of my base (replacement rate)"),
            },
        ),
        question(
            "goal_yuan", Words(zh="每月想要的养老收入", en="Retirement income wanted a month"), "yuan",
            note=Words(zh="按今天的工资水平填", en="In the wages of today"), when=("goal", "amount"),
        ),
        question(
            "goal_rate", Words(zh="想要的替代率（%）", en="Replacement rate wanted (%)"), "whole",
            note=Words(zh="例如60，就是基数的六成", en="60, for example, is six tenths of the base"), when=("goal", "rate"),
        ),
    )  # fmt: skip


def future_fields() -> tuple[Field, ...]:
    """What is paid from now on, and how far apart the bars stand."""
    return (
        question(
            "base", Words(zh="以后的月缴费基数", en="Monthly base from now on"), "yuan",
            note=Words(zh="一般就是月工资；以后不再缴的，填0", en="Usually the monthly wage; 0 where nothing more will be paid"),
        ),
        question(
            "personal_year", Words(
                    zh="以后每年缴的个人养老金",
                    en="Paid into the personal pension each year from now on"), "yuan",
            note=Words(zh="没有的，填0；每年最多12000元", en="0 if none; at most 12,000 yuan a year"),
        ),
        question(
            "step", Words(zh="柱子的间隔", en="One bar for every"), "choice",
            choices={
                "12": Words(zh="一年", en="year"), "6": Words(zh="半年", en="half year"),
                "3": Words(zh="三个月", en="three months"),
            },
        ),
    )  # fmt: skip


def own_questions() -> Questions:
    """What an insured person is asked: the rest is in the records."""
    return Questions(fields=(*goal_fields(), *future_fields()))


def public_questions() -> Questions:
    """What a stranger is asked."""
    return Questions(
        fields=(
            place_question(),
            question("born", Words(zh="出生年月", en="Month of birth"), "month"),
            question(
                "category", Words(zh="性别和岗位", en="Sex and post"), "choice",
                choices={
                    "M60": Words(zh="男职工", en="A man"),
                    "F55": Words(
                    zh="女职工，管理或技术岗位（原55周岁退休）",
                    en="A woman on a management or technical post (formerly at 55)"),
                    "F50": Words(zh="女职工，其他岗位（原50周岁退休）", en="A woman on another post (formerly at 50)"),
                },
            ),
            question(
                "kind", Words(zh="怎么参保", en="Insured as"), "choice",
                choices={
                    "employee": Words(zh="单位职工（企业等）", en="An employee of an enterprise or the like"),
                    "flexible": Words(zh="灵活就业，自己交", en="A flexible worker who pays for himself"),
                },
            ),
            question(
                "months", Words(zh="已经缴费的月数", en="Months paid so far"), "whole",
                note=Words(
                    zh="1998年7月以后的；以前参加工作的，请登录后用自己的记录算",
                    en="Since July 1998; who worked before signs in and uses the own record"),
            ),
            question(
                "index", Words(zh="以前的平均缴费指数", en="Average contribution index so far"), "text",
                note=Words(
                    zh="权益记录上有；一直按平均工资缴的是1，按最低基数缴的约0.6",
                    en="Stands in the yearly record; 1 on the average wage, about 0.6 on the lowest base"),
            ),
            question("account", Words(zh="现在的个人账户储存额", en="Balance of the individual account now"), "yuan"),
            *future_fields()[:1],
            question(
                "annuity", Words(zh="现在的年金账户余额", en="Balance of the annuity account now"), "yuan",
                note=Words(zh="企业年金或职业年金；没有的，填0", en="Enterprise or occupational annuity; 0 if none"),
            ),
            question(
                "annuity_month", Words(zh="以后每月记入年金账户", en="Into the annuity account each month from now on"), "yuan",
                note=Words(zh="单位和个人合计；没有的，填0", en="Employer and own together; 0 if none"),
            ),
            question(
                "personal", Words(zh="现在的个人养老金账户余额", en="Balance of the personal pension now"), "yuan",
                note=Words(zh="没有的，填0", en="0 if none"),
            ),
            *future_fields()[1:],
            *goal_fields(),
        )
    )  # fmt: skip


def assumption_questions() -> Questions:
    """What is assumed of the future, for both scenarios."""
    named = {
        "wages": Words(zh="工资每年增长（%）", en="Growth of wages a year (%)"),
        "rate": Words(zh="个人账户记账利率（%）", en="Crediting rate of accounts (%)"),
        "returns": Words(
            zh="年金和个人养老金收益率（%）", en="Return of annuities and personal pensions (%)"
        ),
    }
    scenario = {
        "careful": Words(zh="谨慎", en="Careful"),
        "hopeful": Words(zh="乐观", en="Hopeful"),
    }
    return Questions(
        fields=tuple(
            question(
                f"{code}_{key}", Words(zh=f"{scenario[code].zh}：{words.zh}", en=f"{scenario[code].en}: {words.en}"), "text"
            )
            for code in SCENARIOS
            for key, words in named.items()
        )
    )  # fmt: skip


def read_asked(
    sent: QueryDict, *, questions: Questions, defaults: Mapping[str, str], today: date, needs: str
) -> Asked:
    """Read the form from the address. Without the field `needs` nothing was asked yet, and nothing is wrong yet."""
    assumed = assumption_questions()
    preset = {f"{code}_{key}": value for code in SCENARIOS for key, value in ASSUMED[code].items()}
    preset |= defaults
    known = [field.key for field in (*questions.fields, *assumed.fields)]
    typed = {key: sent[key].strip() for key in known if key in sent}
    given = {**preset, **typed}
    if needs not in given:
        return Asked(
            form=form_view(questions, given, {}), assumed=form_view(assumed, given, {}), values=None, query=""
        )  # fmt: skip
    values, wrong = read_form(questions, given, today=today)
    futures, wrong_futures = read_form(assumed, given, today=today)
    for field in assumed.fields:
        if field.key in futures:
            _take(futures, wrong_futures, field, _ratio(str(futures[field.key])))
    if "index" in values:
        _take(values, wrong, questions_field(questions, "index"), _index(str(values["index"])))
    good = not (wrong or wrong_futures)
    typed_form, rest = form_view(questions, given, wrong), form_view(assumed, given, wrong_futures)
    return Asked(
        form=FormView(questions=typed_form.questions, lines=(*typed_form.lines, *rest.lines)), assumed=rest,
        values={**values, **futures} if good else None, query=urlencode(given),
    )  # fmt: skip


def questions_field(questions: Questions, key: str) -> Field:
    """The question of that key."""
    return next(field for field in questions.fields if field.key == key)


def _take(
    values: dict[str, Any], wrong: dict[str, Problem], field: Field, read: Fraction | None
) -> None:
    if read is not None:
        values[field.key] = read
        return
    del values[field.key]
    wrong[field.key] = Problem(
        code="number_unreadable", zh=f"{field.name.zh}无法识别", en=f"{field.name.en} cannot be read",
        clause="owner-default", next_step_zh="请填数字，例如 1.5；百分比在0到20之间，指数在0到3之间",
        next_step_en="Write a number such as 1.5: 0 to 20 percent, an index of 0 to 3",
    )  # fmt: skip


def _ratio(text: str) -> Fraction | None:
    """A percentage as a ratio, to two decimals, 0 to 20 percent."""
    match = _PERCENT.fullmatch(text)
    value = Fraction(text) if match else None
    return value / 100 if value is not None and value <= MOST_PERCENT else None


def _index(text: str) -> Fraction | None:
    """An index above 0 and at most 3, to four decimals."""
    match = _INDEX.fullmatch(text)
    value = Fraction(text) if match else None
    return value if value is not None and 0 < value <= MOST_INDEX else None
