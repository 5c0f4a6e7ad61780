"""What can be wrong with a handed-over row, each with the way to mend it, and the log that lists every case."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl

from renshe.kernel.codes.problem import Problem

HEADER = ("file", "row", "column", "code", "reason_zh", "fix_zh", "reason_en", "fix_en", "detail")
WHOLE_FILE = 0
"""The row number of a fault that concerns a file as a whole."""

_TEXTS = {
    "file_missing": ("缺少文件", "the file is missing", "请旧系统补充该文件", "have the old system supply it"),
    "file_kind": ("文件不是 CSV 或 Parquet", "the file is neither CSV nor Parquet",
                  "请导出为 UTF-8 或 GB18030 编码的 CSV，或 Parquet", "export it as CSV (UTF-8 or GB18030) or Parquet"),
    "file_unreadable": ("文件无法读取", "the file cannot be read", "请重新导出", "export it again"),
    "file_empty": ("文件没有表头", "the file has no header", "请重新导出，首行为列名", "export it again with column names"),
    "column_missing": ("缺少必须的列", "a required column is missing", "请补充该列", "add the column"),
    "column_twice": ("列名重复", "a column name occurs twice", "请只保留一列", "keep one of them"),
    "money_as_float": ("金额列是浮点数", "a money column is floating point",
                       "请改为文本或两位小数的定点数", "make it text or a decimal with two places"),
    "row_shape": ("该行列数与表头不同", "the row has another number of cells than the header",
                  "请检查逗号和引号", "check commas and quotes"),
    "value_missing": ("必填项为空", "a required value is empty", "请补充", "supply it"),
    "full_width": ("含有全角字符", "full-width characters", "请改为半角", "write it half-width"),
    "not_yuan": ("不是以元为单位、最多两位小数的金额", "no amount in yuan with at most two decimals",
                 "请写成 1234.50 的形式", "write it like 1234.50"),
    "negative_amount": ("金额为负数", "the amount is negative", "请核对；更正应在原系统完成", "check it; correct it in the old system"),
    "not_month": ("不是年月", "no month", "请写成 2025-10", "write it like 2025-10"),
    "not_day": ("不是日期", "no day", "请写成 2025-10-01", "write it like 2025-10-01"),
    "not_whole": ("不是整数", "no whole number", "请只填数字", "write digits only"),
    "out_of_range": ("数值超出允许范围", "the number is outside what is possible", "请核对", "check it"),
    "not_flags": ("不是12位的0/1标志", "not twelve signs of 0 and 1", "每月一位，一月在前", "one sign a month, January first"),
    "unknown_code": ("代码不在目录内", "the code is not in the list", "请使用约定的代码", "use a code of the contract"),
    "not_place": ("不是行政区划代码", "no division code", "请填写6、9或12位代码", "write 6, 9 or 12 digits"),
    "text_unclean": ("文本过长或含控制字符", "the text is too long or holds control characters", "请清理", "clean it"),
    "duplicate_row": ("同一主键出现多次", "the same key occurs more than once", "请只保留一行", "keep one row"),
    "duplicate_id_number": ("同一证件号码有两个个人编号", "two persons have one id number",
                            "请先在旧系统合并", "merge them in the old system first"),
    "already_registered": ("本系统已有该证件号码或信用代码", "this number is registered here already",
                           "请列入暂不接管清单，另行合并", "put the row aside and merge it afterwards"),
    "unknown_person": ("人员文件中没有该个人编号", "no such number in the file of people", "请补充人员或更正编号",
                       "add the person or correct the number"),
    "unknown_employer": ("单位文件中没有该单位编号", "no such number in the file of employers",
                         "请补充单位或更正编号", "add the employer or correct the number"),
    "differs_from_id": ("与证件号码不一致", "it differs from what the id number says", "请核对证件", "check the document"),
    "date_order": ("日期先后不合理", "the dates are in the wrong order", "请核对日期", "check the dates"),
    "category_of_sex": ("退休类别与性别不符", "the retirement category does not fit the sex", "请核对", "check it"),
    "death_known_missing": ("有死亡日期而无获知日期", "a death without the day it became known", "请补充获知日期", "supply that day"),
    "after_death": ("死亡之后仍有记录", "a record after the death", "请核对死亡日期或终止该记录", "check the death or end the record"),
    "after_closing": ("单位注销之后仍有参保", "insured through an employer that had closed", "请终止参保", "end the spell"),
    "end_without_reason": ("终止年月与停保原因须同时填写", "an end and its reason go together", "请补齐", "supply both or neither"),
    "own_payer_kind": ("没有单位的应为灵活就业人员", "without an employer only flexible workers are insured", "请核对人员类别",
                       "check the kind of person"),
    "insurance_of_kind": ("该类人员不参加该险种", "this kind of person is not in this insurance", "请核对险种", "check the insurance"),
    "overlapping_spells": ("同一险种参保时段重叠", "spells of one insurance overlap", "请终止其中一段", "end one of them"),
    "overlapping_months": ("同一人同一月在两处缴费", "one month is paid twice for a person", "请办理退费或列入清单",
                           "refund one or put it aside"),
    "paid_without_base": ("标记已缴但没有基数", "marked as paid without a base", "请补充基数", "supply the base"),
    "credit_without_payment": ("未缴月份有记账额", "a credit in a month that is not paid", "请核对缴费标志", "check the flag"),
    "base_without_payment": ("未缴月份有基数", "a base in a month that is not paid", "请清空；欠费月份写入欠费明细",
                             "empty it; dues not received belong in arrears"),
    "too_many_months": ("实缴与视同月数超过12个月", "paid and deemed months are more than twelve", "请核对", "check them"),
    "in_the_future": ("晚于接管日", "later than the day of the take-over", "请核对", "check it"),
    "parts_differ_from_total": ("各部分之和不等于合计", "the parts do not add up", "请核对各项金额", "check the parts"),
    "year_differs": ("账户年度应为同一个已结年度", "all accounts must be of one closed year", "请重新导出", "export them again"),
    "award_of_the_dead": ("已死亡人员的待遇仍在发放", "a pension in payment to somebody who died", "请终止待遇并核算多发",
                          "end it and settle what was overpaid"),
    "award_not_ended": ("终止状态须有末发年月", "an ended award needs its last month", "请补充", "supply it"),
    "hold_missing": ("暂停待遇须有停发原因和起始年月", "a stopped award needs why and since when", "请补充", "supply both"),
    "account_incomplete": ("领取账户信息不完整", "the payee account is incomplete", "请补充银行、账号、户名和核验日期",
                           "supply bank, number, name and day of check"),
    "account_missing": ("在发待遇没有领取账户", "a pension in payment without an account", "请补充账户", "supply the account"),
    "paid_and_owed": ("同一月份既已缴又欠缴", "the month is both paid and owed", "请核对缴费标志", "check the flag"),
    "receivable_differs": ("应收与欠费明细之和不符", "the receivable differs from the dues owed", "请核对期初账务", "check the books"),
    "accounts_differ": ("个人账户总额与明细不符", "the total of individual accounts differs from the accounts",
                        "请核对期初账务", "check the books"),
    "control_missing": ("没有控制合计", "there is no control total", "请旧系统补充", "have it supplied"),
    "control_differs": ("与控制合计不符", "it differs from the control total", "请重新导出或核对", "export again or check"),
    "control_unknown": ("控制合计的文件或项目不明", "a control total of an unknown file or measure", "请核对名称", "check the names"),
    "quarantine_unknown": ("清单中的文件不明", "the list names an unknown file", "请核对名称", "check the name"),
}  # fmt: skip


def problem(code: str) -> Problem:
    """The problem of this code. Raises KeyError."""
    zh, en, fix_zh, fix_en = _TEXTS[code]
    return Problem(code=code, zh=zh, en=en, next_step_zh=fix_zh, next_step_en=fix_en)


def codes() -> tuple[str, ...]:
    """Every code of this module; those of id numbers, names and credit codes come from the kernel."""
    return tuple(_TEXTS)


class FaultLog:
    """Writes each fault to a CSV as it is found and counts them by file and code.

    Rows on the quarantine list are not reported: `spare` takes the list first.
    """

    def __init__(self, path: Path) -> None:
        self._handle = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._handle)
        self._writer.writerow(HEADER)
        self._spared: dict[str, set[int]] = {}
        self.counts: dict[str, Counter[str]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()

    @property
    def total(self) -> int:
        """How many faults there are in all."""
        return sum(sum(counter.values()) for counter in self.counts.values())

    def spare(self, rows: Mapping[str, Iterable[int]]) -> None:
        """From here on say nothing of these rows."""
        self._spared = {file: set(numbers) for file, numbers in rows.items()}

    def spared(self, file: str) -> set[int]:
        """The rows of a file that were put aside."""
        return self._spared.get(file, set())

    def note(
        self, *, file: str, row: int, column: str, fault: Problem | str, detail: str = ""
    ) -> None:
        """One fault; nothing where the row was put aside."""
        if row in self._spared.get(file, ()):
            return
        found = problem(fault) if isinstance(fault, str) else fault
        self._writer.writerow((
            file, row or "", column, found.code, found.zh, found.next_step_zh, found.en,
            found.next_step_en, detail,
        ))  # fmt: skip
        self.counts.setdefault(file, Counter())[found.code] += 1

    def note_rows(
        self, *, file: str, rows: pl.Series, column: str, fault: Problem | str,
        details: pl.Series | None = None,
    ) -> None:
        """The same fault of many rows."""
        texts = details.cast(pl.String).fill_null("").to_list() if details is not None else [""] * len(rows)
        for row, detail in zip(rows.to_list(), texts, strict=True):
            self.note(file=file, row=row, column=column, fault=fault, detail=detail)
