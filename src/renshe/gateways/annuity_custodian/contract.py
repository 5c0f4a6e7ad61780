"""A custodian's unit values of a month, read exactly as README.md says."""

from __future__ import annotations

import hashlib
import re

from renshe.domains.annuity.api import PlanValue, ValueFile
from renshe.gateways.sealed_text import Layout, broken, unseal
from renshe.kernel.periods import month_at

LAYOUT = Layout(
    name="RENSHE-UNIT-VALUE",
    version="1",
    header=("custodian", "period", "sequence", "made_on"),
    record={"number": "count", "plan": "code", "value": "count"},
    total="value",
)
MOST_VALUE = 10_000_000
_PERIOD = re.compile(r"(\d{4})(0[1-9]|1[0-2])", re.ASCII)


def read_values(content: bytes) -> ValueFile:
    """The file's month with a value for each plan. Raises Refused where the file breaks the contract."""
    found = unseal(content, layout=LAYOUT)
    period = _PERIOD.fullmatch(found.header["period"])
    if period is None or period[1] == "0000":
        raise broken(line=1, zh="文件头的月份不合规", en="the month is malformed")
    seen: set[str] = set()
    for line, row in enumerate(found.records.iter_rows(named=True), 2):
        if not 0 < row["value"] <= MOST_VALUE or row["plan"] in seen:
            raise broken(
                line=line, zh="净值超出范围或者方案重复", en="a value out of range, or a plan twice"
            )
        seen.add(row["plan"])
    return ValueFile(
        custodian=found.header["custodian"], period=month_at(year=int(period[1]), month=int(period[2])),
        sha256=hashlib.sha256(content).hexdigest(),
        rows=[PlanValue(plan_number=row["plan"], value=row["value"]) for row in found.records.iter_rows(named=True)],
    )  # fmt: skip
