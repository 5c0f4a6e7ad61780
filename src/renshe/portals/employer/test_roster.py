"""An employer sends a roster with errors, mends the bad rows and sends them alone."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from renshe.domains.contributions.api import Declaration
from renshe.portals.conftest import Town

ROSTER = "/employer/roster/2025-10/"


def roster(town: Town, *, wages: tuple[str, ...]) -> SimpleUploadedFile:
    """A CSV of the first employer's people with these wages."""
    lines = ["证件号码,姓名,月平均工资（元）"]
    lines += [
        f"{person.id_number},{person.name},{wage}"
        for person, wage in zip(town.city.people, wages, strict=False)
    ]
    return SimpleUploadedFile("roster.csv", "\n".join(lines).encode("gb18030"), "text/csv")


def test_bad_cells_are_told_and_mended_rows_go_ahead_alone(town: Town) -> None:
    clerk = town.browser("clerk")
    answer = clerk.post(
        ROSTER, {"file": roster(town, wages=("10000", "八千", "１２０００"))}, follow=True
    )
    page = answer.content.decode()
    assert "有2行要改" in page
    assert "“八千”不是金额" in page
    assert "全角" in page
    first = Declaration.objects.get()
    failed = clerk.get(f"/employer/declarations/{first.pk}/failed-rows/")
    book = openpyxl.load_workbook(io.BytesIO(failed.content))
    sheet = book.worksheets[0]
    for row in range(6, sheet.max_row + 1):
        sheet.cell(row=row, column=3).value = 8000
    sink = io.BytesIO()
    book.save(sink)
    mended = SimpleUploadedFile("mended.xlsx", sink.getvalue())
    again = clerk.post(f"/employer/declarations/{first.pk}/", {"file": mended}, follow=True)
    assert "2行全部受理" in again.content.decode()
    assert "行名册要改" not in clerk.get("/employer/").content.decode()


def test_a_file_that_is_no_roster_changes_nothing_and_says_how_to_mend_it(town: Town) -> None:
    answer = town.browser("clerk").post(ROSTER, {"file": SimpleUploadedFile("a.csv", b"\0" * 1000)})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "什么都没有改变" in page
    assert "怎么改" in page
    assert not Declaration.objects.exists()


def test_no_file_is_answered_and_not_an_error(town: Town) -> None:
    answer = town.browser("clerk").post(ROSTER)
    assert answer.status_code == 400
    assert "没有选择文件" in answer.content.decode()


def test_another_employers_declaration_is_not_found(town: Town) -> None:
    town.browser("clerk").post(ROSTER, {"file": roster(town, wages=("10000", "x", "12000"))})
    number = Declaration.objects.get().pk
    other = town.browser("other_clerk")
    for tail in ("", "marked/", "failed-rows/"):
        assert other.get(f"/employer/declarations/{number}/{tail}").status_code == 404


def test_the_template_and_the_marked_file_are_workbooks(town: Town) -> None:
    clerk = town.browser("clerk")
    clerk.post(ROSTER, {"file": roster(town, wages=("10000", "x", "12000"))})
    number = Declaration.objects.get().pk
    for address in (f"{ROSTER}template/", f"/employer/declarations/{number}/marked/"):
        answer = clerk.get(address)
        assert answer.content[:2] == b"PK"
        assert "attachment" in answer["Content-Disposition"]
