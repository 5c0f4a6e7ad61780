"""What an old system hands over: files and columns, declared once for reading, checking and the written contract.

Money is yuan as text (`1234.50`), a month is `2025-10`, a day `2025-10-01`, twelve months are twelve signs of 0 and 1
beginning with January. `contract.md` is written from here (`as_markdown`), so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EMPLOYER_KINDS = ("enterprise", "institution", "government", "individual", "flexible_pool")
PERSON_KINDS = ("employee", "flexible", "civil_service", "retiree_injury_only")
LEAVE_REASONS = (
    "employment_ended", "resignation", "retirement", "death", "transfer", "merger",
    "employer_closed", "emigration", "own_wish", "suspension", "resumption",
)  # fmt: skip
HOLDS = ("custody", "overdue_certification", "manual")
FUNDS = ("employee_pension", "employee_medical", "unemployment", "work_injury")
CASH_ITEMS = ("1002", "1003", "1004", "1005")
MONTHS = tuple(f"{number:02d}" for number in range(1, 13))
SHARES = (
    "pension_employer", "pension_personal", "medical_employer", "medical_personal",
    "unemployment_employer", "unemployment_personal", "injury_employer", "maternity_employer",
)  # fmt: skip
BASES = ("pension_base", "medical_base", "unemployment_base", "injury_base")
COMPONENTS = ("basic", "account", "transitional", "other")


@dataclass(frozen=True)
class Column:
    """One column: how it is written (`kind`), what it is called, and what may stand in it.

    Kinds: text, id, uscc, name, code (one of `values`), place, day, month, yuan (fen inside), whole (`low` to
    `high`), flags (twelve signs), person and employer (a number given in the file of that name).
    """

    name: str
    kind: str
    zh: str
    en: str
    required: bool = True
    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 10**15


@dataclass(frozen=True)
class FileSpec:
    """One file: its columns, and which of them together may occur once only."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    @property
    def summed(self) -> tuple[str, ...]:
        """The money columns."""
        return tuple(column.name for column in self.columns if column.kind == "yuan")

    @property
    def measures(self) -> dict[str, tuple[str, ...]]:
        """What control totals state beside `rows`, each the sum of one column, or of twelve for a career."""
        found: dict[str, list[str]] = {}
        for name in self.summed:
            stem, _, month = name.partition("_")
            found.setdefault(stem if month in MONTHS else name, []).append(name)
        return {measure: tuple(names) for measure, names in found.items()}

    def column(self, name: str) -> Column:
        """The column of this name. Raises KeyError."""
        return {column.name: column for column in self.columns}[name]


def _yuan(names: Sequence[str], zh: Sequence[str], *, signed: bool = False) -> tuple[Column, ...]:
    low = -(10**13) if signed else 0
    return tuple(
        Column(name, "yuan", word, name.replace("_", " "), required=False, low=low, high=10**13)
        for name, word in zip(names, zh, strict=True)
    )


_PERSON = Column("person_no", "person", "个人编号", "old system's number of the person")
_EMPLOYER = Column("employer_no", "employer", "单位编号", "old system's number of the employer",
                   required=False)  # fmt: skip

PEOPLE = FileSpec(
    "people", "人员", "people", key=("person_no",), required=True,
    columns=(
        Column("person_no", "text", "个人编号", "old system's number of the person"),
        Column("id_number", "id", "证件号码", "id number, 18 characters"),
        Column("name", "name", "姓名", "name"),
        Column("sex", "code", "性别", "sex", required=False, values=("M", "F")),
        Column("birth_on", "day", "出生日期", "birth date by the id", required=False),
        Column("birth_on_file", "day", "档案出生日期", "birth date of the file, where it differs", required=False),
        Column("ethnic_code", "text", "民族", "ethnic group, GB/T 3304 number or name"),
        Column("household_place", "place", "户籍地", "household place, GB/T 2260"),
        Column("residence_place", "place", "居住地", "residence, GB/T 2260"),
        Column("address", "text", "地址", "address", required=False),
        Column("phone", "text", "电话", "telephone", required=False),
        Column("died_on", "day", "死亡日期", "date of death", required=False),
        Column("death_known_on", "day", "死亡获知日期", "when the death became known", required=False),
        Column("work_started_month", "month", "参加工作年月", "first month of work", required=False),
        Column("retirement_category", "code", "退休类别", "retirement category", values=("M60", "F55", "F50")),
    ),
)  # fmt: skip
EMPLOYERS = FileSpec(
    "employers", "单位", "employers", key=("employer_no",), required=True,
    columns=(
        Column("employer_no", "text", "单位编号", "old system's number of the employer"),
        Column("uscc", "uscc", "统一社会信用代码", "unified social credit code"),
        Column("name", "text", "单位名称", "name"),
        Column("kind", "code", "单位类型", "kind", values=EMPLOYER_KINDS),
        Column("industry_code", "code", "行业门类", "GB/T 4754 letter", values=tuple("ABCDEFGHIJKLMNOPQRST")),
        Column("size_class", "code", "规模", "size", values=("large", "medium", "small", "micro")),
        Column("injury_rate_class", "whole", "工伤行业类别", "work-injury rate class", low=1, high=8),
        Column("place", "place", "参保地", "place of the bureau that insures it"),
        Column("registered_on", "day", "登记日期", "registered on"),
        Column("closed_on", "day", "注销日期", "closed on", required=False),
        Column("successor_no", "text", "承继单位编号", "number of the successor", required=False),
    ),
)  # fmt: skip
SPELLS = FileSpec(
    "spells", "参保时段", "spells of insurance",
    key=("person_no", "employer_no", "insurance", "start_month"),
    columns=(
        _PERSON, _EMPLOYER,
        Column("insurance", "whole", "险种", "1 pension 2 medical 3 unemployment 4 injury 5 maternity", low=1, high=5),
        Column("start_month", "month", "起始年月", "first month"),
        Column("end_month", "month", "终止年月", "last month (still insured where empty)", required=False),
        Column("status", "code", "状态", "state", values=("active", "suspended")),
        Column("person_kind", "code", "人员类别", "kind of person", values=PERSON_KINDS),
        Column("leave_reason", "code", "停保原因", "why it ended", required=False, values=LEAVE_REASONS),
    ),
)  # fmt: skip
WAGES = FileSpec(
    "wages", "申报工资", "wages declared for the running contribution year",
    key=("person_no", "employer_no", "year_start_month"),
    columns=(
        _PERSON, _EMPLOYER,
        Column("year_start_month", "month", "缴费年度起始年月", "first month of the contribution year"),
        Column("wage", "yuan", "月工资", "monthly wage"),
    ),
)  # fmt: skip
CAREERS = FileSpec(
    "careers", "缴费历史", "careers: one person, employer and year", key=("person_no", "employer_no", "year"),
    columns=(
        _PERSON, _EMPLOYER,
        Column("year", "whole", "年度", "calendar year", low=1950, high=2100),
        Column("paid", "flags", "缴费标志", "months paid, January first"),
        Column("deemed_months", "whole", "视同缴费月数", "deemed months of the year", required=False, high=12),
        *_yuan([f"base_{m}" for m in MONTHS], [f"{int(m)}月基数" for m in MONTHS]),
        *_yuan([f"credit_{m}" for m in MONTHS], [f"{int(m)}月记账额" for m in MONTHS]),
    ),
)  # fmt: skip
ACCOUNTS = FileSpec(
    "accounts", "个人账户", "individual accounts at the end of the last closed year",
    key=("person_no", "year"),
    columns=(
        _PERSON, Column("year", "whole", "年度", "the closed year", low=1992, high=2100),
        *_yuan(("opening", "credit", "interest", "payout", "closing"),
               ("年初余额", "本年记账额", "本年利息", "本年支出", "年末余额")),
    ),
)  # fmt: skip
AWARDS = FileSpec(
    "awards", "在发待遇", "pensions in payment, or stopped, or ended", key=("person_no",),
    columns=(
        _PERSON, Column("place", "place", "待遇地", "place that pays"),
        Column("starts_month", "month", "首发年月", "first month due"),
        Column("ends_month", "month", "末发年月", "last month due", required=False),
        Column("state", "code", "状态", "state", values=("provisional", "final", "suspended", "ended")),
        *_yuan((*COMPONENTS, "total"), ("基础养老金", "个人账户养老金", "过渡性养老金", "其他", "合计")),
        Column("hold_kind", "code", "停发原因", "why it is stopped", required=False, values=HOLDS),
        Column("hold_from_month", "month", "停发起始年月", "stopped from", required=False),
        Column("bank_code", "text", "银行代码", "bank", required=False),
        Column("account_number", "text", "账号", "account number", required=False),
        Column("account_name", "text", "户名", "name on the account", required=False),
        Column("verified_on", "day", "账户核验日期", "account verified on", required=False),
    ),
)  # fmt: skip
ARREARS = FileSpec(
    "arrears", "欠费明细", "dues not received: one person, employer and month",
    key=("person_no", "employer_no", "period"),
    columns=(
        _PERSON, _EMPLOYER, Column("period", "month", "费款所属期", "month the dues are for"),
        Column("due_on", "day", "缴费期限", "last day in time"),
        Column("wage", "yuan", "申报工资", "declared wage"),
        *_yuan(BASES, ("养老基数", "医疗基数", "失业基数", "工伤基数")),
        *_yuan((*SHARES, "account_credit"),
               ("养老单位", "养老个人", "医疗单位", "医疗个人", "失业单位", "失业个人", "工伤单位", "生育单位", "应记账户")),
    ),
)  # fmt: skip
BOOKS = FileSpec(
    "books", "期初账务", "opening books of each fund", key=("fund", "item"),
    columns=(
        Column("fund", "code", "基金", "fund", values=FUNDS),
        Column("item", "code", "项目", "cash account of the chart, or a total",
               values=(*CASH_ITEMS, "receivable", "individual_accounts", "account_payouts_since")),
        Column("amount", "yuan", "金额", "amount", low=-(10**13), high=10**13),
    ),
)  # fmt: skip
TOTALS = FileSpec(
    "totals", "控制合计", "control totals of the old system", key=("file", "measure"), required=True,
    columns=(
        Column("file", "text", "文件", "name of the file"),
        Column("measure", "text", "项目", "`rows`, or a money column"),
        Column("value", "text", "数值", "number of rows, or yuan"),
    ),
)  # fmt: skip
QUARANTINE = FileSpec(
    "quarantine", "暂不接管清单", "rows put aside, decided by a person", key=("file", "row_number"),
    columns=(
        Column("file", "text", "文件", "name of the file"),
        Column("row_number", "whole", "行号", "row, the header being 1", low=2),
        Column("reason", "text", "原因", "why"),
        Column("decided_by", "text", "决定人", "who decided"),
    ),
)  # fmt: skip

MONTH_CONTRIBUTIONS = FileSpec(
    "month_contributions", "旧系统当月缴费", "the old system's contributions of the month that is compared",
    key=("id_number", "uscc"),
    columns=(
        Column("id_number", "id", "证件号码", "id number, 18 characters"),
        Column("uscc", "uscc", "统一社会信用代码", "credit code of the employer (own payer where empty)", required=False),
        Column("wage", "yuan", "申报工资", "wage it went by", required=False),
        *_yuan(BASES, ("养老基数", "医疗基数", "失业基数", "工伤基数")),
        *_yuan(SHARES, ("养老单位", "养老个人", "医疗单位", "医疗个人", "失业单位", "失业个人", "工伤单位", "生育单位")),
    ),
)  # fmt: skip
MONTH_PENSIONS = FileSpec(
    "month_pensions", "旧系统当月待遇", "the old system's pensions of the month that is compared", key=("id_number",),
    columns=(
        Column("id_number", "id", "证件号码", "id number, 18 characters"),
        Column("retirement_month", "month", "退休年月",
               "only of pensions first determined now: they are determined here by law and compared", required=False),
        *_yuan((*COMPONENTS, "total"), ("基础养老金", "个人账户养老金", "过渡性养老金", "其他", "合计")),
    ),
)  # fmt: skip

LINKED = (SPELLS, WAGES, CAREERS, ACCOUNTS, AWARDS, ARREARS)
"""Files whose rows belong to people; they are checked and loaded by portions of people."""
HANDED_OVER = (PEOPLE, EMPLOYERS, *LINKED, BOOKS)
ALL = (*HANDED_OVER, TOTALS, QUARANTINE)
COMPARED = (MONTH_CONTRIBUTIONS, MONTH_PENSIONS)
"""Files of a parallel run; they lie in the folder that `compare` is given."""


def file_spec(name: str) -> FileSpec:
    """The file of this name. Raises KeyError."""
    return {spec.name: spec for spec in (*ALL, *COMPARED)}[name]


_HEAD = """# What an old system hands over

A folder with one file for each subject, `NAME.csv` (UTF-8 with or without mark, or GB18030, header in the first row,
comma, quotes where needed) or `NAME.parquet`. The header bears the English names or the Chinese ones. Blanks around
values are dropped. Money is yuan with at most two decimals, never a floating-point column. A month is `2025-10` or
`202510`, a day `2025-10-01` or `20251001`. An empty cell means: there is none. Rows count the header as row 1, as a
spreadsheet shows them.

People and employers are named in the other files by the old system's own numbers. `totals` states for every file the
number of rows and the sum of each money column; without it nothing is loaded. `quarantine` lists rows that a person
decided to leave out; a person's or employer's row that is left out takes its other rows with it. What is loaded and
what was left out add up to the control totals.
"""


def as_markdown() -> str:
    """The written contract, for the people of the old system."""
    parts = [_HEAD]
    for spec in (*ALL, *COMPARED):
        need = "必须 required" if spec.required else "如有 if there is any"
        key = f" One row for each {', '.join(spec.key)}." if spec.key else ""
        parts.append(
            f"\n## {spec.name} · {spec.zh}\n\n{need}. {spec.en[:1].upper()}{spec.en[1:]}.{key}\n"
        )
        parts.append("\n| column | 列名 | written as | must | meaning |\n|---|---|---|---|---|\n")
        parts.extend(_row(column) for column in spec.columns)
    return "".join(parts)


def _row(column: Column) -> str:
    allowed = (
        " ".join(column.values)
        if len(column.values) <= 12
        else f"{column.values[0]}–{column.values[-1]}"
    )
    kind = f"{column.kind}: {allowed}" if column.values else column.kind
    must = "yes" if column.required else ""
    return f"| `{column.name}` | {column.zh} | {kind} | {must} | {column.en} |\n"
