"""Made-up contexts of the pages of one's own file and determination sheet. Nobody in them exists."""

from dataclasses import replace
from datetime import UTC, date, datetime

from renshe.portals.casework.test_samples_retirement import FINDING, PAPER, PROBLEM
from renshe.portals.citizen.pages import retirement_file, sheet
from renshe.portals.layout.amounts import Amount

AT = datetime(2025, 10, 20, 3, 0, tzinfo=UTC)


def file_page() -> retirement_file.FilePage:
    """A result that waits for the person's word, special work in public."""
    return retirement_file.FilePage(
        state="已认定，待本人确认", tone="warn", code="recognised", papers=(PAPER,), findings=(FINDING,), questions=1,
        publicity=retirement_file.PublicityLine(
            ends_on=date(2025, 10, 27), over=True, objections=1, url="/p"
        ),
        my_reason="少算两年", may_answer=True, done="已确认", apply_url="/a", typed="x", problems=(PROBLEM,),
    )  # fmt: skip


def no_file_page() -> retirement_file.FilePage:
    """Nobody reads a file yet."""
    return replace(file_page(), code="", findings=(), papers=(), publicity=None, problems=())


def sheet_page() -> sheet.SheetPage:
    """A sheet that waits for the person's word."""
    return sheet.SheetPage(
        title="基本养老金核定表", total=Amount(fen=400_000, explain_url="/e"), starts=2025 * 12 + 4, kind="弹性提前退休",
        born="1965年3月", taken_over=False, provisional=True,
        parts=(
            sheet.PartLine(
                title="基础养老金", formula="计发基数 × 年限", clause="国发〔2005〕38号 六",
                amount=Amount(fen=300_000, explain_url="/e"),
            ),
        ),
        inputs=(sheet.InputLine(title="计发月数", shown="139", clause="国发〔2005〕38号"),),
        career=(sheet.YearLine(year=2024, months=12, base_fen=7_200_000, index="0.6540"),), deemed_months=12,
        sha256="a" * 64, drawn_at=AT, word="", said_at=None, reason="", case_url="", case_number="", may_answer=True,
        whats=(("years", "缴费年限"),), what="years", typed="x", done="已确认", problems=(PROBLEM,),
    )  # fmt: skip


def objected_page() -> sheet.SheetPage:
    """A sheet of an old system, objected to."""
    return replace(
        sheet_page(), taken_over=True, word="objected", said_at=AT, reason="年限少了", case_url="/c", case_number="310112",
        may_answer=False, career=(), inputs=(), problems=(),
    )  # fmt: skip


RETIREMENT = {
    "citizen/pages/retirement_file.html": file_page,
    "citizen/pages/retirement_file.html#none": no_file_page,
    "citizen/pages/sheet.html": sheet_page,
    "citizen/pages/sheet.html#objected": objected_page,
}
