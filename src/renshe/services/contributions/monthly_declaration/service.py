"""The declaration is no case: rows are taken by `declare_month`, so a case of this item is refused with the way to its door."""

from __future__ import annotations

from renshe.domains.cases import api as cases
from renshe.kernel.codes.problem import Problem, Refused

AT_ITS_DOOR = Problem(
    "declared_at_its_door",
    "月度申报在“报名册”办理，不作为办件受理",
    "the monthly declaration is made with the roster and is no case",
    "社会保险法 60",
    "请到单位页面的“报名册”上传名册，或用申报接口",
    "Upload the roster on the employer's page, or use the declarations of the API",
)


class MonthlyDeclaration(cases.Plain):
    """Whatever opens a case of it all the same is told where the roster is taken."""

    def examine(self, asked: cases.Asked) -> cases.Examination:
        """Always the way to the door."""
        return cases.Examination(findings=(cases.Finding(AT_ITS_DOOR, refuses=True),))

    def grant(self, asked: cases.Asked) -> cases.Effect:
        """Raises Refused `declared_at_its_door`."""
        raise Refused(AT_ITS_DOOR, subject=asked.number)


SERVICE = MonthlyDeclaration()
