"""A person asks for his file to be read before retirement; granting begins the review with the papers that were handed in."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.domains.documents import api as documents
from renshe.domains.pension import api as pension
from renshe.domains.registry import api as registry
from renshe.domains.retirement_file import api as retirement_file
from renshe.kernel.codes.problem import Problem, Refused
from renshe.kernel.periods import format_month, format_month_zh, month_containing
from renshe.kernel.rules import Refusal
from renshe.laws import library

NOBODY = Problem(
    "subject_missing", "没有指明是哪位参保人", "it is not said whose file this is", "劳社部发〔1999〕8号 二",
    "请本人登录办理，或在窗口先查找到本人再办理", "Sign in yourself, or find the person at the counter first",
)  # fmt: skip
TOO_FAR = Problem(
    "review_too_early",
    "距最早可以退休还有十二个月以上",
    "the earliest retirement is more than twelve months away",
    "owner-default（退休前一年预审）",
    "请在最早可以退休前十二个月内申请；做过特殊工种的请选择“做过”",
    "Ask within the twelve months before it; say so if there was special work",
)
DRAWS = Problem(
    "file_after_award",
    "已经领取养老金，不再预审",
    "a pension is drawn already, so no file is reviewed ahead",
    "社会保险经办条例 18",
    "对核定有异议的请办理“核定表异议与重核”",
    "Use the objection to the determination",
)
RECORD_MISSING = Problem(
    "special_record_missing",
    "没有附特殊工种岗位的原始记录",
    "the original record of the special work is not attached",
    "国发〔1978〕104号 一（二）",
    "可以先受理，由经办向单位询问；有记录的请补传",
    "It is accepted all the same and the employer is asked; add the record if you have it",
)
STAYS = Problem(
    "review_stays",
    "预审已经开始，不能撤销",
    "the review has begun and is not undone",
    "社会保险经办条例 38",
    "登记错的材料和认定由经办撤下，本人不确认就不生效",
    "What was recorded wrongly is withdrawn there; nothing takes effect before the person confirms",
)
_TARGETS = {"no": "earliest_retirement_month", "yes": "special_work_retirement_month"}


class ReviewFile(cases.Plain):
    """Begins the review of a file."""

    def prefill(self, asked: cases.Asked) -> cases.Values:
        """No special work, unless somebody says so."""
        return {"special": "no"}

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Who it is, that no pension runs, and that it is not too early by the law of the way that is asked for."""
        if asked.subject_id is None:
            return cases.Examination(findings=(cases.Finding(NOBODY, refuses=True),))
        found = []
        if pension.in_force(person_id=asked.subject_id) is not None:
            found.append(cases.Finding(DRAWS, refuses=True))
        earliest, refusal = _earliest(asked)
        if refusal is not None:
            found.append(cases.Finding(refusal.reason, refuses=True, detail=refusal.describe()))
        elif (
            earliest is not None
            and earliest > month_containing(asked.today) + retirement_file.AHEAD_MONTHS
        ):
            found.append(
                cases.Finding(
                    TOO_FAR,
                    refuses=True,
                    field="special",
                    detail=f"最早{format_month_zh(earliest)}",
                )
            )
        if (
            asked.number
            and asked.values["special"] == "yes"
            and cases.file_of(number=asked.number, material="special_record") is None
        ):
            found.append(cases.Finding(RECORD_MISSING, refuses=False))
        sheet = {}
        if earliest is not None:
            sheet["earliest"] = {
                "zh": "最早可以退休", "en": "Earliest retirement", "shown": format_month(earliest),
            }  # fmt: skip
        return cases.Examination(tuple(found), sheet=sheet)

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """The review begins, with what was handed in as its first papers."""
        by = retirement_file.By(name=asked.actor, at=asked.at, today=asked.today)
        review = retirement_file.open_review(
            person_id=int(asked.subject_id or 0), place=asked.place, by=by, case_number=asked.number
        )
        for material, kind, proves in (
            ("personal_file", "history", "档案首页和履历"),
            ("special_record", "special_work", "特殊工种岗位记录"),
        ):
            file_id = cases.file_of(number=asked.number, material=material)
            if file_id is None or review.papers.filter(file_id=file_id).exists():
                continue
            kept = documents.File.objects.get(pk=file_id)
            retirement_file.list_paper(
                review_id=review.pk, kind=kind, dated_on=asked.today, proves=proves, by=by,
                file={"name": kept.name, "media_type": kept.media_type, "content": bytes(kept.content)},
            )  # fmt: skip
        return cases.Effect(
            "档案预审已开始，认定结果会请您确认，确认后生效。",
            "The review of the file has begun; you are asked to confirm what is recognised, and it takes effect then.",
            {"review": review.pk},
        )

    def reverse(self, asked: cases.Asked, reference: cases.Values) -> cases.Effect:
        """Refused: a review goes on; what is wrong in it is withdrawn there."""
        raise Refused(STAYS, subject=asked.number)


def _earliest(asked: cases.Asked) -> tuple[int | None, Refusal | None]:
    """The earliest month of the way that is asked for, or the law's refusal.

    Special work that nobody has recognised yet counts as enough: whether it is, the review finds out.
    """
    person = registry.person(person_id=int(asked.subject_id or 0))
    birth = registry.birth_date_for(person=person, purpose="retirement")
    facts = {
        "birth_month": month_containing(birth),
        "retirement_category": person.retirement_category,
    }
    special = asked.values["special"]
    given = {"special_work_missing_months": 0} if special == "yes" else None
    try:
        answer = library.explain(
            _TARGETS[special], facts, place=asked.place, on=asked.today, given=given
        )
    except Refusal as refusal:
        return None, refusal
    return int(answer.value), None


SERVICE = ReviewFile()
