"""Bank batches of payouts: the batch, its lines, and the bank's word on each; shapes and steps are those of `funds`."""

from __future__ import annotations

from django.db import models

from renshe.domains.funds.api import (
    BatchPaidOnce,
    LinePaidOnce,
    WordPaidOnce,
    batch_constraints,
    line_constraints,
    word_constraints,
)


class PayoutBatch(BatchPaidOnce):
    """Refunds, inheritances and balances paid by one bank file (居民养老付款批次), from made to closed, by two people.

    Basis: 社会保险基金财务制度 (财社〔2017〕144号) 第四十、四十一条; 社会保险经办条例 第三十七、四十条. Retention: permanent.
    """

    class Meta:
        db_table = "resident_payout_batch"
        constraints = batch_constraints("resident_payout_batch")


class PayoutLine(LinePaidOnce):
    """One payout in one batch (居民养老付款明细): to which account, how much, and what has become of it.

    Purpose: paying. Retention: 30 years (payment detail).
    """

    batch = models.ForeignKey(PayoutBatch, models.PROTECT, related_name="lines")
    payout = models.ForeignKey("resident.ResidentPayout", models.PROTECT, related_name="lines")

    class Meta:
        db_table = "resident_payout_line"
        constraints = line_constraints("resident_payout_line", owed="payout")


class PayoutResult(WordPaidOnce):
    """The bank's word on one instruction (回盘). Append-only: 'unknown' may be followed by one final word."""

    line = models.ForeignKey(PayoutLine, models.PROTECT, related_name="results")

    class Meta:
        db_table = "resident_payout_result"
        constraints = word_constraints("resident_payout_result")
