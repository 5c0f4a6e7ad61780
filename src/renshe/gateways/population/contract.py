"""Files of other bodies about people, read exactly as README.md says."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl

from renshe.domains.certification.api import REPORTED, Fault, Reported
from renshe.foundation.columns import plain_text
from renshe.gateways.sealed_text import Layout, broken, unseal

KINDS = ("death", "custody", "medical_use", "other_pension")
FAULTS_KEPT = 200
LAYOUT = Layout(
    name="RENSHE-POPULATION",
    version="1",
    header=("kind", "place", "sequence", "made_on"),
    record={"number": "count", "id_number": "code", "name": "text", "event_on": "day", "detail": "text"},
    total="number",
    may_be_empty=("name", "detail"),
)  # fmt: skip
_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)
_SHAPE = r"^([0-9]{15}|[0-9]{17}[0-9X]|[0-9A-Z]{18})$"
_RESIDENT = r"^[0-9]{17}[0-9X]$"
_LONGEST = {"name": 128, "detail": 255}
# In the order in which a record is judged: what is told first hides the rest.
REASONS = {
    "name_missing": ("没有姓名", "no name"),
    "text_too_long": ("姓名或说明过长", "name or detail too long"),
    "id_shape": ("证件号码不是15位或18位", "the id number has neither 15 nor 18 characters"),
    "id_check": ("证件号码校验位不符", "the id number's check digit is wrong"),
    "event_to_come": ("日期晚于今天", "a day that is still to come"),
    "two_days": ("同一证件号码有两个不同的死亡日期", "two days of death for one id number"),
}


@dataclass(frozen=True)
class PopulationFiles:
    """The port `certification.PopulationFormat`."""

    def read(self, *, content: bytes, as_of: dt.date) -> Reported:
        """The file's usable rows and what was wrong with the others. Raises Refused where the file breaks the contract."""
        found = unseal(content, layout=LAYOUT)
        kind, place = found.header["kind"], found.header["place"]
        if kind not in KINDS:
            raise broken(line=1, zh=f"没有这种信息“{kind[:20]}”", en=f"no such kind {kind[:20]!r}")
        rows = _judged(found.records, kind=kind, as_of=as_of)
        bad = rows.filter(pl.col("wrong") != "")
        good = rows.filter(pl.col("wrong") == "").select(REPORTED.names)
        return Reported(
            place=place,
            kind=kind,
            records=found.rows,
            rows=plain_text(good.to_arrow()).cast(REPORTED),
            bad_rows=bad.height,
            faults=tuple(
                Fault(line_no=line, code=code, zh=REASONS[code][0], en=REASONS[code][1])
                for line, code in bad.head(FAULTS_KEPT).select("line_no", "wrong").iter_rows()
            ),
        )


def _judged(records: pl.DataFrame, *, kind: str, as_of: dt.date) -> pl.DataFrame:
    """The records with their line in the file, an eighteen-character number, and what is wrong (empty where nothing is)."""
    rows = records.with_row_index("line_no", offset=2).with_columns(
        name=pl.col("name").str.strip_chars(), id_number=pl.col("id_number").str.to_uppercase()
    )
    given = rows["id_number"]
    lengthened = pl.when(given.str.contains(r"^[0-9]{15}$")).then(
        given.str.slice(0, 6) + "19" + given.str.slice(6) + "0"
    )
    rows = rows.with_columns(id_number=lengthened.otherwise(given))
    old = given.str.len_chars() == 15
    resident = rows["id_number"].str.contains(_RESIDENT)
    checked = _with_check_digit(rows["id_number"], where=resident)
    rows = rows.with_columns(
        id_number=pl.when(old & resident).then(checked).otherwise(rows["id_number"])
    )
    right = ~resident | (rows["id_number"] == checked)
    twice = pl.lit(False)
    if kind == "death":
        twice = pl.col("event_on").n_unique().over("id_number") > 1
    long = pl.any_horizontal(pl.col(n).str.len_chars() > most for n, most in _LONGEST.items())
    tests = {
        "name_missing": pl.col("name") == "", "text_too_long": long, "id_shape": ~given.str.contains(_SHAPE),
        "id_check": ~right, "event_to_come": pl.col("event_on") > as_of, "two_days": twice,
    }  # fmt: skip
    wrong = pl.lit("")
    for code in reversed(REASONS):
        wrong = pl.when(tests[code]).then(pl.lit(code)).otherwise(wrong)
    return rows.with_columns(wrong=wrong, line_no=pl.col("line_no").cast(pl.Int32))


def _with_check_digit(numbers: pl.Series, *, where: pl.Series) -> pl.Series:
    """The numbers with the check digit that belongs to their first seventeen (GB 11643-1999); others as they are."""
    chosen = numbers.filter(where)
    if chosen.is_empty():
        return numbers
    text = np.array(chosen.to_list(), dtype="S18").view(np.uint8).reshape(-1, 18).copy()
    text[:, 17] = _CHECKS[((text[:, :17] - 48).astype(np.int64) @ _WEIGHTS) % 11]
    made = pl.Series(text.view("S18").ravel().astype(str))
    at = where.arg_true()
    return numbers.scatter(at, made) if len(at) < len(numbers) else made.alias(numbers.name)
