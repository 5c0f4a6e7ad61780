"""Where the import of an employer's register stands, and the rows that were not taken."""

from typing import Annotated, Any

from django.http import Http404
from ninja import Path, Schema

from renshe.domains.cases.api import Words
from renshe.domains.contributions.api import import_errors, import_state
from renshe.portals.api.calling import Call
from renshe.portals.api.operation import Group
from renshe.portals.api.shapes import USUAL, Cursor, Limit, Page, key_of, page_of
from renshe.portals.layout.access import staff

GROUP = Group("register", Words("名册导入", "Import of registers"))
RECORD = staff("enrolment.record")
Key = Annotated[str, Path(max_length=200, description="导入编号 / key of the import")]


class ImportOut(Schema):
    """How far an import is. `next_row` is where it goes on."""

    key: str
    next_row: int
    rows_good: int
    rows_bad: int
    done: bool


class RowNotTaken(Schema):
    """One row that was not taken, with every reason."""

    row: int
    id_number: str
    errors: list[dict[str, str]]


@GROUP.get(
    "/register-imports/{key}",
    id="read_import",
    access=RECORD,
    answer=ImportOut,
    title=("导入进度", "Progress of an import"),
    says=("已读行数、成功与失败。", "Rows read, taken and refused."),
)
def read_import(call: Call, key: Key) -> ImportOut:
    """Where it stands."""
    found = import_state(resume_key=key)
    if found is None:
        raise Http404
    return ImportOut(
        key=key,
        next_row=found.next_row,
        rows_good=found.rows_good,
        rows_bad=found.rows_bad,
        done=found.done,
    )


@GROUP.get(
    "/register-imports/{key}/errors",
    id="list_import_errors",
    access=RECORD,
    answer=Page[RowNotTaken],
    title=("导入失败的行", "Rows not taken"),
    says=("每行的理由和改法。", "Reasons and fixes of each."),
)
def list_import_errors(
    call: Call, key: Key, cursor: Cursor = "", limit: Limit = USUAL
) -> Page[Any]:
    """By row number."""
    if import_state(resume_key=key) is None:
        raise Http404
    (after,) = key_of(cursor, int) or (0,)
    rows = []
    for row in import_errors(resume_key=key):
        if row[0] > after:
            rows.append(row)
        if len(rows) > limit:
            break
    return page_of(
        rows,
        limit=limit,
        key=lambda row: (row[0],),
        show=lambda row: RowNotTaken(
            row=row[0],
            id_number=row[1],
            errors=[{k: str(v) for k, v in one.items()} for one in row[2]],
        ),
    )
