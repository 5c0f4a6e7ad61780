"""Refusals: the engine's only way of saying that it has no answer.

A refusal names its reason, the clause, what is missing and the next step for the person. It is
raised, never returned, so that no caller can take it for an amount.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from renshe.kernel.codes.citation import cite


@dataclass
class Reason:
    """One declared reason: texts for people, the clause, and what to do next."""

    code: str
    zh: str
    en: str
    clause: str = ""
    next_step_zh: str = ""
    next_step_en: str = ""


BUILT_IN = {
    reason.code: reason
    for reason in (
        Reason(
            "missing_fact",
            "缺少事实",
            "a fact is missing",
            "owner-default",
            "请补充该项信息后重新计算",
            "supply the fact and compute again",
        ),
        Reason(
            "missing_parameter",
            "该日期没有已公布的参数",
            "no parameter is in force on this date",
            "owner-default",
            "请由法规岗录入并经两人采用该参数",
            "have the parameter loaded and adopted by two people",
        ),
        Reason(
            "missing_rule",
            "该日期和地区没有适用的规定",
            "no rule is in force here on this date",
            "owner-default",
            "请核对日期和参保地",
            "check the date and the place",
        ),
        Reason(
            "unconfirmed_parameter",
            "参数未经确认，正式运行时不得使用",
            "the parameter is unconfirmed and may not be used in production",
            "owner-default",
            "请由两人核对文件原文后采用",
            "have two people adopt it from the official text",
        ),
        Reason(
            "fact_out_of_range",
            "数值超出合理范围",
            "the fact is outside its declared range",
            "owner-default",
            "请核对录入的数值",
            "check the value that was entered",
        ),
        Reason(
            "unknown_code",
            "代码不在标准目录内",
            "the code is not in its list",
            "owner-default",
            "请按标准代码填写",
            "use one of the listed codes",
        ),
    )
}


@dataclass
class Refusal(Exception):
    """No answer, with reason, subject (which fact, parameter or rule), place, date and clause."""

    reason: Reason
    subject: str = ""
    place: str = ""
    on: str = ""
    path: tuple[str, ...] = field(default_factory=tuple)

    @property
    def code(self) -> str:
        """The stable code of the reason."""
        return self.reason.code

    def describe(self, language: str = "zh") -> str:
        """One sentence for a person: reason, subject, date and place, clause, next step."""
        text = self.reason.zh if language == "zh" else self.reason.en
        step = self.reason.next_step_zh if language == "zh" else self.reason.next_step_en
        where = " ".join(part for part in (self.subject, self.on, self.place) if part)
        clause = f"[{cite(self.reason.clause)}]" if self.reason.clause else ""
        return (
            "；".join(part for part in (f"{text}: {where}" if where else text, step) if part)
            + clause
        )

    def __str__(self) -> str:
        return f"{self.code}: {self.describe('en')}"


class RefuseSignal(Exception):
    """Raised inside a rule by :func:`refuse`; the engine turns it into a :class:`Refusal`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refuse(code: str) -> None:
    """End a rule without an answer, for a reason declared in the branch's ``refusals.yaml``."""
    raise RefuseSignal(code)
