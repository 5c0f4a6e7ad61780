"""Tables that a worker sends: the file as bytes, and each bad cell in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import get_language

from renshe.domains.retirees import api as retirees
from renshe.foundation.sheets.cell_errors import CellError
from renshe.kernel.codes.problem import Refused
from renshe.portals.layout.access import Visit

MOST_BYTES, MOST_ERRORS = 6 * 2**20, 30


@dataclass(frozen=True, kw_only=True)
class ErrorLine:
    """One bad cell."""

    cell: str
    header: str
    why: str
    next_step: str


def uploaded(visit: Visit) -> bytes:
    """The file that came with a form; nothing where there is none or it is too large, which every table refuses."""
    file = visit.request.FILES.get("file")
    return file.read() if file is not None and file.size < MOST_BYTES else b""


def error_lines(errors: Sequence[CellError]) -> tuple[ErrorLine, ...]:
    """The first of the bad cells, to be shown."""
    chinese = (get_language() or "zh").startswith("zh")
    return tuple(
        ErrorLine(
            cell=f"{one.column}{one.row_number}", header=one.header_zh if chinese else one.header_en,
            why=one.zh if chinese else one.en, next_step=one.next_step_zh if chinese else one.next_step_en,
        )
        for one in errors[:MOST_ERRORS]
    )  # fmt: skip


def refuse_unknown_community() -> NoReturn:
    """A table needs the community that its groups are of. Raises Refused `community_unknown`."""
    raise Refused(retirees.NO_COMMUNITY)
