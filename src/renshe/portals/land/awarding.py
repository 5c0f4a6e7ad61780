"""The list of a project's old who are granted the allowance together: as the page shows it, and as a workbook."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from renshe.domains.expropriation import api as expropriation
from renshe.domains.identity.api import mask_id_number, mask_name
from renshe.kernel.periods import format_month
from renshe.portals.layout.amounts import Amount
from renshe.portals.layout.formats import month as month_words

SHOWN = 60


@dataclass(frozen=True, kw_only=True)
class AwardLine:
    """Somebody on the list: the amount a month with its explanation, from which month, what is owed for past months, the
    rises that wait for law; or why nothing was granted."""

    name: str
    id_number: str
    monthly: Amount | None
    starts_month: int | None
    owed: Amount | None
    waits: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True)
class Awarding:
    """The latest list of a project; `reason` is why it was not agreed to."""

    state: str
    words: str
    lines: tuple[AwardLine, ...]
    left: int
    granted: int
    total_fen: int
    owed_fen: int
    proposed_by: str
    proposed_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None
    reason: str


def awarding_of(project_id: int) -> Awarding | None:
    """The latest list as the page shows it, or None."""
    batch = expropriation.last_batch_award(project_id=project_id)
    if batch is None:
        return None
    lines = _lines(batch)
    granted = [one.monthly for one in lines if one.monthly]
    owed = sum(one.owed.fen or 0 for one in lines if one.owed)
    words = {"proposed": _("待复核"), "done": _("已核定"), "refused": _("未同意")}
    return Awarding(
        state=batch.state, words=words[batch.state], lines=lines[:SHOWN], left=max(len(lines) - SHOWN, 0),
        granted=len(granted), total_fen=sum(one.fen or 0 for one in granted), owed_fen=owed,
        proposed_by=batch.proposed_by, proposed_at=batch.proposed_at, decided_by=batch.decided_by or "",
        decided_at=batch.decided_at, reason=batch.reason,
    )  # fmt: skip


def awarding_workbook(project_id: int) -> bytes | None:
    """Who gets what, and who nothing and why, as .xlsx; names and numbers masked. None where there is no list."""
    batch = expropriation.last_batch_award(project_id=project_id)
    if batch is None:
        return None
    sink = io.BytesIO()
    with xlsxwriter.Workbook(sink, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("批量核定")), book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        heads = (
            _("姓名"),
            _("证件号码"),
            _("起始月份"),
            _("现在每月（元）"),
            _("以前月份补发（元）"),
            _("未核定的原因"),
        )
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head, bold)
            sheet.set_column(at, at, 24)
        for number, one in enumerate(_lines(batch), 1):
            sheet.write_string(number, 0, one.name)
            sheet.write_string(number, 1, one.id_number)
            if one.starts_month is not None:
                sheet.write_string(number, 2, format_month(one.starts_month))
            for at, amount in ((3, one.monthly), (4, one.owed)):
                if amount is not None:
                    sheet.write_number(number, at, (amount.fen or 0) / 100, money)
            sheet.write_string(number, 5, "；".join((one.why, *one.waits)).strip("；"))
        sheet.freeze_panes(1, 0)
    return sink.getvalue()


def _lines(batch: expropriation.BatchAward) -> tuple[AwardLine, ...]:
    people = {
        one.pk: one.person
        for one in expropriation.members(project_id=batch.project_id, group="old")
    }
    return tuple(_line(batch, row, people.get(row["member"])) for row in batch.rows)


def _line(batch: expropriation.BatchAward, row: dict[str, Any], person: Any) -> AwardLine:
    chinese = (get_language() or "zh").startswith("zh")
    language = "zh" if chinese else "en"
    granted = "fen" in row
    return AwardLine(
        name=mask_name(person.name) if person else "—",
        id_number=mask_id_number(person.id_number) if person else "—",
        monthly=_amount(batch, row, "fen", "monthly") if granted else None,
        starts_month=row.get("starts"),
        owed=_amount(batch, row, "owed_fen", "owed") if row.get("owed_fen") else None,
        waits=tuple(
            _("{month}起的增加待定：{why}").format(
                month=month_words(one["month"]), why=one[language]
            )
            for one in row.get("waits", ())
        ),
        why="" if granted else row[language],
    )


def _amount(batch: expropriation.BatchAward, row: dict[str, Any], key: str, part: str) -> Amount:
    return Amount(fen=row[key], explain_url=part_url(batch.project_id, row["member"], part))


def part_url(project: int, member: int, part: str) -> str:
    """Where a part of somebody's row is explained."""
    return reverse("land:explain_award", kwargs={"number": project, "member": member, "part": part})
