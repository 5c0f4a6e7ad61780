"""Made-up contexts of a public body's staff page. Nobody in them exists."""

from __future__ import annotations

from dataclasses import replace

from renshe.portals.casework.test_samples_established import OF_EMPLOYER
from renshe.portals.employer.pages.annuity import BadCell
from renshe.portals.employer.pages.institution import (
    DeclaredMonth,
    EmployerInstitutionPage,
    StaffLine,
)
from renshe.portals.layout.errors import Problem

OCTOBER = 2025 * 12 + 9


def page() -> EmployerInstitutionPage:
    """A hospital with one doctor, one paid month and one that waits."""
    waits = DeclaredMonth(
        number=2, period=OCTOBER, heads=1, base_fen=800_000, employer_fen=128_000, personal_fen=64_000, due_fen=192_000,
        state="待缴费", paid=False, may_reverse=True,
    )  # fmt: skip
    paid = replace(
        waits, number=1, period=OCTOBER - 1, state="已到账", paid=True, may_reverse=False
    )
    return EmployerInstitutionPage(
        employer_name="珠海市第七医院", public=True,
        staff=(
            StaffLine(
                name="张*", id_number="4404**********1234", kind="事业单位编制内人员", post="主任医师 薪级40级",
                from_month=2014 * 12 + 9,
            ),
        ),
        heads=1, months=(waits, paid), problem=None, cells=(), typed_period="2025-10", typed_reason="",
    )  # fmt: skip


def wrong() -> EmployerInstitutionPage:
    """A file that was not taken."""
    cell = BadCell(row=2, column="C", header="月工资", reason="工资无法识别", fix="填元")
    problem = Problem(
        reason="文件没有收下", subject="", clause="国发〔2015〕2号 三", next_step="改好再传"
    )
    return replace(page(), problem=problem, cells=(cell,))


PAGES = {
    **OF_EMPLOYER,
    "employer/pages/institution.html": page,
    "employer/pages/institution.html#wrong": wrong,
    "employer/pages/institution.html#empty": lambda: replace(page(), staff=(), heads=0, months=()),
    "employer/pages/institution.html#enterprise": lambda: replace(page(), public=False),
}
