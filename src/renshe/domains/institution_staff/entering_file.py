"""People to be entered and their service before the reform, as a form, a table or an API call gives them: one row a person.

Every cell is judged by itself, so that a clerk sees all that is wrong at once; a list is taken whole or not at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from renshe.domains.institution_staff import problems_of_entering as problems
from renshe.domains.institution_staff.models import REFORM, StaffMember
from renshe.domains.registry import api as registry
from renshe.foundation.sheets.cell_errors import CellError, Finding, cell_errors
from renshe.foundation.sheets.columns import TemplateColumn
from renshe.foundation.sheets.named_rows import (
    NamedRow,
    NamedRows,
    given_rows,
    matched,
    named_template,
    read_named_rows,
    yuan_cell,
)
from renshe.kernel.codes.problem import Problem
from renshe.kernel.periods import Month, month_containing, parse_month

LIMITS = {"rows": 5_000, "file_bytes": 5 * 2**20, "uncompressed_bytes": 60 * 2**20}
MOST_FEN, MOST_MONTHS, MOST_INDEX = 10_000_000, 480, 100_000
COLUMNS = (
    TemplateColumn("id_number", "证件号码", "ID number", True, 22, "与登记一致，按文本填写", "As registered, as text"),
    TemplateColumn("name", "姓名", "Name", True, 12, "与证件一致", "As on the document"),
    TemplateColumn("kind", "人员类别", "Kind of staff", True, 20, "公务员，或者事业单位",
        "公务员 (civil servant) or 事业单位 (institution)"),
    TemplateColumn("post", "职务（岗位）", "Post", True, 16, "按人事部门文件", "As in the personnel file"),
    TemplateColumn("rank", "级别（薪级）", "Rank", True, 16, "按人事部门文件", "As in the personnel file"),
    TemplateColumn("hired_on", "参加工作日期", "Working since", True, 14, "例如1989-07-01", "Such as 1989-07-01"),
    TemplateColumn("from_month", "参保起始年月", "Insured from", False, 14,
        "例如2014-10；已在册、只认定工作年限的不填", "Such as 2014-10; empty for who is on the register"),
    TemplateColumn("deemed_months", "视同缴费月数", "Deemed months", False, 14,
        "2014年10月以前的工作月数；没有的这一列起都不填", "Of service before October 2014; all empty from here where none"),
    TemplateColumn("deemed_index", "视同缴费指数", "Deemed index", False, 14, "按职务级别，最多四位小数",
        "Of the post, at most four decimals"),
    TemplateColumn("basic_wage", "2014年9月基本工资", "Basic wage of 2014-09", False, 18, "元，工资审批表上的",
        "Yuan, as approved"),
    TemplateColumn("percent", "老办法计发比例", "Old method's percentage", False, 16, "百分数，例如90",
        "In percent, such as 90"),
    TemplateColumn("living_subsidy", "退休补贴标准", "Retirement subsidy", False, 14, "元，没有的填0", "Yuan, 0 if none"),
    TemplateColumn("added_pay", "增加退休费", "Added retirement pay", False, 14, "元，没有的填0", "Yuan, 0 if none"),
    TemplateColumn("hardship", "艰苦边远津贴", "Hardship allowance", False, 14, "元，没有的填0", "Yuan, 0 if none"),
    TemplateColumn("basis", "依据", "Basis", True, 36, "入编文件文号，干部人事档案中的材料",
        "The document of the post, papers of the personnel file"),
)  # fmt: skip
OF_SERVICE = ("deemed_months", "deemed_index", "basic_wage", "percent", "living_subsidy", "added_pay", "hardship")  # fmt: skip
KINDS = {
    "公务员": "civil_servant", "参公": "civil_servant", "公务员和参公人员": "civil_servant", "civil_servant": "civil_servant",
    "事业单位": "institution", "事业单位编制内人员": "institution", "institution": "institution",
}  # fmt: skip
"""How people write the kind of staff; on screen it is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Service before October 2014 as asked: months, index and percentage in ten-thousandths, wage items of 2014-09 in fen."""

    deemed_months: int
    deemed_index: int
    basic_wage_fen: int
    old_method_percent: int
    living_subsidy_fen: int
    added_pay_fen: int
    hardship_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One person to be entered from a month on, with service before the reform; or that alone where `from_month` is None."""

    person_id: int
    kind: str
    post: str
    rank: str
    hired_on: dt.date
    from_month: Month | None
    service: Service | None
    basis: str


@dataclass(frozen=True, kw_only=True)
class ReadStaff:
    """Everybody of a form, file or call, or what is wrong with which cell."""

    rows: tuple[Wanted, ...]
    errors: tuple[CellError, ...]


def read_staff_file(content: bytes, *, employer_id: int, today: dt.date) -> ReadStaff:
    """Read an .xlsx or .csv. Raises Refused where the file as a whole is no such table."""
    read = read_named_rows(content, columns=COLUMNS, limits=LIMITS)
    return _judged(read, employer_id=employer_id, today=today)


def read_staff(
    records: Sequence[Mapping[str, object]], *, employer_id: int, today: dt.date
) -> ReadStaff:
    """The same from a form or an API call: texts under the columns' keys, rows from 1."""
    return _judged(given_rows(records, columns=COLUMNS), employer_id=employer_id, today=today)


def staff_template() -> bytes:
    """The empty table with its headers and notes."""
    return named_template(COLUMNS, title="编制内人员")


def _judged(read: NamedRows, *, employer_id: int, today: dt.date) -> ReadStaff:
    known = registry.people_by_id_numbers(id_numbers=read.id_numbers)
    people, findings = matched(read, known=known)
    ids = [one.pk for one in people.values()]
    live = {one.person_id: one for one in StaffMember.objects.filter(person_id__in=ids, last_month__isnull=True)}  # fmt: skip
    rows = []
    for row in read.rows:
        person = people.get(row.number)
        cells = _Cells(row, today)
        wanted = cells.wanted(person.pk if person else 0)
        if person is not None and wanted is not None:
            cells.against(live.get(person.pk), wanted, employer_id)
            rows.append(wanted)
        findings += cells.findings
    errors = cell_errors(findings, columns=COLUMNS, places=read.places)
    return ReadStaff(rows=() if errors else tuple(rows), errors=tuple(errors))


class _Cells:
    """One row's cells while they are judged."""

    def __init__(self, row: NamedRow, today: dt.date) -> None:
        self.row, self.today = row, today
        self.findings: list[Finding] = []

    def wanted(self, person_id: int) -> Wanted | None:
        """What the row asks; None where a cell is wrong, which `findings` then says."""
        text = self.row.cells
        kind, hired = KINDS.get(text["kind"]), self._day("hired_on")
        if kind is None:
            self._say("kind", problems.KIND)
        for key in ("post", "rank", "basis"):
            if not 0 < len(text[key]) <= (255 if key == "basis" else 60):
                self._say(key, problems.TEXT_MISSING)
        start = self._month()
        service = self._service(hired) if any(text[key] for key in OF_SERVICE) else None
        if not text["from_month"] and service is None and not self.findings:
            self._say("from_month", problems.NOTHING_ASKED)
        if self.findings or kind is None or hired is None:
            return None
        return Wanted(
            person_id=person_id, kind=kind, post=text["post"], rank=text["rank"], hired_on=hired, from_month=start,
            service=service, basis=text["basis"],
        )  # fmt: skip

    def against(self, live: StaffMember | None, wanted: Wanted, employer_id: int) -> None:
        """Hold a row against the register: new people are on none, service alone is for people of this body."""
        if wanted.from_month is not None and live is not None:
            self._say("from_month", problems.MEMBER_ALREADY)
        if wanted.from_month is None and (live is None or live.employer_id != employer_id):
            self._say("from_month", problems.NOT_HERE)

    def _service(self, hired: dt.date | None) -> Service | None:
        fens = {
            "basic_wage": self._fen("basic_wage", least=1),
            **{key: self._fen(key, least=0) for key in ("living_subsidy", "added_pay", "hardship")},
        }
        months, index = self._months(hired), self._scaled("deemed_index", 10_000, MOST_INDEX)
        percent = self._scaled("percent", 100, 10_000)
        if months is None or index is None or percent is None or None in fens.values():
            return None
        return Service(
            deemed_months=months, deemed_index=index, old_method_percent=percent,
            basic_wage_fen=fens["basic_wage"] or 0, living_subsidy_fen=fens["living_subsidy"] or 0,
            added_pay_fen=fens["added_pay"] or 0, hardship_fen=fens["hardship"] or 0,
        )  # fmt: skip

    def _months(self, hired: dt.date | None) -> int | None:
        text = self.row.cells["deemed_months"]
        months = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
        if not 0 < months <= MOST_MONTHS:
            return self._say("deemed_months", problems.MONTHS)
        if hired is not None and months > REFORM - month_containing(hired):
            return self._say("deemed_months", problems.MONTHS_TOO_MANY)
        return months

    def _scaled(self, key: str, scale: int, most: int) -> int | None:
        """A decimal times a scale as a whole number above 0; what has more decimals is none."""
        try:
            value = Decimal(self.row.cells[key].removesuffix("%")) * scale
        except InvalidOperation:
            value = Decimal(0)
        if not value.is_finite() or value != value.to_integral_value() or not 0 < value <= most:
            return self._say(key, problems.DECIMAL)
        return int(value)

    def _fen(self, key: str, *, least: int) -> int | None:
        fen = yuan_cell(self.row.cells[key], least=least, most=MOST_FEN)
        return self._say(key, problems.AMOUNT) if fen is None else fen

    def _day(self, key: str) -> dt.date | None:
        text = self.row.cells[key].split(" ")[0].replace("/", "-").replace(".", "-")
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            return self._say(key, problems.DAY)
        return day if day <= self.today else self._say(key, problems.DAY)

    def _month(self) -> Month | None:
        text = self.row.cells["from_month"]
        if not text:
            return None
        try:
            month = parse_month(text[:7])
        except ValueError:
            return self._say("from_month", problems.MONTH)
        if not REFORM <= month <= month_containing(self.today):
            return self._say("from_month", problems.MONTH_OUTSIDE)
        return month

    def _say(self, key: str, problem: Problem) -> None:
        self.findings.append(Finding(self.row.number, key, problem))
