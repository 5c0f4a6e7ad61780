"""An objection to a determination sheet: what today's record would give beside what was determined, and the redetermination."""

from __future__ import annotations

from typing import Any

from renshe.domains.cases import api as cases
from renshe.domains.pension import api as pension
from renshe.domains.retirement_file import api as retirement_file
from renshe.flows import determination_sheet
from renshe.flows.books_month import books_month
from renshe.flows.pension_to_ledger import FUND, overpayments_found
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.money import format_yuan
from renshe.kernel.rules import Refusal
from renshe.laws import library

NOBODY = Problem(
    "subject_missing", "没有指明是哪位领取人", "it is not said whose pension this is", "社会保险经办条例 18",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
NO_PENSION = Problem(
    "nothing_determined",
    "没有正在领取的基本养老金，没有可以异议的核定表",
    "no pension is drawn, so there is no sheet to object to",
    "社会保险经办条例 18",
    "还没有申领的请先办理“职工基本养老金申领”",
    "Claim the pension first",
)
WITHOUT_FIGURES = Problem(
    "sheet_without_figures",
    "这份核定是从旧系统接收的，没有计算资料，不能直接重核",
    "this award was taken over from an old system without its figures, so it cannot simply be determined again",
    "社会保险经办条例 46",
    "请由经办先补录缴费经历，或向原核定机构申请复查",
    "Have the career entered first, or ask the agency that determined it to look again",
)
NO_DIFFERENCE = Problem(
    "determination_stands",
    "按现在的记录重算，金额没有变化",
    "determined again from the present record, the amount is the same",
    "社会保险经办条例 46",
    "请核对缴费记录和档案认定；记录有误的先办理更正，再提出异议",
    "Check the record and the file; have what is wrong corrected first, then object again",
)
STAYS = Problem(
    "award_stays",
    "重核后的养老金不撤销，只能再次重核",
    "a pension that was determined again is not withdrawn but determined once more",
    "社会保险经办条例 46",
    "请再次提出异议",
    "Object again",
)


class DisputeDetermination(cases.Plain):
    """Determines a pension again from today's record."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """The years are what people ask about first."""
        return {"what": "years"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """What was determined, what today's record gives, and the difference; none refuses a grant."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        award = pension.in_force(person_id=asked.subject_id)
        if award is None:
            return cases.Examination(findings=(cases.Finding(NO_PENSION, refuses=True),))
        if "career" not in award.facts:
            return cases.Examination(findings=(cases.Finding(WITHOUT_FIGURES, refuses=True),))
        try:
            drawn = _again(award, asked)
        except Refusal as refusal:
            found = cases.Finding(refusal.reason, refuses=True, detail=refusal.describe())
            return cases.Examination(findings=(found,))
        findings: tuple[cases.Finding, ...] = ()
        if drawn.total_fen == award.total_fen:
            findings = (cases.Finding(NO_DIFFERENCE, refuses=True),)
        return cases.Examination(
            findings, amount_fen=abs(drawn.total_fen - award.total_fen),
            sheet={
                "before": {
                    "zh": "原核定的月基本养老金（元）", "en": "Monthly pension as determined (yuan)", "fen": award.total_fen,
                    "explain": award.receipt | {"facts": award.facts},
                },
                "after": {
                    "zh": "按现在的记录（元）", "en": "By the present record (yuan)", "fen": drawn.total_fen,
                    "explain": drawn.receipt | {"facts": drawn.facts},
                },
            },
        )  # fmt: skip

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The pension is determined again, its sheet drawn again, the difference owed or to be recovered."""
        case = cases.case_by_number(number=asked.number)
        old = pension.in_force(person_id=int(asked.subject_id or 0))
        assert old is not None
        signed = pension.Signatures(
            determined_by=case.handler, reviewed_by=case.reviewer, at=asked.at, known_on=asked.today
        )
        granted = pension.redetermine_award(
            award_id=old.pk, cause="redetermined", signed=signed, explain=library.explain
        )
        if granted.overpayment is not None:
            overpayments_found(
                [granted.overpayment], entry_on=asked.today, posted_by=case.reviewer,
                accounting_month=books_month(fund=FUND, on=asked.today),
            )  # fmt: skip
        by = retirement_file.By(name=case.handler, at=asked.at, today=asked.today)
        sheet = determination_sheet.file_sheet(award=granted.award, by=by)
        paper = determination_sheet.paper_of(content=sheet.content, person_id=old.person_id)
        before, after = format_yuan(old.total_fen), format_yuan(granted.award.total_fen)
        said, said_en = _settled(granted)
        return cases.Effect(
            f"核定的月基本养老金由{before}元改为{after}元{said}。",
            f"The monthly pension as determined changes from {before} to {after} yuan{said_en}.",
            {"award": granted.award.pk, "sheet": sheet.pk},
            [("certificate", paper)],
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: it is determined once more instead."""
        raise Refused(STAYS, subject=asked.number)


def _again(award: pension.Award, asked: cases.Asked) -> pension.Determination:
    facts: dict[str, Any] = pension.award_facts(
        person_id=award.person_id, place=award.place, retirement_month=award.starts_month - 1,
        known_on=asked.today, explain=library.explain,
    )  # fmt: skip
    return pension.determine(
        facts=facts, place=award.place, known_on=asked.today, explain=library.explain
    )


def _settled(granted: pension.Granted) -> tuple[str, str]:
    if granted.overpayment is not None:
        fen = format_yuan(granted.overpayment.principal_fen)
        return (
            f"，此前多发{fen}元另行告知追回",
            f"; {fen} yuan paid too much is recovered with notice",
        )
    if granted.arrears:
        fen = format_yuan(sum(_fen(one) for one in granted.arrears))
        return f"，此前少发{fen}元随下次发放补发", f"; {fen} yuan comes with the next payment"
    return "", ""


def _fen(one: pension.Arrears) -> int:
    return one.basic_fen + one.account_fen + one.transitional_fen + one.other_fen


SERVICE = DisputeDetermination()
