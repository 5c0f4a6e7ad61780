"""What needs a human in an accounting month: money held, payments that failed, gaps at banks, plans, notes of runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from renshe.domains.annuity import api as annuity
from renshe.domains.audit.api import runs_of_month
from renshe.domains.contributions.api import suspense_items
from renshe.domains.funds.api import BankReconciliation, plans
from renshe.domains.pension.api import one_off_batches, waiting_benefits, waiting_payments
from renshe.kernel.periods import Month
from renshe.portals.finance.annuities import batch_url as annuity_batch_url
from renshe.portals.finance.one_off import batch_url
from renshe.portals.finance.words import ROLES, batch_word, word
from renshe.portals.layout.insurances import in_language
from renshe.portals.layout.states import state_of

NOTES_PER_RUN = 3
OTHERS = ("case_clocks", "webhook_delivery")
"""Runs whose notes are for other desks: cases past their limit, messages to machines."""
TOLD_ABOVE = ("suspense",)
"""Codes of notes about what is counted above as it stands now."""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """One thing that needs a human: what, how much, how old, and where."""

    title: str
    detail: str
    amount_fen: int | None
    age_days: int | None
    url: str


def what_needs_a_human(
    *, month: Month, as_of: date, gaps: Sequence[tuple[str, BankReconciliation]]
) -> tuple[Attention, ...]:
    """Everything, the heaviest kinds first. Ten queries, however much there is."""
    found = [
        Attention(
            title=_("{fund} {role}有不能解释的差额").format(fund=name, role=word(ROLES, bank.role)),
            detail=_("结账前必须查清"),
            amount_fen=bank.unexplained_fen,
            age_days=None,
            url="",
        )
        for name, bank in gaps
    ]
    found += _suspense(as_of)
    found += _failed()
    found += _one_off()
    found += _annuities()
    found += [
        Attention(
            title=_("用款计划等待审批"),
            detail=plan.purpose,
            amount_fen=plan.amount_fen,
            age_days=None,
            url="",
        )
        for plan in plans(accounting_month=month, state="prepared")
    ]
    return tuple(found + _notes(month))


def _suspense(as_of: date) -> list[Attention]:
    held = suspense_items(as_of=as_of)
    if not held:
        return []
    return [
        Attention(
            title=_("暂收款待认领或分配"),
            detail=ngettext("{count}笔", "{count}笔", len(held)).format(count=f"{len(held):,}"),
            amount_fen=sum(item.left_fen for item in held),
            age_days=max(item.days for item in held),
            url=reverse("finance:open_items"),
        )
    ]


def _failed() -> list[Attention]:
    """Pensions that did not arrive, by where the money lies. The bank's and our own stops are told apart."""
    titles = {"returned": _("银行退回的养老金待重发"), "stopped": _("停发中仍应发的养老金")}
    found = []
    for source, waiting in waiting_payments().items():
        if waiting.count:
            found.append(
                Attention(
                    title=titles[source],
                    detail=ngettext(
                        "{count}笔，其中{ready}笔可以直接重发",
                        "{count}笔，其中{ready}笔可以直接重发",
                        waiting.count,
                    ).format(count=f"{waiting.count:,}", ready=f"{waiting.ready:,}"),
                    amount_fen=waiting.fen,
                    age_days=None,
                    url=reverse("finance:open_items") + "#failed",
                )
            )
    return found


def _one_off() -> list[Attention]:
    """Benefits paid once that wait for a batch, and batches that wait for somebody's next step."""
    found = [
        Attention(
            title=_("一次性待遇批次 {number}").format(number=batch.batch_id),
            detail=str(state_of("one_off", batch.state).words),
            amount_fen=batch.total_fen,
            age_days=None,
            url=batch_url(batch.batch_id),
        )
        for batch in one_off_batches()
        if batch.state not in ("closed", "discarded")
    ]
    waiting = waiting_benefits()
    if not waiting:
        return found
    ready = sum(1 for row in waiting if row.ready)
    return [
        *found,
        Attention(
            title=_("一次性待遇待发放"),
            detail=ngettext(
                "{count}笔，其中{ready}笔可以直接发放",
                "{count}笔，其中{ready}笔可以直接发放",
                len(waiting),
            ).format(count=f"{len(waiting):,}", ready=f"{ready:,}"),
            amount_fen=sum(row.benefit.total_fen for row in waiting),
            age_days=None,
            url=reverse("finance:one_off"),
        ),
    ]


def _annuities() -> list[Attention]:
    """Batches of annuities that wait for somebody's next step, and payments that came back."""
    open_ones = annuity.open_batches()
    totals = annuity.totals_of(batch_ids=[one.pk for one in open_ones])
    found = [
        Attention(
            title=_("年金批次 {number}").format(number=batch.pk),
            detail=f"{batch.trustee} · {state_of('annuity_batch', batch.state).words}",
            amount_fen=totals[batch.pk].total_fen,
            age_days=None,
            url=annuity_batch_url(batch.pk),
        )
        for batch in open_ones
    ]
    returned = annuity.failed_lines()
    if not returned:
        return found
    return [
        *found,
        Attention(
            title=_("银行退回的年金待再付"),
            detail=ngettext("{count}笔", "{count}笔", len(returned)).format(
                count=f"{len(returned):,}"
            ),
            amount_fen=sum(line.amount_fen for line in returned),
            age_days=None,
            url=reverse("finance:annuities") + "#failed",
        ),
    ]


def _notes(month: Month) -> list[Attention]:
    """What runs of the month noted for accountants; of each run the first few, and how many more."""
    found = []
    for run in runs_of_month(period=month):
        if run.kind in OTHERS:
            continue
        notes = [note for note in run.attention or [] if note.get("code") not in TOLD_ABOVE]
        for note in notes[:NOTES_PER_RUN]:
            found.append(
                Attention(
                    title=in_language(zh=note.get("zh", ""), en=note.get("en", "")),
                    detail=batch_word(run.kind),
                    amount_fen=None,
                    age_days=None,
                    url="",
                )
            )
        if len(notes) > NOTES_PER_RUN:
            more = len(notes) - NOTES_PER_RUN
            found.append(
                Attention(
                    title=ngettext(
                        "同一次运行还有{count}条提示", "同一次运行还有{count}条提示", more
                    ).format(count=f"{more:,}"),
                    detail=batch_word(run.kind),
                    amount_fen=None,
                    age_days=None,
                    url="",
                )
            )
    return found
